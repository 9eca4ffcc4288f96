"""A rule and its clauses, as values.

One clause has one trigger, one circle, one role date, one measure with one scope and one force, one clock,
one exit and one citation. Field names are the keys of the rule files. Nothing here reads a file or decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from graph_service.facts.days import add_term, term_end
from graph_service.rules.words import (
    Act,
    By,
    ClockStart,
    ConditionKind,
    Evidence,
    Force,
    IdentityAsked,
    Initial,
    Kind,
    Moment,
    OnObjection,
    Rank,
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

    `territory` and `departments` are codes of the vocabulary; no departments: any authority of the territory.
    `least_level` asks for that level or a higher one (county, city, province, national). `authority` is the
    prose. An act of a department in `through` counts only once the event `received_by` is a fact of its case.
    """

    territory: str
    departments: tuple[str, ...]
    authority: str
    least_level: str | None = None
    through: tuple[str, ...] = ()
    received_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One element of a trigger.

    CODE: `codes` holds one code; ANY_OF and CRIME: one of `codes` is enough (of a CRIME: of crimes).
    BASIS: the act cites `article` of `law` (name without its year).
    """

    kind: ConditionKind
    codes: tuple[str, ...] = ()
    law: str = ""
    article: str = ""

    def cited_in(self, texts: tuple[str, ...]) -> bool:
        """Does one of the citations (`药品管理法(2019) Art 118(1)`) name this article of this law, or a paragraph or
        item of it, whatever edition?"""
        cited = [text.replace("（", "(").partition(" ") for text in texts]
        return any(
            law.split("(")[0].strip() == self.law and place.split("(")[0].strip() == self.article
            for law, _, place in cited
        )

    def __str__(self) -> str:
        if self.kind is ConditionKind.BASIS:
            return f"basis {self.law} {self.article}"
        if self.kind is ConditionKind.CODE:
            return self.codes[0]
        return f"{self.kind.value} {', '.join(self.codes)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """The act that starts a clause: its form, its category (a code of the vocabulary), all its conditions."""

    act: Act
    category: str
    conditions: tuple[Condition, ...]

    @property
    def codes(self) -> frozenset[str]:
        """The single condition codes that are asked."""
        return frozenset(c.codes[0] for c in self.conditions if c.kind is ConditionKind.CODE)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleDate:
    """The moment on which the role counts; `otherwise` where the first is not known."""

    first: Moment
    otherwise: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How long. `length` (ISO 8601, `P3Y`) is the term with FIXED, the law's own term with AS_DECIDED and
    AS_PUBLICATION (None: the act must state one, else a draft), the most with AS_BAR, else None."""

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

    def code(self, stated: str | None, published: str | None) -> str | None:
        """The term in short (`P3Y`, `life`, `open`, `bar:P2Y`, `until:performance`), where the act states the term
        `stated` and the term of publication `published`; None where it must state one and does not."""
        if self.term is None:
            return f"until:{self.until}"
        return {
            TermForm.FIXED: self.term.length,
            TermForm.LIFE: "life",
            TermForm.OPEN: "open",
            TermForm.AS_DECIDED: stated or self.term.length,
            TermForm.AS_PUBLICATION: published or self.term.length,
            TermForm.AS_BAR: f"bar:{stated}" if stated else None,
        }[self.term.form]

    def end(self, start: date, code: str) -> date | None:
        """The exclusive end of a term in short that starts on `start`; None where no day ends it; the cap on terms
        in a row is not in it. Raises BadValue."""
        end = term_end(start, code.removeprefix("bar:"))
        if self.term is None or self.term.form is not TermForm.AS_BAR or self.term.length is None:
            return end
        most = add_term(start, self.term.length)
        return most if end is None else min(end, most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """The citation block of a clause: law, article, rank, a paraphrase (never a quotation), its evidence.

    `quotation` is the wording, and only together with `read_from`, the text it was read from.
    """

    law: str
    article: str
    rank: Rank
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
    """The card above a family of clauses; `review` says whether a lawyer has read it and decides nothing."""

    id: str
    zh: str
    en: str
    authority: str
    basis: str
    what: str
    review: Review
    traps: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueEntry:
    """A rule or statutory bar that is known but not taken apart: it can only draft, for the reason it gives.

    `office_roles` would be reached by office, `found_roles` only by a finding; `who` is the source's own
    wording of both. `person_measures` and `entity_measures` are codes; `bar`, `years` and `clock` prose.
    """

    id: str
    zh: str
    law: str
    article: str
    evidence: str
    territory: str
    act: Act
    category: str
    trigger: str
    propagation: tuple[str, ...]
    office_roles: tuple[str, ...]
    found_roles: tuple[str, ...]
    who: str
    person_measures: tuple[str, ...]
    entity_measures: tuple[str, ...]
    bar: str
    years: str
    clock: str
    ends: str
    objection: str
    reason: str
    notes: tuple[str, ...] = ()
