"""The contract of the store, the same on both graphs: consequences, their versions, and what touches a case."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from graph_service.consequences.model import CaseReport, Consequence, Hint, Proof, Span, State, canonical
from graph_service.facts import Day, FactIndex, Reading, to_row
from graph_service.facts.types import Decision, Enterprise, Identity, Office, Person, Retraction
from graph_service.store import Idempotency, Store, placed

DECISION = Decision(
    record="e1",
    case="case-1",
    act="decision",
    category="food",
    authority="a",
    number="1",
    date=Day("2026-05-10"),
)
FACTS = (Enterprise(record="e1"), Person(record="p1"), DECISION)


def consequence(record: str, until: date | None = None) -> Consequence:
    """A consequence of case-1 for a record, in force until a day."""
    span = Span(date(2026, 5, 10), until, State.IN_FORCE, "decided")
    proof = Proof(clause="X/y", clause_digest="d", law="法", article="1", facts=(), looks=())
    return Consequence(
        case="case-1", clause="X/y", rule="X", record=record, target="person", measure="M01", measure_scope=None,
        kind="K1", force="mandatory", propagation="P1", territory="CN", timeline=(span,), proof=proof,
        binds=(record,),
    )  # fmt: skip


def one_per_officer(index: FactIndex, cases: Sequence[str]) -> list[CaseReport]:
    """A law for tests: whoever holds an office in the firm of the case is bound; what it looked up is its read set."""
    reports = []
    for case in cases:
        reading = Reading(index)
        found: list[Consequence] = []
        for decision in reading.by("decision", "case", case):
            for office in reading.by("office", "enterprise", decision.fact.record):
                reading.by("identity", "record", office.fact.record)
                found.append(consequence(office.fact.record))
        hints = (Hint(kind="order_possible", case=case, clause="X/y", record=None, says="…"),)
        reports.append(
            CaseReport(case=case, consequences=tuple(found), hints=hints, reads=tuple(reading.keys))
        )
    return reports


def test_a_post_writes_what_the_law_makes_of_it_in_the_same_entry(store: Store) -> None:
    """Consequences come out as they went in, by case, by party and by id, and hints beside the case."""
    posted = store.post(
        [*FACTS, Office(record="p1", enterprise="e1", post="director")], derive=one_per_officer
    )
    wanted = consequence("p1")
    assert [(change.before, change.after) for change in posted.changes] == [(None, wanted)]
    assert store.consequences_of_case("case-1") == (wanted,)
    assert store.consequences_of_party("p1") == (wanted,)
    assert store.consequence(wanted.id) == wanted
    kept = store.stored_case("case-1")
    assert kept is not None
    assert [hint["kind"] for hint in kept.hints] == ["order_possible"]
    assert store.derived_cases() == ["case-1"]


def test_a_new_fact_finds_the_cases_that_looked_for_it_in_vain(store: Store) -> None:
    """A miss is part of the read set: the office that was not there touches the case when it comes."""
    store.post(FACTS, derive=one_per_officer)
    assert store.consequences_of_case("case-1") == ()
    posted = store.post([Office(record="p1", enterprise="e1", post="director")], derive=one_per_officer)
    assert [change.after for change in posted.changes] == [consequence("p1")]
    assert store.touched(["identity.record=p1"]) == ["case-1"]
    assert store.touched(["office.record=p1", "identity.record=zz"]) == []


def test_a_fact_taken_back_touches_the_cases_that_read_it_and_closes_what_stood_on_it(store: Store) -> None:
    """A retraction says nothing of the case, yet its consequence closes; what was known before still shows it."""
    store.post([*FACTS, Office(record="p1", enterprise="e1", post="director")], derive=one_per_officer)
    office = store.index().by("office", "record", "p1")[0].id
    posted = store.post([Retraction(record="p1", of=office)], derive=one_per_officer)
    assert [(change.before, change.after) for change in posted.changes] == [(consequence("p1"), None)]
    assert store.consequences_of_case("case-1") == ()
    assert store.consequences_of_case("case-1", known=1) == (consequence("p1"),)
    assert store.consequences_of_party("p1", known=1) == (consequence("p1"),)


def test_a_consequence_that_reads_otherwise_is_a_new_version_and_one_that_does_not_is_left_alone(
    store: Store,
) -> None:
    """Deriving a case again changes nothing where nothing changed, and keeps the old reading for the old entry."""
    store.post([*FACTS, Office(record="p1", enterprise="e1", post="director")], derive=one_per_officer)
    again = store.post([], also=["case-1"], derive=one_per_officer)
    assert again.changes == ()
    ended = consequence("p1", until=date(2027, 1, 1))
    report = CaseReport(case="case-1", consequences=(ended,))
    changed = store.post([], also=["case-1"], derive=lambda *_: [report])
    assert [(c.before, c.after) for c in changed.changes] == [(consequence("p1"), ended)]
    assert [store.consequences_of_case("case-1", known)[0].timeline[0].until for known in (1, 2, 3)] == [
        None, None, date(2027, 1, 1),
    ]  # fmt: skip


def test_the_consequences_of_a_record_that_joins_a_party_are_the_party_s(store: Store) -> None:
    """After the merge the party shows them under its id; they still speak of the record they were made for."""
    store.post([*FACTS, Office(record="p1", enterprise="e1", post="director")], derive=one_per_officer)
    store.post([Person(record="a0"), Identity(record="a0", level="PROVED", document="t:1")])
    store.post([Identity(record="p1", level="PROVED", document="t:1")])
    assert store.resolve("a0") == store.resolve("p1") == "p1"
    assert [one.record for one in store.consequences_of_party("a0")] == ["p1"]


def test_a_load_derives_before_its_seal_and_readers_see_it_after(store: Store) -> None:
    """The cases a load touches are derived on its own entry, and count with it."""
    rows = placed(
        (fact.kind, to_row(fact)) for fact in [*FACTS, Office(record="p1", enterprise="e1", post="director")]
    )
    with store.begin() as load:
        load.add(rows)
        changes = load.write_reports(one_per_officer(load.index(), load.touched()))
        assert [change.after for change in changes] == [consequence("p1")]
        assert store.consequences_of_case("case-1") == ()
        load.seal()
    assert store.consequences_of_case("case-1") == (consequence("p1"),)


def test_what_an_abandoned_load_derived_is_derived_anew_by_the_next_write(store: Store) -> None:
    """Its report and its read set were of facts that are gone: a fact that only the right read set meets would find
    nothing. Once derived anew, an unrelated write leaves it alone."""
    store.post(FACTS, derive=one_per_officer)
    before = store.kept(["case-1"])
    with store.begin() as load:
        load.add(placed([("person", {"record": "p9"})]))
        load.write_reports(
            [CaseReport(case="case-1", consequences=(consequence("p9"),), reads=("office.record=p9",))]
        )
        load.abandon()
    derived: list[str] = []

    def seen(index: FactIndex, cases: Sequence[str]) -> list[CaseReport]:
        derived.extend(cases)
        return one_per_officer(index, cases)

    store.post([Person(record="p7")], derive=seen)
    assert derived == ["case-1"]
    assert store.kept(["case-1"]) == before
    store.post([Person(record="p8")], derive=seen)
    assert derived == ["case-1"]
    posted = store.post([Office(record="p1", enterprise="e1", post="director")], derive=seen)
    assert [change.after for change in posted.changes] == [consequence("p1")]


def test_a_repeated_request_gets_the_same_difference_again(store: Store) -> None:
    """The answer kept for an idempotency key has the changes in it."""
    facts = [*FACTS, Office(record="p1", enterprise="e1", post="director")]
    first = store.post(facts, derive=one_per_officer, idempotency=Idempotency("k", "d"))
    again = store.post(facts, derive=one_per_officer, idempotency=Idempotency("k", "d"))
    assert again.repeated
    assert again.changes == first.changes


def test_timeline_and_proof_lie_next_to_the_facts_as_json(store: Store) -> None:
    """An investigator's Cypher finds measure, timeline and proof on the consequence, bound to the party."""
    store.post([*FACTS, Office(record="p1", enterprise="e1", post="director")], derive=one_per_officer)
    row = store.query(
        "MATCH (p:Party {id: 'p1'})<-[:BINDS]-(c:Consequence)-[:ARISES_FROM]->(k:Case) "
        "RETURN c.measure AS measure, c.timeline AS timeline, c.proof AS proof, c.body AS body, k.id AS case"
    )[0]
    assert (row["measure"], row["case"]) == ("M01", "case-1")
    assert json.loads(row["timeline"])[0]["state"] == "in_force"
    assert json.loads(row["proof"])["article"] == "1"
    assert row["body"] == canonical(consequence("p1"))
