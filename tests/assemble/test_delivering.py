"""Webhooks of consumers, sent to a real receiver: signed, in order, at least once; a consumer's trouble is its own."""

from __future__ import annotations

import base64
import json
import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from standardwebhooks import Webhook

from graph_service.assemble import Workspace, lane
from graph_service.assemble.delivering import LEASE, Background, Deliverer
from graph_service.errors import NotAllowed, Unavailable
from graph_service.store import deliveries
from tests.receiver import SECRET_PATH, Receiver, receiving
from tests.workspaces import ADMINISTRATOR, FIRM, LISTING, ORDER, ORDER_PERSON, PERSON, as_role, state

ONE_GRAPH = pytest.mark.parametrize("world", ["embedded"], indirect=True)
"""For what is between the deliverer and receivers, whatever graph it works on."""
WHY = {"purpose": "tender review", "inquiry": "2026-117"}


@pytest.fixture(scope="module")
def told(world: Workspace) -> Workspace:
    """Measures of the firm and of its representative were opened, and those of the order ended again."""
    world.settings = replace(
        world.settings, webhook_allow=("127.0.0.0/8",), webhook_waits=(0.0, 0.0), webhook_limit=10.0
    )
    state(world, [{"type": "annulment", "record": FIRM, "case": ORDER, "date": "2026-07-12"}])
    return world


@pytest.fixture(autouse=True)
def alone(told: Workspace) -> Iterator[None]:
    """No consumer is left to the next test, and no key."""
    yield
    for one in told.consumers(caller=ADMINISTRATOR)["consumers"]:
        told.remove_consumer(one["name"], caller=ADMINISTRATOR)
    assert list((told.settings.keys / "webhooks").iterdir()) == []


def register(
    workspace: Workspace, name: str, where: Receiver, role: str = "investigator", **more: Any
) -> str:
    """A consumer that hears everything its role may, from the first alert on; its secret."""
    given = {**WHY, "after": 0, **more}
    made = workspace.register_consumer(name, role, caller=ADMINISTRATOR, webhook=where.url, **given)
    secret: str = made["secret"]
    return secret


def deliver(workspace: Workspace) -> dict[str, Any]:
    """One pass."""
    return workspace.deliver(caller=ADMINISTRATOR)


def feed(workspace: Workspace) -> list[dict[str, Any]]:
    """What the feed tells an investigator."""
    found: list[dict[str, Any]] = workspace.alerts(caller=as_role("investigator"))["alerts"]
    return found


def stands(workspace: Workspace, name: str) -> dict[str, Any]:
    """How a consumer stands."""
    return workspace.consumer(name, caller=ADMINISTRATOR)


def in_order(events: list[dict[str, Any]]) -> bool:
    """Did the first of each alert come in the order of the alerts of its party?"""
    party = {ORDER_PERSON: PERSON}
    seen: dict[str, list[str]] = {}
    for one in events:
        queue = seen.setdefault(party.get(one["subject"], one["subject"]), [])
        if one["sequence"] not in queue:
            queue.append(one["sequence"])
    return all(queue == sorted(queue) for queue in seen.values())


def test_what_the_feed_tells_a_role_is_delivered_signed_once_and_in_order(told: Workspace) -> None:
    """The reference library of the specification accepts each; the read of a person is in the access log."""
    with receiving() as receiver:
        secret = register(told, "tax office", receiver)
        assert deliver(told) == {"delivered": len(feed(told)), "failed": 0, "dead": 0, "troubles": []}
        assert deliver(told)["delivered"] == 0
    assert sorted((one["data"] for one in receiver.events), key=lambda one: one["number"]) == feed(told)
    assert in_order(receiver.events)
    for headers, body, event in receiver.came:
        assert Webhook(secret).verify(body, dict(headers)) == event
        assert headers["content-type"] == "application/cloudevents+json; charset=utf-8"
        assert headers["webhook-id"] == event["id"] == event["data"]["id"]
        assert event["type"] == f"linked-responsibility.alert.{event['data']['kind']}"
    assert {"opened", "ended"} == {one["data"]["kind"] for one in receiver.events}
    found = stands(told, "tax office")
    assert (found["waiting"], found["dead"], found["position"]) == (0, 0, found["newest"])
    assert "tax office" in told.log.readers_of([ORDER_PERSON])


