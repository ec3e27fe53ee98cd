"""Stretches of time as (start, end) in epoch seconds, the end not in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Span = tuple[int, int]
_FAR = 1 << 60


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Their union: sorted, apart from one another, none empty."""
    found: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def within(spans: Sequence[Span], bounds: Sequence[Span]) -> tuple[Span, ...]:
    """What of a union lies inside another one."""
    found: list[Span] = []
    place = 0
    for start, end in spans:
        while place < len(bounds) and bounds[place][1] <= start:
            place += 1
        for low, high in bounds[place:]:
            if low >= end:
                break
            found.append((max(start, low), min(end, high)))
    return tuple(found)


def without(spans: Sequence[Span], taken: Sequence[Span]) -> tuple[Span, ...]:
    """What of a union lies outside another one."""
    edges = [-_FAR, *(edge for span in taken for edge in span), _FAR]
    return within(spans, list(zip(edges[::2], edges[1::2], strict=True)))
