"""When a consequence starts and ends by its own clause, before anything cuts it short.

Terms follow the edge-day convention (`facts.days.add_term`). A clock that starts at a fact we do not have
(service, the end of a sentence) has not started: the consequence stays proposed. A term the law leaves to the
decision, and the decision does not state, makes a draft.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from graph_service.consequences.addressee import concerns
from graph_service.consequences.candidate import Candidate
from graph_service.consequences.case import Case
from graph_service.consequences.people import same_person
from graph_service.errors import BadValue, Problem
from graph_service.facts import Stated, add_term
from graph_service.facts.days import term_end
from graph_service.facts.sequels import decisions
from graph_service.facts.types import Decision, Event, Finding, Naming, Service
from graph_service.rules.model import Clause, Clock
from graph_service.rules.words import Act, ClockStart, Force, TermForm

_WITH_THE_ACT = frozenset(
    {ClockStart.DECISION, ClockStart.LISTING, ClockStart.ORDER, ClockStart.JUDGMENT, ClockStart.REVOCATION}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A clock as read: `start` None = not started, for the reason `waiting`; `end` exclusive, None = none fixed;
    `code` the term in short; `missing` what makes a draft; `problems` what is odd about it."""

    start: date | None
    end: date | None = None
    code: str | None = None
    waiting: str = ""
    missing: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_clock(clause: Clause, case: Case, one: Candidate) -> Term:
    """The term of a clause for a candidate of this case."""
    start, waiting = _start(clause.clock.start, case, one)
    code = _code(clause.clock, case, one)
    if code is None:
        return Term(start=start, waiting=waiting, missing=("term_not_stated",))
    if start is None:
        missing = ("date_not_exact",) if waiting == "date_not_exact" else ()
        return Term(start=None, code=code, waiting=waiting, missing=missing)
    try:
        end = _end(code, start, clause.clock, case, one)
        first = _first_in_row(clause, case, one, start) if clause.clock.cap else start
    except BadValue as error:
        problem = _problem(case, "term_not_read", f"the stated term cannot be read: {error}")
        return Term(start=start, code=code, missing=("term_not_read",), problems=(problem,))
    if end is not None and end <= start:
        problem = _problem(
            case, "term_ends_before_it_starts", f"the stated term ends on {end}, before {start}"
        )
        return Term(start=start, code=code, missing=("term_ends_before_it_starts",), problems=(problem,))
    read = Term(start=start, end=end, code=code)
    if clause.clock.cap:
        read = _capped(clause.clock.cap, read, first, case)
    return _as_stated(read, clause, case, one)


def _as_stated(read: Term, clause: Clause, case: Case, one: Candidate) -> Term:
    """The term, unless the documents do not agree on it: they state two for this person; or the act itself imposes
    the measure, and states for him another term than the article has. Neither is guessed: a draft."""
    own = {part.term for part in _about(clause, case, one) if part.term is not None}
    if len(own) > 1:
        why = f"{clause.id}: the documents state {len(own)} different terms for one person"
        problem = _problem(case, "terms_differ", why)
        return replace(read, missing=(*read.missing, "terms_differ"), problems=(*read.problems, problem))
    fixed = clause.clock.term is not None and clause.clock.term.form in (TermForm.LIFE, TermForm.FIXED)
    stated = next(iter(own), None)
    if fixed and clause.force is Force.BY_DECISION and stated and not _same(stated, read):
        why = f"{clause.id}: the act states the term {stated}, the article gives {read.code}"
        problem = _problem(case, "term_is_not_the_articles", why)
        missing = (*read.missing, "term_is_not_the_articles")
        return replace(read, missing=missing, problems=(*read.problems, problem))
    return read


def _same(stated: str, read: Term) -> bool:
    """Is the stated term the one that was read, however it is written (`P1Y`, `P12M`)?"""
    assert read.start is not None
    try:
        return stated == read.code or (read.end is not None and term_end(read.start, stated) == read.end)
    except BadValue:
        return False


def _about(clause: Clause, case: Case, one: Candidate) -> Iterator[Naming | Finding]:
    """What the documents of the case say of this person in a role of the clause."""
    if one.record is None:
        return
    for stated in (*case.namings, *case.findings):
        fact = stated.fact
        assert isinstance(fact, Naming | Finding)
        if case.roles_of(fact.role) & set(clause.roles) and same_person(
            one.evidence, one.record, fact.record
        ):
            yield fact


def _problem(case: Case, kind: str, why: str) -> Problem:
    return Problem(kind=kind, subject=case.decision.case, why=why, todo="Ask the deciding authority.")


def _start(start: ClockStart, case: Case, one: Candidate) -> tuple[date | None, str]:
    if start in _WITH_THE_ACT:
        return case.day, "" if case.day else "date_not_exact"
    if start is ClockStart.SERVICE:
        served = [s.fact.date for s in _services(case, one) if isinstance(s.fact, Service)]
        # What was served before the document was made is another document.
        dates = [day for day in served if day.last >= case.decision.date.first]
        exact = [d.exact for d in dates if d.exact is not None]
        return (min(exact), "") if exact else (None, "date_not_exact" if dates else "not_served")
    found = _event(case, one, start.value)
    if found is None:
        return None, "not_started"
    one.evidence.use("clock", found)
    assert isinstance(found.fact, Event)
    return found.fact.date.exact, "" if found.fact.date.exact else "date_not_exact"


