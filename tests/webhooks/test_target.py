"""Where a webhook may go: public addresses only, however they are written, unless the administrator allows more."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest

from graph_service.errors import BadInput, BadValue, NotAllowed
from graph_service.webhooks import Allowed, Target, check
from graph_service.webhooks.target import is_public

NOBODY = Allowed()


def resolves_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Every host name has these addresses."""

    def found(_host: str, port: int, **_: Any) -> list[tuple[Any, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", found)


def test_a_url_is_read_into_its_parts_and_shows_its_origin_only() -> None:
    """Path and query may hold a secret of the receiver."""
    made = Target.of("https://Hooks.example.org/in/s3cret?key=v")
    assert (made.host, made.port, made.path) == ("hooks.example.org", 443, "/in/s3cret?key=v")
    assert made.origin == "https://hooks.example.org"
    assert "s3cret" not in repr(made)
    assert Target.of("http://[::1]:8080").origin == "http://[::1]:8080"
    assert Target.of("https://example.org?a=b").path == "/?a=b"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/", "file:///etc/passwd", "gopher://example.org/", "//example.org/", "example.org", "",
        "https://user:secret@example.org/", "https://@example.org/", "https://example.org/#part", "https:///x",
        "https://2130706433/", "https://0x7f.1/", "https://017700000001/", "https://127.1/", "https://0/",
        "https://exam ple.org/", "https://example.org\\@10.0.0.1/", "https://例子.cn/", "https://example.org:0/",
        "https://example.org:99999/", "https://[::1/", "https://[fe80::1%25eth0]/", "https://a..b/", "https://-a/",
        "https://example.org/\r\nX: y", "https://example.org/" + "a" * 2_048,
    ],
)  # fmt: skip
def test_a_url_that_is_not_plainly_one_of_a_webhook_is_refused_unsaid(url: str) -> None:
    """Other schemes, credentials, numbers that resolvers read as addresses; and what was sent is not repeated."""
    with pytest.raises(BadValue) as refused:
        Target.of(url)
    assert "secret" not in str(refused.value)


PRIVATE = [
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "100.100.100.200", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1",
    "239.1.1.1", "240.0.0.1", "255.255.255.255", "168.63.129.16", "192.88.99.1",
    "::", "::1", "fe80::1", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "3fff::1", "2001::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::7f00:1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1",
    "2002:7f00:1::", "2002:a00:1::1", "100::1", "5f00::1", "4000::1",
]  # fmt: skip


@pytest.mark.parametrize("text", PRIVATE)
def test_an_address_that_is_not_public_is_none_however_it_is_wrapped(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Loopback, private, link-local, shared, documentation, multicast, reserved; mapped, NAT64 and 6to4 too."""
    assert not is_public(ipaddress.ip_address(text))
    resolves_to(monkeypatch, "93.184.216.34", text)
    with pytest.raises(NotAllowed, match="not public") as refused:
        check(Target.of("https://example.org/"), NOBODY)
    assert text not in str(refused.value)


@pytest.mark.parametrize(
    "text", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822", "2002:5db8:d822::1"]
)  # fmt: skip
def test_a_public_address_may_be_spoken_to(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over TLS; plain http is for hosts that are allowed by name."""
    resolves_to(monkeypatch, text)
    assert check(Target.of("https://example.org/"), NOBODY) == (text,)
    with pytest.raises(NotAllowed, match="https"):
        check(Target.of("http://example.org/"), NOBODY)
    assert check(Target.of("http://example.org/"), Allowed.of(["example.org"])) == (text,)


def test_the_administrator_allows_hosts_and_networks_and_nothing_beside_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A host by its name, whatever its address; a network, whatever the name, also where the address is mapped."""
    allowed = Allowed.of(["hooks.internal", "10.1.0.0/16", "::1"])
    resolves_to(monkeypatch, "192.168.1.1")
    assert check(Target.of("http://hooks.internal:8080/"), allowed) == ("192.168.1.1",)
    with pytest.raises(NotAllowed):
        check(Target.of("http://other.internal/"), allowed)
    for text in ("10.1.2.3", "::ffff:10.1.2.3", "::1"):
        resolves_to(monkeypatch, text)
        assert check(Target.of("http://other.internal/"), allowed) == (text,)
    resolves_to(monkeypatch, "10.1.2.3", "10.2.0.1")
    with pytest.raises(NotAllowed):
        check(Target.of("https://other.internal/"), allowed)


def test_a_host_without_an_address_is_said_to_have_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may have one tomorrow."""

    def nothing(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", nothing)
    with pytest.raises(BadValue, match="no address"):
        check(Target.of("https://nowhere.example/"), NOBODY)


@pytest.mark.parametrize("entry", ["", "http://example.org", "10.0.0.0/99", "a b", "0x7f.1"])
def test_an_entry_of_the_list_that_names_nothing_is_refused(entry: str) -> None:
    """A slip of the pen must not open a door, nor close one unseen."""
    with pytest.raises(BadInput):
        Allowed.of([entry])
