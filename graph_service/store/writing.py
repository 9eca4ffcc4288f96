"""Writing facts and cards into the graph, as few statements over many rows as the shape allows.

`Writer.steps` turns a batch into steps (one statement, many rows); who runs them decides on the transaction: all in
one for a posted write, one each for a load that no reader follows yet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from graph_service.facts import Card
from graph_service.store.connection import AlreadyStored, Graph, Run
from graph_service.store.known import Joined, Known, join_new
from graph_service.store.plan import Link, Node, RecordPart, Sorted, sort_batch
from graph_service.store.shape import IDENTIFIED_BY, Placed

_CARD_FIELDS = tuple(one.name for one in fields(Card))
STEP = 5_000
"""Rows per statement (and per transaction of a load): store.md measured this as the sound size."""


@dataclass(frozen=True, slots=True)
class Step:
    """One statement and its rows; `known` finds those of `ids` that are stored already, where they could be. What is
    `late` waits in a posted write until the parties are settled (see `parties.relabel`): the embedded server gives a
    node other labels once in a transaction, and no more."""

    statement: str
    rows: list[Any]
    ids: tuple[str, ...] = ()
    known: str = ""
    late: bool = False

    def run(self, run: Run) -> None:
        """Run it in a transaction."""
        if self.rows:
            run(self.statement, rows=self.rows)

    def run_new(self, run: Run) -> None:
        """Run it for the rows that are not stored yet."""
        stored = {row["id"] for row in run(self.known, ids=list(self.ids))} if self.ids else set()
        rows = (
            [row for row, key in zip(self.rows, self.ids, strict=True) if key not in stored]
            if self.ids
            else self.rows
        )
        Step(self.statement, rows).run(run)

    def slices(self) -> Iterator[Step]:
        """The step in pieces of at most STEP rows."""
        for start in range(0, len(self.rows), STEP):
            end = start + STEP
            yield Step(self.statement, self.rows[start:end], self.ids[start:end], self.known)


def write_step(graph: Graph, step: Step) -> None:
    """Write a step in a transaction of its own; rows that turn out to be stored already are left out."""
    try:
        graph.write(step.run)
    except AlreadyStored:
        if not step.ids:
            raise
        graph.write(step.run_new)


@dataclass(slots=True)
class Writer:
    """Turns batches of one entry into steps. `unsettled` collects records whose parties must be worked out from all
    facts before the seal, `ended` the facts that may have come to stand or fall; `made` counts new records."""

    entry: int
    known: Known
    unsettled: set[str] = field(default_factory=set)
    ended: list[str] = field(default_factory=list)
    made: int = 0

    def steps(self, run: Run, rows: Iterable[Placed], cards: Sequence[Card] = ()) -> list[Step]:
        """The steps of a batch, in the order in which they must run; `run` answers look-ups."""
        batch = sort_batch(rows, self.entry)
        ends = [link.end for link in batch.links if link.rel != IDENTIFIED_BY]
        speaks_of = [
            *batch.records,
            *ends,
            *(join.by for join in batch.joins if not join.by.startswith("=")),
        ]
        self.known.look_up(run, dict.fromkeys(speaks_of), batch.values())
        new = [record for record in dict.fromkeys([*batch.records, *ends]) if record not in self.known.party]
        old = _old_records(batch, self.known)
        joined = join_new(batch, self.known, new)
        inline, links, values = self._settle_new(batch, new, joined)
        self.unsettled.update(joined.unsettled, batch.retold)
        self.ended += [ending["of"] for ending in batch.endings] + batch.disturbed
        return [
            *self._new_records(batch, joined, inline),
            *old,
            Step(_IDENTIFIER, values),
            *_link_steps(links, self.known.party),
            *_node_steps(batch.nodes, self.known),
            *ending_steps(batch.endings),
            *self._card_steps(run, batch, cards),
        ]

    def _settle_new(
        self, batch: Sorted, new: Sequence[str], joined: Joined
    ) -> tuple[dict[str, list[Link]], list[Link], list[str]]:
        """Remember the parties of new records, and tell identifiers that come with their record from other links
        and from identifiers that must be made first."""
        known = self.known
        known.party.update(joined.parties)
        known.own.update(new)
        for record, party in joined.parties.items():
            label = batch.records[record].label if record in batch.records else None
            if record == party and label is not None:
                known.label[party] = label
        inline: dict[str, list[Link]] = defaultdict(list)
        links: list[Link] = []
        leading = {record for record, party in joined.parties.items() if record == party}
        for link in batch.links:
            if link.rel == IDENTIFIED_BY and link.end not in known.holders and link.record in leading:
                known.holders[link.end] = ()
                inline[link.record].append(link)
            else:
                links.append(link)
        values = list(
            {link.end for link in links if link.rel == IDENTIFIED_BY and link.end not in known.holders}
        )
        known.holders.update((value, ()) for value in values)
        for join in batch.joins:
            if join.by.startswith("=") and known.fits(join.record, join.label, batch):
                known.holders[join.by[1:]] = (known.party[join.record],)
        return inline, links, values

    def _new_records(self, batch: Sorted, joined: Joined, inline: dict[str, list[Link]]) -> list[Step]:
        """Nodes of new records: those that stand for a party (with their own identifiers), then the others."""
        groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
        others: list[dict[str, Any]] = []
        for record, party in joined.parties.items():
            properties: dict[str, Any] = {"record": record, "entry_in": self.entry, "place": self.made}
            self.made += 1
            part = batch.records.get(record) or RecordPart()
            properties |= part.shown
            if part.texts:
                properties |= {"facts": list(part.texts), "places": list(part.texts.values())}
            if record == party:
                properties["id"] = record
                held = [{"value": link.end, "p": link.properties} for link in inline.get(record, ())]
                shape = _PARTY + (_HOLDS_ONE if len(held) == 1 else _HOLDS_MANY if held else "")
                row = {"p": properties, "held": held[0] if len(held) == 1 else held}
                groups[shape.format(label=f":{part.label}" if part.label else "")].append(row)
            else:
                others.append({"p": properties, "party": party, "entry": self.entry})
        steps = [Step(statement, rows) for statement, rows in groups.items()]
        return [*steps, Step(_OTHER_RECORD, others)] if others else steps

    def _card_steps(self, run: Run, batch: Sorted, cards: Sequence[Card]) -> list[Step]:
        erased = [record for record, part in batch.records.items() if _erases(part.texts)]
        steps = [Step(_ERASE, erased)] if erased else []
        rows = [
            {name: value for name in _CARD_FIELDS if (value := getattr(card, name)) is not None}
            | {"entry_in": self.entry}
            for card in {card.record: card for card in cards}.values()
            if card.record not in erased
        ]
        if rows and not self.known.complete:
            kept = {row["record"] for row in run(_ERASED, ids=[row["record"] for row in rows])}
            rows = [row for row in rows if row["record"] not in kept]
            return [*steps, Step(_MERGE_CARD, rows)]
        return [*steps, Step(_CARD, rows, tuple(row["record"] for row in rows), _CARDS_KNOWN)]


def _erases(texts: Iterable[str]) -> bool:
    return any(text.startswith('["card_erased"') for text in texts)


def _old_records(batch: Sorted, known: Known) -> list[Step]:
    """What a batch adds to records that were there before it. What they say already the statement leaves out, so that
    nothing is looked up and no batch of a load waits for the one before."""
    rows = []
    labels: dict[str, list[str]] = defaultdict(list)
    for record, part in batch.records.items():
        if record not in known.party or not part.texts:
            continue
        texts, places = list(part.texts), list(part.texts.values())
        rows.append({"id": record, "facts": texts, "places": places, "shown": part.shown})
        if part.label and known.party[record] == record and known.label.get(record) != part.label:
            labels[part.label].append(record)
    steps = [Step(_ADD_LABEL.format(label=label), ids, late=True) for label, ids in labels.items()]
    return [Step(_ADD_TEXTS, rows), *steps]


def _link_steps(links: Iterable[Link], party: Mapping[str, str]) -> list[Step]:
    by_rel: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        by_rel[link.rel].append(link)
    steps = []
    for rel, group in by_rel.items():
        ids = tuple(link.fact for link in group)
        ends = (link.end if rel == IDENTIFIED_BY else party[link.end] for link in group)
        rows = [
            {"a": party[link.record], "b": end, "p": link.properties}
            for link, end in zip(group, ends, strict=True)
        ]
        end = "Identifier {value: r.b}" if rel == IDENTIFIED_BY else "Party {id: r.b}"
        steps.append(Step(_LINK.format(rel=rel, end=end), rows, ids, _LINKS_KNOWN.format(rel=rel)))
    return steps


_CASES_CITED = {"rests_on": "RESTS_ON", "supersedes": "SUPERSEDES"}


def _node_steps(nodes: Iterable[Node], known: Known) -> list[Step]:
    groups: dict[tuple[str, bool], list[Node]] = defaultdict(list)
    cites: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for node in nodes:
        case = node.properties.get("case")
        groups[node.label, case is not None].append(node)
        for name, rel in _CASES_CITED.items():
            cited = node.properties.get(name, ())
            cites[rel] += [{"fact": node.properties["id"], "case": other} for other in cited]
    steps = []
    for (label, in_case), group in groups.items():
        statement = (_NODE + _IN_CASE if in_case else _NODE).format(label=label)
        rows = [
            {
                "p": n.properties,
                "record": n.record,
                "party": known.party[n.record],
                "case": n.properties.get("case"),
            }
            for n in group
        ]
        steps.append(Step(statement, rows, tuple(str(n.properties["id"]) for n in group), _NODES_KNOWN))
    return [*steps, *(Step(_CITES.format(rel=rel), rows) for rel, rows in cites.items())]


def ending_steps(endings: Sequence[dict[str, Any]]) -> list[Step]:
    """The step that keeps which facts end which."""
    return [Step(_ENDING, list(endings), tuple(str(ending["id"]) for ending in endings), _ENDINGS_KNOWN)]


_PARTY = "UNWIND $rows AS r CREATE (n:Record:Party{label}) SET n = r.p "
# A record mostly comes with one number: said without a list, that is a fifth faster.
_HOLDS_ONE = "CREATE (n)-[t:IDENTIFIED_BY]->(i:Identifier {{value: r.held.value}}) SET t = r.held.p"
_HOLDS_MANY = """
WITH n, r UNWIND r.held AS h CREATE (n)-[t:IDENTIFIED_BY]->(:Identifier {{value: h.value}}) SET t = h.p
"""
_OTHER_RECORD = """
UNWIND $rows AS r MATCH (p:Party {id: r.party})
CREATE (n:Record) SET n = r.p CREATE (n)-[:PART_OF {entry_in: r.entry}]->(p)
"""
_ADD_TEXTS = """
UNWIND $rows AS r MATCH (n:Record {record: r.id})
WITH n, r, [k IN range(0, size(r.facts) - 1) WHERE NOT r.facts[k] IN coalesce(n.facts, [])] AS new
WHERE size(new) > 0
SET n.facts = coalesce(n.facts, []) + [k IN new | r.facts[k]],
    n.places = coalesce(n.places, []) + [k IN new | r.places[k]]
