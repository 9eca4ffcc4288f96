"""Checks: what binds identified parties on a day, in one read of the graph (law decision 15).

Per measure the answer is `bound` or `not_recognised_here` (or, for a measure that was asked for, `nothing_in_force`);
a number that is nobody's here is an `unknown_identifier`, and a name is never enough. Whatever is not in force is not
spoken of.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from graph_service.assemble.access import Clocks
from graph_service.assemble.sight import Sight, case_of
from graph_service.assemble.subjects import Asked
from graph_service.assemble.titles import ODD, answer_title, measure_title
from graph_service.consequences import Consequence, consequence_from_json, to_json
from graph_service.consequences.answers import MeasureAnswer, answers
from graph_service.errors import BadValue
from graph_service.facts import cluster
from graph_service.facts.types import Identifier, Identity
from graph_service.rules.rulebook import Rulebook
from graph_service.rules.words import IdentityAsked, Kind
from graph_service.store import ledger
from graph_service.store.store import Store

_JOINS = """(t.level IN ['PROVED', 'CONFIRMED'] OR (t.level IS NULL AND coalesce(t.valid, true)))"""
CHECK = f"""
MATCH (l:Ledger {{id: 'ledger'}})
UNWIND $values AS value
OPTIONAL MATCH (i:Identifier {{value: value}})<-[t:IDENTIFIED_BY]-(p:Party)
WHERE t.entry_in <= l.head AND (t.entry_out IS NULL OR t.entry_out > l.head) AND t.unmerged IS NULL AND {_JOINS}
  AND NOT (t.level IS NULL AND p:Person)
WITH l, value, p, collect(DISTINCT CASE WHEN t.level IS NULL OR t.level = 'PROVED' THEN t.record END) AS proved
RETURN l.head AS head, l.last_at AS at, value, p.id AS party, labels(p) AS labels, proved,
  [(p)<-[:BINDS]-(c:Consequence) WHERE c.entry_in <= l.head AND (c.entry_out IS NULL OR c.entry_out > l.head)
   | c.body] AS bodies,
  [(p)<-[:ABOUT]-(f:Fact)-[:IN_CASE]->(k:Case) WHERE f.entry_in <= l.head
   AND (f.entry_out IS NULL OR f.entry_out > l.head) AND (f:Decision OR f:Naming OR f:Finding)
   | [k.id, k.report]] AS reports,
  size([(p)-[s:SAME_AS|IDENTIFIED_BY]-() WHERE s.level = 'CONFIRMED' | 1]) > 0 AS confirmed
