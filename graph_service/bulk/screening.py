"""Bulk screening: any pure function of a case and an index, run over many cases of a register in columns.

Partition by partition the neighbourhood of the cases is fetched (decisions first, then their acts, the parties they
speak of, the offices in those, the holders of those), and the function is run on it. It is the same function, and
the answer is the same, as over an index of everything: where it looks up a key that was not fetched, its answer is
thrown away, the key is fetched, and it is asked again. What is fetched beforehand only saves asking again.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from graph_service.bulk.columns import Columns
from graph_service.bulk.neighbourhood import Key, Neighbourhood, Source, keys_of_case, keys_of_record
from graph_service.facts import FactIndex, Stated, cluster
from graph_service.facts.identity import JOINING_SCHEMES
from graph_service.facts.types import Decision, Finding, Identifier, Identity, Naming

Answer = TypeVar("Answer")

PARTITION = 25_000
"""Cases whose neighbourhood is in memory at a time: some 15 facts each, in a register of one province."""


@dataclass(slots=True)
class Effort:
    """What a screening took: cases, runs of the function (more than cases: some asked again), facts fetched, joins."""

    cases: int = 0
    runs: int = 0
    facts: int = 0
    scans: int = 0


def cases_of(columns: Columns) -> list[str]:
    """The keys of all cases in the columns, sorted."""
    with closing(Source.of(columns)) as source:
        found = source.connection.execute('SELECT DISTINCT "case" FROM decision ORDER BY 1').fetchall()
    return [row[0] for row in found]


def screen_columns(
    columns: Columns,
    function: Callable[[str, FactIndex], Answer],
    cases: Iterable[str] | None = None,
    *,
    partition: int = PARTITION,
    effort: Effort | None = None,
) -> Iterator[tuple[str, Answer]]:
    """The answer of `function(case, index)` for each of `cases` (all of the columns, where none are given), in their
    order. The function must be pure: it may be run more than once for a case. `effort` is filled in."""
    effort = effort if effort is not None else Effort()
    remaining = iter(cases_of(columns) if cases is None else cases)
    with closing(Source.of(columns)) as source:
        while some := list(islice(remaining, partition)):
            index = Neighbourhood(source)
            try:
                with _kept():
                    gather(index, some)
                yield from _ask(index, function, some, effort)
            finally:
                gc.unfreeze()
            effort.cases += len(some)
            effort.facts += len(index)
            effort.scans = source.scans


@contextmanager
def _kept() -> Iterator[None]:
    """What is made inside stays until the partition is done: the search for garbage walks it neither while it grows
    nor, until `gc.unfreeze`, afterwards."""
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if searched:
            gc.enable()


def _ask(
    index: Neighbourhood, function: Callable[[str, FactIndex], Answer], cases: Sequence[str], effort: Effort
) -> Iterator[tuple[str, Answer]]:
    answers: dict[str, Answer] = {}
    open_cases: Sequence[str] = cases
    while open_cases:
        wanted: dict[Key, None] = {}
        again = []
        for case in open_cases:
            index.missing.clear()
            effort.runs += 1
            answer = function(case, index)
            if index.missing:
                wanted.update(index.missing)
                again.append(case)
            else:
                answers[case] = answer
        index.fetch(wanted)
        open_cases = again
    yield from ((case, answers.pop(case)) for case in dict.fromkeys(cases))


def gather(index: Neighbourhood, cases: Iterable[str]) -> None:
    """Fetch what the law is likely to look up for these cases."""
    acts = index.fetch(key for case in cases for key in keys_of_case(case))
    decisions = [one.fact for one in acts if isinstance(one.fact, Decision)]
    below = dict.fromkeys(case for decision in decisions for case in decision.rests_on)
    index.fetch(
        [
            *(Key("authority", "code", decision.authority) for decision in decisions),
            *(Key(kind, "case", case) for case in below for kind in ("decision", "annulment")),
        ]
    )
    _who(index, (one.fact.record for one in acts))
    subjects = dict.fromkeys(
        record for decision in decisions for record in cluster(index, decision.record, "PROVED").records
    )
    offices = index.fetch(Key("office", "enterprise", record) for record in subjects)
    _who(index, (one.fact.record for one in offices))
    # Of whom a document names: is he more than a name, and was an office of his taken back?
    named = dict.fromkeys(one.fact.record for one in acts if isinstance(one.fact, Naming | Finding))
    people = dict.fromkeys(member for record in named for member in cluster(index, record, "PROVED").records)
    index.fetch(Key(kind, "record", record) for record in people for kind in ("office", "retraction"))


def _who(index: Neighbourhood, records: Iterable[str]) -> None:
    """Fetch who the parties of these records are, with all records that are joined to them."""
    known: dict[str, None] = {}
    fresh = list(dict.fromkeys(records))
    while fresh:
        known.update(dict.fromkeys(fresh))
        found = index.fetch(key for record in fresh for key in keys_of_record(record))
        more = index.fetch(key for one in found for key in _joining_keys(one))
        index.fetch(key for one in more for key in _joining_keys(one))
        linked = (record for one in (*found, *more) for record in _linked(one))
        fresh = list(dict.fromkeys(record for record in linked if record not in known))


def _joining_keys(one: Stated) -> Iterator[Key]:
    fact = one.fact
    if isinstance(fact, Identity):
        yield Key("unmerge", "identity", one.id)
        if fact.document is not None:
            yield Key("identity", "document", fact.document)
    elif isinstance(fact, Identifier) and fact.valid and fact.scheme in JOINING_SCHEMES:
        yield Key("identifier", "value", fact.value)


def _linked(one: Stated) -> Iterator[str]:
    if isinstance(one.fact, Identity | Identifier):
        yield one.fact.record
    if isinstance(one.fact, Identity) and one.fact.same_as is not None:
        yield one.fact.same_as
