"""The enterprises of a part, as columns of numbers; their texts are made when the columns are written."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph_service.loaders.province.settings import Settings
from graph_service.loaders.province.texts import NEVER, Ints, day_number
from graph_service.loaders.province.words import CAPITALS, CITIES, TRADES, TYPES

HUB_PPM = 3_000
"""Enterprises at the one address of the province that thousands share, in parts per million."""

HUB = -1
"""The number of that address."""


@dataclass(slots=True)
class Firms:
    """Enterprises: place (row) i is the enterprise `number[i]` of the province. Days are day numbers; `type`, `trade`
    and `city` are places in the word lists; `place` and `phone` the number of the enterprise whose address and
    telephone it has (its own, mostly); `agent` the row of its filing agent or -1; `changed` the day its head
    changed or NEVER."""

    number: Ints
    type: Ints
    trade: Ints
    city: Ints
    established: Ints
    capital: Ints
    status: Ints
    place: Ints
    place_city: Ints
    phone: Ints
    agent: Ints
    changed: Ints

    def __len__(self) -> int:
        return len(self.number)


def draw_firms(settings: Settings, part: int, rng: np.random.Generator) -> Firms:
    """The enterprises of part `part`, before anyone holds an office in them."""
    numbers = np.array(settings.firms_of(part), dtype=np.int64)
    count = len(numbers)
    today = day_number(settings.today)
    age = (rng.beta(1.2, 2.5, count) * 30 * 365).astype(np.int64) + 30
    city = _weighted([weight for *_, weight in CITIES], count, rng)
    firms = Firms(
        number=numbers,
        type=_weighted([weight for *_, weight in TYPES], count, rng),
        trade=_weighted([weight for *_, weight in TRADES], count, rng),
        city=city,
        established=today - age,
        capital=np.array(CAPITALS)[_weighted([10, 25, 35, 10, 12, 7, 1], count, rng)],
        status=_weighted([88, 8, 3, 1], count, rng),
        place=numbers.copy(),
        place_city=city.copy(),
        phone=numbers.copy(),
        agent=np.where(rng.random(count) < 0.3, _popular(count, max(3, count // 100), rng), -1),
        changed=np.full(count, NEVER, dtype=np.int64),
    )
    _share_places(firms, rng)
    changing = rng.random(count) < 0.10
    when = today - (rng.random(count) * (age - 20)).astype(np.int64) - 10
    firms.changed[changing] = when[changing]
    return firms


def _share_places(firms: Firms, rng: np.random.Generator) -> None:
    """One in ten sits at the address of another, some at the hub; one in twelve has the telephone of another."""
    count = len(firms)
    hosts = _popular(count, max(5, count // 50), rng)
    guests = rng.random(count) < 0.10
    firms.place[guests] = firms.number[hosts[guests]]
    firms.place_city[guests] = firms.city[hosts[guests]]
    at_hub = rng.random(count) < HUB_PPM / 1_000_000
    firms.place[at_hub], firms.place_city[at_hub] = HUB, 0
    callers = rng.random(count) < 1 / 12
    firms.phone[callers] = firms.number[_popular(count, max(5, count // 40), rng)[callers]]


def _weighted(weights: list[int], count: int, rng: np.random.Generator) -> Ints:
    shares = np.array(weights, dtype=np.float64)
    return rng.choice(len(weights), size=count, p=shares / shares.sum()).astype(np.int64)


def _popular(count: int, among: int, rng: np.random.Generator) -> Ints:
    """Rows drawn from the first `among` by popularity: the r-th is drawn in proportion to 1/r."""
    weights: npt.NDArray[np.float64] = 1 / np.arange(1, among + 1)
    order = rng.choice(count, size=among, replace=False).astype(np.int64)
    return order[rng.choice(among, size=count, p=weights / weights.sum())]
