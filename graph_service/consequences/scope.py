"""Whose act a clause recognises: territory, kind of authority, level; and the days on which the clause is law."""

from __future__ import annotations

from graph_service.consequences.case import Case
from graph_service.facts import Stated
from graph_service.facts.types import Event
from graph_service.rules.model import Clause


def not_recognised(clause: Clause, case: Case) -> str | None:
    """Why the clause does not recognise the act of this case; None where it does or the authority is unknown."""
    scope, authority = clause.scope, case.authority
    if authority is None:
        return None
    if not case.book.vocabulary.territories[scope.territory].contains(authority.region):
        return f"the authority lies in {authority.region}, outside {scope.territory}"
    if scope.departments and authority.department not in scope.departments:
        return f"{authority.department} is not an authority this clause names"
    if scope.least_level and _rank(case, authority.level) < _rank(case, scope.least_level):
        return f"an authority of level {authority.level} is below {scope.least_level}"
    if authority.department in scope.through and received(clause, case) is None:
        return f"an act of {authority.department} counts only once: {scope.received_by}"
    return None


def _rank(case: Case, level: str) -> int:
    levels = case.book.vocabulary.levels
    return levels.index(level) if level in levels else -1


def received(clause: Clause, case: Case) -> Stated | None:
    """The receipt that an act needs which counts only through another body; None where it needs none or has none."""
    if case.authority is None or case.authority.department not in clause.scope.through:
        return None
    for stated in case.acts("event"):
        if isinstance(stated.fact, Event) and stated.fact.event == clause.scope.received_by:
            return stated
    return None


def in_force(clause: Clause, case: Case) -> bool | None:
    """Is the clause law on the date of the decision (I16)? False: an act of a later time, judged by another
    version; None: the act is older than the clause, or its date does not tell, and the clause drafts (R11)."""
    day = case.decision.date
    if clause.in_force.until is not None and day.first >= clause.in_force.until:
        return False
    return True if clause.in_force.holds_on(day.first) and clause.in_force.holds_on(day.last) else None
