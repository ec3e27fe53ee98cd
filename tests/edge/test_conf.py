"""The files of deploy/nginx say what the rest of the house says: headers, types, cache rules; and hold no secret."""

from __future__ import annotations

import json
import re

import pytest

from clairevoie.publish.headers import HEADERS
from clairevoie.release import IMMUTABLE, REVALIDATE, cache_rule
from clairevoie.release.types import TYPES
from tests.edge.server import FILES

HSTS = {"Strict-Transport-Security": "max-age=63072000"}


def _text(name: str) -> str:
    return (FILES / name).read_text(encoding="utf-8")


def _block(name: str, opening: str) -> list[list[str]]:
    """The words of each line of a block."""
    body = _text(name).partition(f"{opening} {{\n")[2].partition("\n}")[0]
    return [line.strip().rstrip(";").split() for line in body.splitlines()]


def test_the_edge_sets_the_headers_of_the_house_and_hsts() -> None:
    set_there = dict(re.findall(r'^add_header ([\w-]+) "([^"]*)" always;$', _text("headers.conf"), re.MULTILINE))
    assert set_there == HEADERS | HSTS
    assert _text("headers.conf").count("\nadd_header") == len(HEADERS | HSTS) + 1  # and Cache-Control


def test_no_other_file_sets_a_header_and_so_drops_all_of_them() -> None:
    sets = re.compile(r"^\s*(add_header|expires)\b", re.MULTILINE)
    there = [file.name for file in FILES.iterdir() if sets.search(_text(file.name))]
    assert there == ["headers.conf"]


def test_a_folder_has_the_types_of_a_release() -> None:
    types = {f".{suffix}": kind for kind, suffix in _block("folder.conf", "types")}
    with_charset = re.search(r"charset_types ([^;]+);", _text("folder.conf"))
    assert with_charset
    texts = {*with_charset[1].split(), "text/html"}  # nginx always adds it to that one
    assert {s: f"{kind}; charset=utf-8" if kind in texts else kind for s, kind in types.items()} == TYPES


def test_a_folder_has_the_cache_rules_of_a_release() -> None:
    rules = {words[0]: " ".join(words[1:]) for words in _block("headers.conf", "map $clairevoie_object "
                                                               "$clairevoie_rule_of_suffix")}
    assert rules == {'"~\\.woff2$"': f'"{IMMUTABLE}"', "default": f'"{REVALIDATE}"'}
    assert {suffix for suffix in TYPES if cache_rule(f"a{suffix}") == IMMUTABLE} == {".woff2"}


def test_what_is_text_is_compressed_and_what_is_compressed_is_not() -> None:
    listed = re.search(r"gzip_types ([^;]+);", _text("nginx.conf"))
    assert listed
    texts = {kind.partition(";")[0] for kind in TYPES.values() if "charset" in kind} | {"application/json"}
    assert {*listed[1].split(), "text/html"} == texts


def test_both_hosts_answer_errors_alike_but_for_the_password() -> None:
    pages = re.findall(r"error_page ([^;]+?)\s+(=?\d* ?/_\w+);", re.sub(r"\n\s+", " ", _text("nginx.conf")))
    by_page = {page: [codes.split() for codes, where in pages if where == page] for _, page in pages}
    assert {page: len(codes) for page, codes in by_page.items()} == {"=404 /_missing": 2, "=503 /_closed": 2,
                                                                    "/_refused": 1}
    for codes in by_page.values():
        assert all(one == codes[0] for one in codes)


def test_the_reader_may_read_sites_and_links_and_nothing_else() -> None:
    policy = json.loads(_text("reader-policy.json"))
    (statement,) = policy["Statement"]
    assert statement["Effect"] == "Allow"
    assert statement["Action"] == "s3:GetObject"
    assert statement["Resource"] == [f"arn:aws:s3:::example-portals/portal/{name}/*" for name in ("sites", "links")]


@pytest.mark.parametrize("file", sorted(FILES.iterdir()), ids=lambda file: file.name)
def test_no_secret_and_no_password_stands_in_a_file(file: object) -> None:
    text = re.sub(r"e3b0c442[0-9a-f]{56}|/etc/[\w/.-]+", "", _text(getattr(file, "name", "")))  # the hash of nothing
    assert not re.findall(r"AKIA[0-9A-Z]+|-----BEGIN|https?://[^\s]*@|[A-Za-z0-9+_-]{40,}", text)


def test_the_guide_names_every_file_and_every_setting() -> None:
    guide = _text("README.md")
    for file in FILES.iterdir():
        assert f"`{file.name}`" in guide or file.name == "README.md", file.name
    for setting in re.findall(r'map "" (\$\w+)', _text("nginx.conf")):
        assert f"`{setting}`" in guide, setting
