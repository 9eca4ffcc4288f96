"""The bench prints every figure beside its peer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph_service.cli.app import run
from graph_service.store import GraphAddress
from tests.graphs import ROOT, Neo4jServer, wipe


@pytest.mark.soak
def test_every_figure_stands_beside_its_peer(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Measured in the same run, each with the bound that was promised; on a Neo4j of this machine too."""
    monkeypatch.setenv("NEO4J_HOME", str(ROOT / "deploy" / "neo4j"))
    sizes = ["--enterprises", "1000", "--screened", "1000", "--times", "20", "--imported", "1000"]
    assert run(["bench", *sizes, "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)["figures"]
    assert len(figures) == 9
    assert all(one["ours"] > 0 and one["peer"] > 0 and one["promised"] for one in figures)
    checks = [one for one in figures if one["what"].startswith("check of a ")]
    assert [one["what"].removeprefix("check of a ") for one in checks] == [
        f"{whom} over HTTP, {engine}" for engine in ("embedded", "neo4j") for whom in ("firm", "person")
    ]
    for one in checks:
        assert f"{one['ours']:.2f} ms of 3 × {one['peer']:.2f}" in one["note"]
        assert "20 requests, one at a time" in one["note"]


@pytest.mark.soak
def test_a_named_graph_is_measured_and_one_that_is_not_empty_is_refused(
    neo4j_server: Neo4jServer,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A bench writes a generated province: never beside anybody's facts."""
    wipe(GraphAddress(neo4j_server.uri, "neo4j", neo4j_server.password))
    monkeypatch.setenv("NEO4J_URI", neo4j_server.uri)
    monkeypatch.setenv("NEO4J_USERNAME", "neo4j")
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_server.password)
    monkeypatch.setenv("GRAPH_SERVICE_KEYS", str(tmp_path))
    monkeypatch.delenv("NEO4J_HOME", raising=False)
    sizes = ["--enterprises", "1000", "--screened", "1000", "--times", "20"]
    assert run(["bench", *sizes, "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)["figures"]
    assert [one["what"].rpartition(", ")[2] for one in figures[-2:]] == ["neo4j", "neo4j"]
    assert run(["bench", *sizes]) == 1
    assert "empty" in capsys.readouterr().err
