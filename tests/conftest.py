"""What several tests share: the demo's sites, built once, and the programs that some need."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from tests import seaweed
from tests.browser.walk import CHROMIUM, HINT
from tests.demo import REPOSITORY, build, copy_workspace, lend
from tests.edge import server as edge

SHARED = REPOSITORY.parent / "shared" / "data"
# Files of few tests that take from a quarter of a minute to more than one: begun last, one core would wait for them.
_LONG = [REPOSITORY / "tests" / name for name in (
    "deploy/test_steps.py", "cli/test_stopping.py", "browser/test_pages.py", "isolation/test_leaks.py",
    "behind/test_faults.py", "e2e/test_isolation.py", "render/test_build.py", "e2e/test_same_bytes.py",
    "disclosure/test_grain.py", "sources/test_http_increments.py", "sources/test_itop_example.py",
    "sources/test_same_as_strict.py", "charts/test_drawing.py", "isolation/test_payloads.py", "e2e/test_faults.py",
    "pipeline/test_grouping.py",
)]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first. A missing program skips its tests and says how to get it; under CLAIREVOIE_REQUIRE_ALL=1 they
    fail instead."""
    items.sort(key=lambda item: _LONG.index(item.path) if item.path in _LONG else len(_LONG))
    require_all = os.environ.get("CLAIREVOIE_REQUIRE_ALL") == "1"
    for item in items:
        if item.get_closest_marker("browser") and not CHROMIUM and not require_all:
            item.add_marker(pytest.mark.skip(reason=HINT))
        if item.get_closest_marker("s3") and not seaweed.PROGRAM and not require_all:
            item.add_marker(pytest.mark.skip(reason=seaweed.HINT))
        if item.get_closest_marker("edge") and not edge.PROGRAM and not require_all:
            item.add_marker(pytest.mark.skip(reason=edge.HINT))
        if item.get_closest_marker("shared_data") and not SHARED.is_dir():
            item.add_marker(pytest.mark.skip(reason="the recorded data of others is not beside this repository"))


@pytest.fixture(scope="session", autouse=True)
def _shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run, the same in each of its processes."""
    here = tmp_path_factory.getbasetemp()
    folder = (here.parent if "PYTEST_XDIST_WORKER" in os.environ else here) / "shared"
    folder.mkdir(exist_ok=True)
    lend(folder)
    return folder


@pytest.fixture(scope="session")
def demo_output(_shared: Path) -> Path:
    """The demo's six sites, built by the command, once in a run."""
    place = _shared / "demo"
    with (_shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "built").exists():
            shutil.rmtree(place, ignore_errors=True)
            build(copy_workspace(place / "workspace"), place / "output", "--jobs", "2")
            (place / "built").touch()
    return place / "output"


@pytest.fixture(scope="session")
def demo_workspace(demo_output: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace that `demo_output` was built from, a copy for each process: a command has it alone."""
    return shutil.copytree(demo_output.parent / "workspace", tmp_path_factory.mktemp("demo") / "workspace")
