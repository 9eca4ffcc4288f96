"""Asking a question of the library: parameters checked, a page of rows, the exact total."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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


class Identities(Protocol):
    """Who is who, as known at the entry the question is asked at."""

    def records(self, record: str) -> Sequence[str]:
        """The records known then to be one party with this one; raises NotFound."""
        ...

    def parties(self, records: Iterable[str]) -> Mapping[str, str]:
        """Per record the id of its party."""
        ...

    def names(self, records: Iterable[str]) -> Mapping[str, str | None]:
        """Per record the registered name of its party."""
        ...

    def officers(self, firm: Sequence[str]) -> list[list[str]]:
        """The records of each who holds or held a post in a firm, given by its records."""
        ...

    def proofs(self, records: Sequence[str]) -> list[str]:
        """The facts that prove who the party of these records is."""
        ...

    def subject(self, case: str) -> list[str]:
        """The records of the party that a case is against; empty for a case nobody knows."""
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
    who: Identities,
    as_of: date,
    known_at: int,
    skip: int = 0,
    limit: int = 100,
) -> Answer:
    """The answer of a question on a graph at both clocks; `who` tells who is who at that entry. `given` are texts by
    parameter; raises BadValue for one that is missing, unknown or of another type, NotFound for a party that is not
    there."""
    if not skip >= 0 or not 1 <= limit <= MOST:
        raise BadValue(f"a page begins at 0 or later and has 1 to {MOST:,} rows")
    parameters = {"as_of": as_of.isoformat(), "known_at": known_at, **_parameters(query, who, given)}
    total = int(graph.read(query.count, **parameters)[0]["total"])
    rows = graph.read(query.page, **parameters, skip=skip, limit=limit) if total > skip else []
    return Answer(query=query, rows=_named(query, rows, who), skipped=skip, total=total)


def _named(query: Query, rows: list[dict[str, Any]], who: Identities) -> tuple[dict[str, Any], ...]:
    """The rows with the parties and names that their records were known to have."""
    found = tuple(rows)
    for kind, tell in {"party": who.parties, "name": who.names}.items():
        columns = [column.name for column in query.columns if column.type == kind]
        told = tell({row[name]: None for row in found for name in columns if row[name] is not None})
        found = tuple({**row, **{name: told.get(row[name]) for name in columns}} for row in found)
    return found


def _parameters(query: Query, who: Identities, given: Mapping[str, str]) -> dict[str, Any]:
    unknown = sorted(set(given) - {param.name for param in query.params})
    if unknown:
        names = ", ".join(param.name for param in query.params)
        raise BadValue(f"{query.id} has no parameter {unknown[0]!r}; it has: {names}")
    found: dict[str, Any] = {}
    for param in query.params:
        text = given.get(param.name, param.default)
        if text is None or not text.strip():
            raise BadValue(f"{query.id} needs {param.name} ({param.type}): {param.says}")
        found[param.name] = _value(param, text.strip(), who)
    work = {"officers": who.officers, "proofs": who.proofs, "subject": who.subject}
    return found | {one.name: work[one.name](found[one.param]) for one in query.given}


def _value(param: Param, text: str, who: Identities) -> Any:
    if param.type == "integer":
        if not text.isdigit() or len(text) > 9:
            raise BadValue(f"{param.name} is a whole number: {param.says}")
        return int(text)
    if param.type == "list":
        return [part.strip() for part in text.split(",") if part.strip()]
    return list(who.records(text)) if param.type == "party" else text
