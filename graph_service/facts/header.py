"""The header that all facts share, and the card that lies beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from graph_service.facts.days import Day


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """The header all facts share.

    `record` is the source record the fact is stated on; `[since, until)` its valid span in the world;
    `disclosed_on` the day the source was drawn or made it public; `origin` where in the source it stands
    (file and line, statement id); `replaces` the id of the fact that this one takes the place of.
    """

    kind: ClassVar[str] = ""

    record: str
    since: Day | None = None
    until: Day | None = None
    disclosed_on: Day | None = None
    origin: str | None = None
    replaces: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What must be erasable: the personal data of one source record, kept beside the ledger.

    `birth_date` as given; `document_type` and `document_masked` show a document as its list masks it, never
    its number. Erasing a card is itself a fact (CardErased)."""

    record: str
    name: str | None = None
    birth_date: Day | None = None
    sex: str | None = None
    address: str | None = None
    phone: str | None = None
    document_type: str | None = None
    document_masked: str | None = None
    note: str | None = None
