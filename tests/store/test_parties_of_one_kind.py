"""A person and an organisation never become one party of the graph, whatever a source writes on which record."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from graph_service.facts import Fact, cluster, fact_id, to_row
from graph_service.facts.types import (
    Enterprise,
    Identifier,
    Identity,
    Office,
    Person,
    Retraction,
    UndecidedParty,
)
from graph_service.store import Store, placed
from tests.store.test_parties_any_stream import assert_parties_are_those_of_the_facts

RECORDS = tuple(f"r{n}" for n in range(6))
KINDS = (Person, Enterprise, UndecidedParty, Person, Enterprise)


def stream(seed: int, length: int) -> list[Fact]:
    """Facts in any order that say what records are, and give them numbers and documents of either kind."""
    chance = random.Random(seed)
    facts: list[Fact] = [Enterprise(record="e")]
    for number in range(length):
        record, act = chance.choice(RECORDS), chance.random()
        if act < 0.35:
            facts.append(chance.choice(KINDS)(record=record))
        elif act < 0.6:
            facts.append(Identifier(record=record, scheme="uscc", value=f"X{chance.randrange(2)}"))
        elif act < 0.8:
            document = chance.choice(("resident_id:a", "resident_id:b", "org_code:c"))
            facts.append(Identity(record=record, level="PROVED", document=document, basis=str(number)))
        elif act < 0.9:
            other = chance.choice(RECORDS)
            facts.append(Identity(record=record, level="CONFIRMED", same_as=other, basis=str(number)))
        else:
            facts.append(Office(record=record, enterprise="e", post="director", origin=str(number)))
    return facts


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_posted_one_by_one(store: Store, seed: int) -> None:
    """After every single post the graph agrees with the pure cluster over the exported facts."""
    for fact in stream(seed, 16):
        store.post([fact])
    assert_parties_are_those_of_the_facts(store)


@pytest.mark.parametrize("seed", [4, 5, 6])
def test_loaded_in_pieces(store: Store, seed: int) -> None:
    """A load in batches of four, into an empty store and after a post, agrees too."""
    facts = stream(seed, 24)
    rows = placed((fact.kind, to_row(fact)) for fact in facts)
    if seed == 5:
        store.post(facts[:6])
        rows = placed((fact.kind, to_row(fact)) for fact in facts[6:])
    with store.begin() as load:
        for start in range(0, len(rows), 4):
            load.add(rows[start : start + 4])
        load.seal()
    assert_parties_are_those_of_the_facts(store)


def test_what_a_record_is_taken_back(store: Store) -> None:
    """Then it is joined with those that its document joins, in the same post, in a later one, and one after that."""
    was = Enterprise(record="was")
    document = Identity(record="was", level="PROVED", document="resident_id:a")
    store.post([Person(record="p"), replace(document, record="p"), was, document])
    assert set(store.party("p").records) == {"p"}
    back = Retraction(record="was", of=fact_id(was))
    store.post([back])
    assert set(store.party("p").records) == {"p", "was"}
    store.post([Person(record="q"), replace(document, record="q")])
    assert_parties_are_those_of_the_facts(store)
    store.post([Retraction(record="was", of=fact_id(back))])
    assert_parties_are_those_of_the_facts(store)
    assert set(store.party("q").records) == {"p", "q"}


def test_the_firms_number_on_its_representatives_record(store: Store) -> None:
    """The firm's number stands on a person's record first, and the firm comes later: two parties."""
    store.post([Person(record="p"), Identifier(record="p", scheme="uscc", value="X")])
    store.post([Enterprise(record="f"), Identifier(record="f", scheme="uscc", value="X")])
    store.post([Enterprise(record="g"), Identifier(record="g", scheme="uscc", value="X")])
    assert set(store.party("p").records) == {"p"}
    assert set(store.party("g").records) == {"f", "g"}
    assert set(cluster(store.index(store.head()), "f").records) == {"f", "g"}
