"""Days as sources give them: a full date, or only a year and month, or only a year.

A day keeps the precision it came with; nothing is invented. Questions whose answer turns on the missing
part answer None ("not known"), and the caller drafts. Spans are half-open: `[since, until)`.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import lru_cache

from graph_service.errors import BadValue

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class Day(str):
    """An ISO 8601 calendar date of reduced precision: `2026`, `2026-05` or `2026-05-10`.

    It is a string (so it is its own JSON, column and graph value) that was checked when made. Comparing two
    days as strings is not a comparison in time: use `first`, `last`, `covers` and `before`.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Day:
        """A checked day from its ISO text; raises BadValue."""
        _bounds(text)
        return super().__new__(cls, text)

    @classmethod
    def of(cls, day: date) -> Day:
        """A day of full precision."""
        return super().__new__(cls, day.isoformat())

    @property
    def first(self) -> date:
        """The earliest date this day can be."""
        return _bounds(self)[0]

    @property
    def last(self) -> date:
        """The latest date this day can be."""
        return _bounds(self)[1]

    @property
    def exact(self) -> date | None:
        """The date, where it is known to the day; else None."""
        return self.first if len(self) == 10 else None


@lru_cache(maxsize=65_536)
def _bounds(text: str) -> tuple[date, date]:
    found = _FORM.fullmatch(text)
    if not found:
        raise BadValue(f"{text!r} is not a day: write 2026, 2026-05 or 2026-05-10")
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError as error:
        raise BadValue(f"{text!r} is not a day of the calendar") from error


def before(left: Day, right: Day) -> bool | None:
    """Is `left` earlier than `right`? None where their precision cannot tell."""
    if left.last < right.first:
        return True
    return False if left.first >= right.last else None


def covers(since: Day | None, until: Day | None, day: Day, *, disclosed_on: Day | None = None) -> bool | None:
    """Does the span `[since, until)` hold on `day`?

    True: on every date the texts allow; False: on none; None: the missing part decides. Without `since` the
    span is proved only from the day its source was drawn (`disclosed_on`) on: before it the answer is None
    (law decision 18). Without `until` the span is open.
    """
    start = since if since is not None else disclosed_on
    ended = False if until is None else _ended(until, day)
    if ended:
        return False
    if start is None:
        return None
    if start.last <= day.first:
        begun: bool | None = True
    else:
        begun = False if start.first > day.last and since is not None else None
    return begun if begun is not True or ended is False else None


def _ended(until: Day, day: Day) -> bool | None:
    """Is a span with this exclusive end over on `day`?"""
    if until.last <= day.first:
        return True
    return None if until.first <= day.last else False


_TERM = re.compile(r"P(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,6})D)?", re.ASCII)


@lru_cache(maxsize=16_384)
def add_term(start: date, term: str) -> date:
    """The exclusive end of a term (ISO 8601, `P3Y`, `P6M`, `P90D`) that is counted from `start`.

    The edge-day convention (民法典 Arts 201-202, one documented constant, `EDGE_DAYS`): the first day is not
    counted and the last day of a term in years or months is the corresponding day, so a bar of three years
    from 2025-03-01 still holds on 2028-03-01 and its exclusive end is 2028-03-02. A last month that lacks the
    day ends on its own last day. Raises BadValue.
    """
    found = _TERM.fullmatch(term)
    if not found or term == "P":
        raise BadValue(f"{term!r} is not a term: write P3Y, P6M or P90D")
    years, months, days = (int(part or 0) for part in found.groups())
    index = start.year * 12 + start.month - 1 + years * 12 + months
    year, month = divmod(index, 12)
    if year > 9990:
        raise BadValue(f"{term!r} from {start} leaves the calendar")
    last_in_month = calendar.monthrange(year, month + 1)[1]
    corresponding = date(year, month + 1, min(start.day, last_in_month))
    if days > (date.max - corresponding).days - EDGE_DAYS:
        raise BadValue(f"{term!r} from {start} leaves the calendar")
    return corresponding + timedelta(days=days + EDGE_DAYS)


def term_end(start: date, code: str) -> date | None:
    """The exclusive end of a term in short: of `P3Y` counted from `start`, of `until:2027-05-01` that day; None
    where no day ends it (`life`, `open`, `until:performance`). Raises BadValue."""
    rest = code.removeprefix("until:")
    if code in ("life", "open") or (rest != code and not rest[:1].isdigit()):
        return None
    if rest == code:
        return add_term(start, code)
    day = Day(rest).exact
    if day is None:
        raise BadValue(f"{rest!r} is not known to the day")
    return day


EDGE_DAYS = 1
"""Days from the corresponding day of a term to its exclusive end: 1 = the corresponding day still counts."""


def term_months(term: str) -> int:
    """The length of a term in whole months (`P1Y6M` = 18); a term in days is not one. Raises BadValue."""
    found = _TERM.fullmatch(term)
    if not found or term == "P" or found[3]:
        raise BadValue(f"{term!r} is not a term in years and months")
    return int(found[1] or 0) * 12 + int(found[2] or 0)
