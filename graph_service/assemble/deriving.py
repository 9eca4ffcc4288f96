"""Deriving cases for the graph: the engine's reports, each consequence only with a proof that the checker accepts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph_service.consequences import CaseReport, derive
from graph_service.consequences.checker import check
from graph_service.errors import Problem
from graph_service.facts import FactIndex
from graph_service.rules.rulebook import Rulebook
from graph_service.store.index import GraphIndex

SLICE = 200
"""Cases whose neighbourhoods are in memory at a time."""


def slices(cases: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cases, a slice at a time."""
    for start in range(0, len(cases), SLICE):
        yield cases[start : start + SLICE]


def derive_cases(index: FactIndex, cases: Sequence[str], book: Rulebook) -> tuple[CaseReport, ...]:
    """The reports of cases, in order; what the checker does not accept is left out, with a problem that says so."""
    if isinstance(index, GraphIndex):
        index.prefetch(cases)
    return tuple(_accepted(derive(case, index, book), index, book) for case in cases)


def _accepted(report: CaseReport, index: FactIndex, book: Rulebook) -> CaseReport:
    refused = {one.id: found for one in report.consequences if (found := check(one, index, book))}
    if not refused:
        return report
    problems = tuple(
        Problem(
            kind="proof_refused",
            subject=report.case,
            why=f"{key}: the checker does not accept the proof ({reasons[0]}); nothing follows from it",
            todo="Report it: engine and checker disagree.",
        )
        for key, reasons in sorted(refused.items())
    )
    kept = tuple(one for one in report.consequences if one.id not in refused)
    return replace(report, consequences=kept, problems=(*report.problems, *problems))
