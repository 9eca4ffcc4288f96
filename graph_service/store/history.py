"""History: all that was ever stated and made of a party or a case up to an entry, with what of it no longer stood then.

Versions of consequences are kept for good, each with the entries between which it was known; so are facts, with what
ended them. Nothing here depends on what came after the entry.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from graph_service.consequences.model import Consequence, consequence_from_json
from graph_service.facts import Stated
from graph_service.facts.identity import JOINING_SCHEMES
from graph_service.facts.types import Identifier, Identity
from graph_service.store.connection import Rows, Run
from graph_service.store.endings import endings
from graph_service.store.index import GraphIndex
from graph_service.store.shape import TIE_FIELDS


@dataclass(frozen=True, slots=True)
class Version:
    """A consequence as it read from entry `since` on, until another entry changed it (None: it read so still)."""

    consequence: Consequence
    since: int
    until: int | None


@dataclass(frozen=True, slots=True)
class Past:
    """A fact that was stated; `by` is the fact that ended it and `until` the entry of that (None: it stood still)."""

    stated: Stated
    by: str | None = None
    until: int | None = None


class History:
    """What was known up to entry `known`, one question's worth."""

    def __init__(self, run: Run, known: int) -> None:
        self._run = run
        self._known = known

    def _index(self) -> GraphIndex:
        """One of its own for each question: an index tells only what it had not told before."""
        return GraphIndex(self._run, self._known, whole=True)

    def of_records(self, records: Iterable[str]) -> list[Past]:
        """Every fact stated on the records, or on others with one of them at its end; in ledger order."""
        asked = tuple(dict.fromkeys(records))
        groups = ("said", "linked", "ended_at", "ended_at_same", "acted")
        index = self._index()
        found = {one.id: one for group in groups for one in index.fetch(group, asked)}
        ends = tuple(dict.fromkeys(TIE_FIELDS.values()))
        mine = [
            one
            for one in found.values()
            if one.fact.record in asked or any(getattr(one.fact, end, None) in asked for end in ends)
        ]
        return self._past(mine)

    def of_case(self, case: str) -> list[Past]:
        """Every act stated of a case, in ledger order."""
        return self._past(self._index().fetch("case", (case,)))

    def _past(self, facts: Iterable[Stated]) -> list[Past]:
        known = {one.id: one for one in facts}
        gone = endings(self._run, known, self._known) if known else {}
        ordered = sorted(known.values(), key=lambda one: (one.entry, one.ordinal))
        return [Past(one, *gone.get(one.id, (None, None))) for one in ordered]

    def versions_of_case(self, case: str) -> list[Version]:
        """Every version of the consequences of a case, by id and entry."""
        return self._versions(self._run(_OF_CASE + _VERSION, id=case, known=self._known))

    def versions_of_party(self, records: Iterable[str]) -> list[Version]:
        """Every version of the consequences that ever concerned one of the records, by id and entry."""
        mine = set(records)
        rows = self._run(_OF_RECORDS + _VERSION, ids=self._ever_one_with(mine), known=self._known)
        return [one for one in self._versions(rows) if not mine.isdisjoint(one.consequence.binds)]

    def _versions(self, rows: Rows) -> list[Version]:
        found = [
            Version(consequence_from_json(json.loads(row["body"])), row["since"], self._ended(row["until"]))
            for row in rows
        ]
        return sorted(found, key=lambda one: (one.consequence.id, one.since))

    def _ended(self, entry: int | None) -> int | None:
        return entry if entry is not None and entry <= self._known else None

    def _ever_one_with(self, records: Iterable[str]) -> list[str]:
        """The records that identity facts ever joined with these: what concerns one of them may have been stated on
        another, before they came apart."""
        index, found = self._index(), dict.fromkeys(records)
        todo = list(found)
        while todo:
            links = index.fetch("linked", todo) + index.fetch("ended_at_same", todo)
            links += index.fetch("value", filter(None, map(_value, links)))
            ends = (end for one in links for end in _ends(one))
            todo = [end for end in dict.fromkeys(ends) if end not in found]
            found.update(dict.fromkeys(todo))
        return list(found)


def _value(one: Stated) -> str | None:
    fact = one.fact
    if isinstance(fact, Identity):
        return fact.document
    return fact.value if isinstance(fact, Identifier) and fact.scheme in JOINING_SCHEMES else None


def _ends(one: Stated) -> Iterable[str]:
    if isinstance(one.fact, Identity):
        return [one.fact.record, *([one.fact.same_as] if one.fact.same_as else [])]
    return [one.fact.record] if _value(one) else []


_OF_CASE = "MATCH (:Case {id: $id})<-[:ARISES_FROM]-(c:Consequence) "
_OF_RECORDS = """
UNWIND $ids AS id MATCH (r:Record {record: id}) OPTIONAL MATCH (r)-[:PART_OF]->(q:Party)
WITH DISTINCT coalesce(q, r) AS p MATCH (p)<-[:BINDS]-(c:Consequence)
"""
_VERSION = "WHERE c.entry_in <= $known RETURN c.body AS body, c.entry_in AS since, c.entry_out AS until"
