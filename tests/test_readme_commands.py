"""The commands of README.md, run as a stranger would: one after the other, in a fresh folder, on the examples."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from graph_service.store import open_server

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = [block for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) if "make " not in block]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each block of commands printed, all run in one shell that stops at the first failure. The graph is held
    open meanwhile, so that each command need not start it; the service takes a free port for the one on the page."""
    folder = tmp_path_factory.mktemp("stranger")
    shutil.copytree(ROOT / "examples", folder / "examples")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    script = "set -eu\n" + "".join(f"{block}\necho '=== end {n}'\n" for n, block in enumerate(BLOCKS))
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("GRAPH_SERVICE_", "NEO4J_"))}
    environment = {**clean, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "COLUMNS": "160"}
    environment["GRAPH_SERVICE_PORT"] = port
    server = open_server(folder / "graph-service-data" / "graph", heap="512m", mode="production")
    try:
        run = subprocess.run(
            ["bash", "-c", script.replace("127.0.0.1:8765", f"127.0.0.1:{port}")],
            cwd=folder, env=environment, capture_output=True, text=True, timeout=400,
        )  # fmt: skip
    finally:
        server.close()
    assert run.returncode == 0, f"{run.stdout[-2000:]}\n{run.stderr[-2000:]}"
    parts = re.split(r"=== end \d+\n", run.stdout)
    assert (folder / "dossier.html").stat().st_size > 10_000
    return dict(zip(("load", "ask", "http", "back"), parts, strict=False))


def test_the_page_has_four_blocks_of_commands_and_they_use_every_first_command() -> None:
    """Load and screen, ask, serve, take back."""
    assert len(BLOCKS) == 4
    used = set(re.findall(r"^graph-service (\S+)", "".join(BLOCKS), re.MULTILINE))
    asked = {"load", "screen", "explain", "why-not", "check", "dossier", "serve"}
    assert used == {*asked, "ways-out", "facts", "alerts", "certificate", "verify", "receipt", "timeline"}


def test_the_examples_load_without_a_problem_and_screening_finds_two_cases(told: dict[str, str]) -> None:
    """Both sources are sealed; the person of the register and of the lists is one party."""
    assert told["load"].count("Sealed as entry") == 2
    assert "Problems:" not in told["load"]
    assert "2 cases; 2 parties bound, 1 of them persons" in told["load"]


def test_every_answer_names_its_law(told: dict[str, str]) -> None:
    """Screen, explain and check cite articles; why-not gives the shareholder's reasons; the dossier is a file."""
    for words in (
        "食品安全法(2021) Art 135(1)",
        "法释〔2015〕17号 Arts 1, 3",
        "And because nothing was found under",
        "a holding of capital makes nobody responsible",
        "措施生效中",
        "dossier.html",
    ):
        assert words in told["ask"], words


def test_the_service_answers_the_check_with_the_measures_in_force(told: dict[str, str]) -> None:
    """The same number in the body of a request, and the same measures as on the command line."""
    assert '"code":"bound"' in told["http"].replace(" ", "")
    for measure in ("M01", "M09"):
        assert measure in told["http"]
        assert measure in told["ask"]


def test_an_annulment_ends_what_stood_on_the_order_with_alerts_and_certificates(told: dict[str, str]) -> None:
    """The ways out named it before; the representative's measure falls with the firm's; what is kept is what the facts
    make."""
    for words in (
        "撤销 annulment: earliest 2026-11-23",
        "Consequences ended: 2",
        "ended",
        "restored",
        "keeps just these",
        "Same: the answer is the one that was given, byte for byte.",
        "结束 ended: M01",
    ):
        assert words in told["back"], words
