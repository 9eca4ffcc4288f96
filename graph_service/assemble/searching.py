"""Keeping the words of the register findable, and finding parties by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from threading import Lock
from typing import Any, TypeVar

from graph_service.assemble.access import Caller
from graph_service.assemble.joining import JOINING, History, joined_records, partners, rejoin
from graph_service.assemble.masks import masked
from graph_service.assemble.sight import Sight
from graph_service.bulk import Columns
from graph_service.facts import Card, Stated
from graph_service.facts.types import Address, Identifier, Name
from graph_service.store.endings import endings
from graph_service.store.ledger import EntryInfo
from graph_service.store.search_index import Hit, SearchIndex, Words
from graph_service.store.store import Store

_ENTRIES = "UNWIND $ids AS id MATCH (n:Record {record: id}) RETURN id, n.entry_in AS entry"
_KINDS = ("name", "address", "identifier")
T = TypeVar("T")


@dataclass(slots=True)
class Searching:
    """The index beside the store; brought to the head before it answers."""

    store: Store
    index: SearchIndex
    _one_at_a_time: Lock = field(default_factory=Lock)

    def add_load(self, columns: Columns, entry: int) -> None:
        """The words of a load that was just sealed, from its columns; only onto an index that had read all before, and
        only of a load that takes nothing back: otherwise the next search reads what came."""
        with self._one_at_a_time:
            taken_back = columns.rows.get("retraction") or columns.rows.get("unmerge")
            if not taken_back and (self.index.entry == entry - 1 or self._nothing_between(entry)):
                told = [record for kind in JOINING for record in columns.values(kind, "record")]
                joined = joined_records(self.store)
                rejoin(self.store, self.index, (one for one in dict.fromkeys(told) if one in joined), entry)
                self.index.put(_of_columns(columns, entry), entry)

    def _nothing_between(self, entry: int) -> bool:
        between = [one for one in self.store.entries() if self.index.entry < one.number < entry]
        return not any(one.note.get("rescan") or one.note.get("words") for one in between)

    def refresh(self, head: int) -> None:
        """Read what came since, entry by entry; anew from the whole graph where the index is new, or a load came that
        it did not see."""
        with self._one_at_a_time:
            seen = self.index.entry
            if seen >= head:
                return
            new = self._entries(seen, head) if seen else []
            if not seen or any(one.note.get("rescan") for one in new if not one.note.get("abandoned")):
                self._anew(head)
                return
            for one in new:
                records = list(one.note.get("words", ()))
                if records:
                    undone = partners(self.store, one.note.get("undone", ()))
                    rejoin(self.store, self.index, [*records, *undone], one.number)
                    self.index.put(self._words_of(records, one.number), one.number, anew=records)
            self.index.put((), head)

    def _entries(self, seen: int, head: int) -> list[EntryInfo]:
        return [self.store.entry(number) for number in range(seen + 1, head + 1)]

    def _anew(self, head: int) -> None:
        self.index.clear()
        history = History.of(self.store)
        self.index.put(self._all(head, history), 0)
        for number, records in sorted(history.entries.items()):
            rejoin(self.store, self.index, records, number)
        self.index.put((), head)

    def _all(self, head: int, history: History) -> Iterator[Words]:
        """The words of all facts up to the head, with the entry that took them back; `history` watches them go by."""
        for some in batched(self.store.facts(head), 5_000):
            words = [(one, word) for one in some for word in _of_fact(one)]
            gone = endings(self.store.graph.read, (one.id for one, _ in words), head)
            yield from (
                word._replace(until=gone[one.id][1] if one.id in gone else None) for one, word in words
            )
            history.watch(some)
        yield from self._of_cards(self.store.all_cards())

    def _words_of(self, records: list[str], head: int) -> Iterator[Words]:
        if not records:
            return
        index = self.store.index(head)
        for record in records:
            for kind in _KINDS:
                for one in index.by(kind, "record", record):
                    yield from _of_fact(one)
        yield from self._of_cards(self.store.cards(records).values())

    def _of_cards(self, cards: Iterable[Card]) -> Iterator[Words]:
        """Names of persons; a card has no entry of its own, so its words are seen from its record's entry on."""
        for some in batched(cards, 5_000):
            rows = self.store.query(_ENTRIES, ids=[card.record for card in some])
            came = {row["id"]: int(row["entry"]) for row in rows}
            for card in some:
                if card.name and card.record in came:
                    yield Words(card.record, "person", card.name, came[card.record], True)

    def page(
        self, text: str, sight: Sight, caller: Caller, skip: int, limit: int
    ) -> tuple[list[dict[str, Any]], int]:
        """A page of parties, and the exact total of parties found. Persons are found only by callers who may read them
        and gave a purpose."""
        persons = caller.may("read_persons") and caller.gave_purpose
        hits, total = self.index.find(text, sight.clocks.entry, persons=persons, limit=limit, skip=skip)
        sight.who.bring(hit.record for hit in hits)
        return [_result(sight, hit, caller) for hit in hits], total


def _result(sight: Sight, hit: Hit, caller: Caller) -> dict[str, Any]:
    records = sight.who.members(hit.record)
    text = hit.text if not hit.person or caller.may("names") else masked(hit.text)
    return {
        "party": records[0],
        "records": list(records),
        "record": hit.record,
        "kind": sight.kind_of(records) or "undecided",
        "name": text if hit.person else sight.who.firm_name(records),
        "matched": hit.use,
        "text": text,
    }


def _of_fact(one: Stated) -> Iterator[Words]:
    fact = one.fact
    if isinstance(fact, Name):
        use = "name" if fact.use == "registered" and fact.until is None else f"{fact.use}_name"
        use = "former_name" if use == "registered_name" else use
        yield Words(fact.record, use, fact.name, one.entry, False)
    elif isinstance(fact, Address):
        yield Words(fact.record, "address", fact.address, one.entry, False)
    elif isinstance(fact, Identifier):
        yield Words(fact.record, "code", fact.value, one.entry, False)


def _of_columns(columns: Columns, entry: int) -> Iterator[Words]:
    for one in columns.facts(*_KINDS):
        yield from (words._replace(entry=entry) for words in _of_fact(one))
    for card in columns.cards():
        if card.name:
            yield Words(card.record, "person", card.name, entry, True)


def batched(many: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Some at a time."""
    rest = iter(many)
    while some := tuple(islice(rest, size)):
        yield some
