"""Marks of Markdown that would keep its reader busy for minutes, or end it: refused before they are read.

Python-Markdown looks for the end of each bracket, link and tag up to the end of its paragraph (of the file, for a tag),
again and again: the bounds are on that work, so that they grow with the file and not with its square.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from clairevoie.project.fenced import outside_code

MAX_NESTING = 50
MAX_FENCES = 100
MAX_LINES = 5_000  # that say something, outside of fenced code
MAX_MARKS = 20_000
MAX_ABBREVIATIONS = 500
MAX_DEFINITIONS = 100  # in one paragraph
MAX_SEARCHED = 4_000_000  # characters that are looked through for ends that are not there
CHEAP = 10  # times is an end of a tag looked for, or a paragraph split, in the time of another one's

_MARK = re.compile(r"[\[*_`<\\&]")
_RUN = re.compile(rf"(?:[>\[(*_] ?){{{MAX_NESTING},}}")
_STEP = re.compile(r"[ \t]*+(?:>|(?:[-+*:]|\d++[.)]|\[\^[^\]\n]*+\]:)(?=[ \t]))")
_RULE = re.compile(r"[ \t]*+(?:(?:-[ \t]*+)++|(?:\*[ \t]*+)++|(?:_[ \t]*+)++)")
_ABBREVIATION = re.compile(r"[ >]*+\*\[")
_DEFINITION = re.compile(r"[ >]*+: ")
_HEADING = re.compile(r"[ >]*+(?:=++ *+|#.*+)")
_BRACE = re.compile(r"\{[^{}\n]*+\}")
# What ends where it looks as if it does, whatever stands around it.
_BRACKET = re.compile(r"\[(?:[^\[\]`\\\n]|(?<!`)`[^`\[\]\\\n]++`(?!`))*+\]")
_TARGET = re.compile(r"\]\((?:[^()'\"`\\<\n]|\([^()'\"`\\<\n]*+\))*+(?:\"[^\"()`\\\n]*+\"|'[^'()`\\\n]*+')?+ *+\)")
_TAG = re.compile(
    r"<(?:/?+[A-Za-z][A-Za-z0-9-]*+(?:\s++[A-Za-z-]++(?:=\"[^\"<>\n]*+\"|='[^'<>\n]*+')?+)*+\s*+/?+"
    r"|https?+://[^\s<>\"']++|[\w.+-]++@[\w.-]++)>")
_OPENS_TAG, _OPENS_MORE = re.compile(r"<[A-Za-z/]"), re.compile(r"<[!?]")
_OPEN = "too many [, (, { or < that nothing closes, or headings, in a long paragraph; close them, put ``` around code"
_COMMENT = re.compile(r"<!--(?:[^<>-]|-(?!->))*+-->")


@dataclass(slots=True)
class _Block:
    """Lines without a blank one between them. opens: brackets and targets of links that may have no end.

    splits: lines at which the rest is taken apart. terms: definitions among them.
    """

    length: int = 0
    opens: int = 0
    splits: int = 0
    terms: int = 0

    def searched(self) -> int:
        """Characters that are looked through."""
        return self.length * (self.opens + self.splits // CHEAP)


@lru_cache(maxsize=64)  # what all clients share is asked of for each
def beyond(markdown: str) -> tuple[int, str] | None:
    """The line (from 1) that passes a bound, and which; None where the text can be read in time.

    Takes time in proportion to the text.
    """
    lines = re.sub("[\2\3]", "", markdown).expandtabs(4).split("\n")
    said = [(number, line) for number, line in outside_code(lines)]
    return _nested(said) or _many(said) or _open(said, len(markdown))


def _nested(lines: list[tuple[int, str]]) -> tuple[int, str] | None:
    for number, line in lines:
        if (_RUN.search(line) and not _RULE.fullmatch(line)) or _depth(line) > MAX_NESTING:
            return number, f"marks nested deeper than {MAX_NESTING} levels"
    return None


def _depth(line: str) -> int:
    """Levels of lists and quotes that the line opens, or continues by its indentation."""
    if not line.strip() or _RULE.fullmatch(line):
        return 0
    place = steps = 0
    while step := _STEP.match(line, place):
        place, steps = step.end(), steps + 1
    return steps + (len(line) - len(line.lstrip(" >"))) // 4


def _many(lines: list[tuple[int, str]]) -> tuple[int, str] | None:
    said = marks = short = fences = 0
    for number, line in lines:
        said += bool(line.strip())
        marks += len(_MARK.findall(line))
        short += bool(_ABBREVIATION.match(line))
        fences += line.startswith(("```", "~~~"))
        for count, most, what in ((said, MAX_LINES, "lines outside of code"), (marks, MAX_MARKS, "marks of Markdown"),
                                  (short, MAX_ABBREVIATIONS, "abbreviations"),
                                  (fences, MAX_FENCES, "fences of code, open or of more words")):
            if count > most:
                return number, f"more than {most:,} {what} in one file"
    return None


def _open(lines: list[tuple[int, str]], whole: int) -> tuple[int, str] | None:
    searched, block = 0, _Block()
    for number, line in lines:
        if line.strip():
            searched += max(len(_OPENS_TAG.findall(line)) - len(_TAG.findall(line)), 0) * whole // CHEAP
            searched += (len(_OPENS_MORE.findall(line)) - len(_COMMENT.findall(line))) * whole
            _add(block, line)
        else:
            searched, block = searched + block.searched(), _Block()
        if block.terms > MAX_DEFINITIONS:
            return number, f"more than {MAX_DEFINITIONS} definitions without a blank line between them"
        if searched + block.searched() > MAX_SEARCHED:
            return number, _OPEN
    return None


def _add(block: _Block, line: str) -> None:
    block.length += len(line) + 1
    block.opens += line.count("[") - len(_BRACKET.findall(line)) + line.count("](") - len(_TARGET.findall(line))
    block.opens += line.count("{") - len(_BRACE.findall(line))
    term = bool(_DEFINITION.match(line))
    block.terms += term
    block.splits += term or bool(_ABBREVIATION.match(line) or _HEADING.match(line) or _RULE.fullmatch(line))
