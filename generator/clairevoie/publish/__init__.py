"""Finished sites to where visitors see them: targets, their private keys, the headers, the preview."""

from __future__ import annotations

from collections.abc import Mapping

from clairevoie.publish import folder
from clairevoie.publish.target import Outcome, Step, Target

__all__ = ["TARGETS", "Outcome", "Step", "Target"]

TARGETS: Mapping[str, Target] = {"folder": folder}
