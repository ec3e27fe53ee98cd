"""Whom do I call."""

from __future__ import annotations

from clairevoie.disclosure.names import address, person
from clairevoie.disclosure.rows import Row
from clairevoie.disclosure.view import View
from clairevoie.portal import Contact, Contacts
from clairevoie.project.model import Company


def contacts(view: View, company: Company) -> Contacts:
    """The on-call phone, then ours by escalation and the rest of ours, then the client's own people."""
    rows = [row for row in view.rows("contacts", "contact", "client", "provider") if not row.text("provider")]
    others = _of_others(view)
    people = [contact for row in rows if row.text("contact") not in others
              and _says_something(contact := _contact(view, row))]
    people.sort(key=lambda c: (not c.ours, c.escalation if c.escalation is not None else 99, c.role, c.name, c.phone))
    return Contacts(company.phone, company.incident_url, tuple(people))


def _of_others(view: View) -> set[str]:
    """Contacts of ours with the same role as the client's account manager, who are other clients' account managers."""
    ours = [row for row in view.facts("contacts") if not row.text("client") and not row.text("provider")]
    manager = {row.text("account_manager") for row in view.facts("clients")} - {""}
    roles = {row.text("role") for row in ours if row.text("name") in manager}
    return {row.text("contact") for row in ours if row.text("role") in roles and row.text("name") not in manager
            and row.integer("escalation") is None}


def _contact(view: View, row: Row) -> Contact:
    """Ours are named as people are granted, and their address is shown where it spells no more than that."""
    ours = not row.text("client")
    name, role = row.text("name"), row.text("role")
    shown = person(name, role, view.grants.people, perhaps_team=True) if ours else name
    role = "" if shown == role else role
    email = address(row.text("email"), name, view.grants.people) if ours else row.text("email")
    return Contact(shown, role, email, row.text("phone"), row.text("hours"), row.integer("escalation"), ours)


def _says_something(contact: Contact) -> bool:
    return bool(contact.name or contact.role or contact.phone or contact.email)
