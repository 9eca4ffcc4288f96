"""A receiver of webhooks: a real HTTP server on the loopback address that notes what came and answers as it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

Answers = Callable[[dict[str, Any]], int]
SECRET_PATH = "/in/s3cret"
"""Where the receiver listens: such a path may be a secret of its owner."""


@dataclass(slots=True)
class Receiver:
    """`came` holds each request, in order: its headers (lower case), its body, its event. `answers` gives the status of
    an event; it may take its time."""

    answers: Answers = lambda _: 204
    came: list[tuple[Mapping[str, str], bytes, dict[str, Any]]] = field(default_factory=list)
    url: str = ""
    guard: threading.Lock = field(default_factory=threading.Lock)

    @property
    def events(self) -> list[dict[str, Any]]:
        """The events that came, in order, as often as they came."""
        return [event for _, _, event in self.came]

    @property
    def port(self) -> int:
        """Where it listens, so that another may take its place."""
        return urlsplit(self.url).port or 0

    @property
    def ids(self) -> list[str]:
        """Their ids."""
        return [one["id"] for one in self.events]


@contextmanager
def receiving(
    answers: Answers = lambda _: 204, *, raw: bytes | None = None, port: int = 0
) -> Iterator[Receiver]:
    """A receiver while the block runs; with `raw` it answers just these bytes."""
    made = Receiver(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            event = json.loads(body)
            with made.guard:
                made.came.append(({name.lower(): text for name, text in self.headers.items()}, body, event))
            if raw is not None:
                self.wfile.write(raw)
                return
            self.send_response(made.answers(event))
            self.send_header("location", made.url)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name is the base class's
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a sender that hangs up is no error here
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    made.url = f"http://127.0.0.1:{server.server_port}{SECRET_PATH}"
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
