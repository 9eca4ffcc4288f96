"""Dry runs and confirmations on the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_service.assemble.tokens import add_token, remove_token
from tests.cli.conftest import WHY, Command

ORDER = """
naming reg:D case=fda:17 role=directly_responsible conditions=[decision_names_the_person]
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A second man is named."""
    path = tmp_path / "order.ledger"
    path.write_text(ORDER, encoding="utf-8")
    return str(path)


@pytest.fixture
def token(data: Path) -> Iterator[str]:
    """A reviewer's token, for the time of a test."""
    yield add_token(data / "tokens.json", "second reader", "reviewer")
    remove_token(data / "tokens.json", "second reader")


def test_a_dry_run_shows_the_difference_and_its_proportion(command: Command, file: str) -> None:
    """Who would be bound by which clause, of how many; and as JSON."""
    told = command("facts", "dry-run", file, *WHY)
    plain = " ".join(told.out.split())
    assert told.code == 0
    assert "Consequences that would be opened" in plain
    assert "reg:D" in plain
    assert "newly bound" in plain
    assert "nothing was written" in plain
    answer = command("facts", "dry-run", file, *WHY, "--json").json
    assert answer["newly_bound"]["persons"] == ["reg:D"]
    assert command("facts", "dry-run", file).code == 1


def test_a_wide_post_is_held_and_confirmed_by_a_token(
    command: Command, file: str, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The refusal names the dry run; without a reviewer's token nobody confirms it."""
    monkeypatch.setenv("GRAPH_SERVICE_MOST_UNCONFIRMED", "0")
    told = command("facts", "dry-run", file, *WHY)
    assert "nobody has given it yet" in " ".join(told.out.split())
    name = command("facts", "dry-run", file, *WHY, "--json").json["dry_run"]
    held = command("facts", "post", file)
    assert held.code == 1
    assert name in held.err
    asked = ("facts", "confirm", file, "--dry-run", name, *WHY)
    assert "reviewer's token" in command(*asked).err
    monkeypatch.setenv("GRAPH_SERVICE_TOKEN", token)
    assert "second reader confirmed" in " ".join(command(*asked).out.split())
    (one,) = command("confirmations", "--json").json["confirmations"]
    assert (one["dry_run"], one["by"], one["used"]) == (name, "second reader", None)
    assert name[:9] in "".join(command("confirmations").out.split())


def test_a_rulebook_is_tried_on_the_register(command: Command, tmp_path: Path) -> None:
    """The one inside changes nothing here; one that is no rulebook is refused."""
    told = command("rules", "dry-run", *WHY)
    assert told.code == 0
    assert "0 of 1 cases can differ" in " ".join(told.out.split())
    assert command("rules", "dry-run", *WHY, "--json").json["derived"] == {"cases": 0, "of": 1}
    assert command("rules", "dry-run", str(tmp_path)).code == 1
