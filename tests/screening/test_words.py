"""Facts, shares, times and absences in plain words."""

from __future__ import annotations

from datetime import date

import pytest

from graph_service.facts import Stated, to_row
from graph_service.facts.notation import parse
from graph_service.rules.load import load_rulebook
from graph_service.screening.words import Words, absent, percent, period, stated_of, with_authorities

BOOK = load_rulebook()
WORDS = Words(BOOK, {"g:A": "望川食品有限公司", "g:L": "王*", "gz-court": "广州中院"})

SAID = [
    ("decision g:A case=c act=order category=consumption_order authority=gz-court number=1号 date=2026-06-20",
     f"广州中院: 1号, 2026-06-20, {BOOK.vocabulary.categories['consumption_order'].zh}, against 望川食品有限公司"),
    ("office g:L enterprise=g:A post=legal_representative since=2015 until=2026-01",
     "王* is registered as 法定代表人 (legal representative) of 望川食品有限公司 from 2015 until 2026-01 (exclusive)"),
    ("office g:L enterprise=g:B post=supervisor",
     "王* is registered as 监事 (supervisor) of g:B, the day it began not stated"),
    ("office g:L enterprise=g:B post=night_watch since=2020",
     "王* is registered as night watch of g:B from 2020"),
    ("holding g:L enterprise=g:A subscribed=80% since=2020", "王* holds 80 % of 望川食品有限公司 from 2020"),
    ("holding g:L enterprise=g:A since=2020", "王* holds an unknown share of 望川食品有限公司 from 2020"),
    ("naming g:L case=c role=principal title_only=true",
     "the document gives the title 主要负责人 (principal in charge) and no name"),
    ("naming g:L case=c role=principal", "the document names 王* as 主要负责人 (principal in charge)"),
    ("finding g:L case=c role=principal number=2号",
     "the authority finds 王*: 主要负责人 (principal in charge), direct responsibility (2号)"),
    ("service g:A case=c date=2026-06-21", "served on 望川食品有限公司 on 2026-06-21"),
    ("objection g:A case=c number=9 step=accepted date=2026-07-01",
     "objection 9 of 望川食品有限公司 accepted (受理) on 2026-07-01"),
    ("repair g:A case=c date=2026-08-01", "credit repair granted to 望川食品有限公司 on 2026-08-01"),
    ("annulment g:A case=c date=2026-08-01", "the decision was annulled on 2026-08-01"),
    ("event g:A case=c event=sentence_end date=2026-08", "sentence end on 2026-08"),
    ("identity g:L level=PROVED document=resident_id:x", "identity of 王*: PROVED by resident id"),
    ("identity g:L level=CONFIRMED same_as=two:L", "identity of 王*: CONFIRMED by record two:L"),
    ("identifier g:A scheme=uscc value=91440100MA0000007W", "USCC 91440100MA0000007W"),
    ("identifier g:A scheme=uscc value=91440100MA0000007X valid=false",
     "USCC 91440100MA0000007X (does not pass its check)"),
    ("authority a:1 code=gz-court department=court level=city region=440100", "广州中院: court, city, region 440100"),
    ("receipt g:A case=c measure=M14 implementer=b outcome=applied date=2026-08-01",
     "measure M14, implementer b, outcome applied, date 2026-08-01"),
    ("person g:L name_key=王伟", "as registered"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "sentence"), SAID)
def test_a_fact_is_a_sentence_that_names_only_whom_it_may(line: str, sentence: str) -> None:
    """No document and no keyed name stands in it."""
    (one,) = parse(line).facts
    assert WORDS.fact(one) == sentence


def test_what_the_rulebook_does_not_know_is_shown_as_its_code() -> None:
    assert WORDS.measure("M01")[1] == BOOK.vocabulary.measures["M01"].en
    assert (WORDS.measure("M99"), WORDS.category("odd"), WORDS.category(None)) == (
        ("M99", "M99"),
        ("odd", "odd"),
        ("", ""),
    )
    assert WORDS.name(None) == "?"


def test_a_share_that_is_not_one_number_is_shown_as_it_is() -> None:
    assert [percent(share) for share in ("1/3", "0.25", "[1/4,1/2)")] == ["33.3333 %", "25 %", "[1/4,1/2)"]


def test_a_stretch_of_time_tells_its_last_day_or_why_it_has_none() -> None:
    first, last, end = date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)
    assert period(first, end, last, "P1Y") == "2026-01-01 → 2026-12-31 (last day 末日)"
    assert period(first, None, None, "life") == "2026-01-01 → for life 终身"
    assert period(first, None, None, None) == "2026-01-01 → no end fixed 无固定期限"
    assert period(first, None, None, None, over=True) == "已于 2026-01-01 结束 · over since 2026-01-01"


def test_an_authority_without_a_name_is_called_by_its_kind_and_region() -> None:
    rows = [
        {"fact_type": "authority", "code": "a", "department": "court", "region": "440100"},
        {"fact_type": "authority", "code": "b", "department": "odd", "region": "440100", "name": "某局"},
        {"fact_type": "authority", "code": "c", "department": "odd", "region": "440100"},
        {"fact_type": "office"},
    ]
    court = BOOK.vocabulary.departments["court"].zh
    assert with_authorities({"g:L": "王*"}, rows, BOOK) == {
        "g:L": "王*", "a": f"{court}（440100）", "b": "某局", "c": "odd（440100）",
    }  # fmt: skip


def test_an_absence_is_what_was_looked_for_and_never_shown() -> None:
    looks = {
        "annulment.case=c": (),
        "repair.case=c": ("repair:1",),
        "repair.case=d": (),
        "office.record=x": (),
    }
    assert absent(looks) == ["撤销 annulment"]


def test_a_row_of_an_answer_is_its_fact_again() -> None:
    (one,) = parse("service g:A case=c date=2026-06-21").facts
    row = {"fact": one.id, "fact_type": "service", "entry": 1, "part": "clock", **to_row(one.fact)}
    assert stated_of(row) == Stated(one.fact, 1, 0, one.id)
