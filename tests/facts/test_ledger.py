"""The ledger: what was known when, what still stands, and the index the law reads."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings

from graph_service.errors import NotationError
from graph_service.facts import Ledger, MemoryIndex, Reading, ends, fact_id, stated
from graph_service.facts.notation import dump, parse
from graph_service.facts.types import Decision, Enterprise, Holding, Office, Retraction
from tests.facts.strategies import ledgers

TWO_ENTRIES = """
entry 1 2026-06-20T01:00:00Z
enterprise g:A type=company          # the firm
^post office g:L enterprise=g:A post=legal_representative since=2015-08-01
entry 2 2026-07-01T09:00:00+08:00
office g:L enterprise=g:A post=legal_representative since=2015-08-01 until=2026-06-10 replaces=^post
card g:L name="Wang Wei" birth_date=1970-01-01
"""


@settings(max_examples=40)
@given(ledgers())
def test_a_printed_ledger_is_read_back_as_it_was(ledger: Ledger) -> None:
    """Facts of every type, values with any signs in them, several entries, labels."""
    again = parse(dump(ledger))
    assert (again.entries, again.facts) == (ledger.entries, ledger.facts)
    assert dump(again) == dump(ledger)


def test_what_was_known_then_is_the_ledger_cut_after_that_entry() -> None:
    ledger = parse(TWO_ENTRIES)
    assert [one.ordinal for one in ledger.facts] == [1, 2, 1]
    assert (ledger.head, ledger.until(1).head, len(ledger.until(1).facts)) == (2, 1, 2)
    (known,) = MemoryIndex.of(ledger.until(1)).by("office", "enterprise", "g:A")
    assert known.fact.until is None
    (now,) = MemoryIndex.of(ledger).by("office", "enterprise", "g:A")
    assert now.fact.until == "2026-06-10"


def test_an_instant_is_answered_with_the_newest_entry_not_later() -> None:
    ledger = parse(TWO_ENTRIES)
    second = datetime(2026, 7, 1, 1, tzinfo=UTC)
    assert [ledger.entry_at(second + timedelta(seconds=shift)) for shift in (-1, 0, 1)] == [1, 2, 2]
    assert ledger.entry_at(datetime(1999, 1, 1, tzinfo=UTC)) == 0
    assert Ledger().head == 0


def test_a_fact_that_stands_already_is_not_stated_twice() -> None:
    firm = Enterprise(record="g:A")
    at = datetime(2026, 7, 1, 9, tzinfo=timezone(timedelta(hours=8)))
    ledger = Ledger().plus([firm, firm], at).plus([firm], at)
    assert [(one.entry, one.ordinal) for one in ledger.facts] == [(1, 1)]
    assert ledger.entries[0].at == datetime(2026, 7, 1, 1, tzinfo=UTC)


def test_a_retraction_ends_a_fact_and_its_own_retraction_brings_it_back() -> None:
    """The last word counts."""
    firm = Enterprise(record="g:A")
    first = Retraction(record="g:A", of=fact_id(firm))
    second = Retraction(record="g:A", of=fact_id(first))
    known = [stated(fact, 1, place) for place, fact in enumerate((firm, first, second), start=1)]
    assert ends(known[:2]) == {known[0].id: known[1].id}
    assert ends(known) == {known[1].id: known[2].id}
    assert MemoryIndex.over(known).by("enterprise", "record", "g:A") == (known[0],)


def test_a_replaced_fact_does_not_come_back_when_its_replacement_is_replaced() -> None:
    first = Office(record="g:L", enterprise="g:A", post="director")
    second = Office(record="g:L", enterprise="g:A", post="manager", replaces=fact_id(first))
    third = Office(record="g:L", enterprise="g:A", post="supervisor", replaces=fact_id(second))
    known = [stated(fact, place, 1) for place, fact in enumerate((first, second, third), start=1)]
    assert ends(known) == {known[0].id: known[1].id, known[1].id: known[2].id}
    assert MemoryIndex.over(known).by("office", "record", "g:L") == (known[2],)


def test_a_reading_remembers_every_key_it_was_asked_misses_included() -> None:
    """The read set of a case: a later fact that meets it makes the case be derived anew."""
    reading = Reading(MemoryIndex.of(parse(TWO_ENTRIES)))
    assert reading.by("office", "record", "g:nobody") == ()
    assert len(reading.by("enterprise", "record", "g:A")) == 1
    assert list(reading.keys) == ["office.record=g:nobody", "enterprise.record=g:A"]


def test_cards_lie_beside_the_ledger() -> None:
    (card,) = parse(TWO_ENTRIES).cards
    assert (card.record, card.name, card.birth_date) == ("g:L", "Wang Wei", "1970-01-01")
    assert 'card g:L name="Wang Wei" birth_date=1970-01-01' in dump(parse(TWO_ENTRIES))


def test_without_an_entry_line_there_is_entry_1() -> None:
    assert parse("enterprise g:A").head == 1
    assert dump(Ledger()) == ""


def test_lists_quotes_and_comments_are_read() -> None:
    text = 'decision "my: A" case=c act=order category=x authority=a date=2020 number="穗 1 #" basis=["a, b" , c ] # x'
    (one,) = parse(text).facts
    assert isinstance(one.fact, Decision)
    assert (one.fact.record, one.fact.basis, one.fact.number) == (
        "my: A", ("a, b", "c"), "穗 1 #",
    )  # fmt: skip


def test_ranged_shares_and_answers_of_yes_and_no_are_read() -> None:
    (one,) = parse("holding g:L enterprise=g:A subscribed=[1/4,1/2) votes=(0.25,0.5] nominee=true").facts
    assert isinstance(one.fact, Holding)
    assert (str(one.fact.subscribed), str(one.fact.votes), one.fact.nominee) == (
        "[1/4,1/2)",
        "(1/4,1/2]",
        True,
    )


def test_a_fact_written_twice_is_one_fact_in_its_first_place() -> None:
    ledger = parse("enterprise g:A\nenterprise g:B\nenterprise g:A\nenterprise g:C")
    assert [(one.fact.record, one.ordinal) for one in ledger.facts] == [("g:A", 1), ("g:B", 2), ("g:C", 3)]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("office g:L post=x post=y", "stands twice"),
        ("office g:L post=x and more", "expected field=value"),
        ('office g:L post="x', "expected field=value"),
        ('"office" g:L', "expected field=value"),
        ("office", "write: "),
        ("comet g:L", "not a type of fact"),
        ("office g:L colour=red", "no field 'colour'"),
        ("office g:L record=g:M", "no field 'record'"),
        ("office g:L enterprise=g:A post=x replaces=^none", "labelled"),
        ("office g:L enterprise=g:A post=x since=soon", "since"),
        ('office g:L enterprise=g:A post="\\q"', "not a JSON string"),
        ('office "\\q" enterprise=g:A post=x', "not a JSON string"),
        (
            "decision g:A case=c act=order category=x authority=a number=1 date=2020 basis=[a,,b]",
            "not a list",
        ),
        ("holding g:L enterprise=g:A nominee=maybe", "true or false"),
        ("entry 1", "write: entry"),
        ("entry ² 2026-06-20T01:00:00Z", "write: entry"),
        ("entry 2 2026-06-20T01:00:00Z", "gapless"),
        ("entry 1 soon", "not an instant"),
        ("entry 1 2026-06-20T01:00:00", "has no zone"),
        ("entry 1 2026-06-20T01:00:00Z\nentry 2 2026-06-19T01:00:00Z", "not older"),
        ("card", "write: card"),
        ("card g:L colour=red", "write: card"),
        ("card g:L birth_date=soon", "not a day"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_with_its_number(line: str, why: str) -> None:
    with pytest.raises(NotationError, match=why) as caught:
        parse(line)
    assert str(caught.value).startswith(f"line {len(line.splitlines())}: ")
