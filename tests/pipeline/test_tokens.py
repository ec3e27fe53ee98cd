"""The file of tokens says what the identifiers say, whatever they hold."""

from __future__ import annotations

import json
from pathlib import Path

from clairevoie.pipeline.tokens import write_tokens
from clairevoie.project.declared import Declared, SharedWord
from clairevoie.tables.identifiers import identifiers
from tests.tables.raws import dataset

ODD = 'T-"1"\\n\té\u2028'
COMPANY = {
    "clients": [{"client": "lefevre", "name": ODD}, {"client": "orsted", "name": "Cabinet Ørsted"}, {"client": "nova"}],
    "tickets": [{"ticket": ODD, "client": "lefevre"}, {"ticket": "T-2", "client": "lefevre"},
                {"ticket": "T-3", "client": "orsted"}],
    "contacts": [{"contact": "1", "client": "orsted", "name": "Ana Gil", "phone": "+33 1 23 45 67 89"}],
    "interventions": [{"intervention": number, "client": "nova"} for number in ("INT-7", "12", "visit")],
}
DECLARED = Declared(("messagerie", "t-2"), (SharedWord("Nuageo", ("lefevre", "nova"), "both are hosted there"),),
                    {"orsted": ("Ørsted & Fils",)})


def written(file: Path) -> set[tuple[str, str, str]]:
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]
    return {(row["owner"], row["kind"], text) for row in rows for text in row["texts"]}


def test_the_file_says_what_the_identifiers_say_and_what_is_declared(tmp_path: Path) -> None:
    data = dataset(COMPANY)
    notices = write_tokens(data, tmp_path / "tokens", DECLARED)
    assert written(tmp_path / "tokens") == {tuple(one) for one in identifiers(data)} | {
        ("", "common", "messagerie"), ("", "common", "t-2"), ("lefevre", "shared", "Nuageo"),
        ("nova", "shared", "Nuageo"), ("orsted", "name", "Ørsted & Fils")}
    assert notices == ["the gate lets 'T-2' pass (ticket of lefevre): a common word"]
    assert (tmp_path / "tokens").stat().st_mode & 0o777 == 0o600


def test_a_telephone_number_is_a_clients_and_a_reference_has_letters_and_digits(tmp_path: Path) -> None:
    write_tokens(dataset(COMPANY), tmp_path / "tokens", Declared())
    found = {(kind, text) for _, kind, text in written(tmp_path / "tokens")}
    assert {("phone", "+33 1 23 45 67 89"), ("reference", "INT-7")} <= found
    assert {text for kind, text in found if kind == "reference"} == {"INT-7"}


def test_a_company_of_nothing_has_no_tokens(tmp_path: Path) -> None:
    write_tokens(dataset({}), tmp_path / "tokens", Declared())
    assert written(tmp_path / "tokens") == set()


def test_a_clients_name_that_something_else_bears_is_said_for_the_gate_lets_it_pass(tmp_path: Path) -> None:
    data = dataset(COMPANY | {
        "clients": [{"client": "lefevre", "name": "Lefèvre"}, {"client": "nova", "name": "Nova SA"}],
        "tickets": [], "contacts": [], "interventions": [],
        "cis": [{"ci": "lefevre"}, {"ci": "LEFÈVRE", "client": "nova"}, {"ci": "nova-1", "client": "nova"}]})
    of_nova, of_all = write_tokens(data, tmp_path / "tokens", Declared())
    assert of_nova == ("the gate lets 'Lefèvre' (lefevre) pass on the site of nova: the data has a person, an item or a"
                       " reference of that name")
    assert of_all == ("the gate lets 'lefevre' (lefevre) pass everywhere: the data has one of ours, a provider or a"
                      " shared item of that name")
