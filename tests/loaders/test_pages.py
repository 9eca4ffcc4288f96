"""The pages of the loaders: their commands run on the samples, their columns are those of the sheets, and every problem
that a loader reports is named on one of them."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

import graph_service
from graph_service.assemble import Settings, Workspace
from graph_service.cli.app import run
from graph_service.intake import SourceSheet
from graph_service.loaders import find, names

ROOT = Path(graph_service.__file__).parent.parent
ROOM = ROOT / "graph_service" / "loaders"
PAGE = (ROOM / "README.md").read_text(encoding="utf-8")
INTAKE = (ROOT / "graph_service/intake/README.md").read_text(encoding="utf-8")
TABULAR = ("register_cn", "credit_lists_cn")


def page(loader: str) -> str:
    return (ROOM / loader / "README.md").read_text(encoding="utf-8")


def columns(sheet: SourceSheet) -> str:
    """The columns of a sheet as its page shows them."""
    parts = []
    for table in sheet.tables:
        parts.append(f"#### {table.name}{' (required)' if table.required else ''}\n\n")
        parts.append(f"Known by: {' · '.join(table.files)}\n\n| column | headers that mean it |\n|---|---|\n")
        for column in table.columns:
            name = f"**{column.name}**" if column.required else column.name
            parts.append(f"| {name} | {' · '.join(column.headers)} |\n")
        parts.append("\n")
    return "".join(parts)


@pytest.mark.parametrize("loader", TABULAR)
def test_the_page_of_a_loader_shows_exactly_the_columns_of_its_sheet(loader: str) -> None:
    """Tables, the words their files are known by, columns (required ones in bold), and all headers."""
    shown = page(loader).partition("<!-- columns -->\n\n")[2].partition("<!-- end of columns -->")[0]
    assert shown == columns(find(loader).sheet)


def test_every_loader_has_a_page_and_a_sample_and_the_room_s_page_names_it() -> None:
    """A generated province needs no sample."""
    for loader in names():
        assert (ROOM / loader / "README.md").exists(), loader
        assert f"({loader}/README.md)" in PAGE, loader
        assert loader == "province" or any((ROOM / loader / "sample").iterdir()), loader


def reported(path: Path) -> Iterator[str]:
    """The kinds of problem that a module names where it makes problems."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            places = node.args[:2] if name in ("report", "problem") else []
            places += [word.value for word in node.keywords if name == "Problem" and word.arg == "kind"]
            for place in places:
                for part in ast.walk(place):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield part.value


@pytest.mark.parametrize("loader", ["register_cn", "credit_lists_cn", "followthemoney"])
def test_every_problem_of_a_loader_is_named_on_its_page_or_that_of_intake(loader: str) -> None:
    """Whoever reads an account can look up each kind."""
    found = {kind for path in (ROOM / loader).glob("*.py") for kind in reported(path)}
    kinds = {kind for kind in found if re.fullmatch(r"[a-z]+(?:_[a-z0-9]+)+", kind)}
    assert len(kinds) >= 5
    assert {kind for kind in kinds if f"`{kind}`" not in page(loader) + INTAKE} == set()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder whose graph runs while the commands do."""
    folder = tmp_path_factory.mktemp("pages") / "data"
    with Workspace.open(Settings(data=folder, keys=folder / "keys", heap="512m")):
        yield folder


def test_the_commands_on_the_page_load_the_samples(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each seals an entry, and the account it shows has the lines that the page shows."""
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```sh\n(.*?)```(?:\n\n```text\n(.*?)```)?", PAGE, re.DOTALL)
    commands = [(line, shown) for block, shown in blocks for line in block.splitlines()]
    assert len(commands) == 4
    for line, shown in commands:
        program, *arguments = shlex.split(line)
        assert program == "graph-service"
        assert run(["--data", str(data), *arguments]) == 0, line
        told = " ".join(capsys.readouterr().out.split())
        assert "Sealed as entry" in told
        for wanted in (shown or "").splitlines():
            assert " ".join(wanted.split()) in told, wanted


def test_the_loader_that_the_page_shows_loads() -> None:
    """The example of a loader of one's own follows the protocol and states facts."""
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(compile(block, "loaders/README.md", "exec"), {})