def _services(case: Case, one: Candidate) -> list[Stated]:
    """Services of the document on the party it is against."""
    found = [s for s in case.acts("service") if s.fact.record in case.subject]
    one.evidence.use("service", *found)
    return found


def _event(case: Case, one: Candidate, code: str) -> Stated | None:
    """The earliest event of this code that is of the whole case or of the candidate's party."""
    found = []
    for stated in case.acts("event"):
        fact = stated.fact
        assert isinstance(fact, Event)
        if fact.event == code and concerns(case, one, fact):
            found.append((fact.date.first, stated.id, stated))
    return min(found)[2] if found else None


def _code(clock: Clock, case: Case, one: Candidate) -> str | None:
    """The term in short: `P3Y`, `life`, `open`, `until:performance`, `until:2027-05-01`; None where it must be
    stated and is not."""
    if clock.until is not None:
        return f"until:{clock.until}"
    term = clock.term
    assert term is not None
    if term.form in (TermForm.LIFE, TermForm.OPEN):
        return term.form.value
    if term.form is TermForm.FIXED:
        return term.length
    if term.form is TermForm.AS_PUBLICATION:
        return case.decision.publication_term or term.length
    own = (part.term for part in (one.naming, one.finding) if part is not None)
    stated = next((text for text in own if text), None) or case.decision.term
    if term.form is TermForm.AS_BAR:
        return f"bar:{stated}" if stated else None
    return stated or term.length


def _end(code: str, start: date, clock: Clock, case: Case, one: Candidate) -> date | None:
    if code.startswith("bar:"):
        assert clock.term is not None
        assert clock.term.length is not None
        most = add_term(start, clock.term.length)
        bar = _end(code.removeprefix("bar:"), start, clock, case, one)
        return most if bar is None else min(bar, most)
    return term_end(start, code)


def _first_in_row(clause: Clause, case: Case, one: Candidate, start: date) -> date:
    """The first start of the terms of one party that follow each other without a gap up to `start`. Raises BadValue
    for a term that cannot be read: whether it reaches the next nobody can say."""
    for since, until in sorted(_earlier_terms(clause, case, one, start), reverse=True):
        start = min(start, since) if until >= start else start
    return start


def _capped(cap: str, read: Term, first: date, case: Case) -> Term:
    """Consecutive terms of one party end together at the cap, counted from the first start in the row."""
    assert read.start is not None
    limit = add_term(first, cap)
    if read.end is not None and read.end <= limit:
        return read
    why = f"with the terms before it the decision passes {cap}: it ends on {limit} (exclusive)"
    if limit <= read.start:
        missing = ("cap_reached_before",)
        return replace(
            read, end=None, missing=missing, problems=(_problem(case, "term_passes_the_cap", why),)
        )
    return replace(read, end=limit, problems=(_problem(case, "term_passes_the_cap", why),))


def _earlier_terms(clause: Clause, case: Case, one: Candidate, before: date) -> list[tuple[date, date]]:
    """Start and end of earlier terms of the same category served on the same party and not annulled."""
    found: list[tuple[date, date]] = []
    stated = (two for record in case.subject for two in one.evidence.by("decision", "record", record))
    for other in decisions(stated):
        if other.category != case.decision.category or other.case == case.decision.case:
            continue
        if one.evidence.by("annulment", "case", other.case):
            continue
        served = (
            s.fact for s in one.evidence.by("service", "case", other.case) if s.fact.record in case.subject
        )
        dates = [fact.date.exact for fact in served if isinstance(fact, Service) and fact.date.exact]
        if dates and min(dates) < before:
            released = _released(clause, case, one, other)
            end = _other_end(case, other, min(dates), clause.measure)
            found.append((min(dates), min([end, *released])))
    return found


def _released(clause: Clause, case: Case, one: Candidate, other: Decision) -> list[date]:
    """The days on which an earlier term of the party ended before its time."""
    found = [s.fact for s in one.evidence.by("event", "case", other.case)]
    mine = [fact for fact in found if isinstance(fact, Event) and fact.event in clause.ends_by]
    return [fact.date.first for fact in mine if not fact.only_record or fact.record in case.subject]


def _other_end(case: Case, decision: Decision, start: date, measure: str) -> date:
    """The end of an earlier term: what that decision states, else what the clause it meets gives; its start where it
    meets none. Raises BadValue."""
    for clause in case.book.clauses_for(Act(decision.act), decision.category):
        term = clause.clock.term
        stated = [c for c in clause.trigger.conditions if case.book.conditions_stated(c)]
        met = all(set(condition.codes) & set(decision.conditions) for condition in stated)
        length = decision.term or (term.length if term else None)
        if clause.measure == measure and met and length:
            return add_term(start, length)
    return start
