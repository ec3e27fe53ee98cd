"""All pages, or none."""

from __future__ import annotations

import json
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoie.sources.http.refused import Refused
from clairevoie.sources.itop.ask import ask
from clairevoie.sources.itop.paging import fetch
from clairevoie.sources.itop.wire import Wire
from tests.sampling import sample

TEAM = ask("Team", "name")


class Server:
    """Answers pages of `keys`; `totals` is what it says there are, call by call (the last one stays)."""

    def __init__(self, keys: list[int], *totals: int, stuck: bool = False, deaf: bool = False) -> None:
        self.keys, self.totals, self.stuck, self.deaf = keys, list(totals) or [len(keys)], stuck, deaf
        self.requests: list[dict[str, Any]] = []

    def post(self, request: dict[str, Any]) -> bytes:
        self.requests.append(request)
        page, limit = (1 if self.stuck else request["page"]), request["limit"]
        keys = self.keys if self.deaf else self.keys[(page - 1) * limit: page * limit]
        total = self.totals.pop(0) if len(self.totals) > 1 else self.totals[0]
        objects = {f"Team::{k}": {"code": 0, "class": "Team", "key": str(k),
                                  "fields": {"id": str(k), "name": f"t{k}"}} for k in keys}
        return json.dumps({"code": 0, "message": f"Found: {total}", "objects": objects or None}).encode()


def keys(server: Server, size: int = 2) -> list[int]:
    return [item.key for item in fetch(cast(Wire, server), TEAM, size)]


@given(st.sets(st.integers(1, 500), max_size=40), st.integers(1, 12))
@sample(50)
def test_every_object_comes_once_in_the_order_of_keys_for_any_page_size(found: set[int], size: int) -> None:
    server = Server(sorted(found, key=str), len(found))
    assert keys(server, size) == sorted(found)
    pages = len(found) // size + 1  # a full page is followed
    assert len(server.requests) == pages + max(0, -(-len(found) // size) - 1)


def test_only_named_fields_are_asked() -> None:
    server = Server([1])
    keys(server)
    assert server.requests == [{"operation": "core/get", "class": "Team", "key": "SELECT Team", "output_fields": "name",
                                "limit": 2, "page": 1}]


def test_an_object_that_goes_while_another_comes_is_seen_though_the_total_stays() -> None:
    server = Server([1, 2, 3, 4, 5])
    first = server.post

    def moving(request: dict[str, Any]) -> bytes:
        answer = first(request)
        if len(server.requests) == 1:
            server.keys = [2, 3, 4, 5, 6]  # 1 is deleted, 6 is new: 3 moves to the first page, which was read
        return answer

    server.post = moving  # type: ignore[method-assign]
    assert keys(server) == [2, 3, 4, 5, 6]


def test_a_total_that_is_too_low_by_whole_pages_is_not_believed() -> None:
    with pytest.raises(Refused, match="4 objects came of the 2 announced"):
        keys(Server([1, 2, 3, 4], 2))


def test_a_server_that_gives_all_at_once_is_believed() -> None:
    assert keys(Server([1, 2, 3], deaf=True)) == [1, 2, 3]


def test_the_same_page_again_is_refused() -> None:
    with pytest.raises(Refused, match="page 2 is page 1 again"):
        keys(Server([1, 2], 4, stuck=True))


def test_an_object_that_comes_twice_is_refused() -> None:
    with pytest.raises(Refused, match="Team::2 comes twice, the second time on page 2"):
        keys(Server([1, 2, 2, 3]))


@pytest.mark.parametrize("total", [2, 4])
def test_fetched_must_be_the_total(total: int) -> None:
    with pytest.raises(Refused, match=f"3 objects came of the {total} announced"):
        keys(Server([1, 2, 3], total), size=3)


def test_a_class_that_changes_while_it_is_read_is_read_again_three_times_at_most() -> None:
    assert keys(Server([1, 2, 3], 4, 3)) == [1, 2, 3]
    with pytest.raises(Refused, match="from 5 to 4 while it was read, 3 times"):
        keys(Server([1, 2, 3, 4], 4, 5, 4, 5, 5, 4))
