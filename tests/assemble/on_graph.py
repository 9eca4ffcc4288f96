"""A stream of posts on a graph, beside the same stream in memory: days pass, some with a sweep and most without, the
rulebook changes, and after every post what the graph derived is set against what the facts make."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import Any

from graph_service.alerts import check_signed
from graph_service.alerts.alert import told_of
from graph_service.assemble import Settings, Workspace
from graph_service.assemble.loading import Loading, LoadOrder
from graph_service.assemble.opening import OpenGraph
from graph_service.assemble.ways import OverBolt
from graph_service.bulk import Columns, ColumnsWriter
from graph_service.consequences import canonical
from graph_service.consequences.model import ENDED, Consequence, consequence_from_json
from graph_service.facts import Fact, Ledger, MemoryIndex, cluster
from graph_service.facts.notation import dump
from graph_service.intake import Account
from graph_service.rules.rulebook import Rulebook
from graph_service.store import GraphAddress, Store
from tests.assemble.in_memory import Register
from tests.assemble.stream import Stream
from tests.workspaces import ADMINISTRATOR

ALERTS = 1_000
"""Alerts read at a time."""


def open_at(
    address: GraphAddress,
    settings: Settings,
    at: datetime,
    book: Rulebook,
    clock: Callable[[], datetime] | None = None,
) -> Workspace:
    """A workspace on the graph at this instant (or by this clock), under a rulebook."""
    store = Store.open(address, clock or (lambda: at), strict=True)
    try:
        return Workspace(settings, OpenGraph(store, None), book)
    except BaseException:
        store.close()
        raise


def load_facts(workspace: Workspace, facts: Sequence[Fact]) -> None:
    """Load facts as a source's that was read without a problem."""
    folder = Path(mkdtemp(dir=workspace.settings.data))
    writer = ColumnsWriter(folder / "staged", 0, {"loader": "test"}, with_ids=False)
    with writer.part():
        writer.add(dict.fromkeys(facts))
    order = LoadOrder(loader="test", source=folder, today=workspace.today(), bind_many=True)
    loading = Loading(OverBolt(workspace.store), workspace.book, workspace.digester, folder, order, {})
    loading._seal(Columns.staged(folder / "staged"), Account("test"))


