"""The workspace: every part opened together, and the operations that command line, service and frames share.

    with Workspace.open(Settings.read(os.environ)) as workspace:
        caller = Caller.local(purpose="review", inquiry="2026-17")
        clocks = workspace.resolve_clocks()
        workspace.check([Subject(uscc="91440101MA5ABCDEFX")], caller=caller, clocks=clocks)

Answers are plain JSON values (dicts, lists, texts), the same for every door; each echoes both clocks, resolved.
Reads of a person are logged, with purpose and inquiry number, before the answer is given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any

from graph_service.assemble import clocks as clocks_room
from graph_service.assemble import opening
from graph_service.assemble.access import Caller
from graph_service.assemble.consuming import Consuming
from graph_service.assemble.dry_runs import DryRunning
from graph_service.assemble.loading import Limit, Loading, LoadOrder, LoadResult, quiet
from graph_service.assemble.posting import Poster, ask_to_post
from graph_service.assemble.questions import Json
from graph_service.assemble.recalling import Recalling
from graph_service.assemble.receiving import Receiver
from graph_service.assemble.rulebooks import standing_book
from graph_service.assemble.settings import STANDING, Settings
from graph_service.assemble.timing import Timing
from graph_service.assemble.verifying import Verification, verify
from graph_service.assemble.ways import OverBolt, Progress
from graph_service.facts import Card, Fact
from graph_service.rules.load import load_rulebook
from graph_service.rules.rulebook import Rulebook


class Workspace(Recalling, Consuming, Timing, DryRunning):
    """An open workspace; thread-safe for reads, one writer at a time. Close it, or use it in a `with`."""

    def __init__(self, settings: Settings, graph: opening.OpenGraph, book: Rulebook) -> None:
        """Over an open graph; see `open`."""
        super().__init__(settings, graph, book)
        self.version = version("linked-responsibility")
        self._graph = graph

    @classmethod
    def open(cls, settings: Settings) -> Workspace:
        """Open graph (embedded, or NEO4J_URI), rulebook, identity key and access log. Raises Unavailable where the
        graph or the key is not to be had, RuleRefused for a rulebook that would harm, ConfirmationNeeded for one that
        would newly bind too many. With the rules STANDING it opens under the rulebook that the graph stands under."""
        standing = settings.rules == STANDING
        book = None if standing else load_rulebook(settings.rules)
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        graph = opening.open_graph(settings)
        try:
            return cls(settings, graph, book or standing_book(graph.store) or load_rulebook())
        except BaseException:
            graph.close()
            raise

    def close(self) -> None:
        """Close everything."""
        self._words.index.close()
        self._graph.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def receive(
        self, rows: Sequence[Mapping[str, Any]], cards: Sequence[Mapping[str, Any]], *, caller: Caller
    ) -> tuple[tuple[Fact, ...], tuple[Card, ...]]:
        """Rows as clients send them (see `receiving`), as facts and cards; numbers of documents are digested here.
        Raises RowsRefused naming every row that cannot be used."""
        caller.ask("post")
        return Receiver(self.digester, self.today()).read(rows, cards)

    def post(
        self,
        facts: Sequence[Fact],
        cards: Sequence[Card] = (),
        *,
        caller: Caller,
        idempotency_key: str | None = None,
    ) -> Json:
        """State facts in one transaction with the consequences they change. The answer: `entry`, `stated`,
        `known_already`, `cases` touched, and consequences `opened`, `changed`, `ended`. Raises Conflict where the
        key was used for something else, Unavailable while another write is under way."""
        ask_to_post(caller, facts, cards)
        poster = Poster(self.store, self.book, self.today(), self.settings.most_unconfirmed)
        made = poster.post(facts, cards, caller, idempotency_key, self.log.head())
        if any(fact.kind == "card_erased" for fact in facts):
            self._words.refresh(
                made["entry"]
            )  # what was erased is not to lie in the search index until someone asks
        return made

    def load(
        self,
        loader: str,
        source: Path,
        *,
        caller: Caller,
        seal_anyway: bool = False,
        bind_many: bool = False,
        source_name: str = "",
        extract_date: date | None = None,
        today: date | None = None,
        options: Mapping[str, str] | None = None,
        progress: Progress | None = None,
        search: bool = True,
    ) -> LoadResult:
        """Load a folder or file by a loader: staged as columns, promises checked, sealed as one entry. One that
        would newly bind more natural persons than the limit is not sealed unless it `bind_many`: raises Conflict; into
        an empty register it may. `search` False leaves making its words findable to the first search."""
        order = LoadOrder(
            loader=loader,
            source=source,
            today=today or self.today(),
            source_name=source_name,
            extract_date=extract_date,
            options=dict(options or {}),
            seal_anyway=seal_anyway,
            bind_many=bind_many,
        )
        return self.load_order(order, caller=caller, progress=progress, search=search)

    def load_order(
        self, order: LoadOrder, *, caller: Caller, progress: Progress | None = None, search: bool = True
    ) -> LoadResult:
        """Load what the order says; see `load`."""
        caller.ask("load")
        note = {"by": caller.name, "log": list(self.log.head())}
        loading = Loading(OverBolt(self.store), self.book, self.digester, self.settings.staging, order, note)
        loading.limit = Limit(self.settings.most_unconfirmed, self.today())
        if progress is not None:
            loading.progress = progress
        result, columns = loading.run()
        if columns is not None and result.entry is not None:
            if search:
                self._words.add_load(columns, result.entry)
            loading.forget(columns)
        return result

    def verify(
        self, *, caller: Caller, known_at: str | int | None = None, progress: Progress | None = None
    ) -> Verification:
        """Is what the graph keeps what the facts make, byte for byte? They are exported, and derived anew by a process
        that knows nothing of the graph. Nothing is written."""
        caller.ask("administer")
        clocks = self.resolve_clocks(known_at=known_at)
        book = self._rulebooks.at(clocks.entry)
        return verify(self.store, book, clocks.entry, progress or quiet)

    def health(self) -> Json:
        """Which graph answers, its head and the rulebook; raises Unavailable where none does."""
        head = clocks_room.head_of(self.store)
        engine = self.store.graph.address.engine
        return {"graph": engine, "head": head.number, "rulebook": self.book.digest, "version": self.version}
