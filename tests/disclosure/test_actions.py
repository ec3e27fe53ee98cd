"""Actions: hidden unless granted, and who owes them is named as people are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clairevoie.disclosure.actions import actions
from clairevoie.disclosure.ledger import ledger
from clairevoie.disclosure.view import View, view_of
from clairevoie.figures.derive import derive
from clairevoie.project.model import ClientSpec, Grants
from clairevoie.tables.slices import Slice
from tests.figures.ledger import AS_OF, dataset, project, rows

GRANTS = Grants(pages=("contracts",), tables={"actions": ("title", "owner", "due")}, people="full")
ACTIONS = """
action | client | contract | title  | owner          | due        | status  | visible
A1     | acme   | K1       | Decide | Hélène Marchais | 2026-11-13 | open    | yes
A2     | acme   |          | Report | Ines Bouvier   |            | open    | yes
A3     | acme   | K1       | Sign   | Ines Bouvier   | 2026-10-30 | open    | yes
A4     | acme   | K1       | Past   | Ines Bouvier   | 2026-10-30 | done    | yes
A5     | acme   | K1       | Never  | Ines Bouvier   | 2026-10-30 | dropped | yes
"""


def view(**changes: Any) -> View:
    company = dataset(clients=rows("client | name\nacme | Acme"), actions=rows(ACTIONS))
    of = Slice("acme", derive(company, project(), AS_OF).tables)
    spec = ClientSpec("acme", project().root, ("fr",), replace(GRANTS, **changes))
    return view_of(of, ledger(()), project(), spec, AS_OF)


def test_open_actions_stand_by_the_day_they_are_due() -> None:
    assert [(one.title, one.due) for one in actions(view())] == [
        ("Sign", date(2026, 10, 30)), ("Decide", date(2026, 11, 13)), ("Report", None)]
    assert [one.title for one in actions(view(), "K1")] == ["Sign", "Decide"]


def test_without_a_grant_there_is_no_action() -> None:
    assert actions(view(tables={})) == () and actions(view(tables={"actions": ("owner", "due")})) == ()
    (first, *_) = actions(view(tables={"actions": ("title",)}))
    assert (first.title, first.owner, first.due) == ("Sign", "", None)


@pytest.mark.parametrize(("people", "owner"), [("full", "Ines Bouvier"), ("initials", "I. Bouvier"), ("role", ""),
                                               ("none", "")])
def test_an_owner_is_named_as_people_are(people: str, owner: str) -> None:
    assert actions(view(people=people))[0].owner == owner
