"""What a message shows of a value that was read: as its file would write it, and short."""

from __future__ import annotations

import json
from pathlib import Path

from clairevoie.project.model import SourceSpec
from clairevoie.sources import SOURCES
from clairevoie.sources.file.objects import from_json
from clairevoie.sources.http.answer import parsed
from clairevoie.sources.told import told

TEXT = '{"id": 1.50, "names": ["é", "a\\"b", true, null], "of": {"x": -0}}'


def test_a_value_is_told_as_it_is_written() -> None:
    assert told(parsed(TEXT.encode(), 9)) == TEXT
    assert told(from_json(TEXT.encode(), "x.json")) == TEXT


def test_what_means_nothing_is_no_name_of_ours() -> None:
    assert told(from_json(b'{"a": NaN, "b": [{"c": 1, "c": 2}]}', "x.json")) == '{"a": …, "b": […]}'


def test_a_record_that_is_set_aside_is_told_as_its_file_has_it(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text('[{"service": 1.50, "name": {"a": 1, "a": 2}}, {"service": 2, "name": "b"}]')
    spec = SourceSpec("desk", "file", tmp_path, "Europe/Paris", {"tables": {"services": {"file": "s.json"}}})
    (aside,) = SOURCES["file"].pull(spec, SOURCES["file"].Settings.model_validate(dict(spec.settings))).set_aside
    assert (aside.value, aside.reason) == ('{"service": 1.50, "name": …}', "name: the key 'a' stands twice")


def test_what_is_long_or_deep_is_cut() -> None:
    assert len(told(list(range(1_000_000)))) == 300
    assert told(json.loads("[" * 500 + "]" * 500)) == "[" * 21 + "…" + "]" * 21
