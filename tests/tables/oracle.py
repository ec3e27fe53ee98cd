"""What a client may hold, said in plain Python over text rows: row by row, no array."""

from __future__ import annotations

from tests.tables.companies import Estate, Row

OWN = ("clients", "contracts", "invoices", "tickets", "actions")
BY_CONTRACT = ("rates", "budgets")
INTERNAL = ("rates", "invoices")
Cells = tuple[tuple[str, str], ...]


def held(rows: Estate, client: str) -> dict[str, list[Row]]:
    """The rows of `rows` that this client may hold, by table, internal ones included."""
    see = _Sight(rows, client)
    found = {table: [row for row in rows[table] if row.get("client") == client] for table in OWN}
    found |= {table: [row for row in rows[table] if row["contract"] in see.contracts] for table in BY_CONTRACT}
    found["cis"] = [row for row in rows["cis"] if row["ci"] in see.cis]
    found["contacts"] = [row for row in rows["contacts"] if row["contact"] in see.contacts]
    found["interventions"] = [row for row in rows["interventions"] if row["intervention"] in see.plans]
    found["ticket_events"] = [row for row in rows["ticket_events"] if row["ticket"] in see.tickets]
    found["time_entries"] = [row for row in rows["time_entries"]
                             if row.get("client") == client or row.get("contract") in see.contracts]
    for table, one, other in (("impacts", "upstream", "downstream"), ("contract_cis", "contract", "ci"),
                              ("ticket_cis", "ticket", "ci"), ("ci_contacts", "ci", "contact"),
                              ("intervention_cis", "intervention", "ci")):
        found[table] = [row for row in rows[table] if see.end(one, row[one]) and see.end(other, row[other])]
    found["monitors"] = [row for row in rows["monitors"]
                         if row["contract"] in see.contracts or (not row["contract"] and row["ci"] in see.cis)]
    found["redundancy"] = [row for row in rows["redundancy"] if row["ci"] in see.cis]
    found["outages"] = [row for row in rows["outages"] if row["ci"] in see.cis]
    named = {row.get("person", "") for table in ("tickets", "time_entries") for row in found[table]}
    named |= {row["account_manager"] for row in found["clients"]}
    found["people"] = [row for row in rows["people"] if row["person"] in named]
    services = {row.get("service", "") for row in found["tickets"]}
    found["services"] = [row for row in rows["services"] if row["service"] in services]
    return found


class _Sight:
    def __init__(self, rows: Estate, client: str) -> None:
        def own(table: str, key: str) -> set[str]:
            return {row[key] for row in rows[table] if row.get("client") == client}

        self.contracts, self.tickets = own("contracts", "contract"), own("tickets", "ticket")
        mine = own("cis", "ci")
        shared = {row["ci"] for row in rows["cis"] if not row.get("client")}
        edges = [(row["upstream"], row["downstream"]) for row in rows["impacts"]]
        named = {row["ci"] for link in ("contract_cis", "service_cis") for row in rows.get(link, ())
                 if row["contract"] in self.contracts}
        up, size = mine | (named & shared), 0
        while size != len(up):
            size = len(up)
            up |= {one for one, other in edges if one in shared and other in up}
        self.cis = up
        self.contacts = own("contacts", "contact") | {
            row["contact"] for row in rows["contacts"] if not row.get("client") and not row.get("provider")}
        loose = {row["intervention"] for row in rows["interventions"]
                 if not row.get("client") and not row.get("contract")}
        self.plans = own("interventions", "intervention") | {
            row["intervention"] for row in rows["interventions"] if row.get("contract") in self.contracts} | {
            row["intervention"] for row in rows["intervention_cis"]
            if row["intervention"] in loose and row["ci"] in self.cis}

    def end(self, column: str, name: str) -> bool:
        """True where the client sees what this end of a link names."""
        seen = {"contract": self.contracts, "ticket": self.tickets, "contact": self.contacts,
                "intervention": self.plans}.get(column, self.cis)
        return name in seen
