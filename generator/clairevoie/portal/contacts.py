"""Panels of whom to call."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to call."""

    name: str
    role: str
    email: str
    phone: str
    hours: str
    escalation: int | None
    ours: bool


@dataclass(frozen=True, slots=True)
class Contacts:
    """Whom do I call: on-call first, escalation in order, account manager."""

    phone: str
    incident_url: str
    people: tuple[Contact, ...]
