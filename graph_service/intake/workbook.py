"""XLSX workbooks into the same records as delimited text: merged cells filled, types written out.

Cells that a spreadsheet holds as numbers, days or percentages are written as the texts that `dates` and `amounts`
read. A whole number of more than 15 digits has lost its last ones in the spreadsheet: it is written with an
exponent, so that it is named as spoiled and never taken for a number. Formulas stay formulas.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from graph_service.errors import BadValue
from graph_service.intake.delimited import Record

LARGEST = 128 * 1024 * 1024
"""Bytes a workbook may unpack to; beyond, it is to be exported as CSV."""

MOST_CELLS = 20_000_000
"""Cells a worksheet may span; one stray cell at the far corner spans billions."""

MOST_EXACT_DIGITS = 15
"""Digits that a spreadsheet's numbers hold."""


def worksheets(content: bytes) -> Iterator[tuple[str, Iterator[Record] | None]]:
    """The worksheets of a workbook, by title, each as records (1-based rows, blank rows passed over); None for one that
    is hidden.
    Raises BadValue where the bytes are no workbook, or too large a one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > LARGEST:
            raise BadValue(f"the workbook unpacks to {unpacked:,} bytes: export it as CSV")
        with warnings.catch_warnings():
            # openpyxl warns of styles and extensions it leaves out; values are all that is read here.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), data_only=False)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        if isinstance(error, BadValue):
            raise
        raise BadValue(
            "this is not a readable XLSX workbook: open it and save it again, or export CSV"
        ) from error
    for sheet in book.worksheets:
        if sheet.max_row * sheet.max_column > MOST_CELLS:
            raise BadValue(
                f"the worksheet {sheet.title} spans more than {MOST_CELLS:,} cells: export it as CSV"
            )
        yield sheet.title, _records(sheet) if sheet.sheet_state == "visible" else None


def _records(sheet: Any) -> Iterator[Record]:
    filled = _merged(sheet)
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = tuple(
            filled.get((number, place), None) or _written(cell) for place, cell in enumerate(row, start=1)
        )
        if any(cells):
            yield Record(number, cells)


def _merged(sheet: Any) -> dict[tuple[int, int], str]:
    """The text of a merged range for each row it covers, in its first column: one enterprise over its holders."""
    filled: dict[tuple[int, int], str] = {}
    for area in sheet.merged_cells.ranges:
        text = _written(sheet.cell(area.min_row, area.min_col))
        for row in range(area.min_row + 1, area.max_row + 1):
            filled[(row, area.min_col)] = text
    return filled


def _written(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format or ""))
    return str(value)


def _number(value: int | float, number_format: str) -> str:
    if "%" in number_format:
        return f"{round(value * 100, 10):.10f}".rstrip("0").rstrip(".") + "%"
    if value == int(value):
        whole = str(int(value))
        return whole if len(whole.lstrip("-")) <= MOST_EXACT_DIGITS else f"{value:.5E}"
    return repr(value) if abs(value) >= 1e-4 else f"{value:.12f}".rstrip("0")
