"""What every command asks for: the data folder, the two clocks, purpose and inquiry number, and how to answer."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from graph_service.assemble import Caller, Clocks, Settings, Workspace
from graph_service.assemble.seen_by_others import not_to_be_seen, of_a_firm
from graph_service.errors import BadValue

AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DAY", help="The day asked about, e.g. 2026-05-10 [default: today]"),
]
KnownAt = Annotated[
    str | None,
    typer.Option(
        "--known-at",
        metavar="ENTRY|INSTANT",
        help="What was known at this ledger entry or instant [default: head]",
    ),
]
Purpose = Annotated[
    str | None,
    typer.Option(
        metavar="TEXT", envvar="GRAPH_SERVICE_PURPOSE", help="Why a person's record is read (logged)"
    ),
]
Inquiry = Annotated[
    str | None,
    typer.Option(
        metavar="NUMBER", envvar="GRAPH_SERVICE_INQUIRY", help="Inquiry number of the read (logged)"
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON")]
Names = Annotated[
    bool, typer.Option("--names", help="Names, births and addresses of persons in full [default: masked]")
]
Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="FOLDER", help="The data folder [default: graph-service-data]"),
]


_FLAGS: dict[str, object] = {}


def remember(**flags: object) -> None:
    """Keep the flags that stand before the command."""
    _FLAGS.clear()
    _FLAGS.update(flags)


def settings(**more: object) -> Settings:
    """The settings of this run: flags first, then the environment, then defaults. Raises BadInput."""
    return Settings.read(os.environ, **{**_FLAGS, **more})


@contextmanager
def workspace(**more: object) -> Iterator[Workspace]:
    """The open workspace of this run; raises Unavailable."""
    opened = Workspace.open(settings(**more))
    try:
        yield opened
    finally:
        opened.close()


def caller(
    purpose: str | None = None, inquiry: str | None = None, *, persons: bool = False, names: bool = False
) -> Caller:
    """Who asks: the person at this machine. A read of `persons` needs a purpose and an inquiry number: on a
    terminal what is missing is asked for. Without `names` persons' names come masked."""
    if persons and sys.stdin.isatty() and sys.stderr.isatty():
        purpose = purpose or typer.prompt("Purpose of this read (it is logged)", err=True)
        inquiry = inquiry or typer.prompt("Inquiry number", err=True)
    who = Caller.local(purpose=purpose, inquiry=inquiry)
    if persons:
        who.ask_purpose()
    return who if names else replace(who, role=replace(who.role, may=who.role.may - {"names"}))


def clocks(workspace: Workspace, as_of: str | None, known_at: str | None) -> Clocks:
    """Both clocks, resolved."""
    return workspace.resolve_clocks(as_of, entry_of(known_at))


def entry_of(known_at: str | None) -> str | int | None:
    """An entry as its number; an instant as its text."""
    return int(known_at) if known_at is not None and known_at.isdigit() else known_at


def refuse_documents(workspace: Workspace, *texts: str | None) -> None:
    """Raises BadValue where an argument is the number of an identity document: the command line is seen by others
    (process list, shell history)."""
    for text in texts:
        seen = not_to_be_seen(text, partial(of_a_firm, workspace.store)) if text else None
        if seen is not None:
            raise BadValue(
                f"such a text never stands on a command line: {seen.value}. Name a firm by its name or another number; "
                "for a person use `check --person`, which asks for the number, or reads it from standard input"
            )
