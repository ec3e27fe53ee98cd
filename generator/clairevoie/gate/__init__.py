"""The gate: a finished site against everybody else's words. Reads bytes and a token file, never a slice."""

from clairevoie.gate.check import check, digest, examine
from clairevoie.gate.report import Hit, Report, SiteReport, keep, kept

__all__ = ["Hit", "Report", "SiteReport", "check", "digest", "examine", "keep", "kept"]
