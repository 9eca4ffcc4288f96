"""The two ways of a load into the graph: over Bolt, and through Neo4j's importer into a store that does not exist yet.

Either writes the staged columns into an entry that no reader follows and hands it back open; what follows (deriving,
sealing) is the same.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from graph_service.assemble.rulebooks import KIND, Rulebooks
from graph_service.bulk import Columns, ids_of
from graph_service.bulk.manifest import Manifest, Part
from graph_service.facts import BY_KIND, Card
from graph_service.rules.rulebook import Rulebook
from graph_service.store.connection import Graph, GraphAddress
from graph_service.store.duties import Duties
from graph_service.store.import_files import ImportFiles, write_import
from graph_service.store.importing import open_import, run_importer
from graph_service.store.loading import Load
from graph_service.store.neo4j_home import Neo4jHome
from graph_service.store.shape import Placed
from graph_service.store.store import Store

Phase = Callable[[str], AbstractContextManager[None]]
"""Measures the seconds of a phase by its name."""
Progress = Callable[[str, int, int | None], None]
"""Told of a phase (`read`, `write`, `import`, `derive`, `seal`), how much is done, of how much (None: not known)."""


class Way(Protocol):
    """One of the two."""

    def begin(
        self, columns: Columns, note: dict[str, Any], phase: Phase, tell: Progress
    ) -> AbstractContextManager[Load]:
        """The entry with everything of `columns` in it, open; left by an error, it is abandoned."""
        ...


@dataclass(frozen=True, slots=True)
class OverBolt:
    """Batches of rows, written by the driver: into any store, however much it holds."""

    store: Store

    @contextmanager
    def begin(self, columns: Columns, note: dict[str, Any], phase: Phase, tell: Progress) -> Iterator[Load]:
        """See `Way`."""
        total, done = sum(columns.rows.values()), 0
        with self.store.begin("load", note) as load:
            with phase("write"):
                for rows, cards in _batches(columns):
                    load.add(rows, cards)
                    done += len(rows) + len(cards)
                    tell("write", done, total)
                # Waits for what is still on its way to the graph, so that each phase is told its own time.
                load.touched()
            yield load


RULEBOOK_ENTRY, LOAD_ENTRY = 1, 2


@dataclass(frozen=True, slots=True)
class ThroughImporter:
    """Files for the importer of a stopped Neo4j, which is started afterwards and goes on running. The rulebook's entry
    comes first, as in a store that was opened empty. `fingerprint` is the identity key's."""

    home: Neo4jHome
    address: GraphAddress
    book: Rulebook
    fingerprint: str
    day_of: Callable[[datetime], date]

    @contextmanager
    def begin(self, columns: Columns, note: dict[str, Any], phase: Phase, tell: Progress) -> Iterator[Load]:
        """See `Way`. Raises Conflict, Unavailable; what the importer said is then in the staging folder."""
        # A folder of its own: another load may be under way, and it is the importer that tells them to wait.
        folder = Path(tempfile.mkdtemp(prefix="import-", dir=columns.parts[0][0].parent))
        try:
            files = self._import(columns, folder, phase, tell)
        finally:
            for path in folder.glob("*.csv"):
                path.unlink()
        with phase("start"):
            graph = self.home.start(self.address)
        tell("import", 3, 4)
        with graph:
            with phase("adopt"):
                load = open_import(
                    graph,
                    files,
                    note,
                    [(KIND, self._keep_rulebook(graph))],
                    duties=Duties(day_of=self.day_of),
                )
            tell("import", 4, 4)
            shutil.rmtree(folder)
            with load:
                yield load

    def _import(self, columns: Columns, folder: Path, phase: Phase, tell: Progress) -> ImportFiles:
        tell("import", 0, 4)
        with phase("files"):
            files = write_import(
                folder, tuple(BY_KIND), lambda kind: columns.batches(kind, with_ids=False), LOAD_ENTRY
            )
        tell("import", 1, 4)
        with phase("import"):
            run_importer(
                [str(self.home.admin)],
                files,
                database=self.address.database,
                environment=self.home.environment,
            )
        tell("import", 2, 4)
        return files

    def _keep_rulebook(self, graph: Graph) -> dict[str, Any]:
        return Rulebooks(Store(graph), self.book).keep(self.fingerprint)


def _batches(columns: Columns) -> Iterator[tuple[list[Placed], list[Card]]]:
    """The staged facts and cards, a part at a time: all facts of a record come together."""
    for folder, manifest in columns.parts:
        for number in range(len(manifest.parts)):
            one = Columns(((folder, _only(manifest, number)),))
            rows = [
                placed for kind in BY_KIND for batch in one.batches(kind) for placed in _placed(kind, batch)
            ]
            rows.sort(key=lambda placed: placed.ordinal)
            yield rows, list(one.cards())


def _only(manifest: Manifest, number: int) -> Manifest:
    """The manifest with the rows of one part only."""
    parts = (part if n == number else Part({}, part.next_ordinal) for n, part in enumerate(manifest.parts))
    return replace(manifest, parts=tuple(parts))


def _placed(kind: str, batch: pa.RecordBatch) -> Iterator[Placed]:
    names = [name for name in batch.schema.names if name not in ("entry", "ordinal", "id")]
    ids = ids_of(kind, batch.select(names)) if batch.column("id").null_count else batch.column("id")
    ordinals, keys = batch.column("ordinal").to_pylist(), ids.to_pylist()
    filled = [name for name in names if batch.column(name).null_count < batch.num_rows]
    cells = zip(*(batch.column(name).to_pylist() for name in filled), strict=True)
    for values, ordinal, key in zip(cells, ordinals, keys, strict=True):
        row = {name: value for name, value in zip(filled, values, strict=True) if value is not None}
        yield Placed(kind, row, ordinal, key)
