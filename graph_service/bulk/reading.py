"""Rows of columns as facts: what `facts.rows.from_row` does one by one, done column by column.

The same values are refused for the same reasons: a missing required field, a word outside its list, a day or a
share that is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from graph_service.bulk.digests import ids_of
from graph_service.errors import BadValue
from graph_service.facts import BY_KIND, Day, Stated, fields_of, parse_share
from graph_service.facts.rows import Field


def stated_rows(table: str, batch: pa.RecordBatch | pa.Table) -> Iterator[Stated]:
    """The facts of a batch of rows of `table`, in the order of the rows; ids that are null are computed. Raises
    BadValue naming the field."""
    if not batch.num_rows:
        return
    make = BY_KIND[table]
    names: list[str] = []
    columns: list[list[Any]] = []
    for field in fields_of(table):
        values = _values(table, field, batch.column(field.name))
        if values is not None:
            names.append(field.name)
            columns.append(values)
    entries, ordinals = batch.column("entry").to_pylist(), batch.column("ordinal").to_pylist()
    cells = zip(*columns, strict=True)
    for row, entry, ordinal, key in zip(cells, entries, ordinals, _ids(table, batch), strict=True):
        yield Stated(make(**dict(zip(names, row, strict=True))), entry, ordinal, key)


def _ids(table: str, batch: pa.RecordBatch | pa.Table) -> list[str]:
    known = batch.column("id")
    found: list[str] = (ids_of(table, batch) if known.null_count else known).to_pylist()
    return found


def _values(table: str, field: Field, column: pa.Array) -> list[Any] | None:
    """The values of one field, defaults filled in; None where all are at the default."""
    if field.required and column.null_count:
        raise BadValue(f"{table} needs the field {field.name!r}")
    if column.null_count == len(column):
        return None
    if field.allowed and not set(pc.unique(column).to_pylist()) <= {None, *field.allowed}:
        raise BadValue(f"{table}.{field.name} is one of {', '.join(field.allowed)}")
    values: list[Any] = column.to_pylist()
    read = _READ.get(field.holds)
    if read is None and field.default is None:
        return values
    known: dict[Any, Any] = {None: field.default}
    if field.holds == "list":
        return [field.default if value is None else tuple(value) for value in values]
    try:
        for value in values:
            if value not in known:
                known[value] = read(value) if read else value
    except BadValue as error:
        raise BadValue(f"{table}.{field.name}: {error}") from error
    return [known[value] for value in values]


_READ: dict[str, Callable[[str], Any]] = {"day": Day, "share": parse_share}
