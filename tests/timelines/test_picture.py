"""The picture and the text of a timeline's page: what they show, and that they fit."""

from __future__ import annotations

from datetime import date
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from graph_service.consequences import State
from graph_service.rules.load import load_rulebook
from graph_service.timelines import drawing, lines, picture, words_of
from graph_service.timelines.axis import Axis
from graph_service.timelines.fills import FILLS
from graph_service.timelines.svg import width_of, wrapped

SVG = "{http://www.w3.org/2000/svg}"
KNOWN = {"entry": 3, "at": "2026-06-20T01:00:00+00:00"}
LATER = {"entry": 5, "at": "2026-07-02T01:00:00+00:00"}


def span(since: str, until: str | None, state: str, **more: Any) -> dict[str, Any]:
    """A span of a page."""
    given = {"since": since, "until": until, "last_day": until, "state": state, "reason": "by_decision"}
    return {**given, "disputed": False, "known_from": KNOWN, "known_until": None, **more}


MEASURE: dict[str, Any] = {
    "consequence": "consequence:1", "case": "c<1>&", "clause": "CN-EXEC-CONS/named", "record": "gsxt:L",
    "measure": {"code": "M01", "title": {"zh-CN": "限制消费", "en": "restriction of consumption"}},
    "law": "法释〔2015〕17号", "article": "Art 3", "state": "in_force", "target": "person",
}  # fmt: skip
NAMED = "<b>王*</b>"
PAGE: dict[str, Any] = {
    "as_of": "2026-11-23", "known_at": {"entry": 5, "at": LATER["at"]}, "about": "gsxt:L", "of": "party",
    "party": "gsxt:L", "kind": "person", "total": 3, "withheld": 2, "authorities": [], "names": {"gsxt:L": NAMED},
    "measures": [{**MEASURE, "spans": [
        span("2026-06-20", None, "in_force", known_until=LATER),
        span("2026-06-20", "2026-09-01", "in_force"),
        span("2026-09-01", "2027-01-01", "suspended", disputed=True),
        span("2027-01-01", None, "expired"),
    ]}],
    "ties": [{"fact": "office:1", "record": "gsxt:L", "enterprise": "gsxt:A", "post": "legal_representative",
              "since": "1998", "until": None, "known_from": KNOWN, "known_until": None}],
    "events": [
        {"day": "2026-06-20", "until": None, "event": "decided", "ended_by": None, "known_from": KNOWN,
         "known_until": None, "stated": {"fact": "decision:1", "fact_type": "decision", "entry": 3, "record": "gsxt:A",
                                         "case": "c<1>&", "act": "order", "category": "consumption_order",
                                         "authority": "gz-court", "number": "1", "date": "2026-06-20"}},
        {**MEASURE, "day": "2026-06-20", "event": "opened", **span("2026-06-20", "2026-09-01", "in_force")},
        {"day": None, "until": None, "event": "stated", "ended_by": "retraction:1", "known_from": KNOWN,
         "known_until": LATER, "stated": {"fact": "naming:1", "fact_type": "naming", "entry": 3, "record": "gsxt:L",
                                          "case": "c<1>&", "role": "legal_representative"}},
    ],
}  # fmt: skip
WORDS = words_of(PAGE, load_rulebook())


@pytest.mark.parametrize("shape", ["wide", "narrow"])
def test_each_drawing_shows_every_span_act_and_post_within_its_edges(shape: Any) -> None:
    """Bars in the order of time, numbered acts, a legend; nothing of the data is markup; no script, nothing fetched."""
    made = drawing(PAGE, WORDS, shape)
    root = Xml.fromstring(made)
    width = float(root.attrib["viewBox"].split()[2])
    said = " ".join(text.text or "" for text in root.iter(f"{SVG}text"))
    for words in (
        "M01 限制消费",
        "生效中 in force",
        "中止 suspended",
        "期满 ended",
        "有争议 disputed",
        "任职 post",
        "known since",
    ):
        assert words in " ".join(said.split()), words
    assert "王*" in said
    bars = [one for one in root.iter(f"{SVG}rect") if one.find(f"{SVG}title") is not None]
    assert len(bars) == 5
    for one in root.iter(f"{SVG}rect"):
        if one.find(f"{SVG}title") is not None:
            assert 0 <= float(one.attrib["x"]) <= float(one.attrib["x"]) + float(one.attrib["width"]) <= width
    assert [one.text for one in root.iter(f"{SVG}text") if one.text == "1"] == ["1", "1"]
    assert "<script" not in made
    assert "href" not in made
    assert "<b>" not in made


