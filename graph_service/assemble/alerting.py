"""The feed of alerts: a page behind a cursor, and the sweep that tells of what a day brought."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph_service.assemble.access import Caller
from graph_service.assemble.titles import measure_title
from graph_service.rules.rulebook import Rulebook
from graph_service.store.store import Store


def alerts_json(
    store: Store, book: Rulebook, caller: Caller, after: int, limit: int
) -> tuple[dict[str, Any], list[str]]:
    """A page of alerts behind `after`, in the order in which they were written, and the records of persons on it.

    `next` is the cursor behind all that was looked at, also where nothing of it may be shown: drafts and what is
    pending are for reviewers, and what concerns persons needs a purpose; `withheld` counts the latter."""
    rows = store.alerts(after, limit)
    persons = caller.may("read_persons") and caller.gave_purpose
    reviews = caller.may("review")
    meant = [(number, one) for number, one in rows if reviews or not one["review"]]
    shown = [(number, one) for number, one in meant if persons or one["target"] == "enterprise"]
    page = {
        "alerts": [
            {"number": number, **one, "measure": measure_title(book, one["measure"])} for number, one in shown
        ],
        "next": rows[-1][0] if rows else after,
        "newest": store.newest_alert(),
        "withheld": len(meant) - len(shown),
    }
    return page, sorted({record for _, one in shown for record in _persons(one)})


def _persons(one: Mapping[str, Any]) -> list[str]:
    return [*one["binds"], *one["freed"]] if one["target"] != "enterprise" else []
