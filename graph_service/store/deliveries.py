"""Deliveries: what waits to be sent to a consumer's webhook, what was given up, and the lease of the one deliverer.

A delivery exists from the moment an alert is handed to a consumer until it was taken: then it is removed. One that was
tried for the last time stays as a dead letter. All that a deliverer must not forget is here, so it may die at any time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph_service.errors import Unavailable
from graph_service.store import outbox
from graph_service.store.connection import Run
from graph_service.store.ledger import instant_text

WAITING, DEAD = "waiting", "dead"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery that waits: the number of its alert, the party that it concerns now, how often it was tried, and when
    it may be tried next (an instant as text)."""

    number: int
    party: str
    tries: int
    next_at: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a try: taken, given up (`next_at` None), or to be tried again."""

    number: int
    taken: bool
    why: str = ""
    next_at: str | None = None


def take_lease(run: Run, holder: str, now: datetime, until: datetime) -> None:
    """Be the one deliverer until an instant; raises Unavailable while another is."""
    row = run(
        "MERGE (l:Lease {id: 'deliverer'}) SET l.locked = $now RETURN l.holder AS holder, l.until AS until",
        now=instant_text(now),
    )[0]
    if row["holder"] not in (None, "", holder) and row["until"] > instant_text(now):
        raise Unavailable("another deliverer is at work: try again in a moment")
    run(
        "MATCH (l:Lease {id: 'deliverer'}) SET l.holder = $holder, l.until = $until",
        holder=holder,
        until=instant_text(until),
    )


def give_up_lease(run: Run, holder: str) -> None:
    """Let the next deliverer begin at once."""
    run("MATCH (l:Lease {id: 'deliverer'}) WHERE l.holder = $holder SET l.holder = ''", holder=holder)


def due(run: Run, now: datetime) -> list[str]:
    """The consumers for whom something may be there to do, by name: alerts not handed over yet, or a delivery whose
    time has come; none that is left alone now."""
    rows = run(
        "MATCH (c:Consumer) WHERE c.pushed = true AND c.rests_until <= $now "
        "RETURN c.name AS name, c.position AS position ORDER BY name",
        now=instant_text(now),
    )
    found = []
    for row in rows:
        waits = run(
            "MATCH (d:Delivery {consumer: $name}) WHERE d.state = 'waiting' AND d.next_at <= $now "
            "RETURN d.number AS number LIMIT 1",
            name=row["name"],
            now=instant_text(now),
        )
        if waits or outbox.after(run, int(row["position"]), 1):
            found.append(str(row["name"]))
    return found


def hand_over(
    run: Run, name: str, was: int, through: int, heard: Sequence[tuple[int, Mapping[str, Any]]]
) -> bool:
    """Make deliveries of the alerts behind `was` that a consumer hears, and move its position to `through`; False where
    it stands elsewhere by now, and nothing was done."""
    moved = run(
        "MATCH (c:Consumer {name: $name}) WHERE c.position = $was SET c.position = $through RETURN c.name AS name",
        name=name,
        was=was,
        through=through,
    )
    if not moved:
        return False
    rows = [
        {
            "id": f"{number}/{name}",
            "consumer": name,
            "number": number,
            "record": str(one.get("record") or one["case"]),
            "state": WAITING,
            "tries": 0,
            "next_at": "",
            "why": "",
        }
        for number, one in heard
    ]
    if rows:
        run("UNWIND $rows AS r CREATE (d:Delivery) SET d = r", rows=rows)
    return True


def waiting(run: Run, name: str) -> list[Waiting]:
    """What waits for a consumer, in the order of the alerts. The party is the one its record is part of now."""
    rows = run(
        "MATCH (d:Delivery {consumer: $name}) WHERE d.state = 'waiting' "
        "OPTIONAL MATCH (r:Record {record: d.record}) OPTIONAL MATCH (r)-[:PART_OF]->(p:Party) "
        "RETURN d.number AS number, coalesce(p.id, r.id, d.record) AS party, d.tries AS tries, d.next_at AS next_at "
        "ORDER BY number",
        name=name,
    )
    return [Waiting(int(row["number"]), row["party"], int(row["tries"]), row["next_at"]) for row in rows]


def bodies(run: Run, numbers: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Alerts by number."""
    rows = run(
        "UNWIND $numbers AS n MATCH (a:Alert {number: n}) RETURN a.number AS number, a.body AS body",
        numbers=list(numbers),
    )
    return {int(row["number"]): json.loads(row["body"]) for row in rows}


