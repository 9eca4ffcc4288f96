"""The generated province: its promises, its facts, and its statistics."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from stdnum.cn import ric, uscc

from graph_service.consequences import CaseReport, derive
from graph_service.errors import BadValue
from graph_service.facts import BY_KIND, MemoryIndex, covers, from_row, row_id
from graph_service.facts.days import Day
from graph_service.facts.digests import Digester
from graph_service.facts.ledger import Stated
from graph_service.facts.numbers import identity_document
from graph_service.facts.numbers import uscc as check_uscc
from graph_service.facts.types import Decision, Office
from graph_service.facts.vocabulary import ENTERPRISE_TYPES, POSTS, STATUSES
from graph_service.intake import Account, Context
from graph_service.loaders.province import DEFAULT_TODAY, LOADER, Chunk, Settings, make_part, read_settings
from graph_service.loaders.province.docket import DOCKET
from graph_service.loaders.province.people import draw_people
from graph_service.rules.load import load_rulebook
from graph_service.rules.words import Status

DIGESTER = Digester(b"a key of the tests")
SMALL = Settings(enterprises=1_000, seed=7, part=1_000)
LARGE = Settings(enterprises=25_000, seed=7)


@cache
def small() -> Chunk:
    return make_part(SMALL, 0, DIGESTER)


@cache
def large() -> Chunk:
    return make_part(LARGE, 0, DIGESTER)


@cache
def stated(size: str) -> tuple[Stated, ...]:
    chunk = small() if size == "small" else large()
    made: list[Stated] = []
    for kind, table in chunk.columns.items():
        if kind != "card":
            for cells in table.to_pylist():
                row = {name: cell for name, cell in cells.items() if cell is not None}
                made.append(Stated(from_row(kind, row), 1, len(made) + 1, row_id(kind, row)))
    return tuple(made)


@cache
def reports() -> tuple[CaseReport, ...]:
    index, book = MemoryIndex.over(stated("small")), load_rulebook()
    cases = [one.fact.case for one in stated("small") if isinstance(one.fact, Decision)]
    return tuple(derive(case, index, book) for case in cases)


def column(chunk: Chunk, table: str, name: str) -> pa.Array:
    found = chunk.columns[table].column(name)
    return found.cast(pa.string()) if pa.types.is_dictionary(found.type) else found


# --- promises


def test_the_loader_gives_columns_of_known_facts_and_counts_them() -> None:
    """By the protocol: no files are needed, every row is a fact, records, parties and proved persons are counted."""
    options = {"enterprises": "1000", "seed": "7", "part": "1,000"}
    context = Context(digester=DIGESTER, today=date(2030, 1, 1), options=options)
    account = Account.of("province", LOADER.shape((), context))
    assert account.rows["enterprises"].read == account.rows["enterprises"].readable == 1_000
    assert set(account.facts) <= {*BY_KIND, "card"}
    assert account.source_records > account.parties > account.proved_persons > 1_000
    assert account.problem_counts.total() == 0


def test_the_count_of_parties_is_that_of_its_facts() -> None:
    """What a chunk says it holds is what the census counts fact by fact."""
    account = Account("province")
    for one in stated("small"):
        account.census.add(one.fact)
    chunk = small()
    assert account.census.source_records == chunk.source_records
    assert account.census.parties == chunk.parties
    assert account.census.proved_persons == chunk.proved_persons


def test_no_identity_number_stands_among_the_facts() -> None:
    """Persons' numbers are digested at the door; cards show them masked."""
    for one in stated("small"):
        for value in vars_of(one):
            assert not (len(value) == 18 and value.startswith("4499")), one.fact.kind
    masked = column(small(), "card", "document_masked").drop_null().to_pylist()
    assert masked
    assert all("*" * 8 in text for text in masked)


