"""Finding parties by their words: names, former names, pinyin, addresses, numbers; a file beside the graph.

The file is made from the graph and can be thrown away: it remembers up to which entry it read. Chinese is cut into
pairs of signs, pinyin into syllables and initials, the rest into words, so `粤海`, `yuehai`, `yh` and `Yuehai Trading`
find one firm on either graph alike. Texts of persons are kept apart by `person`; erasing a card erases its words.
Texts and the parties that records were proved to be are kept with the entries between which they stood.
"""

from __future__ import annotations

import os
import re
import sqlite3
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from pypinyin import Style, lazy_pinyin

from graph_service.errors import BadValue

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
_WORD = re.compile(r"[0-9a-z]+")
LONGEST = 400
"""Signs of a text that are made findable."""


class Words(NamedTuple):
    """One text of a record: `use` says what it is (name, former_name, address, code …), `entry` when it came, `until`
    the entry that took it back."""

    record: str
    use: str
    text: str
    entry: int
    person: bool
    until: int | None = None


class Hit(NamedTuple):
    """A party that was found, by the record with the closest text: which use of which text."""

    party: str
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
            if made.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
                made.executescript(_ANEW)
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
        """Add texts; those of the records `anew` that are not among them no longer stand from `entry` on, and of a
        person nothing of them stays. It has read up to `entry` then."""
        with self._writing() as connection:
            kept: set[tuple[Any, ...]] = set()
            fresh: list[Words] | Iterable[Words] = words
            if records := list(dict.fromkeys(anew)):
                fresh = list(words)
                said = {one[:5] for one in fresh}
                for record in records:
                    for place, *old in connection.execute(_STANDING, (record,)).fetchall():
                        if (row := (*old[:4], bool(old[4]))) in said:
                            kept.add(row)
                        elif row[4]:
                            connection.execute("DELETE FROM tokens WHERE rowid = ?", (place,))
                            connection.execute("DELETE FROM words WHERE id = ?", (place,))
                        else:
                            connection.execute("UPDATE words SET until = ? WHERE id = ?", (entry, place))
            self._insert(connection, (one for one in fresh if one[:5] not in kept))
            connection.execute("UPDATE state SET entry = max(entry, ?)", (entry,))

    def join(self, parties: Mapping[str, str | None], entry: int) -> None:
        """Keep of which party each record is from `entry` on; None for a record that is joined with no other."""
        with self._writing() as connection:
            for record, party in parties.items():
                old = connection.execute(_JOINED_NOW, (record,)).fetchone()
                if (old[0] if old else None) == party:
                    continue
                connection.execute("DELETE FROM joined WHERE record = ? AND since = ?", (record, entry))
                connection.execute(
                    "UPDATE joined SET until = ? WHERE record = ? AND until IS NULL", (entry, record)
                )
                if party is not None:
                    connection.execute("INSERT INTO joined VALUES (?, ?, ?, NULL)", (record, party, entry))

    def companions(self, records: Iterable[str]) -> set[str]:
        """The records that are of one party with any of these now, as far as the index knows."""
        with self._lock:
            connection = self._connection()
            return {row[0] for one in records for row in connection.execute(_COMPANIONS, (one,))}

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                connection.execute("ROLLBACK")
                raise

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._connection().executescript(
                "BEGIN; DELETE FROM words; DELETE FROM tokens; DELETE FROM joined; UPDATE state SET entry = 0; COMMIT;"
            )

    @staticmethod
    def _insert(connection: sqlite3.Connection, words: Iterable[Words]) -> None:
        for one in words:
            tokens = " ".join(tokens_of(one.text, with_pinyin=one.use != "code"))
            if tokens:
                made = connection.execute("INSERT INTO words VALUES (NULL, ?, ?, ?, ?, ?, ?)", one)
                connection.execute("INSERT INTO tokens (rowid, body) VALUES (?, ?)", (made.lastrowid, tokens))

    def find(
        self, text: str, known: int, *, persons: bool, limit: int, skip: int = 0
    ) -> tuple[tuple[Hit, ...], int]:
        """A page of parties of which a record has a text that holds all words of `text`, best first, and the exact
        total of parties. Texts and parties are those known at entry `known`. Raises BadValue where `text` holds no
        word."""
        asked = {"match": _match(text), "known": known, "persons": persons, "limit": limit, "skip": skip}
        with self._lock:
            connection = self._connection()
            total = connection.execute(_COUNT, asked).fetchone()[0]
            rows: list[tuple[str, str, str, str, int]] = (
                connection.execute(_PAGE, asked).fetchall() if total else []
            )
        return tuple(Hit(*row[:4], person=bool(row[4])) for row in rows), int(total)


_VERSION = 2
_ANEW = """
DROP TABLE IF EXISTS words;
DROP TABLE IF EXISTS tokens;
DROP TABLE IF EXISTS joined;
DROP TABLE IF EXISTS state;
"""
_SCHEMA = f"""
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA secure_delete = ON;
CREATE TABLE IF NOT EXISTS words (
  id INTEGER PRIMARY KEY, record TEXT, use TEXT, text TEXT, entry INTEGER, person INTEGER, until INTEGER);
CREATE INDEX IF NOT EXISTS words_record ON words (record);
CREATE VIRTUAL TABLE IF NOT EXISTS tokens USING fts5(body, detail=none);
CREATE TABLE IF NOT EXISTS joined (record TEXT, party TEXT, since INTEGER, until INTEGER);
CREATE INDEX IF NOT EXISTS joined_record ON joined (record);
CREATE INDEX IF NOT EXISTS joined_party ON joined (party);
CREATE TABLE IF NOT EXISTS state (entry INTEGER);
INSERT INTO state SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM state);
PRAGMA user_version = {_VERSION};
"""
_STANDING = "SELECT id, record, use, text, entry, person FROM words WHERE record = ? AND until IS NULL"
_JOINED_NOW = "SELECT party FROM joined WHERE record = ? AND until IS NULL"
_COMPANIONS = f"SELECT record FROM joined WHERE until IS NULL AND party = ({_JOINED_NOW})"
_FOUND = """
FROM tokens JOIN words ON words.id = tokens.rowid LEFT JOIN joined ON joined.record = words.record
  AND joined.since <= :known AND (joined.until IS NULL OR joined.until > :known)
WHERE tokens MATCH :match AND words.entry <= :known AND (words.until IS NULL OR words.until > :known)
  AND words.person <= :persons
"""
_PARTY = "coalesce(joined.party, words.record)"
_COUNT = f"SELECT count(DISTINCT {_PARTY}) {_FOUND}"
# The shortest text that holds all words is the closest; ties go by party, so pages do not overlap.
_PAGE = f"""
SELECT party, record, use, text, person FROM (
  SELECT {_PARTY} AS party, words.record, words.use, words.text, words.person, row_number() OVER (
    PARTITION BY {_PARTY} ORDER BY length(words.text), words.id) AS nth
  {_FOUND})
WHERE nth = 1 ORDER BY length(text), party LIMIT :limit OFFSET :skip
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
