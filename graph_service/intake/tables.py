"""Files into tables of a source sheet: which file or worksheet holds which table, and the rows of each.

`survey` looks at the beginning of every file; `read` then gives the rows of one table. What is wrong with a file as
a whole (no such table, a required column missing, an encoding that breaks, columns swapped) is a problem of its
own, and the rows of a table with swapped columns are counted and not read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from graph_service.errors import BadValue, Problem
from graph_service.facts.numbers import without_personal_numbers
from graph_service.intake.decoding import decoded, encoding_of, lines_of
from graph_service.intake.delimited import Record, delimiter_of, records
from graph_service.intake.headers import Header, best_header, second_row
from graph_service.intake.loader import Rows, SourceFile
from graph_service.intake.rows import SourceRow, misplaced
from graph_service.intake.sheets import SourceSheet
from graph_service.intake.texts import read_text
from graph_service.intake.workbook import worksheets

HEADER_WITHIN = 15
"""Rows at the top among which the header row is looked for: exports have titles above it."""

SAMPLE = 200
"""Rows by which swapped columns are told."""

_MEND = "Rename those that mean a column of the source sheet; the others may stay."

MOST_DIGITS = 4
"""Digits a header may have (a year); more, and it is a value."""

TEXT_ENDS = (".csv", ".tsv", ".txt")


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table in a file or worksheet: its place by name, its header, and how to read its records anew."""

    place: str
    header: Header
    header_line: int
    open: Callable[[], Iterator[Record]]

    @property
    def name(self) -> str:
        """The name of the table in the source sheet."""
        return self.header.table.name


@dataclass(slots=True)
class Survey:
    """What was found in the files of a source: tables, and problems of files as a whole."""

    tables: list[FoundTable] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def of(self, name: str) -> tuple[FoundTable, ...]:
        """The found tables of this name, in the order of the files."""
        return tuple(table for table in self.tables if table.name == name)


def survey(files: Sequence[SourceFile], sheet: SourceSheet) -> Survey:
    """Looks at the beginning of every file (and once through each for its encoding)."""
    found = Survey()
    for file in sorted(files, key=lambda one: one.name):
        end = file.name.lower()
        if end.endswith(TEXT_ENDS):
            _survey_text(file, sheet, found)
        elif end.endswith(".xlsx"):
            _survey_workbook(file, sheet, found)
        else:
            why = "only .csv, .tsv, .txt and .xlsx are read"
            found.problems.append(_of_file("file_not_read", why, "Save it as CSV or XLSX.", file.name))
    present = {table.name for table in found.tables}
    for table in sheet.tables:
        if table.required and table.name not in present:
            why = f"no file or worksheet holds the table {table.name} ({table.files[0]})"
            found.problems.append(
                _of_file("missing_table", why, "Export it and put it into the folder.", None)
            )
    return found


def _of_file(kind: str, why: str, todo: str, file: str | None, fields: Iterable[str] = ()) -> Problem:
    file = file and without_personal_numbers(file)
    return Problem(kind=kind, why=why, todo=todo, file=file, field=", ".join(fields) or None)


def _survey_text(file: SourceFile, sheet: SourceSheet, found: Survey) -> None:
    encoding = encoding_of(lines_of(file), sheet.encodings)
    if encoding.codec == "utf-16":
        why = "the file is in UTF-16"
        found.problems.append(_of_file("broken_encoding", why, "Export it as UTF-8 CSV.", file.name))
        return
    delimiter = delimiter_of("".join(islice(decoded(lines_of(file), encoding.codec), HEADER_WITHIN)))

    def read() -> Iterator[Record]:
        return records(decoded(lines_of(file), encoding.codec), delimiter)

    _survey_records(without_personal_numbers(file.name), file.name, read, sheet, found)


def _survey_workbook(file: SourceFile, sheet: SourceSheet, found: Survey) -> None:
    try:
        for title, rows in worksheets(b"".join(file.chunks())):
            place = without_personal_numbers(f"{file.name}[{title}]")
            if rows is None:
                why = "the worksheet is hidden"
                found.problems.append(_of_file("file_not_read", why, "Show it, if it is to be read.", place))
                continue
            kept = tuple(rows)
            _survey_records(place, title, lambda kept=kept: iter(kept), sheet, found)  # type: ignore[misc]  # mypy cannot type a lambda's default
    except BadValue as error:
        found.problems.append(_of_file("unreadable_file", str(error), "Export it anew.", file.name))