class OnGraph:
    """A graph and a register in memory that are told the same. Use it in a `with`."""

    def __init__(self, address: GraphAddress, folder: Path, seed: int, book: Rulebook) -> None:
        self.address = address
        self.settings = replace(Settings(), data=folder, keys=folder / "keys", most_unconfirmed=10**6)
        self.now = datetime(2026, 6, 1, tzinfo=UTC)
        self.workspace = self.open(book)
        self.memory = Register(book)
        self.stream = Stream(seed, book)
        self.chance = Random(seed)
        self.updates = self.certificates = self.sweeps = 0
        self._feed: dict[str, tuple[str, bool]] = {}
        self._read = 0

    def open(self, book: Rulebook) -> Workspace:
        """The graph under a rulebook, which it then stands under."""
        return open_at(self.address, self.settings, self.now, book, lambda: self.now)

    def __enter__(self) -> OnGraph:
        return self

    def __exit__(self, *_: object) -> None:
        self.workspace.close()

    def post(self, at_once: int) -> None:
        """Post up to so many posts of the stream as one; every case that changed was touched, and what was taken back
        or suspended is certified. Some days pass; seldom is there a sweep."""
        self.now += timedelta(days=self.chance.choice((0, 0, 1, 3)), hours=1)
        if self.chance.random() < 0.1:
            self.sweep()
        facts = self.told(self.chance.randint(1, at_once))
        before = dict(self.memory.reports)
        self.memory.post(facts)
        self.updates += len(facts)
        answer = self.workspace.post(facts, caller=ADMINISTRATOR)
        assert answer["problems"] == [one for one in answer["problems"] if one["kind"] != "proof_refused"]
        changed = {case for case, report in self.memory.reports.items() if before.get(case) != report}
        assert changed <= set(answer["cases"]), self.shown(facts)
        self._certified(answer)

    def told(self, posts: int) -> list[Fact]:
        """The facts of the next posts of the stream."""
        return [one for post in self.stream.posts(posts) for one in post]

    def load(self, facts: Sequence[Fact]) -> None:
        """The same facts as a load of a source: staged, written in batches, sealed as one entry."""
        self.now += timedelta(hours=1)
        load_facts(self.workspace, facts)
        self.loaded(facts, self.workspace.store.head())

    def loaded(self, facts: Sequence[Fact], entry: int) -> None:
        """A load was sealed as this entry: what by it is in force no more is certified."""
        day = self.settings.day_of(self.now)
        bound = self._bound(day)
        self.memory.post(facts)
        self.updates += len(facts)
        bound_now = self._bound(day)
        go_on = set(bound_now.values())
        lost = {one for one, what in bound.items() if one not in bound_now and what not in go_on}
        assert lost <= self._certified_in(entry)

    def _certified_in(self, entry: int) -> set[str]:
        rows = self.workspace.store.query(
            "MATCH (c:Certificate {entry_in: $entry}) RETURN c.body AS body", entry=entry
        )
        self.certificates += len(rows)
        return {json.loads(row["body"])["certificate"]["consequence"]["id"] for row in rows}

    def _certified(self, answer: dict[str, Any]) -> None:
        """What was in force and is so no more has its certificate, unless the same goes on on another record."""
        goes_on = {
            (one["case"], one["clause"], one["measure"]) for one in (*answer["opened"], *answer["changed"])
        }
        lost = {
            one["consequence"]
            for one in (*answer["ended"], *answer["changed"])
            if one["before"] == "in_force" and one["after"] not in ("in_force", None)
        }
        lost |= {
            one["consequence"]
            for one in answer["ended"]
            if one["before"] == "in_force"
            and one["after"] is None
            and (one["case"], one["clause"], one["measure"]) not in goes_on
        }
        store = self.workspace.store
        signed = [store.certificate(key) for key in answer["certificates"]]
        about = {one["certificate"]["consequence"]["id"] for one in signed if one}
        assert lost <= about
        self.certificates += len(signed)

    def adopt(self, book: Rulebook) -> None:
        """Go on under another rulebook."""
        self.workspace.close()
        self.workspace = self.open(book)
        self.adopted(book, self.workspace.store.head())

    def adopted(self, book: Rulebook, entry: int) -> None:
        """A rulebook stands since this entry: what by it is in force no more is certified too."""
        day = self.settings.day_of(self.now)
        bound = self._bound(day)
        self.memory.adopt(book)
        self.updates += 1
        assert bound.keys() - self._bound(day).keys() <= self._certified_in(entry)

    def _bound(self, day: date) -> dict[str, tuple[str, str, str]]:
        """What is in force: case, clause and measure of each consequence."""
        found = {}
        for one in self._consequences():
            told = told_of(one, day)
            if told is not None and told.state == "in_force":
                found[one.id] = (one.case, one.clause, one.measure)
        return found

    def _consequences(self) -> Iterator[Consequence]:
        for text in self.memory.reports.values():
            yield from map(consequence_from_json, json.loads(text)["consequences"])

    def sweep(self) -> None:
        """A sweep of the day: after it, whoever followed the alerts knows how everything stands."""
        day = self.settings.day_of(self.now)
        self.workspace.store.sweep(day)
        self.sweeps += 1
        assert self._followed() == self._standing(day)

    def _followed(self) -> dict[str, tuple[str, bool]]:
        """State and dispute of every consequence, as the alerts tell it. Each tells what it goes on from as it was told
        last: none is lost and none comes twice. (A write that was given up leaves its numbers out.)"""
        while page := self.workspace.store.alerts(self._read, ALERTS):
            for number, one in page:
                assert number > self._read
                self._read = number
                if "consequence" not in one:
                    continue
                last = self._feed.pop(one["instead_of"] or one["consequence"], None)
                before, after = one["before"], one["after"]
                going_on = before is not None and before["state"] not in ENDED
                assert last == ((before["state"], before["disputed"]) if going_on else None)
                if after is not None and after["state"] not in ENDED:
                    self._feed[one["consequence"]] = (after["state"], after["disputed"])
        return self._feed

    def _standing(self, day: date) -> dict[str, tuple[str, bool]]:
        found = {}
        for one in self._consequences():
            told = told_of(one, day)
            if told is not None and told.state not in ENDED:
                found[one.id] = (str(told.state), told.disputed)
        return found

    def compare(self) -> None:
        """Facts, reports, read sets and parties in the graph are those that the exported facts make by themselves."""
        exported = self.workspace.store.export()
        assert [one.id for one in exported.facts] == list(self.memory.index.stated)
        expected = self.memory.from_scratch()
        assert expected == self.memory.reports
        kept = self.workspace.store.kept(list(expected))
        for case, text in expected.items():
            report, found = json.loads(text), kept[case]
            assert sorted(found.bodies) == sorted(map(canonical, report["consequences"])), self.shown([])
            beside = {name: report[name] for name in ("hints", "problems", "not_recognised")}
            assert json.loads(found.report or "{}") == beside
            assert list(found.reads) == report["reads"]
        self._compare_parties(exported)

    def _compare_parties(self, exported: Ledger) -> None:
        rows = self.workspace.store.query(
            "MATCH (r:Record) OPTIONAL MATCH (r)-[:PART_OF]->(p:Party) "
            "RETURN r.record AS record, coalesce(p.id, r.id) AS party"
        )
        records = {one.fact.record for one in exported.facts}
        parties: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            parties[row["party"]].add(row["record"])
        index = MemoryIndex.of(exported)
        for members in parties.values():
            mine = members & records
            for record in mine:
                assert mine == set(cluster(index, record).records) & records, self.shown([])

    def certificates_verify(self) -> int:
        """Every certificate that the graph keeps is whole under its key, and none is once it says something else; how
        many there are."""
        rows = self.workspace.store.query("MATCH (c:Certificate) RETURN c.body AS body")
        keys = self.workspace.store.signing_keys()
        for row in rows:
            signed = json.loads(row["body"])
            public = keys[signed["signature"]["key"]]
            assert check_signed(signed, public) == ()
            altered = {**signed["certificate"], "since": "1999-01-01"}
            assert len(check_signed({**signed, "certificate": altered}, public)) == 2
        assert len(rows) == self.certificates
        return len(rows)

    def shown(self, facts: list[Fact]) -> str:
        """All that was stated, and the facts of the last post."""
        then = Ledger().plus((one.fact for one in self.memory.index.stated.values()), self.now)
        return f"{dump(then)}\n# last\n{dump(Ledger().plus(facts, self.now))}"
