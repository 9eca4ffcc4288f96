"""`kill -9` of a process that loads or changes the rulebook, and of the graph under it: all of it is there, or none."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from graph_service.rules.load import load_rulebook
from graph_service.rules.rulebook import Rulebook
from graph_service.store import GraphAddress
from tests.assemble.killed_writer import Killable, killed
from tests.assemble.on_graph import OnGraph
from tests.assemble.other_rulebooks import in_turn
from tests.graphs import Neo4jServer, wipe
from tests.workspaces import ADMINISTRATOR


@pytest.fixture(scope="module")
def books() -> tuple[Rulebook, ...]:
    """The rulebooks, in the order in which they follow each other."""
    return in_turn(load_rulebook())


@pytest.fixture
def killable(tmp_path: Path) -> Iterator[Killable]:
    """An embedded graph of the test's own."""
    graph = Killable.at(tmp_path / "graph")
    try:
        yield graph
    finally:
        graph.server.close()


class Rounds:
    """Loads and changes of the rulebook, each killed at a random moment; what became of them is counted."""

    def __init__(self, graph: OnGraph, books: tuple[Rulebook, ...], seed: int) -> None:
        self.graph, self.books, self.chance = graph, books, Random(seed)
        self.came: Counter[str] = Counter()
        self.turn = 0
        graph.post(40)
        begun = time.perf_counter()
        graph.load(graph.told(20))
        self.load_takes = time.perf_counter() - begun
        begun = time.perf_counter()
        graph.adopt(books[0])
        self.adoption_takes = time.perf_counter() - begun
        graph.sweep()

    def load(self, server: Killable | None = None) -> None:
        """A load, killed; or the graph under it."""
        seconds = self.chance.uniform(0, self.load_takes)
        sealed = killed(self.graph, self.graph.memory.book, self.graph.told(20), seconds, server)
        self.came["load sealed" if sealed else "load undone"] += 1

    def adopt(self, server: Killable | None = None) -> None:
        """The next rulebook, killed while it is adopted; or the graph under it."""
        self.turn += 1
        book = self.books[self.turn % len(self.books)]
        sealed = killed(self.graph, book, [], self.chance.uniform(0, self.adoption_takes), server)
        self.came["rulebook adopted" if sealed else "adoption undone"] += 1

    def judge(self) -> None:
        """A fresh process finds what the facts make, and every certificate is whole."""
        self.graph.certificates_verify()
        assert self.graph.workspace.verify(caller=ADMINISTRATOR).differences == ()

    def told(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Say what became of them."""
        with capsys.disabled():
            sys.stdout.write(f"\nkilled {sum(self.came.values())} times: {dict(self.came)}\n")


def test_a_load_and_a_rulebook_that_are_killed_are_there_whole_or_not_at_all(
    killable: Killable, tmp_path: Path, books: tuple[Rulebook, ...]
) -> None:
    """The graph is killed under a load, the process in an adoption. Nothing of what was not sealed is seen; asked for
    again it is there once, with its alerts and its certificates."""
    with OnGraph(killable.server.address, tmp_path / "data", 7, books[2]) as graph:
        rounds = Rounds(graph, books, 1)
        rounds.load(killable)
        rounds.adopt()
        rounds.judge()


@pytest.mark.soak
def test_forty_kills_of_loads_and_adoptions_on_the_embedded_graph(
    killable: Killable, tmp_path: Path, books: tuple[Rulebook, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """The same forty times on one register: process and graph in turn, loads and rulebooks."""
    with OnGraph(killable.server.address, tmp_path / "data", 8, books[2]) as graph:
        rounds = Rounds(graph, books, 2)
        for _ in range(10):
            for server in (None, killable):
                rounds.load(server)
                rounds.adopt(server)
        rounds.judge()
        rounds.told(capsys)


@pytest.mark.soak
def test_twenty_kills_of_loads_and_adoptions_on_neo4j(
    neo4j_server: Neo4jServer,
    tmp_path: Path,
    books: tuple[Rulebook, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The process killed, over a Neo4j that lives on."""
    address = GraphAddress(neo4j_server.uri, "neo4j", neo4j_server.password)
    wipe(address)
    with OnGraph(address, tmp_path / "data", 9, books[2]) as graph:
        rounds = Rounds(graph, books, 3)
        for _ in range(10):
            rounds.load()
            rounds.adopt()
        rounds.judge()
        rounds.told(capsys)
