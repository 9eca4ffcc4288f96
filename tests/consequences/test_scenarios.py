"""The golden scenarios G1 to G25 of the rule research, as case files, for what they say of states and spans."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_service.rules.load import load_rulebook
from tests.consequences.scenario_files import FOLDER, failures, read

FILES = sorted(FOLDER.glob("*.ledger"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_law_makes_of_the_case_file_what_it_expects(path: Path) -> None:
    """Every line below `expect` holds of the ledger above it."""
    scenario = read(path)
    assert scenario.expected, "a case file without expectations cannot fail"
    assert failures(scenario, load_rulebook()) == []


def test_every_golden_scenario_has_a_case_file() -> None:
    """G1 to G25, but for G15 to G17's timers and notices, and G20, which the loaders' tests hold."""
    present = {path.stem.split("-")[0] for path in FILES}
    assert {f"G{number:02}" for number in range(1, 26)} <= present
