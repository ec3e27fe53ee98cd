"""The words of each client, and what is nobody's."""

from __future__ import annotations

from clairevoie.tables.identifiers import Identifier, identifiers
from tests.tables.raws import dataset

COMPANY = {
    "clients": [{"client": "lefevre", "name": "Transports Lefèvre"}, {"client": "orsted", "name": "Cabinet Ørsted"}],
    "contracts": [{"contract": "C-1", "client": "lefevre"}],
    "tickets": [{"ticket": "T-1042", "client": "lefevre", "requester": "Zoé Hébert"}],
    "cis": [{"ci": "srv-1", "client": "orsted", "name": "srv-compta"}, {"ci": "pf-lyon", "name": "Ferme de Lyon"},
            {"ci": "odd", "client": "orsted", "name": "Ferme de Lyon"}],
    "contacts": [{"contact": "1", "client": "lefevre", "name": "Ana Gil", "email": "ana@lefevre.example"},
                 {"contact": "2", "client": "lefevre", "name": "Bob Roy", "email": "bob@mail.example"},
                 {"contact": "3", "client": "orsted", "name": "Ana Gil", "email": "ana@mail.example"},
                 {"contact": "4", "name": "Le bureau", "email": "desk@nereis.example"},
                 {"contact": "5", "client": "orsted", "name": "Eve Jo", "email": "eve@nereis.example"}],
    "people": [{"person": "p1", "name": "Zoé Hébert"}],
}


def found() -> set[tuple[str, str, str]]:
    return {(one.owner, one.kind, one.text) for one in identifiers(dataset(COMPANY))}


def test_every_word_that_betrays_a_client_has_its_owner_and_its_kind() -> None:
    assert {("lefevre", "id", "lefevre"), ("lefevre", "name", "Transports Lefèvre"), ("lefevre", "id", "C-1"),
            ("lefevre", "ticket", "T-1042"), ("orsted", "host", "srv-1"), ("orsted", "host", "srv-compta"),
            ("lefevre", "person", "ana@lefevre.example")} <= found()


def test_two_clients_may_own_the_same_word() -> None:
    assert {("lefevre", "person", "Ana Gil"), ("orsted", "person", "Ana Gil")} <= found()


def test_what_is_shared_or_the_companys_own_is_foreign_to_nobody() -> None:
    texts = {text for _, _, text in found()}
    assert texts.isdisjoint({"pf-lyon", "Ferme de Lyon", "Le bureau", "desk@nereis.example", "Zoé Hébert"})


def test_a_domain_is_a_clients_where_nobody_else_writes_from_it() -> None:
    assert {(owner, text) for owner, kind, text in found() if kind == "domain"} == {("lefevre", "lefevre.example")}


def test_they_come_sorted_and_once() -> None:
    listed = identifiers(dataset(COMPANY))
    assert listed == sorted(set(listed))
    assert Identifier("lefevre", "id", "lefevre") in listed
