"""Reading columns back: as facts in ledger order, as Arrow batches, and as views in DuckDB.

A register folder holds one folder per entry (`entry-000001`, …), each with its manifest; a load's staging folder is
one such entry folder. Unsealed entries are not read, save by `Columns.staged`.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from graph_service.bulk.digests import ids_of
from graph_service.bulk.manifest import Manifest, read_manifest
from graph_service.bulk.reading import stated_rows
from graph_service.bulk.schema import CARD, PLACE, schema_of
from graph_service.bulk.writer import ColumnsWriter
from graph_service.errors import NotFound
from graph_service.facts import BY_KIND, Card, Day, Entry, Ledger, Stated

BATCH = 65_536
"""Rows that are in memory at a time while facts are read."""


def entry_folder(register: Path, entry: int) -> Path:
    """Where entry `entry` lies in a register folder."""
    return register / f"entry-{entry:06d}"


@dataclass(frozen=True, slots=True)
class Columns:
    """The sealed entries of a register as columns, oldest first: (folder, manifest) of each."""

    parts: tuple[tuple[Path, Manifest], ...]

    @classmethod
    def of(cls, register: Path, until: int | None = None) -> Columns:
        """The columns of a register folder, up to entry `until` where given. Raises NotFound for no folder."""
        if not register.is_dir():
            raise NotFound(f"there are no columns in {register}")
        found = [(folder, read_manifest(folder)) for folder in sorted(register.glob("entry-*"))]
        known = [(folder, one) for folder, one in found if one is not None and one.at is not None]
        known.sort(key=lambda pair: pair[1].entry)
        return cls(tuple((folder, one) for folder, one in known if until is None or one.entry <= until))

    @classmethod
    def staged(cls, folder: Path) -> Columns:
        """The finished parts of one entry's folder, sealed or not. Raises NotFound for no manifest."""
        manifest = read_manifest(folder)
        if manifest is None:
            raise NotFound(f"nothing is staged in {folder}")
        return cls(((folder, manifest),))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The sealed entries with their instants."""
        return tuple(Entry(one.entry, one.at) for _, one in self.parts if one.at is not None)

    @property
    def rows(self) -> dict[str, int]:
        """Rows by table."""
        total: dict[str, int] = {}
        for _, manifest in self.parts:
            for table, count in manifest.rows.items():
                total[table] = total.get(table, 0) + count
        return total

    def files(self, table: str) -> list[Path]:
        """The Parquet files of a table, oldest first."""
        return [path for folder, manifest in self.parts for path in manifest.files(folder, table)]

    def batches(self, table: str, *, with_ids: bool = True) -> Iterator[pa.RecordBatch]:
        """The rows of a table, at most BATCH at a time; `with_ids` fills in the ids that were not computed."""
        for path in self.files(table):
            with pq.ParquetFile(path) as file:
                for batch in file.iter_batches(BATCH):
                    yield _with_ids(table, batch) if with_ids and table != CARD else batch

    def facts(self, *tables: str) -> Iterator[Stated]:
        """The facts of these tables (of all, where none is named) in ledger order, streaming."""
        streams = [self._facts(table) for table in tables or tuple(BY_KIND)]
        return heapq.merge(*streams, key=attrgetter("entry", "ordinal"))

    def values(self, table: str, column: str) -> Iterator[str]:
        """The values of one column of a table, streaming."""
        for path in self.files(table):
            with pq.ParquetFile(path) as file:
                for batch in file.iter_batches(BATCH, columns=[column]):
                    yield from batch.column(0).to_pylist()

    def _facts(self, table: str) -> Iterator[Stated]:
        for batch in self.batches(table, with_ids=False):
            yield from stated_rows(table, batch)

    def cards(self) -> Iterator[Card]:
        """The cards, streaming; of two cards of one record the later stands."""
        for batch in self.batches(CARD):
            for row in batch.to_pylist():
                row.pop("entry")
                if row["birth_date"] is not None:
                    row["birth_date"] = Day(row["birth_date"])
                yield Card(**row)

    def ledger(self) -> Ledger:
        """The whole register in memory; for small ones."""
        return Ledger(self.entries, tuple(self.facts()), tuple(self.cards()))

    def attach(self, connection: duckdb.DuckDBPyConnection) -> None:
        """One view per table in `connection`, named as the type of fact; a table without rows is an empty view."""
        for table in (*BY_KIND, CARD):
            connection.execute(f'CREATE OR REPLACE VIEW "{table}" AS {self.scan(table)}')

    def scan(self, table: str) -> str:
        """The SQL that scans a table."""
        files = self.files(table)
        if not files:
            typed = ", ".join(f'NULL::{_SQL[str(one.type)]} AS "{one.name}"' for one in schema_of(table))
            return f"SELECT {typed} WHERE false"
        listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files)
        return f"SELECT * FROM read_parquet([{listed}])"


_SQL = {
    "string": "VARCHAR",
    "bool": "BOOLEAN",
    "int32": "INTEGER",
    "int64": "BIGINT",
    "list<element: string>": "VARCHAR[]",
    "list<item: string>": "VARCHAR[]",
}


def _with_ids(table: str, batch: pa.RecordBatch) -> pa.RecordBatch:
    place = batch.schema.get_field_index("id")
    if not batch.column(place).null_count:
        return batch
    rows = batch.drop_columns(list(PLACE))
    return batch.set_column(place, "id", ids_of(table, rows))


def write_ledger(register: Path, ledger: Ledger) -> Columns:
    """A ledger as columns, one folder per entry; the cards lie with the last entry."""
    for entry in ledger.entries:
        writer = ColumnsWriter(entry_folder(register, entry.number), entry.number)
        if writer.sealed:
            continue
        with writer.part():
            writer.put(one for one in ledger.facts if one.entry == entry.number)
            if entry.number == ledger.head:
                writer.add_cards(ledger.cards)
        writer.seal(entry.at)
    return Columns.of(register)
