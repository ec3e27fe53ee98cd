"""The demo's lives and its provider's incident, against its CSV files and a list made by hand."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from tests.e2e.foreign import rows_of

FIRST = "2025-10-01"  # thirteen whole months before the first of November 2026
# By hand, from impacts.csv and service_cis.csv: the link carries the farm of Paris; the ERP, the directory and the TMS
# have another leg in Lyon, and what is slow slows no more than it could stop.
SLOWED = {"Cabinet Ørsted & Fils": "Backups",
          "Groupe Hélianthe": "Annuaire et connexion, ERP achats et stocks et Sauvegardes",
          "Hélianthe Énergie": "Portail de relève et Sauvegardes",
          "Transports Lefèvre": "Sauvegardes et TMS exploitation"}
CALLED = {"Cabinet Ørsted & Fils": ["Colin Whitlock", "Freja Ørsted"],
          "Groupe Hélianthe": ["Mireille Tanguy", "Bertrand Oriol"],
          "Hélianthe Énergie": ["Romain Cazenave", "Aurélie Desprez"],
          "Transports Lefèvre": ["Gilles Perrachon", "Sandrine Cuzin"]}


def _text(page: Path) -> str:
    words = re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8"))
    return re.sub(r"\s+", " ", html.unescape(words))


@pytest.mark.parametrize(("service", "word"), [("tms", "tms-exploitation"), ("vpn", "vpn-des-agences"),
                                               ("postes", "postes-de-travail")])
def test_a_service_has_the_tickets_of_its_rows(demo_output: Path, service: str, word: str) -> None:
    sources = demo_output.parent / "workspace" / "data_sources"
    own = [row for row in rows_of(sources, "tickets") if (row["client"], row["service"]) == ("lefevre", service)
           and row["created"] >= FIRST]
    page = demo_output / "lefevre" / "lifecycle" / f"service-{word}" / "index.html"
    assert f" {len(own)} tickets," in _text(page)
    newest = max(own, key=lambda row: row["created"])
    assert f"{newest['ticket']} : {newest['title']}" in _text(page)


def test_staff_read_who_is_touched_by_the_provider_and_whom_to_call(demo_output: Path) -> None:
    page = (demo_output / "internal" / "index.html").read_text(encoding="utf-8")
    table = re.search(r'<table role="table" class="stack calls">.*?</table>', page, re.DOTALL)
    assert table
    rows = [re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", row))) for row in table[0].split("<tr")[2:]]
    assert rows[0].split(">", 1)[-1].strip().startswith("Nuageo") and "Support Nuageo" in rows[0]
    assert len(rows) == 1 + len(SLOWED)
    for row, (client, services) in zip(rows[1:], SLOWED.items(), strict=True):
        assert client in row
        assert f"Ralentissement possible : {services}" in row
        assert row.index(CALLED[client][0]) < row.index(CALLED[client][1])


@pytest.mark.parametrize(("client", "said"), [
    ("lefevre", "Un fournisseur annonce un ralentissement depuis le 01/11 05:40."),
    ("orsted", "A provider reports slowness since 1 Nov, 05:40."),
    ("castelbourg", "Aucun incident en cours chez un fournisseur."),
    ("helianthe-energie", ""),
])
def test_each_client_reads_what_touches_it_and_the_provider_is_not_named(demo_output: Path, client: str, said: str
                                                                        ) -> None:
    text = _text(demo_output / client / "index.html")
    assert said in text if said else "incident" not in text.lower().replace("déclarer un incident", "")
    assert "Nuageo" not in text
