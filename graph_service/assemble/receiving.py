"""Rows as clients send them, turned into facts and person cards at the door.

Here numbers of identity documents are digested and set aside: an `identity` row may carry `document_number` (with
`document_type`, `issuer`) instead of a token, and nothing else may carry one. A person's `name_key` and `adult_on`
are made from his card where the row leaves them out. A batch is used whole or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from fractions import Fraction
from typing import Any

from graph_service.errors import BadInput, BadValue
from graph_service.facts import BY_KIND, Card, Day, Fact, fields_of, from_row
from graph_service.facts.digests import Digester, adult_on
from graph_service.facts.numbers import (
    Document,
    document_type,
    identity_document,
    normalise,
    without_personal_numbers,
)
from graph_service.facts.types import Holding

LONGEST = 20_000
"""Characters of one value."""

WHOLE = 1 + Fraction(1, 1_000_000)
"""The whole, and the millionth that rounding may add to it."""

_CARD_FIELDS = frozenset(field.name for field in fields(Card))
_NAME = re.compile(r"[a-z][a-z_]{0,39}")
_DOCUMENT_KEYS = ("document_number", "document_type", "issuer")
_MAYBE_PERSONAL = re.compile(r"(?<![0-9A-Za-z])(?:\d{17}[0-9Xx]|\d{15})(?![0-9A-Za-z])")
_NUMBERS = frozenset({"value"})
"""Fields for numbers of organisations, one kind of which has 15 digits: there its check digit decides."""


class RowsRefused(BadInput):
    """Rows of a batch cannot be used; `errors` say which (`at`) and why, never repeating a value."""

    def __init__(self, errors: Sequence[Mapping[str, str]]) -> None:
        super().__init__(f"{len(errors)} of the rows cannot be used; nothing was written")
        self.errors = [dict(error) for error in errors]


@dataclass(slots=True)
class Receiver:
    """Reads one batch; `today` (in the jurisdiction's zone) bounds birth dates inside numbers."""

    digester: Digester
    today: date
    errors: list[dict[str, str]] = field(default_factory=list)

    def read(
        self, rows: Sequence[Mapping[str, Any]], cards: Sequence[Mapping[str, Any]]
    ) -> tuple[tuple[Fact, ...], tuple[Card, ...]]:
        """The facts and cards of a batch in their order; raises RowsRefused with every row that cannot be used."""
        made = {card.record: card for card in self._cards(cards)}
        facts = tuple(self._facts(rows, made))
        if self.errors:
            raise RowsRefused(self.errors)
        return facts, tuple(made.values())

    def _cards(self, rows: Sequence[Mapping[str, Any]]) -> Iterator[Card]:
        for place, row in enumerate(rows):
            try:
                _check_names(row, _CARD_FIELDS)
                _check_values(row, today=self.today)
                values = {name: _text(name, value) for name, value in row.items() if value is not None}
                if "record" not in values:
                    raise BadValue("a card needs the field record")
                birth = values.pop("birth_date", None)
                yield Card(**values, birth_date=_day("birth_date", birth) if birth else None)
            except BadValue as error:
                self.errors.append({"at": f"cards.{place}", "why": str(error)})

    def _facts(self, rows: Sequence[Mapping[str, Any]], cards: Mapping[str, Card]) -> Iterator[Fact]:
        for place, row in enumerate(rows):
            try:
                yield self._fact(dict(row), cards)
            except BadValue as error:
                self.errors.append({"at": f"facts.{place}", "why": _without_values(str(error))})

    def _fact(self, row: dict[str, Any], cards: Mapping[str, Card]) -> Fact:
        kind = row.pop("type", None)
        # A field of the type `enterprise` is called type too; in a row it is written enterprise_type.
        if not isinstance(kind, str) or kind not in BY_KIND:
            raise BadValue(f"type is one of {', '.join(BY_KIND)}")
        if kind == "enterprise" and "enterprise_type" in row:
            row["type"] = row.pop("enterprise_type")
        if kind == "identity" and row.get("document_number") is not None:
            self._digest(row)
        _check_names(row, {field.name for field in fields_of(kind)})
        _check_values(row, today=self.today)
        card = cards.get(row["record"]) if isinstance(row.get("record"), str) else None
        if (
            card is not None
            and kind in ("person", "undecided_party")
            and card.name
            and not row.get("name_key")
        ):
            row["name_key"] = self.digester.name(card.name)
        if card is not None and kind == "person" and card.birth_date and not row.get("adult_on"):
            day = adult_on(card.birth_date)
            if day is not None:
                row["adult_on"] = str(day)
        fact = from_row(kind, row)
        _check_sense(fact)
        return fact

    def _digest(self, row: dict[str, Any]) -> None:
        """The number of a document out of the row, its token in."""
        number, words, issuer = (row.pop(name, None) for name in _DOCUMENT_KEYS)
        given = read_document(number, words, issuer, self.today)
        if row.get("document") is not None:
            raise BadValue("identity: give document_number or document, not both")
        if not given.proves and row.get("level") != "CANDIDATE":
            odd = ", ".join((*given.errors, *given.warnings, *(("masked",) if given.masked else ())))
            raise BadValue(f"identity: this document_number proves nobody ({odd}): state it as CANDIDATE")
        row["document"] = self.digester.document(given.type, given.number, given.issuer)


def read_document(number: Any, words: Any, issuer: Any, today: date) -> Document:
    """The identity document that a client names; raises BadValue, never repeating the number."""
    for name, value in (("document_number", number), ("document_type", words), ("issuer", issuer)):
        if value is not None and not (isinstance(value, str) and _writable(value)):
            raise BadValue(f"{name} is a text")
    kind = None
    if words is not None:
        kind = document_type(words) or document_type(words.upper())
        if kind is None:
            raise BadValue("document_type is not a type of identity document")
    return identity_document(number, today, kind, issuer)


def _check_names(row: Mapping[str, Any], known: frozenset[str] | set[str]) -> None:
    for name in row:
        if name not in known:
            shown = repr(name) if _NAME.fullmatch(name) else "of this name"
            raise BadValue(f"there is no field {shown} here")


def _check_values(row: Mapping[str, Any], *, today: date) -> None:
    """No value too long, none that cannot be written as UTF-8, and no number of an identity document in a text."""
    for name, value in row.items():
        for part in value if isinstance(value, list) else (value,):
            if isinstance(part, str):
                if len(part) > LONGEST:
                    raise BadValue(f"{name} has more than {LONGEST} characters")
                if not _writable(part):
                    raise BadValue(f"{name} is not a text")
                if _holds_a_document(part, today, of_organisation=name in _NUMBERS):
                    raise BadValue(
                        f"{name} holds the number of an identity document: send it as document_number"
                    )


def _check_sense(fact: Fact) -> None:
    """A span that ends before it begins, and a holding of more than the whole or of oneself, state nothing."""
    if fact.since is not None and fact.until is not None and fact.until.last < fact.since.first:
        raise BadValue(f"{fact.kind}: until lies before since")
    if isinstance(fact, Holding):
        shares = (fact.subscribed, fact.paid, fact.votes)
        if any(share is not None and share.low > WHOLE for share in shares):
            raise BadValue("holding: a share is above the whole")
        if fact.enterprise == fact.record:
            raise BadValue("holding: an enterprise does not hold itself")


def _holds_a_document(text: str, today: date, of_organisation: bool) -> bool:
    plain = normalise(text)
    if without_personal_numbers(plain) != plain:
        return True
    return not of_organisation and any(
        identity_document(found, today).type == "resident_id" and identity_document(found, today).proves
        for found in _MAYBE_PERSONAL.findall(plain)
    )


def _writable(text: str) -> bool:
    return "\x00" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise BadValue(f"{name} is a text that is not empty")
    return value


def _day(name: str, text: str) -> Day:
    try:
        return Day(text)
    except BadValue:
        raise BadValue(f"{name} is not a day: write 2026, 2026-05 or 2026-05-10") from None


def _without_values(text: str) -> str:
    """A message of the facts room without the value it quotes; field names that are ours stay."""
    return re.sub(r"'[^']*'|\"[^\"]*\"", "the value", text) if _quotes_a_value(text) else text


def _quotes_a_value(text: str) -> bool:
    return not text.startswith("there is no field")