@ONE_GRAPH
def test_a_consumer_hears_what_its_role_purpose_and_wishes_allow(told: Workspace) -> None:
    """Without a standing purpose nothing of persons; as an analyst neither; by kind of party and by measure."""
    with receiving() as plain, receiving() as analyst, receiving() as persons, receiving() as measure:
        register(told, "plain", plain, purpose=None, inquiry=None)
        register(told, "analyst", analyst, role="analyst")
        register(told, "persons", persons, parties=["person"])
        register(told, "measure", measure, measures=["M01"])
        deliver(told)
    firms = [one["id"] for one in feed(told) if one["target"] == "enterprise"]
    assert sorted(plain.ids) == sorted(analyst.ids) == sorted(firms)
    assert {one["data"]["target"] for one in persons.events} == {"person"}
    assert {one["data"]["measure"]["code"] for one in measure.events} == {"M01"}
    assert len(measure.ids) < len(feed(told))


@contextmanager
def with_settings(workspace: Workspace, **more: Any) -> Iterator[None]:
    """The workspace with other settings while the block runs."""
    before = workspace.settings
    workspace.settings = replace(before, **more)
    try:
        yield
    finally:
        workspace.settings = before


def test_a_receiver_that_was_down_gets_everything_in_order_once_it_is_back(told: Workspace) -> None:
    """Nobody read anything meanwhile, and the log says so; another consumer was served all the same. What waits is not
    tried before its time, and at once where the administrator wants it."""
    with receiving() as gone:
        register(told, "down", gone)
    with receiving() as up, with_settings(told, webhook_waits=(3_600.0, 3_600.0)):
        register(told, "up", up)
        first = deliver(told)
        assert (first["delivered"], first["dead"]) == (len(feed(told)), 0)
        assert first["failed"] > 0
        assert deliver(told)["failed"] == 0
        assert "down" not in told.log.readers_of([ORDER_PERSON, PERSON])
        assert stands(told, "down")["waiting"] == len(feed(told))
        with receiving(port=gone.port) as back:
            assert deliver(told)["delivered"] == 0
            assert told.redeliver("down", caller=ADMINISTRATOR) == {"consumer": "down", "sent_again": 0}
            assert deliver(told)["delivered"] == len(feed(told))
    assert sorted(back.ids) == sorted(one["id"] for one in feed(told))
    assert in_order(back.events)


def test_what_is_refused_for_good_is_a_dead_letter_and_the_rest_goes_on(told: Workspace) -> None:
    """After the last try; what came later of that party goes next, the other party was not held up, and the dead letter
    is sent again, as the same event, when an administrator says so."""
    firm = [one["id"] for one in feed(told) if one["target"] == "enterprise"]
    poison = firm[0]
    with receiving(lambda event: 500 if event["id"] == poison else 204) as receiver, receiving() as other:
        register(told, "particular", receiver)
        register(told, "other", other)
        everything = len(feed(told))
        assert deliver(told) == {
            "delivered": 2 * everything - 1, "failed": 2, "dead": 1, "troubles": [],
        }  # fmt: skip
        assert receiver.ids.count(poison) == 3
        assert in_order(receiver.events)
        assert receiver.ids.index(firm[1]) > max(at for at, one in enumerate(receiver.ids) if one == poison)
        assert sorted(other.ids) == sorted(one["id"] for one in feed(told))
        page = told.dead_letters("particular", caller=ADMINISTRATOR)
        (letter,) = page["dead_letters"]
        assert (letter["tries"], letter["why"], letter["alert"]["id"]) == (3, "answered 500", poison)
        receiver.answers = lambda _: 204
        assert told.redeliver("particular", caller=ADMINISTRATOR, numbers=[0])["sent_again"] == 0
        again = told.redeliver("particular", caller=ADMINISTRATOR, numbers=[letter["number"]])
        assert again["sent_again"] == 1
        assert deliver(told)["delivered"] == 1
        assert receiver.ids[-1] == poison
    assert told.dead_letters("particular", caller=ADMINISTRATOR)["total"] == 0


@ONE_GRAPH
def test_a_slow_receiver_holds_up_nobody_else(told: Workspace) -> None:
    """It answers only once the other consumer was told everything: were they served in turn, it would never."""
    done, everything = threading.Event(), len(feed(told))
    with receiving(lambda _: 204 if done.wait(10) else 500) as slow, receiving() as quick:

        def last(_: object) -> int:
            if len(quick.came) == everything:
                done.set()
            return 204

        quick.answers = last
        register(told, "a slow one", slow)
        register(told, "quick", quick)
        with with_settings(told, webhook_limit=20.0):
            assert deliver(told)["failed"] == 0
    assert len(slow.came) == everything


