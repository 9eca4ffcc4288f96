"""The read sets of cases in the graph: which keys a derivation looked up, misses included."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from graph_service.consequences.model import CaseReport
from graph_service.store.connection import Run

EVERYTHING = "*"
"""Field and value of the key that every write meets: a case whose derivation was undone with an abandoned entry reads
it, so that the next write derives it anew."""


def touched(run: Run, keys: Iterable[str]) -> list[str]:
    """The cases whose read set meets `keys` (`type.field=value`), and those that read everything, in order."""
    fields: dict[str, set[str]] = defaultdict(set, {EVERYTHING: {EVERYTHING}})
    for key in keys:
        name, _, value = key.partition("=")
        fields[value].add(name)
    rows = run(
        "UNWIND $values AS value MATCH (k:Key {id: value})<-[t:READS]-(c:Case) "
        "RETURN value, t.fields AS fields, c.id AS case",
        values=list(fields),
    )
    return sorted({row["case"] for row in rows if not fields[row["value"]].isdisjoint(row["fields"])})


def write_reads(run: Run, reports: Sequence[CaseReport], known: Mapping[str, str | None]) -> None:
    """Keep the read sets that changed: one relationship per case and value looked up, with the fields it was looked up
    by. Their digest is on the case; `known` are those that are there now."""
    digests = {report.case: _digest(report) for report in reports}
    same = {case for case, digest in digests.items() if known[case] == digest}
    rows = []
    for report in (one for one in reports if one.case not in same):
        fields: dict[str, list[str]] = defaultdict(list)
        for key in report.reads:
            name, _, value = key.partition("=")
            fields[value].append(name)
        rows += [
            {"case": report.case, "value": value, "fields": sorted(set(names))}
            for value, names in fields.items()
        ]
    new = [{"id": case, "reads": text} for case, text in digests.items() if case not in same]
    if new:
        run(_FORGET_READS, rows=new)
    if rows:
        run(_READS, rows=rows)


def _digest(report: CaseReport) -> str:
    return hashlib.sha256("\n".join(sorted(report.reads)).encode()).hexdigest()[:32]


_FORGET_READS = """
UNWIND $rows AS r MATCH (c:Case {id: r.id}) SET c.reads = r.reads WITH c MATCH (c)-[t:READS]->() DELETE t
"""
_READS = """
UNWIND $rows AS r MATCH (c:Case {id: r.case}) MERGE (k:Key {id: r.value})
CREATE (c)-[:READS {fields: r.fields}]->(k)
"""
