"""Every table: its columns, their kinds, and how a row belongs to a client.

The vocabulary is DEFINITIONS.md §2 (docs/tables.md). A table with no owner path is internal only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# How a text cell becomes a value, and the Arrow type it is stored in:
# text string · instant timestamp[s, UTC] · date date32 · number float64 · integer int64 · flag bool
# money int64, in cents of the row's or the client's currency · choice string, one of `choices`
# minutes string: "240" (working minutes) or "2d" (working days of the calendar that applies)
Kind = Literal["text", "instant", "date", "number", "integer", "flag", "money", "choice", "minutes"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `choices` for a choice; `default` stands in for an empty or absent cell."""

    name: str
    kind: Kind = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `key`: the columns that make a row unique (empty: a log, rows may repeat).

    `owner`: columns that lead to a client, in order of trust: `client` itself, or a foreign key
    (`contract`, `ticket`, `ci`, `service`, `intervention`, `contact`) whose own table has an owner.
    `ends`: both of these must be visible to the client (a link row). Neither: internal only.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    internal: bool = False  # cut by client, but into the internal slice only
    shown_if: str = ""  # a flag column: rows where it is not set are cut into the internal slice

    def column(self, name: str) -> Column:
        """The column called `name`; KeyError when there is none."""
        return next(c for c in self.columns if c.name == name)


def _columns(text: str) -> tuple[Column, ...]:
    """Columns from a short notation, one per word: `name[:kind][!][=default]`, `!` for required."""
    return tuple(_column(word) for word in text.split())


def _column(word: str) -> Column:
    head, _, default = word.partition("=")
    required = head.endswith("!")
    name, _, kind = head.rstrip("!").partition(":")
    if kind.startswith("("):
        return Column(name, "choice", required, tuple(kind.strip("()").split("|")), default or None)
    return Column(name, kind or "text", required, (), default or None)  # type: ignore[arg-type]  # a test checks every kind


def _table(name: str, columns: str, key: str = "", owner: str = "", ends: str = "", *, internal: bool = False,
           shown_if: str = "") -> Table:
    return Table(name, _columns(columns), tuple(key.split()), tuple(owner.split()), tuple(ends.split()), internal,
                 shown_if)


TICKET_STATUS = "new|assigned|pending|waiting_approval|resolved|closed|cancelled"
TERM = "notice renewal:(none|tacit) renewal_term"

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _table("clients", "client! name! parent language=fr timezone=Europe/Paris currency=EUR country sector"
               " account_manager", "client", "client"),
        _table("contacts", "contact! client provider name! role email phone hours escalation:integer",
               "contact", "client"),
        _table("contracts", "contract! client! name! kind:(managed|time_and_materials|prepaid|fixed_price)!"
               f" start:date! end:date {TERM} terminated:date monthly_fee:money price:money daily_rate:money currency"
               " calendar! day_hours:number=7 multipliers signatories document"
               " counted_by:(stop|creation)", "contract", "client"),
        _table("rates", "contract! person role from:date! daily_rate:money!", "contract person role from",
               "contract", internal=True),
        _table("budgets", "budget! contract! date:date! amount:number! unit:(hours|days)!"
               " kind:(sold|top_up|carry_over|expired)=sold", "budget", "contract"),
        _table("services", "service! name! family", "service"),
        _table("contract_services", "contract! service! monthly_amount:money", "contract service", "contract"),
        _table("commitments", "commitment! contract! service ticket_kind:(incident|request|problem) priority"
               " metric:(tto|ttr|availability)! limit:minutes calendar! target_pct:number! penalty",
               "commitment", "contract"),
        _table("tickets", "ticket! client! contract service kind:(incident|request|problem)! priority!"
               f" status:({TICKET_STATUS})! title created:instant! owned:instant resolved:instant closed:instant"
               " requester team person pending_minutes:number breach_cause:(ours|client|provider|other) breach_note"
               " source_tto_met:flag source_ttr_met:flag", "ticket", "client"),
        _table("ticket_events", "ticket! at:instant! field:(status|priority|owner|answer)! value", "", "ticket"),
        _table("ticket_cis", "ticket! ci! role:(impacted|cause)=impacted", "ticket ci role", "", "ticket ci"),
        _table("time_entries", "entry! date:date! person! client contract ticket intervention hours:number!"
               " billable:flag! deducted:flag undeducted_reason:(warranty|goodwill|other) rate_kind activity note",
               "entry", "client contract"),
        _table("people", "person! name! role team email phone kind:(employee|subcontractor)=employee fte:number=1"
               " start:date end:date", "person"),
        _table("person_costs", "person! from:date! annual_cost:money daily_cost:money", "person from"),
        _table("absences", "person! date:date! fraction:number! kind:(leave|rtt|sick|training|other)!",
               "person date kind"),
        _table("assignments", "person! client contract from:date! to:date! share:number!"
               " certainty:(firm|option)=firm", "", "client contract"),
        _table("invoices", "invoice! client! contract date:date! period_from:date period_to:date"
               " kind:(services|resale|expense)! amount:money! days:number", "invoice", "client", internal=True),
        _table("costs", "cost! contract! date:date! kind:(subcontract|licence|expense)! amount:money!"
               " rebilled:flag=false", "cost", "contract", internal=True),
        _table("estimates", "contract! date:date! remaining:number! unit:(hours|days)!", "contract date", "contract"),
        _table("cis", "ci! client name! class! status! criticality provider location commissioned:date"
               " warranty_end:date renewal_date:date end_of_life:date obsolete:flag=false", "ci", "client"),
        _table("impacts", "upstream! downstream! kind group", "upstream downstream", "", "upstream downstream"),
        _table("redundancy", "ci contract service group! needs!", "", "ci contract"),
        _table("service_cis", "contract! service! ci! group", "contract service ci", "", "contract ci"),
        _table("contract_cis", "contract! ci!", "contract ci", "", "contract ci"),
        _table("ci_contacts", "ci! contact!", "ci contact", "", "ci contact"),
        _table("monitors", "contract service ci from:instant! to:instant", "", "contract ci"),
        _table("outages", "outage! service ci client start:instant! end:instant"
               " kind:(outage|degradation|planned)! incident title updated:instant", "outage", "client ci"),
        _table("checks", "check! client! service ci kind! at:instant! result:(ok|failed|partial)! note",
               "check", "client"),
        _table("capacity", "ci! metric! at:instant! value:number! limit:number", "ci metric at", "ci"),
        _table("interventions", "intervention! client contract title! kind:(change|maintenance|visit|meeting)!"
               " status:(to_confirm|confirmed|in_progress|done|cancelled)! start:instant! end:instant!"
               " effect:(none|degraded|outage)=none max_minutes:integer actual_start:instant actual_end:instant"
               " actual_effect:(none|degraded|outage)", "intervention", "client contract"),
        _table("intervention_cis", "intervention! ci!", "intervention ci", "", "intervention ci"),
        _table("providers", "provider! name!", "provider"),
        _table("provider_contracts", f"provider_contract! provider! name! start:date! end:date {TERM}"
               " annual_cost:money", "provider_contract"),
        _table("provider_contract_cis", "provider_contract! ci!", "provider_contract ci"),
        _table("contract_providers", "contract! provider_contract!", "contract provider_contract"),
        _table("actions", "action! client contract provider title! owner! due:date status:(open|done|dropped)!"
               " visible:flag=false", "action", "client contract", shown_if="visible"),
        _table("surveys", "survey! client! ticket sent:instant! answered:instant score:number scale:number=5",
               "survey", "client"),
    )
}
# people and services have no owner column: a client's slice holds those that its own rows name (visible.py).
