"""Consequences and deadlines as data, and back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from graph_service.consequences import derive
from graph_service.consequences.deadlines import deadlines_of
from graph_service.consequences.model import canonical, consequence_from_json
from graph_service.facts import Ledger, MemoryIndex
from graph_service.rules.load import load_rulebook
from graph_service.rules.words import By
from tests.consequences.scenario_files import FOLDER, read

BOOK = load_rulebook()


def _ledger(file: str) -> Ledger:
    return read(FOLDER / f"{file}.ledger").ledger


def test_a_consequence_is_read_back_from_its_canonical_text() -> None:
    """With its proof, with days and without: a draft without a start, and a bar with a term."""
    for file in ("G10-fake-drugs-life-bar", "G07-revocation-with-a-finding", "no-service-no-force"):
        index = MemoryIndex.of(_ledger(file))
        made = [one for case in ("c1", "c2", "c3") for one in derive(case, index, BOOK).consequences]
        assert made, file
        assert [consequence_from_json(json.loads(canonical(one))) for one in made] == made


def test_a_deadline_as_data_has_its_id_and_its_days_as_text() -> None:
    """Whoever keeps what it was told finds the same deadline again by its id."""
    index = MemoryIndex.of(_ledger("an-objection-never-accepted-has-no-deadline"))
    made = derive("c2", index, BOOK).consequences
    found = deadlines_of("c2", index, BOOK, made, BOOK.working_days, date(2026, 5, 7)).deadlines
    one = next(each for each in found if each.duty == "verify_objection")
    shown = one.as_json()
    assert (shown["id"], shown["due"], shown["standing"]) == (one.id, "2026-05-07", "open")


def test_a_clause_that_reaches_forward_reaches_nobody_by_itself() -> None:
    """No rule of type P5 is enabled; one that a rulebook enables all the same binds nobody."""
    index = MemoryIndex.of(_ledger("G08-printing-bar-by-office"))
    clause = next(one for one in BOOK.clauses.values() if one.trigger.category == "printing_licence_revoked")
    book = replace(BOOK, clauses={**BOOK.clauses, clause.id: replace(clause, by=By.FORWARD)})
    assert [one.clause for one in derive("c1", index, BOOK).consequences] == [clause.id]
    assert derive("c1", index, book).consequences == ()
