"""What can be worked out from grants that are harmless one by one."""

from __future__ import annotations

from dataclasses import dataclass

from clairevoie.disclosure.grants import columns
from clairevoie.portal import Text
from clairevoie.project.model import Grants

_CONSUMED = ("figure hours_consumed", "figure budget_consumed", "figure budget_remaining", "figure landing",
             "column time_entries.hours")


@dataclass(frozen=True, slots=True)
class Pair:
    """One deduction. of: in each part one grant suffices, and every part is needed."""

    id: str
    of: tuple[tuple[str, ...], ...]
    words: Text


PAIRS = (
    Pair("realised_daily_rate", (("column contracts.monthly_fee", "column contracts.price"), _CONSUMED),
         Text("le taux journalier réalisé : le prix d’un contrat ÷ les jours consommés",
              "the daily rate realised: a contract's price ÷ the days consumed")),
    Pair("realised_service_rate", (("column contract_services.monthly_amount",), _CONSUMED),
         Text("le taux journalier réalisé d’un service : sa mensualité ÷ les jours consommés",
              "the daily rate realised on a service: its monthly amount ÷ the days consumed")),
    Pair("billing_of_a_person", (("column contracts.daily_rate",), ("column time_entries.person",),
                                 ("column time_entries.hours",), ("people",)),
         Text("ce que chaque intervenant est facturé : ses heures × le taux journalier du contrat",
              "what each person is billed: their hours × the contract's daily rate")),
    Pair("time_of_a_person", (("column time_entries.person",), ("column time_entries.hours",),
                              ("column time_entries.date",), ("people",)),
         Text("les journées de chaque intervenant chez ce client", "each person's days at this client")),
)
WORDS = {pair.id: pair.words for pair in PAIRS}


def reveals(grants: Grants) -> tuple[str, ...]:
    """The pairs that these grants make, by id."""
    return tuple(pair.id for pair in PAIRS if all(any(_granted(grants, one) for one in part) for part in pair.of))


def _granted(grants: Grants, one: str) -> bool:
    kind, _, what = one.partition(" ")
    if kind == "people":
        return grants.people in ("initials", "full")
    if kind == "figure":
        return what in grants.figures
    table, _, column = what.partition(".")
    return column in columns(grants, table)
