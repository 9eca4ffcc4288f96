"""Commands of consumers, told to a real receiver; and a deliverer that is killed while its receiver answers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from standardwebhooks import Webhook

from graph_service.assemble import Workspace
from graph_service.assemble.delivering import LEASE
from tests.cli.conftest import WHY, Command
from tests.receiver import SECRET_PATH, Receiver, receiving

STANDING = ["--standing-purpose", "test", "--standing-inquiry", "t-1", "--after", "0"]


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch, command: Command) -> Iterator[str]:
    """The name of a consumer that is removed afterwards; webhooks may lead to this machine."""
    monkeypatch.setenv("GRAPH_SERVICE_WEBHOOK_ALLOW", "127.0.0.1")
    monkeypatch.setenv("GRAPH_SERVICE_WEBHOOK_WAITS", "0")
    yield "tax office"
    command("consumers", "remove", "tax office")


def add(command: Command, name: str, where: Receiver, *more: str) -> str:
    """Register a consumer with a webhook; its secret."""
    told = command(
        "consumers", "add", name, "--role", "investigator", "--webhook", where.url, *STANDING, *more
    )
    assert told.code == 0, told.err
    return told.out.strip()


def test_a_webhook_from_its_registration_to_its_dead_letters(command: Command, office: str) -> None:
    """The secret alone on standard output; what was given up is shown with its reason and sent again on demand."""
    with receiving() as receiver:
        secret = add(command, office, receiver)
        done = command("consumers", "deliver", "--json")
        assert (done.code, done.json["delivered"], done.json["failed"]) == (0, len(receiver.came), 0)
        for headers, body, event in receiver.came:
            assert Webhook(secret).verify(body, dict(headers)) == event
        command("consumers", "remove", office)
        receiver.answers = lambda _: 404
        add(command, office, receiver, "--party", "enterprise")
        assert "given up" in command("consumers", "deliver").out
        letters = command("consumers", "dead-letters", office, *WHY, "--json").json["dead_letters"]
        assert {(one["tries"], one["why"]) for one in letters} == {(2, "answered 404")}
        assert "answered 404" in command("consumers", "dead-letters", office, *WHY).out
        receiver.answers = lambda _: 200
        number = str(letters[0]["number"])
        assert command("consumers", "redeliver", office, "--number", number, "--json").json["sent_again"] == 1
        assert "are sent with the next pass" in command("consumers", "redeliver", office).out
        assert command("consumers", "deliver", "--json").json["delivered"] == len(letters)
    listed = command("consumers", "list")
    assert "given" in listed.out
    assert SECRET_PATH not in listed.out + command("consumers", "list", "--json").out
    assert command("consumers", "rotate", office, "--at-once").out.startswith("whsec_")
    assert command("consumers", "rotate", office, "--json").json["old_secret_until"] is not None


def test_a_consumer_without_a_webhook_reads_and_acknowledges(command: Command, office: str) -> None:
    """On the command line as over HTTP."""
    assert "acknowledges" in command("consumers", "add", office, "--role", "reviewer", "--after", "0").out
    page = command("consumers", "alerts", office, *WHY, "--json").json
    assert page["alerts"] == command("alerts", *WHY, "--json").json["alerts"]
    assert f"acknowledge with {page['next']}" in command("consumers", "alerts", office, *WHY).out
    for _ in range(2):
        done = command("consumers", "acknowledge", office, str(page["next"]), "--json").json
        assert done["position"] == page["next"]
    assert f"has come to {page['next']}" in command("consumers", "acknowledge", office, "0").out
    assert command("consumers", "alerts", office, *WHY, "--json").json["alerts"] == []


def test_what_is_refused_ends_with_one_and_says_why(
    command: Command, office: str, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An address that is not public, a name that is taken, a secret that is not there."""
    with receiving() as receiver:
        with monkeypatch.context() as without:
            without.delenv("GRAPH_SERVICE_WEBHOOK_ALLOW")
            told = command("consumers", "add", office, "--role", "analyst", "--webhook", receiver.url)
            assert told.code == 1
            assert "GRAPH_SERVICE_WEBHOOK_ALLOW" in told.err
            assert SECRET_PATH not in told.err
        add(command, office, receiver)
        assert "already" in command("consumers", "add", office, "--role", "analyst").err
        for key in (data / "keys" / "webhooks").iterdir():
            key.unlink()
        told = command("consumers", "deliver")
        assert (told.code, receiver.came) == (1, [])
        assert "rotate" in told.err


def test_what_a_killed_deliverer_had_sent_and_not_marked_is_sent_again(
    command: Command, office: str, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed while the receiver was about to answer: its place is kept until its lease runs out, then the next one
    sends the same events, under the same ids."""
    with receiving() as receiver:
        add(command, office, receiver)
        arguments = ["--data", str(data), "consumers", "deliver"]
        child = subprocess.Popen([sys.executable, "-m", "graph_service", *arguments], stderr=subprocess.PIPE)

        def kill(_: object) -> int:
            os.kill(child.pid, signal.SIGKILL)
            return 204

        receiver.answers = kill
        assert child.wait(timeout=60) == -signal.SIGKILL
        assert child.stderr is not None
        child.stderr.close()
        lost = list(receiver.ids)
        assert lost
        receiver.answers = lambda _: 204
        refused = command("consumers", "deliver")
        assert (refused.code, receiver.ids) == (1, lost)
        assert "another deliverer" in refused.err
        monkeypatch.setattr(Workspace, "now", lambda _: datetime.now(UTC) + timedelta(seconds=LEASE + 1))
        done = command("consumers", "deliver", "--json").json
    assert set(lost) <= set(receiver.ids[len(lost) :])
    assert len(receiver.ids) == len(lost) + done["delivered"]
