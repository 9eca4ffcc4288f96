"""The command `bench`: each speed beside its peer in the same run."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Put the command of this module into the application."""
