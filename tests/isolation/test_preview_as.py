"""`preview --as CLIENT` shows what that client would see, built from its rows alone, and nothing of anybody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from clairevoie.errors import ConfigurationError
from clairevoie.pipeline import build_as
from tests.demo import files_of
from tests.isolation import ground
from tests.isolation.companies import company

NAMES = {"acme": "Acme", "acme-corp": "Acme Corp"}


def test_the_site_is_the_one_that_would_be_published_and_stands_alone(tmp_path: Path) -> None:
    root = ground.lay(company(3, names=NAMES), tmp_path)
    ground.built(root, root / "output", ["acme"])
    state, searched = root / ".clairevoie" / "isolation.json", '{"sites": [{"site": "acme", "what": "stands"}]}'
    state.write_text(searched, encoding="utf-8")
    kept = {file: file.read_bytes() for file in (root / ".clairevoie" / "store").rglob("*") if file.is_file()}
    with ground.cheaply():
        report, folder = build_as(root, "acme", ground.AS_OF, ground.AS_OF)
    assert [(site.site, site.outcome) for site in report.sites] == [("acme", "built")]
    assert files_of(folder / "acme") == files_of(root / "output" / "acme")
    assert sorted(path.name for path in folder.iterdir() if path.name[0] != ".") == ["acme"]
    assert folder.stat().st_mode & 0o077 == 0
    assert state.read_text(encoding="utf-8") == searched
    assert kept == {file: file.read_bytes() for file in (root / ".clairevoie" / "store").rglob("*") if file.is_file()}


def test_nobody_else_is_built_and_a_name_that_is_unknown_is_refused(tmp_path: Path) -> None:
    root = ground.lay(company(3, names=NAMES), tmp_path)
    for name in ("acm", "../acme", "internal", ""):
        with pytest.raises(ConfigurationError, match="unknown client"):
            build_as(root, name, ground.AS_OF, ground.AS_OF)
    assert not (root / ".clairevoie" / "preview").exists()
