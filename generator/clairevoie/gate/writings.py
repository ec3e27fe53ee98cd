"""The other ways in which people write one identifier: a slug, a name turned round, a telephone number in pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clairevoie.gate.escapes import DOMAIN, drawn, unescape
from clairevoie.gate.folding import fold
from clairevoie.gate.inside import says_itself, spoken

_MARKS = re.compile(rb"[&%\\<]")
_NOT_SLUG = re.compile(rb" *[^a-z0-9 \x80-\xff]+ *")
_LEGAL = re.compile(rb" (?:sasu?|sarl|sa|s\.a\.(?:s\.|r\.l\.)?|sci|snc|scop|eurl|gmbh|ag|kg|ltd|limited|llc|plc|inc"
                    rb"|corp|bv|nv|spa|srl|sl|ab|oy)\.?$")
_PERSON = re.compile(r"([^\s,@]+) ([^\s,@]+)")  # a first name and a surname: which is which does not matter
_ODD_KINDS = frozenset(("name", "person", "phone", "domain", "host", "id", "shared", "common"))
_ODD = re.compile(rb"[&%\\<\s]|[xX][nN]--")
_ABROAD = re.compile(r"(?:\+|00)(\d{1,3})([\s.(/-])?(?:\s*\(?0\))?")  # +33 (0)1 …


def is_odd(kind: str, content: bytes) -> bool:
    """Whether identifiers of this kind, written in `content`, may be written in other ways."""
    return kind in _ODD_KINDS or _ODD.search(content) is not None


def writings(kind: str, text: str, form: bytes) -> Iterator[bytes]:
    """Its other forms, folded. form: as it stands, folded."""
    raw = text.encode("utf-8", "replace")
    if _MARKS.search(raw):
        yield fold(unescape(raw))
        yield from (fold(cut[0].strip(b"<")) for cut in (drawn(b"<" + raw),) if cut)
    yield from _slugs(kind, form)
    if b"xn--" in raw.lower() and (domain := DOMAIN.undone(raw)):
        yield fold(domain[0])
    if kind == "person" and (person := _PERSON.fullmatch(text.strip())):
        yield from (fold(f"{person[2]}{between}{person[1]}".encode()) for between in (" ", ", ", ".", ","))
        yield fold(f"{person[1]}.{person[2]}".encode())
    if kind == "phone":
        yield from _telephone(text)
    yield from _in_base64(raw)


def _slugs(kind: str, form: bytes) -> Iterator[bytes]:
    """A name also without its `&` and its apostrophes, and without its legal form where two words are left."""
    if b" " in form and _NOT_SLUG.search(form):
        yield _NOT_SLUG.sub(b" ", form).strip()
    if kind == "name" and (legal := _LEGAL.search(form)) and b" " in (short := form[:legal.start()].rstrip(b" ,")):
        yield short
        yield from _slugs("", short)


def _telephone(text: str) -> Iterator[bytes]:
    """With the country or without, in one, by pairs, by threes, with spaces, points or slashes."""
    for country, digits in _countries(text.strip()):
        national = digits.removeprefix("0")
        if 8 <= len(national) <= 12:
            leads = ("0", "", *((f"{country} ", country, f"00{country}", f"{country}(0)") if country else ()))
            yield from (fold(f"{lead}{number}".replace(" ", between).encode()) for lead in leads
                        for number in (national, *_grouped(national)) for between in " ./")


def _countries(text: str) -> Iterator[tuple[str, str]]:
    """(country, number): where nothing stands between the two, each length that a country's code may have."""
    digits = re.sub(r"\D", "", text)
    if not (abroad := _ABROAD.match(text)):
        yield "", digits
    elif abroad[2]:
        yield abroad[1], re.sub(r"\D", "", text[abroad.end():])
    else:
        said = digits.removeprefix("00")
        yield from ((said[:length], said[length:]) for length in (1, 2, 3))


def _grouped(national: str) -> Iterator[str]:
    """1 23 45 67 89 · 123 456 789 · 12 34 56 78 9, from the left or from the right."""
    for size in (2, 3):
        odd = len(national) % size
        yield f"{national[:odd]} {_parts(national[odd:], size)}".strip()
        yield _parts(national, size)


def _parts(digits: str, size: int) -> str:
    return " ".join(digits[at:at + size] for at in range(0, len(digits), size))


def _in_base64(raw: bytes) -> Iterator[bytes]:
    """The base64 that does not look like it, of a word that stands alone."""
    for word in (raw, raw.lower(), raw.upper()):
        if not says_itself(word) and len(word) > 3:
            yield fold(spoken(word))
