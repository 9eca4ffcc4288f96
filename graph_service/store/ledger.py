"""Entries of the ledger: gapless numbers, instants, the head that readers follow, and the lease of the one writer.

An entry is open (a load is writing batches that no reader follows), sealed (it counts: `head` reached it), or was
abandoned, emptied and sealed empty, so that numbers stay gapless. Every function runs inside a transaction.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from graph_service.errors import Conflict, NotFound, Unavailable
from graph_service.facts import Entry
from graph_service.store.connection import Run

LEASE = timedelta(seconds=120)
"""How long a writer's lease lasts unless it is renewed; each batch renews it."""


@dataclass(frozen=True, slots=True)
class EntryInfo:
    """An entry as the ledger keeps it: number, instant (UTC), kind (load, post, rulebook, …), state
    (open | sealed), what was counted in it, and `note` (source, digest of a rulebook, head of the log …)."""

    number: int
    at: datetime
    kind: str
    state: str
    facts: int
    note: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """The ledger as a writer found it, locked for the rest of its transaction."""

    head: int
    last_at: datetime | None
    abandoned: int | None


def instant_text(at: datetime) -> str:
    """An instant as UTC text of fixed width, so that texts sort as instants do."""
    if at.tzinfo is None:
        raise ValueError("an instant carries its zone")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def instant_of(text: str) -> datetime:
    """The instant of such a text, UTC. (Every answer has one: several times faster than strptime.)"""
    return datetime.fromisoformat(text)


def lock(run: Run, now: datetime, holder: str | None = None) -> Standing:
    """Lock the ledger for this transaction; raises Unavailable while another writer holds the lease.

    `abandoned` is the entry that a writer left open and whose lease has run out."""
    row = run(
        "MATCH (l:Ledger {id: 'ledger'}) SET l.locked = $now RETURN l.head AS head, l.last_at AS last, "
        "l.holder AS holder, l.lease AS lease, l.open AS open, l.importing AS importing",
        now=instant_text(now),
    )[0]
    if row["importing"]:
        raise Unavailable(
            "this store was imported in bulk and never sealed: remove its database and load again"
        )
    held = row["holder"] is not None and row["holder"] != holder
    if held and row["lease"] > instant_text(now):
        raise Unavailable(f"another write is under way (entry {row['open']}): try again in a moment")
    if holder is not None and row["holder"] != holder:
        raise Unavailable("the lease of this write ran out and another writer took over: start again")
    last = instant_of(row["last"]) if row["last"] else None
    return Standing(row["head"], last, row["open"] if held else None)


def open_entry(
    run: Run, standing: Standing, holder: str, now: datetime, kind: str, note: dict[str, Any]
) -> int:
    """Open the next entry for a long write and take the lease; its number."""
    number = standing.head + 1
    run(
        "MATCH (l:Ledger {id: 'ledger'}) SET l.holder = $holder, l.lease = $lease, l.open = $number "
        "CREATE (e:Entry {number: $number, at: $at, kind: $kind, state: 'open', facts: 0, note: $note})",
        holder=holder,
        lease=instant_text(now + LEASE),
        number=number,
        at=instant_text(now),
        kind=kind,
        note=json.dumps(note, ensure_ascii=False, sort_keys=True),
    )
    return number


def end_import(run: Run) -> None:
    """Take the mark of an import off the ledger, in the transaction that opens its entry; raises Conflict where this
    graph is not one that was just imported."""
    found = run("MATCH (l:Ledger {id: 'ledger', importing: true}) REMOVE l.importing RETURN l.head AS head")
    if not found:
        raise Conflict("no import is waiting to be sealed in this graph: is it another database?")


def renew(run: Run, holder: str, now: datetime) -> None:
    """Keep the lease; raises Unavailable where it was lost."""
    lock(run, now, holder)
    run("MATCH (l:Ledger {id: 'ledger'}) SET l.lease = $lease", lease=instant_text(now + LEASE))


