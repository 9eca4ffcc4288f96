"""The tables of deadlines and working days: what is there is cited; what cannot be right is refused with its line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from graph_service.rules.load import load_rulebook, rule_texts
from graph_service.rules.read_deadlines import CALENDAR, DEADLINES, read_calendar, read_deadlines
from graph_service.rules.read_rulebook import read_rulebook, rulebook_from_texts
from graph_service.rules.yaml_places import Refusal

BOOK = load_rulebook()
TEXTS = rule_texts()
ROWS = {row.id: row for row in BOOK.deadlines}
ROW = """groups: {penalty: [food_licence_revoked]}
deadlines:
  - id: A
    duty: publish_decision
    zh: 公示
    en: publish
    citation: {law: 法, article: Art 1, says: It is published., evidence: V, from: 2026-01-01, to: 2027-01-01}
    region: "44"
    departments: [tax]
    categories: [penalty, drug_law_penalty]
    time: {runs_from: decision, length: 7, unit: working_days}
    met_by: publication
    who: deciding_authority
    near: 2
"""


def test_each_row_is_cited_and_says_how_well_it_is_known() -> None:
    """Law, article, a paraphrase and its evidence; the days before which it was no law are kept."""
    assert len(ROWS) == 23
    assert all(row.law and row.article and row.says and row.evidence in "VSB" for row in ROWS.values())
    assert ROWS["GD-PLAN/item-19"].in_force(date(2016, 12, 7))
    assert not ROWS["GD-PLAN/item-19"].in_force(date(2016, 12, 6))


def test_a_row_binds_by_territory_department_act_and_category() -> None:
    """A group of categories stands for its members; a region abroad is never inside."""
    (row,) = read_deadlines(ROW, BOOK.vocabulary)
    assert row.categories == ("food_licence_revoked", "drug_law_penalty")
    assert row.binds("tax", "440106")
    assert not row.binds("tax", "310101")
    assert not row.binds("court", "440106")
    assert not replace(row, not_departments=("tax",)).binds("tax", "440106")
    assert not replace(row, region="").binds("tax", "US")
    assert row.speaks_of("decision", "drug_law_penalty")
    assert not row.speaks_of("decision", "consumption_order")
    assert row.in_force(date(2026, 12, 31))
    assert not row.in_force(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (("length: 7, ", ""), "deadline_unsound"),
        (("unit: working_days", "unit: at_once"), "deadline_unsound"),
        (("length: 7, unit: working_days", "length: 31, unit: day_of_next_month"), "deadline_unsound"),
        (("unit: working_days", "unit: days, extension: 3"), "deadline_unsound"),
        (("runs_from: decision", "runs_from: event"), "deadline_unsound"),
        (("runs_from: decision", "runs_from: decision, events: [payment]"), "deadline_unsound"),
        (("runs_from: decision", "runs_from: month"), "deadline_unsound"),
        (("length: 7", "length: seven"), "not_a_number"),
        (("length: 7", "length: 251"), "not_a_number"),
        (('region: "44"', "region: GD"), "not_a_region"),
        (("[penalty, drug", "[penalties, drug"), "code_unknown"),
        (("evidence: V", "evidence: X"), "word_unknown"),
        (("near: 2", "near: 2\n    score: 1"), "key_unknown"),
        (("near: 2", "near: 2\n  - id: A"), "key_missing"),
        (("met_by: publication", "met_by: silence"), "word_unknown"),
        (("deadlines:", "more: []\ndeadlines:"), "key_unknown"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused(change: tuple[str, str], kind: str) -> None:
    """By name and line; a rulebook with it is refused whole."""
    text = ROW.replace(*change)
    assert text != ROW
    with pytest.raises(Refusal) as refused:
        read_deadlines(text, BOOK.vocabulary)
    assert refused.value.problem.kind == kind
    assert refused.value.problem.line
    assert read_rulebook({**TEXTS, DEADLINES: text}).book is None


def test_an_id_stands_once() -> None:
    """Two rows of one id would be two laws under one name."""
    with pytest.raises(Refusal, match="stands twice"):
        read_deadlines(ROW + ROW.partition("deadlines:\n")[2], BOOK.vocabulary)


YEAR = """- year: 2027
  notice: 通知
  holidays:
    - {holiday: 元旦, first: 2027-01-01, last: 2027-01-03, worked: []}
    - {holiday: 劳动节, first: 2027-05-01, last: 2027-05-05, worked: [2027-05-08]}
    - {holiday: 国庆节, first: 2027-10-01, last: 2027-10-07}
"""


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (YEAR + YEAR, "year_repeated"),
        ("", "not_a_list"),
        ("year: 2027", "not_a_list"),
        ("[]", "not_a_list"),
        (YEAR.replace("- year: 2027", "- year: next"), "not_a_year"),
        (YEAR.replace("2027-10-01", "2026-10-01"), "year_unsound"),
        (YEAR.replace("[2027-05-08]", "[soon]"), "not_a_date"),
        (YEAR.replace("last: 2027-10-07", "last: 2027-10-41"), "not_a_date"),
        (YEAR.replace("  notice: 通知\n", ""), "key_missing"),
        (YEAR.replace("last: 2027-10-07}", "last: 2027-10-07, off: []}"), "key_unknown"),
    ],
)
def test_a_calendar_that_cannot_be_right_is_refused(text: str, kind: str) -> None:
    """By name, with what to do."""
    with pytest.raises(Refusal) as refused:
        read_calendar(text)
    assert refused.value.problem.kind == kind


def test_a_calendar_is_read_as_it_is_written() -> None:
    """Its years in order."""
    (year,) = read_calendar(YEAR)
    assert (year.year, len(year.off), len(year.worked)) == (2027, 15, 1)


def test_a_rulebook_from_before_there_were_deadlines_keeps_its_digest() -> None:
    """It was kept without these tables, sets no deadline, and is found by the digest it had."""
    old = rulebook_from_texts(
        {name: text for name, text in TEXTS.items() if name not in (DEADLINES, CALENDAR)}
    )
    assert (old.deadlines, old.working_days.last_year) == ((), None)
    assert old.digest != BOOK.digest
    assert old.clauses == BOOK.clauses