def test_the_picture_holds_a_wide_and_a_narrow_drawing_of_which_the_screen_chooses() -> None:
    """One file, with its size for whoever embeds it."""
    root = Xml.fromstring(picture(PAGE, WORDS))
    assert [one.attrib["class"] for one in root.findall(f"{SVG}svg")] == ["wide", "narrow"]
    style = root.find(f"{SVG}style")
    assert style is not None
    assert "max-width:640px" in (style.text or "")
    ids = [one.attrib["id"] for one in root.iter(f"{SVG}pattern")]
    assert len(ids) == len(set(ids)) == 6


def test_a_case_with_more_acts_than_fit_counts_the_others_and_draws_drafts_as_outlines() -> None:
    """A post that began and ended within the picture has no tip; of a case the title says which."""
    decided = PAGE["events"][0]
    acts = [{**decided, "day": f"2026-{n % 12 + 1:02d}-10"} for n in range(70)]
    post = {**PAGE["ties"][0], "since": "2026-02-01", "until": "2026-03-01"}
    drafted = {**MEASURE, "record": None, "spans": [span("2026-06-20", None, "draft")]}
    page = {**PAGE, "of": "case", "about": "c/1", "events": acts, "ties": [post], "measures": [drafted]}
    made = drawing(page, WORDS, "wide")
    assert "and 10 more acts" in made
    assert "Timeline of the case c/1" in made
    assert 'stroke-dasharray="4 3"' in made
    assert "草案 draft" in made


def test_a_page_of_nothing_is_drawn_too() -> None:
    """A party that nothing was ever decided about."""
    empty = {**PAGE, "measures": [], "events": [], "ties": [], "total": 0, "withheld": 0}
    assert "无措施" in picture(empty, WORDS)
    assert [line for line in lines(empty, WORDS) if "(0)" in line]


def test_the_text_says_when_each_thing_is_valid_and_when_it_was_known() -> None:
    """A line per span and per event; what was taken back says until which entry it was known."""
    said = list(lines(PAGE, WORDS))
    assert any("2026-06-20 → …" in line and "until entry 5" in line for line in said)
    assert any("2026-09-01 → 2027-01-01" in line and "disputed" in line for line in said)
    assert any("决定 decided" in line for line in said)
    assert any(
        "naming" in line and "known since entry 3 (2026-06-20), until entry 5" in line for line in said
    )
    assert any("2 more" in line for line in said)


def test_every_state_has_a_fill_and_states_of_one_meaning_share_it() -> None:
    """In force, at rest, pending, draft, ended and undone are told apart by more than their colour."""
    assert set(FILLS) == {state.value for state in State}
    assert len({kind for kind, _ in FILLS.values()}) == 6


def test_lines_are_broken_at_spaces_and_between_signs_and_lose_nothing() -> None:
    """No line is wider than asked for, and none begins with a closing sign."""
    text = (
        "广州市天河区市场监督管理局：穗天市监处罚〔2026〕100号, 2026-05-10 revocation of a licence "
        + "x" * 60
    )
    found = wrapped(text, 30)
    assert "".join(found).replace(" ", "") == text.replace(" ", "")
    assert max(map(width_of, found)) <= 32
    assert not any(line[0] in "：〕,)" for line in found)
    assert wrapped("", 10) == []


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (date(2026, 5, 20), date(2026, 8, 2), ["2026-06", "2026-07", "2026-08"]),
        (date(2026, 3, 1), date(2027, 12, 31), ["2026-07", "2027", "2027-07"]),
        (date(2020, 3, 1), date(2024, 3, 1), ["2021", "2022", "2023", "2024"]),
        (date(1990, 3, 1), date(2026, 3, 1), ["2000", "2010", "2020"]),
    ],
)
def test_the_calendar_is_marked_by_months_or_years(first: date, last: date, shown: list[str]) -> None:
    """At most about five marks, on first days of months; a day beyond an edge is at it."""
    axis = Axis(first, last, 0.0, 100.0)
    assert [words for _, words in axis.marks(5)] == shown
    assert axis.at(date(1900, 1, 1)) == 0
    assert axis.at(date(2100, 1, 1)) == 100
