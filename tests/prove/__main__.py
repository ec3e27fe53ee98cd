"""`make prove`: the full counts that an issue's acceptance names, resumable, with their table.

A proof that passed for these very inputs is not run again (`--again` runs all); `--only NAME` runs one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time

from tests.demo import REPOSITORY, build, copy_workspace
from tests.prove.proofs import PROOFS, Place

STATE = REPOSITORY / ".clairevoie" / "prove"


def main() -> int:
    """Run what is not yet proved of these inputs; print one line a proof; 1 where one failed."""
    options = _options()
    inputs = _inputs()
    place = _place(inputs)
    failed = 0
    print(f"{'proof':<34}{'cases':>8}{'faults':>8}{'seconds':>9}")
    for name, prove in PROOFS.items():
        if options.only and name != options.only:
            continue
        file = STATE / f"{name}.json"
        known = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
        if options.again or known.get("inputs") != inputs or known.get("faults"):
            start = time.monotonic()
            cases, faults = prove(place)
            known = {"inputs": inputs, "cases": cases, "faults": faults, "seconds": round(time.monotonic() - start, 1)}
            file.write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(f"{name:<34}{known['cases']:>8}{len(known['faults']):>8}{known['seconds']:>9}", flush=True)
        for fault in known["faults"][:20]:
            print(f"    {fault}")
        failed += bool(known["faults"])
    return 1 if failed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make prove", description=__doc__)
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--only", choices=sorted(PROOFS))
    return parser.parse_args()


def _inputs() -> str:
    digest = hashlib.sha256()
    for folder in ("generator", "themes", "content", "data_sources", "examples", "tests"):
        for file in sorted((REPOSITORY / folder).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts and ".clairevoie" not in file.parts:
                digest.update(file.relative_to(REPOSITORY).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _place(inputs: str) -> Place:
    """The demo, built once for these inputs."""
    folder = STATE / inputs
    if not (folder / "output-report.json").is_file():
        STATE.mkdir(parents=True, exist_ok=True)
        workspace = folder / "workspace"
        build(workspace if workspace.is_dir() else copy_workspace(workspace), folder / "output", "--jobs", "2")
    return Place(folder / "workspace", folder / "output")


if __name__ == "__main__":
    sys.exit(main())
