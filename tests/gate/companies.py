"""Sites and tokens for the tests of the gate."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from clairevoie.gate import Report, examine

Words = Mapping[str, Iterable[tuple[str, str]]]  # owner -> (kind, text)
Sites = Mapping[str, Mapping[str, bytes | str]]  # site -> path -> content


def examined(folder: Path, sites: Sites, words: Words, **more: object) -> Report:
    """The report of the gate on these sites."""
    return examine(*laid_out(folder, sites, words), **more)  # type: ignore[arg-type]


def laid_out(folder: Path, sites: Sites, words: Words) -> tuple[dict[str, Path], Path]:
    """The sites' folders and the token file."""
    for site, files in sites.items():
        for path, content in files.items():
            file = folder / site / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
    rows = [{"owner": owner, "kind": kind, "text": text} for owner, some in words.items() for kind, text in some]
    tokens = folder / "tokens.jsonl"
    tokens.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return {site: folder / site for site in sites}, tokens
