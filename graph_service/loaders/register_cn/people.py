"""Persons of a register: one record per firm and key, and what is odd when names and numbers are compared.

A name without a number is one person per firm (law decision 11); a number makes the record of its own, and only the
number joins it to records of other firms. So two namesakes never become one person here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from graph_service.errors import Problem
from graph_service.facts import Card, Day, Fact
from graph_service.facts.digests import adult_on
from graph_service.facts.types import Identity, Level, Person, UndecidedParty
from graph_service.intake import Context
from graph_service.intake.identities import DocumentRead
from graph_service.intake.rows import SourceRow


@dataclass(frozen=True, slots=True)
class Made:
    """The record of a party and the facts and cards that state it; no facts where it was stated before."""

    record: str
    facts: tuple[Fact, ...] = ()
    cards: tuple[Card, ...] = ()


@dataclass(slots=True)
class _Seen:
    name_key: str
    raised: bool
    unraised: bool


@dataclass(slots=True)
class People:
    """The persons stated so far; only digests are kept."""

    context: Context
    _born: dict[str, Day | None] = field(default_factory=dict)
    _documents: dict[str, _Seen] = field(default_factory=dict)
    _names: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)

    def _record(self, firm: str, name_key: str, document: DocumentRead | None, level: Level | None) -> str:
        """The record of a person at a firm: by number where one proves him, else by number and name, else by name."""
        if document is None:
            return f"{firm}/p-{_short(name_key)}"
        if level == "PROVED":
            return f"{firm}/d-{_short(document.token)}"
        return f"{firm}/c-{_short(document.token)}-{_short(name_key)}"

    def person(
        self,
        row: SourceRow,
        firm: str,
        name: str,
        document: DocumentRead | None = None,
        birth: Day | None = None,
        sex: str | None = None,
    ) -> Made:
        """A natural person at a firm: its record, and its facts where they are new."""
        name_key = self.context.digester.name(name)
        level = self._level(row, name_key, document)
        record = self._record(firm, name_key, document, level)
        self._names.setdefault((firm, name_key), {}).setdefault(record, row.origin)
        born = document.birth if document and document.birth else birth
        drawn = self.context.extract_date
        facts: list[Fact] = [
            Person(record=record, name_key=name_key, adult_on=adult_on(born), disclosed_on=drawn)
        ]
        if document and level:
            basis = "number in the register"
            facts.append(
                Identity(record=record, level=level, document=document.token, basis=basis, disclosed_on=drawn)
            )
        card = Card(
            record=record,
            name=name,
            birth_date=born,
            sex=sex,
            document_type=document.type if document else None,
        )
        earlier = self._born.get(record)
        if earlier is not None and born is not None and earlier != born:
            why = "the same person of this firm stands with another birth date in an earlier row"
            row.report(
                "conflicting_duplicate",
                why,
                "Ask the register; give both a number if they are two.",
                "birth_date",
            )
        return self._once(Made(record, tuple(facts), (card,)), born)

    def undecided(self, row: SourceRow, firm: str, name: str) -> Made:
        """A party of which the register does not say whether it is a person."""
        record = f"{firm}/u-{_short(self.context.digester.name(name))}"
        fact = UndecidedParty(
            record=record, name_key=self.context.digester.name(name), disclosed_on=self.context.extract_date
        )
        return self._once(Made(record, (fact,), (Card(record=record, name=name),)), None)

    def _once(self, made: Made, born: Day | None) -> Made:
        known = made.record in self._born
        self._born.setdefault(made.record, born)
        return Made(made.record) if known else made

    def _level(self, row: SourceRow, name_key: str, document: DocumentRead | None) -> Level | None:
        """The level of the identity fact; a number that stands with two names proves nothing the second time."""
        if document is None or document.level != "PROVED":
            return document.level if document else None
        seen = self._documents.setdefault(
            document.token, _Seen(name_key, raised=document.raised, unraised=not document.raised)
        )
        if seen.name_key != name_key:
            why = "this identity number stands with another name elsewhere in the source"
            row.report(
                "document_with_two_names", why, "Ask the register whose number it is.", "document_number"
            )
            return "CANDIDATE"
        if document.raised != seen.raised and not (seen.raised and seen.unraised):
            seen.raised = seen.unraised = True
            why = (
                "one person stands with a number of 15 and of 18 digits; they are one number, and one person"
            )
            row.report(
                "number_in_two_forms",
                why,
                "Nothing need be done; write 18 digits in both.",
                "document_number",
            )
        return "PROVED"

    def namesakes(self) -> Iterator[Identity | Problem]:
        """At the end: persons of one name at one firm, apart; one without a number is a candidate for each other."""
        for (firm, _), records in self._names.items():
            bare = [record for record in records if "/d-" not in record]
            numbered = [record for record in records if "/d-" in record]
            if bare and numbered:
                why = "this name stands at this firm with a sound number and without: two persons until someone knows"
                yield _problem("namesake_with_and_without_number", why, firm, records[bare[0]])
                for other in numbered:
                    yield Identity(
                        record=bare[0],
                        level="CANDIDATE",
                        same_as=other,
                        basis="same name at the same firm",
                        disclosed_on=self.context.extract_date,
                    )
            if len(numbered) > 1:
                why = "persons of one name at one firm have different numbers: they are kept apart"
                yield _problem("namesakes", why, firm, records[numbered[1]])


def _short(digest: str) -> str:
    """Enough of a digest for a record id."""
    return digest.rpartition(":")[2][:16]


def _problem(kind: str, why: str, firm: str, origin: str) -> Problem:
    file, _, line = origin.rpartition(":")
    todo = "Ask the register whether they are one; add the number where it is missing."
    return Problem(kind=kind, why=why, todo=todo, file=file, line=int(line), field="name", subject=firm)
