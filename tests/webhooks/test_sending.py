"""One request to a webhook, and what is said of each thing that a receiver may do."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from graph_service.errors import Unavailable
from graph_service.webhooks import Allowed, Answer, Target, send, sending

MOVED = Answer(301, "answered 301: no redirect is followed")
HERE = Allowed.of(["127.0.0.1", "localhost"])


@contextmanager
def answering(*pieces: bytes, pause: float = 0.0, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """A port at which one caller is answered with these bytes, whatever he says."""
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)

        def answer() -> None:
            try:
                wire, _ = server.accept()
                with tls.wrap_socket(wire, server_side=True) if tls else wire as line:
                    line.recv(65_536)
                    for piece in pieces:
                        line.sendall(piece)
                        if ended.wait(pause):
                            return
            except OSError:
                return  # the caller hung up, or never came

        thread = threading.Thread(target=answer)
        thread.start()
        yield server.getsockname()[1]
        ended.set()
    thread.join()


def post(port: int, *, limit: float = 5.0, scheme: str = "http", host: str = "127.0.0.1") -> Answer:
    """What comes of a small request."""
    target = Target.of(f"{scheme}://{host}:{port}/in")
    return send(target, b"{}", {}, allowed=HERE, limit=limit, before=lambda: None)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", Answer(200, "")),
        (b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", Answer(204, "")),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n" + b"x" * 100, Answer(200, "")),
        (b"HTTP/1.1 301 Moved\r\nLocation: http://10.0.0.1/\r\n\r\n", MOVED),
        (b"HTTP/1.1 503 Busy\r\nRetry-After: 120\r\n\r\n", Answer(503, "answered 503", 120.0)),
        (b"HTTP/1.1 503 Busy\r\nRetry-After: 99999999\r\n\r\n", Answer(503, "answered 503", 86_400.0)),
        (b"HTTP/1.1 503 Busy\r\nRetry-After: tomorrow\r\n\r\n", Answer(503, "answered 503")),
        (b"SSH-2.0-OpenSSH_9.6\r\n\r\n", Answer(None, "what was answered is no HTTP")),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000, Answer(None, "what was answered is no HTTP")),
        (b"HTTP/1.1 103 Early Hints\r\n\r\n" * 5_000, Answer(None, "the answer has no end to its head")),
        (b"HTTP/1.1 2", Answer(None, "the connection broke before an answer")),
        (b"", Answer(None, "the connection broke before an answer")),
    ],
)  # fmt: skip
def test_whatever_is_answered_is_judged_by_its_head_alone(said: bytes, answer: Answer) -> None:
    """A status, a wait that is asked for and bounded, or in our words what was wrong; nothing of what was said."""
    with answering(said) as port:
        assert post(port) == answer


def test_one_limit_holds_for_all_of_it_also_where_an_answer_comes_drop_by_drop() -> None:
    """Each drop in time, the whole too late."""
    with answering(*[bytes([one]) for one in b"HTTP/1.1 200 OK\r\n\r\n"], pause=0.05) as port:
        began = time.monotonic()
        assert post(port, limit=0.3) == Answer(None, "no answer within 0.3 s")
        assert time.monotonic() - began < 2


def test_where_nobody_listens_there_is_no_connection() -> None:
    """And nothing was sent."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert post(port) == Answer(None, "no connection")


def test_nothing_leaves_before_what_is_to_be_done_first_is_done() -> None:
    """Where the log cannot be written nothing is sent, and the caller hears why."""

    def fails() -> None:
        raise Unavailable("the access log cannot be written")

    with answering(b"HTTP/1.1 200 OK\r\n\r\n") as port, pytest.raises(Unavailable, match="access log"):
        send(Target.of(f"http://127.0.0.1:{port}/"), b"{}", {}, allowed=HERE, limit=5, before=fails)


def test_the_certificate_of_the_named_host_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By an authority that this machine knows, and for that name: else nothing is sent."""
    file = certificate(tmp_path, "localhost")
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    refused = Answer(None, "no connection: the TLS certificate or protocol was not accepted")
    with answering(b"HTTP/1.1 200 OK\r\n\r\n", tls=server) as port:
        assert post(port, scheme="https", host="localhost") == refused
    monkeypatch.setattr(sending, "_tls", lambda: ssl.create_default_context(cafile=str(file)))
    with answering(b"HTTP/1.1 200 OK\r\n\r\n", tls=server) as port:
        assert post(port, scheme="https", host="localhost") == Answer(200, "")
    with answering(b"HTTP/1.1 200 OK\r\n\r\n", tls=server) as port:
        assert post(port, scheme="https", host="127.0.0.1") == refused


def certificate(folder: Path, host: str) -> Path:
    """A certificate of a host by itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.datetime.now(datetime.UTC)
    names: list[x509.GeneralName] = [x509.DNSName(host), x509.IPAddress(ipaddress.ip_address("127.0.0.2"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "host.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file
