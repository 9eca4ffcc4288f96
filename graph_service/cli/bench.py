"""The command `bench`: each speed beside its peer in the same run."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from graph_service.cli import asking, bare, measuring, measuring_changes, measuring_checks, paper
from graph_service.cli.measuring import Figure
from graph_service.cli.measuring_neo4j import changes_on_neo4j, on_neo4j
from graph_service.errors import Conflict
from graph_service.loaders.province.settings import FEWEST
from graph_service.rules.load import load_rulebook


def register(app: typer.Typer) -> None:
    """Put the command of this module into the application."""
    app.command("bench")(bench)
    app.command("bench-changes")(bench_changes)


def bench(
    enterprises: Annotated[int, typer.Option(min=FEWEST, help="Enterprises loaded into the graph")] = 20_000,
    screened: Annotated[
        int, typer.Option(min=FEWEST, help="Enterprises generated and screened as columns")
    ] = 1_000_000,
    decisions: Annotated[int, typer.Option(min=1, help="Decisions screened at most")] = 20_000,
    times: Annotated[int, typer.Option(min=10, help="Checks that are timed")] = 200,
    imported: Annotated[
        int, typer.Option(min=FEWEST, help="Enterprises loaded in bulk, where NEO4J_HOME names a Neo4j")
    ] = 200_000,
    as_json: asking.AsJson = False,
) -> None:
    """Generate, screen, load and check, each beside its peer in the same run, in a folder of its own. Where NEO4J_HOME
    names a Neo4j of this machine, loads (over Bolt and in bulk) and checks are measured on new databases of it too.
    Where NEO4J_URI names a graph, that one is loaded, and it must be empty."""
    figures = []
    with _folder() as folder:
        for figure in _measured(folder, enterprises, screened, decisions, times, imported):
            figures.append(figure)
            if not as_json:
                _tell(figure)
    if as_json:
        paper.as_json({"figures": [asdict(figure) for figure in figures]})


def bench_changes(
    enterprises: Annotated[
        int, typer.Option(min=FEWEST, help="Enterprises of the register, where there is none yet")
    ] = 1_000_000,
    times: Annotated[int, typer.Option(min=10, help="Firms listed, objecting and repaired")] = 300,
    as_json: asking.AsJson = False,
) -> None:
    """A decision, an objection and a repair over HTTP, each durable, beside plain Cypher and a full recompute.

    Measured on the graph that is open: an empty one is loaded first, and what is there then is used by the next run.
    Where NEO4J_HOME names a Neo4j of this machine, on a new database of it too, filled by its importer."""
    figures = []
    with _folder() as folder:
        for figure in _changes(folder, enterprises, times):
            figures.append(figure)
            if not as_json:
                _tell(figure)
    if as_json:
        paper.as_json({"figures": [asdict(figure) for figure in figures]})


def _changes(folder: Path, enterprises: int, times: int) -> Iterator[Figure]:
    with asking.workspace() as workspace:
        if not workspace.store.query("MATCH (f:Fact) RETURN 1 AS one LIMIT 1"):
            measuring_changes.fill(workspace, enterprises)
        yield from measuring_changes.changes(workspace, times)
    if asking.settings().neo4j_home is not None:
        yield from changes_on_neo4j(asking.settings(), folder, enterprises, times)


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="graph-service-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measured(
    folder: Path, enterprises: int, screened: int, decisions: int, times: int, imported: int
) -> Iterator[Figure]:
    columns, figure = measuring.generate(folder / "register", screened)
    yield figure
    yield measuring.screen(columns, load_rulebook(asking.settings().rules), decisions)
    shutil.rmtree(folder / "register")
    rows, _ = measuring.generate(folder / "rows", enterprises)
    with asking.workspace(data=folder / "peer") as workspace:
        if workspace.store.query("MATCH (f:Fact) RETURN 1 AS one LIMIT 1"):
            raise Conflict("bench loads a generated province: name a graph that is empty, or none")
        plain = bare.plain_graph(workspace.store.graph, rows)
    with asking.workspace(data=folder / "data") as workspace:
        yield from measuring.load(workspace, enterprises, rows, plain)
        yield from measuring_checks.check(workspace, times)
    if asking.settings().neo4j_home is not None:
        yield from on_neo4j(asking.settings(), folder / "neo4j", rows, enterprises, imported, times)


def _tell(figure: Figure) -> None:
    verdict = {True: ("kept", "bold green"), False: ("missed", "bold red"), None: ("–", "dim")}[figure.kept]
    paper.out.print(Text.assemble((figure.what, "bold"), f"  {figure.note}" if figure.note else ""))
    rows = [
        ("ours", _number(figure.ours), figure.unit),
        (figure.peer_is, _number(figure.peer or 0), figure.unit),
    ]
    paper.table(("", "", ""), rows)
    paper.out.print(Text.assemble("  promised ", figure.promised, ": ", verdict))
    paper.out.print()


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:,.2f}"
