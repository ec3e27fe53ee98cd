"""A source of type sql, as source.yml says it, and what a pull makes of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from clairevoie.errors import SourceError
from clairevoie.project.model import SourceSpec
from clairevoie.sources import SOURCES, Pull
from clairevoie.tables.dataset import Dataset, check

VARIABLE = "GLPI_DB_URL"
CLIENTS = "SELECT id AS client, name FROM entities ORDER BY id"
MANY = ("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 900)"
        " SELECT a.x AS client, b.x AS name FROM n AS a CROSS JOIN n AS b")


def pulled(url: str, tables: Mapping[str, Any], folder: Path = Path(), zone: str = "Europe/Paris", **settings: Any
           ) -> Pull:
    """Ask a database, its address in the environment; `tables` holds a query or a mapping by table."""
    bodies = {table: {"query": body} if isinstance(body, str) else body for table, body in tables.items()}
    lines = {"tables": 3} | {f"tables.{table}.query": place for place, table in enumerate(bodies, 5)}
    spec = SourceSpec("glpi", "sql", folder, zone, {"url_env": VARIABLE, "tables": bodies} | settings, lines)
    os.environ[VARIABLE] = url
    try:
        source = SOURCES["sql"]
        return source.pull(spec, source.Settings.model_validate(dict(spec.settings)))
    finally:
        del os.environ[VARIABLE]


def read(url: str, tables: Mapping[str, Any], folder: Path = Path(), **settings: Any) -> Dataset:
    """The same, checked."""
    return check("glpi", pulled(url, tables, folder, **settings).raws, "Europe/Paris")


def cells(url: str, query: str, folder: Path = Path(), **settings: Any) -> list[str]:
    """The text of each row's one cell, whatever it is: it goes by the name of a client."""
    mapping = {"query": query, "columns": {"client": "x", "name": "x"}}
    return list(pulled(url, {"clients": mapping}, folder, **settings).raws[0].columns["name"])


def refusal(url: str, tables: Mapping[str, Any], folder: Path = Path(), **settings: Any) -> str:
    """What is said, in one line."""
    try:
        pulled(url, tables, folder, **settings)
    except SourceError as error:
        said = str(error)
        assert "\n" not in said
        return said
    raise AssertionError("nothing was refused")
