"""The gate's file of tokens: every identifier of every client, one JSON object an owner and kind."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.project.declared import Declared
from clairevoie.tables.arrow import texts
from clairevoie.tables.dataset import Dataset
from clairevoie.tables.identifiers import KINDS, Words, outworn, words

_ESCAPED = r'["\\\x00-\x1f]'


def write_tokens(dataset: Dataset, file: Path, declared: Declared) -> list[str]:
    """All identifiers, and what the operator declared; gives a notice for each identifier that is a common word, and
    for each client's name or id that somebody else bears too: the gate cannot tell whose it is.

    Common words belong to the owner "" (everybody), shared ones to each client that shares them.
    """
    found = words(dataset)
    common = {word.casefold() for word in declared.common}
    passed = [row for row, text in enumerate(texts(found.text)) if text.casefold() in common] if common else []
    file.touch(mode=0o600)
    file.chmod(0o600)
    with file.open("w", encoding="utf-8") as lines:
        for owner, kind, quoted in (*_identifiers(found), *_declared(declared)):
            lines.write(f'{{"owner": {_quoted(owner)}, "kind": "{kind}", "texts": [{quoted}]}}\n')
    shared = [f"the gate lets {text!r} ({client}) pass {f'on the site of {other}' if other else 'everywhere'}: the data"
              f" has {'a person, an item or a reference' if other else 'one of ours, a provider or a shared item'} of"
              " that name" for client, text, other in outworn(dataset, found)]
    return shared + [f"the gate lets {found.text[row].as_py()!r} pass ({KINDS[found.kind[row]]} of"
            f" {found.clients[found.owner[row]]}): a common word" for row in passed]


def _identifiers(found: Words) -> Iterator[tuple[str, str, str]]:
    """(owner, kind, texts as JSON) of each owner and kind; `found` is sorted by these."""
    code = found.owner * len(KINDS) + found.kind
    firsts = np.flatnonzero(np.diff(code, prepend=-1))
    bounds = pa.array([*firsts.tolist(), len(code)], pa.int32())
    lists: Any = pa.ListArray.from_arrays(bounds, _json(found.text))
    joined: Any = pc.binary_join(lists, ",")
    for row, quoted in zip(firsts.tolist(), texts(joined), strict=True):
        yield found.clients[found.owner[row]], KINDS[found.kind[row]], quoted


def _declared(said: Declared) -> Iterator[tuple[str, str, str]]:
    shared = defaultdict(list)
    for one in said.shared:
        for client in one.clients:
            shared[client].append(one.word)
    yield from ((client, "name", _listed(names)) for client, names in said.aliases.items())
    yield from ((client, "shared", _listed(some)) for client, some in shared.items())
    if said.common:
        yield "", "common", _listed(said.common)


def _json(text: pa.StringArray) -> pa.StringArray:
    """The texts as json.dumps would write them."""
    quote: Any = pa.scalar('"')
    written: pa.StringArray = pc.binary_join_element_wise(quote, text, quote, pa.scalar(""))
    odd = np.asarray(pc.match_substring_regex(text, _ESCAPED), np.bool_)
    if not odd.any():
        return written
    others = pa.array([_quoted(one) for one in texts(text.filter(pa.array(odd)))], pa.string())
    replaced: pa.StringArray = pc.replace_with_mask(written, pa.array(odd), others)
    return replaced


def _listed(some: tuple[str, ...] | list[str]) -> str:
    return ",".join(map(_quoted, some))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
