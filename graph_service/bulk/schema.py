"""The shape of the columns: one Arrow schema per type of fact, and one for the cards.

A table has the fields of the fact's row (`facts.rows`), then its place: `entry`, `ordinal`, and its `id`. A
cell without a value (null) is the field at its default, exactly as a row leaves it out; so rows read back are
byte for byte those that were written. `id` is null where it was not computed yet.
"""

from __future__ import annotations

from dataclasses import fields
from functools import cache

import pyarrow as pa

from graph_service.facts import BY_KIND, Card, fields_of

CARD = "card"
"""The name of the table of cards: personal data beside the facts."""

TABLES: tuple[str, ...] = (*BY_KIND, CARD)

PLACE: tuple[str, ...] = ("entry", "ordinal", "id")

_ARROW: dict[str, pa.DataType] = {
    "str": pa.string(),
    "int": pa.int64(),
    "bool": pa.bool_(),
    "day": pa.string(),
    "share": pa.string(),
    "list": pa.list_(pa.string()),
}


@cache
def row_schema(table: str) -> pa.Schema:
    """The columns of a row of `table` (a type of fact, or `card`); raises BadValue for another name."""
    if table == CARD:
        return pa.schema([(field.name, pa.string()) for field in fields(Card)])
    return pa.schema([(field.name, _ARROW[field.holds]) for field in fields_of(table)])


@cache
def schema_of(table: str) -> pa.Schema:
    """The columns of `table` as they lie on disk: the row and, for facts, its place."""
    if table == CARD:
        return row_schema(CARD).append(pa.field("entry", pa.int32()))
    place = [("entry", pa.int32()), ("ordinal", pa.int64()), ("id", pa.string())]
    return pa.schema([*row_schema(table), *(pa.field(name, arrow) for name, arrow in place)])
