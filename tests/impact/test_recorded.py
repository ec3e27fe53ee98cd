"""What iTop itself answered, and the estates of others."""

from __future__ import annotations

import pytest

from tests.impact.estates import alone_and_in_pairs
from tests.impact.recorded import compared, itop


@pytest.mark.shared_data
def test_every_recorded_answer_of_itop_is_ours() -> None:
    assert compared(itop()) == (370, [])


@pytest.mark.shared_data
@pytest.mark.parametrize("name", ["itop_sample", "fedora_infra"])
def test_each_host_lost_alone_and_some_pairs(name: str) -> None:
    count, faults = alone_and_in_pairs(name, pairs=40)
    assert count > 3
    assert faults == []
