"""The built wheel: all the project needs is in it and nothing else, and it runs alone, far from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BUILD = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
DATA = {".yaml", ".cypher", ".css", ".csv", ".json", ".jsonl", ".md", ".typed"}
"""Ends of the files that are data of the package."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by the backend that `pyproject.toml` names, as an installer would; nothing is fetched."""
    folder = tmp_path_factory.mktemp("wheel")
    run = subprocess.run(
        [sys.executable, "-c", BUILD, str(folder)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return folder / run.stdout.split()[-1]


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which the wheel alone was installed; what it depends on is where it was."""
    folder = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target"]
    subprocess.run([*command, str(folder), str(wheel)], check=True, capture_output=True)
    return folder


def alone(installed: Path, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command in an empty folder with the installed package before every other, and no setting of ours."""
    ours = ("GRAPH_SERVICE_", "NEO4J_", "PYTHON")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    environment["PYTHONPATH"] = str(installed)
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)


def test_the_wheel_holds_the_package_with_its_data_and_nothing_else(wheel: Path) -> None:
    """Rules, tables, questions, access roles, samples and the mark of types; no test, cache, graph or key."""
    names = {name for name in zipfile.ZipFile(wheel).namelist() if not name.endswith("/")}
    package = {name for name in names if name.startswith("graph_service/")}
    assert {name.partition("/")[0] for name in names - package} == {
        f"{wheel.name.removesuffix('-py3-none-any.whl')}.dist-info"
    }
    source = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "graph_service").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert package == source
    assert {Path(name).suffix for name in package} == {".py", *DATA}
    for needed in (
        "py.typed",
        "assemble/roles.yaml",
        "cli/dossier/page.css",
        "rules/tables/published_acts.yaml",
    ):
        assert f"graph_service/{needed}" in package
    for folder, least in (("queries", 12), ("rules/book", 30), ("rules/vocabulary", 10)):
        assert sum(name.startswith(f"graph_service/{folder}/") for name in package) >= least, folder
    for loader in ("register_cn", "credit_lists_cn", "followthemoney"):
        assert any(name.startswith(f"graph_service/loaders/{loader}/sample/") for name in package), loader


def test_the_wheel_alone_in_an_empty_folder_runs_the_demo(installed: Path, tmp_path: Path) -> None:
    """Installed apart from the checkout, it generates, loads, applies the law, and the service answers the same."""
    told = alone(
        installed, tmp_path, sys.executable, "-c", "import graph_service; print(graph_service.__file__)"
    )
    assert Path(told.stdout.strip()).is_relative_to(installed), told.stderr
    told = alone(installed, tmp_path, str(installed / "bin" / "graph-service"), "--version")
    assert (told.returncode, told.stdout.split()[0]) == (0, "graph-service"), told.stderr
    told = alone(installed, tmp_path, sys.executable, "-m", "graph_service", "demo", "--enterprises", "1000")
    assert told.returncode == 0, told.stderr
    shown = " ".join(told.stdout.split())
    assert "Who is bound" in shown
    assert "not bound 不受约束" in shown
    assert shown.count("equal 一致") == 2
    assert [path.name for path in tmp_path.iterdir()] == ["graph-service-demo"]
