"""The review rooms: drafts, what is pending, hints; for reviewers, and for a department the cases it decided."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from graph_service.assemble.access import Caller
from graph_service.assemble.deriving import derive_cases, slices
from graph_service.assemble.showing import Showing, plain
from graph_service.assemble.sight import Sight
from graph_service.consequences import CaseReport, State, to_json
from graph_service.consequences.answers import PENDING
from graph_service.errors import NotAllowed, NotFound

KINDS = ("drafts", "hints", "pending")

_OPEN = """
MATCH (c:Consequence) WHERE c.entry_in <= $known AND (c.entry_out IS NULL OR c.entry_out > $known)
RETURN c.id AS id, c.case AS case, c.timeline AS timeline
"""
_HINTS = "MATCH (k:Case) WHERE k.report IS NOT NULL RETURN k.id AS case, k.report AS report"


@dataclass(slots=True)
class Reviewing:
    """Lists for one caller and one question."""

    sight: Sight
    caller: Caller

    def page(self, kind: str, skip: int, limit: int) -> tuple[list[dict[str, Any]], int]:
        """One page of a list, and its exact total. Raises NotAllowed, NotFound for a kind that is not there."""
        if kind not in KINDS:
            raise NotFound(f"a review list is one of {', '.join(KINDS)}")
        if not (self.caller.may("review") or self.caller.may("review_own")):
            raise NotAllowed(
                "only reviewers and the deciding department see drafts, hints and what is pending"
            )
        if kind == "hints":
            hints = [hint for hint in self._hints() if self._mine(str(hint["case"]))]
            return hints[skip : skip + limit], len(hints)
        found = [key for key, case in self._open(kind) if self._mine(case)]
        chosen = [self.sight.consequence(key) for key in found[skip : skip + limit]]
        return [plain(one, self.sight.clocks.as_of, self.sight.book) for one in chosen], len(found)

    def _mine(self, case: str) -> bool:
        return Showing(self.caller, self.sight).reviews(case)

    def _open(self, kind: str) -> Iterator[tuple[str, str]]:
        """Ids and cases of the consequences that are drafts, or pending, on the day."""
        wanted = {State.DRAFT} if kind == "drafts" else PENDING
        day = self.sight.clocks.as_of
        if self.sight.clocks.at_head:
            today = day.isoformat()
            rows = self.sight.store.query(_OPEN, known=self.sight.clocks.entry)
            for row in sorted(rows, key=lambda row: str(row["id"])):
                if _state_on(json.loads(row["timeline"]), today) in wanted:
                    yield row["id"], row["case"]
            return
        found = [one for report in self._reports() for one in report.consequences]
        for one in sorted(found, key=lambda one: one.id):
            if one.state_on(day) in wanted:
                yield one.id, one.case

    def _hints(self) -> Iterator[dict[str, Any]]:
        if self.sight.clocks.at_head:
            for row in sorted(self.sight.store.query(_HINTS), key=lambda row: str(row["case"])):
                yield from json.loads(row["report"])["hints"]
            return
        for report in self._reports():
            # Its fields in the order in which they are kept, so that both answers are the same byte for byte.
            yield from (dict(sorted(hint.items())) for hint in to_json(report.hints))

    def _reports(self) -> Iterator[CaseReport]:
        """All cases as they were known at an earlier entry, derived anew."""
        for some in slices(self.sight.store.derived_cases(self.sight.clocks.entry)):
            yield from derive_cases(self.sight.index, some, self.sight.book)


def _state_on(timeline: list[dict[str, Any]], day: str) -> str | None:
    """The state of a timeline as it is kept (ISO texts sort as days do)."""
    for span in timeline:
        if span["since"] <= day and (span["until"] is None or day < span["until"]):
            return str(span["state"])
    return None


def persons_of(found: Sequence[dict[str, Any]]) -> list[str]:
    """The records that a page of a review list speaks of."""
    return sorted({str(one["record"]) for one in found if one.get("record")})
