"""The service as a process of its own over the embedded graph, which tests kill; and the writes they kill it in."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import httpx

from graph_service.facts.numbers import uscc_check
from graph_service.store import EmbeddedServer, Store, open_server

HEADERS = {"X-Purpose": "test", "X-Inquiry-Number": "t-1"}


class Service:
    """A data folder, its graph, and a service over it. Killing is `kill -9`, nothing else."""

    def __init__(self, data: Path) -> None:
        self.data = data
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self._command = [
            sys.executable,
            "-m",
            "graph_service",
            "--data",
            str(data),
            "serve",
            "--port",
            str(port),
        ]
        self.graph: EmbeddedServer | None = None
        self.child: subprocess.Popen[bytes] | None = None

    def start(self) -> Store:
        """Start what does not run, wait until it answers; the graph as it is seen beside the service."""
        if self.graph is None:
            self.graph = open_server(self.data / "graph", heap="256m", mode="development")
        with (self.data / "service.log").open("ab") as log:
            self.child = subprocess.Popen(self._command, stdout=log, stderr=log, start_new_session=True)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.child.poll() is None:
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"{self.url}/ready").status_code == 200:
                    return Store.open(self.graph.address)
            time.sleep(0.05)
        raise AssertionError((self.data / "service.log").read_text(encoding="utf-8"))

    def signal(self, number: signal.Signals) -> None:
        """Send the service a signal."""
        assert self.child is not None
        os.kill(self.child.pid, number)

    def kill(self) -> None:
        """Kill the service; its graph lives on."""
        if self.child is not None:
            self.signal(signal.SIGKILL)
            self.child.wait()
            self.child = None

    def kill_graph(self) -> None:
        """Kill the graph under the service."""
        if self.graph is not None:
            os.kill(self.graph.pid, signal.SIGKILL)
            while self.graph._child is not None and self.graph._child.poll() is None:
                time.sleep(0.01)
            self.graph.close()
            self.graph = None

    def close(self) -> None:
        """End both."""
        self.kill()
        if self.graph is not None:
            self.graph.close()

    def post(self, number: int) -> dict[str, Any]:
        """The write of this number, under its key; again while the service says that it is not to be had."""
        deadline = time.monotonic() + 60
        while True:
            answer = httpx.post(f"{self.url}/v1/facts", timeout=60, **request(number))
            if answer.status_code != 503 or time.monotonic() > deadline:
                assert answer.status_code == 200, answer.text
                found: dict[str, Any] = answer.json()
                return found
            time.sleep(0.1)


class Client(threading.Thread):
    """Sends the write of a number once and keeps what came of it: an answer, or none."""

    def __init__(self, url: str, number: int) -> None:
        super().__init__(daemon=True)
        self.url, self.number = url, number
        self.answer: httpx.Response | None = None
        self.start()

    def run(self) -> None:
        """See the class."""
        with contextlib.suppress(httpx.TransportError):
            self.answer = httpx.post(f"{self.url}/v1/facts", timeout=60, **request(self.number))


class Reader(threading.Thread):
    """Reads a person again and again until the service is gone; `answered` counts what it was told."""

    def __init__(self, url: str, number: int) -> None:
        super().__init__(daemon=True)
        self.url, self.number, self.answered = url, number, 0
        self.start()

    def run(self) -> None:
        """See the class."""
        with contextlib.suppress(httpx.TransportError), httpx.Client(timeout=5, headers=HEADERS) as client:
            while client.get(f"{self.url}/v1/parties/gsxt:L{self.number}").status_code == 200:
                self.answered += 1


def request(number: int) -> dict[str, Any]:
    """What a client sends: a firm with its representative, listed, and he bound by an order; and the order of the write
    before is annulled. So every write but the first opens, ends, certifies and tells the same."""
    n, code = number, f"91440100MA{number:06d}X"[:17]
    firm, person, named = f"gsxt:A{n}", f"gsxt:L{n}", f"order:L{n}"
    decided = {"type": "decision", "record": firm, "authority": "gz-court", "date": "2026-06-01"}
    facts: list[dict[str, Any]] = [
        {"type": "authority", "record": "auth:court", "code": "gz-court", "department": "court", "level": "city",
         "region": "440100"},
        {"type": "enterprise", "record": firm, "enterprise_type": "limited_company"},
        {"type": "name", "record": firm, "name": f"粤海贸易{n}"},
        {"type": "identifier", "record": firm, "scheme": "uscc", "value": code + uscc_check(code)},
        *({"type": "person", "record": one, "adult_on": "1990-01-01"} for one in (person, named)),
        *({"type": "identity", "record": one, "level": "PROVED", "document": f"resident_id:token{n}"}
          for one in (person, named)),
        {"type": "office", "record": person, "enterprise": firm, "post": "legal_representative",
         "since": "2015-08-01"},
        {**decided, "case": f"list{n}", "act": "listing", "category": "court_dishonest_listing", "number": f"1-{n}",
         "conditions": ["circumstance_1"]},
        {**decided, "case": f"order{n}", "act": "order", "category": "consumption_order", "number": f"2-{n}",
         "conditions": ["not_paid_within_enforcement_notice"]},
        {"type": "naming", "record": named, "case": f"order{n}", "role": "legal_representative"},
    ]  # fmt: skip
    if n > 1:
        before = {"record": f"gsxt:A{n - 1}", "case": f"order{n - 1}"}
        facts.append({"type": "annulment", **before, "date": "2026-06-28"})
    cards = [{"record": person, "name": f"王伟{n}"}]
    return {"json": {"facts": facts, "cards": cards}, "headers": {**HEADERS, "Idempotency-Key": f"write-{n}"}}


def census(store: Store) -> Counter[str]:
    """All there is in the graph: nodes by label, relationships by type, and what no longer counts."""
    found: Counter[str] = Counter()
    for row in store.query("MATCH (n) UNWIND labels(n) AS label RETURN label, count(*) AS many"):
        found[row["label"]] = row["many"]
    for row in store.query("MATCH ()-[t]->() RETURN type(t) AS type, count(*) AS many"):
        found[f"-{row['type']}-"] = row["many"]
    rows = store.query("MATCH (c:Consequence) WHERE c.entry_out IS NOT NULL RETURN count(*) AS many")
    found["closed"] = rows[0]["many"]
    found["facts"] = sum(1 for _ in store.facts(2**31))
    found["head"] = store.head()
    return found


def numbers(store: Store) -> list[int]:
    """The numbers of all alerts, in order."""
    rows = store.query("MATCH (a:Alert) RETURN a.number AS number ORDER BY number")
    return [row["number"] for row in rows]