def vars_of(one: Stated) -> list[str]:
    return [str(getattr(one.fact, name)) for name in one.fact.__dataclass_fields__]


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"enterprises": "10"}, "1,000 to 5,000,000"),
        ({"enterprises": "many"}, "whole numbers"),
        ({"colour": "red"}, "no option 'colour'"),
        ({"decided_ppm": "900000"}, "half"),
        ({"part": "10"}, "part"),
        ({"seed": "-1"}, "seed"),
        ({"today": "tomorrow"}, "2026-11-23"),
    ],
)
def test_settings_that_make_no_province_are_refused_with_the_reason(
    options: dict[str, str], why: str
) -> None:
    """Size, share, part, seed and day are checked; an unknown option is named."""
    with pytest.raises(BadValue, match=why):
        read_settings(options, DEFAULT_TODAY, "")


def test_the_day_is_the_one_given_and_nothing_happens_after_it() -> None:
    """Seen from another day the province has no act of a later one."""
    today = date(2025, 3, 1)
    chunk = make_part(Settings(enterprises=1_000, part=1_000, today=today), 0, DIGESTER)
    for table in ("decision", "service", "event", "objection", "repair", "annulment", "receipt", "finding"):
        if table in chunk.columns:
            assert max(column(chunk, table, "date").to_pylist()) <= today.isoformat()
    assert pc.max(column(chunk, "enterprise", "established")).as_py() <= today.isoformat()


# --- expected facts


def test_the_same_seed_gives_the_same_bytes_and_another_seed_another_province() -> None:
    """Columns and deeds alike; and a part does not depend on those made before it."""
    again = make_part(SMALL, 0, DIGESTER)
    assert again.hidden == small().hidden
    assert all(again.columns[kind].equals(table) for kind, table in small().columns.items())
    other = make_part(Settings(enterprises=1_000, seed=8, part=1_000), 0, DIGESTER)
    assert not other.columns["name"].equals(small().columns["name"])
    later = Settings(enterprises=3_000, seed=7, part=1_000)
    assert (
        make_part(later, 2, DIGESTER)
        .columns["office"]
        .equals(make_part(later, 2, DIGESTER).columns["office"])
    )


def test_parts_share_no_record_no_number_and_no_case() -> None:
    """Two parts of one province never state two things under one key."""
    settings = Settings(enterprises=2_000, seed=7, part=1_000)
    first, second = make_part(settings, 0, DIGESTER), make_part(settings, 1, DIGESTER)
    for table, name in (
        ("enterprise", "record"),
        ("person", "record"),
        ("identifier", "value"),
        ("decision", "case"),
    ):
        ours, theirs = column(first, table, name).to_pylist(), column(second, table, name).to_pylist()
        assert not set(ours) & set(theirs)
    ours, theirs = (
        column(first, "identity", "document").to_pylist(),
        column(second, "identity", "document").to_pylist(),
    )
    assert not set(ours) & set(theirs)
    assert "authority" not in second.columns


def test_no_fact_is_stated_twice_and_every_reference_is_to_a_record_that_is_there() -> None:
    """Ids are distinct; offices and holdings speak of enterprises of the register."""
    ids = Counter(one.id for one in stated("small"))
    assert max(ids.values()) == 1
    firms = set(column(small(), "enterprise", "record").to_pylist())
    persons = set(column(small(), "person", "record").to_pylist())
    assert set(column(small(), "office", "enterprise").to_pylist()) <= firms
    assert set(column(small(), "office", "record").to_pylist()) <= persons
    assert set(column(small(), "holding", "enterprise").to_pylist()) <= firms
    assert set(column(small(), "holding", "record").to_pylist()) <= firms | persons


def test_spans_begin_before_they_end_and_posts_types_and_statuses_are_codes() -> None:
    """No span is empty or backwards; words are those of the vocabulary of facts."""
    for one in stated("small"):
        if one.fact.since and one.fact.until:
            assert one.fact.since < one.fact.until, one.fact.kind
    assert set(column(small(), "office", "post").to_pylist()) <= set(POSTS)
    assert set(column(small(), "enterprise", "type").to_pylist()) <= set(ENTERPRISE_TYPES)
    assert set(column(small(), "enterprise", "status").drop_null().to_pylist()) <= set(STATUSES)


