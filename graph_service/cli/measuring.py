"""The measurements of `bench`: each does the work once and its peer beside it, on the same rows and the same graph."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from graph_service.assemble import Caller, Workspace
from graph_service.bulk import Columns, ColumnsWriter
from graph_service.bulk.schema import TABLES
from graph_service.bulk.screening import screen_columns
from graph_service.cli import bare
from graph_service.consequences import State, derive
from graph_service.facts import FactIndex
from graph_service.facts.digests import Digester
from graph_service.intake import Context
from graph_service.loaders import find
from graph_service.loaders.province.settings import DEFAULT_TODAY
from graph_service.rules.rulebook import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure beside its peer: what was measured, in which unit, the peer, and the bound that was promised."""

    what: str
    unit: str
    ours: float
    peer: float | None
    peer_is: str
    promised: str
    kept: bool | None
    note: str = ""


def generate(folder: Path, enterprises: int) -> tuple[Columns, Figure]:
    """A province to Parquet, rows a second; beside it the same tables written anew by pyarrow alone."""
    context = Context(
        digester=Digester(b"a key for measuring only"),
        today=DEFAULT_TODAY,
        options={"enterprises": str(enterprises)},
    )
    writer = ColumnsWriter(folder, 1, with_ids=False)
    begun = time.perf_counter()
    for batch in find("province").shape((), context):
        with writer.part():
            for table, made in batch.columns.items():
                writer.write(table, made)
    seconds = time.perf_counter() - begun
    columns = Columns.staged(folder)
    total = sum(columns.rows.values())
    bare = _rewrite(columns, folder.with_name(folder.name + "-bare"))
    figure = Figure(
        what=f"generate {enterprises:,} enterprises ({total:,} rows) to Parquet",
        unit="rows/s",
        ours=total / seconds,
        peer=total / bare,
        peer_is="pyarrow writes the same tables",
        promised="≥ 300,000",
        kept=total / seconds >= 300_000,
    )
    return columns, figure


def _rewrite(columns: Columns, folder: Path) -> float:
    folder.mkdir(parents=True, exist_ok=True)
    seconds = 0.0
    for table in TABLES:
        for number, path in enumerate(columns.files(table)):
            read = pq.read_table(path)
            begun = time.perf_counter()
            pq.write_table(read, folder / f"{table}-{number}.parquet")
            seconds += time.perf_counter() - begun
    return seconds


def screen(columns: Columns, book: Rulebook, most: int) -> Figure:
    """Decisions of the whole register screened, seconds; beside it a bare scan of its tables by DuckDB."""
    cases = [row[0] for row in _scan(columns, 'SELECT DISTINCT "case" FROM decision ORDER BY 1')][:most]

    def bound(case: str, index: FactIndex) -> int:
        report = derive(case, index, book)
        return sum(one.state_on(DEFAULT_TODAY) is State.IN_FORCE for one in report.consequences)

    begun = time.perf_counter()
    found = sum(count for _, count in screen_columns(columns, bound, cases))
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    begun = time.perf_counter()
    for table in TABLES:
        _scan(columns, f'SELECT max(hash("{table}")) FROM "{table}"')
    bare = time.perf_counter() - begun
    firms = columns.rows["enterprise"]
    return Figure(
        what=f"screen {len(cases):,} decisions in {firms:,} enterprises ({found:,} in force)",
        unit="s",
        ours=seconds,
        peer=bare,
        peer_is="DuckDB scans the same tables once",
        promised="20,000 in 1 M: ≤ 60 s, ≤ 4 GiB",
        kept=seconds <= 60 and peak <= 4 if len(cases) <= 20_000 else None,
        note=f"peak {peak:.1f} GiB",
    )


def _scan(columns: Columns, statement: str) -> list[tuple[str, ...]]:
    with duckdb.connect() as connection:
        columns.attach(connection)
        return connection.execute(statement).fetchall()


def load(workspace: Workspace, enterprises: int, columns: Columns, plain: float) -> Iterator[Figure]:
    """A province into the graph, rows a second, until all is written and indexed; `workspace` is one just opened.

    Beside it the plainest graph that a bare driver makes of the same rows by UNWIND: `plain` on another server just
    started, as ours is, and once more on ours when the load has warmed it."""
    caller = Caller.local(purpose="bench", inquiry="bench")
    options = {"enterprises": str(enterprises)}
    result = workspace.load(
        "province", Path(), caller=caller, today=DEFAULT_TODAY, options=options, search=False, bind_many=True
    )
    total = sum(result.account.facts.values()) + result.account.cards
    ours = total / result.seconds["write"]
    warm = bare.plain_graph(workspace.store.graph, columns)
    what = f"load {total:,} rows into {workspace.store.graph.address.engine}"
    derived = f"{result.cases:,} cases derived in {result.seconds['derive']:.0f} s"
    yield Figure(
        what=what,
        unit="rows/s",
        ours=ours,
        peer=plain,
        peer_is="bare UNWIND: a node a party, a relationship a tie, a node any other row",
        promised="≥ 0.4 × its peer",
        kept=ours >= 0.4 * plain,
        note=f"{ours / plain:.2f} ×, each on a server just started; and {derived}",
    )
    yield Figure(
        what=what,
        unit="rows/s",
        ours=ours,
        peer=warm,
        peer_is="the same bare UNWIND on the server that the load has warmed",
        promised="nothing: the load itself had no such server",
        kept=None,
        note=f"{ours / warm:.2f} ×",
    )
