"""The operator's Markdown, once it is HTML: cleaned and typeset."""

from __future__ import annotations

from clairevoie.render.prose import clean


def test_french_prose_has_its_apostrophes_and_spaces() -> None:
    assert clean("<p>L'astreinte : quand ? Le 14 novembre à 9 h 12.</p>", "fr").unescape() == (
        "<p>L’astreinte\u00a0: quand\u202f? Le 14\u00a0novembre à 9\u00a0h\u00a012.</p>"
    )
    assert clean("<p>« vite » ; 40 h</p>", "fr").unescape() == "<p>«\u00a0vite\u00a0»\u202f; 40\u00a0h</p>"


def test_english_prose_has_its_apostrophes_only() -> None:
    assert clean("<p>The operator's line: is it up ?</p>", "en") == "<p>The operator’s line: is it up ?</p>"


def test_code_and_addresses_stay_as_they_were_written() -> None:
    written = '<p><code>a ; \'b\'</code> <a href="https://x.example/?q=l\'un ; l\'autre">là</a></p>'
    said = clean(written, "fr")
    assert "<code>a ; 'b'</code>" in said
    assert "q=l'un ; l'autre" in said.unescape()


def test_attributes_stay_as_they_were_written_whatever_they_hold() -> None:
    said = clean("""<p><a href="https://x.example/" title="l'un > b : c ?">mot : l'autre</a> : fin</p>""", "fr")
    assert "title=\"l'un &gt; b : c ?\"" in said
    assert "mot\u00a0: l’autre</a>\u00a0: fin" in said


def test_what_runs_is_taken_out() -> None:
    said = clean('<p onclick="x()">Bonjour<script>alert(1)</script><img src="//x"></p>', "fr")
    assert said == "<p>Bonjour</p>"
