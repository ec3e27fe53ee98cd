"""A logo only draws, and says nothing of who drew it where."""

from __future__ import annotations

from pathlib import Path

import pytest

from clairevoie.project.drawing import drawing

TOP = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{}</svg>'


def _drawn(folder: Path, inside: str, name: str = "logo.svg") -> str:
    (folder / name).write_text(TOP.replace("{}", inside), encoding="utf-8")
    return drawing(folder / name)


@pytest.mark.parametrize("inside", [
    "<script>alert(1)</script>", "<foreignObject><p>x</p></foreignObject>", '<path onclick="x()"/>',
    '<g ONLOAD="x()"/>', '<image href="photo.jpg"/>', '<use href="https://evil.example/x.svg#a"/>',
    '<use xlink:href="data:image/svg+xml,x"/>',
    '<a href="javascript:alert(1)"><path/></a>', "<style>@import 'x'</style>", '<path fill="url(https://evil.example)"/>',
    '<path style="background: ur\\6c(x)"/>', "<animate/>", '<set attributeName="href" to="javascript:x"/>',
])
def test_m14_a_drawing_that_does_more_than_draw_is_refused(tmp_path: Path, inside: str) -> None:
    with pytest.raises(ValueError, match="draw"):
        _drawn(tmp_path, inside)


@pytest.mark.parametrize(("content", "says"), [
    (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>', "DOCTYPE"),
    (b"<html><body/></html>", "at the top"), (b"GIF89a", "no XML"), (b"\xff\xd8\xff\xe0<svg/>", "no XML"),
    (b'<?xml version="1.0" encoding="utf-7"?><svg/>', "no XML"), (b"<svg>" + b" " * 300_000, "larger than"),
    (TOP.encode("utf-16"), "in UTF-8"),
])
def test_m14_what_is_no_drawing_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "logo.svg").write_bytes(content)
    with pytest.raises(ValueError, match=says):
        drawing(tmp_path / "logo.svg")


def test_m15_a_picture_is_no_logo_and_what_an_editor_wrote_is_taken_out(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a logo is an SVG"):
        _drawn(tmp_path, "", "logo.jpg")
    drawn = _drawn(tmp_path, '<!-- Hélène, 48.85 N --><metadata>Hélène</metadata><path d="M0 0h9"/>'
                   '<x:view xmlns:x="http://sodipodi.example" x:author="Hélène"/>'
                   '<g x:path="C:helene" xmlns:x="http://inkscape.example" stroke="#123"/>')
    assert "lène" not in drawn and "helene" not in drawn
    assert '<path d="M0 0h9"' in drawn and 'stroke="#123"' in drawn


def test_a_drawing_of_ten_thousand_levels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="levels"):
        _drawn(tmp_path, "<g>" * 10_000 + "</g>" * 10_000)
