"""The facts around some cases, read from columns by look-up keys: a FactIndex that knows what it knows.

`fetch` answers many keys with one join per (type, field). A look-up of a key that was fetched shows all that the
register has for it; one of any other key is noted in `missing` and shows nothing, so that whoever asked can be told
to ask again. Nothing is guessed from a key that was not fetched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import duckdb
import pyarrow as pa

from graph_service.bulk.columns import Columns
from graph_service.bulk.reading import stated_rows
from graph_service.bulk.schema import row_schema
from graph_service.facts import BY_KIND, INDEXED, Stated, ends


class Key(NamedTuple):
    """A look-up: type of fact, indexed field, value."""

    kind: str
    field: str
    value: str


@dataclass(slots=True)
class Source:
    """Columns opened for joins in DuckDB. `scans` counts the joins that were made."""

    connection: duckdb.DuckDBPyConnection
    rows: dict[str, int]
    scans: int = 0
    _used: dict[tuple[str, str], bool] = field(default_factory=dict)

    @classmethod
    def of(cls, columns: Columns, *, threads: int = 2, memory: str = "1GB") -> Source:
        """The columns, with at most `memory` for DuckDB."""
        connection = duckdb.connect(config={"threads": threads, "memory_limit": memory})
        columns.attach(connection)
        return cls(connection, columns.rows)

    def close(self) -> None:
        """Let go of the files."""
        self.connection.close()

    def find(self, kind: str, name: str, values: Iterable[str]) -> list[Stated]:
        """The facts of `kind` whose field `name` holds one of `values`, in ledger order."""
        if not self._holds(kind, name):
            return []
        self.scans += 1
        self.connection.register("wanted", pa.table({"value": pa.array(list(values), pa.string())}))
        listed = pa.types.is_list(row_schema(kind).field(name).type)
        held = (
            f'list_has_any("{name}", (SELECT list(value) FROM wanted))'
            if listed
            else f'"{name}" IN (FROM wanted)'
        )
        found = self.connection.sql(f'SELECT * FROM "{kind}" WHERE {held}').to_arrow_table()
        self.connection.unregister("wanted")
        ordered = found.sort_by([("entry", "ascending"), ("ordinal", "ascending")])
        return list(stated_rows(kind, ordered))

    def _holds(self, kind: str, name: str) -> bool:
        """Has any fact of this type a value in this field? Where none has, no join is needed."""
        if (kind, name) not in self._used:
            count = 0
            if self.rows.get(kind):
                ((count,),) = self.connection.execute(f'SELECT count("{name}") FROM "{kind}"').fetchall()
            self._used[kind, name] = bool(count)
        return self._used[kind, name]


@dataclass(slots=True)
class Neighbourhood:
    """A FactIndex over what was fetched from `source` so far; see the module."""

    source: Source
    missing: dict[Key, None] = field(default_factory=dict)
    _shown: dict[str, tuple[Stated, ...]] = field(default_factory=dict)
    _facts: dict[str, Stated] = field(default_factory=dict)
    _ended: dict[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._facts)

    def by(self, kind: str, field: str, value: str) -> tuple[Stated, ...]:
        """See FactIndex; what was not fetched is noted as missing."""
        found = self._shown.get(f"{kind}.{field}={value}")
        if found is None:
            self.missing[Key(kind, field, value)] = None
            return ()
        return found

    def fetch(self, keys: Iterable[Key]) -> list[Stated]:
        """Fetch these keys, those known already left out; the facts that stand and were not known before."""
        asked: dict[tuple[str, str], dict[str, list[Stated]]] = defaultdict(dict)
        for kind, name, value in keys:
            if f"{kind}.{name}={value}" not in self._shown:
                asked[kind, name][value] = []
        new: list[Stated] = []
        for (kind, name), values in asked.items():
            for one in self.source.find(kind, name, values):
                kept = self._facts.setdefault(one.id, one)
                if kept is one:
                    new.append(one)
                held = getattr(kept.fact, name)
                for value in held if isinstance(held, tuple) else (held,):
                    if value in values:
                        values[value].append(kept)
        self._end(new)
        for (kind, name), values in asked.items():
            for value, found in values.items():
                self._shown[f"{kind}.{name}={value}"] = tuple(self._standing(found) if found else ())
        return list(self._standing(new))

    def _standing(self, facts: Iterable[Stated]) -> Iterable[Stated]:
        return (one for one in facts if one.id not in self._ended) if self._ended else facts

    def _end(self, new: list[Stated]) -> None:
        """Look for what replaces or retracts the new facts, and for what takes that back, until nothing is new."""
        fresh = new
        changed = False
        while fresh:
            ids = [one.id for one in fresh]
            found = self.source.find("retraction", "of", ids)
            for kind in BY_KIND:
                found += self.source.find(kind, "replaces", ids)
            changed = changed or bool(found)
            fresh = [one for one in found if one.id not in self._facts]
            self._facts.update((one.id, one) for one in fresh)
        if changed:
            # Whether a fact stands is final once it was fetched: all that bears on it came with it.
            ordered = sorted(self._facts.values(), key=lambda one: (one.entry, one.ordinal))
            self._ended = ends(ordered)


def keys_of_record(record: str) -> Iterable[Key]:
    """What tells who the party of a record is: what it is, its numbers, its documents, its links."""
    for kind in ("enterprise", "person", "undecided_party", "identity", "identifier"):
        yield Key(kind, "record", record)
    yield Key("identity", "same_as", record)


def keys_of_case(case: str) -> Iterable[Key]:
    """The decision of a case, its acts, and what takes its place."""
    for kind, names in INDEXED.items():
        if "case" in names:
            yield Key(kind, "case", case)
    yield Key("decision", "supersedes", case)
