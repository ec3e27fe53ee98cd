"""The estate of all clients, put together again from what the staff's site holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from clairevoie.disclosure.house import House
from clairevoie.disclosure.supplier_terms import lasting
from clairevoie.impact import Answer, Estate, Subject, leaves
from clairevoie.tables.arrow import empty, schema_of
from clairevoie.tables.schema import TABLES

_TABLES = ("cis", "impacts", "redundancy", "service_cis", "contract_services", "contract_cis", "ci_contacts",
           "contracts", "commitments", "contacts", "services", "providers", "provider_contracts",
           "provider_contract_cis", "contract_providers", "clients")


@dataclass(frozen=True, slots=True)
class Asked:
    """All clients' estate and, for each provider, the answer to its leaving. providers, clients: names by id."""

    known: Estate
    providers: Mapping[str, str]
    clients: Mapping[str, str]
    answers: Mapping[str, Answer]


def asked(house: House) -> Asked | None:
    """What happens when each provider leaves; None where neither a provider nor an item is known."""
    known = estate(house)
    if not known.cis and not len(known.tables["providers"]):
        return None
    providers = {row["provider"]: row["name"] for row in known.rows("providers", "provider", "name")}
    clients = {client: row["name"] or client for client, row in known.clients.items()}
    return Asked(known, providers, clients,
                 {provider: leaves(known, [Subject("provider", provider)]) for provider in sorted(providers)})


def estate(house: House) -> Estate:
    """Every row once: a shared one stands in several slices. Without tickets and time: nobody is asked about."""
    tables = {name: _whole(house, name) if name in _TABLES else empty(name) for name in TABLES}
    today: date = house.today
    return Estate(tables, lasting(tables["contracts"], "contract", today),
                  lasting(tables["provider_contracts"], "provider_contract", today), today)


def _whole(house: House, name: str) -> pa.Table:
    columns = schema_of(name).names
    held = [house.company.tables[name], *(house.slices[client].tables[name] for client in sorted(house.slices))]
    rows = pa.concat_tables([one.select(columns) for one in held])
    unique: pa.Table = rows.group_by(columns, use_threads=False).aggregate([])
    key = list(TABLES[name].key) or columns
    return unique.sort_by([(column, "ascending") for column in key])
