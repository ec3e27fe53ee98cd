"""What is looked after: configuration items, who leans on whom, and which contract covers them."""

from __future__ import annotations

from dataclasses import dataclass

Row = dict[str, str]


@dataclass(frozen=True)
class Item:
    """A configuration item; `name` is its host name. `needs`: what it leans on, with a redundancy group after ':'."""

    ci: str
    name: str
    kind: str
    client: str = ""
    needs: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()  # "contract/service"
    criticality: str = "medium"
    provider: str = ""
    location: str = ""
    commissioned: str = ""
    warranty_end: str = ""
    renewal_date: str = ""
    end_of_life: str = ""
    status: str = "production"
    obsolete: bool = False


SHARED = (
    Item("pf-lyon", "pf-lyon", "Ferme de virtualisation", "", ("hv-lyon-1:noeuds", "hv-lyon-2:noeuds",
         "hv-lyon-3:noeuds", "san-lyon"), (), "high", "", "Lyon", "2023-02-01", "2028-01-31"),
    Item("pf-paris", "pf-paris", "Ferme de virtualisation", "", ("lnk-nuageo-paris",), (), "high", "nuageo", "Paris",
         "2024-02-01"),
    Item("hv-lyon-1", "hv-lyon-1", "Hyperviseur", "", (), (), "high", "", "Lyon", "2023-02-01", "2028-01-31"),
    Item("hv-lyon-2", "hv-lyon-2", "Hyperviseur", "", (), (), "high", "", "Lyon", "2023-02-01", "2028-01-31"),
    Item("hv-lyon-3", "hv-lyon-3", "Hyperviseur", "", (), (), "high", "", "Lyon", "2021-06-01", "2026-12-31"),
    Item("san-lyon", "san-lyon", "Stockage", "", (), (), "high", "", "Lyon", "2022-05-10", "2027-05-09"),
    Item("fw-lyon", "fw-lyon", "Pare-feu", "", (), (), "high", "", "Lyon", "2022-09-01", "2027-08-31", "2027-01-15"),
    Item("lnk-fibralia-lyon", "lnk-fibralia-lyon", "Lien d'opérateur", "", (), (), "high", "fibralia", "Lyon",
         "2023-07-01"),
    Item("lnk-nuageo-paris", "lnk-nuageo-paris", "Lien d'opérateur", "", (), (), "high", "nuageo", "Paris",
         "2024-02-01"),
    Item("dc-nereis-1", "dc-nereis-1", "Serveur virtuel", "", ("pf-lyon",), (), "medium", "", "Lyon", "2023-03-01"),
    Item("dc-nereis-2", "dc-nereis-2", "Serveur virtuel", "", ("pf-paris",), (), "medium", "", "Paris", "2024-03-01"),
)

_LEF, _LEF1, _LEF2 = "C-2024-009", "C-2025-014", "C-2026-003"
_BOTH = (f"{_LEF1}/", f"{_LEF2}/")


def _support(service: str) -> tuple[str, ...]:
    return tuple(prefix + service for prefix in _BOTH)


