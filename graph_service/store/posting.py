"""A posted write: facts, cards, parties, consequences and the head in one transaction, or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph_service.consequences.model import CaseReport, Change, consequence_from_json, to_json
from graph_service.errors import Unavailable
from graph_service.facts import Card, Entry, FactIndex
from graph_service.store import cases, certificates, ledger, read_sets, reads
from graph_service.store.connection import Run
from graph_service.store.duties import Duties
from graph_service.store.ended import keys_of_ended
from graph_service.store.endings import mark_endings
from graph_service.store.index import GraphIndex
from graph_service.store.known import Known
from graph_service.store.parties import relabel, settle
from graph_service.store.shape import LINK_KINDS, NODE_KINDS, Placed, compact, keys_of_row, link_type
from graph_service.store.writing import Writer

Derive = Callable[[FactIndex, Sequence[str]], Sequence[CaseReport]]
"""What the law makes of cases: an index at the new entry and the touched cases in, their reports out."""


@dataclass(frozen=True, slots=True)
class Posted:
    """An acknowledged write: its entry, the ids of facts that were new, which consequences it opened, closed or
    changed, and the ids of the certificates it gave rise to. `repeated` where an idempotency key had been answered
    before: then nothing was written."""

    entry: Entry
    facts: tuple[str, ...]
    changes: tuple[Change, ...]
    certificates: tuple[str, ...] = ()
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Pending:
    """A posted write before it counts: in its transaction (`run`), with the entry it would be, the facts that were new
    to the graph, and the consequences it opened, closed or changed."""

    run: Run
    entry: int
    facts: tuple[str, ...]
    changes: tuple[Change, ...]


Judge = Callable[[Pending], Mapping[str, Any]]
"""Looks at a write before it counts: what the note of its entry is to say besides. What it raises undoes the write."""


def let_all_through(_pending: Pending) -> Mapping[str, Any]:
    """The judge of a store that has no limit."""
    return {}


def derive_nothing(_index: FactIndex, _cases: Sequence[str]) -> Sequence[CaseReport]:
    """The derivation of a write that touches no law."""
    return ()


class Abandoned(Unavailable):
    """What another writer abandoned is to be removed first."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One posted write, as work for one transaction; it runs again from the start where the server asks."""

    rows: list[Placed]
    cards: tuple[Card, ...]
    derive: Derive
    duties: Duties
    kind: str
    note: dict[str, Any]
    idempotency: ledger.Idempotency | None
    also: tuple[str, ...]
    at: datetime
    judge: Judge = let_all_through

    def __call__(self, run: Run) -> Posted:
        """Write it in the transaction of `run`."""
        standing = ledger.lock(run, self.at)
        if standing.abandoned is not None:
            raise Abandoned(f"entry {standing.abandoned} was abandoned: the next write removes it")
        if self.idempotency is not None and (answer := ledger.answered(run, self.idempotency)) is not None:
            return _from_answer(answer)
        number = standing.head + 1
        new = _not_stored(run, self.rows)
        writer = Writer(number, Known(complete=False))
        steps = writer.steps(run, new, self.cards)
        for step in (one for one in steps if not one.late):
            step.run(run)
        settle(run, writer.unsettled | mark_endings(run, writer.ended, number), number)
        relabel(run, [one for one in steps if one.late], number)
        touched = sorted({*_touched(run, new, number), *self.also})
        index = GraphIndex(run, number)
        changes = cases.write_reports(run, self.derive(index, touched), number, self.duties.day_of(self.at))
        facts = tuple(one.id for one in new)
        more = self.judge(Pending(run, number, facts, changes))
        written = certificates.Written.of(run, index, number, self.at, changes)
        signed = certificates.write(run, self.duties.certify(changes, written), number)
        entry = ledger.seal(run, number, self.at, self.kind, len(new), {**self.note, **more})
        posted = Posted(entry, facts, changes, signed)
        if self.idempotency is not None:
            ledger.remember(run, self.idempotency, _answer(posted))
        return posted


def _not_stored(run: Run, rows: Iterable[Placed]) -> list[Placed]:
    """The facts that are not in the graph yet, each once."""
    asked: dict[str, Placed] = {}
    for one in rows:  # what is said twice has the place where it was said first
        asked.setdefault(one.id, one)
    stored: set[str] = {one.id for one in reads.found_by_id(run, asked, _ANY)}
    records = list(dict.fromkeys(one.row["record"] for one in asked.values() if _on_record(one)))
    if records:
        found = run(
            "UNWIND $ids AS id MATCH (n:Record {record: id}) RETURN id, n.facts AS facts", ids=records
        )
        said = {(row["id"], text) for row in found for text in row["facts"] or ()}
        stored |= {
            one.id for one in asked.values() if _on_record(one) and (one.row["record"], compact(one)) in said
        }
    return [one for one in asked.values() if one.id not in stored]


_ANY = 2**31
"""An entry number beyond all: with it, whatever is stored is known."""


def _on_record(one: Placed) -> bool:
    return one.kind not in NODE_KINDS and (one.kind not in LINK_KINDS or link_type(one.kind, one.row) is None)


def _touched(run: Run, new: list[Placed], entry: int) -> list[str]:
    """The cases that new facts speak of, or whose read sets meet them or the facts they end."""
    keys = [key for one in new for key in keys_of_row(one.kind, one.row)]
    ended = [one.row[name] for one in new for name in ("replaces", "of", "identity") if name in one.row]
    keys += keys_of_ended(run, ended, (one.row["record"] for one in new), entry)
    return [*read_sets.touched(run, keys), *(str(one.row["case"]) for one in new if "case" in one.row)]


def _answer(posted: Posted) -> str:
    changes = [[to_json(change.before), to_json(change.after)] for change in posted.changes]
    at = ledger.instant_text(posted.entry.at)
    return json.dumps(
        [posted.entry.number, at, posted.facts, changes, posted.certificates], ensure_ascii=False
    )


def _from_answer(text: str) -> Posted:
    number, at, facts, changes, signed = json.loads(text)
    pairs = [[consequence_from_json(side) if side else None for side in change] for change in changes]
    entry = Entry(number, ledger.instant_of(at))
    made = tuple(Change(*pair) for pair in pairs)
    return Posted(entry, tuple(facts), made, tuple(signed), repeated=True)
