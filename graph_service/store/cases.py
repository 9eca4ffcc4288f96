"""Consequences beside the facts they stand on, and which cases a new fact touches.

A consequence is kept per version: `entry_in` when it came to read so, `entry_out` when it no longer did. Each case
keeps the keys its derivation looked up, misses included, so a new fact finds the cases it may change.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from graph_service.alerts.alert import Told, of_changes
from graph_service.consequences.model import (
    CaseReport,
    Change,
    Consequence,
    consequence_from_json,
    to_json,
)
from graph_service.store.connection import Run
from graph_service.store.outbox import put, read_told
from graph_service.store.read_sets import write_reads
from graph_service.store.versions import Derived, astray, opened
from graph_service.store.watching import WAITS


@dataclass(frozen=True, slots=True)
class StoredCase:
    """What is kept of a case beside its consequences: hints, problems, clauses not recognised, as JSON values."""

    hints: list[Any]
    problems: list[Any]
    not_recognised: list[Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept of a case: the canonical texts of its consequences at an entry, by id, and at head the text of
    its report beside them and its read set, sorted; and which consequences (id, why) are kept beside their texts
    otherwise than those say."""

    bodies: tuple[str, ...]
    report: str | None
    reads: tuple[str, ...]
    astray: tuple[tuple[str, str], ...] = ()


def write_reports(run: Run, reports: Sequence[CaseReport], entry: int, day: date) -> tuple[Change, ...]:
    """Put the reports of cases in the place of what was kept of them, and tell of what that changes on the day of the
    write; what changed."""
    if not reports:
        return ()
    before = _open(run, [report.case for report in reports])
    changes: list[Change] = []
    closing: list[str] = []
    opening: list[dict[str, Any]] = []
    told: list[tuple[Told | None, Change]] = []
    for report in reports:
        old = before.get(report.case, {})
        new = {one.id: Derived.of(one) for one in report.consequences}
        for key in sorted(old.keys() | new.keys()):
            made, version = new.get(key), old.get(key)
            if made is not None and version is not None and version.body == made.body:
                continue
            change = Change(_consequence(version.body) if version else None, made.one if made else None)
            changes.append(change)
            told.append((read_told(version.told) if version else None, change))
            if version is not None:
                closing.append(version.id)
            if made is not None:
                opening.append(opened(made, entry, day))
    derived = run("UNWIND $rows AS r " + WAITS, rows=[_case_row(report, entry, day) for report in reports])
    # A version of this same entry (a case derived twice in it) gives way.
    again = [version for version in closing if version.endswith(f"@{entry}")]
    if again:
        run("UNWIND $ids AS id MATCH (c:Consequence {version: id}) DETACH DELETE c", ids=again)
    if len(closing) > len(again):
        run(_CLOSE, ids=closing, entry=entry)
    _open_new(run, opening)
    write_reads(run, reports, {row["id"]: row["reads"] for row in derived})
    put(run, of_changes(told, day, entry))
    return tuple(changes)


def consequences_of_case(run: Run, case: str, known: int) -> tuple[Consequence, ...]:
    """The consequences of a case as they read at entry `known`, by id."""
    return _consequences(
        run("MATCH (k:Case {id: $id})<-[:ARISES_FROM]-(c:Consequence) " + _AT, id=case, known=known)
    )


def consequences_of_parties(run: Run, records: Iterable[str], known: int) -> tuple[Consequence, ...]:
    """The consequences for all records of the parties that `records` are of now, as they read at entry `known`, by
    id."""
    statement = (
        "UNWIND $ids AS id MATCH (r:Record {record: id}) OPTIONAL MATCH (r)-[:PART_OF]->(q:Party) "
        "WITH DISTINCT coalesce(q, r) AS p MATCH (p)<-[:BINDS]-(c:Consequence) "
    )
    return _consequences(run(statement + _AT, ids=list(records), known=known))


def consequence(run: Run, key: str, known: int) -> Consequence | None:
    """One consequence by id as it read at entry `known`; None where there was none."""
    found = _consequences(run("MATCH (c:Consequence {id: $id}) " + _AT, id=key, known=known))
    return found[0] if found else None


