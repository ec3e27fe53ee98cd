"""Finished sites to where visitors see them: targets, their private keys, the headers, the preview."""

from __future__ import annotations

from collections.abc import Mapping

from clairevoie.publish import folder, s3
from clairevoie.publish.target import Change, Outcome, Step, Target

__all__ = ["TARGETS", "Change", "Outcome", "Step", "Target"]

TARGETS: Mapping[str, Target] = {"folder": folder, "s3": s3}
