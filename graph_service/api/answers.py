"""How answers leave: JSON made once, problems described for the OpenAPI document, pages of long lists."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from fastapi.responses import Response

from graph_service.api.problems import MEDIA_TYPE

_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "examples": ["/problems/bad-input"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stable; what a program reads"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"at": {"type": "string"}, "why": {"type": "string"}},
            },
        },
    },
}
_SAYS = {
    400: "The request cannot be read",
    401: "A token is needed",
    403: "The access role may not do this, or no purpose was given",
    404: "There is no such thing",
    409: "Conflicts with what is there",
    413: "The body is too large",
    415: "The body is not JSON",
    422: "The input cannot be used",
    503: "Not to be had now; see Retry-After",
}


def answer(content: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON answer from plain values; no model checks it again on the way out. Never kept by a cache."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(
        body, status, headers={"Cache-Control": "no-store", **(headers or {})}, media_type="application/json"
    )


def described(example: Any, *statuses: int, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route: its answer by example, and the problems it may give."""
    found: dict[int | str, dict[str, Any]] = {
        status: {
            "description": "The answer",
            "content": {"application/json": {"schema": _schema_of(example), "example": example}},
        }
    }
    for one in (400, 401, 403, 422, 503, *statuses):
        found[one] = {"description": _SAYS[one], "content": {MEDIA_TYPE: {"schema": _PROBLEM}}}
    return found


def _schema_of(example: Any) -> dict[str, Any]:
    """A schema that says what kind of value stands where, read off an example."""
    if isinstance(example, dict):
        return {"type": "object", "properties": {name: _schema_of(value) for name, value in example.items()}}
    if isinstance(example, list):
        return {"type": "array", "items": _schema_of(example[0]) if example else {}}
    names = {str: "string", bool: "boolean", int: "integer", float: "number"}
    return {"type": names[type(example)]} if type(example) in names else {}
