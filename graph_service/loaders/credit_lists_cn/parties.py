"""Parties of published rows: one record per number, or per case and name; and what the row says they are."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from graph_service.facts import Card, Fact
from graph_service.facts.digests import adult_on, normal_name
from graph_service.facts.numbers import Number, normalise, org_code, organisation_number, uscc
from graph_service.facts.types import Enterprise, Identifier, Identity, Name, Person, UndecidedParty
from graph_service.intake import Context
from graph_service.intake.identities import DocumentRead, read_document, read_numbers
from graph_service.intake.rows import SourceRow
from graph_service.intake.texts import half_width
from graph_service.loaders.credit_lists_cn.words import (
    FORMS_BY_CODE,
    FORMS_BY_NAME,
    PERSON_WORDS,
    SOLE_TRADER_WORDS,
    UNIT_WORDS,
)

_UNIT_ENDS = (
    "公司",
    "厂",
    "合作社",
    "事务所",
    "中心",
    "医院",
    "学校",
    "商行",
    "经营部",
    "合伙)",
    "协会",
    "研究院",
    "集团",
)
"""Ends of a name that no person bears; used only where the row has neither a type nor a number that tells."""


@dataclass(frozen=True, slots=True)
class Party:
    """The record of a party and the facts and cards that state it; none where it was stated before in this load."""

    record: str
    person: bool
    key: str
    facts: tuple[Fact, ...] = ()
    cards: tuple[Card, ...] = ()


@dataclass(slots=True)
class Parties:
    """The parties stated so far."""

    context: Context
    source: str
    _known: set[str] = field(default_factory=set)

    def of(self, row: SourceRow, case: str, mixed: str | None = None) -> Party | None:
        """The party a row is about; None, and a problem, where it names nobody. `case` keeps apart persons without a
        number; `mixed` is a column that holds either a person's or an organisation's number."""
        name = row.text("party")
        if name is None:
            row.report("missing_value", "the row names nobody", "Fill it in.", "party")
            return None
        numbers = read_numbers(row, {"uscc": "uscc", "reg_no": "reg_no", "org_code": "org_code"})
        inside = _organisation_inside(row, mixed)
        if inside is not None:
            numbers = (*numbers, inside)
        column = mixed if mixed and row.cells.get(mixed, "").strip() else "document_number"
        document = None if inside is not None else self._document(row, column)
        person = _is_person(row, name, bool(numbers), document is not None)
        if person is None:
            row.report("party_kind_unknown", "nothing in the row says whether this is a person or an organisation",
                       "Add the type or a number.", "party_type")  # fmt: skip
            return self._undecided(row, name, case)
        if person:
            return self.person(row, name, document, case)
        return self._organisation(row, name, numbers)

    def _document(self, row: SourceRow, column: str) -> DocumentRead | None:
        kind = "document_type" if column == "document_number" else None
        return read_document(row, self.context, column, kind)

    def _organisation(self, row: SourceRow, name: str, numbers: tuple[Number, ...]) -> Party:
        usable = [one for one in numbers if one.valid or one.errors == ("check_digit",)]
        usable.sort(key=lambda one: ("uscc", "reg_no", "org_code").index(one.scheme))
        key = (
            usable[0].value if usable else f"n-{hashlib.sha256(normal_name(name).encode()).hexdigest()[:16]}"
        )
        record = f"{self.source}:{key}"
        if not usable:
            row.report("party_without_number", "an organisation without a number is known by its name only",
                       "Add its 统一社会信用代码.", "uscc")  # fmt: skip
        if record in self._known:
            return Party(record, person=False, key=key)
        self._known.add(record)
        drawn = self.context.extract_date
        facts: list[Fact] = [
            Enterprise(record=record, type=_form(row, name, numbers), disclosed_on=drawn),
            Name(record=record, name=name, disclosed_on=drawn),
        ]
        facts += [
            Identifier(record=record, scheme=one.scheme, value=one.value, valid=one.valid, disclosed_on=drawn)
            for one in {(one.scheme, one.value): one for one in numbers}.values()
        ]
        return Party(record, person=False, key=key, facts=tuple(facts))

    def person(self, row: SourceRow, name: str, document: DocumentRead | None, case: str) -> Party:
        """A natural person: one record per number; without a sound number one per case and name."""
        proved = document is not None and document.level == "PROVED"
        if document is not None and proved:
            key = f"d-{document.token.rpartition(':')[2][:16]}"
        else:
            key = (
                f"p-{hashlib.sha256(f'{case}/{self.context.digester.name(name)}'.encode()).hexdigest()[:16]}"
            )
        record = f"{self.source}:{key}"
        if record in self._known:
            return Party(record, person=True, key=key)
        self._known.add(record)
        born = document.birth if document else None
        if born is None and "born" in row.cells:
            born = row.day("born")
        drawn = self.context.extract_date
        facts: list[Fact] = [
            Person(record=record, name_key=self.context.digester.name(name), adult_on=adult_on(born),
                   disclosed_on=drawn)
        ]  # fmt: skip
        if document is not None:
            facts.append(
                Identity(record=record, level=document.level, document=document.token,
                         basis="number in the published document", disclosed_on=drawn)
            )  # fmt: skip
        sex = row.text("sex") if "sex" in row.cells else None
        masked = half_width(self._shown(row, document)) if document and document.masked else None
        card = Card(
            record=record, name=name, birth_date=born, sex=sex, document_masked=masked,
            document_type=document.type if document else None,
        )  # fmt: skip
        return Party(record, person=True, key=key, facts=tuple(facts), cards=(card,))

    def _shown(self, row: SourceRow, document: DocumentRead) -> str:
        """The number as the list masks it, from whichever column holds it."""
        for column in ("debtor_number", "document_number", "named_number"):
            text = row.cells.get(column, "").strip()
            if text and any(sign in text for sign in "*×●•#?＊"):
                return text
        return ""

    def _undecided(self, row: SourceRow, name: str, case: str) -> Party:
        key = f"u-{hashlib.sha256(f'{case}/{self.context.digester.name(name)}'.encode()).hexdigest()[:16]}"
        record = f"{self.source}:{key}"
        if record in self._known:
            return Party(record, person=False, key=key)
        self._known.add(record)
        fact = UndecidedParty(
            record=record, name_key=self.context.digester.name(name), disclosed_on=self.context.extract_date
        )
        return Party(record, person=False, key=key, facts=(fact,), cards=(Card(record=record, name=name),))


def _form(row: SourceRow, name: str, numbers: tuple[Number, ...]) -> str:
    """The form of an organisation, as far as its credit code, the row's type or the law of names tells; else other."""
    codes = (one.value[:2] for one in numbers if one.scheme == "uscc" and one.valid)
    by_code = next((FORMS_BY_CODE[code] for code in codes if code in FORMS_BY_CODE), None)
    if by_code is not None:
        return by_code
    if any(word in (row.text("party_type") or "") for word in SOLE_TRADER_WORDS):
        return "sole_trader"
    plain = half_width(name)
    return next((form for end, form in FORMS_BY_NAME if plain.endswith(end)), "other")


