"""The workspace: every part opened together, and the operations that command line, service and frames share.

    with Workspace.open(Settings.read(os.environ)) as workspace:
        caller = Caller.local(purpose="review", inquiry="2026-17")
        clocks = workspace.resolve_clocks()
        workspace.check([Subject(uscc="91440101MA5ABCDEFX")], caller=caller, clocks=clocks)

Answers are plain JSON values (dicts, lists, texts), the same for every door; each echoes both clocks, resolved.
Reads of a person are logged, with purpose and inquiry number, before the answer is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any
from zoneinfo import ZoneInfo

from graph_service.assemble import cases as case_pages
from graph_service.assemble import checking, opening
from graph_service.assemble import clocks as clocks_room
from graph_service.assemble.access import Caller, Clocks
from graph_service.assemble.asking_library import ask_library, questions
from graph_service.assemble.loading import Loading, LoadOrder, LoadResult, Progress
from graph_service.assemble.paging import paged, skip_of
from graph_service.assemble.parties import party_json
from graph_service.assemble.posting import Poster, ask_to_post
from graph_service.assemble.reading_log import ReadingLog
from graph_service.assemble.receiving import Receiver
from graph_service.assemble.reviewing import Reviewing, persons_of
from graph_service.assemble.rulebooks import Rulebooks
from graph_service.assemble.searching import Searching
from graph_service.assemble.settings import Settings
from graph_service.assemble.showing import Showing
from graph_service.assemble.sight import Party, Sight
from graph_service.assemble.subjects import Subject, asked
from graph_service.facts import Card, Fact
from graph_service.facts.digests import Digester
from graph_service.facts.notation import dump
from graph_service.rules.load import load_rulebook
from graph_service.rules.rulebook import Rulebook
from graph_service.store.access_log import AccessLog, LogHead
from graph_service.store.search_index import SearchIndex
from graph_service.store.store import Store

Json = dict[str, Any]


class Workspace:
    """An open workspace; thread-safe for reads, one writer at a time. Close it, or use it in a `with`."""

    def __init__(self, settings: Settings, graph: opening.OpenGraph, book: Rulebook) -> None:
        """Over an open graph; see `open`."""
        self.settings = settings
        self.zone = ZoneInfo(settings.zone)
        self.version = version("linked-responsibility")
        self.store: Store = graph.store
        self.log = AccessLog(settings.log)
        self._graph = graph
        self.reads = ReadingLog(self.log, self.now)
        self._words = Searching(self.store, SearchIndex(settings.data / "search.sqlite"))
        self.sources = clocks_room.Sources(self.store, self.zone)
        self._rulebooks = Rulebooks(self.store, book)
        entries = self.store.entries()
        prints = [str(entry.note["key"]) for entry in entries if entry.note.get("key")]
        self.digester: Digester = opening.open_digester(settings, prints[0] if prints else None)
        self._rulebooks.adopt(entries, opening.fingerprint_of(self.digester.key))

    @classmethod
    def open(cls, settings: Settings) -> Workspace:
        """Open graph (embedded, or NEO4J_URI), rulebook, identity key and access log. Raises Unavailable where the
        graph or the key is not to be had, RuleRefused for a rulebook that would harm."""
        book = load_rulebook(settings.rules)
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        graph = opening.open_graph(settings)
        try:
            return cls(settings, graph, book)
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

    @property
    def book(self) -> Rulebook:
        """The rulebook at head."""
        return self._rulebooks.current

    def now(self) -> datetime:
        """The instant, UTC: the one place the clock is read for a question."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Today in the jurisdiction's zone."""
        return self.now().astimezone(self.zone).date()

    def resolve_clocks(self, as_of: str | date | None = None, known_at: str | int | None = None) -> Clocks:
        """The clocks of a question: `as_of` a day (default today in the zone), `known_at` an entry number or an
        instant with zone (default head). Raises BadValue, NotFound for an entry that is not there."""
        return clocks_room.resolve(self.store, clocks_room.read_day(as_of, self.today()), known_at)

    def sight(self, at: Clocks) -> Sight:
        """What can be seen at these clocks."""
        return Sight(self.store, self._rulebooks, at)

    # Writing

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
        poster = Poster(self.store, self.book, self.today())
        return poster.post(facts, cards, caller, idempotency_key, self.log.head())

    def load(
        self,
        loader: str,
        source: Path,
        *,
        caller: Caller,
        seal_anyway: bool = False,
        source_name: str = "",
        extract_date: date | None = None,
        today: date | None = None,
        options: Mapping[str, str] | None = None,
        progress: Progress | None = None,
        search: bool = True,
    ) -> LoadResult:
        """Load a folder or file by a loader: staged as columns, promises checked, sealed as one entry. `search`
        False leaves making its words findable to the first search."""
        caller.ask("load")
        order = LoadOrder(
            loader=loader,
            source=source,
            today=today or self.today(),
            source_name=source_name,
            extract_date=extract_date,
            options=dict(options or {}),
            seal_anyway=seal_anyway,
        )
        note = {"by": caller.name, "log": list(self.log.head())}
        loading = Loading(self.store, self.book, self.digester, self.settings.staging, order, note)
        if progress is not None:
            loading.progress = progress
        result, columns = loading.run()
        if columns is not None and result.entry is not None:
            if search:
                self._words.add_load(columns, result.entry)
            loading.forget(columns)
        return result

    # Reading

    def check(
        self,
        subjects: Sequence[Subject],
        *,
        caller: Caller,
        clocks: Clocks | None = None,
        measures: Sequence[str] = (),
        as_of: str | date | None = None,
    ) -> Json:
        """What binds identified parties on the day (law decision 15): `answers`, one per subject in order, and
        `sources`. Without `clocks` it is asked at head, on `as_of` or today: one read of the graph in all."""
        caller.ask("check")
        whom = asked(subjects, self.digester, self.today())
        if any(one.person for one in whom):
            caller.ask("read_persons")
            caller.ask_purpose()
        if clocks is None or clocks.at_head:
            day = clocks.as_of if clocks else clocks_room.read_day(as_of, self.today())
            seen = checking.look(self.store, whom)
            found, at, book = seen.found, seen.clocks(day), self.book
        else:
            sight = self.sight(clocks)
            found, at, book = checking.look_back(sight, whom), clocks, sight.book
        answers = checking.check_json(whom, found, at, book, measures)
        persons = [found[one.value].party or one.value for one in whom if one.person]
        if persons:
            self.reads.read(caller, "check", persons, at)
        return {**at.as_json(), "rulebook": book.digest, "answers": answers, "sources": self.sources.at(at)}

    def party(self, party: str, *, caller: Caller, clocks: Clocks) -> Json:
        """A party: records, names, numbers, offices, holdings (names of persons masked where the role asks it)."""
        sight = self.sight(clocks)
        found = self._readable(sight, party, caller, "party")
        if found.is_firm and caller.may("officers") and caller.gave_purpose:
            self.reads.read(caller, "officers", [found.id], clocks)
        return party_json(sight, found, caller)

    def consequences(
        self, party: str, *, caller: Caller, clocks: Clocks, limit: int = 100, cursor: str | None = None
    ) -> Json:
        """The consequences of a party with timelines and proofs, a page and the exact `total`."""
        sight = self.sight(clocks)
        found = self._readable(sight, party, caller, "consequences")
        showing = Showing(caller, sight)
        shown = [one for one in sight.consequences_of_party(found) if showing.shows(one)]
        skip = skip_of(cursor, clocks)
        page = [showing.said(one) for one in shown[skip : skip + limit]]
        return paged(clocks, {"party": found.id, "consequences": page}, skip, len(page), len(shown))

    def _readable(self, sight: Sight, record: str, caller: Caller, act: str) -> Party:
        """The party, where the caller may read it; the read of a person is logged first."""
        caller.ask("read_firms")
        found = sight.party(record)
        if not found.is_firm:
            caller.ask("read_persons")
            self.reads.read(caller, act, [found.id], sight.clocks)
        return found

    def case(self, case: str, *, caller: Caller, clocks: Clocks) -> Json:
        """A case: its decision and acts, who is bound, who is near and why not. Without a purpose, firms only."""
        caller.ask("read_firms")
        sight = self.sight(clocks)
        page = case_pages.case_json(sight, case, caller)
        self._log_page(
            case_pages.persons_on({"cases": [page], "parties": page["parties"]}), caller, "case", clocks
        )
        return page

    def _log_page(self, persons: Sequence[str], caller: Caller, act: str, clocks: Clocks) -> None:
        if persons:
            self.reads.read(caller, act, persons, clocks)

    def explain(self, consequence: str, *, caller: Caller, clocks: Clocks) -> Json:
        """One consequence with its proof, each fact it cites written out, and the absences it relied on."""
        caller.ask("read_firms")
        sight = self.sight(clocks)
        one = sight.consequence(consequence)
        if one.target != "enterprise":
            caller.ask("read_persons")
            self.reads.read(caller, "explain", [one.record or one.id], clocks)
        return case_pages.explain_json(sight, one, caller)

    def why_not(self, case: str, party: str, *, caller: Caller, clocks: Clocks) -> Json:
        """Why a party near a case is not reached, clause by clause."""
        sight = self.sight(clocks)
        found = self._readable(sight, party, caller, "why_not")
        return case_pages.why_not_json(sight, case, found.id, caller)

    def screen(
        self, cases: Sequence[str] = (), *, caller: Caller, clocks: Clocks, review: bool = False
    ) -> Json:
        """Cases (all, where none is named) with who is bound on the day, derived anew; with `review` also drafts,
        hints and what is pending, for reviewers."""
        caller.ask("read_firms")
        if review:
            caller.ask("review")
        sight = self.sight(clocks)
        wanted = list(cases) or self.store.derived_cases()
        page = case_pages.screening_json(sight, case_pages.screen_cases(sight, wanted), caller, review=review)
        self._log_page(case_pages.persons_on(page), caller, "screen", clocks)
        return page

    def search(
        self, text: str, *, caller: Caller, clocks: Clocks, limit: int = 20, cursor: str | None = None
    ) -> Json:
        """Parties by code, name, former name, pinyin or address: `results`, exact `total`, `next` cursor. Persons are
        found by callers who may read them and gave a purpose."""
        caller.ask("search")
        sight = self.sight(clocks)
        self._words.refresh(self.resolve_clocks().entry)
        skip = skip_of(cursor, clocks)
        results, total = self._words.page(text, sight, caller, skip, limit)
        self._log_page(
            [one["party"] for one in results if one["kind"] != "enterprise"], caller, "search", clocks
        )
        return paged(clocks, {"results": results}, skip, len(results), total)

    def review(
        self, kind: str, *, caller: Caller, clocks: Clocks, limit: int = 50, cursor: str | None = None
    ) -> Json:
        """For reviewers and the deciding department: `drafts`, `hints` or `pending`."""
        skip = skip_of(cursor, clocks)
        items, total = Reviewing(self.sight(clocks), caller).page(kind, skip, limit)
        self.reads.read(caller, f"review {kind}", persons_of(items), clocks)
        return paged(clocks, {"kind": kind, "items": items}, skip, len(items), total)

    def queries(self, *, caller: Caller) -> Json:
        """The questions of the library that the caller may ask."""
        caller.ask("query")
        return {"queries": questions(caller)}

    def query(
        self,
        name: str,
        parameters: Mapping[str, str],
        *,
        caller: Caller,
        clocks: Clocks,
        limit: int = 100,
        cursor: str | None = None,
    ) -> Json:
        """A question of the library: a page of rows and the exact total."""
        caller.ask("query")
        skip = skip_of(cursor, clocks)
        found, persons = ask_library(self.store, name, parameters, caller, clocks, skip, limit)
        if persons is not None:
            self.reads.read(caller, f"query {name}", persons, clocks)
        return paged(clocks, found, skip, len(found["rows"]), found["total"])

    def export_facts(self, *, caller: Caller, clocks: Clocks) -> Iterator[str]:
        """All facts up to the entry, as lines of the ledger notation (documents as tokens, no cards)."""
        caller.ask("export")
        yield from dump(replace(self.store.export(clocks.entry), cards=())).splitlines()

    def health(self) -> Json:
        """Which graph answers, its head and the rulebook; raises Unavailable where none does."""
        head = clocks_room.head_of(self.store)
        engine = self.store.graph.address.engine
        return {"graph": engine, "head": head.number, "rulebook": self.book.digest, "version": self.version}

    def verify_log(self, *, caller: Caller) -> LogHead:
        """Go through the access log and its anchors in the ledger; raises BadInput naming what was altered."""
        caller.ask("read_log")
        return self.reads.verify(self.store.entries())
