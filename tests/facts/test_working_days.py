"""Working days: counted by the calendar of a year that is stated, by weekends alone beyond it, and then marked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.errors import BadValue
from graph_service.facts.working_days import CalendarYear, Holiday, WorkingDays, calendar_year
from graph_service.rules.load import load_rulebook

CALENDAR = load_rulebook().working_days
DAYS = st.dates(date(2015, 6, 1), date(2027, 6, 1))
COUNTS = st.integers(1, 60)
NATIONAL_DAY_2026 = date(2026, 10, 1)


def holiday(first: str, last: str | None = None, worked: tuple[str, ...] = ()) -> Holiday:
    """A holiday of these days."""
    days = tuple(date.fromisoformat(day) for day in worked)
    return Holiday(
        name="假", first=date.fromisoformat(first), last=date.fromisoformat(last or first), worked=days
    )


WHOLE = (holiday("2027-01-01"), holiday("2027-05-01"), holiday("2027-10-01", "2027-10-07"))


def year(*more: Holiday, number: int = 2027) -> CalendarYear:
    """A whole year with further holidays."""
    return CalendarYear(year=number, notice="notice", holidays=(*WHOLE, *more))


def test_the_example_of_the_law_files_is_public_by_13_october() -> None:
    """Seven working days from Monday, 28 September 2026: 29, 30, 8, 9, the worked Saturday 10, 12 and 13."""
    assert CALENDAR.after(date(2026, 9, 28), 7) == (date(2026, 10, 13), False)


@given(DAYS, COUNTS)
def test_the_nth_working_day_after_is_worked_and_has_n_minus_one_before_it(start: date, count: int) -> None:
    """It lands on no holiday, exactly `count` days from the day after the start on to it are worked, and counting back
    from the day after it gives the first of them."""
    day, provisional = CALENDAR.after(start, count)
    passed = [start + timedelta(days=n) for n in range(1, (day - start).days + 1)]
    assert CALENDAR.is_worked(day)
    assert sum(map(CALENDAR.is_worked, passed)) == count
    assert provisional == any(one.year not in CALENDAR.years for one in passed)
    first = next(one for one in passed if CALENDAR.is_worked(one))
    assert CALENDAR.before(day + timedelta(days=1), count).day == first


@given(DAYS, DAYS, COUNTS, COUNTS)
def test_later_starts_and_longer_times_end_no_sooner(one: date, other: date, few: int, many: int) -> None:
    """Counting is monotone in both, and counting on from where a count ended is the sum."""
    early, late = sorted((one, other))
    assert CALENDAR.after(early, few).day <= CALENDAR.after(late, few).day
    assert CALENDAR.after(CALENDAR.after(one, few).day, many).day == CALENDAR.after(one, few + many).day


@given(DAYS)
def test_a_last_day_that_is_off_moves_on_to_the_next_that_is_worked(day: date) -> None:
    """A worked day stays; any other becomes the first worked day after it."""
    moved = CALENDAR.on_or_after(day).day
    assert moved == day if CALENDAR.is_worked(day) else moved == CALENDAR.after(day, 1).day


@given(st.dates(date(2027, 1, 1), date(2090, 1, 1)), COUNTS)
def test_beyond_the_calendar_weekends_are_off_and_the_day_is_provisional(start: date, count: int) -> None:
    """No error, and no holiday is guessed."""
    day, provisional = CALENDAR.after(start, count)
    assert provisional
    assert day.weekday() < 5
    assert CALENDAR.on_or_after(day) == (day, True)


def test_the_calendar_has_every_year_from_2016_to_2026_and_its_worked_weekends() -> None:
    """A holiday on a weekday, a worked Saturday, an ordinary one."""
    assert sorted(CALENDAR.years) == list(range(2016, 2027))
    assert CALENDAR.last_year == 2026
    assert not CALENDAR.is_worked(NATIONAL_DAY_2026)
    assert CALENDAR.is_worked(date(2026, 10, 10))
    assert not CALENDAR.is_worked(date(2026, 10, 17))
    assert not CALENDAR.is_worked(date(2018, 12, 31))
    assert sum(len(one.worked) for one in CALENDAR.years.values()) == 70


def test_a_year_that_is_added_makes_the_day_certain_and_moves_it() -> None:
    """The second statement of a year takes the place of the first; digests tell calendars apart."""
    start = date(2026, 12, 28)
    before = CALENDAR.after(start, 7)
    added = CALENDAR.with_years([year(holiday("2027-01-04", "2027-01-05", worked=("2027-01-09",)))])
    assert before == (date(2027, 1, 6), True)
    assert added.after(start, 7) == (date(2027, 1, 9), False)
    assert added.with_years([year()]).after(start, 7) == (date(2027, 1, 7), False)
    assert len({CALENDAR.digest, added.digest, added.with_years([year()]).digest}) == 3
    assert WorkingDays().last_year is None


@given(st.sampled_from(list(CALENDAR.years.values())))
def test_a_year_is_the_same_after_a_round_trip_through_plain_values(one: CalendarYear) -> None:
    """What is kept of an added year gives it again."""
    assert calendar_year(one.as_json()) == one


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (holiday("2027-05-02", worked=("2027-05-01",)), "to be off and to be worked"),
        (holiday("2027-05-01"), "twice to be off"),
        (holiday("2027-05-03", worked=("2027-05-08", "2027-05-08")), "twice to be worked"),
        (holiday("2027-05-03", worked=("2027-05-07",)), "no day of a weekend"),
        (holiday("2026-12-31"), "not a day of 2027"),
        (holiday("2027-06-03", "2027-06-01"), "its first and its last day"),
        (holiday("2027-06-03", "2027-07-01"), "its first and its last day"),
    ],
)
def test_a_year_that_contradicts_itself_is_refused(more: Holiday, says: str) -> None:
    """Each contradiction is named with its day."""
    with pytest.raises(BadValue, match=says):
        year(more)


def test_half_a_year_is_refused_and_so_is_what_cannot_be_counted() -> None:
    """A year without National Day is not whole; nothing and too much are no number of days, and time has an end."""
    with pytest.raises(BadValue, match="not whole"):
        CalendarYear(year=2027, notice="notice", holidays=WHOLE[:2])
    for count in (0, -1, 1_001):
        with pytest.raises(BadValue, match="working days"):
            CALENDAR.after(NATIONAL_DAY_2026, count)
        with pytest.raises(BadValue, match="working days"):
            CALENDAR.before(NATIONAL_DAY_2026, count)
    with pytest.raises(BadValue, match="leave the calendar"):
        CALENDAR.after(date(9999, 12, 30), 7)
    for text in ("2027-1-1", "20270101", "soon"):
        with pytest.raises(BadValue, match="is not a day"):
            calendar_year(
                {"year": 2027, "notice": "", "holidays": [{"holiday": "假", "first": text, "last": text}]}
            )
