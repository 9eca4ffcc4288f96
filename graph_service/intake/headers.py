"""Headers of tables: Chinese or English, in any order, with or without a unit in brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_service.intake.sheets import Column, SourceSheet, TableSheet
from graph_service.intake.texts import half_width

_BRACKETS = re.compile(r"[(（\[【]([^)）\]】]*)[)）\]】]")
_NOISE = re.compile(r"[\s_\-./:：*·、|]+")
_UNIT = re.compile(r"%|‰|(?:[千万亿]|百万)?(?:元|人民币|美元|港元|欧元).*|万")


def header_key(header: str) -> str:
    """A header without width, case, spaces and signs, for comparing."""
    return _NOISE.sub("", half_width(header).casefold())


@dataclass(frozen=True, slots=True)
class Header:
    """A header row matched to a table: which cell is which column, with the unit its bracket names.

    `unknown` are headers that mean no column of the sheet, `twice` those that mean one already found, `missing`
    the required columns that are not there."""

    table: TableSheet
    places: dict[str, int]
    units: dict[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    width: int = 0

    @property
    def missing(self) -> tuple[Column, ...]:
        """Required columns that no header means."""
        return tuple(one for one in self.table.columns if one.required and one.name not in self.places)


def match_header(cells: Sequence[str], table: TableSheet) -> Header:
    """The best reading of a row of cells as headers of `table`."""
    meaning = {
        header_key(word): column.name for column in table.columns for word in (column.name, *column.headers)
    }
    ignored = {header_key(word) for word in table.ignored}
    places: dict[str, int] = {}
    units: dict[str, str] = {}
    unknown: list[str] = []
    twice: list[str] = []
    for place, cell in enumerate(cells):
        plain, unit = _split(cell)
        name = meaning.get(header_key(cell)) or meaning.get(plain)
        if name is None:
            if plain and plain not in ignored and header_key(cell) not in ignored:
                unknown.append(cell.strip())
        elif name in places:
            twice.append(cell.strip())
        else:
            places[name] = place
            if unit:
                units[name] = unit
    return Header(table, places, units, tuple(unknown), tuple(twice), len(cells))


def _split(cell: str) -> tuple[str, str]:
    """A header and the unit in its bracket: `认缴出资额（万元）` gives 认缴出资额 and 万元."""
    plain = half_width(cell)
    unit = next((part for part in _BRACKETS.findall(plain) if _UNIT.fullmatch(part.strip())), "")
    if unit:
        plain = _BRACKETS.sub("", plain)
    elif plain.rstrip().endswith("%"):
        plain, unit = plain.rstrip().removesuffix("%"), "%"
    return header_key(plain), unit.strip()


def best_header(cells: Sequence[str], sheet: SourceSheet, name: str) -> Header | None:
    """The table of `sheet` whose headers these cells are, preferring the one that the file or worksheet `name`
    speaks of; None where the cells look like no header (fewer than two known words)."""
    named = {table.name for table in tables_named(sheet, name)}
    read = [match_header(cells, table) for table in sheet.tables]
    fitting = [one for one in read if len(one.places) >= 2]
    if not fitting:
        return None
    return max(fitting, key=lambda one: (not one.missing, len(one.places) + (one.table.name in named)))


def second_row(first: Sequence[str], second: Sequence[str], sheet: SourceSheet, name: str) -> Header | None:
    """The header of two rows, where the row below the header belongs to it: 认缴出资 over 金额（万元） and 日期. None
    where a column that was known is no longer: then that row holds values."""
    alone = best_header(first, sheet, name)
    if alone is None or len(first) != len(second):
        return None
    whole, above = [], ""
    for upper, lower in zip(first, second, strict=True):
        above = upper.strip() or above
        own = bool(lower.strip()) and lower.strip() != upper.strip()
        whole.append(above + lower.strip() if own else upper)
    both = match_header(whole, alone.table)
    return both if alone.places.items() <= both.places.items() and both != alone else None


def tables_named(sheet: SourceSheet, name: str) -> tuple[TableSheet, ...]:
    """The tables that a file's or worksheet's name speaks of: those with the longest word found in it."""
    key = header_key(name)
    found = [
        (max((len(word) for word in table.files if header_key(word) in key), default=0), table)
        for table in sheet.tables
    ]
    longest = max((length for length, _ in found), default=0)
    return tuple(table for length, table in found if length == longest > 0)
