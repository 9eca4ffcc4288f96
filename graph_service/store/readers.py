"""Who read of whom, found without reading the access log anew: a file beside it that goes on from where it had read.

The file says nothing that the log does not say and can be thrown away: it remembers up to which byte it read and the
digest of the line before, so a log that was put back from elsewhere is read from its start again.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

EVERYONE = "*"
"""The subject of a read that was of all parties."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS read (subject TEXT, caller TEXT, act TEXT, at TEXT, PRIMARY KEY (subject, caller))
    WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS upto (at_byte INTEGER, last_from INTEGER, last_digest TEXT);
INSERT INTO upto SELECT 0, 0, '' WHERE NOT EXISTS (SELECT 1 FROM upto);
"""
_PUT = "INSERT OR REPLACE INTO read VALUES (?, ?, ?, ?)"


@dataclass(slots=True)
class Readers:
    """The readers of the log at `log`; thread-safe, and several processes may keep one file."""

    log: Path
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _file: sqlite3.Connection | None = field(default=None, repr=False)

    def of(self, subjects: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Whose reads speak of one of these ids, or were of everyone: caller to the act and the instant of the last."""
        if not self.log.exists():
            return {}
        wanted = sorted({*subjects, EVERYONE})
        marks = ", ".join("?" * len(wanted))
        with self._lock:
            file = self._opened()
            self._catch_up(file)
            rows = file.execute(
                f"SELECT caller, act, at FROM read WHERE subject IN ({marks}) ORDER BY at", wanted
            ).fetchall()
        return {caller: (act, at) for caller, act, at in rows}

    def _opened(self) -> sqlite3.Connection:
        if self._file is None:
            path = self.log.with_suffix(".readers")
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            self._file = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
            # It can be made anew, so nobody waits for the disk on its account.
            self._file.execute("PRAGMA synchronous = OFF")
            self._file.executescript(_SCHEMA)
        return self._file

    def _catch_up(self, file: sqlite3.Connection) -> None:
        with self.log.open("rb") as log:
            if log.seek(0, os.SEEK_END) == file.execute("SELECT at_byte FROM upto").fetchone()[0]:
                return
            file.execute("BEGIN IMMEDIATE")
            begin, last_from, last_digest = file.execute("SELECT * FROM upto").fetchone()
            if _digest_of(log, last_from, begin) != last_digest:
                file.execute("DELETE FROM read")
                begin, last_from, last_digest = 0, 0, ""
            log.seek(begin)
            for raw in log:
                if not raw.endswith(b"\n"):
                    break  # torn, or on its way: it is read when it is whole
                line = json.loads(raw)
                told = str(line.get("caller")), str(line.get("act")), str(line["at"])
                file.executemany(_PUT, ((subject, *told) for subject in line.get("subjects", ())))
                last_from, begin = begin, begin + len(raw)
            last_digest = _digest_of(log, last_from, begin)
            file.execute(
                "UPDATE upto SET at_byte = ?, last_from = ?, last_digest = ?", (begin, last_from, last_digest)
            )
            file.execute("COMMIT")


def _digest_of(log: BinaryIO, begin: int, end: int) -> str:
    if begin == end:
        return ""
    log.seek(begin)
    return hashlib.sha256(log.read(end - begin)).hexdigest()
