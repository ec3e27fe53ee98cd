"""What the recorded iTop does not have: strangers, lost histories, amounts in words, other flavours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from clairevoie.errors import SourceError
from clairevoie.sources.itop import agreements, chains, infrastructure, mapping, parties
from clairevoie.sources.itop.answer import Item
from clairevoie.sources.itop.ask import ASKS, details, history
from clairevoie.sources.itop.harvest import Harvest
from clairevoie.sources.itop.settings import Settings
from clairevoie.tables.raw import RawTable

SETTINGS = Settings(url="https://itop.example.com", company_org="1")
_FIELDS: dict[str, tuple[str, ...]] = {a.name: a.fields for a in (
    *ASKS, history("status"), history("priority"), *details({"Server", "Farm", "ApplicationSolution", "PC"}))}


def item(name: str, key: int, cls: str = "", /, **fields: str) -> Item:
    """An object whose other fields are empty."""
    assert fields.keys() <= set(_FIELDS[name]), name
    return Item(cls or name, key, {**dict.fromkeys(_FIELDS[name], ""), **fields})


def sold(key: int, org: str, provider: str = "1", **fields: str) -> Item:
    """A customer contract."""
    return item("CustomerContract", key, name="C", org_id=org, provider_id=provider, **fields)


def world(**more: list[Item]) -> Harvest:
    """Us (1), a client (2), a supplier (3), a stranger (4), and what is added."""
    base: Mapping[str, list[Item]] = {
        "Organization": [item("Organization", 1, name="Nous", code="NOUS", parent_id="0"),
                         item("Organization", 2, name="Étoile & Cie", parent_id="1"),
                         item("Organization", 3, name="Fournisseur", code="F 1"),
                         item("Organization", 4, name="Parti", code="PARTI")],
        "CustomerContract": [sold(10, "2", start_date="2026-01-01")],
        "ProviderContract": [item("ProviderContract", 20, name="P", org_id="1", provider_id="3",
                                  start_date="2026-01-01")],
    }
    return Harvest({name: tuple(items) for name, items in {**base, **more}.items()})


def read(harvest: Harvest, settings: Settings = SETTINGS) -> tuple[dict[str, RawTable], list[str]]:
    raws, notices = mapping.tables(harvest, settings, "Europe/Paris", "source itop")
    return {raw.table: raw for raw in raws}, notices


def test_an_organisation_is_called_by_its_code_or_by_its_name() -> None:
    organisations = [item("Organization", 1, name="Nous", code="NOUS"), item("Organization", 2, name="Deux", code="X"),
                     item("Organization", 3, name="Trois", code="x"), item("Organization", 4, name="Trois"),
                     item("Organization", 5, name="東京"), item("Organization", 6, name="Étoile & Cie")]
    contracts = [sold(k, str(k)) for k in range(2, 7)]
    found = parties.sort_out(world(Organization=organisations, CustomerContract=contracts, ProviderContract=[]), "",
                             "source itop", [])
    assert found.clients == {"2": "deux", "3": "trois-3", "4": "trois-4", "5": "organisation-5", "6": "etoile-cie"}


def test_who_we_are_must_be_clear() -> None:
    with pytest.raises(SourceError, match="in company_org; those that provide customer contracts: Nous, Parti"):
        parties.sort_out(world(CustomerContract=[sold(1, "2"), sold(2, "2", "4")]), "", "source itop", [])
    with pytest.raises(SourceError, match="unknown organisation 'Nuos'; did you mean 'Nous'"):
        parties.sort_out(world(), "Nuos", "source itop", [])
    for name in ("Nous", "NOUS", "1"):
        assert parties.sort_out(world(), name, "source itop", []).ours == "1"


def test_a_supplier_that_holds_a_contract_is_no_client_and_it_is_said() -> None:
    notices: list[str] = []
    found = parties.sort_out(world(CustomerContract=[sold(1, "2"), sold(2, "3")]), "1", "source itop", notices)
    assert found.clients == {"2": "etoile-cie"}
    assert notices == ["'Fournisseur' holds a customer contract but provides contracts itself: it is no client"]


def test_what_belongs_to_a_stranger_is_nobodys_and_is_counted() -> None:
    tables, notices = read(world(
        Incident=[item("Incident", 1, ref="I-1", org_id="4", status="new"),
                  item("Incident", 2, ref="I-2", org_id="2", status="new")],
        Change=[item("Change", 3, "NormalChange", ref="C-3", org_id="4", start_date="x", end_date="y")],
        FunctionalCI=[item("FunctionalCI", k, "PC", org_id=str(k), finalclass="PC") for k in range(1, 5)],
        lnkFunctionalCIToTicket=[item("lnkFunctionalCIToTicket", n, ticket_id=t, ticket_ref=f"I-{t}", functionalci_id=c,
                                      impact_code="manual")
                                 for n, (t, c) in enumerate([("1", "2"), ("2", "4"), ("2", "1")])],
        lnkCustomerContractToFunctionalCI=[item("lnkCustomerContractToFunctionalCI", 1, customercontract_id="10",
                                                functionalci_id="4")],
    ))
    assert tables["tickets"].columns["ticket"] == ["I-2"]
    assert tables["cis"].columns["client"] == ["", "etoile-cie", ""]
    assert list(zip(tables["ticket_cis"].columns["ticket"], tables["ticket_cis"].columns["ci"], strict=True)) \
        == [("I-2", "FunctionalCI-1")]
    assert not tables.keys() & {"contract_cis", "interventions"}
    assert [n for n in notices if "no client" in n] == [
        "CIs of organisations that are no client, nor ours, nor a supplier: 1, not shown",
        "tickets of organisations that are no client: 1, not shown",
        "changes of organisations that are no client, nor ours, nor a supplier: 1, not shown"]


def _changes(*steps: tuple[str, str], attcode: str = "status") -> list[Item]:
    return [item(f"history of {attcode}", 100 + n, "CMDBChangeOpSetAttributeScalar", date=f"2026-01-0{n + 2} 00:00:00",
                 objclass="Incident", objkey="1", attcode=attcode, oldvalue=old, newvalue=new)
            for n, (old, new) in enumerate(steps)]


def _incident(**fields: str) -> Item:
    return item("Incident", 1, ref="I-1", org_id="2", start_date="2026-01-01 00:00:00", **fields)


@pytest.mark.parametrize(("status", "steps"), [
    ("resolved", [("assigned", "resolved")]),  # the first change was pruned
    ("resolved", [("new", "assigned"), ("pending", "resolved")]),  # one in between
    ("resolved", [("new", "assigned")]),  # the ticket moved while it was read
    ("closed", []),
])
def test_a_history_that_is_not_whole_is_not_used(status: str, steps: list[tuple[str, str]]) -> None:
    notices: list[str] = []
    given = world(Incident=[_incident(status=status)], **{"history of status": _changes(*steps)})
    assert chains.chains(given, "status", notices) == {}
    assert notices == ["tickets whose history of status is not whole: 1, their dates are used instead"]


def test_escalation_is_no_step_of_its_own_and_reopening_is() -> None:
    steps = [("new", "escalated_tto"), ("escalated_tto", "assigned"), ("assigned", "resolved"),
             ("resolved", "assigned"), ("assigned", "escalated_ttr")]
    given = world(Incident=[_incident(status="escalated_ttr")], **{"history of status": _changes(*steps)})
    chain = chains.chains(given, "status", [])["Incident", "1"]
    assert [status for _, status in chain.steps] == ["new", "assigned", "resolved", "assigned"]
    assert chain.owned == "2026-01-03 00:00:00"


def test_priorities_are_told_from_the_first_one_on() -> None:
    tables, _ = read(world(Incident=[_incident(status="new", priority="1")],
                           **{"history of priority": _changes(("3", "1"), attcode="priority")}))
    events = tables["ticket_events"]
    assert events.columns["at"] == ["2026-01-01 00:00:00", "2026-01-02 00:00:00"]
    assert (events.columns["field"], events.columns["value"]) == (["priority"] * 2, ["P3", "P1"])


@pytest.mark.parametrize(("cost", "unit", "amount"), [
    ("1950.5", "mois", "1950.50"), ("2 150,75", "Mois", "2150.75"), ("2\u202f150", "month", "2150.00"),
    ("0", "mois", "0.00"), ("", "mois", None), ("1950", "an", None), ("1.950,50", "mois", None),
    ("1,950", "mois", None), ("à voir", "mois", None), ("1e3", "mois", None), ("-5", "mois", None),
    ("\u0661\u0662", "mois", None),
])
def test_a_cost_is_an_amount_only_where_it_can_be_nothing_else(cost: str, unit: str, amount: str | None) -> None:
    notices: list[str] = []
    found = agreements.monthly_cost(item("CustomerContract", 1, name="C", cost=cost, cost_unit=unit), SETTINGS, notices)
    assert found == (None if amount is None else Decimal(amount))
    assert len(notices) == (amount is None and cost != "")


def test_a_contract_without_a_start_is_left_for_the_check_unless_one_is_declared() -> None:
    given = world(CustomerContract=[sold(10, "2")])
    tables, notices = read(given)
    assert (tables["contracts"].columns["start"], notices) == ([""], [])
    tables, notices = read(given, SETTINGS.model_copy(update={"start_when_empty": date(2020, 1, 1)}))
    assert tables["contracts"].columns["start"] == ["2020-01-01"]
    assert notices == ["contract 'C' has no start date in iTop: 2020-01-01 is used"]


def test_a_service_stands_on_shared_cis_and_on_the_clients_own_only() -> None:
    given = world(
        Organization=[item("Organization", k, name=f"O{k}") for k in (1, 2, 5)], ProviderContract=[],
        CustomerContract=[sold(10, "2"), sold(11, "5")],
        lnkCustomerContractToService=[
            item("lnkCustomerContractToService", k, customercontract_id=str(k), service_id="7") for k in (10, 11)],
        FunctionalCI=[item("FunctionalCI", k, org_id=str(k)) for k in (1, 2, 5)],
        lnkFunctionalCIToService=[
            item("lnkFunctionalCIToService", k, service_id="7", functionalci_id=str(k)) for k in (1, 2, 5)],
    )
    found = infrastructure.service_cis(given, parties.sort_out(given, "1", "x", []), {"1", "2", "5"})
    assert [(cells["contract"][-2:], cells["ci"][-1]) for _, cells in found.rows] \
        == [("10", "1"), ("11", "1"), ("10", "2"), ("11", "5")]


def test_where_there_is_no_incident_module_a_request_may_be_one() -> None:
    request = item("UserRequest", 1, ref="R-1", org_id="2", status="new", request_type="incident")
    tables, _ = read(world(UserRequest=[request]))
    assert tables["tickets"].columns["kind"] == ["incident"]


def test_an_unknown_word_is_left_for_the_check_to_set_aside() -> None:
    tables, _ = read(world(Incident=[_incident(status="frozen", priority="9")]))
    assert (tables["tickets"].columns["status"], tables["tickets"].columns["priority"]) == (["frozen"], ["9"])
