"""If this falls, what stops?"""

from __future__ import annotations

import json
from collections.abc import Iterable

from markupsafe import Markup

from clairevoie.portal import Alone, Node, Past, Sign, WhatIf
from clairevoie.render.say.headline import Headline, opened
from clairevoie.render.site import Here
from clairevoie.words import durations, plurals
from clairevoie.words.labels import label

_OFTEN = 4
_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def headline(here: Here, panel: WhatIf) -> Headline:
    """`Huit équipements arrêtent chacun un service à lui seul.`"""
    heavy = [one for one in panel.alone if one.interrupted]
    if not linked(panel):
        more = here.t("La page dit quels équipements s’arrêtent ensemble, et pourquoi.",
                      "The page says which items stop together, and why.") if panel.alone else Markup("")
        return Headline(here.t("Aucun lien entre équipements et services n’est déclaré.",
                               "No link between items and services is declared."), more, "not_measured")
    lede = here.t("Choisissez un ou plusieurs éléments : la page dit ce qui s’arrête, et pourquoi.",
                  "Choose one or several items: the page says what stops, and why.")
    if not heavy:
        return Headline(here.t("Aucun élément n’arrête un service à lui seul.", "No item stops a service alone."), lede)
    worst = max(heavy, key=lambda one: len(one.interrupted))
    what = plurals.spelled(len(heavy), here.language)
    count = plurals.counted(len(worst.interrupted), "service", here.language)
    return Headline(opened(
        here.t("{what} élément arrête un service à lui seul.", "{what} item stops a service alone.", what=what)
        if len(heavy) == 1 else
        here.t("{what} éléments arrêtent chacun un service à lui seul ; {worst}, {count}.",
               "{what} items each stop a service alone; {worst}, {count}.",
               what=what, worst=_quoted(here, panel.nodes[worst.node].label), count=count)), lede)


def linked(panel: WhatIf) -> bool:
    """Whether a service stands on an item, as far as is known."""
    return any(lower >= panel.items for _, lower, _ in panel.links)


def sign(panel: WhatIf, one: Alone) -> Sign:
    """What the loss of an item does; where no service is linked, it is known of items only."""
    if one.interrupted:
        return "down"
    return "warn" if one.degraded or (one.items and not linked(panel)) else "ok"


def often(panel: WhatIf) -> list[Node]:
    """The items that stop most services alone (where none is linked, most items), at most four."""
    ranked = sorted(panel.alone, key=lambda one: (-len(one.interrupted), -len(one.degraded), -one.items, one.node))
    return [panel.nodes[one.node] for one in ranked[:_OFTEN] if sign(panel, one) != "ok"]


def names(here: Here, panel: WhatIf, places: Iterable[int]) -> str:
    """Services by name, that there is none, or that nobody knows."""
    none = str(here.t("aucun", "none") if linked(panel) else here.t("non mesuré", "not measured"))
    return ", ".join(dict.fromkeys(panel.nodes[place].label for place in places)) or none


def kind(here: Here, node: Node) -> Markup:
    """What stands under the name of a node that nothing happens to."""
    if node.owner and node.kind != "service":
        return Markup.escape(node.owner)
    if node.kind == "shared":
        return here.t("partagé", "shared")
    return Markup.escape(node.contract) if node.kind == "service" else Markup("")


def head(here: Here, of: str) -> Markup:
    """What stands above a column."""
    return {"shared": here.t("Plateformes partagées", "Shared platforms"),
            "own": here.t("Équipements des clients", "Items of clients") if here.portal.audience == "internal" else
            here.t("Vos équipements", "Your items"), "service": here.t("Services", "Services")}[of]


def short(text: str, letters: int) -> str:
    """A name cut to what a box holds; the whole stands in the label of its link."""
    return text if len(text) <= letters else text[:letters - 1].rstrip() + "…"


def island(here: Here, panel: WhatIf) -> Markup:
    """The graph for the script, as JSON that no markup can end."""
    whole = {
        "nodes": len(panel.nodes), "cis": panel.items, "obsolete": [], "links": panel.links, "groups": panel.groups,
        "keys": [node.key for node in panel.nodes], "labels": [node.label for node in panel.nodes],
        "notes": [kind(here, node) for node in panel.nodes],
        "contracts": [node.contract for node in panel.nodes],
        "promised": [promised(here, node) for node in panel.nodes],
        "past": {place: [happened(here, one) for one in panel.past or () if one.node == place]
                 for place in sorted({one.node for one in panel.past or ()})},
        "never": never(here, panel),
        "owners": [node.owner for node in panel.nodes] if panel.calls else [], "calls": dict(panel.calls),
        "several": [{"key": one.key, "label": one.label, "nodes": one.nodes} for one in panel.several],
    }
    return Markup(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES))


def happened(here: Here, one: Past) -> str:
    """`Le 17/02/2026 10:04, 38 min : coupure ; au même moment : TMS exploitation.`"""
    what = label("outage", one.kind or "outage", here.language)
    start, end = here.instant(one.start), one.end
    if end is None:
        said = here.t("Depuis le {start} : {what}", "Since {start}: {what}", start=start, what=what)
    else:
        lasted = durations.duration(round((end - one.start).total_seconds() / 60), here.language)
        said = here.t("Le {start}, {lasted} : {what}", "{start}, {lasted}: {what}", start=start, lasted=lasted,
                      what=what)
    if one.services:
        said = here.t("{said} ; au même moment : {services}", "{said}; at the same time: {services}", said=said,
                      services=here.join(one.services))
    return here.t("{said}.", "{said}.", said=said).unescape()


def last(here: Here, panel: WhatIf, node: int) -> str:
    """The day on which an item last failed, in the row of an item."""
    days = [one.start for one in panel.past or () if one.node == node]
    return here.day(days[0]) if days else "–"


def never(here: Here, panel: WhatIf) -> str:
    """That nothing happened since a day; empty where that is not shared."""
    if panel.past is None or panel.since is None:
        return ""
    return here.t("Aucune panne enregistrée depuis le {day}.", "No failure recorded since {day}.",
                  day=here.day(panel.since)).unescape()


def promised(here: Here, node: Node) -> str:
    """`P1 : rétablir en 4 h` of a service that stops."""
    if not node.restorations:
        return ""
    first = node.restorations[0]
    limit = durations.limit(first.limit, first.day_minutes, here.language)
    if not first.priority:
        return str(here.t("rétablir en {limit}", "restore within {limit}", limit=limit).unescape())
    return str(here.t("{priority} : rétablir en {limit}", "{priority}: restore within {limit}",
                      priority=first.priority, limit=limit).unescape())


def _quoted(here: Here, label: str) -> Markup:
    return here.t("« {label} »", "“{label}”", label=label)
