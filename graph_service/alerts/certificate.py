"""Certificates: what is signed when a consequence is taken back or suspended, and when nothing is in force.

A certificate says what stood and on which proof, why it no longer does and since when, and who had been told of it.
It speaks in ids, so that the erasing of a person card leaves it verifiable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from graph_service.alerts.document import Document
from graph_service.alerts.succession import Succession
from graph_service.consequences.model import ENDED, Change, Consequence, Span, State, to_json

PAUSED = frozenset({State.SUSPENDED, State.TEMPORARILY_LIFTED})
_STANDING = frozenset({State.IN_FORCE, State.PROPOSED, State.OFFERED}) | PAUSED


class Certificate(Document):
    """A certificate before it is signed."""

    __slots__ = ()
    NAME = "certificate"


Told = Callable[[Consequence], Iterable[Mapping[str, str]]]
"""Who had been told of a consequence: each with `who`, `how` and `at`."""
Concerning = Callable[[str], Iterable[Consequence]]
"""The consequences that concern a record once the write is done."""


def of_changes(
    changes: Sequence[Change],
    *,
    day: date,
    entry: int,
    at: datetime,
    rulebook: str,
    told: Told,
    concerning: Concerning,
) -> list[Certificate]:
    """The certificates that the changes of one write call for, in their order.

    `day` is the day in the zone of the jurisdiction on which it was written, `entry` and `at` (UTC) its place in the
    ledger, `rulebook` the digest of the rulebook they were derived under. A draft never stood and is certified to
    nobody; nor is a consequence that goes on under another record of the same party. Where it goes on and no longer
    binds some record (an unmerge), each such `record` is certified to be free of it. What will be taken back on a later
    day is certified when that becomes known, `since` that day; what is restored, `since` the day it had come into
    force. A basis that falls frees nobody of another: by what the
    record is bound to the same measure all the same is said in `still_bound_by`."""
    succession = Succession.of(changes, day)
    made = []
    for change in changes:
        if change.before is None:
            continue
        before, sequel = change.before, succession.sequel(change)
        heirs: list[tuple[str | None, Consequence | None]] = [(before.record, sequel.heir)]
        if sequel.heir is not None:
            heirs = [one for one in heirs if one[0] not in sequel.freed]
            heirs += [(record, None) for record in sequel.freed]
        for record, after in heirs:
            found = _first(before, after, day)
            if found is None:
                continue
            kind, on = found
            has = after.on(on) if after else None
            known = {used.fact for used in before.proof.facts}
            because = tuple(used for used in after.proof.facts if used.fact not in known) if after else ()
            body = {
                "kind": kind,
                "record": record,
                "consequence": to_json(before),
                "before": _span(before.on(on)),
                "after": _span(has),
                "because": to_json(because),
                "still_bound_by": _still(before, concerning(record) if record else (), on),
                "since": _since(before, kind, has, on).isoformat(),
                "entry": entry,
                "at": at.isoformat(),
                "rulebook": rulebook,
                "told": [dict(one) for one in told(before)],
            }
            made.append(Certificate.of(body))
    return made


def _still(gone: Consequence, others: Iterable[Consequence], day: date) -> list[str]:
    """The other consequences by which the same measure is in force on the day."""
    alike = (one for one in others if one.measure == gone.measure and one.id != gone.id)
    return sorted(one.id for one in alike if one.state_on(day) is State.IN_FORCE)


def _first(before: Consequence, after: Consequence | None, day: date) -> tuple[str, date] | None:
    """What is to be certified, and the first day from `day` on which it is so."""
    stands = before.state_on(day) in _STANDING
    days = [day, *(span.since for span in after.timeline if stands and span.since > day)] if after else [day]
    kinds = ((_kind(before, before.on(on), after.on(on) if after else None, on), on) for on in days)
    return next(((kind, on) for kind, on in kinds if kind is not None), None)


def _kind(before: Consequence, had: Span | None, has: Span | None, day: date) -> str | None:
    """`restored`: it had been in force, and is retracted as if it had never been, or the facts no longer make it;
    `ended`: it stood and stands no more; `suspended`: it stood and rests. None: nothing of these."""
    now = has.state if has else None
    undone = now in (None, State.RETRACTED) and (had is None or had.state is not State.RETRACTED)
    if undone and _was_in_force(before, day):
        return "restored"
    if had is None or had.state not in _STANDING:
        return None
    if now in PAUSED and had.state not in PAUSED:
        return "suspended"
    lost = had.state is State.IN_FORCE and now in (State.PROPOSED, State.OFFERED)
    return "ended" if lost or now is None or now in ENDED or now is State.DRAFT else None


def _since(before: Consequence, kind: str, has: Span | None, day: date) -> date:
    """The first day on which it does not stand. What the facts no longer make stood on none, as what was retracted: it
    is restored since the day on which it had come into force."""
    if has is not None:
        return has.since
    if kind == "restored":
        return min(span.since for span in before.timeline if span.state is State.IN_FORCE)
    return day


def _was_in_force(one: Consequence, day: date) -> bool:
    return any(span.state is State.IN_FORCE and span.since <= day for span in one.timeline)


def _span(span: Span | None) -> dict[str, Any] | None:
    found: dict[str, Any] | None = to_json(span) if span else None
    return found


def negative(
    *,
    party: str,
    as_of: date,
    entry: int,
    at: datetime,
    rulebook: str,
    sources: Sequence[Mapping[str, Any]],
    measures: Sequence[str],
) -> Certificate:
    """The certified negative: on the day `as_of`, knowing what was known at `entry`, from these sources of this age,
    nothing (or none of `measures`) was in force against this identified party. The caller has identified it by a number
    and found nothing; a name, or a source that was not loaded, is certified nothing about."""
    return Certificate.of(
        {
            "kind": "nothing_in_force",
            "party": party,
            "measures": sorted(measures),
            "as_of": as_of.isoformat(),
            "entry": entry,
            "at": at.isoformat(),
            "rulebook": rulebook,
            "sources": [dict(one) for one in sources],
        }
    )
