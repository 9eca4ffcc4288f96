"""Keeping the words of the register findable, and finding parties by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from graph_service.assemble.access import Caller
from graph_service.assemble.masks import masked
from graph_service.assemble.sight import Sight
from graph_service.bulk import Columns
from graph_service.facts import Card, Stated
from graph_service.facts.types import Address, Identifier, Name
from graph_service.store.ledger import EntryInfo
from graph_service.store.search_index import Hit, SearchIndex, Words
from graph_service.store.store import Store

_ENTRIES = "UNWIND $ids AS id MATCH (n:Record {record: id}) RETURN id, n.entry_in AS entry"
_KINDS = ("name", "address", "identifier")


@dataclass(slots=True)
class Searching:
    """The index beside the store; brought to the head before it answers."""

    store: Store
    index: SearchIndex

    def add_load(self, columns: Columns, entry: int) -> None:
        """The words of a load that was just sealed, from its columns; only onto an index that had read all before."""
        if self.index.entry == entry - 1 or self._nothing_between(entry):
            self.index.put(_of_columns(columns, entry), entry)

    def _nothing_between(self, entry: int) -> bool:
        between = [one for one in self.store.entries() if self.index.entry < one.number < entry]
        return not any(one.note.get("rescan") or one.note.get("words") for one in between)

    def refresh(self, head: int) -> None:
        """Read what came since; anew from the whole graph where a load came that this index did not see."""
        seen = self.index.entry
        if seen >= head:
            return
        new = (
            [self.store.entry(number) for number in range(seen + 1, head + 1)]
            if seen
            else self.store.entries()
        )
        if any(one.note.get("rescan") for one in new):
            self.index.clear()
            self.index.put(self._all(head), head)
            return
        records = list(dict.fromkeys(record for one in new for record in _changed(one)))
        self.index.put(self._words_of(records, head), head, anew=records)

    def _all(self, head: int) -> Iterator[Words]:
        for one in self.store.facts(head):
            yield from _of_fact(one)
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
        """A page of parties, and the exact total of records found. Persons are found only by callers who may read
        them and gave a purpose."""
        persons = caller.may("read_persons") and caller.gave_purpose
        hits, total = self.index.find(text, sight.clocks.entry, persons=persons, limit=limit, skip=skip)
        sight.index.fetch("said", [hit.record for hit in hits])
        return [_result(sight, hit, caller) for hit in hits], total


def _changed(entry: EntryInfo) -> Iterable[str]:
    return tuple(entry.note.get("words", ()))


def _result(sight: Sight, hit: Hit, caller: Caller) -> dict[str, Any]:
    kind = sight.kind_of((hit.record,)) or "undecided"
    text = hit.text if not hit.person or caller.may("names") else masked(hit.text)
    name = sight.firm_name(hit.record) if not hit.person else text
    return {
        "party": sight.party(hit.record).id if sight.kind_of((hit.record,)) else hit.record,
        "record": hit.record,
        "kind": kind,
        "name": name,
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


def batched(cards: Iterable[Card], size: int) -> Iterator[tuple[Card, ...]]:
    """Cards, some at a time."""
    rest = iter(cards)
    while some := tuple(islice(rest, size)):
        yield some
