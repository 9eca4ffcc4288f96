"""The demo goes from nothing to the answer, asks the running service the same, and stops where nobody watches."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph_service.cli.app import run
from graph_service.cli.demo import MARK


def test_the_demo_shows_who_is_bound_who_is_near_and_that_both_doors_agree(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a terminal it ends with exit code 0; a folder of its own is made anew."""
    folder = tmp_path / "demo"
    folder.mkdir()
    (folder / MARK).touch()
    (folder / "old").touch()
    assert run(["demo", "--enterprises", "1000", "--folder", str(folder)]) == 0
    told = " ".join(capsys.readouterr().out.split())
    for words in ("Who is bound", "Art ", "PROVED", "not bound 不受约束", "equal 一致", "/v1/checks"):
        assert words in told, words
    assert told.count("equal 一致") == 2
    assert not (folder / "old").exists()


@pytest.mark.soak
def test_the_demo_as_json_says_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One document: the load, who is reached, who is near, and what the service was asked."""
    assert run(["demo", "--enterprises", "1000", "--folder", str(tmp_path / "demo"), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [one["equal"] for one in answer["asked_of_the_service"]] == [True, True]
    assert answer["reached"]
    assert answer["near"]


def test_the_demo_touches_no_folder_that_is_not_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder with something else in it is left alone."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "file").touch()
    assert run(["demo", "--folder", str(tmp_path / "mine")]) == 1
    assert "is no demo's" in " ".join(capsys.readouterr().err.split())
    assert (tmp_path / "mine" / "file").exists()
