"""The loader of FollowTheMoney entities: its promises, the facts of its sample, and what becomes of odd lines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service.facts import Fact, Share
from graph_service.facts.digests import Digester
from graph_service.facts.notation import parse
from graph_service.intake import Account, Batch, BytesFile, Context, broken_promises
from graph_service.loaders import find, followthemoney
from graph_service.loaders.followthemoney import LOADER
from graph_service.loaders.followthemoney.desk import read_day
from graph_service.loaders.followthemoney.ties import read_percentage

EXPECTED = Path(__file__).parent / "expected.ledger"
SAMPLE = Path(followthemoney.__file__).parent / "sample" / "entities.ftm.json"

LISTS: tuple[dict[str, Any], ...] = (
    {"datasets": ("us_ofac_sdn",), "authorities": ("Office of Foreign Assets Control", "OFAC"), "programs": (),
     "authority": "ofac", "category": "foreign_asset_freeze_us", "territory": "US"},
    {"datasets": ("eu_fsf",), "authorities": ("Council of the European Union",), "programs": (),
     "authority": "eu_council", "category": "foreign_asset_freeze_eu", "territory": "EU"},
    {"datasets": ("gb_hmt_sanctions", "gb_fcdo_sanctions"), "authorities": ("HM Treasury", "FCDO"),
     "programs": ("GB-",), "authority": "uk_treasury", "category": "foreign_asset_freeze_uk", "territory": "GB"},
)  # fmt: skip


class Plain(Digester):
    """Names stay themselves and documents become a short token, so that expected facts can be read."""

    def name(self, name: str) -> str:
        return name

    def document(self, kind: str, number: str, issuer: str = "CN") -> str:
        short = (
            number
            if kind == "ftm" and number.startswith("NK-")
            else hashlib.sha256(number.encode()).hexdigest()[:4]
        )
        return f"{kind}:{issuer}:{short}"


def context(digester: Digester | None = None) -> Context:
    return Context(
        digester=digester or Plain(b"sixteen bytes are enough"),
        today=date(2026, 11, 23),
        source="ftm",
        tables={"listings": LISTS},
    )


def shape(text: str, name: str = "sample.json", digester: Digester | None = None) -> list[Batch]:
    return list(LOADER.shape([BytesFile(name, text.encode())], context(digester)))


def lines(*entities: dict[str, Any] | str) -> str:
    return "\n".join(one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in entities)


def entity(
    key: str, schema: str, /, datasets: Sequence[str] = ("us_ofac_sdn",), **properties: str | list[str]
) -> dict[str, Any]:
    held = {name: [value] if isinstance(value, str) else value for name, value in properties.items()}
    return {
        "id": key,
        "schema": schema,
        "properties": held,
        "datasets": list(datasets),
        "first_seen": "2024-01-01T00:00:00",
    }


def facts(batches: Iterable[Batch], *kinds: str) -> list[Fact]:
    return [fact for batch in batches for fact in batch.facts if not kinds or fact.kind in kinds]


def told(batches: Iterable[Batch], kind: str, *names: str) -> list[tuple[Any, ...]]:
    """Of the facts of one type, the fields named."""
    return [tuple(getattr(fact, name) for name in names) for fact in facts(batches, kind)]


def kinds(batches: Iterable[Batch]) -> list[str]:
    return [problem.kind for batch in batches for problem in batch.problems]


FIRM = entity("NK-firm", "Company", name="Firm")
OTHER = entity("NK-other", "Company", name="Other")
ANN = entity("NK-ann", "Person", name="Ann")


def test_the_promises_hold_for_the_sample_and_every_line_is_counted() -> None:
    """21 lines, all readable; kinship and acquaintance are counted as refused; parties and proved persons apart."""
    account = Account.of("ftm", shape(SAMPLE.read_text()))
    assert broken_promises(LOADER.sheet, account) == ()
    assert find("followthemoney") is LOADER
    assert account.rows["lines"].read == account.rows["lines"].readable == 21
    assert account.rows["Family"].refused == 1
    assert account.rows["Associate"].refused == 1
    assert (account.source_records, account.parties, account.proved_persons) == (5, 5, 2)
    assert dict(account.problem_counts) == {
        "listing_without_date": 1,
        "not_recognised_here": 3,
        "out_of_scope": 2,
        "unknown_post": 1,
    }
    assert "Not Kept" not in repr(shape(SAMPLE.read_text())), "a father's name is kinship"


def test_the_sample_states_these_facts_and_no_others() -> None:
    """Who is listed is so on his own record; offices, holdings and links stand beside it and list nobody."""
    expected = parse(EXPECTED.read_text(encoding="utf-8"))
    assert facts(shape(SAMPLE.read_text())) == [one.fact for one in expected.facts]
    cards = {card.record: card for batch in shape(SAMPLE.read_text()) for card in batch.cards}
    assert cards["ftm:NK-chen"].name == "CHEN Muhe"
    assert cards["ftm:NK-chen"].note == "陈牧禾; Chen Mu He"
    assert cards["ftm:NK-chen"].birth_date == "1980-05-15"
    assert set(cards) == {"ftm:NK-chen", "ftm:NK-lin", "ftm:NK-broker"}, "an organisation has no card"


ODD: list[tuple[str, tuple[dict[str, Any] | str, ...]]] = [
    ("bad_json", ("{not json",)),
    ("bad_json", ("[1, 2]",)),
    ("not_an_entity", ({"id": "x"},)),
    ("broken_line_encoding", ("\udcff",)),
    ("unknown_schema", (entity("x", "Spaceship"),)),
    ("out_of_scope", (entity("x", "Vessel", name="Aurora"),)),
    ("value_too_long", (entity("NK-firm", "Company", alias="a" * 5_000),)),
    ("nul_in_value", (entity("NK-firm", "Company", alias="a\0b"),)),
    ("bad_date", (entity("NK-firm", "Company", incorporationDate="2015-13-40"),)),
    ("several_values", (entity("NK-firm", "Company", incorporationDate=["2015-01-01", "2016-01-01"]),)),
    ("several_values", (entity("NK-ann", "Person", birthDate=["1980-01-01", "1990-01-01"]),)),
    ("number_fails_check", (entity("NK-firm", "Company", uscCode="91440101MAFTM00196"),)),
    ("number_fails_check", (entity("NK-firm", "Company", leiCode="984500FTMSAMPLE00138"),)),
    ("document_fails_check", (entity("NK-ann", "Person", nationality="cn", idNumber="440100198005151233"),)),
    ("document_without_number", (entity("p", "Passport", holder="NK-ann"),)),
    ("unknown_holder", (entity("p", "Passport", holder="NK-nobody", number="E1"),)),
    ("unknown_holder", (entity("o", "Ownership", owner="NK-nobody", asset="NK-firm"),)),
    ("unknown_holder", (entity("o", "Directorship", director="NK-nobody", organization="NK-firm", role="Director"),)),
    ("unknown_party", (entity("o", "Ownership", owner="NK-ann", asset="NK-ship"),)),
    ("several_values", (entity("o", "Ownership", owner=["NK-ann", "NK-other"], asset="NK-firm"),)),
    ("self_holding", (entity("o", "Ownership", owner="NK-firm", asset="NK-firm"),)),
    ("self_tie", (entity("o", "UnknownLink", subject="NK-firm", object="NK-firm"),)),
    ("share_above_whole", (entity("o", "Ownership", owner="NK-ann", asset="NK-firm", percentage="100.1"),)),
    ("bad_share", (entity("o", "Ownership", owner="NK-ann", asset="NK-firm", percentage="most"),)),
    ("several_values", (entity("o", "Ownership", owner="NK-ann", asset="NK-firm", percentage=["10", "20"]),)),
    ("until_before_since", (entity("o", "Ownership", owner="NK-ann", asset="NK-firm", startDate="2020-05",
                                   endDate="2019"),)),
    ("several_values", (entity("o", "Ownership", owner="NK-ann", asset="NK-firm", startDate=["2019", "2020"]),)),
    ("post_not_stated", (entity("o", "Directorship", director="NK-ann", organization="NK-firm"),)),
    ("out_of_scope", (entity("o", "UnknownLink", subject="NK-ann", object="NK-bob", role="Brother-in-law"),)),
    ("conflicting_duplicate", (entity("NK-ann", "Company", name="Ann"),)),
    ("sanction_without_statement", (entity("NK-firm", "Company", topics="sanction"),)),
    ("unknown_party", (entity("s", "Sanction", entity="NK-ship"),)),
    ("ended_without_date", (entity("s", "Sanction", entity="NK-ann", status="Delisted"),)),
    ("several_values", (entity("s", "Sanction", entity="NK-ann", startDate=["2020-01-01", "2021-01-01"]),)),
    ("not_recognised_here", (entity("s", "Sanction", ("ch_seco_sanctions",), entity="NK-ann", authority="SECO"),)),
    ("not_recognised_here", (entity("s", "Sanction", ("us_sam_exclusions",), entity="NK-ann", authority="OFAC"),)),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "odd"), ODD)
def test_an_odd_line_is_a_problem_by_its_name_and_its_neighbours_are_loaded(
    kind: str, odd: tuple[dict[str, Any] | str, ...]
) -> None:
    """The line, the field and the reason are named; the office beside it stands; no number is in any problem."""
    bob = entity("NK-bob", "Person", name="Bob")
    good = entity("d", "Directorship", director="NK-bob", organization="NK-firm", role="Director")
    text = lines(FIRM, OTHER, ANN, bob, *odd, good)
    batches = list(
        LOADER.shape(
            [BytesFile("odd.json", text.encode("utf-8", "surrogateescape"))], context(Digester(b"k" * 32))
        )
    )
    assert kind in kinds(batches)
    problem = next(p for batch in batches for p in batch.problems if p.kind == kind)
    assert (problem.file, problem.line) == ("odd.json", 5)
    assert problem.why
    assert problem.todo
    assert "ftm:NK-bob" in [office.record for office in facts(batches, "office")]
    assert "440100198005151233" not in repr(batches)


def test_a_broken_promise_is_told_when_too_few_lines_are_entities() -> None:
    """Ten good lines and one that is not JSON: less than 95 of 100 are readable."""
    good = [entity(f"NK-{number}", "Company", name="X") for number in range(10)]
    account = Account.of("ftm", shape(lines(*good, "oops")))
    assert [promise.split(":")[0] for promise in broken_promises(LOADER.sheet, account)] == ["lines"]


def test_no_identity_number_leaves_the_door_not_even_one_hidden_in_an_id() -> None:
    """Some publishers build ids from a person's tax or identity number: such an id is shown as a digest only."""
    number = "183111242406"
    person = entity(f"ru-inn-{number}", "Person", name="Someone", innCode=number, passportNumber="7500123456")
    own = entity(f"own-{number}", "Ownership", owner=f"ru-inn-{number}", asset="NK-firm", percentage="200")
    listed = entity(f"s-{number}", "Sanction", entity=f"ru-inn-{number}")
    batches = shape(lines(FIRM, person, own, listed), digester=Digester(b"k" * 32))
    assert number not in repr(batches)
    assert "7500123456" not in repr(batches)
    (holding,) = facts(batches, "holding")
    (decision,) = facts(batches, "decision")
    assert holding.record == decision.record == facts(batches, "person")[0].record


