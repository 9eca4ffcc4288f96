"""Facts about acts: what authorities decide, and what later happens to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from graph_service.facts.days import Day
from graph_service.facts.header import Fact

Act = Literal["decision", "listing", "order", "judgment", "revocation", "registration", "determination"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority(Fact):
    """An authority: `code`, `department` (court, tax, market_supervision …), `level` (county, city, province,
    national), `region` GB/T 2260 or an ISO 3166 country (EU for the Union)."""

    kind: ClassVar[str] = "authority"
    code: str
    department: str
    level: str
    region: str
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Fact):
    """Any act of an authority with its own number; `record` is the party it acts against.

    `act` and `category` say what it is; `date` when it was made (an act with a later effect says so by an
    event). `conditions` are the elements that the document itself states (codes of the rulebook's vocabulary);
    `basis` the articles it cites (`食品安全法 Art 135`); `conduct_class` its class of item 9, read from its own
    words; `conduct_from`/`conduct_to` when the conduct was (inclusive days); `term` what it states (`P3Y`,
    `life`, `until:performance`); `publication_term` likewise; `repair_class` light, general or serious.
    `rests_on` lists the cases it builds on; `supersedes` the cases it takes the place of. `requested_on` is the
    day of the request where the law asks for it. `debtor_capacity` is full or limited where stated."""

    kind: ClassVar[str] = "decision"
    case: str
    act: Act
    category: str
    authority: str
    number: str
    date: Day
    conditions: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    outcome: str | None = None
    conduct_class: str | None = None
    conduct_from: Day | None = None
    conduct_to: Day | None = None
    term: str | None = None
    publication_term: str | None = None
    amount: str | None = None
    repair_class: str | None = None
    rests_on: tuple[str, ...] = ()
    supersedes: tuple[str, ...] = ()
    requested_on: Day | None = None
    debtor_capacity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming(Fact):
    """The document of `case` names the person of this record, as holder of `role` (a legal role or post as the
    document gives it). `title_only` where it gives a title and no name: then `record` is the decision's own.
    `on` is the day for which the document says the person held the role, where it says so. `term` and
    `amount` are what it states for this person; `conditions` further elements it states of him."""

    kind: ClassVar[str] = "naming"
    case: str
    role: str
    title_only: bool = False
    on: Day | None = None
    term: str | None = None
    amount: str | None = None
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Fact):
    """An authority determines that the person of this record bears `role` or `responsibility` (direct,
    personal, breach …) in the conduct of `case`. `on` is the day of the conduct it speaks of, where stated;
    `number` the document, where it is not the decision itself; `authority` who found it."""

    kind: ClassVar[str] = "finding"
    case: str
    role: str
    responsibility: str = "direct"
    date: Day | None = None
    on: Day | None = None
    number: str | None = None
    authority: str | None = None
    term: str | None = None
    amount: str | None = None
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Fact):
    """The document of `case` was served (送达) on the party of this record on `date`."""

    kind: ClassVar[str] = "service"
    case: str
    date: Day


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection(Fact):
    """A step in the objection `number` of this party against `case`: accepted, upheld, refused or withdrawn on
    `date`. `about` limits it to one clause or measure; without it the whole case is meant."""

    kind: ClassVar[str] = "objection"
    case: str
    step: Literal["accepted", "upheld", "refused", "withdrawn"]
    date: Day
    number: str
    about: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair(Fact):
    """Credit repair (信用修复) was granted to the party of this record for `case` on `date`."""

    kind: ClassVar[str] = "repair"
    case: str
    date: Day
    number: str | None = None
    authority: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Annulment(Fact):
    """The decision of `case` was annulled (撤销) on `date`: all that rests on it ends, back to its beginning."""

    kind: ClassVar[str] = "annulment"
    case: str
    date: Day
    number: str | None = None
    authority: str | None = None


OWN_EVENTS = frozenset(
    {
        "court_release",
        "authority_release",
        "delisting",
        "sentence_end",
        "probation_end",
        "creditor_consent",
        "security",
    }
)
"""Events that happen to one party: who is released, served his sentence or gave security frees nobody else by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Fact):
    """What later happened in `case`: an exit (performance, court_release, delisting …), a start of a clock
    (sentence_end, completion …) or a receipt by the platform. It speaks of the whole case; of the party of `record`
    alone where `only_record` is true, or where it is one of OWN_EVENTS and `record` is another whom the case knows."""

    kind: ClassVar[str] = "event"
    case: str
    event: str
    date: Day
    only_record: bool = False
    number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifting(Fact):
    """A measure of `case` is lifted for `[since, until)` (temporary, e.g. after a reorganisation ruling) for the
    party of this record; `measure` limits it to one measure."""

    kind: ClassVar[str] = "lifting"
    case: str
    number: str | None = None
    measure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension(Fact):
    """The deciding authority itself suspends its decision for `[since, until)`."""

    kind: ClassVar[str] = "suspension"
    case: str
    number: str | None = None
    authority: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication(Fact):
    """The decision of `case` was published at `site` during `[since, until)`."""

    kind: ClassVar[str] = "publication"
    case: str
    site: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Fact):
    """The recipient `recipient` was told of `case` (or of its end) on `date`."""

    kind: ClassVar[str] = "notice"
    case: str
    recipient: str
    date: Day
    about: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(Fact):
    """An implementing body's answer to an offered measure of `case` on the party of this record."""

    kind: ClassVar[str] = "receipt"
    case: str
    measure: str
    implementer: str
    outcome: Literal["applied", "refused", "lifted"]
    date: Day


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation(Fact):
    """A reviewer's fact about the party of this record in `case`: `what` is `office_confirmed` (role `value`) or
    a condition code confirmed true (`own_large_debt` …)."""

    kind: ClassVar[str] = "confirmation"
    case: str
    what: str
    by: str
    date: Day
    value: str | None = None
    basis: str | None = None
