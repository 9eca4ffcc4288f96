"""The routes of /v1 by which changes are followed: the feed, the same as server-sent events, and the sweep."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

import anyio
from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from graph_service.api import examples
from graph_service.api.answers import answer, described
from graph_service.api.asking import Asks, Here, Limit
from graph_service.api.deadlines import NEAR_ALERT
from graph_service.assemble import Caller, Workspace

router = APIRouter(prefix="/v1", tags=["alerts"])
After = Annotated[int, Query(ge=0, le=2**53, description="The last alert that was seen; `next` of a page")]

_ALERTS = {**examples.ALERTS, "alerts": [*examples.ALERTS["alerts"], NEAR_ALERT], "next": 42, "newest": 42}

EVERY = 0.5
"""Seconds between two looks for new alerts."""
STILL = 30
"""Looks without anything new after which a line that says nothing keeps the connection open."""


@router.get("/alerts", summary="What changed, behind a cursor", responses=described(_ALERTS))
def alerts(workspace: Here, caller: Asks, after: After = 0, limit: Limit = 100) -> Response:
    """In the order of the writes; each alert has a number that never comes twice. Read on from `next` until it is
    `newest`. Alerts on persons need a purpose; drafts and what is pending are for reviewers. What a sweep announces
    (`deadline_near`, `escalated`, `office_held_against_a_bar`) has its `deadline` or `hint`, and changes nothing."""
    return answer(workspace.alerts(caller=caller, after=after, limit=limit))


@router.get(
    "/alerts/stream",
    summary="The same, as server-sent events",
    responses={**described(examples.ALERTS), 200: examples.STREAM},
    response_class=StreamingResponse,
)
def stream(
    request: Request,
    workspace: Here,
    caller: Asks,
    after: After = 0,
    last_event_id: Annotated[
        int | None, Header(ge=0, le=2**53, description="Where a broken stream goes on")
    ] = None,
) -> Response:
    """An event per alert, its number as id; a stream that broke goes on behind `Last-Event-ID`."""
    begin = after if last_event_id is None else last_event_id
    workspace.alerts(
        caller=caller, after=begin, limit=1
    )  # who may not ask is told so before anything streams
    return StreamingResponse(
        _events(request, workspace, caller, begin),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _events(request: Request, workspace: Workspace, caller: Caller, after: int) -> AsyncIterator[str]:
    still = 0
    yield ": alerts follow\n\n"
    while not await request.is_disconnected():
        if await run_in_threadpool(workspace.newest_alert) > after:
            page = await run_in_threadpool(workspace.alerts, caller=caller, after=after)
            for one in page["alerts"]:
                yield _event(one)
            after, still = page["next"], 0
            continue
        still += 1
        if still % STILL == 0:
            yield ": nothing new\n\n"
        await anyio.sleep(EVERY)


def _event(one: dict[str, Any]) -> str:
    body = json.dumps(one, ensure_ascii=False, separators=(",", ":"))
    return f"id: {one['number']}\nevent: alert\ndata: {body}\n\n"


@router.post("/sweeps", summary="Tell of what the day brought", responses=described(examples.SWEEP))
def sweep(workspace: Here, caller: Asks) -> Response:
    """For administrators, once a day: terms that began or ended by time alone, deadlines that came
    near, objections that wait too long, offices held against bars (a hint). A day that was missed is caught up with,
    and nothing is told twice."""
    return answer(workspace.sweep(caller=caller))
