"""Which records are one party: merges and unmerges, worked out from all facts and put into the graph.

A fact stays on its record for ever; what moves with a record are exactly the links, fact nodes and consequences
that speak of it. The earliest record of a party stands for it, so ids stay; the id of any record resolves.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from graph_service.facts import cluster
from graph_service.store.connection import Rows, Run
from graph_service.store.index import GraphIndex
from graph_service.store.shape import IDENTIFIED_BY, LINK_TYPES, PARTY_LABELS, TIE_FIELDS
from graph_service.store.writing import Step

_MEMBERS = """
UNWIND $ids AS id MATCH (r:Record {record: id}) OPTIONAL MATCH (r)-[:PART_OF]->(q:Party)
WITH DISTINCT coalesce(q, r) AS p
RETURN p.id AS party, p.record AS record, p.entry_in AS entry, p.place AS place, p.facts AS facts,
  [(p)<-[:PART_OF]-(m:Record) | {record: m.record, entry: m.entry_in, place: m.place, facts: m.facts}] AS members
"""


@dataclass(frozen=True, slots=True)
class _Record:
    """A record as it stands in the graph: its party, its age, and the label its facts give it."""

    record: str
    party: str
    age: tuple[int, int, str]
    label: str | None


@dataclass(frozen=True, slots=True)
class Move:
    """A record that changes its party."""

    record: str
    before: str
    after: str


def settle(run: Run, records: Iterable[str], entry: int) -> tuple[Move, ...]:
    """Bring the parties that touch `records` to what the facts say at `entry`; the records that moved."""
    asked = list(dict.fromkeys(records))
    if not asked:
        return ()
    index = GraphIndex(run, entry)
    index.prefetch_identities(asked)
    known = _known(run, asked)
    clusters: dict[str, tuple[str, ...]] = {}
    todo = list(known)
    while todo:
        record = todo.pop()
        if record in clusters:
            continue
        members = cluster(index, record).records
        clusters.update(dict.fromkeys(members, members))
        missing = [member for member in members if member not in known]
        if missing:
            known |= (more := _known(run, missing))
            todo += more
    moves = []
    for record, members in sorted(clusters.items()):
        if record in known:
            leader = min(known[member].age for member in members if member in known)[2]
            if leader != known[record].party:
                moves.append(Move(record, known[record].party, leader))
    if moves:
        _apply(run, moves, known, entry)
    return tuple(moves)


def _known(run: Run, ids: list[str]) -> dict[str, _Record]:
    """All records of the parties of `ids`."""
    found: dict[str, _Record] = {}
    for row in run(_MEMBERS, ids=ids):
        for part in (row, *row["members"]):
            age = (part["entry"], part["place"], part["record"])
            found[part["record"]] = _Record(part["record"], row["party"], age, _label(part["facts"] or ()))
    return found


def _label(texts: Iterable[str]) -> str | None:
    kinds = [json.loads(text)[0] for text in texts]
    return next((PARTY_LABELS[kind] for kind in reversed(kinds) if kind in PARTY_LABELS), None)


def _apply(run: Run, moves: list[Move], known: dict[str, _Record], entry: int) -> None:
    party = {record: one.party for record, one in known.items()} | {move.record: move.after for move in moves}
    links = [link for move in moves for link in _take_links(run, move)]
    carried = [one for move in moves for one in _take_carried(run, move)]
    led = [move.record for move in moves if move.before == move.record]
    run(_DEMOTE, ids=led)
    leaders: dict[str, list[str]] = defaultdict(list)
    for move in moves:
        if move.after == move.record:
            leaders[known[move.record].label or ""].append(move.record)
    for label, ids in leaders.items():
        shape = f":{label}" if label else ""
        old = [record for record in ids if known[record].age[0] < entry]
        run(_PROMOTE.format(label=shape), ids=old)
        # The embedded server makes a node anew when its labels change, and cannot do so with one that this very
        # transaction made: its unique key would be there twice. No link hangs on such a record yet.
        new = [record for record in ids if known[record].age[0] >= entry]
        if new:
            kept = run(_TAKE_RECORD, ids=new)
            run(_PUT_PARTY.format(label=shape), rows=kept)
    rows = [{"record": m.record, "party": m.after, "entry": entry} for m in moves if m.after != m.record]
    run("UNWIND $rows AS r MATCH (n:Record {record: r.record})-[t:PART_OF]->() DELETE t", rows=rows)
    run(_PART_OF, rows=rows)
    _put_links(run, links, party)
    for rel in ("ABOUT", "BINDS"):
        put = [{**one, "party": party[one["record"]]} for one in carried if one["rel"] == rel]
        if put:
            run(
                _CARRY.format(rel=rel, label="Fact" if rel == "ABOUT" else "Consequence", key=_KEY[rel]),
                rows=put,
            )


def _take_links(run: Run, move: Move) -> Rows:
    """Take the links stated on the record off its old party, and those that end at it by name."""
    ends = " OR ".join(f"t.{name} = $record" for name in dict.fromkeys(TIE_FIELDS.values()))
    taken = run(
        f"MATCH (p:Party {{id: $party}})-[t:{'|'.join(LINK_TYPES)}]->() WHERE t.record = $record "
        "WITH t, type(t) AS rel, properties(t) AS p DELETE t RETURN rel, p",
        party=move.before,
        record=move.record,
    )
    taken += run(
        f"MATCH (p:Party {{id: $party}})<-[t:{'|'.join(TIE_FIELDS)}]-() WHERE {ends} "
        "WITH t, type(t) AS rel, properties(t) AS p DELETE t RETURN rel, p",
        party=move.before,
        record=move.record,
    )
    return taken


def _put_links(run: Run, links: Rows, party: dict[str, str]) -> None:
    others = {str(link["p"][TIE_FIELDS[link["rel"]]]) for link in links if link["rel"] != IDENTIFIED_BY}
    others |= {str(link["p"]["record"]) for link in links}
    unknown = [record for record in others if record not in party]
    if unknown:
        party |= {record: one.party for record, one in _known(run, unknown).items() if record not in party}
    by_rel: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for link in links:
        rel, p = link["rel"], link["p"]
        if rel == IDENTIFIED_BY:
            by_rel[rel].append({"a": party[p["record"]], "b": p.get("value") or p["document"], "p": p})
        else:
            by_rel[rel].append({"a": party[p["record"]], "b": party[p[TIE_FIELDS[rel]]], "p": p})
    for rel, rows in by_rel.items():
        end = "Identifier {value: r.b}" if rel == IDENTIFIED_BY else "Party {id: r.b}"
        run(
            f"UNWIND $rows AS r MATCH (a:Party {{id: r.a}}) MATCH (b:{end}) CREATE (a)-[t:{rel}]->(b) SET t = r.p",
            rows=rows,
        )


def relabel(run: Run, steps: Sequence[Step], entry: int) -> None:
    """Run steps that give parties their labels. The embedded server makes a node anew when its labels change, and with
    it its links; those that this transaction made would be there twice, so they are taken off and put back."""
    rows = [
        link
        for step in steps
        for party in step.rows
        for end in ("-[t:{}]->()", "<-[t:{}]-()")
        for link in run(_TAKE_NEW.format(end=end.format("|".join(LINK_TYPES))), party=party, entry=entry)
    ]
    for step in steps:
        step.run(run)
    _put_links(run, rows, {})


_TAKE_NEW = """
MATCH (p:Party {{id: $party}}){end} WHERE t.entry_in = $entry
WITH t, type(t) AS rel, properties(t) AS p DELETE t RETURN rel, p
"""
_KEY = {"ABOUT": "id", "BINDS": "version"}


def _take_carried(run: Run, move: Move) -> Rows:
    """Take fact nodes and consequences of the record off its old party."""
    found: Rows = []
    for rel, key in _KEY.items():
        found += run(
            f"MATCH (p:Party {{id: $party}})<-[t:{rel}]-(n) WHERE t.record = $record "
            f"WITH t, n.{key} AS key, t.record AS record DELETE t RETURN '{rel}' AS rel, key, record",
            party=move.before,
            record=move.record,
        )
    return found


_DEMOTE = """
UNWIND $ids AS id MATCH (n:Record {record: id}) REMOVE n:Party:Enterprise:Person REMOVE n.id
"""
_PROMOTE = """
UNWIND $ids AS id MATCH (n:Record {{record: id}}) OPTIONAL MATCH (n)-[t:PART_OF]->() DELETE t
SET n:Party{label} SET n.id = n.record
"""
_TAKE_RECORD = """
UNWIND $ids AS id MATCH (n:Record {record: id}) WITH n, properties(n) AS p DETACH DELETE n RETURN p
"""
_PUT_PARTY = "UNWIND $rows AS r CREATE (n:Record:Party{label}) SET n = r.p SET n.id = r.p.record"
_PART_OF = """
UNWIND $rows AS r MATCH (n:Record {record: r.record}) MATCH (p:Party {id: r.party})
CREATE (n)-[:PART_OF {entry_in: r.entry}]->(p)
"""
_CARRY = """
UNWIND $rows AS r MATCH (n:{label} {{{key}: r.key}}) MATCH (p:Party {{id: r.party}})
CREATE (n)-[:{rel} {{record: r.record}}]->(p)
"""
