"""Finding parties by their words: names, former names, pinyin, addresses, numbers; a file beside the graph.

The file is made from the graph and can be thrown away: it remembers up to which entry it read. Chinese is cut into
pairs of signs, pinyin into syllables and initials, the rest into words, so `粤海`, `yuehai`, `yh` and `Yuehai Trading`
find one firm on either graph alike. Texts of persons are kept apart by `person`; erasing a card erases its words.
"""

from __future__ import annotations

import os
import re
import sqlite3
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pypinyin import Style, lazy_pinyin

from graph_service.errors import BadValue

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
_WORD = re.compile(r"[0-9a-z]+")
LONGEST = 400
"""Signs of a text that are made findable."""


class Words(NamedTuple):
    """One text of a record: `use` says what it is (name, former_name, address, code …), `entry` when it came."""

    record: str
    use: str
    text: str
    entry: int
    person: bool


class Hit(NamedTuple):
    """A record that was found, by which use of which text."""

    record: str
    use: str
    text: str
    person: bool


@dataclass(slots=True)
class SearchIndex:
    """The index in the file `path`; thread-safe."""

    path: Path
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)
    _open: sqlite3.Connection | None = field(default=None, repr=False)

    def _connection(self) -> sqlite3.Connection:
        if self._open is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
            made = sqlite3.connect(self.path, check_same_thread=False, timeout=30, isolation_level=None)
            made.executescript(_SCHEMA)
            self._open = made
        return self._open

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._open is not None:
                self._open.close()
                self._open = None

    @property
    def entry(self) -> int:
        """The entry up to which it has read; 0 for a new file."""
        with self._lock:
            return int(self._connection().execute("SELECT entry FROM state").fetchone()[0])

    def put(self, words: Iterable[Words], entry: int, *, anew: Iterable[str] = ()) -> None:
        """Add texts, having taken away all texts of the records `anew`; it has read up to `entry` then."""
        with self._lock:
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                for record in anew:
                    connection.execute(_FORGET_TOKENS, (record,))
                    connection.execute("DELETE FROM words WHERE record = ?", (record,))
                self._insert(connection, words)
                connection.execute("UPDATE state SET entry = max(entry, ?)", (entry,))
                connection.execute("COMMIT")
            except BaseException:
                connection.execute("ROLLBACK")
                raise

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._connection().executescript(
                "BEGIN; DELETE FROM words; DELETE FROM tokens; UPDATE state SET entry = 0; COMMIT;"
            )

    @staticmethod
    def _insert(connection: sqlite3.Connection, words: Iterable[Words]) -> None:
        for one in words:
            tokens = " ".join(tokens_of(one.text, with_pinyin=one.use != "code"))
            if tokens:
                made = connection.execute("INSERT INTO words VALUES (NULL, ?, ?, ?, ?, ?)", one)
                connection.execute("INSERT INTO tokens (rowid, body) VALUES (?, ?)", (made.lastrowid, tokens))

    def find(
        self, text: str, known: int, *, persons: bool, limit: int, skip: int = 0
    ) -> tuple[tuple[Hit, ...], int]:
        """A page of records with a text that holds all words of `text`, best first, and the exact total of records.
        Texts that came after entry `known` are not seen. Raises BadValue where `text` holds no word."""
        match = _match(text)
        kinds = (0, 1) if persons else (0, 0)
        with self._lock:
            connection = self._connection()
            total = connection.execute(_COUNT, (match, known, *kinds)).fetchone()[0]
            rows = connection.execute(_PAGE, (match, known, *kinds, limit, skip)).fetchall() if total else []
        return tuple(Hit(record, use, found, bool(person)) for record, use, found, person in rows), int(total)


_SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA secure_delete = ON;
CREATE TABLE IF NOT EXISTS words (
  id INTEGER PRIMARY KEY, record TEXT, use TEXT, text TEXT, entry INTEGER, person INTEGER);
CREATE INDEX IF NOT EXISTS words_record ON words (record);
CREATE VIRTUAL TABLE IF NOT EXISTS tokens USING fts5(body, detail=none);
CREATE TABLE IF NOT EXISTS state (entry INTEGER);
INSERT INTO state SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM state);
"""
_FORGET_TOKENS = "DELETE FROM tokens WHERE rowid IN (SELECT id FROM words WHERE record = ?)"
_FOUND = """
FROM tokens JOIN words ON words.id = tokens.rowid
WHERE tokens MATCH ? AND words.entry <= ? AND words.person IN (?, ?)
"""
_COUNT = f"SELECT count(DISTINCT words.record) {_FOUND}"
# The shortest text that holds all words is the closest; ties go by record, so pages do not overlap.
_PAGE = f"""
SELECT record, use, text, person FROM (
  SELECT words.record, words.use, words.text, words.person, row_number() OVER (
    PARTITION BY words.record ORDER BY length(words.text), words.id) AS nth
  {_FOUND})
WHERE nth = 1 ORDER BY length(text), record LIMIT ? OFFSET ?
"""


def _match(text: str) -> str:
    """The query: every token must stand in the text; the last word may go on."""
    plain = _plain(text)
    parts: list[str] = []
    for found in _HAN.findall(plain):
        parts += [f'"{pair}"' for pair in _pairs(found)] if len(found) > 1 else [f'"{found}" *']
    words = _WORD.findall(_HAN.sub(" ", plain))
    parts += [f'"{word}"' for word in words[:-1]] + [f'"{word}" *' for word in words[-1:]]
    if not parts:
        raise BadValue("a search needs a word, a number or a sign to look for")
    return " AND ".join(parts[:40])


def tokens_of(text: str, *, with_pinyin: bool = True) -> list[str]:
    """What makes a text findable: pairs of Chinese signs and the signs, their pinyin (whole, and initials), words."""
    plain = _plain(text)[:LONGEST]
    tokens: dict[str, None] = {}
    for found in _HAN.findall(plain):
        tokens.update(dict.fromkeys(found))
        tokens.update(dict.fromkeys(_pairs(found)))
    if with_pinyin:
        tokens.update(dict.fromkeys(_pinyin(plain)))
    tokens.update(dict.fromkeys(_WORD.findall(_HAN.sub(" ", plain))))
    return list(tokens)


def _pairs(signs: str) -> list[str]:
    return [signs[at : at + 2] for at in range(len(signs) - 1)]


def _pinyin(text: str) -> Iterator[str]:
    """The syllables; and from every sign on, the run of whole syllables and of initials, for search by beginnings."""
    for found in _HAN.findall(text):
        syllables = _syllables(found)
        yield from syllables
        for start in range(len(syllables) - 1):
            rest = syllables[start : start + 8]
            yield "".join(rest)
            yield "".join(one[0] for one in rest)


def _syllables(signs: str) -> Sequence[str]:
    return [_syllable(sign) for sign in signs]


@lru_cache(maxsize=50_000)
def _syllable(sign: str) -> str:
    found = lazy_pinyin(sign, style=Style.NORMAL, errors="ignore")
    return found[0].replace("ü", "v") if found and found[0] else sign


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
