"""By what a deadline is met: the fact that does what the row of the law asks, and the day on which it did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from graph_service.consequences.starts import REPORTED, Acts, Start
from graph_service.facts import Day, Stated
from graph_service.facts.types import Event, Notice, Objection, Publication, Receipt
from graph_service.rules.deadlines import DeadlineRule, MetBy, Who

OFF_THE_LIST = "delisting"


@dataclass(frozen=True, slots=True)
class Met:
    """The facts that met it, and when (None: a source says that it was done and not when). `moot`: nobody had to act
    any more, since whoever objected took it back."""

    facts: tuple[str, ...]
    on: Day | None
    moot: bool = False


def how_met(acts: Acts, row: DeadlineRule, start: Start, due: date | None) -> Met | None:
    """What meets the deadline of a row that runs from `start`, whenever it did; None where nothing does."""
    match row.met_by:
        case MetBy.PUBLICATION:
            return _first(_shown(acts, row))
        case MetBy.PUBLICATION_ENDED:
            return _first(one for one in _ended(acts.publications) if one.facts == (start.of,))
        case MetBy.OFF_THE_LIST:
            return _off_the_list(acts, start)
        case MetBy.OBJECTION_DECIDED:
            closed = next((one.closed for one in acts.rounds() if one.accepted.id == start.fact.id), None)
            return _closed(closed) if closed else None
        case MetBy.NOTICE:
            return _first(_told(acts, start))
        case MetBy.REPORT:
            return _first(_reported(acts, row, start, due))
        case MetBy.NOTHING:  # pragma: no branch -- the last of an enumeration, which mypy checks
            return None


def _first(found: Iterable[Met]) -> Met | None:
    """The earliest; one without a day counts as in time."""
    return min(found, key=lambda one: (one.on.first if one.on else date.min, one.facts), default=None)


def _shown(acts: Acts, row: DeadlineRule) -> Iterable[Met]:
    for one in acts.publications:
        shown = one.fact
        assert isinstance(shown, Publication)
        if not row.sites or shown.site in row.sites:
            yield Met((one.id,), shown.since)


def _ended(publications: Sequence[Stated]) -> Iterable[Met]:
    for one in publications:
        assert isinstance(one.fact, Publication)
        if one.fact.until is not None:
            yield Met((one.id,), one.fact.until)


def _off_the_list(acts: Acts, start: Start) -> Met | None:
    """Off it: the event that says so, or the end of every publication."""
    events = [
        one for one in acts.by(Event.kind) if isinstance(one.fact, Event) and one.fact.event == OFF_THE_LIST
    ]
    found = _first(Met((one.id,), one.fact.date) for one in events if isinstance(one.fact, Event))
    ended = list(_ended(acts.publications))
    if found is None and ended and len(ended) == len(acts.publications):
        days = [one.on for one in ended if one.on is not None]
        return Met(tuple(one.facts[0] for one in ended), max(days, key=lambda day: day.last))
    return found


def _closed(one: Stated) -> Met:
    assert isinstance(one.fact, Objection)
    return Met((one.id,), one.fact.date, moot=one.fact.step == "withdrawn")


def _told(acts: Acts, start: Start) -> Iterable[Met]:
    for one in acts.by(Notice.kind):
        fact = one.fact
        own = isinstance(fact, Notice) and fact.recipient == start.of and fact.about != REPORTED
        if own and isinstance(fact, Notice) and fact.date.last >= start.day.first:
            yield Met((one.id,), fact.date)


def _reported(acts: Acts, row: DeadlineRule, start: Start, due: date | None) -> Iterable[Met]:
    """A report of the month, from its first day to the last on which it is in time: a later one is the next month's."""
    for one in (*acts.by(Notice.kind), *acts.by(Receipt.kind)):
        fact = one.fact
        if isinstance(fact, Notice):
            own = fact.about == REPORTED and row.who is not Who.IMPLEMENTER
        else:
            own = isinstance(fact, Receipt) and fact.implementer == start.actor
        assert isinstance(fact, Notice | Receipt)
        if own and due is not None and start.day.first <= fact.date.first <= due:
            yield Met((one.id,), fact.date)
