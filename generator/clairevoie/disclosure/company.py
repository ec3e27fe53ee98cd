"""The company that publishes, as every page names it."""

from __future__ import annotations

from clairevoie.portal import Company
from clairevoie.project.drawing import drawing
from clairevoie.project.model import Project


def company(project: Project) -> Company:
    """The company of portal.yml with its logo's drawing, "" where it has none."""
    known = project.company
    return Company(known.id, known.name, known.short, known.phone, known.incident_url,
                   drawing(known.logo) if known.logo else "")
