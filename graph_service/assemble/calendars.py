"""The calendar a deadline is counted by: that of the rulebook, and the years an administrator added.

Each addition is an entry of the ledger, so that a question asked again with the same clocks counts by the same days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph_service.errors import BadValue, Conflict
from graph_service.facts.working_days import CalendarYear, WorkingDays, calendar_year
from graph_service.rules.rulebook import Rulebook
from graph_service.store.ledger import EntryInfo
from graph_service.store.store import Store

KIND = "calendar"


@dataclass(frozen=True, slots=True)
class Calendars:
    """The calendars of a store."""

    store: Store

    def at(self, known: int, book: Rulebook) -> WorkingDays:
        """The calendar as it was known at an entry, on top of that of the rulebook which stood then."""
        added = [year for entry in self._entries(known) for year in _years(entry)]
        return book.working_days.with_years(added) if added else book.working_days

    def add(self, years: Sequence[CalendarYear], book: Rulebook, by: str, *, replace: bool) -> int:
        """Add whole years as one entry; its number. Raises BadValue for none or one twice, Conflict for a year that
        stands, unless it is to be replaced (a notice is sometimes amended); the same once more is no amendment."""
        numbers = [one.year for one in years]
        if not years or len(set(numbers)) < len(numbers):
            raise BadValue("give at least one year, and each year once")
        standing = self.at(self.store.head(), book)
        for one in years:
            known = standing.years.get(one.year)
            if known == one:
                raise Conflict(f"the year {one.year} stands in the calendar just so: there is nothing to add")
            if known is not None and not replace:
                raise Conflict(
                    f"the year {one.year} stands in the calendar and says something else: replace it on purpose"
                )
        note: dict[str, Any] = {"by": by, "years": [one.as_json() for one in years]}
        return self.store.post([], kind=KIND, note=note).entry.number

    def as_json(self, known: int, book: Rulebook) -> dict[str, Any]:
        """The calendar as an answer: each year with the entry that added it (None: it came with the rulebook)."""
        calendar = self.at(known, book)
        entries = {year.year: entry.number for entry in self._entries(known) for year in _years(entry)}
        years = [calendar.years[number] for number in sorted(calendar.years)]
        return {
            "years": [{**one.as_json(), "entry": entries.get(one.year)} for one in years],
            "last_year": calendar.last_year,
            "digest": calendar.digest,
        }

    def _entries(self, known: int) -> list[EntryInfo]:
        return [one for one in self.store.entries(kind=KIND) if one.number <= known]


def _years(entry: EntryInfo) -> list[CalendarYear]:
    return [calendar_year(one) for one in entry.note.get("years", ())]
