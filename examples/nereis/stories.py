"""The tickets that must be there: what reality has, each once."""

from __future__ import annotations

from datetime import datetime

from desk import Plan

_LEF, _TMS = "C-2026-003", "C-2024-009"
_LINK = ("lnk-fibralia-lyon", "cause")


def plans() -> list[Plan]:
    """A failed provider, missed delays with and without a reason, a reopening, a raised priority, open tickets."""
    return [*_provider(), *_missed(), *_on_the_way(), *_open_now()]


def _provider() -> list[Plan]:
    return [
        Plan("lefevre", _LEF, "vpn", "incident", "P1", "Toutes les agences sans accès au siège", "Fabien Rochas",
             datetime(2026, 10, 13, 9, 15), 6, 289, cause="provider",
             note="Lien de l'opérateur coupé de 9 h 12 à 14 h 04 ; notre lien de secours n'était pas dimensionné",
             cis=(_LINK, ("lef-fw-01", "impacted"), ("lef-rtr-01", "impacted")), effort=3.5, person="i.bouvier"),
        Plan("castelbourg", "C-2024-002", "ecoles", "incident", "P2", "Écoles sans internet", "Ludivine Bastide",
             datetime(2026, 10, 13, 9, 22), 14, 290, cis=(_LINK, ("cas-fw-01", "impacted")), effort=1.5,
             person="j.kern"),
        Plan("helianthe-energie", "C-2025-006", "vpn-sites", "incident", "P1", "Tous les sites isolés injoignables",
             "Julien Peyron", datetime(2026, 10, 13, 9, 18), 8, 292, cause="provider",
             note="Lien de l'opérateur coupé de 9 h 12 à 14 h 04", cis=(_LINK, ("hen-vpn-01", "impacted")), effort=2.5,
             person="p.echard"),
    ]


def _missed() -> list[Plan]:
    return [
        Plan("lefevre", _LEF, "postes", "incident", "P2", "Poste du quai 3 hors service", "Ghislaine Borel",
             datetime(2026, 10, 19, 14, 10), 22, 655, cause="client",
             note="Accès à l'agence refusé jusqu'au lendemain midi", cis=(("lef-pc-lot", "impacted"),), effort=2.0),
        Plan("lefevre", _TMS, "tms", "incident", "P3", "Export TMS vers comptabilité incomplet", "Odile Pernet",
             datetime(2026, 10, 20, 9, 40), 95, 1420, cis=(("lef-tms-01", "impacted"),), effort=3.0),
        Plan("helianthe-energie", "C-2025-006", "telereleve", "incident", "P2", "Collecte interrompue",
             "Solène Etcheverry", datetime(2026, 10, 6, 8, 35), 31, 612, cause="ours",
             note="Diagnostic repris après un premier correctif sans effet", cis=(("hen-rel-01", "cause"),),
             effort=4.0),
        Plan("castelbourg", "C-2024-002", "messagerie", "request", "P3", "Ajouter un alias", "Yves Chastagnier",
             datetime(2026, 10, 8, 10, 5), 310, 500, cause="ours", note="Ticket mal orienté le premier jour",
             effort=0.5),
    ]


def _on_the_way() -> list[Plan]:
    return [
        Plan("lefevre", _TMS, "tms", "incident", "P3", "Lenteur du planning des tournées", "Corinne Mathevet",
             datetime(2026, 10, 6, 9, 20), 45, 310, reopened=(41, 260), cis=(("lef-tms-02", "impacted"),), effort=3.0),
        Plan("castelbourg", "C-2024-002", "etat-civil", "incident", "P2", "Lenteur du guichet population",
             "Annick Delorme-Paul", datetime(2026, 10, 20, 8, 50), 38, 260, raised=("P3", 95),
             cis=(("cas-pop-01", "impacted"),), effort=2.5),
        Plan("orsted", "C-2025-010", "workplace", "incident", "P3", "Printer offline on second floor", "Priya Raman",
             datetime(2026, 10, 15, 10, 12), 60, 420, effort=1.0),
    ]


def _open_now() -> list[Plan]:
    return [
        Plan("lefevre", _TMS, "tms", "incident", "P3", "Échange EDI refusé par un chargeur", "Sylvie Garnot",
             datetime(2026, 10, 26, 10, 12), 52, 9000, cis=(("lef-tms-01", "impacted"),), effort=4.0),
        Plan("lefevre", _LEF, "fichiers", "request", "P3", "Droits du partage de la paie", "Véronique Astier",
             datetime(2026, 10, 28, 11, 5), 35, 700, pauses=((120, 400),), effort=0.5),
        Plan("lefevre", _LEF, "postes", "incident", "P3", "Imprimante hors ligne", "Mehdi Arfaoui",
             datetime(2026, 10, 30, 17, 41), 90, 600),
        Plan("castelbourg", "C-2024-002", "postes", "request", "P4", "Préparer un poste pour une arrivée",
             "Jérôme Teulier", datetime(2026, 10, 30, 17, 20), 200, 1500),
        Plan("helianthe", "C-2024-030", "erp", "incident", "P2", "Interface de caisse en erreur", "Gauthier Pommier",
             datetime(2026, 10, 30, 15, 25), 20, 400, cis=(("hel-erp-01", "impacted"),), effort=1.5),
        Plan("helianthe-energie", "C-2025-006", "conduite", "request", "P4", "Ajouter une vue de conduite",
             "Maëlle Goarant", datetime(2026, 10, 21, 14, 0), 150, 2400, pauses=((400, 500),),
             waiting="waiting_approval", effort=1.0),
        Plan("orsted", "C-2025-010", "mail", "request", "P4", "Shared mailbox for a matter", "Tom Ashdown",
             datetime(2026, 10, 29, 15, 30), 120, 2000, effort=0.5),
    ]
