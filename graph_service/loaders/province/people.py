"""The persons of a part: who they are, once each, however many source records speak of them.

A person's number follows from his number in the province, so every part is made by itself and no two persons share
one. How many boards a person sits on is drawn as it was counted in Chinese listed firms (one 87 %, two 9 % …).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from graph_service.facts import Day
from graph_service.facts.digests import Digester, adult_on
from graph_service.loaders.province.codes import DISTRICT, MINORS, personal_numbers
from graph_service.loaders.province.settings import Settings
from graph_service.loaders.province.texts import DAY_COLUMN, FIRST_DAY, Bits, Ints, Signs, day_number
from graph_service.loaders.province.words import GIVEN, SURNAMES

BOARDS = np.array([18_142, 1_920, 545, 189, 60, 25, 12, 6, 3], dtype=np.float64)
"""Persons by their number of boards, one to nine."""

PER_FIRM = 4
"""Numbers that are kept for persons, per enterprise."""

_DAYS = 58 * 365
_YOUNGEST = 26 * 366
"""Adults are 26 to 84, so that nobody in office was under age in the conduct of a case of the last five years."""

_MINOR_DAYS = 17 * 365
_STRIDE = 7_919
_NAMES: pa.Array = pa.array([surname + given for surname, _ in SURNAMES for given in GIVEN])
_ADULT: pa.Array = pa.array([adult_on(Day(text)) for text in DAY_COLUMN.to_pylist() if text < "2082"])


@dataclass(slots=True)
class NameKeys:
    """Keyed digests of names, made once for each name that occurs."""

    digester: Digester
    _known: dict[int, str] = field(default_factory=dict)

    def of(self, names: Ints) -> pa.Array:
        """The name keys of these names (places in the list of all names)."""
        distinct, places = np.unique(names, return_inverse=True)
        return pa.array([self.key(int(name)) for name in distinct]).take(pa.array(places))

    def key(self, name: int) -> str:
        """The name key of one name."""
        if name not in self._known:
            self._known[name] = self.digester.name(_NAMES[name].as_py())
        return self._known[name]


@dataclass(slots=True)
class People:
    """Persons as columns: name (place in the list of all names), day of birth, male, and the number's signs."""

    names: Ints
    birth: Ints
    male: Bits
    numbers: Signs

    def adult_days(self, which: Ints) -> Ints:
        """Day numbers from which these persons are surely adults."""
        return self.birth[which] + 18 * 366

    def tokens(self, digester: Digester, which: Ints) -> list[str]:
        """Identity document tokens of these persons."""
        texts = self.numbers[which].tobytes().decode("ascii")
        return [
            digester.document("resident_id", texts[start : start + 18]) for start in range(0, len(texts), 18)
        ]

    def masked(self, person: int) -> str:
        """The number as lists mask it: first six and last four signs."""
        text = self.numbers[person].tobytes().decode("ascii")
        return f"{text[:6]}********{text[14:]}"

    def name(self, person: int) -> str:
        """The name of one person."""
        return str(_NAMES[int(self.names[person])].as_py())

    def name_column(self, which: Ints) -> pa.Array:
        """The names of these persons."""
        return _NAMES.take(pa.array(self.names[which]))

    def adult_column(self, which: Ints) -> pa.Array:
        """The first adult day of these persons."""
        return _ADULT.take(pa.array(self.birth[which] - FIRST_DAY))


def draw_people(settings: Settings, part: int, count: int, minors: int, rng: np.random.Generator) -> People:
    """`count` adults, then `minors` persons under age, of part `part`."""
    today = day_number(settings.today)
    numbers = part * settings.part * PER_FIRM + np.arange(count, dtype=np.int64)
    block, turn = np.divmod(numbers, _DAYS)
    birth = today - _YOUNGEST - _DAYS + (turn * _STRIDE) % _DAYS
    male = rng.random(count + minors) < 0.6
    young = part * 1_000 + np.arange(minors, dtype=np.int64)
    young_block, young_turn = np.divmod(young, _MINOR_DAYS)
    births = np.concatenate([birth, today - _MINOR_DAYS + (young_turn * _STRIDE) % _MINOR_DAYS])
    districts = np.concatenate([DISTRICT + block // 500, DISTRICT + MINORS + young_block // 500])
    sequence = 2 * (np.concatenate([block, young_block]) % 500) + male
    return People(_names(count + minors, rng), births, male, personal_numbers(districts, births, sequence))


def _names(count: int, rng: np.random.Generator) -> Ints:
    """Names as they are common or rare; so namesakes are everyday."""
    weights = np.array([weight for _, weight in SURNAMES], dtype=np.float64)
    surname = rng.choice(len(SURNAMES), size=count, p=weights / weights.sum())
    given = (rng.random(count) ** 1.5 * len(GIVEN)).astype(np.int64)
    return surname.astype(np.int64) * len(GIVEN) + given


def seat(firms: Ints, rng: np.random.Generator) -> Ints:
    """Persons for seats: `firms` gives the firm of each seat. One person holds as many seats as BOARDS says, and no
    two in one firm; persons are numbered from 0 without gaps."""
    seats = len(firms)
    boards = rng.choice(len(BOARDS), size=seats, p=BOARDS / BOARDS.sum()) + 1
    persons = np.repeat(np.arange(seats, dtype=np.int64), boards)[:seats]
    rng.shuffle(persons)
    _, kept = np.unique(firms * seats + persons, return_index=True)
    double = np.ones(seats, dtype=np.bool_)
    double[kept] = False
    persons[double] = seats + np.arange(int(double.sum()))
    return np.unique(persons, return_inverse=True)[1].astype(np.int64)
