"""What can be worked out from grants that are harmless one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from clairevoie.disclosure.grants import columns
from clairevoie.errors import Fault
from clairevoie.portal import Text
from clairevoie.project.model import ClientSpec, Grants

_CONSUMED = ("figure hours_consumed", "figure days_consumed", "figure budget_consumed", "figure budget_remaining",
             "figure landing", "column time_entries.hours")

_PRICE = ("column contracts.monthly_fee", "column contracts.price", "figure penalty")  # a share of it


@dataclass(frozen=True, slots=True)
class Pair:
    """One deduction. of: in each part one grant suffices, and every part is needed."""

    id: str
    of: tuple[tuple[str, ...], ...]
    words: Text


PAIRS = (
    Pair("realised_daily_rate", (_PRICE, _CONSUMED),
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
_MONEY = ("revenue", "contract_cost", "contract_margin", "contract_margin_ratio")
# Refused together, unless what they tell is shown by an override of its own: each with the figures that it tells.
REFUSED: tuple[tuple[Pair, tuple[str, ...]], ...] = (
    *((Pair(f"{one}+{other}", ((f"figure {one}",), (f"figure {other}",)),
            Text("deux de revenu, coût, marge et taux de marge donnent les autres",
                 "two of revenue, cost, margin and margin rate give the others")),
       tuple(each for each in _MONEY if each not in (one, other))) for one, other in combinations(_MONEY, 2)),
    *((Pair(f"price+{one}", (_PRICE, (f"figure {one}",)),
            Text("le prix moins la marge est le coût", "the price less the margin is the cost")), ("contract_cost",))
      for one in ("contract_margin", "contract_margin_ratio")),
    (Pair("cost+days", (("figure contract_cost",), _CONSUMED),
          Text("le coût ÷ les jours est le coût journalier", "the cost ÷ the days is the daily cost")),
     ("daily_cost",)),
    (Pair("rate+days", (("figure daily_rate",), _CONSUMED),
          Text("le taux × les jours est le revenu", "the rate × the days is the revenue")), ("revenue",)),
    (Pair("revenue+days", (("figure revenue",), _CONSUMED),
          Text("le revenu ÷ les jours est le taux journalier", "the revenue ÷ the days is the daily rate")),
     ("daily_rate",)),
)
WORDS = {pair.id: pair.words for pair in PAIRS}


def reveals(grants: Grants) -> tuple[str, ...]:
    """The pairs that these grants make, by id."""
    return tuple(pair.id for pair in PAIRS if all(any(_granted(grants, one) for one in part) for part in pair.of))


def pair_faults(spec: ClientSpec) -> Iterator[Fault]:
    """Grants and overrides that tell together an internal figure which no override shows."""
    shown = {one.figure for one in spec.grants.overrides}
    whole = replace(spec.grants, figures=(*spec.grants.figures, *shown))
    for pair, tells in REFUSED:
        hidden = [figure for figure in tells if figure not in shown]
        if shown and hidden and all(any(_granted(whole, one) for one in part) for part in pair.of):
            yield Fault(spec.where("internal_overrides"), f"{pair.id}: together they tell {', '.join(hidden)}, which is"
                        f" internal ({pair.words.en}); take one out, or have that allowed too")


def _granted(grants: Grants, one: str) -> bool:
    kind, _, what = one.partition(" ")
    if kind == "people":
        return grants.people in ("initials", "full")
    if kind == "figure":
        return what in grants.figures
    table, _, column = what.partition(".")
    return column in columns(grants, table)
