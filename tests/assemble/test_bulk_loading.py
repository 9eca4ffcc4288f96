"""A load through Neo4j's importer: the same store as the same source loaded over Bolt, or a refusal that says why."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph_service.assemble import LoadOrder, Settings, Workspace, bulk_load
from graph_service.errors import BadInput, Conflict, NotAllowed, Unavailable
from graph_service.loaders.province import DEFAULT_TODAY
from graph_service.store import GraphAddress
from graph_service.store.neo4j_home import Neo4jHome
from tests.graphs import ROOT, Neo4jServer, wipe
from tests.workspaces import ADMINISTRATOR, as_role

HOME = ROOT / "deploy" / "neo4j"
ORDER = LoadOrder(loader="province", source=Path(), today=DEFAULT_TODAY, options={"enterprises": "1000"})


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Those of a Neo4j of this machine that was never started."""
    monkeypatch.setenv("HEAP_SIZE", "512m")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    conf = tmp_path / "neo4j" / "conf"
    conf.mkdir(parents=True)
    text = f"server.bolt.listen_address=127.0.0.1:{port}\nserver.directories.data={conf.parent / 'data'}\n"
    (conf / "neo4j.conf").write_text(text, encoding="utf-8")
    (conf / "password").write_text("a password of a test", encoding="utf-8")
    return Settings(
        data=tmp_path / "data",
        keys=tmp_path / "keys",
        neo4j_uri=f"bolt://127.0.0.1:{port}",
        neo4j_password="a password of a test",
        neo4j_home=HOME,
        neo4j_conf=conf,
    )


@pytest.fixture
def started(settings: Settings) -> Iterator[Neo4jHome]:
    """The Neo4j of these settings, stopped at the end of the test."""
    home = Neo4jHome.find(settings.neo4j_home, settings.neo4j_conf)
    yield home
    home.stop()


def kept(workspace: Workspace) -> dict[str, Any]:
    """All that a store keeps: entries, facts in their places, cards, who is one party, and what follows."""
    store = workspace.store
    ledger = store.export()
    return {
        "entries": [(one.number, one.kind, one.facts) for one in store.entries()],
        "facts": [(one.id, one.entry, one.ordinal) for one in ledger.facts],
        "cards": ledger.cards,
        "parties": [
            (row["record"], row["party"], sorted(row["labels"]))
            for row in store.query(
                "MATCH (r:Record) OPTIONAL MATCH (r)-[:PART_OF]->(p) "
                "RETURN r.record AS record, coalesce(p.id, r.id) AS party, labels(r) AS labels ORDER BY record"
            )
        ],
        "consequences": store.query(
            "MATCH (c:Consequence)-[b:BINDS]->(p) "
            "RETURN c.version AS version, c.body AS body, b.record AS record, p.id AS party ORDER BY version"
        ),
        "cases": {case: store.stored_case(case) for case in store.derived_cases()},
        "read": store.query(
            "MATCH (c:Case)-[t:READS]->(k:Key) RETURN c.id AS c, k.id AS k, t.fields AS f ORDER BY c, k"
        ),
        "indexes": store.query("SHOW INDEXES YIELD name, state RETURN name, state ORDER BY name"),
    }


def test_a_province_is_the_same_by_either_way(
    settings: Settings, started: Neo4jHome, neo4j_server: Neo4jServer, tmp_path: Path
) -> None:
    """Entries, facts, cards, parties, consequences and read sets of one are those of the other; and a second load in
    bulk is refused, first because the database runs, then because it is there."""
    result = bulk_load(settings, ORDER, caller=ADMINISTRATOR)
    assert result.sealed
    assert [path.name for path in settings.staging.iterdir()] == ["import.lock"]
    with Workspace.open(settings) as workspace:
        imported = kept(workspace)
        firm = workspace.store.query("MATCH (p:Enterprise) RETURN p.name AS name ORDER BY name LIMIT 1")
        clocks = workspace.resolve_clocks()
        assert workspace.search(firm[0]["name"], caller=ADMINISTRATOR, clocks=clocks)["total"] >= 1
    with pytest.raises(Conflict, match="runs"):
        bulk_load(settings, ORDER, caller=ADMINISTRATOR)
    wipe(GraphAddress(neo4j_server.uri, "neo4j", neo4j_server.password))
    other = replace(
        settings,
        data=tmp_path / "other",
        neo4j_uri=neo4j_server.uri,
        neo4j_password=neo4j_server.password,
    )
    with Workspace.open(other) as workspace:
        loaded = workspace.load_order(ORDER, caller=ADMINISTRATOR, search=False)
        posted = kept(workspace)
    assert (result.entry, result.cases, result.consequences) == (
        loaded.entry,
        loaded.cases,
        loaded.consequences,
    )
    assert result.account.as_json() == loaded.account.as_json()
    for name, rows in posted.items():
        assert imported[name] == rows, name


def test_a_database_that_is_there_is_not_added_to(settings: Settings) -> None:
    """Whatever is in it; nothing is staged."""
    assert settings.neo4j_conf is not None
    folder = settings.neo4j_conf.parent / "data" / "databases" / "neo4j"
    folder.mkdir(parents=True)
    with pytest.raises(Conflict, match="databases/neo4j"):
        bulk_load(settings, ORDER, caller=ADMINISTRATOR)
    assert not settings.staging.exists()
    shutil.rmtree(folder)


def test_without_a_neo4j_of_this_machine_nothing_is_loaded_in_bulk(
    settings: Settings, tmp_path: Path
) -> None:
    """No folder named, a folder without the tool, no address of a server, and no right to load: each is said."""
    with pytest.raises(Unavailable, match="NEO4J_HOME"):
        bulk_load(replace(settings, neo4j_home=None), ORDER, caller=ADMINISTRATOR)
    with pytest.raises(Unavailable, match="neo4j-admin"):
        bulk_load(replace(settings, neo4j_home=tmp_path), ORDER, caller=ADMINISTRATOR)
    with pytest.raises(BadInput, match="NEO4J_URI"):
        bulk_load(replace(settings, neo4j_uri=None), ORDER, caller=ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        bulk_load(settings, ORDER, caller=as_role("department"))
