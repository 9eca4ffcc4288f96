"""A post may say what a record is and whom it is the same as, at once; the same on both graphs."""

from __future__ import annotations

from graph_service.facts import fact_id
from graph_service.facts.types import (
    Enterprise,
    Guarantee,
    Identifier,
    Identity,
    Naming,
    Office,
    Person,
    Unmerge,
)
from graph_service.store import Store


def test_a_record_that_becomes_a_person_and_part_of_an_older_party_in_one_post(store: Store) -> None:
    """It was a party by itself, of which nobody said what it is; then one post says both."""
    store.post([Person(record="reg:M")])
    store.post([Naming(record="order:L", case="c1", role="legal_representative")])
    store.post([Identity(record="order:L", level="CONFIRMED", same_as="reg:M"), Person(record="order:L")])
    assert store.resolve("order:L") == "reg:M"
    assert set(store.party("order:L").records) == {"reg:M", "order:L"}
    assert [one.fact.record for one in store.index().by("naming", "case", "c1")] == ["order:L"]


def test_a_record_of_which_it_is_said_later_that_it_is_a_person_shows_as_one(store: Store) -> None:
    """Where it joins nobody it is a person by itself."""
    store.post([Naming(record="order:L", case="c1", role="legal_representative")])
    assert store.party("order:L").kind == "undecided"
    store.post([Person(record="order:L")])
    assert store.party("order:L").kind == "person"


def test_a_party_that_gets_its_label_and_its_ties_in_one_post(store: Store) -> None:
    """A firm that was only the end of a tie; a person who joins an older record and has an office there."""
    store.post(
        [
            Guarantee(record="reg:L", debtor="reg:A"),
            Office(record="reg:L", enterprise="reg:A", post="director"),
        ]
    )
    store.post(
        [
            Enterprise(record="reg:A"),
            Identifier(record="reg:A", scheme="uscc", value="91440100MA0000007W"),
            Office(record="reg:M", enterprise="reg:A", post="supervisor"),
            Person(record="reg:L"),
            Identity(record="reg:L", level="PROVED", document="resident_id:l"),
            Person(record="list:L"),
            Identity(record="list:L", level="PROVED", document="resident_id:l"),
            Identity(record="list:L", level="CONFIRMED", same_as="reg:L"),
        ]
    )
    assert (store.party("reg:A").kind, store.party("reg:L").kind) == ("enterprise", "person")
    assert set(store.party("list:L").records) == {"reg:L", "list:L"}
    held = {one.fact.record for one in store.index().by("office", "enterprise", "reg:A")}
    assert held == {"reg:L", "reg:M"}
    assert len(store.index().by("identity", "document", "resident_id:l")) == 2
    assert len(store.index().by("identifier", "value", "91440100MA0000007W")) == 1


def test_a_record_that_joins_another_and_comes_apart_from_it_in_one_post(store: Store) -> None:
    """Both are new, and a document joins them; the same post says that it was the wrong one."""
    wrong = Identity(record="order:L", level="PROVED", document="resident_id:l")
    store.post(
        [
            Person(record="reg:L"),
            Identity(record="reg:L", level="PROVED", document="resident_id:l"),
            wrong,
            Office(record="order:L", enterprise="reg:A", post="director"),
            Person(record="order:L"),
            Unmerge(record="reviewer:1", identity=fact_id(wrong)),
        ]
    )
    assert [store.resolve(record) for record in ("reg:L", "order:L")] == ["reg:L", "order:L"]
    assert [store.party(record).kind for record in ("reg:L", "order:L")] == ["person", "person"]
    assert [one.fact.record for one in store.index().by("person", "record", "order:L")] == ["order:L"]
    assert [one.fact.record for one in store.index().by("office", "enterprise", "reg:A")] == ["order:L"]
