"""Deadlines as answers: of a case, and of all cases by a day; who may be shown which, and what a sweep looks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph_service.alerts.announcement import Watch, Watched, watch
from graph_service.assemble.access import Caller
from graph_service.assemble.deriving import slices
from graph_service.assemble.showing import Showing
from graph_service.assemble.sight import Sight
from graph_service.consequences.deadline import TERM_ENDS, CaseDeadlines, Deadline, Standing
from graph_service.consequences.deadlines import deadlines_of
from graph_service.consequences.model import Hint
from graph_service.errors import NotFound
from graph_service.facts import Day, FactIndex, cluster, covers
from graph_service.facts.types import Decision, Office
from graph_service.facts.working_days import WorkingDays
from graph_service.rules.rulebook import Rulebook
from graph_service.screening import to_plain
from graph_service.store.index import GraphIndex

_TERM = {"zh-CN": "期限届满", "en": "the term ends by itself"}


@dataclass(slots=True)
class Timetable:
    """The deadlines that one caller may see, in one question."""

    sight: Sight
    calendar: WorkingDays
    caller: Caller

    def case_json(self, case: str) -> dict[str, Any]:
        """The deadlines of a case. Raises NotFound where no decision of that key stands."""
        if self.sight.decision(case) is None:
            raise NotFound("there is no such case at that time")
        found = self._of(case)
        shown, withheld = self._shown(found.deadlines)
        reviews = Showing(self.caller, self.sight).reviews(case)
        return {
            **self.sight.clocks.as_json(),
            "case": case,
            "calendar": {"digest": self.calendar.digest, "last_year": self.calendar.last_year},
            "deadlines": [self._said(one) for one in shown],
            "withheld": withheld,
            "problems": [to_plain(problem) for problem in found.problems] if reviews else [],
        }

    def near(self, cases: Iterable[str], until: date) -> tuple[list[dict[str, Any]], int]:
        """The open deadlines whose last day comes by `until`, by that day; and how many a purpose would add."""
        found: list[Deadline] = []
        asked = list(cases)
        for some in slices(asked):
            _bring(self.sight.index, some)
        for case in asked:
            for one in self._of(case).deadlines:
                if one.standing is Standing.OPEN and one.due is not None and one.due <= until:
                    found.append(one)
        shown, withheld = self._shown(found)
        shown.sort(key=lambda one: (one.due or date.max, one.case, one.id))
        return [self._said(one) for one in shown], withheld

    def _of(self, case: str) -> CaseDeadlines:
        sight = self.sight
        made = sight.consequences_of_case(case)
        return deadlines_of(case, sight.index, sight.book, made, self.calendar, sight.clocks.as_of)

    def _shown(self, found: Iterable[Deadline]) -> tuple[list[Deadline], int]:
        showing = Showing(self.caller, self.sight)
        meant = [one for one in found if not one.review or showing.reviews(one.case)]
        persons = self.caller.may("read_persons") and self.caller.gave_purpose
        shown = [one for one in meant if persons or one.target == "enterprise"]
        return shown, len(meant) - len(shown)

    def _said(self, one: Deadline) -> dict[str, Any]:
        return {**one.as_json(), "title": title_of(one, self.sight.book)}


def title_of(one: Deadline, book: Rulebook) -> dict[str, str]:
    """The two titles of a deadline: those of its first row of the law."""
    if one.duty == TERM_ENDS:
        return _TERM
    row = next(row for row in book.deadlines if row.id == one.bases[0].rule)
    return {"zh-CN": row.zh, "en": row.en}


def persons_of(found: Iterable[dict[str, Any]]) -> list[str]:
    """The records of persons that deadlines speak of."""
    return sorted({str(one["record"]) for one in found if one["target"] != "enterprise"})


@dataclass(frozen=True, slots=True)
class Looking:
    """What a sweep looks for in cases: deadlines, by a rulebook and a calendar, and offices held against bars."""

    book: Rulebook
    calendar: WorkingDays

    def __call__(self, index: FactIndex, cases: Sequence[Watched], day: date, entry: int) -> Sequence[Watch]:
        """What each case calls for on the day, in order."""
        _bring(index, [one.case for one in cases])
        return [self._look(index, one, day, entry) for one in cases]

    def _look(self, index: FactIndex, one: Watched, day: date, entry: int) -> Watch:
        found = deadlines_of(one.case, index, self.book, one.consequences, self.calendar, day)
        decisions = [
            s.fact for s in index.by(Decision.kind, "case", one.case) if isinstance(s.fact, Decision)
        ]
        authority = decisions[0].authority if decisions else None
        return watch(one, found, authority, lambda hint: _held(index, hint, day), day, entry)


def _bring(index: FactIndex, cases: Sequence[str]) -> None:
    """The acts of many cases in a few queries; what else is asked for comes with the first miss."""
    if isinstance(index, GraphIndex):
        acts = index.fetch("case", cases)
        decided = [one.fact for one in acts if isinstance(one.fact, Decision)]
        index.fetch("case", (case for fact in decided for case in fact.rests_on))
        index.fetch("reference", (fact.authority for fact in decided))
        index.prefetch_identities(dict.fromkeys(fact.record for fact in decided))


def _held(index: FactIndex, hint: Hint, day: date) -> bool:
    """Is an office that the hint speaks of surely held on the day?"""
    assert hint.record is not None
    members = cluster(index, hint.record).records
    offices = (one for record in members for one in index.by(Office.kind, "record", record))
    return any(
        covers(one.fact.since, one.fact.until, Day.of(day), disclosed_on=one.fact.disclosed_on) is True
        for one in offices
        if one.id in hint.facts
    )