def mark(run: Run, holder: str, name: str, tried: Sequence[Tried], failures: int, rests_until: str) -> None:
    """Keep what came of tries. Raises Unavailable where another deliverer took over meanwhile: then it sends them
    again."""
    lease = run("MATCH (l:Lease {id: 'deliverer'}) RETURN l.holder AS holder")
    if not lease or lease[0]["holder"] != holder:
        raise Unavailable("another deliverer took over")
    taken = [f"{one.number}/{name}" for one in tried if one.taken]
    if taken:
        run("UNWIND $ids AS id MATCH (d:Delivery {id: id}) DELETE d", ids=taken)
    rows = [
        {
            "id": f"{one.number}/{name}",
            "state": DEAD if one.next_at is None else WAITING,
            "next_at": one.next_at or "",
            "why": one.why,
        }
        for one in tried
        if not one.taken
    ]
    if rows:
        run(
            "UNWIND $rows AS r MATCH (d:Delivery {id: r.id}) "
            "SET d.state = r.state, d.next_at = r.next_at, d.why = r.why, d.tries = d.tries + 1",
            rows=rows,
        )
    run(
        "MATCH (c:Consumer {name: $name}) SET c.failures = $failures, c.rests_until = $until",
        name=name,
        failures=failures,
        until=rests_until,
    )


def dead_letters(run: Run, name: str, limit: int) -> list[dict[str, Any]]:
    """The dead letters of a consumer, the oldest first: `number`, `tries`, `why` and the alert."""
    rows = run(
        "MATCH (d:Delivery {consumer: $name}) WHERE d.state = 'dead' MATCH (a:Alert {number: d.number}) "
        "RETURN d.number AS number, d.tries AS tries, d.why AS why, a.body AS body ORDER BY number LIMIT $limit",
        name=name,
        limit=limit,
    )
    return [{**row, "body": json.loads(row["body"])} for row in rows]


def redeliver(run: Run, name: str, numbers: Sequence[int] | None) -> int:
    """Let dead letters (those of `numbers`; None: all) be sent again, and what waits be sent at once; how many dead
    letters these were."""
    which = "" if numbers is None else "AND d.number IN $numbers "
    rows = run(
        f"MATCH (d:Delivery {{consumer: $name}}) WHERE d.state = 'dead' {which}"
        "SET d.state = 'waiting', d.tries = 0, d.next_at = '' RETURN count(d) AS n",
        name=name,
        numbers=list(numbers or ()),
    )
    run(
        "MATCH (d:Delivery {consumer: $name}) WHERE d.state = 'waiting' SET d.next_at = '' "
        "RETURN count(d) AS n",
        name=name,
    )
    run("MATCH (c:Consumer {name: $name}) SET c.failures = 0, c.rests_until = ''", name=name)
    return int(rows[0]["n"]) if rows else 0


def counts(run: Run, name: str) -> dict[str, int]:
    """How many deliveries of a consumer wait, and how many are dead letters; and the first that waits (0: none)."""
    rows = run(
        "MATCH (d:Delivery {consumer: $name}) RETURN d.state AS state, count(d) AS n, min(d.number) AS first",
        name=name,
    )
    found = {row["state"]: (int(row["n"]), int(row["first"])) for row in rows}
    many, first = found.get(WAITING, (0, 0))
    return {"waiting": many, "dead": found.get(DEAD, (0, 0))[0], "first_waiting": first}
