"""What drawings need is made once and kept; a kept file that is cut or altered is never used."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from clairevoie.charts import compiled, compiling, draw, spec
from clairevoie.charts.compiled import Compiled
from tests.charts.samples import MONTHS, bars
from tests.demo import REPOSITORY

MADE = compiled.compiled()
VALUES = [3.0, None, 4.5, *range(len(MONTHS) - 3)]
DRAWN = bars(VALUES)


def sealed(text: str) -> bytes:
    return f"{hashlib.sha256(text.encode()).hexdigest()}\n{text}".encode()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A process that has compiled nothing; how often it does."""
    times: list[int] = []

    def made() -> tuple[object, ...]:
        times.append(1)
        return MADE.vega, MADE.grammars, MADE.views

    monkeypatch.setattr(compiled, "_HERE", {})
    monkeypatch.setattr(compiling, "made", made)
    return times


def _next_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_HERE", {})


def test_it_is_made_once_for_all_processes(tmp_path: Path, asked: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        compiled.keep(tmp_path / "cache")
        assert compiled.compiled() == MADE
        _next_process(monkeypatch)
    assert len(asked) == 1
    assert len(list((tmp_path / "cache").iterdir())) == 1


@pytest.mark.parametrize("spoil", [
    lambda data: data[:-1], lambda data: data.replace(b"vega", b"vegb", 1), lambda data: data.split(b"\n", 1)[1],
    lambda data: b"\xff" + data, lambda data: b"",
    lambda data: sealed('{"vega": ""}'), lambda data: sealed("[]"), lambda data: sealed("{"),  # of another making
])
def test_a_kept_file_that_is_spoilt_is_made_anew(
    tmp_path: Path, asked: list[int], monkeypatch: pytest.MonkeyPatch, spoil: Callable[[bytes], bytes]
) -> None:
    compiled.keep(tmp_path)
    kept = next(tmp_path.iterdir())
    whole = kept.read_bytes()
    kept.write_bytes(spoil(whole))
    _next_process(monkeypatch)
    compiled.keep(tmp_path)
    assert compiled.compiled() == MADE
    assert (len(asked), kept.read_bytes()) == (2, whole)


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path: Path, asked: list[int]) -> None:
    (tmp_path / "file").touch()
    compiled.keep(tmp_path / "file" / "cache")
    assert compiled.compiled() == Compiled(MADE.vega, MADE.grammars, MADE.views)
    assert len(asked) == 1


def test_a_process_with_a_kept_file_draws_the_same_without_altair(tmp_path: Path) -> None:
    compiled.keep(tmp_path)
    lines = ("import sys", "from pathlib import Path", "from clairevoie.charts import draw, keep, spec",
             "from tests.charts.samples import bars", f"keep(Path({str(tmp_path)!r}))",
             f"chart = bars({VALUES})", "print(draw(chart, 'fr', 'wide'))", "print(spec(chart, 'fr'))",
             "print({'altair', 'vl_convert'} & {*sys.modules})")
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], check=True, capture_output=True, encoding="utf-8",
                          env={"PYTHONPATH": f"{REPOSITORY / 'generator'}:{REPOSITORY}"})
    assert done.stdout.splitlines() == [draw(DRAWN, "fr", "wide"), str(spec(DRAWN, "fr")), "set()"]
