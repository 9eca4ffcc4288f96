"""Shares of capital or votes: exact, ranged, or unknown; never a float.

Written as a fraction of the whole: `1/4`, `0.25`, `25%`; a range `[0.25,0.5)` keeps its open or closed
ends (BODS 0.4 `share.exact`, `minimum`, `exclusiveMaximum`); unknown is None, not zero.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from graph_service.errors import BadValue

_NUMBER = re.compile(r"\d+(?:\.\d+)?%?|\d+/\d+", re.ASCII)
_RANGE = re.compile(r"([\[(])([^,]+),([^,]+)([\])])")


@dataclass(frozen=True, slots=True)
class Share:
    """A share between `low` and `high` (parts of the whole, 0 to 1), each end in or out."""

    low: Fraction
    high: Fraction
    low_in: bool = True
    high_in: bool = True

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high or (self.low == self.high and not (self.low_in and self.high_in)):
            raise BadValue(f"{self.low}..{self.high} is not a share")

    @property
    def exact(self) -> Fraction | None:
        """The share, where it is known exactly; else None."""
        return self.low if self.low == self.high else None

    def __str__(self) -> str:
        if self.exact is not None:
            return str(self.low)
        return f"{'[' if self.low_in else '('}{self.low},{self.high}{']' if self.high_in else ')'}"


@lru_cache(maxsize=65_536)
def parse_share(text: str) -> Share:
    """A share from its text (`1/4`, `0.25`, `25%`, `[0.25,0.5)`); raises BadValue."""
    ranged = _RANGE.fullmatch(text.replace(" ", ""))
    if ranged:
        opening, low, high, closing = ranged.groups()
        return Share(_number(low), _number(high), opening == "[", closing == "]")
    exact = _number(text.strip())
    return Share(exact, exact)


def _number(text: str) -> Fraction:
    if not _NUMBER.fullmatch(text):
        raise BadValue(f"{text!r} is not a share: write 1/4, 0.25, 25% or [0.25,0.5)")
    try:
        return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)
    except ZeroDivisionError as error:
        raise BadValue(f"{text!r} divides by zero") from error
