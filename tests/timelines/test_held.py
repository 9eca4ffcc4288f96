"""Spans on both clocks: what each version of a consequence said, and between which entries it was known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from graph_service.consequences.model import Consequence, Proof, Span, State
from graph_service.timelines import held, turns

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
_ONE = Consequence(
    case="c", clause="k", rule="r", record="p", binds=("p",), target="person", measure="M01", measure_scope=None,
    kind="K2", force="mandatory", propagation="P1", territory="440000",
    timeline=(Span(MAY, None, State.IN_FORCE, "x"),),
    proof=Proof(clause="k", clause_digest="d", law="l", article="a", facts=(), looks=()),
)  # fmt: skip


def version(since: int, until: int | None, *spans: Span) -> tuple[Consequence, int, int | None]:
    """A version known from one entry until another."""
    return replace(_ONE, timeline=spans), since, until


IN_FORCE = Span(MAY, None, State.IN_FORCE, "x")
RESTING = (Span(MAY, JUNE, State.IN_FORCE, "x"), Span(JUNE, None, State.SUSPENDED, "objection"))
BACK = (*RESTING[:1], Span(JUNE, JULY, State.SUSPENDED, "objection"), Span(JULY, None, State.IN_FORCE, "x"))
GONE = Span(MAY, None, State.RETRACTED, "annulment")


def told(found: tuple[tuple[Consequence, int, int | None], ...]) -> list[tuple[str, date, int, int | None]]:
    """Each turn with its day and the entries between which it was known."""
    return [
        (one.kind, one.held.span.since, one.held.known_from, one.held.known_until) for one in turns(found)
    ]


def test_a_span_that_later_versions_hold_too_is_one_line() -> None:
    """What an objection cut short was known as open until the entry that said so."""
    found = held([version(2, 5, IN_FORCE), version(5, 7, *RESTING), version(7, None, *BACK)])
    lines = [(one.span, one.known_from, one.known_until) for one in found]
    assert lines == [
        (IN_FORCE, 2, 5),
        (RESTING[0], 5, None),
        (RESTING[1], 5, 7),
        (BACK[1], 7, None),
        (BACK[2], 7, None),
    ]


def test_opened_suspended_and_resumed_are_turns_each_known_since_it_was_stated() -> None:
    """The beginning is one turn, however its end came to be known."""
    versions = (version(2, 5, IN_FORCE), version(5, 7, *RESTING), version(7, None, *BACK))
    assert told(versions) == [
        ("opened", MAY, 2, None),
        ("suspended", JUNE, 5, None),
        ("resumed", JULY, 7, None),
    ]


def test_what_is_taken_back_from_its_first_day_was_opened_until_then_and_is_ended_since() -> None:
    """Both are told: what was believed, and what is known now."""
    assert told((version(2, 5, IN_FORCE), version(5, None, GONE))) == [
        ("opened", MAY, 2, 5),
        ("ended", MAY, 5, None),
    ]


def test_an_end_after_an_end_is_no_turn() -> None:
    """It changes nothing for whom it concerns."""
    ended = (Span(MAY, JUNE, State.RETRACTED, "annulment"), Span(JUNE, None, State.EXPIRED, "term"))
    assert told((version(2, None, *ended),)) == [("ended", MAY, 2, None)]


def test_what_the_facts_made_again_after_a_while_is_known_anew() -> None:
    """Between the entries 4 and 6 nobody knew of it."""
    found = held([version(2, 4, IN_FORCE), version(6, None, IN_FORCE)])
    assert [(one.known_from, one.known_until) for one in found] == [(2, 4), (6, None)]
    assert told((version(2, 4, IN_FORCE), version(6, None, IN_FORCE))) == [
        ("opened", MAY, 2, 4),
        ("opened", MAY, 6, None),
    ]


_SPANS = st.lists(st.integers(0, 4), min_size=1, max_size=4, unique=True).map(sorted)


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[Consequence, int, int | None]]:
    """Versions of one consequence, with gaps between some of them."""
    made, entry = [], 1
    for last in [*[False] * draw(st.integers(0, 4)), True]:
        days = [MAY + timedelta(days=30 * n) for n in draw(_SPANS)]
        ends = [*days[1:], None]
        states = draw(st.lists(st.sampled_from(list(State)), min_size=len(days), max_size=len(days)))
        spans = [Span(day, end, state, "x") for day, end, state in zip(days, ends, states, strict=True)]
        until = None if last and draw(st.booleans()) else entry + draw(st.integers(1, 3))
        made.append(version(entry, until, *spans))
        entry = (until or entry) + draw(st.integers(0, 1))
    return made


@given(histories())
def test_at_every_entry_the_lines_known_are_the_timeline_as_it_read_then(
    versions: list[tuple[Consequence, int, int | None]],
) -> None:
    """Nothing is lost, nothing added."""
    lines = held(versions)
    for entry in range(30):
        known = {one.span for one in lines if one.known_from <= entry and (one.known_until or 99) > entry}
        read = [one for one, since, until in versions if since <= entry and (until or 99) > entry]
        assert known == {span for one in read for span in one.timeline}
