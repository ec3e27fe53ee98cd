"""The graph with the rows that give its nodes a name, an owner, contracts and people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pyarrow as pa

from clairevoie.impact.answer import Term
from clairevoie.impact.graph import Graph, graph

Rows = Mapping[str, Mapping[str, Any]]  # by key


@dataclass(frozen=True)
class Estate:
    """Checked tables of all clients, their graph, and how long each contract lasts (with a client, with a provider).

    today: the day on which that is so.
    """

    tables: Mapping[str, pa.Table]
    terms: Mapping[str, Term]
    supply_terms: Mapping[str, Term]
    today: date

    @cached_property
    def graph(self) -> Graph:
        """Who stands on what."""
        return graph(self.tables)

    @cached_property
    def cis(self) -> Rows:
        """Each CI."""
        return self._keyed("cis", "ci", "name", "client", "provider", "location", "obsolete")

    @cached_property
    def contracts(self) -> Rows:
        """The contracts that run."""
        columns = ("contract", "client", "name", "monthly_fee", "price", "currency")
        return {key: row for key, row in self._keyed("contracts", *columns).items() if self.runs(key)}

    @cached_property
    def services(self) -> Mapping[str, str]:
        """The name of each service."""
        return {key: row["name"] for key, row in self._keyed("services", "service", "name").items()}

    @cached_property
    def clients(self) -> Rows:
        """Each client."""
        return self._keyed("clients", "client", "name", "currency")

    @cached_property
    def holders(self) -> Mapping[str, Sequence[str]]:
        """The running contracts that hold each CI."""
        return self._grouped("contract_cis", "ci", "contract")

    @cached_property
    def feeders(self) -> Mapping[str, Sequence[str]]:
        """The running contracts that each contract with a provider feeds."""
        return self._grouped("contract_providers", "provider_contract", "contract")

    @cached_property
    def held(self) -> Mapping[str, Sequence[str]]:
        """The CIs that each running contract holds."""
        found: dict[str, list[str]] = defaultdict(list)
        for ci, contracts in self.holders.items():
            for contract in contracts:
                found[contract].append(ci)
        return found

    @cached_property
    def amounts(self) -> Mapping[str, Mapping[str, int | None]]:
        """The monthly amount of each service of each running contract, in cents."""
        found: dict[str, dict[str, int | None]] = defaultdict(dict)
        for row in self.rows("contract_services", "contract", "service", "monthly_amount"):
            if self.runs(row["contract"]):
                found[row["contract"]][row["service"]] = row["monthly_amount"]
        return found

    @cached_property
    def promised(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """What each running contract promises of incidents and of availability."""
        columns = ("commitment", "contract", "service", "ticket_kind", "priority", "metric", "limit", "calendar",
                   "target_pct")
        found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for row in self.rows("commitments", *columns):
            if row["ticket_kind"] in (None, "incident") and self.runs(row["contract"]):
                found[row["contract"]].append(row)
        return found

    def runs(self, contract: str) -> bool:
        """Whether a contract with a client is in force."""
        return contract in self.terms and self.terms[contract].running

    def supplies(self, supply: str) -> bool:
        """Whether a contract with a provider is in force."""
        return supply in self.supply_terms and self.supply_terms[supply].running

    def supplied(self, providers: Collection[str]) -> list[str]:
        """The contracts in force with these providers."""
        return [row["provider_contract"] for row in self.rows("provider_contracts", "provider_contract", "provider")
                if row["provider"] in providers and self.supplies(row["provider_contract"])]

    def rows(self, table: str, *columns: str) -> list[dict[str, Any]]:
        """The rows of a table, with some columns."""
        found: list[dict[str, Any]] = self.tables[table].select(list(columns)).to_pylist()
        return found

    def name(self, ci: str) -> str:
        """A CI as it is called, its identifier where it has no name."""
        return self.cis[ci]["name"] or ci

    def label(self, node: int) -> str:
        """A node of the graph as it is called."""
        known = self.graph.cis
        if node < len(known):
            return self.name(known[node])
        service = self.graph.services[node - len(known)][1]
        return self.services.get(service) or service

    def labels(self, nodes: Iterable[int]) -> tuple[str, ...]:
        """Nodes as they are called."""
        return tuple(map(self.label, nodes))

    def _keyed(self, table: str, key: str, *more: str) -> dict[str, dict[str, Any]]:
        return {row[key]: row for row in self.rows(table, key, *more)}

    def _grouped(self, table: str, key: str, value: str) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for row in self.rows(table, key, value):
            if value != "contract" or self.runs(row["contract"]):
                found[row[key]].append(row[value])
        return found
