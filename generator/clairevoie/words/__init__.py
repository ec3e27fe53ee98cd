"""French and English: numbers, dates, durations, plurals, labels. Takes plain values only."""

from __future__ import annotations
