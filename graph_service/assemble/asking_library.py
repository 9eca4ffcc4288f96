"""The question library as callers may ask it: by access role, with a purpose where rows speak of persons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph_service.assemble.access import Caller
from graph_service.assemble.sight import Sight
from graph_service.errors import BadValue, NotAllowed
from graph_service.library import Query, ask, find_query, library


def questions(caller: Caller) -> list[dict[str, Any]]:
    """The questions this caller may ask, described."""
    return [_described(query) for query in library().values() if _may(caller, query)]


def _may(caller: Caller, query: Query) -> bool:
    return caller.role.code in query.access


def _described(query: Query) -> dict[str, Any]:
    return {
        "query": query.id,
        "title": {"zh-CN": query.zh, "en": query.en},
        "question": query.question,
        "parameters": [
            {"name": p.name, "type": p.type, "says": p.says, "default": p.default} for p in query.params
        ],
        "columns": [{"name": c.name, "type": c.type, "says": c.says} for c in query.columns],
        "purpose_needed": query.persons,
        "only_at_head": query.head_only,
    }


def ask_library(
    sight: Sight,
    name: str,
    parameters: Mapping[str, str],
    caller: Caller,
    skip: int,
    limit: int,
) -> tuple[dict[str, Any], list[str] | None]:
    """A page of a question's answer, and the parties its rows speak of (None: none of them can be a person)."""
    query, clocks = find_query(name), sight.clocks
    if not _may(caller, query):
        raise NotAllowed(f"the access role {caller.role.code} may not ask this question")
    if query.persons:
        caller.ask_purpose()
    if query.head_only and not clocks.at_head:
        raise BadValue(f"{name} can be asked only of what is known now, without known_at: {query.head_only}")
    answer = ask(
        query,
        sight.store.graph,
        parameters,
        who=sight.who,
        as_of=clocks.as_of,
        known_at=clocks.entry,
        skip=skip,
        limit=limit,
    )
    found = answer.as_json()
    found["title"] = {"zh-CN": query.zh, "en": query.en}
    if not query.persons:
        return found, None
    parties = [column.name for column in query.columns if column.type == "party"]
    return found, [str(row[name]) for row in answer.rows for name in parties if row.get(name)]
