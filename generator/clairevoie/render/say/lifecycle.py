"""The life of a thing: how it is, what comes, what was."""

from __future__ import annotations

from datetime import date, datetime

from markupsafe import Markup

from clairevoie.portal import Event, Lifecycle, Lives, Sign
from clairevoie.render.say.headline import Headline, opened
from clairevoie.render.site import Here
from clairevoie.words import dates, durations, plurals
from clairevoie.words.labels import label

_NOUNS = ("ticket", "intervention", "outage", "slowdown")
_SPELLED = 16  # of more than this, all are digits
_NEAR = 60  # days ahead in which an end is to be watched
_ENDS = ("notice", "contract_end", "warranty_end", "renewal_date", "end_of_life")
_OUTAGES = ("outage", "degradation", "planned")
_SIGNS: dict[str, Sign] = {"outage": "down", "degradation": "warn"}


def headline(here: Here, panel: Lifecycle) -> Headline:
    """`serveur-1 : un ticket ouvert.`, `TMS : une coupure est en cours.`, `TMS : rien en cours.`, `TMS` where nobody
    may say."""
    sign = _SIGNS.get(panel.out)
    if panel.out:
        now = here.t("une coupure est en cours", "an outage goes on") if panel.out == "outage" else \
            here.t("un ralentissement est en cours", "something is slow at the moment")
    elif panel.open:
        now = here.t("{n} ouverts" if panel.open > 1 else "{n} ouvert", "{n} open",
                     n=plurals.counted(panel.open, "ticket", here.language))
    elif panel.counts[0] is None and panel.counts[2] is None:
        return Headline(Markup.escape(panel.name), about(here, panel))
    else:
        now, sign = _nothing(here, panel), "ok"
    return Headline(here.t("{name} : {now}.", "{name}: {now}.", name=panel.name, now=now), about(here, panel), sign)


def about(here: Here, panel: Lifecycle) -> Markup:
    """`Équipement · serveur virtuel · en production`."""
    kind = {"client": here.t("Client", "Client"), "service": here.t("Service", "Service"),
            "person": here.t("Intervenant", "One of us"), "user": here.t("Utilisateur", "User"),
            "item": here.t("Équipement", "Item")}[panel.about]
    what = label("class", panel.what, here.language) if panel.about == "item" and panel.what else panel.what
    status = label("status", panel.status, here.language) if panel.status else ""
    return Markup(" · ").join(Markup.escape(part) for part in (kind, what, status, panel.whose) if part)


def coming(here: Here, panel: Lifecycle) -> Markup:
    """`La prochaine date est le 14/11/2026 : Dernier jour de préavis : …`, `Rien n’est prévu.`"""
    if not panel.coming:
        return here.t("Aucune date à venir n’est connue.", "No date to come is known.")
    first = panel.coming[0]
    what = first.name if first.kind == "change" and first.name else _lower(title(here, first))
    return here.t("Le {day} : {what}.", "On {day}: {what}.", day=here.day(first.at), what=what)


def past(here: Here, panel: Lifecycle) -> Markup:
    """`12 tickets, 3 interventions et aucune coupure depuis le 01/10/2025.`: of what is told, and of nothing else."""
    counts = [(n, noun) for n, noun in zip(panel.counts, _NOUNS, strict=True)
              if n is not None and (n or noun != "slowdown")]
    if not counts:
        return here.t("Les tickets, interventions et coupures ne sont pas partagés.",
                      "Tickets, planned work and outages are not shared.")
    in_words = max(n for n, _ in counts) <= _SPELLED
    parts = [plurals.counted(n, noun, here.language, words=in_words or not n) for n, noun in counts]
    return here.t("{what} depuis le {day}.", "{what} since {day}.", what=opened(here.join(parts)),
                  day=here.day(panel.first))


def shown(here: Here, panel: Lifecycle) -> Markup:
    """`Les 40 derniers événements, sur 312.`, "" where all are there."""
    if panel.happened <= len(panel.past):
        return Markup("")
    return here.t("Les {n} derniers événements, sur {all}.", "The last {n} events, of {all}.", n=len(panel.past),
                  all=panel.happened)


