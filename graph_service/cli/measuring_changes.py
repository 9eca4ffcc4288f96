"""The measurement of exact change: a decision, an objection and a repair, each one durable request over HTTP.

Beside each stands a plain Cypher propagation on the same graph, by the bare driver: the relationship that a program
without rules or proofs would draw from the decision to the representative, mark and remove again. And, once, what it
costs to derive every case anew.
"""

from __future__ import annotations

import http.client
import json
import secrets
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from graph_service.api.serving import Running
from graph_service.assemble import Caller, Workspace
from graph_service.cli.measuring import Figure
from graph_service.errors import Conflict
from graph_service.loaders.province.settings import DEFAULT_TODAY
from graph_service.store.connection import Graph, GraphAddress, Run

_ARTICLE = {"decision": "a", "objection": "an", "repair": "a"}
ACTS = tuple(_ARTICLE)
_WARM = 10
_P50, _P99 = 25.0, 100.0
"""Milliseconds that were promised."""


class Firm(NamedTuple):
    """A firm and the record of its representative."""

    firm: str
    representative: str


class Spent(NamedTuple):
    """Milliseconds of each request over HTTP and of its peer, by act."""

    ours: dict[str, list[float]]
    peer: dict[str, list[float]]


@dataclass(frozen=True, slots=True)
class _Client:
    """What the process of the client is given."""

    url: str
    address: GraphAddress
    firms: tuple[Firm, ...]
    run: str
    today: date

    def measure(self) -> Spent:
        """Each firm is listed, objects, and is repaired; the peer does the same beside it."""
        ours: dict[str, list[float]] = defaultdict(list)
        peer: dict[str, list[float]] = defaultdict(list)
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=120)
        seen = _ask(connection, "GET", "/v1/alerts?after=0&limit=1", None)["newest"]
        with Graph(self.address) as graph:
            for number, firm in enumerate(self.firms):
                case = f"{self.run}:{number}"
                for act in ACTS:
                    facts = _facts(act, case, firm, self.today)
                    spent = _timed(lambda facts=facts: _post(connection, facts))  # type: ignore[misc]  # a default
                    plain = _timed(lambda act=act, case=case, firm=firm: _propagate(graph, act, case, firm))  # type: ignore[misc]  # as above
                    seen = _announced(connection, case, seen)
                    if number >= _WARM:
                        ours[act].append(spent)
                        peer[act].append(plain)
            graph.write(lambda run: run("MATCH (d:BareDecision) DETACH DELETE d"))
        return Spent(dict(ours), dict(peer))


def fill(workspace: Workspace, enterprises: int) -> None:
    """A generated province in an empty graph."""
    caller = Caller.local(purpose="bench", inquiry="bench")
    options = {"enterprises": str(enterprises)}
    workspace.load(
        "province", Path(), caller=caller, today=DEFAULT_TODAY, options=options, search=False, bind_many=True
    )


def changes(workspace: Workspace, times: int) -> Iterator[Figure]:
    """The three acts over HTTP, milliseconds, each beside its peer, and a full recompute; the register that is there is
    used as it is."""
    run = f"bench:{secrets.token_hex(4)}"
    engine = workspace.store.graph.address.engine
    firms = _firms(workspace, times + _WARM)
    _state_authority(workspace)
    today = workspace.today()
    with Running(workspace) as url, get_context("spawn").Pool(1) as pool:
        client = _Client(url, workspace.store.graph.address, firms, run, today)
        spent = pool.apply(client.measure)
    parties = workspace.store.query("MATCH (n:Enterprise) RETURN count(n) AS n")[0]["n"]
    for act in ACTS:
        ours, peer = sorted(spent.ours[act]), statistics.median(spent.peer[act])
        p50, p99 = statistics.median(ours), ours[int(len(ours) * 0.99)]
        yield Figure(
            what=f"{_ARTICLE[act]} {act} over HTTP, durable, {parties:,} enterprises, {engine}",
            unit="ms p50",
            ours=p50,
            peer=peer,
            peer_is="plain Cypher propagation by the bare driver, without rule, proof or alert",
            promised=f"p50 ≤ {_P50:.0f} ms, p99 ≤ {_P99:.0f} ms",
            kept=p50 <= _P50 and p99 <= _P99,
            note=f"p99 {p99:.1f} ms, worst {ours[-1]:.1f} ms, {len(ours)} requests, one at a time",
        )
    yield _recompute(workspace, statistics.median(spent.ours["decision"]))


