"""A generated province written straight to columns, past every graph: what benchmarks and bulk screening run on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path

from graph_service.bulk import Columns, ColumnsWriter, entry_folder
from graph_service.facts.digests import Digester
from graph_service.loaders.province import HIDDEN, NameKeys, Settings, make_part


def write_province(
    register: Path,
    settings: Settings,
    digester: Digester,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Columns:
    """The province as entry 1 of a register folder, part by part with flat memory; what stopped goes on where it was,
    what is complete is left as it is. The entry's instant is the beginning of the day the province is seen from, so
    the same settings and key give the same files. What hidden actors did lies in HIDDEN, beside the tables. `progress`
    is told enterprises done and in all."""
    writer = ColumnsWriter(entry_folder(register, 1), 1, settings.as_source(), with_ids=False)
    keys = NameKeys(digester)
    for number in range(writer.finished, settings.parts):
        chunk = make_part(settings, number, digester, keys)
        with writer.part():
            for table, columns in chunk.columns.items():
                writer.write(table, columns)
            writer.beside(HIDDEN, chunk.hidden)
        progress(settings.firms_of(number).stop, settings.enterprises)
    writer.seal(datetime.combine(settings.today, time(), UTC))
    return Columns.of(register)
