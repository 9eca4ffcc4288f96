"""Alerts: each change is told once, in order, in the write that made it; what a day brings is told by the sweep."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from graph_service.assemble import Workspace
from graph_service.consequences.model import CaseReport, Span, State
from graph_service.errors import NotAllowed
from tests.workspaces import ADMINISTRATOR, CARDS, FIRM, NAMED, NAMED_CARDS, ORDER, WORLD, as_role, state

INVESTIGATOR = as_role("investigator")


class Clock:
    """A clock that the test sets."""

    def __init__(self, day: date) -> None:
        self.now = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def to(self, day: date) -> None:
        """It is ten o'clock in Guangzhou on that day."""
        self.now = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


@pytest.fixture
def clock(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of a workspace, which reads 2026-07-01."""
    made = Clock(date(2026, 7, 1))
    monkeypatch.setattr(workspace.store, "_clock", made)
    monkeypatch.setattr(workspace, "now", made)
    return made


def told(
    workspace: Workspace, after: int = 0, caller: Any = INVESTIGATOR
) -> list[tuple[str, str, str | None]]:
    """Kind, measure and record of the alerts behind a cursor."""
    page = workspace.alerts(caller=caller, after=after)
    return [(one["kind"], one["measure"]["code"], one["record"]) for one in page["alerts"]]


def newest(workspace: Workspace) -> int:
    """The number of the newest alert."""
    found: int = workspace.alerts(caller=INVESTIGATOR)["newest"]
    return found


def test_a_write_tells_of_what_it_changed_in_order_and_once(workspace: Workspace, clock: Clock) -> None:
    """The listing and the order open measures and an annulment ends the order's, each readable when the call returns;
    saying the same again tells nothing."""
    state(workspace, WORLD, CARDS)
    opened = told(workspace)
    assert {(kind, record) for kind, _, record in opened} == {("opened", FIRM)}
    seen = newest(workspace)
    state(workspace, NAMED, NAMED_CARDS)
    assert ("opened", "M01", "order:L") in told(workspace, seen)
    seen = newest(workspace)
    annulment = {"type": "annulment", "record": FIRM, "case": ORDER, "date": "2026-07-12"}
    clock.to(date(2026, 7, 12))
    state(workspace, [annulment])
    ended = told(workspace, seen)
    assert {kind for kind, _, _ in ended} == {"ended"}
    assert ("ended", "M01", "order:L") in ended
    seen = newest(workspace)
    state(workspace, [annulment])
    assert told(workspace, seen) == []
    numbers = [one["number"] for one in workspace.alerts(caller=as_role("reviewer"))["alerts"]]
    assert numbers == list(range(1, len(numbers) + 1))


def test_what_a_day_brings_is_told_by_the_sweep_also_when_it_comes_late(
    workspace: Workspace, clock: Clock
) -> None:
    """A lifting suspends; its end resumes with the day, told two days too late and once. The ledger is as it was."""
    state(workspace, [*WORLD, *NAMED], [*CARDS, *NAMED_CARDS])
    seen = newest(workspace)
    state(
        workspace,
        [{"type": "lifting", "record": FIRM, "case": ORDER, "since": "2026-07-01", "until": "2026-07-10"}],
    )
    suspended = told(workspace, seen)
    assert {kind for kind, _, _ in suspended} == {"suspended"}
    assert workspace.sweep(caller=ADMINISTRATOR)["alerts"] == 0
    seen = newest(workspace)
    head = workspace.store.head()
    clock.to(date(2026, 7, 12))
    swept = workspace.sweep(caller=ADMINISTRATOR)
    assert (swept["day"], swept["alerts"]) == ("2026-07-12", len(suspended))
    assert {kind for kind, _, _ in told(workspace, seen)} == {"resumed"}
    assert workspace.sweep(caller=ADMINISTRATOR)["alerts"] == 0
    assert workspace.store.head() == head
    assert workspace.verify(caller=ADMINISTRATOR).equal


def test_the_sweep_tells_nothing_of_what_an_abandoned_write_left(workspace: Workspace, clock: Clock) -> None:
    """A long write died after it had written an end that a day would bring: it never came to be, and no one is told."""
    state(workspace, [*WORLD, *NAMED], [*CARDS, *NAMED_CARDS])
    seen = newest(workspace)
    kept = workspace.store.consequences_of_case(ORDER)
    one = next(made for made in kept if made.record == "order:L")
    (span,) = one.timeline
    end = date(2026, 7, 5)
    ended = replace(one, timeline=(replace(span, until=end), Span(end, None, State.EXPIRED, "term")))
    load = workspace.store.begin()
    load.write_reports([CaseReport(case=ORDER, consequences=(ended,))])
    clock.to(date(2026, 7, 12))
    assert workspace.sweep(caller=ADMINISTRATOR)["alerts"] == 0
    assert told(workspace, seen) == []
    assert workspace.store.consequences_of_case(ORDER) == kept


def test_a_page_stops_at_its_limit_and_goes_on_at_its_cursor(workspace: Workspace, clock: Clock) -> None:
    """Nothing is passed over and nothing comes twice."""
    assert clock() < datetime(2027, 1, 1, tzinfo=UTC)
    state(workspace, [*WORLD, *NAMED], [*CARDS, *NAMED_CARDS])
    whole = workspace.alerts(caller=INVESTIGATOR)["alerts"]
    found: list[Any] = []
    cursor = 0
    while True:
        page = workspace.alerts(caller=INVESTIGATOR, after=cursor, limit=1)
        if page["next"] == cursor:
            break
        found += page["alerts"]
        cursor = page["next"]
    assert found == whole
    assert len(whole) > 2


def test_who_may_not_read_persons_or_drafts_is_not_told_of_them(workspace: Workspace, clock: Clock) -> None:
    """Without a purpose alerts on persons are counted and withheld; drafts are for reviewers; reads are logged."""
    assert clock() + timedelta(days=1) > clock()
    drafted = [dict(row) for row in NAMED]
    drafted[2]["level"] = "CANDIDATE"
    state(workspace, [*WORLD, *drafted], [*CARDS, *NAMED_CARDS])
    everything = told(workspace, caller=as_role("reviewer"))
    seen = told(workspace)
    assert set(seen) < set(everything)
    state(workspace, [{**NAMED[2], "basis": "seen"}])
    nameless = workspace.alerts(caller=as_role("investigator", why=False))
    assert nameless["withheld"] > 0
    assert {one["target"] for one in nameless["alerts"]} == {"enterprise"}
    workspace.alerts(caller=INVESTIGATOR)
    assert INVESTIGATOR.name in workspace.log.readers_of(["gsxt:L", "order:L"])
    with pytest.raises(NotAllowed):
        workspace.sweep(caller=INVESTIGATOR)
