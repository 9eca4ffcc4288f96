"""Source sheets: what a loader promises about its source, written as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Holds = Literal["text", "name", "date", "money", "share", "number", "document", "code"]
"""What a column holds; it decides what a swapped column looks like and whether a value may be shown. A `number` is
that of a paper, which may have as many digits as a person's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its name in code, the headers that mean it (Chinese, English, aliases), what it holds.

    `required`: a table without this column breaks a promise; `personal`: its value is never shown in a problem."""

    name: str
    headers: tuple[str, ...]
    holds: Holds = "text"
    required: bool = False
    personal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSheet:
    """One table of a source: `files` are the words by which a file or a worksheet is known to hold it (part of its
    name, Chinese or English); `ignored` headers are known and carry nothing that is kept; `required`: a source without
    this table breaks a promise."""

    name: str
    files: tuple[str, ...]
    columns: tuple[Column, ...]
    ignored: tuple[str, ...] = ()
    required: bool = False

    _by_name: Mapping[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Asked once per cell, so it is made once per table.
        object.__setattr__(self, "_by_name", {column.name: column for column in self.columns})

    def column(self, name: str) -> Column:
        """The column of this name; raises KeyError."""
        return self._by_name[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSheet:
    """The promises of one kind of source.

    `least_readable` is the least share of readable rows in each table, in per cent; `encodings` those tried, in
    order. `key_is_person`: the source promises that the same key is one human (law decision 11), which makes an
    identity CONFIRMED at most. `out_of_scope` names what is refused and counted (kinship, for instance), each with
    the reason. `binds` says in a sentence whom facts of this source can bind."""

    name: str
    title: str
    zh: str
    binds: str
    tables: tuple[TableSheet, ...] = ()
    encodings: tuple[str, ...] = ("utf-8-sig", "gb18030")
    least_readable: int = 95
    key_is_person: bool = False
    out_of_scope: tuple[tuple[str, str], ...] = ()

    def table(self, name: str) -> TableSheet:
        """The table of this name; raises KeyError."""
        return {table.name: table for table in self.tables}[name]
