"""Rows of facts and back, ids, look-up keys; shares that are exact, ranged, never floats."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from graph_service.errors import BadValue
from graph_service.facts import (
    BY_KIND,
    FACT_TYPES,
    INDEXED,
    Day,
    Fact,
    Share,
    fact_id,
    fields_of,
    from_row,
    keys_of,
    parse_share,
    row_id,
    to_row,
)
from graph_service.facts.types import Decision, Enterprise, Holding, Identity, Office
from tests.facts.strategies import facts, shares


@given(facts())
def test_every_fact_is_read_back_from_its_row(fact: Fact) -> None:
    row = to_row(fact)
    assert from_row(fact.kind, row) == fact
    assert row_id(fact.kind, row) == fact_id(fact)


def test_the_row_leaves_out_what_is_at_its_default() -> None:
    """So a new optional field changes no old row and no old id."""
    assert to_row(Enterprise(record="a:1", type="other", since=Day("2020"))) == {
        "record": "a:1",
        "since": "2020",
    }


def test_the_same_statement_is_the_same_fact_and_another_is_not() -> None:
    left = Office(record="a:1", enterprise="a:2", post="director")
    assert fact_id(left) == fact_id(Office(post="director", enterprise="a:2", record="a:1"))
    assert fact_id(left) != fact_id(Office(record="a:1", enterprise="a:2", post="manager"))
    assert fact_id(left).startswith("office:")


def test_every_type_has_its_kind_its_fields_and_keys_that_exist() -> None:
    assert len(BY_KIND) == len(FACT_TYPES)
    for kind, keys in INDEXED.items():
        assert set(keys) <= {field.name for field in fields_of(kind)}
        assert keys[0] == "record"


def test_keys_are_published_once_per_member_and_not_for_what_is_missing() -> None:
    decision = Decision(
        record="a:1", case="c1", act="decision", category="x", authority="au", number="1", date=Day("2020"),
        supersedes=("c0", "c9"),
    )  # fmt: skip
    assert keys_of(decision) == (
        "decision.record=a:1", "decision.case=c1", "decision.supersedes=c0", "decision.supersedes=c9",
    )  # fmt: skip
    assert keys_of(Identity(record="a:1", level="PROVED", document="d:1")) == (
        "identity.record=a:1", "identity.document=d:1",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "row", "why"),
    [
        ("comet", {"record": "a:1"}, "'comet' is not a type of fact"),
        ("office", {"record": "a:1", "post": "x"}, "office needs the field 'enterprise'"),
        ("office", {"record": "a:1", "post": "x", "enterprise": "b", "colour": "red"}, "no field 'colour'"),
        ("office", {"record": "a:1", "post": "", "enterprise": "b"}, "a text that is not empty"),
        ("office", {"record": "a:1", "post": 5, "enterprise": "b"}, "a text that is not empty"),
        ("office", {"record": "a:1", "post": "x", "enterprise": "b", "since": "soon"}, "office.since"),
        ("holding", {"record": "a:1", "enterprise": "b", "subscribed": "much"}, "holding.subscribed"),
        ("holding", {"record": "a:1", "enterprise": "b", "nominee": "yes"}, "true or false"),
        ("identity", {"record": "a:1", "level": "SURE"}, "one of PROVED, CONFIRMED, CANDIDATE"),
        ("decision", {"record": "a:1", "case": "c", "act": "decision", "category": "x", "authority": "a",
                      "number": "1", "date": "2020", "conditions": "x"}, "a list of texts"),
        ("decision", {"record": "a:1", "case": "c", "act": "decision", "category": "x", "authority": "a",
                      "number": "1", "date": "2020", "conditions": [1]}, "a list of texts"),
    ],
)  # fmt: skip
def test_a_row_that_is_no_fact_is_refused_by_field(kind: str, row: dict[str, Any], why: str) -> None:
    with pytest.raises(BadValue, match=why):
        from_row(kind, row)


@given(shares())
def test_every_share_is_read_back_from_its_text(share: Share) -> None:
    assert parse_share(str(share)) == share


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("25%", "1/4", "1/4"), ("0.25", "1/4", "1/4"), ("1/3", "1/3", "1/3"), ("[0.25, 0.5)", "1/4", "1/2"),
     ("120%", "6/5", "6/5")],
)  # fmt: skip
def test_shares_are_read_as_fractions(text: str, low: str, high: str) -> None:
    share = parse_share(text)
    assert (share.low, share.high) == (Fraction(low), Fraction(high))


def test_the_ends_of_a_range_are_in_or_out_as_written() -> None:
    """BODS 0.4: exclusiveMinimum and exclusiveMaximum."""
    share = parse_share("(1/4,1/2]")
    assert (share.low_in, share.high_in, share.exact) == (False, True, None)
    assert parse_share("1/2").exact == Fraction(1, 2)


@pytest.mark.parametrize("text", ["", "half", "-1/4", "1/0", "25 %", "[1/2,1/4]", "[1/4,1/4)", "０.5"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        parse_share(text)


def test_a_missing_share_is_unknown_and_no_zero() -> None:
    holding = Holding(record="a:1", enterprise="a:2")
    assert holding.subscribed is None
    assert "subscribed" not in to_row(holding)
