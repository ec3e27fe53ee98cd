"""Hours (or days) of a budget: what is left, the pace, where it lands."""

from __future__ import annotations

from markupsafe import Markup

from clairevoie.portal import Hours
from clairevoie.render.site import Here
from clairevoie.words import numbers


def quantity(here: Here, value: float, unit: str, *, signed: bool = False) -> str:
    """`181,5 h` or `30,5 j`."""
    write = numbers.days if unit == "days" else numbers.hours
    return write(value, here.language, signed=signed)


def over(hours: Hours) -> float | None:
    """How far the landing is over what was sold; None where it is not measured."""
    if hours.landing is None or hours.landing.value is None:
        return None
    return round(float(hours.landing.value) - hours.sold, 6)


def is_over(hours: Hours) -> bool:
    """Whether the budget lands over, or is already spent."""
    left = hours.remaining.value
    return (over(hours) or 0) > 0 or (left is not None and float(left) < 0)


def pace(here: Here, hours: Hours) -> Markup:
    """`74,8 % consommées pour 69,9 % de la période écoulée`."""
    if hours.consumed.value is None or not hours.sold:
        return Markup("")
    consumed = numbers.percent(float(hours.consumed.value) / hours.sold, here.language)
    name = _used(here, hours)
    if hours.elapsed is None:
        return here.t("{share} {name}", "{share} {name}", share=consumed, name=name)
    return here.t(
        "{share} {name} pour {time} de la période écoulée",
        "{share} {name} with {time} of the period gone",
        share=consumed,
        name=name,
        time=numbers.percent(hours.elapsed, here.language),
    )


def landing(here: Here, hours: Hours) -> Markup:
    """The landing in a sentence, with the estimate and its date."""
    excess = over(hours)
    if excess is None or hours.landing is None:
        return here.t(
            "Atterrissage non mesuré : aucun reste à faire n’est saisi.",
            "Landing not measured: no remaining work has been entered.",
        )
    total = quantity(here, float(hours.landing.value or 0), hours.unit)
    return Markup("<strong>{}</strong>{} {}").format(
        here.t("Atterrissage estimé : {total}", "Estimated landing: {total}", total=total),
        _excess(here, hours, excess),
        _estimate(here, hours),
    )


def question(here: Here, hours: Hours, *, ended: bool = False) -> Markup:
    """The answer to "where will it land" (or did it): `À 752,0 h pour 720,0 h vendues : 32,0 h de trop.`"""
    excess = over(hours)
    if excess is None or hours.landing is None:
        return here.t(
            "Sans reste à faire saisi, l’atterrissage n’est pas mesuré.",
            "With no remaining work entered, the landing is not measured.",
        )
    values = {
        "total": quantity(here, float(hours.landing.value or 0), hours.unit),
        "sold": _sold(here, hours),
        "gap": quantity(here, abs(excess), hours.unit),
    }
    if excess > 0:
        return here.t("À {total} pour {sold} : {gap} de trop.", "At {total} for {sold}: {gap} over.", **values)
    if excess == 0 and hours.expired:
        return here.t("À {total} pour {sold}.", "At {total} for {sold}.", **values)
    if excess == 0 and ended:
        return here.t("À {total}, exactement ce qui était vendu.", "At {total}, exactly what was sold.", **values)
    if ended:
        return here.t("À {total} pour {sold} : il restait {gap}.", "At {total} for {sold}: {gap} was left.", **values)
    if excess == 0:
        return here.t("À {total}, exactement ce qui est vendu.", "At {total}, exactly what was sold.", **values)
    return here.t(
        "À {total} pour {sold} : il en resterait {gap}.", "At {total} for {sold}: {gap} would be left.", **values
    )


def spent(here: Here, hours: Hours) -> Markup:
    """`534,3 h consommées sur 534,3 h vendues`: the sum of a contract that has ended."""
    if hours.consumed.value is None:
        return Markup("")
    return here.t(
        "{used} {name} sur {sold}",
        "{used} {name} of {sold}",
        used=quantity(here, float(hours.consumed.value), hours.unit),
        name=_used(here, hours),
        sold=_sold(here, hours),
    )


