"""Alerts: a consequence was opened, suspended, resumed, ended or changed: the difference of what was told and what is.

What was last told of a consequence is kept with it (`Told`). A write and the daily sweep both bring it to the state of
their day, so a day without a sweep is caught up with by the next, and nothing is told twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph_service.alerts.certificate import PAUSED
from graph_service.alerts.succession import Succession
from graph_service.consequences.model import ENDED, Change, Consequence, State, to_json

PENDING = frozenset({State.PROPOSED, State.OFFERED})


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of a consequence: its state since a day, why, and whether it was disputed."""

    state: State
    since: date
    reason: str
    disputed: bool

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        found: dict[str, Any] = to_json(self)
        return found

    @classmethod
    def read(cls, data: dict[str, Any] | None) -> Told | None:
        """From plain values, as `as_json` wrote them."""
        if data is None:
            return None
        return cls(State(data["state"]), date.fromisoformat(data["since"]), data["reason"], data["disputed"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One thing to be told. `kind` is opened, suspended, resumed, ended or changed; `before` what was told last (None:
    nothing), `after` what is so now (None: the facts no longer make it). `review` marks what only reviewers are told:
    drafts and what is proposed or offered (law decision 2). `instead_of` is the consequence that this one goes on from
    under another record of the party, `freed` the records that are no longer bound by it, `joined` those that newly
    are. It speaks in ids."""

    kind: str
    consequence: str
    case: str
    clause: str
    measure: str
    target: str
    record: str | None
    binds: tuple[str, ...]
    before: Told | None
    after: Told | None
    day: date
    entry: int
    review: bool
    instead_of: str | None = None
    freed: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """A digest of all it says: the same alert told again has the same id."""
        text = json.dumps(to_json(self), ensure_ascii=False, sort_keys=True)
        return f"alert:{hashlib.sha256(text.encode()).hexdigest()[:24]}"

    def as_json(self) -> dict[str, Any]:
        """As plain values, with its id."""
        return {"id": self.id, **to_json(self)}


def told_of(one: Consequence | None, day: date) -> Told | None:
    """What there is to tell of a consequence on a day; None before it began, or where there is none."""
    span = one.on(day) if one is not None else None
    return Told(span.state, span.since, span.reason, span.disputed) if span else None


def next_change(one: Consequence, day: date) -> date | None:
    """The first day after `day` on which time alone changes the state; None where none does."""
    return min((span.since for span in one.timeline if span.since > day), default=None)


def alert_of(
    before: Told | None,
    one: Consequence,
    after: Told | None,
    *,
    day: date,
    entry: int,
    instead_of: str | None = None,
    freed: tuple[str, ...] = (),
    joined: tuple[str, ...] = (),
) -> Alert | None:
    """The alert that takes a reader from what was told to what is so; None where that is the same in all that he acts
    on. `one` is the consequence, as it is or as it was last."""
    kind = turn_of(before, after)
    if kind is None and (instead_of or freed or joined) and before and before.state not in ENDED:
        kind = "changed"
    if kind is None:
        return None
    seen = {told.state for told in (before, after) if told is not None}
    return Alert(
        kind=kind,
        consequence=one.id,
        case=one.case,
        clause=one.clause,
        measure=one.measure,
        target=one.target,
        record=one.record,
        binds=one.binds,
        before=before,
        after=after,
        day=day,
        entry=entry,
        review=seen <= {State.DRAFT, *PENDING},
        instead_of=instead_of,
        freed=freed,
        joined=joined,
    )


def of_changes(changes: Sequence[tuple[Told | None, Change]], day: date, entry: int) -> list[Alert]:
    """The alerts of a write, of each change with what was told of it before. What goes on under another record of the
    party did not end and was not opened: it is told as one change."""
    succession = Succession.of([change for _, change in changes], day)
    made: list[Alert | None] = []
    sequels = [succession.sequel(change) if change.before else None for _, change in changes]
    inherited = {one.heir.id for one in sequels if one and one.heir}
    for (told, change), sequel in zip(changes, sequels, strict=True):
        before, after = change.before, change.after
        if before is not None and sequel is not None:
            one = sequel.heir or before
            found = alert_of(
                told,
                one,
                told_of(sequel.heir, day),
                day=day,
                entry=entry,
                instead_of=before.id if one.id != before.id else None,
                freed=sequel.freed,
                joined=sequel.joined,
            )
            made.append(found)
        elif after is not None and after.id not in inherited:
            made.append(alert_of(None, after, told_of(after, day), day=day, entry=entry))
    return [one for one in made if one is not None]


def turn_of(before: Told | None, after: Told | None) -> str | None:
    """What going from one state to another is: opened, suspended, resumed, ended, changed; None: nothing to act on."""
    had = before.state if before and before.state not in ENDED else None
    has = after.state if after and after.state not in ENDED else None
    if had is None and has is None:
        return None
    if had is None:
        return "opened"
    if has is None:
        return "ended"
    bound = {State.IN_FORCE, *PAUSED}
    if had in bound and (has is State.DRAFT or (had is State.IN_FORCE and has in PENDING)):
        return "ended"  # it binds nobody now, as where it was opened out of these
    if has in PAUSED and had not in PAUSED:
        return "suspended"
    if had in PAUSED and has not in PAUSED:
        return "resumed"
    assert before is not None
    assert after is not None
    same = (had, before.disputed) == (has, after.disputed)
    return None if same else "opened" if has is State.IN_FORCE and had is not State.IN_FORCE else "changed"
