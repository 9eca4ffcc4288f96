"""A writer in a process of its own, which tests kill: it loads facts, or opens the graph under another rulebook."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing.context import SpawnProcess
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from graph_service.assemble import Settings
from graph_service.facts import Fact
from graph_service.rules.read_rulebook import rulebook_from_texts
from graph_service.rules.rulebook import Rulebook
from graph_service.store import EmbeddedServer, GraphAddress, Store, open_server
from tests.assemble.on_graph import ALERTS, OnGraph, load_facts, open_at

LEASE = timedelta(minutes=3)
"""Longer than a writer that is gone keeps the others waiting."""


def write(
    ready: Event,
    address: GraphAddress,
    settings: Settings,
    at: datetime,
    texts: Mapping[str, str],
    facts: Sequence[Fact],
) -> None:
    """What the process does: open under the rulebook of these texts, and load the facts where there are any."""
    book = rulebook_from_texts(texts)
    if not facts:
        ready.set()
    with open_at(address, settings, at, book) as workspace:
        if facts:
            ready.set()
            load_facts(workspace, facts)


def start(graph: OnGraph, book: Rulebook, facts: Sequence[Fact]) -> SpawnProcess:
    """Start it, and come back when its write begins."""
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    texts = dict(book.texts)
    child = context.Process(
        target=write, args=(ready, graph.address, graph.settings, graph.now, texts, facts)
    )
    child.start()
    assert ready.wait(60)
    return child


@dataclass(slots=True)
class Killable:
    """An embedded graph that can be killed and started again."""

    folder: Path
    server: EmbeddedServer

    @classmethod
    def at(cls, folder: Path) -> Killable:
        """One that runs."""
        return cls(folder, open_server(folder, heap="256m", mode="development"))

    def kill(self) -> None:
        """Kill it, nothing else."""
        os.kill(self.server.pid, signal.SIGKILL)
        while self.server._child is not None and self.server._child.poll() is None:
            time.sleep(0.01)
        self.server.close()

    def again(self) -> GraphAddress:
        """Start it again; where it answers now."""
        self.server = open_server(self.folder, heap="256m", mode="development")
        return self.server.address


def seen(store: Store, cases: Sequence[str]) -> dict[str, Any]:
    """All that a reader is shown: facts, consequences, alerts, certificates."""
    head = store.head()
    alerts: list[tuple[int, Mapping[str, Any]]] = []
    while page := store.alerts(alerts[-1][0] if alerts else 0, ALERTS):
        alerts += page
    rows = store.query("MATCH (c:Certificate) WHERE c.entry_in <= $head RETURN c.id AS id", head=head)
    return {
        "head": head,
        "facts": [one.id for one in store.export().facts],
        "consequences": {case: sorted(one.bodies) for case, one in store.kept(cases).items()},
        "alerts": alerts,
        "certificates": sorted(row["id"] for row in rows),
    }


def killed(
    graph: OnGraph,
    book: Rulebook,
    facts: Sequence[Fact],
    seconds: float,
    server: Killable | None,
) -> bool:
    """Load facts (or, without facts, adopt the rulebook) in a process that is killed after so many seconds, or whose
    graph is; was the write sealed? What was not is not seen. Then it is asked for again, and there once."""
    before, standing = seen(graph.workspace.store, list(graph.memory.reports)), graph.memory.book
    graph.workspace.close()
    child = start(graph, book, facts)
    child.join(seconds)
    if server is not None:
        server.kill()
    child.kill()
    child.join()
    if server is not None:
        graph.address = server.again()
    with Store.open(graph.address, lambda: graph.now, strict=True) as store:
        after = seen(store, list(graph.memory.reports))
    sealed: bool = after["head"] > before["head"]
    assert sealed or after == before
    _again(graph, book, facts, after["head"] if sealed else None, standing)
    return sealed


def _again(
    graph: OnGraph, book: Rulebook, facts: Sequence[Fact], sealed: int | None, standing: Rulebook
) -> None:
    """Whoever asked for the write asks again, once the lease of the dead has run out."""
    graph.now += LEASE
    graph.workspace = graph.open(book if not facts else standing)
    entry: Callable[[], int] = graph.workspace.store.head
    if facts:
        first = sealed or entry() + 1
        load_facts(graph.workspace, facts)
        graph.loaded(facts, first if sealed else entry())
    else:
        graph.adopted(book, sealed or entry())
        assert sealed is None or entry() == sealed, "a rulebook that stands is not adopted again"
    graph.compare()
    graph.sweep()
