"""Whatever the order in which identity facts come and go, the parties of the graph are those of the facts."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest

from graph_service.facts import Fact, MemoryIndex, cluster, fact_id, to_row
from graph_service.facts.types import Enterprise, Identity, Level, Office, Person, Retraction, Unmerge
from graph_service.store import Store, open_server, placed

LEVELS: tuple[Level, ...] = ("PROVED", "CONFIRMED", "CANDIDATE")
RECORDS = tuple(f"r{n}" for n in range(6))


def stream(seed: int, length: int = 12) -> list[Fact]:
    """A stream of facts about six records: documents, sameness, unmerges, retractions, offices."""
    chance = random.Random(seed)
    facts: list[Fact] = [Enterprise(record="e"), *(Person(record=record) for record in RECORDS[:3])]
    for number in range(length):
        record = chance.choice(RECORDS)
        level = chance.choice(LEVELS)
        identities = [one for one in facts if isinstance(one, Identity)]
        act = chance.random()
        if act < 0.35:
            facts.append(
                Identity(record=record, level=level, document=f"t:{chance.randrange(3)}", basis=str(number))
            )
        elif act < 0.5:
            facts.append(
                Identity(record=record, level=level, same_as=chance.choice(RECORDS), basis=str(number))
            )
        elif act < 0.65 and identities:
            one = chance.choice(identities)
            facts.append(Unmerge(record=one.record, identity=fact_id(one), basis=str(number)))
        elif act < 0.8 and identities:
            of = chance.choice([one for one in facts if isinstance(one, Identity | Retraction | Unmerge)])
            facts.append(Retraction(record=of.record, of=fact_id(of), basis=str(number)))
        else:
            facts.append(Office(record=record, enterprise="e", post="director", origin=str(number)))
    return facts


def assert_parties_are_those_of_the_facts(store: Store) -> None:
    """Every record resolves to a party with exactly the records of its cluster, and ties hang where they belong."""
    index = MemoryIndex.of(store.export())
    stored = {row["id"] for row in store.query("MATCH (r:Record) RETURN r.record AS id")}
    for record in stored:
        members = set(cluster(index, record).records)
        assert set(store.party(record).records) == members
        assert {store.resolve(member) for member in members} == {store.resolve(record)}
    for row in store.query(
        "MATCH (p:Party)-[t:DIRECTOR_OF|IDENTIFIED_BY|SAME_AS]->() RETURN p.id AS p, t.record AS r"
    ):
        assert row["p"] == store.resolve(row["r"])


@pytest.mark.parametrize("seed", [1, 2])
def test_facts_posted_one_by_one_give_the_parties_of_all_of_them(store: Store, seed: int) -> None:
    """After every single post the graph agrees with the pure cluster over the exported facts."""
    for fact in stream(seed):
        store.post([fact])
    assert_parties_are_those_of_the_facts(store)


@pytest.mark.parametrize("seed", [3, 4])
def test_facts_loaded_in_pieces_give_the_parties_of_all_of_them(store: Store, seed: int) -> None:
    """A load in three batches, after a post of the first facts, agrees too."""
    facts = stream(seed, length=18)
    store.post(facts[:6])
    rows = placed((fact.kind, to_row(fact)) for fact in facts[6:])
    with store.begin() as load:
        for start in range(0, len(rows), 6):
            load.add(rows[start : start + 6])
        load.seal()
    assert_parties_are_those_of_the_facts(store)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 115))
def test_many_streams_give_the_parties_of_their_facts(store: Store, seed: int) -> None:
    """The same for fifteen longer streams, one post each fact."""
    for fact in stream(seed, length=30):
        store.post([fact])
    assert_parties_are_those_of_the_facts(store)


@pytest.mark.soak
def test_no_acknowledged_post_is_lost_in_twenty_crashes(tmp_path: Path) -> None:
    """The embedded server is killed twenty times between posts; every acknowledged entry is there, gapless."""
    for round_ in range(20):
        server = open_server(tmp_path, heap="256m")
        with Store.open(server.address) as store:
            assert store.head() == round_ * 5
            for number in range(5):
                store.post([Person(record=f"p{round_}-{number}")])
        os.kill(server.pid, signal.SIGKILL)
        server.close()
    server = open_server(tmp_path, heap="256m")
    with Store.open(server.address) as store:
        assert [one.number for one in store.entries()] == list(range(1, 101))
        assert len(list(store.facts())) == 100
    server.close()
