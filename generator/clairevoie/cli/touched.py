"""Who is touched, for a terminal and as JSON; what others wrote is made inert on a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields, is_dataclass
from datetime import date
from decimal import Decimal

from clairevoie.errors import inert
from clairevoie.impact import Agreed, Answer, Call, Hollow, Item, Promised, Served, Supply, Term, WeakPoints
from clairevoie.words import plurals

_WHY = {"owner": "its items", "contract": "its contract holds an item", "service": "a service of its contract",
        "fed": "its contract is fed by the supplier", "leaves": "leaves", "assigned": "the person is assigned to it"}
_HOLLOW = {"unread": "what it needs cannot be read", "alone": "fewer than two members", "all": "needs all its members",
           "common": "its members fall together with"}


def as_json(answers: Sequence[Answer], weak: WeakPoints | None) -> str:
    """One object: `answers`, and `weak_points` where asked; money in text, exact."""
    whole: dict[str, object] = {"answers": [
        {field.name: getattr(one, field.name) for field in fields(one)} | {"exposed": one.exposed} for one in answers]}
    if weak is not None:
        whole["weak_points"] = weak
    return json.dumps(whole, ensure_ascii=False, indent=1, default=_plain)


def as_text(answers: Sequence[Answer], weak: WeakPoints | None) -> str:
    """A paragraph for each kind of what is touched; what there is none of is said in the first line."""
    parts = [line for answer in answers for line in (*_answer(answer), "")]
    return "\n".join(map(inert, (*parts, *(_weak(weak) if weak else ())))).rstrip()


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    assert is_dataclass(value) and not isinstance(value, type)  # nothing else is left in an answer
    return asdict(value)


def _answer(answer: Answer) -> Iterator[str]:
    broken = [one for one in answer.services if one.effect == "interrupted"]
    yield (f"{' + '.join(answer.asked)}: {len(answer.down)} down, {len(answer.impacted)} impacted,"
           f" {len(answer.degraded)} degraded; {_n(len(broken), 'service')} interrupted,"
           f" {len(answer.services) - len(broken)} degraded; {_n(len(answer.contracts), 'contract')},"
           f" {_n(len(answer.clients), 'client')}")
    yield from _part("down", [f"{one.name} ({one.ci}){_of(one.client)}" for one in answer.down])
    yield from _part("impacted", [_item(one) for one in answer.impacted])
    yield from _part("degraded", [_item(one) for one in answer.degraded])
    yield from _part("services", [line for one in answer.services for line in _service(one)])
    yield from _part("contracts", [_contract(one) for one in answer.contracts])
    yield from _part("clients", [f"{one.name} ({one.client}): {', '.join(_WHY[why] for why in one.why)}"
                                 for one in answer.clients])
    yield from _part("to call", [_call(one) for one in answer.contacts])
    yield from _part("contracts with providers", [_supply(one) for one in answer.supplies])
    yield from _part("assigned", [f"{one.contract or one.client}: {one.start} to {one.end}, {one.share:.0%}"
                                  for one in answer.work])
    yield from _part("open tickets", list(answer.tickets))
    yield from _part("revenue at stake in a year", [f"{amount:,} {currency}" for currency, amount in
                                                    answer.exposed.items()])
    yield from _part("not known: no provider, and nothing they stand on", list(answer.unplaced))


def _part(head: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"{head}:"
        yield from (f"  {line}" for line in lines)


def _item(one: Item) -> str:
    return f"{one.name} ({one.ci}){_of(one.client)}: {' > '.join(one.way)}"


def _of(client: str) -> str:
    return f", {client}" if client else ", shared"


def _service(one: Served) -> Iterator[str]:
    yield f"{one.name}, {one.contract} ({one.client}): {one.effect}: {' > '.join(one.way)}"
    if one.commitments:
        yield f"    runs: {', '.join(_promised(line) for line in one.commitments)}"


def _promised(one: Promised) -> str:
    return " ".join(filter(None, (one.priority, one.metric, one.limit, f"({one.target_pct:g} %)")))


def _contract(one: Agreed) -> str:
    amount = one.exposed.amount
    worth = "revenue unknown" if amount is None else f"{amount:,} {one.exposed.currency} a year ({one.exposed.basis})"
    return (f"{one.contract} {one.name} ({one.client}): {one.interrupted} interrupted, {one.degraded} degraded,"
            f" {_n(one.cis, 'ci')}; {worth}{_term(one.term)}")


def _term(term: Term) -> str:
    end = f"; until {term.end}" if term.end else ""
    renewal = f", renewed by {term.renewal_term or 'a term'}" if end and term.renewal == "tacit" else ""
    return end + renewal + (f"; notice by {term.notice}" if term.notice else "")


def _call(one: Call) -> str:
    level = f"{one.escalation}. " if one.escalation else ""
    whose = one.provider or one.client or "ours"
    return f"{whose}: {level}{', '.join(filter(None, (one.name, one.role, one.phone, one.email, one.hours)))}"


def _supply(one: Supply) -> str:
    cost = "cost unknown" if one.annual_cost is None else f"{one.annual_cost:,} a year"
    only = "; feeds nothing else" if one.only else ""
    return f"{one.provider_contract} {one.name} ({one.provider}): {cost}{_term(one.term)}{only}"


def _weak(weak: WeakPoints) -> Iterator[str]:
    alone = "item interrupts" if len(weak.singles) == 1 else "items interrupt"
    hollow = "redundancy does" if len(weak.hollow) == 1 else "redundancies do"
    yield f"{len(weak.singles)} {alone} a service alone; {len(weak.hollow)} {hollow} not hold"
    yield from _part("alone", [f"{one.name} ({one.ci}): {_n(len(one.services), 'service')} of"
                               f" {', '.join(one.contracts)} ({', '.join(one.clients)})" for one in weak.singles])
    yield from _part("written, does not hold", [_group(one) for one in weak.hollow])


def _group(one: Hollow) -> str:
    whose = f"{one.of}, {one.contract}" if one.contract else one.of
    by = f" {', '.join(one.by)}" if one.by else ""
    return f"{whose}: group {one.group}, {one.needs} of {one.members}: {_HOLLOW[one.why]}{by}"


def _n(count: int, noun: str) -> str:
    """A number with its noun; a space that a terminal can search."""
    return f"{count} {plurals.name(count, noun, 'en')}"
