"""One line of the docket: a kind of case, with what its documents say and about whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from graph_service.facts.types import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One kind of case.

    `against` a firm of type `form` (any company where None), or its head in person; `trade` what the firm trades in.
    `named` and `found` are roles that the document names, or finds, someone in. `mark` stands in the document
    number. `since`: no such act before that day. `starts`: the event that starts its clock. `ends`: events that
    can end it. `receipts`: measures that an implementer can answer. `weight`: how often, among all."""

    act: Act
    category: str
    department: str
    mark: str
    since: date
    level: str = "city"
    region: str | None = None
    conditions: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    against: Literal["firm", "head"] = "firm"
    form: str | None = None
    trade: str | None = None
    named: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    responsibility: str = "direct"
    title_only: bool = False
    term: str | None = None
    amount: bool = False
    conduct_class: str | None = None
    received: bool = False
    requested: bool = False
    limited: bool = False
    starts: str | None = None
    ends: tuple[str, ...] = ()
    receipts: tuple[str, ...] = ()
    repairable: bool = False
    weight: int = 1


REFUSAL = "refusal_of_legal_duty"
MARKET = "market_and_social_order"
HEALTH = "health_and_safety"
DEFENCE = "refusal_of_defence_duty"
"""Classes of conduct of item 9."""

HEAD = ("legal_representative",)
