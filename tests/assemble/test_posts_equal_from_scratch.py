"""Post after post, what is stored is what the law makes of all facts at once."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from graph_service.rules.load import load_rulebook
from graph_service.rules.rulebook import Rulebook
from graph_service.store import EmbeddedServer, GraphAddress
from tests.assemble.on_graph import OnGraph
from tests.assemble.other_rulebooks import in_turn
from tests.graphs import Neo4jServer, wipe
from tests.workspaces import ADMINISTRATOR


@pytest.fixture(scope="module")
def books() -> tuple[Rulebook, ...]:
    """The rulebooks of the streams, in their order."""
    return in_turn(load_rulebook())


def play(graph: OnGraph, books: tuple[Rulebook, ...], posts: int, at_once: int) -> None:
    """So many posts; the rulebook changes after each quarter of them, and then everything is compared. At the end
    every certificate is checked, and a fresh process verifies."""
    for place in range(1, posts + 1):
        graph.post(at_once)
        if place % (posts // len(books)) == 0:
            graph.adopt(books[place * len(books) // posts - 1])
            graph.compare()
    graph.sweep()
    graph.certificates_verify()
    assert graph.workspace.verify(caller=ADMINISTRATOR).differences == ()


def test_thousands_of_updates_leave_in_the_graph_what_all_facts_make_at_once(
    address: GraphAddress, tmp_path: Path, books: tuple[Rulebook, ...]
) -> None:
    """Late facts, corrections of corrections, merge, unmerge and merge, objections, repairs, annulments, liftings,
    changes of office and of the rulebook, sweeps on some days; some dozens of updates are a post. Every case that
    changed was touched; whoever follows the alerts knows how all stands; what was taken back is certified."""
    with OnGraph(address, tmp_path / "data", 3, books[2]) as graph:
        play(graph, books, posts=24, at_once=100)
        assert graph.updates > 2_000
        assert graph.certificates > 10
        assert graph.sweeps > 1


def test_posts_of_a_few_facts_leave_in_the_graph_what_all_facts_make_at_once(
    address: GraphAddress, tmp_path: Path, books: tuple[Rulebook, ...]
) -> None:
    """The same with a post for every one or two steps; and what was known half-way is answered as it was."""
    with OnGraph(address, tmp_path / "data", 1, books[2]) as graph:
        play(graph, books, posts=40, at_once=2)
        half = graph.workspace.store.head() // 2
        assert graph.workspace.verify(caller=ADMINISTRATOR, known_at=half).differences == ()


def soak(
    address: GraphAddress, folder: Path, books: tuple[Rulebook, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """Streams of some five thousand updates, each on an empty graph, until a hundred thousand were made."""
    begun, updates, seed, certificates = time.perf_counter(), 0, 100, 0
    while updates < 100_000:
        seed += 1
        wipe(address)
        with OnGraph(address, folder / str(seed), seed, books[2]) as graph:
            play(graph, books, posts=120, at_once=(2, 20, 60, 90)[seed % 4])
            updates += graph.updates
            certificates += graph.certificates
    seconds = time.perf_counter() - begun
    told = f"""
{updates:,} updates in {seed - 100} streams, {updates / seconds:,.0f} updates/s with all that was compared;
{certificates:,} certificates verified
"""
    with capsys.disabled():
        sys.stdout.write(told)


@pytest.mark.soak
def test_a_hundred_thousand_updates_on_the_embedded_graph(
    embedded_server: EmbeddedServer,
    tmp_path: Path,
    books: tuple[Rulebook, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Byte for byte four times a stream, and by a fresh process at its end."""
    soak(embedded_server.address, tmp_path, books, capsys)


@pytest.mark.soak
def test_a_hundred_thousand_updates_on_neo4j(
    neo4j_server: Neo4jServer,
    tmp_path: Path,
    books: tuple[Rulebook, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The same streams."""
    soak(GraphAddress(neo4j_server.uri, "neo4j", neo4j_server.password), tmp_path, books, capsys)
