"""The measurement of a check: over HTTP, beside the very read it makes and one commit of the access log alone.

The service runs in this process and the client in another, as a client does. It asks one request at a time and takes
the three in turns, forwards and backwards, so that what slows the machine slows them all: a commit that follows close
upon another, of whichever log, finds less to write.
"""

from __future__ import annotations

import http.client
import json
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from graph_service.api.serving import Running
from graph_service.assemble import Caller, Workspace
from graph_service.assemble.checking import CHECK
from graph_service.cli.measuring import Figure
from graph_service.store.access_log import AccessLog
from graph_service.store.connection import Graph, GraphAddress

_PERSON = "11010519491231002X"
"""The example number of GB 11643, which is nobody's."""

_WARM = 10
"""At least so many of each before any is timed."""


class Asked(NamedTuple):
    """What is asked over HTTP, and the value of its identifier in the graph."""

    body: Mapping[str, object]
    value: str


class Medians(NamedTuple):
    """Median milliseconds of one check over HTTP, of its read by the bare driver, of one commit of the log alone."""

    http: float
    read: float
    commit: float


@dataclass(frozen=True, slots=True)
class _Client:
    """What the process of the client is given: the service, the graph, and a log of its own beside the real one."""

    url: str
    address: GraphAddress
    log: Path
    times: int

    def measure(self, asked: Asked) -> Medians:
        """The medians over `times` rounds."""
        log = AccessLog(self.log)
        with Graph(self.address) as graph:
            works = (
                _asking(self.url, asked.body),
                lambda: graph.read(CHECK, values=[asked.value]),
                lambda: log.append({"act": "bench"}, datetime.now(UTC)),
            )
            for work in works:
                for _ in range(max(_WARM, self.times // 10)):
                    work()
            spent: tuple[list[float], ...] = tuple([] for _ in works)
            turns = list(zip(works, spent, strict=True))
            for _ in range(self.times):
                for work, seconds in turns:
                    seconds.append(_timed(work))
                turns.reverse()
        return Medians(*(statistics.median(seconds) * 1000 for seconds in spent))


def check(workspace: Workspace, times: int) -> Iterator[Figure]:
    """A check of a firm and of a person over HTTP, milliseconds (p50), each beside its peer."""
    firm, address = _a_firm(workspace), workspace.store.graph.address
    token = workspace.digester.document("resident_id", _PERSON)
    _state_person(workspace)
    log = workspace.settings.log.with_name("bench.jsonl")
    with Running(workspace) as url, get_context("spawn").Pool(1) as pool:
        client = _Client(url, address, log, times)
        of_firm = pool.apply(client.measure, (Asked({"subjects": [{"uscc": firm}]}, firm),))
        of_person = pool.apply(client.measure, (Asked({"subjects": [{"document_number": _PERSON}]}, token),))
    log.unlink()
    yield _figure("firm", of_firm, address.engine, times, commits=0)
    yield _figure("person", of_person, address.engine, times, commits=1)


def _figure(whom: str, found: Medians, engine: str, times: int, *, commits: int) -> Figure:
    """The figure with its bar, in milliseconds: three bare reads, and for a person one commit of the log."""
    bar = 3 * found.read + commits * found.commit
    formula = f"3 × {found.read:.2f}" + (f" + {found.commit:.2f}" if commits else "")
    return Figure(
        what=f"check of a {whom} over HTTP, {engine}",
        unit="ms p50",
        ours=found.http,
        peer=found.read,
        peer_is="the bare driver runs the same read",
        promised="≤ 3 × its peer" + (" + one group commit of the log" if commits else ""),
        kept=found.http <= bar,
        note=f"{found.http:.2f} ms of {formula} = {bar:.2f} ms ({found.http / bar:.0%}); "
        f"{found.http / found.read:.1f} × the read; {times} requests, one at a time",
    )


def _a_firm(workspace: Workspace) -> str:
    """The number of a firm that something binds."""
    rows = workspace.store.query(
        "MATCH (c:Consequence) WHERE c.bound_until > $day AND c.target = 'enterprise' "
        "MATCH (c)-[:BINDS]->(p:Party)-[t:IDENTIFIED_BY]->(i:Identifier) WHERE t.scheme = 'uscc' "
        "RETURN i.value AS value ORDER BY value LIMIT 1",
        day=date.today().isoformat(),  # noqa: DTZ011  # any day does: only some bound firm is looked for
    )
    return str(rows[0]["value"])


def _state_person(workspace: Workspace) -> None:
    """A person whose number is known."""
    caller = Caller.local()
    identity = {"type": "identity", "record": "bench:p", "level": "PROVED", "document_number": _PERSON}
    facts, cards = workspace.receive([{"type": "person", "record": "bench:p"}, identity], [], caller=caller)
    workspace.post(facts, cards, caller=caller)


def _asking(url: str, body: object) -> Callable[[], object]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    headers = {"Content-Type": "application/json", "X-Purpose": "bench", "X-Inquiry-Number": "bench"}

    def ask() -> bytes:
        connection.request("POST", "/v1/checks", json.dumps(body), headers)
        answer = connection.getresponse()
        text = answer.read()
        assert answer.status == http.HTTPStatus.OK, text
        return text

    return ask


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
