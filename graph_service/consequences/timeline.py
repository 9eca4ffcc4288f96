"""The states of a consequence over all time: what it begins as, what suspends or lifts it, what ends it.

A term runs on whatever happens to it: neither an objection nor a lifting lengthens anything (I13). Annulment and
an upheld objection take it back to its beginning (I09). Where the day of an end is known to the month or year
only, the days it may be are a draft: neither bound nor free is guessed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from graph_service.consequences.addressee import concerns, listen, speaks_of
from graph_service.consequences.candidate import Candidate
from graph_service.consequences.case import Case, annulments
from graph_service.consequences.clock import Term
from graph_service.consequences.model import Span, State
from graph_service.consequences.people import within
from graph_service.facts import Day, Stated
from graph_service.facts.types import Event, Lifting, Objection, Receipt, Repair, Suspension
from graph_service.rules.model import Clause
from graph_service.rules.words import Initial, OnObjection
from graph_service.rules.words import Repair as RepairBy

_OPEN = date.max


@dataclass(slots=True)
class Course:
    """What bears on a consequence: its ends (day, state, reason), stretches of suspension, lifting and dispute,
    and receipts (day, outcome, implementer) where it is offered: it is in force while one of them applies it."""

    retracted: str | None = None
    ends: list[tuple[Day, State, str]] = field(default_factory=list)
    suspended: list[tuple[date, date, str]] = field(default_factory=list)
    lifted: list[tuple[date, date]] = field(default_factory=list)
    disputed: list[tuple[date, date]] = field(default_factory=list)
    receipts: list[tuple[date, str, str]] = field(default_factory=list)


def draw(clause: Clause, case: Case, one: Candidate, term: Term, *, draft: bool) -> tuple[Span, ...]:
    """The timeline of a consequence (or of a draft) of this clause for this candidate."""
    begin = case.day or case.decision.date.first
    if term.start is not None:
        begin = min(begin, term.start)
    course = _course(clause, case, one, term)
    if course.retracted:
        return (Span(begin, None, State.RETRACTED, course.retracted),)
    marks = {begin, *_marks(term, course)}
    days = sorted(day for day in marks if begin <= day < _OPEN)
    spans: list[Span] = []
    for since, until in zip(days, [*days[1:], None], strict=True):
        span = _span(clause, one, term, course, since, until, draft)
        last = spans[-1] if spans else None
        if last and (last.state, last.reason, last.disputed) == (span.state, span.reason, span.disputed):
            spans[-1] = Span(last.since, until, last.state, last.reason, last.disputed)
        else:
            spans.append(span)
    return tuple(spans)


def _marks(term: Term, course: Course) -> set[date]:
    found = {day for day in (term.start, term.end) if day is not None}
    for day, _, _ in course.ends:
        found |= {day.first, _surely(day)}
    suspended = [(since, until) for since, until, _ in course.suspended]
    for since, until in [*suspended, *course.lifted, *course.disputed]:
        found |= {since, until}
    return found | {day for day, _, _ in course.receipts}


def _span(
    clause: Clause, one: Candidate, term: Term, course: Course, since: date, until: date | None, draft: bool
) -> Span:
    ended = _ended(term, course, since, draft)
    if ended is not None:
        return Span(since, until, *ended)
    if draft:
        return Span(since, until, State.DRAFT, "missing")
    state, reason = _standing(clause, one, term, course, since)
    for start, end, why in course.suspended:
        if within(since, start, end):
            state, reason = State.SUSPENDED, why
    if any(within(since, start, end) for start, end in course.lifted):
        state, reason = State.TEMPORARILY_LIFTED, "lifting"
    disputed = any(within(since, start, end) for start, end in course.disputed)
    return Span(since, until, state, reason, disputed)


def _ended(term: Term, course: Course, day: date, draft: bool) -> tuple[State, str] | None:
    """The end that came first, if one surely came by `day`; a draft while one may have come."""
    ends = [(_surely(when), state, reason) for when, state, reason in course.ends]
    if term.end is not None and not draft:
        ends.append((term.end, State.EXPIRED, "term"))
    over = [end for end in ends if end[0] <= day]
    if over:
        return min(over)[1:]
    unsure = any(when.first <= day < _surely(when) for when, _, _ in course.ends)
    return (State.DRAFT, "date_not_exact") if unsure else None


def _surely(when: Day) -> date:
    """The first day on which what came on `when` has surely come."""
    return when.last + timedelta(days=0 if when.exact else 1)


def _standing(clause: Clause, one: Candidate, term: Term, course: Course, day: date) -> tuple[State, str]:
    """The state by itself: what it begins as, once its clock has started."""
    if term.start is None or day < term.start:
        return State.PROPOSED, term.waiting or "not_started"
    if clause.initial is Initial.OFFERED:
        answers = {who: outcome for when, outcome, who in course.receipts if when <= day}
        if "applied" in answers.values():
            return State.IN_FORCE, "receipt"
        latest = [outcome for when, outcome, _ in course.receipts if when <= day]
        return State.OFFERED, latest[-1] if latest else "recommended"
    if one.awaiting:
        return State.PROPOSED, "awaiting_naming_or_confirmation"
    return State.IN_FORCE, clause.force.value


def _course(clause: Clause, case: Case, one: Candidate, term: Term) -> Course:
    course = Course()
    listen(case, one)
    if case.annulled and "annulment" in clause.ends_by:
        one.evidence.use("annulment", *case.annulled)
        course.retracted = "annulment"
    _events(clause, case, one, course, term)
    _repairs(clause, case, one, course)
    _superseded(case, one, course)
    _objections(clause, case, one, course)
    for stated in case.acts("suspension"):
        assert isinstance(stated.fact, Suspension)
        if stated.fact.since is not None:
            one.evidence.use("suspension", stated)
            course.suspended.append(
                (*_stretch(stated.fact.since, stated.fact.until), "suspended_by_the_authority")
            )
    for stated in case.acts("lifting"):
        fact = stated.fact
        assert isinstance(fact, Lifting)
        if (
            fact.since is not None
            and speaks_of(case, one, fact.record)
            and fact.measure in (None, clause.measure)
        ):
            one.evidence.use("lifting", stated)
            course.lifted.append(_stretch(fact.since, fact.until))
    if clause.initial is Initial.OFFERED:
        _receipts(clause, case, one, course)
    return course


def _stretch(since: Day, until: Day | None) -> tuple[date, date]:
    """Relief runs from the first day it may have begun to the last day it may have ended."""
    return since.first, until.last if until else _OPEN


def _events(clause: Clause, case: Case, one: Candidate, course: Course, term: Term) -> None:
    """The events that the clause ends by, and the one until which the act itself states the measure."""
    for stated in case.acts("event"):
        fact = stated.fact
        assert isinstance(fact, Event)
        stated_end = clause.clock.until is None and term.code == f"until:{fact.event}"
        if (stated_end or fact.event in clause.ends_by) and concerns(case, one, fact):
            one.evidence.use("exit", stated)
            course.ends.append((fact.date, State.EXPIRED, fact.event))


def _repairs(clause: Clause, case: Case, one: Candidate, course: Course) -> None:
    """Repair ends what the clause lets it end: the party's own, or with the decision for the party it is against."""
    endings = case.book.vocabulary.endings
    if clause.repair is RepairBy.NONE or not any(endings[code].fact == "repair" for code in clause.ends_by):
        return
    for stated in case.acts("repair"):
        fact = stated.fact
        assert isinstance(fact, Repair)
        own = speaks_of(case, one, fact.record)
        if own or (clause.repair is RepairBy.WITH_DECISION and fact.record in case.subject):
            one.evidence.use("repair", stated)
            course.ends.append((fact.date, State.REPAIRED, "repair"))


