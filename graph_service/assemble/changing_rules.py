"""What another rulebook would change: the cases it meets, derived under it and held against what stands.

Nothing is written here. Only clauses and catalogue entries by which the two books differ bear on a case, through the
category of its decision (and, for those of any act, its class of conduct); where the books differ in a word, a table
or a way of reading, every case is derived.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from graph_service.assemble.deriving import derive_cases, slices
from graph_service.assemble.judging import Judged, confirm_or_refuse
from graph_service.consequences.model import Change, canonical
from graph_service.errors import Problem, RuleRefused
from graph_service.rules.read_rulebook import read_rulebook
from graph_service.rules.rulebook import Rulebook
from graph_service.store import reach
from graph_service.store.store import Store

T = TypeVar("T")
Tell = Callable[[str, int, int | None], None]
"""Told how many cases are derived, of how many."""


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rulebook that may take the place of the one that stands, over the register at an entry, judged on a day. `old`
    is None where the standing one cannot be read by this program any more; `standing` is its digest."""

    store: Store
    old: Rulebook | None
    standing: str
    new: Rulebook
    entry: int
    day: date

    def refuse_lost(self) -> None:
        """Raises RuleRefused where a clause that something in force stands or stood on is not in the new book."""
        in_use = reach.clauses_in_use(self.store.graph.read, self.entry)
        lost = sorted(
            code for code in in_use if code not in self.new.clauses and code not in self.new.catalogue
        )
        if lost:
            places = self._places()
            problems = [_lost(code, in_use[code], *places.get(code, (None, None))) for code in lost]
            raise RuleRefused("\n".join(str(one) for one in problems))

    def _places(self) -> Mapping[str, tuple[str, int]]:
        """Where the standing book has its clauses."""
        files = read_rulebook(self.old.texts).files if self.old is not None else ()
        return {code: (place.file, place.line) for one in files for code, place in one.places.items()}

    def cases(self) -> list[str]:
        """The cases for which the two books can differ, in order."""
        known = self.store.derived_cases(self.entry)
        if self.old is None or _words(self.old) != _words(self.new):
            return known
        categories = {
            *(one.trigger.category for one in _differing(self.old.clauses, self.new.clauses)),
            *(one.category for one in _differing(self.old.catalogue, self.new.catalogue)),
        }
        any_act = any(self.new.vocabulary.categories[code].any_act for code in categories)
        met = reach.cases_of_decisions(self.store.graph.read, categories, classed=any_act)
        return [case for case in known if case in met]

    def judged(self, cases: list[str], tell: Tell) -> Judged:
        """The difference over these cases."""
        changes: list[Change] = []
        done = 0
        for some in slices(cases):
            changes += self._changes(list(some))
            done += len(some)
            tell("derive", done, len(cases))
        return Judged.of("rulebook", self.new.digest, self.standing, changes, self.day)

    def _changes(self, cases: list[str]) -> Iterator[Change]:
        kept = reach.consequences_of(self.store.graph.read, cases, self.entry)
        for report in derive_cases(self.store.index(self.entry), cases, self.new):
            before, after = kept[report.case], {one.id: one for one in report.consequences}
            for key in sorted(before.keys() | after.keys()):
                old, new = before.get(key), after.get(key)
                if old is None or new is None or canonical(old) != canonical(new):
                    yield Change(old, new)

    def allowed(self, by: str, most: int, tell: Tell) -> tuple[dict[str, Any], Judged]:
        """What the note of the entry says of a confirmation, where the change is let through for `by`. Raises
        RuleRefused, ConfirmationNeeded."""
        self.refuse_lost()
        judged = self.judged(self.cases(), tell)
        persons = len(judged.effect.bound.persons)
        if persons <= most:
            return {}, judged
        return {
            "confirmed": confirm_or_refuse(self.store.graph.read, judged.name, persons, most, by, "rules")
        }, judged


def _words(book: Rulebook) -> tuple[object, ...]:
    """All of a book that bears on derivations beside its clauses."""
    return book.vocabulary, book.post_roles, book.published_acts, book.foreign_lists, book.authorities


def _differing(old: Mapping[str, T], new: Mapping[str, T]) -> Iterator[T]:
    for key in old.keys() | new.keys():
        if old.get(key) != new.get(key):
            yield from (book[key] for book in (old, new) if key in book)


def _lost(code: str, count: int, file: str | None, line: int | None) -> Problem:
    return Problem(
        kind="clause_in_use_lost",
        file=file,
        line=line,
        subject=code,
        why=f"{code}: {count:,} consequences stand or stood on this clause of the standing rulebook, and the new one"
        " does not have it",
        todo="Keep the clause: end its time in force, or make it a draft.",
    )
