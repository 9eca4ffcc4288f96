"""A version of a consequence as a node: its canonical text, and beside it what Cypher finds and reads it by.

The text is what counts; the properties are copied from it and the tie to the party follows from its record.
`astray` names whatever says otherwise than its text.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from graph_service.consequences.model import (
    Consequence,
    State,
    canonical_text,
    consequence_from_json,
    to_json,
)
from graph_service.store.connection import Run
from graph_service.store.outbox import telling

NEVER = "9999-12-31"
"""The end of a span that has none, so that days compare as texts."""
_SHOWN = (
    "case",
    "clause",
    "rule",
    "record",
    "target",
    "measure",
    "measure_scope",
    "kind",
    "force",
    "propagation",
    "territory",
)


class Derived(NamedTuple):
    """A consequence as it was derived, as plain values, and its canonical text: each made once."""

    one: Consequence
    data: dict[str, Any]
    body: str

    @classmethod
    def of(cls, one: Consequence) -> Derived:
        """From the consequence."""
        data = to_json(one)
        return cls(one, data, canonical_text(data))


def opened(made: Derived, entry: int, day: date) -> dict[str, Any]:
    """The version that an entry opens: its properties, and its case. `day` is that of the write: what is told on it."""
    place = {"version": f"{made.one.id}@{entry}", "entry_in": entry, "body": made.body}
    return {"p": {**_copied(made), **place, **telling(made.one, day)}, "case": made.one.case}


def _copied(made: Derived) -> dict[str, Any]:
    one, data = made.one, made.data
    properties = {name: getattr(one, name) for name in _SHOWN} | {
        "id": one.id,
        "binds": list(one.binds),
        "timeline": json.dumps(data["timeline"], ensure_ascii=False, sort_keys=True),
        "proof": json.dumps(data["proof"], ensure_ascii=False, sort_keys=True),
        **_spans(one),
    }
    return {name: value for name, value in properties.items() if value is not None}


def _spans(one: Consequence) -> dict[str, Any]:
    """The timeline as lists, for Cypher: span n is `[spans_since[n], spans_until[n])` in `spans_state[n]`. And two
    properties to find a consequence by: `bound_until`, where it was ever in force, and `is_draft`, where it ends as
    a draft."""
    untils = [span.until.isoformat() if span.until else NEVER for span in one.timeline]
    states = [span.state.value for span in one.timeline]
    bound = [until for until, state in zip(untils, states, strict=True) if state == State.IN_FORCE]
    return {
        "spans_since": [span.since.isoformat() for span in one.timeline],
        "spans_until": untils,
        "spans_state": states,
        "bound_until": max(bound) if bound else None,
        "is_draft": True if states[-1] == State.DRAFT else None,
    }


_OWN = frozenset({"version", "entry_in", "entry_out", "body", "told", "next_on"})
"""What a version has of itself: it is copied from nothing."""


def astray(run: Run, cases: Sequence[str], known: int) -> dict[str, list[tuple[str, str]]]:
    """What says otherwise than the text of its consequence, as kept at entry `known`: by case, the id of the
    consequence and why."""
    rows = run(_BESIDE, ids=list(cases), known=known)
    parties = _parties(run, {row["p"].get("record") for row in rows})
    found: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        made = Derived.of(consequence_from_json(json.loads(row["p"]["body"])))
        copied = _copied(made)
        kept = {name: value for name, value in row["p"].items() if name not in _OWN}
        names = sorted(name for name in copied.keys() | kept.keys() if copied.get(name) != kept.get(name))
        whys = [f"what Cypher reads of it is kept otherwise: {', '.join(names)}"] if names else []
        record = made.one.record
        ties = [[record, parties.get(record)]] if record is not None else []
        if row["ties"] != ties:
            whys.append("it does not hang on the party of its record")
        found.setdefault(row["case"], []).extend((made.one.id, why) for why in whys)
    return found


def _parties(run: Run, records: set[str | None]) -> dict[str, str]:
    asked = sorted(record for record in records if record is not None)
    return {row["id"]: row["party"] for row in run(_PARTY, ids=asked)}


_BESIDE = """
UNWIND $ids AS id MATCH (k:Case {id: id})<-[:ARISES_FROM]-(c:Consequence)
WHERE c.entry_in <= $known AND (c.entry_out IS NULL OR c.entry_out > $known)
RETURN id AS case, properties(c) AS p, [(c)-[t:BINDS]->(q) | [t.record, q.id]] AS ties
"""
_PARTY = """
UNWIND $ids AS id MATCH (n:Record {record: id}) OPTIONAL MATCH (n)-[:PART_OF]->(q:Party)
RETURN id, coalesce(q.id, n.id) AS party
"""
