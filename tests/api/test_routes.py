"""The service over HTTP: what each route answers, to whom, and how it refuses; the same on both graphs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from graph_service.api import Running, serve
from graph_service.assemble import Workspace
from graph_service.assemble.tokens import add_token, read_tokens, remove_token
from graph_service.errors import BadInput, Conflict, NotAllowed, NotFound, Unavailable
from graph_service.facts.numbers import reg_no_check
from tests.workspaces import (
    CARDS,
    DAY,
    FIRM,
    FIRM_CODE,
    LISTING,
    NAMED,
    NAMED_CARDS,
    NUMBER,
    ORDER,
    ORDER_PERSON,
    PERSON,
    WORLD,
    state,
)

WHY = {"X-Purpose": quote("招标审查"), "X-Inquiry-Number": "2026-117"}
ROLES = ("department", "investigator", "reviewer", "analyst", "auditor", "administrator")


@pytest.fixture(scope="module")
def local(world: Workspace) -> Iterator[httpx.Client]:
    """The service without tokens: the local administrator asks."""
    with Running(world, tokens={}) as url, httpx.Client(base_url=url, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def tokens(world: Workspace) -> dict[str, str]:
    """A token of each access role."""
    path = world.settings.tokens
    return {
        role: add_token(path, f"a {role}", role, "gz-court" if role == "department" else None)
        for role in ROLES
    }


@pytest.fixture(scope="module")
def guarded(world: Workspace, tokens: dict[str, str]) -> Iterator[httpx.Client]:
    """The service with tokens."""
    assert tokens
    with Running(world) as url, httpx.Client(base_url=url, timeout=60) as client:
        yield client


def problem(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The body of a problem of this status and code."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert (body["status"], body["code"], body["type"]) == (status, code, f"/problems/{code}")
    assert body["title"]
    return body


def test_a_check_answers_by_number_in_the_body(local: httpx.Client) -> None:
    """Firm and person in one request; both clocks echoed, resolved; the answer is kept by no cache."""
    body = {
        "subjects": [{"uscc": FIRM_CODE}, {"document_number": NUMBER}, {"uscc": "91440100MA0000008U"}],
        "as_of": DAY,
    }
    response = local.post("/v1/checks", json=body, headers=WHY)
    assert response.status_code == 200
    page = response.json()
    assert [one["answer"]["code"] for one in page["answers"]] == ["bound", "bound", "unknown_identifier"]
    assert page["as_of"] == DAY
    assert page["known_at"]["entry"] >= 3
    assert response.headers["cache-control"] == "no-store"


def test_purpose_and_inquiry_number_may_stand_in_the_body(local: httpx.Client, world: Workspace) -> None:
    """Where a client cannot set headers; either way the log has them."""
    body = {"subjects": [{"document_number": NUMBER}], "purpose": "招标审查", "inquiry_number": "77"}
    assert local.post("/v1/checks", json=body).status_code == 200
    line = list(world.log.lines())[-1]
    assert (line["door"], line["purpose"], line["inquiry"]) == ("api", "招标审查", "77")


def test_a_read_of_a_person_without_purpose_is_a_problem(local: httpx.Client) -> None:
    """403, and what to do about it."""
    found = problem(
        local.post("/v1/checks", json={"subjects": [{"document_number": NUMBER}]}), 403, "not-allowed"
    )
    assert "purpose" in found["detail"]
    problem(local.get(f"/v1/parties/{PERSON}"), 403, "not-allowed")


def test_both_clocks_stand_on_every_read(local: httpx.Client, world: Workspace) -> None:
    """Asked at an earlier entry the answer is that entry's, and says so."""
    entry = world.resolve_clocks().entry - 1
    paths = (
        f"/v1/parties/{FIRM}", f"/v1/parties/{FIRM}/consequences", f"/v1/cases/{LISTING}", f"/v1/cases?case={LISTING}",
        f"/v1/cases/{LISTING}/why-not/{PERSON}", "/v1/search?q=yuehai", "/v1/review/drafts", "/v1/review/hints",
        "/v1/review/pending",
    )  # fmt: skip
    for path in paths:
        clocks = f"{'&' if '?' in path else '?'}as_of={DAY}&known_at={entry}"
        response = local.get(path + clocks, headers=WHY)
        assert response.status_code == 200, (path, response.text)
        page = response.json()
        assert (page["as_of"], page["known_at"]["entry"]) == (DAY, entry), path
    asked = {"parameters": {"firm": FIRM}, "as_of": DAY, "known_at": entry}
    page = local.post("/v1/queries/officers-of-firm", json=asked, headers=WHY).json()
    assert (page["as_of"], page["known_at"]["entry"]) == (DAY, entry)
    problem(local.get(f"/v1/cases/{ORDER}?known_at={entry}", headers=WHY), 404, "not-found")


