"""A large estate: 100,000 CIs, 1,000,000 links; how long to load it, how much it holds, how long a question takes.

`python benchmarks/impact.py [--cis N] [--links N] [--starts N] [--plain SHARE]`; exit code 1 where half of the
questions take longer than LIMIT ms.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import resource
import statistics
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "generator"))

from clairevoie.impact import DOWN, IMPACTED, fall, graph
from clairevoie.tables.arrow import empty, schema_of
from clairevoie.tables.schema import TABLES

LIMIT = 10


def main() -> None:
    """Print one line of JSON, and fail where the median is over the limit."""
    parser = argparse.ArgumentParser()
    for name, default in (("cis", 100_000), ("links", 1_000_000), ("starts", 1_000)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--plain", type=float, default=0.3, help="share of the links that no redundancy covers")
    options = parser.parse_args()
    tables = estate(options.cis, options.links, options.plain)
    gc.collect()
    before, start = _held(), time.perf_counter()
    known = graph(tables)
    loaded, held = time.perf_counter() - start, _held() - before
    dice, times, sizes = random.Random(2), [], []
    for _ in range(options.starts):
        node = dice.randrange(options.cis)
        start = time.perf_counter()
        fallen = fall(known, (node,))
        times.append((time.perf_counter() - start) * 1000)
        sizes.append(len(fallen.nodes(DOWN, IMPACTED)))
    print(json.dumps({
        "cis": len(known.cis), "links": len(known.down.to), "load_s": round(loaded, 2), "memory_mb": round(held / 1e6),
        "median_ms": round(statistics.median(times), 3), "worst_ms": round(max(times), 2),
        "reached_median": statistics.median(sizes), "reached_worst": max(sizes)}))
    if statistics.median(times) >= LIMIT:
        sys.exit(f"the median of {options.starts} questions is over {LIMIT} ms")


def estate(cis: int, links: int, plain: float) -> dict[str, pa.Table]:
    """Eight layers, the upper smaller; half of a group must stay, a share `plain` lies in none; a few cycles."""
    dice = np.random.default_rng(1)
    layer = np.sort(dice.choice(8, cis, p=np.array([1, 2, 4, 8, 16, 20, 24, 25]) / 100))
    bounds = np.searchsorted(layer, np.arange(9))
    lower = dice.integers(bounds[1], cis, links)
    first, width = bounds[layer[lower] - 1], bounds[layer[lower]] - bounds[layer[lower] - 1]
    upper = (first + dice.random(links) * width).astype(int)
    back = dice.random(links) < 0.0001
    upper, lower = np.where(back, lower, upper), np.where(back, upper, lower)
    grouped = dice.random(links) >= plain
    names = np.array([f"ci-{number:06}" for number in range(cis)])
    groups = np.where(grouped, "g", None)
    tables = {name: empty(name) for name in TABLES}
    tables["cis"] = _table("cis", cis, ci=names, name=names, obsolete=dice.random(cis) < 0.01)
    tables["impacts"] = _table("impacts", links, upstream=names[upper], downstream=names[lower], group=groups)
    tables["redundancy"] = _table("redundancy", cis, ci=names, group=np.full(cis, "g"), needs=np.full(cis, "50%"))
    return tables


def _table(table: str, count: int, **columns: object) -> pa.Table:
    given = {field.name: pa.array(columns[field.name], field.type) if field.name in columns
             else pa.nulls(count, field.type) for field in schema_of(table)}
    return pa.table(given, schema_of(table))


def _held() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


if __name__ == "__main__":
    main()
