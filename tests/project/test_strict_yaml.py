"""YAML that says what it says: the cases Y01–Y07 of bad inputs, as far as a file alone decides them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from clairevoie.errors import ConfigurationError
from clairevoie.project.strict_yaml import read


def _refusal(tmp_path: Path, text: str | bytes) -> str:
    file = tmp_path / "x.yml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ConfigurationError) as error:
        read(file, "x.yml")
    return str(error.value)


def test_a_plain_file_gives_its_values_and_the_line_of_each_key(tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_text("a: 1\nb:\n  c: [x, 2.5]\n  d: true\n", encoding="utf-8")
    document = read(tmp_path / "x.yml", "x.yml")
    assert document.data == {"a": 1, "b": {"c": ["x", 2.5], "d": True}}
    assert document.where(("b", "d")) == "x.yml:4"
    assert document.where(("b", "unknown", "deeper")) == "x.yml:2"


def test_y02_a_key_that_stands_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    assert _refusal(tmp_path, "acme: 1\nother: 2\nacme: 3\n") == "x.yml:3: the key 'acme' stands twice"


@pytest.mark.parametrize(("text", "place"), [
    ("a:\n\tb: 1\n", "2:1"), ("a:\n  b: 1\n  \tc: 2\n", "3:3"), ("\ta: 1\n", "1:1"), ("é: |\r\n\tx\r\n", "2:1"),
    ("-\ta: 1\n", "1:2"),
])
def test_a_tab_where_spaces_belong_is_said_in_plain_words_with_its_place(tmp_path: Path, text: str, place: str) -> None:
    assert _refusal(tmp_path, text) == f"x.yml:{place}: a tab stands where spaces belong; indent with spaces"


def test_y03_words_and_clocks_stay_text(tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_text("a: NO\nb: 010\nc: 12:30:45\nd: 2026-02-30\ne: on\nf: 1e3\n", encoding="utf-8")
    assert read(tmp_path / "x.yml", "x.yml").data == {
        "a": "NO", "b": "010", "c": "12:30:45", "d": "2026-02-30", "e": "on", "f": "1e3"}


@pytest.mark.parametrize(("text", "says"), [
    ("a: [1\n", "not YAML"),
    ("", "a mapping"),
    ("- a\n- b\n", "a mapping"),
    ("just words\n", "a mapping"),
    ("a: 1\n---\nb: 2\n", "second document"),
    ("a: &x 1\nb: *x\n", "aliases"),
    ("a: !!python/object/apply:os.system [echo]\n", "tag"),
    ("a: !S3cret word\n", "quote a text that begins with !"),
    ("? [a, b]\n: 1\n", "plain word"),
    (b"a: \xff\n", "not UTF-8"),
])
def test_y04_y05_what_is_not_plain_yaml_is_refused_in_one_line(tmp_path: Path, text: str | bytes, says: str) -> None:
    message = _refusal(tmp_path, text)
    assert says in message
    assert "\n" not in message
    assert message.startswith("x.yml")
    assert "S3cret" not in message


def test_y06_y07_an_alias_bomb_and_deep_nesting_are_refused_at_once(tmp_path: Path) -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(8))
    start = time.process_time()
    assert "aliases" in _refusal(tmp_path, bomb)
    assert "nested deeper" in _refusal(tmp_path, "a: " + "[" * 5000 + "]" * 5000)
    assert time.process_time() - start < 2


def test_a_missing_file_and_a_large_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no such file"):
        read(tmp_path / "none.yml", "none.yml")
    assert "larger than" in _refusal(tmp_path, "a: " + "x" * 1_100_000)
