"""A source of type `http` as an operator writes it, read from a lying API; and the contract that a preset keeps."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import stamina

from clairevoie.errors import SourceError
from clairevoie.project.model import SourceSpec
from clairevoie.sources import SOURCES, Pull
from clairevoie.sources.http import Settings
from clairevoie.tables.dataset import Dataset, check
from tests.sources.lies import LIES, lies
from tests.sources.lying import Api, Lie, Row, serving

QUICK = {"allow_private": True, "timeout": 1.0, "deadline": 8.0, "attempts": 3, "max_bytes": 20_000_000}
SECRET = "s3cr3t-word-that-nobody-says"  # noqa: S105  # it is there to be looked for


def source(said: Mapping[str, Any], recall: Callable[[str], bytes | None] | None = None) -> SourceSpec:
    """A source.yml."""
    spec = SourceSpec("api", "http", Path(), "Europe/Paris", said, now=datetime.now(UTC))
    return spec if recall is None else replace(spec, recall=recall)


def pulled(said: Mapping[str, Any], recall: Callable[[str], bytes | None] | None = None) -> Pull:
    """What a source gives. Variables of the environment hold SECRET unless they are set; retries wait for nothing, but
    where the server says how long.
    """
    module = SOURCES["http"]
    spec = source(said, recall)
    settings = module.Settings.model_validate(dict(said))
    assert isinstance(settings, Settings)
    with stamina.set_testing(True, attempts=said.get("attempts", 3)), pytest.MonkeyPatch.context() as patch:
        for name in settings.variables:
            if name not in os.environ:
                patch.setenv(name, SECRET)
        return module.pull(spec, settings)


def recorded(name: str) -> list[Row]:
    """Rows of an answer that stands beside the tests (recorded/SOURCE.md)."""
    rows: list[Row] = json.loads((Path(__file__).parent / "recorded" / f"{name}.json").read_text(encoding="utf-8"))
    return rows


def dataset(pull: Pull) -> Dataset:
    """The checked rows of a pull, with all that was set aside."""
    checked = check("api", pull.raws, "Europe/Paris")
    return replace(checked, set_aside=(*pull.set_aside, *checked.set_aside))


def rows_of(pull: Pull, table: str) -> list[dict[str, Any]]:
    """The checked rows of a table."""
    rows: list[dict[str, Any]] = dataset(pull).tables[table].to_pylist()
    return rows


def held(said: Mapping[str, Any]) -> str:
    """The one line that says why a source is held."""
    with pytest.raises(SourceError) as raised:
        pulled(said)
    text = str(raised.value)
    assert len(raised.value.faults) == 1 and "\n" not in text and text.startswith("source api: "), text
    assert SECRET not in text
    return text


def contract(api: Callable[[], Api], said: Mapping[str, Any], rows: Mapping[str, int], lie: str, *, target: str = "",
             paged: bool = True, total: bool = True, placed: bool = True) -> str:
    """A preset against its API: without a lie it gives `rows` by table; with one of `lies(...)` it is held, and the
    reason comes back, or gives the same where a second try mends it.

    api: makes a fresh one; said: source.yml without its url; target: the path that is lied about.
    """
    told: Lie | None = LIES[lie] if lie else None
    with serving(api(), told, target) as url:
        settings = {"url": url, **QUICK, **said}
        settings |= {"timeout": 0.4, "attempts": 1} if "slow" in lie else {}
        if told is not None and told.held and lie in lies(paged=paged, total=total, placed=placed):
            return held(settings)
        found = dataset(pulled(settings))
    assert {table: found.tables[table].num_rows for table in rows} == dict(rows)
    return ""


def basic(user: str, password: str) -> str:
    """A header of Basic authentication."""
    return f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"


def at(text: str) -> datetime:
    """An instant."""
    return datetime.fromisoformat(text)