def test_every_enabled_clause_has_a_consequence_that_is_more_than_a_draft() -> None:
    """Even in the smallest province: 122 clauses, every propagation type they have, every category."""
    book = load_rulebook()
    begun = {
        made.clause
        for report in reports()
        for made in report.consequences
        if made.timeline[0].state != "draft"
    }
    enabled = {clause.id for clause in book.clauses.values() if clause.status is Status.ENABLED}
    assert len(enabled) == 122
    assert enabled - begun == set()
    reached = {book.clauses[clause].propagation for clause in begun if clause in book.clauses}
    assert reached == {
        clause.propagation for clause in book.clauses.values() if clause.status is Status.ENABLED
    }


def test_every_line_of_the_docket_occurs() -> None:
    """The first cases of a province go through the docket once."""
    kinds = Counter(
        (one.fact.act, one.fact.category, one.fact.conditions, one.fact.basis)
        for one in stated("small")
        if isinstance(one.fact, Decision)
    )
    assert set(kinds) >= {(line.act, line.category, line.conditions, line.basis) for line in DOCKET}


def test_near_misses_are_there() -> None:
    """Heads who left before the decision, directors who are no heads, shareholders without an office, minors."""
    facts = stated("large")
    offices = defaultdict(list)
    for one in facts:
        if isinstance(one.fact, Office):
            offices[one.fact.enterprise].append(one.fact)
    left = came = 0
    for one in facts:
        if isinstance(one.fact, Decision):
            for office in offices[one.fact.record]:
                if office.post == "legal_representative":
                    left += office.until is not None and office.until <= one.fact.date
                    came += office.since is not None and office.since > one.fact.date
    assert left > 20
    assert came > 5
    seated = {office.record for found in offices.values() for office in found}
    holders = {one.fact.record for one in facts if one.fact.kind == "holding"}
    assert len([record for record in holders - seated if ":P" in record]) > 500
    adult = column(large(), "person", "adult_on").drop_null().to_pylist()
    assert 5 < sum(day > DEFAULT_TODAY.isoformat() for day in adult) < 100


def test_cases_run_their_course() -> None:
    """Services, objections, repairs, annulments, exits, receipts, relief and confirmations all occur."""
    counts = Counter(one.fact.kind for one in stated("large"))
    for kind in (
        "service",
        "objection",
        "repair",
        "annulment",
        "event",
        "receipt",
        "confirmation",
        "publication",
    ):
        assert counts[kind] >= 3, kind
    steps = {one.fact.step for one in stated("large") if one.fact.kind == "objection"}  # type: ignore[attr-defined]
    assert {"accepted", "refused"} <= steps
    assert any(one.fact.rests_on for one in stated("large") if isinstance(one.fact, Decision))


def test_what_hidden_actors_did_is_beside_the_facts_and_not_among_them() -> None:
    """Each mechanism writes who, why and what it hides; the facts have no word of it."""
    deeds = [json.loads(line) for line in large().hidden]
    assert {deed["mechanism"] for deed in deeds} == {
        "flight_from_the_post", "phoenix", "nominee_holder", "cross_holding", "shelf_companies",
    }  # fmt: skip
    persons = set(column(large(), "person", "record").to_pylist())
    assert all(deed["actor"] in persons and deed["why"] and deed["hides"] for deed in deeds)
    assert not any(
        "flight" in value or "phoenix" in value for one in stated("large") for value in vars_of(one)
    )
    flights = [deed for deed in deeds if deed["mechanism"] == "flight_from_the_post"]
    decided = {one.fact.record: one.fact.date for one in stated("large") if isinstance(one.fact, Decision)}
    caught = [deed for deed in flights if deed["enterprises"][0] in decided]
    assert caught
    for deed in caught:
        days = date.fromisoformat(decided[deed["enterprises"][0]]) - date.fromisoformat(deed["since"])
        assert days.days > 0


# --- statistics


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
    """31 % whole, 7.9 % half, 3.0 % 51 %, 2.7 % 60 %; out-degree exponent 2.5; in-degree about 1.05."""
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
