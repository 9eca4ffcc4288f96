"""Sorting a batch of facts by where each lies in the graph; pure.

`sort_batch` takes rows in their places and gives what must be written: per record its compact texts, links, fact
nodes, endings, and which records belong together by what the batch itself says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from graph_service.facts.identity import JOINING_SCHEMES
from graph_service.facts.numbers import DOCUMENT_TYPES
from graph_service.store.shape import (
    CONTACTS,
    IDENTIFIED_BY,
    LABELS,
    LINK_KINDS,
    ON_RECORD,
    PARTY_LABELS,
    REFERENCE,
    SHOWN,
    Placed,
    compact,
    link_end,
    link_type,
    stored,
)


@dataclass(slots=True)
class RecordPart:
    """What a batch says of one record: texts to keep with their places, what to show, its label."""

    texts: dict[str, str] = field(default_factory=dict)
    shown: dict[str, Any] = field(default_factory=dict)
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A fact that is a relationship of type `rel` from `record` to `end` (a record, or an identifier's value)."""

    rel: str
    record: str
    end: str
    properties: dict[str, Any]

    @property
    def fact(self) -> str:
        """The id of the fact."""
        return str(self.properties["fact"])


@dataclass(frozen=True, slots=True)
class Node:
    """A fact that is a node of its own."""

    label: str
    record: str
    properties: dict[str, Any]


class Join(NamedTuple):
    """What joins a record: `by` is `=value` of a document or number given once, or another record; `label` what the
    record must be, where it is said to be a person or an organisation."""

    record: str
    by: str
    label: str | None


@dataclass(slots=True)
class Sorted:
    """A batch, sorted. `disturbed` are facts that may change who is one party with whom beyond simple joining, `retold`
    records of which it may have been taken back what they are."""

    records: dict[str, RecordPart] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    endings: list[dict[str, Any]] = field(default_factory=list)
    joins: list[Join] = field(default_factory=list)
    disturbed: list[str] = field(default_factory=list)
    retold: list[str] = field(default_factory=list)

    def values(self) -> set[str]:
        """The identifiers that links of this batch end at."""
        return {link.end for link in self.links if link.rel == IDENTIFIED_BY}


def sort_batch(rows: Iterable[Placed], entry: int) -> Sorted:
    """The batch, sorted; the same fact twice is one."""
    batch = Sorted()
    seen: set[str] = set()
    for one in rows:
        if one.id in seen:
            continue
        seen.add(one.id)
        part = batch.records.setdefault(one.row["record"], RecordPart())
        if one.kind in ON_RECORD:
            _on_record(part, one, entry)
        elif one.kind in LINK_KINDS:
            _link(batch, part, one, entry)
        else:
            _node(batch, one, entry)
        if "replaces" in one.row:
            _ends(batch, one, one.row["replaces"], entry)
    return batch


def _on_record(part: RecordPart, one: Placed, entry: int) -> None:
    part.texts.setdefault(compact(one), f"{entry}:{one.ordinal}")
    row = one.row
    if one.kind in PARTY_LABELS:
        part.label = PARTY_LABELS[one.kind]
        part.shown.update((name, row[name]) for name in SHOWN[one.kind] if name in row)
    elif one.kind == "name":
        current = row.get("use", "registered") == "registered" and "until" not in row
        if current or "name" not in part.shown:
            part.shown["name"] = row["name"]
    elif one.kind in CONTACTS and "until" not in row:
        part.shown[one.kind] = row[CONTACTS[one.kind]]


def _link(batch: Sorted, part: RecordPart, one: Placed, entry: int) -> None:
    record = one.row["record"]
    rel = link_type(one.kind, one.row)
    if rel is None:
        part.texts.setdefault(compact(one), f"{entry}:{one.ordinal}")
        return
    end = link_end(one.kind, one.row, rel)
    properties = stored(one, entry)
    batch.links.append(Link(rel, record, end, properties))
    if one.kind == "identifier" and one.row["scheme"] in JOINING_SCHEMES and one.row.get("valid", True):
        part.shown.setdefault(one.row["scheme"], end)
        batch.joins.append(Join(record, f"={end}", PARTY_LABELS["enterprise"]))
    elif one.kind == "identity" and one.row["level"] != "CANDIDATE":
        if rel == IDENTIFIED_BY:
            of_a_person = one.row["document"].partition(":")[0] in DOCUMENT_TYPES
            batch.joins.append(Join(record, f"={end}", PARTY_LABELS["person"] if of_a_person else None))
        if "same_as" in one.row:
            batch.joins.append(Join(record, one.row["same_as"], None))
    if one.kind == "identity" and rel == IDENTIFIED_BY and "same_as" in one.row:
        batch.links.append(Link("SAME_AS", record, one.row["same_as"], properties))


def _node(batch: Sorted, one: Placed, entry: int) -> None:
    properties = {**one.row, "id": one.id, "entry_in": entry, "ordinal": one.ordinal}
    if one.kind in REFERENCE:
        properties["reference"] = one.row[REFERENCE[one.kind]]
    batch.nodes.append(Node(LABELS[one.kind], one.row["record"], properties))
    if one.kind == "retraction":
        _ends(batch, one, one.row["of"], entry)
    if one.kind == "unmerge":
        batch.disturbed.append(one.row["identity"])


def _ends(batch: Sorted, one: Placed, of: str, entry: int) -> None:
    batch.endings.append(_ending(one, of, entry))
    if of.partition(":")[0] in _TELLING:
        batch.retold.append(one.row["record"])


_TELLING = frozenset({*PARTY_LABELS, "retraction"})


def _ending(one: Placed, of: str, entry: int) -> dict[str, Any]:
    """What is kept of a fact that ends another: enough to weigh it without finding it."""
    return {
        "id": f"{of}<{one.id}",
        "of": of,
        "by": one.id,
        "retracts": one.kind == "retraction",
        "entry_in": entry,
        "ordinal": one.ordinal,
    }
