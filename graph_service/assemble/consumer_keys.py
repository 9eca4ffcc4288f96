"""The keys by which webhooks are signed: a file each in the folder of keys, named in the graph and shown once."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from graph_service.assemble.keys import new_key, read_key
from graph_service.errors import Unavailable
from graph_service.store.consumers import Standing
from graph_service.store.ledger import instant_text


def make(folder: Path) -> tuple[str, bytes]:
    """A new key, on disk, and the name under which it is found again."""
    name = secrets.token_hex(8)
    return name, new_key(_path(folder, name))


def valid(folder: Path, standing: Standing, now: datetime) -> tuple[bytes, ...]:
    """The keys that sign now, the newest first; raises Unavailable where the newest is not there."""
    names = standing.keys[:1] + (standing.keys[1:] if standing.until > instant_text(now) else ())
    found = [(name, read_key(_path(folder, name))) for name in names]
    if not found or found[0][1] is None:
        raise Unavailable("the secret of this consumer is not among the keys: put it back, or rotate it")
    return tuple(key for _, key in found if key is not None)


def forget(folder: Path, names: Iterable[str]) -> None:
    """Remove keys that are used no more."""
    for name in names:
        _path(folder, name).unlink(missing_ok=True)


def _path(folder: Path, name: str) -> Path:
    return folder / "webhooks" / f"{name}.key"
