"""Two provinces that the tests look at, made once."""

from __future__ import annotations

from functools import cache

import pyarrow as pa

from graph_service.facts import from_row, row_id
from graph_service.facts.digests import Digester
from graph_service.facts.ledger import Stated
from graph_service.loaders.province import Chunk, Settings, make_part

DIGESTER = Digester(b"a key of the tests")
SMALL = Settings(enterprises=1_000, seed=7, part=1_000)
LARGE = Settings(enterprises=25_000, seed=7)


@cache
def small() -> Chunk:
    return make_part(SMALL, 0, DIGESTER)


@cache
def large() -> Chunk:
    return make_part(LARGE, 0, DIGESTER)


@cache
def stated(size: str) -> tuple[Stated, ...]:
    chunk = small() if size == "small" else large()
    made: list[Stated] = []
    for kind, table in chunk.columns.items():
        if kind != "card":
            for cells in table.to_pylist():
                row = {name: cell for name, cell in cells.items() if cell is not None}
                made.append(Stated(from_row(kind, row), 1, len(made) + 1, row_id(kind, row)))
    return tuple(made)


def column(chunk: Chunk, table: str, name: str) -> pa.Array:
    found = chunk.columns[table].column(name)
    return found.cast(pa.string()) if pa.types.is_dictionary(found.type) else found
