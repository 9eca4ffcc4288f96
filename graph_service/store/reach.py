"""How far a change reaches: the numbers a dry run is held against, and the cases that another rulebook meets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date

from graph_service.consequences.model import Consequence, consequence_from_json
from graph_service.store.connection import Run


def register_size(run: Run) -> dict[str, int]:
    """How many parties there are: persons, firms."""
    persons = run("MATCH (p:Person) RETURN count(p) AS n")[0]["n"]
    return {"persons": int(persons), "firms": int(run("MATCH (p:Enterprise) RETURN count(p) AS n")[0]["n"])}


def in_force_of(run: Run, measures: Sequence[str], known: int, day: date) -> dict[tuple[str, bool], int]:
    """How many parties a measure is in force on, on a day as known at an entry: by measure, and whether firms."""
    rows = run(_IN_FORCE, measures=sorted(measures), known=known, day=day.isoformat())
    return {(row["measure"], row["firm"]): int(row["parties"]) for row in rows}


def clauses_in_use(run: Run, known: int) -> dict[str, int]:
    """How many consequences that are or were in force stand on each clause, at an entry."""
    rows = run(
        "MATCH (c:Consequence) WHERE c.bound_until IS NOT NULL AND c.entry_in <= $known "
        "AND (c.entry_out IS NULL OR c.entry_out > $known) RETURN c.clause AS clause, count(*) AS n",
        known=known,
    )
    return {row["clause"]: int(row["n"]) for row in rows}


def cases_of_decisions(run: Run, categories: Iterable[str], *, classed: bool) -> set[str]:
    """The cases of which a decision of some category was ever stated; with `classed` also of each whose words put its
    conduct in a class."""
    rows = run(
        "MATCH (f:Decision) WHERE f.category IN $categories OR ($classed AND f.conduct_class IS NOT NULL) "
        "RETURN DISTINCT f.case AS case",
        categories=sorted(categories),
        classed=classed,
    )
    return {row["case"] for row in rows}


def consequences_of(run: Run, cases: Sequence[str], known: int) -> dict[str, dict[str, Consequence]]:
    """The consequences of cases as they read at an entry: by case, and by id."""
    rows = run(
        "UNWIND $ids AS id MATCH (k:Case {id: id})<-[:ARISES_FROM]-(c:Consequence) "
        "WHERE c.entry_in <= $known AND (c.entry_out IS NULL OR c.entry_out > $known) "
        "RETURN id AS case, c.body AS body",
        ids=list(cases),
        known=known,
    )
    found: dict[str, dict[str, Consequence]] = {case: {} for case in cases}
    for row in rows:
        one = consequence_from_json(json.loads(row["body"]))
        found[row["case"]][one.id] = one
    return found


_IN_FORCE = """
MATCH (p:Party)<-[:BINDS]-(c:Consequence)
WHERE c.bound_until > $day AND c.measure IN $measures
  AND c.entry_in <= $known AND (c.entry_out IS NULL OR c.entry_out > $known)
WITH p, c, [i IN range(0, size(c.spans_since) - 1)
  WHERE c.spans_since[i] <= $day AND $day < c.spans_until[i] | i] AS now
WHERE size(now) > 0 AND c.spans_state[now[0]] = 'in_force'
RETURN c.measure AS measure, c.target = 'enterprise' AS firm, count(DISTINCT p) AS parties
"""
