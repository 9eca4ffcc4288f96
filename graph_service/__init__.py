"""Linked responsibility: who is bound to what, by which words of which law, since when, until when, and how we know.

The public face, and all that notebooks use: `open` gives a Register, whose frames (pandas) show parties, offices,
holdings, decisions and consequences at two clocks; `data_dictionary` says what every column is.

    import graph_service
    with graph_service.open("graph-service-data") as register:
        register.consequences(as_of="2026-11-23", purpose="tender review", inquiry="2026-117")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from graph_service.frames import Register

__all__ = ["data_dictionary", "open"]


def open(data: str | Path | None = None, **settings: object) -> Register:  # noqa: A001  # reads well: graph_service.open
    """The register in a data folder (default: as the environment says, else `graph-service-data`); close it, or use
    it in a `with`. Further `settings` are those of the command line (`neo4j_uri`, `rules`, `heap` …).

    Raises Unavailable where graph or key is not to be had, BadInput for a setting that is not one."""
    # Imported here, so that importing one room of the house does not open all of them.
    from graph_service.frames import Register

    return Register.open(data, **settings)


def data_dictionary() -> pd.DataFrame:
    """What every column of every frame is: frame, column, type, and what it says in English and Chinese."""
    from graph_service.frames import data_dictionary as dictionary

    return dictionary()
