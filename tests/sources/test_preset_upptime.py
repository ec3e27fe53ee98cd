"""The preset upptime against the log of a live repository, which a server on loopback plays as GitHub answers."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.sources.apis import QUICK, SECRET, at, contract, dataset, pulled, recorded, rows_of
from tests.sources.lies import lies
from tests.sources.lying import Api, Asked, Reply, Route, Row, Slice, page, serving

SITES = {"manual": "ci-manual", "facet-demo": "ci-facet", "playground": "ci-play"}
SAID = {"preset": "upptime", "repository": "acme/upptime", "sites": SITES, "page": 10}
ROWS = {"monitors": 3, "outages": 9}
COMMITS = "/repos/acme/upptime/commits"


def linked(asked: Asked, rows: list[Row], wanted: Slice, total: int, more: bool) -> Reply:
    """A page of GitHub: no total, a link to the next one."""
    number = wanted.start // wanted.size + 2
    url = f"http://{asked.headers['Host']}{asked.path}?{urlencode(asked.query | {'page': number})}"
    link = {"Link": f'<{url}>; rel="next"'} if more else {}
    return Reply(rows, link)


def touching(asked: Asked, rows: list[Row]) -> list[Row]:
    """The commits that touch a file."""
    return [row for row in rows if asked.query["path"] == f"history/{row['slug']}.yml"]


def api(commits: list[Row] | None = None) -> Api:
    """GitHub."""
    told = recorded("upptime/commits") if commits is None else commits
    summary = Route(recorded("upptime/summary"), gives=lambda asked, rows, *_: Reply(
        rows, {"Content-Type": "application/vnd.github.raw+json; charset=utf-8"}))
    return Api({COMMITS: Route(told, page(), linked, chosen=touching),
                "/repos/acme/upptime/contents/history/summary.json": summary}, ("Authorization", f"Bearer {SECRET}"))


@pytest.mark.parametrize("lie", ["", *lies(total=False, placed=False)])
def test_the_rows_are_those_of_the_server_or_the_source_is_held(lie: str) -> None:
    contract(api, SAID, ROWS, lie, total=False, placed=False)


def told(commits: list[Row] | None = None, **more: Any) -> dict[str, list[dict[str, Any]]]:
    with serving(api(commits)) as url:
        pull = pulled({**SAID, **QUICK, "url": url, **more})
    assert not dataset(pull).set_aside
    return {table: rows_of(pull, table) for table in ROWS}


def test_an_outage_lasts_from_the_first_commit_that_says_down_to_the_next_that_says_up() -> None:
    outages = told()["outages"]
    assert Counter(row["ci"] for row in outages) == {"ci-manual": 6, "ci-play": 2, "ci-facet": 1}
    assert {row["kind"] for row in outages} == {"outage"}
    manual = sorted((row["start"], row["end"]) for row in outages if row["ci"] == "ci-manual")
    assert manual == [(at(f"2026-08-{start}+00:00"), at(f"2026-08-{end}+00:00")) for start, end in (
        ("18T08:54:32", "18T09:07:19"), ("18T10:22:37", "18T10:58:19"), ("18T12:41:36", "18T12:50:24"),
        ("18T17:05:33", "18T17:14:23"), ("20T05:29:06", "20T05:32:52"), ("20T07:14:38", "20T07:37:10"))]
    assert round(sum((end - start).total_seconds() for start, end in manual[:4]) / 60) == 66


def test_a_site_is_watched_since_the_first_commit_about_it() -> None:
    assert {(row["ci"], row["from"]) for row in told()["monitors"]} == {
        ("ci-manual", at("2026-08-11T11:06:26+00:00")), ("ci-facet", at("2026-08-11T11:06:34+00:00")),
        ("ci-play", at("2026-08-11T11:06:28+00:00"))}


def test_commits_of_people_are_no_change_of_state_and_an_outage_may_last() -> None:
    rows = [{"slug": "manual", "sha": str(number), "commit": {"committer": {"date": f"2026-08-20T10:{number:02}:00Z"},
                                                              "message": message}}
            for number, message in enumerate(("🟩 Manual is up (200 in 1 ms)", "🟥 Manual is down (0 in 0 ms)",
                                              "chore: rename", "🟥 Manual is down (502 in 9 ms)"))]
    outages = told(rows)["outages"]
    assert [(row["start"], row["end"], row["kind"]) for row in outages] == [
        (at("2026-08-20T10:01+00:00"), None, "outage")]
