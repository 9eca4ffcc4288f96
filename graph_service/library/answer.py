"""Asking a question of the library: parameters checked, a page of rows, the exact total."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

from graph_service.errors import BadValue, NotFound
from graph_service.library.header import Param, Query, read_query

MOST = 1_000
"""Rows of a page at most."""


class Reads(Protocol):
    """What can run a reading statement and give its rows."""

    def read(self, query: str, /, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of one reading statement."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A page of the answer: rows by column, how many were left out before it, and how many there are in all."""

    query: Query
    rows: tuple[dict[str, Any], ...]
    skipped: int
    total: int

    @property
    def more(self) -> bool:
        """Are there rows after this page?"""
        return self.skipped + len(self.rows) < self.total

    def as_json(self) -> dict[str, Any]:
        """The answer as plain data, its columns described."""
        return {
            "query": self.query.id,
            "title": {"zh": self.query.zh, "en": self.query.en},
            "columns": [{"name": c.name, "type": c.type, "says": c.says} for c in self.query.columns],
            "rows": [dict(row) for row in self.rows],
            "skipped": self.skipped,
            "total": self.total,
        }


@cache
def library() -> Mapping[str, Query]:
    """The questions by id, sorted; raises BadInput for a file that is not one."""
    folder = files("graph_service").joinpath("queries")
    found = [
        read_query(one.name, one.read_text(encoding="utf-8"))
        for one in folder.iterdir()
        if one.name.endswith(".cypher")
    ]
    return {query.id: query for query in sorted(found, key=lambda query: query.id)}


def find_query(name: str) -> Query:
    """The question of this id; raises NotFound listing those there are."""
    if name not in library():
        raise NotFound(f"there is no question {name!r}; there are: {', '.join(library())}")
    return library()[name]


def ask(
    query: Query,
    graph: Reads,
    given: Mapping[str, str],
    *,
    as_of: date,
    known_at: int,
    skip: int = 0,
    limit: int = 100,
) -> Answer:
    """The answer of a question on a graph at both clocks. `given` are texts by parameter; raises BadValue for one
    that is missing, unknown or of another type, NotFound for a party that is not there."""
    if not skip >= 0 or not 1 <= limit <= MOST:
        raise BadValue(f"a page begins at 0 or later and has 1 to {MOST:,} rows")
    parameters = {"as_of": as_of.isoformat(), "known_at": known_at, **_parameters(query, graph, given)}
    total = int(graph.read(query.count, **parameters)[0]["total"])
    rows = graph.read(query.page, **parameters, skip=skip, limit=limit) if total > skip else []
    return Answer(query=query, rows=tuple(rows), skipped=skip, total=total)


def _parameters(query: Query, graph: Reads, given: Mapping[str, str]) -> dict[str, Any]:
    unknown = sorted(set(given) - {param.name for param in query.params})
    if unknown:
        names = ", ".join(param.name for param in query.params)
        raise BadValue(f"{query.id} has no parameter {unknown[0]!r}; it has: {names}")
    found: dict[str, Any] = {}
    for param in query.params:
        text = given.get(param.name, param.default)
        if text is None or not text.strip():
            raise BadValue(f"{query.id} needs {param.name} ({param.type}): {param.says}")
        found[param.name] = _value(param, text.strip(), graph)
    return found


def _value(param: Param, text: str, graph: Reads) -> Any:
    if param.type == "integer":
        if not text.isdigit() or len(text) > 9:
            raise BadValue(f"{param.name} is a whole number: {param.says}")
        return int(text)
    if param.type == "list":
        return [part.strip() for part in text.split(",") if part.strip()]
    return party_of(graph, text) if param.type == "party" else text


_PARTY_OF = """
MATCH (r:Record {record: $id})
OPTIONAL MATCH (r)-[:PART_OF]->(p:Party)
RETURN coalesce(p.id, r.id) AS party
"""


def party_of(graph: Reads, record: str) -> str:
    """The party that a source record is part of today; raises NotFound."""
    found = graph.read(_PARTY_OF, id=record)
    if not found:
        raise NotFound("there is no party of that id: find it with `search`")
    return str(found[0]["party"])
