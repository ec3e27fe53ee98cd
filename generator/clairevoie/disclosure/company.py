"""The company that publishes, as every page names it."""

from __future__ import annotations

from clairevoie.portal import Company
from clairevoie.project.model import Project


def company(project: Project) -> Company:
    """The company of portal.yml with its logo's drawing; "" where it has none, or one that is no SVG."""
    known = project.company
    drawing = known.logo.read_text("utf-8") if known.logo and known.logo.suffix == ".svg" else ""
    return Company(known.id, known.name, known.short, known.phone, known.incident_url, drawing)
