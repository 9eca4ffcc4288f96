"""Facts about parties: what a record is, its names and numbers, places and contacts, and who it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from graph_service.facts.days import Day
from graph_service.facts.header import Fact

Level = Literal["PROVED", "CONFIRMED", "CANDIDATE"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Enterprise(Fact):
    """The record is an organisation. `type` and `status` are codes of `vocabulary.py`; `trade` is GB/T 4754;
    `region` GB/T 2260 (six digits) or an ISO 3166 country; `capital` a decimal string in `currency`."""

    kind: ClassVar[str] = "enterprise"
    type: str = "other"
    status: str | None = None
    established: Day | None = None
    capital: str | None = None
    currency: str | None = None
    trade: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Fact):
    """The record is a natural person. What names him is on his card, beside the ledger; here stand only the
    keyed digest of his name and the first day he is an adult (18 years), where his birth is known."""

    kind: ClassVar[str] = "person"
    name_key: str | None = None
    adult_on: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UndecidedParty(Fact):
    """The record is a party of which the source does not say whether it is a person or an organisation."""

    kind: ClassVar[str] = "undecided_party"
    name_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Fact):
    """A name of an organisation; `use` is registered, former, trading or alias. Display and search only."""

    kind: ClassVar[str] = "name"
    name: str
    use: str = "registered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier(Fact):
    """A number of an organisation: `scheme` uscc, org_code, reg_no, lei, ftm … A uscc that passes its check
    proves the identity of its record; `valid` is False where the check failed (a problem was reported)."""

    kind: ClassVar[str] = "identifier"
    scheme: str
    value: str
    valid: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity(Fact):
    """An identity fact: links the record to an identity document (a digest token `type:digest`) or to another
    record (`same_as`), at a level. PROVED needs the document's number in full; a masked number is CANDIDATE
    at most; CONFIRMED is a reviewer's fact or a source's promise. `basis` says on what."""

    kind: ClassVar[str] = "identity"
    level: Level
    document: str | None = None
    same_as: str | None = None
    basis: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmerge(Fact):
    """The identity fact `identity` never held: the records it joined are apart again, as if never joined."""

    kind: ClassVar[str] = "unmerge"
    identity: str
    basis: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchOf(Fact):
    """The record is a branch (分支机构) of the organisation `enterprise`."""

    kind: ClassVar[str] = "branch_of"
    enterprise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Address(Fact):
    """An address of an organisation; `use` is registered, business or other."""

    kind: ClassVar[str] = "address"
    address: str
    use: str = "registered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone(Fact):
    """A telephone number an organisation gave the register."""

    kind: ClassVar[str] = "phone"
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingAgent(Fact):
    """The agent that filed for the organisation; `agent` is a record, or a name where the source has no more."""

    kind: ClassVar[str] = "filing_agent"
    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantee(Fact):
    """The record guarantees a debt of `debtor`. Never a way for responsibility to travel (I03)."""

    kind: ClassVar[str] = "guarantee"
    debtor: str
    amount: str | None = None
    currency: str | None = None
