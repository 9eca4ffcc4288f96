"""All types of fact: what a source says, one flat record per statement.

Each class is one type of fact. Its fields are strings, whole numbers, yes/no, days, shares, or tuples of
strings, so the same row serves as ledger line, JSON, Parquet column and graph property (`rows.py`). A fact is
replaced by another fact (`replaces`), never edited. References are by key: a *record* is a source record
(`source:key`), a *case* is one decision (authority and document number).

The table `INDEXED` names the fields by which the law looks facts up; nothing else is a key.
"""

from __future__ import annotations

from graph_service.facts.acts import (
    Act,
    Annulment,
    Authority,
    Confirmation,
    Decision,
    Event,
    Finding,
    Lifting,
    Naming,
    Notice,
    Objection,
    Publication,
    Receipt,
    Repair,
    Service,
    Suspension,
)
from graph_service.facts.header import (
    Card,
    Fact,
)
from graph_service.facts.parties import (
    Address,
    BranchOf,
    Enterprise,
    FilingAgent,
    Guarantee,
    Identifier,
    Identity,
    Level,
    Name,
    Person,
    Phone,
    UndecidedParty,
    Unmerge,
)
from graph_service.facts.standing import (
    CardErased,
    Commitment,
    Consent,
    Licence,
    RedListEntry,
    Retraction,
)
from graph_service.facts.ties import (
    Connection,
    Holding,
    Office,
)

FACT_TYPES: tuple[type[Fact], ...] = (
    Enterprise, Person, UndecidedParty, Name, Identifier, Identity, Unmerge, BranchOf, Address, Phone,
    FilingAgent, Guarantee, Office, Holding, Connection, Authority, Decision, Naming, Finding, Service, Objection,
    Repair, Annulment, Event, Lifting, Suspension, Publication, Notice, Receipt, Confirmation, Licence,
    RedListEntry, Commitment, Consent, Retraction, CardErased,
)  # fmt: skip

BY_KIND: dict[str, type[Fact]] = {cls.kind: cls for cls in FACT_TYPES}

_CASE_ACTS = (
    "naming", "finding", "service", "objection", "repair", "annulment", "event", "lifting", "suspension",
    "publication", "notice", "receipt", "confirmation",
)  # fmt: skip

INDEXED: dict[str, tuple[str, ...]] = {
    **{cls.kind: ("record",) for cls in FACT_TYPES},
    **dict.fromkeys(_CASE_ACTS, ("record", "case")),
    "decision": ("record", "case", "supersedes"),
    "identity": ("record", "document", "same_as"),
    "identifier": ("record", "value"),
    "unmerge": ("record", "identity"),
    "office": ("record", "enterprise"),
    "holding": ("record", "enterprise"),
    "connection": ("record", "other"),
    "branch_of": ("record", "enterprise"),
    "authority": ("record", "code"),
    "retraction": ("record", "of"),
}
"""Per type of fact, the fields by which it is looked up; a tuple field publishes one key per member."""

__all__ = [
    "BY_KIND",
    "FACT_TYPES",
    "INDEXED",
    "Act",
    "Address",
    "Annulment",
    "Authority",
    "BranchOf",
    "Card",
    "CardErased",
    "Commitment",
    "Confirmation",
    "Connection",
    "Consent",
    "Decision",
    "Enterprise",
    "Event",
    "Fact",
    "FilingAgent",
    "Finding",
    "Guarantee",
    "Holding",
    "Identifier",
    "Identity",
    "Level",
    "Licence",
    "Lifting",
    "Name",
    "Naming",
    "Notice",
    "Objection",
    "Office",
    "Person",
    "Phone",
    "Publication",
    "Receipt",
    "RedListEntry",
    "Repair",
    "Retraction",
    "Service",
    "Suspension",
    "UndecidedParty",
    "Unmerge",
]