def _organisation_inside(row: SourceRow, mixed: str | None) -> Number | None:
    """The number of an organisation in a mixed column, where it is one; a person's number is left alone."""
    text = row.cells.get(mixed, "") if mixed else ""
    plain = normalise(text).replace(" ", "").replace("-", "")
    if len(plain) == 18 and uscc(plain).valid:
        return uscc(plain)
    if len(plain) == 9 and org_code(plain).valid:
        return org_code(plain)
    found = organisation_number(plain)
    return (
        found if found.scheme == "reg_no" and found.valid and len(plain) == 15 and _names_unit(row) else None
    )


def _names_unit(row: SourceRow) -> bool:
    return (row.text("party") or "").endswith(_UNIT_ENDS)


def _is_person(row: SourceRow, name: str, numbered: bool, documented: bool) -> bool | None:
    """Is the party a natural person? By the row's type, else by the number it gives, else by sex or birth, else by an
    end of the name that no person bears; None where nothing tells."""
    words = row.text("party_type") or ""
    if any(word in words for word in PERSON_WORDS) and not any(word in words for word in SOLE_TRADER_WORDS):
        return True
    if words and any(word in words for word in (*UNIT_WORDS, *SOLE_TRADER_WORDS)):
        return False
    if numbered != documented:
        return documented
    if any(name in row.cells and row.text(name) for name in ("sex", "born")):
        return True
    return False if name.endswith(_UNIT_ENDS) or numbered else None
