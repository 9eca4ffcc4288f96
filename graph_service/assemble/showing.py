"""What of a consequence may be said to whom (law decisions 2 and 15).

In force on the day: to whoever may read the party. Proposed, offered, suspended, lifted or ended: to reviewers, and
to the department that decided. Drafts and hints: in the review rooms only, to the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from graph_service.assemble.access import Caller
from graph_service.assemble.sight import Sight
from graph_service.assemble.titles import measure_title
from graph_service.consequences import Consequence, State, to_json
from graph_service.rules.rulebook import Rulebook

_REVIEW_ONLY = ("missing", "notes", "near")


@dataclass(slots=True)
class Showing:
    """Decides for one caller and one question."""

    caller: Caller
    sight: Sight

    def reviews(self, case: str) -> bool:
        """May the caller see what is not in force in this case?"""
        if self.caller.may("review"):
            return True
        if not self.caller.may("review_own") or self.caller.authority is None:
            return False
        decision = self.sight.decision(case)
        return decision is not None and decision.authority == self.caller.authority

    def shows(self, one: Consequence) -> bool:
        """May it be said at all outside the review rooms?"""
        state = one.state_on(self.sight.clocks.as_of)
        if state is State.IN_FORCE:
            return True
        return state is not None and state is not State.DRAFT and self.reviews(one.case)

    def said(self, one: Consequence) -> dict[str, Any]:
        """The consequence as it may be said to this caller."""
        found = plain(one, self.sight.clocks.as_of, self.sight.book)
        if not self.reviews(one.case):
            found["timeline"] = [span for span in found["timeline"] if span["state"] == State.IN_FORCE.value]
            for name in _REVIEW_ONLY:
                del found[name]
        return found


def plain(one: Consequence, day: date, book: Rulebook) -> dict[str, Any]:
    """A consequence as plain data, with its state on the day and the titles of its measure."""
    span = one.on(day)
    found: dict[str, Any] = to_json(one)
    found["measure"] = measure_title(book, one.measure)
    found["state"] = span.state.value if span else None
    found["disputed"] = bool(span and span.disputed)
    return found
