"""One request to a webhook: to an address that was judged, within a limit of time, and no further than its answer.

The connection goes to the judged address and to nothing that a second look-up would give; TLS still checks the name.
No redirect is followed, no proxy of the environment is asked, and of the answer only the head is read.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import h11

from graph_service.errors import BadValue, NotAllowed
from graph_service.webhooks.target import Allowed, Target, check

MOST_OF_AN_ANSWER = 64 * 1024
"""Bytes of an answer that are read at most."""
LONGEST_WAIT = 86_400.0
"""Seconds that a receiver may ask to be left alone."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a request: the status (None: no answer), and in our words why it is no success; `wait` the seconds
    that the receiver asked for."""

    status: int | None
    why: str
    wait: float = 0.0

    @property
    def good(self) -> bool:
        """Was it taken?"""
        return self.status is not None and 200 <= self.status < 300

    @property
    def gone(self) -> bool:
        """Did the receiver say that it takes nothing any more?"""
        return self.status == 410


def send(
    target: Target,
    body: bytes,
    headers: Mapping[str, str],
    *,
    allowed: Allowed,
    limit: float,
    before: Callable[[], None],
) -> Answer:
    """POST a body; `limit` seconds for all of it together. `before` is called once the receiver is there and nothing
    was sent yet; what it raises is passed on. Whatever the receiver does is an answer, never an exception."""
    deadline = time.monotonic() + limit
    try:
        addresses = check(target, allowed)
        wire = _connected(target, addresses, deadline)
    except (NotAllowed, BadValue) as error:
        return Answer(None, f"not sent: {error}")
    except ssl.SSLError:
        return Answer(None, "no connection: the TLS certificate or protocol was not accepted")
    except TimeoutError:
        return Answer(None, f"no connection within {limit:g} s")
    except OSError:
        return Answer(None, "no connection")
    with wire:
        before()
        try:
            return _exchange(wire, target, body, headers, deadline)
        except TimeoutError:
            return Answer(None, f"no answer within {limit:g} s")
        except h11.RemoteProtocolError:
            return Answer(None, "what was answered is no HTTP")
        except OSError:
            return Answer(None, "the connection broke before an answer")


def _connected(target: Target, addresses: tuple[str, ...], deadline: float) -> socket.socket:
    """A connection to the first of the addresses that answers."""
    failed: OSError = TimeoutError()
    for address in addresses:
        try:
            wire = socket.create_connection((address, target.port), timeout=_left(deadline))
        except OSError as error:
            failed = error
            continue
        if target.scheme == "http":
            return wire
        try:
            wire.settimeout(_left(deadline))
            return _tls().wrap_socket(wire, server_hostname=target.host)
        except BaseException:
            wire.close()
            raise
    raise failed


@cache
def _tls() -> ssl.SSLContext:
    """The authorities of this machine (SSL_CERT_FILE names others); read once, for that takes long."""
    return ssl.create_default_context()


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _exchange(
    wire: socket.socket, target: Target, body: bytes, headers: Mapping[str, str], deadline: float
) -> Answer:
    host = target.origin.partition("://")[2]
    heads = {"host": host, "user-agent": "linked-responsibility", "content-length": str(len(body)), **headers}
    line = h11.Connection(h11.CLIENT)
    request = h11.Request(
        method="POST", target=target.path, headers=[*heads.items(), ("connection", "close")]
    )
    wire.settimeout(_left(deadline))
    pieces = (line.send(one) or b"" for one in (request, h11.Data(data=body), h11.EndOfMessage()))
    wire.sendall(b"".join(pieces))
    read = 0
    while True:
        event = line.next_event()
        if isinstance(event, h11.Response):
            return _judged(event)
        if event is h11.NEED_DATA:
            wire.settimeout(_left(deadline))
            piece = wire.recv(16_384)
            if not piece:
                return Answer(None, "the connection broke before an answer")
            read += len(piece)
            if read > MOST_OF_AN_ANSWER:
                return Answer(None, "the answer has no end to its head")
            line.receive_data(piece)


def _judged(response: h11.Response) -> Answer:
    status = response.status_code
    asked = dict(response.headers).get(b"retry-after", b"")
    wait = min(float(asked), LONGEST_WAIT) if asked.isdigit() and len(asked) < 10 else 0.0
    if 300 <= status < 400:
        return Answer(status, f"answered {status}: no redirect is followed")
    return Answer(status, "" if 200 <= status < 300 else f"answered {status}", wait)
