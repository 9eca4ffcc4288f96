"""Nothing is longer than a reader can hold: functions of at most 60 lines, modules of the package of at most 300."""

from __future__ import annotations

import ast
from pathlib import Path

import graph_service

PACKAGE = Path(graph_service.__file__).parent
TESTS = Path(__file__).parent
MOST_LINES_OF_A_FUNCTION, MOST_LINES_OF_A_MODULE = 60, 300


def test_no_function_is_longer_than_sixty_lines() -> None:
    """Signature, docstring and body together, in the package and in the tests."""
    long = [
        f"{path}:{one.lineno} {one.name}"
        for path in (*PACKAGE.rglob("*.py"), *TESTS.rglob("*.py"))
        for one in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
        and (one.end_lineno or one.lineno) - one.lineno >= MOST_LINES_OF_A_FUNCTION
    ]
    assert long == []


def test_no_module_of_the_package_is_longer_than_three_hundred_lines() -> None:
    """A longer one has two subjects."""
    long = [
        path for path in PACKAGE.rglob("*.py") if len(path.read_text(encoding="utf-8").splitlines()) > 300
    ]
    assert long == []
