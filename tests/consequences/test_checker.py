"""The independent checker accepts what the engine makes, and says in sentences why it does not accept."""

from __future__ import annotations

import ast
import inspect
from dataclasses import replace
from pathlib import Path

import pytest

from graph_service.consequences import Consequence, State, checker, derive
from graph_service.consequences.checker import check
from graph_service.facts import Ledger, MemoryIndex
from graph_service.facts.notation import parse
from graph_service.facts.types import Decision
from graph_service.rules.load import load_rulebook
from graph_service.rules.rulebook import Rulebook
from tests.consequences.scenario_files import FOLDER, read

ORDER = """
authority auth:court code=court department=court level=city region=440100
enterprise gsxt:A type=limited_company
identifier gsxt:A scheme=uscc value=91440100MA0000007W
person gsxt:L name_key=王伟 adult_on=1988-01-01
identity gsxt:L level=PROVED document=resident_id:L
office gsxt:L enterprise=gsxt:A post=legal_representative since=2015-08-01
decision gsxt:A case=c1 act=order category=consumption_order authority=court number=1 date=2026-06-20
naming gsxt:L case=c1 role=legal_representative
"""


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rulebook()


@pytest.fixture
def ledger() -> Ledger:
    return parse(ORDER)


@pytest.fixture
def bound(ledger: Ledger, book: Rulebook) -> Consequence:
    """The consumption order on the representative it names."""
    made = derive("c1", MemoryIndex.of(ledger), book).consequences
    return next(one for one in made if one.clause == "CN-EXEC-CONS/named")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ledger")), ids=lambda path: path.stem)
def test_every_consequence_of_a_case_file_passes(path: Path, book: Rulebook) -> None:
    """At each entry of each case file, the checker accepts all that the engine makes of what was known then."""
    whole = read(path).ledger
    for entry in whole.entries:
        ledger = whole.until(entry.number)
        for case in sorted({one.fact.case for one in ledger.facts if isinstance(one.fact, Decision)}):
            for made in derive(case, MemoryIndex.of(ledger), book).consequences:
                assert check(made, ledger, book) == (), (made.clause, made.record)


def test_a_ledger_and_its_index_give_the_same_answer(
    bound: Consequence, ledger: Ledger, book: Rulebook
) -> None:
    """The checker reads a ledger, or an index of what stands in it."""
    assert check(bound, ledger, book) == check(bound, MemoryIndex.of(ledger), book) == ()


def test_an_unknown_clause_is_rejected(bound: Consequence, ledger: Ledger, book: Rulebook) -> None:
    """A consequence by a clause that the rulebook does not have says so."""
    forged = replace(bound, clause="CN-EXEC-CONS/invented")
    assert check(forged, ledger, book) == ("the rulebook has no clause CN-EXEC-CONS/invented",)


def test_without_the_decision_nothing_stands(bound: Consequence, book: Rulebook) -> None:
    """On a ledger in which no decision of the case stands, every look-up shows something else."""
    assert "no decision of the case stands" in check(bound, parse(""), book)


def test_a_changed_clause_is_noticed(bound: Consequence, ledger: Ledger, book: Rulebook) -> None:
    """A proof by a clause that has changed since is not a proof by the clause as it stands."""
    changed = replace(book.clauses[bound.clause], note="another note")
    later = replace(book, clauses={**book.clauses, changed.id: changed})
    assert check(bound, ledger, later) == ("clause_digest is not what law and facts give",)


def test_a_missing_element_is_named(ledger: Ledger, book: Rulebook) -> None:
    """What is said to be in force though an element is not proved is rejected with the element."""
    unknown = parse(ORDER.replace(" adult_on=1988-01-01", ""))
    (draft,) = [
        one for one in derive("c1", MemoryIndex.of(unknown), book).consequences if one.target == "person"
    ]
    assert check(draft, unknown, book) == ()
    span = replace(draft.timeline[0], state=State.IN_FORCE, reason="by_decision")
    forged = replace(draft, missing=(), timeline=(span,))
    assert check(forged, unknown, book) == ("it is not proved: the age",)


def test_an_omitted_absence_is_named(bound: Consequence, ledger: Ledger, book: Rulebook) -> None:
    """A proof that does not list the look for an annulment is rejected, though there is none."""
    looks = tuple(look for look in bound.proof.looks if look.key != "annulment.case=c1")
    forged = replace(bound, proof=replace(bound.proof, looks=looks))
    assert check(forged, ledger, book) == ("the look-up annulment.case=c1 is left out",)


def test_the_checker_is_short_and_knows_nothing_of_the_engine() -> None:
    """At most 300 lines; of this room it imports the data model and the digest of clauses alone."""
    source = inspect.getsource(checker)
    assert len(source.splitlines()) <= 300
    imported = {
        node.module
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module
    }
    own = {name for name in imported if name.startswith("graph_service.consequences")}
    assert own == {"graph_service.consequences.model", "graph_service.consequences.digest"}
