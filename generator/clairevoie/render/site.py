"""What a template is given: one site in one language, and where on it the page stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from markupsafe import Markup

from clairevoie.charts import Size
from clairevoie.portal import (
    Cell,
    Chart,
    Column,
    Contract,
    Definition,
    Figure,
    Page,
    Portal,
    Prose,
    Table,
    Text,
)
from clairevoie.render import behind, cells, drawings, figure, pages
from clairevoie.render.text import joined, phrase
from clairevoie.words import dates
from clairevoie.words.typography import pick


@dataclass(slots=True)
class Site:
    """A Portal in one language. prefix: "" or "en/"; assets: theme files by name; articles: cleaned prose by slug."""

    portal: Portal
    language: str
    prefix: str
    assets: dict[str, str]
    articles: dict[str, Markup] = field(default_factory=dict)

    def on(self, page: Page) -> Here:
        """The same, seen from `page`."""
        return Here(self, page)


@dataclass
class Here:
    """The site seen from one page: every address it gives is relative and ends in a file name."""

    site: Site
    page: Page

    @cached_property
    def portal(self) -> Portal:
        """All that the audience may see."""
        return self.site.portal

    @cached_property
    def language(self) -> str:
        """The page's language."""
        return self.site.language

    @cached_property
    def zone(self) -> ZoneInfo:
        """The client's zone: every instant is written in it."""
        return ZoneInfo(self.portal.timezone)

    @cached_property
    def now(self) -> datetime:
        """as_of in the client's zone."""
        return self.portal.as_of.astimezone(self.zone)

    @property
    def today(self) -> date:
        """as_of's day in the client's zone."""
        return self.now.date()

    # --- words

    def t(self, fr: str, en: str, **values: object) -> Markup:
        """A sentence of ours in the page's language, with its values escaped."""
        return phrase(self.language, fr, en, **values)

    def words(self, text: Text) -> str:
        """A Text of the Portal in the page's language, typeset; not markup: it is escaped where it is written."""
        return pick(self.language, text.fr, text.en)

    def join(self, parts: Sequence[str]) -> Markup:
        """`a, b et c`."""
        return joined(self.language, list(parts))

    def local(self, value: datetime) -> datetime:
        """An instant in the client's zone."""
        return value.astimezone(self.zone) if value.tzinfo else value

    def day(self, value: date) -> str:
        """`12/03/2026`; an instant gives its day in the client's zone."""
        return dates.day(self.local(value) if isinstance(value, datetime) else value, self.language)

    def near_day(self, value: date) -> str:
        """`sam. 14/03`."""
        return dates.day_near(self.local(value) if isinstance(value, datetime) else value, self.language, self.today)

    def instant(self, value: datetime) -> str:
        """`12/03/2026 14:05`."""
        return dates.instant(self.local(value), self.language)

    def short(self, value: datetime) -> str:
        """`12/03 11:20`."""
        return dates.instant_short(self.local(value), self.language, self.now)

    def near(self, value: datetime) -> str:
        """`demain 09:20`, or `le 14/03 09:20` as it stands in a sentence."""
        local = self.local(value)
        article = "le " if self.language != "en" and not dates.is_near(local, self.now) else ""
        return article + dates.instant_near(local, self.language, self.now)

    def day_long(self, value: date, *, year: bool | None = None) -> Markup:
        """`1er mars`, its ordinal raised; its year where it is not today's, unless told."""
        shown = value.year != self.today.year if year is None else year
        text = dates.day_long(value, self.language, year=shown)
        return Markup.escape(text).replace("1er", Markup("1<sup>er</sup>"))

    @cached_property
    def month(self) -> str:
        """The reporting month's name."""
        return dates.month(self.portal.month, self.language)

    # --- figures and tables

    def definition(self, kpi: str) -> Definition | None:
        """The definition of a KPI, when the site has it."""
        return next((d for d in self.portal.definitions if d.kpi == kpi), None)

    def name(self, kpi: str) -> str:
        """The label of a KPI."""
        found = self.definition(kpi)
        return self.words(found.label) if found else kpi

    def explained(self) -> list[tuple[str, str]]:
        """(label, address of its definition) of each figure on this page, by label; none on the definitions' own."""
        found = [] if self.page.id == "definitions" else [(self.name(kpi), self.link("definitions", kpi))
                                                          for kpi in behind.kpis(self.page)]
        return sorted((name, href) for name, href in found if href)

    def value(self, of: Figure) -> str:
        """A figure as it is written, "–" when it has no value."""
        return figure.written(of, self.language, self.portal.currency)

    def missed(self, of: Figure | None) -> bool:
        """Whether a figure is on the wrong side of its target."""
        return of is not None and figure.missed(of, self.definition(of.kpi))

    def cell(self, column: Column, value: Cell) -> str:
        """A table's cell as it is written on the page."""
        return cells.written(column, value, self)

    def has_values(self, chart: Chart) -> bool:
        """Whether there is anything to draw; where there is not, the sentence above says so."""
        return any(point.y is not None for series in chart.series for point in series.points)

    def chart(self, chart: Chart, size: Size) -> Markup:
        """A chart as SVG: `wide` or `half`; the narrow redraw is for phones."""
        return drawings.drawn(chart, self, size)

    def table(self, name: str) -> Table | None:
        """The downloadable table `name`, that of a chart included."""
        return drawings.tables(self.portal).get(name)

    # --- addresses

    @cached_property
    def root(self) -> str:
        """From this page to the site's root."""
        return "../" * (self.site.prefix + self.page.path).count("/")

    def to(self, path: str) -> str:
        """From this page to another page of the same language."""
        return "../" * self.page.path.count("/") + path

    def file(self, path: str) -> str:
        """From this page to a file that all languages share."""
        return self.root + path

    def asset(self, name: str) -> str:
        """From this page to a file of the theme, "" when there is none."""
        return self.root + self.site.assets[name] if name in self.site.assets else ""

    def other(self, language: str) -> str:
        """From this page to the same page in `language`."""
        prefix = "" if language == self.portal.languages[0] else f"{language}/"
        return self.root + prefix + self.page.path

    def link(self, name: str, subject: str = "") -> str:
        """From this page to the page `name` (about `subject`), "" when the site has none."""
        for page in self.portal.pages:
            if page.id == name and page.subject == subject:
                return self.to(page.path)
        return ""

    def contract(self, contract: str) -> str:
        """The name of a contract, else its reference."""
        for page in self.portal.pages:
            panel = page.panels.get("contract")
            if isinstance(panel, Contract) and panel.contract == contract:
                return panel.name
        return contract

    def tabs(self) -> list[tuple[str, str, bool]]:
        """(page id, address, whether it is the current one) of each page of the navigation."""
        return [(p.id, self.to(p.path), p.id == self.page.id) for p in self.portal.pages if p.nav]

    # --- prose

    @cached_property
    def prose(self) -> dict[str, Prose]:
        """The operator's pieces in the page's language (else in another), by slug."""
        return pages.prose_in(self.portal, self.language)

    def article(self, slug: str) -> Markup:
        """The HTML of a piece, cleaned."""
        return self.site.articles.get(slug, Markup(""))

    def asides(self) -> list[Prose]:
        """The pages of the operator's that stand in the footer: neither notes, nor on a page of ours."""
        return (
            [p for _, p in sorted(self.prose.items()) if p.kind == "page" and not p.page] if self.link("news") else []
        )

    def standing_here(self) -> list[Prose]:
        """The pieces that stand on this page."""
        return [p for slug, p in sorted(self.prose.items()) if p.page == self.page.id]
