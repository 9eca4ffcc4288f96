"""Facts as rows and back: one mapping for ledger lines, JSON, Parquet columns and graph properties.

A row is a dict of strings, whole numbers, yes/no and lists of strings; fields at their default are left out, so
a new optional field changes no old row. `fact_id` is a digest of the row: the same statement is the same fact.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from graph_service.errors import BadValue
from graph_service.facts.days import Day
from graph_service.facts.shares import Share, parse_share
from graph_service.facts.types import BY_KIND, INDEXED, Fact

Scalar = str | int | bool
Row = dict[str, Scalar | list[str]]
"""What a fact looks like outside: field name to value; the type of fact is kept beside it."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a fact type: its name, what it holds, and how to write and read it."""

    name: str
    holds: Literal["str", "int", "bool", "day", "share", "list"]
    required: bool
    default: Any
    allowed: tuple[str, ...] = ()


@cache
def fields_of(kind: str) -> tuple[Field, ...]:
    """The fields of a fact type in their order; raises BadValue for an unknown type."""
    if kind not in BY_KIND:
        raise BadValue(f"{kind!r} is not a type of fact")
    hints = get_type_hints(BY_KIND[kind])
    made = []
    for spec in fields(BY_KIND[kind]):
        holds, allowed = _holds(hints[spec.name])
        required = spec.default is MISSING
        made.append(Field(spec.name, holds, required, None if required else spec.default, allowed))
    return tuple(made)


@cache
def _named(kind: str) -> tuple[Mapping[str, Field], tuple[str, ...]]:
    """The fields of a fact type by name, and the names of those that it must have."""
    found = fields_of(kind)
    return {field.name: field for field in found}, tuple(field.name for field in found if field.required)


def _holds(hint: Any) -> tuple[Literal["str", "int", "bool", "day", "share", "list"], tuple[str, ...]]:
    if get_origin(hint) is UnionType or type(None) in get_args(hint):
        hint = next(arg for arg in get_args(hint) if arg is not NoneType)
    if get_origin(hint) is Literal:
        return "str", get_args(hint)
    if get_origin(hint) is tuple:
        return "list", ()
    plain: dict[Any, Literal["str", "int", "bool", "day", "share"]] = {
        str: "str", int: "int", bool: "bool", Day: "day", Share: "share",
    }  # fmt: skip
    return plain[hint], ()


_WRITE: dict[str, Callable[[Any], Scalar | list[str]]] = {
    "str": lambda value: value,
    "int": lambda value: value,
    "bool": lambda value: value,
    "day": str,
    "share": str,
    "list": list,
}


def to_row(fact: Fact) -> Row:
    """The row of a fact, fields at their default left out, in the order of the fields."""
    row: Row = {}
    for field in fields_of(fact.kind):
        value = getattr(fact, field.name)
        if field.required or value != field.default:
            row[field.name] = _WRITE[field.holds](value)
    return row


def from_row(kind: str, row: Mapping[str, Any]) -> Fact:
    """The fact of a row; raises BadValue naming the field (the value is not repeated: it may be personal)."""
    known, required = _named(kind)
    if not row.keys() <= known.keys():
        raise BadValue(f"{kind} has no field {sorted(row.keys() - known.keys())[0]!r}")
    values = {name: _read(kind, known[name], given) for name, given in row.items() if given is not None}
    for name in required:
        if name not in values:
            raise BadValue(f"{kind} needs the field {name!r}")
    return BY_KIND[kind](**values)


def _read(kind: str, field: Field, given: Any) -> Any:
    if field.holds == "list":
        if not isinstance(given, list | tuple) or not all(isinstance(part, str) for part in given):
            raise BadValue(f"{kind}.{field.name} is a list of texts")
        return tuple(given)
    if field.holds in ("bool", "int"):
        if not isinstance(given, bool if field.holds == "bool" else int):
            raise BadValue(
                f"{kind}.{field.name} is {'true or false' if field.holds == 'bool' else 'a whole number'}"
            )
        return given
    if not isinstance(given, str) or not given:
        raise BadValue(f"{kind}.{field.name} is a text that is not empty")
    if field.allowed and given not in field.allowed:
        raise BadValue(f"{kind}.{field.name} is one of {', '.join(field.allowed)}")
    if field.holds == "str":
        return given
    try:
        return Day(given) if field.holds == "day" else parse_share(given)
    except BadValue as error:
        raise BadValue(f"{kind}.{field.name}: {error}") from error


def fact_id(fact: Fact) -> str:
    """`<type>:<24 hex digits>`, a digest (SHA-256) of type and row: equal statements have equal ids."""
    return row_id(fact.kind, to_row(fact))


def row_id(kind: str, row: Mapping[str, Any]) -> str:
    """The id of the fact with this row; see `fact_id`."""
    text = json.dumps([kind, row], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{kind}:{hashlib.sha256(text.encode()).hexdigest()[:24]}"


def keys_of(fact: Fact) -> tuple[str, ...]:
    """The look-up keys that this fact publishes: `type.field=value`, one per indexed field and member."""
    keys = []
    for name in INDEXED[fact.kind]:
        value = getattr(fact, name)
        for member in value if isinstance(value, tuple) else (value,):
            if member is not None:
                keys.append(f"{fact.kind}.{name}={member}")
    return tuple(keys)
