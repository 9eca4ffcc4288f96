"""The generated province: its promises and its facts."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import date
from functools import cache

import pyarrow.compute as pc
import pytest

from graph_service.consequences import CaseReport, derive
from graph_service.errors import BadValue
from graph_service.facts import BY_KIND, MemoryIndex
from graph_service.facts.ledger import Stated
from graph_service.facts.types import Decision, Office
from graph_service.facts.vocabulary import ENTERPRISE_TYPES, POSTS, STATUSES
from graph_service.intake import Account, Context
from graph_service.loaders.province import DEFAULT_TODAY, LOADER, Settings, make_part, read_settings
from graph_service.loaders.province.docket import DOCKET
from graph_service.rules.load import load_rulebook
from graph_service.rules.words import Status
from tests.loaders.province.chunks import DIGESTER, SMALL, column, large, small, stated


@cache
def reports() -> tuple[CaseReport, ...]:
    index, book = MemoryIndex.over(stated("small")), load_rulebook()
    cases = [one.fact.case for one in stated("small") if isinstance(one.fact, Decision)]
    return tuple(derive(case, index, book) for case in cases)


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
        ({"today": "1999-01-01"}, "between 2018 and 2080"),
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


def test_a_province_of_any_size_is_made_of_whole_parts() -> None:
    """The last part takes what is left over; a province without decisions, or from before the laws, is one too."""
    settings = Settings(enterprises=2_999, part=1_000)
    assert [len(settings.firms_of(part)) for part in range(settings.parts)] == [1_000, 1_999]
    assert make_part(settings, 1, DIGESTER).columns["address"].num_rows == 1_999
    quiet = make_part(Settings(enterprises=1_000, part=1_000, decided_ppm=0), 0, DIGESTER)
    assert "decision" not in quiet.columns
    early = make_part(Settings(enterprises=1_000, part=1_000, today=date(2018, 6, 1)), 0, DIGESTER)
    assert "decision" not in early.columns
    later = make_part(Settings(enterprises=1_000, part=1_000, today=date(2021, 6, 1)), 0, DIGESTER)
    assert 20 <= later.columns["decision"].num_rows < len(DOCKET)
    assert max(column(later, "decision", "date").to_pylist()) < "2021-06-01"


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
