"""The statistics of the generated province: those counted in real registers."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from stdnum.cn import ric, uscc

from graph_service.facts import covers
from graph_service.facts.days import Day
from graph_service.facts.numbers import identity_document
from graph_service.facts.numbers import uscc as check_uscc
from graph_service.facts.types import Office
from graph_service.loaders.province import DEFAULT_TODAY, Settings, make_part
from graph_service.loaders.province.people import draw_people
from tests.loaders.province.chunks import DIGESTER, LARGE, column, large, stated


def test_every_number_passes_its_check_and_can_belong_to_no_one() -> None:
    """Credit codes inside and outside, personal numbers with their dates; districts 4499xx were never given."""
    codes = column(large(), "identifier", "value").to_pylist()
    assert len(set(codes)) == 25_000
    for code in codes[:3_000]:
        checked = check_uscc(code)
        assert (checked.errors, checked.warnings) == ((), ())
        assert uscc.is_valid(code)
        assert code[2:6] == "4499"
    people = draw_people(LARGE, 3, 30_000, 100, np.random.default_rng(1))
    numbers = [row.tobytes().decode() for row in people.numbers]
    assert len(set(numbers)) == len(numbers)
    for number in numbers[:: len(numbers) // 1_000]:
        assert identity_document(number, DEFAULT_TODAY).proves
        assert ric.calc_check_digit(number) == number[-1]
        assert number.startswith("4499")


def share(counts: Counter[Any], *keys: Any) -> float:
    return sum(counts[key] for key in keys) / counts.total()


def test_ties_have_the_shares_of_a_real_register() -> None:
    """Heads 33 %, directors 17 %, supervisors 10 %, shareholders 40 %, each within three points."""
    posts = Counter(column(large(), "office", "post").to_pylist())
    heads = sum(
        posts[post] for post in ("legal_representative", "executive_partner", "sole_investor", "unit_head")
    )
    directors = posts["executive_director"] + posts["director"] + posts["chairman"]
    ties = Counter(
        heads=heads,
        directors=directors,
        supervisors=posts["supervisor"],
        holders=large().columns["holding"].num_rows,
    )
    for name, expected in {"heads": 0.33, "directors": 0.17, "supervisors": 0.10, "holders": 0.40}.items():
        assert share(ties, name) == pytest.approx(expected, abs=0.03), name


def test_persons_sit_on_as_many_boards_as_was_counted() -> None:
    """One 87 %, two 9 %, three 2.6 %, four 0.9 %; most, nine (nominees of hidden actors apart)."""
    records = dict(
        zip(*(column(large(), "identity", name).to_pylist() for name in ("record", "document")), strict=True)
    )
    firms = defaultdict(set)
    for record, enterprise in zip(
        column(large(), "office", "record").to_pylist(),
        column(large(), "office", "enterprise").to_pylist(),
        strict=True,
    ):
        if record in records:
            firms[records[record]].add(enterprise)
    boards = Counter(len(found) for found in firms.values())
    assert share(boards, 1) == pytest.approx(0.87, abs=0.03)
    assert share(boards, 2) == pytest.approx(0.09, abs=0.02)
    assert share(boards, 3) == pytest.approx(0.026, abs=0.012)
    assert share(boards, *(n for n in boards if n > 9)) < 0.005


def network() -> tuple[list[str], list[str], list[str]]:
    holdings = large().columns["holding"]
    rows = holdings.filter(pc.starts_with(holdings.column("record"), "province:E"))
    columns = [
        rows.column(name).cast(pa.string()).to_pylist() for name in ("record", "enterprise", "subscribed")
    ]
    return columns[0], columns[1], columns[2]


def test_investments_of_firms_have_the_counted_shares_and_degrees() -> None:
    """31 % whole, 7.9 % half, 3.0 % 51 %, 2.7 % 60 %; out-degree exponent 2.5; in-degree about 1.05, at most 73."""
    investors, targets, subscribed = network()
    counts = Counter(subscribed)
    assert share(counts, "1") == pytest.approx(0.31, abs=0.04)
    assert share(counts, "1/2") == pytest.approx(0.079, abs=0.02)
    assert share(counts, "51/100") == pytest.approx(0.03, abs=0.015)
    assert share(counts, "3/5") == pytest.approx(0.027, abs=0.015)
    out = np.array(list(Counter(investors).values()))
    grid = np.arange(1.8, 3.6, 0.05)
    steps = np.arange(1, 492)
    likelihood = [-(s * np.log(out)).sum() - len(out) * np.log((steps**-s).sum()) for s in grid]
    assert grid[int(np.argmax(likelihood))] == pytest.approx(2.5, abs=0.2)
    assert out.max() <= 491
    assert np.mean(list(Counter(targets).values())) == pytest.approx(1.05, abs=0.05)
    assert max(Counter(targets).values()) == 73


def test_cycles_of_investment_have_size_two_and_chains_end_at_depth_five() -> None:
    """Cross-holdings are pairs; without them nothing comes back, and the longest chain has five steps."""
    investors, targets, _ = network()
    edges = set(zip(investors, targets, strict=True))
    pairs = {(a, b) for a, b in edges if (b, a) in edges}
    assert len(pairs) >= 4
    crossed = {
        deed["enterprises"][1]
        for deed in map(json.loads, large().hidden)
        if deed["mechanism"] == "cross_holding"
    }
    below = defaultdict(list)
    for a, b in edges:
        if not ((a, b) in pairs and a in crossed):
            below[a].append(b)

    def depth(firm: str, path: frozenset[str]) -> int:
        assert firm not in path, "a cycle beyond the pairs"
        return max((1 + depth(child, path | {firm}) for child in below[firm]), default=0)

    assert max(depth(firm, frozenset()) for firm in list(below)) == 5


def test_shares_of_one_firm_never_pass_the_whole() -> None:
    """Every holder's share is exact and those of one enterprise sum to at most one."""
    sums: dict[str, int] = defaultdict(int)
    for one in stated("large"):
        if one.fact.kind == "holding":
            share_of = one.fact.subscribed.exact  # type: ignore[attr-defined]  # a Holding
            sums[one.fact.enterprise] += int(share_of * 10_000)  # type: ignore[attr-defined]  # a Holding
    assert max(sums.values()) <= 10_000


