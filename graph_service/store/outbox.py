"""The outbox: alerts in the order in which they were written, each with a number that never comes twice.

What was last told of a consequence is kept on its open version (`told`), with the day on which time alone will change
it (`next_on`). A write tells of what it changed in its own transaction; the sweep tells of what a day brought.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from graph_service.alerts.alert import Alert, Told, alert_of, next_change, told_of
from graph_service.alerts.announcement import Announcement
from graph_service.consequences.model import Consequence, canonical, consequence_from_json
from graph_service.store.connection import Run

BATCH = 1_000
"""Consequences that one transaction of a sweep brings to their day."""


def telling(one: Consequence, day: date) -> dict[str, str]:
    """The properties of an open version: what is told of it on a day, and when time changes that."""
    told, changes = told_of(one, day), next_change(one, day)
    found = {
        "told": canonical(told.as_json()) if told else None,
        "next_on": changes.isoformat() if changes else None,
    }
    return {name: value for name, value in found.items() if value is not None}


def read_told(text: str | None) -> Told | None:
    """What a version keeps of what was told."""
    return Told.read(json.loads(text)) if text else None


def put(run: Run, alerts: Sequence[Alert | Announcement]) -> None:
    """Write alerts behind all that are there, in this transaction."""
    if not alerts:
        return
    rows = [
        {
            "place": place,
            "id": one.id,
            "p": {
                "entry_in": one.entry,
                "target": one.target,
                "review": one.review,
                "case": one.case,
                "body": canonical(one.as_json()),
            },
        }
        for place, one in enumerate(alerts, start=1)
    ]
    run(
        "MATCH (l:Ledger {id: 'ledger'}) WITH l, coalesce(l.alerts, 0) AS last SET l.alerts = last + $n "
        "WITH last UNWIND $rows AS r WITH r, last + r.place AS number "
        "CREATE (a:Alert) SET a = r.p, a.number = number, a.id = r.id + '@' + toString(number)",
        rows=rows,
        n=len(rows),
    )


def after(run: Run, number: int, limit: int) -> list[tuple[int, Mapping[str, Any]]]:
    """The alerts behind a number, in order, each with its own; none of a write that is not sealed."""
    rows = run(
        "MATCH (l:Ledger {id: 'ledger'}) MATCH (a:Alert) WHERE a.number > $after AND a.entry_in <= l.head "
        "RETURN a.number AS number, a.body AS body ORDER BY a.number LIMIT $limit",
        after=number,
        limit=limit,
    )
    return [(int(row["number"]), json.loads(row["body"])) for row in rows]


def newest(run: Run) -> int:
    """The number of the newest alert of a sealed write; 0 where there is none."""
    rows = run(
        "MATCH (l:Ledger {id: 'ledger'}) MATCH (a:Alert) WHERE a.entry_in <= l.head RETURN max(a.number) AS number"
    )
    return int(rows[0]["number"] or 0) if rows else 0


def sweep(run: Run, day: date, entry: int) -> tuple[int, list[Alert]]:
    """Bring some consequences to the day: how many were looked at (fewer than BATCH: all are done), and the alerts."""
    rows = run(
        "MATCH (c:Consequence) WHERE c.next_on <= $day AND c.entry_out IS NULL "
        "RETURN c.version AS version, c.body AS body, c.told AS told ORDER BY c.version LIMIT $limit",
        day=day.isoformat(),
        limit=BATCH,
    )
    alerts = []
    kept: list[dict[str, Any]] = []
    for row in rows:
        one = consequence_from_json(json.loads(row["body"]))
        made = alert_of(read_told(row["told"]), one, told_of(one, day), day=day, entry=entry)
        if made is not None:
            alerts.append(made)
        kept.append({"version": row["version"], "p": {"told": None, "next_on": None, **telling(one, day)}})
    run("UNWIND $rows AS r MATCH (c:Consequence {version: r.version}) SET c += r.p", rows=kept)
    put(run, alerts)
    return len(rows), alerts