def test_a_number_proves_on_a_record_of_one_list_and_only_confirms_on_a_merged_one() -> None:
    """A publisher that merged two lists judged that both mean one human: that is CONFIRMED at most."""
    levels = {}
    for datasets in (("us_ofac_sdn",), ("eu_fsf", "us_ofac_sdn")):
        person = entity("NK-a", "Person", datasets, name="A", idNumber="440100198005151232")
        levels[len(datasets)] = told(shape(lines(person)), "identity", "level")
    assert levels == {1: [("CONFIRMED",), ("PROVED",)], 2: [("CONFIRMED",), ("CONFIRMED",)]}


def test_a_passport_number_without_its_country_and_a_masked_number_stay_candidates() -> None:
    """Two states may print the same passport number; a masked one is nobody's alone, and stands masked on the card."""
    person = entity("NK-a", "Person", name="A", passportNumber="E1234567", idNumber="4401**********1232")
    batches = shape(lines(person))
    assert told(batches, "identity", "level") == [("CONFIRMED",), ("CANDIDATE",), ("CANDIDATE",)]
    assert batches[1].cards[0].document_masked == "4401**********1232"


def test_an_identity_card_of_a_known_country_and_kind_proves() -> None:
    """An Identification counts per country and kind of card; a Chinese one that is sound is the resident card."""
    text = lines(
        ANN,
        entity("i1", "Identification", holder="NK-ann", number="X-99", country="mx", type="Cédula"),
        entity("i2", "Identification", holder="NK-ann", number="X-99", type="Cédula"),
        entity(
            "i3", "Identification", holder="NK-ann", number="440100198005151232", country="cn", type="ID card"
        ),
    )
    found = [
        (level, token.split(":")[0]) for level, token in told(shape(text), "identity", "level", "document")
    ]
    assert found == [
        ("CONFIRMED", "ftm"),
        ("PROVED", "other"),
        ("CANDIDATE", "other"),
        ("PROVED", "resident_id"),
    ]


