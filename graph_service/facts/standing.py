"""Facts of the positive half (kept as facts only), and facts about facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from graph_service.facts.days import Day
from graph_service.facts.header import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence(Fact):
    """A licence granted to the party of this record (双公示 行政许可)."""

    kind: ClassVar[str] = "licence"
    number: str
    authority: str
    date: Day
    item: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RedListEntry(Fact):
    """The party of this record stands on a red list (诚信红名单), for instance of A-level taxpayers."""

    kind: ClassVar[str] = "red_list_entry"
    list: str
    authority: str | None = None
    year: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment(Fact):
    """A public credit commitment (信用承诺) of the party of this record; `kept` once that is known."""

    kind: ClassVar[str] = "commitment"
    number: str
    subject: str | None = None
    date: Day | None = None
    kept: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Fact):
    """The party of this record consents to a use of its data by `recipient` for `purpose`."""

    kind: ClassVar[str] = "consent"
    recipient: str
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Retraction(Fact):
    """A source takes the fact `of` back as never true (a correction without a new statement, or a registration
    cancelled because an identity was used); `case` is the decision that says so, where there is one."""

    kind: ClassVar[str] = "retraction"
    of: str
    case: str | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardErased(Fact):
    """The card of this record was erased; replayed after a restore. Everything else stays verifiable."""

    kind: ClassVar[str] = "card_erased"
    basis: str | None = None
