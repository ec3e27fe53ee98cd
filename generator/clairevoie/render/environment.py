"""One Jinja environment for each (theme, language), kept in the process; it holds no data of any site."""

from __future__ import annotations

from functools import lru_cache, partial
from pathlib import Path

import jinja2
from markupsafe import Markup

from clairevoie.render import marks
from clairevoie.render.prose import opening
from clairevoie.render.say import SAY
from clairevoie.render.text import phrase
from clairevoie.words import dates, durations, numbers, plurals
from clairevoie.words.labels import label
from clairevoie.words.typography import capital, pick


@lru_cache(maxsize=8)
def environment(folders: tuple[Path, ...], language: str) -> jinja2.Environment:
    """Templates of `folders` (the first that has a file wins), escaped, strict, speaking `language`."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader([str(folder) for folder in folders]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.do"],
    )
    env.globals.update(lang=language, say=SAY, marks=marks, article_opening=opening, **_words(language))
    env.filters["capital"] = _capital
    return env


def _words(language: str) -> dict[str, object]:
    """The functions of `words` that templates call, in one language."""
    return {
        "t": partial(phrase, language),
        "typeset": lambda text: pick(language, text, text),
        "words": lambda text: pick(language, text.fr, text.en),
        "label": lambda group, code: label(group, code, language),
        "counted": lambda n, noun, words=True: plurals.counted(n, noun, language, words=words),
        "plural_of": lambda noun: plurals.name(2, noun, language),
        "percent": lambda value, decimals=1: numbers.percent(value, language, decimals),
        "share": lambda value: numbers.percent_short(value, language),
        "signed_share": lambda value: numbers.percent(value, language, signed=True),
        "number": lambda value, decimals=0: numbers.number(value, language, decimals),
        "money": lambda value, currency: numbers.money(value, currency, language),
        "duration": lambda minutes: durations.duration(minutes, language),
        "late": lambda minutes: durations.late(minutes, language),
        "limit": lambda code, minutes: durations.limit(code, minutes, language),
        "month": lambda value, year=False: dates.month(value, language, year=year),
        "weekday": lambda value: dates.weekday(value, language, short=True),
        "clock": dates.clock,
        "is_month": dates.is_month,
        "capital": _capital,
    }


def _capital(text: str) -> str:
    return type(text)(capital(text)) if isinstance(text, Markup) else capital(text)
