"""Working days: which days are worked, and the day on which a time counted in working days is over.

The working week is Monday to Friday. A year of the calendar says which days are off and which days of a weekend are
worked in their place (调休); it is kept whole. In a year that nobody stated only weekends are off, and whatever was
counted through it is provisional: never an error, never shown as certain.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from graph_service.errors import BadValue
from graph_service.facts.numbers import holds_personal_number, normalise

SATURDAY = 5
ALWAYS_OFF = ((1, 1), (5, 1), (10, 1))
"""New Year's Day, Labour Day and National Day: a year that lacks one of them is not whole."""
LONGEST = 16
"""Days of one holiday: no notice ever gave more."""
MOST = 1_000
"""Working days that may be counted: no law counts more."""
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """Days off in a row, first and last included, and the days of weekends that are worked in their place."""

    name: str
    first: date
    last: date
    worked: tuple[date, ...] = ()

    @property
    def days(self) -> tuple[date, ...]:
        """The days off, in order."""
        return tuple(self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))

    def as_json(self) -> dict[str, Any]:
        """As plain values: what `holiday_of` reads."""
        return {
            "holiday": self.name,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "worked": [day.isoformat() for day in self.worked],
        }


@dataclass(frozen=True, kw_only=True)
class CalendarYear:
    """One whole year: the notice that fixed it, and its holidays. Raises BadValue where it contradicts itself: a day of
    another year, a day stated twice, a day both off and worked, a worked day that is no weekend, a year not whole; and
    where a name of it is no printable text, or holds the number of a person."""

    year: int
    notice: str
    holidays: tuple[Holiday, ...]

    def __post_init__(self) -> None:
        off: set[date] = set()
        texts = (self.notice, *(one.name for one in self.holidays))
        if not all(text.isprintable() for text in texts):
            raise BadValue("the notice and the names of holidays are printable text")
        if any(holds_personal_number(normalise(text)) for text in texts):
            raise BadValue("the notice or a name of a holiday holds the number of an identity document")
        for one in self.holidays:
            if not timedelta(0) <= one.last - one.first < timedelta(days=LONGEST):
                raise BadValue(
                    f"{one.name} from {one.first} to {one.last}: give its first and its last day, at most {LONGEST}"
                )
            self._new(off, one.days, "off")
        worked: set[date] = set()
        for one in self.holidays:
            self._new(worked, one.worked, "worked")
        for day in sorted(worked):
            if day in off:
                raise BadValue(f"{day} is said to be off and to be worked: correct one")
            if day.weekday() < SATURDAY:
                raise BadValue(f"{day} is no day of a weekend: it is worked anyway; leave it out")
        for month, number in ALWAYS_OFF:
            if date(self.year, month, number) not in off:
                raise BadValue(
                    f"the year {self.year} is not whole: {date(self.year, month, number)} is not among its days off"
                )

    def _new(self, known: set[date], days: Iterable[date], what: str) -> None:
        for day in days:
            if day.year != self.year:
                raise BadValue(
                    f"{day} is not a day of {self.year}: a year holds its own days, and all of them"
                )
            if day in known:
                raise BadValue(f"{day} is said twice to be {what}: say it once")
            known.add(day)

    @cached_property
    def off(self) -> frozenset[date]:
        """The days off that the notice names."""
        return frozenset(day for one in self.holidays for day in one.days)

    @cached_property
    def worked(self) -> frozenset[date]:
        """The days of weekends that are worked."""
        return frozenset(day for one in self.holidays for day in one.worked)

    def as_json(self) -> dict[str, Any]:
        """As plain values: what `calendar_year` reads."""
        return {
            "year": self.year,
            "notice": self.notice,
            "holidays": [one.as_json() for one in self.holidays],
        }


def calendar_year(data: Mapping[str, Any]) -> CalendarYear:
    """The year that plain values describe, as `CalendarYear.as_json` gives them. Raises BadValue."""
    holidays = tuple(
        Holiday(
            name=str(one["holiday"]),
            first=_day(one["first"]),
            last=_day(one["last"]),
            worked=tuple(_day(day) for day in one.get("worked", ())),
        )
        for one in data["holidays"]
    )
    return CalendarYear(year=int(data["year"]), notice=str(data["notice"]), holidays=holidays)


def _day(text: Any) -> date:
    try:
        if len(str(text)) != len("2026-05-10"):
            raise ValueError
        return date.fromisoformat(str(text))
    except ValueError:
        raise BadValue(f"{text!r} is not a day: write 2026-05-10") from None


class Counted(NamedTuple):
    """A day that was counted, and whether a year nobody stated was counted through."""

    day: date
    provisional: bool


@dataclass(frozen=True)
class WorkingDays:
    """The calendar: the years that are stated, by number."""

    years: Mapping[int, CalendarYear] = field(default_factory=dict)

    @classmethod
    def of(cls, years: Iterable[CalendarYear]) -> WorkingDays:
        """A calendar of years; of two statements of one year the later counts."""
        return cls({one.year: one for one in years})

    def with_years(self, years: Iterable[CalendarYear]) -> WorkingDays:
        """This calendar with further years, each in the place of what it said of that year."""
        return WorkingDays({**self.years, **{one.year: one for one in years}})

    @property
    def last_year(self) -> int | None:
        """The last year that is stated; None where none is."""
        return max(self.years, default=None)

    @cached_property
    def digest(self) -> str:
        """What the calendar says, as a digest: equal content, equal digest."""
        said = [self.years[year].as_json() for year in sorted(self.years)]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    def knows(self, day: date) -> bool:
        """Is the year of this day stated?"""
        return day.year in self.years

    def is_worked(self, day: date) -> bool:
        """Is it a working day? In a year that is not stated: is it no weekend?"""
        year = self.years.get(day.year)
        if year is not None and day in year.worked:
            return True
        return day.weekday() < SATURDAY and not (year is not None and day in year.off)

    def after(self, start: date, count: int) -> Counted:
        """The `count`-th working day after `start`, which is not counted itself (民法典 Art 201). Raises BadValue where
        `count` is not from 1 to MOST, or the calendar of this world ends before."""
        if not 1 <= count <= MOST:
            raise BadValue(f"{count} working days: a number from 1 to {MOST} can be counted")
        return self._walk(start, count, _ONE)

    def before(self, end: date, count: int) -> Counted:
        """The `count`-th working day before `end`; see `after`."""
        if not 1 <= count <= MOST:
            raise BadValue(f"{count} working days: a number from 1 to {MOST} can be counted")
        return self._walk(end, count, -_ONE)

    def on_or_after(self, day: date) -> Counted:
        """The day itself where it is worked, else the next that is: a last day off moves on (民法典 Art 203)."""
        return Counted(day, not self.knows(day)) if self.is_worked(day) else self._walk(day, 1, _ONE)

    def _walk(self, start: date, count: int, step: timedelta) -> Counted:
        day, provisional = start, False
        try:
            while count:
                day += step
                provisional = provisional or not self.knows(day)
                count -= self.is_worked(day)
        except OverflowError:
            raise BadValue(f"working days counted from {start} leave the calendar") from None
        return Counted(day, provisional)
