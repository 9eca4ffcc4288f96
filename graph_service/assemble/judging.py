"""Wide writes (hazard H21): who a write would newly bind, and whether that needs a reviewer's confirmation.

A write is held where the natural persons that it would newly bind, itself or with what was written of one of its cases
within a day, are more than the limit, unless somebody else confirmed just this: the same facts or rulebook, making the
same difference. What only frees is never held: it binds nobody newly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from graph_service.alerts.effect import Effect, name_of
from graph_service.consequences.model import CaseReport, Change, Consequence
from graph_service.errors import ConfirmationNeeded
from graph_service.store import cases, confirmations
from graph_service.store.connection import Run
from graph_service.store.ledger import instant_of
from graph_service.store.posting import Pending

DAY = timedelta(days=1)
"""What is written of one case within it counts together, so that a wide decision is not told in small pieces."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A write as it was judged on a day: what is applied (`facts` or `rulebook`, its digest, the digest of the rulebook
    that stands), its changes and their effect."""

    applied: tuple[str, str, str]
    changes: tuple[Change, ...]
    effect: Effect
    day: date

    @classmethod
    def of(cls, what: str, applied: str, rulebook: str, changes: Sequence[Change], day: date) -> Judged:
        """Judge changes from `day` on."""
        return cls((what, applied, rulebook), tuple(changes), Effect.of(changes, day), day)

    @property
    def name(self) -> str:
        """The name of the dry run (see `name_of`): made only where it is told, since every post is judged."""
        return name_of(*self.applied, self.changes)

    def persons(self, pending: Pending, reports: Iterable[CaseReport], most: int) -> int:
        """How many natural persons count against the limit `most`: those newly bound by the write, or by all that was
        written of one of its cases within a day, whichever are more."""
        counted = len(self.effect.bound.persons)
        if not counted:
            return 0
        own = _by_case(self.changes)
        for report in reports:
            # Only a case that binds so many in all can have come to do so within a day.
            many = len(_persons(report.consequences)) > most
            if many and Effect.of(own.get(report.case, []), self.day).bound.persons:
                counted = max(counted, len(self._of_a_day(pending, report)))
        return counted

    def _of_a_day(self, pending: Pending, report: CaseReport) -> frozenset[str]:
        since = confirmations.counted_since(pending.run, report.case, _now(pending.run) - DAY)
        before = {one.id: one for one in cases.consequences_of_case(pending.run, report.case, since)}
        after = {one.id: one for one in report.consequences}
        changes = [Change(before.get(key), after.get(key)) for key in sorted(before.keys() | after.keys())]
        return Effect.of(changes, self.day).bound.persons


def allowed(
    pending: Pending, judged: Judged, reports: Iterable[CaseReport], poster: str, most: int
) -> dict[str, Any]:
    """Let a post through: what the note of its entry says of that. Raises ConfirmationNeeded."""
    persons = judged.persons(pending, reports, most)
    if persons <= most:
        return {}
    name = judged.name
    found = confirm_or_refuse(pending.run, name, persons, most, poster, "facts")
    touched = {side.case for one in judged.changes for side in (one.before, one.after) if side is not None}
    confirmations.use(pending.run, name, pending.entry, touched)
    return {"confirmed": found}


def confirm_or_refuse(
    run: Run, name: str, persons: int, most: int, poster: str, what: str
) -> Mapping[str, Any]:
    """The confirmation that lets a write of so many persons through; raises ConfirmationNeeded where there is none by
    somebody else than `poster`."""
    found = confirmations.granted(run, name, poster)
    if found is None:
        raise ConfirmationNeeded(
            f"this would newly bind {persons:,} natural persons, and more than {most:,} need a reviewer's confirmation"
            f" (dry run {name}); nothing was written. Look at it ({what} dry-run), have a reviewer who is not you"
            f" confirm just this dry run ({what} confirm), and then send it again",
            dry_run=name,
            persons=persons,
            most=most,
        )
    return {"dry_run": found.name, "by": found.by, "at": found.at, "persons": persons}


def _now(run: Run) -> datetime:
    """The instant of the write, as it locked the ledger."""
    return instant_of(run("MATCH (l:Ledger {id: 'ledger'}) RETURN l.locked AS at")[0]["at"])


def _by_case(changes: Iterable[Change]) -> Mapping[str, list[Change]]:
    found: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        side = change.after or change.before
        assert side is not None
        found[side.case].append(change)
    return found


def _persons(consequences: Iterable[Consequence]) -> set[str]:
    return {one.record for one in consequences if one.target != "enterprise" and one.record is not None}
