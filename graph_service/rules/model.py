"""What the law says, as values: rules, clauses, measures, roles, tables, and the rulebook that holds them.

One clause has one trigger, one circle, one role date, one measure with one scope and one force, one clock, one
exit and one citation. Field names are the keys of the rule files. Nothing here reads a file or decides anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from graph_service.rules.words import (
    Act,
    BasisKind,
    By,
    ClockStart,
    ConditionKind,
    Evidence,
    Force,
    HowKnown,
    IdentityAsked,
    Initial,
    Kind,
    Moment,
    OnObjection,
    Repair,
    Review,
    Status,
    Target,
    TermForm,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """The days a clause is law: `[since, until)`; a decision is judged by the clause in force on its date."""

    since: date
    until: date | None
    evidence: Evidence

    def holds_on(self, day: date) -> bool:
        """Is the clause law on this day?"""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityScope:
    """Whose act it must be: a territory and kinds of authority.

    `territory` is CN, CN-GD, US, EU or GB: an authority inside it counts (CN-GD-SZ lies in CN-GD and CN).
    `departments` are codes of the register of authorities. `least_level` asks for a level at least so high
    (county < city < province < national). `authority` is the law files' wording; `received_by` names a
    department whose receipt of the act is asked where the acting department is in `through`.
    """

    territory: str
    departments: tuple[str, ...]
    least_level: str | None
    authority: str
    through: tuple[str, ...] = ()
    received_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One element of a trigger.

    CODE: `codes` holds one code; ANY_OF and CRIME: one of `codes` is enough (of a CRIME the codes are crimes).
    BASIS: the act cites `article` of `law` (name without its year).
    """

    kind: ConditionKind
    codes: tuple[str, ...] = ()
    law: str = ""
    article: str = ""

    def __str__(self) -> str:
        if self.kind is ConditionKind.BASIS:
            return f"basis {self.law} {self.article}"
        if self.kind is ConditionKind.CODE:
            return self.codes[0]
        return f"{self.kind.value} {', '.join(self.codes)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """The act that starts a clause: its form, its category (a code of the vocabulary), its conditions (all)."""

    act: Act
    category: str
    conditions: tuple[Condition, ...]

    @property
    def codes(self) -> frozenset[str]:
        """The single condition codes that are asked."""
        return frozenset(
            c.codes[0] for c in self.conditions if c.kind is ConditionKind.CODE
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleDate:
    """The moment on which the role counts; `otherwise` where the first is not known."""

    first: Moment
    otherwise: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How long: `length` (ISO 8601, `P3Y`) with FIXED, the law's own term with AS_DECIDED and
    AS_PUBLICATION (None: the act must state one, else a draft), the most with AS_BAR; None with LIFE and OPEN."""

    form: TermForm
    length: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """When a measure starts and ends: either a `term`, or `until` an event (a code of `ends_by`).

    `cap` is what consecutive terms may reach together, counted from the first start.
    """

    start: ClockStart
    term: Term | None = None
    until: str | None = None
    cap: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """The citation block of a clause: law, article, rank, a paraphrase (never a quotation), its evidence.

    `quotation` is the wording, and only together with `read_from`, the text it was read from.
    """

    law: str
    article: str
    rank: BasisKind
    says: str
    evidence: Evidence
    quotation: str | None = None
    read_from: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause of law, as the engine reads it."""

    id: str
    rule: str
    basis: Basis
    in_force: InForce
    scope: AuthorityScope
    trigger: Trigger
    target: Target
    by: By
    roles: tuple[str, ...]
    role_date: RoleDate | None
    identity: IdentityAsked
    service: bool
    measure: str
    measure_scope: str | None
    kind: Kind
    force: Force
    clock: Clock
    ends_by: tuple[str, ...]
    on_objection: OnObjection
    repair: Repair
    initial: Initial
    status: Status
    missing: tuple[str, ...]
    note: str

    @property
    def law(self) -> str:
        """The law it stands in."""
        return self.basis.law

    @property
    def article(self) -> str:
        """The article, as precisely as known."""
        return self.basis.article

    @property
    def says(self) -> str:
        """A paraphrase."""
        return self.basis.says

    @property
    def propagation(self) -> str:
        """P0 to P6."""
        return self.by.propagation


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The card above a family of clauses."""

    id: str
    zh: str
    en: str
    authority: str
    what: str
    review: Review
    questions: tuple[str, ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueEntry:
    """A rule or statutory bar that is known but not taken apart: it can only draft, with its reason.

    `category` is None where no act can be recognised as its trigger. `office_roles` are reached by office,
    `found_roles` only by a finding; what the source says beyond role codes stands in `found_text`.
    """

    id: str
    rule: str | None
    zh: str
    law: str
    article: str
    territory: str
    act: Act
    category: str
    trigger: str
    office_roles: tuple[str, ...]
    found_roles: tuple[str, ...]
    found_text: str
    measures: tuple[str, ...]
    bar: str
    years: str
    clock: str
    propagation: tuple[str, ...]
    evidence: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A legal role: code, Chinese name, how it is proved (register, finding, filing …)."""

    code: str
    zh: str
    en: str
    proof: str
    circle: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One entry of the measure catalogue. `targets`: person, enterprise. `imported_only`: never derived."""

    code: str
    zh: str
    en: str
    kind: Kind
    targets: tuple[Target, ...]
    anchor: str
    evidence: str
    imported_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureScope:
    """What a measure covers: which posts, which industry.

    `text` is the law files' wording and the value clauses carry; `posts` are the legal roles that the measure
    keeps a person from (for hints), empty where it speaks of no post.
    """

    text: str
    zh: str
    posts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionWord:
    """A condition code with its meaning and how it is known."""

    code: str
    meaning: str
    known: HowKnown
    zh: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """Any other code of the vocabulary: a category, a way to end, a department, a post, a crime."""

    code: str
    zh: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRole:
    """One row of the table from registered post to legal role; `company_forms` empty: in any form."""

    post: str
    role: str
    only_forms: tuple[str, ...]
    basis: str
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedRow:
    """One row of the table from a published row's law, article and outcome to act, category and clauses."""

    law: str
    article: str
    outcome: str
    act: Act
    category: str
    conditions: tuple[str, ...]
    clauses: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignList:
    """One row of the table from a FollowTheMoney source to a listing clause."""

    authority: str
    program: str
    dataset: str
    category: str
    territory: str
    clause: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The lists that lawyers add to; every code used in a rule file must stand here."""

    roles: dict[str, Role]
    measures: dict[str, Measure]
    measure_kinds: dict[str, str]
    measure_scopes: dict[str, MeasureScope]
    categories: dict[str, Word]
    conditions: dict[str, ConditionWord]
    crimes: dict[str, Word]
    endings: dict[str, Word]
    posts: dict[str, Word]
    departments: dict[str, Word]
    levels: tuple[str, ...]
    territories: dict[str, Word]
    reading: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Rulebook:
    """Everything the law side says at one moment; equal content, equal `digest` (SHA-256, hex)."""

    rules: dict[str, Rule]
    clauses: dict[str, Clause]
    catalogue: dict[str, CatalogueEntry]
    vocabulary: Vocabulary
    post_roles: tuple[PostRole, ...]
    cited: tuple[CitedRow, ...]
    foreign: tuple[ForeignList, ...]
    digest: str = field(compare=True)

    @cached_property
    def by_trigger(self) -> dict[tuple[Act, str], tuple[Clause, ...]]:
        """Clauses by (act, category), in order of their ids."""
        found: dict[tuple[Act, str], list[Clause]] = {}
        for clause in sorted(self.clauses.values(), key=lambda c: c.id):
            found.setdefault((clause.trigger.act, clause.trigger.category), []).append(
                clause
            )
        return {key: tuple(value) for key, value in found.items()}

    @cached_property
    def drafts_by_trigger(self) -> dict[tuple[Act, str], tuple[CatalogueEntry, ...]]:
        """Catalogue entries by (act, category), in order of their ids."""
        found: dict[tuple[Act, str], list[CatalogueEntry]] = {}
        for entry in sorted(self.catalogue.values(), key=lambda e: e.id):
            found.setdefault((entry.act, entry.category), []).append(entry)
        return {key: tuple(value) for key, value in found.items()}

    @cached_property
    def roles_of_post(self) -> dict[str, tuple[PostRole, ...]]:
        """Rows of the table from post to role, by post."""
        found: dict[str, list[PostRole]] = {}
        for row in self.post_roles:
            found.setdefault(row.post, []).append(row)
        return {key: tuple(value) for key, value in found.items()}

    def clauses_for(self, act: Act, category: str) -> tuple[Clause, ...]:
        """The clauses this act and category trigger; empty where the law files have none."""
        return self.by_trigger.get((act, category), ())

    def drafts_for(self, act: Act, category: str) -> tuple[CatalogueEntry, ...]:
        """The catalogue entries that draft on this act and category."""
        return self.drafts_by_trigger.get((act, category), ())

    def conditions_stated(self, condition: Condition) -> bool:
        """Must this condition stand in the act's own words? False: the engine reads it from facts."""
        if condition.kind is ConditionKind.BASIS:
            return False
        if condition.kind is ConditionKind.CRIME:
            return True
        return all(
            self.vocabulary.conditions[code].known is HowKnown.STATED
            for code in condition.codes
        )
