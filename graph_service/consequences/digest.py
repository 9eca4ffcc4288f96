"""The digest of a clause: equal content, equal digest; a proof carries it, so that a clause that changed shows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from graph_service.rules.model import CatalogueEntry, Clause


@lru_cache(maxsize=4096)
def clause_digest(clause: Clause | CatalogueEntry) -> str:
    """SHA-256 (hex) over the canonical JSON of a clause's fields, or of a catalogue entry's."""
    text = json.dumps(_plain(clause), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value
