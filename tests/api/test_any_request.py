"""Whatever a client sends: an answer, or a problem of the 4xx kind that repeats nothing; never a 5xx."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_service.api import Running
from graph_service.assemble import Workspace
from graph_service.facts import BY_KIND, fields_of
from tests.workspaces import DAY, FIRM, FIRM_CODE, LISTING, NUMBER, PERSON

WHY = {"X-Purpose": "test", "X-Inquiry-Number": "1", "Content-Type": "application/json"}
FAST = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def service(world: Workspace) -> Iterator[httpx.Client]:
    """The service as the local administrator finds it."""
    with Running(world, tokens={}) as url, httpx.Client(base_url=url, timeout=60) as client:
        yield client


def sound(response: httpx.Response) -> None:
    """An answer or a 4xx problem, which repeats no number."""
    assert response.status_code < 500, (response.status_code, response.text)
    if response.status_code >= 400:
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["status"] == response.status_code
        assert NUMBER[:14] not in response.text


texts = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", " ", "\x00", "\ud800", "𠮷", "1/0", "P9999999Y", DAY, "2026-02-30", FIRM, PERSON, LISTING]
    ),
    st.sampled_from([NUMBER, FIRM_CODE, "91440101", "*" * 18, "1" * 40, "E12345678", "9999999999"]),
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


def body_of(value: Any) -> bytes:
    """The value as a client might write it: lone surrogates, NaN and huge numbers included."""
    return json.dumps(value).encode()


BODIES = [
    "/v1/checks",
    "/v1/facts",
    "/v1/queries/officers-of-firm",
    "/v1/consumers",
    "/v1/consumers/x/redeliveries",
    "/v1/calendar",
]


@FAST
@given(value=values, path=st.sampled_from(BODIES))
def test_any_body_is_answered_or_refused(service: httpx.Client, value: Any, path: str) -> None:
    """Any JSON at all."""
    sound(service.post(path, content=body_of(value), headers=WHY))


@FAST
@given(content=st.binary(max_size=60), path=st.sampled_from(["/v1/checks", "/v1/facts"]))
def test_any_bytes_are_answered_or_refused(service: httpx.Client, content: bytes, path: str) -> None:
    """Any bytes at all."""
    sound(service.post(path, content=content, headers=WHY))


KEYS = ("uscc", "organisation_number", "document_number", "document_type", "issuer", "name")
subjects = st.fixed_dictionaries({}, optional=dict.fromkeys(KEYS, texts))


@FAST
@given(
    asked=st.lists(subjects, min_size=1, max_size=3),
    more=st.fixed_dictionaries(
        {},
        optional={
            "as_of": texts,
            "known_at": st.one_of(texts, st.integers(-2, 2**70)),
            "measures": st.lists(st.one_of(texts, st.sampled_from(["M03", "M19"])), max_size=3),
            "purpose": texts,
        },
    ),
)
def test_any_check_is_answered_or_refused(
    service: httpx.Client, asked: list[dict[str, str]], more: dict[str, Any]
) -> None:
    """Bodies of the right shape with any values in them."""
    sound(service.post("/v1/checks", content=body_of({"subjects": asked, **more}), headers=WHY))


@FAST
@given(
    body=st.fixed_dictionaries(
        {"name": texts, "role": st.sampled_from(["department", "analyst", "x"])},
        optional={
            **dict.fromkeys(("webhook", "authority", "purpose", "inquiry_number"), texts),
            "measures": st.lists(st.one_of(texts, st.sampled_from(["M03"])), max_size=2),
            "after": st.integers(-1, 2**70),
        },
    )
)
def test_any_consumer_is_registered_or_refused(service: httpx.Client, body: dict[str, Any]) -> None:
    """And what was registered can be listed and removed."""
    made = service.post("/v1/consumers", content=body_of(body), headers=WHY)
    sound(made)
    sound(service.get("/v1/consumers"))
    if made.status_code == 200:
        gone = service.delete(f"/v1/consumers/{quote(made.json()['name'])}")
        assert gone.status_code == 200, gone.text


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    """A row of a type of fact with any values in its fields."""
    kind = draw(st.sampled_from(sorted(BY_KIND)))
    row: dict[str, Any] = {"type": kind}
    for field in fields_of(kind):
        if field.required or draw(st.booleans()):
            kinds: list[st.SearchStrategy[Any]] = [
                texts,
                st.sampled_from([*field.allowed, "x", "2026", DAY, "1/2"]),
            ]
            if field.holds in ("bool", "int"):
                kinds += [st.booleans(), st.integers()]
            if field.holds == "list":
                kinds += [st.lists(texts, max_size=3)]
            row["enterprise_type" if (kind, field.name) == ("enterprise", "type") else field.name] = draw(
                st.one_of(kinds)
            )
    return row


@FAST
@given(batch=st.lists(rows(), min_size=1, max_size=2))
def test_any_batch_of_facts_is_written_or_refused(service: httpx.Client, batch: list[dict[str, Any]]) -> None:
    """Rows of the right shape with any values in them; what was accepted leaves a service that still answers."""
    sound(service.post("/v1/facts", content=body_of({"facts": batch}), headers=WHY))
    sound(service.post("/v1/checks", content=body_of({"subjects": [{"uscc": FIRM_CODE}]}), headers=WHY))


paths = st.sampled_from(
    [
        "/v1/parties/{}", "/v1/parties/{}/consequences", "/v1/cases/{}", "/v1/cases/{}/why-not/" + FIRM,
        "/v1/consequences/{}", "/v1/search?q={}", "/v1/cases?case={}", "/v1/review/{}", "/v1/review/drafts?cursor={}",
        f"/v1/parties/{FIRM}?as_of={{}}", f"/v1/parties/{FIRM}?known_at={{}}", "/v1/search?q=a&limit={}",
        "/v1/cases/{}/deadlines", "/v1/deadlines?case={}", "/v1/deadlines?near={}", "/v1/calendar?known_at={}",
        "/v1/consumers/{}", "/v1/consumers/{}/alerts", "/v1/consumers/{}/dead-letters",
    ]
)  # fmt: skip


@FAST
@given(path=paths, value=st.one_of(texts, st.integers().map(str)))
def test_any_url_is_answered_or_refused(service: httpx.Client, path: str, value: str) -> None:
    """Any value in a path or a query."""
    sound(service.get(path.format(quote(value.encode("utf-8", "surrogatepass"), safe="")), headers=WHY))


@FAST
@given(
    raw=st.binary(max_size=20),
    name=st.sampled_from(["X-Purpose", "X-Inquiry-Number", "Idempotency-Key", "Authorization"]),
)
def test_any_header_is_answered_or_refused(service: httpx.Client, raw: bytes, name: str) -> None:
    """Any value that HTTP lets through."""
    value = bytes(sign for sign in raw if sign >= 32 and sign != 127).strip()
    given_headers = {**{key.encode(): text.encode() for key, text in WHY.items()}, name.encode(): value}
    sound(service.get(f"/v1/parties/{FIRM}", headers=list(given_headers.items())))


@pytest.mark.parametrize(
    "raw",
    [
        b"nonsense\r\n\r\n",
        b"GET /v1/parties/\x00 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        "GET /v1/parties/穗 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode(),
        b"GET /v1/parties/x HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Purpose: a\x00b\r\n\r\n",
        b"GET /v1/parties/x HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Purpose: " + b"x" * 100_000 + b"\r\n\r\n",
        b"POST /v1/checks HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -2\r\n\r\n{}",
        f"GET http://elsewhere/v1/parties/{NUMBER} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode(),
    ],
)
def test_bytes_that_are_no_request_are_answered_by_a_problem(service: httpx.Client, raw: bytes) -> None:
    """What the server of HTTP refuses by itself is told in the same form as everything else."""
    where = urlsplit(str(service.base_url))
    with socket.create_connection((where.hostname or "", where.port or 0), timeout=20) as wire:
        wire.sendall(raw)
        told = b""
        while piece := wire.recv(65_536):
            told += piece
            if told.endswith(b"}"):
                break
    head, _, body = told.decode().partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 4")
    assert "content-type: application/problem+json" in head.lower()
    assert json.loads(body)["status"] in (400, 422)
    assert NUMBER not in body


def test_a_client_that_goes_away_leaves_no_trace_of_an_error(
    service: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    """Half a body, and the line is closed: nobody is there to answer, and nothing went wrong here."""
    where = urlsplit(str(service.base_url))
    head = "POST /v1/checks HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n"
    with socket.create_connection((where.hostname or "", where.port or 0), timeout=20) as wire:
        wire.sendall(head.encode() + b"{")
    sound(service.get("/v1/fact-types"))
    assert [one for one in caplog.records if one.levelname == "ERROR"] == []


@pytest.mark.parametrize("place", ["X-Purpose", "X-Inquiry-Number"])
def test_a_number_in_the_purpose_is_refused_and_never_logged(
    world: Workspace, service: httpx.Client, place: str
) -> None:
    """The log is kept for good: whom a read is about is said by the subject's id, not by his number."""
    body = json.dumps({"subjects": [{"document_number": NUMBER}]})
    response = service.post("/v1/checks", content=body, headers={**WHY, place: f"about {NUMBER}"})
    assert response.status_code == 422
    sound(response)
    assert not any(NUMBER in json.dumps(line) for line in world.log.lines())


@pytest.mark.parametrize(
    "given", [{"known_at": True}, {"known_at": 1.0}, {"known_at": [1]}, {"as_of": 20260701}]
)
def test_a_clock_of_another_type_is_refused(service: httpx.Client, given: dict[str, Any]) -> None:
    """`true` is no entry number, though it counts as one."""
    body = json.dumps({"subjects": [{"uscc": FIRM_CODE}], **given})
    assert service.post("/v1/checks", content=body, headers=WHY).status_code == 422
