"""The index by which the law reads the graph: facts by one key, cut at one entry of the ledger.

Facts come in groups (all that a party's records say, all ties that end at a party, all of a case …), so a case costs
a handful of queries; `prefetch` brings the neighbourhoods of many cases at once, and asks once what of it no longer
stands. What was not fetched is fetched on the first miss. Reading changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from graph_service.facts import Stated, keys_of
from graph_service.facts.types import Decision, Identifier, Identity
from graph_service.store.connection import Rows, Run
from graph_service.store.endings import endings
from graph_service.store.shape import (
    LINK_KINDS,
    LINK_TYPES,
    NODE_KINDS,
    REFERENCE,
    TIE_FIELDS,
    expanded,
    kind_of,
    restored,
)

_OF_PARTY = frozenset({"linked", "ended_at", "ended_at_same"})
_ABOUT = ("said", "linked", "ended_at_same", "acted")
_END_FIELDS = frozenset(TIE_FIELDS.values())
_LINKS = "|".join(LINK_TYPES)
_TIES = "|".join(TIE_FIELDS)


class GraphIndex:
    """A FactIndex over the graph as it was known at entry `known`; keeps what it fetched. With `whole` it shows also
    what was stated by then and stands no more, which is history and never law."""

    def __init__(self, run: Run, known: int, *, whole: bool = False) -> None:
        self._run = run
        self._known = known
        self._whole = whole
        self._facts: dict[str, dict[str, Stated]] = defaultdict(dict)
        self._answers: dict[str, tuple[Stated, ...]] = {}
        self._fetched: set[tuple[str, str]] = set()
        self._members: dict[str, tuple[str, ...]] = {}

    def by(self, kind: str, field: str, value: str) -> tuple[Stated, ...]:
        """The standing facts of type `kind` whose indexed field holds `value`, in ledger order (see FactIndex)."""
        key = f"{kind}.{field}={value}"
        answer = self._answers.get(key)
        if answer is None:
            for group in _groups(kind, field):
                self.fetch(group, (value,))
            found = self._facts.get(key, {}).values()
            answer = self._answers[key] = tuple(sorted(found, key=lambda one: (one.entry, one.ordinal)))
        return answer

    def fetch(self, group: str, values: Iterable[str]) -> list[Stated]:
        """Bring one group of facts for many values; what came new. See `_QUERIES` for the groups."""
        return self._keep(self._ask(group, values))

    def prefetch(self, cases: Sequence[str]) -> None:
        """Bring the neighbourhoods of cases: their acts, the parties in them, who is tied to these, and the
        documents that tell who is who."""
        acts, later = self._of_cases(cases)
        cited = [case for one in acts if isinstance(one.fact, Decision) for case in one.fact.rests_on]
        acts += self._ask("case", cited)
        of_later = (one.fact.case for one in later if isinstance(one.fact, Decision))
        found = [*acts, *later, *self._ask("case", of_later)]
        authorities = [one.fact.authority for one in acts if isinstance(one.fact, Decision)]
        said = self._all_about(one.fact.record for one in acts)
        near = self._ask("ended_at", (one.fact.record for one in acts if isinstance(one.fact, Decision)))
        said += self._all_about(one.fact.record for one in near)
        self._keep([*found, *near, *said, *self._shown_by(said, authorities)])

    def prefetch_identities(self, records: Iterable[str]) -> None:
        """Bring what tells who the parties of records are."""
        asked = list(records)
        said = self._ask("said", asked) + self._ask("linked", asked)
        self._keep([*said, *self._ask("ended_at_same", asked), *self._shown_by(said)])

    def _of_cases(self, cases: Sequence[str]) -> tuple[list[Stated], list[Stated]]:
        """The acts of cases, and the decisions that supersede theirs: two groups in one question."""
        rows = self._run(_OF_CASES, values=list(cases), known=self._known)
        self._fetched.update((group, case) for group in ("case", "SUPERSEDES") for case in cases)
        acts, later = ([{"p": one} for row in rows for one in row[name]] for name in ("acts", "later"))
        return _from_properties(acts), _from_properties(later)

    def _shown_by(self, said: Sequence[Stated], authorities: Sequence[str] = ()) -> list[Stated]:
        """The other holders of documents and numbers, with what was taken apart again; and `authorities`, which are
        asked for in the same way."""
        documents = [
            one.fact.document for one in said if isinstance(one.fact, Identity) and one.fact.document
        ]
        numbers = [one.fact.value for one in said if isinstance(one.fact, Identifier)]
        identities = (one.id for one in said if isinstance(one.fact, Identity))
        referring = self._ask("reference", [*identities, *authorities])
        return self._ask("value", [*documents, *numbers]) + referring

    def _all_about(self, records: Iterable[str]) -> list[Stated]:
        """What the parties of records say, what links them, what acts speak of them: four groups in one question."""
        wanted = [
            record
            for record in dict.fromkeys(records)
            if any((group, record) not in self._fetched for group in _ABOUT)
        ]
        if not wanted:
            return []
        rows = self._run(_ALL_ABOUT, values=wanted, known=self._known)
        found = self._from_records(rows)
        members = {member for row in rows for member in self._members[row["record"]]}
        self._fetched.update((group, record) for group in _ABOUT for record in (*wanted, *members))
        told = [{"p": one} for row in rows for group in _ABOUT[1:] for one in row[group]]
        return self._known_by_then([*found, *_from_properties(told)])

    def _ask(self, group: str, values: Iterable[str]) -> list[Stated]:
        """The facts of a group that were stated by then, standing or not; those that were asked for before left out."""
        wanted = [value for value in dict.fromkeys(values) if (group, value) not in self._fetched]
        if not wanted:
            return []
        self._fetched.update((group, value) for value in wanted)
        rows = self._run(_QUERIES[group], values=wanted, known=self._known)
        found = self._from_records(rows) if group == "said" else _from_properties(rows)
        if group in _OF_PARTY:
            # The answer was that of the whole party: its other records need not be asked for again.
            self._fetched.update((group, other) for value in wanted for other in self._members.get(value, ()))
        return self._known_by_then(found)

    def _known_by_then(self, found: Iterable[Stated]) -> list[Stated]:
        return [one for one in found if one.entry <= self._known]

    def _from_records(self, rows: Rows) -> list[Stated]:
        found: list[Stated] = []
        for row in rows:
            parts = (row, *row["members"])
            members = tuple(part["record"] for part in parts)
            self._members.update(dict.fromkeys(members, members))
            for part in parts:
                self._fetched.add(("said", part["record"]))
                found += expanded(part["record"], part["facts"] or (), part["places"] or ())
        return found

    def _keep(self, facts: Iterable[Stated]) -> list[Stated]:
        known = {one.id: one for one in facts}
        gone = endings(self._run, known, self._known) if known and not self._whole else {}
        standing = [one for one in known.values() if one.id not in gone]
        for one in standing:
            for key in keys_of(one.fact):
                self._facts[key][one.id] = one
                self._answers.pop(key, None)
        return standing


def _from_properties(rows: Rows) -> list[Stated]:
    found = []
    for row in rows:
        properties: dict[str, Any] = row["p"]
        fact = str(properties.get("fact") or properties["id"])
        found.append(restored(kind_of(fact), properties, fact))
    return found


def _groups(kind: str, field: str) -> tuple[str, ...]:
    """The groups that hold every fact of a key."""
    if field == "record":
        if kind == "identity":
            return ("said", "linked")
        return ("linked",) if kind in LINK_KINDS else ("acted",) if kind in NODE_KINDS else ("said",)
    if field in ("document", "value"):
        return ("value",)
    if field == "same_as":
        return ("ended_at_same",)
    if field in _END_FIELDS:
        return ("ended_at",)
    if field == REFERENCE.get(kind):
        return ("reference",)
    return {"case": ("case",), "supersedes": ("SUPERSEDES",)}[field]


_PARTY = """
UNWIND $values AS value MATCH (r:Record {record: value}) OPTIONAL MATCH (r)-[:PART_OF]->(q:Party)
WITH DISTINCT coalesce(q, r) AS p
"""
_SAID = """RETURN p.record AS record, p.facts AS facts, p.places AS places,
    [(p)<-[:PART_OF]-(m:Record) | {record: m.record, facts: m.facts, places: m.places}] AS members"""
_ALL_ABOUT = f"""{_PARTY}{_SAID},
    [(p)-[t:{_LINKS}]->() WHERE t.entry_in <= $known | properties(t)] AS linked,
    [(p)<-[t:SAME_AS]-() WHERE t.entry_in <= $known | properties(t)] AS ended_at_same,
    [(p)<-[:ABOUT]-(f:Fact) WHERE f.entry_in <= $known | properties(f)] AS acted"""
_OF_CASES = """
UNWIND $values AS value MATCH (c:Case {id: value})
RETURN [(c)<-[:IN_CASE]-(f:Fact) WHERE f.entry_in <= $known | properties(f)] AS acts,
    [(c)<-[:SUPERSEDES]-(f:Fact) WHERE f.entry_in <= $known | properties(f)] AS later"""
_QUERIES: dict[str, str] = {
    # What the records of the party of a record say of themselves.
    "said": _PARTY + _SAID,
    # The links that start at the party of a record.
    "linked": _PARTY + f"MATCH (p)-[t:{_LINKS}]->() WHERE t.entry_in <= $known RETURN properties(t) AS p",
    # The ties that end at the party of a record; SAME_AS apart, since everyone asks for it.
    "ended_at": _PARTY + f"MATCH (p)<-[t:{_TIES}]-() WHERE t.entry_in <= $known RETURN properties(t) AS p",
    "ended_at_same": _PARTY
    + "MATCH (p)<-[t:SAME_AS]-() WHERE t.entry_in <= $known RETURN properties(t) AS p",
    **{
        group: f"UNWIND $values AS value MATCH (f:Fact {{{field}: value}}) "
        "WHERE f.entry_in <= $known RETURN properties(f) AS p"
        for group, field in {"acted": "record", "case": "case", "reference": "reference"}.items()
    },
    "value": """UNWIND $values AS value MATCH (i:Identifier {value: value})<-[t:IDENTIFIED_BY]-()
    WHERE t.entry_in <= $known RETURN properties(t) AS p""",
    "SUPERSEDES": "UNWIND $values AS value MATCH (c:Case {id: value})<-[:SUPERSEDES]-(f:Fact) "
    "WHERE f.entry_in <= $known RETURN properties(f) AS p",
}
"""Group to query; each takes many values. Links of joined records hang on their party and name their record."""
