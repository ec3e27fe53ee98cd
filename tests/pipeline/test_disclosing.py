"""What publishing refuses, what a build and a plan say, and what is shown late."""

from __future__ import annotations

import csv
import json
import re
import resource
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from clairevoie import pipeline
from clairevoie.errors import ConfigurationError
from tests.pipeline.small import CLIENT, DESK, NOW, company, pull, rows, write
from tests.project.workspace import PORTAL

LOCAL = PORTAL + "targets: {local: {type: folder, path: published}}\n"


def client(root: Path, name: str, text: str) -> None:
    """Write a client.yml anew; the lock stays as it is."""
    (root / "content" / "clients" / name / "client.yml").write_text(text, encoding="utf-8")


def build(root: Path, now: datetime = NOW) -> list[str]:
    """Build all sites; the notices of the run."""
    return pipeline.build(root, now, now, root / "output").notices


def publish(root: Path, now: datetime = NOW) -> dict[str, str]:
    """Publish; site → outcome."""
    report = pipeline.publish(root, "local", root / "output", lambda: now)
    return {line["site"]: line["outcome"] for line in report.published}


def refusal(root: Path) -> list[str]:
    """What `publish` says in exit 2; nothing is written."""
    before = sorted(root.rglob("published/**/*"))
    with pytest.raises(ConfigurationError) as error:
        publish(root)
    assert sorted(root.rglob("published/**/*")) == before
    return [str(fault) for fault in error.value.faults]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_f08_the_lock_is_as_private_as_the_configuration_is_kept(tmp_path: Path, mode: int) -> None:
    root = company(tmp_path, portal=LOCAL)
    (root / "portal.yml").chmod(mode)
    pipeline.write_lock(root)
    assert (root / "disclosure.lock").stat().st_mode & 0o777 == mode


def test_f01_a_lock_that_a_full_disk_does_not_take_stays_as_it_was(tmp_path: Path) -> None:
    root = company(tmp_path, portal=LOCAL)
    before, names = (root / "disclosure.lock").read_bytes(), sorted(root.iterdir())
    client(root, "acme", CLIENT.format("acme").replace("[ticket_volume, backlog, mttr]", "[ticket_volume, ttr_met]"))

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            pipeline.write_lock(root)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (root / "disclosure.lock").read_bytes() == before
    assert sorted(root.iterdir()) == names


def test_a_widening_is_said_refused_and_published_once_the_lock_holds_it(tmp_path: Path) -> None:
    root = company(tmp_path, portal=LOCAL)
    pull(root)
    assert build(root) == []
    assert set(publish(root).values()) == {"published"}
    before = (root / "disclosure.lock").read_text(encoding="utf-8")

    client(root, "acme", CLIENT.format("acme").replace("[ticket_volume, backlog, mttr]", "[ticket_volume, ttr_met]"))
    said = ("newly visible to Acme: figures: Restored in time (ttr_met); no longer visible: figures: Open tickets"
            " (backlog), Mean time to restore (mttr)")
    assert said in build(root)
    (line,) = refusal(root)
    assert line.startswith("client acme: disclosure.lock does not hold what is newly visible: figures: Restored in ti")
    with pytest.raises(ConfigurationError) as error:
        pipeline.run(root, "local", NOW, NOW, root / "output", lambda: NOW)
    assert [str(fault) for fault in error.value.faults] == [line]
    (step, *_) = pipeline.plan(root, "local", root / "output", lambda: NOW)
    assert (step.site, step.action, step.visible) == ("acme", "refuse", said)

    # Taken back in the configuration, and not in what is built: the site would still show it.
    client(root, "acme", CLIENT.format("acme"))
    assert len(refusal(root)) == 1
    client(root, "acme", CLIENT.format("acme").replace("[ticket_volume, backlog, mttr]", "[ticket_volume, ttr_met]"))
    with pytest.raises(ConfigurationError, match="does not hold what is newly visible"):
        pipeline.check_lock(root)
    pipeline.write_lock(root)
    pipeline.check_lock(root)
    assert build(root) == []
    later = NOW + timedelta(hours=1)
    (step, *_) = pipeline.plan(root, "local", root / "output", lambda: later)
    assert (step.action, step.visible) == ("publish", said)
    assert publish(root, later)["acme"] == "published"
    kept = json.loads((root / ".clairevoie" / "disclosure" / "local.json").read_text(encoding="utf-8"))
    assert [version["at"] for version in kept["clients"]["acme"]] == ["2026-11-02T06:00:00Z", "2026-11-02T07:00:00Z"]
    assert len(kept["clients"]["beta"]) == 1

    # A narrowing needs no lock.
    client(root, "acme", "client: acme\ngrants: {pages: [overview]}\n")
    assert any(note.startswith("no longer visible to Acme: ") for note in build(root))
    assert publish(root, later + timedelta(hours=1))["acme"] == "published"

    (root / "disclosure.lock").write_text(re.sub(r"(?m)^beta .*\n", "", before), encoding="utf-8")
    assert [line for line in refusal(root) if line.startswith("client beta: is not in disclosure.lock")]
    (root / "disclosure.lock").unlink()
    (line,) = refusal(root)
    assert line.startswith("disclosure.lock: no such file; make it with `clairevoie disclosure lock`, have it reviewed")
    (root / "disclosure.lock").write_text("version 1\n<<<<<<< HEAD\n", encoding="utf-8")
    stood = sorted((root / "output").rglob("*"))
    with pytest.raises(ConfigurationError, match=r"disclosure\.lock:2"):
        build(root)
    assert sorted((root / "output").rglob("*")) == stood
    pipeline.write_lock(root)
    (root / "output" / ".release" / "disclosure" / "acme.json").unlink()
    assert refusal(root) == ["client acme: nothing says what its built site shows; build it again"]


