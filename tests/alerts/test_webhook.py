"""What a webhook carries: the signature of the specification, the envelope, and the waits between tries."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook

from graph_service.alerts.webhook import JITTER, Schedule, event, secret_text, signed_headers
from graph_service.errors import BadInput

ALERT = {"id": "alert:0a", "kind": "ended", "number": 41, "record": "gsxt:A", "case": "c1"}


def test_the_signature_is_that_of_the_published_vector() -> None:
    """Secret, message, instant and signature as the specification's own libraries test them."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    key = base64.b64decode(secret.removeprefix("whsec_"))
    assert secret_text(key) == secret
    headers = signed_headers("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}', [key])
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


@given(new=st.binary(min_size=24, max_size=64), old=st.binary(min_size=24, max_size=64), text=st.text())
def test_while_a_secret_is_changed_a_receiver_with_either_finds_its_signature(
    new: bytes, old: bytes, text: str
) -> None:
    """As the reference library checks it; one byte more, and it finds none."""
    body = json.dumps({"text": text}).encode()
    headers = signed_headers("alert:1", int(datetime.now(UTC).timestamp()), body, [new, old])
    assert len(headers["webhook-signature"].split(" ")) == 2
    for key in (new, old):
        assert Webhook(secret_text(key)).verify(body, headers) == {"text": text}
        with pytest.raises(Exception, match="No matching signature"):
            Webhook(secret_text(key)).verify(body + b" ", headers)


def test_an_alert_is_a_cloud_event_with_its_own_id_and_its_place_in_the_order() -> None:
    """Every required attribute is there; the data are the alert as the feed gives it; nobody named is no subject."""
    made = json.loads(event(ALERT, "/stores/ab/alerts"))
    assert made == {
        "specversion": "1.0",
        "id": "alert:0a",
        "source": "/stores/ab/alerts",
        "type": "linked-responsibility.alert.ended",
        "subject": "gsxt:A",
        "datacontenttype": "application/json",
        "sequence": "0000000000000041",
        "data": ALERT,
    }
    assert "subject" not in json.loads(event({**ALERT, "record": None}, "/"))


@given(
    waits=st.lists(st.floats(0, 86_400), max_size=6),
    tries=st.integers(1, 8),
    chance=st.floats(0, 1),
    asked=st.floats(0, 9),
)
def test_a_wait_is_that_of_the_schedule_give_or_take_chance(
    waits: list[float], tries: int, chance: float, asked: float
) -> None:
    """One try more than there are waits; what a receiver asks for is granted where it is longer."""
    found = Schedule(tuple(waits)).wait(tries, chance, asked=asked)
    if tries > len(waits):
        assert found is None
    else:
        assert found is not None
        assert found >= asked
        low, high = waits[tries - 1] * (1 - JITTER), waits[tries - 1] * (1 + JITTER)
        assert found == asked or low - 1e-6 <= found <= high + 1e-6


def test_a_receiver_that_fails_and_fails_is_left_alone_for_longer_and_longer() -> None:
    """Up to a bound, and not at all while that is seldom."""
    schedule = Schedule((5, 300, 7_200))
    rests = [schedule.rest(failures, 4, 3_600) for failures in (0, 3, 4, 5, 6, 60)]
    assert rests == [None, None, 5, 300, 3_600, 3_600]
    assert Schedule(()).rest(9, 4, 3_600) is None


@pytest.mark.parametrize("wait", [-1.0, 8 * 86_400.0, float("nan"), float("inf")])
def test_a_wait_that_cannot_be_is_refused(wait: float) -> None:
    """Below nothing, above a week, and what is no number."""
    with pytest.raises(BadInput):
        Schedule((wait,))
