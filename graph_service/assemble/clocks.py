"""Resolving the two clocks of a question, and the sources that the ledger had by an entry."""

from __future__ import annotations

import threading
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from graph_service.assemble.access import Clocks
from graph_service.errors import BadValue, NotFound
from graph_service.store import ledger
from graph_service.store.store import Store

MOST = 2**53


class Head(NamedTuple):
    """The newest entry and its instant (None for an empty ledger)."""

    number: int
    at: datetime | None


def head_of(store: Store) -> Head:
    """The head, in one read."""
    row = store.query("MATCH (l:Ledger {id: 'ledger'}) RETURN l.head AS head, l.last_at AS at")[0]
    return Head(int(row["head"]), ledger.instant_of(row["at"]) if row["at"] else None)


def today_in(zone: str) -> date:
    """Today in a time zone."""
    return datetime.now(ZoneInfo(zone)).date()


def read_day(given: str | date | None, today: date) -> date:
    """The day a question asks about; raises BadValue."""
    if given is None:
        return today
    if isinstance(given, date):
        return given
    try:
        if len(given) != 10:
            raise ValueError
        return date.fromisoformat(given)
    except ValueError:
        raise BadValue("as_of is a day like 2026-05-10") from None


def resolve(store: Store, as_of: date, known_at: str | int | None, now: datetime) -> Clocks:
    """Both clocks; `known_at` is an entry number or an instant with zone. Raises BadValue, NotFound. What will be known
    at an instant after `now` nobody can say, and the same question would have another answer then."""
    head = head_of(store)
    if known_at is None:
        return Clocks(as_of, head.number, head.at, at_head=True)
    if isinstance(known_at, str) and known_at.isascii() and known_at.isdigit() and len(known_at) < 16:
        known_at = int(known_at)
    if isinstance(known_at, int):
        number = known_at
        if not 0 <= number <= head.number:
            raise NotFound(f"there is no entry of that number: the head is {head.number}")
    else:
        instant = _instant(known_at)
        if instant > max(now, head.at or now):
            raise BadValue("known_at lies in the future: leave it out for what is known now")
        number = store.entry_at(instant)
    at = store.entry(number).at if number else None
    return Clocks(as_of, number, at, at_head=number == head.number)


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is not None:
            found.utctimetuple()
            return found
    except (ValueError, OverflowError):
        pass
    raise BadValue("known_at is an entry number, or an instant with its zone like 2026-11-23T08:00:00Z")


@dataclass(slots=True)
class Sources:
    """Which sources the ledger rests on, and when each was heard: every entry is read once, and any entry can be asked
    about. Thread-safe."""

    store: Store
    zone: ZoneInfo
    _upto: int = 0
    _heard: dict[str, list[tuple[int, datetime]]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def at(self, clocks: Clocks) -> list[dict[str, Any]]:
        """The sources by name, with their newest entry and its age in days to `known_at`."""
        if clocks.at is None:
            return []
        known_on = clocks.at.astimezone(self.zone).date()
        with self._lock:
            if clocks.entry > self._upto:
                self._read_on()
            found = [
                (name, heard[place - 1])
                for name, heard in sorted(self._heard.items())
                if (place := bisect_right(heard, clocks.entry, key=lambda one: one[0]))
            ]
        return [
            {
                "source": name,
                "entry": number,
                "at": at.isoformat(),
                "age_days": (known_on - at.astimezone(self.zone).date()).days,
            }
            for name, (number, at) in found
        ]

    def _read_on(self) -> None:
        for entry in self.store.entries(self._upto):
            for source in () if entry.note.get("abandoned") else entry.note.get("sources", ()):
                self._heard.setdefault(source, []).append((entry.number, entry.at))
            self._upto = entry.number
