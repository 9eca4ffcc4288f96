"""How states are filled: dark or light, plain or patterned, so that no two are alike without their colour."""

from __future__ import annotations

from typing import Final
from xml.etree import ElementTree as Xml

INK, SOFT, RULE, PAPER = "#1b1f24", "#57606a", "#dfe4e8", "#ffffff"
FONTS = "system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
POST: Final = {"fill": "#c8d0d8", "stroke": "#8a949e", "stroke_width": "0.8"}
"""A registered post: grey in every print, and lower than a measure."""

BEFORE: Final = {"fill": SOFT, "fill_opacity": "0.45"}
"""What was believed until a later entry said otherwise."""
DISPUTED: Final = {"stroke": INK, "stroke_width": "1.2", "stroke_dasharray": "2 2"}
"""The mark of a dispute, over a bar."""

FILLS: Final[dict[str, tuple[str, str]]] = {
    "in_force": ("solid", "#b3261e"),
    "suspended": ("slant", "#0b6a87"),
    "temporarily_lifted": ("slant", "#0b6a87"),
    "proposed": ("dots", "#b26a00"),
    "offered": ("dots", "#b26a00"),
    "draft": ("outline", "#6b4fa3"),
    "expired": ("ended", "#8a8f98"),
    "superseded": ("ended", "#8a8f98"),
    "repaired": ("undone", "#2e7d4f"),
    "retracted": ("undone", "#2e7d4f"),
}
"""State to how it is filled and its colour. In force is dark and plain, what rests is hatched, what is proposed dotted,
a draft an empty outline, what is over a thin line: grey where it ended, cross-hatched where it was undone."""

_COLOUR = dict(FILLS.values())
_DRAWN = {
    "slant": ("6", "M-1 1L1 -1M0 6L6 0M5 7L7 5", "2"),
    "undone": ("4", "M0 4L4 0M0 0L4 4", "1"),
    "dots": ("5", "M1.5 1.5h1.6v1.6h-1.6z", "1.6"),
}


def fill(kind: str, prefix: str) -> dict[str, str]:
    """The attributes of a bar of a kind; `prefix` is that of the drawing's patterns."""
    colour = _COLOUR[kind]
    if kind == "solid":
        return {"fill": colour}
    if kind == "ended":
        return {"fill": "#b9bec5"}
    if kind == "outline":
        return {"fill": PAPER, "stroke": colour, "stroke_width": "1.2", "stroke_dasharray": "4 3"}
    return {"fill": f"url(#{prefix}-{kind})", "stroke": colour, "stroke_width": "1"}


def patterns(prefix: str) -> Xml.Element:
    """The patterns that bars are filled with, under names of their own per drawing."""
    found = Xml.Element("defs")
    for kind, (size, path, width) in _DRAWN.items():
        given = {"id": f"{prefix}-{kind}", "width": size, "height": size, "patternUnits": "userSpaceOnUse"}
        pattern = Xml.SubElement(found, "pattern", given)
        Xml.SubElement(pattern, "rect", {"width": size, "height": size, "fill": PAPER})
        Xml.SubElement(
            pattern, "path", {"d": path, "stroke": _COLOUR[kind], "stroke-width": width, "fill": "none"}
        )
    return found
