"""Elements of an SVG, and texts broken into lines: no engine wraps the text of a picture."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from xml.etree import ElementTree as Xml


def element(name: str, **given: object) -> Xml.Element:
    """An element; `stroke_width` is its attribute `stroke-width`."""
    return Xml.Element(
        name, {key.rstrip("_").replace("_", "-"): _written(value) for key, value in given.items()}
    )


def add(parent: Xml.Element, name: str, **given: object) -> Xml.Element:
    """An element within another."""
    made = element(name, **given)
    parent.append(made)
    return made


def _written(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def width_of(shown: str) -> float:
    """How wide a text is, in Latin letters: a Chinese sign counts as two."""
    return sum(1.85 if unicodedata.east_asian_width(sign) in "WF" else 1.0 for sign in shown)


def wrapped(shown: str, most: float) -> list[str]:
    """A text in lines of at most `most` letters, broken at spaces and between Chinese signs."""
    lines, line = [], ""
    for word in _pieces(shown):
        if line and width_of(line + word.rstrip()) > most:
            lines.append(line.rstrip())
            line = word.lstrip()
        else:
            line += word
        while width_of(line) > most + 1:
            cut = max(1, next((n for n in range(len(line), 0, -1) if width_of(line[:n]) <= most), 1))
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line.rstrip()] if line.strip() else lines


_CLOSING, _OPENING = "）〕】》」，。；：、:;,.)]", "（〔【《「(["
"""Signs that no line begins with, or ends with."""


def _pieces(shown: str) -> Iterable[str]:
    word = ""
    for n, sign in enumerate(shown):
        wide = unicodedata.east_asian_width(sign) in "WF"
        if wide and word and sign not in _CLOSING and word[-1] not in _OPENING:
            yield word
            word = ""
        word += sign
        if wide or sign in " /":
            if n + 1 < len(shown) and (shown[n + 1] in _CLOSING or sign in _OPENING):
                continue
            yield word
            word = ""
    if word:
        yield word
