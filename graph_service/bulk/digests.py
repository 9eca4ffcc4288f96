"""Fact ids for whole columns: the same digests as `facts.rows.row_id`, without building a row.

The canonical JSON of a row is its non-default fields sorted by name. Each column becomes a column of fragments
(`"post":"director"`), the fragments of a row are joined (a null is left out), and only the SHA-256 is taken row by row.
"""

from __future__ import annotations

import hashlib
import json

import pyarrow as pa
import pyarrow.compute as pc

from graph_service.bulk.schema import row_schema

_TO_ESCAPE = r'["\\\x00-\x1f]'


def canonical_texts(kind: str, columns: pa.RecordBatch | pa.Table) -> pa.Array:
    """The canonical JSON `[kind,row]` of every row of `columns`, which has the columns of `kind`."""
    names = sorted(set(columns.schema.names) & set(row_schema(kind).names))
    fragments = [_fragments(name, _plain(columns.column(name))) for name in names]
    joined = pc.binary_join_element_wise(*fragments, ",", null_handling="skip")
    return pc.binary_join_element_wise(f'["{kind}",{{', joined, "}]", "")


def ids_of(kind: str, columns: pa.RecordBatch | pa.Table) -> pa.Array:
    """The fact id of every row of `columns`: `<kind>:<24 hex digits>`."""
    sha256 = hashlib.sha256
    texts = canonical_texts(kind, columns).cast(pa.binary()).to_pylist()
    return pa.array([f"{kind}:{sha256(text).hexdigest()[:24]}" for text in texts], pa.string())


def _plain(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return whole.dictionary_decode() if pa.types.is_dictionary(whole.type) else whole


def _fragments(name: str, column: pa.Array) -> pa.Array:
    prefix = f'"{name}":'
    if pa.types.is_boolean(column.type):
        values = pc.if_else(column, "true", "false")
    elif pa.types.is_integer(column.type):
        values = column.cast(pa.string())
    elif pa.types.is_list(column.type):
        values = pa.array([None if one is None else _json(one) for one in column.to_pylist()], pa.string())
    else:
        values = _quoted(column.cast(pa.string()))
    return pc.binary_join_element_wise(prefix, values, "")


def _quoted(column: pa.Array) -> pa.Array:
    if pc.any(pc.match_substring_regex(column, _TO_ESCAPE)).as_py():
        return pa.array([None if one is None else _json(one) for one in column.to_pylist()], pa.string())
    return pc.binary_join_element_wise('"', column, '"', "")


def _json(value: str | list[str]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
