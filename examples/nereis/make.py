"""Makes the demo company: `python examples/nereis/make.py [--out data_sources] [--content content]`.

Same seed, same bytes. Only the standard library is used.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import company
import contracts
import hours
import layout
import links
import money
import notes
import records
import tickets
import watch
import works
from presence import Presence

SEED = 20261101


def make(out: Path, content: Path, seed: int = SEED) -> None:
    """Writes the sources into `out` and the account managers' notes into `content`."""
    presence = Presence(seed)
    desk, planned = tickets.simulate(seed, presence), works.works(seed)
    entries = hours.entries(seed, presence, desk, planned)
    tables = {**company.tables(), **contracts.tables(), **links.tables(), **records.tables(seed, desk),
              **works.tables(planned), **money.tables(seed, entries), **watch.tables(seed)}
    layout.write_sources(tables, entries, presence.rows(), out)
    notes.write(desk, entries, planned, content)


def main() -> None:
    """The command line."""
    root = Path(__file__).parents[2]
    parser = argparse.ArgumentParser(description="Makes the demo company's data and notes.")
    parser.add_argument("--out", type=Path, default=root / "data_sources")
    parser.add_argument("--content", type=Path, default=root / "content")
    arguments = parser.parse_args()
    make(arguments.out, arguments.content)


if __name__ == "__main__":
    main()
