"""Consumers over HTTP: registered by an administrator, read and acknowledged by the token of their name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from graph_service.api import Running
from graph_service.assemble import Workspace
from graph_service.assemble.tokens import add_token
from tests.receiver import SECRET_PATH, receiving

ROLES = {"tax office": "investigator", "bank": "analyst", "auditor": "auditor", "chief": "administrator"}
WHY = {"X-Purpose": "test", "X-Inquiry-Number": "1"}


ONE_GRAPH = pytest.mark.parametrize("world", ["embedded"], indirect=True)
"""For what the doors decide, whatever graph is behind them."""


@pytest.fixture(scope="module")
def service(world: Workspace) -> Iterator[httpx.Client]:
    """The service with a token of each name."""
    world.settings = replace(world.settings, webhook_allow=("127.0.0.1",))
    with Running(world) as url, httpx.Client(base_url=url, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def bearer(world: Workspace) -> dict[str, dict[str, str]]:
    """The headers of each, with a purpose."""
    path = world.settings.tokens
    return {
        name: {**WHY, "Authorization": f"Bearer {add_token(path, name, role)}"}
        for name, role in ROLES.items()
    }


@pytest.fixture
def client(bearer: dict[str, dict[str, str]], service: httpx.Client) -> Iterator[httpx.Client]:
    """The service; consumers are removed afterwards."""
    yield service
    for one in service.get("/v1/consumers", headers=bearer["chief"]).json()["consumers"]:
        service.delete(f"/v1/consumers/{quote(one['name'])}", headers=bearer["chief"])


def register(client: httpx.Client, who: dict[str, str], **body: Any) -> httpx.Response:
    """Ask for a consumer that hears everything from the first alert on."""
    return client.post("/v1/consumers", json={"role": "investigator", "after": 0, **body}, headers=who)


def test_a_consumer_reads_and_acknowledges_and_nothing_is_lost_or_comes_twice(
    client: httpx.Client, bearer: dict[str, dict[str, str]]
) -> None:
    """The same page until it is acknowledged; an old acknowledgement moves nothing back, one to come is refused."""
    office = bearer["tax office"]
    made = register(client, bearer["chief"], name="tax office")
    assert (made.status_code, made.json()["position"], "secret" in made.json()) == (200, 0, False)
    feed = client.get("/v1/alerts", headers=office).json()
    url = "/v1/consumers/tax%20office"
    pages = [client.get(f"{url}/alerts", headers=office).json() for _ in range(2)]
    assert pages[0] == pages[1]
    assert pages[0]["alerts"] == feed["alerts"]
    first = client.get(f"{url}/alerts", params={"limit": 1}, headers=office).json()

    def acknowledge(through: int) -> Any:
        return client.post(f"{url}/acknowledgements", json={"through": through}, headers=office)

    for through in (first["next"], first["next"], 0):
        assert acknowledge(through).json()["position"] == first["next"]
    rest = client.get(f"{url}/alerts", headers=office).json()
    assert [*first["alerts"], *rest["alerts"]] == feed["alerts"]
    assert acknowledge(rest["next"]).json()["position"] == feed["newest"]
    assert client.get(f"{url}/alerts", headers=office).json()["alerts"] == []
    assert acknowledge(feed["newest"] + 1).status_code == 422
    assert client.get(url, headers=office).json()["position"] == feed["newest"]


@ONE_GRAPH
def test_each_may_do_what_is_its_own_and_the_rest_is_the_administrators(
    client: httpx.Client, bearer: dict[str, dict[str, str]]
) -> None:
    """Another's consumer is refused, whether it is there or not; so is every change; an auditor is told of nothing."""
    register(client, bearer["chief"], name="tax office")
    for name in ("bank", "auditor"):
        for path in ("", "/tax%20office", "/tax%20office/alerts", "/nobody", "/tax%20office/dead-letters"):
            assert client.get(f"/v1/consumers{path}", headers=bearer[name]).status_code == 403, (name, path)
    office = bearer["tax office"]
    assert client.get("/v1/consumers", headers=office).status_code == 403
    assert register(client, office, name="mine").status_code == 403
    assert client.delete("/v1/consumers/tax%20office", headers=office).status_code == 403
    for path in ("secrets", "redeliveries"):
        refused = client.post(f"/v1/consumers/tax%20office/{path}", json={}, headers=office)
        assert refused.status_code == 403
    assert client.post("/v1/deliveries", headers=office).status_code == 403
    assert client.get("/v1/consumers/nobody", headers=bearer["chief"]).status_code == 404