@ONE_GRAPH
def test_a_receiver_that_answers_too_late_or_wrongly_was_not_told(told: Workspace) -> None:
    """No answer in time, a redirect, no HTTP: each is said in words of ours. One that is gone is tried no more."""
    never = threading.Event()
    with (
        receiving(lambda _: 204 + never.wait(1)) as late,
        receiving(lambda _: 307) as elsewhere,
        receiving(raw=b"nonsense\r\n\r\n") as wrong,
        receiving(lambda _: 410) as gone,
    ):
        for name, one in (("late", late), ("elsewhere", elsewhere), ("wrong", wrong), ("gone", gone)):
            register(told, name, one, parties=["person"], measures=["M01"])
        with with_settings(told, webhook_waits=(0.0,), webhook_limit=0.3):
            assert deliver(told)["delivered"] == 0
    why = {
        name: {one["why"] for one in told.dead_letters(name, caller=ADMINISTRATOR)["dead_letters"]}
        for name in ("late", "elsewhere", "wrong", "gone")
    }
    assert why == {
        "late": {"no answer within 0.3 s"},
        "elsewhere": {"answered 307: no redirect is followed"},
        "wrong": {"what was answered is no HTTP"},
        "gone": {"answered 410"},
    }
    assert len(gone.ids) == len(set(gone.ids))
    assert len(elsewhere.ids) == 2 * len(set(elsewhere.ids))


@ONE_GRAPH
def test_a_receiver_that_only_fails_is_left_alone_for_a_while(
    told: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some failures in a row, whatever is due; new successes end it."""
    monkeypatch.setattr(lane, "PATIENCE", 1)
    with receiving(lambda _: 503) as receiver:
        register(told, "failing", receiver)
        with with_settings(told, webhook_waits=(600.0,) * 9):
            deliver(told)
            tried = len(receiver.came)
            assert stands(told, "failing")["rests_until"] is not None
            state(told, [{"type": "enterprise", "record": "gsxt:Z", "enterprise_type": "limited_company"}])
            assert deliver(told)["failed"] == 0
            assert len(receiver.came) == tried <= lane.AT_ONCE
        receiver.answers = lambda _: 204
        told.redeliver("failing", caller=ADMINISTRATOR)
        assert deliver(told)["delivered"] == len(feed(told))
    assert stands(told, "failing")["rests_until"] is None


def test_a_deliverer_that_died_is_followed_by_one_that_sends_again_what_it_had_not_marked(
    told: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under the same ids, once its lease has run out; until then nobody takes its place."""
    with receiving() as receiver:
        register(told, "office", receiver)
        with monkeypatch.context() as dying:
            dying.setattr(deliveries, "mark", _die)
            dying.setattr(deliveries, "give_up_lease", lambda *_: None)
            assert deliver(told)["delivered"] == 0
        unmarked = list(receiver.ids)
        assert unmarked
        with pytest.raises(Unavailable, match="another deliverer"):
            deliver(told)
        monkeypatch.setattr(told, "now", lambda: datetime.now(UTC) + timedelta(seconds=LEASE + 1))
        assert deliver(told)["delivered"] == len(feed(told))
    assert sorted(receiver.ids) == sorted([*unmarked, *(one["id"] for one in feed(told))])
    assert in_order(receiver.events)


def _die(*_: object) -> None:
    raise Unavailable("it died here")


def test_a_deliverer_whose_place_was_taken_marks_nothing(told: Workspace) -> None:
    """It slept over its lease; the other one's account stands."""
    holder = Deliverer(told)
    with receiving() as receiver:
        register(told, "office", receiver)

        def taken_over(_: object) -> int:
            later = datetime.now(UTC) + timedelta(seconds=LEASE + 1)
            told.store.graph.write(lambda run: deliveries.take_lease(run, "another", later, later))
            return 204

        receiver.answers = taken_over
        assert holder.one_pass()["delivered"] == 0
        assert holder.troubles == {"office": "another deliverer took over"}
        receiver.answers = lambda _: 204
        told.store.graph.write(lambda run: deliveries.give_up_lease(run, "another"))
        assert deliver(told)["delivered"] == len(feed(told))


@ONE_GRAPH
def test_alerts_beyond_the_backlog_stay_in_the_outbox_and_come_later(
    told: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is lost and nothing comes twice, however little may wait."""
    monkeypatch.setattr(lane, "BACKLOG", 1)
    with receiving() as receiver:
        register(told, "office", receiver)
        deliver(told)
    assert receiver.ids == [one["id"] for one in feed(told)]


@ONE_GRAPH
def test_an_address_that_is_not_public_is_refused_when_registered_and_when_sent_to(
    told: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a name that led elsewhere when it was registered leads here now; nothing reaches it."""
    with receiving() as receiver:
        with with_settings(told, webhook_allow=()), pytest.raises(NotAllowed, match="not public"):
            register(told, "office", receiver)
        assert told.consumers(caller=ADMINISTRATOR)["consumers"] == []
        register(told, "office", receiver)
        with with_settings(told, webhook_allow=(), webhook_waits=()):
            assert deliver(told)["dead"] == len(feed(told))
            with monkeypatch.context() as before:
                address = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443))]
                before.setattr(socket, "getaddrinfo", lambda *_, **__: address)
                rebound = Receiver(url=f"https://localhost:{receiver.port}/")
                register(told, "rebound", rebound)
            assert deliver(told)["dead"] == len(feed(told))
    assert receiver.came == []
    for name in ("office", "rebound"):
        page = told.dead_letters(name, caller=ADMINISTRATOR)
        assert all("not public" in one["why"] for one in page["dead_letters"])


