"""What would lift this: for one consequence, each smallest change that would end it, by whom, by which route, and when.

A way out is only shown where it was tried: the facts it supposes are stated in a branch, the case is derived again by
the same engine, and the consequence no longer stands. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from graph_service.consequences.engine import derive
from graph_service.consequences.model import ENDED, Consequence, State
from graph_service.facts import Day, Fact, FactIndex, add_term
from graph_service.facts.branch import Branch
from graph_service.facts.sequels import decisions
from graph_service.facts.types import Annulment, Decision, Event, Objection, Repair, Retraction
from graph_service.rules.lexicon import Ending
from graph_service.rules.model import Clause
from graph_service.rules.rulebook import Rulebook
from graph_service.rules.words import Actor, ProvedBy
from graph_service.rules.words import Repair as RepairBy

STANDS = frozenset({State.IN_FORCE, State.PROPOSED, State.OFFERED, State.SUSPENDED, State.TEMPORARILY_LIFTED})
_SUPPOSED = "supposed"
"""The number of every supposed act: what was stated once and taken back is not the same fact again."""
_CORRECTED = ("naming", "finding", "office", "identity", "confirmation", "received", "service")
"""The parts of a proof that a source may have to take back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """One way a consequence would end.

    `actor` is who brings it about, `route` its code: `term`, an ending of the clause (`repair`, `performance` …),
    `objection`, `correction`. `on` is the first day it can be (None: not known, for the reason `waits_for`),
    `free_from` the first day the consequence would no longer stand. `back` tells that it would be as if it had never
    been. `facts` are what is supposed: nothing where time alone ends it. `about` is the fact or the case that is taken
    back."""

    actor: Actor
    route: str
    zh: str
    says: str
    law: str
    on: date | None
    free_from: date | None
    back: bool
    waits_for: str | None = None
    about: str | None = None
    facts: tuple[Fact, ...] = ()


def ways_out(one: Consequence, index: FactIndex, book: Rulebook, day: date) -> tuple[WayOut, ...]:
    """What would end `one` from `day` on, by time, subject and authority, in that order and by day; empty where it does
    not stand on the day, or is a draft. Each was tried (see the module)."""
    clause = book.clauses.get(one.clause)
    standing = decisions(index.by("decision", "case", one.case))
    if clause is None or not standing or one.state_on(day) not in STANDS:
        return ()
    asked = _Asked(one, index, book, day, clause, next(iter(standing)))
    found = [
        way for way in (*asked.time(), *asked.endings(), *asked.objection(), *asked.corrections()) if way
    ]
    order = list(Actor)[::-1]
    return tuple(sorted(found, key=lambda way: (-order.index(way.actor), way.on or date.max, way.route)))


