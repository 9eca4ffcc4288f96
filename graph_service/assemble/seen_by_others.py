"""Numbers of identity documents in what others see: a URL stands in logs, a command line in the list of processes.

None ever stands there. 18 digits that pass the check of a person's number are one, whatever else they may be. The old
numbers of 15 digits have no check: 15 digits that can be one are refused too, save where they pass the check of a
registration number and a firm is registered under just these digits here, so that they tell of nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from enum import Enum

from graph_service.errors import Unavailable
from graph_service.facts.numbers import identity_document, normalise, reg_no
from graph_service.store.store import Store

OLDEST = 1910
"""Nobody with a document of 15 digits was born before."""
NATIONAL = frozenset({"resident_id", "residence_permit", "permanent_residence"})
_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?:\d{17}[0-9Xx]|\d{15})(?![0-9A-Za-z])")


class Seen(Enum):
    """Why a text may not be seen by others."""

    PERSON = "it holds the number of an identity document"
    EITHER = (
        "it holds 15 digits that can be the old number of a person, and no firm here is registered under them"
    )


def numbers_in(text: str) -> list[str]:
    """What can be the number of a person in a text, sound by all that such a number tells of itself."""
    return [number for number in _NUMBER.findall(normalise(text)) if _personal(number)]


def _personal(number: str) -> bool:
    document = identity_document(number, date.max)
    if len(number) == 15 and document.birth is not None and document.birth.first.year < OLDEST:
        return False
    return document.type in NATIONAL and document.proves


def not_to_be_seen(text: str, of_a_firm: Callable[[str], bool]) -> Seen | None:
    """Why others may not see a text (None: they may); `of_a_firm` tells whether a firm is registered under a number."""
    found = numbers_in(text)
    if any(len(number) == 18 or not reg_no(number).valid for number in found):
        return Seen.PERSON
    return Seen.EITHER if any(not of_a_firm(number) for number in found) else None


def of_a_firm(store: Store, number: str) -> bool:
    """Does the register say now that a firm is registered under this number? Where the graph does not answer, nobody
    says so."""
    try:
        return bool(store.query(_REGISTERED, value=number, known=store.head()))
    except Unavailable:
        return False


_REGISTERED = """
MATCH (i:Identifier {value: $value})<-[t:IDENTIFIED_BY]-(:Party)
WHERE t.scheme = 'reg_no' AND t.entry_in <= $known AND t.entry_out IS NULL RETURN t.fact AS fact
"""
