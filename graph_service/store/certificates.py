"""Signed certificates beside the ledger, written with what they certify, and the public keys that check them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from graph_service.consequences.model import Change
from graph_service.facts import FactIndex
from graph_service.store.connection import Run

Signed = Mapping[str, Any]
"""A signed certificate as plain JSON values: `certificate` and `signature`."""
Certify = Callable[[Sequence[Change], FactIndex, int, datetime], Sequence[Signed]]
"""The certificates that changes call for: the changes, the facts as they stand after them, entry and instant (UTC)."""


def certify_nothing(
    _changes: Sequence[Change], _index: FactIndex, _entry: int, _at: datetime
) -> Sequence[Signed]:
    """The certificates of a store that signs none."""
    return ()


def write(run: Run, signed: Sequence[Signed], entry: int) -> tuple[str, ...]:
    """Keep certificates that an entry gave rise to; their ids."""
    rows = [_row(one, entry) for one in signed]
    if rows:
        run("UNWIND $rows AS r CREATE (c:Certificate) SET c = r", rows=rows)
    return tuple(str(row["id"]) for row in rows)


def _row(one: Signed, entry: int) -> dict[str, Any]:
    body = one["certificate"]
    row = {
        "id": body["id"],
        "kind": body["kind"],
        "case": body["consequence"]["case"],
        "record": body["record"],
        "entry_in": entry,
        "body": json.dumps(one, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
    }
    return {name: value for name, value in row.items() if value is not None}


def certificate(run: Run, key: str, known: int) -> Signed | None:
    """A certificate by its id, where it was there at entry `known`."""
    statement = "MATCH (c:Certificate {id: $id}) WHERE c.entry_in <= $known RETURN c.body AS body"
    found = _bodies(run(statement, id=key, known=known))
    return found[0] if found else None


def of_records(run: Run, records: Iterable[str], known: int) -> list[Signed]:
    """The certificates about consequences on these records, the oldest first."""
    rows = run(
        "UNWIND $ids AS id MATCH (c:Certificate {record: id}) WHERE c.entry_in <= $known "
        "RETURN c.body AS body ORDER BY c.entry_in, c.id",
        ids=list(dict.fromkeys(records)),
        known=known,
    )
    return _bodies(rows)


def of_case(run: Run, case: str, known: int) -> list[Signed]:
    """The certificates about consequences of a case, the oldest first."""
    statement = "MATCH (c:Certificate {case: $case}) WHERE c.entry_in <= $known "
    return _bodies(run(statement + "RETURN c.body AS body ORDER BY c.entry_in, c.id", case=case, known=known))


def _bodies(rows: Iterable[Mapping[str, Any]]) -> list[Signed]:
    return [json.loads(row["body"]) for row in rows]


def keep_key(run: Run, key: str, public: str) -> None:
    """Keep the public half of a signing key for good, so that what it signed can be checked after the next key came."""
    run("MERGE (k:SigningKey {id: $id}) SET k.public = $public", id=key, public=public)


def public_keys(run: Run) -> dict[str, str]:
    """The public keys by id, base64."""
    rows = run("MATCH (k:SigningKey) RETURN k.id AS id, k.public AS public ORDER BY id")
    return {row["id"]: row["public"] for row in rows}
