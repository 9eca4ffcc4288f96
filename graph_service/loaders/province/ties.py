"""Offices and holdings of a part: who is registered in which post, who holds how much of what.

The investments of firms in firms follow what was counted among Chinese firms: out-degree with exponent 2.5 (at most
491), in-degree 1.05 (at most 73), chains to depth 5, shares 31 % exactly whole, 7.9 % half, 3.0 % 51 % and 2.7 % 60 %.
Cycles have size 2 only, and come from the mechanism `cross_holding`, never from here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph_service.loaders.province.firms import Firms
from graph_service.loaders.province.texts import NEVER, Bits, Ints
from graph_service.loaders.province.words import POSTS, TYPES

POST = {post: place for place, post in enumerate(POSTS)}
HEAD_POST = np.array([POST[post] for _, _, post, _ in TYPES], dtype=np.int64)
BRANCH = next(place for place, (name, *_) in enumerate(TYPES) if name == "branch")
COMPANIES = 2
"""The first types are companies, which invest and have boards."""

WHOLE = 10_000
"""A share of one, in basis points."""

LEVELS = (0.060, 0.020, 0.006, 0.002, 0.0006)
"""Firms that are invested in at depth 1 to 5, as parts of all."""

OUT_EXPONENT, OUT_MOST = 2.5, 491

IN_MOST = 73
"""Investors that one firm has at most."""

HEAD, FORMER, OTHER = 0, 1, 2
"""Ranks of a member of a firm: its head now, its head before, and from OTHER on everyone else."""


@dataclass(slots=True)
class Members:
    """Source records of persons: the firm (row), the rank in it and the person of each. Sorted by firm and rank."""

    firm: Ints
    rank: Ints
    person: Ints
    first: Ints
    """Per firm, where its members begin; the head is the first."""


@dataclass(slots=True)
class Offices:
    """Offices: member, post (place in POSTS), since (NEVER: the register does not say) and until (NEVER: open)."""

    member: Ints
    post: Ints
    since: Ints
    until: Ints


@dataclass(slots=True)
class Holdings:
    """Holdings in `firm`: of a member, or where that is -1 of the firm `investor`; basis points subscribed and paid
    (-1: not said); `nominee` where a document says so."""

    firm: Ints
    member: Ints
    investor: Ints
    subscribed: Ints
    paid: Ints
    since: Ints
    nominee: Bits


def draw_members(firms: Firms, rng: np.random.Generator) -> Members:
    """The seats of every firm: its head, its former head where it changed, and up to three others; no person yet."""
    count = len(firms)
    others = np.searchsorted(np.array([0.52, 0.84, 0.96]), rng.random(count), side="right")
    others[firms.type == BRANCH] = 0
    changed = firms.changed != NEVER
    seats = 1 + changed + others
    first = np.cumsum(seats) - seats
    firm = np.repeat(np.arange(count, dtype=np.int64), seats)
    rank = np.arange(len(firm), dtype=np.int64) - first[firm]
    rank[(rank > HEAD) & ~changed[firm]] += 1
    return Members(firm, rank, np.zeros(len(firm), dtype=np.int64), first)


def draw_offices(firms: Firms, members: Members, rng: np.random.Generator) -> Offices:
    """Who is registered in which post: heads and former heads, then directors, supervisors, managers and others."""
    firm, rank = members.firm, members.rank
    seats, kinds = np.arange(len(firm), dtype=np.int64), firms.type[firm]
    established, changed = firms.established[firm], firms.changed[firm]
    company = kinds < COMPANIES
    began = np.where((rank == HEAD) & (changed != NEVER), changed, established)
    ended = np.where(rank == FORMER, changed, NEVER)
    top = rank <= FORMER
    parts = [_table(seats[top], HEAD_POST[kinds[top]], began[top], ended[top])]
    director = np.where(rng.random(len(firm)) < 0.2, POST["chairman"], POST["director"])
    for ranks, chance, post in (
        (top, 0.36, np.full(len(firm), POST["executive_director"])),
        (top, 0.18, np.full(len(firm), POST["manager"])),
        (rank == OTHER, 0.72, np.full(len(firm), POST["supervisor"])),
        (rank == OTHER, 0.10, np.full(len(firm), POST["finance_head"])),
        (rank > OTHER, 0.70, director),
        (rank > OTHER, 0.12, np.full(len(firm), POST["manager"])),
    ):
        held = ranks & company & (rng.random(len(firm)) < chance)
        parts.append(_board(seats[held], post[held], began[held], ended[held], rng))
    return Offices(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _table(*columns: Ints) -> tuple[Ints, ...]:
    return columns


def _board(member: Ints, post: Ints, began: Ints, ended: Ints, rng: np.random.Generator) -> tuple[Ints, ...]:
    """Posts beside that of the head: begun a while after, one in twelve ended, one in fifty without a day."""
    count = len(member)
    latest = np.where(ended == NEVER, began + 900, ended - 1)
    since = np.minimum(began + (rng.random(count) * 900).astype(np.int64), np.maximum(began, latest))
    left = (ended == NEVER) & (rng.random(count) < 0.08)
    until = np.where(left, since + 200 + (rng.random(count) * 900).astype(np.int64), ended)
    unsaid = rng.random(count) < 0.02
    return _table(member, post, np.where(unsaid & (until == NEVER), NEVER, since), until)


def draw_holdings(firms: Firms, members: Members, rng: np.random.Generator) -> Holdings:
    """Who holds what: first the investments of firms, then what is left, held by members."""
    network = draw_network(firms, rng)
    left = np.full(len(firms), WHOLE, dtype=np.int64)
    np.subtract.at(left, network.firm, network.subscribed)
    invested = np.zeros(len(firms), dtype=np.bool_)
    invested[network.firm] = True
    last = np.append(members.first[1:], len(members.firm)) - 1
    second = np.where(members.rank[last] >= OTHER, last, -1)
    asked = (firms.type != BRANCH) & (left > 0) & (~invested | (rng.random(len(firms)) < 0.6))
    split = asked & (second >= 0) & ~invested & (rng.random(len(firms)) < 0.50)
    minor_part = np.array([5000, 4900, 4000, 3000, 2000, 1000])[rng.integers(0, 6, len(firms))]
    major = np.where(split, left - minor_part, left)
    rows = np.arange(len(firms), dtype=np.int64)
    firm = np.concatenate([rows[asked], rows[split]])
    member = np.concatenate([members.first[asked], second[split]])
    subscribed = np.concatenate([major[asked], minor_part[split]])
    people = _holdings(firms, firm, member, np.full(len(firm), -1), subscribed, rng)
    return join_holdings(people, network)


def join_holdings(*parts: Holdings) -> Holdings:
    """Several tables of holdings as one."""
    return Holdings(*(np.concatenate([getattr(part, name) for part in parts]) for name in Holdings.__slots__))


def draw_network(firms: Firms, rng: np.random.Generator) -> Holdings:
    """Investments of firms in firms: a forest of five levels in which nothing comes back."""
    companies = rng.permutation(np.flatnonzero(firms.type < COMPANIES))
    count = len(firms)
    sizes = [int(count * level) for level in LEVELS]
    cuts = np.cumsum(sizes)
    levels = np.split(companies[: cuts[-1]], cuts[:-1])
    above = companies[cuts[-1] : cuts[-1] + max(1, int(count * 0.036))]
    investors, targets = [], []
    for level in levels:
        if not len(level):
            break
        again = level[rng.random(len(level)) < 0.02]
        target = np.concatenate([level, again])
        degrees = _out_degrees(len(target), rng)
        chosen = rng.permutation(above)[: len(degrees)]
        investor = np.repeat(chosen, degrees[: len(chosen)])
        # Where a level has too few investors, its last ones take the rest.
        missing = len(target) - len(investor)
        investor = np.concatenate([investor, np.repeat(chosen[-1:], max(0, missing))])[: len(target)]
        investors.append(investor)
        targets.append(target)
        above = level
    investor, target = np.concatenate(investors), np.concatenate(targets)
    _, kept = np.unique(investor * count + target, return_index=True)
    investor, target = investor[np.sort(kept)], target[np.sort(kept)]
    share = _within_whole(target, _shares(len(target), rng), count)
    many = _many_investors(companies[cuts[-1] + max(1, int(count * 0.036)) :], count, rng)
    investor, target, share = (
        np.concatenate(pair) for pair in zip((investor, target, share), many, strict=True)
    )
    held = share > 0
    return _holdings(firms, target[held], np.full(int(held.sum()), -1), investor[held], share[held], rng)


def _many_investors(free: Ints, count: int, rng: np.random.Generator) -> tuple[Ints, Ints, Ints]:
    """A few firms with three to 73 investors each, in equal parts: investors, targets, shares."""
    sizes = np.clip((3 / (1 - rng.random(max(1, count // 6_000)))).astype(np.int64), 3, IN_MOST)
    sizes[0] = IN_MOST if count >= 25_000 else 3
    investors = free[len(sizes) : len(sizes) + int(sizes.sum())]
    target = np.repeat(free[: len(sizes)], sizes)[: len(investors)]
    share = np.repeat(WHOLE // 100 // (sizes + 1) * 100, sizes)[: len(investors)]
    return investors, target, share


def _out_degrees(total: int, rng: np.random.Generator) -> Ints:
    """Out-degrees with exponent 2.5 from 1 to 491, drawn until they reach `total`."""
    sizes: npt.NDArray[np.float64] = np.arange(1, OUT_MOST + 1, dtype=np.float64) ** -OUT_EXPONENT
    drawn = rng.choice(OUT_MOST, size=total, p=sizes / sizes.sum()).astype(np.int64) + 1
    enough = int(np.searchsorted(np.cumsum(drawn), total)) + 1
    degrees = drawn[:enough]
    degrees[-1] -= int(degrees.sum()) - total
    return degrees[degrees > 0]


def _shares(count: int, rng: np.random.Generator) -> Ints:
    """Shares in basis points, as counted: 31 % whole, 7.9 % half, 3.0 % 51 %, 2.7 % 60 %, 53 % above half."""
    kind = np.searchsorted(np.cumsum([0.31, 0.079, 0.030, 0.027, 0.163]), rng.random(count), side="right")
    above = rng.integers(52, 100, count) * 100
    below = rng.integers(1, 50, count) * 100
    return np.choose(
        kind,
        [
            np.full(count, WHOLE),
            np.full(count, 5000),
            np.full(count, 5100),
            np.full(count, 6000),
            above,
            below,
        ],
    )


def _within_whole(target: Ints, share: Ints, count: int) -> Ints:
    """Shares cut so that those of one firm do not pass the whole, the first holder first."""
    order = np.argsort(target, kind="stable")
    sums = np.cumsum(share[order])
    starts = np.searchsorted(target[order], target[order])
    before = sums - share[order] - np.where(starts > 0, sums[starts - 1], 0)
    cut = np.empty_like(share)
    cut[order] = np.clip(WHOLE - before, 0, share[order])
    return cut


def _holdings(
    firms: Firms, firm: Ints, member: Ints, investor: Ints, subscribed: Ints, rng: np.random.Generator
) -> Holdings:
    count = len(firm)
    kind = rng.random(count)
    paid = np.where(kind < 0.6, subscribed, np.where(kind < 0.85, subscribed // 2, -1))
    since = firms.established[firm]
    if (investor >= 0).any():
        since = np.where(investor >= 0, np.maximum(since, firms.established[investor]), since)
    return Holdings(firm, member, investor, subscribed, paid, since, np.zeros(count, dtype=np.bool_))
