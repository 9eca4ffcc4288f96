"""Time as a workspace keeps it: deadlines of cases, the calendar they are counted by, and the sweep of a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from graph_service.assemble.access import Caller, Clocks
from graph_service.assemble.calendars import Calendars
from graph_service.assemble.deadlines import Looking, Timetable, persons_of
from graph_service.assemble.following import Following
from graph_service.assemble.paging import paged, skip_of
from graph_service.assemble.questions import Json
from graph_service.errors import BadValue
from graph_service.facts.working_days import CalendarYear

FURTHEST = 3_660
"""Days that may be looked ahead: ten years."""


class Timing(Following):
    """The part of a workspace that knows what is due. Thread-safe."""

    def deadlines(self, case: str, *, caller: Caller, clocks: Clocks) -> Json:
        """The deadlines of a case as they stand on the day: what is to be done, by whom, by when, by which law.
        Clocks of objections and what is owed to others are for reviewers and the department that decided."""
        caller.ask("read_firms")
        page = self._timetable(caller, clocks).case_json(case)
        self.log_page(persons_of(page["deadlines"]), caller, "deadlines", clocks)
        return page

    def deadlines_near(
        self, days: int, *, caller: Caller, clocks: Clocks, limit: int = 100, cursor: str | None = None
    ) -> Json:
        """The open deadlines of all cases whose last day comes within `days` days, the nearest first: a page and the
        exact `total`. Raises BadValue for a number of days that is not from 0 to FURTHEST."""
        caller.ask("read_firms")
        if not 0 <= days <= FURTHEST:
            raise BadValue(f"near is a number of days from 0 to {FURTHEST}")
        until = date.max if days > (date.max - clocks.as_of).days else clocks.as_of + timedelta(days=days)
        today = clocks.at_head and clocks.as_of == self.today()
        # What the last sweep knew is of today and of head; any other question goes through every case.
        cases = self.store.due_by(until) if today else self.store.derived_cases(clocks.entry)
        found, withheld = self._timetable(caller, clocks).near(cases, until)
        skip = skip_of(cursor, clocks)
        page = found[skip : skip + limit]
        self.log_page(persons_of(page), caller, "deadlines", clocks)
        content = {"until": until.isoformat(), "deadlines": page, "withheld": withheld}
        return paged(clocks, content, skip, len(page), len(found))

    def calendar(self, *, caller: Caller, clocks: Clocks) -> Json:
        """The calendar of working days as it was known: its years, and the last one it has."""
        caller.ask("read_firms")
        book = self.sight(clocks).book
        return {**clocks.as_json(), **Calendars(self.store).as_json(clocks.entry, book)}

    def add_calendar(self, years: Sequence[CalendarYear], *, caller: Caller, replace: bool = False) -> Json:
        """Add whole years to the calendar, as one entry. Raises BadValue, Conflict for a year that stands unless it is
        to be replaced. The next sweep counts by it."""
        caller.ask("administer")
        entry = Calendars(self.store).add(years, self.book, caller.name, replace=replace)
        calendar = Calendars(self.store).at(entry, self.book)
        return {
            "entry": entry,
            "years": sorted(one.year for one in years),
            "last_year": calendar.last_year,
            "digest": calendar.digest,
        }

    def sweep(self, *, caller: Caller) -> Json:
        """Tell of what time alone brought up to today: terms that began or ended, deadlines that came near, objections
        that wait too long, offices held against bars. A day without a sweep is caught up with; what was told is not
        told again. Raises Unavailable while another write is under way."""
        caller.ask("administer")
        day = self.today()
        calendar = Calendars(self.store).at(self.store.head(), self.book)
        told = self.store.sweep(day, Looking(self.book, calendar), calendar.digest)
        return {"day": day.isoformat(), "alerts": len(told), "newest": self.store.newest_alert()}

    def _timetable(self, caller: Caller, clocks: Clocks) -> Timetable:
        sight = self.sight(clocks)
        return Timetable(sight, Calendars(self.store).at(clocks.entry, sight.book), caller)
