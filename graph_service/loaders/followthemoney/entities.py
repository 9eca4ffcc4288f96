"""Lines of JSON read as entities, whatever way they were exported.

Read are: flat entity proxies (`properties`: name to values), nested ones (a value that is itself an entity is
taken out and referred to by its id), entities with `statements`, and statements line by line, in order of their entity.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph_service.errors import Problem
from graph_service.intake import SourceFile

LONGEST_LINE = 8_000_000
"""Bytes of a line; a longer one is a problem and is not read."""

LONGEST_VALUE = 4_000
"""Signs of one value; a longer one is a problem and is left out, its neighbours stay."""

_FORWARD = {
    "sanctions": "entity",
    "ownershipOwner": "owner",
    "ownershipAsset": "asset",
    "directorshipDirector": "director",
    "directorshipOrganization": "organization",
    "membershipMember": "member",
    "membershipOrganization": "organization",
    "employers": "employee",
    "employees": "employer",
    "agentRepresentation": "agent",
    "agencyClient": "client",
    "unknownLinkFrom": "subject",
    "unknownLinkTo": "object",
    "identification": "holder",
    "controllingEntities": "controlled",
    "controlledEntities": "controller",
    "predecessors": "successor",
    "successors": "predecessor",
    "debtDebtor": "debtor",
    "debtCreditor": "creditor",
}
"""Nested exports hang a tie below its end and leave the way back out: property of the end to that of the tie."""


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity: its id, schema and values, and where it was stated.

    `sources` maps (property, value) to the id of its statement, where the export keeps statements."""

    id: str
    schema: str
    values: Mapping[str, tuple[str, ...]] = field(repr=False)
    datasets: tuple[str, ...]
    caption: str | None = field(repr=False)
    first_seen: str | None
    file: str
    line: int
    sources: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False)

    def all(self, name: str) -> tuple[str, ...]:
        """The values of a property, in the order given."""
        return self.values.get(name, ())

    def any(self, *names: str) -> tuple[str, ...]:
        """The different values of several properties, in order."""
        return tuple(dict.fromkeys(value for name in names for value in self.values.get(name, ())))


@dataclass(frozen=True, slots=True)
class Line:
    """What one line held: entities, or a problem. `counts` is False for an entity put together from lines that were
    counted one by one."""

    entities: tuple[Entity, ...] = ()
    problems: tuple[Problem, ...] = ()
    readable: bool = True
    counts: bool = True


def read(file: SourceFile) -> Iterator[Line]:
    """The lines of a file in order; a line that cannot be read is a problem. Statements that stand line by line
    are given as one entity after the last of them."""
    pending: list[tuple[int, dict[str, Any]]] = []
    for number, raw in enumerate(_lines(file.chunks()), start=1):
        if not raw.strip():
            continue
        parsed = _parse(raw, file.name, number)
        if isinstance(parsed, Problem):
            yield Line(problems=(parsed,), readable=False)
            continue
        if "canonical_id" in parsed and "prop" in parsed:
            if pending and pending[0][1]["canonical_id"] != parsed["canonical_id"]:
                yield _whole(pending, file.name)
                pending = []
            pending.append((number, parsed))
            yield Line()
            continue
        yield _line(parsed, file.name, number)
    if pending:
        yield _whole(pending, file.name)


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        yield from whole
    yield rest


def _parse(raw: bytes, file: str, line: int) -> dict[str, Any] | Problem:
    def problem(kind: str, why: str, todo: str) -> Problem:
        return Problem(kind=kind, why=why, todo=todo, file=file, line=line)

    if len(raw) > LONGEST_LINE:
        return problem("line_too_long", f"more than {LONGEST_LINE:,} bytes", "Look for a missing line end.")
    try:
        text = raw.decode("utf-8-sig" if line == 1 else "utf-8")
    except UnicodeDecodeError:
        return problem("broken_line_encoding", "the line is not UTF-8", "Ask the publisher for UTF-8.")
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError):
        return problem("bad_json", "the line is not JSON", "Give one entity a line.")
    if not isinstance(parsed, dict):
        return problem("bad_json", "the line is not an entity", "Give one entity a line, not a list.")
    inner = parsed.get("entity")
    if isinstance(inner, dict) and parsed.get("op") in ("ADD", "MOD"):
        parsed = inner
    if "canonical_id" in parsed and "prop" in parsed:
        needed: tuple[str, ...] = ("canonical_id", "schema", "prop", "value")
    else:
        needed = ("id", "schema")
    if not all(isinstance(parsed.get(name), str) and parsed[name] for name in needed):
        return problem("not_an_entity", f"it lacks {' or '.join(needed)}", "Give one entity a line.")
    return parsed


