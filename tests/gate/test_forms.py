"""A word is found in whichever form it is written, and nowhere else."""

from __future__ import annotations

import gzip
import html
import json
import random
import re
import struct
import tempfile
import unicodedata
import zlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoie.gate import Hit
from tests.gate.companies import examined
from tests.sampling import sample

NAMES = (
    "Groupe Hélianthe", "Cabinet Ørsted & Fils", "Ægir's «Nœud»", "srv-lyon-01.helianthe.example", "R-004217",
    "Ναυς 北京",
)

_PLAIN = {"Ø": "O", "Æ": "AE", "œ": "oe", "«": '"', "»": '"'}
_MARKS = {"\u0300", "\u0301"}

FORMS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "upper case": str.upper,
    "swapped case": str.swapcase,
    "decomposed": lambda word: unicodedata.normalize("NFD", word),
    "html": html.escape,
    "html, all by number": lambda word: "".join(f"&#{ord(c)};" for c in word),
    "html, all by hexadecimal number": lambda word: "".join(f"&#x{ord(c):X};" for c in word),
    "html twice": lambda word: html.escape(html.escape(word)),
    "html named": lambda word: word.replace("é", "&eacute;").replace("Ø", "&Oslash;").replace("&", "&"),
    "json": lambda word: json.dumps(word)[1:-1],
    "json in an attribute": lambda word: html.escape(json.dumps([word])),
    "url": lambda word: quote(word, safe=""),
    "url of a form": quote_plus,
    "url in json": lambda word: json.dumps(quote(word)),
    "non-breaking spaces": lambda word: word.replace(" ", "\u00a0"),
    "narrow spaces": lambda word: word.replace(" ", "\u202f"),
    "soft hyphens": "\u00ad".join,
    "over two lines": lambda word: word.replace(" ", "\n    "),
    "non-breaking hyphens": lambda word: word.replace("-", "\u2011"),
    "typographic apostrophes": lambda word: word.replace("'", "\u2019"),
    "as a slug": lambda word: word.lower().replace(" & ", "-").replace(" ", "-"),
    "without accents": lambda word: "".join(
        _PLAIN.get(c, c) for c in unicodedata.normalize("NFD", word) if c not in _MARKS),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_a_foreign_word_is_found_in_every_form(tmp_path: Path, name: str, form: str) -> None:
    page = f"<p>Le client (é) : {FORMS[form](name)} à midi</p>"
    report = examined(tmp_path, {"lefevre": {"index.html": page}}, {"helianthe": [("name", name)]})
    offset = page.encode().index(FORMS[form](name).encode())
    assert report.sites[0].hits
    assert all(offset <= hit.offset < offset + 10 for hit in report.hits_of("lefevre"))


@pytest.mark.parametrize("text", [
    "Groupe <strong>Hélianthe</strong>", "<b>Gr</b>oupe Héli<em class='x'>anthe</em>",
    "Groupe <a href='x'>Hél</a>ianthe",
    "Groupe&nbsp;<code>H&eacute;lian</code>the", "<text><tspan x='1'>Groupe </tspan><tspan>Hélianthe</tspan></text>"])
def test_a_word_is_found_where_marks_cut_it(tmp_path: Path, text: str) -> None:
    page = f"<p>Ici : {text} à midi</p>"
    report = examined(tmp_path, {"lefevre": {"index.html": page}}, {"b": [("name", "Groupe Hélianthe")]})
    hits = report.hits_of("lefevre")
    start, end = (len(page[:page.index(word)].encode()) for word in ("Ici", "à midi"))
    assert hits
    assert all(start < hit.offset < end for hit in hits)


def test_words_of_two_cells_do_not_make_one(tmp_path: Path) -> None:
    page = "<tr><td>mes</td><td>sagerie</td></tr><li>mes</li><li>sagerie</li>"
    assert examined(tmp_path, {"lefevre": {"index.html": page}}, {"b": [("host", "messagerie")]}).passed


