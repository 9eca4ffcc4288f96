"""The protocol every loader follows: files and a context in, batches out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from graph_service.errors import Problem
from graph_service.facts import Card, Day, Fact
from graph_service.facts.digests import Digester
from graph_service.intake.sheets import SourceSheet


class SourceFile(Protocol):
    """A file of a source: its path inside the source (with `/`) and its bytes, from the start at each call."""

    @property
    def name(self) -> str:
        """The path inside the source."""
        ...

    @property
    def size(self) -> int:
        """Bytes in all (for a progress bar)."""
        ...

    def chunks(self) -> Iterator[bytes]:
        """The bytes, in pieces."""
        ...


@dataclass(frozen=True, slots=True)
class BytesFile:
    """A SourceFile held in memory."""

    name: str
    content: bytes = field(repr=False)

    @property
    def size(self) -> int:
        """See SourceFile."""
        return len(self.content)

    def chunks(self) -> Iterator[bytes]:
        """See SourceFile."""
        yield self.content


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a loader is told: the digester of the store; `today` in the jurisdiction's zone; `extract_date`, the day
    the source was drawn (`disclosed_on` of its facts where a row has no day of its own); `source`, the first part
    of its record ids (`source:key`; the sheet's own name where empty); tables of the law as plain rows
    (`posts`: post to roles, `published_acts`: law, article and outcome to clause, `listings`: authority and
    programme to clause), since a loader may not import rules; options of the command line."""

    digester: Digester
    today: date
    extract_date: Day | None = None
    source: str = ""
    tables: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A tally of rows of one table: `read` all that were there; `readable` those understood (a row with a problem
    in one field is readable when its facts were loaded); `refused` those out of scope, of which nothing is kept."""

    read: int = 0
    readable: int = 0
    refused: int = 0

    def __add__(self, other: Rows) -> Rows:
        return Rows(
            read=self.read + other.read,
            readable=self.readable + other.readable,
            refused=self.refused + other.refused,
        )


class ArrowTable(Protocol):
    """Anything that hands out Arrow columns (the Arrow PyCapsule interface): pyarrow, DuckDB, polars."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The columns as an Arrow stream."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A piece of a load. `facts`, `cards` and `problems` in source order; `rows` adds to the tally per table.

    A loader that works in columns (a generated province) gives `columns` instead of facts: fact type (or `card`) to
    a table whose columns are the type's fields (`rows.to_row`), and adds what it knows to the count by `parties`
    and `proved_persons`, which the account otherwise counts from the facts. `beside` are lines of text, by name of
    the file that keeps them beside the facts (what a generator's hidden actors did); the law never reads them."""

    facts: tuple[Fact, ...] = ()
    cards: tuple[Card, ...] = ()
    problems: tuple[Problem, ...] = ()
    rows: Mapping[str, Rows] = field(default_factory=dict)
    columns: Mapping[str, ArrowTable] = field(default_factory=dict)
    beside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    source_records: int = 0
    parties: int = 0
    proved_persons: int = 0


class Loader(Protocol):
    """What every `loaders/<source>` offers as `LOADER`."""

    @property
    def sheet(self) -> SourceSheet:
        """The promises of the source."""
        ...

    def shape(self, files: Sequence[SourceFile], context: Context) -> Iterator[Batch]:
        """The facts of the files, as batches; pure (see the room's docstring)."""
        ...
