"""The register as columns: Parquet tables of facts and cards, read as facts or scanned by DuckDB, and screened in bulk.

Whole-register work reads these tables, never the graph. A table per type of fact; a row per fact; an entry of the
ledger is a folder, and so is the staging of a load (`ColumnsWriter`: resumable, idempotent, flat memory).
"""

from graph_service.bulk.columns import Columns, entry_folder, write_ledger
from graph_service.bulk.digests import ids_of
from graph_service.bulk.manifest import Manifest
from graph_service.bulk.reading import stated_rows
from graph_service.bulk.schema import CARD, TABLES, schema_of
from graph_service.bulk.screening import Effort, cases_of, screen_columns
from graph_service.bulk.writer import ColumnsWriter

__all__ = [
    "CARD",
    "TABLES",
    "Columns",
    "ColumnsWriter",
    "Effort",
    "Manifest",
    "cases_of",
    "entry_folder",
    "ids_of",
    "schema_of",
    "screen_columns",
    "stated_rows",
    "write_ledger",
]
