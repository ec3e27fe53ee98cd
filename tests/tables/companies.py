"""Random companies made of estates: what one client has, and what all share. Every id begins with its owner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

Row = dict[str, str]
Estate = dict[str, list[Row]]
SHARED = ["pf0", "pf1", "pf2"]
PEOPLE = ["p0", "p1"]
SERVICES = ["s0", "s1"]


@dataclass(frozen=True)
class Company:
    """The estates of its clients, and the shared one."""

    estates: Mapping[str, Estate]
    shared: Estate

    def rows(self, clients: Sequence[str] = ()) -> Estate:
        """All rows of the shared estate and of those clients (all of them when none is named)."""
        parts = [self.shared, *(self.estates[name] for name in clients or sorted(self.estates))]
        tables = sorted({table for part in parts for table in part})
        return {table: [row for part in parts for row in part.get(table, ())] for table in tables}


def ids(client: str, kind: str) -> list[str]:
    """The ids that a client may have: two of each kind."""
    return [f"{client}-{kind}{number}" for number in range(2)]


@st.composite
def shared_estates(draw: st.DrawFn) -> Estate:
    """People, services, shared CIs and what links them, contacts and plans of the company's own."""
    pairs = _links(draw, SHARED, SHARED)
    return {
        "people": [{"person": name} for name in PEOPLE],
        "services": [{"service": name} for name in SERVICES],
        "cis": [{"ci": name} for name in SHARED],
        "impacts": [{"upstream": one, "downstream": other} for one, other in pairs if one != other],
        "contacts": [{"contact": "desk"}, {"contact": "hotline", "provider": "cloud"}],
        "ci_contacts": [{"ci": "pf0", "contact": "desk"}],
        "providers": [{"provider": "cloud", "name": "Cloud"}],
        "interventions": [{"intervention": "plan"}],
        "intervention_cis": [{"intervention": "plan", "ci": ci} for ci in draw(st.sets(st.sampled_from(SHARED)))],
        "outages": [{"outage": f"o-{ci}", "ci": ci} for ci in draw(st.sets(st.sampled_from(SHARED)))],
        "redundancy": [{"ci": "pf1", "group": "g"}],
        "monitors": [{"ci": "pf0", "contract": ""}],
        "time_entries": [{"entry": "own", "person": "p0"}],
    }


@st.composite
def estates(draw: st.DrawFn, client: str, neighbours: Sequence[str] = ()) -> Estate:
    """What a client has; its links may name shared things, and CIs of the neighbours."""
    contracts, cis, tickets = (ids(client, kind) for kind in ("k", "c", "t"))
    foreign = [ci for name in neighbours for ci in ids(name, "c")]
    word = st.text("abcé€", min_size=1, max_size=3)
    some_ci = [*cis, *SHARED, *foreign]
    maybe = st.sampled_from(["", *contracts])
    person, service = st.sampled_from(["", *PEOPLE]), st.sampled_from(["", *SERVICES])
    up = draw(st.lists(st.tuples(st.sampled_from(some_ci), st.sampled_from(cis)), max_size=4, unique=True))
    return {
        "clients": [{"client": client, "name": draw(word), "account_manager": draw(person)}],
        "contracts": [{"contract": contract, "client": client, "name": draw(word)} for contract in contracts],
        "rates": [{"contract": contracts[0], "person": "p1"}],
        "budgets": [{"budget": f"{client}-b", "contract": contracts[1], "amount": "5"}],
        "invoices": [{"invoice": f"{client}-i", "client": client, "amount": "12.5"}],
        "cis": [{"ci": ci, "client": client, "name": draw(word)} for ci in cis],
        "impacts": [{"upstream": one, "downstream": other} for one, other in up if one != other],
        "contract_cis": _rows(("contract", "ci"), _links(draw, contracts, some_ci)),
        "tickets": [{"ticket": ticket, "client": client, "contract": draw(maybe), "person": draw(person),
                     "service": draw(service), "title": draw(word)} for ticket in tickets],
        "ticket_cis": _rows(("ticket", "ci"), _links(draw, tickets, some_ci)),
        "ticket_events": [{"ticket": tickets[0], "at": f"2026-10-0{draw(st.integers(1, 9))}T08:00", "field": "answer"}],
        "time_entries": [{"entry": f"{client}-{n}", "client": draw(st.sampled_from(["", client])), "person": "p1",
                          "contract": contracts[n], "ticket": draw(st.sampled_from(["", *tickets])),
                          "hours": str(draw(st.integers(0, 24)))} for n in range(2)],
        "contacts": [{"contact": f"{client}-who", "client": client}],
        "ci_contacts": _rows(("ci", "contact"), [
            *_links(draw, some_ci, [f"{client}-who"]), *_links(draw, cis, ["desk", "hotline"])]),
        "monitors": [{"contract": draw(maybe), "ci": draw(st.sampled_from(["", *cis]))}],
        "redundancy": [{"ci": draw(st.sampled_from(cis)), "group": "g"}],
        "interventions": [{"intervention": f"{client}-v0", "client": client},
                          {"intervention": f"{client}-v1", "contract": contracts[1]}],
        "intervention_cis": _rows(("intervention", "ci"), _links(draw, ids(client, "v"), some_ci)),
        "actions": [{"action": f"{client}-a{n}", "client": client, "visible": str(n)} for n in range(2)],
    }


def _links(draw: st.DrawFn, ones: Sequence[str], others: Sequence[str]) -> list[tuple[str, str]]:
    return draw(st.lists(st.tuples(st.sampled_from(ones), st.sampled_from(others)), max_size=4, unique=True))


def _rows(names: tuple[str, str], pairs: list[tuple[str, str]]) -> list[Row]:
    return [dict(zip(names, pair, strict=True)) for pair in pairs]
