"""Named consumers of alerts: who hears what, and how far each has come. Kept in the graph, beside the outbox.

A consumer without a webhook reads and acknowledges: its `position` is the last alert it acknowledged. For one with a
webhook `position` is the last alert that was handed to its deliveries (see `deliveries.py`). No secret is here, only
the names of the files of keys that hold one.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from graph_service.errors import Conflict, NotFound
from graph_service.store.connection import Run
from graph_service.store.ledger import instant_text

MOST = 200
"""Consumers of one store: each with a webhook may have a lane of deliveries of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consumer:
    """A consumer as it was registered: the access role as which it hears, measures and kinds of party (none: all),
    its standing purpose and inquiry number where it hears of persons, the authority of a department, and where it is
    sent to."""

    name: str
    role: str
    measures: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    purpose: str | None = None
    inquiry: str | None = None
    authority: str | None = None
    url: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Standing:
    """A consumer and how it stands: `keys`, the names of its keys, the newest first, the second one valid before
    `until`; how often its receiver failed in a row, and until when it is therefore left alone (instants as texts)."""

    consumer: Consumer
    position: int
    keys: tuple[str, ...]
    until: str
    failures: int
    rests_until: str


def register(run: Run, one: Consumer, position: int, key: str | None) -> None:
    """Keep a new consumer that has come to `position`; raises Conflict where there is one of this name."""
    known = run("MATCH (c:Consumer) RETURN c.name AS name")
    if any(row["name"] == one.name for row in known):
        raise Conflict(f"there is a consumer {one.name!r} already: remove it first")
    if len(known) >= MOST:
        raise Conflict(f"there are {MOST} consumers already: remove one that is used no more")
    row = {
        "name": one.name,
        "body": json.dumps(asdict(one), ensure_ascii=False, sort_keys=True),
        "pushed": one.url is not None,
        "position": position,
        "keys": [key] if key else [],
        "until": "",
        "failures": 0,
        "rests_until": "",
    }
    run("CREATE (c:Consumer) SET c = $row", row=row)


def named(run: Run, name: str) -> Standing:
    """A consumer; raises NotFound."""
    rows = run("MATCH (c:Consumer {name: $name}) RETURN properties(c) AS c", name=name)
    if not rows:
        raise NotFound("there is no consumer of this name")
    return _standing(rows[0]["c"])


def all_of_them(run: Run) -> list[Standing]:
    """All consumers, by name."""
    rows = run("MATCH (c:Consumer) RETURN properties(c) AS c ORDER BY c.name")
    return [_standing(row["c"]) for row in rows]


def remove(run: Run, name: str) -> Standing:
    """Take a consumer away with all that waits for it; raises NotFound."""
    found = named(run, name)
    run("MATCH (d:Delivery {consumer: $name}) DELETE d", name=name)
    run("MATCH (c:Consumer {name: $name}) DELETE c", name=name)
    return found


def acknowledge(run: Run, name: str, through: int) -> int:
    """Move a consumer forward, never back; its position."""
    rows = run(
        "MATCH (c:Consumer {name: $name}) "
        "SET c.position = CASE WHEN c.position < $n THEN $n ELSE c.position END RETURN c.position AS position",
        name=name,
        n=through,
    )
    if not rows:
        raise NotFound("there is no consumer of this name")
    return int(rows[0]["position"])


def change_key(run: Run, name: str, key: str, keep_until: datetime | None) -> tuple[str, ...]:
    """Give a consumer a new key and keep its last one until an instant (None: not at all); the keys that went."""
    had = named(run, name).keys
    keys = (key, *had[:1]) if keep_until is not None else (key,)
    run(
        "MATCH (c:Consumer {name: $name}) SET c.keys = $keys, c.until = $until",
        name=name,
        keys=list(keys),
        until=instant_text(keep_until) if keep_until is not None else "",
    )
    return tuple(one for one in had if one not in keys)


def _standing(row: dict[str, Any]) -> Standing:
    body = json.loads(row["body"])
    body = {**body, "measures": tuple(body["measures"]), "parties": tuple(body["parties"])}
    return Standing(
        Consumer(**body),
        int(row["position"]),
        tuple(row["keys"]),
        row["until"],
        int(row["failures"]),
        row["rests_until"],
    )
