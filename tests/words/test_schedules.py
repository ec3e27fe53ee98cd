"""A schedule as a person says it: the sentences are typed here."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from clairevoie.publish.schedule import parse
from clairevoie.words.schedules import schedule


@pytest.mark.parametrize(("cron", "fr", "en"), [
    ("15 6 * * 1-5", "Du lundi au vendredi, à 06:15", "Monday to Friday, at 06:15"),
    ("0 6 * * 0", "Le dimanche, à 06:00", "On Sundays, at 06:00"),
    ("0 6 * * mon,thu", "Le lundi et le jeudi, à 06:00", "On Mondays and Thursdays, at 06:00"),
    ("30 5,18 * * fri-sun", "Du vendredi au dimanche, à 05:30 et 18:30", "Friday to Sunday, at 05:30 and 18:30"),
    ("0 6 1 * *", "Le 1er du mois, à 06:00", "On the 1st of the month, at 06:00"),
    ("0 6 1-7 * *", "Du 1er au 7 du mois, à 06:00", "From the 1st to the 7th of the month, at 06:00"),
    ("0 6 2,11,23 * *", "Le 2, le 11 et le 23 du mois, à 06:00",
     "On the 2nd, the 11th and the 23rd of the month, at 06:00"),
    ("0 6 1 * 1", "Le 1er du mois ou le lundi, à 06:00", "On the 1st of the month or on Mondays, at 06:00"),
    ("0 6 1 * */6", "Le 1er du mois si c’est un samedi ou un dimanche, à 06:00",
     "On the 1st of the month if it is a Saturday or a Sunday, at 06:00"),
    ("0 6 1-31 * 1", "Tous les jours, à 06:00", "Every day, at 06:00"),
    ("0 6 1 * 0-7", "Tous les jours, à 06:00", "Every day, at 06:00"),
    ("0 6 * 4-9 *", "Tous les jours, d’avril à septembre, à 06:00", "Every day, from April to September, at 06:00"),
    ("0 6 * 8 1", "Le lundi, en août, à 06:00", "On Mondays, in August, at 06:00"),
    ("0 6 1 1,7 *", "Le 1er du mois, en janvier et juillet, à 06:00",
     "On the 1st of the month, in January and July, at 06:00"),
    ("0 6 29 2 *", "Le 29\u00a0février, à 06:00", "On the 29th of February, at 06:00"),
    ("0 6 1,15 8 *", "Le 1er et le 15\u00a0août, à 06:00", "On the 1st and the 15th of August, at 06:00"),
    ("0 6 1-7 8 */7", "Du 1er au 7\u00a0août si c’est un dimanche, à 06:00",
     "From the 1st to the 7th of August if it is a Sunday, at 06:00"),
    ("0 6 1 1 1", "Le 1er du mois ou le lundi, en janvier, à 06:00",
     "On the 1st of the month or on Mondays, in January, at 06:00"),
    ("* * * * *", "Tous les jours, toutes les minutes", "Every day, every minute"),
    ("* 3 * * *", "Tous les jours, toutes les minutes de 03:00 à 03:59", "Every day, every minute from 03:00 to 03:59"),
    ("0-20 3 * * *", "Tous les jours, toutes les minutes de 03:00 à 03:20",
     "Every day, every minute from 03:00 to 03:20"),
    ("*/4 3 * * *", "Tous les jours, toutes les 4 minutes de 03:00 à 03:59",
     "Every day, every 4 minutes from 03:00 to 03:59"),
    ("*/15 * * * *", "Tous les jours, toutes les 15 minutes", "Every day, every 15 minutes"),
    ("*/15 8-18 * * 1-5", "Du lundi au vendredi, toutes les 15 minutes de 08:00 à 18:59",
     "Monday to Friday, every 15 minutes from 08:00 to 18:59"),
    ("30 8-10 * * *", "Tous les jours, à 08:30, 09:30 et 10:30", "Every day, at 08:30, 09:30 and 10:30"),
    ("5,35 8-18 * * *", "Tous les jours, aux minutes 5 et 35 de chaque heure, de 08:00 à 18:59",
     "Every day, at minutes 5 and 35 of every hour, from 08:00 to 18:59"),
    ("5 * * * *", "Tous les jours, à la minute 5 de chaque heure", "Every day, at minute 5 of every hour"),
    ("5,10-12 * * * *", "Tous les jours, aux minutes 5, 10, 11 et 12 de chaque heure",
     "Every day, at minutes 5, 10, 11 and 12 of every hour"),
    ("1-59/4 3 * * *",
     "Tous les jours, aux minutes 1, 5, 9, 13, 17, 21, 25, 29, 33, 37, 41, 45, 49, 53 et 57 de l’heure 3",
     "Every day, at minutes 1, 5, 9, 13, 17, 21, 25, 29, 33, 37, 41, 45, 49, 53 and 57 of hour 3"),
    ("0 */3 * * *", "Tous les jours, à 00:00, 03:00, 06:00, 09:00, 12:00, 15:00, 18:00 et 21:00",
     "Every day, at 00:00, 03:00, 06:00, 09:00, 12:00, 15:00, 18:00 and 21:00"),
    ("*/5 8,12 * * *", "Tous les jours, toutes les 5 minutes des heures 8 et 12",
     "Every day, every 5 minutes of hours 8 and 12"),
])
def test_a_schedule_is_said_in_both_languages(cron: str, fr: str, en: str) -> None:
    times = asdict(parse(cron, "UTC").times)
    assert schedule("fr", **times) == fr
    assert schedule("en", **times) == en
