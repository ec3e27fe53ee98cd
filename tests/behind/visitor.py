"""A visitor who holds a link: page views through the edge, each a page and all that it loads."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urljoin

from tests.behind.workspaces import FONT
from tests.edge.asking import Answer, get

PAGES = ("", "tickets/")
_PAUSE = 0.01  # seconds between two views
_LOADS = re.compile(rb'(?:href|src)="([^"]+)"')
_MARK = re.compile(rb"\[\[(\S+) (\S+) (\S+)\]\]")


@dataclass(frozen=True, slots=True)
class View:
    """What was seen of one page: the version that all its files say, "" where there is no such page."""

    version: str
    faults: tuple[str, ...] = ()


@dataclass(slots=True)
class Visits:
    """The views of a while, by version, and what was wrong in them."""

    views: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, view: View) -> None:
        """One more."""
        self.views[view.version] += 1
        self.faults += view.faults


def view(port: int, address: str, site: str) -> View:
    """Open a page, follow where it leads, load what it names: mixed, dangling and foreign are faults."""
    answer, path = followed(port, address)
    if answer.status == 404:
        return View("")
    if answer.status != 200:
        return View("", (f"{_tail(path)} answers {answer.status}",))
    base, said, faults = path, set[str](), list[str]()
    for name in [base, *(urljoin(base, load.decode()) for load in _LOADS.findall(answer.body))]:
        one = answer if name == base else get(port, name)
        if one.status != 200:
            faults.append(f"dangling: {_tail(name)} answers {one.status}")
        elif one.body != FONT.encode() or not name.endswith(".woff2"):
            said |= _versions(one, name, site, faults)
    if len(said) != 1:
        faults.append(f"mixed: {sorted(said)} on {_tail(path)}")
    return View(min(said, default=""), tuple(faults))


def followed(port: int, address: str) -> tuple[Answer, str]:
    """The answer in the end, and where."""
    answer, path = get(port, address), address
    for _ in range(3):
        if answer.status != 302:
            break
        path = answer["Location"]
        answer = get(port, path)
    return answer, path


@contextmanager
def visiting(port: int, addresses: tuple[str, ...], site: str) -> Iterator[Visits]:
    """A visitor who looks at these addresses again and again; each is seen at least once more before he goes."""
    visits, stop = Visits(), threading.Event()

    def look() -> None:
        last = False
        while not last:
            last = stop.is_set()
            for address in addresses:
                visits.add(view(port, address, site))
                stop.wait(_PAUSE)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield visits
    finally:
        stop.set()
        thread.join()


def _versions(answer: Answer, name: str, site: str, faults: list[str]) -> set[str]:
    found = _MARK.findall(answer.body)
    path = _tail(name)
    path = path + "index.html" if path == "" or path.endswith("/") else path
    for whose, _, which in found:
        if (whose.decode(), which.decode()) != (site, path):
            faults.append(f"foreign: {whose.decode()} {which.decode()} on {path}")
    if not found:
        faults.append(f"not a file of ours: {path}")
    return {version.decode() for _, version, _ in found}


def _tail(path: str) -> str:
    """A path in its site: no token is printed."""
    return path.split("/", 3)[3] if path.count("/") > 2 else ""
