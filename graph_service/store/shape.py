"""The shape of the graph: how each type of fact lies in it.

    (:Record {record, entry_in, facts, places})            a source record; what it says of itself, compactly
    (:Record:Party:Enterprise|Person {id})                 the first record of a party stands for the party
    (:Record)-[:PART_OF]->(:Party)                         a later record of the same party
    (:Party)-[:DIRECTOR_OF|SHAREHOLDER_OF|…]->(:Party)     a tie: one relationship is the stored fact
    (:Party)-[:IDENTIFIED_BY]->(:Identifier {value})       a number or identity document (a token), likewise
    (:Fact:Decision|Naming|… {id, record, case})-[:ABOUT]->(:Party), -[:IN_CASE]->(:Case {id})
    (:Consequence {id, binds})-[:BINDS]->(:Party), -[:ARISES_FROM]->(:Case)-[:READS {fields}]->(:Key {id})
    (:Card {record})  names and births of persons   (:Ending {of, by})  a fact that no longer stands
    (:Entry {number, at, state})   (:Ledger {head})   (:Idempotency {key})

Ties, fact nodes and consequences carry `entry_in` and `entry_out`: at entry N stands what has
`entry_in <= N AND (entry_out IS NULL OR entry_out > N)`. Days are ISO texts of the precision the source gave.
Ids of parties are ids of source records; `PART_OF` resolves the id of a record that joined another party. A party here
joins also what only a reviewer's link joins: whom of its records a consequence concerns, its `binds` say.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from graph_service.facts import BY_KIND, INDEXED, Row, Stated, fields_of, from_row, row_id


class Placed(NamedTuple):
    """A fact's row with its place in an entry: type, row, ordinal (from 1) and id."""

    kind: str
    row: Mapping[str, Any]
    ordinal: int
    id: str


def placed(rows: Iterable[tuple[str, Row]], first: int = 1) -> list[Placed]:
    """Rows of facts in their order, numbered from `first`."""
    return [Placed(kind, row, first + n, row_id(kind, row)) for n, (kind, row) in enumerate(rows)]


POST_TYPES: dict[str, str] = {
    "legal_representative": "LEGAL_REPRESENTATIVE_OF",
    "chairman": "DIRECTOR_OF",
    "vice_chairman": "DIRECTOR_OF",
    "executive_director": "DIRECTOR_OF",
    "director": "DIRECTOR_OF",
    "independent_director": "DIRECTOR_OF",
    "employee_director": "DIRECTOR_OF",
    "chief_supervisor": "SUPERVISOR_OF",
    "supervisor": "SUPERVISOR_OF",
    "employee_supervisor": "SUPERVISOR_OF",
    "manager": "MANAGER_OF",
    "deputy_manager": "MANAGER_OF",
    "finance_head": "FINANCE_HEAD_OF",
    "unit_head": "HEAD_OF",
    "executive_partner": "PARTNER_OF",
    "partner": "PARTNER_OF",
}
"""Registered post to type of relationship; a post that is not here is OFFICER_OF. `post` keeps the exact post."""

OFFICE_TYPES = (*dict.fromkeys(POST_TYPES.values()), "OFFICER_OF")
TIE_FIELDS: dict[str, str] = {
    **dict.fromkeys(OFFICE_TYPES, "enterprise"),
    "SHAREHOLDER_OF": "enterprise",
    "BRANCH_OF": "enterprise",
    "CONNECTED_WITH": "other",
    "GUARANTEES": "debtor",
    "SAME_AS": "same_as",
}
"""Types of relationship between parties that are facts, with the field that names the record at their end."""

IDENTIFIED_BY = "IDENTIFIED_BY"
LINK_TYPES = (*TIE_FIELDS, IDENTIFIED_BY)
"""All relationships that are themselves stored facts."""

LINK_KINDS = frozenset(
    {"office", "holding", "branch_of", "connection", "guarantee", "identity", "identifier"}
)
ON_RECORD = frozenset(
    {
        "enterprise",
        "person",
        "undecided_party",
        "name",
        "address",
        "phone",
        "filing_agent",
        "licence",
        "red_list_entry",
        "commitment",
        "consent",
        "card_erased",
    }
)
"""Types of fact kept on the node of their record; identity facts that name no document and no record too."""