@sample(60)
@given(
    name=st.sampled_from(NAMES), form=st.sampled_from(sorted(FORMS)),
    before=st.text(max_size=30), after=st.text(max_size=30),
    suffix=st.sampled_from(("html", "json", "csv", "svg", "js")),
)
def test_whatever_stands_around_it(name: str, form: str, before: str, after: str, suffix: str) -> None:
    text = f"{before}\n {FORMS[form](name)} \n{after}".encode("utf-8", "replace")
    start = len(f"{before}\n ".encode("utf-8", "replace"))
    with tempfile.TemporaryDirectory() as folder:
        files = {f"data/x.{suffix}": text}
        report = examined(Path(folder), {"lefevre": files}, {"helianthe": [("host", name)]})
    found = {(hit.file, hit.kind, hit.owner) for hit in report.hits_of("lefevre")}
    assert found == {(f"data/x.{suffix}", "host", "helianthe")}
    assert all(start <= hit.offset < start + 10 for hit in report.hits_of("lefevre"))


@sample(60)
@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200), gz=st.booleans())
def test_a_site_of_its_own_words_only_has_no_hit(text: str, gz: bool) -> None:
    page = f"<p title=\"{html.escape(text)}\">{html.escape(text)} {' '.join(map(html.escape, NAMES))}</p>".encode()
    words = {"lefevre": [("name", name) for name in NAMES], "castelbourg": [("name", "Zzyzx-Castelbourg")]}
    with tempfile.TemporaryDirectory() as folder:
        report = examined(Path(folder), {"lefevre": {"index.html": gzip.compress(page) if gz else page}}, words)
    assert report.passed


@pytest.mark.parametrize("name", NAMES)
def test_in_a_file_name(tmp_path: Path, name: str) -> None:
    report = examined(tmp_path, {"lefevre": {f"news/{name}/index.html": ""}}, {"helianthe": [("name", name)]})
    assert report.hits_of("lefevre") == (Hit(f"news/{name}/index.html", "name", 5, "name", "helianthe"),)


@pytest.mark.parametrize("name", NAMES)
def test_in_a_gzip_member_in_the_middle_of_a_file_and_in_one_inside_it(tmp_path: Path, name: str) -> None:
    inner = gzip.compress(f"x; {name}".encode(), mtime=0)
    files = {"a.csv.gz": b"junk\x1f\x8b\x08junk" + inner, "b.bin": gzip.compress(b"\x00" + inner + b"\xff", mtime=0)}
    report = examined(tmp_path, {"lefevre": files}, {"helianthe": [("name", name)]})
    assert {(hit.file, hit.place, hit.offset) for hit in report.hits_of("lefevre")} == {
        ("a.csv.gz", "inside", 3), ("b.bin", "inside", 3)}


@pytest.mark.parametrize("name", [name for name in NAMES if len(name) > 6])
def test_in_the_metadata_of_a_picture(tmp_path: Path, name: str) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    picture = b"\x89PNG\r\n\x1a\n" + chunk(b"iTXt", b"Title\0\0\0\0\0" + name.encode()) + chunk(b"IEND", b"")
    utf_16 = b"\x00\x01" + name.encode("utf-16-le")
    report = examined(tmp_path, {"lefevre": {"a.png": picture}}, {"helianthe": [("name", name)]})
    assert [hit.file for hit in report.hits_of("lefevre")] == ["a.png"]
    if name.isascii():
        report = examined(tmp_path / "16", {"lefevre": {"a.png": utf_16}}, {"helianthe": [("name", name)]})
        assert not report.passed


def test_random_bytes_are_no_words(tmp_path: Path) -> None:
    noise = random.Random(2).randbytes(200_000)
    words = [("ticket", word.decode()) for word in re.findall(rb"[A-Za-z][A-Za-z0-9]{3,4}", noise)]
    assert len(words) > 400
    assert examined(tmp_path, {"lefevre": {"font.woff2": noise}}, {"helianthe": words}).passed
