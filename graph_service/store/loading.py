"""A load: one entry written in batches that no reader follows, and the seal that makes it count.

While the graph writes one batch, the next is prepared. A load that dies is emptied by the next writer; one that is
abandoned empties itself.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

from graph_service.consequences.model import CaseReport, Change
from graph_service.facts import Card, Entry
from graph_service.store import certificates, ledger
from graph_service.store.cases import write_reports
from graph_service.store.connection import Graph, Rows, Run
from graph_service.store.duties import Duties
from graph_service.store.emptying import empty
from graph_service.store.ended import keys_of_ended
from graph_service.store.endings import mark_endings
from graph_service.store.import_files import ImportFiles
from graph_service.store.index import GraphIndex
from graph_service.store.known import Known
from graph_service.store.parties import Move, settle
from graph_service.store.read_sets import touched
from graph_service.store.schema import drop_late_indexes, make_late_indexes
from graph_service.store.shape import Placed, keys_of_row
from graph_service.store.writing import STEP, Step, Writer, ending_steps, write_step

Clock = Callable[[], datetime]
_AHEAD = 2
"""Batches that may wait for the graph while the next is prepared."""


class Load:
    """An open entry. Use in a `with`: left by an error, it is abandoned."""

    def __init__(
        self,
        graph: Graph,
        holder: str,
        number: int,
        kind: str,
        note: dict[str, Any],
        clock: Clock,
        duties: Duties,
    ) -> None:
        self.number = number
        self.facts = 0
        self._graph, self._holder, self._kind, self._note, self._clock = graph, holder, kind, note, clock
        self._renewed = clock()
        self._duties = duties
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="load")
        self._waiting: deque[Future[None]] = deque()
        self._touched: set[str] = set()
        self._open = True
        self.into_empty = not graph.read("MATCH (r:Record) RETURN 1 AS one LIMIT 1")
        self._first = self.into_empty
        if self._first:
            drop_late_indexes(graph)
        self._derived = bool(graph.read("MATCH (k:Key) RETURN 1 AS one LIMIT 1"))
        self._writer = Writer(number, Known(complete=self._first))

    def __enter__(self) -> Load:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._open:
            self.abandon()

    def add(self, rows: Sequence[Placed], cards: Sequence[Card] = ()) -> None:
        """Write facts in their places (ordinals go up over the whole entry), and cards. Best with some thousand
        facts a call, all facts of a record in one. A fact that is stored already is not stored twice."""
        self._renew()
        steps = self._writer.steps(self._read, rows, cards)
        self.facts += len(rows)
        self._note_touched(rows)
        while len(self._waiting) >= _AHEAD:
            self._waiting.popleft().result()
        self._waiting.append(self._pool.submit(self._write, steps))

    def take_import(self, files: ImportFiles) -> None:
        """Go on from what the bulk importer wrote of this entry, as if it had been added; see `importing`."""
        self.facts += files.facts
        self._touched.update(files.cases)
        self._writer.unsettled.update(files.unsettled)
        self._writer.ended += [*(str(one["of"]) for one in files.endings), *files.identities]
        self._write(ending_steps(files.endings))

    def touched(self) -> list[str]:
        """The cases that facts of this entry speak of, or whose read sets they meet."""
        self._written()
        if self._derived and self._writer.ended:
            keys = keys_of_ended(self._graph.read, self._writer.ended, (), self.number)
            self._touched.update(touched(self._graph.read, keys))
        return sorted(self._touched)

    def index(self) -> GraphIndex:
        """The facts as they will be known once this entry is sealed."""
        self._written()
        return GraphIndex(self._graph.read, self.number)

    def write_reports(self, reports: Sequence[CaseReport]) -> tuple[Change, ...]:
        """Write what the law makes of cases, and the certificates that its changes call for; may be called again for
        other cases. One transaction a call."""
        self._renew()
        self._written()

        def work(run: Run) -> tuple[Change, ...]:
            at = self._clock()
            changes = write_reports(run, reports, self.number, self._duties.day_of(at))
            written = certificates.Written.of(run, GraphIndex(run, self.number), self.number, at, changes)
            signed = self._duties.certify(changes, written)
            certificates.write(run, signed, self.number)
            return changes

        return self._graph.write(work)

    def seal(self, at: datetime | None = None) -> Entry:
        """Make the entry count. Parties that two old ones became, or that came apart, move in this transaction."""
        self._written()
        unsettled = self._writer.unsettled | self._mark_endings()

        def work(run: Run) -> tuple[Entry, tuple[Move, ...]]:
            ledger.lock(run, self._clock(), self._holder)
            moves = settle(run, unsettled, self.number)
            return ledger.seal(
                run, self.number, at or self._clock(), self._kind, self.facts, self._note
            ), moves

        entry, _ = self._graph.write(work)
        self._close()
        return entry

    def abandon(self) -> None:
        """Empty the entry and seal it empty."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._open = False
        empty(self._graph, self.number)
        make_late_indexes(self._graph)
        note = {**self._note, "abandoned": True}
        self._graph.write(lambda run: ledger.seal(run, self.number, self._clock(), self._kind, 0, note))

    def _read(self, query: str, /, **parameters: Any) -> Rows:
        """Look-ups of the next batch wait for the batches before it, which they may speak of."""
        self._finish()
        return self._graph.read(query, **parameters)

    def _write(self, steps: list[Step]) -> None:
        for step in steps:
            for piece in step.slices():
                write_step(self._graph, piece)

    def _finish(self) -> None:
        while self._waiting:
            self._waiting.popleft().result()

    def _written(self) -> None:
        """All is written: what is read from here on is looked up by every index."""
        self._finish()
        if self._first:
            make_late_indexes(self._graph)
            self._first = False

    def _mark_endings(self) -> set[str]:
        facts = list(dict.fromkeys(self._writer.ended))
        concerned: set[str] = set()
        for start in range(0, len(facts), STEP):
            piece = facts[start : start + STEP]
            concerned |= self._graph.write(lambda run, piece=piece: mark_endings(run, piece, self.number))  # type: ignore[misc]  # mypy cannot infer a lambda with a default
        return concerned

    def _note_touched(self, rows: Iterable[Placed]) -> None:
        keys: set[str] = set()
        for one in rows:
            if "case" in one.row:
                self._touched.add(one.row["case"])
            if self._derived:
                keys.update(keys_of_row(one.kind, one.row))
        if keys:
            self._touched.update(touched(self._graph.read, keys))

    def _renew(self) -> None:
        now = self._clock()
        if now - self._renewed > timedelta(seconds=ledger.LEASE.total_seconds() / 4):
            self._graph.write(lambda run: ledger.renew(run, self._holder, now))
            self._renewed = now

    def _close(self) -> None:
        self._open = False
        self._pool.shutdown(wait=True)


def now() -> datetime:
    """The instant, UTC."""
    return datetime.now(UTC)
