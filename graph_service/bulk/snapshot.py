"""All that was known at an entry as columns in one folder: facts out of a store, for whoever begins from nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from graph_service.bulk.columns import Columns
from graph_service.bulk.manifest import Manifest, Part, part_file
from graph_service.bulk.schema import schema_of
from graph_service.facts import BY_KIND, Stated, fields_of, to_row

PAGE = 20_000
"""Rows of a table that are held as Python values at a time; the rest lie in columns."""


def write_snapshot(folder: Path, entry: int, facts: Iterable[Stated]) -> Columns:
    """The facts, in any order, each in the place (entry and ordinal) it has in the ledger; `entry` is the one they
    were known at. Cards are no facts and are left where they are. `folder` must be new."""
    folder.mkdir(parents=True)
    waiting: dict[str, list[dict[str, Any]]] = defaultdict(list)
    tables: dict[str, list[pa.Table]] = defaultdict(list)

    def settle(kind: str) -> None:
        tables[kind].append(pa.Table.from_pylist(waiting.pop(kind), schema_of(kind)))

    for one in facts:
        kind = one.fact.kind
        row = {**to_row(one.fact), "entry": one.entry, "ordinal": one.ordinal, "id": one.id}
        waiting[kind].append(row)
        if len(waiting[kind]) >= PAGE:
            settle(kind)
    for kind in list(waiting):
        settle(kind)
    rows = {}
    for kind, parts in sorted(tables.items()):
        whole = pa.concat_tables(parts).sort_by([("entry", "ascending"), ("ordinal", "ascending")])
        path = part_file(folder, kind, 0)
        path.parent.mkdir()
        pq.write_table(whole, path, compression="zstd", compression_level=1)
        rows[kind] = whole.num_rows
    Manifest(entry, {"snapshot": str(entry)}, (Part(rows, 1),)).save(folder)
    return Columns.staged(folder)


def cases_named(columns: Columns) -> list[str]:
    """Every case that a fact names, with or without a decision, sorted."""
    named: set[str] = set()
    for kind in BY_KIND:
        if any(one.name == "case" for one in fields_of(kind)):
            for batch in columns.batches(kind, with_ids=False):
                named.update(case for case in batch.column("case").unique().to_pylist() if case is not None)
    return sorted(named)
