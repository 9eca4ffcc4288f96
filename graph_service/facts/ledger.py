"""The ledger: what we learnt and when; and the index by which the law reads it.

An *entry* is one acknowledged write with a gapless number and an instant (UTC). A stated fact has a place in
it (entry, ordinal). What was known at entry N is the ledger cut after N; a fact *stands* there unless a later
one replaced it or a retraction took it back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from graph_service.facts.rows import fact_id, keys_of
from graph_service.facts.types import Card, Fact, Retraction


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One acknowledged write: its gapless number (from 1) and its instant (UTC, with zone)."""

    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact in its place: entry number and ordinal within the entry; `id` is `fact_id(fact)`."""

    fact: Fact
    entry: int
    ordinal: int
    id: str


def stated(fact: Fact, entry: int, ordinal: int) -> Stated:
    """A fact put in its place."""
    return Stated(fact, entry, ordinal, fact_id(fact))


class FactIndex(Protocol):
    """How the law reads facts: by one indexed field at a time, standing facts only, in ledger order."""

    def by(self, kind: str, field: str, value: str) -> tuple[Stated, ...]:
        """The standing facts of type `kind` whose indexed field holds `value`, in ledger order."""
        ...


@dataclass(frozen=True, slots=True)
class Ledger:
    """Entries and stated facts in order, with the cards that lie beside them."""

    entries: tuple[Entry, ...] = ()
    facts: tuple[Stated, ...] = ()
    cards: tuple[Card, ...] = ()

    @property
    def head(self) -> int:
        """The number of the newest entry; 0 for an empty ledger."""
        return self.entries[-1].number if self.entries else 0

    def until(self, entry: int) -> Ledger:
        """What was known at entry `entry` (that entry included)."""
        kept = tuple(known for known in self.facts if known.entry <= entry)
        return Ledger(tuple(e for e in self.entries if e.number <= entry), kept, self.cards)

    def entry_at(self, instant: datetime) -> int:
        """The number of the newest entry not later than `instant`; 0 where nothing was known yet."""
        return max((e.number for e in self.entries if e.at <= instant), default=0)

    def plus(self, facts: Iterable[Fact], at: datetime, cards: Iterable[Card] = ()) -> Ledger:
        """This ledger with one more entry. A fact that stands in it already is not stated twice."""
        number = self.head + 1
        known = {one.id for one in self.facts}
        added: dict[str, Stated] = {}
        for fact in facts:
            key = fact_id(fact)
            if key not in known and key not in added:
                added[key] = Stated(fact, number, len(added) + 1, key)
        entries = (*self.entries, Entry(number, at.astimezone(UTC)))
        return Ledger(entries, self.facts + tuple(added.values()), (*self.cards, *cards))


def ends(facts: Iterable[Stated]) -> dict[str, str]:
    """Which facts no longer stand, and by which fact: id of the ended fact to id of its replacement or
    retraction. The last word counts: what was itself retracted ends nothing, nor does a retraction that was
    replaced; a replacement ends its target also when it is replaced in turn."""
    enders: dict[str, list[Stated]] = defaultdict(list)
    for one in facts:
        if one.fact.replaces is not None:
            enders[one.fact.replaces].append(one)
        if isinstance(one.fact, Retraction):
            enders[one.fact.of].append(one)

    def taken_back(one: Stated) -> bool:
        # It ends: an id is a digest of what its fact says, so no two facts can speak of each other.
        return any(
            not taken_back(other)
            for other in enders.get(one.id, ())
            if isinstance(other.fact, Retraction) or isinstance(one.fact, Retraction)
        )

    ended: dict[str, str] = {}
    for target, found in enders.items():
        ender = next((one for one in found if not taken_back(one)), None)
        if ender is not None:
            ended[target] = ender.id
    return ended


@dataclass(slots=True)
class MemoryIndex:
    """A FactIndex over facts in memory. `MemoryIndex.of(ledger)` reads the ledger at its head."""

    _by_key: dict[str, tuple[Stated, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, ledger: Ledger) -> MemoryIndex:
        """An index over what stands at the head of `ledger`."""
        return cls.over(ledger.facts)

    @classmethod
    def over(cls, facts: Iterable[Stated]) -> MemoryIndex:
        """An index over what stands among `facts`, which are in ledger order."""
        known = tuple(facts)
        ended = ends(known)
        by_key: dict[str, list[Stated]] = defaultdict(list)
        for one in known:
            if one.id not in ended:
                for key in keys_of(one.fact):
                    by_key[key].append(one)
        return cls({key: tuple(found) for key, found in by_key.items()})

    def by(self, kind: str, field: str, value: str) -> tuple[Stated, ...]:
        """See FactIndex."""
        return self._by_key.get(f"{kind}.{field}={value}", ())


@dataclass(slots=True)
class Reading:
    """A FactIndex that remembers every key it was asked, misses included: the read set of a case."""

    index: FactIndex
    keys: dict[str, None] = field(default_factory=dict)

    def by(self, kind: str, field: str, value: str) -> tuple[Stated, ...]:
        """See FactIndex."""
        self.keys[f"{kind}.{field}={value}"] = None
        return self.index.by(kind, field, value)
