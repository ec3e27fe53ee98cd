"""Bytes of an answer → what JSON says, exactly: numbers stay as they were written, odd things stay findable."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np

from clairevoie.sources.http.refused import Refused, one_line
from clairevoie.sources.told import told

MAX_VALUES = 5_000_000  # of one answer: half a gigabyte in memory, whatever the few bytes that each is written in
_PIECE = 1_048_576


class Number(str):
    """A number of JSON as it was written: 12.10 is not 12.1, and an identifier is never rounded."""

    __slots__ = ()


class Twice(dict[str, Any]):
    """An object in which a name stands twice: nobody knows which of the values is meant."""

    name: str = ""


def parsed(body: bytes, depth: int) -> Any:
    """The value in `body`; numbers as `Number`, objects with a repeated name as `Twice`. Raises Refused."""
    deepest, values = _shape(body)
    if deepest > depth:
        raise Refused(f"JSON nested deeper than {depth} levels")
    if values > MAX_VALUES:
        raise Refused(f"JSON of more than {MAX_VALUES:,} values; ask for smaller pages")
    try:
        return json.loads(body.decode("utf-8-sig"), parse_int=Number, parse_float=Number, parse_constant=Number,
                          object_pairs_hook=_object)
    except UnicodeDecodeError as error:
        raise Refused(f"byte {error.start} is not UTF-8") from None
    except (ValueError, RecursionError):
        raise Refused(_instead(body)) from None


def whole(value: Any, what: str) -> int:
    """A count that an answer gives, as a number or as its text. Raises Refused."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,15}", value):
        return int(value)
    raise Refused(f"{what} is no whole number: {one_line(told(value))}")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    names = [name for name, _ in pairs]
    twice = Twice(found)
    twice.name = next(name for name in names if names.count(name) > 1)
    return twice


def _shape(body: bytes) -> tuple[int, int]:
    """How deep brackets nest outside of texts, and how many values there are at most, piece by piece and without
    recursion: what takes more room than there is must be refused beforehand; what is malformed, the parser refuses.
    """
    bare = body.replace(b"\\\\", b"").replace(b'\\"', b"") if b"\\" in body else body
    depth = deepest = values = inside = 0
    for start in range(0, len(bare), _PIECE):
        codes = np.frombuffer(bare, np.uint8, min(_PIECE, len(bare) - start), start)
        quoted = np.cumsum(codes == ord('"'), dtype=np.uint8) + np.uint8(inside)
        outside = quoted % 2 == 0
        opening = ((codes == ord("[")) | (codes == ord("{"))) & outside
        closing = ((codes == ord("]")) | (codes == ord("}"))) & outside
        steps = depth + np.cumsum(opening.astype(np.int8) - closing.astype(np.int8), dtype=np.int64)
        deepest = max(deepest, int(steps.max()))
        values += int(np.count_nonzero(opening)) + int(np.count_nonzero((codes == ord(",")) & outside))
        depth, inside = int(steps[-1]), int(quoted[-1] % 2)
    return deepest, values


def _instead(body: bytes) -> str:
    head = body.lstrip()[:1]
    if not head:
        return "an empty answer where JSON was expected"
    if head == b"<":
        return "HTML where JSON was expected (a login page?)"
    return "JSON that is cut or broken" if head in b'{["' else "something else where JSON was expected"
