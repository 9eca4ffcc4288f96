"""Days of reduced precision, half-open spans, and terms on their edge days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.errors import BadValue
from graph_service.facts import Day, add_term, before, covers
from graph_service.facts.days import term_end, term_months
from tests.facts.strategies import days


def test_a_day_keeps_the_precision_it_came_with() -> None:
    month = Day("2026-02")
    assert (month, month.first, month.last, month.exact) == (
        "2026-02",
        date(2026, 2, 1),
        date(2026, 2, 28),
        None,
    )
    year = Day("2026")
    assert (year.first, year.last, year.exact) == (date(2026, 1, 1), date(2026, 12, 31), None)
    exact = Day("2026-02-28")
    assert exact.first == exact.last == exact.exact == date(2026, 2, 28)
    assert Day.of(date(2026, 2, 28)) == exact


@pytest.mark.parametrize(
    "text", ["", "26", "2026-2", "2026-13", "2026-02-30", "0000", "2026-02-28 ", "２０２６"]
)
def test_what_is_no_day_of_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="day"):
        Day(text)


@pytest.mark.parametrize(
    ("left", "right", "answer"),
    [
        ("2026-01-01", "2026-01-02", True),
        ("2026-01-02", "2026-01-02", False),
        ("2026-01-03", "2026-01-02", False),
        ("2026-01", "2026-01-15", None),
        ("2026-01", "2026-02", True),
        ("2026-02", "2026-01-15", False),
        ("2026", "2026", None),
    ],
)
def test_order_is_unknown_where_precision_cannot_tell(left: str, right: str, answer: bool | None) -> None:
    assert before(Day(left), Day(right)) is answer


@pytest.mark.parametrize(
    ("since", "until", "day", "answer"),
    [
        ("2015-08-01", "2026-06-10", "2015-07-31", False),
        ("2015-08-01", "2026-06-10", "2015-08-01", True),
        ("2015-08-01", "2026-06-10", "2026-06-09", True),
        ("2015-08-01", "2026-06-10", "2026-06-10", False),
        ("2015-08-01", None, "2099-01-01", True),
        ("2015-08", None, "2015-08-15", None),
        ("2015-08", None, "2015-09-01", True),
        ("2015-08-01", "2026-06", "2026-06-15", None),
        ("2015-08-01", "2026-06", "2026-05-31", True),
        ("2015-08-01", "2026-06", "2026-07-01", False),
        ("2026-07-01", "2026-06", "2026-06-15", False),
        (None, "2026-06-10", "2026-06-10", False),
        (None, None, "2026-06-10", None),
    ],
)
def test_a_span_holds_from_its_first_day_to_before_its_end(
    since: str | None, until: str | None, day: str, answer: bool | None
) -> None:
    """Leaving before, on and after a day; a missing part of a date answers None."""
    assert covers(Day(since) if since else None, Day(until) if until else None, Day(day)) is answer


def test_without_a_beginning_a_span_is_proved_from_the_extract_on() -> None:
    """Law decision 18: before the day the source was drawn it is not proved, and not disproved either."""
    drawn = Day("2026-06-30")
    assert covers(None, None, Day("2026-06-29"), disclosed_on=drawn) is None
    assert covers(None, None, Day("2026-06-30"), disclosed_on=drawn) is True
    assert covers(None, Day("2026-07-05"), Day("2026-07-05"), disclosed_on=drawn) is False


@given(st.none() | days(), st.none() | days(), days())
def test_an_answer_about_a_span_is_true_of_every_date_its_texts_allow(
    since: Day | None, until: Day | None, day: Day
) -> None:
    """Whatever exact dates the texts may stand for, a certain answer stays the answer."""
    answer = covers(since, until, day)
    if answer is None or since is None:
        return
    for start in (since.first, since.last):
        for end in (until.first, until.last) if until else (date.max,):
            for asked in (day.first, day.last):
                assert (start <= asked < end) is answer or (end <= start and not answer)


@pytest.mark.parametrize(
    ("start", "term", "end"),
    [
        (date(2025, 3, 1), "P3Y", date(2028, 3, 2)),
        (date(2024, 2, 29), "P1Y", date(2025, 3, 1)),
        (date(2025, 8, 31), "P6M", date(2026, 3, 1)),
        (date(2025, 12, 15), "P1M", date(2026, 1, 16)),
        (date(2025, 3, 1), "P90D", date(2025, 5, 31)),
        (date(2025, 3, 1), "P1Y2M3D", date(2026, 5, 5)),
    ],
)
def test_the_corresponding_day_still_counts(start: date, term: str, end: date) -> None:
    """民法典 Arts 201-202: the first day is not counted; a last month that lacks the day ends on its own last day."""
    assert add_term(start, term) == end


@pytest.mark.parametrize("term", ["", "P", "3Y", "P3W", "PT3H", "P-1Y", "P9999Y", "P999999D9", "P９Y"])
def test_what_is_no_term_is_refused(term: str) -> None:
    with pytest.raises(BadValue, match=r"term|calendar"):
        add_term(date(2025, 3, 1), term)


def test_a_term_until_a_day_ends_on_it_and_until_a_month_cannot_be_read() -> None:
    """A term until an event, for life or without an end has no last day."""
    start = date(2026, 5, 10)
    assert term_end(start, "until:2027-05-01") == date(2027, 5, 1)
    assert term_end(start, "P1Y") == add_term(start, "P1Y")
    assert [term_end(start, code) for code in ("until:performance", "life", "open")] == [None] * 3
    with pytest.raises(BadValue, match="is not known to the day"):
        term_end(start, "until:2027-05")


def test_a_term_that_leaves_the_calendar_by_days_is_refused() -> None:
    with pytest.raises(BadValue, match="leaves the calendar"):
        add_term(date(9980, 1, 1), "P999999D")


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(1, 400))
def test_a_term_in_months_ends_in_its_own_month_or_on_the_first_of_the_next(start: date, months: int) -> None:
    last_day = add_term(start, f"P{months}M") - timedelta(days=1)
    assert (last_day.year * 12 + last_day.month) - (start.year * 12 + start.month) == months
    assert last_day.day == start.day or (last_day + timedelta(days=1)).day == 1


def test_terms_in_years_and_months_have_a_length_in_months() -> None:
    assert term_months("P1Y6M") == 18
    for term in ("P", "P90D", "life"):
        with pytest.raises(BadValue, match="years and months"):
            term_months(term)
