"""Whom a check asks about: a number in, the identifiers out under which the graph keeps its party."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from graph_service.assemble.receiving import read_document
from graph_service.errors import BadInput
from graph_service.facts.digests import Digester
from graph_service.facts.numbers import organisation_number, uscc


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom a check asks about: a number of an organisation (`uscc`, or `organisation_number` of any kind), or an
    identity document (`document_number`, with its `document_type` and `issuer` where it is no resident id)."""

    uscc: str | None = None
    organisation_number: str | None = None
    document_number: str | None = field(default=None, repr=False)
    document_type: str | None = None
    issuer: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A subject as the graph knows it: `value` of its identifier (a person's is a token), and `odd`: why the number
    can be nobody's (None: it can)."""

    value: str
    person: bool
    odd: tuple[str, ...] = ()


def asked(subjects: Sequence[Subject], digester: Digester, today: date) -> tuple[Asked, ...]:
    """The identifiers of subjects, in order. Raises BadInput for one that names no number, or several."""
    return tuple(_asked(place, one, digester, today) for place, one in enumerate(subjects))


def _asked(place: int, one: Subject, digester: Digester, today: date) -> Asked:
    given = [n for n in (one.uscc, one.organisation_number, one.document_number) if n is not None]
    if len(given) != 1:
        raise BadInput(f"subject {place}: give exactly one of uscc, organisation_number and document_number")
    if one.document_number is None:
        number = uscc(given[0]) if one.uscc is not None else organisation_number(given[0])
        return Asked(number.value, False, number.errors)
    document = read_document(one.document_number, one.document_type, one.issuer, today)
    token = digester.document(document.type, document.number, document.issuer)
    odd = document.errors or (("masked",) if document.masked else ())
    return Asked(token, True, odd if odd or document.proves else ("issuer_unknown",))
