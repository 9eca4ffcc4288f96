"""What the shaping of one source shares: the survey of its first reading, and the basket that facts fall into."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from graph_service.errors import BadValue, Problem
from graph_service.facts import Card, Day, Fact
from graph_service.intake import Batch, Context, Rows
from graph_service.loaders.followthemoney.entities import Entity
from graph_service.loaders.followthemoney.sheet import ORGANISATION, PARTIES, PERSON, UNDECIDED

NUMBERS = ("idNumber", "passportNumber", "socialSecurityNumber", "taxNumber", "innCode", "registrationNumber")
"""Properties in which the number of a person can stand."""

_LONG_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{9,18}[xX]?(?![0-9A-Za-z])")
_DAY = re.compile(r"(\d{4})(-\d{2})?(-\d{2})?(?:[T ].*)?")
_OPEN = 2900
"""A date from this year on is a way of writing that there is no end."""


@dataclass(slots=True)
class Survey:
    """What the first reading found: which id is what kind of party, the text of addresses, who is listed, and ids
    that hold a personal number."""

    kinds: dict[str, str] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    telling: set[str] = field(default_factory=set)

    def add(self, entity: Entity) -> None:
        """One more entity."""
        kind = PARTIES.get(entity.schema)
        if kind is not None:
            known = self.kinds.get(entity.id)
            if known is None or known == UNDECIDED:
                self.kinds[entity.id] = kind
            if kind != ORGANISATION and _tells(entity):
                self.telling.add(entity.id)
        elif entity.schema == "Sanction":
            self.listed.update(entity.all("entity"))
        elif entity.schema == "Address":
            text = ", ".join(entity.all("full")[:1] or entity.any("street", "city", "region", "country"))
            if text:
                self.addresses[entity.id] = text


def _tells(entity: Entity) -> bool:
    plain = re.sub(r"[^0-9A-Za-z]", "", entity.id).casefold()
    numbers = (re.sub(r"[^0-9A-Za-z]", "", number).casefold() for number in entity.any(*NUMBERS))
    return bool(_LONG_NUMBER.search(entity.id)) or any(len(n) >= 5 and n in plain for n in numbers)


@dataclass(slots=True)
class Basket:
    """Facts, cards, problems and tallies of a stretch of lines; `emptied` gives them as a batch."""

    context: Context
    source: str
    survey: Survey
    authorities: set[str] = field(default_factory=set)
    facts: list[Fact] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    tallies: dict[str, list[int]] = field(default_factory=dict)

    def count(self, table: str, *, readable: bool = True, refused: bool = False) -> None:
        """One more row of a table."""
        tally = self.tallies.setdefault(table, [0, 0, 0])
        tally[0] += 1
        tally[1 if not refused else 2] += readable or refused

    def problem(
        self,
        entity: Entity,
        kind: str,
        why: str,
        todo: str,
        field: str | None = None,
        value: str | None = None,
    ) -> None:
        """One more problem of an entity. `value` only where it cannot be personal."""
        self.problems.append(
            Problem(
                kind=kind,
                why=why,
                todo=todo,
                file=entity.file,
                line=entity.line,
                field=field,
                value=value,
                subject=self.shown(entity.id),
            )
        )

    def shown(self, key: str) -> str:
        """An id as it may be shown: as it is, or its digest where it holds a personal number."""
        kind = self.survey.kinds.get(key)
        if key in self.survey.telling or (kind is None and _LONG_NUMBER.search(key)):
            return self.context.digester.document("ftm", key, issuer=self.source)
        return key

    def record(self, key: str) -> str:
        """The record of an id; one id is one party."""
        return f"{self.source}:{self.shown(key)}"

    def origin(self, entity: Entity, name: str | None = None, value: str | None = None) -> str:
        """Where a value was stated: its statement where the export keeps them, else lists and id of the entity."""
        if name is not None and value is not None and (name, value) in entity.sources:
            return entity.sources[name, value]
        return f"{','.join(entity.datasets) or entity.file}/{self.shown(entity.id)}"

    def disclosed(self, entity: Entity) -> Day | None:
        """The day from which the source is known to state it: when its publisher first saw it, else the extract."""
        if entity.first_seen:
            found = read_day(entity.first_seen)
            if found is not None:
                return found
        return self.context.extract_date

    def days(self, entity: Entity, name: str, *, personal: bool = False) -> tuple[Day, ...]:
        """The readable days of a property; one that is none is a problem. Days that only say less (a year beside
        a date in it) are left out."""
        found: list[Day] = []
        for text in entity.all(name):
            day = read_day(text)
            if day is not None:
                found.append(day)
            elif not re.match(r"\d{4}", text) or int(text[:4]) < _OPEN:
                self.problem(
                    entity,
                    "bad_date",
                    "it is no day of the calendar",
                    "Correct it in the source.",
                    field=name,
                    value=None if personal else text[:40],
                )
        return tuple(
            day for day in found if not any(day != other and other.startswith(day) for other in found)
        )

    def several(self, entity: Entity, name: str, taken: str) -> None:
        """A problem: the property has values that exclude each other; `taken` says what was done."""
        self.problem(
            entity,
            "several_values",
            f"its values exclude each other; {taken}",
            "Ask the publisher.",
            field=name,
        )

    def emptied(self) -> Batch:
        """What has fallen in since the last time, as a batch."""
        batch = Batch(
            facts=tuple(self.facts),
            cards=tuple(self.cards),
            problems=tuple(self.problems),
            rows={
                table: Rows(read=read, readable=readable, refused=refused)
                for table, (read, readable, refused) in self.tallies.items()
            },
        )
        self.facts, self.cards, self.problems, self.tallies = [], [], [], {}
        return batch


def read_day(text: str) -> Day | None:
    """A day from `2015`, `2015-08`, `2015-08-01` or an instant; None where it is none, or means `no end`."""
    found = _DAY.fullmatch(text.strip())
    if not found or not 1000 <= int(found[1]) < _OPEN:
        return None
    try:
        return Day("".join(part for part in found.groups() if part))
    except BadValue:
        return None


def latest(days: Iterable[Day]) -> Day | None:
    """The day that ends last; None of none."""
    return max(days, key=lambda day: (day.last, day.first), default=None)


def earliest(days: Iterable[Day]) -> Day | None:
    """The day that begins first; None of none."""
    return min(days, key=lambda day: (day.first, day.last), default=None)


PERSONAL = frozenset({PERSON, UNDECIDED})
"""Kinds of party whose names and places are personal."""
