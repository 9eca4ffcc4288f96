"""The texts of a rulebook from its folder: the one module of this room that opens files.

A folder holds `book/` (rule files in any depth, and `reading.yaml`), `vocabulary/` and `tables/`. Without a folder
it is the one inside the package.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from graph_service.errors import NotFound, RuleRefused
from graph_service.rules.read_rulebook import Read, read_rulebook
from graph_service.rules.rulebook import Rulebook

PARTS = ("book", "tables", "vocabulary")


@lru_cache(maxsize=4)
def load_rulebook(folder: Path | None = None) -> Rulebook:
    """The rulebook of a folder; raises RuleRefused with every problem, one a line, or NotFound."""
    read = check_rulebook(folder)
    if read.book is None:
        raise RuleRefused("\n".join(str(problem) for problem in read.problems))
    return read.book


def check_rulebook(folder: Path | None = None) -> Read:
    """All that a folder says, read and linted: problems are values, sorted by file and line. Raises NotFound."""
    return read_rulebook(rule_texts(folder))


def rule_texts(folder: Path | None = None) -> dict[str, str]:
    """Name (`book/cn/food-ban.yaml`) and text of every file of the folder, in order of their names."""
    root: Traversable = files("graph_service.rules") if folder is None else folder
    found: dict[str, str] = {}
    for part in PARTS:
        if not (root / part).is_dir():
            raise NotFound(f"{folder}: there is no folder {part!r} in it; a rulebook has {', '.join(PARTS)}")
        found.update(_walk(root / part, part))
    return found


def _walk(folder: Traversable, name: str) -> Iterator[tuple[str, str]]:
    for child in sorted(folder.iterdir(), key=lambda c: c.name):
        path = f"{name}/{child.name}"
        if child.is_dir():
            yield from _walk(child, path)
        elif child.name.endswith(".yaml"):
            yield path, child.read_text(encoding="utf-8")
