"""The read sets of cases in the graph: which keys a derivation looked up, misses included."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence

from graph_service.consequences.model import CaseReport
from graph_service.store.connection import Run


def write_reads(run: Run, reports: Sequence[CaseReport]) -> None:
    """Keep the read sets that changed: one relationship per case and value looked up, with the fields it was looked up
    by. Their digest is on the case."""
    digests = {report.case: _digest(report) for report in reports}
    known = run("UNWIND $ids AS id MATCH (c:Case {id: id}) RETURN id, c.reads AS reads", ids=list(digests))
    same = {row["id"] for row in known if row["reads"] == digests[row["id"]]}
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
    if rows:
        new = [{"id": case, "reads": text} for case, text in digests.items() if case not in same]
        run(_FORGET_READS, rows=new)
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
