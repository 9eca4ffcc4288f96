"""The fast way into an empty Neo4j: its own bulk importer, offline, under a file lock; then the entry is sealed.

files = write_import(folder, kinds, columns.batches)       # CSV files in the shape of the store
run_importer(["neo4j-admin"], files)                       # while the database is stopped
adopt_import(graph, files, now(), {"loader": "province"})  # once it runs: entry 1 counts
"""

from __future__ import annotations

import fcntl
import subprocess
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from graph_service.errors import Conflict, Unavailable
from graph_service.facts import Entry
from graph_service.store import ledger
from graph_service.store.connection import Graph, Run
from graph_service.store.endings import mark_endings
from graph_service.store.import_files import ImportFiles
from graph_service.store.parties import settle
from graph_service.store.schema import make_contact_indexes, migrate
from graph_service.store.writing import STEP, ending_steps, write_step

_OPTIONS = ("--array-delimiter=U+001F", "--multiline-fields=true", "--skip-duplicate-nodes=false")


def run_importer(
    command: Sequence[str],
    files: ImportFiles,
    *,
    database: str = "neo4j",
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run `neo4j-admin` (or what `command` calls it) on the files. The database must be stopped and new: the importer
    refuses one that exists. Raises Unavailable with the place of its log where it does not succeed."""
    log = files.folder / "importer.log"
    with (files.folder.parent / "import.lock").open("a", encoding="utf-8") as lock, log.open("wb") as output:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Unavailable("another import into this store is under way") from error
        report = f"--report-file={files.folder / 'import.report'}"
        arguments = ["database", "import", "full", database, *_OPTIONS, report, *files.arguments]
        done = subprocess.run(
            [*command, *arguments],
            stdout=output,
            stderr=output,
            env=environment,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    if done.returncode:
        raise Unavailable(f"the importer ended with {done.returncode}; its log is {log}")


def adopt_import(graph: Graph, files: ImportFiles, at: datetime, note: dict[str, Any]) -> Entry:
    """Bring an imported graph under the schema, mark what has ended, and seal it as its first entry.

    Raises Conflict where the graph has entries already, or holds less than was imported."""
    migrate(graph)
    if graph.write(lambda run: ledger.lock(run, at)).head:
        raise Conflict("this graph has entries already: the importer is for an empty store only")
    found = graph.read("MATCH (r:Record) RETURN count(r) AS n")[0]["n"]
    if not found and files.nodes:
        raise Conflict("the imported records are not in this graph: is it another database?")
    for step in ending_steps(files.endings):
        for piece in step.slices():
            write_step(graph, piece)
    ended = list(dict.fromkeys([*(str(one["of"]) for one in files.endings), *files.identities]))
    concerned: set[str] = set()
    for start in range(0, len(ended), STEP):
        piece_of = ended[start : start + STEP]
        concerned |= graph.write(lambda run, ids=piece_of: mark_endings(run, ids, 1))  # type: ignore[misc]  # mypy cannot infer a lambda with a default
    make_contact_indexes(graph)

    def work(run: Run) -> Entry:
        ledger.lock(run, at)
        settle(run, concerned, 1)
        return ledger.seal(run, 1, at, "import", files.facts, note)

    return graph.write(work)
