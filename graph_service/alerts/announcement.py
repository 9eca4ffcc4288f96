"""Announcements: what a day calls for and no change of a state tells.

A deadline is near, an objection waits too long, an office is held against a bar.

Each is told once for its parameters; its id says nothing of the day on which it was told, so the same told again is the
same. None of them moves a state: a hint has no legal effect (law decision 20), nor has a deadline.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph_service.alerts.alert import next_change
from graph_service.consequences.deadline import CaseDeadlines, Deadline, Standing
from graph_service.consequences.model import Consequence, Hint, State, to_json

DEADLINE_NEAR, ESCALATED, AGAINST_A_BAR = "deadline_near", "escalated", "office_held_against_a_bar"
"""The kinds. ESCALATED is for the deciding authority: the clock of an objection that suspends nothing is over."""
HINT = "office_held_against_bar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """One thing to be told of a case, in the shape of an alert that changes nothing. `parameters` tell it from every
    other; `authority` is the deciding one, which is told of its own cases what is for review."""

    kind: str
    parameters: str
    case: str
    target: str
    record: str | None
    binds: tuple[str, ...]
    day: date
    entry: int
    review: bool
    authority: str | None
    consequence: str | None = None
    clause: str | None = None
    measure: str | None = None
    deadline: Deadline | None = None
    hint: Hint | None = None

    @property
    def id(self) -> str:
        """A digest of kind and parameters: the same told again, on whatever day, has the same id."""
        text = json.dumps([self.kind, self.parameters], ensure_ascii=False)
        return f"alert:{hashlib.sha256(text.encode()).hexdigest()[:24]}"

    def as_json(self) -> dict[str, Any]:
        """As plain values, with the fields of every alert."""
        plain = {
            name: to_json(getattr(self, name))
            for name in self.__dataclass_fields__
            if name not in ("parameters", "deadline")
        }
        deadline = self.deadline.as_json() if self.deadline else None
        nothing: dict[str, Any] = {
            "before": None,
            "after": None,
            "instead_of": None,
            "freed": [],
            "joined": [],
        }
        return {"id": self.id, **plain, "deadline": deadline, **nothing}


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A case that a sweep looks at: since which day it waits for that, and what was announced of it already (ids)."""

    case: str
    waits_since: date
    announced: frozenset[str]
    consequences: tuple[Consequence, ...]
    hints: tuple[Hint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What a look at a case found: what is to be told now, all that was told and is still so, the next day to look on
    (None: only once something is stated of it), and the day of its first open deadline."""

    case: str
    told: tuple[Announcement, ...]
    announced: tuple[str, ...]
    next_on: date | None
    due_on: date | None


Holds = Callable[[Hint], bool]
"""Is the office that a hint speaks of held on the day?"""


def watch(
    case: Watched, found: CaseDeadlines, authority: str | None, holds: Holds, day: date, entry: int
) -> Watch:
    """Look at a case on a day. A deadline is announced from its day on while it is open; where days were missed, also
    after it went by, but not where it had gone by before anyone here knew of it. What is open without end is told
    whenever it is seen first."""
    due: list[Announcement] = []
    for one in found.deadlines:
        if one.near_on is not None and one.near_on <= day and _calls(one, case.waits_since):
            due.append(_near(one, day, entry))
        if one.escalates_on is not None and one.escalates_on <= day and one.standing is Standing.MISSED:
            due.append(_escalated(one, day, entry))
    bars = {(one.clause, one.record): one for one in case.consequences}
    for hint in case.hints:
        bar = bars.get((hint.clause, hint.record))
        if hint.kind == HINT and bar is not None and bar.state_on(day) is State.IN_FORCE and holds(hint):
            due.append(_against(hint, bar, authority, day, entry))
    ids = {one.id: one for one in due}
    # What was told stays told while it can be told again; else the list would grow for ever.
    kept = {one.id for one in _tellable(found.deadlines, day, entry)} & case.announced
    return Watch(
        case=case.case,
        told=tuple(one for key, one in ids.items() if key not in case.announced),
        announced=tuple(sorted(kept | ids.keys())),
        next_on=_next(case, found, day),
        due_on=min((one.due for one in _open(found.deadlines) if one.due), default=None),
    )


def _open(deadlines: Sequence[Deadline]) -> list[Deadline]:
    return [one for one in deadlines if one.standing is Standing.OPEN]


def _tellable(deadlines: Sequence[Deadline], day: date, entry: int) -> list[Announcement]:
    live = [one for one in deadlines if one.standing in (Standing.OPEN, Standing.MISSED)]
    return [made for one in live for made in (_near(one, day, entry), _escalated(one, day, entry))]


def _calls(one: Deadline, since: date) -> bool:
    """Is it still to be announced: open, or gone by while nobody looked?"""
    went_by = one.standing is Standing.MISSED and one.latest is not None and one.latest >= since
    return one.standing is Standing.OPEN or went_by


def _near(one: Deadline, day: date, entry: int) -> Announcement:
    term = one.about if one.about.startswith("consequence:") else None
    return Announcement(
        kind=DEADLINE_NEAR,
        parameters=one.parameters,
        case=one.case,
        target=one.target,
        record=one.record,
        binds=(one.record,),
        day=day,
        entry=entry,
        review=one.review,
        authority=one.authority,
        consequence=term,
        clause=one.bases[0].rule if term else None,
        deadline=one,
    )


def _escalated(one: Deadline, day: date, entry: int) -> Announcement:
    return Announcement(
        kind=ESCALATED,
        parameters=one.parameters,
        case=one.case,
        target=one.target,
        record=one.record,
        binds=(one.record,),
        day=day,
        entry=entry,
        review=True,
        authority=one.authority,
        deadline=one,
    )


def _against(hint: Hint, bar: Consequence, authority: str | None, day: date, entry: int) -> Announcement:
    return Announcement(
        kind=AGAINST_A_BAR,
        parameters=json.dumps([hint.case, hint.clause, hint.record, hint.facts], ensure_ascii=False),
        case=hint.case,
        target="person",
        record=hint.record,
        binds=bar.binds,
        day=day,
        entry=entry,
        review=True,
        authority=authority,
        consequence=bar.id,
        clause=hint.clause,
        measure=bar.measure,
        hint=hint,
    )


def _next(case: Watched, found: CaseDeadlines, day: date) -> date | None:
    """The next day on which time alone, or a longer calendar, may call for something."""
    days = [found.next_on]
    for one in found.deadlines:
        if one.standing is Standing.OPEN:
            days += [one.near_on, one.escalates_on]
            days += [one.latest] if one.provisional else []
    days += [next_change(one, day) for one in case.consequences]
    return min((one for one in days if one is not None and one > day), default=None)
