"""Every error as an RFC 9457 problem: one table from the errors of the house to HTTP, and nothing personal in any.

A problem never repeats what the client sent: a value may be the number of a person's document.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from graph_service.assemble.receiving import RowsRefused
from graph_service.errors import (
    BadInput,
    BadValue,
    ConfirmationNeeded,
    Conflict,
    GraphServiceError,
    NotAllowed,
    NotFound,
    PromiseBroken,
    RuleRefused,
    Unavailable,
)
from graph_service.store.connection import AlreadyStored

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER = 2
"""Seconds a client waits before it tries again what was not to be had."""

TABLE: tuple[tuple[type[GraphServiceError], int, str, str], ...] = (
    (PromiseBroken, 422, "promise-broken", "A source broke a promise of its sheet"),
    (RuleRefused, 422, "rule-refused", "The rule file was refused"),
    (BadValue, 422, "bad-value", "A value cannot be read"),
    (BadInput, 422, "bad-input", "The input cannot be used"),
    (NotFound, 404, "not-found", "There is no such thing here"),
    (AlreadyStored, 503, "unavailable", "Not to be had now"),
    (ConfirmationNeeded, 409, "confirmation-needed", "A reviewer has to confirm this"),
    (Conflict, 409, "conflict", "This conflicts with what is there"),
    (NotAllowed, 403, "not-allowed", "This is not allowed"),
    (Unavailable, 503, "unavailable", "Not to be had now"),
)
"""Error of the house, status, the end of the problem's type, title. The first that fits."""

_BY_STATUS = {
    400: ("malformed-request", "The request cannot be read"),
    401: ("no-token", "A token is needed"),
    403: ("not-allowed", "This is not allowed"),
    404: ("not-found", "There is no such thing here"),
    405: ("method-not-allowed", "This method is not offered here"),
    411: ("length-required", "The length of the body is needed"),
    413: ("too-large", "The body is too large"),
    415: ("unsupported-media-type", "The body is JSON"),
    422: ("bad-input", "The input cannot be used"),
    500: ("internal-error", "Something went wrong here"),
    503: ("unavailable", "Not to be had now"),
}

_LONG_NUMBER = re.compile(r"[0-9A-Za-z]*\d{6}[0-9A-Za-z]{2,}|\d{8,}")
_KNOWN_NAME = re.compile(r"[A-Za-z][A-Za-z_-]{0,39}")
log = logging.getLogger("graph_service.api")


def problem(
    status: int,
    code: str,
    title: str,
    detail: str = "",
    *,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """A problem response; `code` is the end of its type URI and stable."""
    body = {"type": f"/problems/{code}", "title": title, "status": status, "code": code}
    if detail:
        body["detail"] = detail
    content = json.dumps({**body, **more}, ensure_ascii=False).encode()
    return Response(content, status, headers=dict(headers or {}), media_type=MEDIA_TYPE)


def of_status(status: int, detail: str = "", *, headers: Mapping[str, str] | None = None) -> Response:
    """The problem of a bare HTTP status."""
    code, title = _BY_STATUS.get(status, ("error", "The request was not answered"))
    return problem(status, code, title, detail, headers=headers)


def of_error(error: GraphServiceError) -> Response:
    """The problem of an error of the house."""
    for cls, status, code, title in TABLE:
        if isinstance(error, cls):
            headers = {"Retry-After": str(RETRY_AFTER)} if status == 503 else None
            more = _more(error)
            return problem(status, code, title, discreet(str(error)), headers=headers, **more)
    log.error("an error without a place in the table: %s", type(error).__name__)
    return of_status(500)


def _more(error: GraphServiceError) -> dict[str, Any]:
    """What a program reads of an error beside its words."""
    if isinstance(error, RowsRefused):
        return {"errors": [_discreetly(one) for one in error.errors]}
    if isinstance(error, ConfirmationNeeded):
        return {"dry_run": error.dry_run, "persons": error.persons, "most": error.most}
    return {}


def _discreetly(error: Mapping[str, str]) -> dict[str, str]:
    return {name: discreet(text) for name, text in error.items()}


def discreet(text: str) -> str:
    """A text without anything that could be the number of a document."""
    return _LONG_NUMBER.sub("(number not shown)", text)


def install(app: FastAPI) -> None:
    """Make `app` answer every error as a problem."""

    @app.exception_handler(GraphServiceError)
    async def of_the_house(_: Request, error: GraphServiceError) -> Response:
        return of_error(error)

    @app.exception_handler(RequestValidationError)
    async def of_validation(_: Request, error: RequestValidationError) -> Response:
        broken = any(one["type"] == "json_invalid" for one in error.errors())
        if broken:
            return of_status(400, "the body is not JSON")
        errors = [{"at": _place(one["loc"]), "why": _why(one)} for one in error.errors()]
        return problem(422, "bad-input", "The input cannot be used", errors=errors)

    @app.exception_handler(HTTPException)
    async def of_http(_: Request, error: HTTPException) -> Response:
        return of_status(error.status_code, headers=error.headers)

    @app.exception_handler(Exception)
    async def unforeseen(_: Request, error: Exception) -> Response:
        # Only the kind of error: its text may hold what the client sent.
        log.error("unforeseen: %s", type(error).__name__)
        return of_status(500)


def _place(loc: Sequence[str | int]) -> str:
    """Where, in names of ours: a key the client made up is not repeated."""
    return ".".join(
        str(part) if isinstance(part, int) or _KNOWN_NAME.fullmatch(part) else "(unknown)" for part in loc
    )


def _why(error: Mapping[str, Any]) -> str:
    return discreet(str(error["msg"]))