def _recompute(workspace: Workspace, milliseconds: float) -> Figure:
    begun = time.perf_counter()
    found = workspace.verify(caller=Caller.local(purpose="bench", inquiry="bench"))
    seconds = time.perf_counter() - begun
    return Figure(
        what=f"every case derived anew from the exported facts, {workspace.store.graph.address.engine}",
        unit="s",
        ours=seconds,
        peer=milliseconds / 1000,
        peer_is="one decision, as above",
        promised="nothing: it is the peer of exact change",
        kept=None,
        note=f"{seconds * 1000 / milliseconds:,.0f} × one decision; equal: {found.equal}",
    )


def _firms(workspace: Workspace, most: int) -> tuple[Firm, ...]:
    found = workspace.store.query(
        "MATCH (e:Enterprise)<-[t:LEGAL_REPRESENTATIVE_OF]-(p:Person) "
        "WHERE t.until IS NULL AND t.entry_out IS NULL AND EXISTS { (p)-[:IDENTIFIED_BY]->() } "
        "RETURN e.id AS firm, t.record AS representative LIMIT $most",
        most=most,
    )
    if len(found) < most:
        raise Conflict(f"{most} firms with an identified representative are needed, {len(found)} are there")
    return tuple(Firm(row["firm"], row["representative"]) for row in found)


def _state_authority(workspace: Workspace) -> None:
    caller = Caller.local()
    row = {"type": "authority", "record": "bench:hr", "code": "bench-hr", "department": "human_resources"}
    facts, cards = workspace.receive([row | {"level": "city", "region": "440100"}], [], caller=caller)
    workspace.post(facts, cards, caller=caller)


def _facts(act: str, case: str, firm: Firm, today: date) -> list[dict[str, Any]]:
    day = today.isoformat()
    if act == "objection":
        return [
            {"type": act, "record": firm.firm, "case": case, "step": "accepted", "date": day, "number": "1"}
        ]
    if act == "repair":
        return [{"type": act, "record": firm.firm, "case": case, "date": day}]
    decision = {
        "type": act,
        "record": firm.firm,
        "case": case,
        "act": "listing",
        "category": "wage_arrears_listing",
        "authority": "bench-hr",
        "number": case,
        "date": (today - timedelta(days=30)).isoformat(),
        "conditions": ["ordered_to_pay_and_not_paid_in_time", "criminal_threshold"],
    }
    naming = {"type": "naming", "record": firm.representative, "case": case, "role": "legal_representative"}
    return [decision, naming]


def _post(connection: http.client.HTTPConnection, facts: list[dict[str, Any]]) -> None:
    answer = _ask(connection, "POST", "/v1/facts", {"facts": facts})
    assert answer["opened"] or answer["changed"] or answer["ended"], answer


def _announced(connection: http.client.HTTPConnection, case: str, seen: int) -> int:
    """The alerts of a change can be read once the call has returned; where the next are read from."""
    page = _ask(connection, "GET", f"/v1/alerts?after={seen}", None)
    assert any(one["case"] == case for one in page["alerts"]), page
    return int(page["next"])


def _ask(connection: http.client.HTTPConnection, method: str, path: str, body: object) -> dict[str, Any]:
    headers = {"Content-Type": "application/json", "X-Purpose": "bench", "X-Inquiry-Number": "bench"}
    connection.request(method, path, json.dumps(body) if body is not None else None, headers)
    answer = connection.getresponse()
    text = answer.read()
    assert answer.status == http.HTTPStatus.OK, text
    found: dict[str, Any] = json.loads(text)
    return found


def _propagate(graph: Graph, act: str, case: str, firm: Firm) -> None:
    def work(run: Run) -> None:
        for statement in _PLAIN[act]:
            run(statement, case=case, firm=firm.firm)

    graph.write(work)


_PLAIN = {
    "decision": (
        "MATCH (e:Party {id: $firm}) CREATE (d:BareDecision {id: $case}) CREATE (d)-[:BARE_AGAINST]->(e)",
        "MATCH (e:Party {id: $firm})-[:BARE_AGAINST]-(d:BareDecision) WHERE d.id = $case "
        "MATCH (e)<-[t:LEGAL_REPRESENTATIVE_OF]-(p:Party) WHERE t.until IS NULL "
        "CREATE (d)-[:BARE_BINDS {state: 'in_force'}]->(p)",
    ),
    "objection": (
        "MATCH (e:Party {id: $firm})<-[:BARE_AGAINST]-(d:BareDecision) WHERE d.id = $case "
        "MATCH (d)-[b:BARE_BINDS]->(p:Party) SET b.state = 'suspended'",
    ),
    "repair": (
        "MATCH (e:Party {id: $firm})<-[:BARE_AGAINST]-(d:BareDecision) WHERE d.id = $case "
        "MATCH (d)-[b:BARE_BINDS]->(p:Party) DELETE b",
    ),
}


def _timed(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000
