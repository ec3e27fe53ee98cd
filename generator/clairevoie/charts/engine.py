"""One V8 that stays in the process, with the Vega that the installed vl-convert carries.

A drawing fills the parsed view of its kind and asks for its SVG.
Each drawing has a view of its own: 1.8 ms, and nothing of one chart can linger in the next.
"""

from __future__ import annotations

import atexit
import json
from functools import cache
from typing import Any

from py_mini_racer import MiniRacer

from clairevoie.charts.compiled import compiled
from clairevoie.charts.sheet import Sheet

# Vega wants a window and timers. A timer becomes a micro-task, so that a drawing is done when its call returns; it
# lets a few others go first, as a real timer would: Vega waits in one for the promises of its links.
_SHIM = """
var window = globalThis, self = globalThis, clearTimeout = () => {};
var console = {log() {}, info() {}, debug() {}, warn() {}, error() {}};
var setTimeout = (task, _, turns = 16) => {
  Promise.resolve().then(turns ? () => setTimeout(task, 0, turns - 1) : task);
  return 0;
};
"""
# Links are checked in Python before they get here; Vega's own check would need a browser's loader.
_DRAW = """
var house = {parsed: {}, svg: null, loader: null};
house.learn = (name, spec) => { house.parsed[name] = vega.parse(spec); };
house.loader = Object.assign(vega.loader(), {sanitize: async address => ({href: address})});
house.draw = async (name, sheet) => {
  const view = new vega.View(house.parsed[name], {renderer: 'none', logLevel: 0, loader: house.loader});
  view.width(sheet.width).height(sheet.height).padding(sheet.padding);
  for (const name in sheet.params) view.signal(name, sheet.params[name]);
  for (const name in sheet.data) view.data(name, sheet.data[name]);
  await view.runAsync();
  const svg = await view.toSVG();
  view.finalize();
  return svg;
};
"""


class DrawingError(RuntimeError):
    """Vega refused a drawing: a bug of ours."""


def paint(kind: str, sheet: Sheet) -> str:
    """Vega's SVG of `sheet` on the view of its kind, which is parsed at its first use."""
    _learn(kind)
    content = _literal({
        "width": sheet.width, "height": sheet.height, "params": sheet.params, "data": sheet.data,
        "padding": {"left": sheet.left, "right": sheet.right, "top": sheet.top, "bottom": sheet.bottom},
    })
    _v8().eval(
        f"house.svg = null; house.draw({_literal(kind)}, {content})"
        ".then(svg => { house.svg = svg; }, fault => { house.svg = '!' + fault; }); 0"
    )
    svg = _v8().eval("house.svg")
    if not isinstance(svg, str) or svg.startswith("!"):
        raise DrawingError(f"{kind}: {svg}")
    return svg


@cache
def _learn(kind: str) -> None:
    _v8().eval(f"house.learn({_literal(kind)}, {_literal(compiled().views[kind])}); 0")


@cache
def _v8() -> MiniRacer:
    engine = MiniRacer()
    atexit.register(engine.close)  # left to the interpreter's own end, its thread is waited for and never comes
    engine.eval(_SHIM + "0")
    engine.eval(f"(() => {{{compiled().vega}\n}})(); 0")
    engine.eval(_DRAW + "0")
    return engine


def _literal(value: Any) -> str:
    """JSON in ASCII is a JavaScript literal, whatever the texts in it hold."""
    return json.dumps(value, allow_nan=False)
