"""`kill -9` of the service and of its graph, at any point of a write: afterwards all of it is there, or none."""

from __future__ import annotations

import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from graph_service.store import Store
from graph_service.store.access_log import AccessLog
from tests.api.killed import HEADERS, Client, Reader, Service, census, numbers

Kill = Callable[[Service, Client, float], None]
"""Kills something while a client waits for its answer; the seconds that a write takes are given."""


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """A service that runs, its rulebook adopted."""
    made = Service(tmp_path / "data")
    try:
        yield made
    finally:
        made.close()


class Rounds:
    """Writes, one a round, in each of which something is killed; what became of them is counted."""

    def __init__(self, service: Service, seed: int) -> None:
        self.service, self.chance = service, random.Random(seed)
        self.store = service.start()
        self.done, self.read = 2, 0
        self.came: Counter[str] = Counter()
        service.post(1)
        before = census(self.store)
        begun = time.perf_counter()
        service.post(2)
        self.takes = time.perf_counter() - begun
        self.makes = census(self.store) - before
        assert {"facts", "Consequence", "Alert", "Certificate", "Entry", "Idempotency", "closed"} <= set(
            self.makes
        )

    def kill(self, how: Kill) -> None:
        """The next write, killed; after a restart all that it makes is there or nothing, and asked again with its key
        it is there once."""
        number = self.done + 1
        before = census(self.store)
        reader, client = Reader(self.service.url, 1), Client(self.service.url, number)
        how(self.service, client, self.takes)
        self.store.close()
        self.service.kill()
        client.join(timeout=60)
        reader.join(timeout=60)
        self.read += reader.answered
        self.store = self.service.start()
        after = census(self.store)
        whole = after == before + self.makes
        assert whole or after == before, after - before
        told = client.answer is not None and client.answer.status_code == 200
        assert whole or not told, "what was acknowledged is there"
        self.came["acknowledged" if told else "whole, not acknowledged" if whole else "nothing"] += 1
        answer = self.service.post(number)
        assert answer["repeated"] is whole
        assert answer["entry"] == after["head"] + (not whole)
        assert (len(answer["opened"]) > 1, len(answer["ended"]), len(answer["certificates"])) == (True, 2, 2)
        assert census(self.store) == before + self.makes
        found = numbers(self.store)
        assert found == list(range(1, len(found) + 1))
        self.done = number

    def judge(self) -> None:
        """The graph keeps what the facts make; every read that was answered is in the log, whose chain is whole."""
        found = httpx.post(
            f"{self.service.url}/v1/verifications", json={}, headers=HEADERS, timeout=120
        ).json()
        assert found["equal"] is True
        assert found["cases"] == 2 * self.done
        assert AccessLog(self.service.data / "access" / "log.jsonl").verify().number >= self.read > 0
        self.store.close()


class Anywhere:
    """Kill at a random moment of a write: the service, or its graph under it and then the service."""

    def __init__(self, chance: random.Random, *, graph: bool = False) -> None:
        self.chance, self.graph = chance, graph

    def __call__(self, service: Service, _: Client, takes: float) -> None:
        time.sleep(self.chance.uniform(0, 1.5 * takes))
        if self.graph:
            service.kill_graph()
        service.kill()


def between_commit_and_reply(service: Service, client: Client, _: float) -> None:
    """The service is stopped again and again until its write has come to count, and killed before it can say so."""
    assert service.graph is not None
    with Store.open(service.graph.address) as seen:
        head = seen.head()
        while client.is_alive():
            service.signal(signal.SIGSTOP)
            if seen.head() > head:
                break
            service.signal(signal.SIGCONT)
            time.sleep(0.0005)
    service.kill()


def test_a_write_in_which_service_or_graph_is_killed_is_there_whole_or_not_at_all(service: Service) -> None:
    """The service anywhere in it; the graph under it; the service between commit and reply. A client that asks again
    with its key doubles nothing, the alerts have no gap, and nothing is torn."""
    rounds = Rounds(service, 1)
    rounds.kill(Anywhere(rounds.chance))
    rounds.kill(Anywhere(rounds.chance, graph=True))
    rounds.kill(between_commit_and_reply)
    while not rounds.came["whole, not acknowledged"] and rounds.done < 8:  # the reply was faster than we
        rounds.kill(between_commit_and_reply)
    assert rounds.came["whole, not acknowledged"] > 0
    rounds.judge()


@pytest.mark.soak
def test_a_hundred_kills(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    """The same a hundred times on one folder, each way in turn."""
    rounds = Rounds(service, 3)
    anywhere, below = Anywhere(rounds.chance), Anywhere(rounds.chance, graph=True)
    for _ in range(25):
        for how in (anywhere, below, between_commit_and_reply, below):
            rounds.kill(how)
    rounds.judge()
    assert len(rounds.came) > 1
    with capsys.disabled():
        sys.stdout.write(f"\nkilled {sum(rounds.came.values())} times: {dict(rounds.came)}\n")
