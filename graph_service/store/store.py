"""The store: one object over the graph, through which everything is written and read.

A posted write (`post`) is one transaction: facts, cards, parties, consequences and the head, or nothing. A load
(`begin`) writes batches that no reader follows and one small transaction at the end makes them count.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from graph_service.alerts.alert import Alert
from graph_service.alerts.announcement import Announcement
from graph_service.consequences.model import Consequence
from graph_service.facts import Card, Entry, Fact, Ledger, Stated, to_row
from graph_service.store import cases, certificates, ledger, outbox, read_sets, reads, watching
from graph_service.store.connection import Graph, GraphAddress, Run
from graph_service.store.duties import Duties
from graph_service.store.emptying import recover
from graph_service.store.index import GraphIndex
from graph_service.store.loading import Clock, Load, now
from graph_service.store.posting import (
    Abandoned,
    Derive,
    Judge,
    Posted,
    Posting,
    derive_nothing,
    let_all_through,
)
from graph_service.store.schema import migrate
from graph_service.store.shape import placed


class Store:
    """An open store. Close it, or use it in a `with`. Reads may run in many threads at once."""

    def __init__(self, graph: Graph, clock: Clock = now) -> None:
        """Over an open graph, which is brought to the newest schema; `clock` gives instants with zone."""
        self.graph, self._clock = graph, clock
        self.duties = Duties()
        """What writes owe to others; set by whoever has the signing key and knows the zone."""
        self._recovered = False
        migrate(graph)

    @classmethod
    def open(cls, address: GraphAddress, clock: Clock = now, *, strict: bool = False) -> Store:
        """The store at an address; raises Unavailable."""
        graph = Graph(address, strict=strict)
        try:
            return cls(graph, clock)
        except BaseException:
            graph.close()
            raise

    def close(self) -> None:
        """Close the connection."""
        self.graph.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Writing

    def post(
        self,
        facts: Iterable[Fact],
        cards: Sequence[Card] = (),
        *,
        derive: Derive = derive_nothing,
        kind: str = "post",
        note: dict[str, Any] | None = None,
        idempotency: ledger.Idempotency | None = None,
        also: Iterable[str] = (),
        judge: Judge = let_all_through,
        supposed: bool = False,
    ) -> Posted:
        """Write facts and what the law makes of them, in one transaction.

        `derive` is asked for the touched cases, and for those in `also`; `judge` before the write counts, and what it
        raises undoes all of it: one that is `supposed` removes nothing that was abandoned either. Raises Unavailable
        while another write is under way, Conflict where the idempotency key was used for something else."""
        rows = placed((fact.kind, to_row(fact)) for fact in facts)
        if not (supposed or self._recovered):
            self._recover()
        posting = Posting(
            rows,
            tuple(cards),
            derive,
            self.duties,
            kind,
            dict(note or {}),
            idempotency,
            tuple(also),
            self._clock(),
            judge,
        )
        try:
            return self.graph.write(posting)
        except Abandoned:
            if supposed:
                raise
        self._recover()
        return self.graph.write(posting)

    def begin(self, kind: str = "load", note: dict[str, Any] | None = None) -> Load:
        """Open an entry for a long write and take the lease; raises Unavailable while another has it."""
        self._recover()
        holder = secrets.token_hex(8)
        at = self._clock()

        def work(run: Run) -> int:
            return ledger.open_entry(run, ledger.lock(run, at), holder, at, kind, dict(note or {}))

        number = self.graph.write(work)
        return Load(self.graph, holder, number, kind, dict(note or {}), self._clock, self.duties)

    def _recover(self) -> None:
        recover(self.graph, self._clock())
        self._recovered = True

    def sweep(
        self, day: date, look: watching.Look | None = None, calendar: str = ""
    ) -> list[Alert | Announcement]:
        """Tell of what time alone brought up to a day, in transactions of some consequences each; the alerts. What was
        told before is not told again. Raises Unavailable while another write is under way. What an abandoned write left
        is removed first: nothing is told of it. With `look` also what the day calls for; `calendar` is the digest of
        the calendar it counts by."""
        self._recover()
        found: list[Alert | Announcement] = []

        def states(run: Run) -> tuple[int, Sequence[Alert | Announcement]]:
            return outbox.sweep(run, day, ledger.lock(run, self._clock()).head)

        self._sweep(states, outbox.BATCH, found)
        if look is not None:
            called = look

            def cases_of(run: Run) -> tuple[int, Sequence[Alert | Announcement]]:
                head = ledger.lock(run, self._clock()).head
                watching.turn(run, calendar, day)
                return watching.sweep(run, day, head, called)

            self._sweep(cases_of, watching.BATCH, found)
        return found

    def _sweep(
        self,
        work: Callable[[Run], tuple[int, Sequence[Alert | Announcement]]],
        batch: int,
        found: list[Alert | Announcement],
    ) -> None:
        done = batch
        while done == batch:
            done, alerts = self.graph.write(work)
            found += alerts

    def due_by(self, day: date) -> list[str]:
        """The cases that may have a deadline open with its last day by `day`, at head."""
        return watching.due_by(self.graph.read, day)

    def alerts(self, after: int, limit: int) -> list[tuple[int, Mapping[str, Any]]]:
        """The alerts behind a number, in order, each with its own."""
        return outbox.after(self.graph.read, after, limit)

    def newest_alert(self) -> int:
        """The number of the newest alert; 0 where there is none."""
        return outbox.newest(self.graph.read)

    # The ledger

    def head(self) -> int:
        """The newest entry; 0 for an empty store."""
        return ledger.head(self.graph.read)

    def entry(self, number: int) -> ledger.EntryInfo:
        """An entry by number; raises NotFound."""
        return ledger.entry(self.graph.read, number)

    def entries(self, after: int = 0, kind: str | None = None) -> list[ledger.EntryInfo]:
        """All sealed entries after a number, in order; with `kind` those of one kind only."""
        return ledger.entries(self.graph.read, after, kind)

    def instants(self, numbers: Iterable[int]) -> dict[int, datetime]:
        """The instants of entries (UTC), by number."""
        return ledger.instants(self.graph.read, sorted(set(numbers)))

    def entry_at(self, instant: datetime) -> int:
        """The newest entry not later than `instant`; 0 where nothing was known yet."""
        return ledger.entry_at(self.graph.read, instant)

    # Reading

    def index(self, known: int | None = None) -> GraphIndex:
        """The facts as known at an entry (default: head), for the engine."""
        return GraphIndex(self.graph.read, self._known(known))

    def resolve(self, record: str) -> str:
        """The party id that a record or an old party id belongs to now; raises NotFound."""
        return reads.resolve(self.graph.read, record)

    def ages(self, records: Iterable[str]) -> dict[str, tuple[int, int]]:
        """When the graph first heard of records: entry, and place in it."""
        asked = list(records)
        return reads.ages(self.graph.read, asked) if asked else {}

    def all_ages(self) -> dict[str, tuple[int, int]]:
        """When the graph first heard of each record: entry, and place in it."""
        return reads.all_ages(self.graph)

    def party(self, record: str) -> reads.PartyView:
        """A party, by its id or the id of one of its records, as the graph joins it now; raises NotFound."""
        return reads.party(self.graph.read, record)

    def consequences_of_party(self, *records: str, known: int | None = None) -> tuple[Consequence, ...]:
        """The consequences for the parties of records as they read at an entry."""
        return cases.consequences_of_parties(self.graph.read, records, self._known(known))

    def consequences_of_case(self, case: str, known: int | None = None) -> tuple[Consequence, ...]:
        """The consequences of a case as they read at an entry."""
        return cases.consequences_of_case(self.graph.read, case, self._known(known))

    def consequence(self, key: str, known: int | None = None) -> Consequence | None:
        """One consequence by id as it read at an entry."""
        return cases.consequence(self.graph.read, key, self._known(known))

    def stored_case(self, case: str) -> cases.StoredCase | None:
        """Hints, problems and clauses not recognised of a case, at head."""
        return cases.stored_case(self.graph.read, case)

    def certificate(self, key: str, known: int | None = None) -> certificates.Signed | None:
        """A signed certificate by its id; None where there was none at an entry."""
        return certificates.certificate(self.graph.read, key, self._known(known))

    def certificates_of(
        self, *, records: Iterable[str] = (), case: str | None = None, known: int | None = None
    ) -> list[certificates.Signed]:
        """The signed certificates about a case, or about consequences on records; the oldest first."""
        if case is not None:
            return certificates.of_case(self.graph.read, case, self._known(known))
        return certificates.of_records(self.graph.read, records, self._known(known))

    def notices(self, who: str, after: int, known: int) -> list[certificates.Signed]:
        """The certificates behind entry `after` of what `who` had been told of; the oldest first."""
        return certificates.notices(self.graph.read, who, after, known)

    def all_certificates(self, known: int | None = None) -> list[certificates.Signed]:
        """All signed certificates, the oldest first."""
        return certificates.all_known(self.graph.read, self._known(known))

    def keep_signing_key(self, key: str, public: str) -> None:
        """Keep the public half of a signing key for good."""
        self.graph.write(lambda run: certificates.keep_key(run, key, public))

    def signing_keys(self) -> dict[str, str]:
        """The public keys of all that was ever signed here, by id."""
        return certificates.public_keys(self.graph.read)

    def kept(self, of: Sequence[str], known: int | None = None) -> dict[str, cases.Kept]:
        """All that is kept of cases, by case; consequences as they read at an entry."""
        return cases.kept(self.graph.read, of, self._known(known))

    def derived_cases(self, known: int | None = None) -> list[str]:
        """The cases that were derived by an entry, in order."""
        return cases.derived_cases(self.graph.read, self._known(known))

    def touched(self, keys: Iterable[str]) -> list[str]:
        """The cases whose read sets meet these keys."""
        return read_sets.touched(self.graph.read, keys)

    def cards(self, records: Iterable[str]) -> dict[str, Card]:
        """The cards of records, by record."""
        return reads.cards(self.graph.read, records)

    def query(self, statement: str, /, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of one reading Cypher statement."""
        return self.graph.read(statement, **parameters)

    def facts(self, known: int | None = None) -> Iterator[Stated]:
        """Every fact stated up to an entry, in no order, streamed."""
        return reads.all_facts(self.graph, self._known(known))

    def all_cards(self) -> Iterator[Card]:
        """Every card, streamed."""
        return reads.all_cards(self.graph)

    def export(self, known: int | None = None) -> Ledger:
        """The whole ledger up to an entry, in memory and in order: the facts byte for byte as they were written."""
        at = self._known(known)
        facts = sorted(self.facts(at), key=lambda one: (one.entry, one.ordinal))
        entries = tuple(Entry(one.number, one.at) for one in self.entries() if one.number <= at)
        return Ledger(entries, tuple(facts), tuple(sorted(self.all_cards(), key=lambda card: card.record)))

    def _known(self, known: int | None) -> int:
        return self.head() if known is None else known
