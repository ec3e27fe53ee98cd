"""Altair's grammars compiled to Vega, and Vega itself, by the vl-convert that is installed; imported when needed."""

from __future__ import annotations

from typing import Any

import altair as alt
import vl_convert

from clairevoie.charts.grammars import GRAMMARS


def made() -> tuple[str, dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """Vega as a script, and of each kind its Vega-Lite and its Vega. Nothing is fetched: vl-convert resolves the
    address to the copy that it carries."""
    address = f"https://cdn.jsdelivr.net/npm/vega@{vl_convert.get_vega_version()}/+esm"
    vega = vl_convert.javascript_bundle(f"import * as it from '{address}'; window.vega = it;")
    lite = ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])
    grammars = {kind: grammar().to_dict() for kind, grammar in GRAMMARS.items()}
    return vega, grammars, {kind: _compiled(grammar, lite) for kind, grammar in grammars.items()}


def _compiled(grammar: dict[str, Any], lite: str) -> dict[str, Any]:
    view = vl_convert.vegalite_to_vega(grammar, vl_version=lite)
    assert isinstance(view, dict)
    return view
