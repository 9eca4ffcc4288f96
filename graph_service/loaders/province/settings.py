"""What a generated province is asked to be: size, seed, the day it is seen from, the share of firms with decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from graph_service.errors import BadValue

DEFAULT_TODAY = date(2026, 11, 23)
"""The day the province is seen from where none is given: a constant, so that a demo is the same every year."""

FEWEST, MOST = 1_000, 5_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`enterprises` from 1,000 to 5,000,000; `decided_ppm` the share of them with a decision, in parts per million
    (20,000 = 2 %; the first part of the province holds at least one case of every line of the docket); `part` how
    many enterprises are made at a time; `source` the first part of record ids. Raises BadValue."""

    enterprises: int = 20_000
    seed: int = 1
    today: date = DEFAULT_TODAY
    decided_ppm: int = 20_000
    part: int = 25_000
    source: str = "province"

    def __post_init__(self) -> None:
        if not FEWEST <= self.enterprises <= MOST:
            raise BadValue(f"a province has {FEWEST:,} to {MOST:,} enterprises")
        if not 0 <= self.decided_ppm <= 500_000:
            raise BadValue("at most half of the enterprises have a decision: decided_ppm is 0 to 500000")
        if not FEWEST <= self.part <= 100_000:
            raise BadValue(f"a part has {FEWEST:,} to 100,000 enterprises")
        if not date(2018, 1, 1) <= self.today <= date(2080, 1, 1):
            raise BadValue("a province is seen from a day between 2018 and 2080")
        if self.seed < 0:
            raise BadValue("a seed is a whole number from 0")

    @property
    def parts(self) -> int:
        """How many parts; each is made by itself, in any order. The last one takes what is left over too."""
        return max(1, self.enterprises // self.part)

    def firms_of(self, part: int) -> range:
        """The numbers of the enterprises of a part."""
        last = part == self.parts - 1
        return range(part * self.part, self.enterprises if last else (part + 1) * self.part)

    def as_source(self) -> dict[str, str]:
        """The settings as text, for the manifest of what was written."""
        return {
            "loader": "province",
            "enterprises": str(self.enterprises),
            "seed": str(self.seed),
            "today": self.today.isoformat(),
            "decided_ppm": str(self.decided_ppm),
            "part": str(self.part),
            "source": self.source,
        }


def read_settings(options: Mapping[str, str], today: date, source: str) -> Settings:
    """Settings from options of the command line (`enterprises`, `seed`, `decided_ppm`, `part`, `today`); raises
    BadValue for an unknown one or a value that is none."""
    plain = dict(options)
    day = plain.pop("today", None)
    known = {"enterprises", "seed", "decided_ppm", "part"}
    unknown = sorted(set(plain) - known)
    if unknown:
        raise BadValue(f"a province has no option {unknown[0]!r}: give {', '.join(sorted(known))} or today")
    try:
        numbers = {name: int(value.replace(",", "").replace("_", "")) for name, value in plain.items()}
        seen = date.fromisoformat(day) if day else today
    except ValueError as error:
        raise BadValue("write whole numbers, and the day as 2026-11-23") from error
    return Settings(today=seen, source=source or "province", **numbers)