def left(here: Here, hours: Hours) -> Markup:
    """`il reste 181,5 h`, `32,0 h de trop`, or that it is not known."""
    value = hours.remaining.value
    if value is None:
        return here.t("le reste n’est pas mesuré", "what is left is not measured")
    text = quantity(here, abs(float(value)), hours.unit)
    if float(value) < 0:
        return here.t("{text} de trop", "{text} over", text=text)
    return here.t("il reste {text}", "{text} left", text=text)


def activities(here: Here, hours: Hours) -> Markup:
    """What took most of the hours, from the bars of the chart."""
    points = hours.activities.series[0].points if hours.activities and hours.activities.series else ()
    known = [(point.y, point) for point in points if point.y]
    if not known:
        return here.t("Aucune heure n’est encore passée.", "No time has been spent yet.")
    most, first = max(known, key=lambda pair: pair[0])
    name = here.words(first.label) if first.label else first.x
    part = numbers.percent(most / sum(value for value, _ in known), here.language, 0)
    return here.t("{name} : {part} du temps.", "{name}: {part} of the time.", name=name, part=part)


def _used(here: Here, hours: Hours) -> Markup:
    return here.t("consommés", "used") if hours.unit == "days" else here.t("consommées", "used")


def _sold(here: Here, hours: Hours) -> Markup:
    """`560,0 h vendues, dont 25,8 h expirées`"""
    name = here.t("vendus", "sold") if hours.unit == "days" else here.t("vendues", "sold")
    text = Markup("{} {}").format(quantity(here, hours.sold + hours.expired, hours.unit), name)
    return Markup(", ").join([text, expired(here, hours)]) if hours.expired else text


def sold(here: Here, hours: Hours) -> Markup:
    """`560,0 h, dont 25,8 h expirées`"""
    text = Markup.escape(quantity(here, hours.sold + hours.expired, hours.unit))
    return Markup(", ").join([text, expired(here, hours)]) if hours.expired else text


def expired(here: Here, hours: Hours) -> Markup:
    """`dont 25,8 h expirées`, nothing where none are."""
    if not hours.expired:
        return Markup("")
    return here.t(
        "dont {amount} {name}",
        "{amount} of them {name}",
        amount=quantity(here, hours.expired, hours.unit),
        name=here.t("expirés", "expired") if hours.unit == "days" else here.t("expirées", "expired"),
    )


def not_deducted(here: Here, hours: Hours) -> Markup:
    """`Hors 6,0 h non décomptées.`"""
    return here.t(
        "Hors {amount} {name}.",
        "Not counting {amount} that are not deducted.",
        amount=quantity(here, hours.not_deducted, hours.unit),
        name="non décomptés" if hours.unit == "days" else "non décomptées",
    )


def _excess(here: Here, hours: Hours, excess: float) -> Markup:
    share = numbers.percent(excess / hours.sold, here.language, signed=True) if hours.sold else ""
    gap = quantity(here, abs(excess), hours.unit)
    if excess > 0:
        strong = Markup('<strong class="down">{}</strong>').format(here.t("{gap} de trop", "{gap} over", gap=gap))
        return here.t(", soit {strong} ({share}).", ", {strong} ({share}).", strong=strong, share=share)
    return here.t(", soit {gap} de marge ({share}).", ", {gap} to spare ({share}).", gap=gap, share=share)


def _estimate(here: Here, hours: Hours) -> Markup:
    if hours.estimate_remaining is None or hours.estimate_date is None:
        return Markup("")
    return here.t(
        "Reste à faire de {text}, estimé le {day}.",
        "Remaining work of {text}, estimated on {day}.",
        text=quantity(here, hours.estimate_remaining, hours.unit),
        day=here.day(hours.estimate_date),
    )
