"""What deadlines run from: the acts of a case from which the time of a row of the law is counted, each with its day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from graph_service.consequences.model import Consequence, State
from graph_service.facts import Day, FactIndex, Stated, cluster
from graph_service.facts.sequels import annulments
from graph_service.facts.types import (
    Annulment,
    Authority,
    Decision,
    Event,
    Notice,
    Objection,
    Publication,
    Receipt,
    Service,
)
from graph_service.rules.deadlines import DeadlineRule, MetBy, RunsFrom, Who

JOINT_KINDS = frozenset({"K2", "K3"})
"""Kinds of measure that other departments or the market apply (with those that are recommended): item 16 is of them."""
REPORTED = "report"
"""What a notice to the platform is about where it is the monthly report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """One start: the fact and the day it states, what it is about, who is the actor where the fact tells, and the
    record it concerns (None: that of the decision). `of` is the publication (its id) or the recipient it is
    about."""

    fact: Stated
    day: Day
    about: str = ""
    of: str = ""
    actor: str | None = None
    record: str | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """An objection from its acceptance to what closed it (None: it is open)."""

    accepted: Stated
    closed: Stated | None

    @property
    def about(self) -> str:
        """Its number and record, and the day it was accepted on: the same number may be used again."""
        step = self.accepted.fact
        assert isinstance(step, Objection)
        return f"{step.number} {step.record} {step.date}"


