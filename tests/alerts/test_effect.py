"""Who a write newly binds and frees, read record by record over all its changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from graph_service.alerts.effect import Effect, difference_digest, name_of
from graph_service.consequences.model import Change, Consequence, Proof, Span, State

DAY = date(2026, 7, 1)
PROOF = Proof(clause="X/1", clause_digest="0", law="law", article="1", facts=(), looks=())


def one(record: str = "a", *spans: tuple[date, date | None, State], **more: Any) -> Consequence:
    """A consequence on a person, in force from before the day on unless told otherwise."""
    timeline = tuple(Span(since, until, state, "decision") for since, until, state in spans)
    made = Consequence(
        case="c", clause="X/1", rule="X", record=record, target="person", measure="M01", measure_scope=None, kind="K1",
        force="mandatory", propagation="P1", territory="CN", proof=PROOF, binds=(record,),
        timeline=timeline or (Span(date(2026, 6, 1), None, State.IN_FORCE, "decision"),),
    )  # fmt: skip
    return replace(made, **more)


def bound(*changes: Change) -> set[str]:
    """The persons newly bound."""
    return set(Effect.of(changes, DAY).bound.persons)


def test_who_is_bound_for_a_day_more_is_newly_bound() -> None:
    """Opened, resumed, lengthened, yet to begin; of a firm it is a firm."""
    short = one("a", (date(2026, 6, 1), date(2026, 8, 1), State.IN_FORCE))
    longer = one("a", (date(2026, 6, 1), date(2026, 8, 2), State.IN_FORCE))
    rests = one("a", (date(2026, 6, 1), None, State.SUSPENDED))
    later = one("a", (date(2027, 1, 1), None, State.IN_FORCE))
    for before, after in ((None, one()), (rests, one()), (short, longer), (None, later)):
        assert bound(Change(before, after)) == {"a"}
        assert Effect.of([Change(after, before)], DAY).freed.persons == {"a"}
        assert bound(Change(after, before)) == set()
    firm = Effect.of([Change(None, one(target="enterprise"))], DAY)
    assert firm.bound.firms == {"a"}
    assert not firm.bound.persons


def test_what_is_over_drafted_proposed_or_goes_on_binds_nobody_newly() -> None:
    """A term of the past; a draft; another clause, case or record of the party with the same measure."""
    past = one("a", (date(2020, 1, 1), DAY, State.IN_FORCE))
    for state in (State.DRAFT, State.PROPOSED, State.OFFERED):
        assert bound(Change(None, one("a", (DAY, None, state)))) == set()
    assert bound(Change(None, past)) == set()
    assert bound(Change(one(), None), Change(None, one(clause="X/2", case="d"))) == set()
    merged = one("a", binds=("a", "b"))
    assert bound(Change(one(), None), Change(one("b"), merged)) == set()
    assert bound(Change(one(), None), Change(None, one(measure_scope="other"))) == {"a"}


def test_a_record_that_a_merge_brings_to_a_bound_party_is_newly_bound() -> None:
    """One party, named by its least record; who comes apart from it was bound before."""
    merged = one("a", binds=("a", "b"))
    assert bound(Change(one(), merged)) == {"a"}
    assert bound(Change(merged, one()), Change(None, one("b"))) == set()


@given(st.permutations([Change(None, one(name)) for name in "abcd"]))
def test_the_name_of_a_dry_run_is_of_the_difference_and_not_of_its_order(changes: list[Change]) -> None:
    """Another difference, batch or rulebook has another name; it is eight groups of four signs."""
    straight = [Change(None, one(name)) for name in "abcd"]
    assert difference_digest(changes) == difference_digest(straight)
    name = name_of("facts", "f", "r", changes)
    assert [len(part) for part in name.split("-")] == [4] * 8
    applied = (("facts", "g", "r"), ("facts", "f", "s"), ("rulebook", "f", "r"))
    others = {name_of(*one, changes) for one in applied} | {name_of("facts", "f", "r", changes[1:])}
    assert name not in others
