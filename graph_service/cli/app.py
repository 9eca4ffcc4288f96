"""The commands in one application, and what a command ends with: 0 done, 1 refused or failed, 2 misused."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from graph_service.cli import (
    alerts,
    asking,
    bench,
    certificates,
    checks,
    consumers,
    deadlines,
    demo,
    dry_runs,
    papers,
    reading,
    receipts,
    remedies,
    timelines,
    upkeep,
    writing,
)
from graph_service.cli.paper import complain
from graph_service.errors import GraphServiceError

app = typer.Typer(
    name="graph-service",
    help="Who is bound to what when an authority acts against a firm: by which words of which law, since when, until"
    " when, and how we know.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
for room in (
    demo,
    writing,
    reading,
    remedies,
    alerts,
    deadlines,
    consumers,
    checks,
    papers,
    timelines,
    certificates,
    receipts,
    upkeep,
    dry_runs,
    bench,
):
    room.register(app)


def _version(asked: bool) -> None:
    if asked:
        print(f"graph-service {version('linked-responsibility')}")
        raise typer.Exit


@app.callback()
def start(
    data: asking.Data = None,
    rules: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="A rulebook of your own [default: the one inside]")
    ] = None,
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version")
    ] = False,
) -> None:
    """Flags before the command; each may also stand in the environment (GRAPH_SERVICE_DATA, NEO4J_URI …)."""
    asking.remember(data=data, rules=rules)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code. Failures are one paragraph, never a traceback."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run the command line; its exit code."""
    try:
        app(args=arguments, prog_name="graph-service")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except KeyboardInterrupt:
        complain("Stopped.")
        return 1
    except BrokenPipeError:
        # Whoever read our output has gone: nothing is left to say, and nowhere to say it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except GraphServiceError as error:
        complain(str(error))
        return 1
    except OSError as error:
        complain(f"{error.filename or 'A file'} cannot be used: {error.strerror or type(error).__name__}.")
        return 1
    return 0
