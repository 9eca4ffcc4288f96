"""The page as a value: what each case makes of each party on one day, as known at one moment.

A *bearing* is one consequence read off on the day. Bearings are kept apart by what may be said of them: `bound`
is in force; `pending` (proposed, offered, suspended, temporarily lifted) is for reviewers; `drafts` are for the
review rooms only; `over` has ended. Ids only: names are joined at the door.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph_service.consequences.answers import MeasureAnswer
from graph_service.consequences.model import Consequence, Hint, NotRecognised, Used, to_json
from graph_service.consequences.why_not import WhyNot
from graph_service.errors import Problem
from graph_service.facts import Stated, to_row


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """One consequence read off on the day. `since` and `until` (exclusive) are those of the stretch in this state;
    `last_day` the last day of it; `says` the paraphrase of the clause, never a quotation; `party` the record that
    stands for those proved to be one with `record` (None: a draft without a person)."""

    consequence: str
    case: str
    party: str | None
    record: str | None
    target: str
    measure: str
    measure_scope: str | None
    kind: str
    force: str
    clause: str
    law: str
    article: str
    says: str
    state: str
    reason: str
    disputed: bool
    since: date
    until: date | None
    last_day: date | None
    term: str | None
    role: str | None
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    facts: tuple[Used, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """A person near a case whom no clause reaches: the ties that make him near, and why not, clause by clause."""

    case: str
    party: str
    record: str
    ties: tuple[str, ...]
    why_not: tuple[WhyNot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """One case on the page. `status` is standing, annulled or unknown (no standing decision of that key)."""

    case: str
    status: str
    act: str | None
    category: str | None
    authority: str | None
    number: str | None
    date: str | None
    subject: str | None
    bound: tuple[Bearing, ...]
    pending: tuple[Bearing, ...]
    drafts: tuple[Bearing, ...]
    over: tuple[Bearing, ...]
    near: tuple[NearMiss, ...]
    hints: tuple[Hint, ...]
    problems: tuple[Problem, ...]
    not_recognised: tuple[NotRecognised, ...]
    consequences: tuple[Consequence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyPage:
    """One party on the page: the records proved to be one, those that a reviewer's link joins to them (they bear only
    what follows such a link), one answer per measure with all its bases (I18), and its bearings."""

    party: str
    records: tuple[str, ...]
    confirmed_with: tuple[str, ...]
    target: str
    measures: tuple[MeasureAnswer, ...]
    bearings: tuple[Bearing, ...]

    @property
    def bound(self) -> bool:
        """Is anything in force on the day?"""
        return any(one.bound for one in self.measures)


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Exact counts. `states`, `measures` and `clauses` count bearings: all of them by state, those in force by
    measure and by clause; drafts are in `states` only, never in a statistic of measures (law decision 2)."""

    cases: int
    parties_bound: int
    persons_bound: int
    near: int
    states: Mapping[str, int]
    measures: Mapping[str, int]
    clauses: Mapping[str, int]
    problems: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningResult:
    """The whole argument on one page. `facts` holds every fact that a bearing or a near miss rests on, by id. What was
    known is what the index showed; the door that resolved the second clock says which entry that is."""

    as_of: date
    rulebook: str
    cases: tuple[CasePage, ...]
    parties: tuple[PartyPage, ...]
    totals: Totals
    facts: Mapping[str, Stated]

    def as_json(self, *, review: bool = False) -> dict[str, Any]:
        """The page as plain data. Without `review`, drafts, hints and what is pending are left out (decision 2)."""
        return {
            "as_of": self.as_of.isoformat(),
            "rulebook": self.rulebook,
            "totals": to_plain(self.totals),
            "cases": [_case(one, review) for one in self.cases],
            "parties": [_party(one, review) for one in self.parties],
            "facts": {key: fact_json(one) for key, one in sorted(self.facts.items())},
        }


_REVIEW_ONLY = ("pending", "drafts", "hints", "consequences")


def _case(page: CasePage, review: bool) -> dict[str, Any]:
    found: dict[str, Any] = to_plain(page)
    found["consequences"] = [one.id for one in page.consequences]
    return found if review else {name: value for name, value in found.items() if name not in _REVIEW_ONLY}


def _party(page: PartyPage, review: bool) -> dict[str, Any]:
    found: dict[str, Any] = to_plain(page)
    if not review:
        found["measures"] = [
            {name: value for name, value in to_plain(one).items() if name != "pending"}
            for one in page.measures
            if one.bound
        ]
        found["bearings"] = [to_plain(one) for one in page.bearings if one.state == "in_force"]
    return found


def to_plain(value: Any) -> Any:
    """A value of this room as plain JSON values; dates as ISO texts."""
    if isinstance(value, Mapping):
        return {str(key): to_plain(part) for key, part in value.items()}
    if isinstance(value, Problem):
        given = {name: getattr(value, name) for name in Problem.__dataclass_fields__}
        return {name: part for name, part in given.items() if part not in (None, "")}
    if isinstance(value, tuple | list):
        return [to_plain(part) for part in value]
    if hasattr(value, "__dataclass_fields__") and not isinstance(value, Consequence):
        return {name: to_plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return to_json(value)


def fact_json(one: Stated) -> dict[str, Any]:
    """A stated fact as plain data: its type, its place in the ledger and its row."""
    return {"fact": one.id, "fact_type": one.fact.kind, "entry": one.entry, **to_row(one.fact)}
