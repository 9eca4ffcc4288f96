"""The picture of a timeline: one SVG without script, in a wide and a narrow drawing of which the screen chooses.

Bars are measures and posts, each span filled by its state; the fills differ in lightness and in pattern, so that they
are told apart on a grey print. Numbered marks are acts, with what they say listed below.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Literal
from xml.etree import ElementTree as Xml

from graph_service.facts import Day
from graph_service.screening.words import STATES, Words
from graph_service.timelines import text
from graph_service.timelines.axis import Axis
from graph_service.timelines.fills import (
    BEFORE,
    DISPUTED,
    FILLS,
    FONTS,
    INK,
    PAPER,
    POST,
    RULE,
    SOFT,
    fill,
    patterns,
)
from graph_service.timelines.svg import add, element, width_of, wrapped

Page = Mapping[str, Any]
Shape = Literal["wide", "narrow"]
MOST_ACTS = 60
"""Acts that the picture marks and lists; what is beyond is counted, and the text has all."""


def picture(page: Page, words: Words) -> str:
    """The picture by itself: an SVG file that fits a wide and a narrow screen, and paper."""
    drawn = [(shape, _Drawing(page, words, shape).draw()) for shape in _WIDTH]
    sizes = {shape: tuple(float(one) for one in svg.attrib["viewBox"].split()[2:]) for shape, svg in drawn}
    (width, height), (slim, tall) = sizes["wide"], sizes["narrow"]
    root = element("svg", xmlns="http://www.w3.org/2000/svg", role="img", width=width, height=height)
    root.set("class", "timeline")
    add(root, "title").text = text.title(page, words)
    add(root, "style").text = (
        f".timeline{{background:{PAPER};width:100%;height:calc(100vw*{height / width:.4f})}}.narrow{{display:none}}"
        f"@media (max-width:640px){{.timeline{{height:calc(100vw*{tall / slim:.4f})}}"
        ".wide{display:none}.narrow{display:inline}}@media print{.timeline{height:auto}}"
    )
    for shape, svg in drawn:
        svg.set("class", shape)
        root.append(svg)
    return Xml.tostring(root, encoding="unicode") + "\n"


def drawing(page: Page, words: Words, shape: Shape, *, titled: bool = True) -> str:
    """One drawing as SVG of the class of its shape, 960 or 358 units wide."""
    svg = _Drawing(page, words, shape).draw(titled=titled)
    svg.set("class", shape)
    return Xml.tostring(svg, encoding="unicode")


_BESIDE: dict[str, dict[str, str]] = {"post": POST, "before": BEFORE}
_WIDTH: dict[Shape, float] = {"wide": 960.0, "narrow": 358.0}


class _Drawing:
    """One drawing under way: `y` is how far down it has come."""

    def __init__(self, page: Page, words: Words, shape: Shape) -> None:
        self.page, self.words, self.narrow = page, words, shape == "narrow"
        self.width = _WIDTH[shape]
        self.edge = 6.0 if self.narrow else 12.0
        self.as_of = date.fromisoformat(page["as_of"])
        acts = [
            one
            for one in page["events"]
            if "stated" in one and one["stated"]["fact_type"] not in text.REGISTER
        ]
        # An act that bears no day (a naming stands in its decision) is listed without a mark.
        self.acts = [one for one in acts if one["day"]][:MOST_ACTS]
        self.undated = [one for one in acts if not one["day"]][:MOST_ACTS]
        self.more = len(acts) - len(self.acts) - len(self.undated)
        left = self.edge if self.narrow else 320.0
        self.axis = Axis(*self._range(), left, self.width - self.edge)
        self.svg = element("svg", xmlns="http://www.w3.org/2000/svg", width="100%")
        self.svg.set("font-family", FONTS)
        self.prefix = shape
        self.svg.append(patterns(shape))
        self.grid = add(self.svg, "g")
        self.y = 0.0

    def draw(self, *, titled: bool = True) -> Xml.Element:
        """The whole of it."""
        if titled:
            self._head()
        top = self.y
        self.y += 30
        self._measures()
        self._posts()
        self._marks()
        self._years(top, self.y)
        self.y += 10
        self._legend()
        self._list()
        self.svg.set("viewBox", f"0 0 {self.width:g} {self.y + 8:.0f}")
        return self.svg

    def _range(self) -> tuple[date, date]:
        """The days drawn: all that measures and acts speak of; a post that began earlier begins at the edge."""
        spans = [span for one in self.page["measures"] for span in one["spans"]]
        texts = [text for span in spans for text in (span["since"], span["until"]) if text]
        days = [self.as_of, *map(date.fromisoformat, texts), *(_first(one["day"]) for one in self.acts)]
        if len(days) == 1:
            days += [_first(one[end]) for one in self.page["ties"] for end in ("since", "until") if one[end]]
        # What ends in a far future (for life, a date that stands for none) would leave the rest no room.
        far = self.as_of + timedelta(days=366 * 12)
        first, last = min(days), max(day for day in days if day <= max(far, self.as_of))
        pad = timedelta(days=max(45, (last - first).days // 14))
        return first - pad, last + pad

    def _text(self, x: float, shown: str, size: float, *, bold: bool = False, soft: bool = False, anchor: str = "start",
              y: float | None = None) -> None:  # fmt: skip
        at = self.y if y is None else y
        made = add(
            self.svg, "text", x=x, y=at, font_size=size, fill=SOFT if soft else INK, text_anchor=anchor
        )
        if bold:
            made.set("font-weight", "600")
        made.text = shown

    def _lines(self, x: float, shown: str, size: float, most: float, **more: Any) -> None:
        for line in wrapped(shown, most):
            self._text(x, line, size, **more)
            self.y += size * 1.35

    def _head(self) -> None:
        size = 15.0 if self.narrow else 17.0
        self.y += size + 8
        self._lines(self.edge, text.title(self.page, self.words), size, self.width / size * 1.75, bold=True)
        self._lines(self.edge, text.clocks(self.page), 11.5, self.width / 6.0, soft=True)
        self.y += 4

    def _row(self, first: str, second: str) -> float:
        """The label of a bar; where the bar begins, from the top."""
        top = self.y + 4
        most = 52.0 if self.narrow else 44.0
        for shown, size, bold in ((first, 12.0, True), (second, 10.5, False)):
            for line in wrapped(shown, most * (1.0 if bold else 1.12))[:3]:
                self.y += size * 1.25
                self._text(self.edge, line, size, bold=bold, soft=not bold)
        bar = self.y + 7 if self.narrow else top
        self.y += 40 if self.narrow else 14
        return bar

    def _measures(self) -> None:
        if not self.page["measures"]:
            self._text(self.edge, "无措施 no measure that may be shown", 12, soft=True, y=self.y + 12)
            self.y += 24
        for one in self.page["measures"]:
            bar = self._row(text.measure(one, self.words), f"{one['law']} {one['article']} · {one['clause']}")
            for span in (span for span in one["spans"] if span["known_until"] is None):
                self._bar(span, bar, 16, FILLS[span["state"]][0])
            # What was believed until a later entry said otherwise is a thin line below what is known now.
            for n, span in enumerate([span for span in one["spans"] if span["known_until"] is not None][:3]):
                self._bar(span, bar + 18 + 4 * n, 3, None)

    def _bar(self, span: Page, y: float, height: float, kind: str | None) -> None:
        since, until = date.fromisoformat(span["since"]), span["until"]
        x = self.axis.at(since)
        end = self.axis.at(date.fromisoformat(until)) if until else self.axis.right
        thin = kind in ("ended", "undone") or height < 10
        top, size = (y + 5, 6.0) if kind in ("ended", "undone") else (y, height)
        look = fill(kind, self.prefix) if kind is not None else BEFORE
        made = add(
            self.svg, "rect", x=x, y=top, width=max(end - x, 2.0), height=size, rx=0 if thin else 2, **look
        )
        add(
            made, "title"
        ).text = f"{text.state(span)}: {text.stretch(span['since'], until)}; {text.known(span)}"
        if until is None and kind == "solid":
            self._tip(end, y + 8, 5)
        if span["disputed"] and not thin:
            add(self.svg, "path", d=f"M{x:.1f} {top - 2:.1f}H{end:.1f}", **DISPUTED)

    def _tip(self, x: float, y: float, reach: float) -> None:
        """A bar that goes on beyond the edge."""
        add(
            self.svg,
            "path",
            d=f"M{x - reach:.1f} {y - 6:.1f}L{x:.1f} {y:.1f}L{x - reach:.1f} {y + 6:.1f}Z",
            fill=INK,
        )

    def _posts(self) -> None:
        ties = [one for one in self.page["ties"] if one["known_until"] is None]
        for one in ties:
            bar = self._row(
                text.post(one, self.words), f"任职 post · {text.stretch(one['since'], one['until'])}"
            )
            x = self.axis.at(_first(one["since"])) if one["since"] else self.axis.left
            end = self.axis.at(_first(one["until"])) if one["until"] else self.axis.right
            made = add(self.svg, "rect", x=x, y=bar + 4, width=max(end - x, 2.0), height=8, **POST)
            add(made, "title").text = text.stretch(one["since"], one["until"])
            if one["since"] is None or _first(one["since"]) < self.axis.first:
                self._tip(x, bar + 8, -5)
            if one["until"] is None:
                self._tip(end, bar + 8, 5)

    def _marks(self) -> None:
        """The acts, each a numbered mark on its day; marks that would meet stand on lines of their own."""
        if not self.acts:
            return
        room, reach = 18.0, 17.0
        ends: list[float] = []
        self._text(self.edge, "行为 Acts (numbered below)", 12, bold=True, y=self.y + 14)
        if self.narrow:
            self.y += 22
        for number, one in enumerate(self.acts, 1):
            x = min(max(self.axis.at(_first(one["day"])), self.axis.left + 8), self.axis.right - 8)
            level = next((n for n, end in enumerate(ends) if x - end >= reach), len(ends))
            ends[level : level + 1] = [x]
            y = self.y + 10 + level * room
            add(self.svg, "circle", cx=x, cy=y, r=7.5, fill=PAPER, stroke=INK, stroke_width=1.2)
            self._text(x, str(number), 9.5, bold=True, anchor="middle", y=y + 3.4)
        self.y += max(len(ends), 1) * room + 4

    def _years(self, top: float, bottom: float) -> None:
        """The calendar behind the bars, and the day asked about."""
        for day, shown in self.axis.marks(5 if self.narrow else 13):
            x = self.axis.at(day)
            add(self.grid, "path", d=f"M{x:.1f} {top + 16:.1f}V{bottom:.1f}", stroke=RULE, stroke_width=1)
            if self.edge + 20 <= x <= self.width - self.edge - 20:
                self._text(x, shown, 11, soft=True, anchor="middle", y=top + 12)
        here = self.axis.at(self.as_of)
        add(
            self.grid,
            "path",
            d=f"M{here:.1f} {top + 16:.1f}V{bottom:.1f}",
            stroke=INK,
            stroke_width=1.3,
            stroke_dasharray="2 3",
        )
        side, anchor = (-4, "end") if here > (self.axis.left + self.axis.right) / 2 else (4, "start")
        self._text(here + side, f"{self.as_of}", 11, bold=True, anchor=anchor, y=top + 26)

    def _legend(self) -> None:
        spans = [span for one in self.page["measures"] for span in one["spans"]]
        states = list(dict.fromkeys(span["state"] for span in spans if span["known_until"] is None))
        rows = [(FILLS[state][0], " ".join(STATES[state])) for state in states]
        rows += (
            [("post", "任职 post")] if any(one["known_until"] is None for one in self.page["ties"]) else []
        )
        rows += (
            [("before", "此前所知 as it was known before")] if any(s["known_until"] for s in spans) else []
        )
        rows += [("disputed", "有争议 disputed")] if any(span["disputed"] for span in spans) else []
        x = self.edge
        for kind, shown in rows:
            size = 30 + width_of(shown) * 6.4 + 14
            if x + size > self.width and x > self.edge:
                x, self.y = self.edge, self.y + 20
            if kind == "disputed":
                add(self.svg, "path", d=f"M{x:.1f} {self.y + 8:.1f}h24", **DISPUTED)
            else:
                look = _BESIDE.get(kind) or fill(kind, self.prefix)
                height = {"before": 3, "ended": 6, "undone": 6, "post": 8}.get(kind, 12)
                add(self.svg, "rect", x=x, y=self.y + 8 - height / 2, width=24, height=height, **look)
            self._text(x + 30, shown, 11.5, y=self.y + 12)
            x += size
        self.y += 26 if rows else 0

    def _list(self) -> None:
        """What the numbered acts say, and when they were learnt."""
        numbered = [(str(number), one) for number, one in enumerate(self.acts, 1)]
        for mark, one in [*numbered, *(("·", one) for one in self.undated)]:
            self.y += 14
            self._text(self.edge + 14, mark, 11, bold=True, anchor="end")
            x = self.edge + 22
            shown = f"{one['day'] or ''}  {text.said(one, self.words)} · {text.known(one)}"
            self._lines(x, shown, 11.5, (self.width - x - self.edge) / 6.25)
            self.y -= 11
        if self.acts or self.undated:
            self.y += 14
        if self.more > 0:
            self.y += 8
            self._lines(
                self.edge,
                f"另有 {self.more} 项行为未列出 · and {self.more} more acts, which the text lists",
                11.5,
                60,
                soft=True,
            )


def _first(day: str) -> date:
    """The first day of a date of whatever precision."""
    return Day(day).first
