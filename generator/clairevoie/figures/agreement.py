"""Where the source's own verdicts and ours agree, and why they differ."""

from __future__ import annotations

from dataclasses import dataclass

from clairevoie.figures.columns import Columns, Flags
from clairevoie.figures.stopwatch import Metric


@dataclass(frozen=True, slots=True, eq=False)
class Verdicts:
    """Of every ticket. compared: both say something; alone: the source speaks of a ticket without commitment;
    silent: it says nothing of one that we judge."""

    source: Flags
    ours: Flags
    compared: Flags
    alone: Flags
    silent: Flags

    @property
    def differ(self) -> Flags:
        """Where both speak, and say otherwise."""
        apart: Flags = self.compared & (self.source != self.ours)
        return apart


def verdicts(tickets: Columns, metric: Metric) -> Verdicts:
    """Both verdicts on a clock. Without a commitment, what the source says is no verdict."""
    said, met = tickets.given(f"source_{metric}_met"), tickets.flags(f"source_{metric}_met")
    ours = tickets.codes(f"{metric}_verdict")
    judged = ours.index >= 0
    return Verdicts(met, ours.is_("met"), said & judged,
                    said & tickets.codes(f"{metric}_why").is_("no_commitment"), judged & ~said)


def reason(*, source_met: bool, minutes: float, limit: float, elapsed: float, waited: float, reopened: bool,
           priority_changed: bool) -> str:
    """Why the two say otherwise: a code that `words` knows, "unknown" where nothing explains it.

    minutes, limit: working time measured and promised; elapsed: real minutes; waited: those of which it waited.
    """
    if abs(minutes - limit) < 1:
        return "limit"
    if priority_changed:
        return "priority"
    if source_met:
        return "reopened" if reopened else "unknown"
    if waited and minutes + waited > limit:
        return "waits"
    return "calendar" if elapsed > limit else "unknown"
