"""Bulk screening: the same answers as over an index of everything, however the register was read."""

from __future__ import annotations

import contextlib
import gc
import resource
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service.assemble.generating import write_province
from graph_service.bulk import (
    Columns,
    ColumnsWriter,
    Effort,
    cases_of,
    entry_folder,
    screen_columns,
    write_ledger,
)
from graph_service.bulk.neighbourhood import Key, Neighbourhood, Source
from graph_service.consequences import canonical, derive, to_json
from graph_service.facts import INDEXED, Day, FactIndex, Ledger, MemoryIndex, fact_id
from graph_service.facts.digests import Digester
from graph_service.facts.notation import parse
from graph_service.facts.types import (
    Decision,
    Fact,
    Identifier,
    Identity,
    Naming,
    Office,
    Retraction,
    Unmerge,
)
from graph_service.loaders.province import Settings
from graph_service.rules.load import load_rulebook

AT = datetime(2026, 7, 1, tzinfo=UTC)
DIGESTER = Digester(b"a key of the tests")
BOOK = load_rulebook()


def law(case: str, index: FactIndex) -> str:
    """What the law makes of a case, as canonical text."""
    return canonical(to_json(derive(case, index, BOOK)))


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small province, and an entry of corrections: offices ended, namings taken back, identities unmerged."""
    folder = tmp_path_factory.mktemp("register")
    write_province(folder, Settings(enterprises=1_000, part=1_000, seed=3), DIGESTER)
    known = list(Columns.of(folder).facts("office", "naming", "identity"))
    corrections: list[Fact] = []
    for one in known[::9]:
        fact = one.fact
        if isinstance(fact, Office) and fact.until is None:
            corrections.append(
                Office(
                    record=fact.record, enterprise=fact.enterprise, post=fact.post, since=fact.since,
                    until=Day("2026-11-01"), replaces=one.id,
                )
            )  # fmt: skip
        elif isinstance(fact, Naming):
            corrections.append(Retraction(record=fact.record, of=one.id))
        elif isinstance(fact, Identity):
            corrections.append(Unmerge(record=fact.record, identity=one.id))
    named = [one.fact.record for one in known if isinstance(one.fact, Naming)]
    corrections.append(Identity(record=named[0], level="CONFIRMED", same_as=named[1], by="reviewer-1"))
    taken_back = Retraction(record=corrections[0].record, of=fact_id(corrections[0]))
    writer = ColumnsWriter(entry_folder(folder, 2), 2)
    with writer.part():
        writer.add([*corrections, taken_back, Retraction(record="s:x", of=fact_id(taken_back))])
    writer.seal(AT)
    return folder


def test_every_case_has_the_answer_it_has_over_the_whole_register(register: Path) -> None:
    """Consequences, proofs, read sets, hints and problems are the same bytes, in partitions of any size."""
    columns = Columns.of(register)
    whole = MemoryIndex.over(columns.facts())
    cases = cases_of(columns)
    expected = {case: law(case, whole) for case in cases}
    assert len(cases) >= 100
    for partition in (17, 1_000):
        assert dict(screen_columns(columns, law, partition=partition)) == expected


def test_what_was_known_before_the_corrections_is_answered_from_the_first_entry(register: Path) -> None:
    """The columns up to entry 1 give the answers of then; corrections changed some of them."""
    then, now = Columns.of(register, until=1), Columns.of(register)
    before, after = dict(screen_columns(then, law)), dict(screen_columns(now, law))
    whole = MemoryIndex.over(then.facts())
    assert before == {case: law(case, whole) for case in before}
    assert before != after


def test_fetching_beforehand_saves_asking_again_and_changes_no_answer(
    register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With nothing fetched beforehand each case is run many times; with it hardly more than once."""
    columns, cases = Columns.of(register), cases_of(Columns.of(register))[:25]
    prepared, bare = Effort(), Effort()
    expected = list(screen_columns(columns, law, cases, effort=prepared))
    monkeypatch.setattr("graph_service.bulk.screening.gather", lambda index, cases: None)
    assert list(screen_columns(columns, law, cases, effort=bare)) == expected
    assert prepared.cases == bare.cases == len(cases)
    assert prepared.runs < 1.5 * len(cases) < 3 * len(cases) < bare.runs


def test_answers_come_in_the_order_asked_and_unknown_cases_have_one_too(register: Path) -> None:
    """A case twice is answered once a partition; a case without a decision gives the function's own answer."""
    first, second = cases_of(Columns.of(register))[:2]
    asked = [second, "nowhere:1", first]
    answers = list(screen_columns(Columns.of(register), law, asked))
    assert [case for case, _ in answers] == asked
    assert answers[1][1] == law("nowhere:1", MemoryIndex())


@pytest.mark.parametrize("searched", [True, False], ids=["on", "off"])
def test_the_search_for_garbage_is_afterwards_as_it_was_before_also_when_a_case_fails(
    register: Path, searched: bool
) -> None:
    """A screening holds it off while it fetches; whoever screens finds it on, or off, as he had it, and what was
    kept apart is given back."""

    def refuse(case: str, index: FactIndex) -> str:
        raise ValueError(case)

    columns = Columns.of(register)
    before = gc.isenabled()
    (gc.enable if searched else gc.disable)()
    try:
        for function in (law, refuse):
            with contextlib.suppress(ValueError):
                list(screen_columns(columns, function, cases_of(columns)[:3]))
            assert gc.isenabled() is searched
            assert gc.get_freeze_count() == 0
    finally:
        (gc.enable if before else gc.disable)()


