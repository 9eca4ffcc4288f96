"""A post may say what a record is and whom it is the same as, at once; the same on both graphs."""

from __future__ import annotations

from graph_service.facts.types import Identity, Naming, Person
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
