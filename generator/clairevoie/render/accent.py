"""The client's one colour: it takes the place of `accent`, and must be readable (LOOK §8)."""

from __future__ import annotations

import colorsys
import math
import re
from dataclasses import dataclass

_PAPER = {"light": "#ffffff", "dark": "#0e1417"}
_DEFAULT = {"light": "#0a5a6b", "dark": "#6cc6d6"}
_TAKEN = ("#b3261e", "#9a5200")  # down and warn: a client's colour may not be mistaken for them
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Accent:
    """The colour in each theme, and one line to the operator when it is not the one that was asked for."""

    light: str
    dark: str
    note: str = ""


def guard(colour: str) -> Accent:
    """The accent that can be used for `colour` ("#rrggbb"; "" is the default)."""
    if not colour or colour.lower() == _DEFAULT["light"]:
        return Accent(_DEFAULT["light"], _DEFAULT["dark"])
    if not _HEX.fullmatch(colour):
        return Accent(
            _DEFAULT["light"], _DEFAULT["dark"], f"accent {colour!r} is not a colour like #0a5a6b; default kept"
        )
    if any(distance(colour, taken) < 20 for taken in _TAKEN):
        return Accent(
            _DEFAULT["light"], _DEFAULT["dark"], f"accent {colour} is too near a warning colour; default kept"
        )
    light, dark = _readable(colour, "light"), _readable(colour, "dark")
    changed = light.lower() != colour.lower()
    return Accent(light, dark, f"accent {colour} darkened to {light} to be readable" if changed else "")


def rules(colour: str) -> str:
    """The lines of CSS that put the client's accent in place; "" where there is none."""
    made = guard(colour)
    if (made.light, made.dark) == (_DEFAULT["light"], _DEFAULT["dark"]):
        return ""
    return (
        f":root,[data-theme=light]{{--accent:{made.light}}}"
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{--accent:{made.dark}}}}}"
        f"[data-theme=dark]{{--accent:{made.dark}}}@media print{{:root{{--accent:{made.light}!important}}}}\n"
    )


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two colours, 1–21."""
    first, second = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def distance(one: str, other: str) -> float:
    """CIE76 ΔE of two colours."""
    return math.dist(_lab(one), _lab(other))


def _readable(colour: str, theme: str) -> str:
    """The same hue, darkened (or lightened) in steps of lightness until its contrast with paper is 4.5."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    while contrast(colour, _PAPER[theme]) < 4.5:
        lightness = max(0.0, lightness - 0.02) if theme == "light" else min(1.0, lightness + 0.02)
        rgb = colorsys.hls_to_rgb(hue, lightness, saturation)
        colour = "#" + "".join(f"{round(channel * 255):02x}" for channel in rgb)
    return colour


def _channels(colour: str) -> tuple[float, float, float]:
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


def _linear(colour: str) -> tuple[float, float, float]:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour))
    return red, green, blue


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _lab(colour: str) -> tuple[float, float, float]:
    red, green, blue = _linear(colour)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    a, b, c = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * b - 16, 500 * (a - b), 200 * (b - c)
