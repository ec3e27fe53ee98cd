"""What is to be decided or done, and by whom."""

from __future__ import annotations

from datetime import date

from clairevoie.disclosure.names import person
from clairevoie.disclosure.rows import Row
from clairevoie.disclosure.view import View
from clairevoie.portal import Action


def actions(view: View, contract: str = "") -> tuple[Action, ...]:
    """The open actions, by the day they are due, those without one last; of one contract when given.

    Nothing where their titles are not granted. Who owes them is named as people are.
    """
    if not view.sees("actions", "title"):
        return ()
    rows = [row for row in view.rows("actions", "action", "contract", "status", "due")
            if row.text("status") == "open" and contract in ("", row.text("contract"))]
    rows.sort(key=lambda row: (row.day("due") or date.max, row.text("title"), row.text("action")))
    return tuple(_action(view, row) for row in rows)


def _action(view: View, row: Row) -> Action:
    owner = person(row.text("owner"), "", view.grants.people, perhaps_team=True) if row.text("owner") else ""
    return Action(row.text("title"), owner, row.day("due") if view.sees("actions", "due") else None)
