"""The picture of a case as SVG: decision, clauses, parties, and the bars of time; a wide and a narrow drawing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from graph_service.cli.dossier.colours import COLOURS
from graph_service.cli.dossier.markup import Html, join, tag
from graph_service.screening.words import STATES

DASHED = frozenset({"draft", "proposed", "offered"})
ENDED = frozenset({"expired", "superseded", "retracted", "repaired"})
INK, SOFT = "#1b1f24", "#57606a"


@dataclass(frozen=True, slots=True)
class Line:
    """One consequence as it is drawn: the clause and the party (keys and labels), its state on the day, its spans."""

    clause: str
    clause_label: tuple[str, str]
    party: str
    party_label: tuple[str, str]
    state: str
    label: str
    spans: tuple[tuple[date, date | None, str], ...]


def signs(text: str) -> float:
    """How wide a text is, in Latin letters: a Chinese sign counts as two."""
    return sum(1.85 if unicodedata.east_asian_width(sign) in "WF" else 1.0 for sign in text)


def cut(text: str, most: float) -> str:
    """The text, cut with an ellipsis where it is wider than `most` letters."""
    if signs(text) <= most:
        return text
    while text and signs(text) > most - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def network(decision: tuple[str, str, str], lines: Sequence[Line]) -> Html:
    """Decision, clauses and parties in three columns, an edge per consequence in the colour of its state."""
    clauses = list(dict.fromkeys((line.clause, line.clause_label) for line in lines))
    parties = list(dict.fromkeys((line.party, line.party_label) for line in lines))
    height = max(len(clauses), len(parties), 1) * 62 + 16
    at_clause = {key: _place(n, len(clauses), height) for n, (key, _) in enumerate(clauses)}
    at_party = {key: _place(n, len(parties), height) for n, (key, _) in enumerate(parties)}
    middle = height / 2
    drawn = []
    for key, _ in clauses:
        drawn.append(_edge(240, middle, 330, at_clause[key], "#9aa3ad", dashed=False))
    for line in lines:
        colour = COLOURS[line.state]
        drawn.append(
            _edge(610, at_clause[line.clause], 700, at_party[line.party], colour, dashed=line.state in DASHED)
        )
    drawn.append(_box(10, middle - 33, 230, 66, decision, "#14435e", 28))
    drawn += [_box(330, at_clause[key] - 24, 280, 48, label, "#57606a", 37) for key, label in clauses]
    drawn += [
        _box(700, at_party[key] - 24, 250, 48, label, _party_colour(key, lines), 33) for key, label in parties
    ]
    return _svg(960, height, join(*drawn), "wide", "Decision, clauses and parties")


def _party_colour(key: str, lines: Iterable[Line]) -> str:
    states = [line.state for line in lines if line.party == key]
    return COLOURS["in_force" if "in_force" in states else states[0]]


def tree(decision: tuple[str, str, str], lines: Sequence[Line]) -> Html:
    """The same for a narrow screen: clauses below the decision, parties below their clause."""
    drawn = [_box(2, 2, 354, 66, decision, "#14435e", 46)]
    y = 84.0
    clauses = list(dict.fromkeys((line.clause, line.clause_label) for line in lines))
    for key, label in clauses:
        drawn.append(_elbow(16, 68, y + 22, 30, "#9aa3ad"))
        drawn.append(_box(30, y, 326, 44, label, "#57606a", 42))
        top, y = y + 44, y + 52
        for line in (line for line in lines if line.clause == key):
            colour = COLOURS[line.state]
            drawn.append(_elbow(44, top, y + 22, 60, colour, dashed=line.state in DASHED))
            drawn.append(_box(60, y, 296, 44, line.party_label, colour, 38))
            y += 52
        y += 6
    return _svg(358, y, join(*drawn), "narrow", "Decision, clauses and parties")


def _place(n: int, count: int, height: float) -> float:
    return height / count * (n + 0.5)


def _box(x: float, y: float, w: float, h: float, lines: Sequence[str], colour: str, most: int) -> Html:
    pieces = [
        tag("rect", x=x, y=f"{y:.1f}", width=w, height=h, rx=4, fill="#fff", stroke=colour, stroke_width=1.4),
        tag("rect", x=x, y=f"{y:.1f}", width=4, height=h, rx=2, fill=colour),
    ]
    first = y + h / 2 - (len(lines) - 1) * 9 + 4.5
    for n, line in enumerate(lines):
        shown = cut(line, most if n == 0 else most * 1.13)
        pieces.append(
            _text(x + 13, first + n * 18, shown, size=13 if n == 0 else 11.5, bold=n == 0, soft=n > 0)
        )
    return join(*pieces)


def _text(
    x: float,
    y: float,
    text: str,
    *,
    size: float,
    bold: bool = False,
    soft: bool = False,
    anchor: str = "start",
) -> Html:
    return tag(
        "text",
        text,
        x=f"{x:.1f}",
        y=f"{y:.1f}",
        font_size=size,
        font_weight=600 if bold else 400,
        text_anchor=anchor,
        style=f"fill:{SOFT if soft else INK}",
    )


def _edge(x: float, y: float, to_x: float, to_y: float, colour: str, *, dashed: bool) -> Html:
    half = (x + to_x) / 2
    path = f"M{x} {y:.1f}C{half} {y:.1f} {half} {to_y:.1f} {to_x - 5} {to_y:.1f}"
    return join(_path(path, colour, dashed=dashed), _tip(to_x, to_y, colour))


def _elbow(x: float, y: float, to_y: float, to_x: float, colour: str, *, dashed: bool = False) -> Html:
    return join(_path(f"M{x} {y:.1f}V{to_y:.1f}H{to_x - 5}", colour, dashed=dashed), _tip(to_x, to_y, colour))


def _path(path: str, colour: str, *, dashed: bool = False, width: float = 1.6, dash: str = "5 4") -> Html:
    more = {"stroke_dasharray": dash} if dashed else {}
    return tag("path", d=path, fill="none", stroke=colour, stroke_width=width, **more)


def _tip(x: float, y: float, colour: str) -> Html:
    return tag("path", d=f"M{x - 7} {y - 4:.1f}L{x} {y:.1f}L{x - 7} {y + 4:.1f}Z", fill=colour)


@dataclass(frozen=True, slots=True)
class _Axis:
    """Days laid out between two edges."""

    first: date
    last: date
    left: float
    right: float

    def at(self, day: date) -> float:
        part = (day - self.first).days / (self.last - self.first).days
        return self.left + (self.right - self.left) * min(max(part, 0), 1)


def bars(lines: Sequence[Line], as_of: date, *, narrow: bool) -> Html:
    """A bar per consequence over the years, each span in the colour of its state, and the day asked about."""
    width, left, row, edge = (358.0, 4.0, 40.0, 4.0) if narrow else (960.0, 330.0, 30.0, 10.0)
    axis = _Axis(*_range(lines, as_of), left, width - 14)
    height = 42 + row * len(lines)
    drawn = [_years(axis, height, 12 if narrow else 24)]
    for n, line in enumerate(lines):
        y = 38 + row * n
        label = cut(f"{line.label} · {line.party_label[0]}", 52 if narrow else 46)
        drawn.append(_text(edge, y + (11 if narrow else 12), label, size=12))
        drawn.append(_spans(line, axis, y + (16 if narrow else 2)))
    here = axis.at(as_of)
    late = here > (axis.left + axis.right) / 2
    drawn.append(_path(f"M{here:.1f} 22V{height - 4:.1f}", INK, dashed=True, width=1.2, dash="2 3"))
    drawn.append(
        _text(
            here + (-4 if late else 4),
            31,
            as_of.isoformat(),
            size=11,
            bold=True,
            anchor="end" if late else "start",
        )
    )
    return _svg(width, height, join(*drawn), "narrow" if narrow else "wide", "Timeline")


def _spans(line: Line, axis: _Axis, y: float) -> Html:
    pieces = []
    for since, until, state in line.spans:
        start, end = axis.at(since), axis.at(until) if until else axis.right
        look: dict[str, Any] = {"fill_opacity": 0.35 if state in ENDED else 0.9}
        if state in DASHED:
            look = {"fill_opacity": 0.25, "stroke": COLOURS[state], "stroke_dasharray": "3 2"}
        title = tag("title", f"{' '.join(STATES[state])}: {since} – {until or ''}")
        size = {
            "x": f"{start:.1f}",
            "y": f"{y:.1f}",
            "width": f"{max(end - start, 1.5):.1f}",
            "height": 13,
            "rx": 2,
        }
        pieces.append(tag("rect", title, fill=COLOURS[state], **{**size, **look}))
    return join(*pieces)


def _years(axis: _Axis, height: float, room: int) -> Html:
    step = max(1, -(-(axis.last.year - axis.first.year) // room))
    pieces = []
    for year in range(axis.first.year + 1, axis.last.year + 1, step):
        at = axis.at(date(year, 1, 1))
        pieces.append(_path(f"M{at:.1f} 18V{height - 4:.1f}", "#e3e7ea", width=1))
        pieces.append(_text(at, 13, str(year), size=11, soft=True, anchor="middle"))
    return join(*pieces)


def _range(lines: Sequence[Line], as_of: date) -> tuple[date, date]:
    days = [
        as_of,
        *(day for line in lines for since, until, _ in line.spans for day in (since, until or since)),
    ]
    first, last = min(days), max(days)
    pad = timedelta(days=max(120, (last - first).days // 12))
    return first - pad, last + pad


def _svg(width: float, height: float, body: Html, cls: str, title: str) -> Html:
    box = f"0 0 {width:g} {height:.0f}"
    return tag(
        "svg", body, cls=cls, viewBox=box, role="img", aria_label=title, xmlns="http://www.w3.org/2000/svg"
    )
