"""The fast way into an empty Neo4j: its own bulk importer, offline, under a file lock; then the entry is opened over
Bolt, where the law is applied to it and it is sealed like any other.

files = write_import(folder, kinds, columns.batches, entry=2)  # CSV files in the shape of the store
run_importer(["neo4j-admin"], files)                           # while the database is stopped
with open_import(graph, files, note, before) as load:          # once it runs
    load.seal()
"""

from __future__ import annotations

import fcntl
import secrets
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any

from graph_service.errors import Conflict, Unavailable
from graph_service.store import ledger
from graph_service.store.connection import Graph, Run
from graph_service.store.duties import Duties
from graph_service.store.import_files import ImportFiles
from graph_service.store.loading import Clock, Load, now
from graph_service.store.schema import make_late_indexes, migrate

_OPTIONS = ("--array-delimiter=U+001F", "--skip-duplicate-nodes=false")


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
        options = [*_OPTIONS, f"--report-file={files.folder / 'import.report'}"]
        if files.multiline:
            # Only where it must be: files without such values are read in pieces by all processors, twice as fast.
            options += [
                f"--multiline-fields={','.join(str(path) for path in files.multiline)}",
                "--multiline-fields-format=v2",
            ]
        arguments = ["database", "import", "full", database, *options, *files.arguments]
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


def open_import(
    graph: Graph,
    files: ImportFiles,
    note: dict[str, Any],
    before: Sequence[tuple[str, dict[str, Any]]] = (),
    clock: Clock = now,
    duties: Duties | None = None,
) -> Load:
    """Bring an imported graph under the schema and open the entry of its facts, as `Store.begin` opens one. `before`
    are the kinds and notes of entries without facts that come first. Raises Conflict where the graph is not one that
    was just imported, or the entry would have another number."""
    migrate(graph)
    make_late_indexes(graph)
    holder, at = secrets.token_hex(8), clock()

    def work(run: Run) -> int:
        ledger.end_import(run)
        for number, (kind, said) in enumerate(before, start=1):
            ledger.seal(run, number, at, kind, 0, said)
        number = ledger.open_entry(run, ledger.lock(run, at), holder, at, "load", note)
        if number != files.entry:
            raise Conflict(f"the imported facts are of entry {files.entry}, and the next entry is {number}")
        return number

    load = Load(graph, holder, graph.write(work), "load", note, clock, duties or Duties())
    try:
        load.take_import(files)
    except BaseException:
        load.abandon()
        raise
    return load
