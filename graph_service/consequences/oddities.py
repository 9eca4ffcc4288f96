"""What is odd about a case, as problems by name: none of it moves a consequence, all of it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation

from graph_service.consequences.case import Case, annulments
from graph_service.consequences.conditions import speaks_of_another_party
from graph_service.consequences.model import Consequence
from graph_service.consequences.people import representative
from graph_service.consequences.scope import not_recognised
from graph_service.errors import Problem
from graph_service.facts.types import Annulment, Event, Naming, Objection, Repair, Service
from graph_service.rules.words import Act, ClockStart
from graph_service.rules.words import Repair as RepairBy

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
        *_objections(case, consequences),
        *_relief(case, consequences),
        *_out_of_order(case),
        *_superseding(case),
        *_repair_class(case, consequences),
        *_threshold(case),
    ]


def _problem(case: Case, kind: str, why: str, todo: str) -> Problem:
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
        todo = "Compare the category with the decision's own words; if it is right, nothing follows from this act here."
        yield _problem(case, "no_clause_for_this_act", why, todo)
    if decision.rests_on and case.decision.case in decision.rests_on:
        why = "the decision names itself as its basis"
        yield _problem(case, "decision_rests_on_itself", why, "State the case that it rests on.")


def _outside_every_circle(case: Case) -> Iterator[Problem]:
    """A naming in a role that no clause of the act reaches (R03, G19): no measure, a problem."""
    decision = case.decision
    clauses = case.book.clauses_for(Act(decision.act), decision.category, decision.conduct_class)
    open_to = [c for c in clauses if not_recognised(c, case) is None and not speaks_of_another_party(c, case)]
    reached = {role for clause in open_to for role in clause.roles}
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


def _objections(case: Case, made: tuple[Consequence, ...]) -> Iterator[Problem]:
    evidence = case.evidence.fork()
    reached = {one.record for one in made if one.record is not None}
    cited = {used.fact for one in made for used in one.proof.facts}
    steps: dict[tuple[str, str], set[str]] = {}
    for stated in case.acts("objection"):
        fact = stated.fact
        assert isinstance(fact, Objection)
        party = "" if fact.record in case.subject else representative(evidence, fact.record)
        steps.setdefault((party, fact.number), set()).add(fact.step)
        if party and stated.id not in cited and reached.isdisjoint(evidence.party(fact.record).records):
            why = (
                f"objection {fact.number} is of a party on whom nothing in this case rests: it moves nothing"
            )
            yield _problem(case, "objection_by_a_stranger", why, "Ask who objected.")
    for (_, number), taken in steps.items():
        if "accepted" not in taken:
            why = f"objection {number} was {' and '.join(sorted(taken))} and never accepted: it moves nothing"
            yield _problem(
                case, "objection_never_accepted", why, "Ask the deciding authority when it was accepted."
            )


def _relief(case: Case, made: tuple[Consequence, ...]) -> Iterator[Problem]:
    """Relief of one alone of whom nothing in the case speaks: it freed nobody, and whom it was meant to free is bound
    until somebody asks."""
    evidence = case.evidence.fork()
    known = {one.record for one in made if one.record is not None} | {*case.subject}
    known |= {stated.fact.record for stated in (*case.namings, *case.findings)}
    cited = {used.fact for one in made for used in one.proof.facts}
    for kind in ("event", "lifting", "repair"):
        for stated in case.acts(kind):
            fact = stated.fact
            of_one = fact.only_record if isinstance(fact, Event) else True
            if of_one and stated.id not in cited and known.isdisjoint(evidence.party(fact.record).records):
                what = fact.event if isinstance(fact, Event) else kind
                why = f"{what} is of a party on whom nothing in this case rests: it moves nothing"
                yield _problem(case, "relief_of_a_stranger", why, "Ask the authority whom it frees.")


def _out_of_order(case: Case) -> Iterator[Problem]:
    """Acts that come before the decision they speak of; relief of which no one says when it begins."""
    made = case.decision.date
    clauses = case.book.clauses_for(
        Act(case.decision.act), case.decision.category, case.decision.conduct_class
    )
    ends = {code for clause in clauses for code in clause.ends_by} - {start.value for start in ClockStart}
    for kind in ("annulment", "event", "repair", "service"):
        for stated in case.acts(kind):
            fact = stated.fact
            assert isinstance(fact, Annulment | Event | Repair | Service)
            bears = not isinstance(fact, Event) or fact.event in ends
            if bears and fact.date.last < made.first:
                what = fact.event if isinstance(fact, Event) else kind
                why = (
                    f"{what} of {fact.date}, before the decision of {made}: of another document, or misdated"
                )
                yield _problem(case, "act_before_the_decision", why, "Compare the dates.")
    for kind in ("lifting", "suspension"):
        if any(stated.fact.since is None for stated in case.acts(kind)):
            why = f"a {kind} does not say since when: it moves nothing"
            yield _problem(case, "relief_without_a_beginning", why, "Ask the deciding authority.")


def _superseding(case: Case) -> Iterator[Problem]:
    for other, _ in case.superseding:
        if other.case == case.decision.case:
            why = "the decision says that it takes its own place: that ends nothing"
            yield _problem(case, "decision_supersedes_itself", why, "State the case whose place it takes.")
        elif annulments(case.evidence.fork(), other):
            why = f"{other.case}, which took the place of this decision, was annulled: this one stands again"
            todo = "Ask the deciding authority whether it does."
            yield _problem(case, "superseding_decision_annulled", why, todo)


def _repair_class(case: Case, made: tuple[Consequence, ...]) -> Iterator[Problem]:
    clauses = case.book.clauses
    repairable = any(
        one.clause in clauses and clauses[one.clause].repair is not RepairBy.NONE for one in made
    )
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
        yield _problem(
            case, "below_guiding_threshold", why, "Ask the tax authority whether the notice stands."
        )
