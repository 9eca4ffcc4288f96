"""Numbers in rows: identity documents into tokens, numbers of organisations into identifiers, each flaw a problem.

A person's number is digested in the same call that reads it; nothing here returns it or shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from graph_service.facts.days import Day
from graph_service.facts.numbers import (
    Number,
    document_type,
    identity_document,
    org_code,
    organisation_number,
)
from graph_service.intake.loader import Context
from graph_service.intake.rows import SourceRow

_WHY = {
    "length": ("number_length", "the number has too few or too many signs"),
    "alphabet": ("number_alphabet", "the number holds signs that this kind of number never has"),
    "check_digit": ("check_digit_failed", "the number fails its check digit"),
    "birth_date": ("number_birth_date", "the date inside the number is not of the calendar"),
    "birth_in_future": ("number_birth_in_future", "the date inside the number lies in the future"),
    "inner_check": (
        "inner_check_failed",
        "the organisation code inside fails its check digit; the number is used",
    ),
    "region_unknown": ("region_unknown", "the region inside the number is not known; the number is used"),
    "issuer_unknown": ("issuer_unknown", "this kind of document proves nobody without its issuing state"),
}
_TODO = "Compare it with the document; do not match by name instead."
_IN_FULL = "Ask the source for the number in full; do not match by name instead."
_TYPES = "Write it as 居民身份证, 护照 …, or leave the cell empty."


@dataclass(frozen=True, slots=True)
class DocumentRead:
    """An identity document that was read and digested: its token, what it may carry (PROVED for a sound number in full,
    else CANDIDATE), its type, the birth date inside, whether it was raised from 15 digits or masked."""

    token: str
    level: Literal["PROVED", "CANDIDATE"]
    type: str
    birth: Day | None = None
    raised: bool = False
    masked: bool = False


def read_document(
    row: SourceRow, context: Context, number: str, kind: str | None = None, issuer: str | None = None
) -> DocumentRead | None:
    """The identity document of column `number` (type in column `kind`, issuing state in `issuer`); None where the cell
    is blank or unreadable as a cell. A number with a flaw is a CANDIDATE and a problem."""
    text = row.text(number)
    if text is None:
        return None
    words = row.text(kind) if kind else None
    code = document_type(words) if words else None
    if words and code is None:
        row.report("unknown_document_type", "this type of document is not known", _TYPES, kind, words)
        code = "other"
    document = identity_document(text, context.today, code, row.text(issuer) if issuer else None)
    for error in (*document.errors, *(one for one in document.warnings if one in _WHY)):
        row.report(*_WHY[error], _TODO, number)
    if document.masked:
        row.report("masked_number", "a number with hidden digits proves nobody", _IN_FULL, number)
    sound = "unchecked_" if document.errors else "masked_" if document.masked else ""
    return DocumentRead(
        context.digester.document(sound + document.type, document.number, document.issuer),
        "PROVED" if document.proves else "CANDIDATE",
        document.type,
        document.birth,
        "raised_from_15" in document.warnings,
        document.masked,
    )


def read_numbers(row: SourceRow, columns: dict[str, str]) -> tuple[Number, ...]:
    """The numbers of an organisation in these columns (scheme to column), each flaw a problem with its value."""
    found = []
    for scheme, column in columns.items():
        text = row.text(column)
        if text is None:
            continue
        # Since 2015 the credit code is the registration number, and exports mix both in one column: the length tells.
        number = org_code(text) if scheme == "org_code" else organisation_number(text)
        for flaw in (*number.errors, *(one for one in number.warnings if one in _WHY)):
            row.report(*_WHY[flaw], _TODO, column, number.value)
        found.append(number)
    return tuple(found)
