"""Why a person who is near is not reached: an answer too, clause by clause.

Near is who holds or held an office in the firm, holds its capital, or is named or found in the same case. Nothing
here tells of namesakes: the question is about one identified record.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph_service.consequences.case import Case, Evidence, open_case
from graph_service.consequences.engine import clauses_of, derive
from graph_service.consequences.model import CaseReport, Consequence
from graph_service.consequences.people import held, of_age, offices, role_window
from graph_service.consequences.scope import in_force, not_recognised
from graph_service.facts import Cluster, FactIndex, Stated
from graph_service.facts.types import Finding, Holding, Naming, Office
from graph_service.rules.model import Clause
from graph_service.rules.rulebook import Rulebook
from graph_service.rules.words import By, Status, Target


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class WhyNot:
    """Why one clause does not bind a person: a stable reason code and a sentence, with the facts it speaks of."""

    clause: str
    reason: str
    says: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """What ties a person to a case, the consequences that do reach him, and why the other clauses do not."""

    case: str
    record: str
    ties: tuple[str, ...]
    reached: tuple[Consequence, ...]
    why_not: tuple[WhyNot, ...]


def why_not(
    key: str, record: str, index: FactIndex, book: Rulebook, report: CaseReport | None = None
) -> Nearness | None:
    """The answer for the party of `record` in case `key`; None where the case is not known. `report` is the report
    of the case, where the caller has derived it already."""
    case = open_case(key, index, book)
    if case is None:
        return None
    evidence = case.evidence.fork()
    party = evidence.party(record, "CONFIRMED")
    members = frozenset(party.records)
    report = report or derive(key, index, book)
    near = _Near.of(case, evidence, members)
    # A name that the register bears out is reached on the register's record, by force of this naming.
    proved = evidence.party(record).records
    speaks = {one.id for one in (*near.namings, *near.findings) if one.fact.record in proved}
    reached = tuple(
        one
        for one in report.consequences
        if record in one.binds or any(used.fact in speaks for used in one.proof.facts)
    )
    answered = {one.clause for one in reached}
    other = {one.clause: one for one in report.consequences if one.record in members}
    reasons = [
        _of_another(other[clause.id], party) if clause.id in other else _reason(clause, case, near)
        for clause in clauses_of(case)
        if clause.id not in answered
    ]
    return Nearness(
        case=key, record=record, ties=near.ties(), reached=reached, why_not=tuple(sorted(reasons))
    )


def _of_another(one: Consequence, party: Cluster) -> WhyNot:
    """It binds a record that a reviewer joined to this one; what restricts asks that they are proved to be one."""
    says = "it binds a record that a reviewer confirmed to be this person's; that they are one person is not proved"
    links = tuple(sorted({fact for link in party.path(one.record or party.record) for fact in link.facts}))
    return WhyNot(clause=one.clause, reason="identity_not_proved", says=says, facts=links)


@dataclass(slots=True, kw_only=True)
class _Near:
    """The ties of a person to the subject of a case."""

    evidence: Evidence
    members: frozenset[str]
    offices: tuple[Stated, ...]
    holdings: tuple[Stated, ...]
    namings: tuple[Stated, ...]
    findings: tuple[Stated, ...]

    @classmethod
    def of(cls, case: Case, evidence: Evidence, members: frozenset[str]) -> _Near:
        def mine(found: Iterable[Stated]) -> tuple[Stated, ...]:
            return tuple(one for one in found if one.fact.record in members)

        held_by = [one for record in case.subject for one in evidence.by("holding", "enterprise", record)]
        return cls(
            evidence=evidence,
            members=members,
            offices=mine(offices(case, evidence)),
            holdings=mine(one for one in held_by if isinstance(one.fact, Holding)),
            namings=mine(case.namings),
            findings=mine(case.findings),
        )

    def ties(self) -> tuple[str, ...]:
        return tuple(one.id for one in (*self.offices, *self.holdings, *self.namings, *self.findings))


def _reason(clause: Clause, case: Case, near: _Near) -> WhyNot:
    code, says, facts = _why(clause, case, near)
    return WhyNot(clause=clause.id, reason=code, says=says, facts=tuple(sorted(one.id for one in facts)))


def _why(clause: Clause, case: Case, near: _Near) -> tuple[str, str, tuple[Stated, ...]]:
    foreign = not_recognised(clause, case)
    if foreign is not None:
        return "not_recognised_here", foreign, ()
    if in_force(clause, case) is False:
        return "another_version", "the decision is judged by another version of the clause", ()
    if clause.target is Target.ENTERPRISE:
        return "binds_the_enterprise_only", "the clause binds the enterprise itself and no person", ()
    if clause.by is By.OWN_STATUS:
        return (
            "act_is_not_against_this_party",
            "the clause binds the party of the act; it is against another",
            (),
        )
    age = [of_age(near.evidence, record, case.decision.date) for record in sorted(near.members)]
    if False in age:
        return "minor", "no consequence while a minor; coming of age wakes nothing", ()
    if clause.by is By.NAMED:
        return _not_named(clause, case, near)
    if clause.by is By.FINDING:
        return _not_found(clause, case, near)
    return _no_office(clause, case, near)


def _not_named(clause: Clause, case: Case, near: _Near) -> tuple[str, str, tuple[Stated, ...]]:
    if near.namings:
        roles = sorted({one.fact.role for one in near.namings if isinstance(one.fact, Naming)})
        inside = any(case.roles_of(role) & set(clause.roles) for role in roles)
        if inside:
            return _draft_or_denied(clause, near.namings)
        return (
            "role_outside_the_circle",
            f"named as {', '.join(roles)}: outside the circle of the clause",
            near.namings,
        )
    if near.offices:
        return (
            "not_named",
            "the document does not name this person; an office alone reaches nobody here",
            near.offices,
        )
    return _bare(near)


def _not_found(clause: Clause, case: Case, near: _Near) -> tuple[str, str, tuple[Stated, ...]]:
    if near.findings:
        roles = sorted({one.fact.role for one in near.findings if isinstance(one.fact, Finding)})
        if any(case.roles_of(role) & set(clause.roles) for role in roles):
            return _draft_or_denied(clause, near.findings)
        return (
            "role_outside_the_circle",
            f"found as {', '.join(roles)}: outside the circle of the clause",
            near.findings,
        )
    if near.offices or near.namings:
        seen = (*near.offices, *near.namings)
        return "no_finding", "no finding says that this person bears the responsibility asked for", seen
    return _bare(near)


def _draft_or_denied(clause: Clause, facts: tuple[Stated, ...]) -> tuple[str, str, tuple[Stated, ...]]:
    if clause.status is Status.DRAFT:
        return "clause_is_a_draft", "the clause can only draft", facts
    return (
        "an_element_is_denied",
        "the act states another alternative than the one this clause asks for",
        facts,
    )


def _no_office(clause: Clause, case: Case, near: _Near) -> tuple[str, str, tuple[Stated, ...]]:
    window = role_window(case, clause.role_date)
    inside = [
        one
        for one in near.offices
        if isinstance(one.fact, Office) and case.roles_of(one.fact.post) & set(clause.roles)
    ]
    if not inside:
        if near.offices:
            posts = sorted({one.fact.post for one in near.offices if isinstance(one.fact, Office)})
            says = f"holds or held {', '.join(posts)}: outside the circle of the clause"
            return "role_outside_the_circle", says, near.offices
        return _bare(near)
    if window is None:
        return (
            "role_date_not_known",
            "the day on which the role counts is not known: a draft for nobody",
            tuple(inside),
        )
    shown = [one.fact for one in inside if isinstance(one.fact, Office)]
    if all(held(office, window) is False for office in shown):
        gone = any(office.until is not None and office.until.last <= window.first.first for office in shown)
        if gone:
            return "left_before_the_role_date", f"had left before {window.first}", tuple(inside)
        return "began_after_the_role_date", f"took office after {window.last}", tuple(inside)
    return _draft_or_denied(clause, tuple(inside))


def _bare(near: _Near) -> tuple[str, str, tuple[Stated, ...]]:
    if near.holdings:
        return (
            "holding_moves_nothing",
            "a holding of capital makes nobody responsible (I03, I05)",
            near.holdings,
        )
    return "no_tie", "no fact of the case speaks of this person", ()
