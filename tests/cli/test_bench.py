"""The bench prints every figure beside its peer."""

from __future__ import annotations

import json

import pytest

from graph_service.cli.app import run


@pytest.mark.soak
def test_every_figure_stands_beside_its_peer(capsys: pytest.CaptureFixture[str]) -> None:
    """Measured in the same run, each with the bound that was promised."""
    assert run(["bench", "--enterprises", "1000", "--screened", "1000", "--times", "20", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)["figures"]
    assert len(figures) == 5
    assert all(one["ours"] > 0 and one["peer"] > 0 and one["promised"] for one in figures)