@ONE_GRAPH
def test_a_token_reads_as_far_as_its_role_and_the_consumers_both_allow(
    client: httpx.Client, bearer: dict[str, dict[str, str]]
) -> None:
    """An analyst's token gives no persons, whatever its consumer was registered as; and the other way round."""
    register(client, bearer["chief"], name="bank", role="reviewer")
    register(client, bearer["chief"], name="tax office", role="analyst")
    for name, url in (("bank", "/v1/consumers/bank"), ("tax office", "/v1/consumers/tax%20office")):
        page = client.get(f"{url}/alerts", headers=bearer[name]).json()
        assert {one["target"] for one in page["alerts"]} == {"enterprise"}
        assert page["withheld"] > 0


@ONE_GRAPH
@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": "x", "role": "auditor"}, 422), ({"name": "x", "role": "nobody"}, 404),
        ({"name": "a/b"}, 422), ({"name": " x"}, 422), ({"name": ""}, 422), ({"name": "x" * 65}, 422),
        ({"name": "x", "role": "department"}, 422), ({"name": "x", "measures": ["M99"]}, 404),
        ({"name": "x", "parties": ["firms"]}, 422), ({"name": "x", "purpose": "why"}, 422),
        ({"name": "x", "after": 10**9}, 422), ({"name": "x", "after": True}, 422), ({"name": "x", "colour": 1}, 422),
        ({"name": "x", "purpose": "on 11010519491231002X", "inquiry_number": "1"}, 422),
        ({"name": "x", "webhook": "http://10.0.0.1/"}, 403), ({"name": "x", "webhook": "http://[::1]/"}, 403),
        ({"name": "x", "webhook": "https://2130706433/"}, 422), ({"name": "x", "webhook": "file:///etc/passwd"}, 422),
        ({"name": "x", "webhook": "https://user:hidden@example.org/"}, 422),
    ],
)  # fmt: skip
def test_what_cannot_be_registered_is_a_problem_and_leaves_nothing(
    client: httpx.Client,
    world: Workspace,
    bearer: dict[str, dict[str, str]],
    body: dict[str, Any],
    status: int,
) -> None:
    """Which repeats nothing of it."""
    refused = register(client, bearer["chief"], **body)
    assert refused.status_code == status, refused.text
    assert refused.headers["content-type"] == "application/problem+json"
    assert not any(text in refused.text for text in ("hidden", "10.0.0.1", "11010519491231002X"))
    assert client.get("/v1/consumers", headers=bearer["chief"]).json()["consumers"] == []
    assert list((world.settings.keys / "webhooks").glob("*")) == []


def test_the_running_service_delivers_and_its_administrator_sees_to_what_was_given_up(
    client: httpx.Client, bearer: dict[str, dict[str, str]], world: Workspace
) -> None:
    """A receiver that takes nothing: dead letters, sent again once it does; a name that is taken is refused; the secret
    is told once, and another on demand."""
    chief, url = bearer["chief"], "/v1/consumers/bank"
    world.settings = replace(world.settings, webhook_waits=())
    with receiving(lambda _: 500) as receiver:
        made = register(client, chief, name="bank", role="analyst", webhook=receiver.url).json()
        assert made["secret"].startswith("whsec_")
        assert SECRET_PATH not in str(made)
        assert register(client, chief, name="bank").status_code == 409
        while (stands := client.get(url, headers=chief).json())["waiting"] or stands["position"] == 0:
            assert client.post("/v1/deliveries", headers=chief).status_code in (200, 503)
        page = client.get(f"{url}/dead-letters", headers=chief).json()
        assert page["total"] == len(page["dead_letters"]) == stands["dead"] == len(receiver.ids) > 0
        assert {(one["tries"], one["why"]) for one in page["dead_letters"]} == {(1, "answered 500")}
        receiver.answers = lambda _: 200
        again = client.post(f"{url}/redeliveries", json={}, headers=chief).json()["sent_again"]
        while client.get(url, headers=chief).json()["waiting"]:
            assert client.post("/v1/deliveries", headers=chief).status_code in (200, 503)
    assert again == page["total"]
    assert receiver.ids[again:] == receiver.ids[:again]
    changed = client.post(f"{url}/secrets", json={"at_once": True}, headers=chief).json()
    assert changed["secret"] not in (made["secret"], "")
    refused = client.post(f"{url}/acknowledgements", json={"through": 0}, headers=chief)
    assert refused.status_code == 409
    assert made["secret"] not in client.get("/v1/consumers", headers=chief).text
    assert client.delete(url, headers=chief).json() == {"name": "bank", "removed": True}
