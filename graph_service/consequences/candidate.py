"""A candidate: a party for whom the circle of a clause may hold, with what is still missing."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph_service.consequences.case import Evidence
from graph_service.consequences.people import Window
from graph_service.facts.types import Finding, Naming


@dataclass(slots=True, kw_only=True)
class Candidate:
    """A party a clause may reach. `record` None: a draft without a person (`near`: whom it might concern).
    `named_by_finding` where the document names him by finding him to bear the role; `awaiting` where an office must
    still be named or confirmed; `disagrees` where the register speaks against
    the document; `missing` what makes it a draft."""

    record: str | None
    evidence: Evidence
    role: str | None = None
    window: Window | None = None
    naming: Naming | None = None
    finding: Finding | None = None
    title_only: bool = False
    named_by_finding: bool = False
    awaiting: bool = False
    disagrees: tuple[str, ...] = ()
    missing: list[str] = field(default_factory=list)
    near: tuple[str, ...] = ()
