"""The answer to "this fails" and to "they leave", in the identifiers and words of the data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Effect = Literal["interrupted", "degraded"]
Why = Literal["owner", "contract", "service", "fed", "leaves", "assigned"]


@dataclass(frozen=True, slots=True)
class Term:
    """How long a contract lasts, worked out by who asks: whether it runs, its term's end, the last day of notice."""

    running: bool
    end: date | None = None
    notice: date | None = None
    renewal: str = ""
    renewal_term: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A CI that is down, impacted or degraded. way: from what failed to it, by name."""

    ci: str
    name: str
    client: str
    way: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Promised:
    """A commitment that runs while a service is interrupted."""

    commitment: str
    priority: str
    metric: str
    limit: str
    calendar: str
    target_pct: float


@dataclass(frozen=True, slots=True)
class Served:
    """A service of a contract that is interrupted or degraded. commitments: none as long as it holds."""

    contract: str
    client: str
    service: str
    name: str
    effect: Effect
    way: tuple[str, ...]
    commitments: tuple[Promised, ...]


@dataclass(frozen=True, slots=True)
class Exposed:
    """A year's revenue at stake. basis: the monthly amounts of the services, the whole fee or price, unknown."""

    amount: Decimal | None
    currency: str
    basis: Literal["services", "fee", "price", "unknown"]


@dataclass(frozen=True, slots=True)
class Agreed:
    """A contract that is hit, and why. cis: how many of the items hit it holds."""

    contract: str
    name: str
    client: str
    why: tuple[Why, ...]
    interrupted: int
    degraded: int
    cis: int
    exposed: Exposed
    term: Term


@dataclass(frozen=True, slots=True)
class Hit:
    """A client that is hit, and why."""

    client: str
    name: str
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to call; of a client, of a provider, or ours (neither)."""

    contact: str
    name: str
    role: str
    phone: str
    email: str
    hours: str
    escalation: int | None
    client: str
    provider: str


@dataclass(frozen=True, slots=True)
class Supply:
    """A contract with a provider. only: no other client's contract is fed by it than those that are hit."""

    provider_contract: str
    provider: str
    name: str
    annual_cost: Decimal | None
    term: Term
    only: bool


@dataclass(frozen=True, slots=True)
class Work:
    """What somebody who leaves is assigned to."""

    client: str
    contract: str
    start: date
    end: date
    share: float


@dataclass(frozen=True, slots=True)
class Answer:
    """Who is touched. unplaced: where a provider is asked about, CIs of clients of which nothing is known."""

    asked: tuple[str, ...]
    down: tuple[Item, ...] = ()
    impacted: tuple[Item, ...] = ()
    degraded: tuple[Item, ...] = ()
    services: tuple[Served, ...] = ()
    contracts: tuple[Agreed, ...] = ()
    clients: tuple[Hit, ...] = ()
    contacts: tuple[Call, ...] = ()
    supplies: tuple[Supply, ...] = ()
    work: tuple[Work, ...] = ()
    tickets: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()

    @property
    def exposed(self) -> dict[str, Decimal]:
        """The revenue at stake by currency; what is unknown is in no sum."""
        found: dict[str, Decimal] = {}
        for one in self.contracts:
            if one.exposed.amount is not None:
                found[one.exposed.currency] = found.get(one.exposed.currency, Decimal(0)) + one.exposed.amount
        return dict(sorted(found.items()))
