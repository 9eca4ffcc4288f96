"""The texts of a rulebook from its folder: the one module of this room that opens files.

A folder holds `book/` (rule files in any depth, and `reading.yaml`), `vocabulary/` and `tables/`. Without a folder
it is the one inside the package.
"""

from __future__ import annotations

import re
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


def check_rulebook(place: Path | None = None) -> Read:
    """All that a folder says, read and linted: problems are values, sorted by file and line. One rule file alone
    is checked in the place of the package's file of the same rule. Raises NotFound."""
    return read_rulebook(texts_with(place))


def texts_with(place: Path | None) -> dict[str, str]:
    """The texts of a folder; or those of the package with one rule file in the place of the file of its rule."""
    if place is None or not place.is_file():
        return rule_texts(place)
    text = _text(place)
    own = _FIRST_ID.search(text)
    found = rule_texts()
    for name, other in found.copy().items():
        known = _FIRST_ID.search(other) if name.startswith("book/") else None
        if known and own and known[1] == own[1]:
            del found[name]
    return {**found, f"book/{place.name}": text}


_FIRST_ID = re.compile(r"^\s+(?:- )?id: (\S+)", re.MULTILINE)


def rule_texts(folder: Path | None = None) -> dict[str, str]:
    """Name (`book/cn/food-ban.yaml`) and text of every file of the folder, in order of their names."""
    root: Traversable = files("graph_service.rules") if folder is None else folder
    if not root.is_dir():
        raise NotFound(f"{folder}: there is no such folder or rule file")
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
            yield path, _text(child)


def _text(file: Traversable) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise RuleRefused(f"{file}: is not UTF-8 text; save it as UTF-8") from None
