"""The door of loaders: files of a folder as the `SourceFile` values that loaders are handed.

Loaders themselves are pure and open nothing; this module is the one place where their files are opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph_service.errors import NotFound, Unavailable

CHUNK = 1 << 20
"""Bytes read at a time."""


@dataclass(frozen=True, slots=True)
class DiskFile:
    """A SourceFile on disk: `name` is its path inside the source."""

    name: str
    path: Path

    @property
    def size(self) -> int:
        """Bytes in all."""
        return self.path.stat().st_size

    def chunks(self) -> Iterator[bytes]:
        """The bytes from the start, a piece at a time; raises Unavailable where the file cannot be read."""
        try:
            with self.path.open("rb") as opened:
                while chunk := opened.read(CHUNK):
                    yield chunk
        except OSError as error:
            raise Unavailable(f"{self.name} cannot be read: {error.strerror}") from error


def files_of(path: Path) -> tuple[DiskFile, ...]:
    """The files of a source: `path` itself, or all files below it, sorted; names that begin with a dot or `~` (what
    editors and spreadsheets leave behind) are passed over. Raises NotFound where there is nothing."""
    if path.is_file():
        return (DiskFile(path.name, path),)
    found = [
        DiskFile(file.relative_to(path).as_posix(), file)
        for file in sorted(path.rglob("*"))
        if file.is_file() and not any(part[0] in ".~" for part in file.relative_to(path).parts)
    ]
    if not found:
        raise NotFound(f"{path} is no file, and no folder with files in it")
    return tuple(found)
