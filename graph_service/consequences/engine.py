"""Who is bound, and why: one case, the facts and a rulebook in; consequences with timelines and proofs out.

`derive` is the same pure function for a whole register and for one change. It reads facts only through the
index it is given; the keys it looked up, misses included, are the read set of the case.
"""

from __future__ import annotations

from graph_service.consequences.candidate import Candidate
from graph_service.consequences.case import Case, open_case
from graph_service.consequences.catalogue import catalogue_drafts
from graph_service.consequences.circle import candidates
from graph_service.consequences.clock import Term, read_clock
from graph_service.consequences.conditions import Elements, elements
from graph_service.consequences.digest import clause_digest
from graph_service.consequences.hints import hints_of
from graph_service.consequences.model import CaseReport, Consequence, NotRecognised, Proof
from graph_service.consequences.oddities import case_problems
from graph_service.consequences.people import bound_records, representative
from graph_service.consequences.scope import in_force, not_recognised, received
from graph_service.consequences.timeline import draw
from graph_service.errors import Problem
from graph_service.facts import FactIndex, Reading
from graph_service.rules.model import Clause
from graph_service.rules.rulebook import Rulebook
from graph_service.rules.words import Act, Status

ABOUT = ("publication", "notice")
"""Acts that move no state and meet deadlines: they are looked up so that a case hears when one is taken back."""


def derive(key: str, index: FactIndex, book: Rulebook) -> CaseReport:
    """All that the law makes of the case `key`: its consequences sorted by id, hints, problems, and read set.

    A case without a standing decision gives an empty report; the read set then still tells what to wait for.
    """
    reading = Reading(index)
    for kind in ABOUT:
        reading.by(kind, "case", key)
    case = open_case(key, reading, book)
    if case is None:
        return CaseReport(case=key, reads=tuple(sorted(reading.keys)))
    consequences: list[Consequence] = []
    foreign: list[NotRecognised] = []
    problems: list[Problem] = []
    for clause in clauses_of(case):
        reason = not_recognised(clause, case)
        if reason is not None:
            foreign.append(NotRecognised(clause=clause.id, reason=reason))
        elif in_force(clause, case) is not False:
            for one in candidates(clause, case):
                made = _consequence(clause, case, one, problems)
                if made is not None:
                    consequences.append(made)
    consequences += catalogue_drafts(case)
    kept = {
        (made.clause, made.measure, _party(case, made.record)): made
        for made in sorted(consequences, key=_rank, reverse=True)
    }
    ordered = tuple(sorted(kept.values(), key=lambda made: made.id))
    hints = hints_of(case, ordered)
    problems += case_problems(case, ordered)
    return CaseReport(
        case=key,
        consequences=ordered,
        hints=hints,
        problems=tuple(sorted(set(problems), key=str)),
        not_recognised=tuple(sorted(foreign)),
        reads=tuple(sorted(reading.keys)),
    )


def clauses_of(case: Case) -> tuple[Clause, ...]:
    """The clauses that the act of a case triggers, those of its conduct class among them."""
    decision = case.decision
    return case.book.clauses_for(Act(decision.act), decision.category, decision.conduct_class)


def _rank(made: Consequence) -> tuple[bool, int, str, str]:
    """Where two documents reach one party by one clause (two namings, say), the fuller one is kept."""
    return bool(made.missing), len(made.missing), made.proof.role or "", made.record or ""


def _party(case: Case, record: str | None) -> str | None:
    return representative(case.evidence.fork(), record) if record else None


def _consequence(clause: Clause, case: Case, one: Candidate, problems: list[Problem]) -> Consequence | None:
    judged = elements(clause, case, one)
    if judged.denied:
        return None
    receipt = received(clause, case)
    if receipt is not None:
        one.evidence.use("received", receipt)
    term = read_clock(clause, case, one)
    problems += term.problems
    missing = _missing(clause, case, one, judged, term)
    timeline = draw(clause, case, one, term, draft=bool(missing))
    binds = bound_records(one.evidence, one.record, clause.kind)
    return Consequence(
        case=case.decision.case,
        clause=clause.id,
        rule=clause.rule,
        record=one.record,
        target=clause.target.value,
        measure=clause.measure,
        measure_scope=clause.measure_scope,
        kind=clause.kind.value,
        force=clause.force.value,
        propagation=clause.propagation,
        territory=clause.scope.territory,
        timeline=timeline,
        proof=_proof(clause, one, judged, term),
        binds=binds,
        missing=missing,
        notes=_notes(clause, case, one),
        near=one.near,
    )


def _missing(clause: Clause, case: Case, one: Candidate, judged: Elements, term: Term) -> tuple[str, ...]:
    found = [*one.missing, *(f"condition: {text}" for text in judged.missing), *term.missing]
    if clause.status is Status.DRAFT:
        found += [f"the clause is a draft: {text}" for text in clause.missing]
    if case.authority is None:
        found.append("authority_not_known")
    if in_force(clause, case) is None:
        found.append("clause_not_in_force_on_that_date")
    if not case.alike:
        found.append("statements_of_the_decision_differ")
    return tuple(dict.fromkeys(found))


def _notes(clause: Clause, case: Case, one: Candidate) -> tuple[str, ...]:
    found = []
    if not clause.service and not case.acts("service"):
        found.append("no_service_on_record")
    if one.disagrees:
        found.append("register_disagrees")
    return tuple(found)


def _proof(clause: Clause, one: Candidate, judged: Elements, term: Term) -> Proof:
    window = one.window
    return Proof(
        clause=clause.id,
        clause_digest=clause_digest(clause),
        law=clause.law,
        article=clause.article,
        facts=one.evidence.used_list(),
        looks=one.evidence.look_list(),
        conditions=judged.met,
        role=one.role,
        role_from=window.first.first if window else None,
        role_to=window.last.last if window else None,
        start=term.start,
        end=term.end,
        term=term.code,
    )
