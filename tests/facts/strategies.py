"""Random facts of every type, for property tests: built from the fields each type declares."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from graph_service.facts import FACT_TYPES, Card, Day, Fact, Ledger, Share, fields_of
from graph_service.facts.rows import Field

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
RECORDS = st.one_of(st.from_regex(r"[a-z]{1,4}:[A-Za-z0-9]{1,6}", fullmatch=True), TEXTS)


@st.composite
def days(draw: st.DrawFn) -> Day:
    """A day of any precision."""
    whole = draw(st.dates(date(1900, 1, 1), date(2100, 12, 31))).isoformat()
    return Day(whole[: draw(st.sampled_from([4, 7, 10]))])


@st.composite
def shares(draw: st.DrawFn) -> Share:
    """An exact or ranged share."""
    low, high = sorted(draw(st.tuples(*[st.fractions(0, 1, max_denominator=1000)] * 2)))
    if low == high:
        return Share(Fraction(low), Fraction(low))
    return Share(Fraction(low), Fraction(high), draw(st.booleans()), draw(st.booleans()))


def _values(field: Field) -> st.SearchStrategy[object]:
    if field.allowed:
        return st.sampled_from(field.allowed)
    found: dict[str, st.SearchStrategy[object]] = {
        "str": RECORDS if field.name == "record" else TEXTS,
        "bool": st.booleans(),
        "day": days(),
        "share": shares(),
        "list": st.lists(TEXTS, max_size=3).map(tuple),
    }
    return found[field.holds]


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    """A fact of any type, each optional field there or not."""
    cls = draw(st.sampled_from(FACT_TYPES))
    values: dict[str, Any] = {
        field.name: draw(_values(field))
        for field in fields_of(cls.kind)
        if field.required or draw(st.booleans())
    }
    return cls(**values)


@st.composite
def cards(draw: st.DrawFn) -> Card:
    """A card with some of its fields."""
    return Card(
        record=draw(RECORDS),
        name=draw(st.none() | TEXTS),
        birth_date=draw(st.none() | days()),
        note=draw(st.none() | TEXTS),
    )


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """A ledger of a few entries; the facts of one may replace those of an earlier one."""
    ledger = Ledger()
    instants = sorted(draw(st.lists(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)), max_size=4)))  # noqa: DTZ001  # Hypothesis asks for bounds without a zone
    for instant in instants:
        ledger = ledger.plus(
            draw(st.lists(facts(), max_size=4)),
            instant.replace(tzinfo=UTC),
            draw(st.lists(cards(), max_size=2)),
        )
    return ledger
