"""A release is named by exactly what it holds."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from clairevoie.errors import ConfigurationError
from clairevoie.release import Manifest, difference, manifest, read, write

FILES = {"index.html": "<p>é</p>", "data/figures.json": "{}", "theme/s.woff2": "x", "en/index.html": "<p>e</p>"}


def site(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def test_it_lists_every_file_with_its_size_hash_and_type(tmp_path: Path) -> None:
    found = manifest(site(tmp_path, FILES), "lefevre")
    assert [entry.path for entry in found.files] == sorted(FILES)
    for entry in found.files:
        data = FILES[entry.path].encode()
        assert (entry.size, entry.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert {entry.type for entry in found.files} == {"text/html; charset=utf-8", "application/json", "font/woff2"}
    assert found.size == sum(len(text.encode()) for text in FILES.values())


def test_the_release_is_the_beginning_of_the_hash_of_the_canonical_json(tmp_path: Path) -> None:
    found = manifest(site(tmp_path, FILES), "lefevre")
    files = [{"cache": e.cache, "path": e.path, "sha256": e.sha256, "size": e.size, "type": e.type}
             for e in found.files]
    plain = {"files": files, "site": "lefevre"}
    canonical = json.dumps(plain, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    assert found.release == hashlib.sha256(canonical.encode()).hexdigest()[:16]


def test_the_same_files_elsewhere_later_and_in_another_order_are_the_same_release(tmp_path: Path) -> None:
    one, two = site(tmp_path / "a", FILES), site(tmp_path / "b" / "c", dict(reversed(FILES.items())))
    os.utime(two / "index.html", (1, 1))
    (two / "index.html").chmod(0o600)
    (two / "empty").mkdir()
    assert manifest(one, "lefevre") == manifest(two, "lefevre")
    assert manifest(one, "lefevre").release != manifest(one, "helianthe").release


@pytest.mark.parametrize(("path", "what"), [
    ("a.exe", "unknown kind"), ("noext", "unknown kind"), (".htaccess", "dot"), (".git/x.html", "dot")])
def test_what_is_no_file_of_a_site_is_refused(tmp_path: Path, path: str, what: str) -> None:
    with pytest.raises(ConfigurationError, match=f"lefevre/{path}: .*{what}"):
        manifest(site(tmp_path, {**FILES, path: ""}), "lefevre")


@pytest.mark.parametrize("path", [
    "a b.html", "é.html", "a%2eb.html", "a+b.html", "-a.html", "a~.html", "a?b.html", "a#b.html", "a&b/index.html",
    "a\nb.html", "a\u202eb.html", "a\\b.html", "a:b.html", "é/index.html", "a/-b/c.html", "a;b.html", "a\udcffb.html"])
def test_a_name_that_an_address_would_have_to_encode_is_refused_in_one_line(tmp_path: Path, path: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        manifest(site(tmp_path, {**FILES, path: ""}), "lefevre")
    (line,) = str(refused.value).splitlines()
    assert "its name is not the same in an address" in line
    assert line.encode().isascii() or "é" in line


def test_names_of_letters_digits_and_what_may_stand_inside_are_taken(tmp_path: Path) -> None:
    names = {"_a.html": "", "A-b_c.d.html": "", "2026-10/T-1042.html": "", "0.html": ""}
    assert [entry.path for entry in manifest(site(tmp_path, names), "lefevre").files] == sorted(names)


def test_a_link_is_refused(tmp_path: Path) -> None:
    site(tmp_path, FILES)
    (tmp_path / "x.html").symlink_to("/etc/hostname")
    (tmp_path / "folder").symlink_to("/etc")
    with pytest.raises(ConfigurationError) as refused:
        manifest(tmp_path, "lefevre")
    assert len(refused.value.faults) == 2


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    found = manifest(site(tmp_path / "s", FILES), "lefevre")
    write(found, tmp_path / "m" / "lefevre.json")
    assert read(tmp_path / "m" / "lefevre.json") == found


@pytest.mark.parametrize("spoil", [
    lambda text: text[:-20], lambda text: text.replace("index", "jndex"), lambda text: "[]", lambda text: ""])
def test_a_manifest_that_is_not_whole_is_refused(tmp_path: Path, spoil: object) -> None:
    write(manifest(site(tmp_path / "s", FILES), "lefevre"), file := tmp_path / "lefevre.json")
    file.write_text(spoil(file.read_text()))  # type: ignore[operator]
    with pytest.raises(ConfigurationError, match="no whole manifest"):
        read(file)
    with pytest.raises(ConfigurationError, match="no whole manifest"):
        read(tmp_path / "missing.json")


def test_the_difference_of_two_releases(tmp_path: Path) -> None:
    old = manifest(site(tmp_path / "a", FILES), "lefevre")
    kept = {path: text for path, text in FILES.items() if path != "en/index.html"}
    changed = kept | {"index.html": "new", "b.css": ""}
    new = manifest(site(tmp_path / "b", changed), "lefevre")
    change = difference(old, new)
    assert (change.added, change.changed, change.removed) == (("b.css",), ("index.html",), ("en/index.html",))
    assert difference(None, old).added == tuple(sorted(FILES))
    assert difference(old, old) == difference(Manifest("x", "y", ()), Manifest("x", "y", ()))
