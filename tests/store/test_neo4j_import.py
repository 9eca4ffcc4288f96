"""Neo4j's bulk importer: the same store as the same facts posted over Bolt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from graph_service.errors import Conflict, Unavailable
from graph_service.facts import BY_KIND, Card, Day, Fact, fact_id, fields_of, to_row
from graph_service.facts.types import (
    CardErased,
    Guarantee,
    Holding,
    Identifier,
    Identity,
    Name,
    Office,
    Person,
    Retraction,
    Unmerge,
)
from graph_service.store import Graph, GraphAddress, Store
from graph_service.store.import_files import write_import
from graph_service.store.importing import adopt_import, run_importer
from tests.graphs import admin_command, start_neo4j
from tests.store.test_ledger_in_graph import DECISION, FIRM, HOLDING, NAMING, OFFICE, WANG

_ARROW = {"str": pa.string(), "day": pa.string(), "share": pa.string(), "int": pa.int64(), "bool": pa.bool_()}
JOINED = Identity(record="ftm:x", level="PROVED", document="resident_id:aa")
WRONG = Identity(record="ftm:y", level="PROVED", document="resident_id:aa", basis='a "quoted", basis')
FACTS: tuple[Fact, ...] = (
    *FIRM, *WANG, OFFICE, HOLDING, DECISION, NAMING,
    Guarantee(record="reg:e1", debtor="reg:e2"),
    Person(record="ftm:x"), JOINED, Office(record="ftm:x", enterprise="reg:e1", post="liquidator"),
    Person(record="ftm:y"), WRONG, Unmerge(record="ftm:y", identity=fact_id(WRONG)),
    Identifier(record="ftm:e", scheme="uscc", value="91440101MA59ABCD1X"),
    Identity(record="ftm:z", level="CONFIRMED", same_as="ftm:y"),
    Identity(record="ftm:q", level="CANDIDATE", basis="masked"),
    Name(record="reg:e1", name="旧名\\ \"引\"", use="former", until=Day("2019")),
    Holding(record="ftm:x", enterprise="reg:e2", replaces=fact_id(HOLDING)),
    Retraction(record="reg:p1", of=fact_id(NAMING)),
    CardErased(record="ftm:y"),
)  # fmt: skip
CARDS = (Card(record="reg:p1", name="王, 小\n明"), Card(record="ftm:y", name="李四"))


def batches(kind: str) -> Iterator[pa.RecordBatch]:
    """The facts of a kind as columns, as a staged load gives them."""
    if kind == "card":
        rows: list[dict[str, Any]] = [{"record": card.record, "name": card.name} for card in CARDS]
        yield pa.RecordBatch.from_pylist(rows)
        return
    rows = [
        {**to_row(fact), "entry": 1, "ordinal": place, "id": fact_id(fact)}
        for place, fact in enumerate((*FACTS, OFFICE), start=1)
        if fact.kind == kind
    ]
    schema = pa.schema(
        [(one.name, _ARROW.get(one.holds, pa.list_(pa.string()))) for one in fields_of(kind)]
        + [("entry", pa.int32()), ("ordinal", pa.int64()), ("id", pa.string())]
    )
    if rows:
        yield pa.RecordBatch.from_pylist(rows, schema)


def picture(store: Store) -> dict[str, Any]:
    """All that the graph holds, but for what the engine numbers itself."""
    nodes = store.query(
        "MATCH (n:Record|Identifier|Fact|Case|Card|Ending) RETURN labels(n) AS l, properties(n) AS p"
    )
    ties = store.query(
        "MATCH (a:Record|Fact)-[t]->(b) RETURN coalesce(a.record, '') + coalesce(a.id, '') AS a, type(t) AS t, "
        "properties(t) AS p, coalesce(b.record, '') + coalesce(b.id, b.value, '') AS b"
    )
    found: dict[str, Any] = defaultdict(list)
    for row in nodes:
        row["p"].pop("place", None)
        found["nodes"].append((sorted(row["l"]), sorted(row["p"].items())))
    for row in ties:
        found["ties"].append((row["a"], row["t"], row["b"], sorted(row["p"].items())))
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


def test_an_import_gives_the_graph_that_a_post_gives(tmp_path: Path) -> None:
    """Joined and parted records, replaced and retracted facts, erased cards, odd signs: node for node the same."""
    files = write_import(tmp_path / "files", tuple(BY_KIND), batches)
    home = tmp_path / "home"
    command, environment = admin_command(home)
    run_importer(command, files, environment=environment)
    server = start_neo4j(home, heap="512m")
    try:
        with Graph(GraphAddress(server.uri, "neo4j", server.password)) as graph:
            entry = adopt_import(graph, files, datetime.now(UTC), {"loader": "test"})
            assert entry.number == 1
            imported = Store(graph)
            image = picture(imported)
            ledger = imported.export()
            with pytest.raises(Conflict):
                adopt_import(graph, files, datetime.now(UTC), {})
            while graph.write(lambda run: run("MATCH (n) DETACH DELETE n RETURN count(*) AS n"))[0]["n"]:
                pass
            posted = Store(graph)
            posted.post(FACTS, CARDS)
            other = picture(posted)
            for name in image:
                assert [row for row in image[name] if row not in other[name]] == []
                assert [row for row in other[name] if row not in image[name]] == []
            assert [to_row(one.fact) for one in ledger.facts] == [
                to_row(one.fact) for one in posted.export().facts
            ]
    finally:
        server.stop()


def test_an_importer_that_fails_is_told_with_the_place_of_its_log(tmp_path: Path) -> None:
    """Nothing is sealed; the error names the log."""
    files = write_import(tmp_path / "files", ("enterprise",), batches)
    with pytest.raises(Unavailable, match=r"importer\.log"):
        run_importer(["false"], files)
