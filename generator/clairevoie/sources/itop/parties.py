"""Who is a client, who is us, who supplies us: by the contracts that each organisation holds."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clairevoie.errors import Fault, SourceError, unknown
from clairevoie.sources.itop.answer import Item
from clairevoie.sources.itop.harvest import Harvest, Rows


@dataclass(frozen=True, slots=True)
class Parties:
    """Organisations by what they are to us; keys are iTop's keys as text, values our identifiers."""

    clients: Mapping[str, str]
    suppliers: Mapping[str, str]
    ours: str
    insiders: frozenset[str]  # us, and whoever else provides customer contracts

    def is_shared(self, org: str) -> bool:
        """True for what belongs to us or to a supplier: no client's own."""
        return org in self.insiders or org in self.suppliers


def sort_out(harvest: Harvest, company_org: str, where: str, notices: list[str]) -> Parties:
    """The parties. An organisation that holds a customer contract is a client, but us and our suppliers.

    company_org: our organisation's name, code or key; "" where only one provides customer contracts.
    Raises SourceError where we cannot be told.
    """
    slugs = _identifiers(harvest["Organization"])
    providing = {c.ref("provider_id") for c in harvest["CustomerContract"]} & slugs.keys()
    ours = _ours(harvest["Organization"], company_org, providing, where)
    insiders = frozenset(providing | {ours})
    suppliers = {c.ref("provider_id") for c in harvest["ProviderContract"]} & slugs.keys() - insiders
    holders = {c["org_id"] for c in harvest["CustomerContract"]} & slugs.keys()
    names = {str(org.key): org["name"] for org in harvest["Organization"]}
    notices += [f"{names[org]!r} holds a customer contract but provides contracts itself: it is no client"
                for org in sorted(holders & (insiders | suppliers), key=int)]
    return Parties({org: slugs[org] for org in sorted(holders - insiders - suppliers, key=int)},
                   {org: slugs[org] for org in sorted(suppliers, key=int)}, ours, insiders)


def clients(harvest: Harvest, parties: Parties, zone: str) -> Rows:
    """The table of clients; a parent is named where it is a client too."""
    rows = Rows("clients", "Organization")
    for org in harvest["Organization"]:
        if str(org.key) in parties.clients:
            rows.add(org, client=parties.clients[str(org.key)], name=org["name"],
                     parent=parties.clients.get(org["parent_id"], ""), timezone=zone)
    return rows


def slug(text: str) -> str:
    """At most 50 lower case letters and digits without accents, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:50].strip("-")


def _identifiers(organisations: Iterable[Item]) -> dict[str, str]:
    """Each organisation's code, else its name, as a slug; with its key where two would be the same."""
    organisations = tuple(organisations)
    codes = Counter(slug(org["code"]) for org in organisations)
    wanted = {}
    for org in organisations:
        code = slug(org["code"])
        wanted[str(org.key)] = code if code and codes[code] == 1 else slug(org["name"])
    taken = Counter(wanted.values())
    return {key: name if name and taken[name] == 1 else f"{name or 'organisation'}-{key}"
            for key, name in wanted.items()}


def _ours(organisations: Iterable[Item], company_org: str, providing: set[str], where: str) -> str:
    names = {str(org.key): org["name"] for org in organisations}
    if company_org:
        found = [str(org.key) for org in organisations if company_org in (org["name"], org["code"], str(org.key))]
        if len(found) == 1:
            return found[0]
        if found:
            raise SourceError(Fault(where, f"company_org {company_org!r} names {len(found)} organisations: give a key"))
        raise SourceError(unknown(f"{where}: company_org", "organisation", company_org, names.values()))
    if len(providing) == 1:
        return next(iter(providing))
    said = ", ".join(sorted(names[org] for org in providing)) or "none"
    what = f"name your organisation in company_org; those that provide customer contracts: {said}"
    raise SourceError(Fault(where, what))
