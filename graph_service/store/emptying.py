"""Emptying an entry that was abandoned: nothing of it stays but its number.

It scans; it is rare, and readers never saw any of what it removes.
"""

from __future__ import annotations

from datetime import datetime

from graph_service.store import ledger
from graph_service.store.connection import Graph
from graph_service.store.read_sets import EVERYTHING
from graph_service.store.schema import make_late_indexes
from graph_service.store.shape import LINK_TYPES

_BATCH = 5_000
_DROPPED = (
    *(
        f"MATCH (a:Party)-[t:{rel}]->(b) WHERE t.entry_in = $entry WITH t LIMIT $batch DELETE t RETURN count(*) AS done"
        for rel in LINK_TYPES
    ),
    "MATCH (n:Fact) WHERE n.entry_in = $entry WITH n LIMIT $batch DETACH DELETE n RETURN count(*) AS done",
    "MATCH (n:Ending) WHERE n.entry_in = $entry WITH n LIMIT $batch DETACH DELETE n RETURN count(*) AS done",
    "MATCH (n:Consequence) WHERE n.entry_in = $entry WITH n LIMIT $batch DETACH DELETE n RETURN count(*) AS done",
    "MATCH (n:Alert) WHERE n.entry_in = $entry WITH n LIMIT $batch DELETE n RETURN count(*) AS done",
    "MATCH (n:Certificate) WHERE n.entry_in = $entry WITH n LIMIT $batch DETACH DELETE n RETURN count(*) AS done",
    "MATCH (n:Card) WHERE n.entry_in = $entry WITH n LIMIT $batch DETACH DELETE n RETURN count(*) AS done",
    "MATCH (n:Record) WHERE n.entry_in = $entry WITH n LIMIT $batch DETACH DELETE n RETURN count(*) AS done",
    "MATCH (n:Identifier) WHERE NOT (n)<-[:IDENTIFIED_BY]-() WITH n LIMIT $batch DELETE n RETURN count(*) AS done",
    "MATCH (n:Case) WHERE NOT (n)<-[:IN_CASE|ARISES_FROM|RESTS_ON|SUPERSEDES]-() WITH n LIMIT $batch "
    "DETACH DELETE n RETURN count(*) AS done",
)
_REOPENED = (
    *(
        f"MATCH (a:Party)-[t:{rel}]->(b) WHERE t.entry_out = $entry WITH t LIMIT $batch "
        "REMOVE t.entry_out RETURN count(*) AS done"
        for rel in LINK_TYPES
    ),
    "MATCH (n:Fact) WHERE n.entry_out = $entry WITH n LIMIT $batch REMOVE n.entry_out RETURN count(*) AS done",
    "MATCH (n:Consequence) WHERE n.entry_out = $entry WITH n LIMIT $batch REMOVE n.entry_out RETURN count(*) AS done",
)
_UNDONE = f"""
MATCH (c:Case) WHERE c.derived_in = $entry WITH c LIMIT $batch REMOVE c.derived_in, c.reads
MERGE (k:Key {{id: '{EVERYTHING}'}}) CREATE (c)-[:READS {{fields: ['{EVERYTHING}']}}]->(k) RETURN count(*) AS done
"""
_TEXTS = """
MATCH (r:Record) WHERE any(p IN r.places WHERE p STARTS WITH $prefix) WITH r LIMIT $batch
SET r.facts = [i IN range(0, size(r.facts) - 1) WHERE NOT r.places[i] STARTS WITH $prefix | r.facts[i]]
SET r.places = [p IN r.places WHERE NOT p STARTS WITH $prefix]
RETURN count(*) AS done
"""


def recover(graph: Graph, at: datetime) -> None:
    """Empty the entry that a writer abandoned, if there is one, and seal it empty; `at` is the instant (UTC). Raises
    Unavailable while another write is under way."""
    standing = graph.write(lambda run: ledger.lock(run, at))
    abandoned = standing.abandoned
    if abandoned is not None:
        empty(graph, abandoned)
    if abandoned is not None or standing.head == 0:
        make_late_indexes(graph)
    if abandoned is not None:
        graph.write(lambda run: ledger.seal(run, abandoned, at, "abandoned", 0, {"abandoned": True}))


def empty(graph: Graph, entry: int) -> None:
    """Remove all that entry `entry`, which was never sealed, left in the graph."""
    for statement in (*_DROPPED, *_REOPENED, _UNDONE, _TEXTS):
        while True:
            rows = graph.write(
                lambda run, text=statement: run(text, entry=entry, batch=_BATCH, prefix=f"{entry}:")  # type: ignore[misc]  # mypy cannot infer a lambda with a default
            )
            if not rows or rows[0]["done"] < _BATCH:
                break
