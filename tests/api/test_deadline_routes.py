"""Deadlines and the calendar over HTTP: by case and by day, to whom, and what is refused; the same on both graphs."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from graph_service.api import Running
from graph_service.api.deadlines import YEAR
from graph_service.assemble import Workspace
from graph_service.assemble.tokens import add_token
from tests.workspaces import FIRM, LISTING, state

WHY = {"X-Purpose": quote("招标审查"), "X-Inquiry-Number": "2026-117"}
OBJECTION = {
    "type": "objection", "record": FIRM, "case": LISTING, "step": "accepted", "date": "2026-06-29", "number": "y1",
}  # fmt: skip


@pytest.fixture(scope="module")
def service(world: Workspace) -> Iterator[httpx.Client]:
    """The service with tokens, over a world in which the listing is objected to."""
    state(world, [OBJECTION])
    add_token(world.settings.tokens, "a client", "investigator", None)
    with Running(world) as url, httpx.Client(base_url=url, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def headers(world: Workspace) -> dict[str, dict[str, str]]:
    """What a caller of each access role sends."""
    made = {role: add_token(world.settings.tokens, role, role, None) for role in ("reviewer", "analyst")}
    made["department"] = add_token(world.settings.tokens, "court", "department", "gz-court")
    made["administrator"] = add_token(world.settings.tokens, "admin", "administrator", None)
    return {role: {"Authorization": f"Bearer {token}", **WHY} for role, token in made.items()}


def test_the_deadlines_of_a_case_are_shown_to_those_who_review_it(
    headers: dict[str, dict[str, str]], service: httpx.Client
) -> None:
    """The clock of an objection: fifteen days, which end on a working day; the same under a query for odd keys."""
    at = {"as_of": "2026-06-30"}

    def seen(role: str, path: str, **more: str) -> Any:
        return service.get(path, headers=headers[role], params={**at, **more}).json()["deadlines"]

    for role, whole in (("reviewer", True), ("department", True), ("analyst", False)):
        found = seen(role, f"/v1/cases/{LISTING}/deadlines")
        assert found == seen(role, "/v1/deadlines", case=LISTING)
        clocks = [one for one in found if one["duty"] == "verify_objection"]
        assert [(one["due"], one["standing"]) for one in clocks] == (
            [("2026-07-14", "open")] if whole else []
        )
    near = service.get("/v1/deadlines", headers=headers["reviewer"], params={"near": "14", **at}).json()
    assert [(one["case"], one["due"]) for one in near["deadlines"]] == [(LISTING, "2026-07-14")]
    assert (near["until"], near["total"], near["as_of"]) == ("2026-07-14", 1, "2026-06-30")
    gone = service.get("/v1/cases/c404/deadlines", headers=headers["reviewer"])
    assert (gone.status_code, gone.json()["code"]) == (404, "not-found")
    far = service.get("/v1/deadlines", headers=headers["reviewer"], params={"near": "99999"})
    assert far.status_code == 422


def test_a_year_is_added_whole_by_an_administrator_and_once(
    headers: dict[str, dict[str, str]], service: httpx.Client
) -> None:
    """What is half, contradicts itself or stands already is refused by name; what is added is an entry."""
    admin = headers["administrator"]

    def add(year: dict[str, Any], who: dict[str, str] = admin, **more: Any) -> httpx.Response:
        return service.post("/v1/calendar", headers=who, json={"years": [year], **more})

    half, odd, unknown = (copy.deepcopy(YEAR) for _ in range(3))
    half["holidays"] = half["holidays"][:2]  # type: ignore[index]  # an example's value is any
    odd["holidays"][0]["worked"] = ["2027-01-04"]  # type: ignore[index]  # as above
    unknown["score"] = 1
    for wrong, why in ((half, "not whole"), (odd, "no day of a weekend")):
        refused = add(wrong)
        assert (refused.status_code, refused.json()["code"]) == (422, "bad-value")
        assert why in refused.json()["detail"]
    assert add(unknown).status_code == 422
    assert add(YEAR, headers["reviewer"]).status_code == 403
    made = add(YEAR)
    assert (made.status_code, made.json()["years"], made.json()["last_year"]) == (200, [2027], 2027)
    assert add(YEAR).status_code == 409
    amended = {**YEAR, "notice": "调整通知"}
    assert add(amended).status_code == 409
    assert add(amended, replace=True).status_code == 200
    page = service.get("/v1/calendar", headers=headers["analyst"]).json()
    assert (page["years"][-1]["notice"], page["years"][0]["year"]) == ("调整通知", 2016)
    before = service.get(
        "/v1/calendar", headers=headers["analyst"], params={"known_at": made.json()["entry"] - 1}
    )
    assert before.json()["last_year"] == 2026
