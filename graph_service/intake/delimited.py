"""Delimited text (CSV, TSV) into records of cells, so that one bad quote costs one row and not the rest."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from graph_service.intake.flaws import Flaw

DELIMITERS = (",", "\t", ";", "|")
"""Tried on the header row, the most frequent wins."""

MOST_LINES = 100
"""Lines a quoted cell may span; beyond, its quote was never closed."""

# The limit of the csv module is one for the whole process and 128 KiB; a longer cell is a problem of its row here
# (`oversized_cell`), so it must be read first.
csv.field_size_limit(1 << 30)


@dataclass(frozen=True, slots=True)
class Record:
    """One row: the line it begins on (1-based), its cells, or the flaw that keeps it from having any."""

    line: int
    cells: tuple[str, ...]
    flaw: Flaw | None = None


UNCLOSED = Flaw("unclosed_quote", "a quote is opened in this line and not closed", "Close it or double it.")


def delimiter_of(header: str) -> str:
    """The delimiter of a table from its header line; a comma where there is none."""
    return max(DELIMITERS, key=header.count)


def records(lines: Iterable[str], delimiter: str = ",") -> Iterator[Record]:
    """The records of the lines. A row whose quote is not closed is a record with a flaw, and reading goes on with
    the line after it; blank lines are passed over."""
    ahead: deque[str] = deque()
    source = iter(lines)
    number = 0
    while True:
        first = ahead.popleft() if ahead else next(source, None)
        if first is None:
            return
        number += 1
        if not first.strip("\r\n"):
            continue
        if '"' not in first:
            yield Record(number, tuple(first.rstrip("\r\n").split(delimiter)))
            continue
        taken = _until_closed(first, ahead, source)
        cells = None if taken is None else _cells(first, islice(ahead, taken), delimiter)
        if taken is None or cells is None:
            yield Record(number, (), UNCLOSED)
            continue
        yield Record(number, cells)
        for _ in range(taken):
            ahead.popleft()
        number += taken


def _cells(first: str, more: Iterable[str], delimiter: str) -> tuple[str, ...] | None:
    """The cells of a record; None where its quotes do not stand at the ends of cells, as when a quote left open runs
    into the next quoted cell some rows below."""
    try:
        return tuple(next(csv.reader([first, *more], delimiter=delimiter, strict=True)))
    except csv.Error:
        return None


def _until_closed(first: str, ahead: deque[str], source: Iterator[str]) -> int | None:
    """How many lines after `first` belong to its record (they are put into `ahead`); None where it never closes."""
    open_quote = first.count('"') % 2 == 1
    taken = 0
    while open_quote:
        # What is ahead already has even quotes but for its last line, so an odd `first` has none ahead of it.
        line = None if taken == MOST_LINES else next(source, None)
        if line is None:
            return None
        ahead.append(line)
        open_quote = line.count('"') % 2 == 0
        taken += 1
    return taken
