"""Words planted at random, in every way of writing, in every kind of file: the gate finds each, where it is."""

from __future__ import annotations

import gzip
import random
import tempfile
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoie.gate import Hit, Report
from tests.gate.companies import examined
from tests.gate.planting import GUISES, KINDS, TEXTS, page, word
from tests.sampling import sample

SEEDS = st.integers(0, 2**32)


def searched(files: dict[str, bytes], words: list[str]) -> Report:
    with tempfile.TemporaryDirectory() as folder:
        return examined(Path(folder), {"lefevre": files}, {"orsted": [("host", one) for one in words]})


def by_file(report: Report) -> dict[str, list[Hit]]:
    return {file: [hit for hit in report.sites[0].hits if hit.file == file] for file in
            {hit.file for hit in report.sites[0].hits}}


@sample(6)
@given(seed=SEEDS)
def test_a_planted_word_is_found_in_every_way_of_writing_at_its_byte(seed: int) -> None:
    dice, files, words, where = random.Random(seed), {}, [], {}
    for number, ((name, (write, read)), kind) in enumerate(product(TEXTS.items(), KINDS)):
        text = word(dice)
        written = write(text, dice)
        assert text.replace("œ", "oe") in read(written).replace("œ", "oe"), name  # the oracle
        files[f"{number}.{kind}"], start = page(kind, written, dice)
        words.append(text)
        where[f"{number}.{kind}"] = name, start, start + len(written)
    found = by_file(searched(files, words))
    for file, (name, start, end) in where.items():
        assert file in found, (name, file, files[file])
        assert all(start <= hit.offset < end for hit in found[file] if hit.place != "inside"), (name, found[file])


@sample(6)
@given(seed=SEEDS)
def test_a_planted_word_is_found_inside_whatever_holds_it(seed: int) -> None:
    dice, files, words = random.Random(seed), {}, []
    for number, ((way, (write, _)), (name, guise)) in enumerate(product(TEXTS.items(), GUISES.items())):
        if way == "calendar line" and "utf" in name:  # it may be cut inside a letter, which UTF-16 cannot say
            continue
        text = word(dice)
        content, _ = page(dice.choice(KINDS), write(text, dice), dice)
        files[f"{number} {name}"] = guise(content)
        words.append(text)
    assert set(files) == set(by_file(searched(files, words)))


@sample(10)
@given(seed=SEEDS)
def test_a_domain_is_found_in_both_its_writings(seed: int) -> None:
    dice = random.Random(seed)
    label = "".join(dice.choice("abcdefghiéèïô") for _ in range(9)) + "é"
    ours, theirs = f"{label}.example", f"{label.encode('idna').decode()}.example"
    assert theirs.encode().decode("idna") == ours
    for token, written in ((ours, theirs), (theirs, ours)):
        content, start = page("html", f"https://{written}/x".encode(), dice)
        report = searched({"a.html": content}, [token])
        assert {hit.offset for hit in report.sites[0].hits} == {start + 8}


@sample(20)
@given(seed=SEEDS)
def test_plain_python_and_the_gate_agree_on_what_stands_in_plain_text(seed: int) -> None:
    dice = random.Random(seed)
    words = sorted({word(dice, plain=True) for _ in range(40)})
    files = {f"{n}.txt": " ".join(dice.choice([*words, "x", "9", *(one[:-1] for one in words)])
                                  for _ in range(50)).encode() for n in range(10)}
    expected = {(name, place) for name, content in files.items() for place in _stands(content, words)}
    assert {(hit.file, hit.offset) for hit in searched(files, words).sites[0].hits} == expected


@sample(3)
@given(seed=SEEDS)
def test_random_letters_bytes_and_base64_hold_nobodys_words(seed: int) -> None:
    dice = random.Random(seed)
    files = {"a.bin": dice.randbytes(30_000), "b.gz": gzip.compress(dice.randbytes(9_000)),
             "c.txt": "".join(dice.choice("ABCDEFabcdef0123456789+/_-\n ") for _ in range(30_000)).encode()}
    assert searched(files, [word(dice) for _ in range(3_000)]).passed


@pytest.mark.parametrize(("kind", "text", "written"), [
    ("person", "Zoé Hébert", "HÉBERT Zoé"), ("person", "Zoé Hébert", "Hebert, Zoe"),
    ("person", "Zoé Hébert", "zoe.hebert"), ("name", "Castelbourg Voyages SARL", "Castelbourg Voyages"),
    ("name", "Hébert & Fils, S.A.S.", "hebert-fils"),
    ("phone", "+33 1 23 45 67 89", "01 23 45 67 89"), ("phone", "+33 1 23 45 67 89", "01.23.45.67.89"),
    ("phone", "01 23 45 67 89", "0123456789"), ("phone", "+33 (0)1 23 45 67 89", "0033123456789"),
    ("phone", "0033123456789", "+33 1 23 45 67 89"), ("phone", "+33 1 23 45 67 89", "tel:+33123456789"),
    ("host", "srv-paie-01", "srv‑paie‑０１"), ("name", "Castelbourg", "Саstеlbоurg"),
    ("name", "Castelbourg", "𝐂𝐚𝐬𝐭𝐞𝐥𝐛𝐨𝐮𝐫𝐠"),
    ("name", "Castelbourg", "Castel<!-- x -->bourg"), ("name", "Castelbourg", "Cas\u200btel\u00adbourg"),
    ("ticket", "R-004217", "R‐٠٠٤٢١٧"),
])
def test_other_ways_to_write_it(tmp_path: Path, kind: str, text: str, written: str) -> None:
    report = examined(tmp_path, {"lefevre": {"a.html": f"<p>voir {written}, demain"}}, {"orsted": [(kind, text)]})
    assert any(8 <= hit.offset < 8 + len(written.encode()) for hit in report.sites[0].hits if hit.kind == kind)


def test_windows_letters_are_letters(tmp_path: Path) -> None:
    content = "Libellé;Société\r\nPanne déjà réglée;Hélianthe Énergie\r\n".encode("cp1252")
    report = examined(tmp_path, {"lefevre": {"a.csv": content}}, {"b": [("name", "Hélianthe Énergie")]})
    assert [hit.offset for hit in report.sites[0].hits] == [content.index(b"H\xe9lian")]


def _stands(content: bytes, words: list[str]) -> list[int]:
    text, found = content.decode().lower(), []
    for one in words:
        place = text.find(one.lower())
        while place >= 0:
            if not (text[place - 1:place].isalnum() or text[place + len(one):place + len(one) + 1].isalnum()):
                found.append(place)
            place = text.find(one.lower(), place + 1)
    return found
