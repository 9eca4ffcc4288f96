"""Neo4j's bulk importer: the same store as the same facts posted over Bolt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from graph_service.errors import Conflict, Unavailable
from graph_service.facts import BY_KIND, Card, Day, Fact, fact_id, fields_of, to_row
from graph_service.facts.types import (
    CardErased,
    Enterprise,
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
from graph_service.store.importing import open_import, run_importer
from tests.graphs import admin_command, start_neo4j
from tests.store.test_ledger_in_graph import DECISION, FIRM, HOLDING, NAMING, OFFICE, WANG
from tests.store.test_parties_any_stream import assert_parties_are_those_of_the_facts

_ARROW = {"str": pa.string(), "day": pa.string(), "share": pa.string(), "int": pa.int64(), "bool": pa.bool_()}
JOINED = Identity(record="ftm:x", level="PROVED", document="resident_id:aa")
WRONG = Identity(record="ftm:y", level="PROVED", document="resident_id:aa", basis='a "quoted", basis')
RETRACTED = Enterprise(record="was:f")
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
    # What stands on the wrong record: a firm's number on a person's, a person's document on a firm's.
    Enterprise(record="mix:f"), Identifier(record="mix:f", scheme="uscc", value="91440101MA59MIXED1"),
    Enterprise(record="mix:g"), Identifier(record="mix:g", scheme="uscc", value="91440101MA59MIXED1"),
    Person(record="mix:p"), Identifier(record="mix:p", scheme="uscc", value="91440101MA59MIXED1"),
    Identity(record="mix:p", level="PROVED", document="resident_id:bb"),
    Office(record="mix:p", enterprise="mix:g", post="director"),
    Identity(record="mix:f", level="PROVED", document="resident_id:bb"),
    # One of whom nobody says what it is would join both.
    Identity(record="mix:u", level="CONFIRMED", same_as="mix:p"),
    Identity(record="mix:u", level="CONFIRMED", same_as="mix:g"),
    # What a record is was taken back: then its document joins it.
    RETRACTED, Retraction(record="was:f", of=fact_id(RETRACTED)),
    Identity(record="was:f", level="PROVED", document="resident_id:cc"),
    Person(record="was:p"), Identity(record="was:p", level="PROVED", document="resident_id:cc"),
    Name(record="reg:e2", name="控制\x0b\x1f\x01\t符\\u000B"),
    Guarantee(record="mix:g", debtor="mix:f", origin="odd\x0b\x1e\r\n\"\\sign"),
)  # fmt: skip
CARDS = (Card(record="reg:p1", name="王, 小\n明"), Card(record="ftm:y", name="李四"))


def batches(kind: str) -> Iterator[pa.RecordBatch]:
    """The facts of a kind as columns, as a staged load gives them."""
    if kind == "card":
        rows: list[dict[str, Any]] = [{"record": card.record, "name": card.name} for card in CARDS]
        yield pa.RecordBatch.from_pylist(rows)
        return
    rows = [
        {**to_row(fact), "entry": 1, "ordinal": place}
        for place, fact in enumerate((*FACTS, OFFICE), start=1)
        if fact.kind == kind
    ]
    schema = pa.schema(
        [(one.name, _ARROW.get(one.holds, pa.list_(pa.string()))) for one in fields_of(kind)]
        + [("entry", pa.int32()), ("ordinal", pa.int64()), ("id", pa.string())]
    )
    for start in range(0, len(rows), 7):
        yield pa.RecordBatch.from_pylist(rows[start : start + 7], schema)


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
            imported = Store(graph)
            with pytest.raises(Unavailable, match="never sealed"):
                imported.post([Person(record="too:early")])
            with open_import(graph, files, {"loader": "test"}) as load:
                assert load.touched() == sorted({str(DECISION.case)})
                assert load.seal().number == imported.head() == 1
            image = picture(imported)
            ledger = imported.export()
            assert_parties_are_those_of_the_facts(imported)
            with pytest.raises(Conflict, match="waiting"):
                open_import(graph, files, {})
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
