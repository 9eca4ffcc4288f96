"""Deadlines on the graph: announced once, also late; walled off; counted by an extended calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from graph_service.assemble import Workspace
from graph_service.errors import BadValue, Conflict, NotAllowed, NotFound
from graph_service.facts.working_days import calendar_year
from tests.workspaces import ADMINISTRATOR, FIRM, FIRM_CODE, as_role, state

REVIEWER, INVESTIGATOR = as_role("reviewer"), as_role("investigator")
SAMR = as_role("department", authority="gd-samr")
PENALTY = "c9"
WORLD: list[dict[str, Any]] = [
    {
        "type": "authority", "record": "auth:samr", "code": "gd-samr", "department": "market_supervision",
        "level": "province", "region": "440000",
    },
    {"type": "enterprise", "record": FIRM, "enterprise_type": "limited_company"},
    {"type": "identifier", "record": FIRM, "scheme": "uscc", "value": FIRM_CODE},
    {
        "type": "decision", "record": FIRM, "case": PENALTY, "act": "decision", "category": "food_licence_revoked",
        "authority": "gd-samr", "number": "粤市监罚1号", "date": "2026-09-28", "conditions": ["licence_revoked"],
    },
]  # fmt: skip
SHOWN = {
    "type": "publication",
    "record": FIRM,
    "case": PENALTY,
    "site": "credit_guangdong",
    "since": "2026-10-12",
}
YEAR_2027 = {
    "year": 2027,
    "notice": "通知",
    "holidays": [
        {"holiday": "元旦", "first": "2027-01-01", "last": "2027-01-03", "worked": []},
        {"holiday": "劳动节", "first": "2027-05-01", "last": "2027-05-05", "worked": []},
        {"holiday": "国庆节", "first": "2027-10-01", "last": "2027-10-07", "worked": []},
    ],
}


class Clock:
    """A clock that the test sets: ten o'clock in Guangzhou on its day."""

    def __init__(self) -> None:
        self.day = date(2026, 9, 28)

    def __call__(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 2, tzinfo=UTC)


