"""Workspaces whose target is the bucket or a folder behind the edge, and the sites that are built in them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path

from tests.behind.ground import PREFIX, Ground
from tests.project.workspace import CLIENT, PORTAL, workspace
from tests.publish.outputs import finish

FONT = "wOF2 of every version"


def laid(root: Path, settings: Mapping[str, object], clients: Collection[str]) -> Path:
    """A workspace with these clients and the target `prod`."""
    portal = f"{PORTAL}targets: {json.dumps({'prod': settings})}\n"
    for client in clients:
        workspace(root, portal=portal, client=CLIENT.replace("acme", client), folder=client)
    return root


def s3(ground: Ground, endpoint: str = "") -> dict[str, object]:
    """The settings of the bucket, or of the proxy before it."""
    return {"type": "s3", "bucket": ground.place.bucket, "prefix": PREFIX, "region": "us-east-1",
            "endpoint_url": endpoint or ground.place.server.endpoint}


def built(output: Path, site: str, version: str, *, hour: int) -> dict[str, str]:
    """A site of two pages that name what they load; every file says of which release it is. Gives what visitors see."""
    files = {
        "index.html": page(site, version, "index.html", "theme/a.css", "theme/f.woff2"),
        "tickets/index.html": page(site, version, "tickets/index.html", "../theme/a.css", "../data/figures.json"),
        "theme/a.css": f"/* {marker(site, version, 'theme/a.css')} */",
        "theme/f.woff2": FONT,
        "data/figures.json": f'{{"said": "{marker(site, version, "data/figures.json")}"}}',
    }
    for path, text in files.items():
        file = output / site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    finish(output, (site,), hour=hour)
    return files


def page(site: str, version: str, path: str, *loads: str) -> str:
    """A page that loads files."""
    names = "".join(f'<link href="{name}">' for name in loads)
    return f"<!doctype html>{names}<p>{marker(site, version, path)}</p>"


def marker(site: str, version: str, path: str) -> str:
    """What tells a file from all others."""
    return f"[[{site} {version} {path}]]"
