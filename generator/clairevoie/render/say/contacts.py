"""Whom to call."""

from __future__ import annotations

from clairevoie.portal import Contact, Contacts
from clairevoie.render.say.headline import Headline
from clairevoie.render.site import Here
from clairevoie.words import plurals


def headline(here: Here, panel: Contacts | None) -> Headline:
    """`Pour un incident, appelez le 04 72 00 00 00.`"""
    phone = panel.phone if panel else here.portal.company.phone
    n = len(ours(panel)) if panel else 0
    lede = (
        here.t("Ensuite, dans l’ordre : {n}.", "Then, in order: {n}.", n=plurals.counted(n, "person", here.language))
        if n
        else (here.t("Aucune autre personne n’est déclarée.", "Nobody else is declared."))
    )
    if not phone:
        return Headline(here.t("Voici qui appeler.", "Whom to call."), lede)
    return Headline(
        here.t("Pour un incident, appelez le {phone}.", "For an incident, call {phone}.", phone=phone), lede
    )


def ours(panel: Contacts) -> list[Contact]:
    """The company's people, by escalation."""
    return sorted((c for c in panel.people if c.ours), key=lambda c: (c.escalation or 99, c.name))


def yours(panel: Contacts) -> list[Contact]:
    """The client's people."""
    return [c for c in panel.people if not c.ours]


def level(here: Here, contact: Contact) -> str:
    """`1er recours`."""
    if contact.escalation is None:
        return ""
    if contact.escalation == 1:
        return here.t("en premier", "first")
    if contact.escalation == 2:
        return here.t("en deuxième", "second")
    if contact.escalation == 3:
        return here.t("en troisième", "third")
    return here.t("niveau {n}", "level {n}", n=contact.escalation)


def dial(phone: str) -> str:
    """The number as `tel:` wants it."""
    return "".join(c for c in phone if c.isdigit() or c == "+")
