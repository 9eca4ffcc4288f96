"""A generated province loaded into a workspace."""

from __future__ import annotations

import json
from pathlib import Path

from graph_service.assemble import Workspace
from graph_service.loaders.province import DEFAULT_TODAY
from tests.workspaces import ADMINISTRATOR


def test_a_province_is_loaded_and_what_hidden_actors_did_is_kept_beside_it(workspace: Workspace) -> None:
    """Its cases are derived; the deeds lie in the data folder, by entry, and the staging is gone."""
    options = {"enterprises": "1000", "part": "1000"}
    result = workspace.load(
        "province", Path(), caller=ADMINISTRATOR, today=DEFAULT_TODAY, options=options, search=False
    )
    assert result.sealed
    assert result.cases > 100
    assert result.consequences > result.cases
    (kept,) = (workspace.settings.data / "beside").iterdir()
    assert kept.name == f"entry-{result.entry:06d}-hidden.jsonl"
    deeds = [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()]
    assert {deed["mechanism"] for deed in deeds} >= {"nominee_holder", "shelf_companies"}
    assert list(workspace.settings.staging.iterdir()) == []
