"""Offices of a register: what its tables say today, joined with the days that change records give.

The tables of today say who holds a post and often not since when; change records say who joined and left, and when,
by name only. A move and a row of today are one office where firm, post and name are the same and exactly one person
of that name holds it. Without a day the office is proved from the day of the extract on (law decision 18).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from graph_service.errors import Problem
from graph_service.facts import Card, Day, Fact
from graph_service.facts.digests import normal_name
from graph_service.facts.types import Office
from graph_service.intake import Batch, Context
from graph_service.intake.rows import SourceRow
from graph_service.loaders.register_cn.changes import Move
from graph_service.loaders.register_cn.firms import Firm
from graph_service.loaders.register_cn.people import People

SOLE_POSTS = frozenset({"legal_representative", "unit_head", "operator", "sole_investor"})
"""Posts that one person holds at a time."""

Key = tuple[str, str, str]
"""Firm, post, normal name."""


@dataclass(frozen=True, slots=True)
class Held:
    """An office as a row of today states it."""

    record: str
    since: Day | None
    until: Day | None
    origin: str


@dataclass(slots=True)
class Offices:
    """Offices stated today and moves between them, until all tables are read."""

    context: Context
    people: People
    _held: dict[Key, list[Held]] = field(default_factory=lambda: defaultdict(list))
    _moves: dict[Key, list[Move]] = field(default_factory=lambda: defaultdict(list))

    def holds(self, firm: Firm, post: str, name: str, held: Held, row: SourceRow) -> None:
        """A row of today states this office."""
        key = (firm.record, post, normal_name(name))
        for other in self._held[key]:
            if other.record == held.record and other.since == held.since:
                if other.until != held.until:
                    why = f"{other.origin} states the same office with another end: the first is kept"
                    row.report("conflicting_duplicate", why, "Remove the wrong row.", "until")
                return
        self._held[key].append(held)

    def holder(self, firm: Firm, post: str, name: str) -> str | None:
        """The one record that holds this post under this name today, if there is exactly one."""
        records = {held.record for held in self._held.get((firm.record, post, normal_name(name)), ())}
        return records.pop() if len(records) == 1 else None

    def move(self, move: Move) -> None:
        """A change record speaks of this office."""
        assert move.post is not None
        self._moves[(move.firm.record, move.post, normal_name(move.name))].append(move)

    def settle(self) -> Iterator[Batch]:
        """All offices, those of today and former ones, with the days that are known; one batch per office."""
        current = {key[:2] for key, held in self._held.items() if any(one.until is None for one in held)}
        for key in dict.fromkeys((*self._held, *self._moves)):
            yield from self._settle(key, self._held.get(key, []), self._spans(key), key[:2] in current)

    def _spans(self, key: Key) -> list[tuple[Day | None, Day | None, Move]]:
        """The moves of one person and post as spans: joined until left; left without having joined began unknown."""
        spans: list[tuple[Day | None, Day | None, Move]] = []
        since: Move | None = None
        for move in sorted(self._moves.get(key, ()), key=lambda one: (one.date.first, one.joined)):
            if move.joined:
                if since is None:
                    since = move
            else:
                spans.append((since.date if since else None, move.date, since or move))
                since = None
        if since is not None:
            spans.append((since.date, None, since))
        return spans

    def _settle(
        self, key: Key, held: list[Held], spans: list[tuple[Day | None, Day | None, Move]], others: bool
    ) -> Iterator[Batch]:
        firm, post, _ = key
        open_since = next((since for since, until, _ in spans if until is None), None)
        undated = [one for one in held if one.since is None and one.until is None]
        facts: list[Fact] = []
        cards: list[Card] = []
        problems: list[Problem] = []
        for one in held:
            begun = open_since if one in undated and len(undated) == 1 else one.since
            facts.append(self._office(firm, post, one.record, begun, one.until, one.origin))
        for since, until, move in spans:
            stated_today = until is None and any(one.until is None for one in held)
            covered = any(one.until is not None and one.until == until for one in held)
            if stated_today or covered:
                continue
            if until is None and post in SOLE_POSTS and others:
                why = "the last change names one person for this post and the register of today another"
                problems.append(
                    move.row.problem(
                        "change_differs_from_today", why, "Ask the register which is right.", "after"
                    )
                )
                continue
            made = self.people.person(move.row, firm, move.name)
            facts += (*made.facts, self._office(firm, post, made.record, since, until, move.row.origin))
            cards += made.cards
        yield Batch(facts=tuple(facts), cards=tuple(cards), problems=tuple(problems))

    def _office(
        self, firm: str, post: str, record: str, since: Day | None, until: Day | None, origin: str
    ) -> Office:
        return Office(
            record=record, enterprise=firm, post=post, since=since, until=until,
            disclosed_on=self.context.extract_date, origin=origin, evidence="filed",
        )  # fmt: skip
