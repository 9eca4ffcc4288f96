"""POST /v1/checks: the most asked route, which reads its request by itself.

What FastAPI does for the other routes (resolving dependencies, validating, matching) costs here as much as the read of
the graph; so this one is a plain route, and describes itself for the OpenAPI document.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from graph_service.api import examples
from graph_service.api.answers import answer, described
from graph_service.api.asking import caller_of, with_purpose, workspace_of
from graph_service.api.bodies import CheckBody

PATH = "/v1/checks"


async def check(request: Request) -> Response:
    """Per party and measure: `bound`, `nothing_in_force`, `unknown_identifier` or `not_recognised_here` (stable
    codes), with the bases of what is in force and the sources rested on with their age. Numbers stand in the body,
    never in a URL; a name is never enough. A check of a person needs a purpose and an inquiry number. A signed
    `receipt` of the answer holds no number of a person."""
    given = request.headers
    who = await caller_of(
        request, given.get("authorization"), given.get("x-purpose"), given.get("x-inquiry-number")
    )
    body = await _read(request)
    caller = with_purpose(who, body.purpose, body.inquiry_number)
    workspace = await workspace_of(request)

    def work() -> Response:
        # At head the clocks are read together with the parties: one read of the graph in all.
        clocks = workspace.resolve_clocks(body.as_of, body.known_at) if body.known_at is not None else None
        subjects = [one.subject() for one in body.subjects]
        check: Callable[..., Any] = workspace.certified_check if body.certify else workspace.check
        if body.receipt:
            check = partial(workspace.receipted_check, certify=body.certify)
        return answer(check(subjects, caller=caller, clocks=clocks, measures=body.measures, as_of=body.as_of))

    return await run_in_threadpool(work)


async def _read(request: Request) -> CheckBody:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415)
    try:
        return CheckBody.model_validate_json(await request.body())
    except ClientDisconnect:
        raise HTTPException(400) from None
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        raise RequestValidationError([{**one, "loc": ("body", *one["loc"])} for one in found]) from None


def operation() -> dict[str, Any]:
    """The route as the OpenAPI document describes it."""
    schema = CheckBody.model_json_schema()
    schema = _inlined(schema, schema.pop("$defs", {}))
    headers = (
        ("Authorization", "Bearer token"),
        ("X-Purpose", "Why a person's record is read; may be percent-encoded UTF-8"),
        ("X-Inquiry-Number", "The inquiry the read belongs to"),
    )
    content = {"application/json": {"schema": {**schema, "examples": [examples.CHECK_BODY]}}}
    return {
        "tags": ["checks"],
        "summary": "What binds identified parties on a day",
        "description": check.__doc__,
        "operationId": "check_v1_checks_post",
        "parameters": [
            {
                "name": name,
                "in": "header",
                "required": False,
                "description": says,
                "schema": {"type": "string"},
            }
            for name, says in headers
        ],
        "requestBody": {"required": True, "content": content},
        "responses": {str(status): one for status, one in described(examples.CHECK, 413, 415).items()},
    }


def _inlined(schema: Any, defs: Mapping[str, Any]) -> Any:
    """A schema with each reference replaced by what it refers to."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            return _inlined(defs[schema["$ref"].rpartition("/")[2]], defs)
        return {name: _inlined(part, defs) for name, part in schema.items()}
    return [_inlined(part, defs) for part in schema] if isinstance(schema, list) else schema