def _superseded(case: Case, one: Candidate, course: Course) -> None:
    """A decision that takes the place of this one ends it, unless it was annulled itself (or is this very one)."""
    for other, statements in case.superseding:
        if other.case == case.decision.case or annulments(one.evidence, other):
            continue
        one.evidence.use("superseding", *statements)
        course.ends.append((other.date, State.SUPERSEDED, "superseded"))


def _objections(clause: Clause, case: Case, one: Candidate, course: Course) -> None:
    """An objection of the firm acts on all that rests on the decision, an officer's on his own (R08). It runs
    from its acceptance to its refusal or withdrawal; accepted and upheld, it takes the consequence back. One that
    was never accepted moves nothing."""
    steps: dict[tuple[bool, str], list[Stated]] = defaultdict(list)
    for stated in case.acts("objection"):
        fact = stated.fact
        assert isinstance(fact, Objection)
        of_the_firm = fact.record in case.subject
        if (of_the_firm or speaks_of(case, one, fact.record)) and fact.about in (
            None,
            clause.id,
            clause.measure,
        ):
            steps[of_the_firm, fact.number].append(stated)
    for found in steps.values():
        one.evidence.use("objection", *found)
        facts = [s.fact for s in found if isinstance(s.fact, Objection)]
        taken = {fact.step for fact in facts}
        if {"accepted", "upheld"} <= taken:
            course.retracted = course.retracted or "objection_upheld"
        for stretch in _open_stretches(facts):
            if clause.on_objection is OnObjection.SUSPENDS:
                course.suspended.append((*stretch, "objection"))
            else:
                course.disputed.append(stretch)


def _open_stretches(steps: list[Objection]) -> list[tuple[date, date]]:
    """From each acceptance to the refusal or withdrawal that followed it."""
    stretches: list[tuple[date, date]] = []
    opened: date | None = None
    for fact in sorted(steps, key=lambda fact: (fact.date.first, fact.step != "accepted", fact.date.last)):
        if fact.step == "accepted":
            opened = opened or fact.date.first
        elif opened is not None:
            stretches.append((opened, fact.date.last))
            opened = None
    return stretches if opened is None else [*stretches, (opened, _OPEN)]


def _receipts(clause: Clause, case: Case, one: Candidate, course: Course) -> None:
    for stated in case.acts("receipt"):
        fact = stated.fact
        assert isinstance(fact, Receipt)
        if fact.measure == clause.measure and speaks_of(case, one, fact.record):
            one.evidence.use("receipt", stated)
            course.receipts.append((fact.date.last, fact.outcome, fact.implementer))
    course.receipts.sort()
