"""The manifest of an entry's folder: which parts are finished, how many rows each table has in them, and where
they came from. It is the only authority on what is there: a file it does not name is not read.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from graph_service.bulk.schema import CARD, TABLES
from graph_service.errors import BadInput

NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Part:
    """A finished part: rows by table, and the ordinal that follows its last fact."""

    rows: dict[str, int]
    next_ordinal: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an entry's folder holds. `source` says what was written (settings, seed, file digests: text values),
    so that a load taken up again is known to be the same; `at` is the entry's instant, None until sealed."""

    entry: int
    source: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    at: datetime | None = None

    @property
    def next_ordinal(self) -> int:
        """The ordinal of the next fact."""
        return self.parts[-1].next_ordinal if self.parts else 1

    @property
    def rows(self) -> dict[str, int]:
        """Rows by table over all finished parts, in the order of the tables."""
        total: Counter[str] = Counter()
        for part in self.parts:
            total.update(part.rows)
        return {table: total[table] for table in TABLES if total[table]}

    @property
    def facts(self) -> int:
        """How many facts; cards are none."""
        return sum(count for table, count in self.rows.items() if table != CARD)

    def files(self, folder: Path, table: str) -> list[Path]:
        """The files of a table, in order."""
        return [part_file(folder, table, n) for n, part in enumerate(self.parts) if part.rows.get(table)]

    def plus(self, part: Part) -> Manifest:
        """This manifest with one more finished part."""
        return replace(self, parts=(*self.parts, part))

    def save(self, folder: Path) -> None:
        """Write it in one step: a reader sees the old manifest or the new one."""
        document = {
            "format": FORMAT,
            "entry": self.entry,
            "at": None if self.at is None else self.at.astimezone(UTC).isoformat(),
            "source": dict(self.source),
            "parts": [asdict(part) for part in self.parts],
        }
        draft = folder / f"{NAME}.partial"
        draft.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
        os.replace(draft, folder / NAME)


def part_file(folder: Path, table: str, number: int) -> Path:
    """Where part `number` (from 0) of a table lies."""
    return folder / table / f"part-{number:05d}.parquet"


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest in `folder`, None where there is none; raises BadInput where it cannot be read."""
    path = folder / NAME
    if not path.is_file():
        return None
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["format"] != FORMAT:
            raise BadInput(f"{path} is of format {document['format']}; this version reads format {FORMAT}")
        at = document["at"]
        return Manifest(
            entry=document["entry"],
            source=document["source"],
            parts=tuple(Part(**part) for part in document["parts"]),
            at=None if at is None else datetime.fromisoformat(at),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(f"{path} is not a manifest of columns; remove the folder and load again") from error
