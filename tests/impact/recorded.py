"""Every recorded answer of iTop's get_related against ours."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from clairevoie.impact import DOWN, IMPACTED, Graph, above, fall, graph
from clairevoie.tables.dataset import merge
from tests.sources.replayed import RECORDED, read_example, recorded, replay


def itop() -> Graph:
    """The graph of the example, read over HTTP from its recorded answers."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("ITOP_USER", replay.USER)
        environment.setenv("ITOP_PASSWORD", replay.PASSWORD)
        return graph(merge([read_example()[1]]).tables)


def compared(known: Graph) -> tuple[int, list[str]]:
    """Each CI up and down, with and without redundancy; several starts at once; the supplier who is dropped."""
    faults, count = [], 0
    classes = {one["class"] for one in recorded("FunctionalCI")}
    for file in sorted([*(RECORDED / "get_related").glob("*.json"), *(RECORDED / "get_related_multi").glob("*.json")]):
        answer: dict[str, Any] = json.loads(file.read_bytes())["objects"] or {}
        theirs = {one["key"] for one in answer.values() if one["class"] in classes}
        ours = _reached(known, file)
        count += 1
        if ours != theirs:
            faults.append(f"{file.stem}: ours more {sorted(ours - theirs)}, theirs more {sorted(theirs - ours)}")
    return count, faults


def _reached(known: Graph, file: Path) -> set[str]:
    starts = [known.place[f"FunctionalCI-{key}"] for key in _starts(file.stem)]
    if "__up_" in file.stem:
        found = above(known, starts)
    else:
        found = fall(known, starts, redundant=file.stem.endswith("_red")).nodes(DOWN, IMPACTED)
    return {known.cis[node].removeprefix("FunctionalCI-") for node in found if node < len(known.cis)}


def _starts(stem: str) -> list[str]:
    name = stem.partition("__")[0]
    if name.startswith("provider_"):
        contracts = {one["key"] for one in recorded("ProviderContract")
                     if one["provider_id"] == name.rpartition("_")[2]}
        return [link["functionalci_id"] for link in recorded("lnkFunctionalCIToProviderContract")
                if link["providercontract_id"] in contracts]
    return re.findall(r"\d+", name)
