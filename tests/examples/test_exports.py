"""Real exports load by a source.yml alone; rows and sums are those of an independent reading of the same files."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from tests.conftest import SHARED
from tests.demo import REPOSITORY
from tests.examples.exports import EXPORTS, loaded, reasons, rows, total

pytestmark = pytest.mark.shared_data


def table(name: str, encoding: str = "utf-8-sig") -> Iterator[dict[str, str]]:
    with (SHARED / name).open(encoding=encoding, newline="") as file:
        yield from csv.DictReader(file)


def document(name: str) -> Any:
    return json.loads((SHARED / name).read_text(encoding="utf-8"))


def test_every_export_is_explained_and_read_by_a_test() -> None:
    readme = (EXPORTS / "README.md").read_text(encoding="utf-8")
    names = {path.name for path in EXPORTS.iterdir() if path.is_dir()}
    assert sorted(name for name in names if f"`{name}`" not in readme) == []
    assert sorted(name for name in names if f'"{name}"' not in Path(__file__).read_text(encoding="utf-8")) == []
    assert not [path for path in EXPORTS.rglob("*") if path.is_file() and path.suffix not in (".yml", ".md")]
    assert (REPOSITORY / "examples" / "exports") == EXPORTS


def test_bpic14(tmp_path: Path) -> None:
    found = loaded(tmp_path, "bpic14_rabobank")
    incidents = list(table("bpic14_rabobank/incidents.csv"))
    steps = [row for row in table("bpic14_rabobank/incident_activities.csv")
             if row["incident_activity_type"] in ("Assignment", "Reassignment")]
    assert rows(found) == {"clients": 1, "tickets": len(incidents), "ticket_events": len(steps),
                           "ticket_cis": len(incidents), "cis": len({row["ci_name_aff"] for row in incidents})}
    assert (len(incidents), found.set_aside) == (4000, ())
    resolved = found.tables["tickets"]["resolved"].null_count
    assert resolved == sum(row["resolved_time"] == "" for row in incidents) == 155


def test_helpdesk(tmp_path: Path) -> None:
    found = loaded(tmp_path, "helpdesk_italian")
    events = [row for n in range(5) for row in table(f"helpdesk_italian/test_fold{n}_variation0_Helpdesk.csv")]
    last = {row["caseid"]: row["task"] for row in events}
    assert rows(found) == {"clients": 1, "tickets": len(last), "ticket_events": len(events)}
    assert (len(last), len(events), found.set_aside) == (4580, 21348, ())
    closed = found.tables["tickets"]["status"].to_pylist().count("closed")
    assert closed == sum(task == "Closed" for task in last.values()) == 4580 - 23


def test_sip_adds_the_hours_of_developers_not_those_of_tasks_again(tmp_path: Path) -> None:
    found = loaded(tmp_path, "sip_timetracking")
    tasks = list(table("sip_timetracking/Sip-task-info.csv", "cp1252"))
    own, again = (sum(Decimal(row[name]) for row in tasks) for name in ("DeveloperHoursActual", "HoursActual"))
    assert (own, again) == (Decimal("95001.98"), Decimal("162045.08"))
    assert rows(found) == {"clients": 1, "contracts": 20, "people": 22, "budgets": len(tasks)}
    assert found.set_aside == ()
    assert round(total(found, "budgets", "amount"), 2) == float(own)
    assert found.tables["budgets"]["date"].null_count == 0


def test_toggl(tmp_path: Path) -> None:
    found = loaded(tmp_path, "toggl_export")
    entries = list(table("toggl_export/toggl.csv"))

    def spent(chosen: list[dict[str, str]]) -> timedelta:
        clocks = [list(map(int, row["Duration"].split(":"))) for row in chosen]
        return sum((timedelta(hours=h, minutes=m, seconds=s) for h, m, s in clocks), timedelta())

    billable = spent([row for row in entries if row["Billable"] == "Yes"])
    assert rows(found) == {"time_entries": len(entries), "people": 5}
    assert found.set_aside == ()
    sums = total(found, "time_entries", "hours"), sum(
        row["hours"] for row in found.tables["time_entries"].to_pylist() if row["billable"])
    assert [round(hours, 6) for hours in sums] == [round(span / timedelta(hours=1), 6)
                                                   for span in (spent(entries), billable)]
    assert [f"{hours:.2f}" for hours in sums] == ["885.80", "870.27"]


def test_itop(tmp_path: Path) -> None:
    found = loaded(tmp_path, "itop_sample")
    counts: dict[str, int] = {}
    for file in sorted((SHARED / "itop_sample").rglob("data.sample.*.xml")):
        if file.parent.name != "itop-service-mgmt-provider":
            for element in ElementTree.parse(file).getroot():
                counts[element.tag] = counts.get(element.tag, 0) + (1 if element.tag != "Organization" else 0)
    classes = ("Server", "NetworkDevice", "ApplicationSolution", "Rack", "Farm", "Hypervisor", "VirtualMachine")
    assert rows(found) == {"clients": 2, "people": counts["Person"], "services": counts["Service"],
                           "cis": sum(counts[name] for name in classes),
                           "impacts": counts["Hypervisor"] + counts["VirtualMachine"]}
    assert reasons(found) == [("contract_services", "contract", "unknown contract '1'"),
                              ("contracts", "start", "empty, but required")]
    assert len(found.set_aside) == counts["CustomerContract"] + counts["lnkCustomerContractToService"] == 4


def test_netbox(tmp_path: Path) -> None:
    found = loaded(tmp_path, "netbox_demo")
    objects = document("netbox_demo/netbox-demo-v3.6.json")
    count = {model: sum(one["model"] == model for one in objects) for model in {one["model"] for one in objects}}
    nameless = [one for one in objects if one["model"] == "dcim.device" and not one["fields"]["name"]]
    cis = sum(count[model] for model in ("dcim.device", "virtualization.cluster", "virtualization.virtualmachine",
                                         "circuits.circuit"))
    assert rows(found) == {"clients": count["tenancy.tenant"], "providers": count["circuits.provider"],
                           "cis": cis - len(nameless), "impacts": count["virtualization.virtualmachine"]}
    assert reasons(found) == [("cis", "name", "empty, but required")]
    assert len(found.set_aside) == len(nameless) == 22


def test_manticore(tmp_path: Path) -> None:
    found = loaded(tmp_path, "manticore_upptime")
    states = [yaml.safe_load(file.read_text(encoding="utf-8"))["status"]
              for file in sorted((SHARED / "manticore_upptime" / "history").glob("*.yml"))]
    summary = document("manticore_upptime/history/summary.json")
    assert rows(found) == {"clients": 1, "services": len(summary), "checks": len(states), "monitors": len(states)}
    assert found.set_aside == ()
    assert found.tables["checks"]["result"].to_pylist().count("ok") == states.count("up")


def test_provider_status(tmp_path: Path) -> None:
    found = loaded(tmp_path, "provider_status_snapshots")
    google = [one for name in ("2019-2021", "2026-08-20")
              for one in document(f"provider_status_snapshots/gcp_incidents_{name}.json")]
    github = [document(f"provider_status_snapshots/github_summary_{name}.json")
              for name in ("2026-07-20_degraded", "2026-08-22_all_operational")]
    services = {one["service_name"] for one in google} | {one["id"] for page in github for one in page["components"]}
    assert rows(found) == {"outages": len(google) + sum(len(page["incidents"]) for page in github),
                           "services": len(services)}
    assert (len(google), found.set_aside) == (274, ())
    severe = sum(one["severity"] == "high" for one in google) + 1  # and the critical one of GitHub
    assert found.tables["outages"]["kind"].to_pylist().count("outage") == severe
