"""The headers are those of docs/publishing.md."""

from __future__ import annotations

from clairevoie.publish.headers import HEADERS
from clairevoie.release import IMMUTABLE, REVALIDATE, cache_rule
from tests.demo import REPOSITORY


def test_the_documentation_names_every_header_with_its_value() -> None:
    lines = (REPOSITORY / "docs" / "publishing.md").read_text(encoding="utf-8").splitlines()
    for name, value in HEADERS.items():
        assert any(line.startswith(f"| `{name}` | `{value}`") for line in lines), name
    assert any(line.startswith(f"| `Cache-Control` | `{IMMUTABLE}`") and f"`{REVALIDATE}`" in line for line in lines)


def test_a_font_is_kept_and_all_the_rest_is_asked_for_again() -> None:
    assert cache_rule("theme/a.woff2") == IMMUTABLE
    assert {cache_rule(path) for path in ("index.html", "theme/a.css", "data/figures.json")} == {REVALIDATE}
