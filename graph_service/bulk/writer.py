"""Writing one entry's facts as columns: part by part, in row groups, with flat memory, taken up again after a stop.

A *part* is what is kept or lost as a whole. Its files get their names and its manifest line only when it is
finished, so a load that stops continues with the next part and the result is the same bytes.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from graph_service.bulk.digests import ids_of
from graph_service.bulk.manifest import Manifest, Part, part_file, read_manifest
from graph_service.bulk.schema import CARD, row_schema, schema_of
from graph_service.errors import BadInput, Conflict
from graph_service.facts import Card, Fact, Row, Stated, to_row
from graph_service.intake import ArrowTable

Ordinals = np.ndarray[tuple[int], np.dtype[np.int64]]

ROW_GROUP = 65_536
"""Rows that are buffered at most per table before they are written as a row group."""


class ColumnsWriter:
    """Writes the facts and cards of entry `entry` below `folder`.

    `source` says what is written (text to text). A folder begun with the same source is continued: `finished`
    parts are kept and the caller goes on with that part number; begun with another one it raises Conflict.
    `with_ids` computes every fact's id while writing; without it ids are null until someone asks.
    """

    def __init__(
        self, folder: Path, entry: int, source: Mapping[str, str] | None = None, *, with_ids: bool = True
    ) -> None:
        known = read_manifest(folder)
        given = Manifest(entry, dict(source or {}))
        if known is not None and (known.entry, dict(known.source)) != (entry, dict(given.source)):
            raise Conflict(
                f"{folder} holds entry {known.entry} of another source: give it a folder of its own"
            )
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.manifest = known or given
        self._with_ids = with_ids
        self._open: _OpenPart | None = None

    @property
    def finished(self) -> int:
        """How many parts are finished; the next part has this number."""
        return len(self.manifest.parts)

    @property
    def sealed(self) -> bool:
        """Is the entry complete? Then nothing more is written."""
        return self.manifest.at is not None

    @contextmanager
    def part(self) -> Iterator[None]:
        """The next part: written as a whole, or (where an error leaves the block) not at all."""
        if self.sealed:
            raise Conflict(f"{self.folder} is sealed: write another entry")
        self._open = _OpenPart(self.folder, self.finished, self.manifest.entry, self.manifest.next_ordinal)
        try:
            yield
            done = self._open.finish()
        except BaseException:
            self._open.abandon()
            raise
        finally:
            self._open = None
        self.manifest = self.manifest.plus(done)
        self.manifest.save(self.folder)

    def write(self, table: str, columns: ArrowTable) -> None:
        """Write rows given as Arrow columns; a column left out is at its default everywhere."""
        self._part.write(table, pa.table(columns), with_ids=self._with_ids)

    def beside(self, name: str, lines: Iterable[str]) -> None:
        """Write lines of text beside the facts, as `<name>/part-<number>.jsonl` of this part."""
        self._part.beside(name, lines)

    def add(self, facts: Iterable[Fact]) -> None:
        """Write facts, giving each the next ordinal."""
        for fact in facts:
            self._part.buffer(fact.kind, to_row(fact), self._with_ids)

    def put(self, known: Iterable[Stated]) -> None:
        """Write facts that have their place already; raises BadInput for one of another entry."""
        for one in known:
            if one.entry != self.manifest.entry:
                raise BadInput(f"a fact of entry {one.entry} does not belong to entry {self.manifest.entry}")
            self._part.buffer(one.fact.kind, to_row(one.fact), with_ids=True, ordinal=one.ordinal)

    def add_cards(self, cards: Iterable[Card]) -> None:
        """Write cards."""
        for card in cards:
            row = {field.name: getattr(card, field.name) for field in fields(card)}
            self._part.buffer(
                CARD, {name: str(value) for name, value in row.items() if value is not None}, False
            )

    def seal(self, at: datetime) -> Manifest:
        """The entry is complete as of the instant `at`; sealing a sealed folder changes nothing."""
        if not self.sealed:
            self.manifest = replace(self.manifest, at=at)
            self.manifest.save(self.folder)
        return self.manifest

    @property
    def _part(self) -> _OpenPart:
        if self._open is None:
            raise Conflict("rows are written inside `with writer.part():`")
        return self._open


class _OpenPart:
    """A part being written: a Parquet writer and a buffer of rows per table."""

    def __init__(self, folder: Path, number: int, entry: int, ordinal: int) -> None:
        self._folder, self._number, self._entry, self._ordinal = folder, number, entry, ordinal
        self._writers: dict[str, pq.ParquetWriter] = {}
        self._rows: dict[str, int] = defaultdict(int)
        self._buffers: dict[str, list[tuple[Row, int]]] = defaultdict(list)
        self._texts: list[Path] = []

    def buffer(self, table: str, row: Row, with_ids: bool, ordinal: int | None = None) -> None:
        if ordinal is None:
            ordinal = self._ordinal
        if table != CARD:
            self._ordinal = max(self._ordinal, ordinal + 1)
        self._buffers[table].append((row, ordinal))
        if len(self._buffers[table]) >= ROW_GROUP:
            self._flush(table, with_ids)

    def write(self, table: str, rows: pa.Table, *, with_ids: bool) -> None:
        ordinals = np.arange(self._ordinal, self._ordinal + rows.num_rows, dtype=np.int64)
        if table != CARD:
            self._ordinal += rows.num_rows
        if rows.num_rows:
            self._emit(table, rows, ordinals, with_ids)

    def beside(self, name: str, lines: Iterable[str]) -> None:
        path = part_file(self._folder, name, self._number).with_suffix(".jsonl")
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".partial")
        with draft.open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
        self._texts.append(path)

    def _flush(self, table: str, with_ids: bool) -> None:
        waiting = self._buffers.pop(table)
        rows = pa.Table.from_pylist([row for row, _ in waiting], row_schema(table))
        self._emit(table, rows, np.array([ordinal for _, ordinal in waiting], dtype=np.int64), with_ids)

    def _emit(self, table: str, rows: pa.Table, ordinals: Ordinals, with_ids: bool) -> None:
        schema, length = schema_of(table), rows.num_rows
        filled = dict(zip(rows.column_names, rows.columns, strict=True))
        filled["entry"] = pa.array(np.full(length, self._entry, dtype=np.int32))
        if table != CARD:
            filled["ordinal"] = pa.array(ordinals)
            if with_ids:
                filled["id"] = ids_of(table, rows)
        unknown = set(filled) - set(schema.names)
        if unknown:
            raise BadInput(f"{table} has no column {sorted(unknown)[0]!r}")
        arrays = [
            filled[name].cast(arrow) if name in filled else pa.nulls(length, arrow)
            for name, arrow in zip(schema.names, schema.types, strict=True)
        ]
        self._writer(table).write_table(pa.table(arrays, schema=schema), row_group_size=ROW_GROUP)
        self._rows[table] += length

    def _writer(self, table: str) -> pq.ParquetWriter:
        if table not in self._writers:
            path = self._draft(table)
            path.parent.mkdir(parents=True, exist_ok=True)
            self._writers[table] = pq.ParquetWriter(
                path, schema_of(table), compression="zstd", compression_level=1, write_statistics=True
            )
        return self._writers[table]

    def _draft(self, table: str) -> Path:
        return part_file(self._folder, table, self._number).with_suffix(".partial")

    def finish(self) -> Part:
        for table in list(self._buffers):
            self._flush(table, with_ids=True)
        for table, writer in self._writers.items():
            writer.close()
            os.replace(self._draft(table), part_file(self._folder, table, self._number))
        for path in self._texts:
            os.replace(path.with_suffix(".partial"), path)
        return Part(dict(sorted(self._rows.items())), self._ordinal)

    def abandon(self) -> None:
        for table, writer in self._writers.items():
            writer.close()
            self._draft(table).unlink(missing_ok=True)
        for path in self._texts:
            path.with_suffix(".partial").unlink(missing_ok=True)
