"""The graph that stands in a client's page, read from its bytes, and asked as the page would."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from clairevoie.impact import IMPACTED, Estate, fall, of_links
from tests.isolation.oracle import folded

PAGES = ("whatif", "planning", "infrastructure", "register")


def island(site: Path, prefix: str = "") -> dict[str, Any]:
    """The graph as JSON."""
    found = re.search('<script type="application/json" id="graph">(.*?)</script>', _page(site, prefix), re.DOTALL)
    assert found
    read: dict[str, Any] = json.loads(found[1])
    return read


def words_of_works(site: Path) -> str:
    """All that the pages of impact, planning and estate say, in every language, and the calendars unfolded; folded."""
    files = [file for page in PAGES for file in sorted(site.glob(f"**/{page}/*")) if file.is_file()]
    read = (file.read_bytes().replace(b"\r\n ", b"").decode("utf-8") for file in files)
    return "\n".join(folded(form) for text in read for form in (text, html.unescape(text)))


def faults_of_form(site: Path, graph: Mapping[str, Any], prefix: str = "") -> list[str]:
    """Drawing, list and graph tell the same names; a group asks for no more members than are there."""
    text, found = _page(site, prefix), list[str]()
    drawn = [html.unescape(label) for label in re.findall('<a class="node"[^>]* aria-label="([^"]*)"', text)]
    if len(drawn) != graph["nodes"] or not all(
            any(label == name or label.startswith(f"{name}, ") for name in graph["labels"]) for label in drawn):
        found.append("the drawing bears other names")
    if re.findall('<a href="#i-[^"]*" data-key="([^"]*)">', text) != [key for key in graph["keys"] if key]:
        found.append("the list has other items")
    members = Counter(group for _, _, group in graph["links"] if group >= 0)
    found += [f"group {group} needs {needs} of {members[group]}" for group, needs in enumerate(graph["groups"])
              if not 0 <= int(needs) <= members[group]]
    return found


def differing(graph: Mapping[str, Any], names: Mapping[str, str], whole: Estate, contracts: set[str]
              ) -> tuple[int, list[str]]:
    """Each item alone, on this graph and on all links: (services compared, those that are judged otherwise)."""
    items, all_of = graph["cis"], whole.graph
    small, compared, found = of_links(items, graph["nodes"] - items, graph["links"], graph["groups"]), 0, []
    for place in (place for place in range(items) if graph["keys"][place]):
        ci = names[graph["labels"][place]]
        state = fall(small, (place,)).state[items:].tolist()
        theirs = dict(zip(all_of.services, fall(all_of, (all_of.place[ci],)).state[len(all_of.cis):].tolist(),
                          strict=True))
        for contract, name, value in zip(graph["contracts"][items:], graph["labels"][items:], state, strict=True):
            states = {min(value, IMPACTED) for (held, service), value in theirs.items()
                      if held in contracts and contract in ("", held) and whole.services.get(service) == name}
            compared += 1
            if states != {min(value, IMPACTED)}:
                found.append(f"{ci}: {name} is {value}, not {states}")
    return compared, found


def _page(site: Path, prefix: str) -> str:
    return (site / prefix / "whatif" / "index.html").read_text(encoding="utf-8")