def test_what_is_shown_late_is_as_it_was_known_then(tmp_path: Path) -> None:
    root = company(tmp_path, portal=LOCAL)
    rows(root, 60)
    write(root, "desk/tickets.csv", (root / "data_sources/desk/tickets.csv").read_text(encoding="utf-8")
          + "OLD,acme,incident,P2,resolved,Closed lately,2026-09-20T10:00,2026-10-30T10:00\n"
          + "NEW,acme,incident,P2,new,Opened lately,2026-11-01T10:00,\n")
    days = 14
    client(root, "acme", CLIENT.format("acme").replace("grants: {", f"grants: {{delay_days: {days}, "))
    pull(root)
    build(root)
    then = NOW - timedelta(days=days)
    figures = json.loads((root / "output/acme/data/figures.json").read_text(encoding="utf-8"))
    assert figures["as_of"] == then.astimezone(tz=None).isoformat() or datetime.fromisoformat(figures["as_of"]) == then
    with (root / "data_sources/desk/tickets.csv").open(encoding="utf-8") as file:
        mine = [row for row in csv.DictReader(file) if row["client"] == "acme"]
    known = [row for row in mine if _paris(row["created"]) <= then]
    created = Counter(row["created"][:7] for row in known)
    shown = {f["period"]: f["value"] for f in figures["figures"] if f["kpi"] == "ticket_volume" and not f["by"]}
    assert {month: value for month, value in shown.items() if value} == dict(created)
    opened = [row for row in known if not row["resolved"] or _paris(row["resolved"]) > then]
    (backlog,) = [f["value"] for f in figures["figures"]
                  if f["kpi"] == "backlog" and not f["by"] and f["period"] == then.date().isoformat()]
    assert backlog == len(opened)
    site = b"".join(file.read_bytes() for file in (root / "output/acme").rglob("*") if file.is_file())
    late = [row["ticket"] for row in mine if row not in known]
    assert late and not [name for name in late if re.search(rf"\b{name}\b".encode(), site)]
    assert b"Opened lately" not in site and b"2026-10-30" not in site and b"30/10/2026" not in site
    assert "14 jours de décalage".encode() in site
    assert not (root / ".clairevoie" / "work" / "slices-14-days-late" / "rows" / "beta").exists()


