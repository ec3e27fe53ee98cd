"""How many examples of a property: a seeded sample in `make test`, many random ones in `make prove`."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import settings

FACTOR = int(os.environ.get("CLAIREVOIE_EXAMPLES", "1"))


def sample(count: int, **more: Any) -> settings:
    """`count` examples, the same each time; under CLAIREVOIE_EXAMPLES=n, n times as many, drawn anew."""
    return settings(max_examples=count * FACTOR, deadline=None, derandomize=FACTOR == 1, **more)
