"""The effect of a write, before or after it counts: which parties it newly binds, which it frees, and its digest.

*Newly bound* is a party with a day, from the day of the write on, on which a measure is in force after the write and
was not before it: by an opened or resumed consequence, by one that lasts longer, or because one of its records joins a
party that is bound. Read record by record over all changes of the write at once, so a measure that goes on by another
clause, case or record of the same party binds nobody newly. What lies wholly in the past, drafts, and what is proposed
or offered bind nobody.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph_service.consequences.model import Change, Consequence, State, to_json

_Bond = tuple[str, str, str | None, str, str]
"""Record, measure, scope, kind and territory."""
_Days = tuple[date, date]
"""Half-open; `date.max` is without end."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Parties, each by one of its records: natural persons (all but firms: target `any` counts as a person), firms."""

    persons: frozenset[str]
    firms: frozenset[str]

    def as_json(self) -> dict[str, int]:
        """How many of each."""
        return {"persons": len(self.persons), "firms": len(self.firms)}


@dataclass(frozen=True, slots=True)
class Effect:
    """What changes come to: who is newly bound, who is freed of something, and all whom a consequence of theirs is
    opened, changed or closed for."""

    bound: Reach
    freed: Reach
    touched: Reach

    @classmethod
    def of(cls, changes: Sequence[Change], day: date) -> Effect:
        """Of changes, from `day` on."""
        party = _parties(changes)
        before = _in_force((one.before for one in changes), day)
        after = _in_force((one.after for one in changes), day)
        is_firm = {
            party[one.record]: one.target == "enterprise" for one in _sides(changes) if one.record is not None
        }
        return cls(
            _reach((party[one] for one in _gained(before, after)), is_firm),
            _reach((party[one] for one in _gained(after, before)), is_firm),
            _reach(is_firm, is_firm),
        )


def difference_digest(changes: Iterable[Change]) -> str:
    """The SHA-256 of all that changes say, in the order of their ids: the same difference has the same digest."""
    lines = sorted(
        json.dumps([to_json(one.before), to_json(one.after)], ensure_ascii=False, sort_keys=True)
        for one in changes
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def name_of(what: str, applied: str, rulebook: str, changes: Iterable[Change]) -> str:
    """The name of a dry run, in groups of four: a digest of what is applied (`facts` or `rulebook`, with its digest),
    the rulebook that stands, and the difference it makes."""
    text = json.dumps([what, applied, rulebook, difference_digest(changes)])
    found = hashlib.sha256(text.encode()).hexdigest()
    # Groups, since it is read out and typed; and no run of digits in it can be taken for a document's number.
    return "-".join(found[start : start + 4] for start in range(0, 32, 4))


def _sides(changes: Iterable[Change]) -> Iterator[Consequence]:
    return (side for one in changes for side in (one.before, one.after) if side is not None)


def _parties(changes: Sequence[Change]) -> dict[str, str]:
    """Each record that a change binds, with the least record of its party: what one consequence binds is one party."""
    party: dict[str, str] = {}

    def find(record: str) -> str:
        while party.setdefault(record, record) != record:
            record = party[record]
        return record

    for one in _sides(changes):
        if one.record is not None:
            least, *others = sorted({find(record) for record in (one.record, *one.binds)})
            party.update(dict.fromkeys(others, least))
    return {record: find(record) for record in list(party)}


def _in_force(consequences: Iterable[Consequence | None], day: date) -> dict[_Bond, list[_Days]]:
    found: dict[_Bond, list[_Days]] = defaultdict(list)
    for one in consequences:
        if one is None or one.record is None:
            continue
        days = [
            (max(span.since, day), span.until or date.max)
            for span in one.timeline
            if span.state is State.IN_FORCE and (span.until is None or span.until > day)
        ]
        for record in {one.record, *one.binds}:
            found[record, one.measure, one.measure_scope, one.kind, one.territory] += days
    return found


def _gained(before: Mapping[_Bond, list[_Days]], after: Mapping[_Bond, list[_Days]]) -> set[str]:
    """The records with a day in `after` that is not in `before`."""
    return {
        bond[0]
        for bond, spans in after.items()
        if any(not _within(one, before.get(bond, [])) for one in spans)
    }


def _within(asked: _Days, known: Iterable[_Days]) -> bool:
    since, until = asked
    for begin, end in sorted(known):
        if begin <= since < end:
            since = end
    return since >= until


def _reach(parties: Iterable[str], is_firm: Mapping[str, bool]) -> Reach:
    found = frozenset(parties)
    firms = frozenset(one for one in found if is_firm[one])
    return Reach(found - firms, firms)
