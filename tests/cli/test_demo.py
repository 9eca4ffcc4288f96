"""The demo goes from nothing to the answer, asks the running service the same, and stops where nobody watches."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
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


@pytest.mark.soak
def test_on_a_terminal_it_serves_until_ctrl_c(tmp_path: Path) -> None:
    """A person at a terminal reads where the service answers, asks it, and stops it; it ends with exit code 0."""
    watched, told = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "graph_service",
        "demo",
        "--enterprises",
        "1000",
        "--folder",
        str(tmp_path / "demo"),
    ]
    with subprocess.Popen(command, stdin=told, stdout=told, stderr=told, start_new_session=True) as process:
        os.close(told)
        shown = ""
        while "until Ctrl-C" not in shown:
            shown += os.read(watched, 65_536).decode(errors="replace")
        (url,) = set(re.findall(r"http://127\.0\.0\.1:\d+", shown))
        assert httpx.get(f"{url}/v1/health").json()["status"] == "ok"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0
    os.close(watched)
