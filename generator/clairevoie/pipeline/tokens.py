"""The gate's file of tokens: every identifier of every client, one JSON object a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.tables.arrow import texts
from clairevoie.tables.dataset import Dataset
from clairevoie.tables.identifiers import KINDS, Words, words
from clairevoie.tables.letters import letters

_ESCAPED = r'["\\\x00-\x1f]'


def write_tokens(dataset: Dataset, file: Path, common: set[str]) -> list[str]:
    """All identifiers but those that the operator declared to be common words; gives a notice for each of these.

    common: words, casefolded.
    """
    found = words(dataset)
    passed = [row for row, text in enumerate(texts(found.text)) if text.casefold() in common] if common else []
    lines = _lines(found)
    if passed:
        kept = np.ones(len(found.text), np.bool_)
        kept[passed] = False
        lines = lines.filter(pa.array(kept))
    bounds, content = letters(lines)
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_bytes(content[bounds[0]:bounds[-1]].data)
    return [f"the gate does not search {found.text[row].as_py()!r} ({KINDS[found.kind[row]]} of"
            f" {found.clients[found.owner[row]]}): a common word" for row in passed]


def _lines(found: Words) -> pa.StringArray:
    """The objects as json.dumps would write them."""
    heads = [f'{{"owner": {_quoted(client)}, "kind": "{kind}", "text": ' for client in found.clients for kind in KINDS]
    head: Any = pa.array(heads, pa.string()).take(found.owner * len(KINDS) + found.kind)
    quote, end, nothing = (pa.scalar(text) for text in ('"', '"}\n', ""))
    lines: pa.StringArray = pc.binary_join_element_wise(head, quote, found.text, end, nothing)
    odd = np.asarray(pc.match_substring_regex(found.text, _ESCAPED), np.bool_)
    if not odd.any():
        return lines
    written = [f"{one}{_quoted(str(text))}}}\n" for one, text in
               zip(head.filter(pa.array(odd)).to_pylist(), found.text.filter(pa.array(odd)).to_pylist(), strict=True)]
    replaced: pa.StringArray = pc.replace_with_mask(lines, pa.array(odd), pa.array(written, pa.string()))
    return replaced


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
