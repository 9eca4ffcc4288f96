"""A clause held against the words of an act: what its own text answers, before any other fact is asked.

Whether the act triggers the clause, on which days a role counts, what terms its category gives, and which conditions
the act meets with what it says of a person. Nothing here reads the ledger.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph_service.facts.days import Day
from graph_service.facts.types import Decision, Finding, Naming
from graph_service.rules.model import Clause, Condition, RoleDate
from graph_service.rules.rulebook import Rulebook
from graph_service.rules.words import ClockStart, ConditionKind, HowKnown, Moment

WITH_THE_ACT = frozenset(
    {ClockStart.DECISION, ClockStart.LISTING, ClockStart.ORDER, ClockStart.JUDGMENT, ClockStart.REVOCATION}
)
"""The clocks that start on the day of the act itself."""
_RESPONSIBILITY = {
    "finding_of_direct_responsibility": {"direct", "personal"},
    "finding_of_personal_responsibility": {"personal"},
    "finding_of_responsibility_for_it": {"direct", "personal", "accident"},
    "finding_that_breach_caused_the_bankruptcy": {"breach"},
}
_ONE_TO_THREE_YEARS = {
    *("P1Y", "P2Y", "P3Y"),
    *(f"P{months}M" for months in range(12, 37)),
    *(f"P{years}Y{months}M" for years in (1, 2) for months in range(12)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is known of the party when a clause is held against an act: the kind of the party of the act
    (enterprise, person), its form, whether the person is of age, and the naming and finding that speak of him;
    `found_named` where the act names him by finding him to bear the role."""

    kind: str | None
    form: str | None
    adult: bool
    naming: Naming | None
    finding: Finding | None
    found_named: bool = False

    @property
    def papers(self) -> tuple[Naming | Finding, ...]:
        """The finding and the naming, as far as there are any; the finding speaks first."""
        return tuple(paper for paper in (self.finding, self.naming) if paper is not None)

    def term(self, act: Decision) -> str | None:
        """The term stated: for this person (the naming first), else for all."""
        return next((paper.term for paper in reversed(self.papers) if paper.term), act.term)


def triggers(book: Rulebook, clause: Clause, act: Decision) -> bool:
    """Is the act of the form and category of the clause; or of a class of conduct, where the clause asks no other?"""
    asked = clause.trigger
    if (act.act, act.category) == (asked.act, asked.category):
        return True
    return book.vocabulary.categories[asked.category].any_act and act.conduct_class is not None


def law_on(clause: Clause, day: Day) -> bool:
    """Is the clause law on every date this day can be?"""
    return clause.in_force.holds_on(day.first) and clause.in_force.holds_on(day.last)


def role_days(asked: RoleDate | None, act: Decision) -> tuple[Day, Day] | None:
    """The first and the last day on which the role counts; None: it has no date of its own, or an unknown one."""
    days = {
        Moment.CONDUCT: (act.conduct_from or act.conduct_to, act.conduct_to or act.conduct_from),
        Moment.REQUEST: (act.requested_on, act.requested_on),
        Moment.AS_NAMED: (None, None),
    }
    for moment in (asked.first, asked.otherwise) if asked else ():
        first, last = days.get(moment, (act.date, act.date)) if moment else (None, None)
        if first and last:
            return first, last
    return None


def dates_role(
    book: Rulebook, naming: Naming | None, roles: frozenset[str], days: tuple[Day, Day], act: Decision
) -> bool:
    """Does the naming itself put one of `roles` on the role days: by the day it states, else the day of the act (or,
    where only a finding gives the role, the conduct the act speaks of)?"""
    if naming is None or not roles:
        return False
    on = naming.on or act.date
    inside = days[0].first <= on.first and on.last <= days[1].last
    return inside or (naming.on is None and min(roles) in book.found_roles)


def in_the_act(finding: Finding | None, act: Decision) -> bool:
    """Does the finding stand in the document of the act itself?"""
    return finding is not None and finding.number in (None, act.number)


def terms_of_grounds(book: Rulebook, category: str) -> dict[str, str]:
    """The law's own term for each ground an act of this category can state, where grounds exclude each other."""
    words = book.vocabulary.conditions
    found: dict[str, str] = {}
    for clause in book.clauses.values():
        if clause.trigger.category == category and clause.clock.term and clause.clock.term.length:
            grounds = [code for code in clause.trigger.codes if words[code].group]
            found |= dict.fromkeys(grounds, clause.clock.term.length)
    return found


def states(book: Rulebook, condition: Condition, act: Decision, told: Told) -> bool | None:
    """Does the act (or its naming or finding of this person) state the condition; None where it is not one that
    must be stated, but is read off (`meets`)."""
    if condition.kind is ConditionKind.BASIS:
        return condition.cited_in(act.basis)
    if condition.kind is ConditionKind.CODE:
        word = book.vocabulary.conditions[condition.codes[0]]
        if word.known is not HowKnown.STATED:
            return None
    said = {*act.conditions, *(code for paper in told.papers for code in paper.conditions)}
    return not said.isdisjoint(condition.codes)


def meets(book: Rulebook, code: str, act: Decision, told: Told) -> bool:
    """Is a condition met that is read off the act and what is told of the party?"""
    naming, finding, term = told.naming, told.finding, told.term(act)
    person = told.kind == "person"
    found_so = naming is not None and naming.role in book.found_roles
    if code in _RESPONSIBILITY:
        said = {finding.responsibility if finding else None, "direct" if found_so else None}
        return not said.isdisjoint(_RESPONSIBILITY[code])
    if code.startswith("finding_"):
        return found_so or in_the_act(finding, act)
    if code.endswith("names_the_person"):
        return (naming is not None and not naming.title_only) or told.found_named
    answers: dict[str, bool] = {
        "order_gives_a_title_only": naming is not None and naming.title_only,
        "listing_names_the_debtor": True,
        "person_is_the_debtor": person,
        "person_is_the_taxpayer": person,
        "debtor_is_an_adult_natural_person": person and told.adult,
        "debtor_without_full_capacity": act.debtor_capacity == "limited",
        "unit_without_legal_representative": told.form in ("partnership", "sole_proprietorship", "branch"),
        "decision_states_the_term": term is not None,
        "decision_states_the_period": term is not None,
        "decision_states_the_bar": term is not None,
        "decision_states_the_amount": any(paper.amount for paper in told.papers),
        "term_stated_within_one_to_three_years": term in _ONE_TO_THREE_YEARS,
        "conduct_in_one_of_the_four_classes_of_item_9": act.conduct_class in book.vocabulary.conduct_classes,
        "against_enterprise_institution_or_social_organisation": not person
        and told.form not in (None, "sole_trader", "state_organ"),
    }
    return answers.get(code, False)