def test_an_override_shows_its_figure_until_its_day_and_a_site_built_before_is_refused(tmp_path: Path) -> None:
    root = company(tmp_path, portal=LOCAL, desk=DESK.replace("surveys: {}", "surveys: {}, invoices: {}"))
    write(root, "desk/invoices.csv", "invoice,client,date,kind,amount\nI1,acme,2026-10-20,services,7654.32\n"
          "I2,beta,2026-10-20,services,1234.56\n")
    until = "2026-11-30"
    override = f"internal_overrides: [{{figure: revenue, allowed_by: X, why: asked, until: {until}}}]"
    client(root, "acme", CLIENT.format("acme").replace("pages: [", f"{override}, pages: [definitions, "))
    pull(root)
    pipeline.write_lock(root)
    build(root)
    figures = json.loads((root / "output/acme/data/figures.json").read_text(encoding="utf-8"))["figures"]
    assert {f["value"] for f in figures if f["kpi"] == "revenue" and f["period"] == "2026-10"} == {"7654.32 EUR"}
    assert "1234.56" not in json.dumps(figures)
    publish(root, datetime(2026, 11, 30, 22, 59, tzinfo=UTC))
    with pytest.raises(ConfigurationError, match=f"the override of revenue ended on {until}, and its built site shows"):
        publish(root, datetime(2026, 11, 30, 23, 1, tzinfo=UTC))
    (said, *_) = build(root, datetime(2026, 12, 1, tzinfo=UTC))
    assert said.startswith("content/clients/acme/client.yml:2: the override of revenue ended on 2026-11-30")
    assert "revenue" not in (root / "output/acme/data/figures.json").read_text(encoding="utf-8")
    assert publish(root, datetime(2026, 12, 1, 1, tzinfo=UTC))["acme"] == "published"


def _paris(text: str) -> datetime:
    """October until the clocks change, then winter time."""
    local = datetime.fromisoformat(text)
    return (local - timedelta(hours=2 if local < datetime(2026, 10, 25, 3) else 1)).replace(tzinfo=UTC)


def test_a_rollback_to_a_release_that_shows_more_than_the_lock_is_refused(tmp_path: Path) -> None:
    root = company(tmp_path, portal=LOCAL)
    pull(root)
    releases = []
    for hour, text in enumerate((CLIENT, CLIENT.replace("mttr]", "mttr, ttr_met]"), CLIENT)):
        client(root, "acme", text.format("acme"))
        pipeline.write_lock(root)
        build(root, NOW + timedelta(hours=hour))
        publish(root, NOW + timedelta(hours=hour))
        releases.append(json.loads((root / "output/.release/acme.json").read_text(encoding="utf-8"))["release"])
    later = NOW + timedelta(days=1)
    before = (root / "disclosure.lock").read_text(encoding="utf-8")
    stood = {file: file.read_bytes() for file in root.rglob("published/**/*") if file.is_file()}
    with pytest.raises(ConfigurationError) as error:
        pipeline.rollback(root, "local", "acme", None, lambda: later)
    (fault,) = map(str, error.value.faults)
    assert fault == (f"rollback: acme: release {releases[1]} shows what disclosure.lock does not hold: figures:"
                     " Restored in time (ttr_met); nothing changes: publish anew")
    assert stood == {file: file.read_bytes() for file in root.rglob("published/**/*") if file.is_file()}
    (root / "disclosure.lock").unlink()
    with pytest.raises(ConfigurationError, match=r"disclosure\.lock: no such file"):
        pipeline.rollback(root, "local", "acme", releases[0], lambda: later)
    (root / "disclosure.lock").write_text(before, encoding="utf-8")
    report = pipeline.rollback(root, "local", "acme", releases[0], lambda: later)
    assert ([line["outcome"] for line in report.published], report.notices) == (["rolled back"], [])
    pipeline.rollback(root, "local", "acme", releases[2], lambda: later)
    (state,) = (file for file in root.rglob("local.disclosure.json"))
    state.unlink()
    report = pipeline.rollback(root, "local", "acme", releases[1], lambda: later)
    assert "; ".join(report.notices) == (f"client acme: nothing is recorded of what release {releases[1]} shows: it is"
                                         " not held against disclosure.lock")
