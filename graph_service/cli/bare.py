"""What a bare driver makes of the rows of a load: the peer beside which `bench` puts the load over Bolt.

It writes by UNWIND in managed transactions of as many rows as the store's, reads nothing back, and is removed again.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from graph_service.bulk import Columns
from graph_service.facts import to_row
from graph_service.store.connection import Graph, Run
from graph_service.store.writing import STEP

Rows = list[dict[str, Any]]
_PARTIES = ("enterprise", "person", "undecided_party")
_TIES = {"office": "enterprise", "holding": "enterprise", "branch_of": "enterprise"}
"""Ties of a register, with the field that names their other end."""


def plain_graph(graph: Graph, columns: Columns) -> float:
    """Rows a second of the plainest graph: a node for each party under a unique id, a relationship for each tie between
    parties found by their ids, a node for any other row, joined to nothing."""
    graph.write(
        lambda run: run("CREATE CONSTRAINT bare_id IF NOT EXISTS FOR (n:BareParty) REQUIRE n.id IS UNIQUE")
    )
    groups: dict[str, Rows] = defaultdict(list)
    for one in columns.facts():
        row = {"fact": one.id, **to_row(one.fact)}
        kind = one.fact.kind
        group = "party" if kind in _PARTIES else kind if kind in _TIES else "other"
        groups[group].append(row | {"id": one.fact.record} if group == "party" else row)
    ties = [(_TIE.format(kind=kind.upper(), end=end), groups[kind]) for kind, end in _TIES.items()]
    seconds = _timed(graph, [(_PARTY, groups["party"]), *ties, (_LOOSE, groups["other"])])
    _remove(graph)
    graph.write(lambda run: run("DROP CONSTRAINT bare_id"))
    return sum(map(len, groups.values())) / seconds


def _timed(graph: Graph, steps: list[tuple[str, Rows]]) -> float:
    begun = time.perf_counter()
    for statement, rows in steps:
        for start in range(0, len(rows), STEP):
            graph.write(_of(statement, rows[start : start + STEP]))
    return time.perf_counter() - begun


def _of(statement: str, rows: Rows) -> Callable[[Run], Rows]:
    return lambda run: run(statement, rows=rows)


def _remove(graph: Graph) -> None:
    """In batches: a server bounds the memory of a transaction."""
    for label in ("Bare", "BareParty"):
        gone = f"MATCH (n:{label}) WITH n LIMIT {STEP} DETACH DELETE n RETURN count(*) AS n"
        while graph.write(_of(gone, []))[0]["n"]:
            pass


_LOOSE = "UNWIND $rows AS r CREATE (n:Bare) SET n = r"
_PARTY = "UNWIND $rows AS r CREATE (n:BareParty) SET n = r"
_TIE = """
UNWIND $rows AS r MATCH (a:BareParty {{id: r.record}}) MATCH (b:BareParty {{id: r.{end}}})
CREATE (a)-[t:BARE_{kind}]->(b) SET t = r
"""
