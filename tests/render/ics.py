"""RFC 5545 read by its grammar, from nothing of the package's: lines unfolded, parameters, text unescaped."""

from __future__ import annotations

import re

_LINE = re.compile(r'(?P<name>[A-Z0-9-]+)(?P<params>(?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(?P<value>.*)', re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def lines(content: bytes) -> list[str]:
    """Content lines, unfolded; every physical line is at most 75 octets, whole characters, and ends in CRLF."""
    assert content.endswith(b"\r\n")
    physical = content[:-2].split(b"\r\n")
    assert all(len(line) <= 75 and b"\r" not in line and b"\n" not in line for line in physical)
    assert all(line.decode("utf-8") for line in physical)
    return content.decode("utf-8").replace("\r\n ", "").replace("\r\n\t", "")[:-2].split("\r\n")


def events(content: bytes) -> list[dict[str, str]]:
    """Each event's properties, text unescaped; the calendar around it is checked."""
    parsed = [_parsed(line) for line in lines(content)]
    found, calendar, inside = list[dict[str, str]](), dict[str, str](), None
    for match in parsed:
        name, value = match["name"], match["value"]
        if (name, value) == ("BEGIN", "VEVENT"):
            inside = dict[str, str]()
        elif (name, value) == ("END", "VEVENT"):
            assert inside is not None and {"UID", "DTSTAMP", "DTSTART"} <= set(inside)
            found.append(inside)
            inside = None
        else:
            into = calendar if inside is None else inside
            assert name not in into or name in ("BEGIN", "END"), name
            into[name] = text(value) if name in ("SUMMARY", "DESCRIPTION", "NAME") else value
    assert calendar["VERSION"] == "2.0" and calendar["PRODID"] and calendar["END"] == "VCALENDAR"
    assert len({event["UID"] for event in found}) == len(found)
    return found


def text(value: str) -> str:
    """A TEXT value; a separator that is not escaped is an error."""
    assert not re.search(r"(?<!\\)(?:\\\\)*[,;]", value), value
    return _ESCAPE.sub(lambda one: {"n": "\n", "N": "\n"}.get(one[1], one[1]), value)


def _parsed(line: str) -> re.Match[str]:
    match = _LINE.fullmatch(line)
    assert match, f"no content line: {line!r}"
    return match
