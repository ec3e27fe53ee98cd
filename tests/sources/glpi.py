"""GLPI on loopback, written from its documentation (apirest.md): a session, ranges, Content-Range, searchText."""

from __future__ import annotations

import re
from typing import Any

from tests.sources.apis import SECRET
from tests.sources.lying import Api, Asked, Reply, Route, Row, Slice, ranged

SESSION = "83af7e620c83a50a18d3eac2f6ed05a3ca0bea62"
MANY = {"Entity": "entities", "Group": "groups", "State": "states", "Location": "locations"}


def ticket(number: int, entity: int = 1, **more: Any) -> Row:
    """A row of Ticket with the members that GLPI 10 gives."""
    return {"id": number, "entities_id": entity, "name": f"Printer {number} &#60;b&#62; jams",
            "date": "2026-10-01 09:00:00", "closedate": None, "solvedate": None, "takeintoaccountdate": None,
            "date_mod": "2026-10-02 09:00:00",
            "users_id_lastupdater": 4, "status": 1, "users_id_recipient": 3, "requesttypes_id": 1,
            "content": "&#60;p&#62;…&#60;/p&#62;", "urgency": 3, "impact": 3, "priority": 3, "itilcategories_id": 0,
            "type": 1, "global_validation": 1, "slas_id_ttr": 0, "slas_id_tto": 0, "time_to_resolve": None,
            "time_to_own": None, "waiting_duration": 0, "actiontime": 0, "is_deleted": 0, "locations_id": 0, **more}


TICKETS = [
    ticket(1, status=6, priority=5, takeintoaccountdate="2026-10-01 09:20:00", solvedate="2026-10-01 12:00:00",
           closedate="2026-10-03 08:00:00", time_to_own="2026-10-01 09:15:00", time_to_resolve="2026-10-01 13:00:00",
           waiting_duration=5400, itilcategories_id=7),
    ticket(2, 2, type=2, status=4), ticket(3, status=2), ticket(4, 9), ticket(5, status=3), ticket(6), ticket(7)]
LISTS: dict[str, list[Row]] = {
    "Ticket": TICKETS,
    "Entity": [{"id": 0, "name": "Root entity", "completename": "Root entity"},
               {"id": 1, "name": "Acme", "completename": "Root entity &#62; Acme"},
               {"id": 2, "name": "Lyon", "completename": "Root entity > Acme > Lyon"},
               {"id": 9, "name": "Other", "completename": "Root entity > Other"}],
    "User": [{"id": 3, "name": "emma", "realname": "Roy", "firstname": "Emma", "phone": "0600000000"},
             {"id": 4, "name": "lea", "realname": "Martin", "firstname": "Léa"},
             {"id": 5, "name": "max", "realname": None, "firstname": None}],
    "Group": [{"id": 8, "name": "N2", "completename": "Support > N2"}],
    "ITILCategory": [{"id": 7, "name": "Printers", "completename": "Workplace > Printers"}],
    "State": [{"id": 1, "name": "In stock", "completename": "In stock"}],
    "Location": [{"id": 1, "name": "B1", "completename": "Lyon > B1"}],
    "ContractType": [],
    "Contract": [{"id": 1, "entities_id": 1, "name": "Run", "contracttypes_id": 0, "begin_date": "2026-01-01",
                  "duration": 12, "notice": 3, "renewal": 1, "is_template": 0}],
    "Ticket_Contract": [{"id": 1, "tickets_id": 1, "contracts_id": 1}],
    "Ticket_User": [{"id": number, "tickets_id": item, "users_id": user, "type": role}
                    for number, (item, user, role) in enumerate([(1, 3, 1), (1, 4, 2), (1, 5, 3), (2, 5, 2)], 1)],
    "Group_Ticket": [{"id": 1, "tickets_id": 1, "groups_id": 8, "type": 2}],
    "Log": [{"id": number, "itemtype": kind, "items_id": item, "itemtype_link": "", "linked_action": 0,
             "user_name": "lea (4)", "date_mod": f"2026-10-01 {hour:02}:00:00", "id_search_option": option,
             "old_value": old, "new_value": new}
            for number, (kind, item, hour, option, old, new) in enumerate([
                ("Ticket", 1, 9, 12, "1", "2"), ("Ticket", 1, 10, 12, "2", "4"), ("Ticket", 1, 11, 12, "4", "2"),
                ("Ticket", 1, 12, 12, "2", "5"), ("Ticket", 1, 12, 112, "", "x"),
                ("Ticket", 99, 12, 12, "1", "2")], 1)],
    "ITILFollowup": [
        {"id": number, "itemtype": "Ticket", "items_id": 1, "users_id": user, "date": f"2026-10-01 10:0{number}:00",
         "is_private": private, "content": "…"} for number, (user, private) in enumerate([(3, 0), (4, 1), (4, 0)])],
    "TicketTask": [
        {"id": 1, "tickets_id": 1, "users_id": 4, "users_id_tech": 4, "date": "2026-10-02 08:00:00",
         "begin": "2026-10-01 10:00:00", "end": "2026-10-01 11:30:00", "actiontime": 5400, "state": 2, "content": "…"},
        {"id": 2, "tickets_id": 1, "users_id_tech": 4, "date": "2026-10-01 08:00:00", "begin": None,
         "actiontime": 3600, "state": 1}],
    "Computer": [{"id": 11, "entities_id": 1, "name": "srv-1", "states_id": 0, "locations_id": 1, "is_template": 0}],
    "NetworkEquipment": [{"id": 11, "entities_id": 1, "name": "sw-1", "states_id": 1, "locations_id": 0,
                          "is_template": 0}],
    "Item_Ticket": [{"id": 1, "itemtype": "Computer", "items_id": 11, "tickets_id": 1},
                    {"id": 2, "itemtype": "Printer", "items_id": 4, "tickets_id": 1}],
    "ImpactRelation": [{"id": 1, "itemtype_source": "NetworkEquipment", "items_id_source": 11,
                        "itemtype_impacted": "Computer", "items_id_impacted": 11}],
}


