"""What a client's register needs of all links: what the leaving of each supplier that it is told does to its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pyarrow as pa

from clairevoie.disclosure.supplier_client import Depends, depends
from clairevoie.pipeline.touching import estate_of
from clairevoie.project.model import Project


def depending(project: Project, tables: Mapping[str, pa.Table], as_of: datetime) -> dict[str, tuple[Depends, ...]]:
    """For each client whose page it is, by the names that its grants give; nothing of any other client."""
    asked = [spec for spec in project.clients if "register" in spec.grants.pages]
    if not asked:
        return {}
    estate = estate_of(tables, project, as_of)
    return {spec.client: depends(estate, spec.client, spec.grants.providers) for spec in asked}
