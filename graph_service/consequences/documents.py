"""Whom a document reaches: the persons it names (P2) and the persons it finds responsible (P3).

A document binds as it reads (R03): under force by_decision a register that disagrees is noted and changes nothing;
under force mandatory the role on its date is an element of its own (R02). A title without a name reaches nobody.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph_service.consequences.candidate import Candidate
from graph_service.consequences.case import Case, Evidence
from graph_service.consequences.people import (
    Window,
    by_register,
    has_identity,
    holders,
    identified,
    representative,
    role_window,
    same_person,
)
from graph_service.facts import Stated
from graph_service.facts.types import Finding, Naming, Retraction
from graph_service.rules.model import Clause
from graph_service.rules.words import Force, IdentityAsked, Moment


def named_person(clause: Clause, case: Case, stated: Stated, window: Window | None) -> Candidate:
    """A person the document names, with his identity proved by number or by the register alone."""
    naming = stated.fact
    assert isinstance(naming, Naming)
    evidence = case.evidence.fork()
    evidence.use("naming", stated)
    roles = case.roles_of(naming.role) & set(clause.roles)
    one = Candidate(record=naming.record, evidence=evidence, naming=naming, role=min(roles, default=None))
    one.window = window
    if identified(evidence, naming.record, clause.identity):
        return one
    found = (
        None if has_identity(evidence, naming.record) else by_register(case, evidence, naming.record, roles)
    )
    if found is None:
        one.missing.append("identity_not_proved")
    else:
        evidence.use("office", found.office)
        identified(evidence, found.record, IdentityAsked.PROVED)
        one.record = found.record
    return one


def by_naming(clause: Clause, case: Case) -> Iterator[Candidate]:
    """The persons whom the document names in a role of the clause (P2); a title alone names nobody. Where a statute
    bars whom the decision names, whoever it finds to bear such a role is named in it (law decision 16)."""
    window = role_window(case, clause.role_date)
    for stated in case.namings:
        naming = stated.fact
        assert isinstance(naming, Naming)
        if not case.roles_of(naming.role) & set(clause.roles):
            continue
        if naming.title_only:
            if not _another_takes_titles(clause, case, naming):
                evidence = case.evidence.fork()
                evidence.use("naming", stated)
                missing = ["name_of_the_person"]
                yield Candidate(
                    record=None, evidence=evidence, naming=naming, title_only=True, missing=missing
                )
            continue
        one = named_person(clause, case, stated, window)
        check_role(clause, case, one)
        yield one
    for stated in case.findings if clause.force is Force.MANDATORY else ():
        found = found_person(clause, case, stated, window)
        if found is not None and found.naming is None and in_the_document(case, found.finding):
            found.named_by_finding = True
            yield found


def _another_takes_titles(clause: Clause, case: Case, naming: Naming) -> bool:
    """Is there a clause of its own for the title without a name? Then one draft for nobody is enough."""
    mine = "order_gives_a_title_only" in clause.trigger.codes
    siblings = case.book.clauses_for(clause.trigger.act, clause.trigger.category)
    return not mine and any(
        "order_gives_a_title_only" in other.trigger.codes
        and other.measure == clause.measure
        and case.roles_of(naming.role) & set(other.roles)
        for other in siblings
    )


def in_the_document(case: Case, finding: Finding | None) -> bool:
    """Does the finding stand in the decision of the case itself?"""
    return finding is not None and finding.number in (None, case.decision.number)


def found_person(clause: Clause, case: Case, stated: Stated, window: Window | None) -> Candidate | None:
    """A person whom a finding says to bear a role of the clause; None where it speaks of another role."""
    finding = stated.fact
    assert isinstance(finding, Finding)
    evidence = case.evidence.fork()
    evidence.use("finding", stated)
    one = Candidate(record=finding.record, evidence=evidence, finding=finding, window=window)
    one.role = _found_role(clause, case, one)
    if one.role is None:
        return None
    _prove(clause, case, one)
    one.naming = _naming_of(case, evidence, finding.record, one.record or finding.record)
    check_role(clause, case, one)
    return one


def by_finding(clause: Clause, case: Case) -> Iterator[Candidate]:
    """Whom a finding reaches; a naming in a role that only a finding gives is a finding (law decision 16)."""
    window = role_window(case, clause.role_date)
    found_someone = False
    for stated in case.findings:
        found = found_person(clause, case, stated, window)
        if found is not None:
            found_someone = True
            yield found
    for stated in case.namings:
        naming = stated.fact
        assert isinstance(naming, Naming)
        roles = {role for role in case.roles_of(naming.role) & set(clause.roles) if found_only(case, role)}
        if naming.title_only or not roles or _found(case, naming.record):
            continue
        found_someone = True
        one = named_person(clause, case, stated, window)
        check_role(clause, case, one)
        yield one
    if not found_someone:
        yield from _nobody_found(clause, case, window)


def _found(case: Case, record: str) -> bool:
    """Does a finding speak of the person of this record?"""
    evidence = case.evidence.fork()
    return any(same_person(evidence, record, finding.fact.record) for finding in case.findings)


def found_only(case: Case, role: str) -> bool:
    """Is the role one that no register shows, so that saying it of a person is itself a finding?"""
    return "finding" in case.book.vocabulary.roles[role].proof


def _naming_of(case: Case, evidence: Evidence, *records: str) -> Naming | None:
    """The first naming of the person, by the record the finding gives and by the one it was proved to mean."""
    for stated in case.namings:
        naming = stated.fact
        assert isinstance(naming, Naming)
        if not naming.title_only and any(same_person(evidence, one, naming.record) for one in records):
            evidence.use("naming", stated)
            return naming
    return None


def _found_role(clause: Clause, case: Case, one: Candidate) -> str | None:
    """The role of the circle that the finding gives, or that the person's office on the role date gives."""
    assert one.finding is not None
    given = set(clause.roles) & case.roles_of(one.finding.role)
    if given:
        return min(given)
    if one.window is None:
        return None
    for holder in holders(case, one.evidence, clause.roles, one.window):
        if (
            holder.held
            and not holder.resigned
            and same_person(one.evidence, holder.record, one.finding.record)
        ):
            one.evidence.use("office", holder.office)
            return holder.role
    return None