NODE_KINDS = frozenset(BY_KIND) - LINK_KINDS - ON_RECORD
"""Types of fact that are nodes of their own: acts, authorities, and facts about facts."""

REFERENCE: dict[str, str] = {"authority": "code", "unmerge": "identity", "retraction": "of"}
"""Node facts that are looked up by one more field: kept as the indexed property `reference`."""

LABELS: dict[str, str] = {kind: cls.__name__ for kind, cls in BY_KIND.items()}
PARTY_LABELS = {"enterprise": "Enterprise", "person": "Person"}
TIE_TYPES = {"holding": "SHAREHOLDER_OF", "branch_of": "BRANCH_OF", "connection": "CONNECTED_WITH"}
TIE_TYPES["guarantee"] = "GUARANTEES"
SHOWN = {
    "enterprise": ("type", "status", "region"),
    "person": ("adult_on",),
}
"""Fields shown on the party's node for display and search; answers come from the facts."""

CONTACTS = {"address": "address", "phone": "phone", "filing_agent": "agent"}
"""Where a firm is found: type of fact to the field whose current value the node shows, to find firms that share it."""


def link_type(kind: str, row: Mapping[str, Any]) -> str | None:
    """The type of relationship that stores the fact of this row; None where its record's node keeps it."""
    if kind == "office":
        return POST_TYPES.get(str(row["post"]), "OFFICER_OF")
    if kind == "identifier":
        return IDENTIFIED_BY
    if kind == "identity":
        if "document" in row:
            return IDENTIFIED_BY
        return "SAME_AS" if "same_as" in row else None
    return TIE_TYPES.get(kind)


def link_end(kind: str, row: Mapping[str, Any], rel: str) -> str:
    """What the relationship ends at: a record, or the value of an identifier."""
    if rel == IDENTIFIED_BY:
        return str(row["value"] if kind == "identifier" else row["document"])
    return str(row[TIE_FIELDS[rel]])


def stored(one: Placed, entry: int) -> dict[str, Any]:
    """The properties of a fact that is a relationship (`fact`: its id) with its place in the ledger."""
    return {**one.row, "fact": one.id, "entry_in": entry, "ordinal": one.ordinal}


def restored(kind: str, properties: Mapping[str, Any], fact: str) -> Stated:
    """The stated fact of a relationship's or node's properties."""
    row = {name: properties[name] for name in _names(kind) if properties.get(name) is not None}
    return Stated(from_row(kind, row), properties["entry_in"], properties["ordinal"], fact)


_COMPACT = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def compact(one: Placed) -> str:
    """The text that a record's node keeps of a fact: type and row without its record."""
    row = {name: value for name, value in one.row.items() if name != "record"}
    return _COMPACT.encode([one.kind, row])


def expanded(record: str, texts: Iterable[str], places: Iterable[str]) -> list[Stated]:
    """The stated facts of a record's node, from its texts and their places (`entry:ordinal`)."""
    found = []
    for text, place in zip(texts, places, strict=True):
        kind, row = json.loads(text)
        entry, _, ordinal = place.partition(":")
        row["record"] = record
        found.append(Stated(from_row(kind, row), int(entry), int(ordinal), row_id(kind, row)))
    return found


def kind_of(fact: str) -> str:
    """The type of fact that an id begins with."""
    return fact.partition(":")[0]


_NAMES: dict[str, tuple[str, ...]] = {}


def _names(kind: str) -> tuple[str, ...]:
    if kind not in _NAMES:
        _NAMES[kind] = tuple(field.name for field in fields_of(kind))
    return _NAMES[kind]


def keys_of_row(kind: str, row: Mapping[str, Any]) -> list[str]:
    """The look-up keys that the fact of this row publishes (as `facts.keys_of` gives them for a fact)."""
    keys: list[str] = []
    for name in INDEXED[kind]:
        value = row.get(name)
        members = value if isinstance(value, list) else [value]
        keys += [f"{kind}.{name}={member}" for member in members if member is not None]
    return keys