SET n += r.shown
"""
_ADD_LABEL = "UNWIND $rows AS id MATCH (n:Record {{record: id}}) WHERE n.id IS NOT NULL SET n:{label}"
_IDENTIFIER = "UNWIND $rows AS value MERGE (:Identifier {value: value})"
_LINK = """
UNWIND $rows AS r MATCH (a:Party {{id: r.a}}) MATCH (b:{end}) CREATE (a)-[t:{rel}]->(b) SET t = r.p
"""
_LINKS_KNOWN = "MATCH (a)-[t:{rel}]->(b) WHERE t.fact IN $ids RETURN t.fact AS id"
_NODE = """
UNWIND $rows AS r MATCH (p:Party {{id: r.party}})
CREATE (f:Fact:{label}) SET f = r.p CREATE (f)-[:ABOUT {{record: r.record}}]->(p)
"""
_IN_CASE = "WITH f, r MERGE (c:Case {{id: r.case}}) CREATE (f)-[:IN_CASE]->(c)"
_NODES_KNOWN = "UNWIND $ids AS id MATCH (f:Fact {id: id}) RETURN id"
_CITES = (
    "UNWIND $rows AS r MATCH (f:Fact {{id: r.fact}}) MERGE (c:Case {{id: r.case}}) MERGE (f)-[:{rel}]->(c)"
)
_ENDING = "UNWIND $rows AS r CREATE (e:Ending) SET e = r"
_ENDINGS_KNOWN = "UNWIND $ids AS id MATCH (e:Ending {id: id}) RETURN id"
_CARD = "UNWIND $rows AS r CREATE (c:Card) SET c = r"
_MERGE_CARD = "UNWIND $rows AS r MERGE (c:Card {record: r.record}) SET c = r"
_CARDS_KNOWN = "UNWIND $ids AS id MATCH (c:Card {record: id}) RETURN id"
_ERASE = """
UNWIND $rows AS id MATCH (n:Record {record: id}) SET n.erased = true
WITH id MATCH (c:Card {record: id}) DETACH DELETE c
"""
_ERASED = "UNWIND $ids AS id MATCH (n:Record {record: id}) WHERE n.erased RETURN id AS record"
