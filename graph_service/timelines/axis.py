"""The calendar of a picture: days laid out between two edges, with marks at years or months."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

FEW_YEARS = 900
"""Days up to which months are marked."""


@dataclass(frozen=True, slots=True)
class Axis:
    """The days from `first` to `last` (later), drawn from `left` to `right`."""

    first: date
    last: date
    left: float
    right: float

    def at(self, day: date) -> float:
        """Where a day is; what lies beyond an edge is at it."""
        part = (day - self.first).days / (self.last - self.first).days
        return self.left + (self.right - self.left) * min(max(part, 0), 1)

    def marks(self, most: int) -> Iterator[tuple[date, str]]:
        """The days to mark, at most about so many, each with what is written there."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        by_month = (self.last - self.first).days <= FEW_YEARS
        steps = (1, 2, 3, 6) if by_month else (12, 24, 60, 120, 240, 600, 1200)
        step = next((one for one in steps if months / one <= most), steps[-1])
        start = self.first.year * 12 + self.first.month - 1
        for month in range(-(-start // step) * step, start + months + 1, step):
            day = date(month // 12, month % 12 + 1, 1)
            if self.first <= day <= self.last:
                yield day, f"{day.year}" if step >= 12 or day.month == 1 else f"{day.year}-{day.month:02d}"
