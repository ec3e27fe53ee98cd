"""The client's colour: readable, and never mistaken for a warning."""

from __future__ import annotations

import pytest

from clairevoie.render import accent


def test_black_on_white_is_twenty_one() -> None:
    assert accent.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert accent.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_a_pale_colour_is_darkened_until_it_is_readable_and_it_is_said() -> None:
    made = accent.guard("#7fd0e0")
    assert accent.contrast(made.light, "#ffffff") >= 4.5
    assert accent.contrast(made.dark, "#0e1417") >= 4.5
    assert "darkened" in made.note


def test_a_colour_that_looks_like_a_warning_is_refused() -> None:
    assert accent.guard("#b5271f").light == "#0a5a6b"
    assert "warning" in accent.guard("#b5271f").note


def test_what_is_no_colour_never_reaches_the_css() -> None:
    assert accent.rules("red}body{display:none") == ""
    assert accent.rules("#5b2a86").startswith(":root")