def test_what_is_read_grows_with_the_cases_and_not_with_the_register(tmp_path: Path) -> None:
    """The same cases in a register four times as large need as many runs and facts, in a fixed number of joins."""
    efforts = []
    for name, parts in (("small", 1), ("large", 4)):
        write_province(tmp_path / name, Settings(enterprises=1_000 * parts, part=1_000, seed=3), DIGESTER)
        columns, effort = Columns.of(tmp_path / name), Effort()
        cases = cases_of(Columns.of(tmp_path / "small"))
        list(screen_columns(columns, law, cases, effort=effort))
        efforts.append(effort)
    small, large = efforts
    assert (small.cases, small.runs, small.facts) == (large.cases, large.runs, large.facts)
    assert max(small.scans, large.scans) < 60


_RECORDS = ("s:a", "s:b", "s:c", "s:d")
_VALUES = ("resident_id:1", "resident_id:2", "91440100MA0000007W")


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """Statements, replacements, retractions (of retractions too) and unmerges among a few records."""
    record, value = st.sampled_from(_RECORDS), st.sampled_from(_VALUES)
    known: list[Fact] = []
    ledger = Ledger()
    for _ in range(draw(st.integers(1, 3))):
        stated: list[Fact] = []
        for kind in draw(st.lists(st.sampled_from(range(7)), min_size=1, max_size=8)):
            earlier = [fact_id(fact) for fact in known]
            target = draw(st.sampled_from(earlier)) if earlier else None
            fact: Fact
            if kind == 0:
                fact = Identity(record=draw(record), level="PROVED", document=draw(value), replaces=target)
            elif kind == 1:
                fact = Identity(record=draw(record), level="CONFIRMED", same_as=draw(record))
            elif kind == 2:
                fact = Identifier(record=draw(record), scheme="uscc", value=draw(value), replaces=target)
            elif kind == 3:
                fact = Office(record=draw(record), enterprise=draw(record), post="director", replaces=target)
            elif kind == 4:
                fact = Naming(record=draw(record), case=draw(st.sampled_from(["c1", "c2"])), role="director")
            elif target is None:
                continue
            elif kind == 5:
                fact = Retraction(record=draw(record), of=target)
            else:
                fact = Unmerge(record=draw(record), identity=target)
            known.append(fact)
            stated.append(fact)
        ledger = ledger.plus(stated, AT)
    return ledger


@settings(max_examples=25, deadline=None)
@given(ledger=ledgers(), data=st.data())
def test_a_key_that_was_fetched_shows_exactly_what_stands(
    ledger: Ledger, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """In any order and any batches, after any corrections; and a key that was not fetched is missing, not empty."""
    columns = write_ledger(tmp_path_factory.mktemp("ledger"), ledger)
    whole = MemoryIndex.of(ledger)
    kinds = ("identity", "identifier", "unmerge", "office", "naming", "retraction")
    ids = [one.id for one in ledger.facts]
    keys = [
        Key(kind, name, value)
        for kind in kinds
        for name in INDEXED[kind]
        for value in (*_RECORDS, *_VALUES, "c1", "c2", *ids)
    ]
    source = Source.of(columns)
    near = Neighbourhood(source)
    order = data.draw(st.permutations(keys))
    for batch in (order[: len(order) // 3], order[len(order) // 3 : -5]):
        near.fetch(batch)
        for key in batch:
            assert near.by(*key) == whole.by(*key), key
    assert near.missing == {}
    assert near.by(*order[-1]) == ()
    assert list(near.missing) == [order[-1]]
    source.close()


def test_a_list_field_is_looked_up_member_by_member(tmp_path: Path) -> None:
    """A decision that takes the place of two cases is found by either, once each."""
    columns = write_ledger(
        tmp_path,
        parse(
            """
            decision s:A case=c1 act=order category=x authority=a number=1 date=2026-01-01
            decision s:A case=c2 act=order category=x authority=a number=2 date=2026-01-02 supersedes=[c1, c0]
            decision s:B case=c3 act=order category=x authority=a number=3 date=2026-01-03 supersedes=[c1]
            """
        ),
    )
    source = Source.of(columns)
    near = Neighbourhood(source)
    near.fetch([Key("decision", "supersedes", case) for case in ("c0", "c1", "c9")])
    shown = [[one.fact for one in near.by("decision", "supersedes", case)] for case in ("c0", "c1", "c9")]
    assert [[fact.case for fact in facts if isinstance(fact, Decision)] for facts in shown] == [
        ["c2"],
        ["c2", "c3"],
        [],
    ]
    source.close()


@pytest.mark.soak
def test_twenty_thousand_decisions_in_a_million_enterprises(tmp_path: Path) -> None:
    """Within 60 seconds and 4 GiB."""
    columns, effort = write_province(tmp_path, Settings(enterprises=1_000_000), DIGESTER), Effort()
    begun = time.perf_counter()
    found = sum(
        len(report.consequences)
        for _, report in screen_columns(
            columns, lambda case, index: derive(case, index, BOOK), cases_of(columns)[:20_000], effort=effort
        )
    )
    assert time.perf_counter() - begun < 60
    assert effort.cases == 20_000
    assert found > 20_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 4 * 1024 * 1024
