"""Files for Neo4j's bulk importer: a whole register as columns in, nodes and relationships as CSV out.

The same shape as `writing` makes over Bolt, worked out by DuckDB in columns. For an empty store only; the one thing
done row by row is joining the records that show the same document or number. Whom that would join though one may be
a person and the other an organisation is left apart, for `settle` to judge by the facts.
"""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import duckdb
import pyarrow as pa

from graph_service.facts import fields_of
from graph_service.store import import_tables as tables
from graph_service.store import import_texts as texts
from graph_service.store.import_tables import LIST_SIGN
from graph_service.store.known import Groups
from graph_service.store.shape import IDENTIFIED_BY, LABELS, NODE_KINDS, PARTY_LABELS, REFERENCE

Batches = Callable[[str], Iterator[pa.RecordBatch]]
"""A type of fact (or `card`) in, its rows out as columns: the fields of the row, then entry, ordinal and id (which may
be null)."""


@dataclass(slots=True)
class ImportFiles:
    """CSV files with the arguments that tell the importer what each holds, and what was counted; the facts are of
    entry `entry`, and `cases` are those they speak of.

    `endings`, `identities` (identity facts that were unmerged) and `unsettled` (records whose parties must be worked
    out from all facts) are few and follow over Bolt. `multiline` are the files in which a value has several lines."""

    folder: Path
    entry: int = 1
    arguments: list[str] = field(default_factory=list)
    multiline: list[Path] = field(default_factory=list)
    nodes: int = 0
    relationships: int = 0
    facts: int = 0
    endings: list[dict[str, object]] = field(default_factory=list)
    identities: list[str] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)


