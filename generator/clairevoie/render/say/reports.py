"""What was done this month."""

from __future__ import annotations

from markupsafe import Markup

from clairevoie.portal import Report, Reports
from clairevoie.render.say.headline import Headline
from clairevoie.render.say.hours import quantity
from clairevoie.render.site import Here
from clairevoie.words import dates, plurals
from clairevoie.words.labels import label

_PARTS = {
    "person": ("Qui a travaillé ?", "Who worked?"),
    "service": ("Sur quels services ?", "On which services?"),
    "activity": ("À quoi ?", "On what?"),
}


def headline(here: Here, panel: Reports) -> Headline:
    """`42,5 h en octobre, sous deux contrats.`"""
    month = dates.month(panel.month, here.language)
    lede = here.t("Un mois paraît quand il est fini. Durées en heures et en jours du contrat.",
                  "A month is shown once it is over. Times in hours and in days of the contract.")
    if panel.sums:
        return Headline(here.t("L’activité est montrée mois par mois.", "Work is shown month by month."), lede)
    if not panel.last:
        nothing = here.t("Aucune activité enregistrée en {month}.", "No recorded work in {month}.", month=month)
        return Headline(nothing, lede)
    under = plurals.counted(len(panel.last), "contract", here.language)
    hours = [report.hours for report in panel.last if report.hours is not None]
    if not hours:
        return Headline(here.t("Activité de {month} sous {under}.", "Work of {month} under {under}.",
                               month=month, under=under), lede)
    total = quantity(here, sum(hours), "hours")
    return Headline(here.t("{total} en {month}, sous {under}.", "{total} in {month}, under {under}.",
                           total=total, month=month, under=under), lede)


def answer(here: Here, report: Report) -> Markup:
    """`38,0 h (5,4 j), dont 2,0 h non décomptées : garantie 1,5 h, raison non saisie 0,5 h.`"""
    if report.hours is None:
        return here.t("{rows}.", "{rows}.", rows=plurals.counted(len(report.rows.rows), "row", here.language))
    values = {"hours": quantity(here, report.hours, "hours"),
              "days": quantity(here, report.hours / report.day_hours, "days")}
    if report.not_deducted is None:
        return here.t("{hours} ({days}).", "{hours} ({days}).", **values)
    if not report.not_deducted:
        return here.t("{hours} ({days}), toutes décomptées.", "{hours} ({days}), all deducted.", **values)
    values["apart"] = quantity(here, report.not_deducted, "hours")
    if not report.reasons:
        return here.t("{hours} ({days}), dont {apart} non décomptées.", "{hours} ({days}), {apart} of it not deducted.",
                      **values)
    why = here.join([f"{label('undeducted', code or 'unsaid', here.language)} {quantity(here, hours, 'hours')}"
                     for code, hours in report.reasons])
    return here.t("{hours} ({days}), dont {apart} non décomptées : {why}.",
                  "{hours} ({days}), {apart} of it not deducted: {why}.", **values, why=why)


def question(here: Here, part: str) -> Markup:
    """What a list of totals answers."""
    return here.t(*_PARTS[part])


def nameless(here: Here, part: str) -> Markup:
    """What has no name in a list of totals."""
    return {
        "person": here.t("sans nom partagé", "no name shared"), "service": here.t("hors ticket", "under no ticket"),
        "activity": here.t("activité non saisie", "no activity entered"),
    }[part]