def seal(run: Run, number: int, at: datetime, kind: str, facts: int, note: dict[str, Any]) -> Entry:
    """Make entry `number` count: readers follow it from now on. Instants never run backwards."""
    found = run(
        "MATCH (l:Ledger {id: 'ledger'}) "
        "WITH l, CASE WHEN l.last_at IS NOT NULL AND l.last_at > $at THEN l.last_at ELSE $at END AS at "
        "MERGE (e:Entry {number: $number}) "
        "SET e.at = at, e.kind = $kind, e.state = 'sealed', e.facts = $facts, e.note = $note "
        "SET l.head = $number, l.last_at = at REMOVE l.holder, l.lease, l.open RETURN at",
        number=number,
        at=instant_text(at),
        kind=kind,
        facts=facts,
        note=json.dumps(note, ensure_ascii=False, sort_keys=True),
    )
    return Entry(number, instant_of(found[0]["at"]))


def head(run: Run) -> int:
    """The number of the newest sealed entry; 0 for an empty ledger."""
    return int(run("MATCH (l:Ledger {id: 'ledger'}) RETURN l.head AS head")[0]["head"])


def entry_at(run: Run, instant: datetime) -> int:
    """The newest sealed entry not later than `instant`; 0 where nothing was known yet."""
    found = run(
        "MATCH (l:Ledger {id: 'ledger'}) MATCH (e:Entry) WHERE e.number <= l.head AND e.at <= $at "
        "RETURN max(e.number) AS number",
        at=instant_text(instant),
    )
    return int(found[0]["number"] or 0) if found else 0


def entry(run: Run, number: int) -> EntryInfo:
    """An entry by number; raises NotFound."""
    found = run("MATCH (e:Entry {number: $number}) RETURN properties(e) AS e", number=number)
    if not found:
        raise NotFound(f"there is no entry {number}")
    return _info(found[0]["e"])


def entries(run: Run, after: int = 0, kind: str | None = None) -> list[EntryInfo]:
    """All sealed entries after a number, in order; with `kind` those of one kind only."""
    rows = run(
        "MATCH (l:Ledger {id: 'ledger'}) MATCH (e:Entry) WHERE e.number > $after AND e.number <= l.head "
        "AND ($kind IS NULL OR e.kind = $kind) RETURN properties(e) AS e ORDER BY e.number",
        after=after,
        kind=kind,
    )
    return [_info(row["e"]) for row in rows]


def instants(run: Run, numbers: list[int]) -> dict[int, datetime]:
    """The instants of entries, by number."""
    rows = run("UNWIND $ids AS id MATCH (e:Entry {number: id}) RETURN id, e.at AS at", ids=numbers)
    return {row["id"]: instant_of(row["at"]) for row in rows}


def _info(row: dict[str, Any]) -> EntryInfo:
    at = instant_of(row["at"])
    return EntryInfo(row["number"], at, row["kind"], row["state"], row["facts"], json.loads(row["note"]))


@dataclass(frozen=True, slots=True)
class Idempotency:
    """A key that a caller gave to a write, with the digest of what it asked."""

    key: str
    digest: str


def answered(run: Run, asked: Idempotency) -> str | None:
    """The answer (JSON) that this key was given before; raises Conflict where it was another request."""
    found = run(
        "MATCH (i:Idempotency {key: $key}) RETURN i.digest AS digest, i.answer AS answer", key=asked.key
    )
    if not found:
        return None
    if found[0]["digest"] != asked.digest:
        raise Conflict("this idempotency key was used for another request: choose a new one")
    return str(found[0]["answer"])


def remember(run: Run, asked: Idempotency, answer: str) -> None:
    """Keep the answer for this key."""
    run(
        "CREATE (i:Idempotency {key: $key, digest: $digest, answer: $answer})",
        key=asked.key,
        digest=asked.digest,
        answer=answer,
    )
