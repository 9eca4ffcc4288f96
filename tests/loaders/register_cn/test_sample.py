"""The sample of the register: its promises hold, and it says exactly what a reader of its rows would say."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from graph_service.facts import Day, Fact
from graph_service.facts.digests import Digester
from graph_service.facts.types import Holding, Name, Office, Person
from graph_service.intake import Account, Batch, BytesFile, Context, broken_promises
from graph_service.loaders import find, register_cn

FOLDER = Path(register_cn.__file__).parent / "sample"
CONTEXT = Context(
    digester=Digester(b"a key for tests only"), today=date(2026, 7, 1), extract_date=Day("2026-06-30")
)
QINGHE = "register_cn:91440101MA5A1B2C1G"


def batches() -> Iterator[Batch]:
    files = [BytesFile(path.name, path.read_bytes()) for path in FOLDER.iterdir()]
    return find("register_cn").shape(files, CONTEXT)


@pytest.fixture(scope="module", name="facts")
def facts_of_the_sample() -> tuple[Fact, ...]:
    return tuple(fact for batch in batches() for fact in batch.facts)


@pytest.fixture(scope="module", name="names")
def names_of_the_cards() -> dict[str, str]:
    return {card.record: card.name for batch in batches() for card in batch.cards if card.name}


def test_the_promises_of_the_sheet_hold_on_the_sample() -> None:
    """Every row is readable; the change of scope is out of scope and counted as refused."""
    account = Account.of("sample", batches())
    assert broken_promises(find("register_cn").sheet, account) == ()
    assert {name: (tally.read, tally.readable, tally.refused) for name, tally in account.rows.items()} == {
        "enterprises": (4, 4, 0),
        "shareholders": (4, 4, 0),
        "officers": (6, 6, 0),
        "changes": (5, 4, 1),
        "branches": (1, 1, 0),
    }
    assert account.problem_counts == {"namesake_with_and_without_number": 1}


def test_the_account_counts_source_records_parties_and_proved_persons_apart() -> None:
    account = Account.of("sample", batches())
    assert (account.source_records, account.parties, account.proved_persons) == (16, 16, 3)


def test_a_former_legal_representative_left_on_the_day_his_successor_came(
    facts: tuple[Fact, ...], names: dict[str, str]
) -> None:
    """The change record of 2021-05-18 gives both days; the number of the successor comes from the officers table."""
    held = {
        (names[fact.record], fact.since, fact.until)
        for fact in facts
        if isinstance(fact, Office) and fact.post == "legal_representative" and fact.enterprise == QINGHE
    }
    assert held == {("孙立秋", None, "2021-05-18"), ("陈望舒", "2021-05-18", None)}


def test_two_posts_in_one_cell_are_two_offices(facts: tuple[Fact, ...], names: dict[str, str]) -> None:
    posts = {
        (fact.post, fact.since)
        for fact in facts
        if isinstance(fact, Office) and names.get(fact.record) == "陈望舒" and fact.enterprise == QINGHE
    }
    assert posts == {
        ("executive_director", "2021-05-18"),
        ("manager", "2021-05-18"),
        ("legal_representative", "2021-05-18"),
    }


def test_a_name_without_a_number_is_another_person_at_every_firm(
    facts: tuple[Fact, ...], names: dict[str, str]
) -> None:
    """何一鸣 stands at two firms without a number: two records (law decision 11), one name key."""
    persons = [fact for fact in facts if isinstance(fact, Person) and names[fact.record] == "何一鸣"]
    assert len({fact.record for fact in persons}) == 2
    assert len({fact.name_key for fact in persons}) == 1


def test_a_head_of_the_branch_is_its_head_and_no_legal_representative(
    facts: tuple[Fact, ...], names: dict[str, str]
) -> None:
    posts = [fact.post for fact in facts if isinstance(fact, Office) and names.get(fact.record) == "吴清和"]
    assert posts == ["unit_head"]


def test_holdings_keep_amounts_shares_and_the_day_a_change_gives(facts: tuple[Fact, ...]) -> None:
    """A holder who is an enterprise of the register is that very record."""
    held = {
        (fact.record.removeprefix(QINGHE)[:2] if "/" in fact.record else fact.record, str(fact.subscribed),
         fact.subscribed_amount, fact.since, fact.until)
        for fact in facts
        if isinstance(fact, Holding) and fact.enterprise == QINGHE
    }  # fmt: skip
    assert held == {
        ("/d", "2/5", "4000000", "2021-05-18", None),
        ("register_cn:91440101MA5D4E5F2C", "7/20", "3500000", None, None),
        ("register_cn:91440101MA9G7H8J9K", "1/4", "2500000", None, None),
        ("/u", "2/5", None, None, "2021-05-18"),
    }


def test_former_names_keep_the_day_of_the_change(facts: tuple[Fact, ...]) -> None:
    names = {
        (one.name, one.use, one.since, one.until)
        for one in facts
        if isinstance(one, Name) and one.record == QINGHE
    }
    assert ("广州青禾商贸有限公司", "former", None, "2018-03-09") in names
    assert ("广州青禾食品有限公司", "registered", "2018-03-09", None) in names


def test_every_fact_says_when_the_source_was_drawn(facts: tuple[Fact, ...]) -> None:
    """Without a day of its own an office is proved from the extract on (law decision 18)."""
    assert {fact.disclosed_on for fact in facts} == {"2026-06-30"}


def test_the_same_files_twice_state_the_same_facts() -> None:
    assert list(batches()) == list(batches())
