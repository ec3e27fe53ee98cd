"""While a client's site is built nothing of another client is opened, and the kernel sees to it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from clairevoie.errors import Fault
from clairevoie.pipeline import audiences, silo, sites
from clairevoie.pipeline.audiences import Built
from tests.isolation import ground
from tests.isolation.companies import company
from tests.isolation.trials import differing, site_of

NAMES = {"acme": "Acme", "acme-corp": "Acme Corp", "zenith": "Zénith"}
FORBIDDEN = ("socket.connect", "socket.bind", "subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "os.fork")
landlock = pytest.mark.skipif(not silo.version(), reason="this kernel has no Landlock")

_heard: list[tuple[int, str, str]] = []
_listening: list[bool] = []
_hooked: list[bool] = []


def _hear(event: str, words: tuple[object, ...]) -> None:
    """An audit hook cannot be taken away: it hears only while somebody listens."""
    if _listening and (event in ("open", "os.listdir", "os.scandir") or event in FORBIDDEN):
        _heard.append((threading.get_ident(), event, str(words[0]) if words else ""))


@contextmanager
def listening() -> Iterator[list[tuple[int, str, str]]]:
    if not _hooked:
        sys.addaudithook(_hear)
        _hooked.append(True)
    _heard.clear()
    _listening.append(True)
    try:
        yield _heard
    finally:
        _listening.clear()


def opened_by_site(root: Path, names: dict[str, str]) -> dict[str, list[tuple[str, str]]]:
    """client → (event, path) of all that was opened while its site was built, inside the workspace or anywhere."""
    heard: dict[str, list[tuple[str, str]]] = {}

    def client_site(project: object, spec: object, *words: object) -> Built:
        with listening() as events:
            built: Built = real(project, spec, *words)
        heard[built.site] = [(event, path) for thread, event, path in events if thread != threading.get_ident()]
        return built

    real: Callable[..., Built] = audiences.client_site
    with mock.patch.object(sites, "client_site", client_site):
        report = ground.built(root, root / "output", names, searching=False)
    assert {site.outcome for site in report.sites} == {"built"}
    return heard


@landlock
def test_a_worker_opens_nothing_of_another_client(tmp_path: Path) -> None:
    made = company(2, names=NAMES, share=1.1)
    heard = opened_by_site(ground.lay(made, tmp_path), made.names)
    assert set(heard) == set(NAMES)
    for client, events in heard.items():
        assert [event for event, _ in events if event in FORBIDDEN] == []
        inside = {path for _, path in events if path.startswith(str(tmp_path))}
        parts = {part for path in inside for part in Path(path).relative_to(tmp_path).parts}
        assert parts.isdisjoint({*NAMES, *(f".{name}" for name in NAMES)} - {client, f".{client}"}), client
        assert parts.isdisjoint({"data_sources", "store", "portal.yml", "internal", "_company", "tokens.jsonl"})
        assert client in parts and "rows" in parts, "what it may open, it does"


@landlock
def test_the_kernel_refuses_whatever_is_not_the_sites_own(tmp_path: Path) -> None:
    for name in ("own/rows", "own/internal/rows", "other/rows", "out/x"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    server = socket.create_server(("127.0.0.1", 0))
    paths = silo.Paths([tmp_path / "own" / "rows"], [tmp_path / "own"], [tmp_path / "out"])
    refused: tuple[Callable[[], object], ...] = (
        (tmp_path / "other" / "rows").read_text, partial(os.listdir, tmp_path / "other"), partial(os.listdir, tmp_path),
        (tmp_path / "own" / "internal" / "rows").read_text, partial((tmp_path / "own" / "rows").write_text, "x"),
        partial((tmp_path / "new").write_text, "x"), partial((tmp_path / "out" / "x").rename, tmp_path / "own" / "y"),
        partial(subprocess.run, [sys.executable], check=False), Path("/etc/passwd").read_text,
        partial(socket.create_connection, server.getsockname(), 2),
    )
    for work in refused:
        with pytest.raises(OSError, match=r"denied|not permitted|cross-device"):
            silo.inside(paths, work)
    assert silo.inside(paths, (tmp_path / "own" / "rows").read_text) == "own/rows"
    silo.inside(paths, partial((tmp_path / "out" / "new").write_text, "x"))
    assert (tmp_path / "other" / "rows").read_text() == "other/rows", "the process itself is not restricted"
    server.close()


@landlock
@pytest.mark.parametrize("path", ["/usr/bin/env", "/etc/passwd", sys.executable])
def test_a_workspace_beside_the_installed_libraries_is_not_open_with_them(path: str) -> None:
    with pytest.raises(PermissionError):
        silo.inside(silo.Paths((), (), ()), Path(path).read_bytes)
    assert silo.inside(silo.Paths((), (), ()), Path(os.__file__).read_bytes)


def test_without_landlock_the_site_is_the_same_and_the_report_says_so(tmp_path: Path) -> None:
    made = company(2, names=NAMES)
    before = site_of(made, "acme", tmp_path / "with")
    with mock.patch.object(silo, "version", return_value=0):
        root = ground.lay(made, tmp_path / "without")
        report = ground.built(root, root / "output", ["acme"], searching=False)
    assert any("no Landlock" in notice for notice in report.notices)
    after = {file.relative_to(root / "output" / "acme").as_posix(): file.read_bytes()
             for file in (root / "output" / "acme").rglob("*") if file.is_file()}
    assert differing({name: body for name, body in before.items() if name != "its manifest"}, after) == []


def test_a_worker_that_built_others_before_gives_the_same_bytes(tmp_path: Path) -> None:
    made = company(2, names=NAMES)
    alone = site_of(made, "zenith", tmp_path / "alone")
    assert differing(alone, site_of(made, "zenith", tmp_path / "behind", alone=False)) == []


def test_a_worker_is_handed_one_client_and_neither_sources_nor_targets(tmp_path: Path) -> None:
    handed: list[object] = []
    made = company(2, names=NAMES)
    root = ground.lay(made, tmp_path)

    def client_site(*words: Any) -> Built:
        handed.append(words)
        return Built(words[1].client, faults=(Fault("client", "held"),))

    with mock.patch.object(sites, "client_site", client_site):
        ground.built(root, root / "output", ["acme"], searching=False)
    said = repr(handed)
    assert "acme-corp" not in said and "zenith" not in said
    assert "SourceSpec" not in said and "TargetSpec" not in said
