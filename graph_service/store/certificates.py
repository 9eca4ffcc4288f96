"""Signed certificates beside the ledger, written with what they certify, and the public keys that check them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from graph_service.consequences.model import Change, Consequence, consequence_from_json
from graph_service.facts import FactIndex
from graph_service.store.connection import Run

Signed = Mapping[str, Any]
"""A signed certificate as plain JSON values: `certificate` and `signature`."""


@dataclass(frozen=True, slots=True)
class Written:
    """A write as its certificates see it: its entry and instant (UTC), and how facts and the consequences that concern
    a record stand after it."""

    entry: int
    at: datetime
    index: FactIndex
    concerning: Callable[[str], Sequence[Consequence]]

    @classmethod
    def of(cls, run: Run, index: FactIndex, entry: int, at: datetime, changes: Iterable[Change]) -> Written:
        """In the transaction of `run`, once the consequences are written. The records of what changed are looked up
        together, any other one by itself; each once."""
        records = {change.before.record for change in changes if change.before and change.before.record}
        known = _concerning(run, sorted(records))

        @cache
        def concerning(record: str) -> Sequence[Consequence]:
            return known[record] if record in known else _concerning(run, [record])[record]

        return cls(entry, at, index, concerning)


Certify = Callable[[Sequence[Change], Written], Sequence[Signed]]
"""The certificates that the changes of a write call for."""


def certify_nothing(_changes: Sequence[Change], _written: Written) -> Sequence[Signed]:
    """The certificates of a store that signs none."""
    return ()


def _concerning(run: Run, records: Sequence[str]) -> dict[str, list[Consequence]]:
    found: dict[str, list[Consequence]] = {record: [] for record in records}
    for row in run(_CONCERNING, records=records) if records else ():
        found[row["record"]].append(consequence_from_json(json.loads(row["body"])))
    return found


_CONCERNING = """
UNWIND $records AS record MATCH (n:Record {record: record}) OPTIONAL MATCH (n)-[:PART_OF]->(q:Party)
WITH record, coalesce(q, n) AS p MATCH (p)<-[:BINDS]-(c:Consequence)
WHERE c.entry_out IS NULL AND record IN c.binds RETURN record, c.body AS body
"""


def write(run: Run, signed: Sequence[Signed], entry: int) -> tuple[str, ...]:
    """Keep certificates that an entry gave rise to; their ids."""
    rows = [
        {"p": _row(one, entry), "told": sorted({told["who"] for told in one["certificate"]["told"]})}
        for one in signed
    ]
    if rows:
        run(_WRITE, rows=rows)
    return tuple(str(one["certificate"]["id"]) for one in signed)


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


_WRITE = """
UNWIND $rows AS r CREATE (c:Certificate) SET c = r.p
WITH c, r UNWIND r.told AS who MERGE (w:Recipient {name: who}) CREATE (c)-[:TOLD]->(w)
"""


def notices(run: Run, who: str, after: int, known: int) -> list[Signed]:
    """The certificates of entries behind `after` that name `who` among those who had been told of what was taken back,
    as they were there at entry `known`, the oldest first."""
    rows = run(
        "MATCH (w:Recipient {name: $who})<-[:TOLD]-(c:Certificate) "
        "WHERE c.entry_in > $after AND c.entry_in <= $known RETURN c.body AS body ORDER BY c.entry_in, c.id",
        who=who,
        after=after,
        known=known,
    )
    return _bodies(rows)


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


def all_known(run: Run, known: int) -> list[Signed]:
    """All certificates of a store at entry `known`, the oldest first."""
    statement = (
        "MATCH (c:Certificate) WHERE c.entry_in <= $known RETURN c.body AS body ORDER BY c.entry_in, c.id"
    )
    return _bodies(run(statement, known=known))


def _bodies(rows: Iterable[Mapping[str, Any]]) -> list[Signed]:
    return [json.loads(row["body"]) for row in rows]


def keep_key(run: Run, key: str, public: str) -> None:
    """Keep the public half of a signing key for good, so that what it signed can be checked after the next key came."""
    run("MERGE (k:SigningKey {id: $id}) SET k.public = $public", id=key, public=public)


def public_keys(run: Run) -> dict[str, str]:
    """The public keys by id, base64."""
    rows = run("MATCH (k:SigningKey) RETURN k.id AS id, k.public AS public ORDER BY id")
    return {row["id"]: row["public"] for row in rows}
