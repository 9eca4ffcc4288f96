"""The routes of /v1 about time: deadlines of a case and of all, and the calendar of working days."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from graph_service.api import examples
from graph_service.api.answers import answer, described
from graph_service.api.asking import Asks, At, Cursor, Here, Limit
from graph_service.facts.working_days import calendar_year

router = APIRouter(prefix="/v1", tags=["deadlines"])

DEADLINE: dict[str, Any] = {
    "id": "deadline:0123456789abcdef01234567",
    "case": examples.CASE,
    "duty": "publish_decision",
    "about": "",
    "who": "deciding_authority",
    "actor": "gd-samr",
    "record": "gsxt:A",
    "target": "enterprise",
    "authority": "gd-samr",
    "since": "2026-09-28",
    "due": "2026-10-13",
    "latest": "2026-10-13",
    "provisional": False,
    "standing": "open",
    "near_on": "2026-10-10",
    "bases": [{"rule": "GD-PLAN/item-19", "law": "粤府〔2016〕133号", "article": "item 19", "evidence": "V"}],
    "review": False,
    "runs_from": ["decision:0123456789abcdef01234567"],
    "met_by": [],
    "met_on": None,
    "escalates_on": None,
    "title": {
        "zh-CN": "行政处罚信息公示（七个工作日）",
        "en": "publish the penalty within seven working days",
    },
}
NEAR_ALERT: dict[str, Any] = {
    "number": 42,
    "id": "alert:0123456789abcdef01234567",
    "kind": "deadline_near",
    "case": examples.CASE,
    "target": "enterprise",
    "record": "gsxt:A",
    "binds": ["gsxt:A"],
    "day": "2026-10-10",
    "entry": 18,
    "review": False,
    "authority": "gd-samr",
    "consequence": None,
    "clause": None,
    "measure": None,
    "hint": None,
    "deadline": {name: value for name, value in DEADLINE.items() if name != "title"},
    "before": None,
    "after": None,
    "instead_of": None,
    "freed": [],
    "joined": [],
}
OF_CASE = {
    **examples.CLOCKS,
    "case": examples.CASE,
    "calendar": {"digest": "0123456789abcdef", "last_year": 2026},
    "deadlines": [DEADLINE],
    "withheld": 0,
    "problems": [],
}
NEAR = {
    **examples.CLOCKS,
    "until": "2026-12-03",
    "deadlines": [DEADLINE],
    "withheld": 0,
    "total": 1,
    "next": None,
}
HOLIDAY = {"holiday": "元旦", "first": "2027-01-01", "last": "2027-01-03", "worked": []}
YEAR = {
    "year": 2027,
    "notice": "国务院办公厅关于2027年部分节假日安排的通知",
    "holidays": [
        HOLIDAY,
        {"holiday": "劳动节", "first": "2027-05-01", "last": "2027-05-05", "worked": ["2027-05-08"]},
        {"holiday": "国庆节", "first": "2027-10-01", "last": "2027-10-07", "worked": ["2027-10-09"]},
    ],
}
CALENDAR = {
    **examples.CLOCKS,
    "years": [{**YEAR, "entry": 18}],
    "last_year": 2027,
    "digest": "0123456789abcdef",
}
ADDED = {"entry": 18, "years": [2027], "last_year": 2027, "digest": "0123456789abcdef"}


WrittenDay = Annotated[str, Field(min_length=10, max_length=10, json_schema_extra={"format": "date"})]
"""A day as text: a number is none, whatever it may count."""


class HolidayBody(BaseModel):
    """Days off in a row, and the days of weekends that are worked in their place."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    holiday: Annotated[str, Field(min_length=1, max_length=40)]
    first: WrittenDay
    last: WrittenDay
    worked: Annotated[list[WrittenDay], Field(max_length=20)] = []


class YearBody(BaseModel):
    """One whole year."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    year: Annotated[int, Field(ge=1949, le=9000, strict=True)]
    notice: Annotated[str, Field(min_length=1, max_length=200)]
    holidays: Annotated[list[HolidayBody], Field(min_length=1, max_length=40)]


class CalendarBody(BaseModel):
    """Whole years to be added to the calendar."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    years: Annotated[list[YearBody], Field(min_length=1, max_length=50)]
    replace: Annotated[bool, Field(strict=True)] = Field(
        False, description="Put them in the place of what the calendar says of these years"
    )


@router.get(
    "/deadlines",
    summary="Deadlines of a case, or of all cases by their day",
    responses=described(NEAR, 404),
)
def deadlines(
    workspace: Here,
    caller: Asks,
    clocks: At,
    case: Annotated[
        str | None, Query(min_length=1, max_length=512, description="A case: then all its deadlines")
    ] = None,
    near: Annotated[int, Query(ge=0, le=3_660, description="Days ahead, where no case is given")] = 10,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Without `case`: the open deadlines whose last day comes within `near` days, the nearest first. With it the same
    as /v1/cases/{case}/deadlines, for keys that hold a slash."""
    if case is not None:
        return answer(workspace.deadlines(case, caller=caller, clocks=clocks))
    return answer(workspace.deadlines_near(near, caller=caller, clocks=clocks, limit=limit, cursor=cursor))


@router.get("/cases/{case}/deadlines", summary="The deadlines of a case", responses=described(OF_CASE, 404))
def deadlines_of_case(
    workspace: Here, caller: Asks, clocks: At, case: Annotated[str, Path(min_length=1, max_length=512)]
) -> Response:
    """What is to be done, by whom, by which day, on which words of law, and how it stands. Clocks of objections and
    what is owed to others are for reviewers and the department that decided. A deadline moves no state."""
    return answer(workspace.deadlines(case, caller=caller, clocks=clocks))


@router.get("/calendar", summary="The calendar of working days", responses=described(CALENDAR))
def calendar(workspace: Here, caller: Asks, clocks: At) -> Response:
    """As it was known: its years, and the last that it has. Beyond it weekends alone are off, and what is counted so is
    marked provisional."""
    return answer(workspace.calendar(caller=caller, clocks=clocks))


@router.post("/calendar", summary="Add whole years to the calendar", responses=described(ADDED, 409))
def add_calendar(
    workspace: Here, caller: Asks, body: Annotated[CalendarBody, Body(examples=[{"years": [YEAR]}])]
) -> Response:
    """For administrators: one entry of the ledger. A year that contradicts itself or is not whole is refused, and so is
    one that stands, unless `replace` is true."""
    years = [calendar_year(one.model_dump(mode="json")) for one in body.years]
    return answer(workspace.add_calendar(years, caller=caller, replace=body.replace))
