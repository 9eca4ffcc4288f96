"""Facts about ties: an office held in an organisation, a holding of its capital; and mere connections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from graph_service.facts.days import Day
from graph_service.facts.header import Fact
from graph_service.facts.shares import Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Office(Fact):
    """The record holds the registered post `post` in `enterprise` during `[since, until)`. `resigned_on` is the
    day of a signed resignation that the register does not show yet; `evidence` how the register knew him
    (face_verified, filed …)."""

    kind: ClassVar[str] = "office"
    enterprise: str
    post: str
    resigned_on: Day | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding(Fact):
    """The record holds a share of `enterprise`: `subscribed` 认缴 and `paid` 实缴 as parts of the whole,
    `votes` where they differ, amounts as decimal strings; a missing share is unknown, not zero. `nominee` only
    where a document says 代持. Shareholding moves nothing in law (I03, I05)."""

    kind: ClassVar[str] = "holding"
    enterprise: str
    subscribed: Share | None = None
    paid: Share | None = None
    votes: Share | None = None
    subscribed_amount: str | None = None
    paid_amount: str | None = None
    currency: str | None = None
    nominee: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection(Fact):
    """A source connects the record with the record `other`, and states neither an office nor a holding: `nature` is
    unknown, membership, employment, representation, succession …; `wording` the source's own word for it. Never
    kinship (law decision 5), and never a way for responsibility to travel (I03)."""

    kind: ClassVar[str] = "connection"
    other: str
    nature: str
    wording: str | None = None