"""


@dataclass(frozen=True, slots=True)
class Found:
    """What a number led to: the party (None: unknown here), its kind, consequences and clauses not recognised."""

    value: str
    party: str | None = None
    kind: str | None = None
    ambiguous: bool = False
    consequences: tuple[Consequence, ...] = ()
    foreign: tuple[tuple[str, str, str], ...] = ()

    @property
    def is_person(self) -> bool:
        """Is the party a person, or may it be one?"""
        return self.kind in ("person", "undecided")


@dataclass(frozen=True, slots=True)
class Seen:
    """The answer of the one read: per value what was found, and the head it was read at. `intricate` are values of
    parties that a reviewer's link joins to others: what is proved of the one and not of the other, one read does not
    tell."""

    found: dict[str, Found] = field(default_factory=dict)
    head: int = 0
    at: str | None = None
    intricate: frozenset[str] = frozenset()

    def clocks(self, as_of: date) -> Clocks:
        """The clocks of the answer: read at head."""
        return Clocks(as_of, self.head, ledger.instant_of(self.at) if self.at else None, at_head=True)


def look(store: Store, asked: Iterable[Asked]) -> Seen:
    """Everything a check needs, at head, in one read."""
    values = list(dict.fromkeys(one.value for one in asked))
    rows = store.query(CHECK, values=values)
    parties: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["party"] is not None:
            parties.setdefault(row["value"], []).append(row)
    found = {value: _found(value, parties.get(value, [])) for value in values}
    intricate = frozenset(row["value"] for row in rows if row["confirmed"])
    return Seen(found, rows[0]["head"], rows[0]["at"], intricate)


def _found(value: str, rows: list[dict[str, Any]]) -> Found:
    if len(rows) != 1:
        # A number that is not given once only (a registration number, say) may be stated of several parties.
        return Found(value, ambiguous=len(rows) > 1)
    row = rows[0]
    kind = _kind({label.lower() for label in row["labels"]})
    made = [_read(body) for body in row["bodies"]]
    consequences = _carried(made, row["proved"])
    reports = dict(row["reports"])
    foreign = [
        (case, one["clause"], one["reason"])
        for case, report in sorted(reports.items())
        if report
        for one in json.loads(report)["not_recognised"]
    ]
    return Found(value, row["party"], kind, False, consequences, tuple(foreign))


def _read(body: str) -> Consequence:
    """A consequence as it is kept, without the facts and look-ups of its proof: they are most of it, and no answer of a
    check speaks of them."""
    data = json.loads(body)
    data["proof"] |= {"facts": [], "looks": []}
    return consequence_from_json(data)


def _carried(made: Iterable[Consequence], proved: Iterable[str]) -> tuple[Consequence, ...]:
    """Of a party's consequences those that the asked number carries: those on the records that it proves (`proved`),
    and what follows a link that a reviewer confirmed (law decision 11, I02)."""
    own = set(proved)
    carried = (
        one
        for one in made
        if Kind(one.kind).level is IdentityAsked.CONFIRMED or not own.isdisjoint(one.binds)
    )
    return tuple(sorted(carried, key=lambda one: one.id))


def _kind(said: Iterable[str]) -> str:
    """What a party is: an organisation where anything ever said so, else a person where anything did."""
    return next((kind for kind in ("enterprise", "person") if kind in said), "undecided")


def look_back(sight: Sight, asked: Iterable[Asked]) -> dict[str, Found]:
    """The same from the facts known at the entry of the clocks, be it earlier or the head."""
    return {one.value: _found_then(sight, one) for one in asked}


def _found_then(sight: Sight, one: Asked) -> Found:
    levels = _levels(sight, one)
    parties: dict[frozenset[str], list[str]] = {}
    kinds: dict[frozenset[str], frozenset[str]] = {}
    for record, level in levels.items():
        joined = cluster(sight.index, record, "CONFIRMED").records
        key = frozenset(joined)
        if key not in kinds:
            kinds[key] = _said_to_be(sight, joined)
        # An organisation's number on a person's record says nothing of the person.
        if level is not None or "person" not in kinds[key]:
            parties.setdefault(key, []).append(record)
    if len(parties) != 1:
        return Found(one.value, ambiguous=len(parties) > 1)
    ((joined_records, records),) = parties.items()
    proved = [record for record in records if levels[record] in (None, "PROVED")]
    party = sight.joined(min(proved or records))
    cases = {
        case_of(stated)
        for record in party.records
        for kind in ("decision", "naming", "finding")
        for stated in sight.index.by(kind, "record", record)
    }
    foreign = [
        (case, n.clause, n.reason) for case in sorted(cases) for n in sight.report(case).not_recognised
    ]
    consequences = _carried(sight.consequences_of_party(party), proved)
    kind = _kind(kinds[joined_records])
    return Found(one.value, party.id, kind, False, consequences, tuple(foreign))


def _levels(sight: Sight, one: Asked) -> dict[str, str | None]:
    """The records that the asked number is stated on, each with the level at which it joins: of a person's document
    the highest that is stated, of a number of an organisation none."""
    levels: dict[str, str | None] = {}
    for stated in sight.index.by("identifier", "value", one.value):
        if isinstance(stated.fact, Identifier) and stated.fact.valid:
            levels[stated.fact.record] = None
    for stated in sight.index.by("identity", "document", one.value):
        fact = stated.fact
        assert isinstance(fact, Identity)
        joins = fact.level != "CANDIDATE" and not sight.index.by("unmerge", "identity", stated.id)
        if joins and levels.get(fact.record) != "PROVED":
            levels[fact.record] = fact.level
    return levels


def _said_to_be(sight: Sight, joined: Iterable[str]) -> frozenset[str]:
    """What the oldest of these records was ever said to be, as the label of its node tells at head."""
    rows = sight.store.query(_SAID, ids=list(joined), known=sight.clocks.entry)
    oldest = min(rows, key=lambda row: (row["entry"], row["place"], row["id"]))
    texts = zip(oldest["facts"] or (), oldest["places"] or (), strict=True)
    known = (text for text, place in texts if int(place.partition(":")[0]) <= sight.clocks.entry)
    return frozenset(json.loads(text)[0] for text in known)


_SAID = """
UNWIND $ids AS id MATCH (r:Record {record: id}) WHERE r.entry_in <= $known
RETURN id, r.entry_in AS entry, r.place AS place, r.facts AS facts, r.places AS places
"""


def check_json(
    asked: Sequence[Asked],
    found: Mapping[str, Found],
    clocks: Clocks,
    book: Rulebook,
    measures: Sequence[str],
) -> list[dict[str, Any]]:
    """The answers in the order of the subjects. Raises BadValue for a measure that is not in the catalogue."""
    for place, code in enumerate(measures):
        if code not in book.vocabulary.measures:
            raise BadValue(f"measures.{place} is no measure of the catalogue (M01 …)")
    return [_subject(n, one, found[one.value], clocks, book, measures) for n, one in enumerate(asked)]


def _subject(
    place: int, one: Asked, found: Found, clocks: Clocks, book: Rulebook, measures: Sequence[str]
) -> dict[str, Any]:
    if found.party is None:
        page = {"subject": place, "answer": answer_title("unknown_identifier"), "party": None, "target": None}
        why = [{"code": code, "title": ODD[code]} for code in one.odd if code in ODD]
        if found.ambiguous:
            why.append(
                {
                    "code": "not_one_party",
                    "title": {"zh-CN": "该号码对应多个主体", "en": "several parties have it"},
                }
            )
        return {**page, "why": why, "measures": []}
    lines = [_bound(answer, book) for answer in answers(found.consequences, clocks.as_of) if answer.bound]
    lines = [line for line in lines if not measures or line["measure"]["code"] in measures]
    told = {line["measure"]["code"] for line in lines}
    foreign = [line for line in _foreign(found, book) if line["measure"]["code"] not in told]
    foreign = [line for line in foreign if not measures or line["measure"]["code"] in measures]
    told |= {line["measure"]["code"] for line in foreign}
    nothing = [
        {"measure": measure_title(book, code), "answer": "nothing_in_force"}
        for code in dict.fromkeys(measures)
        if code not in told
    ]
    code = "bound" if lines else "not_recognised_here" if foreign else "nothing_in_force"
    return {
        "subject": place,
        "answer": answer_title(code),
        "party": found.party,
        "target": found.kind,
        "measures": [*lines, *foreign, *nothing],
    }


def _bound(one: MeasureAnswer, book: Rulebook) -> dict[str, Any]:
    return {
        "measure": measure_title(book, one.measure),
        "answer": "bound",
        "scope": one.measure_scope,
        "kind": one.kind,
        "disputed": one.disputed,
        "since": to_json(one.since),
        "until": to_json(one.until),
        "last_day": to_json(one.last_day),
        "bases": to_json(one.bases),
    }


def _foreign(found: Found, book: Rulebook) -> list[dict[str, Any]]:
    """Measures that a clause would give and does not here, each with the reason."""
    lines: dict[str, dict[str, Any]] = {}
    for case, key, reason in found.foreign:
        clause = book.clauses.get(key)
        if clause is not None and clause.target.value in (found.kind, "any"):
            line = lines.setdefault(
                clause.measure,
                {
                    "measure": measure_title(book, clause.measure),
                    "answer": "not_recognised_here",
                    "reasons": [],
                },
            )
            line["reasons"].append({"case": case, "clause": key, "reason": reason})
    return [lines[code] for code in sorted(lines)]
