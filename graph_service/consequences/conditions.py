"""The elements of a trigger: which are met, which are missing, which the act denies.

A stated condition must stand in the act's own words (or be confirmed by a reviewer where the vocabulary allows
it); a computed one is read from facts. Missing is not false: it makes a draft (R01). An act that states one of a
group of alternatives denies the others, and then the clause does not apply.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from graph_service.consequences.addressee import speaks_of
from graph_service.consequences.candidate import Candidate
from graph_service.consequences.case import Case
from graph_service.consequences.documents import found_only, in_the_document
from graph_service.consequences.people import of_age, same_person
from graph_service.errors import BadValue
from graph_service.facts import covers
from graph_service.facts.days import term_months
from graph_service.facts.types import Confirmation, Office
from graph_service.rules.model import Clause, Condition
from graph_service.rules.words import ConditionKind, HowKnown


@dataclass(frozen=True, slots=True)
class Elements:
    """The conditions of one clause for one candidate: met, missing; `denied` where the clause does not apply."""

    met: tuple[str, ...]
    missing: tuple[str, ...]
    denied: bool


def elements(clause: Clause, case: Case, one: Candidate) -> Elements:
    """Judge every condition of the clause for a candidate."""
    met: list[str] = []
    missing: list[str] = []
    for condition in clause.trigger.conditions:
        answer = _answer(condition, case, one)
        if answer is False:
            return Elements((), (), True)
        (met if answer else missing).append(str(condition))
    return Elements(tuple(met), tuple(missing), False)


_OF_THE_PARTY = (
    "person_is_the_debtor",
    "person_is_the_taxpayer",
    "debtor_is_an_adult_natural_person",
    "debtor_without_full_capacity",
    "unit_without_legal_representative",
    "against_enterprise_institution_or_social_organisation",
)


def speaks_of_another_party(clause: Clause, case: Case) -> bool:
    """Does the clause ask for a party of another kind or form than the act is against?"""
    nobody = Candidate(record=None, evidence=case.evidence.fork())
    asked = [code for code in _OF_THE_PARTY if code in clause.trigger.codes]
    return any(_COMPUTED[code](case, nobody) is False for code in asked)


def _answer(condition: Condition, case: Case, one: Candidate) -> bool | None:
    if condition.kind is ConditionKind.BASIS:
        return _cites(condition, case)
    stated = _stated(case, one)
    if condition.kind is ConditionKind.CODE:
        return _code(condition.codes[0], case, one, stated)
    if any(code in stated for code in condition.codes):
        return True
    return None


def _cites(condition: Condition, case: Case) -> bool | None:
    """Does the act cite this article of this law? None where it cites nothing."""
    if not case.decision.basis:
        return None
    return condition.cited_in(case.decision.basis)


def _stated(case: Case, one: Candidate) -> frozenset[str]:
    """What the documents state: the act of the case, and its naming of or finding about this person."""
    texts = set(case.decision.conditions)
    for part in (one.naming, one.finding):
        if part is not None:
            texts |= set(part.conditions)
    return frozenset(texts)


def _code(code: str, case: Case, one: Candidate, stated: frozenset[str]) -> bool | None:
    word = case.book.vocabulary.conditions[code]
    if word.known is HowKnown.COMPUTED:
        return _COMPUTED[code](case, one)
    if code in stated:
        return True
    if word.confirmable and _confirmed(code, case, one):
        return True
    others = (w for w in case.book.vocabulary.conditions.values() if word.group and w.group == word.group)
    return False if any(other.code in stated for other in others) else None


def _confirmed(code: str, case: Case, one: Candidate) -> bool:
    for stated in case.confirmations:
        fact = stated.fact
        assert isinstance(fact, Confirmation)
        if fact.what == code and speaks_of(case, one, fact.record):
            one.evidence.use("confirmation", stated)
            return True
    return False


def _named(case: Case, one: Candidate) -> bool | None:
    return True if (one.naming is not None and not one.title_only) or one.named_by_finding else None


def _title_only(case: Case, one: Candidate) -> bool | None:
    return one.title_only


def _found_here(case: Case, one: Candidate) -> bool | None:
    """A finding in the document of the case itself, or a naming in a role that only a finding gives."""
    if in_the_document(case, one.finding):
        return True
    return True if one.naming is not None and found_only(case, one.naming.role) else None


def _responsible(*kinds: str) -> Callable[[Case, Candidate], bool | None]:
    def judge(case: Case, one: Candidate) -> bool | None:
        if one.finding is not None and one.finding.responsibility in kinds:
            return True
        direct = "direct" in kinds and one.naming is not None and found_only(case, one.naming.role)
        return True if direct else None

    return judge


def _subject_is_person(case: Case, one: Candidate) -> bool | None:
    return {"person": True, "enterprise": False}.get(case.subject_kind or "")


def _adult(case: Case, one: Candidate) -> bool | None:
    if case.subject_kind != "person":
        return _subject_is_person(case, one)
    return of_age(one.evidence, case.decision.record, case.decision.date)


def _limited(case: Case, one: Candidate) -> bool | None:
    return {"limited": True, "full": False}.get(case.decision.debtor_capacity or "")


_WITHOUT_REPRESENTATIVE = frozenset({"partnership", "sole_proprietorship", "branch"})
_NO_UNIT = frozenset({"sole_trader", "state_organ"})


def _no_representative(case: Case, one: Candidate) -> bool | None:
    if case.enterprise is None or case.enterprise.type == "other":
        return None
    return case.enterprise.type in _WITHOUT_REPRESENTATIVE


def _term(case: Case, one: Candidate) -> str | None:
    for part in (one.naming, one.finding):
        if part is not None and part.term is not None:
            return part.term
    return case.decision.term


def _states_term(case: Case, one: Candidate) -> bool | None:
    return True if _term(case, one) else None


def _states_amount(case: Case, one: Candidate) -> bool | None:
    own = (part.amount for part in (one.naming, one.finding) if part is not None)
    return True if any(own) else None


def _one_to_three_years(case: Case, one: Candidate) -> bool | None:
    term = _term(case, one)
    try:
        months = term_months(term) if term else None
    except BadValue:
        return None
    return True if months is not None and 12 <= months <= 36 else None


def _item_nine(case: Case, one: Candidate) -> bool | None:
    return True if case.decision.conduct_class in case.book.vocabulary.conduct_classes else None


def _against_unit(case: Case, one: Candidate) -> bool | None:
    if case.subject_kind == "person":
        return False
    if case.enterprise is None or case.enterprise.type == "other":
        return None
    return case.enterprise.type not in _NO_UNIT


def _left_before(case: Case, one: Candidate) -> bool | None:
    if one.record is None:
        return None
    for record in case.subject:
        for stated in one.evidence.by("office", "enterprise", record):
            office = stated.fact
            assert isinstance(office, Office)
            ended = covers(office.since, office.until, case.decision.date, disclosed_on=office.disclosed_on)
            if ended is False and office.until and same_person(one.evidence, one.record, office.record):
                return True
    return False


_COMPUTED: dict[str, Callable[[Case, Candidate], bool | None]] = {
    "decision_names_the_person": _named,
    "order_names_the_person": _named,
    "notice_names_the_person": _named,
    "listing_names_the_person": _named,
    "ruling_names_the_person": _named,
    "order_gives_a_title_only": _title_only,
    "finding_in_the_decision": _found_here,
    "finding_in_the_order": _found_here,
    "finding_in_the_ruling": _found_here,
    "finding_of_direct_responsibility": _responsible("direct", "personal"),
    "finding_of_personal_responsibility": _responsible("personal"),
    "finding_of_responsibility_for_it": _responsible("direct", "personal", "accident"),
    "finding_names_principal_or_project_head": _found_here,
    "finding_that_breach_caused_the_bankruptcy": _responsible("breach"),
    "person_is_the_debtor": _subject_is_person,
    "person_is_the_taxpayer": _subject_is_person,
    "listing_names_the_debtor": lambda case, one: True,
    "debtor_is_an_adult_natural_person": _adult,
    "debtor_without_full_capacity": _limited,
    "unit_without_legal_representative": _no_representative,
    "decision_states_the_term": _states_term,
    "decision_states_the_period": _states_term,
    "decision_states_the_amount": _states_amount,
    "decision_states_the_bar": _states_term,
    "term_stated_within_one_to_three_years": _one_to_three_years,
    "conduct_in_one_of_the_four_classes_of_item_9": _item_nine,
    "against_enterprise_institution_or_social_organisation": _against_unit,
    "left_before_the_revocation": _left_before,
}
