"""What a cache in front is still to be told: `<target>.cdn.json`, in the private state, since names hold keys."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from clairevoie.blobs import Blob, Blobs
from clairevoie.errors import Fault, TargetError
from clairevoie.publish.cdn.names import EVERYTHING, PATTERN

_TRIES = 12
_PAUSE = 0.2  # seconds at most, of one who lost against another publisher


class Entry(BaseModel):
    """Since when a name is to be told. change: what was done at once has one, and nothing else has it.

    due: it has changed for sure; else a run that was about to change it says so.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    since: AwareDatetime
    change: str = Field(pattern=r"^[0-9a-f]{16}$")
    due: bool = False


Entries = Mapping[str, Entry]


class _State(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    untold: dict[Annotated[str, Field(pattern=PATTERN)], Entry] = {}


def read(state: Blobs, target: str) -> Entries:
    """What is untold. Where that is not whole, everything is."""
    return _decoded(state.get(_name(target)))


def alter(state: Blobs, target: str, change: Callable[[Entries], Entries]) -> Entries:
    """Keep what `change` makes of what is untold, only if nobody changed it meanwhile; else ask `change` again.

    Raises TargetError where that cannot be kept.
    """
    for _ in range(_TRIES):
        blob = state.get(_name(target))
        before = _decoded(blob)
        after = change(before)
        if after == before:
            return after
        data = _State(untold=dict(sorted(after.items()))).model_dump_json(indent=1).encode()
        if state.put_if(_name(target), data, blob.tag if blob else None) is not None:
            return after
        time.sleep(secrets.SystemRandom().uniform(0, _PAUSE))  # two publishers that met must not meet again
    raise TargetError(Fault(state.where + _name(target), "other runs change it all the time; run this again"))


def entries(names: Iterable[str], since: datetime, *, due: bool = False) -> Entries:
    """A new change to these names. Its mark is random, since clocks disagree."""
    entry = Entry(since=since, change=secrets.token_hex(8), due=due)
    return dict.fromkeys(names, entry)


def _decoded(blob: Blob | None) -> Entries:
    if blob is None:
        return {}
    try:
        return _State.model_validate_json(blob.data).untold
    except ValidationError:
        return entries(EVERYTHING, datetime.fromtimestamp(0, UTC))


def _name(target: str) -> str:
    return f"{target}.cdn.json"
