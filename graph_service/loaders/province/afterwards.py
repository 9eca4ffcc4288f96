"""What happens to a case after its document: service, objections, repair, annulment, exits, receipts, relief.

Nothing happens after the day the province is seen from.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from graph_service.facts import Day, Fact
from graph_service.facts.types import (
    Annulment,
    Confirmation,
    Decision,
    Event,
    Finding,
    Lifting,
    Naming,
    Notice,
    Objection,
    Publication,
    Receipt,
    Repair,
    Service,
    Suspension,
)
from graph_service.loaders.province.plans import Plan
from graph_service.loaders.province.texts import day_text

_IMPLEMENTERS = {
    "M13": "finance",
    "M14": "civil_affairs",
    "M15": "tax",
    "M16": "market_supervision",
    "M21": "bank",
}


@dataclass(slots=True, kw_only=True)
class Course:
    """The later course of one case. `own` begins the ids of what the case's file adds."""

    plan: Plan
    decision: Decision
    persons: tuple[str, ...]
    head: str
    today: int
    chance: random.Random
    facts: list[Fact] = field(default_factory=list)

    def run(self) -> list[Fact]:
        """Everything that happened, in the order of its kinds."""
        self.facts = [
            *self._served(),
            *self._clock(),
            *self._objected(),
            *self._repaired(),
            *self._ended(),
            *self._relieved(),
            *self._answered(),
            *self._confirmed(),
        ]
        return self.facts

    def _day(self, least: int, most: int) -> Day | None:
        """A day so many days after the decision; None where that is still to come."""
        day = self.plan.day + self.chance.randint(least, most)
        return Day(day_text(day)) if day <= self.today else None

    def _chance(self, share: float) -> bool:
        """Does it happen? In a plain case what usually happens does, and nothing else."""
        return share > 0.5 if self.plan.plain else self.chance.random() < share

    def _served(self) -> Iterator[Fact]:
        case, day = self.decision.case, self._day(2, 15)
        if day is not None and self._chance(0.85):
            yield Service(record=self.decision.record, case=case, date=day)
        if self.decision.act == "listing" and (shown := self._day(1, 7)) is not None:
            yield Publication(record=self.decision.record, case=case, site="信用广东", since=shown)
        if day is not None and self._chance(0.03):
            yield Notice(record=self.decision.record, case=case, recipient="registrar", date=day)

    def _clock(self) -> Iterator[Fact]:
        line = self.plan.line
        day = self._day(60, 700) if line.starts in ("sentence_end", "probation_end") else self._day(1, 60)
        if line.starts and day is not None and self._chance(0.7):
            yield self._event(line.starts, day)
        received = self._day(3, 20)
        if line.received and received is not None and self._chance(0.6):
            yield self._event("received_by_provincial_platform", received)

    def _event(self, event: str, day: Day, record: str | None = None) -> Event:
        case = self.decision.case
        return Event(
            record=record or self.decision.record,
            case=case,
            event=event,
            date=day,
            only_record=record is not None,
        )

    def _objected(self) -> Iterator[Fact]:
        opened = self.plan.day + self.chance.randint(5, 60)
        if not self._chance(0.07) or opened > self.today:
            return
        own = bool(self.persons) and self._chance(0.3)
        record = self.persons[0] if own else self.decision.record
        steps: tuple[Literal["refused", "upheld", "withdrawn"], ...] = (
            "refused",
            "refused",
            "refused",
            "upheld",
            "withdrawn",
        )
        number = f"异{self.plan.number}"
        case = self.decision.case
        yield Objection(record=record, case=case, step="accepted", date=Day(day_text(opened)), number=number)
        closed = opened + self.chance.randint(7, 60)
        if closed <= self.today and self._chance(0.75):
            step = self.chance.choice(steps)
            yield Objection(record=record, case=case, step=step, date=Day(day_text(closed)), number=number)

    def _repaired(self) -> Iterator[Fact]:
        day = self._day(90, 700)
        if (
            day is None
            or not (self.plan.line.repairable or self.decision.conduct_class)
            or not self._chance(0.12)
        ):
            return
        own = bool(self.persons) and self._chance(0.3)
        yield Repair(
            record=self.persons[0] if own else self.decision.record, case=self.decision.case, date=day,
            number=f"修{self.plan.number}", authority=self.decision.authority,
        )  # fmt: skip

    def _ended(self) -> Iterator[Fact]:
        annulled, left = self._day(20, 400), self._day(30, 900)
        if annulled is not None and self._chance(0.02):
            yield Annulment(
                record=self.decision.record,
                case=self.decision.case,
                date=annulled,
                number=f"撤{self.plan.number}",
            )
        if left is not None and self.plan.line.ends and self._chance(0.2):
            only = self.persons[0] if self.persons and self._chance(0.2) else None
            yield self._event(self.chance.choice(self.plan.line.ends), left, only)

    def _relieved(self) -> Iterator[Fact]:
        since = self._day(20, 300)
        if since is None:
            return
        until = Day(day_text(self.plan.day + 330 + self.chance.randint(1, 90)))
        case = self.decision.case
        if self._chance(0.015):
            yield Lifting(
                record=self.decision.record,
                case=case,
                since=since,
                until=until,
                number=f"暂{self.plan.number}",
            )
        if self._chance(0.01):
            yield Suspension(
                record=self.decision.record,
                case=case,
                since=since,
                until=until,
                number=f"中{self.plan.number}",
            )

    def _answered(self) -> Iterator[Fact]:
        outcomes: tuple[Literal["applied", "refused", "lifted"], ...] = (
            "applied",
            "applied",
            "refused",
            "lifted",
        )
        for measure in self.plan.line.receipts:
            day = self._day(10, 120)
            if day is not None and self._chance(0.25):
                yield Receipt(
                    record=self.decision.record, case=self.decision.case, measure=measure, date=day,
                    implementer=_IMPLEMENTERS[measure], outcome=self.chance.choice(outcomes),
                )  # fmt: skip

    def _confirmed(self) -> Iterator[Fact]:
        """A reviewer confirms the office of the head in one case of eight in which the document names nobody."""
        day = self._day(10, 90)
        if day is not None and not self.persons and self.plan.line.against == "firm" and self._chance(0.12):
            yield Confirmation(
                record=self.head, case=self.decision.case, what="office_confirmed", by="reviewer-1", date=day,
                basis="register extract",
            )  # fmt: skip


def persons_in(facts: list[Fact]) -> tuple[str, ...]:
    """The records of persons whom these facts name or find."""
    spoken = [
        one.record
        for one in facts
        if isinstance(one, Finding) or (isinstance(one, Naming) and not one.title_only)
    ]
    return tuple(dict.fromkeys(spoken))
