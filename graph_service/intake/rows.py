"""One row of a source: its cells by column name, read value by value, each flaw becoming a problem in its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from graph_service.errors import Problem
from graph_service.facts.days import Day
from graph_service.facts.numbers import holds_personal_number, org_code, without_personal_numbers
from graph_service.facts.shares import Share
from graph_service.facts.vocabulary import post_of
from graph_service.intake.amounts import Money, read_money, read_share
from graph_service.intake.dates import read_day, read_end
from graph_service.intake.flaws import Flaw
from graph_service.intake.sheets import Column, Holds, TableSheet
from graph_service.intake.texts import SPOILED, is_spoiled, read_text

LONGEST_SHOWN = 60
"""Characters of an odd value that a problem shows."""

_DATE = re.compile(r"\d{4}(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月.*)")
_CODE = re.compile(r"[0-9A-Z]{18}|\d{15}|[0-9A-Z]{8}-?[0-9X]")
_MONEY = re.compile(r"[\d,.]+(?:千|万|亿|百万)?(?:元|美元|人民币|港元)+")
_SHARE = re.compile(r"\d+(?:\.\d+)?%")
_DIGIT = re.compile(r"\d")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_MAYBE_NUMBER_OF_PERSON = re.compile(
    r"\d(?:[\s-]?[\d*Xx]){12,}|(?<![0-9A-Za-z])[A-Za-z]{1,2}\d{7,8}(?![0-9A-Za-z])"
)
_MAYBE_PASSPORT = re.compile(r"[A-Z]\d{8}|[A-Z]{2}\d{7}")
_MAYBE_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]+(?:·[\u4e00-\u9fff]+)+")
_WORDS_OF_VALUES = re.compile("分之|年|月|元|万|亿|期|久")

Read = TypeVar("Read", str, Day, Money, Share)

SWAPPED = Flaw(
    "swapped_columns",
    "the value belongs to another column",
    "Compare the headers with the cells below them.",
)


def misplaced(holds: Holds, text: str) -> bool:
    """Does a text so plainly belong to a column of another kind that columns were swapped?"""
    if holds == "text" or (not _DIGIT.search(text) and holds not in ("name", "code")):
        return False
    if holds == "number":
        return holds_personal_number(text)
    if holds in ("name", "code") and _is_of_person(text, holds):
        return True
    plain = text.replace(" ", "")
    if holds == "name":
        return post_of(text) is not None or (bool(_DIGIT.search(plain)) and _is_no_name(plain))
    if holds == "code" and not _DIGIT.search(plain):
        return bool(_CHINESE.search(plain))
    if holds in ("code", "document"):
        return _is(plain, _DATE, _MONEY, _SHARE)
    coded = _is(plain.upper(), _CODE)
    if holds == "date":
        return (coded and (not plain.isdigit() or len(plain) in (15, 18))) or _is(plain, _MONEY, _SHARE)
    return _is(plain, _DATE, _MONEY if holds == "share" else _SHARE) or (coded and len(plain) >= 15)


def _is_of_person(text: str, holds: Holds) -> bool:
    """Does a text hold the number of a person's document, and no sound number of an organisation?"""
    if without_personal_numbers(text) != text:
        return True
    return holds == "code" and bool(_MAYBE_PASSPORT.fullmatch(text.upper())) and not org_code(text).valid


def _is(plain: str, *forms: re.Pattern[str]) -> bool:
    return any(form.fullmatch(plain) for form in forms)


def _is_no_name(plain: str) -> bool:
    return plain.isdigit() or _is(plain, _DATE, _MONEY, _SHARE) or _is(plain.upper(), _CODE)


def showable(column: Column, text: str) -> str | None:
    """What a problem may show of an odd value: nothing that is or may be a person's name or number."""
    if column.personal or _MAYBE_NUMBER_OF_PERSON.search(text):
        return None
    if column.holds != "text" and _MAYBE_NAME.fullmatch(text) and not _WORDS_OF_VALUES.search(text):
        return None
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"


@dataclass(slots=True)
class SourceRow:
    """A row of `table` in `file` at `line` (1-based); `problems` grows as its values are read.

    Each reader gives None for a blank cell and for a flawed one; `flawed` tells them apart."""

    table: TableSheet
    file: str
    line: int
    cells: Mapping[str, str]
    units: Mapping[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    flawed: set[str] = field(default_factory=set)
    starred: set[str] = field(default_factory=set)

    @property
    def origin(self) -> str:
        """`file:line`, for the facts of this row."""
        return f"{self.file}:{self.line}"

    def text(self, name: str) -> str | None:
        """The text of a column, or None."""
        cell = self.cells.get(name)
        if not cell:
            return None
        found = read_text(cell)
        column = self.table.column(name)
        if isinstance(found, str) and column.holds in ("name", "code", "document") and is_spoiled(found):
            found = SPOILED
        if isinstance(found, str) and misplaced(column.holds, found):
            return self._sound(name, SWAPPED, found)
        if isinstance(found, str) and column.holds == "text":
            found = self._unnumbered(name, found)
        return self._sound(name, found, None)

    def _unnumbered(self, name: str, text: str) -> str:
        """The text without the numbers of persons' documents, which no fact may carry; one problem for each cell."""
        kept = without_personal_numbers(text)
        if kept != text and name not in self.starred:
            self.starred.add(name)
            why = "the text holds the number of an identity document, which is starred out"
            self.report("number_of_person", why, "Move it to the column for the number.", name)
        return kept

    def day(self, name: str) -> Day | None:
        """The day of a column, or None."""
        text = self.text(name)
        found = None if text is None else read_day(text)
        return self._sound(name, found, text)

    def end(self, name: str) -> Day | None:
        """The end of a span, or None where it is open or blank."""
        text = self.text(name)
        found = None if text is None else read_end(text)
        return self._sound(name, found, text)

    def money(self, name: str) -> Money | None:
        """The amount of a column, or None."""
        text = self.text(name)
        found = None if text is None else read_money(text, self.units.get(name))
        return self._sound(name, found, text)

    def share(self, name: str) -> Share | None:
        """The share of a column, or None."""
        text = self.text(name)
        found = None if text is None else read_share(text, per_cent=self.units.get(name) == "%")
        return self._sound(name, found, text)

    def span(self, since: str, until: str) -> tuple[Day | None, Day | None]:
        """The span of two columns; where it ends before it begins, neither end is known and a problem says so."""
        first, last = self.day(since), self.end(until)
        if first is not None and last is not None and last.last < first.first:
            self.flawed.add(until)
            self.report(
                "until_before_since", "the span ends before it begins", "Compare both days.", until, str(last)
            )
            return None, None
        return first, last

    def _sound(self, name: str, found: Read | Flaw | None, text: str | None) -> Read | None:
        """What was found, where it is sound; a flaw becomes a problem and None."""
        if isinstance(found, Flaw):
            self.flawed.add(name)
            self.report(found.kind, found.why, found.todo, name, text)
            return None
        return found

    def report(
        self, kind: str, why: str, todo: str, name: str | None = None, value: str | None = None
    ) -> None:
        """A problem of this row, added to its problems; see `problem`."""
        self.problems.append(self.problem(kind, why, todo, name, value))

    def problem(
        self, kind: str, why: str, todo: str, name: str | None = None, value: str | None = None
    ) -> Problem:
        """A problem in this row's place, at column `name`; `value` is shown only where it may be."""
        shown = showable(self.table.column(name), value) if name is not None and value is not None else None
        return Problem(kind=kind, why=why, todo=todo, file=self.file, line=self.line, field=name, value=shown)
