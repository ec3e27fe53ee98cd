"""Every pair of sites is isolated but a parent and the subsidiaries that share with it, and only sums pass."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from clairevoie import pipeline
from clairevoie.errors import ConfigurationError
from clairevoie.pipeline import Report, audiences
from clairevoie.pipeline import sites as sites_
from clairevoie.pipeline.audiences import Built
from clairevoie.pipeline.closing import close_month
from clairevoie.portal import Portal
from clairevoie.project.model import Project
from tests.pipeline.small import CRM, DESK, NOW, TICKETS, source, write
from tests.project.workspace import workspace

PARENT = "client: mere\ngrants: {pages: [overview, group], figures: [ticket_volume, mttr]}\n"
CHILD = ("client: {0}\ngrants: {{pages: [overview, tickets], figures: [ticket_volume],"
         " tables: {{tickets: [ticket, title]}}, group: {{parent: mere, figures: [{1}]{2}}}}}\n")
PLAIN = "client: {0}\ngrants: {{pages: [overview, tickets], figures: [ticket_volume]}}\n"
COUNTS = {"mere": 6, "une": 7, "deux": 8, "muette": 31, "autre": 9}
SHARING = {"une": CHILD.format("une", "ticket_volume", ""), "deux": CHILD.format("deux", "ticket_volume, mttr", "")}


@pytest.fixture(autouse=True)
def _without_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """A site is what its portal says: all that a page could show."""

    def written(portal: Portal, project: Project, scratch: Path) -> Built:
        folder = scratch / portal.site
        folder.mkdir(exist_ok=True)
        (folder / "index.html").write_text(repr(portal), encoding="utf-8")
        return Built(portal.site, 1, 1, portal.fingerprint)

    monkeypatch.setattr(audiences, "_render", written)
    monkeypatch.setattr(sites_, "prepare", lambda theme, cache: cache.mkdir(parents=True, exist_ok=True))


def built(root: Path, counts: Mapping[str, int] = COUNTS, clients: Mapping[str, str] = SHARING, title: str = "Ticket",
          parents: str = "mere", *, fresh: bool = False) -> tuple[dict[str, str], Report]:
    """The sites as text of a group of three subsidiaries, one of which may not share, and of a stranger."""
    specs = {"mere": PARENT, **{name: PLAIN.format(name) for name in ("une", "deux", "muette", "autre")}, **clients}
    for name, text in specs.items():
        workspace(root, source=CRM, client=text, folder=name)
    source(root, "desk", DESK)
    write(root, "itsm/clients.csv", "client,name,parent\nmere,Mere,\nautre,Autre,\n" + "".join(
        f"{name},{name.title()},{parents}\n" for name in ("une", "deux", "muette")))
    write(root, "desk/surveys.csv", "survey,client,sent\nS1,mere,2026-10-02T10:00\n")
    write(root, "desk/tickets.csv", TICKETS + "".join(
        f"{client[:2]}{n},{client},incident,P2,closed,{title} {n},2026-10-{n % 28 + 1:02}T10:00,"
        f"2026-10-{n % 28 + 1:02}T1{n % 9}:30\n" for client, count in counts.items() for n in range(count)))
    report = pipeline.build(root, NOW, NOW + timedelta(hours=fresh), root / "output", fresh=fresh)
    assert not report.faults, report.faults
    return {name: (root / "output" / name / "index.html").read_text(encoding="utf-8") for name in specs}, report


def group(text: str, which: str, kpi: str = "ticket_volume") -> list[str]:
    """The figures of October under ("group", which), as they are written."""
    parts = [part for part in text.split("Figure(") if part.startswith(f"kpi='{kpi}', period='2026-10'")]
    return [part for part in parts if f"('group', '{which}')" in part]


def test_a_parent_sees_the_sum_over_those_that_share(tmp_path: Path) -> None:
    sites, _ = built(tmp_path)
    assert all("value=15," in part for part in group(sites["mere"], "subsidiaries"))
    assert all("value=21," in part for part in group(sites["mere"], "all"))
    assert group(sites["mere"], "subsidiaries") and group(sites["mere"], "all")
    assert all("state='withheld'" in part for part in group(sites["mere"], "subsidiaries", "mttr"))
    assert not [word for word in ("une", "deux", "muette") if f"'{word}'" in sites["mere"]]
    assert not [name for name in ("une", "deux", "muette", "autre") if "('group'" in sites[name]]


def test_only_the_granted_sums_of_those_that_share_move_it(tmp_path: Path) -> None:
    before, _ = built(tmp_path / "a")
    others, _ = built(tmp_path / "b", COUNTS | {"muette": 2, "autre": 30})
    assert others["mere"] == before["mere"]
    renamed, _ = built(tmp_path / "c", title="Tout autre objet")
    assert renamed["une"] != before["une"]
    assert [part for part in (renamed["mere"], before["mere"]) if "objet" in part] == []
    swapped, _ = built(tmp_path / "d", COUNTS | {"une": 8, "deux": 7})
    assert swapped["mere"] == before["mere"]
    more, _ = built(tmp_path / "e", COUNTS | {"une": 9})
    assert all("value=17," in part for part in group(more["mere"], "subsidiaries"))
    assert more["deux"] == before["deux"]  # a sister learns nothing


def test_without_a_grant_a_parent_learns_nothing(tmp_path: Path) -> None:
    none = {"une": PLAIN.format("une"), "deux": PLAIN.format("deux")}
    before, _ = built(tmp_path / "a", clients=none)
    after, _ = built(tmp_path / "b", COUNTS | {"une": 1, "deux": 28}, clients=none)
    assert before["mere"] == after["mere"]
    assert "group" not in before["mere"].replace("'group', 'group'", "")


def test_one_that_shares_alone_is_withheld_to_the_last_digit(tmp_path: Path) -> None:
    alone = {"une": SHARING["une"], "deux": PLAIN.format("deux")}
    before, _ = built(tmp_path / "a", clients=alone)
    after, _ = built(tmp_path / "b", COUNTS | {"une": 26}, clients=alone)
    assert all("state='withheld'" in part for which in ("subsidiaries", "all") for part in group(before["mere"], which))
    assert before["mere"] == after["mere"]  # its fingerprint too
    read, _ = built(tmp_path / "c", clients=alone | {"une": CHILD.format("une", "ticket_volume", ", alone: true")})
    assert all("value=7," in part for part in group(read["mere"], "subsidiaries"))


def test_a_month_that_a_subsidiary_closed_is_summed_as_it_was(tmp_path: Path) -> None:
    built(tmp_path)
    close_month(tmp_path, "2026-10", NOW, NOW, ["une"])
    sites, _ = built(tmp_path, COUNTS | {"une": 9, "deux": 10}, fresh=True)
    values = [re.findall(r"value=(\w+)", part)[0] for part in group(sites["mere"], "subsidiaries")]
    assert set(values) == {"17"}  # 7, as closed, and 10


def test_a_grant_to_who_is_no_parent_shares_nothing_and_says_so(tmp_path: Path) -> None:
    sites, report = built(tmp_path, parents="autre")
    assert "('group'" not in sites["mere"]
    assert len([line for line in report.notices if "is not its parent in the data" in line]) == 2


def test_a_sum_that_no_line_of_the_subsidiary_in_the_lock_allows_is_not_published_on_its_parents_site(
        tmp_path: Path) -> None:
    """Though its parent alone is built anew, and nothing of its own grants changed."""
    none = {"une": PLAIN.format("une"), "deux": PLAIN.format("deux")}
    built(tmp_path, clients=none)
    portal = tmp_path / "portal.yml"
    portal.write_text(portal.read_text(encoding="utf-8") + "targets: {local: {type: folder, path: published}}\n",
                      encoding="utf-8")
    pipeline.write_lock(tmp_path)
    for name in ("une", "deux"):
        (tmp_path / "content" / "clients" / name / "client.yml").write_text(SHARING[name], encoding="utf-8")
    pipeline.build(tmp_path, NOW, NOW, tmp_path / "output", clients=["mere"])
    (step,) = pipeline.plan(tmp_path, "local", tmp_path / "output", lambda: NOW, clients=["mere"])
    assert step.action == "refuse"
    with pytest.raises(ConfigurationError, match=r"client mere: .* sums of subsidiaries: .*ticket_volume. ← deux"):
        pipeline.publish(tmp_path, "local", tmp_path / "output", lambda: NOW, clients=["mere"])
    pipeline.write_lock(tmp_path)
    pipeline.publish(tmp_path, "local", tmp_path / "output", lambda: NOW, clients=["mere"])


def test_what_cannot_be_added_up_or_is_no_figure_is_refused(tmp_path: Path) -> None:
    wrong = {"une": CHILD.format("une", "landing, ticket_volum", "")}
    with pytest.raises(ConfigurationError) as refused:
        built(tmp_path, clients=wrong)
    assert "'landing' cannot be added up over clients" in str(refused.value)
    assert "ticket_volum" in str(refused.value)