@dataclass(frozen=True, kw_only=True)
class Acts:
    """The acts of one case that deadlines are about, read once."""

    index: FactIndex
    decision: Decision
    stated: tuple[Stated, ...]
    authority: Authority
    annulled: tuple[Stated, ...]
    publications: tuple[Stated, ...]
    consequences: tuple[Consequence, ...]

    @classmethod
    def of(
        cls,
        index: FactIndex,
        decision: Decision,
        authority: Authority,
        consequences: Sequence[Consequence],
    ) -> Acts:
        """The acts of the case of a decision."""
        found = annulments(index, decision)
        return cls(
            index=index,
            decision=decision,
            stated=index.by(Decision.kind, "case", decision.case),
            authority=authority,
            annulled=tuple(sorted(found, key=lambda one: (_day(one).last, one.entry, one.ordinal))),
            publications=index.by(Publication.kind, "case", decision.case),
            consequences=tuple(consequences),
        )

    @cached_property
    def subject(self) -> frozenset[str]:
        """The records of the party that the decision is against."""
        return frozenset(cluster(self.index, self.decision.record).records)

    def by(self, kind: str) -> tuple[Stated, ...]:
        """The standing acts of one kind, in ledger order."""
        return self.index.by(kind, "case", self.decision.case)

    def starts(self, row: DeadlineRule, day: date) -> Iterator[Start]:
        """What a row's time runs from, also what is stated for days after `day`."""
        match row.runs_from:
            case RunsFrom.DECISION:
                whole = Start(fact=self.stated[0], day=self.decision.date)
                yield from (
                    self._each_publication(whole, row) if row.met_by is MetBy.PUBLICATION_ENDED else (whole,)
                )
            case RunsFrom.SERVICE:
                yield from self._services()
            case RunsFrom.ANNULMENT:
                for one in self.annulled[:1]:
                    yield from self._of_end(Start(fact=one, day=_day(one)), row)
            case RunsFrom.EVENT:
                happened = [one for one in self.by(Event.kind) if _code(one) in row.events]
                for one in sorted(happened, key=lambda event: _day(event).last)[:1]:
                    yield from self._of_end(Start(fact=one, day=_day(one)), row)
            case RunsFrom.MONTH:
                yield from self._months(row, day)
            case _:
                yield from self._of_objections(row)

    def _services(self) -> Iterator[Start]:
        """The first service on the party of the decision, on whichever of its records."""
        own = [one for one in self.by(Service.kind) if one.fact.record in self.subject]
        for one in sorted(own, key=lambda one: _day(one).last)[:1]:
            yield Start(fact=one, day=_day(one), actor=self.decision.record)

    def _of_end(self, end: Start, row: DeadlineRule) -> Iterator[Start]:
        """What an end of the case calls for: of each publication, or of each recipient, or once."""
        if row.met_by is MetBy.PUBLICATION_ENDED:
            yield from self._each_publication(end, row)
        elif row.met_by is MetBy.NOTICE:
            for who in sorted(self.recipients(end.day)):
                yield replace(end, about=f"{who} {end.about}".strip(), of=who)
        else:
            yield end

    def _each_publication(self, start: Start, row: DeadlineRule) -> Iterator[Start]:
        """Of each publication that was there and had not ended before the start."""
        for one in self.publications:
            shown = one.fact
            assert isinstance(shown, Publication)
            over = shown.until is not None and shown.until.last <= start.day.first
            if not over and (not row.sites or shown.site in row.sites):
                yield replace(start, about=f"{shown.site} {one.id}", of=one.id)

    def recipients(self, day: Day) -> set[str]:
        """Who had been told of the case, or applied a measure of it, by a day."""
        found = set()
        for one in (*self.by(Notice.kind), *self.by(Receipt.kind)):
            fact = one.fact
            if isinstance(fact, Notice) and fact.date.first < day.first and fact.about is None:
                found.add(fact.recipient)
            if isinstance(fact, Receipt) and fact.date.first <= day.last and fact.outcome == "applied":
                found.add(fact.implementer)
        return found

    def rounds(self) -> list[Round]:
        """The objections of the case by those who have standing in it (the party of the decision, and whoever a measure
        of it concerns), each from an acceptance to the step after it; in order of their days."""
        heard = {
            used.fact for one in self.consequences for used in one.proof.facts if used.part == "objection"
        }
        steps: dict[tuple[str, str], list[Stated]] = defaultdict(list)
        for one in self.by(Objection.kind):
            assert isinstance(one.fact, Objection)
            if one.fact.record not in self.subject and one.id not in heard:
                continue
            party = (
                self.subject
                if one.fact.record in self.subject
                else cluster(self.index, one.fact.record).records
            )
            steps[min(party), one.fact.number].append(one)
        found: list[Round] = []
        for own in steps.values():
            opened: Stated | None = None
            for one in sorted(own, key=lambda step: (_day(step).first, not _accepts(step), _day(step).last)):
                if _accepts(one):
                    opened = opened or one
                elif opened is not None:
                    found.append(Round(opened, one))
                    opened = None
            found += [Round(opened, None)] if opened is not None else []
        return sorted(found, key=lambda one: (_day(one.accepted).first, one.about))

    def _of_objections(self, row: DeadlineRule) -> Iterator[Start]:
        steps = {RunsFrom.OBJECTION_UPHELD: "upheld", RunsFrom.OBJECTION_REFUSED: "refused"}
        for one in self.rounds():
            if row.runs_from is RunsFrom.OBJECTION_ACCEPTED:
                yield self._of_step(one.accepted, one.about, row)
            elif one.closed is not None and _step(one.closed) == steps[row.runs_from]:
                yield from self._of_end(self._of_step(one.closed, one.about, row), row)

    def _of_step(self, one: Stated, about: str, row: DeadlineRule) -> Start:
        record = one.fact.record
        return Start(
            fact=one,
            day=_day(one),
            about=about,
            record=record,
            actor=record if row.who is Who.OBJECTOR else None,
        )

    def _months(self, row: DeadlineRule, day: date) -> Iterator[Start]:
        """The month of the day, the one before it and the one to come: those in which a joint measure stands. An
        implementer is one who had applied one by the end of the month."""
        if day.year in (date.min.year, date.max.year):
            return
        this = day.replace(day=1)
        before, after = (this - timedelta(days=1)).replace(day=1), next_month(day)
        for first in (before, this, after):
            last = next_month(first) - timedelta(days=1)
            if first == this:
                last = day
            if any(_stood(one, first, last) for one in self.consequences):
                whole = Start(fact=self.stated[0], day=Day.of(first), about=first.isoformat()[:7])
                who = self._implementers(last) if row.who is Who.IMPLEMENTER else (None,)
                yield from (replace(whole, actor=one) for one in who)

    def _implementers(self, day: date) -> list[str]:
        """Who applies a measure of the case on a day: its last word was that it does."""
        last: dict[str, str] = {}
        receipts = [one.fact for one in self.by(Receipt.kind) if isinstance(one.fact, Receipt)]
        for fact in sorted(receipts, key=lambda fact: (fact.date.last, fact.outcome)):
            if fact.date.first <= day:
                last[fact.implementer] = fact.outcome
        return sorted(who for who, outcome in last.items() if outcome == "applied")


def next_month(day: date) -> date:
    """The first day of the month after."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _stood(one: Consequence, first: date, last: date) -> bool:
    """Did a measure that others apply stand on one of these days?"""
    if one.kind not in JOINT_KINDS and one.force != "recommended":
        return False
    live = (span for span in one.timeline if span.state in (State.IN_FORCE, State.OFFERED))
    return any(span.since <= last and (span.until is None or span.until > first) for span in live)


def _day(one: Stated) -> Day:
    fact = one.fact
    assert isinstance(fact, Annulment | Event | Objection | Service)
    return fact.date


def _code(one: Stated) -> str:
    assert isinstance(one.fact, Event)
    return one.fact.event


def _step(one: Stated) -> str:
    assert isinstance(one.fact, Objection)
    return one.fact.step


def _accepts(one: Stated) -> bool:
    return _step(one) == "accepted"