def _line(parsed: dict[str, Any], file: str, number: int) -> Line:
    problems: list[Problem] = []
    found = tuple(_unfold(parsed, file, number, None, problems, depth=0))
    return Line(found, tuple(problems))


def _unfold(
    raw: Mapping[str, Any],
    file: str,
    line: int,
    back: tuple[str, str] | None,
    problems: list[Problem],
    depth: int,
) -> Iterator[Entity]:
    """The entity and those nested in it; `back` is the reference a nested tie owes the entity it hangs below."""
    texts: dict[str, list[str]] = {}
    given = raw.get("properties")
    for name, held in given.items() if isinstance(given, dict) else ():
        for value in held if isinstance(held, list) else [held]:
            if (
                isinstance(value, dict)
                and isinstance(value.get("id"), str)
                and "schema" in value
                and depth < 8
            ):
                texts.setdefault(name, []).append(value["id"])
                forward = _FORWARD.get(name)
                owed = (forward, str(raw["id"])) if forward else None
                yield from _unfold(value, file, line, owed, problems, depth + 1)
            elif isinstance(value, str | int | float):
                texts.setdefault(name, []).append(str(value))
    sources = _sources(raw, texts)
    values = {name: _clean(found, name, file, line, problems) for name, found in texts.items()}
    if back is not None and not values.get(back[0]):
        values[back[0]] = (back[1],)
    datasets = raw.get("datasets")
    if not isinstance(datasets, list):
        datasets = [raw["dataset"]] if isinstance(raw.get("dataset"), str) else []
    yield Entity(
        id=str(raw["id"]),
        schema=str(raw["schema"]),
        values=values,
        datasets=tuple(sorted(str(name) for name in datasets)),
        caption=_text(raw.get("caption")),
        first_seen=_text(raw.get("first_seen")),
        file=file,
        line=line,
        sources=sources,
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _clean(texts: list[str], name: str, file: str, line: int, problems: list[Problem]) -> tuple[str, ...]:
    kept: dict[str, None] = {}
    for text in texts:
        if len(text) > LONGEST_VALUE:
            problems.append(
                Problem(
                    kind="value_too_long",
                    file=file,
                    line=line,
                    field=name,
                    why=f"{len(text):,} signs; it was left out",
                    todo="Look at the source.",
                )
            )
            continue
        if "\x00" in text:
            problems.append(
                Problem(
                    kind="nul_in_value",
                    file=file,
                    line=line,
                    field=name,
                    why="the value holds NUL signs; they were taken out",
                    todo="Look at the source.",
                )
            )
            text = text.replace("\x00", "")
        if text := text.strip():
            kept[text] = None
    return tuple(kept)


def _sources(raw: Mapping[str, Any], texts: dict[str, list[str]]) -> dict[tuple[str, str], str]:
    """Where each value was stated, from the `statements` of an entity; adds values that stand only there."""
    sources: dict[tuple[str, str], str] = {}
    statements = raw.get("statements")
    for one in statements if isinstance(statements, list) else ():
        name, value = one.get("prop"), one.get("value")
        if not isinstance(name, str) or not isinstance(value, str) or name == "id":
            continue
        texts.setdefault(name, []).append(value)
        place = "/".join(str(one[key]) for key in ("dataset", "id") if one.get(key))
        if place:
            sources.setdefault((name, value), place)
    return sources


def _whole(pending: list[tuple[int, dict[str, Any]]], file: str) -> Line:
    """One entity from its statements. Its schema is the first that is more exact than a LegalEntity or Thing."""
    statements = [one for _, one in pending]
    schemata = [str(one["schema"]) for one in statements]
    exact = [name for name in schemata if name not in ("Thing", "LegalEntity")]
    seen = sorted(str(one["first_seen"]) for one in statements if one.get("first_seen"))
    raw = {
        "id": statements[0]["canonical_id"],
        "schema": (exact or schemata)[0],
        "datasets": sorted({str(one["dataset"]) for one in statements if one.get("dataset")}),
        "statements": statements,
        "first_seen": seen[0] if seen else None,
    }
    found = _line(raw, file, pending[0][0])
    return Line(found.entities, found.problems, counts=False)
