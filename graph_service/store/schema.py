"""Constraints, indexes and the numbered migrations that make them.

Uniqueness stands on one label per property: `:Party(id)` alone carries the party id and `:Record(record)` the
record id, since an engine may check only one of several labels. A migration, once released, is never edited.
"""

from __future__ import annotations

from collections.abc import Callable

from neo4j.exceptions import Neo4jError

from graph_service.errors import Conflict
from graph_service.store.connection import AlreadyStored, Graph, Rows, Run
from graph_service.store.shape import CONTACTS, LINK_TYPES

_UNIQUE = {
    "ledger_id": ("Ledger", "id"),
    "entry_number": ("Entry", "number"),
    "record_record": ("Record", "record"),
    "party_id": ("Party", "id"),
    "identifier_value": ("Identifier", "value"),
    "fact_id": ("Fact", "id"),
    "card_record": ("Card", "record"),
    "case_id": ("Case", "id"),
    "key_id": ("Key", "id"),
    "ending_id": ("Ending", "id"),
    "consequence_version": ("Consequence", "version"),
    "idempotency_key": ("Idempotency", "key"),
    "rulebook_digest": ("Rulebook", "digest"),
}
_INDEXED = {
    "fact_record": ("Fact", "record"),
    "fact_case": ("Fact", "case"),
    "fact_reference": ("Fact", "reference"),
    "ending_of": ("Ending", "of"),
    "ending_by": ("Ending", "by"),
    "consequence_id": ("Consequence", "id"),
    "consequence_bound_until": ("Consequence", "bound_until"),
    "consequence_is_draft": ("Consequence", "is_draft"),
}
_CONTACTS = {f"record_{kind}": ("Record", kind) for kind in CONTACTS}
"""Indexes over texts in no order: a load into an empty store makes them, and the constraints of links, when all is
written."""


def _index(name: str, label: str, field: str) -> str:
    return f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{label}) ON (n.{field})"


def _link_constraint(rel: str) -> str:
    return f"CREATE CONSTRAINT {rel.lower()}_fact IF NOT EXISTS FOR ()-[r:{rel}]-() REQUIRE r.fact IS UNIQUE"


def _first() -> tuple[str, ...]:
    nodes = [
        f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{field} IS UNIQUE"
        for name, (label, field) in _UNIQUE.items()
    ]
    indexes = [
        f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{label}) ON (n.{field})"
        for name, (label, field) in _INDEXED.items()
    ]
    return (*nodes, *indexes, *map(_link_constraint, LINK_TYPES))


def _telling() -> tuple[str, ...]:
    unique = "CREATE CONSTRAINT {0}_id IF NOT EXISTS FOR (n:{1}) REQUIRE n.id IS UNIQUE"
    return (
        unique.format("certificate", "Certificate"),
        unique.format("signing_key", "SigningKey"),
        "CREATE CONSTRAINT alert_number IF NOT EXISTS FOR (n:Alert) REQUIRE n.number IS UNIQUE",
        _index("consequence_next_on", "Consequence", "next_on"),
        _index("certificate_record", "Certificate", "record"),
        _index("certificate_case", "Certificate", "case"),
    )


def _delivering() -> tuple[str, ...]:
    unique = "CREATE CONSTRAINT {0} IF NOT EXISTS FOR (n:{1}) REQUIRE n.{2} IS UNIQUE"
    return (
        unique.format("consumer_name", "Consumer", "name"),
        unique.format("delivery_id", "Delivery", "id"),
        unique.format("lease_id", "Lease", "id"),
        _index("delivery_consumer", "Delivery", "consumer"),
    )


def _watching() -> tuple[str, ...]:
    return (_index("case_waits", "Case", "waits"), _index("case_due_on", "Case", "due_on"))


def _confirming() -> tuple[str, ...]:
    return (
        "CREATE CONSTRAINT confirmation_id IF NOT EXISTS FOR (n:Confirmation) REQUIRE n.id IS UNIQUE",
        _index("confirmation_name", "Confirmation", "name"),
    )


def _noticing() -> tuple[str, ...]:
    return ("CREATE CONSTRAINT recipient_name IF NOT EXISTS FOR (n:Recipient) REQUIRE n.name IS UNIQUE",)


MIGRATIONS: tuple[tuple[str, ...], ...] = (
    _first(),
    _telling(),
    _delivering(),
    _watching(),
    _confirming(),
    _noticing(),
)
"""Migration N (from 1) is the statements at N - 1."""


def migrate(graph: Graph) -> int:
    """Bring the graph to the newest schema and give its number; raises Conflict where the graph is newer."""
    found = graph.read("MATCH (l:Ledger {id: 'ledger'}) RETURN l.schema AS schema")
    version = int(found[0]["schema"]) if found else 0
    if version > len(MIGRATIONS):
        raise Conflict(
            f"this graph has schema {version} and this program knows {len(MIGRATIONS)}: update the program"
        )
    for number in range(version + 1, len(MIGRATIONS) + 1):
        for statement in MIGRATIONS[number - 1]:
            graph.write(lambda run, text=statement: run(text))  # type: ignore[misc]  # mypy infers no type for it
        graph.write(
            lambda run, number=number: run(  # type: ignore[misc]  # as above
                "MERGE (l:Ledger {id: 'ledger'}) ON CREATE SET l.head = 0 SET l.schema = $number",
                number=number,
            )
        )
    if version < len(MIGRATIONS):
        _await_indexes(graph)
    return len(MIGRATIONS)


def _await_indexes(graph: Graph) -> None:
    if graph.address.engine == "neo4j":
        graph.write(lambda run: run("CALL db.awaitIndexes(60)"))


def make_late_indexes(graph: Graph) -> None:
    """Make what a load into an empty store did without; harmless when repeated. Links that two batches of it stated
    both are told from each other here: the first stays."""
    for name, (label, field) in _CONTACTS.items():
        graph.write(_of(_index(name, label, field)))
    for rel in LINK_TYPES:
        try:
            graph.write(_of(_link_constraint(rel)))
        except (Neo4jError, AlreadyStored):
            graph.write(_of(_ONE_OF_EACH.format(rel=rel)))
            graph.write(_of(_link_constraint(rel)))
    _await_indexes(graph)


def drop_late_indexes(graph: Graph) -> None:
    """Do without them while an empty store is loaded, which is a third to a half faster."""
    for name in _CONTACTS:
        graph.write(_of(f"DROP INDEX {name} IF EXISTS"))
    for rel in LINK_TYPES:
        graph.write(_of(f"DROP CONSTRAINT {rel.lower()}_fact IF EXISTS"))


def _of(statement: str) -> Callable[[Run], Rows]:
    return lambda run: run(statement)


_ONE_OF_EACH = """
MATCH (:Party)-[t:{rel}]->() WITH t ORDER BY t.ordinal WITH t.fact AS fact, collect(t) AS stated
WHERE size(stated) > 1 UNWIND stated[1..] AS again DELETE again
"""
