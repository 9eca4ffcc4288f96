"""The service: routes, problems and the checks that stand before every request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import unquote

from fastapi import FastAPI
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_service.api import (
    alerts,
    certificates,
    checks,
    consumers,
    deadlines,
    dry_runs,
    examples,
    receipts,
    timelines,
)
from graph_service.api.answers import answer, described
from graph_service.api.asking import Here
from graph_service.api.problems import install, of_status, problem
from graph_service.api.routes import router
from graph_service.assemble import Workspace
from graph_service.assemble.seen_by_others import Seen, not_to_be_seen, numbers_in, of_a_firm
from graph_service.assemble.tokens import Token

DESCRIPTION = """Who is bound to what when an authority acts against a firm: by which words of which law, since when,
until when, and how we know. Every read takes two clocks, `as_of` (a day in the world) and `known_at` (an entry of
the ledger or an instant), and echoes both, resolved. Errors are RFC 9457 problems."""


def create_app(workspace: Workspace, tokens: Mapping[str, Token] | None = None) -> FastAPI:
    """The service over an open workspace. Without `tokens` every caller is the local administrator: bind it to a
    loopback address only (`serving` sees to that)."""
    app = FastAPI(
        title="Linked Responsibility",
        version=workspace.version,
        summary="Who is bound, and why",
        description=DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        docs_url=None,
        redoc_url=None,
        openapi_url="/v1/openapi.json",
    )
    app.state.workspace = workspace
    app.state.tokens = dict(tokens or {})
    install(app)
    app.router.routes.insert(0, Route(checks.PATH, checks.check, methods=["POST"]))
    app.include_router(router)
    app.include_router(certificates.router)
    app.include_router(receipts.router)
    app.include_router(timelines.router)
    app.include_router(alerts.router)
    app.include_router(consumers.router)
    app.include_router(deadlines.router)
    app.include_router(dry_runs.router)
    _add_health(app)
    _describe_checks(app)
    app.add_middleware(
        Guard, limit=workspace.settings.body_limit, of_a_firm=partial(of_a_firm, workspace.store)
    )
    return app


def _describe_checks(app: FastAPI) -> None:
    """Put the plain route into the OpenAPI document, at its place, and say how callers are known."""
    document = app.openapi()
    paths = {**document["paths"], checks.PATH: {"post": checks.operation()}}
    document["paths"] = dict(sorted(paths.items()))
    schemes = {"token": {"type": "http", "scheme": "bearer", "description": "A static token (`tokens add`)"}}
    document.setdefault("components", {})["securitySchemes"] = schemes
    # Without a file of tokens the service answers this machine without one.
    document["security"] = [{"token": []}, {}]


def _add_health(app: FastAPI) -> None:
    @app.get(
        "/health", tags=["service"], summary="Is the process alive?", responses=described(examples.HEALTH)
    )
    async def health(workspace: Here) -> Response:
        """Says nothing of the graph; see /ready."""
        return answer({"status": "ok", "version": workspace.version})

    @app.get("/ready", tags=["service"], summary="Can it answer?", responses=described(examples.READY))
    def ready(workspace: Here) -> Response:
        """Asks the graph for its head; a 503 problem where it does not answer."""
        return answer({"status": "ready", **workspace.health()})


class Guard:
    """Stands before the routes: bodies within the limit, and no number of an identity document in any URL."""

    def __init__(self, app: ASGIApp, limit: int, of_a_firm: Callable[[str], bool]) -> None:
        self.app, self.limit, self.of_a_firm = app, limit, of_a_firm

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; a refusal is a problem and never repeats what was sent."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = await self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        await self.app(scope, _Counted(receive, self.limit), send)

    async def _refusal(self, scope: Scope) -> Response | None:
        sent = scope.get("raw_path", b"") + b"?" + scope.get("query_string", b"")
        url = unquote(unquote(sent.decode("latin-1")))
        # Only a number that can be a person's and a firm's asks the graph, away from the loop.
        seen = await run_in_threadpool(not_to_be_seen, url, self.of_a_firm) if numbers_in(url) else None
        if seen is not None:
            return problem(
                400, "number-in-url", "A number stands in the URL", f"{seen.value}: {_INSTEAD[seen]}"
            )
        length: Any = dict(scope["headers"]).get(b"content-length", b"0")
        if not length.isdigit():
            return of_status(400)
        return of_status(413) if int(length[:20]) > self.limit else None


_INSTEAD = {
    Seen.PERSON: "send it in the body of POST /v1/checks as `document_number`",
    Seen.EITHER: "send it in the body of POST /v1/checks, a firm's as `organisation_number`, a person's as "
    "`document_number`; or find the firm by its name or 统一社会信用代码",
}
"""What to do instead of sending a number in a URL."""


class _Counted:
    """Receives a body and counts it."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self.receive = receive
        self.left = limit

    async def __call__(self) -> Message:
        """The next message; raises HTTPException 413 once more came than the limit allows."""
        message = await self.receive()
        self.left -= len(message.get("body", b""))
        if self.left < 0:
            raise HTTPException(413)
        return message