@ONE_GRAPH
def test_a_new_secret_signs_beside_the_old_one_for_a_day_or_alone_where_that_leaked(told: Workspace) -> None:
    """Two signatures, of which either is enough; a second change drops the first secret."""
    with receiving() as receiver:
        old = register(told, "office", receiver, parties=["person"])
        new = told.rotate_secret("office", caller=ADMINISTRATOR)
        assert new["old_secret_until"] is not None
        deliver(told)
        headers, body, _ = receiver.came[0]
        assert len(headers["webhook-signature"].split(" ")) == 2
        for secret in (old, new["secret"]):
            Webhook(secret).verify(body, dict(headers))
        assert len(list((told.settings.keys / "webhooks").iterdir())) == 2
        leaked = told.rotate_secret("office", caller=ADMINISTRATOR, at_once=True)
        assert leaked["old_secret_until"] is None
        (key,) = (told.settings.keys / "webhooks").iterdir()
        assert key.stat().st_mode & 0o777 == 0o600


@ONE_GRAPH
def test_no_secret_stands_in_a_listing_a_log_or_a_problem(
    told: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither ours nor the receiver's, which may be the path of its URL; nor in the graph, ours."""
    with caplog.at_level(logging.DEBUG, logger="graph_service"), receiving(lambda _: 500) as receiver:
        secret = register(told, "office", receiver)
        deliver(told)
        shown = json.dumps(
            [
                told.consumers(caller=ADMINISTRATOR),
                told.consumer("office", caller=ADMINISTRATOR),
                told.dead_letters("office", caller=ADMINISTRATOR),
                list(told.log.lines()),
            ]
        )
    key = base64.b64decode(secret.removeprefix("whsec_")).hex()
    for text in (shown, caplog.text):
        assert not any(one in text for one in (secret.removeprefix("whsec_"), key, SECRET_PATH))
    assert receiver.url.removesuffix(SECRET_PATH) in shown
    kept = json.dumps(told.store.query("MATCH (c:Consumer) RETURN properties(c) AS c"))
    assert not any(one in kept for one in (secret.removeprefix("whsec_"), key))


@ONE_GRAPH
def test_a_consumer_whose_secret_is_gone_is_told_of_and_the_others_go_on(told: Workspace) -> None:
    """Until its administrator puts it back, or makes a new one."""
    with receiving() as receiver, receiving() as other:
        register(told, "office", receiver)
        (key,) = (told.settings.keys / "webhooks").iterdir()
        key.unlink()
        register(told, "other", other)
        done = deliver(told)
        assert [one["consumer"] for one in done["troubles"]] == ["office"]
        assert "rotate" in done["troubles"][0]["why"]
        assert len(other.came) == len(feed(told))
        told.rotate_secret("office", caller=ADMINISTRATOR)
        assert deliver(told)["delivered"] == len(feed(told)) == len(receiver.came)


def test_beside_the_running_service_a_consumer_is_told_without_being_asked(told: Workspace) -> None:
    """A write, and what it changed is there; the place of the deliverer is free afterwards."""
    with receiving() as receiver, Background(told):
        register(told, "office", receiver, after=None, parties=["enterprise"])
        state(told, [{"type": "annulment", "record": FIRM, "case": LISTING, "date": "2026-07-13"}])
        until = time.monotonic() + 10
        while not receiver.came and time.monotonic() < until:
            time.sleep(0.02)
    assert {one["data"]["kind"] for one in receiver.events} == {"ended"}
    assert deliver(told)["troubles"] == []