@dataclass(frozen=True, slots=True)
class _Asked:
    """One consequence, asked about on a day."""

    one: Consequence
    index: FactIndex
    book: Rulebook
    day: date
    clause: Clause
    decision: Decision

    @property
    def law(self) -> str:
        return f"{self.clause.law} {self.clause.article}"

    def time(self) -> Iterator[WayOut]:
        """The day on which it ends by itself."""
        ended = [span for span in self.one.timeline if span.since > self.day and span.state in ENDED]
        for span in ended[:1]:
            says = "it ends by itself on that day"
            yield WayOut(
                actor=Actor.TIME, route=span.reason, zh="到期", says=says, law=self.law, on=span.since,
                free_from=span.since, back=False,
            )  # fmt: skip

    def endings(self) -> Iterator[WayOut | None]:
        """The endings that the clause names."""
        for code in self.clause.ends_by:
            ending = self.book.vocabulary.endings[code]
            if ending.fact is ProvedBy.ANNULMENT:
                yield from self._annulments(ending)
            elif ending.fact is ProvedBy.REPAIR:
                yield self._repair(ending)
            else:
                on = Day.of(self.day)
                happened = Event(
                    record=self.decision.record, case=self.one.case, event=code, date=on, number=_SUPPOSED
                )
                yield self._tried(self._of(ending, on=self.day), happened)

    def _of(self, ending: Ending, *, on: date | None) -> WayOut:
        return WayOut(
            actor=ending.actor, route=ending.code, zh=ending.zh, says=ending.meaning, law=self.law, on=on,
            free_from=None, back=False,
        )  # fmt: skip

    def _annulments(self, ending: Ending) -> Iterator[WayOut | None]:
        """Of the decision itself, and of each that it rests on."""
        for case in (self.one.case, *self.decision.rests_on):
            stated = decisions(self.index.by("decision", "case", case))
            for decision in list(stated)[:1]:
                act = Annulment(record=decision.record, case=case, date=Day.of(self.day), number=_SUPPOSED)
                yield self._tried(replace(self._of(ending, on=self.day), about=case), act)

    def _repair(self, ending: Ending) -> WayOut | None:
        """Not before the least publication of the decision's class is over; of no class, no day is named."""
        own = self.clause.repair is RepairBy.OWN and self.one.record is not None
        record = self.one.record if own and self.one.record else self.decision.record
        on, waits_for = self._repair_day(ending)
        granted = Repair(record=record, case=self.one.case, date=Day.of(on or self.day), number=_SUPPOSED)
        way = self._tried(replace(self._of(ending, on=on), waits_for=waits_for), granted)
        return way if way is None or on else replace(way, free_from=None)

    def _repair_day(self, ending: Ending) -> tuple[date | None, str | None]:
        if ending.code == "repair_after_cure_and_six_months":
            cured = [e for e in self._events("cure") if e.exact]
            if not cured:
                return None, "cure"
            return max(self.day, add_term(min(e.exact for e in cured if e.exact), "P6M")), None
        kind = self.book.vocabulary.repair_classes.get(self.decision.repair_class or "")
        start = self.decision.date.exact
        if kind is None or start is None:
            return None, "repair_class_not_known" if kind is None else "date_not_exact"
        return max(self.day, start if kind.least == "P0D" else add_term(start, kind.least)), None

    def _events(self, code: str) -> list[Day]:
        stated = (one.fact for one in self.index.by("event", "case", self.one.case))
        return [fact.date for fact in stated if isinstance(fact, Event) and fact.event == code]

    def objection(self) -> Iterator[WayOut | None]:
        """An objection that is accepted and upheld: what is upheld was never right."""
        record = self.one.record or self.decision.record
        steps = [
            Objection(record=record, case=self.one.case, step=step, date=Day.of(self.day), number=_SUPPOSED)
            for step in ("accepted", "upheld")
        ]
        way = WayOut(
            actor=Actor.SUBJECT, route="objection", zh="异议成立", law=self.law, on=self.day, free_from=None, back=True,
            says="an objection of this party is accepted and upheld; while it is open the measure "
            + ("rests" if self.clause.on_objection == "suspends" else "stands and is marked as disputed"),
        )  # fmt: skip
        yield self._tried(way, *steps)

    def corrections(self) -> Iterator[WayOut | None]:
        """A fact that it stands on is taken back by the source that stated it."""
        for used in self.one.proof.facts:
            if used.part in _CORRECTED:
                way = WayOut(
                    actor=Actor.AUTHORITY, route="correction", zh="更正", law=self.law, on=self.day, free_from=None,
                    back=True, says=f"the source takes the {used.part} back that it stands on", about=used.fact,
                )  # fmt: skip
                yield self._tried(way, Retraction(record=self.decision.record, of=used.fact, basis=_SUPPOSED))

    def _tried(self, way: WayOut, *facts: Fact) -> WayOut | None:
        """The way out, where with these facts the party is free of the measure by this clause."""
        report = derive(self.one.case, Branch.of(self.index, facts), self.book)
        after = [
            made
            for made in report.consequences
            if (made.clause, made.measure) == (self.one.clause, self.one.measure)
            and (made.record == self.one.record or self.one.record in made.binds)
        ]
        on = way.on or self.day
        later = {on, *(span.since for made in after for span in made.timeline if span.since > on)}
        if not all(self._free(after, day) for day in later):
            days = [day for day in sorted(later) if all(self._free(after, d) for d in later if d >= day)]
            if not days:
                return None
            on = days[0]
        gone = all(made.timeline[0].state is State.RETRACTED for made in after)
        return replace(way, free_from=on, back=gone, facts=facts)

    @staticmethod
    def _free(after: list[Consequence], day: date) -> bool:
        return not any(made.state_on(day) in STANDS for made in after)
