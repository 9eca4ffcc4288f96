"""Whom a clause reaches in a case: by entity, office, naming, finding, own status or record (P0 to P4, P6).

A candidate is a party for whom the circle of the clause may hold, with what is still missing. Who is only near
(an ordinary director, a shareholder, one who had left before) is no candidate at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from graph_service.consequences.case import Case, Evidence
from graph_service.consequences.people import (
    Holder,
    Window,
    by_register,
    holders,
    identified,
    of_age,
    representative,
    role_window,
    same_person,
)
from graph_service.facts import Stated
from graph_service.facts.types import Confirmation, Finding, Naming
from graph_service.rules.model import Clause
from graph_service.rules.words import By, Force, Initial, Moment, Target


@dataclass(slots=True, kw_only=True)
class Candidate:
    """A party a clause may reach. `record` None: a draft without a person (`near`: whom it might concern).
    `awaiting` where an office must still be named or confirmed; `disagrees` where the register speaks against
    the document; `missing` what makes it a draft."""

    record: str | None
    evidence: Evidence
    role: str | None = None
    window: Window | None = None
    naming: Naming | None = None
    finding: Finding | None = None
    title_only: bool = False
    awaiting: bool = False
    disagrees: tuple[str, ...] = ()
    missing: list[str] = field(default_factory=list)
    near: tuple[str, ...] = ()


def candidates(clause: Clause, case: Case) -> list[Candidate]:
    """The candidates of a clause, those of a minor age left out (R05)."""
    found = [one for one in _CIRCLES[clause.by](clause, case) if _old_enough(one, clause, case)]
    return sorted(found, key=lambda one: (one.record or "", one.role or ""))


def _old_enough(one: Candidate, clause: Clause, case: Case) -> bool:
    natural = clause.target is Target.PERSON or case.subject_kind == "person"
    if one.record is None or not natural:
        return True
    adult = of_age(one.evidence, one.record, case.decision.date)
    if adult is None:
        one.missing.append("age_not_known")
    return adult is not False


def _subject(clause: Clause, case: Case) -> Iterator[Candidate]:
    wanted = {Target.ENTERPRISE: "enterprise", Target.PERSON: "person"}.get(clause.target)
    if wanted is not None and case.subject_kind not in (wanted, None, "undecided"):
        return
    one = Candidate(record=case.decision.record, evidence=case.evidence.fork())
    if wanted is not None and case.subject_kind != wanted:
        one.missing.append("kind_of_party_not_known")
    if not identified(one.evidence, case.decision.record, clause.identity):
        one.missing.append("identity_not_proved")
    yield one


def _by_office(clause: Clause, case: Case) -> Iterator[Candidate]:
    """Whom the register shows in a role on the role date, and whom the document itself says to hold it."""
    evidence = case.evidence.fork()
    window = role_window(case, clause.role_date)
    if window is None:
        yield Candidate(record=None, evidence=evidence, missing=["role_date_not_known"])
        return
    shown: list[str] = []
    for holder in holders(case, evidence, clause.roles, window):
        if holder.held is not False and holder.record not in shown:
            shown.append(holder.record)
            yield _holder(clause, case, evidence.fork(), holder, window)
    for stated in case.namings:
        naming = stated.fact
        assert isinstance(naming, Naming)
        if naming.title_only or not case.roles_of(naming.role) & set(clause.roles):
            continue
        if not any(same_person(evidence, record, naming.record) for record in shown):
            one = _named_person(clause, case, stated, window)
            if one.record is None or not any(same_person(evidence, one.record, record) for record in shown):
                yield one


def _holder(clause: Clause, case: Case, evidence: Evidence, holder: Holder, window: Window) -> Candidate:
    evidence.use("office", holder.office)
    one = Candidate(record=holder.record, evidence=evidence, role=holder.role, window=window)
    if holder.held is None:
        one.missing.append("role_on_the_day_not_known")
    if holder.resigned:
        one.missing.append("resignation_signed_before_the_role_date")
    if not identified(evidence, holder.record, clause.identity):
        one.missing.append("identity_not_proved")
    if clause.initial is Initial.PROPOSED:
        one.awaiting = not (_names(case, evidence, holder) or _confirmed(case, evidence, holder))
    return one


def _names(case: Case, evidence: Evidence, holder: Holder) -> bool:
    """Does the document name this office-holder, by number or by the name the register bears out?"""
    for stated in case.namings:
        naming = stated.fact
        assert isinstance(naming, Naming)
        if naming.title_only:
            continue
        if same_person(evidence, holder.record, naming.record):
            evidence.use("naming", stated)
            return True
        if not _has_proof(evidence, naming.record):
            found = by_register(case, evidence, naming.record, case.roles_of(naming.role))
            if found is not None and same_person(evidence, found.record, holder.record):
                evidence.use("naming", stated)
                return True
    return False


def _has_proof(evidence: Evidence, record: str) -> bool:
    return bool(evidence.by("identity", "record", record))


def _confirmed(case: Case, evidence: Evidence, holder: Holder) -> bool:
    for stated in case.confirmations:
        fact = stated.fact
        assert isinstance(fact, Confirmation)
        if fact.what == "office_confirmed" and same_person(evidence, holder.record, fact.record):
            if fact.value is None or holder.role in case.roles_of(fact.value):
                evidence.use("confirmation", stated)
                return True
    return False


def _named_person(clause: Clause, case: Case, stated: Stated, window: Window | None) -> Candidate:
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
    found = None if _has_proof(evidence, naming.record) else by_register(case, evidence, naming.record, roles)
    if found is None:
        one.missing.append("identity_not_proved")
    else:
        evidence.use("office", found.office)
        one.record = found.record
    return one


def _by_naming(clause: Clause, case: Case) -> Iterator[Candidate]:
    window = role_window(case, clause.role_date)
    for stated in case.namings:
        naming = stated.fact
        assert isinstance(naming, Naming)
        if not case.roles_of(naming.role) & set(clause.roles):
            continue
        if naming.title_only:
            evidence = case.evidence.fork()
            evidence.use("naming", stated)
            missing = ["name_of_the_person"]
            yield Candidate(record=None, evidence=evidence, naming=naming, title_only=True, missing=missing)
            continue
        one = _named_person(clause, case, stated, window)
        _check_role(clause, case, one)
        yield one


def _by_finding(clause: Clause, case: Case) -> Iterator[Candidate]:
    """Whom a finding reaches; a naming in a role that only a finding gives is a finding (law decision 16)."""
    window = role_window(case, clause.role_date)
    found_someone = False
    for stated in case.findings:
        finding = stated.fact
        assert isinstance(finding, Finding)
        evidence = case.evidence.fork()
        evidence.use("finding", stated)
        one = Candidate(record=finding.record, evidence=evidence, finding=finding, window=window)
        one.naming = _naming_of(case, evidence, finding.record)
        one.role = _found_role(clause, case, one)
        if one.role is None:
            continue
        found_someone = True
        _prove(clause, case, one)
        _check_role(clause, case, one)
        yield one
    for stated in case.namings:
        naming = stated.fact
        assert isinstance(naming, Naming)
        roles = {role for role in case.roles_of(naming.role) & set(clause.roles) if found_only(case, role)}
        if naming.title_only or not roles or any(f.fact.record == naming.record for f in case.findings):
            continue
        found_someone = True
        one = _named_person(clause, case, stated, window)
        _check_role(clause, case, one)
        yield one
    if not found_someone:
        yield from _nobody_found(clause, case, window)


def found_only(case: Case, role: str) -> bool:
    """Is the role one that no register shows, so that saying it of a person is itself a finding?"""
    return "finding" in case.book.vocabulary.roles[role].proof


def _naming_of(case: Case, evidence: Evidence, record: str) -> Naming | None:
    for stated in case.namings:
        naming = stated.fact
        assert isinstance(naming, Naming)
        if not naming.title_only and same_person(evidence, record, naming.record):
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
        if holder.held and same_person(one.evidence, holder.record, one.finding.record):
            one.evidence.use("office", holder.office)
            return holder.role
    return None


def _prove(clause: Clause, case: Case, one: Candidate) -> None:
    assert one.finding is not None
    if identified(one.evidence, one.finding.record, clause.identity):
        return
    roles = case.roles_of(one.finding.role)
    found = by_register(case, one.evidence, one.finding.record, roles)
    if found is None or _has_proof(one.evidence, one.finding.record):
        one.missing.append("identity_not_proved")
    else:
        one.evidence.use("office", found.office)
        one.record = found.record


def _check_role(clause: Clause, case: Case, one: Candidate) -> None:
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
    if clause.force is Force.MANDATORY:
        if not _document_dates_role(clause, case, one) and answer is not True:
            one.missing.append("role_on_the_day_not_proved")
    elif answer is False and one.role in registered:
        one.disagrees = seen


def _register_says(case: Case, one: Candidate, roles: list[str]) -> tuple[bool | None, tuple[str, ...]]:
    """Does the register show the person in one of the roles in the window? None where it is silent."""
    assert one.window is not None and one.record is not None
    shown = holders(case, one.evidence, roles, one.window)
    own = [holder for holder in shown if same_person(one.evidence, holder.record, one.record)]
    facts = tuple(sorted({holder.office.id for holder in own or shown}))
    if any(holder.held and not holder.resigned for holder in own):
        for holder in own:
            one.evidence.use("office", holder.office)
        return True, facts
    if own:
        return (None if any(h.held is None and not h.resigned for h in own) else False), facts
    return (False if any(holder.held for holder in shown) else None), facts


def _document_dates_role(clause: Clause, case: Case, one: Candidate) -> bool:
    """Does the document itself put the role on the role date? A finding speaks of the conduct (R06); a naming of
    the day it states, else of the day of the decision."""
    assert clause.role_date is not None
    if clause.role_date.first is Moment.CONDUCT:
        return one.finding is not None or (
            one.naming is not None and found_only(case, one.role or one.naming.role)
        )
    naming = one.naming
    if naming is None or not case.roles_of(naming.role) & set(clause.roles):
        return False
    return naming.on is None or naming.on == case.decision.date


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
            record=None, evidence=evidence, window=window, missing=["finding_of_responsibility"], near=tuple(near)
        )


def _nobody(clause: Clause, case: Case) -> Iterator[Candidate]:
    """P5 reaches later firms and is drawn by `forward.py`."""
    return iter(())


_CIRCLES = {
    By.ENTITY: _subject,
    By.OWN_STATUS: _subject,
    By.OFFICE: _by_office,
    By.RECORD: _by_office,
    By.NAMED: _by_naming,
    By.FINDING: _by_finding,
    By.FORWARD: _nobody,
}
