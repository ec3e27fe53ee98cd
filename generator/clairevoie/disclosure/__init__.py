"""Audience, grants, own slice → Portal. Default deny: what is not granted is not there."""

from __future__ import annotations

from clairevoie.disclosure.client import client_portal
from clairevoie.disclosure.grants import PAGES, faults, in_force
from clairevoie.disclosure.internal import internal_portal
from clairevoie.disclosure.internal_bills import named
from clairevoie.disclosure.internal_bills import table as preinvoice_table
from clairevoie.disclosure.internal_sharing import Seen
from clairevoie.disclosure.isolation import IsolationInputs
from clairevoie.disclosure.lock import lines_of
from clairevoie.disclosure.pairs import pair_faults
from clairevoie.disclosure.quality import QualityInputs
from clairevoie.disclosure.staff_rows import staff_rows
from clairevoie.disclosure.telling import Told

__all__ = [
    "PAGES", "IsolationInputs", "QualityInputs", "Seen", "Told", "client_portal", "faults", "in_force",
    "internal_portal", "lines_of", "named", "pair_faults", "preinvoice_table",
    "staff_rows",
]
