"""What a webhook carries: an alert as a CloudEvent, signed as Standard Webhooks has it, and when it is tried again.

Pure: secrets, instants and chance come in as arguments. The signature is three lines of HMAC-SHA256 and is held by the
published vector of the specification; its reference library checks in the tests what is sent.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph_service.errors import BadInput

MEDIA_TYPE = "application/cloudevents+json; charset=utf-8"
TYPE = "linked-responsibility.alert."
"""What the type of an event begins with; the kind of the alert follows."""
SECRET = "whsec_"
JITTER = 0.2
"""The part of a wait that chance adds or takes, so that what failed together is not tried again together."""


def secret_text(key: bytes) -> str:
    """A key as its owner is given it."""
    return SECRET + base64.b64encode(key).decode()


def signed_headers(message: str, at: int, payload: bytes, keys: Sequence[bytes]) -> dict[str, str]:
    """The headers `webhook-id`, `webhook-timestamp` (`at`, Unix seconds) and `webhook-signature`: one signature per
    key, the newest key first, so that a receiver may hold either while a secret is changed."""
    what = f"{message}.{at}.".encode() + payload
    made = (base64.b64encode(hmac.digest(key, what, hashlib.sha256)).decode() for key in keys)
    return {
        "webhook-id": message,
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(f"v1,{one}" for one in made),
    }


def event(alert: Mapping[str, Any], source: str) -> bytes:
    """An alert, as the feed gives it, as a CloudEvents 1.0 document (structured JSON).

    Source and id name it for good: sent again, it has the same. `sequence` orders the events of a source as text."""
    body = {
        "specversion": "1.0",
        "id": alert["id"],
        "source": source,
        "type": TYPE + alert["kind"],
        "subject": alert.get("record"),
        "datacontenttype": "application/json",
        "sequence": f"{alert['number']:016}",
        "data": alert,
    }
    present = {name: value for name, value in body.items() if value is not None}
    return json.dumps(present, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long is waited after each try that failed, in seconds; there is one try more than there are waits."""

    waits: tuple[float, ...]

    def __post_init__(self) -> None:
        if not all(0 <= wait <= 7 * 86_400 for wait in self.waits):
            raise BadInput("a wait between two tries is from 0 seconds to a week")

    def wait(self, tries: int, chance: float, *, asked: float = 0.0) -> float | None:
        """Seconds until the next try after `tries` that failed (from 1); None: that was the last. `chance` is from 0 to
        1; a receiver that `asked` for a longer wait is given it."""
        if tries > len(self.waits):
            return None
        return max(self.waits[tries - 1] * (1 + JITTER * (2 * chance - 1)), asked)

    def rest(self, failures: int, patience: int, most: float) -> float | None:
        """Seconds for which a receiver that failed `failures` times in a row is left alone, at most `most`; None while
        that is fewer than `patience`."""
        if failures < patience or not self.waits:
            return None
        return min(self.waits[min(failures - patience, len(self.waits) - 1)], most)
