"""The routes of /v1 by which consumers of alerts are registered, read, acknowledge, and are told by webhooks."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from fastapi.responses import Response

from graph_service.api import consumer_examples as examples
from graph_service.api.answers import answer, described
from graph_service.api.asking import Asks, Here, Limit, told
from graph_service.api.bodies import AcknowledgementBody, ConsumerBody, RedeliveryBody, SecretBody

router = APIRouter(prefix="/v1", tags=["consumers"])
Name = Annotated[str, Path(min_length=1, max_length=64)]


@router.get("/consumers", summary="Who is told of alerts", responses=described(examples.CONSUMERS))
def consumers(workspace: Here, caller: Asks) -> Response:
    """For administrators: each with its access role, what it hears, how far it has come, what waits and what was given
    up. No secret; of a webhook its origin only."""
    return answer(workspace.consumers(caller=caller))


@router.post("/consumers", summary="Register a consumer", responses=described(examples.REGISTERED, 404, 409))
def register(
    workspace: Here, caller: Asks, body: Annotated[ConsumerBody, Body(examples=[examples.BODY])]
) -> Response:
    """For administrators. It hears what its access role may; by the name of its token it reads and acknowledges, or it
    is sent each alert: a CloudEvent (structured JSON), signed as Standard Webhooks has it. The `secret` of a webhook
    stands in this answer and in no other. A webhook that leads to an address that is not public is refused."""
    found = workspace.register_consumer(
        body.name,
        body.role,
        caller=caller,
        webhook=body.webhook,
        authority=body.authority,
        measures=body.measures,
        parties=body.parties,
        purpose=told(body.purpose),
        inquiry=told(body.inquiry_number),
        after=body.after,
    )
    return answer(found)


@router.get("/consumers/{consumer}", summary="A consumer", responses=described(examples.CONSUMER, 404))
def consumer(workspace: Here, caller: Asks, consumer: Name) -> Response:
    """For the token of its name, and for administrators."""
    return answer(workspace.consumer(consumer, caller=caller))


@router.delete(
    "/consumers/{consumer}", summary="Remove a consumer", responses=described(examples.REMOVED, 404)
)
def remove(workspace: Here, caller: Asks, consumer: Name) -> Response:
    """For administrators: with what waits for it, and its secret."""
    return answer(workspace.remove_consumer(consumer, caller=caller))


@router.get(
    "/consumers/{consumer}/alerts",
    summary="What a consumer has not acknowledged",
    responses=described(examples.PAGE, 404),
)
def alerts(workspace: Here, caller: Asks, consumer: Name, limit: Limit = 100) -> Response:
    """For the token of its name, and for administrators: as far as the roles of both allow. Acknowledge `next` once it
    was dealt with; until then the same page comes again, after a restart too."""
    return answer(workspace.consumer_alerts(consumer, caller=caller, limit=limit))


@router.post(
    "/consumers/{consumer}/acknowledgements",
    summary="Acknowledge alerts",
    responses=described(examples.ACKNOWLEDGED, 404, 409),
)
def acknowledge(
    workspace: Here,
    caller: Asks,
    consumer: Name,
    body: Annotated[AcknowledgementBody, Body(examples=[{"through": 41}])],
) -> Response:
    """All up to a number. One that was acknowledged before changes nothing; one that was not told yet is refused."""
    return answer(workspace.acknowledge(consumer, body.through, caller=caller))


@router.post(
    "/consumers/{consumer}/secrets",
    summary="Change the secret of a webhook",
    responses=described(examples.REGISTERED, 404, 409),
)
def rotate(
    workspace: Here,
    caller: Asks,
    consumer: Name,
    body: Annotated[SecretBody, Body(examples=[{"at_once": False}])],
) -> Response:
    """For administrators. For a day both sign, two signatures with a blank between; `at_once` where the old one
    leaked."""
    return answer(workspace.rotate_secret(consumer, caller=caller, at_once=body.at_once))


@router.get(
    "/consumers/{consumer}/dead-letters",
    summary="What was given up",
    responses=described(examples.DEAD_LETTERS, 404, 409),
)
def dead_letters(
    workspace: Here, caller: Asks, consumer: Name, limit: Annotated[int, Query(ge=1, le=1_000)] = 100
) -> Response:
    """For administrators: how often each was tried, why it was not taken, and the alert."""
    return answer(workspace.dead_letters(consumer, caller=caller, limit=limit))


@router.post(
    "/consumers/{consumer}/redeliveries",
    summary="Send dead letters again",
    responses=described(examples.REDELIVERED, 404, 409),
)
def redeliver(
    workspace: Here,
    caller: Asks,
    consumer: Name,
    body: Annotated[RedeliveryBody, Body(examples=[{"numbers": [41]}])],
) -> Response:
    """For administrators: those of some numbers, or all; what waits for its next try is sent at once too. Each keeps
    its id."""
    return answer(workspace.redeliver(consumer, caller=caller, numbers=body.numbers))


@router.post("/deliveries", summary="Send what is due to webhooks", responses=described(examples.DELIVERED))
def deliver(workspace: Here, caller: Asks) -> Response:
    """For administrators; the running service does so by itself. 503 while another deliverer is at work."""
    return answer(workspace.deliver(caller=caller))
