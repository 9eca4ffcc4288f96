"""Hints: what a reviewer or the deciding department may want to look at, on the side of the law (decision 20).

A hint rests on a clause and on facts and has no effect: an order could be asked for, an office is held against a
bar, a document and the register disagree, a firm of the same representative is not barred.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph_service.consequences.case import Case, Evidence
from graph_service.consequences.model import Consequence, Hint, State
from graph_service.consequences.people import Window, held, holders, role_window, same_person
from graph_service.facts import Day, Stated
from graph_service.facts.types import Naming, Office
from graph_service.rules.model import Clause
from graph_service.rules.words import Act, By, Status

ORDER_THAT_MAY_FOLLOW = {(Act.LISTING, "court_dishonest_listing"): (Act.ORDER, "consumption_order")}
"""A listed unit is to be restricted in consumption, and the order may name persons (法释〔2015〕17号 Arts 1(2), 3)."""

BARRED_FROM_PROCUREMENT = "M07"


def hints_of(case: Case, made: Iterable[Consequence]) -> tuple[Hint, ...]:
    """The hints of a case, sorted; none where the decision was annulled."""
    if case.annulled:
        return ()
    consequences = tuple(made)
    evidence = case.evidence.fork()
    found = {
        *_orders(case, evidence, consequences),
        *_disagreements(consequences),
        *_titles(case),
        *_offices_against_bars(case, evidence, consequences),
        *_same_representative(case, evidence, consequences),
    }
    return tuple(sorted(found, key=lambda hint: (hint.kind, hint.clause, hint.record or "", hint.facts)))


def _orders(case: Case, evidence: Evidence, made: tuple[Consequence, ...]) -> Iterator[Hint]:
    """Holders of a listed role whom no document names: an order could be asked for (R04, G1)."""
    act = (Act(case.decision.act), case.decision.category)
    for clause in case.book.clauses_for(*ORDER_THAT_MAY_FOLLOW.get(act, act)):
        window = role_window(case, clause.role_date)
        if clause.by is not By.NAMED or clause.status is not Status.ENABLED or window is None:
            continue
        if act not in ORDER_THAT_MAY_FOLLOW and clause.trigger.act is not Act.ORDER:
            continue
        reached = [one.record for one in made if one.clause == clause.id and one.record is not None]
        yield from _unnamed(case, evidence, clause, window, reached)


def _unnamed(
    case: Case, evidence: Evidence, clause: Clause, window: Window, reached: list[str]
) -> Iterator[Hint]:
    for holder in holders(case, evidence, clause.roles, window):
        if holder.held and not any(same_person(evidence, holder.record, record) for record in reached):
            yield Hint(
                kind="order_possible",
                case=case.decision.case,
                clause=clause.id,
                record=holder.record,
                says=f"holds the role {holder.role} and is not named: not reached; an order could be asked for",
                facts=(holder.office.id,),
            )


def _disagreements(made: tuple[Consequence, ...]) -> Iterator[Hint]:
    for one in made:
        if "register_disagrees" in one.notes:
            facts = tuple(
                used.fact for used in one.proof.facts if used.part in ("naming", "office", "finding")
            )
            yield Hint(
                kind="register_disagrees",
                case=one.case,
                clause=one.clause,
                record=one.record,
                says="the document names the person in a role that the register does not show on that day: it binds"
                " as it reads; ask who is right",
                facts=facts,
            )


def _titles(case: Case) -> Iterator[Hint]:
    for stated in case.namings:
        if isinstance(stated.fact, Naming) and stated.fact.title_only:
            yield Hint(
                kind="ask_for_the_name",
                case=case.decision.case,
                clause="",
                record=None,
                says=f"the document gives the title {stated.fact.role} and no name: it reaches nobody; ask for it",
                facts=(stated.id,),
            )


def _offices_against_bars(case: Case, evidence: Evidence, made: tuple[Consequence, ...]) -> Iterator[Hint]:
    """Offices held while a bar from such offices is in force: a duty notice, and nothing on the firm (G5)."""
    scopes = case.book.vocabulary.measure_scopes
    for one in made:
        scope = scopes.get(one.measure_scope or "")
        bound = [span for span in one.timeline if span.state is State.IN_FORCE]
        if scope is None or not scope.posts or scope.new_only or not bound or one.record is None:
            continue
        for office in _offices_of(evidence, one.record):
            assert isinstance(office.fact, Office)
            roles = _roles_anywhere(case, office.fact.post)
            first = Day.of(
                max(bound[0].since, office.fact.since.first if office.fact.since else bound[0].since)
            )
            if roles & set(scope.posts) and held(office.fact, Window(first, first)):
                limit = f" (only if the firm is of the trade: {scope.industry})" if scope.industry else ""
                yield Hint(
                    kind="office_held_against_bar",
                    case=one.case,
                    clause=one.clause,
                    record=one.record,
                    says=f"holds the post {office.fact.post} in {office.fact.enterprise} against the bar{limit}",
                    facts=(office.id,),
                )


def _roles_anywhere(case: Case, post: str) -> set[str]:
    return {row.role for row in case.book.roles_of_post.get(post, ())} | {post}


def _offices_of(evidence: Evidence, record: str) -> tuple[Stated, ...]:
    members = evidence.party(record).records
    return tuple(stated for member in members for stated in evidence.by("office", "record", member))


def _same_representative(case: Case, evidence: Evidence, made: tuple[Consequence, ...]) -> Iterator[Hint]:
    """A supplier is barred and its representative opens another firm: no legal bar, a flag that says so (G18)."""
    if not any(one.measure == BARRED_FROM_PROCUREMENT and not one.missing for one in made):
        return
    window = Window(case.decision.date, case.decision.date)
    for holder in holders(case, evidence, ("legal_representative",), window):
        for stated in _offices_of(evidence, holder.record) if holder.held else ():
            office = stated.fact
            assert isinstance(office, Office)
            later = office.since is not None and office.since.first > case.decision.date.last
            if later and office.post == "legal_representative" and office.enterprise not in case.subject:
                yield Hint(
                    kind="same_representative_no_legal_bar",
                    case=case.decision.case,
                    clause="",
                    record=office.enterprise,
                    says="same legal representative as a barred supplier: no legal bar",
                    facts=(stated.id,),
                )
