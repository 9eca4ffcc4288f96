"""Every notebook runs from its first cell to its last, and uses the public face only."""

from __future__ import annotations

import ast
from pathlib import Path

import jupytext
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.py"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_to_its_end(path: Path, tmp_path: Path) -> None:
    """Its assertions hold in a fresh kernel, in an empty folder."""
    notebook = jupytext.read(path)
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    ).execute()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_uses_the_public_face_only(path: Path) -> None:
    """Of the package it imports `graph_service` itself and no room of it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    imported += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert "graph_service" in imported
    assert not [name for name in imported if name.startswith("graph_service.")]


def test_there_are_notebooks() -> None:
    """An empty folder would make the others true of nothing."""
    assert [path.stem for path in NOTEBOOKS][:2] == ["01_a_first_case", "02_exact_change"]
