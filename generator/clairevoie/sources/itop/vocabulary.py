"""iTop's words → ours (DEFINITIONS: tables). A word that is not here stays as it is, for the check to set aside."""

from __future__ import annotations

PRIORITY = {"1": "P1", "2": "P2", "3": "P3", "4": "P4"}

TICKET_STATUS = {
    "escalated_tto": "new",
    "approved": "new",
    "escalated_ttr": "assigned",
    "dispatched": "new",
    "redispatched": "new",
    "waiting_for_approval": "waiting_approval",
    "rejected": "cancelled",
}

REQUEST_KIND = {"incident": "incident", "service_request": "request", "problem": "problem"}

CI_STATUS = {"active": "production", "inactive": "obsolete", "": "production"}

CHANGE_STATUS = {
    "new": "to_confirm",
    "validated": "to_confirm",
    "assigned": "to_confirm",
    "planned": "to_confirm",
    "plannedscheduled": "to_confirm",
    "approved": "confirmed",
    "implemented": "in_progress",
    "monitored": "done",
    "closed": "done",
    "rejected": "cancelled",
    "notapproved": "cancelled",
}

CURRENCY = {"euros": "EUR", "dollars": "USD"}


def ours(words: dict[str, str], theirs: str) -> str:
    """Our word for `theirs`, or `theirs` where we have none."""
    return words.get(theirs, theirs)
