"""Runs the examples of a rule file: the rule's own clauses, the example's ledger, and what was expected.

Only the rule's clauses are in the book that an example is run with, so that its expectations are complete.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from graph_service.consequences.engine import derive
from graph_service.consequences.model import Consequence, Span
from graph_service.errors import NotationError, Problem
from graph_service.facts import MemoryIndex
from graph_service.facts.notation import parse
from graph_service.facts.types import Decision
from graph_service.rules.load import texts_with
from graph_service.rules.model import Clause
from graph_service.rules.read_book import RuleFile
from graph_service.rules.read_examples import NOBODY, Example, Expected, read_examples
from graph_service.rules.read_rulebook import Read, read_rulebook
from graph_service.rules.rulebook import Rulebook
from graph_service.rules.yaml_places import Refusal


def book_of(book: Rulebook, clauses: Iterable[Clause]) -> Rulebook:
    """The same vocabulary and tables with these clauses only."""
    return replace(book, clauses={clause.id: clause for clause in clauses}, catalogue={})


def check_rules(place: Path | None = None) -> Read:
    """A rulebook (a folder, one rule file, or the one inside the package) read, linted, and its examples run: what
    `check_rulebook` finds, and where that is nothing every example that does not hold. Of one rule file only its
    own examples are run."""
    texts = texts_with(place)
    read = read_rulebook(texts)
    if read.book is None:
        return read
    own = f"book/{place.name}" if place is not None and place.is_file() else None
    files = [one for one in read.files if own in (None, one.file)]
    problems = [problem for one in files for problem in _check_file(one, texts[one.file], read.book)]
    return Read(read.files, tuple(problems), None if problems else read.book)


def _check_file(one: RuleFile, text: str, book: Rulebook) -> Iterator[Problem]:
    own = book_of(book, one.clauses)
    try:
        examples = read_examples(text, one.file, book.vocabulary)
    except Refusal as refusal:
        yield refusal.problem
        return
    spoken_of = {line.by.split("@")[0] for example in examples for line in example.expected}
    for clause in one.clauses:
        if clause.id.split("/", 1)[-1] not in spoken_of:
            place = one.places[clause.id]
            why = f"{clause.id}: no example speaks of this clause"
            todo = "Add one: what it does, and what it does not."
            yield Problem(kind="example_missing", why=why, todo=todo, file=place.file, line=place.line)
    for example in examples:
        yield from check_example(example, own)


@dataclass(frozen=True, slots=True)
class Prepared:
    """An example whose ledger is parsed: its cases in order, and the index over its facts."""

    example: Example
    cases: tuple[str, ...]
    index: MemoryIndex


def prepare(example: Example) -> Prepared:
    """The example, ready to run (as often as wanted); raises NotationError."""
    ledger = parse(example.ledger)
    cases = dict.fromkeys(one.fact.case for one in ledger.facts if isinstance(one.fact, Decision))
    return Prepared(example, tuple(cases), MemoryIndex.of(ledger))


def check_example(example: Example, book: Rulebook) -> tuple[Problem, ...]:
    """What does not hold in an example, run with `book`; empty where every word holds."""
    try:
        prepared = prepare(example)
    except NotationError as error:
        return (_problem(example, "example_not_read", str(error)),)
    return tuple(_problem(example, "example_fails", why) for why in differences(prepared, book))


def differences(prepared: Prepared, book: Rulebook, clause: str | None = None) -> Iterator[str]:
    """How what the law makes of an example differs from what it expects, a sentence each; of one clause (its
    short name) only, where one is given."""
    made = {one.key: one for one in outcome(prepared, book)}
    wanted = {
        one.key: one for one in prepared.example.expected if clause is None or one.by.split("@")[0] == clause
    }
    for key in sorted(wanted.keys() | made.keys()):
        words = " ".join(key)
        if key not in made:
            yield f"{words}: expected, and there is nothing"
        elif key not in wanted:
            yield f"{words}: {short(made[key])}, and nothing was expected"
        else:
            yield from _parts(words, wanted[key], made[key])


_PARTS = ("does", "covers", "role", "on", "term", "states", "lacks", "notes")


def _parts(words: str, wanted: Expected, made: Expected) -> Iterator[str]:
    for part in _PARTS:
        asked, found = getattr(wanted, part), getattr(made, part)
        if asked is not None and asked != found:
            yield f"{words}: {part} is {found}, expected {asked}"


def outcome(prepared: Prepared, book: Rulebook) -> tuple[Expected, ...]:
    """All that the law makes of an example, case by case, as complete lines. With more than one case in its
    ledger the clause's short name carries the case (`own@c2`)."""
    several = len(prepared.cases) > 1
    return tuple(
        as_line(one, f"@{case}" if several else "")
        for case in prepared.cases
        for one in derive(case, prepared.index, book).consequences
    )


_DRAFT = "the clause is a draft"
_UNSERVED = "no_service_on_record"


def as_line(one: Consequence, suffix: str = "") -> Expected:
    """A consequence as a complete line of expectations."""
    proof = one.proof
    return Expected(
        who=one.record or NOBODY,
        by=one.clause.split("/", 1)[-1] + suffix,
        does=f"{one.measure} {one.kind} {one.force} {one.target} {one.propagation} {one.territory}",
        covers=one.measure_scope or "",
        role=f"{proof.role} {_days(proof.role_from, proof.role_to)}".strip() if proof.role else "",
        on=proof.conditions,
        term=f"{proof.term or 'not stated'} from {proof.start or 'not started'}",
        states=tuple(_state(span) for span in one.timeline),
        lacks=tuple(dict.fromkeys(_DRAFT if text.startswith(f"{_DRAFT}:") else text for text in one.missing)),
        notes=tuple(note for note in one.notes if note != _UNSERVED),
    )


def short(one: Expected) -> str:
    """A line in short: its states and what it lacks."""
    lacks = f"; lacks {' | '.join(one.lacks)}" if one.lacks else ""
    return f"{', '.join(one.states or ())}{lacks}"


def _days(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return ""
    return f"on {first}" if first == last else f"on {first}..{last}"


def _state(span: Span) -> str:
    last = span.until - timedelta(days=1) if span.until else ""
    mark = " disputed" if span.disputed else ""
    return f"{span.state.value} {span.since}..{last} {span.reason}{mark}"


def _problem(example: Example, kind: str, why: str) -> Problem:
    values = f" ({', '.join(example.values)})" if example.values else ""
    return Problem(
        kind=kind,
        file=example.file,
        line=example.line,
        why=f"{example.shows}{values}: {why}",
        todo="Correct the clause or the example.",
    )
