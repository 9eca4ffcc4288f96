"""What is odd about a case, as problems by name: none of it moves a consequence, all of it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation

from graph_service.consequences.case import Case
from graph_service.consequences.model import Consequence
from graph_service.consequences.scope import not_recognised
from graph_service.errors import Problem
from graph_service.facts.types import Naming, Objection
from graph_service.rules.words import Act, Repair

GUIDING_THRESHOLD = {"enterprise": Decimal(200_000), "person": Decimal(30_000)}
"""Yuan of unpaid tax from which exit control is asked for in principle (国税发〔1996〕215号, 216号): it guides the
authority and is no element of 税收征收管理法 Art 44, so a notice below it stands, with a problem shown."""


def case_problems(case: Case, made: Iterable[Consequence]) -> list[Problem]:
    """The problems of a case, each named by its case and never by a person."""
    consequences = tuple(made)
    return [
        *_unknown(case),
        *_outside_every_circle(case),
        *_disagreements(case, consequences),
        *_objections(case),
        *_repair_class(case, consequences),
        *_threshold(case),
    ]


def _problem(case: Case, kind: str, why: str, todo: str = "") -> Problem:
    return Problem(kind=kind, subject=case.decision.case, why=why, todo=todo)


def _unknown(case: Case) -> Iterator[Problem]:
    decision = case.decision
    if case.authority is None:
        why = "the deciding authority is in no register of authorities: everything drafts"
        yield _problem(case, "authority_not_known", why, "Add the authority.")
    act = Act(decision.act)
    book = case.book
    triggered = book.clauses_for(act, decision.category, decision.conduct_class)
    if not triggered and not book.drafts_for(act, decision.category):
        why = f"no clause speaks of a {decision.act} of category {decision.category}"
        yield _problem(case, "no_clause_for_this_act", why)
    if decision.rests_on and case.decision.case in decision.rests_on:
        yield _problem(case, "decision_rests_on_itself", "the decision names itself as its basis")


def _outside_every_circle(case: Case) -> Iterator[Problem]:
    """A naming in a role that no clause of the act reaches (R03, G19): no measure, a problem."""
    decision = case.decision
    clauses = case.book.clauses_for(Act(decision.act), decision.category, decision.conduct_class)
    reached = {role for clause in clauses if not_recognised(clause, case) is None for role in clause.roles}
    for stated in case.namings:
        naming = stated.fact
        assert isinstance(naming, Naming)
        if clauses and not case.roles_of(naming.role) & reached:
            why = f"the document names a person as {naming.role}, a role that no clause of this act reaches"
            yield _problem(
                case, "naming_outside_the_circle", why, "No measure follows; ask the deciding authority."
            )


def _disagreements(case: Case, made: tuple[Consequence, ...]) -> Iterator[Problem]:
    for one in made:
        if "register_disagrees" in one.notes:
            why = f"{one.clause}: the document and the register ({one.record}) disagree on the role; the document binds"
            yield _problem(
                case, "register_disagrees", why, "Ask the authority and the registrar who is right."
            )


def _objections(case: Case) -> Iterator[Problem]:
    accepted: set[tuple[str, str]] = set()
    parties = {*case.subject}
    for stated in (*case.namings, *case.findings):
        parties.add(stated.fact.record)
    for stated in case.acts("objection"):
        fact = stated.fact
        assert isinstance(fact, Objection)
        if fact.step == "accepted":
            accepted.add((fact.record, fact.number))
    for stated in case.acts("objection"):
        fact = stated.fact
        assert isinstance(fact, Objection)
        if fact.step != "accepted" and (fact.record, fact.number) not in accepted:
            why = f"objection {fact.number} was {fact.step} and never accepted: it moves nothing"
            yield _problem(case, "objection_never_accepted", why)


def _repair_class(case: Case, made: tuple[Consequence, ...]) -> Iterator[Problem]:
    clauses = case.book.clauses
    repairable = any(one.clause in clauses and clauses[one.clause].repair is not Repair.NONE for one in made)
    if repairable and case.decision.repair_class is None:
        why = "the decision states no class of repair (light, general, serious): no repair date is offered"
        yield _problem(
            case, "repair_class_not_known", why, "Ask the deciding authority for its repair notice."
        )


def _threshold(case: Case) -> Iterator[Problem]:
    decision = case.decision
    least = GUIDING_THRESHOLD.get(case.subject_kind or "")
    if decision.category != "tax_exit_control_notice" or decision.amount is None or least is None:
        return
    try:
        below = Decimal(decision.amount) < least
    except InvalidOperation:
        return
    if below:
        why = f"the unpaid tax is below {least} yuan, the amount that guides the authority; the notice stands"
        yield _problem(case, "below_guiding_threshold", why)
