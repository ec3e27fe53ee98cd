"""A sample of the faults of all calls, seen through the edge; `make prove` runs them all."""

from __future__ import annotations

import random

import pytest

from tests.behind import access_faults, faults
from tests.behind.faults import Case, cases
from tests.behind.forked import Forks
from tests.behind.ground import Ground

pytestmark = [pytest.mark.edge, pytest.mark.s3]
CALLS = {True: 21, False: 29}  # of a first publication, and of one that deletes an old release; a test compares
LINKS = {"grant": 15, "rotate": 17, "revoke": 11, "remove": 20}


@pytest.mark.parametrize("first", [True, False])
def test_whatever_call_fails_a_visitor_sees_the_old_release_or_the_new_one(
    here: Ground, forks: Forks, *, first: bool
) -> None:
    assert faults.calls_of(here, first=first) == CALLS[first]
    some = random.Random(20261101 + first).sample(cases(CALLS[first]), 3)
    tally = faults.proved(here, forks, [*some, Case(CALLS[first] - 2, "kill after")], first=first)
    assert tally.faults == []
    assert tally.runs == 4 and tally.views["4"] >= 8 and tally.told["killed"] >= 1


def test_whatever_call_of_a_command_fails_no_link_is_alive_that_the_state_does_not_hold(
    here: Ground, forks: Forks
) -> None:
    doors = access_faults.doors(here)
    kept = access_faults.keep(doors)
    for act, calls in LINKS.items():
        assert access_faults.calls_of(doors, act) == calls
        access_faults.restore(doors, kept)
        some = random.Random(act).sample(cases(calls), 2)
        assert access_faults.proved(doors, forks, act, [*some, Case(calls - 1, "kill before")]) == []