def headed(asked: Asked, rows: list[Row], wanted: Slice, total: int, more: bool) -> Reply:
    """Rows with Content-Range, which GLPI leaves out where there is nothing; a range beyond the total is refused."""
    if wanted.start > total:
        return Reply(["ERROR_RANGE_EXCEED_TOTAL", f"Provided range exceed total count of data: {total}"], status=400)
    last = min(wanted.start + wanted.size, total) - 1
    part = last - wanted.start + 1 < total
    header = {"Content-Range": f"{wanted.start}-{last}/{total}"} if total else {}
    return Reply(rows, {"Accept-Range": "1000", **header}, 206 if part else 200)


def api() -> Api:
    """The lists above behind a session."""
    routes = {f"/apirest.php/{name}": Route(rows, ranged(), headed) for name, rows in LISTS.items()}
    routes |= {f"/apirest.php/{name}": Route(answer=_searched(LISTS[name]))
               for name in ("Ticket_User", "Group_Ticket", "Log", "ITILFollowup")}
    routes["/apirest.php/initSession"] = Route(answer=_opened)
    routes["/apirest.php/killSession"] = Route(answer=lambda asked: Reply(raw=b"", said=None))
    return Api(routes, ("Session-Token", SESSION))


def _opened(asked: Asked) -> Reply:
    good = asked.headers.get("Authorization") == f"user_token {SECRET}" and asked.headers.get("App-Token") == SECRET
    return Reply({"session_token": SESSION}) if good else Reply(["ERROR_GLPI_LOGIN", ""], status=401)


def _searched(rows: list[Row]) -> Any:
    """What `searchText[field]` leaves: the rows whose field contains the text."""
    def answer(asked: Asked) -> Reply:
        assert asked.headers["Session-Token"] == SESSION
        assert asked.headers["App-Token"] == SECRET
        found = rows
        for name, text in asked.query.items():
            if searched := re.fullmatch(r"searchText\[(\w+)\]", name):
                found = [row for row in found if text in str(row[searched[1]])]
        wanted = ranged()(asked, found)
        return headed(asked, found[wanted.start: wanted.start + wanted.size], wanted, len(found), False)
    return answer
