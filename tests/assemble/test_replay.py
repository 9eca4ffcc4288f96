"""A question asked again at the same two clocks has the same answer, byte for byte, whatever was learnt since."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pytest

from graph_service.assemble import Clocks, Workspace
from graph_service.assemble.subjects import Asked
from graph_service.errors import NotFound
from graph_service.facts import Fact
from graph_service.facts import types as t
from graph_service.store import EmbeddedServer, GraphAddress
from tests.assemble.stream import Stream
from tests.graphs import wipe
from tests.workspaces import ADMINISTRATOR, as_role, open_on

DAY = "2026-07-15"
REVIEWER, INVESTIGATOR = as_role("reviewer"), as_role("investigator")
Question = tuple[str, Callable[..., Any]]


def questions(stream: Stream, chance: Random, some: int) -> list[Question]:
    """Questions about some of the parties, cases and numbers that a stream spoke of."""
    stated = stream.stated
    numbers = {one.value for one in stated if isinstance(one, t.Identifier)}
    documents = {one.document for one in stated if isinstance(one, t.Identity) and one.document}
    parties = {one.record for one in stated if isinstance(one, t.Person | t.Enterprise | t.Identity)}
    cases = {case for one in stated if isinstance(case := getattr(one, "case", None), str)}
    as_reviewer: dict[str, Any] = {"caller": REVIEWER}
    asked: list[Question] = [
        ("screen", partial(Workspace.screen, review=True, **as_reviewer)),
        ("search", partial(Workspace.search, text="91440100MA", limit=500, **as_reviewer)),
    ]
    for kind in ("drafts", "hints", "pending"):
        asked.append((kind, partial(Workspace.review, kind=kind, limit=500, **as_reviewer)))
    for value in _some(chance, numbers | documents, 3 * some):
        asked.append((f"check {value}", partial(_check, whom=(Asked(value, value in documents),))))
    for one in _some(chance, parties, some):
        asked += [
            (f"party {one}", partial(Workspace.party, party=one, **as_reviewer)),
            (f"bound {one}", partial(Workspace.consequences, party=one, **as_reviewer)),
            (f"in force {one}", partial(Workspace.consequences, party=one, caller=INVESTIGATOR)),
            (f"timeline {one}", partial(Workspace.timeline, about=one, review=True, **as_reviewer)),
        ]
    for one in _some(chance, cases, some):
        asked += [
            (f"case {one}", partial(Workspace.case, case=one, **as_reviewer)),
            (f"timeline {one}", partial(Workspace.timeline, about=one, caller=INVESTIGATOR)),
            (f"explain {one}", partial(_explained, case=one)),
        ]
    return asked


def _some(chance: Random, found: set[str], some: int) -> list[str]:
    return chance.sample(sorted(found), min(some, len(found)))


def _check(workspace: Workspace, *, clocks: Clocks, whom: tuple[Asked, ...]) -> Any:
    asked: dict[str, Any] = {"measures": ["M01", "M03"], "day": clocks.as_of}
    return workspace.check_asked(whom, caller=REVIEWER, clocks=clocks, **asked)


def _explained(workspace: Workspace, *, clocks: Clocks, case: str) -> list[Any]:
    found: list[Any] = []
    for one in workspace.sight(clocks).consequences_of_case(case)[:2]:
        try:
            found.append(workspace.explain(one.id, caller=REVIEWER, clocks=clocks))
            found.append(workspace.ways_out(one.id, caller=REVIEWER, clocks=clocks))
        except NotFound as error:
            found.append(str(error))
    return found


def answers(workspace: Workspace, asked: list[Question], clocks: Clocks) -> dict[str, str]:
    """The bytes of the answers, by question."""
    found = {}
    for place, (name, ask) in enumerate(asked):
        try:
            answer = ask(workspace, clocks=clocks)
        except NotFound as error:
            answer = str(error)
        found[f"{place} {name}"] = json.dumps(answer, ensure_ascii=False)
    return found


def post(workspace: Workspace, updates: Iterator[list[Fact]], *, at_once: int) -> None:
    """Post updates, some of them at once."""
    while some := [fact for update in islice(updates, at_once) for fact in update]:
        workspace.post(some, caller=ADMINISTRATOR)


def replayed(
    workspace: Workspace, *, seed: int, some: int, before: int, asks: int, later: int, worlds: int
) -> None:
    """Ask at several entries while a stream is told, tell the rest of it and `worlds` streams more, ask again."""
    stream, kept = Stream(seed, workspace.book), []
    for number in range(asks):
        post(workspace, stream.posts(before), at_once=6)
        asked = questions(stream, Random(number), some)
        clocks = workspace.resolve_clocks(DAY)
        assert clocks.at_head
        kept.append((asked, clocks, answers(workspace, asked, clocks)))
    post(workspace, stream.posts(later), at_once=30)
    for more in range(worlds):
        other = Stream(seed + 1 + more, workspace.book)
        other.worlds = 10_000 * (more + 1)
        post(workspace, other.posts(later), at_once=50)
    for asked, then, told in kept:
        clocks = workspace.resolve_clocks(DAY, then.entry)
        assert not clocks.at_head
        again = answers(workspace, asked, clocks)
        assert {name: (again[name], text) for name, text in told.items() if again[name] != text} == {}


def test_what_was_asked_at_head_is_answered_alike_after_hundreds_of_updates(workspace: Workspace) -> None:
    """Checks, pages, explanations, timelines, lists of review and searches, while parties are merged and come apart,
    numbers and what a record is are taken back, and decisions fall."""
    replayed(workspace, seed=5, some=2, before=20, asks=1, later=240, worlds=0)


@pytest.mark.soak
def test_a_hundred_thousand_updates_later_every_answer_is_the_same(
    embedded_server: EmbeddedServer, tmp_path: Path
) -> None:
    """On the embedded graph: fifty questions' worth of parties and cases, and then fifty streams of two thousand."""
    wipe(embedded_server.address)
    with open_on(embedded_server.address, tmp_path / "data") as workspace:
        replayed(workspace, seed=9, some=10, before=100, asks=5, later=2_000, worlds=49)


def test_a_party_is_known_by_the_record_heard_of_first_also_where_a_tie_named_it_before(
    address: GraphAddress, tmp_path: Path
) -> None:
    """The register names the firm before it describes it; a list described it earlier under a record of its own: both
    clocks give one id, at head and later."""
    uscc = "91440100MA0000007W"
    with open_on(address, tmp_path / "data") as workspace:
        office = t.Office(record="reg:p", enterprise="reg:z", post="director")
        listed = [t.Enterprise(record="list:a", type="limited_company"), _number("list:a", uscc)]
        described = [t.Enterprise(record="reg:z", type="limited_company"), _number("reg:z", uscc)]
        for facts in ([office], listed, described):
            workspace.post(facts, caller=ADMINISTRATOR)
        then = workspace.resolve_clocks(DAY)
        whom = (Asked(uscc, False),)
        first = (
            workspace.party("list:a", caller=REVIEWER, clocks=then)["id"],
            _check(workspace, clocks=then, whom=whom),
        )
        workspace.post([t.Name(record="reg:z", name="后名")], caller=ADMINISTRATOR)
        now = workspace.resolve_clocks(DAY, then.entry)
        again = (
            workspace.party("list:a", caller=REVIEWER, clocks=now)["id"],
            _check(workspace, clocks=now, whom=whom),
        )
    assert first[0] == first[1]["answers"][0]["party"] == "reg:z"
    assert again == first


def _number(record: str, value: str) -> t.Identifier:
    return t.Identifier(record=record, scheme="uscc", value=value)
