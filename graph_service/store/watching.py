"""Cases that wait to be looked at: a write makes its cases wait, a look puts them off to the day that calls next.

Only the sweep reads this, and only what it announced is kept: deadlines are never stored, they are asked for.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from graph_service.alerts.announcement import Announcement, Watch, Watched
from graph_service.consequences.model import Consequence, Hint, consequence_from_json
from graph_service.facts import FactIndex
from graph_service.store.connection import Run
from graph_service.store.index import GraphIndex
from graph_service.store.outbox import put

BATCH = 200
"""Cases that one transaction of a sweep looks at."""

Look = Callable[[FactIndex, Sequence[Watched], date, int], Sequence[Watch]]
"""What cases call for: the facts at an entry, the cases, the day and the entry in."""

WAITS = (
    "MERGE (c:Case {id: r.id}) SET c.report = r.report, c.derived_in = r.entry, "
    "c.waits = CASE WHEN c.waits < r.day THEN c.waits ELSE r.day END RETURN c.id AS id, c.reads AS reads"
)
"""A case with its report and the entry that derived it, which waits from the day of the write on, or from an earlier
one; the digest of the read set that is kept of it comes back."""


def turn(run: Run, calendar: str, day: date) -> None:
    """Make every case that has something before it wait from `day` on, where the calendar (its digest) is another than
    the one it was looked at by."""
    row = run("MATCH (l:Ledger {id: 'ledger'}) RETURN l.calendar AS calendar")[0]
    if row["calendar"] != calendar:
        run("MATCH (l:Ledger {id: 'ledger'}) SET l.calendar = $calendar", calendar=calendar)
        run("MATCH (c:Case) WHERE c.waits > $day SET c.waits = $day", day=day.isoformat())


def sweep(run: Run, day: date, entry: int, look: Look) -> tuple[int, list[Announcement]]:
    """Look at some cases that wait: how many (fewer than BATCH: all are done), and what was announced."""
    watched = _waiting(run, day)
    if not watched:
        return 0, []
    index = GraphIndex(run, entry)
    found = look(index, watched, day, entry)
    told = [one for watch in found for one in watch.told]
    run(
        "UNWIND $rows AS r MATCH (c:Case {id: r.case}) SET c += r.p",
        rows=[
            {
                "case": one.case,
                "p": {
                    "waits": one.next_on.isoformat() if one.next_on else None,
                    "due_on": one.due_on.isoformat() if one.due_on else None,
                    "announced": list(one.announced) or None,
                },
            }
            for one in found
        ],
    )
    put(run, told)
    return len(watched), told


def due_by(run: Run, day: date) -> list[str]:
    """The cases that may have a deadline open with its last day by `day`, in order: those known to, and those that were
    not looked at since something was stated of them."""
    rows = run(
        "MATCH (c:Case) WHERE c.due_on <= $day OR c.waits <= $day RETURN c.id AS case", day=day.isoformat()
    )
    return sorted(row["case"] for row in rows)


def _waiting(run: Run, day: date) -> list[Watched]:
    rows = run(
        "MATCH (c:Case) WHERE c.waits <= $day RETURN c.id AS case, c.waits AS waits, c.announced AS announced, "
        "c.report AS report ORDER BY c.id LIMIT $limit",
        day=day.isoformat(),
        limit=BATCH,
    )
    bodies = run(
        "UNWIND $ids AS id MATCH (k:Case {id: id})<-[:ARISES_FROM]-(c:Consequence) WHERE c.entry_out IS NULL "
        "RETURN id AS case, c.body AS body ORDER BY c.id",
        ids=[row["case"] for row in rows],
    )
    made: dict[str, list[Consequence]] = defaultdict(list)
    for row in bodies:
        made[row["case"]].append(consequence_from_json(json.loads(row["body"])))
    return [
        Watched(
            case=row["case"],
            waits_since=date.fromisoformat(row["waits"]),
            announced=frozenset(row["announced"] or ()),
            consequences=tuple(made[row["case"]]),
            hints=_hints(row["report"]),
        )
        for row in rows
    ]


def _hints(report: str | None) -> tuple[Hint, ...]:
    found: list[dict[str, Any]] = json.loads(report)["hints"] if report else []
    return tuple(Hint(**{**one, "facts": tuple(one["facts"])}) for one in found)
