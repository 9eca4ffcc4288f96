"""Deadlines as the law sets them: who must act, from which fact the time runs, how long, and by which fact it is met.

A row of `tables/deadlines.yaml` is one sentence of one law; which of several rows sets the same duty is told with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from graph_service.rules.words import Act, Evidence


class RunsFrom(StrEnum):
    """The fact that a deadline runs from. MONTH: each month in which a measure stands that others apply."""

    DECISION = "decision"
    SERVICE = "service"
    ANNULMENT = "annulment"
    EVENT = "event"
    OBJECTION_ACCEPTED = "objection_accepted"
    OBJECTION_UPHELD = "objection_upheld"
    OBJECTION_REFUSED = "objection_refused"
    MONTH = "month"


class Unit(StrEnum):
    """What is counted. A time in days whose last day is off ends on the next working day (民法典 Art 203).

    DAY_OF_NEXT_MONTH: the day of that number in the month after. END_OF_MONTH: the last day of the month itself.
    LONGEST_PUBLICATION: the longest publication of the decision's class of repair, which protects no one who must act
    and is not moved. AT_ONCE: the law names no day, so none is told: open until it is done."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    DAY_OF_NEXT_MONTH = "day_of_next_month"
    END_OF_MONTH = "end_of_month"
    LONGEST_PUBLICATION = "longest_publication"
    AT_ONCE = "at_once"


COUNTED = frozenset({Unit.WORKING_DAYS, Unit.DAYS, Unit.DAY_OF_NEXT_MONTH})
"""Units that go with a length."""


class MetBy(StrEnum):
    """The fact that meets a deadline. NOTHING: a right that is there until the day and then no more."""

    PUBLICATION = "publication"
    PUBLICATION_ENDED = "publication_ended"
    OFF_THE_LIST = "off_the_list"
    OBJECTION_DECIDED = "objection_decided"
    NOTICE = "notice"
    REPORT = "report"
    NOTHING = "nothing"


class Who(StrEnum):
    """Who must act, or may. NOBODY: time does it."""

    DECIDING_AUTHORITY = "deciding_authority"
    IMPLEMENTER = "implementer"
    OBJECTOR = "objector"
    SUBJECT = "subject"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRule:
    """One row. `duty` is what is to be done; rows of one duty that fall on one day are one deadline with several bases.

    `region`: digits with which the region of the deciding authority begins; empty for all of the mainland.
    `departments`, `acts`, `categories`: of the decision; empty for any. `not_departments` are left out.
    `since`, `until`: when the sentence was law, half-open; the day from which the time runs decides.
    `length` of `unit`; `extension` how many more where the authority lengthens it. `sites` at which a publication
    counts (empty: at any). `near` working days before its last day it is announced (0: not at all).
    `open_to_readers`: told to whoever may read the case; else to reviewers and to the department that decided."""

    id: str
    duty: str
    zh: str
    en: str
    law: str
    article: str
    says: str
    evidence: Evidence
    since: date | None
    until: date | None
    region: str
    departments: tuple[str, ...]
    not_departments: tuple[str, ...]
    acts: tuple[Act, ...]
    categories: tuple[str, ...]
    runs_from: RunsFrom
    events: tuple[str, ...]
    length: int
    unit: Unit
    extension: int
    met_by: MetBy
    sites: tuple[str, ...]
    who: Who
    near: int
    open_to_readers: bool

    def in_force(self, day: date) -> bool:
        """Was the sentence law on this day?"""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)

    def speaks_of(self, act: str, category: str) -> bool:
        """Does it speak of an act of this form and category?"""
        return act in (self.acts or (act,)) and category in (self.categories or (category,))

    def binds(self, department: str, region: str) -> bool:
        """Does it bind an authority of this department in this region? Foreign regions are no digits."""
        inside = len(region) == 6 and region.isdigit() and region.startswith(self.region)
        return (
            inside
            and department in (self.departments or (department,))
            and department not in self.not_departments
        )
