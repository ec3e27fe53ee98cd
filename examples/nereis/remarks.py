"""What the account managers had to say, month by month (remarks.csv): the part of a note that no figure gives."""

from __future__ import annotations

import csv
from pathlib import Path

# Said where a month has no remark of its own
PLAIN = ("Rien d'autre à signaler.", "Le mois a été calme.", "Aucune autre remarque ce mois-ci.",
         "Les correctifs mensuels ont été posés dans leur créneau.")
PLAIN_EN = ("Nothing else to report.", "A quiet month.", "No change is needed on your side.")


def remarks() -> dict[tuple[str, str, str], str]:
    """The text of each (client, month, language); a slash between spaces begins a paragraph."""
    with (Path(__file__).parent / "remarks.csv").open(encoding="utf-8", newline="") as file:
        return {(row["client"], row["month"], row["language"]): row["text"].replace(" / ", "\n\n")
                for row in csv.DictReader(file)}
