"""Keeping in the search index which records were proved to be one party, entry by entry.

What was proved at an entry is worked out from the facts known then; here is only said which records are worth asking:
those that an entry speaks of or takes something back from, and all that are or were of one party with them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from graph_service.assemble.identities import Identities
from graph_service.facts import Fact, Stated
from graph_service.facts.types import Identifier, Identity, Retraction, Unmerge
from graph_service.store.reads import found_by_id
from graph_service.store.search_index import SearchIndex
from graph_service.store.store import Store

JOINING = ("enterprise", "person", "identity", "identifier")
"""Types of fact that tell who is who."""
_LINKS = ("identity", "identifier")
BATCH = 2_000
"""Records asked for at a time."""


def undoes(fact: Fact) -> tuple[str, ...]:
    """The ids of facts that a fact takes back or replaces."""
    named = (
        fact.replaces,
        fact.of if isinstance(fact, Retraction) else None,
        fact.identity if isinstance(fact, Unmerge) else None,
    )
    return tuple(one for one in named if one is not None)


def rejoin(store: Store, index: SearchIndex, records: Iterable[str], entry: int) -> None:
    """Keep of which party these records are from an entry on, and all that are or were of one party with them."""
    rest = iter(dict.fromkeys(records))
    while some := set(islice(rest, BATCH)):
        todo = some | index.companions(some)
        who = Identities(store, store.index(entry), entry)
        who.bring(todo)
        todo |= {member for one in todo for member in who.members(one)}
        parties = {one: members[0] if len(members := who.members(one)) > 1 else None for one in sorted(todo)}
        index.join(parties, entry)


def joined_records(store: Store) -> set[str]:
    """The records that the graph joins with others now: all that can be proved to be one are among them."""
    rows = store.query("MATCH (m:Record)-[:PART_OF]->(p:Party) RETURN m.record AS record, p.id AS party")
    return {row[name] for row in rows for name in ("record", "party")}


def partners(store: Store, facts: Iterable[str]) -> set[str]:
    """The records that facts (ids) joined, or may have: those they are stated on and name, and all that bear the same
    document or number."""
    asked = [one for one in facts if one.partition(":")[0] in _LINKS]
    found = [one.fact for one in found_by_id(store.graph.read, asked, store.head())]
    values: set[str] = set()
    records: set[str] = set()
    for fact in found:
        records.add(fact.record)
        if isinstance(fact, Identity):
            records.update(one for one in (fact.same_as,) if one)
            values.update(one for one in (fact.document,) if one)
        elif isinstance(fact, Identifier):
            values.add(fact.value)
    rows = store.query(_BEARERS, values=sorted(values)) if values else []
    return records | {row["record"] for row in rows}


_BEARERS = """
UNWIND $values AS value MATCH (i:Identifier {value: value})<-[t:IDENTIFIED_BY]-(:Party) RETURN t.record AS record
"""


@dataclass(slots=True)
class History:
    """The entries at which records came together or apart, gathered while all facts go by: `asked` are the records that
    are joined now or were, `undone` those that each fact taken back had joined."""

    asked: frozenset[str]
    undone: dict[str, set[str]]
    entries: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, store: Store) -> History:
        """The records worth watching in a store."""
        ended = [row["of"] for row in store.query("MATCH (e:Ending) RETURN DISTINCT e.of AS of")]
        ended += [row["of"] for row in store.query("MATCH (f:Unmerge) RETURN DISTINCT f.identity AS of")]
        undone = {one: partners(store, (one,)) for one in ended if one.partition(":")[0] in _LINKS}
        return cls(frozenset(joined_records(store)).union(*undone.values()), undone)

    def watch(self, facts: Iterable[Stated]) -> None:
        """Note the entries of facts that may have changed who is who."""
        for one in facts:
            if one.fact.kind in JOINING and one.fact.record in self.asked:
                self.entries[one.entry].add(one.fact.record)
            for undone in undoes(one.fact):
                self.entries[one.entry] |= self.undone.get(undone, {one.fact.record})
