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
    env.globals.update(
        lang=language,
        t=partial(phrase, language),
        label=_labelled(language),
        say=SAY,
        marks=marks,
        counted=lambda n, noun, words=True: plurals.counted(n, noun, language, words=words),
        percent=lambda value, decimals=1: numbers.percent(value, language, decimals),
        share=lambda value: numbers.percent_short(value, language),
        number=lambda value, decimals=0: numbers.number(value, language, decimals),
        hours=lambda value, signed=False: numbers.hours(value, language, signed=signed),
        duration=lambda minutes: durations.duration(minutes, language),
        late=lambda minutes: durations.late(minutes, language),
        limit=lambda code, minutes: durations.limit(code, minutes, language),
        month=lambda value, year=False: dates.month(value, language, year=year),
        weekday=lambda value: dates.weekday(value, language, short=True),
        day_long=lambda value: dates.day_long(value, language),
        words=lambda text: pick(language, text.fr, text.en),
        clock=dates.clock,
        is_month=dates.is_month,
        capital=_capital,
        article_opening=opening,
        money=lambda value, currency: numbers.money(value, currency, language),
        signed_share=lambda value: numbers.percent(value, language, signed=True),
    )
    env.filters["capital"] = _capital
    return env


def _labelled(language: str) -> object:
    return lambda group, code: label(group, code, language)


def _capital(text: str) -> str:
    return type(text)(capital(text)) if isinstance(text, Markup) else capital(text)