def test_places_and_telephones_are_shared_namesakes_are_everyday_and_heads_follow_each_other() -> None:
    """One address in ten is shared, one telephone in twelve; many records share a name; one firm in ten changed its
    head, and then the terms of the two meet without a gap."""
    for table, name, least in (("address", "address", 0.08), ("phone", "phone", 0.06)):
        texts = column(large(), table, name).to_pylist()
        assert 1 - len(set(texts)) / len(texts) > least
    names = Counter(column(large(), "person", "name_key").to_pylist())
    assert names.most_common(1)[0][1] > 20
    terms: dict[str, list[tuple[Day | None, Day | None]]] = defaultdict(list)
    for one in stated("large"):
        if isinstance(one.fact, Office) and one.fact.post == "legal_representative":
            terms[one.fact.enterprise].append((one.fact.since, one.fact.until))
    changed = [found for found in terms.values() if len(found) == 2]
    assert len(changed) / len(terms) == pytest.approx(0.10, abs=0.02)
    met = sum({since for since, _ in found} & {until for _, until in found} != set() for found in changed)
    assert met / len(changed) > 0.9
    today = Day.of(DEFAULT_TODAY)
    assert all(
        sum(bool(covers(since, until, today)) for since, until in found) == 1 for found in terms.values()
    )


def test_two_in_a_hundred_firms_have_a_decision() -> None:
    """The share is a parameter; listings followed by an order add a few."""
    decided = large().columns["decision"].num_rows / 25_000
    assert decided == pytest.approx(0.02, abs=0.003)
    more = make_part(Settings(enterprises=1_000, part=1_000, decided_ppm=200_000), 0, DIGESTER)
    assert more.columns["decision"].num_rows >= 200
