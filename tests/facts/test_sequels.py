"""What the acts of a case say taken together."""

from __future__ import annotations

from datetime import date

from graph_service.facts import MemoryIndex, sequels
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
