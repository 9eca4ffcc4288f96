"""What commands print on: two consoles, tables, progress, JSON, and complaints."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from rich.text import Text

out = Console(highlight=False, soft_wrap=False)
err = Console(stderr=True, highlight=False)

STATE_STYLE = {
    "in_force": "bold red",
    "proposed": "yellow",
    "offered": "yellow",
    "suspended": "cyan",
    "temporarily_lifted": "cyan",
    "draft": "magenta",
    "expired": "dim",
    "repaired": "green",
    "retracted": "green",
    "superseded": "dim",
}
PHASES = {
    "export": "Exporting the facts",
    "read": "Reading the source",
    "write": "Writing the graph",
    "derive": "Applying the law",
    "seal": "Sealing the entry",
}


def say(text: str = "", *, indent: int = 0) -> None:
    """One paragraph, wrapped to the width of the terminal; `text` may carry rich markup (escape what is data)."""
    out.print(Padding(Text.from_markup(text), (0, 0, 0, indent)))


def plain(text: object) -> str:
    """Data made safe to stand in markup."""
    return escape(str(text))


def heading(text: str) -> None:
    """A heading with a line of its own."""
    out.print()
    out.print(Text(text, style="bold"))


def complain(why: str) -> None:
    """What went wrong, as one paragraph on the other stream; not wrapped, so that what it names can be copied."""
    err.print(Text.assemble(("graph-service: ", "bold red"), why), soft_wrap=True)


def as_json(answer: Any) -> None:
    """The answer as JSON, nothing beside it."""
    print(json.dumps(answer, ensure_ascii=False, indent=2, sort_keys=False, default=str))


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str | None = None) -> None:
    """A table of texts; None is shown as a dash."""
    made = Table(
        title=title, title_justify="left", header_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0)
    )
    for name in columns:
        made.add_column(name, overflow="fold")
    for row in rows:
        made.add_row(*(cell if isinstance(cell, Text) else _cell(cell) for cell in row))
    out.print(Padding(made, (0, 0, 0, 2)))


def _cell(value: Any) -> Text:
    if value is None or value == "":
        return Text("–", style="dim")
    if isinstance(value, bool):
        return Text("yes" if value else "no")
    if isinstance(value, list | tuple):
        return Text(", ".join(map(str, value)))
    return Text(str(value))


def state(code: str, *, disputed: bool = False) -> Text:
    """A state in its colour, with the mark of a dispute."""
    return Text(code.replace("_", " ") + (" (disputed)" if disputed else ""), style=STATE_STYLE.get(code, ""))


@contextmanager
def progress(*, quiet: bool = False) -> Iterator[Callable[[str, int, int | None], None]]:
    """Bars on the other stream, one per phase, while the work runs; nothing where that is no terminal."""
    bars = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
        disable=quiet or not err.is_terminal,
        transient=True,
    )
    tasks: dict[str, TaskID] = {}

    def tell(phase: str, done: int, total: int | None) -> None:
        if phase not in tasks:
            tasks[phase] = bars.add_task(PHASES.get(phase, phase), total=total)
        bars.update(tasks[phase], completed=done, total=total)

    with bars:
        yield tell


@contextmanager
def busy(text: str, *, quiet: bool = False) -> Iterator[None]:
    """A sign of life on the other stream while something of unknown length runs; nothing where that is no terminal."""
    if quiet or not err.is_terminal:
        yield
        return
    with err.status(text):
        yield
