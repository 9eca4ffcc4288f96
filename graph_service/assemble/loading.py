"""Loading a source: staged as columns, its promises checked, then sealed into the graph as one entry.

Nothing that a reader could see is written before the promises were judged. A load that stops is taken up again from
its staging; the same source loaded twice states nothing twice.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from graph_service import loaders
from graph_service.alerts.effect import Effect
from graph_service.assemble.deriving import derive_cases, slices
from graph_service.assemble.ways import Progress, Way
from graph_service.bulk import TABLES, Columns, ColumnsWriter
from graph_service.consequences.model import Change
from graph_service.errors import Conflict
from graph_service.facts import Day
from graph_service.facts.digests import Digester
from graph_service.intake import Account, Batch, Context, Loader, SourceFile, broken_promises
from graph_service.loaders.folder import files_of
from graph_service.rules.rulebook import Rulebook

PART = 20_000
"""Facts that are gathered before a part is staged."""


def quiet(_phase: str, _done: int, _of: int | None) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadResult:
    """What a load came to: its account, the promises broken (nothing was sealed then, unless asked to), the entry,
    and how many cases were derived to how many consequences; how many natural persons it newly bound (None: by the
    importer, into a database that did not exist); `seconds` per phase."""

    account: Account
    broken: tuple[str, ...]
    sealed: bool
    entry: int | None
    cases: int
    consequences: int
    seconds: Mapping[str, float]
    newly_bound: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadOrder:
    """What to load: loader and path, the name its records begin with, the day it was drawn, today in the zone."""

    loader: str
    source: Path
    today: date
    source_name: str = ""
    extract_date: date | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    seal_anyway: bool = False
    bind_many: bool = False

    def context(self, digester: Digester, book: Rulebook) -> Context:
        """What the loader is told."""
        drawn = Day.of(self.extract_date) if self.extract_date else None
        return Context(
            digester=digester,
            today=self.today,
            extract_date=drawn,
            source=self.source_name,
            tables=tables_of(book),
            options=dict(self.options),
        )


def tables_of(book: Rulebook) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """The tables of the law as plain rows, since a loader does not know rules."""
    return {
        "posts": [asdict(row) for row in book.post_roles],
        "published_acts": [asdict(row) for row in book.published_acts],
        "listings": [asdict(row) for row in book.foreign_lists],
        "authorities": [asdict(row) for row in book.authorities],
    }


@dataclass(frozen=True, slots=True)
class Limit:
    """How many natural persons a load into a register may newly bind, from a day on, unless it was told to."""

    most: int
    day: date


@dataclass(slots=True)
class Loading:
    """One load under way."""

    way: Way
    book: Rulebook
    digester: Digester
    staging: Path
    order: LoadOrder
    note: Mapping[str, Any]
    progress: Progress = quiet
    limit: Limit | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    bound: set[str] = field(default_factory=set)

    def run(self) -> tuple[LoadResult, Columns | None]:
        """Stage, judge, seal; the columns are handed back for whoever reads them once more (see `forget`)."""
        loader = loaders.find(self.order.loader)
        files = files_of(self.order.source) if _reads_files(loader) else ()
        folder = self.staging / self._name(loader, files)
        with self._phase("read"):
            account = self._stage(loader, files, folder)
        broken = broken_promises(loader.sheet, account)
        if broken and not self.order.seal_anyway:
            shutil.rmtree(folder)
            return self._result(account, broken, None, 0, 0), None
        columns = Columns.staged(folder)
        entry, cases, consequences = self._seal(columns, account)
        self._keep_beside(folder, entry)
        return self._result(account, broken, entry, cases, consequences), columns

    def _keep_beside(self, folder: Path, entry: int) -> None:
        """What a source wrote beside its facts goes to the data folder: one file per name and entry."""
        for found in sorted(path for path in folder.iterdir() if path.is_dir() and path.name not in TABLES):
            kept = self.staging.parent / "beside" / f"entry-{entry:06d}-{found.name}.jsonl"
            kept.parent.mkdir(parents=True, exist_ok=True)
            with kept.open("wb") as file:
                for part in sorted(found.iterdir()):
                    file.write(part.read_bytes())

    @staticmethod
    def forget(columns: Columns) -> None:
        """Remove the staging of a load that was sealed."""
        for folder, _ in columns.parts:
            shutil.rmtree(folder)

    def _result(
        self, account: Account, broken: tuple[str, ...], entry: int | None, cases: int, consequences: int
    ) -> LoadResult:
        return LoadResult(
            account=account,
            broken=broken,
            sealed=entry is not None,
            entry=entry,
            cases=cases,
            consequences=consequences,
            seconds=dict(self.seconds),
            newly_bound=len(self.bound) if self.limit is not None else None,
        )

    @contextmanager
    def _phase(self, name: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - begun

    def _name(self, loader: Loader, files: Sequence[SourceFile]) -> str:
        """The staging folder of this very source: another day's files or other options are another load."""
        digest = hashlib.sha256(
            repr((self.order.options, self.order.extract_date, self.order.source_name)).encode()
        )
        digest.update(self.order.today.isoformat().encode())
        for file in files:
            digest.update(file.name.encode())
            for chunk in file.chunks():
                digest.update(chunk)
        return f"{loader.sheet.name}-{digest.hexdigest()[:16]}"

    def _stage(self, loader: Loader, files: Sequence[SourceFile], folder: Path) -> Account:
        """The source as columns, part by part; parts that were finished before are not written again."""
        account = Account(self.order.source_name or loader.sheet.name)
        writer = ColumnsWriter(folder, 0, {"loader": loader.sheet.name}, with_ids=False)
        batches = loader.shape(files, self.order.context(self.digester, self.book))
        done = 0
        for number, part in enumerate(_parts(batches)):
            for batch in part:
                account.add(batch)
                done += sum(rows.read for rows in batch.rows.values())
            self.progress("read", done, None)
            if number >= writer.finished:
                with writer.part():
                    for batch in part:
                        for table, columns in batch.columns.items():
                            writer.write(table, columns)
                        writer.add(batch.facts)
                        writer.add_cards(batch.cards)
                    for name, lines in _beside(part).items():
                        writer.beside(name, lines)
        return account

    def _seal(self, columns: Columns, account: Account) -> tuple[int, int, int]:
        note = {**self.note, "loader": self.order.loader, "sources": [account.source], "rescan": True}
        consequences = 0
        with self.way.begin(columns, note, self._phase, self.progress) as load:
            with self._phase("derive"):
                cases = load.touched()
                for n, some in enumerate(slices(cases), start=1):
                    reports = derive_cases(load.index(), some, self.book)
                    self._count(load.write_reports(reports))
                    consequences += sum(len(report.consequences) for report in reports)
                    self.progress("derive", min(n * len(some), len(cases)), len(cases))
            self._refuse_too_many(load.into_empty)
            with self._phase("seal"):
                self.progress("seal", 0, 1)
                entry = load.seal()
                self.progress("seal", 1, 1)
        return entry.number, len(cases), consequences

    def _count(self, changes: Sequence[Change]) -> None:
        if self.limit is not None:
            self.bound |= Effect.of(changes, self.limit.day).bound.persons

    def _refuse_too_many(self, into_empty: bool) -> None:
        """A wide effect on those who are there already is not sealed by oversight (H21)."""
        limit, newly = self.limit, len(self.bound)
        if limit is None or into_empty or self.order.bind_many or newly <= limit.most:
            return
        raise Conflict(
            f"this load would newly bind {newly:,} natural persons, and more than {limit.most:,} are not bound by a"
            " load that was not told to: nothing was sealed. Look at the source; to seal it, say --bind-many"
        )


def _reads_files(loader: Loader) -> bool:
    """A source without tables (a generated province) reads no files."""
    return bool(loader.sheet.tables) or loader.sheet.name != "province"


def _beside(batches: Iterable[Batch]) -> dict[str, list[str]]:
    """The lines that a group of batches keeps beside its facts, by name of their file."""
    lines: dict[str, list[str]] = {}
    for batch in batches:
        for name, more in batch.beside.items():
            lines.setdefault(name, []).extend(more)
    return lines


def _parts(batches: Iterator[Batch]) -> Iterator[list[Batch]]:
    """Batches in groups large enough for a part."""
    group: list[Batch] = []
    facts = 0
    for batch in batches:
        group.append(batch)
        facts += len(batch.facts) + sum(
            int(getattr(table, "num_rows", 0)) for table in batch.columns.values()
        )
        if facts >= PART:
            yield group
            group, facts = [], 0
    if group:
        yield group
