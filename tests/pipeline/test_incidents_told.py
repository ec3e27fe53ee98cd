"""What is handed beside a slice of providers' incidents: to whom it is granted, and as it was known when shown late."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from clairevoie.disclosure import Told
from clairevoie.pipeline.checking import load_checked
from clairevoie.pipeline.pulling import Known, load_or_pull
from clairevoie.pipeline.report import Report
from clairevoie.pipeline.slicing import slice_all
from clairevoie.pipeline.unsaid import unsaid
from clairevoie.project.model import Project
from clairevoie.tables.dataset import merge
from clairevoie.tables.slices import open_slice
from tests.pipeline.small import NOW, write
from tests.project.workspace import workspace

CLIENT = "client: {}\ngrants: {{pages: [overview], tables: {{outages: [{}]}}{}}}\n"
ALL = "start, end, kind"
TABLES = {
    "clients": "client,name\nacme,Acme\nbeta,Beta\ngamma,Gamma\n",
    "contracts": "contract,client,name,kind,start,calendar\n"
                 + "".join(f"k-{client},{client},K,managed,2026-01-01,ouvre\n" for client in ("acme", "beta", "gamma")),
    "services": "service,name\nmail,Mail\n",
    "cis": "ci,client,name,class,status,provider\nfarm,,Farm,x,on,nuageo\nlink,,Link,x,on,nuageo\n"
           + "".join(f"{ci},{client},{ci},x,on,\n" for ci, client in (
               ("a1", "acme"), ("b1", "beta"), ("c1", "gamma"), ("c2", "gamma"))),
    "impacts": "upstream,downstream\nfarm,a1\nfarm,b1\nfarm,c1\nlink,c2\n",
    # each needs one of two: its own item, and one of gamma's that stands on the link
    "service_cis": "contract,service,ci,group\n" + "".join(
        f"k-{client},mail,{ci},g\n" for client, own in (("acme", "a1"), ("beta", "b1"), ("gamma", "c1"))
        for ci in (own, "c2")),
    "outages": "outage,incident,ci,start,end,kind\n"
               "o1,OLD,farm,2026-10-30T06:00Z,2026-11-01T20:00Z,outage\n"
               "o2,OLD,link,2026-11-01T18:00Z,2026-11-01T19:00Z,outage\n"
               "o3,NEW,farm,2026-11-02T05:00Z,,outage\n",
}


def test_each_is_handed_what_it_is_told_of_as_it_was_known_then(tmp_path: Path) -> None:
    told = _told(tmp_path)
    stopped, slowed = ((("k-{}", "mail"),), ()), ((), (("k-{}", "mail"),))
    assert told["acme"].struck == {("nuageo", "NEW"): _of("acme", slowed), ("nuageo", "OLD"): _of("acme", stopped)}
    # a day late: the one that is over was not, its link had not failed yet, the new one was unheard of
    assert told["beta"].struck == {("nuageo", "OLD"): _of("beta", slowed)}
    assert told["gamma"].struck is None  # not granted: nothing of it moves its fingerprint


def test_check_names_an_incident_that_is_felt_where_the_home_says_nothing(tmp_path: Path) -> None:
    alone = TABLES["outages"] + "o4,LINK,link,2026-11-02T05:30Z,,degradation\n"
    project, known = _known(tmp_path, TABLES | {"outages": alone})
    tables = merge(reading.dataset for reading in known.readings.values()).tables
    assert unsaid(project, tables, NOW) == [
        f"client {client}: the incident LINK of nuageo slows mail of k-{client}; its home does not say so: it holds"
        " none of the items that are hit" for client in ("acme", "beta")]  # gamma is told of none


def test_a_number_of_a_ticket_that_was_not_there_yet_is_in_no_late_slice(tmp_path: Path) -> None:
    ticket = "ticket,client,kind,priority,status,title,created\nOLD,gamma,incident,P2,new,x,2026-11-01T18:30Z\n"
    project, known = _known(tmp_path, TABLES | {"tickets": ticket})
    cut = slice_all(project, known, NOW, tmp_path / "output")
    numbers = {spec.client: open_slice(cut.of(spec), spec.client).tables["outages"]["incident"].to_pylist()
               for spec in project.clients}
    # beta sees what was known a day ago: the outage, and no ticket
    assert numbers == {"acme": [None, "NEW"], "beta": [None], "gamma": ["OLD", "OLD", "NEW"]}


def _of(client: str, parts: tuple[tuple[tuple[str, str], ...], ...]) -> tuple[tuple[tuple[str, str], ...], ...]:
    return tuple(tuple((contract.format(client), service) for contract, service in part) for part in parts)


def _told(root: Path) -> dict[str, Told]:
    project, known = _known(root, TABLES)
    cut = slice_all(project, known, NOW, root / "output")
    return {client: cut.told(client) for client in cut.clients}


def _known(root: Path, tables: Mapping[str, str]) -> tuple[Project, Known]:
    for client, columns, late in (("acme", ALL, ""), ("beta", ALL, ", delay_days: 1"), ("gamma", "start, end", "")):
        workspace(root, source=f"type: csv\ntables: {{{', '.join(f'{name}: {{}}' for name in tables)}}}\n",
                  client=CLIENT.format(client, columns, late), folder=client)
    for name, text in tables.items():
        write(root, f"itsm/{name}.csv", text)
    project = load_checked(root, NOW)
    return project, load_or_pull(project, NOW, Report(NOW), fresh=False)
