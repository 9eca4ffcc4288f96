"""Whom a clause reaches in a case: by entity, office, naming, finding, own status or record (P0 to P4, P6).

A candidate is a party for whom the circle of the clause may hold, with what is still missing. Who is only near
(an ordinary director, a shareholder, one who had left before) is no candidate at all.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph_service.consequences.candidate import Candidate
from graph_service.consequences.case import Case, Evidence
from graph_service.consequences.documents import (
    by_finding,
    by_naming,
    check_role,
    found_person,
    in_the_document,
    named_person,
)
from graph_service.consequences.people import (
    Holder,
    Window,
    by_register,
    has_identity,
    holders,
    identified,
    of_age,
    role_window,
    same_person,
)
from graph_service.facts.types import Confirmation, Finding, Naming
from graph_service.rules.model import Clause
from graph_service.rules.words import By, IdentityAsked, Initial, Target


def candidates(clause: Clause, case: Case) -> list[Candidate]:
    """The candidates of a clause, those of a minor age left out (R05)."""
    found = [one for one in _CIRCLES[clause.by](clause, case) if _old_enough(one, clause, case)]
    return sorted(found, key=lambda one: (one.record or "", one.role or ""))


def _old_enough(one: Candidate, clause: Clause, case: Case) -> bool:
    natural = clause.target is Target.PERSON or case.subject_kind == "person"
    if one.record is None or not natural:
        return True
    level = IdentityAsked.CONFIRMED if clause.identity is IdentityAsked.CONFIRMED else IdentityAsked.PROVED
    adult = of_age(one.evidence, one.record, case.decision.date, level)
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
    shown: list[str] = []
    if window is not None:
        for holder in holders(case, evidence, clause.roles, window):
            if holder.held is not False and holder.record not in shown:
                shown.append(holder.record)
                yield _holder(clause, case, evidence.fork(), holder, window)
    for one in _by_document(clause, case, window):
        if one.record is None or not any(same_person(evidence, one.record, record) for record in shown):
            shown += [one.record] if one.record is not None else []
            yield one
    if window is None and not shown:
        yield Candidate(record=None, evidence=evidence, missing=["role_date_not_known"])


def _by_document(clause: Clause, case: Case, window: Window | None) -> Iterator[Candidate]:
    """Whom a finding says to have borne a role of the clause (R06), and whom the document names in one."""
    for stated in case.findings:
        finding = stated.fact
        assert isinstance(finding, Finding)
        if case.roles_of(finding.role) & set(clause.roles):
            found = found_person(clause, case, stated, window)
            assert found is not None
            named = in_the_document(case, finding) or found.naming is not None
            found.awaiting = clause.initial is Initial.PROPOSED and not named
            yield found
    for stated in case.namings:
        naming = stated.fact
        assert isinstance(naming, Naming)
        if not naming.title_only and case.roles_of(naming.role) & set(clause.roles):
            one = named_person(clause, case, stated, window)
            check_role(clause, case, one)
            # A register that shows he was not in office: the office is not the reason, the naming may be.
            if not one.disagrees:
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
    """Does the document name this office-holder, by number or by the name the register bears out? It does, too, where
    it finds something of him."""
    for stated in (*case.namings, *case.findings):
        naming = stated.fact
        assert isinstance(naming, Naming | Finding)
        if naming.title_only if isinstance(naming, Naming) else not in_the_document(case, naming):
            continue
        if same_person(evidence, holder.record, naming.record):
            evidence.use(naming.kind, stated)
            return True
        if not has_identity(evidence, naming.record):
            found = by_register(case, evidence, naming.record, case.roles_of(naming.role))
            if found is not None and same_person(evidence, found.record, holder.record):
                evidence.use(naming.kind, stated)
                return True
    return False


def _confirmed(case: Case, evidence: Evidence, holder: Holder) -> bool:
    for stated in case.confirmations:
        fact = stated.fact
        assert isinstance(fact, Confirmation)
        if fact.what != "office_confirmed" or not same_person(evidence, holder.record, fact.record):
            continue
        if fact.value is None or holder.role in case.roles_of(fact.value):
            evidence.use("confirmation", stated)
            return True
    return False


def _nobody(clause: Clause, case: Case) -> Iterator[Candidate]:
    """Forward to later firms (P5): no rule of that type is enabled, and the catalogue drafts them."""
    return iter(())


_CIRCLES = {
    By.ENTITY: _subject,
    By.OWN_STATUS: _subject,
    By.OFFICE: _by_office,
    By.RECORD: _by_office,
    By.NAMED: by_naming,
    By.FINDING: by_finding,
    By.FORWARD: _nobody,
}
