"""Dry runs of facts and of rulebooks, and the confirmations that wide writes wait for."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body
from fastapi.responses import Response

from graph_service.api import dry_run_examples as examples
from graph_service.api.answers import answer, described
from graph_service.api.asking import Asks, Here
from graph_service.api.bodies import FactsBody
from graph_service.api.dry_run_bodies import ConfirmBody, RulesBody

router = APIRouter(prefix="/v1", tags=["dry runs"])


@router.post(
    "/dry-runs",
    summary="What a batch of facts would do, without writing",
    responses=described(examples.DRY_RUN, 413),
)
def dry_run(
    workspace: Here, caller: Asks, body: Annotated[FactsBody, Body(examples=[examples.FACTS_BODY])]
) -> Response:
    """The difference that POST /v1/facts would answer, with timelines and proofs; whom it newly binds and frees, in
    what proportion to the register; and whether a reviewer has to confirm it. Judged on the same path, in a
    transaction that is undone. It is a read of the persons it speaks of: purpose, inquiry number, log."""
    facts, cards = workspace.receive(body.facts, body.cards, caller=caller)
    return answer(workspace.dry_run(facts, cards, caller=caller))


@router.post(
    "/rulebooks/dry-runs",
    summary="What a rulebook would change over the whole register, without writing",
    responses=described(examples.RULES_DRY_RUN, 413),
)
def dry_run_rules(
    workspace: Here, caller: Asks, body: Annotated[RulesBody, Body(examples=[examples.RULES_BODY])]
) -> Response:
    """For reviewers and administrators. A book that the linter refuses, or that loses a clause in use, is refused
    whole, with files and lines. Only the cases that it can change are derived; `derived` says how many of how many."""
    return answer(workspace.dry_run_rules(body.texts, caller=caller, limit=body.limit))


@router.post(
    "/confirmations",
    summary="Confirm a write that would newly bind many persons",
    responses=described(examples.CONFIRMED, 409, 413),
)
def confirm(
    workspace: Here, caller: Asks, body: Annotated[ConfirmBody, Body(examples=[examples.CONFIRM_BODY])]
) -> Response:
    """For reviewers, never for one's own write. What was looked at is sent along and judged again: where it would do
    something else by now, that is a conflict. It lets one write through: send the write again."""
    if body.texts is not None:
        return answer(workspace.confirm_rules(body.dry_run, body.texts, caller=caller))
    facts, cards = workspace.receive(body.facts or [], body.cards, caller=caller)
    return answer(workspace.confirm(body.dry_run, facts, cards, caller=caller))


@router.get("/confirmations", summary="Who confirmed what", responses=described(examples.CONFIRMATIONS))
def confirmations(workspace: Here, caller: Asks) -> Response:
    """For reviewers and administrators: the newest first, and which entry each let through."""
    return answer(workspace.confirmations(caller=caller))
