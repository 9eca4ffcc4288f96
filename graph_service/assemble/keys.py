"""Keys of a store: 32 random bytes each, in a file of its own that its owner alone may read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from graph_service.errors import Unavailable

KEY_BYTES = 32


def read_key(path: Path) -> bytes | None:
    """The key in a file; None where there is no file. Raises Unavailable where it holds no key."""
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise Unavailable(f"{path} holds no key") from error
    if len(key) != KEY_BYTES:
        raise Unavailable(f"{path} holds no key of {KEY_BYTES} bytes")
    return key


def new_key(path: Path) -> bytes:
    """A new key, on disk before it is used; raises FileExistsError where there is one already."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = secrets.token_bytes(KEY_BYTES)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key.hex())
        file.flush()
        os.fsync(file.fileno())
    return key
