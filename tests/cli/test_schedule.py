"""`schedule` says it in words; `run --if-due` runs once, then says what is next."""

from __future__ import annotations

from pathlib import Path

from tests.demo import command
from tests.project.workspace import PORTAL, workspace

WEEKDAYS = 'schedule: {cron: "15 6 * * 1-5"}\n'


def test_the_schedule_is_said_in_french_with_its_next_five_runs(tmp_path: Path) -> None:
    root = workspace(tmp_path, portal=PORTAL + WEEKDAYS)
    done = command("schedule", "--workspace", root, "--language", "fr", "--as-of", "2026-10-22T12:00+02:00")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.replace("\u00a0", " ").splitlines() == [
        "Du lundi au vendredi, à 06:15 (Europe/Paris)",
        "  ven. 23/10/2026 06:15  2026-10-23T06:15+02:00",
        "  lun. 26/10/2026 06:15  2026-10-26T06:15+01:00",
        "  mar. 27/10/2026 06:15  2026-10-27T06:15+01:00",
        "  mer. 28/10/2026 06:15  2026-10-28T06:15+01:00",
        "  jeu. 29/10/2026 06:15  2026-10-29T06:15+01:00",
    ]
    assert not (root / ".clairevoie").exists()


def test_its_zone_is_the_portals_unless_it_names_one(tmp_path: Path) -> None:
    root = workspace(tmp_path, portal=PORTAL + "schedule:\n  cron: 15 6 * * 1-5\n  timezone: America/New_York\n")
    done = command("schedule", "--workspace", root, "--as-of", "2026-10-29T12:00Z")
    assert done.stdout.splitlines()[0] == "Monday to Friday, at 06:15 (America/New_York)"
    assert done.stdout.splitlines()[2].endswith("2026-11-02T06:15-05:00")


def test_a_wrong_schedule_is_refused_with_its_line(tmp_path: Path) -> None:
    root = workspace(tmp_path, portal=PORTAL + 'schedule:\n  cron: "15 25 * * *"\n')
    done = command("check", "--workspace", root)
    assert done.returncode == 2
    assert done.stderr.startswith("error: portal.yml:10: cron '15 25 * * *': hour: '25' is not from 0 to 23")
    root = workspace(tmp_path, portal=PORTAL + 'schedule: {cron: "15 6 * * *", timezone: Europe/Pari, zone: x}\n')
    assert "unknown key 'schedule.zone'" in command("check", "--workspace", root).stderr
    root = workspace(tmp_path, portal=PORTAL + 'schedule: {cron: "15 6 * * *", timezone: Europe/Pari}\n')
    assert "unknown time zone 'Europe/Pari'" in command("check", "--workspace", root).stderr


def test_an_instant_of_no_year_that_can_be_counted_in_is_a_usage_error(tmp_path: Path) -> None:
    root = workspace(tmp_path, portal=PORTAL + WEEKDAYS)
    for instant in ("9999-12-31T23:00Z", "0001-01-01T00:00Z", "2100-01-01T00:00Z"):
        done = command("schedule", "--workspace", root, "--as-of", instant)
        assert done.returncode == 2
        assert "is not of a year from 2000 to 2099" in done.stderr


def test_where_nothing_is_scheduled_both_commands_say_what_to_write(tmp_path: Path) -> None:
    root = workspace(tmp_path, portal=PORTAL + "targets: {local: {type: folder, path: published}}\n")
    for words in (("schedule",), ("run", "local", "--if-due")):
        done = command(*words, "--workspace", root)
        assert done.returncode == 2
        assert 'write schedule: {cron: "15 6 * * 1-5"}' in done.stderr