def test_consequences_come_with_proofs(local: httpx.Client) -> None:
    """Timeline, proof, and the one consequence by its own address."""
    page = local.get(f"/v1/parties/{PERSON}/consequences?as_of={DAY}", headers=WHY).json()
    assert page["total"] == 1
    one = page["consequences"][0]
    assert one["proof"]["law"]
    explained = local.get(f"/v1/consequences/{one['id']}?as_of={DAY}", headers=WHY).json()
    assert explained["consequence"]["id"] == one["id"]


def test_health_and_readiness(local: httpx.Client) -> None:
    """Alive, and able to answer."""
    assert local.get("/health").json()["status"] == "ok"
    ready = local.get("/ready").json()
    assert ready["status"] == "ready"
    assert ready["head"] >= 3


def test_the_openapi_document_is_whole(local: httpx.Client) -> None:
    """Every route says what it gives by example and which problems; every body has an example."""
    document = local.get("/v1/openapi.json").json()
    operations = [
        (path, method, one) for path, methods in document["paths"].items() for method, one in methods.items()
    ]
    assert len(operations) >= 15
    for path, method, one in operations:
        assert one["summary"], path
        assert one["description"], path
        contents = one["responses"]["200"]["content"].values()
        assert contents, path
        assert all("example" in content for content in contents), path
        assert "application/problem+json" in one["responses"]["422"]["content"], path
        if "requestBody" in one:
            assert method == "post"
            schema = one["requestBody"]["content"]["application/json"]
            assert "examples" in schema["schema"], path


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/v1/nothing", None, 404, "not-found"),
        ("DELETE", "/v1/checks", None, 405, "method-not-allowed"),
        ("GET", "/v1/parties/none", None, 404, "not-found"),
        ("GET", "/v1/cases/none", None, 404, "not-found"),
        ("GET", f"/v1/cases/none/why-not/{FIRM}", None, 404, "not-found"),
        ("GET", "/v1/consequences/none", None, 404, "not-found"),
        ("GET", "/v1/review/leads", None, 422, "bad-input"),
        ("GET", "/v1/search?q=", None, 422, "bad-input"),
        ("GET", "/v1/search?q=%2A", None, 422, "bad-value"),
        ("GET", "/v1/search?q=a&limit=0", None, 422, "bad-input"),
        ("GET", "/v1/search?q=a&cursor=zz", None, 422, "bad-input"),
        ("GET", f"/v1/parties/{FIRM}?as_of=soon", None, 422, "bad-value"),
        ("GET", f"/v1/parties/{FIRM}?known_at=999", None, 404, "not-found"),
        ("POST", "/v1/checks", b"{", 400, "malformed-request"),
        ("POST", "/v1/checks", b"\xff\xfe", 400, "malformed-request"),
        ("POST", "/v1/checks", b"[" * 100_000, 400, "malformed-request"),
        ("POST", "/v1/checks", b"1" * 10_000, 400, "malformed-request"),
        ("POST", "/v1/checks", b"[]", 422, "bad-input"),
        ("POST", "/v1/checks", b'{"subjects": []}', 422, "bad-input"),
        ("POST", "/v1/checks", b'{"subjects": [{}]}', 422, "bad-input"),
        ("POST", "/v1/checks", b'{"subjects": [{"name": "x"}]}', 422, "bad-input"),
        ("POST", "/v1/checks", b'{"subjects": [{"uscc": "\\ud800"}]}', 400, "malformed-request"),
        ("POST", "/v1/checks", b'{"subjects": [{"uscc": "1"}], "known_at": 1e400}', 422, "bad-input"),
        ("POST", "/v1/facts", b'{"facts": []}', 422, "bad-input"),
        ("POST", "/v1/facts", b'{"facts": [{"type": "nonsense"}]}', 422, "bad-input"),
        ("POST", "/v1/queries/nonsense", b"{}", 404, "not-found"),
        ("POST", "/v1/queries/officers-of-firm", b"{}", 422, "bad-value"),
    ],
)
def test_every_error_is_a_problem(
    local: httpx.Client, method: str, path: str, body: bytes | None, status: int, code: str
) -> None:
    """A status, a stable code, a title; never a page of another kind."""
    headers = {**WHY, "Content-Type": "application/json"}
    problem(local.request(method, path, content=body, headers=headers), status, code)


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(local: httpx.Client, world: Workspace) -> None:
    """By its stated length, and by its bytes where no length is stated."""
    big = b" " * (world.settings.body_limit + 1)
    problem(local.post("/v1/checks", content=big), 413, "too-large")

    def chunks() -> Iterator[bytes]:
        for _ in range(world.settings.body_limit // 65_536 + 2):
            yield b" " * 65_536

    as_json = {"Content-Type": "application/json"}
    problem(local.post("/v1/checks", content=chunks(), headers=as_json), 413, "too-large")
    problem(local.post("/v1/facts", content=chunks(), headers=as_json), 413, "too-large")
    problem(local.post("/v1/checks", content=b"{}"), 415, "unsupported-media-type")


@pytest.mark.parametrize(
    "path",
    [
        f"/v1/parties/{NUMBER}",
        f"/v1/search?q={NUMBER}",
        f"/v1/search?q={NUMBER.lower()}",
        f"/v1/search?q={quote(quote(NUMBER))}",
        f"/v1/parties/register:{NUMBER}/consequences",
        "/v1/search?q=" + quote("".join(chr(ord(sign) + 0xFEE0) for sign in NUMBER)),
        "/v1/search?q=110105491231002",
    ],
)
def test_a_number_of_a_document_in_a_url_is_refused_and_not_repeated(local: httpx.Client, path: str) -> None:
    """In path or query, in any writing: 400, and the number stands nowhere in the answer."""
    response = local.get(path, headers=WHY)
    problem(response, 400, "number-in-url")
    assert NUMBER[:12] not in response.text


def test_numbers_of_organisations_may_stand_in_a_url(local: httpx.Client) -> None:
    """A credit code or a registration number is no number of a person."""
    for text in (FIRM_CODE, "440101000012345", "粤海"):
        assert local.get("/v1/search", params={"q": text}, headers=WHY).status_code == 200


def test_a_registration_number_that_can_be_a_persons_may_stand_in_a_url_where_a_firm_bears_it(
    local: httpx.Client, world: Workspace
) -> None:
    """15 digits with a birth date inside that pass the check of a registration number: refused, with what to do, until
    a firm is registered under just these. Of a person's number that fails that check nothing changes."""
    number = "44010670010100" + reg_no_check("44010670010100")
    says = problem(local.get("/v1/search", params={"q": number}, headers=WHY), 400, "number-in-url")["detail"]
    assert "organisation_number" in says
    assert number not in says
    asked = {"subjects": [{"organisation_number": number}]}
    assert local.post("/v1/checks", json=asked).status_code == 200
    bears = {"type": "identifier", "record": "reg:W", "scheme": "reg_no", "value": number}
    state(world, [{"type": "enterprise", "record": "reg:W"}, bears])
    assert local.get("/v1/search", params={"q": number}, headers=WHY).json()["total"] == 1
    assert local.get(f"/v1/parties/register:{number}", headers=WHY).status_code == 404
    for other in ("440106700101003", NUMBER):
        both = local.get("/v1/search", params={"q": f"{number} {other}"}, headers=WHY)
        assert "document_number" in problem(both, 400, "number-in-url")["detail"]


@pytest.mark.parametrize(
    "row",
    [
        {"type": "identity", "record": "r:1", "level": "PROVED", "document_number": NUMBER[:-1] + "1"},
        {
            "type": "identity",
            "record": "r:1",
            "level": "PROVED",
            "document_number": NUMBER,
            "document": "resident_id:1",
        },
        {"type": "name", "record": "r:1", "name": f"身份证{NUMBER}"},
        {"type": "name", "record": f"r:{NUMBER}", "name": "x"},
        {"type": "name", "record": "r:1", "name": "x", NUMBER: "x"},
        {"type": "office", "record": "r:1", "enterprise": "r:2", "post": "director", "since": NUMBER},
        {"type": "holding", "record": "r:1", "enterprise": "r:2", "paid": "1/0"},
        {"type": "holding", "record": "r:1", "enterprise": "r:2", "paid": NUMBER[:17]},
        {"type": "holding", "record": "r:1", "enterprise": "r:1", "paid": "1/2"},
        {
            "type": "office",
            "record": "r:1",
            "enterprise": "r:2",
            "post": "x",
            "since": "2020",
            "until": "2019-12",
        },
        {"type": "service", "record": "r:1", "case": 7, "date": DAY},
        {"type": "service", "record": "r:1", "case": "c\ud800", "date": DAY},
        {"type": "service", "record": "r:1", "case": "c\x00", "date": DAY},
        {"type": "service", "record": "", "case": "c", "date": DAY},
        {"type": "service", "record": "r:1", "case": "x" * 30_000, "date": DAY},
        {"type": ["service"]},
        {"record": "r:1"},
    ],
)
def test_a_row_that_cannot_be_used_is_named_without_its_value(
    local: httpx.Client, world: Workspace, row: dict[str, Any]
) -> None:
    """The place and the reason; nothing of the batch is written, and no number is repeated."""
    head = world.resolve_clocks().entry
    body = json.dumps({"facts": [{"type": "enterprise", "record": "r:9"}, row]})
    response = local.post("/v1/facts", content=body, headers={"Content-Type": "application/json"})
    found = problem(response, 422, "bad-input")
    assert [one["at"] for one in found["errors"]] == ["facts.1"]
    assert NUMBER[:14] not in response.text
    assert world.resolve_clocks().entry == head


@pytest.mark.parametrize(
    "card",
    [
        {"record": "r:1", "name": NUMBER},
        {"name": "x"},
        {"record": "r:1", "birth_date": "soon"},
        {"record": 1},
    ],
)
def test_a_card_that_cannot_be_used_is_named(local: httpx.Client, card: dict[str, Any]) -> None:
    """As rows are."""
    response = local.post(
        "/v1/facts", json={"facts": [{"type": "enterprise", "record": "r:9"}], "cards": [card]}
    )
    assert problem(response, 422, "bad-input")["errors"][0]["at"] == "cards.0"
    assert NUMBER[:14] not in response.text


EXPECTED: dict[str, tuple[str, ...]] = {
    "/v1/parties/" + FIRM: ("department", "investigator", "reviewer", "analyst", "administrator"),
    "/v1/parties/" + PERSON: ("department", "investigator", "reviewer", "administrator"),
    f"/v1/cases/{LISTING}": ("department", "investigator", "reviewer", "analyst", "administrator"),
    "/v1/search?q=yuehai": ("investigator", "reviewer", "analyst", "administrator"),
    "/v1/queries": ("investigator", "reviewer", "analyst", "auditor", "administrator"),
    "/v1/review/drafts": ("department", "reviewer", "administrator"),
    "/v1/review/hints": ("department", "reviewer", "administrator"),
    "/v1/review/pending": ("department", "reviewer", "administrator"),
}


@pytest.mark.parametrize("path", EXPECTED)
def test_each_route_answers_the_roles_it_is_for(
    guarded: httpx.Client, tokens: dict[str, str], path: str
) -> None:
    """And refuses the others."""
    for role, token in tokens.items():
        response = guarded.get(path, headers={**WHY, "Authorization": f"Bearer {token}"})
        if role in EXPECTED[path]:
            assert response.status_code == 200, (role, response.text)
        else:
            problem(response, 403, "not-allowed")


def test_nobody_reads_without_a_token_where_there_are_tokens(
    guarded: httpx.Client, tokens: dict[str, str]
) -> None:
    """401 with the scheme; a wrong scheme or a wrong token is none. Health and readiness answer anyone."""
    for given in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": f"Basic {tokens['analyst']}"}):
        response = guarded.get(f"/v1/parties/{FIRM}", headers=given)
        problem(response, 401, "no-token")
        assert response.headers["www-authenticate"] == "Bearer"
    assert guarded.get("/health").status_code == guarded.get("/ready").status_code == 200


def test_tokens_are_kept_as_digests_only(world: Workspace, tokens: dict[str, str], tmp_path: Path) -> None:
    """No secret in the file, readable by its owner alone; a name has one token; a removed one is gone."""
    text = world.settings.tokens.read_text(encoding="utf-8")
    assert not any(secret in text for secret in tokens.values())
    assert world.settings.tokens.stat().st_mode & 0o777 == 0o600
    path = tmp_path / "tokens.json"
    add_token(path, "x", "analyst")
    with pytest.raises(Conflict):
        add_token(path, "x", "analyst")
    with pytest.raises(NotFound):
        add_token(path, "y", "nobody")
    with pytest.raises(BadInput):
        add_token(path, "y", "department")
    remove_token(path, "x")
    with pytest.raises(NotFound):
        remove_token(path, "x")
    assert read_tokens(path) == {}
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(BadInput):
        read_tokens(path)
    path.write_text('{"tokens": [{"name": "x", "role": "king", "digest": "1"}]}', encoding="utf-8")
    with pytest.raises(BadInput):
        read_tokens(path)


def test_without_tokens_only_this_machine_is_answered(local: httpx.Client) -> None:
    """A name of another host (a page that rebinds its name to this machine, say) is refused."""
    for host in ("evil.example", "evil.example:8765", "127.0.0.1.evil.example"):
        problem(local.get(f"/v1/parties/{FIRM}", headers={"Host": host}), 403, "not-allowed")
    for host in ("127.0.0.1:8765", "localhost", "[::1]:8765"):
        assert local.get(f"/v1/parties/{FIRM}", headers={"Host": host}).status_code == 200


def test_purposes_are_short_printable_texts(local: httpx.Client) -> None:
    """Percent-encoded UTF-8 in a header; nothing that could break a line of the log."""
    for wrong in ("%ff", "x" * 201, "a%00b"):
        problem(local.get(f"/v1/parties/{FIRM}", headers={"X-Purpose": wrong}), 422, "bad-value")
    assert local.get(f"/v1/parties/{FIRM}", headers={"X-Purpose": "%20"}).status_code == 200


class TestServing:
    """Over a socket."""

    def test_facts_posted_over_http_change_who_is_bound(self, workspace: Workspace) -> None:
        """A department posts, is told the difference, and the check answers by it; its key gives the same again."""
        with Running(workspace) as url, httpx.Client(base_url=url, timeout=60) as client:
            first = client.post("/v1/facts", json={"facts": WORLD, "cards": CARDS})
            assert first.status_code == 200, first.text
            body = {"facts": NAMED, "cards": NAMED_CARDS}
            made = client.post("/v1/facts", json=body, headers={"Idempotency-Key": "k1"}).json()
            assert ORDER_PERSON in {one["party"] for one in made["opened"]}
            check = {"subjects": [{"document_number": NUMBER}], "as_of": DAY}
            answered = client.post("/v1/checks", json=check, headers=WHY).json()["answers"][0]
            assert answered["answer"]["code"] == "bound"
            again = client.post("/v1/facts", json=body, headers={"Idempotency-Key": "k1"}).json()
            assert (again["entry"], again["opened"]) == (made["entry"], made["opened"])
            other = client.post("/v1/facts", json={"facts": WORLD}, headers={"Idempotency-Key": "k1"})
            problem(other, 409, "conflict")

    def test_a_writer_in_the_way_is_a_503_with_retry_after(self, workspace: Workspace) -> None:
        """While a load has the lease a post is told to come back."""
        with Running(workspace) as url, httpx.Client(base_url=url) as client, workspace.store.begin() as load:
            response = client.post("/v1/facts", json={"facts": [{"type": "enterprise", "record": "r:1"}]})
            problem(response, 503, "unavailable")
            assert int(response.headers["retry-after"]) > 0
            load.seal()

    def test_without_tokens_no_other_address_is_bound(self, workspace: Workspace) -> None:
        """0.0.0.0 and names of other machines are refused until there is a token; a taken port says so."""
        for host in ("0.0.0.0", "::", "192.0.2.1", "example.org"):
            with pytest.raises(NotAllowed, match="loopback"):
                serve(workspace, host, 0)
        with Running(workspace) as url, pytest.raises(Unavailable, match="not to be had"):
            serve(workspace, port=int(url.rsplit(":", 1)[1]))
        add_token(workspace.settings.tokens, "x", "analyst")
        with Running(workspace, host="0.0.0.0") as url:
            port = url.rsplit(":", 1)[1]
            problem(httpx.get(f"http://127.0.0.1:{port}/v1/queries"), 401, "no-token")


def test_a_verification_is_for_the_administrator(guarded: httpx.Client, tokens: dict[str, str]) -> None:
    """It tells that what is kept is what the facts make; others are refused, and an entry to come is not found."""

    def ask(role: str, **body: int) -> httpx.Response:
        who = {"Authorization": f"Bearer {tokens[role]}"}
        return guarded.post("/v1/verifications", json=body, headers=who)

    answer = ask("administrator").json()
    assert (answer["equal"], answer["differences"]) == (True, [])
    assert ask("auditor").status_code == 403
    assert ask("administrator", known_at=10_000).status_code == 404


def test_certificates_and_the_keys_that_check_them(guarded: httpx.Client, tokens: dict[str, str]) -> None:
    """Nothing was taken back in this world: an empty list of an existing case, not found for what is not there."""
    who = {"Authorization": f"Bearer {tokens['investigator']}", **WHY}
    page = guarded.get("/v1/certificates", params={"about": ORDER}, headers=who)
    assert (page.status_code, page.json()["certificates"], page.json()["total"]) == (200, [], 0)
    assert guarded.get("/v1/certificates", params={"about": "gsxt:nobody"}, headers=who).status_code == 404
    assert guarded.get("/v1/certificates/certificate:0", headers=who).status_code == 404
    (key,) = guarded.get("/v1/signing-keys", headers=who).json()["keys"]
    assert key["algorithm"] == "Ed25519"


def test_the_ways_out_of_a_consequence(guarded: httpx.Client, tokens: dict[str, str]) -> None:
    """The restriction ends by performance, security or release; each with the fact that would say so."""
    who = {"Authorization": f"Bearer {tokens['investigator']}", **WHY}
    page = guarded.get(f"/v1/parties/{PERSON}/consequences", headers=who, params={"as_of": DAY}).json()
    (key,) = [one["id"] for one in page["consequences"]]
    answer = guarded.get(f"/v1/consequences/{key}/ways-out", headers=who, params={"as_of": DAY}).json()
    found = {one["route"]: one for one in answer["ways_out"]}
    assert {"performance", "security", "annulment", "objection"} <= found.keys()
    assert found["performance"]["facts"][0]["event"] == "performance"
    assert guarded.get("/v1/consequences/consequence:0/ways-out", headers=who).status_code == 404


def test_alerts_are_read_behind_a_cursor_and_as_a_stream(
    guarded: httpx.Client, tokens: dict[str, str]
) -> None:
    """Pages end where they should; a stream goes on behind its last event; an auditor is told of nothing; a sweep is
    the administrator's."""
    who = {"Authorization": f"Bearer {tokens['investigator']}", **WHY}
    page = guarded.get("/v1/alerts", headers=who).json()
    assert page["next"] == page["newest"] > 2
    assert {one["kind"] for one in page["alerts"]} == {"opened"}
    rest = guarded.get("/v1/alerts", params={"after": page["next"]}, headers=who).json()
    assert (rest["alerts"], rest["next"]) == ([], page["next"])
    last = str(page["alerts"][-2]["number"])
    with guarded.stream("GET", "/v1/alerts/stream", headers={**who, "Last-Event-ID": last}) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        lines = stream.iter_lines()
        event = next(line for line in lines if line.startswith("id:"))
        assert event == f"id: {page['alerts'][-1]['number']}"
        assert next(lines) == "event: alert"
        assert json.loads(next(lines).removeprefix("data: ")) == page["alerts"][-1]
    auditor = {"Authorization": f"Bearer {tokens['auditor']}"}
    assert guarded.get("/v1/alerts", headers=auditor).status_code == 403
    assert guarded.get("/v1/alerts/stream", headers=auditor).status_code == 403
    assert guarded.post("/v1/sweeps", headers=who).status_code == 403
    assert guarded.get("/v1/alerts", params={"after": -1}, headers=who).status_code == 422


def test_a_check_is_certified_where_nothing_is_in_force_and_it_is_asked_for(
    guarded: httpx.Client, tokens: dict[str, str]
) -> None:
    """The certificate stands in the answer, and its key among those of the service."""
    who = {"Authorization": f"Bearer {tokens['department']}"}
    body = {"subjects": [{"uscc": FIRM_CODE}], "as_of": DAY, "measures": ["M03"]}
    plain = guarded.post("/v1/checks", json=body, headers=who).json()["answers"][0]
    assert "certificate" not in plain
    certified = guarded.post("/v1/checks", json={**body, "certify": True}, headers=who).json()["answers"][0]
    keys = [one["key"] for one in guarded.get("/v1/signing-keys", headers=who).json()["keys"]]
    assert certified["certificate"]["signature"]["key"] in keys
    assert guarded.post("/v1/checks", json={**body, "certify": "yes"}, headers=who).status_code == 422
