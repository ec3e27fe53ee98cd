"""Private state is written whole or not at all, and only over what was read."""

from __future__ import annotations

import hashlib
import os
import stat
import threading
from pathlib import Path

import pytest

from clairevoie.blobs import JSON, Folder, Head, Kind


def test_what_is_put_is_got(tmp_path: Path) -> None:
    store = Folder(tmp_path / "a" / "b")
    assert store.get("x/y.json") is None
    store.put("x/y.json", b"1")
    store.put("x/y.json", b"2")
    blob = store.get("x/y.json")
    assert blob
    assert blob.data == b"2"
    modes = [stat.S_IMODE((store.root / path).stat().st_mode) for path in ("", "x", "x/y.json")]
    assert modes == [0o700, 0o700, 0o600]


def test_put_if_is_done_only_over_what_was_read(tmp_path: Path) -> None:
    store = Folder(tmp_path)
    assert store.put_if("k", b"1", None)
    assert not store.put_if("k", b"2", None)
    first = store.get("k")
    assert first
    assert store.put_if("k", b"2", first.tag)
    assert not store.put_if("k", b"3", first.tag)
    assert not store.put_if("other", b"3", first.tag)
    assert (tmp_path / "k").read_bytes() == b"2"


def test_of_many_at_once_each_put_if_counts(tmp_path: Path) -> None:
    store = Folder(tmp_path)
    store.put("n", b"0")

    def count() -> None:
        for _ in range(20):
            while (blob := store.get("n")) and not store.put_if("n", str(int(blob.data) + 1).encode(), blob.tag):
                pass

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (tmp_path / "n").read_bytes() == b"80"


@pytest.mark.parametrize("call", ["fsync", "replace", "fchmod"])
def test_a_put_that_fails_leaves_what_stood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    store = Folder(tmp_path)
    store.put("k", b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(OSError, match="No space"):
        store.put("k", b"new")
    assert (tmp_path / "k").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["k"]


def test_what_is_listed_is_what_was_put_and_what_is_deleted_is_gone(tmp_path: Path) -> None:
    store = Folder(tmp_path)
    for name in ("b/2", "b/1", "a"):
        store.put(name, b"xx")
    store.put_if("c", b"x", None)  # leaves a lock, which is no blob
    assert dict(store.list()) == {"a": 2, "b/1": 2, "b/2": 2, "c": 1}
    assert list(store.list("b/")) == ["b/1", "b/2"]
    store.delete(["b/1", "never"])
    assert list(store.list("b/")) == ["b/2"]


def test_below_a_folder_names_are_relative_to_it(tmp_path: Path) -> None:
    store = Folder(tmp_path)
    inner = store.below("a").below("b", "said: ")
    inner.put("x", b"1")
    assert (inner.where, store.where) == ("said: ", "")
    assert dict(store.list()) == {"a/b/x": 1}
    assert dict(inner.list()) == {"x": 1}
    assert store.get("a/b/x") == inner.get("x")
    assert dict(store.below("none").list("sub/")) == {}


def test_a_head_says_size_and_sha256_and_no_kind(tmp_path: Path) -> None:
    store = Folder(tmp_path)
    assert store.head("x") is None
    store.put("x", b"abc")
    head = store.head("x")
    assert head == Head(3, hashlib.sha256(b"abc").hexdigest())
    assert head.holds(3, hashlib.sha256(b"abc").hexdigest(), JSON)
    assert not head.holds(4, head.sha256, JSON)
    assert not Head(3, head.sha256, JSON).holds(3, head.sha256, Kind("text/html"))


@pytest.mark.parametrize("linked", [True, False])
def test_a_copy_is_the_same_data_and_outlives_what_it_was_copied_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, linked: bool
) -> None:
    store = Folder(tmp_path)
    store.put("a/x", b"1")
    if not linked:
        monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError(18, "Invalid cross-device link")))
    assert not store.copy("a/none", "b/x", JSON)
    for _ in range(2):  # once more over itself
        assert store.copy("a/x", "b/x", JSON)
    store.put("a/x", b"2")
    blob = store.get("b/x")
    assert blob
    assert blob.data == b"1"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "b", "x", "x"]


def test_a_listing_that_cannot_be_whole_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Folder(tmp_path)
    store.put("a/x", b"1")
    store.put("b/x", b"1")
    real = os.scandir

    def refuse(path: str | Path) -> object:
        if Path(path).name == "b":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(PermissionError):
        store.list()
    assert list(store.list("a/")) == ["a/x"]


def test_folders_that_are_empty_go_but_the_outermost_stay(tmp_path: Path) -> None:
    store = Folder(tmp_path)
    for name in ("a/b/c/x", "a/b/y", "links/z"):
        store.put(name, b"1")
    store.delete(["a/b/c/x", "links/z"])
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "b", "links", "y"]
    store.delete(["a/b/y", "a/none/z"])
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "links"]
