"""What tests share: the two graphs, and the count of tests on each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import settings

from graph_service.store import EmbeddedServer, GraphAddress, Store, open_server
from tests.graphs import Neo4jServer, start_neo4j, wipe

# How long an example takes is no behaviour: it depends on what else runs, and on whether branches are counted.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

GRAPHS = ("embedded", "neo4j")
_COUNTED: Counter[tuple[str, str]] = Counter()


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    """A real Neo4j for the whole run; where it does not start, every test that asks for it fails."""
    server = start_neo4j(tmp_path_factory.mktemp("neo4j"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def embedded_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServer]:
    """The embedded default for the whole run."""
    server = open_server(tmp_path_factory.mktemp("embedded"), heap="512m", mode="development")
    yield server
    server.close()


@pytest.fixture(params=GRAPHS)
def address(request: pytest.FixtureRequest) -> GraphAddress:
    """The address of one of the two graphs, emptied."""
    if request.param == "neo4j":
        neo4j: Neo4jServer = request.getfixturevalue("neo4j_server")
        found = GraphAddress(neo4j.uri, "neo4j", neo4j.password)
    else:
        embedded: EmbeddedServer = request.getfixturevalue("embedded_server")
        found = embedded.address
    wipe(found)
    return found


@pytest.fixture
def store(address: GraphAddress) -> Iterator[Store]:
    """An empty store on one of the two graphs; deprecated Cypher is an error."""
    with Store.open(address, strict=True) as opened:
        yield opened


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count the outcome of every test that ran on a graph."""
    if report.when == "call" or report.failed:
        name = report.nodeid.partition("[")[2].rstrip("]").split("-")
        for graph in GRAPHS:
            if graph in name:
                _COUNTED[graph, report.outcome] += 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests ran on each graph."""
    for graph in GRAPHS:
        passed, failed = _COUNTED[graph, "passed"], _COUNTED[graph, "failed"]
        if passed or failed:
            terminalreporter.write_line(f"graph {graph}: {passed} passed, {failed} failed")
