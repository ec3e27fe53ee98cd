"""Text that tries to run does not: it is escaped or cleaned, and the policy alone would stop it too."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.walk import browser
from tests.isolation.payloads import PAYLOADS, built, hostile, sanitiser_off, visited

pytestmark = pytest.mark.browser


def test_payloads_in_every_text_field_neither_run_nor_trouble_the_policy(tmp_path: Path) -> None:
    output = built(hostile(2), tmp_path, staff=False)
    with browser() as chromium:
        seen = visited(chromium, output, sample=6)
    assert (seen.ran, seen.reports, seen.links) == ([], 0, [])
    assert seen.pages >= 6


def test_with_the_sanitiser_off_the_policy_alone_stops_them_and_without_it_they_would_run(tmp_path: Path) -> None:
    with sanitiser_off():
        output = built(hostile(1), tmp_path, staff=False)
    with browser() as chromium:
        held, loose = visited(chromium, output, sample=3), visited(chromium, output, policy=False, sample=3)
    assert held.ran == []
    assert held.reports > 0
    assert loose.ran != []


def test_there_are_fourteen_payloads() -> None:
    assert len(set(PAYLOADS)) == 14
