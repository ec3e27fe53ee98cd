"""What is not exactly what was built and searched is refused in one line; the old release stands, the others go on."""

from __future__ import annotations

import pytest

from tests.publish.outputs import built, finish
from tests.publish.visits import Shelves

SITES = ("internal", "lefevre")


@pytest.fixture
def second(shelves: Shelves) -> Shelves:
    """The workspace after a first publication, its output built again."""
    shelves.build("1", SITES)
    shelves.publish(SITES)
    shelves.build("2", SITES, hour=9)
    return shelves


def refused(place: Shelves, *words: str) -> None:
    """One site is refused in one line with these words, its old release stands; the internal site is published."""
    told, (line,) = place.publish(SITES)
    assert [outcome.outcome for outcome in told] == ["published", "refused"]
    assert all(word in line for word in ("target prod: lefevre: ", *words)), line
    assert place.seen()["index.html"] == "lefevre 1"
    assert set(place.seen("internal").values()) != {"internal 1"}


def test_an_altered_output_is_refused(second: Shelves) -> None:
    (second.output / "lefevre" / "tickets" / "index.html").write_text("lefevre X")
    refused(second, "tickets/index.html is not what was built", "build again", "stands")


def test_f03_an_output_with_a_file_too_many_or_too_few_is_refused(second: Shelves) -> None:
    (second.output / "lefevre" / "secret.csv").write_text("x")
    refused(second, "secret.csv is not what was built")
    built(second.output, "3", SITES, hour=10)
    (second.output / "lefevre" / "data" / "tickets.json").unlink()
    refused(second, "data/tickets.json is not what was built")


def test_a_site_without_manifest_is_refused(second: Shelves) -> None:
    (second.output / ".release" / "lefevre.json").unlink()
    refused(second, "no whole manifest")


def test_a_site_that_the_gate_refused_is_refused(second: Shelves) -> None:
    (second.output / "lefevre" / "index.html").write_text("T-CASTELBOURG-1")
    finish(second.output, SITES, hour=9)
    refused(second, "the gate found 1 identifiers of other clients")


def test_a_release_that_the_gate_has_not_searched_is_refused(second: Shelves) -> None:
    gate = second.output / ".release" / "gate" / "lefevre.json"
    kept = gate.read_text()
    spoilt = (None, kept, "{", kept.replace('"hits": []', '"hits": [{}]'))
    for hour, content in enumerate(spoilt, 10):
        built(second.output, str(hour), SITES, hour=hour)
        gate.unlink() if content is None else gate.write_text(content)
        refused(second, "the gate has not searched this release")
