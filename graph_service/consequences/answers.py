"""What may be said on a day: per party and measure, one answer with all its bases (I18, law decision 15).

*Bound* is `in_force` on the day, a dispute shown with it; every other state is *nothing in force*. What is
proposed, offered, suspended or lifted is kept apart for reviewers; drafts are not here at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from graph_service.consequences.model import Consequence, Span, State

PENDING = frozenset({State.PROPOSED, State.OFFERED, State.SUSPENDED, State.TEMPORARILY_LIFTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """One consequence as a basis of a measure on the day: `since` and `until` (exclusive) of the stretch in which
    it is in force without a break, `last_day` its last day, `end` the code of the term."""

    consequence: str
    case: str
    clause: str
    law: str
    article: str
    since: date
    until: date | None
    last_day: date | None
    end: str | None
    disputed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureAnswer:
    """One measure of one party on a day. Two bases are one measure: `until` is the latest end among the bases in
    force, and each end governs only its own basis."""

    measure: str
    measure_scope: str | None
    kind: str
    bound: bool
    disputed: bool
    since: date | None
    until: date | None
    last_day: date | None
    bases: tuple[Basis, ...]
    pending: tuple[tuple[str, State], ...]


def answers(consequences: Iterable[Consequence], day: date) -> tuple[MeasureAnswer, ...]:
    """The measures of one party on `day`, sorted by measure and scope; a measure with nothing in force and
    nothing pending is left out."""
    groups: dict[tuple[str, str | None], list[tuple[Consequence, Span]]] = {}
    for one in consequences:
        span = one.on(day)
        if span is not None and (span.state is State.IN_FORCE or span.state in PENDING):
            groups.setdefault((one.measure, one.measure_scope), []).append((one, span))
    ordered = sorted(groups.items(), key=lambda item: (item[0][0], item[0][1] or ""))
    return tuple(_answer(measure, scope, found, day) for (measure, scope), found in ordered)


def _answer(
    measure: str, scope: str | None, found: list[tuple[Consequence, Span]], day: date
) -> MeasureAnswer:
    bases = tuple(
        _basis(one, day) for one, span in sorted(found, key=lambda p: p[0].id) if span.state is State.IN_FORCE
    )
    ends = [basis.until for basis in bases]
    until = None if not ends or None in ends else max(end for end in ends if end is not None)
    return MeasureAnswer(
        measure=measure,
        measure_scope=scope,
        kind=found[0][0].kind,
        bound=bool(bases),
        disputed=any(basis.disputed for basis in bases),
        since=min((basis.since for basis in bases), default=None),
        until=until,
        last_day=_last_day(until),
        bases=bases,
        pending=tuple(sorted((one.id, span.state) for one, span in found if span.state in PENDING)),
    )


def _basis(one: Consequence, day: date) -> Basis:
    """The stretch in force around `day`: spans that differ only by the mark of dispute run together."""
    spans = [span for span in one.timeline if span.state is State.IN_FORCE]
    now = next(span for span in spans if span.since <= day and (span.until is None or day < span.until))
    since, until = now.since, now.until
    for span in reversed(spans):
        since = span.since if span.until == since else since
    for span in spans:
        until = span.until if until is not None and span.since == until else until
    return Basis(
        consequence=one.id,
        case=one.case,
        clause=one.clause,
        law=one.proof.law,
        article=one.proof.article,
        since=since,
        until=until,
        last_day=_last_day(until),
        end=one.proof.term,
        disputed=now.disputed,
    )


def _last_day(until: date | None) -> date | None:
    return until - timedelta(days=1) if until is not None else None
