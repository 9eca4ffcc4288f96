"""From the texts of all files to one rulebook, or to everything that is wrong with them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

import rfc8785

from graph_service.errors import Problem
from graph_service.facts.working_days import CalendarYear, WorkingDays
from graph_service.rules.deadlines import DeadlineRule
from graph_service.rules.lexicon import Vocabulary
from graph_service.rules.linter import lint
from graph_service.rules.read_book import RuleFile, read_rule_file, split_examples
from graph_service.rules.read_deadlines import CALENDAR, DEADLINES, read_calendar, read_deadlines
from graph_service.rules.read_tables import TABLES, Tables, read_tables
from graph_service.rules.read_vocabulary import LISTS, read_sentences, read_vocabulary
from graph_service.rules.rulebook import Rulebook
from graph_service.rules.yaml_places import Place, Refusal, read_values, refuse

READING = "book/reading.yaml"


@dataclass(frozen=True, slots=True)
class Read:
    """Texts as read: the rule files, the problems found, and the rulebook where there were none."""

    files: tuple[RuleFile, ...]
    problems: tuple[Problem, ...]
    book: Rulebook | None


def read_rulebook(texts: Mapping[str, str]) -> Read:
    """Reads and lints the texts of a rulebook (name to text, as `rule_texts` gives them)."""
    try:
        words = _vocabulary(texts)
    except Refusal as refusal:
        return Read((), (refusal.problem,), None)
    names = sorted(name for name in texts if name.startswith("book/") and name != READING)
    found = tuple(read_rule_file(texts[name], name, words) for name in names)
    problems = [problem for one in found for problem in one.problems] + lint(found, words)
    known = frozenset(key for one in found for key in one.places)
    times = Times((), ())
    try:
        tables = read_tables(_named(texts, "tables", TABLES), words, known)
        times = _times(texts, words)
    except Refusal as refusal:
        problems.append(refusal.problem)
    if problems:
        return Read(found, tuple(sorted(problems, key=lambda p: (p.file or "", p.line or 0, p.kind))), None)
    return Read(found, (), _rulebook(found, words, tables, times, texts))


def rulebook_from_texts(texts: Mapping[str, str]) -> Rulebook:
    """The rulebook of texts that were kept whole (`Rulebook.texts`); raises Refusal at the first problem."""
    read = read_rulebook(texts)
    if read.book is None:
        raise Refusal(read.problems[0])
    return read.book


def _vocabulary(texts: Mapping[str, str]) -> Vocabulary:
    reading = _named(texts, "book", ("reading",))["reading"]
    sentences = read_sentences(read_values(reading, READING))
    return read_vocabulary(_named(texts, "vocabulary", LISTS), sentences)


def _named(texts: Mapping[str, str], folder: str, names: tuple[str, ...]) -> dict[str, str]:
    for name in names:
        if f"{folder}/{name}.yaml" not in texts:
            place = Place(f"{folder}/{name}.yaml", 1)
            raise refuse(place, "file_missing", "this file belongs to every rulebook", "add it")
    return {name: texts[f"{folder}/{name}.yaml"] for name in names}


class Times(NamedTuple):
    """What the law says of times: deadlines, and the calendar they are counted by. A rulebook that was kept before
    there were such tables has none, and keeps its digest."""

    deadlines: tuple[DeadlineRule, ...]
    years: tuple[CalendarYear, ...]


def _times(texts: Mapping[str, str], words: Vocabulary) -> Times:
    return Times(
        read_deadlines(texts[DEADLINES], words) if DEADLINES in texts else (),
        read_calendar(texts[CALENDAR]) if CALENDAR in texts else (),
    )


def _rulebook(
    found: tuple[RuleFile, ...], words: Vocabulary, tables: Tables, times: Times, texts: Mapping[str, str]
) -> Rulebook:
    rules = {one.rule.id: one.rule for one in found if one.rule}
    clauses = {clause.id: clause for one in found for clause in one.clauses}
    catalogue = {entry.id: entry for one in found for entry in one.catalogue}
    content: tuple[Any, ...] = (rules, clauses, catalogue, words, tables)
    if any(times):
        content = (*content, times)
    return Rulebook(
        rules=rules,
        clauses=clauses,
        catalogue=catalogue,
        vocabulary=words,
        post_roles=tables.post_roles,
        published_acts=tables.published_acts,
        foreign_lists=tables.foreign_lists,
        authorities=tables.authorities,
        deadlines=times.deadlines,
        working_days=WorkingDays.of(times.years),
        digest=hashlib.sha256(rfc8785.dumps(to_plain(content))).hexdigest(),
        texts={name: split_examples(text)[0] for name, text in texts.items()},
    )


def to_plain(value: Any) -> Any:
    """A value of this room as plain JSON: dataclasses as mappings, dates as ISO texts, words as their text."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): to_plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [to_plain(one) for one in value]
    if is_dataclass(value):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    return value
