"""The bench prints every figure beside its peer."""

from __future__ import annotations

import json

import pytest

from graph_service.cli.app import run
from tests.graphs import ROOT


@pytest.mark.soak
def test_every_figure_stands_beside_its_peer(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Measured in the same run, each with the bound that was promised; on a Neo4j of this machine too."""
    monkeypatch.setenv("NEO4J_HOME", str(ROOT / "deploy" / "neo4j"))
    sizes = ["--enterprises", "1000", "--screened", "1000", "--times", "20", "--imported", "1000"]
    assert run(["bench", *sizes, "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)["figures"]
    assert len(figures) == 7
    assert all(one["ours"] > 0 and one["peer"] > 0 and one["promised"] for one in figures)