def test_nested_entities_are_read_like_flat_ones() -> None:
    """An export that hangs sanctions and holdings below a person says the same as lines side by side."""
    sanction = entity("s1", "Sanction", entity="NK-ann", startDate="2020-01-01")
    own = entity("o1", "Ownership", owner="NK-ann", asset="NK-firm", percentage="60")
    below = {
        **ANN,
        "properties": {
            "name": ["Ann"],
            "sanctions": [{**sanction, "properties": {"startDate": ["2020-01-01"]}}],
            "ownershipOwner": [{**own, "properties": {"asset": [FIRM], "percentage": ["60"]}}],
        },
    }
    flat = facts(shape(lines(FIRM, ANN, sanction, own)))
    assert sorted(map(repr, facts(shape(lines(below))))) == sorted(map(repr, flat))


def test_each_fact_keeps_the_statement_it_came_from_where_the_export_has_statements() -> None:
    """Statements line by line, or inside the entity, give their own id as the origin of a name or number."""
    shared = {"canonical_id": "NK-firm", "entity_id": "ofac-1", "schema": "Company", "dataset": "us_ofac_sdn"}
    rows = [
        {**shared, "schema": "LegalEntity", "prop": "id", "value": "x", "id": "st0"},
        {**shared, "prop": "name", "value": "Firm", "id": "st1", "first_seen": "2024-01-01T00:00:00"},
        {**shared, "prop": "uscCode", "value": "91440101MAFTM00195", "id": "st2"},
    ]
    other = {**shared, "canonical_id": "NK-x", "prop": "name", "value": "X", "id": "st3"}
    by_line = shape(lines(*rows, other))
    whole = {"id": "NK-firm", "schema": "Company", "datasets": ["us_ofac_sdn"], "statements": rows,
             "first_seen": "2024-01-01T00:00:00"}  # fmt: skip
    origins = [(fact.kind, fact.record, fact.origin) for fact in facts(by_line, "name", "identifier")]
    assert origins == [
        ("name", "ftm:NK-firm", "us_ofac_sdn/st1"),
        ("identifier", "ftm:NK-firm", "us_ofac_sdn/st2"),
        ("name", "ftm:NK-x", "us_ofac_sdn/st3"),
    ]
    assert facts(shape(lines(whole))) == [fact for fact in facts(by_line) if fact.record == "ftm:NK-firm"]
    assert Account.of("ftm", by_line).rows["lines"].read == 4


