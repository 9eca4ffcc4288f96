"""Examples of receipts and timelines for the OpenAPI document; fictitious like all of them."""

from __future__ import annotations

from typing import Any

from graph_service.api.examples import CASE, CHECK, CLOCKS, FIRM, TITLE

KNOWN: dict[str, Any] = {"entry": 3, "at": "2026-11-20T02:00:00+00:00"}
SPAN: dict[str, Any] = {
    "since": "2026-05-10",
    "until": "2029-05-11",
    "last_day": "2029-05-10",
    "state": "in_force",
    "reason": "mandatory",
    "disputed": False,
    "known_from": KNOWN,
    "known_until": None,
}
_ABOUT: dict[str, Any] = {
    "consequence": "consequence:0123456789abcdef01234567",
    "case": CASE,
    "clause": "CN-COMP-178/3",
    "measure": {"code": "M03", "title": TITLE},
    "record": FIRM,
    "target": "enterprise",
}
TIMELINE: dict[str, Any] = {
    **CLOCKS,
    "about": FIRM,
    "of": "party",
    "party": FIRM,
    "kind": "enterprise",
    "measures": [{**_ABOUT, "law": "公司法", "article": "Art 178", "state": "in_force", "spans": [SPAN]}],
    "ties": [],
    "events": [
        {
            **_ABOUT,
            "day": "2026-05-10",
            "event": "opened",
            **{name: value for name, value in SPAN.items() if name != "since"},
        }
    ],
    "total": 1,
    "authorities": [],
    "withheld": 0,
    "names": {FIRM: "某某食品有限公司"},
}
RECEIPT: dict[str, Any] = {
    "receipt": {
        "id": "receipt:0123456789abcdef0123456789abcdef",
        "question": {
            "act": "check",
            "subjects": [{"value": "resident_id:0123…", "person": True, "odd": []}],
            "measures": ["M03"],
        },
        **CLOCKS,
        "rulebook": "5c1f…",
        "sources": CHECK["sources"],
        "answer": {"digest": "9f2b…", "parts": {"answers/0/measures/M03": "1d4e…"}},
        "at": "2026-11-23T08:00:01+00:00",
        "version": "0.1.0",
    },
    "signature": {"algorithm": "Ed25519", "key": "ed25519:0123456789abcdef", "value": "…"},
}
REPLAY_BODY: dict[str, Any] = {"receipt": RECEIPT, "purpose": "tender review", "inquiry_number": "2026-117"}
REPLAY: dict[str, Any] = {
    "receipt": "receipt:0123456789abcdef0123456789abcdef",
    "sound": True,
    "failed": [],
    "same": True,
    "differences": [],
    "rulebook": {"then": "5c1f…", "now": "5c1f…", "kept": True, "says": "the rulebook is the same"},
    "answer": CHECK,
}
