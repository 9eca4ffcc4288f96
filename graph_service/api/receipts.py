"""The route of /v1 by which a receipt is replayed: the same question, at the same clocks, once more."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body
from fastapi.responses import Response

from graph_service.api import recall_examples as examples
from graph_service.api.answers import answer, described
from graph_service.api.asking import Asks, Here, with_purpose
from graph_service.api.bodies import ReplayBody

router = APIRouter(prefix="/v1", tags=["receipts"])


@router.post(
    "/receipts/replay",
    summary="Ask the question of a receipt again: is the answer the same?",
    responses=described(examples.REPLAY, 404, 413),
)
def replay(
    workspace: Here, caller: Asks, body: Annotated[ReplayBody, Body(examples=[examples.REPLAY_BODY])]
) -> Response:
    """The signature is checked first; where it is not sound, `failed` says why and nothing is asked. A replay is a read
    like any other: of persons with a purpose and an inquiry number only, and logged."""
    who = with_purpose(caller, body.purpose, body.inquiry_number)
    return answer(workspace.replay(body.receipt, caller=who))
