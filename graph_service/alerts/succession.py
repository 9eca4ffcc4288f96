"""Who goes on being bound: what a write puts in the place of a consequence, record by record.

A merge or an unmerge gives a consequence another record to stand on, or other records that it binds. Only who is
bound by nothing that takes its place is free of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from graph_service.consequences.model import ENDED, Change, Consequence

_Bond = tuple[str, str, str, str | None]
"""Case, clause, measure and record."""


@dataclass(frozen=True, slots=True)
class Sequel:
    """What comes after a consequence: `heir`, what takes its place (itself, re-derived, or one on another record of the
    party; None: nothing), `freed`, the records that it bound and that nothing in its place binds, and `joined`, those
    that what takes its place binds and nothing before it did."""

    heir: Consequence | None
    freed: tuple[str, ...]
    joined: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Succession:
    """The changes of one write, read together on its day."""

    _bound: dict[_Bond, Consequence]
    _opened: dict[_Bond, Consequence]
    _was_bound: frozenset[_Bond]
    _day: date

    @classmethod
    def of(cls, changes: Sequence[Change], day: date) -> Succession:
        """Of the changes of one write, with all of each case they are of."""
        bound: dict[_Bond, Consequence] = {}
        opened: dict[_Bond, Consequence] = {}
        for change in changes:
            after = change.after
            if after is None:
                continue
            for key in (_bond(after, record) for record in after.binds):
                if key not in bound or not _stands(bound[key], day):
                    bound[key] = after
                if change.before is None:
                    opened[_measure(after, key[-1])] = after
        was = {_bond(one.before, record) for one in changes if one.before for record in one.before.binds}
        return cls(bound, opened, frozenset(was), day)

    def sequel(self, change: Change) -> Sequel:
        """What comes after `change.before`, which is there."""
        before, after = change.before, change.after
        assert before is not None
        heirs = {record: self._heir(before, after, record) for record in before.binds}
        heir = heirs.get(before.record or "") or next((one for one in heirs.values() if one), after)
        binds = heir.binds if heir is not None and _stands(heir, self._day) else ()
        joined = tuple(record for record in binds if _bond(before, record) not in self._was_bound)
        return Sequel(heir, tuple(record for record, one in heirs.items() if one is None), joined)

    def _heir(self, before: Consequence, after: Consequence | None, record: str) -> Consequence | None:
        own = after if after is not None and record in after.binds else None
        if own is not None and _stands(own, self._day):
            return own
        found = self._bound.get(_bond(before, record), own)
        if found is None and after is None:
            return self._opened.get(_measure(before, record))
        return found


def _bond(one: Consequence, record: str | None) -> _Bond:
    return one.case, one.clause, one.measure, record


def _measure(one: Consequence, record: str | None) -> _Bond:
    """The bond by whatever clause: a new rulebook, or another part the person played, may open it by another."""
    return one.case, "", one.measure, record


def _stands(one: Consequence, day: date) -> bool:
    state = one.state_on(day)
    return state is not None and state not in ENDED
