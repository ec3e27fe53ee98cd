"""A plugin of pytest: what each test saw happen to its bad input, and every message that a person would read."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from clairevoie import errors
from clairevoie.sources.http.refused import Refused, Unusable
from clairevoie.tables.aside import SetAside

_seen: list[tuple[str, str]] = []


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Write what happened into the report, as properties of the test."""
    _seen.clear()
    yield
    for outcome in sorted({outcome for outcome, _ in _seen}):
        item.user_properties.append(("outcome", outcome))
    item.user_properties += [("message", message) for message in sorted({text for _, text in _seen if text})[:200]]


def _watch(kind: Any, outcome: str, told: Callable[[Any], str]) -> None:
    made = kind.__init__

    @functools.wraps(made)
    def init(self: Any, *args: Any, **more: Any) -> None:
        made(self, *args, **more)
        _seen.append((outcome, told(self)))

    kind.__init__ = init


_watch(errors.ConfigurationError, "rejected", str)
_watch(errors.TargetError, "rejected", str)
_watch(errors.GateError, "rejected", str)
_watch(errors.SourceError, "held", str)
_watch(Refused, "held", lambda _: "")
_watch(Unusable, "set aside", lambda _: "")
_watch(SetAside, "set aside", str)


def _validated(model: type[BaseModel], *args: Any, **more: Any) -> Any:
    try:
        return _validate(model, *args, **more)
    except ValidationError:
        _seen.append(("rejected", ""))
        raise


_validate = BaseModel.model_validate.__func__  # type: ignore[attr-defined]  # of a class method, which has one
BaseModel.model_validate = classmethod(_validated)  # type: ignore[method-assign, assignment]  # it is watched
