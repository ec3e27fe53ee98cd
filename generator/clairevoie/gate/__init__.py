"""The gate: a finished site against everybody else's words. Reads bytes and a token file, never a slice."""

from clairevoie.gate.check import check, check_apart, digest
from clairevoie.gate.report import Hit, Report, SiteReport, keep, kept

__all__ = ["Hit", "Report", "SiteReport", "check", "check_apart", "digest", "keep", "kept"]
