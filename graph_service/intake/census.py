"""Counting source records, parties and proved persons apart, from facts as they stream by.

The parties are those that `facts.identity.cluster` gives for the same facts, so an account says what the store will
hold: a person and an organisation are never one, whatever a source writes on which record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from graph_service.facts import Fact
from graph_service.facts.identity import JOINING_SCHEMES
from graph_service.facts.numbers import DOCUMENT_TYPES
from graph_service.facts.types import Enterprise, Identifier, Identity, Person


class _Link(NamedTuple):
    """What joins a record: another record, or a number or document that only a party of the kind `of` has, where it
    tells (None: any)."""

    record: str
    other: str
    of: str | None


@dataclass(slots=True)
class Census:
    """Add facts, then read the counts.

    Parties are source records joined by identity facts (same document, or same number of an organisation, or
    `same_as`, above CANDIDATE); a proved person is a party of which a document is PROVED. What takes facts back
    (unmerges, retractions) is none of a source's statements and not weighed."""

    _records: dict[str, None] = field(default_factory=dict)
    _kinds: dict[str, set[str]] = field(default_factory=lambda: {"person": set(), "enterprise": set()})
    _links: set[_Link] = field(default_factory=set)
    _shown: set[_Link] = field(default_factory=set)
    _proved: set[tuple[str, bool]] = field(default_factory=set)

    def add(self, fact: Fact) -> None:
        """One more fact."""
        record = fact.record
        if fact.kind in ("enterprise", "person", "undecided_party"):
            self._records[record] = None
        if isinstance(fact, Person | Enterprise):
            self._kinds[fact.kind].add(record)
        if isinstance(fact, Identifier) and fact.valid and fact.scheme in JOINING_SCHEMES:
            self._shown.add(_Link(record, f"{fact.scheme}={fact.value}", "enterprise"))
        if isinstance(fact, Identity) and fact.level != "CANDIDATE":
            if fact.document is not None:
                personal = fact.document.partition(":")[0] in DOCUMENT_TYPES
                self._shown.add(_Link(record, f"document={fact.document}", "person" if personal else None))
                if fact.level == "PROVED":
                    self._proved.add((record, personal))
            if fact.same_as is not None:
                self._links.add(_Link(record, fact.same_as, None))

    @property
    def source_records(self) -> int:
        """How many source records were stated."""
        return len(self._records)

    @property
    def parties(self) -> int:
        """How many parties they join into."""
        groups = self._parties()
        return len({groups.find(record) for record in self._records})

    @property
    def proved_persons(self) -> int:
        """How many of the parties are persons with a PROVED document."""
        groups = self._parties()
        firms = self._kinds["enterprise"]
        proved = {record for record, personal in self._proved if not (personal and record in firms)}
        return len({groups.find(record) for record in self._kinds["person"] & proved})

    def _told(self, record: str) -> frozenset[str]:
        return frozenset(kind for kind, records in self._kinds.items() if record in records)

    def _parties(self) -> _Groups:
        """The parties: first all that links join; where a person and an organisation would meet so, only records of
        one kind, with their like."""
        links = [*self._fitting(), *self._by_value()]
        whole = _joined(links)
        told: dict[str, set[str]] = defaultdict(set)
        for records in self._kinds.values():
            for record in records:
                told[whole.find(record)] |= self._told(record)
        mixed = {root for root, kinds in told.items() if len(kinds) > 1}
        if not mixed:
            return whole
        return _joined((one, other) for one, other in links if self._stays(whole, mixed, one, other))

    def _stays(self, whole: _Groups, mixed: set[str], one: str, other: str) -> bool:
        if whole.find(one) not in mixed:
            return True
        mine = self._told(one)
        return len(mine) == 1 and mine == self._told(other)

    def _fitting(self) -> Iterable[tuple[str, str]]:
        """The pairs that `same_as` joins, save a person with an organisation."""
        for link in self._links:
            if len(self._told(link.record) | self._told(link.other)) < len(self._kinds):
                yield link.record, link.other

    def _by_value(self) -> Iterable[tuple[str, str]]:
        """Pairs enough to join all that show one number or document: like with like, and with those of whom nobody
        says what they are."""
        holders: dict[str, list[str]] = defaultdict(list)
        for link in self._shown:
            told = self._told(link.record)
            if told <= ({link.of} if link.of else told) and len(told) < len(self._kinds):
                holders[link.other].append(link.record)
        for records in holders.values():
            if len(records) > 1:
                yield from self._among(records)

    def _among(self, records: list[str]) -> Iterable[tuple[str, str]]:
        groups: dict[frozenset[str], list[str]] = defaultdict(list)
        for record in records:
            groups[self._told(record)].append(record)
        for like in groups.values():
            yield from ((like[0], one) for one in like[1:])
        unsaid = groups.pop(frozenset(), None)
        if unsaid:
            yield from ((unsaid[0], like[0]) for like in groups.values())


def _joined(links: Iterable[tuple[str, str]]) -> _Groups:
    groups = _Groups()
    for one, other in links:
        groups.unite(one, other)
    return groups


@dataclass(slots=True)
class _Groups:
    """Union-find over records."""

    _up: dict[str, str] = field(default_factory=dict)

    def find(self, record: str) -> str:
        up = self._up
        while (parent := up.get(record, record)) != record:
            up[record] = up.get(parent, parent)
            record = parent
        return record

    def unite(self, one: str, other: str) -> None:
        self._up[self.find(one)] = self.find(other)
