"""A small workspace on disk, for tests of what reads it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from clairevoie.errors import ConfigurationError
from clairevoie.pipeline import write_lock

PORTAL = """\
company: {id: nereis, name: Néréis Infogérance}
calendar: ouvre
calendars:
  ouvre:
    label: {fr: ouvré, en: working hours}
    windows: {mon-fri: ["08:00-12:00", "14:00-18:00"]}
    holidays: FR
  always: {label: {fr: toujours, en: always}, always: true}
"""
SOURCE = "type: csv\ntables:\n  clients: {file: clients.csv}\n"
CLIENT = "client: acme\ngrants:\n  pages: [overview]\n"


def workspace(root: Path, *, portal: str = PORTAL, source: str = SOURCE, client: str = CLIENT,
              folder: str = "acme") -> Path:
    """Write the files, and what they disclose into the lock where they can be read, and give the folder."""
    for name, text in (("portal.yml", portal), ("data_sources/itsm/source.yml", source),
                       (f"content/clients/{folder}/client.yml", client)):
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    with suppress(ConfigurationError):
        write_lock(root)
    return root
