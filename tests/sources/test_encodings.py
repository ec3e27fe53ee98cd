"""C01 to C04: in what a CSV is written, proved or declared; nothing is read in another encoding than its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.folders import HEADER, ROW, pulled, read
from tests.sources.test_bad_csv import CLEAN, OWN, held, same_as_clean


def test_c01_a_byte_order_mark_is_no_part_of_the_header(tmp_path: Path) -> None:
    text = f"{OWN}\n{ROW}\n".replace("ticket,client", "client,ticket")
    found = read(tmp_path, {"tickets.csv": text.encode("utf-8-sig")}, tables={"tickets": {}})
    assert found.tables["tickets"]["client"].to_pylist() == ["T-1"]
    same_as_clean(tmp_path, CLEAN.encode("utf-8-sig"))


def test_c02_cp1252_is_proved_and_told_never_latin_1(tmp_path: Path) -> None:
    content = f"{HEADER},title\n{ROW},L’été à 5 €\n".encode("cp1252")
    assert read(tmp_path, {"tickets.csv": content}).tables["tickets"]["title"].to_pylist() == ["L’été à 5 €"]
    assert pulled(tmp_path, {}).detected["tickets.csv"].startswith("cp1252, ")


@pytest.mark.parametrize("byte", [0x82, 0x8A ^ 0x0A ^ 0x02, 0x8F, 0x90])
def test_c02_a_letter_of_another_code_page_is_not_taken_for_cp1252(byte: int, tmp_path: Path) -> None:
    content = f"{OWN},title\n{ROW},s".encode() + bytes([byte]) + b"rie\n"
    assert held(tmp_path, content, tables={"tickets": {}}) == (
        f"tickets.csv:2: byte 0x{byte:02x} is not utf-8, and unlikely in cp1252; save it as UTF-8, or say"
        " encoding: cp1252 if it is that")


@pytest.mark.parametrize(("first", "second"), [("cp1252", "utf-8"), ("utf-8", "cp1252")])
@pytest.mark.parametrize("encoding", ["detect", "cp1252", "utf-8"])
def test_c03_two_encodings_in_one_file_are_told_with_a_line_of_each(
        tmp_path: Path, first: str, second: str, encoding: str) -> None:
    """Whatever is declared: no cell is read in the wrong one."""
    lines = [f"{OWN},title\n".encode(), f"{ROW},été\n".encode(first), b"T-2,a,incident,P1,new,2026-10-01T08:00,ete\n",
             "T-3,a,incident,P1,new,2026-10-01T08:00,à 5 €\n".encode(second)]
    written = {first: 2, second: 4}
    assert held(tmp_path, b"".join(lines), tables={"tickets": {}}, encoding=encoding) == (
        f"tickets.csv:{written['cp1252']}: byte 0x{'e9' if first == 'cp1252' else 'e0'} is not utf-8, and line"
        f" {written['utf-8']} is: two encodings in one file; export it again in one")


@pytest.mark.parametrize("title", [
    "été", "août", "cœur", "Œuvre", "à 5 €", "Sûreté", "Gîte", "ESPAÑA", "KÖLN", "BLÅBÆR", "NÃO", "« x »", "Łódź",
    "→ x", "😀"])
def test_c03_utf_8_that_is_declared_cp1252_is_not_read_as_such(tmp_path: Path, title: str) -> None:
    content = f"{OWN},title\n{ROW},{title}\n".encode()
    assert held(tmp_path, content, tables={"tickets": {}}, encoding="cp1252") == (
        "tickets.csv:2: is utf-8, though cp1252 is declared; say encoding: utf-8")


@pytest.mark.parametrize("title", [
    "CAFÉ»", "«ÉTÉ» À«", "Â", "naïve œuvre à 12 °C", "MÜ¼", "«Â» «\u00a0Â\u00a0»", "ATÉ AMANHÃ…", "“MANHÃ”",
    "IRMÃ’ «IRMÃ»", "AMANHÃ\u00a0CEDO", "MAÇÃ® © 1º 2ª", "SÃO – NÃO", "„SMÅ“", "Größe 5 €"])
def test_c03_words_that_only_look_like_utf_8_are_read_where_cp1252_is_declared(tmp_path: Path, title: str) -> None:
    content = f"{OWN},title\n{ROW},{title}\n".encode("cp1252")
    found = read(tmp_path, {"tickets.csv": content}, tables={"tickets": {}}, encoding="cp1252")
    assert found.tables["tickets"]["title"].to_pylist() == [title]


def test_c03_a_file_of_which_no_line_is_utf_8_says_what_to_declare(tmp_path: Path) -> None:
    """É» is written as a letter of UTF-8 would be: nothing is proved."""
    text = f"{OWN},title\n{ROW},CAFÉ»\nT-2,a,incident,P1,new,2026-10-01T08:00,é\n"
    assert held(tmp_path, text.encode("cp1252"), tables={"tickets": {}}) == (
        "tickets.csv:3: byte 0xe9 is not utf-8, though line 2 may be; say encoding in source.yml, if all of the file"
        " has one")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_c04_utf_16_as_excel_saves_unicode_text(encoding: str, tmp_path: Path) -> None:
    same_as_clean(tmp_path, ("\ufeff" + CLEAN.replace(",", "\t").replace("\n", "\r\n")).encode(encoding))
    assert held(tmp_path / "unmarked", CLEAN.encode(encoding)).startswith(
        "tickets.csv:1: looks like UTF-16 without a byte order mark; say encoding")


@pytest.mark.parametrize(("title", "said"), [
    ("problÃ¨me", "Ã¨"), ("l’Ã©tÃ©", "Ã©"), ("câ€™est", "â€"), ("fin\ufffd", "\ufffd"), ("12\u00c2\u00b0C", "Â°"),
    ("été à 12 °C, «\u00a0AMANHÃ\u00a0» et «Ã»", ""), ("ete", "")])
def test_c03_letters_that_were_misread_before_the_file_was_written_are_told(
        tmp_path: Path, title: str, said: str) -> None:
    found = pulled(tmp_path, {"tickets.csv": f"{OWN},title\n{ROW},ok\n{ROW.replace('T-1', 'T-2')},{title}\n"},
                   tables={"tickets": {}})
    line = (f"tickets.csv:3: {said!r} looks like letters that were read in a wrong encoding before the file was"
            " written; it is shown as it stands")
    assert found.passing == ((line,) if said else ())


def test_c36_what_no_mapping_reads_is_named(tmp_path: Path) -> None:
    found = pulled(tmp_path, {"tickets.csv": CLEAN, "tickets-2.CSV": CLEAN, "~$tickets.csv": "x", "README.md": "x",
                              "tickets.csv.gz": b"x"})
    assert found.passing == ("no mapping reads 'tickets-2.CSV', 'tickets.csv.gz'",)