def _prove(clause: Clause, case: Case, one: Candidate) -> None:
    assert one.finding is not None
    if identified(one.evidence, one.finding.record, clause.identity):
        return
    if has_identity(one.evidence, one.finding.record):
        found = None
    else:
        found = by_register(case, one.evidence, one.finding.record, case.roles_of(one.finding.role))
    if found is None:
        one.missing.append("identity_not_proved")
    else:
        one.evidence.use("office", found.office)
        identified(one.evidence, found.record, IdentityAsked.PROVED)
        one.record = found.record


def check_role(clause: Clause, case: Case, one: Candidate) -> None:
    """R02 and R03: with a dated role the register is asked. Under force by_decision the document binds and a
    disagreement is noted; under force mandatory the role on that day is an element of its own."""
    if clause.role_date is None or clause.role_date.first is Moment.AS_NAMED or one.record is None:
        return
    if one.window is None:
        if clause.force is Force.MANDATORY and one.finding is None:
            one.missing.append("role_date_not_known")
        return
    registered = [role for role in clause.roles if not found_only(case, role)]
    answer, seen = _register_says(case, one, registered)
    if answer is True:
        return
    if clause.force is Force.MANDATORY and not _document_dates_role(clause, case, one):
        one.missing.append("role_on_the_day_not_proved")
    elif answer is False and one.role in registered:
        one.disagrees = seen


def _register_says(case: Case, one: Candidate, roles: list[str]) -> tuple[bool | None, tuple[str, ...]]:
    """Does the register show the person in one of the roles in the window? None where it is silent."""
    assert one.window is not None
    assert one.record is not None
    shown = holders(case, one.evidence, roles, one.window)
    own = [holder for holder in shown if same_person(one.evidence, holder.record, one.record)]
    facts = tuple(sorted({holder.office.id for holder in own or shown}))
    sure = [holder.office for holder in own if holder.held and not holder.resigned]
    if sure:
        one.evidence.use("office", min(sure, key=lambda office: office.id))
        return True, facts
    if own:
        return (None if any(h.held is None and not h.resigned for h in own) else False), facts
    cancelled = _taken_back(case, one)
    if cancelled:
        return False, cancelled
    return (False if any(holder.held for holder in shown) else None), facts


def _taken_back(case: Case, one: Candidate) -> tuple[str, ...]:
    """Retractions of an office of this person by a decision against this firm: his identity was used (G21). What came
    by the office is gone with it; an order that names him stands, and the court should know (R03)."""
    assert one.record is not None
    found = []
    for member in one.evidence.party(one.record).records:
        for stated in one.evidence.by("retraction", "record", member):
            fact = stated.fact
            assert isinstance(fact, Retraction)
            if fact.of.startswith("office:") and fact.case is not None:
                decisions = one.evidence.by("decision", "case", fact.case)
                found += [stated.id for other in decisions if other.fact.record in case.subject]
    return tuple(found)


def _document_dates_role(clause: Clause, case: Case, one: Candidate) -> bool:
    """Does the document itself put the role on the role date? A finding speaks of the conduct (R06); a naming of
    the day it states, else of the day of the decision."""
    assert clause.role_date is not None
    assert one.window is not None
    naming = one.naming
    if clause.role_date.first is Moment.CONDUCT and one.finding is not None:
        return True
    if naming is None or not case.roles_of(naming.role) & set(clause.roles):
        return False
    if naming.on is not None:
        return one.window.first.first <= naming.on.first and naming.on.last <= one.window.last.last
    whole = (one.window.first, one.window.last) == (case.decision.date, case.decision.date)
    return whole or found_only(case, one.role or naming.role)


def _nobody_found(clause: Clause, case: Case, window: Window | None) -> Iterator[Candidate]:
    """A statute that reaches an office only with a finding, and no finding: one draft, for nobody."""
    if clause.force is not Force.MANDATORY or window is None:
        return
    evidence = case.evidence.fork()
    near = sorted(
        {representative(evidence, h.record) for h in holders(case, evidence, clause.roles, window) if h.held}
    )
    if near:
        yield Candidate(
            record=None,
            evidence=evidence,
            window=window,
            missing=["finding_of_responsibility"],
            near=tuple(near),
        )
