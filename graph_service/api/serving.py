"""Serving over a socket: in the foreground until it is told to stop, or beside other work in a thread."""

from __future__ import annotations

import contextlib
import gc
import ipaddress
import logging
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from types import TracebackType

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from graph_service.api.app import create_app
from graph_service.api.problems import of_status
from graph_service.assemble import Workspace
from graph_service.assemble.delivering import Background
from graph_service.assemble.tokens import Token, read_tokens
from graph_service.errors import NotAllowed, Unavailable

log = logging.getLogger("graph_service.api")


def is_loopback(host: str) -> bool:
    """Is this address of this machine only?"""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _Http(H11Protocol):
    """HTTP/1.1 in which bytes that are no request are answered as every other error is: by a problem."""

    def send_400_response(self, msg: str) -> None:
        """`msg` is the server's own word for it and says no more than the problem does."""
        refusal = of_status(400)
        headers = [*refusal.raw_headers, (b"connection", b"close")]
        answer = h11.Response(status_code=400, headers=headers, reason=b"Bad Request")
        for event in (answer, h11.Data(data=bytes(refusal.body)), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()


def _server(workspace: Workspace, host: str, tokens: Mapping[str, Token] | None = None) -> uvicorn.Server:
    tokens = read_tokens(workspace.settings.tokens) if tokens is None else tokens
    if not tokens and not is_loopback(host):
        raise NotAllowed(
            f"without tokens the service answers this machine only, and {host} is not a loopback address: "
            "add a token first (`graph-service tokens add NAME --role ROLE`)"
        )
    config = uvicorn.Config(
        create_app(workspace, tokens),
        host=host,
        http=_Http,
        # Requests are not logged: their URLs hold ids of parties. Reads of persons are, in the access log.
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=5,
        lifespan="off",
    )
    return uvicorn.Server(config)


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named so that the event loop sends small answers at once (TCP_NODELAY).
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        raise Unavailable(
            f"{host}:{port} is not to be had ({error.strerror}): choose another with --port"
        ) from error
    return made


@contextlib.contextmanager
def _settled() -> Iterator[None]:
    """What is there when the service begins stays as long as it does (the rulebook above all): it is kept out of the
    rounds of the garbage collector, each of which would hold up some request for a tenth of a second."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def serve(workspace: Workspace, host: str | None = None, port: int | None = None) -> None:
    """Serve until SIGINT or SIGTERM, and deliver to webhooks meanwhile. Raises NotAllowed for a non-loopback address
    without tokens, Unavailable for a port that is taken."""
    where = host or workspace.settings.host
    server = _server(workspace, where)
    with (
        _bind(where, workspace.settings.port if port is None else port) as bound,
        Background(workspace),
        _settled(),
    ):
        server.run(sockets=[bound])


class Running:
    """The service in a thread, deliveries beside it: `with Running(workspace) as base_url:`; port 0 takes a free one.
    `tokens` None: those of the workspace's file."""

    def __init__(
        self,
        workspace: Workspace,
        host: str = "127.0.0.1",
        port: int = 0,
        tokens: Mapping[str, Token] | None = None,
    ) -> None:
        self._server = _server(workspace, host, tokens)
        self._deliveries = Background(workspace)
        self._settled = _settled()
        self._socket = _bind(host, port)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, name="service", daemon=True
        )
        number = self._socket.getsockname()[1]
        self.url = f"http://[{host}]:{number}" if ":" in host else f"http://{host}:{number}"

    def __enter__(self) -> str:
        """Its base URL, once it answers; raises Unavailable."""
        self._thread.start()
        deadline = time.monotonic() + 15
        while not self._server.started:
            if time.monotonic() > deadline or not self._thread.is_alive():
                self._socket.close()
                raise Unavailable("the service did not start")
            time.sleep(0.01)
        self._deliveries.__enter__()
        self._settled.__enter__()
        return self.url

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._settled.__exit__(None, None, None)
        self._deliveries.__exit__()
        self._server.should_exit = True
        self._thread.join(timeout=15)
        self._socket.close()
