"""Same input, same bytes: on any path, user's locale, zone, hash seed and number of workers."""

from __future__ import annotations

from pathlib import Path

from tests.demo import SITES, build, copy_workspace, files_of


def test_f11_another_path_locale_zone_seed_and_number_of_workers_give_the_same_bytes(demo_output: Path, tmp_path: Path
                                                                                  ) -> None:
    workspace = copy_workspace(tmp_path / "un autre chemin" / "atelier", fonts=False)
    env = {"LC_ALL": "C", "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "4242", "HOME": str(tmp_path)}
    build(workspace, tmp_path / "out", "--jobs", "1", env=env)
    for site in SITES:
        ours, theirs = files_of(demo_output / site), files_of(tmp_path / "out" / site)
        assert ours.keys() == theirs.keys()
        assert [name for name in ours if ours[name] != theirs[name]] == []
        assert str(tmp_path).encode() not in b"".join(theirs.values())
