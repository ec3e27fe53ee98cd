"""Where something stands in an answer: `issue.status.name`, `values[0]`, `custom_fields[id=5].value`, `tags[*]`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_STEP = re.compile(r"""\.?(?:"(?P<quoted>[^"]+)" | \[(?P<index>-?[0-9]{1,6})\] | (?P<all>\[\*\]) | (?P<values>\*)
                       | \[(?P<name>[^=\[\]]+)=(?P<value>[^\[\]]*)\] | (?P<plain>[^.\[\]"|?*^]+))""", re.VERBOSE)

Step = tuple[str, str, str]  # kind, name or index, value


@dataclass(frozen=True, slots=True)
class Place:
    """A path, taken apart. optional: it may be missing; of_parent: it is a field of the row that this one hangs on."""

    text: str
    steps: tuple[Step, ...]
    optional: bool = False
    of_parent: bool = False


@lru_cache(maxsize=4096)
def place(text: str) -> Place:
    """The place that a path names; "" is the whole answer, `^` begins a field of the parent, `?` says that it may be
    missing. Raises ValueError.
    """
    bare = text.strip()
    optional = bare.endswith("?")
    path = bare.removesuffix("?").strip()
    if path.startswith("^"):
        return Place(text, (("plain", path[1:], ""),), optional, of_parent=True)
    steps: list[Step] = []
    at = 0
    while at < len(path):
        found = _STEP.match(path, at)
        if found is None or (at == 0 and path[0] == "."):
            raise ValueError(f"{text!r} is no path; write names with points between them, like status.name")
        kind = "plain" if found.lastgroup == "quoted" else str(found.lastgroup)
        steps.append((kind, found["name"].strip() if kind == "value" else found[found.lastgroup or 0].strip(),
                      found["value"] or ""))
        at = found.end()
    return Place(text, tuple(steps), optional)