def title(here: Here, event: Event) -> Markup:
    """What happened, or will: `Incident I-1 : Imprimante hors ligne`."""
    name, ref = event.name, event.ref
    match event.kind:
        case "contract":
            return here.t("Début du contrat « {name} »", "Contract “{name}” starts", name=name or ref)
        case "contract_end":
            return here.t("Échéance du contrat « {name} »", "Contract “{name}” ends", name=name or ref)
        case "notice":
            return here.t("Dernier jour du préavis de « {name} »", "Last day for notice of “{name}”", name=name or ref)
        case "ticket" | "change":
            kind = label("kind", event.what, here.language) if event.what else ""
            head = " ".join(part for part in (kind, ref) if part)
            return here.t("{head} : {name}", "{head}: {name}", head=head, name=name) if name else Markup.escape(head)
        case "assignment":
            return here.t("Affectation : {name}", "Assignment: {name}", name=name)
        case "joined":
            return here.t("Arrivée", "Joined")
        case "left":
            return here.t("Départ", "Left")
    words = {"outage": here.t("Coupure", "Outage"), "degradation": here.t("Ralentissement", "Slowness"),
             "planned": here.t("Coupure annoncée", "Announced outage"),
             "commissioned": here.t("Mise en service", "Put in service")}
    head = words.get(event.kind) or label("deadline", event.kind, here.language)
    return here.t("{head} : {name}", "{head}: {name}", head=head, name=name) if name else Markup.escape(head)


def second(here: Here, event: Event) -> Markup:
    """Whose it is, its state, until when: what is known of it, one after the other."""
    until = event.kind == "ticket" and event.status == "resolved" and event.until is not None  # says so itself
    parts = [event.whose, label("status", event.status, here.language) if event.status and not until else "",
             label("effect", event.effect, here.language) if event.effect not in ("", "none") else "",
             _until(here, event)]
    return Markup(" · ").join(Markup.escape(part) for part in parts if part)


def when(here: Here, event: Event) -> str:
    """`14/11/2026`."""
    return here.day(event.at)


def sign(here: Here, event: Event) -> Sign | None:
    """Only what is to be looked at has one."""
    if event.kind in _OUTAGES and event.until is None:
        return "planned" if event.kind == "planned" else "down" if event.kind == "outage" else "warn"
    days = (_day(here, event.at) - here.today).days
    return "warn" if event.kind in _ENDS and 0 <= days <= _NEAR else None


def lanes(here: Here) -> dict[str, Markup]:
    """What each lane of the line is called."""
    return {"contracts": here.t("Contrats", "Contracts"), "tickets": here.t("Tickets par mois", "Tickets a month"),
            "changes": here.t("Interventions", "Planned work"), "outages": here.t("Coupures", "Outages"),
            "days": here.t("Échéances", "Dates")}


def tick(here: Here, month: str) -> str:
    """`avr.`, with its year in January: `janv. 2026`."""
    short = dates.month_short(month, here.language)
    return f"{short} {month[:4]}" if month.endswith("-01") else short


def index(here: Here, panel: Lives) -> Headline:
    """`228 fiches : clients, services, intervenants, utilisateurs, équipements.`"""
    n = len(panel.lines)
    return Headline(here.t("{n} fiches, chacune avec sa vie." if n > 1 else "Une fiche, avec sa vie.",
                           "{n} life cycles, a page each." if n > 1 else "One life cycle.", n=n))


def groups(here: Here) -> dict[str, Markup]:
    """The sorts of the index, in its order."""
    return {"client": here.t("Clients", "Clients"), "service": here.t("Services", "Services"),
            "person": here.t("Intervenants", "Our people"), "user": here.t("Utilisateurs", "Users"),
            "item": here.t("Équipements", "Items")}


def left(here: Here, panel: Lives, group: str) -> Markup:
    """`143 autres n’ont pas de fiche : moins d’événements.`, "" where all have theirs."""
    n = sum(count for about, count in panel.left if about == group)
    if not n:
        return Markup("")
    return here.t("{n} autres ont moins à dire et n’ont pas de fiche." if n > 1 else
                  "Un autre a moins à dire et n’a pas de fiche.",
                  "{n} others have less to tell, and no page." if n > 1 else "One other has less to tell, and no page.",
                  n=n)


def _nothing(here: Here, panel: Lifecycle) -> Markup:
    if panel.counts[2] is None:
        return here.t("aucun ticket ouvert", "no ticket open")
    if panel.counts[0] is None:
        return here.t("aucune coupure en cours", "no outage at the moment")
    return here.t("rien en cours", "nothing going on")


def _until(here: Here, event: Event) -> str:
    if event.kind in _OUTAGES and isinstance(event.at, datetime):
        if not isinstance(event.until, datetime):
            return str(here.t("en cours", "going on"))
        return durations.duration(round((event.until - event.at).total_seconds() / 60), here.language)
    if event.kind == "ticket" and event.until is not None:
        return str(here.t("résolu le {day}", "resolved {day}", day=here.day(event.until)))
    if event.kind == "assignment" and event.until is not None:
        return str(here.t("jusqu’au {day}", "until {day}", day=here.day(event.until)))
    return ""


def _day(here: Here, at: date | datetime) -> date:
    return here.local(at).date() if isinstance(at, datetime) else at


def _lower(text: Markup) -> Markup:
    return Markup(text[:1].lower() + text[1:])
