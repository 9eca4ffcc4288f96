"""Columns of text made from arrays of whole numbers, without a loop over rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Ints = npt.NDArray[np.int64]
Bits = npt.NDArray[np.bool_]
Signs = npt.NDArray[np.uint8]
"""A matrix of ASCII signs, one row per text of fixed width."""

NEVER = np.iinfo(np.int32).max
"""The day number of a span that has no end."""

_EPOCH = date(1970, 1, 1).toordinal()
FIRST_DAY = date(1900, 1, 1).toordinal() - _EPOCH
_LAST = date(2100, 1, 1).toordinal() - _EPOCH
_DAY_TEXTS: tuple[str, ...] = tuple(
    date.fromordinal(number + _EPOCH).isoformat() for number in range(FIRST_DAY, _LAST)
)
DAY_COLUMN: pa.Array = pa.array(_DAY_TEXTS)
DAY_SIGNS: Signs = np.frombuffer("".join(_DAY_TEXTS).replace("-", "").encode(), dtype=np.uint8).reshape(-1, 8)


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - _EPOCH


def day_text(number: int) -> str:
    """`2026-05-10` of a day number."""
    return _DAY_TEXTS[number - FIRST_DAY]


def day_texts(numbers: Ints) -> pa.Array:
    """ISO dates of day numbers; null where the number is NEVER."""
    mask = numbers == NEVER
    places = np.where(mask, 0, numbers - FIRST_DAY)
    return DAY_COLUMN.take(pa.array(places, mask=mask))


def day_signs(numbers: Ints) -> Signs:
    """`20260510` of day numbers, as signs."""
    return DAY_SIGNS[numbers - FIRST_DAY]


def digits(numbers: Ints, width: int) -> Signs:
    """Whole numbers as decimal signs of a fixed width, with leading zeros."""
    signs = np.empty((len(numbers), width), dtype=np.uint8)
    rest = numbers.astype(np.int64, copy=True)
    for place in range(width - 1, -1, -1):
        rest, digit = np.divmod(rest, 10)
        signs[:, place] = digit + 48
    return signs


def fixed(signs: Signs) -> pa.Array:
    """Texts of fixed width from their signs."""
    count, width = signs.shape
    offsets = np.arange(0, (count + 1) * width, width, dtype=np.int32)
    content = pa.py_buffer(np.ascontiguousarray(signs).tobytes())
    return pa.StringArray.from_buffers(count, pa.py_buffer(offsets.tobytes()), content)


def numbered(prefix: str, numbers: Ints, width: int) -> pa.Array:
    """`<prefix><number>` with leading zeros: record ids."""
    head = np.frombuffer(prefix.encode(), dtype=np.uint8)
    return fixed(np.hstack([np.broadcast_to(head, (len(numbers), len(head))), digits(numbers, width)]))


def words(choices: Sequence[str], places: npt.NDArray[np.integer[Any]]) -> pa.Array:
    """One word of `choices` per row; null where the place is negative."""
    mask = places < 0
    found = pa.array(np.where(mask, 0, places).astype(np.int32), mask=mask if mask.any() else None)
    return pa.DictionaryArray.from_arrays(found, pa.array(list(choices)))


def joined(*pieces: pa.Array | str) -> pa.Array:
    """The pieces of each row, one after the other."""
    plain = [
        piece.dictionary_decode() if isinstance(piece, pa.DictionaryArray) else piece for piece in pieces
    ]
    return pc.binary_join_element_wise(*plain, "")
