"""Of whom an act of the case speaks: whom a release frees, an objection guards, a repair restores."""

from __future__ import annotations

from graph_service.consequences.candidate import Candidate
from graph_service.consequences.case import Case
from graph_service.consequences.people import by_register, has_identity, same_person
from graph_service.facts import Stated
from graph_service.facts.sequels import concerns_all
from graph_service.facts.types import Event, Finding, Naming


def speaks_of(case: Case, one: Candidate, record: str) -> bool:
    """Does an act stated on `record` speak of the candidate? It does on any record of his party, and on that of a paper
    of the case which means him by his name alone: what reached him by a name frees him by it."""
    if one.record is None:
        return False
    if record in one.evidence.party(one.record).records:
        return True
    papers = (*case.namings, *case.findings)
    return any(_means(case, one, stated) for stated in papers if stated.fact.record == record)


def _means(case: Case, one: Candidate, stated: Stated) -> bool:
    paper = stated.fact
    assert isinstance(paper, Naming | Finding)
    assert one.record is not None
    if isinstance(paper, Naming) and paper.title_only:
        return False
    if paper in (one.naming, one.finding):
        return True
    if has_identity(one.evidence, paper.record):
        return False
    found = by_register(case, one.evidence, paper.record, case.roles_of(paper.role))
    return found is not None and same_person(one.evidence, one.record, found.record)


def concerns(case: Case, one: Candidate, event: Event) -> bool:
    """Does an event of the case speak of the candidate, by itself or with the whole case?"""
    evidence = one.evidence
    whole = concerns_all(evidence, event, case.subject, lambda: evidence.party(event.record).records)
    return whole or speaks_of(case, one, event.record)


def listen(case: Case, one: Candidate) -> None:
    """Look up of every act that may bear on the candidate whether it speaks of him, whatever it then does: who checks
    the proof may ask in another order."""
    for kind in ("confirmation", "event", "lifting", "objection", "receipt", "repair"):
        for stated in case.acts(kind):
            fact = stated.fact
            if not (isinstance(fact, Event) and concerns(case, one, fact)):
                speaks_of(case, one, fact.record)