def write_import(folder: Path, kinds: Sequence[str], batches: Batches, entry: int = 1) -> ImportFiles:
    """Write the files of a register into `folder`; `kinds` are the types of fact that it may have. What does not fit
    into memory lies in `folder` meanwhile."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(config={"temp_directory": str(folder / "spill")}) as db:
        db.execute(texts.QUOTED)
        run = _Run(db, ImportFiles(folder, entry), entry)
        for kind in (*kinds, "card"):
            run.take(kind, batches(kind))
        run.records()
        run.links()
        run.fact_nodes()
        run.rest()
    return run.files


@dataclass(slots=True)
class _Run:
    """One run: tables of facts in `db`, files out."""

    db: duckdb.DuckDBPyConnection
    files: ImportFiles
    entry: int
    kinds: set[str] = field(default_factory=set)

    def take(self, kind: str, batches: Iterator[pa.RecordBatch]) -> None:
        """The rows of one type of fact into a table of its name, with what is worked out of each."""
        first = next(batches, None)
        if first is None:
            return
        self.db.register("batch", pa.RecordBatchReader.from_batches(first.schema, chain([first], batches)))
        self.db.execute(f'CREATE TABLE "{kind}" AS {texts.taken(kind)} FROM batch')
        self.db.unregister("batch")
        self.kinds.add(kind)
        if kind != "card":
            self.db.execute(texts.once(kind))
            self.files.facts += int(self.db.execute(f'SELECT count(*) FROM "{kind}"').fetchall()[0][0])

    def records(self) -> None:
        """Nodes of records: the first of a party stands for it, later ones point to it."""
        facts = self.kinds - {"card"}
        self.db.execute(tables.records(facts))
        self.db.execute(tables.ended(facts))
        self._join(facts)
        self.db.execute(tables.said(facts, self.entry))
        self.db.execute(tables.shown(facts))
        self.db.execute(tables.NODES)
        for label in (*PARTY_LABELS.values(), None):
            labels = f"Record:Party:{label}" if label else "Record:Party"
            where = f"label = '{label}'" if label else "label IS NULL"
            self._nodes(labels, f"{tables.party_columns(self.entry)} WHERE party = record AND {where}")
        self._nodes("Record", f"{tables.record_columns(self.entry)} WHERE party <> record")
        self._relationships(
            "PART_OF",
            f'SELECT record AS ":START_ID(record)", party AS ":END_ID(record)", {self.entry} AS "entry_in:long" '
            "FROM node WHERE party <> record",
        )

    def _join(self, facts: set[str]) -> None:
        """The party of each record that is not one by itself, by documents and numbers shown on several; groups in
        which a person and an organisation meet are left to be settled."""
        groups = Groups()
        for members in self.db.execute(tables.joins(facts)).fetchall():
            for other in members[0][1:]:
                groups.unite(members[0][0], other)
        pairs = [(record, str(number)) for number, group in enumerate(groups.lists()) for record in group]
        grouped = pa.table({"record": [p[0] for p in pairs], "grouped": [p[1] for p in pairs]}, tables.PAIRS)
        self.db.register("grouped", grouped)
        self.db.execute(tables.unsettled(facts))
        self.files.unsettled = [row[0] for row in self.db.execute(tables.UNSETTLED).fetchall()]
        self.db.execute(tables.JOINED)
        self.db.unregister("grouped")

    def links(self) -> None:
        """Relationships that are stored facts, and the identifiers at which some end."""
        facts = self.kinds - {"card"}
        self._nodes("Identifier", tables.identifiers(facts))
        for rel, kind, where, end in tables.link_parts(facts):
            table = "identifier" if rel == IDENTIFIED_BY else "record"
            target = f'f."{end}"' if rel == IDENTIFIED_BY else "e.party"
            join = "" if rel == IDENTIFIED_BY else f'JOIN node e ON e.record = f."{end}"'
            self._relationships(
                rel,
                f'SELECT s.party AS ":START_ID(record)", {target} AS ":END_ID({table})", '
                f"{_columns(kind, 'fact', self.entry)} "
                f'FROM "{kind}" f JOIN node s ON s.record = f.record {join} WHERE {where}',
            )

    def fact_nodes(self) -> None:
        """Facts that are nodes of their own, tied to their party and case."""
        kinds = sorted(self.kinds & NODE_KINDS)
        cases = tables.cases(kinds)
        if cases:
            self._nodes("Case", cases)
            self.files.cases = [row[0] for row in self.db.execute(tables.spoken_of(kinds)).fetchall()]
        for kind in kinds:
            reference = f', f."{REFERENCE[kind]}" AS reference' if kind in REFERENCE else ""
            self._nodes(
                f"Fact:{LABELS[kind]}",
                f'SELECT {_columns(kind, "id:ID(fact)", self.entry)}{reference} FROM "{kind}" f',
            )
            self._relationships(
                "ABOUT",
                'SELECT f.id AS ":START_ID(fact)", n.party AS ":END_ID(record)", f.record AS record '
                f'FROM "{kind}" f JOIN node n USING (record)',
            )
            for rel, column in tables.cited(kind):
                self._relationships(
                    rel, f'SELECT f.id AS ":START_ID(fact)", {column} AS ":END_ID(case)" FROM "{kind}" f'
                    + (f' WHERE {column} IS NOT NULL' if rel == "IN_CASE" else ""),
                )  # fmt: skip

    def rest(self) -> None:
        """Cards; the mark that the import has yet to be sealed; and what follows over Bolt."""
        self._nodes("Ledger", tables.LEDGER)
        if "card" in self.kinds:
            columns = [row[0] for row in self.db.execute("DESCRIBE card").fetchall() if row[0] != "entry"]
            chosen = ", ".join(f'arg_max("{name}", n) AS "{name}"' for name in columns if name != "record")
            self._nodes(
                "Card",
                f'SELECT record, {chosen}, {self.entry} AS "entry_in:long" FROM (SELECT *, row_number() OVER () AS n '
                "FROM card) WHERE record NOT IN (SELECT record FROM erased) GROUP BY record",
            )
        for of, by, ordinal, retracts in self.db.execute("SELECT * FROM ending").fetchall():
            row = {"id": f"{of}<{by}", "of": of, "by": by, "retracts": retracts}
            self.files.endings.append({**row, "entry_in": self.entry, "ordinal": ordinal})
        if "unmerge" in self.kinds:
            self.files.identities = [
                row[0] for row in self.db.execute("SELECT identity FROM unmerge").fetchall()
            ]

    def _nodes(self, labels: str, select: str) -> None:
        self.files.nodes += self._write("nodes", labels, select)

    def _relationships(self, rel: str, select: str) -> None:
        self.files.relationships += self._write("relationships", rel, select)

    def _write(self, what: str, name: str, select: str) -> int:
        """A CSV file of the rows of `select`, whose column names are the importer's header; how many rows."""
        path = self.files.folder / f"{len(self.files.arguments):03d}-{name.replace(':', '-')}.csv"
        rows = int(self.db.execute(f"COPY ({select}) TO '{path}' (FORMAT csv, HEADER true)").fetchall()[0][0])
        if rows:
            self.files.arguments.append(f"--{what}={name}={path}")
            if _lines(path) > rows + 1:
                self.files.multiline.append(path)
        else:
            path.unlink()
        return rows


def _lines(path: Path) -> int:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
        piece = 1 << 24
        return sum(text[start : start + piece].count(b"\n") for start in range(0, len(text), piece))


_HOLDS = {"str": "", "day": "", "share": "", "int": ":long", "bool": ":boolean", "list": ":string[]"}


def _columns(kind: str, key: str, entry: int) -> str:
    """The columns of a stored fact: its row, its id under the name `key`, and its place."""
    parts = [f'f.id AS "{key}"', f'{entry} AS "entry_in:long"', 'f.ordinal AS "ordinal:long"']
    for one in fields_of(kind):
        value = (
            f"array_to_string(f.\"{one.name}\", '{LIST_SIGN}')" if one.holds == "list" else f'f."{one.name}"'
        )
        parts.append(f'{value} AS "{one.name}{_HOLDS[one.holds]}"')
    return ", ".join(parts)
