"""What the acts of a case say taken together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service.facts import Day, MemoryIndex, sequels
from graph_service.facts.cases import CaseFacts
from graph_service.facts.notation import parse
from graph_service.facts.types import Decision, Objection, Receipt


def _objections(text: str) -> list[Objection]:
    return [one.fact for one in parse(text).facts if isinstance(one.fact, Objection)]


def test_an_objection_is_open_from_each_acceptance_to_the_answer_after_it() -> None:
    """Taken up again after a refusal, it is open again; the firm's and a person's are told apart."""
    steps = _objections("""
objection gsxt:A case=c step=accepted date=2026-01-01 number=1
objection gsxt:A case=c step=refused date=2026-02 number=1
objection gsxt:A case=c step=accepted date=2026-05-01 number=1
objection gsxt:L case=c step=upheld date=2026-05-01 number=1
""")
    stretches, upheld = sequels.open_stretches(steps, ["gsxt:A"])
    assert stretches == [(date(2026, 1, 1), date(2026, 2, 28)), (date(2026, 5, 1), date.max)]
    assert not upheld
    assert sequels.open_stretches([*steps[:1], *_objections(
        "objection gsxt:A case=c step=upheld date=2026-03-01 number=1")], ["gsxt:A"])[1]  # fmt: skip


def test_a_measure_is_applied_while_one_implementer_applies_it() -> None:
    """One implementer's lifting leaves the other's application; on one day the milder answer counts."""
    text = """
receipt gsxt:A case=c measure=M13 implementer=a outcome=applied date=2026-01-01
receipt gsxt:A case=c measure=M13 implementer=b outcome=applied date=2026-02-01
receipt gsxt:A case=c measure=M13 implementer=a outcome=lifted date=2026-03-01
receipt gsxt:A case=c measure=M13 implementer=b outcome=lifted date=2026-04-01
"""
    receipts = [one.fact for one in parse(text).facts if isinstance(one.fact, Receipt)]
    assert [answer for _, answer in sequels.answers(receipts)] == ["applied", "applied", "applied", "lifted"]


def test_annulments_reach_up_through_what_a_case_rests_on() -> None:
    """The annulment of a decision is found from what rests on it, also through one between; circles end."""
    index = MemoryIndex.of(
        parse("""
decision a:A case=c1 act=decision category=x authority=a number=1 date=2026 rests_on=[c2, c1]
decision a:A case=c2 act=decision category=x authority=a number=2 date=2026 rests_on=[c3, c1]
annulment a:A case=c3 date=2026-05-01
""")
    )
    case = CaseFacts(index, "c1", None)
    assert [one.fact.kind for one in case.annulled] == ["annulment"]
    assert case.alike
    assert CaseFacts(index, "nothing", "a:A").decision is None


def test_terms_in_a_row_count_from_the_first_unless_one_was_ended_before() -> None:
    """A term that follows another without a gap begins with it; a release in between breaks the row."""
    text = """
decision b:A case=c1 act=determination category=x authority=a number=1 date=2025-01-01 term=P3Y conditions=[ground]
service b:A case=c1 date=2025-01-05
decision b:A case=c2 act=determination category=x authority=a number=2 date=2027-01-01 term=P3Y conditions=[ground]
"""
    act = next(
        one.fact for one in parse(text).facts if isinstance(one.fact, Decision) and one.fact.case == "c2"
    )

    def first(ledger: str) -> date:
        index = MemoryIndex.of(parse(ledger))
        return sequels.first_in_row(index, ["b:A"], act, date(2027, 1, 5), {"ground": "P2Y"}, ["release"])

    assert first(text) == date(2025, 1, 5)
    assert first(text + "event b:A case=c1 event=release date=2026-01-01\n") == date(2027, 1, 5)
    assert first(text + "annulment b:A case=c1 date=2026-01-01\n") == date(2027, 1, 5)


WHOLE = Decision(
    record="a:A", case="c", act="decision", category="x", authority="a", number="1", date=Day("2026-02-02"),
    conditions=("serious",), basis=("法 Art 1",), term="P3Y", rests_on=("b",), amount="5", conduct_class="k",
)  # fmt: skip
SILENT: dict[str, Any] = {
    "conditions": (), "basis": (), "term": None, "rests_on": (), "amount": None, "conduct_class": None,
}  # fmt: skip


@given(st.lists(st.sets(st.sampled_from(sorted(SILENT))), min_size=1, max_size=5), st.randoms())
@settings(max_examples=100)
def test_what_one_statement_leaves_out_and_another_gives_is_given_in_any_order(
    left_out: list[set[str]], chance: Random
) -> None:
    """A field is blank only where every statement leaves it out; silence contradicts nothing."""
    statements = [replace(WHOLE, **{name: SILENT[name] for name in names}) for names in left_out]
    blank = set.intersection(*left_out)
    expected = replace(WHOLE, **{name: SILENT[name] for name in blank})
    assert sequels.together(statements) == (expected, True)
    chance.shuffle(statements)
    assert sequels.together(statements) == (expected, True)


@pytest.mark.parametrize(
    "other",
    [
        {"term": "P2Y"},
        {"conditions": ("other",)},
        {"date": Day("2026-02")},
        {"category": "y"},
        {"amount": "6"},
    ],
)
def test_two_values_for_one_thing_contradict_and_silence_between_them_does_not_help(
    other: dict[str, Any],
) -> None:
    """In any order, and although a third statement says nothing of it."""
    statements = [WHOLE, replace(WHOLE, **SILENT), replace(WHOLE, **other)]
    assert not any(sequels.together(order)[1] for order in permutations(statements))


def test_decisions_are_told_apart_by_case_and_each_read_together() -> None:
    """Statements of one case are one decision; whatever else is found is none."""
    index = parse("""
decision a:A case=c1 act=decision category=x authority=a number=1 date=2026
decision a:A case=c2 act=decision category=x authority=a number=2 date=2026
decision b:A case=c1 act=decision category=x authority=a number=1 date=2026 term=P1Y
annulment a:A case=c2 date=2026-05-01
""")
    found = sequels.decisions(index.facts)
    assert [(one.case, one.record, one.term) for one in found] == [("c1", "a:A", "P1Y"), ("c2", "a:A", None)]
