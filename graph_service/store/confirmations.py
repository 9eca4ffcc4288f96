"""Confirmations of wide writes, each by a reviewer and for one dry run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from graph_service.store.connection import Run
from graph_service.store.ledger import entry_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """Somebody (`by`, of an access role) looked at a dry run and says that it shall be applied. `what` is facts or
    rulebook, `persons` how many it newly binds, `at` the instant (UTC text), `entry` what the ledger had reached.
    `used` is the entry that it let through: each lets one through."""

    name: str
    what: str
    by: str
    role: str
    at: str
    entry: int
    persons: int
    inquiry: str | None = None
    used: int | None = None


def keep(run: Run, one: Confirmation) -> None:
    """Keep a confirmation; the same person confirming the same again changes nothing."""
    row = {name: value for name, value in asdict(one).items() if value is not None}
    run(
        "MERGE (c:Confirmation {id: $id}) ON CREATE SET c += $row",
        id=f"{one.name} {one.by}",
        row=row,
    )


def granted(run: Run, name: str, poster: str) -> Confirmation | None:
    """A confirmation of a dry run that was not used yet, by somebody else than `poster`; the first."""
    rows = run(
        "MATCH (c:Confirmation {name: $name}) WHERE c.used IS NULL AND c.by <> $poster "
        "RETURN properties(c) AS c ORDER BY c.at LIMIT 1",
        name=name,
        poster=poster,
    )
    return _read(rows[0]["c"]) if rows else None


def use(run: Run, name: str, entry: int, cases: Iterable[str]) -> None:
    """All confirmations of a dry run are used by an entry; what it did to its cases is counted from there on."""
    run(
        "MATCH (c:Confirmation {name: $name}) WHERE c.used IS NULL SET c.used = $entry",
        name=name,
        entry=entry,
    )
    run(
        "UNWIND $ids AS id MATCH (c:Case {id: id}) SET c.confirmed = $entry",
        ids=sorted(set(cases)),
        entry=entry,
    )


def all_of(run: Run) -> list[Confirmation]:
    """Every confirmation, the newest first."""
    return [
        _read(row["c"])
        for row in run("MATCH (c:Confirmation) RETURN properties(c) AS c ORDER BY c.at DESC, c.id")
    ]


def counted_since(run: Run, case: str, instant: datetime) -> int:
    """The entry from which the effect on a case is counted: the last before `instant`, or the last that was let
    through for it (a confirmed write, a rulebook, a load), whichever is later."""
    rows = run("MATCH (c:Case {id: $id}) RETURN c.confirmed AS confirmed", id=case)
    whole = run(
        "MATCH (e:Entry) WHERE e.kind IN ['rulebook', 'load'] AND e.state = 'sealed' RETURN max(e.number) AS number"
    )
    confirmed = rows[0]["confirmed"] if rows else None
    return max(entry_at(run, instant), int(confirmed or 0), int(whole[0]["number"] or 0))


def _read(row: dict[str, Any]) -> Confirmation:
    return Confirmation(**{name: value for name, value in row.items() if name != "id"})