@pytest.fixture
def clock(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of a workspace, which reads 2026-09-28."""
    made = Clock()
    monkeypatch.setattr(workspace.store, "_clock", made)
    monkeypatch.setattr(workspace, "now", made)
    return made


def swept(
    workspace: Workspace, clock: Clock, day: str, caller: Any = REVIEWER
) -> list[tuple[str, str | None]]:
    """What a sweep on a day announced to a caller: kind and duty."""
    seen = workspace.store.newest_alert()
    clock.day = date.fromisoformat(day)
    workspace.sweep(caller=ADMINISTRATOR)
    page = workspace.alerts(caller=caller, after=seen)
    return sorted((one["kind"], (one.get("deadline") or {}).get("duty")) for one in page["alerts"])


def test_a_deadline_is_announced_once_when_it_is_near_and_not_when_it_is_met(
    workspace: Workspace, clock: Clock
) -> None:
    """Publicity of 28 September is due on 13 October: announced two working days before, by a sweep that comes a day
    late, with its words of law; the same sweep again, and the one after publication, tell nothing. No state moved."""
    state(workspace, WORLD)
    before = workspace.store.consequences_of_case(PENALTY)
    assert swept(workspace, clock, "2026-10-09") == []
    assert swept(workspace, clock, "2026-10-11") == [("deadline_near", "publish_decision")]
    assert swept(workspace, clock, "2026-10-11") == swept(workspace, clock, "2026-10-12") == []
    told = workspace.alerts(caller=INVESTIGATOR)["alerts"][-1]
    assert (told["measure"], told["after"], told["deadline"]["due"]) == (None, None, "2026-10-13")
    assert [basis["law"] for basis in told["deadline"]["bases"]] == [
        "发改办财金〔2018〕424号",
        "粤府〔2016〕133号",
    ]
    state(workspace, [SHOWN, {**SHOWN, "site": "gsxt"}])
    assert swept(workspace, clock, "2026-11-05") == []
    assert workspace.store.consequences_of_case(PENALTY) == before


def test_days_without_a_sweep_are_caught_up_with_and_what_was_over_before_it_was_known_is_not_told(
    workspace: Workspace, clock: Clock
) -> None:
    """A month without a sweep: both deadlines are told, as missed. A decision first heard of in December is not."""
    state(workspace, WORLD)
    assert swept(workspace, clock, "2026-11-20") == [
        ("deadline_near", "publish_decision"),
        ("deadline_near", "publish_on_gsxt"),
    ]
    told = workspace.alerts(caller=REVIEWER)["alerts"][-1]
    assert told["deadline"]["standing"] == "missed"
    clock.day = date(2026, 12, 1)
    state(workspace, [{**WORLD[3], "case": "c8", "number": "2", "date": "2026-09-01"}])
    assert swept(workspace, clock, "2026-12-02") == []


def test_a_publication_taken_back_calls_again_and_an_annulment_calls_for_its_withdrawal(
    workspace: Workspace, clock: Clock
) -> None:
    """The case hears of the retraction of an act that moves no state; three working days after an annulment."""
    state(workspace, [*WORLD, SHOWN])
    published = workspace.store.index().by("publication", "case", PENALTY)[0].id
    assert swept(workspace, clock, "2026-10-12") == []
    state(workspace, [{"type": "retraction", "record": FIRM, "of": published}])
    assert swept(workspace, clock, "2026-10-12") == [("deadline_near", "publish_decision")]
    state(workspace, [{**SHOWN, "since": "2026-10-13"}])
    clock.day = date(2026, 10, 19)
    state(workspace, [{"type": "annulment", "record": FIRM, "case": PENALTY, "date": "2026-10-19"}])
    assert swept(workspace, clock, "2026-10-19") == [("deadline_near", "withdraw_publication")]
    at = workspace.resolve_clocks()
    page = workspace.deadlines(PENALTY, caller=INVESTIGATOR, clocks=at)
    standing = {one["duty"]: (one["due"], one["standing"]) for one in page["deadlines"]}
    assert standing["withdraw_publication"] == ("2026-10-22", "open")
    assert standing["publish_decision"] == ("2026-10-13", "met")
    assert standing["publish_on_gsxt"] == ("2026-10-30", "withdrawn")
    earlier = workspace.resolve_clocks("2026-10-12", 2)
    was = workspace.deadlines(PENALTY, caller=INVESTIGATOR, clocks=earlier)["deadlines"]
    assert {one["duty"]: one["standing"] for one in was if one["duty"] != "term_ends"} == {
        "publish_decision": "met",
        "publish_on_gsxt": "open",
    }
    with pytest.raises(NotFound):
        workspace.deadlines("c404", caller=INVESTIGATOR, clocks=at)


def test_a_disputed_measure_whose_clock_is_over_is_put_before_the_deciding_authority(
    workspace: Workspace, clock: Clock
) -> None:
    """Shenzhen's six days are over: reviewers and the deciding department are told, nobody else; the measure stands."""
    authority = {**WORLD[0], "code": "sz-samr", "region": "440300"}
    objection = {
        "type": "objection", "record": FIRM, "case": PENALTY, "step": "accepted", "date": "2026-10-08", "number": "y1",
    }  # fmt: skip
    state(workspace, [authority, *WORLD[1:3], {**WORLD[3], "authority": "sz-samr"}, SHOWN, objection])
    own = as_role("department", authority="sz-samr")
    assert ("deadline_near", "verify_objection") in swept(workspace, clock, "2026-10-12")
    assert swept(workspace, clock, "2026-10-15") == []
    assert swept(workspace, clock, "2026-10-17", own) == [("escalated", "verify_objection")]
    kinds = {one["kind"] for one in workspace.alerts(caller=SAMR)["alerts"]}
    assert "opened" in kinds
    assert kinds.isdisjoint({"escalated", "deadline_near"})
    at = workspace.resolve_clocks()
    for caller, seen in ((REVIEWER, True), (own, True), (SAMR, False), (INVESTIGATOR, False)):
        page = workspace.deadlines(PENALTY, caller=caller, clocks=at)
        assert any(one["duty"] == "verify_objection" for one in page["deadlines"]) is seen
    (bar,) = workspace.store.consequences_of_case(PENALTY)
    assert bar.state_on(clock.day) == "in_force"


def test_an_office_held_against_a_bar_is_a_hint_for_reviewers_alone(
    workspace: Workspace, clock: Clock
) -> None:
    """Told once while the bar and the office are both in force, and to no one outside review; it has no effect."""
    person: list[dict[str, Any]] = [
        {"type": "person", "record": "gsxt:D", "adult_on": "1990-01-01"},
        {"type": "identity", "record": "gsxt:D", "level": "PROVED", "document": "resident_id:D"},
        {"type": "enterprise", "record": "gsxt:B", "enterprise_type": "limited_company"},
        {"type": "office", "record": "gsxt:D", "enterprise": "gsxt:B", "post": "director", "since": "2020-01-01"},
        {"type": "authority", "record": "auth:court", "code": "gz-court", "department": "court", "level": "city",
         "region": "440100"},
        {"type": "decision", "record": "gsxt:D", "case": "c7", "act": "listing",
         "category": "court_dishonest_listing", "authority": "gz-court", "number": "7", "date": "2026-09-01",
         "conditions": ["circumstance_1", "own_large_debt"]},
    ]  # fmt: skip
    state(workspace, person)
    hints = workspace.review("hints", caller=REVIEWER, clocks=workspace.resolve_clocks())["items"]
    assert {one["kind"] for one in hints} == {"office_held_against_bar"}
    told = swept(workspace, clock, "2026-09-29")
    assert told == [("office_held_against_a_bar", None)] * len(hints)
    assert swept(workspace, clock, "2026-09-30") == []
    last = workspace.alerts(caller=REVIEWER)["alerts"][-1]
    assert (last["record"], last["review"], last["before"], last["after"]) == ("gsxt:D", True, None, None)
    assert all(
        one["kind"] != "office_held_against_a_bar" for one in workspace.alerts(caller=INVESTIGATOR)["alerts"]
    )


def test_a_year_added_to_the_calendar_moves_what_was_provisional_and_leaves_what_was_known(
    workspace: Workspace, clock: Clock
) -> None:
    """Counted by weekends and marked; then by the year, and announced again with its day. The past is answered as it
    was. A year is added whole, once, and replaced only on purpose, by an administrator."""
    clock.day = date(2026, 12, 28)
    state(workspace, [*WORLD[:3], {**WORLD[3], "date": "2026-12-28"}])
    assert swept(workspace, clock, "2027-01-04") == [("deadline_near", "publish_decision")]
    before = workspace.resolve_clocks()
    due = {one["duty"]: one for one in _deadlines(workspace)}["publish_decision"]
    assert (due["due"], due["provisional"]) == ("2027-01-06", True)
    year = calendar_year(YEAR_2027)
    with pytest.raises(NotAllowed):
        workspace.add_calendar([year], caller=REVIEWER)
    assert workspace.add_calendar([year], caller=ADMINISTRATOR)["last_year"] == 2027
    for again in ([year], [year, year], []):
        with pytest.raises((Conflict, BadValue)):
            workspace.add_calendar(again, caller=ADMINISTRATOR)
    due = {one["duty"]: one for one in _deadlines(workspace)}["publish_decision"]
    assert (due["due"], due["provisional"]) == ("2027-01-07", False)
    assert swept(workspace, clock, "2027-01-05") == [("deadline_near", "publish_decision")]
    amended = calendar_year({**YEAR_2027, "notice": "调整通知"})
    with pytest.raises(Conflict, match="on purpose"):
        workspace.add_calendar([amended], caller=ADMINISTRATOR)
    workspace.add_calendar([amended], caller=ADMINISTRATOR, replace=True)
    page = workspace.calendar(caller=INVESTIGATOR, clocks=workspace.resolve_clocks())
    assert (page["years"][-1]["notice"], page["years"][0]["entry"]) == ("调整通知", None)
    was = workspace.deadlines(PENALTY, caller=INVESTIGATOR, clocks=before)["deadlines"]
    assert {one["duty"]: one["due"] for one in was}["publish_decision"] == "2027-01-06"


def _deadlines(workspace: Workspace) -> list[dict[str, Any]]:
    at = workspace.resolve_clocks()
    found: list[dict[str, Any]] = workspace.deadlines(PENALTY, caller=INVESTIGATOR, clocks=at)["deadlines"]
    return found


def test_what_is_due_in_all_cases_is_told_by_its_day_before_and_after_a_sweep(
    workspace: Workspace, clock: Clock
) -> None:
    """The nearest first, with the exact total and a cursor; the same for a day that is not today."""
    second = {**WORLD[3], "case": "c8", "number": "2", "date": "2026-09-25"}
    state(workspace, [*WORLD, second])

    def near(days: int, **more: Any) -> dict[str, Any]:
        as_of = more.pop("as_of", None)
        at = workspace.resolve_clocks(as_of)
        return workspace.deadlines_near(days, caller=INVESTIGATOR, clocks=at, **more)

    first = near(20)
    assert [(one["case"], one["due"]) for one in first["deadlines"]] == [
        ("c8", "2026-10-12"),
        (PENALTY, "2026-10-13"),
    ]
    swept(workspace, clock, "2026-09-28")
    assert near(20) == first
    assert near(10)["total"] == 0
    page = near(20, limit=1)
    rest = near(20, limit=1, cursor=page["next"])
    assert (page["total"], page["deadlines"] + rest["deadlines"], rest["next"]) == (
        2,
        first["deadlines"],
        None,
    )
    assert near(1, as_of="2026-10-12")["total"] == 2
    with pytest.raises(BadValue):
        near(-1)
