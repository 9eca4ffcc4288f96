"""The states of one consequence on both clocks: each span with the entries between which it was known.

A consequence is kept per version. A span that several versions in a row hold is one line here; what a later version
said otherwise is kept as what was believed until then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph_service.alerts.alert import Told, turn_of
from graph_service.consequences.model import ENDED, Consequence, Span

Version = tuple[Consequence, int, int | None]
"""A consequence, the entry from which it read so, and the entry from which it did not (None: it does still)."""


@dataclass(frozen=True, slots=True)
class Held:
    """A span of the timeline that was known from entry `known_from` on, until `known_until` (None: still)."""

    span: Span
    known_from: int
    known_until: int | None


@dataclass(frozen=True, slots=True)
class Turn:
    """What happens on the first day of a span: opened, suspended, resumed, ended or changed; known like a span. How
    long what it begins will last may be known otherwise later: `held` has the span as it was known last."""

    kind: str
    held: Held


def held(versions: Sequence[Version]) -> tuple[Held, ...]:
    """The spans of a consequence's versions (in the order of their entries), by day and by when they were known."""
    found: list[Held] = []
    open_: dict[Span, Held] = {}
    last: int | None = None
    for one, since, until in versions:
        if last != since:
            # For a while nothing was known of it: what comes back is known anew.
            found += open_.values()
            open_ = {}
        now: dict[Span, Held] = {}
        for span in one.timeline:
            before = open_.pop(span, None)
            now[span] = Held(span, before.known_from if before else since, until)
        found += open_.values()
        open_, last = now, until
    found += open_.values()
    return tuple(sorted(found, key=_order))


def _order(one: Held) -> tuple[object, ...]:
    span = one.span
    return (span.since, one.known_from, span.until is None, span.until or span.since, span.state.value)


def turns(versions: Sequence[Version]) -> tuple[Turn, ...]:
    """What the spans of a consequence's versions begin with, each read against the span before it, by day and by when
    it was known. A span that changes nothing for whom it concerns (an end after an end) is no turn."""
    found: list[Turn] = []
    open_: dict[tuple[str, Span], Turn] = {}
    last: int | None = None
    for one, since, until in versions:
        if last != since:
            found += open_.values()
            open_ = {}
        now: dict[tuple[str, Span], Turn] = {}
        for before, span in zip((None, *one.timeline), one.timeline, strict=False):
            kind = _kind(before, span)
            if kind is not None:
                key = (kind, replace(span, until=None))
                known = open_.pop(key, None)
                now[key] = Turn(kind, Held(span, known.held.known_from if known else since, until))
        found += open_.values()
        open_, last = now, until
    found += open_.values()
    return tuple(sorted(found, key=lambda turn: (_order(turn.held), turn.kind)))


def _kind(before: Span | None, span: Span) -> str | None:
    if before is None and span.state in ENDED:
        return "ended"  # taken back from its first day on
    return turn_of(_told(before), _told(span))


def _told(span: Span | None) -> Told | None:
    return Told(span.state, span.since, span.reason, span.disputed) if span else None
