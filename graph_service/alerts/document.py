"""What is signed: a body of plain JSON values, the id that digests all it says, and its canonical bytes (RFC 8785)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

import rfc8785


@dataclass(frozen=True, slots=True)
class Document:
    """A document before it is signed: its id, its body with that id in it, and the canonical bytes of the body."""

    id: str
    body: Mapping[str, Any]
    canonical: bytes = field(repr=False)

    NAME: ClassVar[str]
    """What it is; the name stands in the id, so that no kind of document passes for another."""

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> Self:
        """The document of a body without an id. Each member is brought into canonical form once, for the id and for the
        signature."""
        members = {name: rfc8785.dumps(value) for name, value in body.items()}
        key = _id(cls.NAME, _object(members))
        return cls(key, {"id": key, **body}, _object({"id": rfc8785.dumps(key), **members}))


def id_of(name: str, body: Mapping[str, Any]) -> str:
    """The id of a document of this name that says `body`."""
    return _id(name, rfc8785.dumps(dict(body)))


def _id(name: str, canonical: bytes) -> str:
    return f"{name}:{hashlib.sha256(canonical).hexdigest()[:32]}"


def _object(members: Mapping[str, bytes]) -> bytes:
    """The canonical form of an object from that of its members, in the order of RFC 8785, 3.2.3."""
    names = sorted(members, key=lambda name: name.encode("utf-16-be"))
    return b"{" + b",".join(rfc8785.dumps(name) + b":" + members[name] for name in names) + b"}"
