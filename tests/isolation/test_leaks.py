"""A leak put into the product's own code is seen, by the gate or by a byte that moved."""

from __future__ import annotations

import random

from tests.isolation import leaks_in_pages
from tests.isolation.leaks import IN_CHARTS, LEAKS
from tests.isolation.seeding import caught, sound

SAMPLE = 2  # `make prove` tries them all


def test_a_sample_of_seeded_leaks_is_caught() -> None:
    ground = sound()
    for name in random.Random(5).sample(sorted(set(LEAKS) - set(IN_CHARTS)), SAMPLE):
        assert caught(LEAKS[name], ground), name


def test_there_are_leaks_of_every_kind() -> None:
    assert len(LEAKS) >= 25
    assert any(leak.__module__ == leaks_in_pages.__name__ for leak in LEAKS.values())
