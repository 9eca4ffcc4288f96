"""The page on intake: its example runs, and it names every problem that this room and the register can report."""

import ast
import re
from pathlib import Path

import graph_service

ROOM = Path(graph_service.__file__).parent
PAGE = (ROOM / "intake/README.md").read_text(encoding="utf-8")


def reported(path: Path) -> set[str]:
    """The kinds of problem that a module names: words_like_this given to what makes problems and flaws."""
    found: set[object] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            places: list[ast.expr] = []
            if name in {"report", "problem", "Flaw", "_of_file", "_problem"}:
                places += node.args[:1]
            if name == "Problem":
                places += [word.value for word in node.keywords if word.arg == "kind"]
            found |= {
                part.value for place in places for part in ast.walk(place) if isinstance(part, ast.Constant)
            }
    return {kind for kind in map(str, found) if re.fullmatch(r"[a-z]+(?:_[a-z0-9]+)*", kind)}


def test_the_example_on_the_page_runs() -> None:
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(compile(block, "intake/README.md", "exec"), {})


def test_the_page_names_every_problem_there_is() -> None:
    """Whoever reads an account can look up each kind."""
    paths = [*(ROOM / "intake").glob("*.py"), *(ROOM / "loaders/register_cn").glob("*.py")]
    kinds = set().union(*map(reported, paths))
    assert {
        "until_before_since",
        "self_holding",
        "missing_column",
        "shares_above_whole",
        "namesakes",
    } <= kinds
    assert {kind for kind in kinds if f"`{kind}`" not in PAGE} == set()
