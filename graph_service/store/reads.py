"""Reading parties, facts and cards; both clocks are the caller's: `known` is an entry number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from graph_service.errors import NotFound
from graph_service.facts import Card, Day, Stated
from graph_service.store.connection import Graph, Rows, Run
from graph_service.store.endings import RELATIONSHIPS
from graph_service.store.shape import LINK_KINDS, LINK_TYPES, NODE_KINDS, expanded, kind_of, restored

PAGE = 10_000
"""Rows fetched at a time by whole-store reads."""


@dataclass(frozen=True, slots=True)
class PartyView:
    """A party as the graph shows it at head: id, `kind` (enterprise, person or undecided), its records, and what is
    shown of it (name of an enterprise, type, status …). Names of persons are on cards."""

    id: str
    kind: str
    records: tuple[str, ...]
    shown: dict[str, Any]


def resolve(run: Run, record: str) -> str:
    """The party that a record, or an old party id, belongs to now; raises NotFound."""
    found = run(
        "MATCH (r:Record {record: $record}) OPTIONAL MATCH (r)-[:PART_OF]->(p:Party) RETURN coalesce(p.id, r.id) AS id",
        record=record,
    )
    if not found:
        raise NotFound("there is no party or source record with this id")
    return str(found[0]["id"])


def ages(run: Run, records: Iterable[str]) -> dict[str, tuple[int, int]]:
    """When the graph first heard of records: entry, and place in it; a record it does not keep is left out. Of a party
    the oldest record stands for it, at head and at any entry before."""
    rows = run(
        "UNWIND $ids AS id MATCH (r:Record {record: id}) RETURN id, r.entry_in AS entry, r.place AS place",
        ids=list(records),
    )
    return {row["id"]: (int(row["entry"]), int(row["place"])) for row in rows}


def all_ages(graph: Graph) -> dict[str, tuple[int, int]]:
    """The ages of all records, read in pages; see `ages`."""
    return {
        record: (entry, place)
        for record, entry, place in _pages(graph, "Record", "record", "n.entry_in, n.place")
    }


def party(run: Run, record: str) -> PartyView:
    """The party of a record or party id, as the graph joins it now; raises NotFound."""
    rows = run(
        "MATCH (r:Record {record: $record}) OPTIONAL MATCH (r)-[:PART_OF]->(q:Party) "
        "WITH coalesce(q, r) AS p RETURN properties(p) AS shown, labels(p) AS labels, "
        "[(p)<-[:PART_OF]-(m:Record) | m.record] AS members",
        record=record,
    )
    if not rows:
        raise NotFound("there is no party or source record with this id")
    row = rows[0]
    shown = {name: value for name, value in row["shown"].items() if name not in _INTERNAL}
    labels = set(row["labels"])
    kind = "enterprise" if "Enterprise" in labels else "person" if "Person" in labels else "undecided"
    identity = str(row["shown"]["id"])
    return PartyView(identity, kind, (identity, *sorted(row["members"])), shown)


_INTERNAL = frozenset({"id", "record", "entry_in", "place", "facts", "places", "erased", "search"})


def found_by_id(run: Run, facts: Iterable[str], known: int) -> list[Stated]:
    """Ties and fact nodes by their ids, whether they stand or not. What a record says of itself is not found by id:
    ask the index by its record."""
    links: dict[str, list[str]] = {}
    nodes: list[str] = []
    for fact in dict.fromkeys(facts):
        kind = kind_of(fact)
        if kind in LINK_KINDS:
            for rel in RELATIONSHIPS[kind]:
                links.setdefault(rel, []).append(fact)
        elif kind in NODE_KINDS:
            nodes.append(fact)
    rows: Rows = []
    for rel, ids in links.items():
        rows += run(
            f"MATCH (a)-[t:{rel}]->(b) WHERE t.fact IN $ids RETURN t.fact AS id, properties(t) AS p", ids=ids
        )
    if nodes:
        rows += run("UNWIND $ids AS id MATCH (f:Fact {id: id}) RETURN id, properties(f) AS p", ids=nodes)
    found = {row["id"]: restored(kind_of(row["id"]), row["p"], row["id"]) for row in rows}
    return [one for one in found.values() if one.entry <= known]


def cards(run: Run, records: Iterable[str]) -> dict[str, Card]:
    """The cards of records, by record; a record without one is left out."""
    rows = run("UNWIND $ids AS id MATCH (c:Card {record: id}) RETURN properties(c) AS c", ids=list(records))
    return {row["c"]["record"]: _card(row["c"]) for row in rows}


def all_facts(graph: Graph, known: int) -> Iterator[Stated]:
    """Every fact stated up to entry `known`, ended ones too, once each; in no order, streamed in pages."""
    for record, texts, places in _pages(graph, "Record", "record", "n.facts, n.places"):
        for one in expanded(record, texts or (), places or ()):
            if one.entry <= known:
                yield one
    for fact, properties in _pages(graph, "Fact", "id", "properties(n)"):
        if properties["entry_in"] <= known:
            yield restored(kind_of(fact), properties, fact)
    links = f"[(n)-[t:{'|'.join(LINK_TYPES)}]->() | [type(t), properties(t)]]"
    for _, ties in _pages(graph, "Party", "id", links):
        for rel, tie in ties:
            mirrored = rel == "SAME_AS" and "document" in tie
            if tie["entry_in"] <= known and not mirrored:
                yield restored(kind_of(tie["fact"]), tie, tie["fact"])


def all_cards(graph: Graph) -> Iterator[Card]:
    """Every card, streamed in pages."""
    for _, properties in _pages(graph, "Card", "record", "properties(n)"):
        yield _card(properties)


def _pages(graph: Graph, label: str, key: str, columns: str) -> Iterator[list[Any]]:
    """The key and the columns of all nodes of a label, in order of the key; a page is one message."""
    statement = (
        f"MATCH (n:{label}) WHERE n.{key} > $last WITH n ORDER BY n.{key} LIMIT $page "
        f"RETURN collect([n.{key}, {columns}])"
    )
    last = ""
    while page := graph.value(statement, last=last, page=PAGE):
        yield from page
        last = page[-1][0]


def _card(properties: dict[str, Any]) -> Card:
    values = {field.name: properties.get(field.name) for field in fields(Card)}
    if values["birth_date"] is not None:
        values["birth_date"] = Day(values["birth_date"])
    return Card(**values)  # type: ignore[arg-type]  # the values come from properties by name
