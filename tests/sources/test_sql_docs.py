"""docs/sql.md says what there is to say, and its examples ask what a GLPI and an iTop have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from clairevoie.project.model import SourceSpec
from clairevoie.project.strict_yaml import read
from clairevoie.sources import SOURCES
from clairevoie.sources.sql import mariadb as mariadb_
from clairevoie.sources.sql import postgresql as postgresql_
from clairevoie.sources.sql.settings import QueryMapping, Settings
from clairevoie.tables.dataset import check
from tests.databases import Served
from tests.demo import REPOSITORY

TEXT = (REPOSITORY / "docs" / "sql.md").read_text(encoding="utf-8")
TABLES = """
    CREATE OR REPLACE TABLE glpi_entities (id INT UNSIGNED, name VARCHAR(255));
    CREATE OR REPLACE TABLE glpi_tickets (
        id INT UNSIGNED, entities_id INT UNSIGNED, name VARCHAR(255), is_deleted TINYINT, date TIMESTAMP NULL,
        takeintoaccountdate TIMESTAMP NULL, solvedate TIMESTAMP NULL, closedate TIMESTAMP NULL, status INT, type INT,
        priority INT);
    INSERT INTO glpi_entities VALUES (1, 'lefevre');
    SET time_zone = '+00:00';
    INSERT INTO glpi_tickets VALUES
        (7, 1, 'Panne', 0, '2026-07-31 16:00:00', NULL, NULL, NULL, 4, 1, 6),
        (8, 1, 'Accès', 0, '2026-10-31 17:00:00', '2026-10-31 17:05:00', NULL, NULL, 2, 2, 3),
        (9, 1, 'Gone', 1, NULL, NULL, NULL, NULL, 1, 1, 1);
    CREATE OR REPLACE TABLE organization (id INT, name VARCHAR(255), code VARCHAR(255));
    CREATE OR REPLACE TABLE ticket (
        id INT, ref VARCHAR(255), org_id INT, title VARCHAR(255), start_date DATETIME, close_date DATETIME);
    CREATE OR REPLACE TABLE ticket_incident (
        id INT, status VARCHAR(20), priority ENUM('1','2','3','4'), assignment_date DATETIME, resolution_date DATETIME);
    INSERT INTO organization VALUES (3, 'Lefèvre', 'lefevre');
    INSERT INTO ticket VALUES (1, 'I-000001', 3, 'Panne', '2026-10-31 18:00:00', NULL);
    INSERT INTO ticket_incident VALUES (1, 'escalated_ttr', '1', '2026-10-31 18:10:00', NULL)
"""


@pytest.mark.parametrize("name", sorted({*Settings.model_fields, *QueryMapping.model_fields, *mariadb_.PARAMETERS,
                                         *postgresql_.PARAMETERS}))
def test_every_setting_is_explained(name: str) -> None:
    assert f"`{name}`" in TEXT


@pytest.mark.parametrize(("place", "first"), [(0, ("GLPI-7", "P1", "pending")), (1, ("I-000001", "P1", "assigned"))])
def test_the_examples_of_the_documentation_read_their_tables(
        mariadb: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: int, first: tuple[str, ...]) -> None:
    mariadb.run(*TABLES.split(';'))
    (tmp_path / "source.yml").write_text(re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)[place], encoding="utf-8")
    settings = dict(read(tmp_path / "source.yml", "source.yml").data)
    spec = SourceSpec("itsm", settings.pop("type"), tmp_path, settings.pop("timezone"), settings)
    monkeypatch.setenv(settings["url_env"], mariadb.url())
    found = check("itsm", SOURCES["sql"].pull(spec, Settings.model_validate(settings)).raws, spec.timezone)
    tickets = found.tables["tickets"].to_pylist()
    assert found.set_aside == ()
    assert tuple(tickets[0][name] for name in ("ticket", "priority", "status")) == first
    assert tickets[-1]["created"].isoformat() == "2026-10-31T17:00:00+00:00"
