"""Who asks over HTTP, with which token, why, and by which clocks; and what never stands in a URL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated
from urllib.parse import unquote

from fastapi import Depends, Header, Query, Request
from starlette.exceptions import HTTPException

from graph_service.assemble import Caller, Clocks, Workspace
from graph_service.assemble.access import access_roles
from graph_service.assemble.tokens import Token, digest_of
from graph_service.errors import BadValue

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", "[::1]", "testserver"})
"""Names of this machine; without tokens only requests sent to one of them are answered (no DNS rebinding)."""


async def workspace_of(request: Request) -> Workspace:
    """The workspace this service opened."""
    found: Workspace = request.app.state.workspace
    return found


async def caller_of(
    request: Request,
    authorization: Annotated[str | None, Header(description="Bearer token")] = None,
    x_purpose: Annotated[
        str | None, Header(description="Why a person's record is read; may be percent-encoded UTF-8")
    ] = None,
    x_inquiry_number: Annotated[str | None, Header(description="The inquiry the read belongs to")] = None,
) -> Caller:
    """The caller of a request. Without a file of tokens the person at this machine is asked nothing."""
    tokens: Mapping[str, Token] = request.app.state.tokens
    purpose, inquiry = _header(x_purpose), _header(x_inquiry_number)
    if not tokens:
        host = request.headers.get("host", "").rsplit(":", 1)[0]
        if host not in LOOPBACK:
            raise HTTPException(403)
        return Caller.local(purpose=purpose, inquiry=inquiry, door="api")
    scheme, _, secret = (authorization or "").partition(" ")
    token = tokens.get(digest_of(secret.strip())) if scheme.lower() == "bearer" else None
    if token is None:
        raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})
    role = access_roles()[token.role]
    return Caller(name=token.name, role=role, purpose=purpose, inquiry=inquiry, authority=token.authority)


def with_purpose(caller: Caller, purpose: str | None, inquiry: str | None) -> Caller:
    """The caller with the purpose and inquiry number of a body, where it gives them."""
    if purpose is None and inquiry is None:
        return caller
    return replace(caller, purpose=told(purpose) or caller.purpose, inquiry=told(inquiry) or caller.inquiry)


def _header(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        plain = unquote(text, errors="strict")
    except UnicodeDecodeError as error:
        raise BadValue("X-Purpose and X-Inquiry-Number are percent-encoded UTF-8") from error
    return told(plain)


def told(text: str | None) -> str | None:
    """A purpose or inquiry number as it is logged; raises BadValue."""
    if text is None:
        return None
    plain = " ".join(text.split())
    if len(plain) > 200 or not plain.isprintable():
        raise BadValue("a purpose or an inquiry number has at most 200 printable characters")
    return plain or None


def clocks_of(
    workspace: Annotated[Workspace, Depends(workspace_of)],
    as_of: Annotated[
        str | None, Query(max_length=10, description="A day; default: today in the zone")
    ] = None,
    known_at: Annotated[
        str | None, Query(max_length=40, description="An entry number or an instant with zone; default: head")
    ] = None,
) -> Clocks:
    """The clocks of a question in a URL, resolved."""
    return workspace.resolve_clocks(as_of, known_at)


Here = Annotated[Workspace, Depends(workspace_of)]
Asks = Annotated[Caller, Depends(caller_of)]
At = Annotated[Clocks, Depends(clocks_of)]
Limit = Annotated[int, Query(ge=1, le=1_000, description="Rows of a page")]
Cursor = Annotated[str | None, Query(max_length=400, description="`next` of the page before")]
