"""The content table of bad inputs through a whole build: nothing runs, nothing loads from elsewhere, words stay words.

M06 to M10 and M13 are refused where Markdown is read: tests/project/test_content.py. M14 and M15 for logos, the only
files of an operator that are published: tests/project/test_drawing.py.
"""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest

from clairevoie.errors import ConfigurationError
from clairevoie.portal import Prose
from clairevoie.render import build
from clairevoie.render.prose import clean
from tests.render import sample
from tests.render.test_build import Tags

RUNS = (
    "<script>evil()</script>",
    "<iframe src=//evil.example></iframe>",
    "<img src=x onerror=evil()>",
    "<svg onload=evil()><a/></svg>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content='0;//evil.example'>",
    "<form action=//evil.example><input name=x></form>",
    "<style>@import '//evil.example'</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<object data=//evil.example></object>",
    "<math><mi xlink:href='javascript:evil()'>x</mi></math>",
    "<p style='background:url(//evil.example)'>x</p>",
    "<template><script>evil()</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=evil()>'>",
)
LINKS = (
    "[x](javascript:evil())",
    "[x](JaVaScRiPt:evil())",
    "[x](java&#09;script:evil())",
    "[x](vbscript:evil())",
    "[x](data:text/html;base64,ZXZpbA==)",
    "[x](&#106;avascript:evil())",
    "<javascript:evil()>",
    "[x](\x01javascript:evil())",
    '<a href="java\nscript:evil()">x</a>',
    "[x](//evil.example)",
    "[x](\\\\evil.example)",
    "[x][r]\n\n[r]: javascript:evil()",
)
COMMENTS = (
    "<!-- margin 12 % -->",
    "<!--[if IE]>margin 12 %<![endif]-->",
    "<!-- margin 12 % --!>",
    "<!--> margin 12 -->",
)
IMAGES = (
    "![](https://evil.example/x.png)",
    "<img alt='' src='https://evil.example/x.png'>",
    "![x](https://evil.example/x.png)",
    "![x](//evil.example/x.png)",
    "![x](photo.jpg)",
    "![x](data:image/png;base64,AA)",
    "![x][r]\n\n[r]: https://evil.example/x.png",
    '<img srcset="//evil.example/x 2x">',
    '<video src="//evil.example"></video>',
    '<picture><source src="//evil.example"></picture>',
)
Element = tuple[str, dict[str, str | None]]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Each of them as a note of its own: what was written → what its page says, between two words that must stay."""
    folder = tmp_path_factory.mktemp("bad")
    written = {f"bad-{place}": what for place, what in enumerate((*RUNS, *LINKS, *COMMENTS, *IMAGES))}
    notes = [Prose("note", slug, "Bad", "fr", f"BEGINS\n\n{what}\n") for slug, what in written.items()]
    portal = sample.client()
    build(replace(portal, prose=(*portal.prose, *notes)), folder)
    texts = {what: (folder / "news" / slug / "index.html").read_text("utf-8") for slug, what in written.items()}
    return {what: text[text.index("BEGINS"):text.index("</main>")] for what, text in texts.items()}


def _elements(text: str) -> list[Element]:
    return Tags(text).tags


@pytest.mark.parametrize("what", RUNS)
def test_m01_what_runs_is_removed(pages: dict[str, str], what: str) -> None:
    found = _elements(pages[what])
    assert {tag for tag, _ in found} <= {"p", "a", "div", "nav", "span", "footer", "section", "h2"}, found
    assert not [name for _, attributes in found for name in attributes if name.startswith("on") or name == "style"]
    assert "evil.example" not in str(found)


@pytest.mark.parametrize("what", LINKS)
def test_m02_a_link_that_runs_or_leaves_without_saying_so_is_removed(pages: dict[str, str], what: str) -> None:
    addresses = [attributes.get("href") or "" for _, attributes in _elements(pages[what])]
    assert not [one for one in addresses if ":" in one and not one.startswith(("https:", "mailto:", "tel:"))]
    assert not [one for one in addresses if one.startswith(("//", "\\", "%5C")) or "evil" in one]


@pytest.mark.parametrize("what", COMMENTS)
def test_m05_no_comment_is_left(pages: dict[str, str], what: str) -> None:
    assert "<!--" not in pages[what]


@pytest.mark.parametrize("what", IMAGES)
def test_m11_no_image_and_nothing_of_another_host_is_loaded(pages: dict[str, str], what: str) -> None:
    found = _elements(pages[what])
    assert not {tag for tag, _ in found} & {"img", "video", "picture", "source", "link"}
    assert "evil" not in str(found) and "photo" not in str(found)


@pytest.mark.parametrize("text", [
    "😀 👩‍👩‍👧", "\u202eefil\u202c", "e\u0301\u0301" * 50, "a\u2028b\u2029c", "</script><script>evil()</script>"])
def test_m17_any_text_is_text_and_the_data_is_valid_json(tmp_path: Path, text: str) -> None:
    portal = replace(sample.client(), name=text)
    build(portal, tmp_path)
    home = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "<script>evil" not in home
    for file in tmp_path.rglob("*.json"):
        json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", ["<p>" + "<b>" * 20_000, "<a href='" * 20_000, "&" * 200_000, "<" * 100_000,
                                  "<table>" * 5_000])
def test_m13_html_of_any_shape_is_cleaned_in_bounded_time(text: str) -> None:
    begun = time.process_time()
    clean(text, "fr")
    assert time.process_time() - begun < 10


def test_m13_a_writing_that_cannot_be_read_is_named_and_pelican_says_nothing(
        tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    portal = sample.client()
    lost = [Prose("note", slug, "Bad", "fr", "a\n: b\n" * 2000) for slug in ("one", "two")]
    with pytest.raises(ConfigurationError) as error:
        build(replace(portal, prose=(*portal.prose, *lost)), tmp_path)
    assert [fault.where for fault in error.value.faults] == ["content: one.md", "content: two.md"]
    assert capfd.readouterr() == ("", "")
    assert not caplog.records
