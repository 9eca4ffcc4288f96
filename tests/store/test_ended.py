"""Whoever takes a fact back, on whatever record, meets the cases that read it; the same on both graphs."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from graph_service.consequences.model import CaseReport
from graph_service.facts import Day, Fact, FactIndex, Reading, fact_id, to_row
from graph_service.facts.types import Decision, Enterprise, Office, Person, Retraction
from graph_service.store import Store, placed

PERSON = Person(record="p1", adult_on=Day("1998-01-01"))
OFFICE = Office(record="p1", enterprise="e1", post="director")
DECISION = Decision(
    record="e1", case="c1", act="decision", category="food", authority="a", number="1", date=Day("2026-05-10")
)


def touched(store: Store, *facts: Fact) -> list[str]:
    """The cases that were derived when these facts were posted, by a law that looks at the persons in the offices of
    the firm and makes nothing of them."""
    asked: list[str] = []

    def derive(index: FactIndex, cases: Sequence[str]) -> list[CaseReport]:
        asked.extend(cases)
        return [_report(index, case) for case in cases]

    store.post(facts, derive=derive)
    return asked


def _report(index: FactIndex, case: str) -> CaseReport:
    reading = Reading(index)
    for decision in reading.by("decision", "case", case):
        for office in reading.by("office", "enterprise", decision.fact.record):
            reading.by("person", "record", office.fact.record)
    return CaseReport(case=case, reads=tuple(reading.keys))


@pytest.mark.parametrize("by", ["p1", "reviewer:1"])
@pytest.mark.parametrize("fact", [PERSON, OFFICE], ids=["said of itself", "tie"])
def test_a_retraction_meets_the_cases_that_read_what_it_takes_back(store: Store, fact: Fact, by: str) -> None:
    """Stated on the record of the fact or on another; and taken back itself, and so on, it meets them again."""
    assert touched(store, Enterprise(record="e1"), PERSON, OFFICE, DECISION) == ["c1"]
    taken = Retraction(record=by, of=fact_id(fact))
    assert touched(store, taken) == ["c1"]
    back = Retraction(record=by, of=fact_id(taken))
    assert touched(store, back) == ["c1"]
    assert touched(store, Retraction(record="reviewer:2", of=fact_id(back))) == ["c1"]


def test_a_replacement_stated_on_another_record_meets_them_too(store: Store) -> None:
    """What stood on the first record stands no more."""
    touched(store, Enterprise(record="e1"), PERSON, OFFICE, DECISION)
    assert touched(store, Person(record="p2", replaces=fact_id(PERSON))) == ["c1"]
    assert store.index().by("person", "record", "p1") == ()


def test_what_nobody_ever_read_touches_nothing(store: Store) -> None:
    """A retraction of a fact of another person, or of none at all, derives no case."""
    other = Person(record="p9")
    touched(store, Enterprise(record="e1"), PERSON, OFFICE, DECISION, other)
    assert touched(store, Retraction(record="reviewer:1", of=fact_id(other))) == []
    assert touched(store, Retraction(record="reviewer:1", of="person:none")) == []


def test_a_load_meets_the_cases_that_read_what_it_ends(store: Store) -> None:
    """A source that takes back what another said of a person on a record of its own."""
    touched(store, Enterprise(record="e1"), PERSON, OFFICE, DECISION)
    taken = Retraction(record="list:7", of=fact_id(PERSON))
    with store.begin() as load:
        load.add(placed([(taken.kind, to_row(taken))]))
        assert load.touched() == ["c1"]
        load.seal()
