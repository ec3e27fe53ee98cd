"""Every setting and every limit of files as sources stands in the documentation."""

from __future__ import annotations

from clairevoie.sources.csv import layout, opening, settings, spreadsheet
from clairevoie.sources.file import nodes, tree
from clairevoie.sources.file import settings as file_settings
from tests.demo import REPOSITORY

CSV = (REPOSITORY / "docs" / "csv.md").read_text(encoding="utf-8")
FILES = (REPOSITORY / "docs" / "files.md").read_text(encoding="utf-8")


def test_every_setting_is_explained() -> None:
    for text, models in ((CSV, (settings.Settings, settings.FileMapping)),
                         (FILES, (file_settings.Settings, file_settings.FileMapping))):
        names = {name for model in models for name in model.model_fields}
        assert sorted(name for name in names if f"`{name}`" not in text) == []


def test_every_limit_is_named() -> None:
    for text, limits in ((CSV, (opening.MAX_BYTES, opening.MAX_RATIO, layout.MAX_COLUMNS, spreadsheet.MAX_CELLS)),
                         (FILES, (tree.MAX_BYTES, tree.MAX_DEPTH, tree.MAX_VALUES, tree.MAX_ELEMENTS,
                                  nodes.MAX_YAML_BYTES))):
        assert [limit for limit in limits if f"{limit:,}" not in text] == []