LEFEVRE = (
    Item("lef-tms-01", "vm-lef-tms-01", "Serveur virtuel", "lefevre", ("pf-lyon:fermes", "pf-paris:fermes",
         "lef-db-01"), (f"{_LEF}/tms:applicatifs",), "high", "", "Lyon", "2024-07-01"),
    Item("lef-tms-02", "vm-lef-tms-02", "Serveur virtuel", "lefevre", ("pf-paris", "lef-db-01"),
         (f"{_LEF}/tms:applicatifs",), "high", "", "Paris", "2024-07-01"),
    Item("lef-db-01", "vm-lef-db-01", "Base de données", "lefevre", ("pf-lyon", "san-lyon"), (f"{_LEF}/tms",), "high",
         "", "Lyon", "2024-07-01", "", "", "2027-11-09"),
    Item("lef-fic-01", "vm-lef-fic-01", "Serveur virtuel", "lefevre", ("pf-lyon", "san-lyon"), _support("fichiers"),
         "medium", "", "Lyon", "2023-04-12"),
    Item("lef-ad-01", "vm-lef-ad-01", "Serveur virtuel", "lefevre", ("pf-lyon",), _support("annuaire"), "high", "",
         "Lyon", "2023-04-12"),
    Item("lef-fw-01", "fw-lef-siege-01", "Pare-feu", "lefevre", ("lnk-fibralia-lyon",), _support("vpn"), "high", "",
         "Siège", "2021-11-08", "2026-11-07", "2026-12-03"),
    Item("lef-rtr-01", "rtr-lef-agences-01", "Routeur", "lefevre", ("lef-fw-01",), _support("vpn"), "medium",
         "fibralia", "Agences", "2022-03-01", "2027-02-28"),
    Item("lef-mel-01", "mx-lef-01", "Messagerie hébergée", "lefevre", (), _support("messagerie"), "medium", "nuageo",
         "", "2023-09-01", "", "2027-02-28"),
    Item("lef-bck-01", "vm-lef-bck-01", "Serveur de sauvegarde", "lefevre", ("pf-paris",), (f"{_LEF}/sauvegardes",),
         "medium", "", "Paris", "2024-07-01"),
    Item("lef-mon-01", "vm-lef-mon-01", "Sonde", "lefevre", ("pf-lyon",), (f"{_LEF}/supervision",), "low", "", "Lyon",
         "2024-07-01"),
    Item("lef-pc-lot", "pc-lef-lot", "Parc de postes", "lefevre", ("lef-ad-01",), _support("postes"), "low", "",
         "Agences", "2023-01-15", "2026-12-31", "", "", "production"),
    Item("lef-old-01", "srv-lef-archives-01", "Serveur physique", "lefevre", (), (), "low", "", "Siège", "2016-05-02",
         "2021-05-01", "", "2023-10-10", "retired", True),
)
_CAS = "C-2024-002"
CASTELBOURG = (
    Item("cas-pop-01", "vm-cas-pop-01", "Serveur virtuel", "castelbourg", ("pf-lyon", "cas-db-01"),
         (f"{_CAS}/etat-civil",), "high", "", "Lyon", "2024-01-10"),
    Item("cas-db-01", "vm-cas-db-01", "Base de données", "castelbourg", ("pf-lyon", "san-lyon"),
         (f"{_CAS}/etat-civil",), "high", "", "Lyon", "2024-01-10", "", "", "2026-11-12"),
    Item("cas-fic-01", "vm-cas-fic-01", "Serveur virtuel", "castelbourg", ("pf-lyon", "san-lyon"),
         (f"{_CAS}/fichiers",), "medium", "", "Lyon", "2024-01-15"),
    Item("cas-mel-01", "vm-cas-mel-01", "Messagerie", "castelbourg", ("pf-lyon",), (f"{_CAS}/messagerie",), "medium",
         "", "Lyon", "2019-06-03", "", "2026-11-30", "2026-10-14"),
    Item("cas-sw-eco", "sw-cas-ecoles-01", "Commutateur", "castelbourg", ("cas-fw-01",), (f"{_CAS}/ecoles",),
         "medium", "", "Écoles", "2025-08-20", "2030-08-19"),
    Item("cas-wifi-eco", "ap-cas-ecoles-lot", "Bornes Wi-Fi", "castelbourg", ("cas-sw-eco",), (f"{_CAS}/ecoles",),
         "low", "", "Écoles", "2025-10-15", "2030-10-14"),
    Item("cas-fw-01", "fw-cas-mairie-01", "Pare-feu", "castelbourg", ("lnk-fibralia-lyon",), (f"{_CAS}/ecoles",),
         "high", "", "Mairie", "2023-03-20", "2028-03-19", "2027-03-19"),
    Item("cas-pc-lot", "pc-cas-lot", "Parc de postes", "castelbourg", (), (f"{_CAS}/postes",), "low", "", "Mairie",
         "2022-09-01", "2026-08-31"),
    Item("cas-bck-01", "vm-cas-bck-01", "Serveur de sauvegarde", "castelbourg", ("san-lyon",),
         (f"{_CAS}/sauvegardes",), "medium", "", "Lyon", "2024-01-15"),
)
_HEL = "C-2024-030"
HELIANTHE = (
    Item("hel-erp-01", "vm-hel-erp-01", "Serveur virtuel", "helianthe", ("pf-lyon", "hel-db-01"),
         (f"{_HEL}/erp:applicatifs",), "high", "", "Lyon", "2024-10-01"),
    Item("hel-erp-02", "vm-hel-erp-02", "Serveur virtuel", "helianthe", ("pf-paris", "hel-db-01"),
         (f"{_HEL}/erp:applicatifs",), "high", "", "Paris", "2024-10-01"),
    Item("hel-db-01", "vm-hel-db-01", "Base de données", "helianthe", ("pf-paris",), (f"{_HEL}/erp",), "high", "",
         "Paris", "2024-10-01", "", "", "2028-01-11"),
    Item("hel-fic-01", "vm-hel-fic-01", "Serveur virtuel", "helianthe", ("pf-lyon", "san-lyon"),
         (f"{_HEL}/fichiers",), "medium", "", "Lyon", "2024-11-04"),
    Item("hel-ad-01", "vm-hel-ad-01", "Serveur virtuel", "helianthe", ("pf-lyon",), (f"{_HEL}/annuaire:annuaires",),
         "high", "", "Lyon", "2024-10-15"),
    Item("hel-ad-02", "vm-hel-ad-02", "Serveur virtuel", "helianthe", ("pf-paris",), (f"{_HEL}/annuaire:annuaires",),
         "high", "", "Paris", "2024-10-15"),
    Item("hel-mel-01", "mx-hel-01", "Messagerie hébergée", "helianthe", (), (f"{_HEL}/messagerie",), "medium",
         "nuageo", "", "2025-03-01", "", "2027-02-28"),
    Item("hel-fw-01", "fw-hel-siege-01", "Pare-feu", "helianthe", (), (f"{_HEL}/pare-feu",), "high", "", "Siège",
         "2022-06-01", "2027-05-31", "2026-11-25"),
    Item("hel-pc-lot", "pc-hel-lot", "Parc de postes", "helianthe", (), (f"{_HEL}/postes",), "low", "", "Siège",
         "2025-09-15", "2028-09-14"),
    Item("hel-bck-01", "vm-hel-bck-01", "Serveur de sauvegarde", "helianthe", ("pf-paris",), (f"{_HEL}/sauvegardes",),
         "medium", "", "Paris", "2024-10-01"),
)
_HEN, _HENS = "C-2025-006", "C-2025-020"
ENERGIE = (
    Item("hen-rel-01", "vm-hen-rel-01", "Serveur virtuel", "helianthe-energie", ("pf-lyon", "hen-db-01"),
         (f"{_HEN}/telereleve",), "high", "", "Lyon", "2025-01-06"),
    Item("hen-db-01", "vm-hen-db-01", "Base de données", "helianthe-energie", ("pf-lyon", "san-lyon"),
         (f"{_HEN}/telereleve",), "high", "", "Lyon", "2025-01-06"),
    Item("hen-cdt-01", "srv-hen-conduite-01", "Serveur physique", "helianthe-energie", (), (f"{_HEN}/conduite:paire",),
         "high", "", "Poste de conduite", "2022-04-04", "2027-04-03"),
    Item("hen-cdt-02", "srv-hen-conduite-02", "Serveur physique", "helianthe-energie", (), (f"{_HEN}/conduite:paire",),
         "high", "", "Poste de conduite", "2022-04-04", "2027-04-03"),
    Item("hen-vpn-01", "rtr-hen-sites-01", "Routeur", "helianthe-energie", ("lnk-fibralia-lyon",),
         (f"{_HEN}/vpn-sites",), "medium", "fibralia", "Lyon", "2024-12-02", "2029-12-01"),
    Item("hen-web-01", "vm-hen-web-01", "Serveur virtuel", "helianthe-energie", ("pf-paris",),
         (f"{_HENS}/portail-releve",), "medium", "", "Paris", "2025-06-10"),
    Item("hen-bck-01", "vm-hen-bck-01", "Serveur de sauvegarde", "helianthe-energie", ("pf-paris",),
         (f"{_HEN}/sauvegardes",), "medium", "", "Paris", "2025-01-06"),
)
_ORS = "C-2025-010"
ORSTED = (
    Item("ors-nas-01", "nas-ors-01", "Storage", "orsted", (), (f"{_ORS}/workplace",), "medium", "", "Office",
         "2025-10-20", "2028-10-19"),
    Item("ors-mel-01", "mx-ors-01", "Hosted mail", "orsted", (), (f"{_ORS}/mail",), "medium", "nuageo", "",
         "2025-03-01", "", "2027-02-28"),
    Item("ors-bck-01", "vm-ors-bck-01", "Backup server", "orsted", ("pf-paris",), (f"{_ORS}/backup",), "low", "",
         "Paris", "2025-03-15"),
)
ITEMS = (*SHARED, *LEFEVRE, *CASTELBOURG, *HELIANTHE, *ENERGIE, *ORSTED)
