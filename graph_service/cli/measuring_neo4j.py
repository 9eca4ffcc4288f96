"""The measurements of `bench` on a Neo4j of this machine: a load over Bolt, and one through its importer."""

from __future__ import annotations

import secrets
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from graph_service.assemble import Caller, LoadOrder, LoadResult, Settings, Workspace, bulk_load
from graph_service.assemble.opening import server_address
from graph_service.bulk import Columns
from graph_service.cli import bare, measuring, measuring_changes, measuring_checks
from graph_service.cli.measuring import Figure
from graph_service.errors import Unavailable
from graph_service.loaders.province.settings import DEFAULT_TODAY
from graph_service.store.neo4j_home import Neo4jHome

_END_TO_END = ("files", "import", "start", "adopt", "seal")
"""The phases from staged columns to a sealed database that answers; deriving is told apart, as for other loads."""


def on_neo4j(
    given: Settings, folder: Path, rows: Columns, enterprises: int, imported: int, times: int
) -> Iterator[Figure]:
    """A province loaded over Bolt into one new Neo4j and checked there, another through the importer into a second one,
    and `rows`, those of the first, by a bare driver into a third; all in `folder`, on ports of their own."""
    with _new(given, folder / "peer") as workspace:
        plain = bare.plain_graph(workspace.store.graph, rows)
    with _new(given, folder / "bolt") as workspace:
        loaded = tuple(measuring.load(workspace, enterprises, rows, plain))
        checked = tuple(measuring_checks.check(workspace, times))
    yield from (*loaded, *checked)
    settings = _own(given, folder / "import")
    with _stopped_at_end(Neo4jHome.find(settings.neo4j_home, settings.neo4j_conf)):
        result = _import(settings, imported)
    yield _figure(result, imported, loaded[0])


def changes_on_neo4j(given: Settings, folder: Path, enterprises: int, times: int) -> Iterator[Figure]:
    """Exact change in a new Neo4j that its importer filled with a province."""
    settings = _own(given, folder / "changes")
    with _stopped_at_end(Neo4jHome.find(settings.neo4j_home, settings.neo4j_conf)):
        _import(settings, enterprises)
        with Workspace.open(settings) as workspace:
            yield from measuring_changes.changes(workspace, times)


def _import(settings: Settings, enterprises: int) -> LoadResult:
    options = {"enterprises": str(enterprises)}
    order = LoadOrder(loader="province", source=Path(), today=DEFAULT_TODAY, options=options)
    return bulk_load(settings, order, caller=Caller.local(purpose="bench", inquiry="bench"))


def _figure(result: LoadResult, enterprises: int, loaded: Figure) -> Figure:
    total = sum(result.account.facts.values()) + result.account.cards
    seconds = {name: result.seconds[name] for name in (*_END_TO_END, "derive")}
    rate = total / sum(seconds[name] for name in _END_TO_END)
    return Figure(
        what=f"bulk load {enterprises:,} enterprises ({total:,} facts and cards) through Neo4j's importer",
        unit="rows/s",
        ours=rate,
        peer=loaded.ours,
        peer_is="the same over Bolt, as above",
        promised="≥ 40,000 from staged columns to a sealed, answering database",
        kept=rate >= 40_000,
        note=", ".join(f"{name} {spent:.0f} s" for name, spent in seconds.items())
        + f"; with {result.cases:,} cases derived {total / sum(seconds.values()):,.0f} rows/s",
    )


@contextmanager
def _new(given: Settings, folder: Path) -> Iterator[Workspace]:
    """A workspace on a new Neo4j, just started."""
    settings = _own(given, folder)
    home = Neo4jHome.find(settings.neo4j_home, settings.neo4j_conf)
    with _stopped_at_end(home):
        home.start(server_address(settings, str(settings.neo4j_uri))).close()
        with Workspace.open(settings) as workspace:
            yield workspace


def _own(given: Settings, folder: Path) -> Settings:
    """The settings of a Neo4j with data, port and password of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    conf = folder / "conf"
    conf.mkdir(parents=True)
    lines = [
        *(f"server.directories.{name}={folder / name}" for name in ("data", "logs", "run", "import")),
        f"server.bolt.listen_address=127.0.0.1:{port}",
        "server.http.enabled=false",
    ]
    (conf / "neo4j.conf").write_text("\n".join(lines) + "\n", encoding="utf-8")
    password = secrets.token_urlsafe(18)
    settings = replace(
        given,
        data=folder / "workspace",
        keys=folder / "workspace" / "keys",
        neo4j_uri=f"bolt://127.0.0.1:{port}",
        neo4j_username="neo4j",
        neo4j_password=password,
        neo4j_database="neo4j",
        neo4j_conf=conf,
    )
    home = Neo4jHome.find(given.neo4j_home, conf)
    command = [str(home.admin), "dbms", "set-initial-password", password]
    done = subprocess.run(command, env=dict(home.environment), capture_output=True, check=False)
    if done.returncode:
        raise Unavailable(f"{home.admin} could not set the first password of a new Neo4j")
    return settings


@contextmanager
def _stopped_at_end(home: Neo4jHome) -> Iterator[None]:
    try:
        yield
    finally:
        home.stop()
