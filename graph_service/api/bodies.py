"""What clients send: the bodies of requests, checked at the door, with examples for the OpenAPI document."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from graph_service.assemble import Subject

Text = Annotated[str, Field(min_length=1, max_length=512)]
Number = Annotated[
    str, Field(min_length=1, max_length=64, description="A number, in the body only: never in a URL.")
]
MOST_SUBJECTS = 1_000
MOST_ROWS = 10_000


class _Body(BaseModel):
    """A body with no other keys than its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SubjectBody(_Body):
    """Whom a check asks about: exactly one kind of number. A name is never enough."""

    uscc: Number | None = Field(None, description="统一社会信用代码", examples=["91440101MA5ABCDE0X"])
    organisation_number: Number | None = Field(
        None, description="Any number of an organisation; its length tells which"
    )
    document_number: Number | None = Field(None, description="The number of an identity document, in full")
    document_type: Text | None = Field(
        None, description="Type of the document (居民身份证, 护照 … or its code)", examples=["resident_id"]
    )
    issuer: Text | None = Field(
        None, description="Country that issued a passport (ISO 3166)", examples=["CN"]
    )

    def subject(self) -> Subject:
        """The subject it names."""
        return Subject(
            uscc=self.uscc,
            organisation_number=self.organisation_number,
            document_number=self.document_number,
            document_type=self.document_type,
            issuer=self.issuer,
        )

    @model_validator(mode="after")
    def _one_kind(self) -> SubjectBody:
        given = [
            one for one in (self.uscc, self.organisation_number, self.document_number) if one is not None
        ]
        if len(given) != 1:
            raise ValueError("give exactly one of uscc, organisation_number and document_number")
        if self.document_number is None and (self.document_type or self.issuer):
            raise ValueError("document_type and issuer go with document_number")
        return self


class KnownAtBody(_Body):
    """A question that is asked of the ledger as it was known."""

    known_at: (
        Annotated[str, Field(max_length=40)] | Annotated[int, Field(ge=0, le=2**53, strict=True)] | None
    ) = Field(None, description="An entry number or an instant with zone; default: head", examples=[17])


class ClocksBody(KnownAtBody):
    """The two clocks of a question that is asked in a body."""

    as_of: Annotated[str, Field(max_length=10)] | None = Field(
        None, description="A day; default: today in the jurisdiction's zone", examples=["2026-11-23"]
    )


class CheckBody(ClocksBody):
    """A check of identified parties."""

    subjects: Annotated[list[SubjectBody], Field(min_length=1, max_length=MOST_SUBJECTS)]
    measures: Annotated[list[Text], Field(max_length=100)] = Field(
        [], description="Measures to answer for, one by one; none: those in force", examples=[["M03"]]
    )
    certify: Annotated[bool, Field(strict=True)] = Field(
        False, description="Sign each answer `nothing_in_force`: see /v1/signing-keys"
    )
    receipt: Annotated[bool, Field(strict=True)] = Field(
        False, description="With a signed receipt of the answer: see /v1/receipts/replay"
    )
    purpose: Text | None = Field(None, description="Why a person's record is read (or header X-Purpose)")
    inquiry_number: Text | None = Field(None, description="The inquiry it belongs to (or X-Inquiry-Number)")


class ReplayBody(_Body):
    """A receipt whose question is asked again."""

    receipt: dict[str, Any] = Field(description="The signed document: `receipt` and `signature`")
    purpose: Text | None = Field(None, description="Why a person's record is read (or header X-Purpose)")
    inquiry_number: Text | None = Field(None, description="The inquiry it belongs to (or X-Inquiry-Number)")


class FactsBody(_Body):
    """A batch of facts with the person cards that lie beside them."""

    facts: Annotated[list[dict[str, Any]], Field(max_length=MOST_ROWS)] = Field(
        description="Fact rows: `type` and the fields of that type; see /v1/fact-types"
    )
    cards: Annotated[list[dict[str, Any]], Field(max_length=MOST_ROWS)] = Field(
        [], description="Person cards: `record`, `name`, `birth_date`, `sex`, `address`, `phone` …"
    )


class QueryBody(ClocksBody):
    """A question of the library with its parameters."""

    parameters: dict[Text, Annotated[str, Field(max_length=2_000)]] = Field(
        {}, description="Texts by parameter; lists with commas", examples=[{"firm": "register_cn:e1"}]
    )
    purpose: Text | None = None
    inquiry_number: Text | None = None
    limit: Annotated[int, Field(ge=1, le=1_000, strict=True)] = 100
    cursor: Annotated[str, Field(max_length=400)] | None = None


class ConsumerBody(_Body):
    """A consumer of alerts."""

    name: Annotated[str, Field(min_length=1, max_length=64)] = Field(
        description="That of the token by which it reads", examples=["tax office"]
    )
    role: Text = Field(description="The access role as which it hears", examples=["investigator"])
    authority: Text | None = Field(None, description="For a department: the code of its authority")
    webhook: Annotated[str, Field(min_length=1, max_length=2_048)] | None = Field(
        None, description="Where it is sent to; none: it reads", examples=["https://hooks.example.org/alerts"]
    )
    measures: Annotated[list[Text], Field(max_length=100)] = Field(
        [], description="Measures it hears of; none: all", examples=[["M01"]]
    )
    parties: Annotated[list[Text], Field(max_length=2)] = Field(
        [], description="`enterprise`, `person`; none: both", examples=[["enterprise"]]
    )
    purpose: Text | None = Field(None, description="Standing purpose of a webhook that is told of persons")
    inquiry_number: Text | None = Field(None, description="The inquiry that it belongs to")
    after: Annotated[int, Field(ge=0, le=2**53, strict=True)] | None = Field(
        None, description="It hears what comes behind this alert; none: behind the newest", examples=[0]
    )


class AcknowledgementBody(_Body):
    """How far a consumer has come."""

    through: Annotated[int, Field(ge=0, le=2**53, strict=True)] = Field(
        description="The number of the last alert that was dealt with: `next` of its page", examples=[41]
    )


class SecretBody(_Body):
    """How a secret is changed."""

    at_once: Annotated[bool, Field(strict=True)] = Field(
        False, description="The old one signs no more, for it leaked", examples=[False]
    )


class RedeliveryBody(_Body):
    """Which dead letters are sent again."""

    numbers: (
        Annotated[list[Annotated[int, Field(ge=0, le=2**53, strict=True)]], Field(max_length=1_000)] | None
    ) = Field(None, description="Numbers of alerts; none: all of them", examples=[[41]])
