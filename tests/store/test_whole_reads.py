"""Whole-store reads: every node once, a page of many in one message."""

from __future__ import annotations

from typing import Any, cast

import pytest

from graph_service.store import reads
from graph_service.store.connection import Graph


class _Cards:
    """Answers as a graph with these cards would; remembers how often it was asked."""

    def __init__(self, count: int) -> None:
        self.records = [f"reg:{number:03}" for number in range(count)]
        self.asked = 0

    def value(self, query: str, /, *, last: str, page: int) -> list[list[Any]]:
        assert "MATCH (n:Card)" in query
        self.asked += 1
        found = [record for record in self.records if record > last][:page]
        return [[record, {"record": record, "name": record[-1]}] for record in found]


@pytest.mark.parametrize("count", [0, 1, 3, 6, 7])
def test_every_node_comes_once_and_the_graph_is_asked_once_a_page(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages of three: as many messages as pages, and one that finds no more; never one for each node."""
    monkeypatch.setattr(reads, "PAGE", 3)
    graph = _Cards(count)
    assert [card.record for card in reads.all_cards(cast(Graph, graph))] == graph.records
    assert graph.asked == -(-count // 3) + 1
