"""What the codes of the gate are called; `labels` adds them to its own."""

from __future__ import annotations

SEARCHED: dict[str, dict[str, tuple[str, str]]] = {
    "outcome": {  # of the gate, in a site
        "passed": ("rien d’un autre", "nothing of another"),
        "refused": ("refusé", "refused"),
        "held": ("non construit, non cherché", "not built, not searched"),
    },
    "spot": {
        "content": ("dans le fichier", "in the file"),
        "name": ("dans son nom", "in its name"),
        "inside": ("compressé dedans", "compressed inside"),
        "encoded": ("en base64", "in base64"),
    },
    "word": {
        "name": ("nom", "name"),
        "id": ("identifiant", "identifier"),
        "ticket": ("ticket", "ticket"),
        "host": ("machine", "host"),
        "person": ("personne", "person"),
        "domain": ("domaine", "domain"),
        "phone": ("téléphone", "telephone"),
        "reference": ("référence", "reference"),
        "shared": ("mot partagé", "shared word"),
    },
    "form": {
        "letters": ("majuscules, accents, lettres semblables, espaces", "case, accents, look-alike letters, spaces"),
        "tags": ("mot coupé par des balises", "a word cut by tags"),
        "escapes": ("échappements HTML, URL, JSON, JavaScript", "escapes of HTML, URLs, JSON, JavaScript"),
        "css": ("échappements CSS", "escapes of CSS"),
        "quoted_printable": ("quoted-printable", "quoted-printable"),
        "mail_header": ("en-têtes de courriel", "words of mail headers"),
        "idna": ("domaines internationalisés", "internationalised domains"),
        "icalendar": ("lignes repliées d’iCalendar et de vCard", "folded lines of iCalendar and vCard"),
        "utf_16": ("UTF-16", "UTF-16"),
        "windows": ("Windows-1252", "Windows-1252"),
        "nul": ("UTF-16 dans une image ou une police", "UTF-16 inside a picture or a font"),
        "base64": ("base64, et adresses data:", "base64, and data: addresses"),
        "gzip": ("gzip", "gzip"),
        "zlib": ("métadonnées compressées d’images, de polices, de PDF", "compressed metadata of pictures, fonts, PDF"),
        "zip": ("zip", "zip"),
        "file_names": ("noms de fichiers", "file names"),
    },
}
