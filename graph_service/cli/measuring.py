"""The measurements of `bench`: each does the work once and its peer beside it, on the same rows and the same graph."""

from __future__ import annotations

import http.client
import json
import resource
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import pyarrow.parquet as pq

from graph_service.api.serving import Running
from graph_service.assemble import Caller, Workspace
from graph_service.assemble.checking import CHECK
from graph_service.bulk import Columns, ColumnsWriter
from graph_service.bulk.schema import TABLES
from graph_service.bulk.screening import screen_columns
from graph_service.consequences import State, derive
from graph_service.facts import FactIndex, Stated, to_row
from graph_service.facts.digests import Digester
from graph_service.intake import Context
from graph_service.loaders import find
from graph_service.loaders.province.settings import DEFAULT_TODAY
from graph_service.rules.rulebook import Rulebook
from graph_service.store.connection import Run

BATCH = 5_000
"""Rows of a bare UNWIND, as the store writes them."""


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


def load(workspace: Workspace, enterprises: int) -> Figure:
    """A province into the graph, rows a second; beside it the same rows as bare nodes by UNWIND."""
    caller = Caller.local(purpose="bench", inquiry="bench")
    options = {"enterprises": str(enterprises)}
    result = workspace.load(
        "province", Path(), caller=caller, today=DEFAULT_TODAY, options=options, search=False
    )
    total = sum(result.account.facts.values()) + result.account.cards
    bare = _unwind(workspace)
    ours = total / result.seconds["write"]
    return Figure(
        what=f"load {total:,} rows into {workspace.store.graph.address.engine}",
        unit="rows/s",
        ours=ours,
        peer=bare,
        peer_is="bare UNWIND … CREATE of the same facts",
        promised="≥ 0.4 × its peer",
        kept=ours >= 0.4 * bare,
        note=f"and {result.cases:,} cases derived in {result.seconds['derive']:.0f} s",
    )


def _unwind(workspace: Workspace) -> float:
    """Rows a second of a bare driver that creates one node per fact, nothing looked up and nothing indexed."""
    graph = workspace.store.graph
    rows = [_flat(one) for one in workspace.store.facts()]
    begun = time.perf_counter()
    for start in range(0, len(rows), BATCH):
        graph.write(_create(rows[start : start + BATCH]))
    seconds = time.perf_counter() - begun
    # In batches: a server bounds the memory of a transaction.
    gone = f"MATCH (n:Bare) WITH n LIMIT {BATCH} DELETE n RETURN count(*) AS n"
    while graph.write(lambda run: run(gone))[0]["n"]:
        pass
    return len(rows) / seconds


def _flat(one: Stated) -> dict[str, object]:
    return {"fact": one.id, "entry_in": one.entry, **to_row(one.fact)}


def _create(rows: list[dict[str, object]]) -> Callable[[Run], object]:
    return lambda run: run("UNWIND $rows AS r CREATE (n:Bare) SET n = r", rows=rows)


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def check(workspace: Workspace, times: int) -> Iterator[Figure]:
    """A check over HTTP, milliseconds (p50); beside it the same read by the bare driver, and for a person also
    one line of the access log."""
    firm, person = _a_firm(workspace), "11010519491231002X"
    token = workspace.digester.document("resident_id", person)
    _state_person(workspace, person)
    with Running(workspace) as url:
        firm_here, firm_bare = _p50(
            times,
            _asking(url, {"subjects": [{"uscc": firm}]}),
            lambda: workspace.store.query(CHECK, values=[firm]),
        )
        person_here, person_bare, commit = _p50(
            times,
            _asking(url, {"subjects": [{"document_number": person}]}),
            lambda: workspace.store.query(CHECK, values=[token]),
            lambda: workspace.log.append({"act": "bench"}, workspace.now()),
        )
    peer = "the bare driver runs the same read"
    yield Figure(
        what="check of a firm over HTTP", unit="ms p50", ours=firm_here, peer=firm_bare, peer_is=peer,
        promised="≤ 3 × its peer", kept=firm_here <= 3 * firm_bare,
    )  # fmt: skip
    yield Figure(
        what="check of a person over HTTP", unit="ms p50", ours=person_here, peer=person_bare, peer_is=peer,
        promised="≤ 3 × its peer + one log commit", kept=person_here <= 3 * person_bare + commit,
        note=f"log commit {commit:.1f} ms",
    )  # fmt: skip


def _a_firm(workspace: Workspace) -> str:
    """The number of a firm that something binds."""
    rows = workspace.store.query(
        "MATCH (c:Consequence) WHERE c.bound_until > $day AND c.target = 'enterprise' "
        "MATCH (c)-[:BINDS]->(p:Party)-[t:IDENTIFIED_BY]->(i:Identifier) WHERE t.scheme = 'uscc' "
        "RETURN i.value AS value ORDER BY value LIMIT 1",
        day=date.today().isoformat(),  # noqa: DTZ011  # any day does: only some bound firm is looked for
    )
    return str(rows[0]["value"])


def _state_person(workspace: Workspace, number: str) -> None:
    """A person with the example number of the standard, so that there is one whose number is known."""
    caller = Caller.local()
    identity = {"type": "identity", "record": "bench:p", "level": "PROVED", "document_number": number}
    facts, cards = workspace.receive([{"type": "person", "record": "bench:p"}, identity], [], caller=caller)
    workspace.post(facts, cards, caller=caller)


def _asking(url: str, body: object) -> Callable[[], object]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    headers = {"Content-Type": "application/json", "X-Purpose": "bench", "X-Inquiry-Number": "bench"}

    def ask() -> bytes:
        connection.request("POST", "/v1/checks", json.dumps(body), headers)
        answer = connection.getresponse()
        text = answer.read()
        assert answer.status == http.HTTPStatus.OK, text
        return text

    return ask


def _p50(times: int, *works: Callable[[], object]) -> list[float]:
    """The median milliseconds of each, taken in turns: what slows the machine slows them all."""
    for work in works:
        for _ in range(max(5, times // 10)):
            work()
    rounds = [[_timed(work) for work in works] for _ in range(times)]
    return [statistics.median(column) * 1000 for column in zip(*rounds, strict=True)]
