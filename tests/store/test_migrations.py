"""Migrations by version: an older graph is brought up to date and keeps what it has; a newer one is refused."""

from __future__ import annotations

import pytest

from graph_service.errors import Conflict
from graph_service.facts.types import Enterprise
from graph_service.store import Graph, GraphAddress, Store, schema

SCHEMA = "MATCH (l:Ledger {id: 'ledger'}) RETURN l.schema AS schema"


def test_an_older_graph_is_migrated_and_keeps_what_it_has(
    address: GraphAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opened by a program that knows the first schema only, and then by this one; a second opening changes nothing."""
    newest = len(schema.MIGRATIONS)
    with monkeypatch.context() as older, Graph(address) as graph:
        older.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:1])
        with Store(graph) as store:
            store.post([Enterprise(record="e1")])
            assert store.query(SCHEMA) == [{"schema": 1}]
    for _ in range(2):
        with Store.open(address) as store:
            assert store.query(SCHEMA) == [{"schema": newest}]
            assert [one.fact for one in store.facts()] == [Enterprise(record="e1")]
            assert store.head() == 1


def test_a_newer_graph_is_refused(address: GraphAddress) -> None:
    """This program does not know what a later one made of it, and leaves it alone."""
    with Store.open(address) as store:
        newer = len(schema.MIGRATIONS) + 1
        store.graph.write(lambda run: run("MATCH (l:Ledger {id: 'ledger'}) SET l.schema = $n", n=newer))
    with pytest.raises(Conflict, match="update the program"):
        Store.open(address)
