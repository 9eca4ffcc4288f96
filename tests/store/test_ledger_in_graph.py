"""The contract of the store, the same on both graphs: facts, entries, parties."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from graph_service.errors import Conflict, NotFound, Unavailable
from graph_service.facts import Card, Day, Fact, MemoryIndex, fact_id, keys_of, parse_share, to_row
from graph_service.facts.types import (
    Address,
    CardErased,
    Connection,
    Decision,
    Enterprise,
    Guarantee,
    Holding,
    Identifier,
    Identity,
    Name,
    Naming,
    Office,
    Person,
    Retraction,
    Unmerge,
)
from graph_service.store import Idempotency, Placed, Store, placed

FIRM = (
    Enterprise(record="reg:e1", type="limited_company", status="active", established=Day("2015-08")),
    Name(record="reg:e1", name="粤海贸易有限公司"),
    Identifier(record="reg:e1", scheme="uscc", value="91440101MA59ABCD1X"),
    Address(record="reg:e1", address="广州市天河区体育西路1号"),
)
WANG = (
    Person(record="reg:p1", name_key="王小明", adult_on=Day("1998-01-01")),
    Identity(record="reg:p1", level="PROVED", document="resident_id:aa"),
)
OFFICE = Office(record="reg:p1", enterprise="reg:e1", post="legal_representative", since=Day("2020-01-01"))
HOLDING = Holding(record="reg:p1", enterprise="reg:e1", paid=parse_share("[0.25,0.5)"), nominee=True)
DECISION = Decision(
    record="reg:e1", case="gz-2026-1", act="decision", category="food", authority="440100-ms", number="1",
    date=Day("2026-05-10"), conditions=("licence_revoked",), rests_on=("gz-2025-9",),
)  # fmt: skip
NAMING = Naming(record="reg:p1", case="gz-2026-1", role="legal_representative")


def _ids(store: Store, kind: str, field: str, value: str, known: int | None = None) -> list[str]:
    return [one.id for one in store.index(known).by(kind, field, value)]


def test_what_was_posted_is_exported_byte_for_byte(store: Store) -> None:
    """Every fact comes out of the graph as the row it went in as, in its place, and the cards beside them."""
    facts = [*FIRM, *WANG, OFFICE, HOLDING, DECISION, NAMING, Guarantee(record="reg:e1", debtor="reg:e2")]
    card = Card(record="reg:p1", name="王小明", birth_date=Day("1980-01-01"))
    posted = store.post(facts, [card])
    ledger = store.export()
    assert [to_row(one.fact) for one in ledger.facts] == [to_row(fact) for fact in facts]
    assert [one.ordinal for one in ledger.facts] == list(range(1, len(facts) + 1))
    assert posted.facts == tuple(one.id for one in ledger.facts)
    assert ledger.cards == (card,)


def test_the_index_of_the_graph_answers_as_the_index_in_memory(store: Store) -> None:
    """Over three entries with replacements, a retraction and its own retraction, every key gives the same facts."""
    store.post([*FIRM, *WANG, OFFICE, HOLDING, DECISION, NAMING])
    office = _ids(store, "office", "record", "reg:p1")[0]
    left = Office(
        record="reg:p1", enterprise="reg:e1", post="legal_representative", since=Day("2020-01-01"),
        until=Day("2026-01-01"), replaces=office,
    )  # fmt: skip
    naming = _ids(store, "naming", "case", "gz-2026-1")[0]
    retraction = Retraction(record="reg:p1", of=naming)
    store.post([left, retraction, Connection(record="reg:p1", other="reg:e9", nature="unknown")])
    back = Retraction(record="reg:p1", of=_ids(store, "retraction", "of", naming)[0])
    store.post([back])
    ledger = store.export()
    for known in (1, 2, 3):
        memory = MemoryIndex.of(ledger.until(known))
        keys = {key for one in ledger.facts for key in keys_of(one.fact)}
        for key in sorted(keys):
            name, _, value = key.partition("=")
            kind, _, field = name.partition(".")
            assert store.index(known).by(kind, field, value) == memory.by(kind, field, value), (known, key)


def test_a_prefetched_index_answers_as_one_that_asks_each_time(store: Store) -> None:
    """Prefetching a case changes how often the graph is asked, never the answer."""
    store.post([*FIRM, *WANG, OFFICE, HOLDING, DECISION, NAMING])
    index = store.index()
    index.prefetch(["gz-2026-1"])
    for one in store.facts():
        for key in keys_of(one.fact):
            name, _, value = key.partition("=")
            kind, _, field = name.partition(".")
            assert index.by(kind, field, value) == store.index().by(kind, field, value)


def test_a_correction_that_is_taken_back_lets_stand_again_what_it_corrected(store: Store) -> None:
    """An office corrected by mistake, then the correction retracted: the first statement stands, at each entry what
    was known then, on ties and fact nodes alike."""
    wrong = replace(OFFICE, until=Day("2026-01-01"), replaces=fact_id(OFFICE))
    later = replace(DECISION, date=Day("2026-07-01"), replaces=fact_id(DECISION))
    store.post((*FIRM, *WANG, OFFICE, DECISION))
    store.post((wrong, later))
    undone = Retraction(record="reg:p1", of=fact_id(wrong)), Retraction(record="reg:e1", of=fact_id(later))
    store.post(undone)
    for known, office, decision in ((1, OFFICE, DECISION), (2, wrong, later), (3, OFFICE, DECISION)):
        assert _ids(store, "office", "record", "reg:p1", known) == [fact_id(office)]
        assert _ids(store, "decision", "case", DECISION.case, known) == [fact_id(decision)]


def test_ties_are_typed_relationships_with_both_clocks(store: Store) -> None:
    """A correction closes the old relationship at its entry and opens another."""
    store.post([*FIRM, *WANG, OFFICE])
    office = _ids(store, "office", "record", "reg:p1")[0]
    store.post([Office(record="reg:p1", enterprise="reg:e1", post="legal_representative", replaces=office)])
    rows = store.query(
        "MATCH (p:Party {id: 'reg:p1'})-[t:LEGAL_REPRESENTATIVE_OF]->(e:Party) "
        "RETURN e.id AS e, t.since AS since, t.entry_in AS entry, t.entry_out AS out ORDER BY entry"
    )
    assert rows == [
        {"e": "reg:e1", "since": "2020-01-01", "entry": 1, "out": 2},
        {"e": "reg:e1", "since": None, "entry": 2, "out": None},
    ]


def test_the_same_fact_twice_is_stored_once(store: Store) -> None:
    """A batch posted again writes no fact, takes a number of its own and leaves the facts in their old places."""
    first = store.post([*FIRM, *WANG, OFFICE, DECISION])
    again = store.post([*FIRM, *WANG, OFFICE, DECISION])
    assert (len(first.facts), again.facts, again.entry.number) == (8, (), 2)
    assert {one.entry for one in store.facts()} == {1}


def test_records_that_say_the_same_are_told_apart_when_they_are_posted_again(store: Store) -> None:
    """Two persons of whom the same is said are two facts: posted again, neither is new."""
    same = [
        Person(record=record, name_key="王小明", adult_on=Day("1998-01-01"))
        for record in ("a:1", "b:1", "c:1")
    ]
    assert len(store.post(same).facts) == 3
    assert store.post(list(reversed(same))).facts == ()


def test_records_with_one_document_are_one_party_and_old_ids_resolve(store: Store) -> None:
    """Two records that were two parties become one when the second shows the same document; its ties follow."""
    other = Person(record="ftm:x", name_key="王小明")
    store.post([*FIRM, *WANG, OFFICE])
    store.post([other, Office(record="ftm:x", enterprise="reg:e1", post="director")])
    assert store.resolve("ftm:x") == "ftm:x"
    store.post([Identity(record="ftm:x", level="PROVED", document="resident_id:aa")])
    assert store.resolve("ftm:x") == "reg:p1"
    assert store.party("ftm:x").records == ("reg:p1", "ftm:x")
    ends = store.query(
        "MATCH (p:Party {id: 'reg:p1'})-[t]->(e:Enterprise) RETURN t.record AS record ORDER BY record"
    )
    assert [row["record"] for row in ends] == ["ftm:x", "reg:p1"]


def test_an_unmerge_moves_exactly_what_was_stated_on_the_record_that_leaves(store: Store) -> None:
    """After the unmerge each record is a party again, with its own ties, and the facts never moved."""
    mark = Identity(record="ftm:x", level="PROVED", document="resident_id:aa")
    office = Office(record="ftm:x", enterprise="reg:e1", post="director")
    store.post([*FIRM, *WANG, OFFICE, Person(record="ftm:x"), office, mark])
    assert store.resolve("ftm:x") == "reg:p1"
    identity = _ids(store, "identity", "record", "ftm:x")[0]
    store.post([Unmerge(record="ftm:x", identity=identity)])
    assert store.resolve("ftm:x") == "ftm:x"
    assert store.party("ftm:x").kind == "person"
    for party in ("ftm:x", "reg:p1"):
        rows = store.query(
            "MATCH (p:Party {id: $id})-[t:LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF]->(e) RETURN t.record AS r",
            id=party,
        )
        assert rows == [{"r": party}]
    facts = [one.fact.record for one in store.export().facts if isinstance(one.fact, Office)]
    assert facts == ["reg:p1", "ftm:x"]


def test_a_masked_number_and_a_candidate_join_nothing(store: Store) -> None:
    """CANDIDATE identity facts are kept and join no records."""
    store.post(
        [*WANG, Person(record="b"), Identity(record="b", level="CANDIDATE", document="resident_id:aa")]
    )
    store.post([Person(record="c"), Identity(record="c", level="CANDIDATE", basis="masked")])
    assert [store.resolve(record) for record in ("b", "c")] == ["b", "c"]


def test_numbers_of_entries_are_gapless_and_instants_never_run_backwards(store: Store) -> None:
    """An entry posted by a clock that went back gets the instant of the one before it."""
    store.post(FIRM)
    first = store.entry(1)
    store._clock = lambda: first.at - timedelta(hours=1)
    store.post(WANG)
    store._clock = lambda: first.at + timedelta(hours=1)
    store.post([OFFICE])
    assert [one.number for one in store.entries()] == [1, 2, 3]
    assert store.entry(2).at == first.at
    assert store.entry_at(first.at) == 2
    assert store.entry_at(first.at - timedelta(seconds=1)) == 0
    with pytest.raises(NotFound):
        store.entry(9)


def test_an_idempotency_key_answers_the_same_again_and_refuses_another_request(store: Store) -> None:
    """The second call writes nothing and says so."""
    key = Idempotency("k1", "digest-a")
    first = store.post(FIRM, idempotency=key)
    again = store.post(FIRM, idempotency=key)
    assert (again.repeated, again.entry, again.facts) == (True, first.entry, first.facts)
    assert store.head() == 1
    with pytest.raises(Conflict):
        store.post(WANG, idempotency=Idempotency("k1", "digest-b"))


def test_an_erased_card_is_gone_and_does_not_come_back_with_its_source(store: Store) -> None:
    """The fact of the erasure stays; loading the source again brings no name back."""
    card = Card(record="reg:p1", name="王小明")
    store.post(WANG, [card])
    assert store.cards(["reg:p1"]) == {"reg:p1": card}
    store.post([CardErased(record="reg:p1", basis="request 7")])
    store.post([], [card])
    assert store.cards(["reg:p1"]) == {}
    assert len(_ids(store, "card_erased", "record", "reg:p1")) == 1


def test_a_write_that_fails_leaves_nothing(store: Store) -> None:
    """When the derivation fails, neither facts nor entry are there, and the next write goes through."""

    def fail(*_: object) -> list[object]:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        store.post(FIRM, derive=fail)  # type: ignore[arg-type]  # it never returns
    assert (store.head(), list(store.facts())) == (0, [])
    assert store.post(FIRM).entry.number == 1


def test_a_load_is_not_seen_before_its_seal(store: Store) -> None:
    """Batches of an open entry are followed by no reader; the seal shows them at once."""
    store.post(FIRM)
    with store.begin() as load:
        load.add(_rows([*WANG, OFFICE]))
        load.index().by("office", "record", "reg:p1")
        assert store.head() == 1
        assert _ids(store, "office", "record", "reg:p1") == []
        assert [one.fact for one in load.index().by("office", "record", "reg:p1")] == [OFFICE]
        entry = load.seal()
    assert (entry.number, len(_ids(store, "office", "record", "reg:p1"))) == (2, 1)


def test_other_writers_wait_while_a_load_is_under_way(store: Store) -> None:
    """A second writer is told to come again; after the seal it goes through."""
    with store.begin() as load:
        with pytest.raises(Unavailable):
            store.post(FIRM)
        load.seal()
    assert store.post(FIRM).entry.number == 2


def test_a_load_left_by_an_error_is_emptied_and_sealed_empty(store: Store) -> None:
    """Nothing of it stays but its number; what was there before is untouched."""
    store.post([*FIRM, *WANG])
    before = store.export().facts
    with contextlib.suppress(ValueError), store.begin() as load:
        load.add(_rows([OFFICE, DECISION, Name(record="reg:e1", name="新名"), Person(record="p9")]))
        raise ValueError
    assert store.head() == 2
    assert store.export().facts == before
    assert store.query("MATCH (n:Record {record: 'p9'}) RETURN n.record AS r") == []


def test_a_load_whose_writer_died_is_emptied_by_the_next_writer(store: Store) -> None:
    """After the lease ran out, the next write empties the open entry, seals it empty and takes the next number."""
    load = store.begin()
    load.add(_rows(FIRM))
    load.index().by("enterprise", "record", "reg:e1")
    store._clock = lambda: datetime.now(UTC) + timedelta(minutes=10)
    assert store.post(WANG).entry.number == 2
    assert {one.fact.record for one in store.facts()} == {"reg:p1"}
    with pytest.raises(Unavailable):
        load.seal()


def test_a_load_gives_what_posts_of_the_same_facts_give(store: Store) -> None:
    """Loaded in two batches with a merge between them, or posted: the same facts, the same parties."""
    later = [
        Person(record="q"),
        Identity(record="q", level="PROVED", document="resident_id:aa"),
        HOLDING,
        DECISION,
    ]
    twin = Identifier(record="ftm:e", scheme="uscc", value="91440101MA59ABCD1X")
    with store.begin() as load:
        load.add(_rows([*FIRM, *WANG, OFFICE]))
        load.add(_rows([*later, twin, *FIRM], first=100))
        load.seal()
    assert [store.resolve(record) for record in ("q", "ftm:e")] == ["reg:p1", "reg:e1"]
    assert len(store.export().facts) == len([*FIRM, *WANG, OFFICE, *later, twin])


def _rows(facts: list[Fact] | tuple[Fact, ...], first: int = 1) -> list[Placed]:
    return placed(((fact.kind, to_row(fact)) for fact in facts), first)


def test_a_tie_that_two_batches_of_a_first_load_state_is_stored_once(store: Store) -> None:
    """What was stated first stays, with the entry whole: no constraint is made before all is written."""
    tie = Office(record="p1", enterprise="e1", post="director")
    first = placed((fact.kind, to_row(fact)) for fact in (Enterprise(record="e1"), Person(record="p1"), tie))
    with store.begin() as load:
        load.add(first)
        load.add([first[2]._replace(ordinal=9)])
        load.seal()
    (kept,) = [one for one in store.facts() if isinstance(one.fact, Office)]
    assert (kept.fact, kept.ordinal) == (tie, first[2].ordinal)
    again = store.post([tie])
    assert again.facts == ()
