"""A flaw: why one value cannot be read. With the place it stands in it becomes a Problem."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is odd about a value: a stable snake_case `kind`, `why` in a sentence without the value, and `todo`."""

    kind: str
    why: str
    todo: str
