"""Post after post, what is stored is what the law makes of all facts at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph_service.assemble import Workspace
from graph_service.assemble.deriving import derive_cases
from graph_service.consequences import canonical
from graph_service.consequences.model import to_json
from graph_service.facts import Ledger, MemoryIndex, cluster
from graph_service.facts.notation import dump
from graph_service.store import EmbeddedServer, GraphAddress
from tests.assemble.stream import Stream
from tests.graphs import Neo4jServer, wipe
from tests.workspaces import ADMINISTRATOR, open_on

AT = datetime(2030, 1, 1, tzinfo=UTC)


def told(workspace: Workspace, stream: Stream, ledger: Ledger, posts: int) -> Ledger:
    """Post the next posts of the stream; the ledger as it should be then."""
    for facts in stream.posts(posts):
        answer = workspace.post(facts, caller=ADMINISTRATOR)
        ledger = ledger.plus(facts, AT)
        assert answer["problems"] == [one for one in answer["problems"] if one["kind"] != "proof_refused"]
    return ledger


def cases_of(ledger: Ledger) -> list[str]:
    """Every case that a fact speaks of."""
    return sorted({case for one in ledger.facts if (case := getattr(one.fact, "case", None)) is not None})


def from_scratch(workspace: Workspace, ledger: Ledger) -> dict[str, list[str]]:
    """Canonical JSON of every consequence by case, derived from all facts of a ledger, and beside them what else
    the report of the case says."""
    found = {}
    for report in derive_cases(MemoryIndex.of(ledger), cases_of(ledger), workspace.book):
        beside = {name: to_json(getattr(report, name)) for name in ("hints", "problems", "not_recognised")}
        found[report.case] = [*sorted(map(canonical, report.consequences)), canonical(beside)]
    return found


def stored(workspace: Workspace, cases: Iterable[str]) -> dict[str, list[str]]:
    """The same of what the graph keeps."""
    found = {}
    for case in cases:
        kept = workspace.store.stored_case(case)
        assert kept is not None, case
        beside = {"hints": kept.hints, "problems": kept.problems, "not_recognised": kept.not_recognised}
        consequences = workspace.store.consequences_of_case(case)
        found[case] = [*sorted(map(canonical, consequences)), canonical(beside)]
    return found


def assert_equal(workspace: Workspace, ledger: Ledger) -> None:
    """Facts, consequences and parties in the graph are those that the ledger makes by itself."""
    exported = workspace.store.export()
    assert [one.id for one in exported.facts] == [one.id for one in ledger.facts]
    expected = from_scratch(workspace, exported)
    kept = stored(workspace, expected)
    for case, report in expected.items():
        assert kept[case] == report, f"{case}\n{dump(exported)}"
    index = MemoryIndex.of(exported)
    records = {one.fact.record for one in exported.facts}
    parties: dict[str, set[str]] = defaultdict(set)
    for record in records:
        parties[workspace.store.resolve(record)].add(record)
    for members in parties.values():
        for record in members:
            assert members == set(cluster(index, record).records) & records, dump(exported)


def play(address: GraphAddress, folder: Path, seed: int, posts: int, slice_of: int) -> None:
    """Post a stream on a graph; after each slice everything is compared, and at the end what was known half-way."""
    with open_on(address, folder) as workspace:
        stream, ledger = Stream(seed, workspace.book), Ledger()
        for _ in range(posts // slice_of):
            ledger = told(workspace, stream, ledger, slice_of)
            assert_equal(workspace, ledger)
        exported = workspace.store.export()
        then = exported.until(exported.head // 2)
        expected = from_scratch(workspace, then)
        for case, (*consequences, _) in expected.items():
            found = workspace.store.consequences_of_case(case, known=then.head)
            assert sorted(map(canonical, found)) == consequences, case


def test_after_every_slice_of_posts_the_graph_holds_what_all_facts_make_at_once(
    address: GraphAddress, tmp_path: Path
) -> None:
    """Objections, repairs, annulments, merges and unmerges, corrections and retractions, in any order; at the end
    what was known half-way is answered as it was."""
    play(address, tmp_path / "data", seed=1, posts=60, slice_of=20)


@pytest.mark.soak
def test_two_thousand_posts_on_the_embedded_graph(embedded_server: EmbeddedServer, tmp_path: Path) -> None:
    """Byte for byte after every hundredth post."""
    wipe(embedded_server.address)
    play(embedded_server.address, tmp_path / "data", seed=2, posts=2_000, slice_of=100)


@pytest.mark.soak
def test_three_hundred_posts_on_neo4j(neo4j_server: Neo4jServer, tmp_path: Path) -> None:
    """The first three hundred of the same posts."""
    address = GraphAddress(neo4j_server.uri, "neo4j", neo4j_server.password)
    wipe(address)
    play(address, tmp_path / "data", seed=2, posts=300, slice_of=50)