def test_a_list_without_a_dataset_is_known_by_its_authority_and_programme() -> None:
    """Aleph exports name no dataset: then authority and, where the table asks it, programme decide."""
    sanctions = [
        entity("s1", "Sanction", (), entity="NK-ann", authority="OFAC", startDate="2020-01-01"),
        entity("s2", "Sanction", ("casework",), entity="NK-ann", authority="FCDO", programId="GB-RUS",
               listingDate="2021-02-03"),
        entity("s3", "Sanction", (), entity="NK-ann", authority="FCDO", programId="ZZ", startDate="2020-01-01"),
    ]  # fmt: skip
    batches = shape(lines(ANN, *sanctions))
    assert told(batches, "decision", "case", "date") == [
        ("ofac:s1", "2020-01-01"),
        ("uk_treasury:s2", "2021-02-03"),
    ]
    assert kinds(batches) == ["not_recognised_here"]


def test_a_sanction_of_two_parties_is_two_cases_and_without_any_date_it_counts_from_the_reading() -> None:
    """Each party has its own case; a list without any date at all is shown since it was read, with a problem."""
    sanction = {
        "id": "s",
        "schema": "Sanction",
        "properties": {"entity": ["NK-ann", "NK-firm"], "authority": ["OFAC"]},
    }
    batches = shape(lines(FIRM, ANN, sanction))
    found = told(batches, "decision", "record", "case", "date")
    assert found == [("ftm:NK-ann", "ofac:s", "2026-11-23"), ("ftm:NK-firm", "ofac:s:2", "2026-11-23")]
    assert kinds(batches) == ["listing_without_date", "listing_without_date"]