def kept(run: Run, cases: Sequence[str], known: int) -> dict[str, Kept]:
    """All that is kept of cases, by case; consequences as they read at entry `known`."""
    bodies: dict[str, list[str]] = defaultdict(list)
    statement = "UNWIND $ids AS id MATCH (k:Case {id: id})<-[:ARISES_FROM]-(c:Consequence) "
    at = _AT.replace("RETURN", "RETURN id,")
    for row in run(statement + at, ids=list(cases), known=known):
        bodies[row["id"]].append(row["body"])
    reads: dict[str, list[str]] = defaultdict(list)
    looked_up = run(
        "UNWIND $ids AS id MATCH (c:Case {id: id})-[t:READS]->(k:Key) "
        "RETURN c.id AS case, t.fields AS fields, k.id AS value",
        ids=list(cases),
    )
    for row in looked_up:
        reads[row["case"]] += [f"{name}={row['value']}" for name in row["fields"]]
    reports = run("UNWIND $ids AS id MATCH (c:Case {id: id}) RETURN id, c.report AS report", ids=list(cases))
    beside = astray(run, cases, known)
    return {
        case: Kept(tuple(bodies[case]), text, tuple(sorted(reads[case])), tuple(beside.get(case, ())))
        for case, text in ((row["id"], row["report"]) for row in reports)
    }


def stored_case(run: Run, case: str) -> StoredCase | None:
    """What is kept of a case beside its consequences, at head; None where it was never derived."""
    found = run("MATCH (c:Case {id: $id}) RETURN c.report AS report", id=case)
    if not found or found[0]["report"] is None:
        return None
    return StoredCase(**json.loads(found[0]["report"]))


def derived_cases(run: Run, known: int) -> list[str]:
    """The cases that were derived by entry `known`, in order: those that a fact spoke of by then."""
    rows = run(
        "MATCH (c:Case) WHERE c.report IS NOT NULL RETURN c.id AS id, "
        "size([(c)<-[:IN_CASE]-(f:Fact) WHERE f.entry_in <= $known | 1]) AS facts",
        known=known,
    )
    return sorted(row["id"] for row in rows if row["facts"])


_AT = """WHERE c.entry_in <= $known AND (c.entry_out IS NULL OR c.entry_out > $known)
RETURN c.body AS body ORDER BY c.id"""
_CLOSE = "UNWIND $ids AS id MATCH (c:Consequence {version: id}) SET c.entry_out = $entry"


def _consequences(rows: list[dict[str, Any]]) -> tuple[Consequence, ...]:
    return tuple(_consequence(row["body"]) for row in rows)


def _consequence(body: str) -> Consequence:
    return consequence_from_json(json.loads(body))


class _Version(NamedTuple):
    """An open version of a consequence: its id, its canonical text, and what was told of it."""

    id: str
    body: str
    told: str | None


def _open(run: Run, cases: Sequence[str]) -> dict[str, dict[str, _Version]]:
    """Per case the open versions, by the id of the consequence."""
    rows = run(
        "UNWIND $ids AS id MATCH (k:Case {id: id})<-[:ARISES_FROM]-(c:Consequence) WHERE c.entry_out IS NULL "
        "RETURN id AS case, c.id AS id, c.version AS version, c.body AS body, c.told AS told",
        ids=list(dict.fromkeys(cases)),
    )
    found: dict[str, dict[str, _Version]] = defaultdict(dict)
    for row in rows:
        found[row["case"]][row["id"]] = _Version(row["version"], row["body"], row["told"])
    return found


def _case_row(report: CaseReport, entry: int, day: date) -> dict[str, Any]:
    kept = {name: to_json(getattr(report, name)) for name in ("hints", "problems", "not_recognised")}
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True)
    return {"id": report.case, "report": text, "entry": entry, "day": day.isoformat()}


def _open_new(run: Run, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    run(
        "UNWIND $rows AS r MATCH (k:Case {id: r.case}) "
        "CREATE (c:Consequence) SET c = r.p CREATE (c)-[:ARISES_FROM]->(k) "
        "WITH c, r.p.record AS record MATCH (n:Record {record: record}) OPTIONAL MATCH (n)-[:PART_OF]->(q:Party) "
        "WITH c, record, coalesce(q, n) AS p CREATE (c)-[:BINDS {record: record}]->(p)",
        rows=rows,
    )
