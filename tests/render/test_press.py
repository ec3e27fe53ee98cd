"""Pelican is fenced: what it changes of the process is put back, and what it would lose is an error."""

from __future__ import annotations

import locale
import logging
from pathlib import Path

import pytest

from clairevoie import render
from tests.render.sample import client


def test_a_warning_of_another_library_is_no_error_after_a_site_is_built(tmp_path: Path) -> None:
    before = locale.setlocale(locale.LC_ALL)
    render.build(client(), tmp_path)
    logging.getLogger("some.other.library").warning("try again")
    logging.getLogger().warning("of nobody")
    assert locale.setlocale(locale.LC_ALL) == before


def test_a_warning_of_pelican_is_an_error_each_time(tmp_path: Path) -> None:
    render.build(client(), tmp_path)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            logging.getLogger("pelican.generators").warning("Skipping a page")
