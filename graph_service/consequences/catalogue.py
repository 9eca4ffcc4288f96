"""Drafts from the catalogue: rules that are disabled and statutory bars that were not taken apart (I17).

They can only draft, whatever the facts: a reviewer sees whom the text speaks of, on which citation, and why it is
no more than a draft. P5 (a person's later firms) is drawn here, for no enabled clause is of that type.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph_service.consequences.case import Case, Evidence
from graph_service.consequences.digest import clause_digest
from graph_service.consequences.model import Consequence, Proof, Span, State
from graph_service.consequences.people import (
    Window,
    bound_records,
    holders,
    identified,
    of_age,
    representative,
)
from graph_service.facts.types import Naming, Office
from graph_service.rules.model import CatalogueEntry
from graph_service.rules.words import Act, IdentityAsked


def catalogue_drafts(case: Case) -> list[Consequence]:
    """One draft per catalogue entry, party and measure that the act of this case brings to mind."""
    found: dict[str, Consequence] = {}
    for entry in case.book.drafts_for(Act(case.decision.act), case.decision.category):
        region = case.authority.region if case.authority else None
        if region is not None and not case.book.vocabulary.territories[entry.territory].contains(region):
            continue
        for record, role, evidence in _reached(entry, case):
            # Of a P5 rule the measures on entities are those on the person's later firms.
            firm = role == "later_firm" or record in case.subject
            for measure in entry.entity_measures if firm else entry.person_measures:
                draft = _draft(entry, case, record, role, measure, evidence)
                found.setdefault(draft.id, draft)
    return list(found.values())


def _reached(entry: CatalogueEntry, case: Case) -> Iterator[tuple[str | None, str | None, Evidence]]:
    if entry.entity_measures and "P5" not in entry.propagation and case.subject_kind == "enterprise":
        yield case.decision.record, None, case.evidence.fork()
    evidence = case.evidence.fork()
    found = list(_found(entry.found_roles, case, evidence))
    if "P5" in entry.propagation:
        for person, _ in found:
            for firm in _later_firms(case, evidence, person):
                yield firm, "later_firm", evidence
        return
    window = Window(case.decision.date, case.decision.date)
    shown = [
        (h.record, h.role) for h in holders(case, evidence, entry.office_roles, window) if h.held is not False
    ]
    for record, role in dict((*found, *shown)).items():
        if of_age(evidence, record, case.decision.date) is not False:  # a minor is not even drafted (R05)
            yield record, role, evidence
    if entry.person_measures and not found and not shown:
        yield None, None, evidence


def _found(roles: Iterable[str], case: Case, evidence: Evidence) -> Iterator[tuple[str, str]]:
    wanted = set(roles)
    for stated in (*case.findings, *case.namings):
        role = getattr(stated.fact, "role", "")
        if isinstance(stated.fact, Naming) and stated.fact.title_only:
            continue
        if case.roles_of(role) & wanted:
            evidence.use("finding" if stated in case.findings else "naming", stated)
            yield stated.fact.record, role


def _later_firms(case: Case, evidence: Evidence, record: str) -> Iterator[str]:
    """Firms in which the person took an office after the decision; those he ran before are outside (G12)."""
    if not identified(evidence, record, IdentityAsked.PROVED):
        return
    for member in evidence.party(record).records:
        for stated in evidence.by("office", "record", member):
            office = stated.fact
            assert isinstance(office, Office)
            if office.since is not None and office.since.first > case.decision.date.last:
                evidence.use("office", stated)
                yield representative(evidence, office.enterprise)


def _draft(
    entry: CatalogueEntry, case: Case, record: str | None, role: str | None, measure: str, evidence: Evidence
) -> Consequence:
    begin = case.decision.date.first
    if case.annulled:
        evidence.use("annulment", *case.annulled)
    state = (
        Span(begin, None, State.RETRACTED, "annulment")
        if case.annulled
        else Span(begin, None, State.DRAFT, "missing")
    )
    kind = case.book.vocabulary.measures[measure].kind
    binds = bound_records(evidence, record, kind)
    return Consequence(
        case=case.decision.case,
        clause=entry.id,
        rule=entry.id.split("/")[0],
        record=record,
        target="enterprise" if record in case.subject or role == "later_firm" else "person",
        measure=measure,
        measure_scope=entry.bar or None,
        kind=kind.value,
        force="not_read",
        propagation=entry.propagation[0] if entry.propagation else "",
        territory=entry.territory,
        timeline=(state,),
        proof=Proof(
            clause=entry.id,
            clause_digest=clause_digest(entry),
            law=entry.law,
            article=entry.article,
            facts=evidence.used_list(),
            looks=evidence.look_list(),
            role=role,
        ),
        binds=binds,
        missing=(f"the rule is not enabled: {entry.reason}",),
    )
