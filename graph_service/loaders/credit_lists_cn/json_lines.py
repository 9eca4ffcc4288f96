"""Credit lists as JSON lines: one object a row, its keys the headers; read like the rows of a table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice

from graph_service.errors import Problem
from graph_service.intake import SourceFile, SourceSheet
from graph_service.intake.decoding import decoded, encoding_of, lines_of
from graph_service.intake.delimited import Record
from graph_service.intake.flaws import Flaw
from graph_service.intake.headers import best_header
from graph_service.intake.tables import FoundTable

ENDS = (".jsonl", ".ndjson")

HEADER_FROM = 200
"""Objects at the beginning whose keys make up the header; a key that comes later is a problem of its row."""


def found_table(file: SourceFile, sheet: SourceSheet) -> FoundTable | Problem:
    """The table a file of JSON lines holds; a problem where its keys are of none, or a required one is missing."""
    codec = encoding_of(lines_of(file), sheet.encodings).codec
    keys: dict[str, None] = {}
    for one in islice(_objects(file, codec), HEADER_FROM):
        if isinstance(one[1], dict):
            keys |= dict.fromkeys(str(key) for key in one[1])
    names = tuple(keys)
    header = best_header(names, sheet, file.name)
    if header is None:
        return _problem("unknown_table", "its keys are the headers of no table", file)
    if header.missing:
        fields = ", ".join(column.headers[0] for column in header.missing)
        return _problem("missing_column", "required columns are missing", file, fields)
    return FoundTable(file.name, header, 0, lambda: _records(file, codec, names))


def _problem(kind: str, why: str, file: SourceFile, fields: str | None = None) -> Problem:
    todo = "See the source sheet for the headers that are known."
    return Problem(kind=kind, why=why, todo=todo, file=file.name, field=fields)


def _objects(file: SourceFile, codec: str) -> Iterator[tuple[int, object]]:
    for number, line in enumerate(decoded(lines_of(file), codec), start=1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError):
                yield number, None


def _records(file: SourceFile, codec: str, names: tuple[str, ...]) -> Iterator[Record]:
    for number, found in _objects(file, codec):
        if not isinstance(found, dict):
            yield Record(
                number, (), Flaw("bad_json", "the line is no JSON object", "Give one object a line.")
            )
        elif set(found) - set(names):
            why = "the object has keys that the first objects have not"
            yield Record(number, (), Flaw("unknown_column", why, "Give all objects the same keys."))
        else:
            yield Record(number, tuple(_cell(found.get(name)) for name in names))


def _cell(value: object) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
