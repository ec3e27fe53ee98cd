"""A schedule as a person says it: the sentences are typed here."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from clairevoie.publish.schedule import parse
from clairevoie.words.schedules import schedule


@pytest.mark.parametrize(("cron", "fr", "en"), [
    ("15 6 * * 1-5", "Du lundi au vendredi, à 06:15", "Monday to Friday, at 06:15"),
    ("0 6 * * 0", "Le dimanche, à 06:00", "On Sunday, at 06:00"),
    ("0 6 * * mon,thu", "Le lundi et le jeudi, à 06:00", "On Monday and Thursday, at 06:00"),
    ("30 5,18 * * fri-sun", "Du vendredi au dimanche, à 05:30 et 18:30", "Friday to Sunday, at 05:30 and 18:30"),
    ("0 6 1 * *", "Le 1er du mois, à 06:00", "On the 1st of the month, at 06:00"),
    ("0 6 1-7 * *", "Du 1er au 7 du mois, à 06:00", "From the 1st to the 7th of the month, at 06:00"),
    ("0 6 2,11,23 * *", "Le 2, le 11 et le 23 du mois, à 06:00",
     "On the 2nd, the 11th and the 23rd of the month, at 06:00"),
    ("0 6 1 * 1", "Le 1er du mois, ou le lundi, à 06:00", "On the 1st of the month, or on Monday, at 06:00"),
    ("0 6 1 * */6", "Le 1er du mois si c’est un samedi ou un dimanche, à 06:00",
     "On the 1st of the month if it is a Saturday or a Sunday, at 06:00"),
    ("0 6 1-31 * 1", "Tous les jours, à 06:00", "Every day, at 06:00"),
    ("0 6 * 4-9 *", "Tous les jours d’avril à septembre, à 06:00", "Every day from April to September, at 06:00"),
    ("0 6 1 1,7 *", "Le 1er du mois en janvier et juillet, à 06:00",
     "On the 1st of the month in January and July, at 06:00"),
    ("* * * * *", "Tous les jours, toutes les minutes", "Every day, every minute"),
    ("*/15 * * * *", "Tous les jours, toutes les 15 minutes", "Every day, every 15 minutes"),
    ("*/15 8-18 * * 1-5", "Du lundi au vendredi, toutes les 15 minutes de 08:00 à 18:59",
     "Monday to Friday, every 15 minutes from 08:00 to 18:59"),
    ("5 * * * *", "Tous les jours, à la minute 5 de chaque heure", "Every day, at minute 5 of every hour"),
    ("5,10-12 * * * *", "Tous les jours, aux minutes 5, 10, 11 et 12 de chaque heure",
     "Every day, at minutes 5, 10, 11 and 12 of every hour"),
    ("*/7 3 * * *", "Tous les jours, aux minutes 0, 7, 14, 21, 28, 35, 42, 49 et 56 de l’heure 3",
     "Every day, at minutes 0, 7, 14, 21, 28, 35, 42, 49 and 56 of hour 3"),
    ("0 */3 * * *", "Tous les jours, à la minute 0 des heures 0, 3, 6, 9, 12, 15, 18 et 21",
     "Every day, at minute 0 of hours 0, 3, 6, 9, 12, 15, 18 and 21"),
])
def test_a_schedule_is_said_in_both_languages(cron: str, fr: str, en: str) -> None:
    times = asdict(parse(cron, "UTC").times)
    assert schedule("fr", **times) == fr
    assert schedule("en", **times) == en
