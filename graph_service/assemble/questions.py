"""The questions a workspace answers, the same for command line, service and frames.

Each asks first whether the caller may, then writes the read of a person into the access log, and then answers with
plain JSON values that echo both clocks, resolved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from graph_service.assemble import cases as case_pages
from graph_service.assemble import checking, opening
from graph_service.assemble import clocks as clocks_room
from graph_service.assemble.access import Caller, Clocks
from graph_service.assemble.asking_library import ask_library, questions
from graph_service.assemble.certifying import Certifier, open_signer
from graph_service.assemble.paging import paged, skip_of
from graph_service.assemble.parties import party_json
from graph_service.assemble.reading_log import ReadingLog
from graph_service.assemble.remedies import ways_out_json
from graph_service.assemble.reviewing import Reviewing, persons_of
from graph_service.assemble.rulebooks import Rulebooks
from graph_service.assemble.searching import Searching
from graph_service.assemble.settings import Settings
from graph_service.assemble.showing import Showing
from graph_service.assemble.sight import Party, Sight
from graph_service.assemble.subjects import Asked, Subject, asked
from graph_service.consequences import Consequence
from graph_service.facts.digests import Digester
from graph_service.facts.notation import dump
from graph_service.rules.rulebook import Rulebook
from graph_service.store.access_log import AccessLog, LogHead
from graph_service.store.duties import Duties
from graph_service.store.search_index import SearchIndex
from graph_service.store.store import Store

Json = dict[str, Any]


class Questions:
    """The reading half of a workspace. Thread-safe."""

    def __init__(self, settings: Settings, graph: opening.OpenGraph, book: Rulebook) -> None:
        """Over an open graph; see `Workspace.open`."""
        self.settings = settings
        self.zone = ZoneInfo(settings.zone)
        self.store: Store = graph.store
        self.log = AccessLog(settings.log)
        self.reads = ReadingLog(self.log, self.now)
        self._words = Searching(self.store, SearchIndex(settings.data / "search.sqlite"))
        self.sources = clocks_room.Sources(self.store, self.zone)
        self._rulebooks = Rulebooks(self.store, book)
        entries = self.store.entries()
        prints = [str(entry.note["key"]) for entry in entries if entry.note.get("key")]
        self.digester: Digester = opening.open_digester(settings, prints[0] if prints else None)
        self.signer = open_signer(settings)
        self.store.keep_signing_key(self.signer.key, self.signer.public)
        certifier = Certifier(self.signer, self.log, settings.day_of, lambda: self.book.digest)
        self.store.duties = Duties(certifier, settings.day_of)
        print_of_key = opening.fingerprint_of(self.digester.key)
        self._rulebooks.adopt(entries, print_of_key, self.today(), settings.most_unconfirmed)

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
        day = clocks_room.read_day(as_of, self.today())
        return clocks_room.resolve(self.store, day, known_at, self.now())

    def sight(self, at: Clocks) -> Sight:
        """What can be seen at these clocks."""
        return Sight(self.store, self._rulebooks, at)

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
        # Numbers are judged by the day asked about, never by today: the same question has the same answer for good.
        day = clocks.as_of if clocks is not None else clocks_room.read_day(as_of, self.today())
        whom = asked(subjects, self.digester, day)
        return self.check_asked(whom, caller=caller, clocks=clocks, measures=measures, day=day)

    def check_asked(
        self,
        whom: Sequence[Asked],
        *,
        caller: Caller,
        clocks: Clocks | None,
        measures: Sequence[str],
        day: date,
    ) -> Json:
        """A check (see `check`) of parties by the identifiers under which the graph keeps them."""
        caller.ask("check")
        if any(one.person for one in whom):
            caller.ask("read_persons")
            caller.ask_purpose()
        at, book, found = self._look(whom, clocks, day)
        answers = checking.check_json(whom, found, at, book, measures)
        seen = [(one, found[one.value]) for one in whom]
        persons = [that.party or one.value for one, that in seen if one.person or that.is_person]
        if persons:
            caller.ask("read_persons")
            self.reads.read(caller, "check", persons, at)
        return {**at.as_json(), "rulebook": book.digest, "answers": answers, "sources": self.sources.at(at)}

    def _look(
        self, whom: Sequence[Asked], clocks: Clocks | None, day: date
    ) -> tuple[Clocks, Rulebook, Mapping[str, checking.Found]]:
        """What a check needs: at head in one read, else from the facts known then."""
        if clocks is None or clocks.at_head:
            seen = checking.look(self.store, whom)
            if clocks is None:
                clocks = seen.clocks(day)
            if seen.head == clocks.entry:
                intricate = [one for one in whom if one.value in seen.intricate]
                if intricate:
                    seen.found.update(
                        checking.look_back(self.sight(replace(clocks, at_head=False)), intricate)
                    )
                return clocks, self.book, seen.found
            # Another entry was sealed since the clocks were resolved: the answer stays at the one asked for.
            clocks = replace(clocks, at_head=False)
        sight = self.sight(clocks)
        return clocks, sight.book, checking.look_back(sight, whom)

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
        self.log_page(
            case_pages.persons_on({"cases": [page], "parties": page["parties"]}), caller, "case", clocks
        )
        return page

    def log_page(self, persons: Sequence[str], caller: Caller, act: str, clocks: Clocks) -> None:
        """Write the read of the persons on a page into the access log, where there are any; see `reading_log`."""
        if persons:
            caller.ask("read_persons")
            self.reads.read(caller, act, persons, clocks)

    def explain(self, consequence: str, *, caller: Caller, clocks: Clocks) -> Json:
        """One consequence with its proof, each fact it cites written out, and the absences it relied on."""
        sight, one = self._consequence(consequence, caller, "explain", clocks)
        return case_pages.explain_json(sight, one, caller)

    def ways_out(self, consequence: str, *, caller: Caller, clocks: Clocks) -> Json:
        """What would lift one consequence from the day on: by time, subject and authority, with the legal route, the
        earliest day, and the facts it supposes. Each was tried; nothing is written."""
        sight, one = self._consequence(consequence, caller, "ways out", clocks)
        return ways_out_json(sight, one, caller)

    def _consequence(self, key: str, caller: Caller, act: str, clocks: Clocks) -> tuple[Sight, Consequence]:
        """One consequence; the read of a person is logged first."""
        caller.ask("read_firms")
        sight = self.sight(clocks)
        one = sight.consequence(key)
        if one.target != "enterprise":
            caller.ask("read_persons")
            self.reads.read(caller, act, [one.record or one.id], clocks)
        return sight, one

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
        wanted = list(cases) or self.store.derived_cases(clocks.entry)
        page = case_pages.screening_json(sight, case_pages.screen_cases(sight, wanted), caller, review=review)
        self.log_page(case_pages.persons_on(page), caller, "screen", clocks)
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
        self.log_page(
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
        found, persons = ask_library(self.sight(clocks), name, parameters, caller, skip, limit)
        if persons is not None:
            self.reads.read(caller, f"query {name}", persons, clocks)
        return paged(clocks, found, skip, len(found["rows"]), found["total"])

    def export_facts(self, *, caller: Caller, clocks: Clocks) -> Iterator[str]:
        """All facts up to the entry, as lines of the ledger notation (documents as tokens, no cards)."""
        caller.ask("export")
        self.reads.export(caller, clocks)
        yield from dump(replace(self.store.export(clocks.entry), cards=())).splitlines()

    def verify_log(self, *, caller: Caller) -> LogHead:
        """Go through the access log and its anchors in the ledger; raises BadInput naming what was altered."""
        caller.ask("read_log")
        return self.reads.verify(self.store.entries())