def test_an_update_file_is_read_like_a_whole_one_and_two_files_are_one_network() -> None:
    """`op` ADD and MOD wrap an entity; a tie in one file finds its ends in the other."""
    first = BytesFile("a.json", lines({"op": "ADD", "entity": ANN}).encode())
    own = entity("o", "Ownership", owner="NK-ann", asset="NK-firm")
    second = BytesFile("b.json", ("\ufeff" + lines(own, "", FIRM) + "\n").encode())
    batches = list(LOADER.shape([second, first], context()))
    assert kinds(batches) == []
    assert len(facts(batches, "holding")) == 1


def test_a_folder_may_hold_other_files_too() -> None:
    """A note beside the entities is named and not read; a single file is read whatever it is called."""
    entities, note = (
        BytesFile("entities.ftm", lines(ANN).encode()),
        BytesFile("README.md", b"About this export"),
    )
    batches = list(LOADER.shape([note, entities], context()))
    assert kinds(batches) == ["file_not_read"]
    assert len(facts(batches, "person")) == 1
    assert len(facts(LOADER.shape([BytesFile("export", lines(ANN).encode())], context()), "person")) == 1


def test_the_same_file_twice_states_the_same_facts_and_a_kind_told_later_counts() -> None:
    """A LegalEntity that another line calls a Company is an organisation on both lines."""
    vague = entity("NK-x", "LegalEntity", name="X")
    exact = entity("NK-x", "Company", name="X")
    batches = shape(lines(vague, exact))
    assert {fact.kind for fact in facts(batches)} == {"enterprise", "name"}
    assert repr(batches) == repr(shape(lines(vague, exact)))


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("49", Share(Fraction(49, 100), Fraction(49, 100))),
        ("49,5 %", Share(Fraction(99, 200), Fraction(99, 200))),
        ("25-50", Share(Fraction(1, 4), Fraction(1, 2))),
        (">50%", Share(Fraction(1, 2), Fraction(1), low_in=False)),
        ("at least 75", Share(Fraction(3, 4), Fraction(1))),
        ("less than 25%", Share(Fraction(0), Fraction(1, 4), high_in=False)),
        ("100.00005", Share(Fraction(1), Fraction(1))),
        ("100.001", "share_above_whole"),
        ("50-25", "bad_share"),
        (">100", "bad_share"),
        ("-5", "bad_share"),
    ],
)
def test_per_cents_are_read_exact_ranged_or_not_at_all(text: str, share: Share | str) -> None:
    """A share above the whole by more than one part in a million is a problem, and never cut down."""
    assert read_percentage(text) == share


def test_bands_of_a_register_of_control_are_ranges_of_share_and_votes() -> None:
    """`ownership-of-shares-25-to-50-percent` is more than 25 and up to 50; 75 to 100 includes 75."""
    own = entity("o", "Ownership", owner="NK-ann", asset="NK-firm",
                 role=["ownership-of-shares-25-to-50-percent", "voting-rights-75-to-100-percent"])  # fmt: skip
    ((share, votes),) = told(shape(lines(FIRM, ANN, own)), "holding", "subscribed", "votes")
    assert (str(share), str(votes)) == ("(1/4,1/2]", "[3/4,1]")


@given(st.dates())
@settings(max_examples=50)
def test_every_day_of_the_calendar_is_read_back_in_each_precision(day: date) -> None:
    """A day keeps the precision it came with; far years mean `no end` and are no day."""
    for length in (4, 7, 10):
        text = day.isoformat()[:length]
        assert read_day(text) == (text if 1000 <= day.year < 2900 else None)


def test_a_long_file_comes_in_several_batches_and_a_line_without_end_is_one_problem() -> None:
    """Memory stays flat: batches are given every thousand lines; eight megabytes without a line end are not read."""
    many = "\n".join(json.dumps(entity(f"NK-{number}", "Company", name="X")) for number in range(1_500))
    batches = shape(many + "\n" + "x" * 8_000_001)
    assert len([batch for batch in batches if batch.facts]) == 2
    assert kinds(batches) == ["line_too_long"]
    assert len(facts(batches, "enterprise")) == 1_500
