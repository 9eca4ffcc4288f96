"""Which firms come to a decision, of which line, and when: drawn before anyone is registered in anything, because
what people do to avoid a decision, they do before it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from graph_service.loaders.province.docket import DOCKET, Line
from graph_service.loaders.province.firms import Firms
from graph_service.loaders.province.settings import Settings
from graph_service.loaders.province.texts import NEVER, Ints, day_number
from graph_service.loaders.province.words import TRADES, TYPES

_TYPE = {name: place for place, (name, *_) in enumerate(TYPES)}
_TRADE = {code: place for place, (code, *_) in enumerate(TRADES)}
_COMPANY = _TYPE["limited_company"]
_ORDER = next(line for line in DOCKET if line.category == "consumption_order" and line.named)
_REVOKED = {"business_licence_revoked", "ordered_closed"}


@dataclass(frozen=True, slots=True)
class Plan:
    """A case to be: its number in the province, the firm's row, its line, and day numbers of the decision and of the
    first and last day of the conduct. `flight`: its head leaves the post when he sees the decision coming. `plain`:
    nothing is odd about it (the first case of every line is so). `rests_on`: the case it builds on."""

    number: int
    firm: int
    line: Line
    day: int
    conduct_from: int
    conduct_to: int
    flight: bool
    plain: bool
    rests_on: Plan | None = None


def draw_plans(settings: Settings, part: int, firms: Firms, rng: np.random.Generator) -> list[Plan]:
    """The cases of a part, numbered in their order; `firms` is changed to fit (trade, form, age, changes)."""
    count = len(firms)
    today = day_number(settings.today)
    docket = [line for line in DOCKET if day_number(line.since) < today - 30]
    asked = round(count * settings.decided_ppm / 1_000_000)
    first = docket if part == 0 and asked else []
    weights = np.array([line.weight for line in docket], dtype=np.float64)
    lines = [*first]
    if docket:
        places = rng.choice(len(docket), size=max(0, asked - len(first)), p=weights / weights.sum())
        lines += [docket[int(place)] for place in places]
    rows = rng.permutation(count)[: len(lines)]
    plans = []
    for order, (line, row) in enumerate(zip(lines, rows, strict=True)):
        firm = int(row)
        earliest = max(day_number(line.since), today - 5 * 365)
        # Recent acts are more common than old ones, and most of those of a register are.
        day = today - 3 - int((today - 3 - earliest) * rng.random() ** 1.4)
        conduct_to = day - 40 - int(rng.random() * 300)
        conduct_from = conduct_to - int(rng.random() * 200)
        plain = order < len(first)
        flight = not plain and line.against == "firm" and bool(rng.random() < 0.12)
        plan = Plan(
            settings.firms_of(part).start + order, firm, line, day, conduct_from, conduct_to, flight, plain
        )
        _fit(plan, firms, today, rng)
        plans.append(plan)
    return plans + _orders_that_follow(plans, today, rng)


def _orders_that_follow(plans: list[Plan], today: int, rng: np.random.Generator) -> list[Plan]:
    """One listing of a firm in four is followed by a consumption order that rests on it."""
    found: list[Plan] = []
    for plan in plans:
        listing = plan.line.category == "court_dishonest_listing" and plan.line.against == "firm"
        if listing and not plan.plain and rng.random() < 0.25:
            number = plans[-1].number + 1 + len(found)
            day = min(today - 1, plan.day + 1 + int(rng.random() * 60))
            order = replace(plan, number=number, line=_ORDER, day=day, flight=False, rests_on=plan)
            found.append(order)
    return found


def _fit(plan: Plan, firms: Firms, today: int, rng: np.random.Generator) -> None:
    """Make the firm one that this line can be about, with changes of its head around the dates that count."""
    row, line = plan.firm, plan.line
    firms.type[row] = _TYPE[line.form] if line.form else _COMPANY
    if line.trade is not None:
        firms.trade[row] = _TRADE[line.trade]
    firms.established[row] = min(firms.established[row], plan.conduct_from - 60)
    firms.status[row] = 2 if line.category in _REVOKED else 0
    firms.changed[row] = NEVER
    kind = rng.random()
    if plan.plain:
        return
    if plan.flight:
        firms.changed[row] = plan.day - 3 - int(rng.random() * 30)
    elif kind < 0.12:  # left before the conduct: a near miss
        firms.changed[row] = _between(firms.established[row], plan.conduct_from, rng)
    elif kind < 0.20:  # between conduct and decision: which date counts decides
        firms.changed[row] = _between(plan.conduct_to, plan.day, rng)
    elif kind < 0.28 and plan.day + 2 < today:  # came after the decision: the successor is near, and free
        firms.changed[row] = _between(plan.day, today, rng)


def _between(first: int, last: int, rng: np.random.Generator) -> int:
    return int(first) + 1 + int(rng.random() * max(1, int(last) - int(first) - 1))


def rows_of(plans: list[Plan]) -> Ints:
    """The firms (rows) of these plans."""
    return np.array([plan.firm for plan in plans], dtype=np.int64)
