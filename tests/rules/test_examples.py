"""The examples of the rule files hold, and they hold up every word: no mutant of any clause survives them."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import pytest

from graph_service.consequences.examples import Prepared, book_of, check_example, differences, prepare
from graph_service.rules import Clause, Rulebook, load_rulebook
from graph_service.rules.linter import CHECKS
from graph_service.rules.load import rule_texts
from graph_service.rules.read_examples import read_examples
from tests.rules.mutants import Mutant, mutants

BOOK = load_rulebook()
FILES = {name: text for name, text in rule_texts().items() if "\nclauses:" in text}


def clauses_of(name: str) -> list[Clause]:
    """The clauses that stand in a rule file."""
    return [clause for clause in BOOK.clauses.values() if f"\n  - id: {clause.id}\n" in FILES[name]]


@pytest.mark.parametrize("name", FILES)
def test_every_example_of_a_rule_file_holds(name: str) -> None:
    """Every example gives exactly the consequences it expects, and every clause of the file has examples."""
    clauses = clauses_of(name)
    book = book_of(BOOK, clauses)
    examples = read_examples(FILES[name], name, BOOK.vocabulary)
    assert not [str(problem) for example in examples for problem in check_example(example, book)]
    spoken_of = {one.by.split("@")[0] for example in examples for one in example.expected}
    assert spoken_of == {clause.id.split("/")[1] for clause in clauses}


@dataclass
class Court:
    """The examples of one rule file, tried on mutants; those that killed before are tried first."""

    book: Rulebook
    examples: list[Prepared]
    killers: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.telling: dict[str, list[int]] = defaultdict(list)
        self.speaking: dict[str, list[int]] = defaultdict(list)
        for number, prepared in enumerate(self.examples):
            for value in prepared.example.values:
                self.telling[value].append(number)
            for short in dict.fromkeys(one.by.split("@")[0] for one in prepared.example.expected):
                self.speaking[short].append(number)

    def kills(self, mutant: Mutant) -> bool:
        """Does some example fail with this mutant in the place of its clause?"""
        book = book_of(self.book, [mutant.clause])
        short = mutant.clause.id.split("/")[1]
        killers = self.killers.setdefault(f"{short} {mutant.field}", [])
        order = (*killers[:3], *self.telling[mutant.value], *self.speaking[short], *range(len(self.examples)))
        for number in dict.fromkeys(order):
            if any(True for _ in differences(self.examples[number], book, short)):
                if number in killers:
                    killers.remove(number)
                killers.insert(0, number)
                return True
        return False


def refused(clause: Clause) -> bool:
    """Does the linter refuse this clause?"""
    return any(True for check in CHECKS for _ in check(clause, BOOK.vocabulary))


def test_no_mutant_of_any_clause_survives(capsys: pytest.CaptureFixture[str]) -> None:
    """Every role, date, bound, unit, force, scope, condition and exit of every clause is changed, each on its own;
    the linter refuses the mutant, or an example of its rule fails with it."""
    counts: Counter[str] = Counter()
    survivors: list[str] = []
    for name, text in FILES.items():
        court = Court(BOOK, [prepare(one) for one in read_examples(text, name, BOOK.vocabulary)])
        for clause in clauses_of(name):
            for mutant in mutants(clause, BOOK.vocabulary):
                if refused(mutant.clause):
                    counts["refused by the linter"] += 1
                elif court.kills(mutant):
                    counts["killed by examples"] += 1
                else:
                    survivors.append(f"{clause.id}: {mutant.field} {mutant.change}")
    total = sum(counts.values()) + len(survivors)
    with capsys.disabled():
        parts = ", ".join(f"{number} {what}" for what, number in sorted(counts.items()))
        sys.stdout.write(
            f"\n{total} mutants of {len(BOOK.clauses)} clauses: {parts}, {len(survivors)} alive\n"
        )
    assert not survivors, "\n".join(survivors)
