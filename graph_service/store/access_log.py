"""The access log: who read whose record, why, and when; append-only JSON lines, each chained to the one before.

A line is on disk before the read is answered. Readers that come together share one write and one sync (group
commit); several processes may write to one log, for each write holds the file's lock and continues the newest line.
The log speaks in ids: no name and no number of a document stands in it.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from graph_service.errors import BadInput, Unavailable
from graph_service.store.readers import Readers

START = "0" * 64
"""What the first line is chained to."""


class LogHead(NamedTuple):
    """The newest line: its number (from 1; 0 for an empty log) and its digest."""

    number: int
    digest: str


@dataclass(slots=True)
class _Waiting:
    """A line that waits for the disk."""

    at: datetime
    what: Mapping[str, Any]
    head: LogHead | None = None
    failed: Exception | None = None


@dataclass(slots=True)
class AccessLog:
    """The log at `path`; made with its folder (0700) at the first line. Thread-safe."""

    path: Path
    _queue: list[_Waiting] = field(default_factory=list, repr=False)
    _turn: threading.Condition = field(default_factory=threading.Condition, repr=False)
    _busy: bool = False
    _tail: tuple[int, LogHead] = (0, LogHead(0, START))
    _readers: Readers = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._readers = Readers(self.path)

    def append(self, what: Mapping[str, Any], at: datetime) -> LogHead:
        """Write one line with the instant `at`; returns once it is on disk. Raises Unavailable where it cannot be."""
        mine = _Waiting(at, what)
        with self._turn:
            self._queue.append(mine)
            while self._busy and mine.head is None and mine.failed is None:
                self._turn.wait()
            if mine.head is None and mine.failed is None:
                self._busy = True
                group, self._queue = self._queue, []
        if mine.head is None and mine.failed is None:
            self._lead(group)
        if mine.failed is not None:
            raise Unavailable(f"the access log cannot be written: {mine.failed}") from mine.failed
        assert mine.head is not None
        return mine.head

    def _lead(self, group: list[_Waiting]) -> None:
        """Write a group that came together, and wake those who wait."""
        try:
            heads = self._write(group)
            for waiting, head in zip(group, heads, strict=True):
                waiting.head = head
        except OSError as error:
            for waiting in group:
                waiting.failed = error
        finally:
            with self._turn:
                self._busy = False
                self._turn.notify_all()

    def _write(self, group: list[_Waiting]) -> list[LogHead]:
        with self._locked() as file:
            head = self._newest(file)
            lines: list[bytes] = []
            heads: list[LogHead] = []
            for waiting in group:
                line = {
                    "n": head.number + 1, "at": waiting.at.isoformat(), "before": head.digest, **waiting.what,
                }  # fmt: skip
                head = LogHead(head.number + 1, _digest(line))
                lines.append(_text({**line, "digest": head.digest}).encode() + b"\n")
                heads.append(head)
            file.seek(0, os.SEEK_END)
            os.write(file.fileno(), b"".join(lines))
            os.fsync(file.fileno())
            self._tail = (os.fstat(file.fileno()).st_size, head)
            return heads

    def head(self) -> LogHead:
        """The newest line on disk, whoever wrote it."""
        if not self.path.exists():
            return LogHead(0, START)
        with self._locked() as file:
            return self._newest(file)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[Any]:
        if not self.path.exists():
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "r+b", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file

    def _newest(self, file: Any) -> LogHead:
        """The head under the lock; a torn last line, which nobody was answered for, is cut off."""
        size = os.fstat(file.fileno()).st_size
        if size == self._tail[0]:
            return self._tail[1]
        end, line = _last_line(file, size)
        if end != size:
            os.ftruncate(file.fileno(), end)
        head = LogHead(0, START)
        if line:
            entry = json.loads(line)
            head = LogHead(entry["n"], entry["digest"])
        self._tail = (end, head)
        return head

    def lines(self) -> Iterator[dict[str, Any]]:
        """The lines, oldest first, as they stand (see `verify`)."""
        if self.path.exists():
            with self.path.open(encoding="utf-8") as file:
                for line in file:
                    if line.endswith("\n"):
                        yield json.loads(line)

    def readers_of(self, subjects: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Whose reads speak of one of these ids: caller to the act and the instant of the last of them."""
        return self._readers.of(subjects)

    def verify(self) -> LogHead:
        """Go through the whole chain and give its head; raises BadInput naming the first line that was altered."""
        head = LogHead(0, START)
        if not self.path.exists():
            return head
        with self.path.open("rb") as file:
            for number, raw in enumerate(file, start=1):
                if not raw.endswith(b"\n"):
                    break  # torn by a crash before anyone was answered; the next writer cuts it off
                head = _checked(self.path, raw, number, head)
        return head


def _checked(path: Path, raw: bytes, number: int, before: LogHead) -> LogHead:
    try:
        line = json.loads(raw)
        digest = line.pop("digest")
        good = line["n"] == number and line["before"] == before.digest and _digest(line) == digest
    except (ValueError, KeyError, TypeError, AttributeError):
        good = False
    if not good:
        raise BadInput(f"{path}:{number}: the access log was altered at this line or lacks lines before it")
    return LogHead(number, digest)


def _last_line(file: Any, size: int) -> tuple[int, bytes]:
    """Where the last whole line ends, and that line (empty where there is none)."""
    block = 4096
    while True:
        start = max(0, size - block)
        file.seek(start)
        read = file.read(size - start)
        end = read.rfind(b"\n")
        if end >= 0:
            begin = read.rfind(b"\n", 0, end)
            if begin >= 0 or start == 0:
                return start + end + 1, read[begin + 1 : end]
        elif start == 0:
            return 0, b""
        block *= 4


def _text(line: Mapping[str, Any]) -> str:
    return json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _digest(line: Mapping[str, Any]) -> str:
    return hashlib.sha256(_text(line).encode()).hexdigest()
