"""A deadline as a value: what is to be done, by whom, by which day, on which words of law, and how it stands."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from graph_service.consequences.model import to_json
from graph_service.errors import Problem
from graph_service.facts import Day

TERM_ENDS = "term_ends"
"""The duty of nobody: the term of a consequence is over by itself."""


class Standing(StrEnum):
    """How a deadline stands on a day. WITHDRAWN: what called for it fell; OVER: a right or a term that has run out."""

    OPEN = "open"
    MET = "met"
    MET_LATE = "met_late"
    MISSED = "missed"
    WITHDRAWN = "withdrawn"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Basis:
    """The words of law it rests on: the row of the table (or the clause), law, article and evidence (V, S or B)."""

    rule: str
    law: str
    article: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One deadline of a case, as it stands on the day that was asked for.

    `about` tells one of several apart: a publication, the number of an objection, a recipient, a month, a consequence.
    `who` must act, as a word of the table, and `actor` is who that is: an authority's code, an implementer, a record.
    It runs from `since` to `due`, its last day, or to `latest` where the authority lengthened it, which no fact tells:
    only then is it missed. `due` None: the law names no day. `provisional`: the days of a year were counted that the
    calendar does not have. `met_on` may be known to the month only; then the benefit of the doubt is in `standing`.
    `near_on` is the day from which it is announced (None: never), `escalates_on` the day from which an objection that
    leaves a measure in force is put before the deciding authority. `record` and `target`: whom it concerns.
    `review`: for reviewers and the deciding department only."""

    case: str
    duty: str
    about: str
    who: str
    actor: str | None
    record: str
    target: str
    authority: str
    since: date
    due: date | None
    latest: date | None
    provisional: bool
    standing: Standing
    near_on: date | None
    bases: tuple[Basis, ...]
    review: bool
    runs_from: tuple[str, ...] = ()
    met_by: tuple[str, ...] = ()
    met_on: Day | None = None
    escalates_on: date | None = None

    @property
    def id(self) -> str:
        """A digest of what it is about and on which words of law, and never of how it stands."""
        said = [self.case, self.duty, self.about, self.actor, [one.rule for one in self.bases]]
        return f"deadline:{_digest(said)}"

    @property
    def parameters(self) -> str:
        """A digest of it with its days: it is announced once for each."""
        days = [day.isoformat() if day else None for day in (self.since, self.due, self.latest)]
        return _digest([self.id, days, self.provisional])

    def as_json(self) -> dict[str, Any]:
        """As plain values, with its id."""
        return {"id": self.id, **to_json(self)}


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDeadlines:
    """The deadlines of a case by their days, what is odd, and the first day after the one asked for on which facts that
    are known bring more (None: none does)."""

    deadlines: tuple[Deadline, ...] = ()
    problems: tuple[Problem, ...] = ()
    next_on: date | None = None
