"""Whatever comes, in whatever order, exact change in memory leaves what all facts make at once."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from graph_service.assemble.from_scratch import DERIVED, FACTS, RULES
from graph_service.bulk.snapshot import write_snapshot
from graph_service.facts import Ledger
from graph_service.facts.notation import dump
from graph_service.rules.load import load_rulebook
from graph_service.rules.rulebook import Rulebook
from tests.assemble.in_memory import Register
from tests.assemble.other_rulebooks import in_turn
from tests.assemble.stream import Stream

POSTS = 300
"""Posts of a stream, of some two facts each; between them the rulebook changes four times."""
EVERY = 20
"""Posts after which all is compared, where that is not after each."""


@dataclass(slots=True)
class Count:
    """What was done: updates (facts stated, and rulebooks adopted), cases derived for them, steps after which every
    case was compared, and cases that were compared though nothing had touched them."""

    updates: int = 0
    derived: int = 0
    whole: int = 0
    untouched: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(
            self.updates + other.updates,
            self.derived + other.derived,
            self.whole + other.whole,
            self.untouched + other.untouched,
        )


def play(
    seed: int, books: tuple[Rulebook, ...], every: int = EVERY, posts: int = POSTS
) -> tuple[Register, Count]:
    """Play one stream. After every post one case that it did not touch, and after every `every`th every case there
    is, is derived from all facts: each change was found, and nothing else is kept than the facts make."""
    chance = Random(seed)
    register = Register(books[2])
    count = Count()
    for place, facts in enumerate(Stream(seed, books[2]).posts(posts), start=1):
        touched = register.post(facts)
        count.updates += len(facts)
        if place % (posts // len(books)) == 0:
            touched = register.adopt(books[place * len(books) // posts - 1])
            count.updates += 1
        count.derived += len(touched)
        rest = sorted(register.reports.keys() - touched)
        if place % every == 0 or place == posts:
            assert register.from_scratch() == register.reports, shown(seed, place, register)
            count.whole += 1
        elif rest:
            one = chance.choice(rest)
            assert register.by_itself(one) == register.reports[one], shown(seed, place, register)
            count.untouched += 1
    return register, count


def shown(seed: int, place: int, register: Register) -> str:
    """The facts of a stream that went wrong."""
    ledger, at = Ledger(), datetime(2030, 1, 1, tzinfo=UTC)
    return f"seed {seed}, post {place}\n{dump(ledger.plus((one.fact for one in register.index.stated.values()), at))}"


@pytest.fixture(scope="module")
def books() -> tuple[Rulebook, ...]:
    """The rulebooks of the streams, in their order."""
    return in_turn(load_rulebook())


def test_after_any_prefix_of_a_stream_everything_is_as_from_scratch(books: tuple[Rulebook, ...]) -> None:
    """Late facts, corrections of corrections, merge, unmerge and merge, objections, repairs, annulments, liftings,
    changes of office and of the rulebook: after every single post every case of the register is compared, touched or
    not, in bytes, with its read set."""
    _, count = play(1, books, every=1, posts=120)
    assert count.whole == 120
    assert count.updates > 150


def test_thousands_of_updates_leave_what_all_facts_make_at_once(books: tuple[Rulebook, ...]) -> None:
    """More streams, compared whole at every twentieth post and in one untouched case after every other."""
    count = sum((play(seed, books)[1] for seed in range(2, 6)), Count())
    assert count.updates > 1_800
    assert count.untouched > 800


def in_a_fresh_process(register: Register, folder: Path) -> dict[str, str]:
    """The canonical reports that a process of its own makes of the exported facts."""
    write_snapshot(folder / FACTS, register.entry, register.index.stated.values())
    for name, text in register.book.texts.items():
        path = folder / RULES / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "graph_service.assemble.from_scratch", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    lines = (folder / DERIVED).read_text(encoding="utf-8").splitlines()
    return {json.loads(line)["case"]: line for line in lines}


def _worker(seeds: Iterable[int]) -> Count:
    """Some streams, the last of them compared with a fresh process too."""
    books, counts = in_turn(load_rulebook()), []
    for seed in seeds:
        register, count = play(seed, books)
        counts.append(count)
    with TemporaryDirectory() as folder:
        assert in_a_fresh_process(register, Path(folder)) == register.reports
    return sum(counts, Count())


@pytest.mark.soak
def test_a_million_updates_in_memory(capsys: pytest.CaptureFixture[str]) -> None:
    """The same until a million updates were made, on every core."""
    begun, count, first, share = time.perf_counter(), Count(), 1_000, 50
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=context) as pool:
        while count.updates < 1_000_000:
            pieces = [range(start, start + share) for start in range(first, first + 8 * share, share)]
            count = sum(pool.map(_worker, pieces), count)
            first += 8 * share
    seconds = time.perf_counter() - begun
    told = f"""
{count.updates:,} updates, {count.derived:,} cases derived for them, {count.updates / seconds:,.0f} updates/s;
compared from scratch: every case {count.whole:,} times, an untouched one {count.untouched:,} times
"""
    with capsys.disabled():
        sys.stdout.write(told)
    assert count.updates >= 1_000_000
