"""Examples of dry runs for the OpenAPI document: fictitious firms and persons."""

from __future__ import annotations

from typing import Any

from graph_service.api.examples import CASE, DIFFERENCE, FACTS_BODY, TITLE

NAME = "5c1f-09ab-77e2-41d0-93c8-b6aa-0f1e-2d34"
_SPAN = {
    "since": "2026-05-10",
    "until": "2031-05-10",
    "state": "in_force",
    "reason": "decision",
    "disputed": False,
}
_MORE = {
    "target": "person",
    "turn": "opened",
    "law": "食品安全法",
    "article": "Art 135(1)",
    "stands_on": [{"part": "decision", "fact": "decision:0123456789abcdef01234567"}],
    "timeline": {"before": [], "after": [_SPAN]},
}
_COUNTS = {
    "newly_bound": {"persons": 1, "firms": 0},
    "freed": {"persons": 0, "firms": 0},
    "touched": {"persons": 1, "firms": 1},
}
_HEAD: dict[str, Any] = {
    "dry_run": NAME,
    "entry": 17,
    "as_of": "2026-11-23",
    "rulebook": "5c1f…",
    "confirmation": {"needed": False, "persons": 1, "most": 100, "given_by": None},
    "newly_bound": {"persons": ["case:17-1"], "firms": []},
    "freed": {"persons": [], "firms": []},
    "proportion": {
        **_COUNTS,
        "of_register": {"persons": 1204, "firms": 998},
        "share_newly_bound": {"persons": 0.000831, "firms": 0.0},
        "measures": [
            {
                "measure": {"code": "M05", "title": TITLE},
                **_COUNTS,
                "in_force_now": {"persons": 12, "firms": 0},
            }
        ],
    },
}
_OPENED: Any = DIFFERENCE["opened"]
_LINE = {**_OPENED[0], **_MORE}
DRY_RUN = {
    **_HEAD,
    "stated": 3,
    "known_already": 0,
    "cases": [CASE],
    "problems": [],
    "opened": [_LINE],
    "changed": [],
    "ended": [],
}
RULES_BODY = {"texts": {"book/cn/food-ban.yaml": "…", "book/reading.yaml": "…"}, "limit": 1000}
RULES_DRY_RUN = {
    **_HEAD,
    "derived": {"cases": 31, "of": 1620},
    "totals": {"opened": 1, "changed": 0, "ended": 0},
    "opened": [_LINE],
    "changed": [],
    "ended": [],
}
CONFIRM_BODY = {"dry_run": NAME, **FACTS_BODY}
_CONFIRMATION = {
    "dry_run": NAME,
    "what": "facts",
    "by": "second-reader",
    "at": "2026-11-23T08:00:00.000000Z",
    "entry": 17,
    "persons": 312,
    "inquiry": "2026-117",
    "used": None,
}
CONFIRMED = {"confirmation": _CONFIRMATION}
CONFIRMATIONS = {"confirmations": [{**_CONFIRMATION, "used": 18}]}
__all__ = [
    "CONFIRMATIONS",
    "CONFIRMED",
    "CONFIRM_BODY",
    "DRY_RUN",
    "FACTS_BODY",
    "RULES_BODY",
    "RULES_DRY_RUN",
]
