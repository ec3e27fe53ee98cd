"""Audience, grants, own slice → Portal. Default deny: what is not granted is not there."""

from __future__ import annotations

from clairevoie.disclosure.client import client_portal
from clairevoie.disclosure.grants import PAGES, faults

__all__ = ["PAGES", "client_portal", "faults"]
