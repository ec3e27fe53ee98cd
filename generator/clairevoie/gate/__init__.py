"""The gate: a finished site against everybody else's words. Reads bytes and a token file, never a slice."""

from clairevoie.gate.check import check, examine
from clairevoie.gate.forms import NAMES
from clairevoie.gate.report import Hit, Report, SiteReport, digest, keep, kept

__all__ = ["NAMES", "Hit", "Report", "SiteReport", "check", "digest", "examine", "keep", "kept"]
