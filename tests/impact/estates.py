"""Estates of others as graphs: every host lost alone and in pairs, against the definition said again."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import combinations
from xml.etree import ElementTree

from clairevoie.impact import fall, graph
from tests.conftest import SHARED
from tests.impact import brute
from tests.impact.shapes import Shape, tables_of

_SAMPLE, _FEDORA = SHARED / "itop_sample", SHARED / "fedora_infra" / "inventory"


def alone_and_in_pairs(name: str, pairs: int | None = None) -> tuple[int, list[str]]:
    """Each host alone, then all pairs of them (or some `pairs`, always the same): (falls compared, what differs)."""
    shape, hosts = {"itop_sample": _sample, "fedora_infra": _fedora}[name]()
    couples: list[tuple[int, ...]] = list(combinations(hosts, 2))
    if pairs is not None and len(couples) > pairs:
        couples = random.Random(4).sample(couples, pairs)
    built, faults = graph(tables_of(shape)), []
    starts: list[tuple[int, ...]] = [*((host,) for host in hosts), *couples]
    for down in starts:
        said, expected = "".join(map(str, fall(built, down).state)), brute.states(shape, down)
        faults += [f"{name} {down}: {said}, expected {expected}"] if said != expected else []
    return len(starts), faults


def _sample() -> tuple[Shape, list[int]]:
    """Server → hypervisor → farm (one of its hypervisors is enough) → virtual machine."""
    objects = {(element.tag, element.attrib["id"]): element for file in sorted(_SAMPLE.rglob("*.xml"))
               for element in ElementTree.parse(file).getroot()
               if element.tag in ("Server", "Hypervisor", "Farm", "VirtualMachine")}
    place = {key: number for number, key in enumerate(objects)}
    farms = [key for key in objects if key[0] == "Farm"]
    links = []
    for (tag, key), element in objects.items():
        here = place[tag, key]
        for field, of, group in (("server_id", "Server", -1), ("virtualhost_id", "Farm", -1)):
            upper = place.get((of, element.findtext(field) or ""))
            links += [(upper, here, group)] if upper is not None else []
        farm = ("Farm", element.findtext("farm_id") or "")
        links += [(here, place[farm], farms.index(farm))] if farm in place else []
    shape = Shape(len(place), len(place), frozenset(), tuple(links), ("1",) * len(farms))
    return shape, [place[key] for key in objects if key[0] in ("Server", "Hypervisor", "Farm")]


def _fedora() -> tuple[Shape, list[int]]:
    """VM host → its guests; each group of the inventory is a service that half of its hosts carry."""
    parent = {file.name: match[1] for file in sorted((_FEDORA / "host_vars").iterdir())
              if (match := re.search(r"^vmhost: *(\S+)", file.read_text(encoding="utf-8"), re.MULTILINE))}
    groups = {name: hosts for name, hosts in _groups() if hosts & parent.keys()}
    cis = sorted({*parent, *parent.values(), *(host for hosts in groups.values() for host in hosts)})
    place = {host: number for number, host in enumerate(cis)}
    links = [(place[host], place[guest], -1) for guest, host in parent.items()]
    for number, hosts in enumerate(groups.values()):
        links += [(place[host], len(cis) + number, number) for host in sorted(hosts)]
    shape = Shape(len(cis) + len(groups), len(cis), frozenset(), tuple(links), ("50%",) * len(groups))
    return shape, sorted({place[host] for host in parent.values()})


def _groups() -> Iterator[tuple[str, set[str]]]:
    found: dict[str, set[str]] = {}
    for name in ("inventory", "builders", "hardware", "cloud", "backups"):
        section = ""
        for line in (_FEDORA / name).read_text(encoding="utf-8").splitlines():
            if head := re.fullmatch(r"\[([\w-]+)\]", line.strip()):
                section = head[1]
            elif line.startswith("["):
                section = ""  # groups of groups
            elif section and re.fullmatch(r"[\w.-]+\.[\w.-]+", word := line.split("#")[0].strip()):
                found.setdefault(section, set()).add(word)
    yield from sorted(found.items())