def _survey_records(
    place: str, name: str, read: Callable[[], Iterator[Record]], sheet: SourceSheet, found: Survey
) -> None:
    top = list(islice(read(), HEADER_WITHIN + 1))
    best = _header_of(top, sheet, name)
    if best is None:
        kind, why = (
            ("unknown_table", "no row looks like a header")
            if top
            else ("empty_file", "there is nothing in it")
        )
        found.problems.append(
            _of_file(kind, why, "See the source sheet for the headers that are known.", place)
        )
        return
    header, line = best
    if header.unknown:
        # A header that ran into the first row holds values; none of them is shown.
        sound = not any(sum(sign.isdigit() for sign in cell) > MOST_DIGITS for cell in header.unknown)
        why = f"{len(header.unknown)} columns are not in the source sheet; nothing of them is loaded"
        found.problems.append(_of_file("unknown_column", why, _MEND, place, header.unknown if sound else ()))
    if header.twice:
        why = "two columns mean the same; the first is read"
        found.problems.append(_of_file("duplicate_column", why, "Remove one.", place, header.twice))
    if header.missing:
        why = "required columns are missing"
        missing = (column.headers[0] for column in header.missing)
        found.problems.append(
            _of_file("missing_column", why, "Add them or mend their headers.", place, missing)
        )
        return
    found.tables.append(FoundTable(place, header, line, read))


def _header_of(top: Sequence[Record], sheet: SourceSheet, name: str) -> tuple[Header, int] | None:
    """The header among the first rows, and the line it ends on; None where none looks like one."""
    found: tuple[Header, int] | None = None
    for at, record in enumerate(top[:HEADER_WITHIN]):
        header = best_header(record.cells, sheet, name)
        if header is not None and (found is None or len(header.places) > len(found[0].places)):
            found = header, at
    if found is None:
        return None
    header, at = found
    below = top[at + 1] if at + 1 < len(top) else None
    both = second_row(top[at].cells, below.cells, sheet, name) if below else None
    return (both, below.line) if both and below else (header, top[at].line)


@dataclass(slots=True)
class Reading:
    """The rows of one table while they are read: `rows` counts, `problems` collects; both are taken by `take`."""

    table: FoundTable
    problems: list[Problem] = field(default_factory=list)
    read: int = 0
    unreadable: int = 0

    def rows(self) -> Iterator[SourceRow]:
        """The rows that can be looked into. The caller reports one it cannot use by `give_up`."""
        after_header = (record for record in self.table.open() if record.line > self.table.header_line)
        sample = list(islice(after_header, SAMPLE))
        swapped = self._swapped(sample)
        if swapped:
            why = "most values of these columns belong to other columns"
            todo = "Compare the headers with the cells below them."
            self.problems.append(_of_file("swapped_columns", why, todo, self.table.place, swapped))
        for record in chain(sample, after_header):
            if not any(cell.strip() for cell in record.cells) and record.flaw is None:
                continue
            self.read += 1
            row = None if swapped else self._row(record)
            if row is None:
                self.unreadable += 1
            else:
                yield row

    def give_up(self, row: SourceRow) -> None:
        """The caller could make nothing of this row (its problems say why)."""
        self.unreadable += 1

    def take(self) -> tuple[Rows, tuple[Problem, ...]]:
        """The tally and the problems since the last call."""
        rows = Rows(read=self.read, readable=self.read - self.unreadable)
        problems = tuple(self.problems)
        self.read = self.unreadable = 0
        self.problems.clear()
        return rows, problems

    def _row(self, record: Record) -> SourceRow | None:
        header = self.table.header
        flaw = record.flaw
        if flaw is None and len(record.cells) == header.width:
            cells = {name: record.cells[place] for name, place in header.places.items()}
            return SourceRow(header.table, self.table.place, record.line, cells, header.units, self.problems)
        kind, why, todo = (
            (flaw.kind, flaw.why, flaw.todo)
            if flaw is not None
            else (
                "wrong_cell_count",
                f"the row has {len(record.cells)} cells and the header {header.width}",
                "Quote cells that hold the delimiter.",
            )
        )
        self.problems.append(Problem(kind=kind, why=why, todo=todo, file=self.table.place, line=record.line))
        return None

    def _swapped(self, sample: Sequence[Record]) -> tuple[str, ...]:
        """The columns of which at least three values, and most of them, belong elsewhere."""
        header = self.table.header
        given: Counter[str] = Counter()
        odd: Counter[str] = Counter()
        for record in sample:
            if len(record.cells) != header.width:
                continue
            for name, place in header.places.items():
                text = read_text(record.cells[place])
                if isinstance(text, str):
                    given[name] += 1
                    odd[name] += misplaced(header.table.column(name).holds, text)
        return tuple(name for name in header.places if odd[name] >= 3 and odd[name] * 2 > given[name])
