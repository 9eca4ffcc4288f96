"""Receipts of answers: what is signed so that a question can be asked again years later and its answer compared.

A receipt says what was asked, at which clocks, under which rulebook, on which sources, and the digest of the answer
and of each of its parts; a person is named in it by the token of his document only. The digests tell nothing that the
answer did not; who has no answer can test a guess with them, so a receipt is kept as its answer is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import rfc8785

from graph_service.alerts.document import Document

DEPTH = 4
"""How deep the parts of an answer are told apart."""
BESIDE = frozenset({"names", "certificate", "receipt"})
"""What stands beside an answer and is no part of it: names come from person cards, which can be erased, and what is
signed bears the instant of its signing."""


class Receipt(Document):
    """A receipt before it is signed."""

    __slots__ = ()
    NAME = "receipt"


@dataclass(frozen=True, slots=True)
class Difference:
    """A part in which two answers differ: `changed`, `gone` (it is no part of the new one) or `new`, and what the new
    answer says there (None where it is gone)."""

    part: str
    kind: str
    now: Any

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        return {"part": self.part, "kind": self.kind, "now": self.now}


def digests_of(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The digest of an answer, over its canonical bytes without what stands beside it, and of its parts by name."""
    kept = _bare(answer)
    parts = {name: _digest(value)[:32] for name, value in _parts(kept)}
    return {"digest": _digest(kept), "parts": parts}


def differences(digests: Mapping[str, Any], answer: Mapping[str, Any]) -> tuple[Difference, ...]:
    """In which parts an answer differs from the one of these digests; empty: they are the same, byte for byte."""
    kept = _bare(answer)
    if _digest(kept) == digests.get("digest"):
        return ()
    then: Mapping[str, Any] = digests.get("parts", {})
    now = dict(_parts(kept))
    found = [Difference(name, "gone", None) for name in then if name not in now]
    for name, value in now.items():
        if name not in then:
            found.append(Difference(name, "new", value))
        elif _digest(value)[:32] != then[name]:
            found.append(Difference(name, "changed", value))
    order = Difference("", "changed", None)  # nothing but the order of its parts
    return tuple(sorted(found, key=lambda one: one.part)) or (order,)


def _bare(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _bare(part) for name, part in value.items() if name not in BESIDE}
    return [_bare(part) for part in value] if isinstance(value, list | tuple) else value


def _digest(value: Any) -> str:
    return hashlib.sha256(rfc8785.dumps(value)).hexdigest()


def _parts(value: Any, path: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    items: Sequence[tuple[str, Any]] = ()
    if depth < DEPTH and isinstance(value, dict):
        items = list(value.items())
    elif depth < DEPTH and isinstance(value, list):
        items = _named(value)
    if not items:
        yield path, value
    for name, part in items:
        yield from _parts(part, f"{path}/{name}" if path else name, depth + 1)


def _named(items: Sequence[Any]) -> list[tuple[str, Any]]:
    """The items of a list by what each is about, else by place."""
    found: dict[str, Any] = {}
    for place, item in enumerate(items):
        name = _name(item) if isinstance(item, dict) else None
        found[str(place) if name is None or name in found else name] = item
    return list(found.items())


def _name(item: Mapping[str, Any]) -> str | None:
    if isinstance(item.get("measure"), Mapping) and "id" not in item and "consequence" not in item:
        return " ".join(str(one) for one in (item["measure"]["code"], item.get("scope")) if one)
    named = (item.get(key) for key in ("consequence", "id", "fact", "source"))
    return next((one for one in named if isinstance(one, str)), None)
