"""Answers by example for the OpenAPI document: consumers of alerts and their webhooks."""

from __future__ import annotations

from typing import Any

from graph_service.api.examples import ALERTS

_ALERTS: dict[str, Any] = {**ALERTS}
_ALERT = _ALERTS["alerts"][0]
BODY = {
    "name": "tax office",
    "role": "investigator",
    "webhook": "https://hooks.example.org/alerts",
    "measures": ["M01"],
    "purpose": "joint punishment",
    "inquiry_number": "2026-117",
}
CONSUMER: dict[str, Any] = {
    "name": "tax office",
    "role": "investigator",
    "authority": None,
    "measures": ["M01"],
    "parties": [],
    "purpose": "joint punishment",
    "inquiry_number": "2026-117",
    "webhook": "https://hooks.example.org",
    "position": 41,
    "newest": 44,
    "waiting": 3,
    "dead": 0,
    "old_secret_until": None,
    "rests_until": None,
}
REGISTERED = {**CONSUMER, "secret": "whsec_…"}
CONSUMERS = {"consumers": [CONSUMER]}
REMOVED = {"name": "tax office", "removed": True}
PAGE = {"consumer": "tax office", "position": 40, **ALERTS}
ACKNOWLEDGED = {"consumer": "tax office", "position": 41, "newest": 44}
DEAD_LETTERS: dict[str, Any] = {
    "consumer": "tax office",
    "dead_letters": [{"number": 41, "tries": 10, "why": "answered 500", "alert": _ALERT}],
    "total": 1,
    "withheld": 0,
}
REDELIVERED = {"consumer": "tax office", "sent_again": 1}
DELIVERED = {"delivered": 3, "failed": 0, "dead": 0, "troubles": []}
