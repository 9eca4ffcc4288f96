"""The account of a load: rows, records, parties and proved persons counted apart; problems by kind; promises."""

from dataclasses import dataclass
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from graph_service.errors import Problem
from graph_service.facts import Entry, Fact, Ledger, MemoryIndex, cluster, proofs, stated
from graph_service.facts.types import Enterprise, Identifier, Identity, Name, Person, UndecidedParty
from graph_service.intake import (
    Account,
    Batch,
    BytesFile,
    Column,
    Rows,
    SourceSheet,
    TableSheet,
    broken_promises,
)
from graph_service.intake.account import SHOWN

SHEET = SourceSheet(
    name="s",
    title="S",
    zh="源",
    binds="Nobody.",
    tables=(TableSheet(name="t", files=("t",), columns=(Column(name="c", headers=("c",)),)),),
    least_readable=90,
)


def account(*facts: Fact) -> Account:
    return Account.of("s", [Batch(facts=facts)])


def test_records_joined_by_a_sound_number_are_one_party() -> None:
    counted = account(
        Enterprise(record="a:1"),
        Identifier(record="a:1", scheme="uscc", value="X"),
        Enterprise(record="b:1"),
        Identifier(record="b:1", scheme="uscc", value="X"),
        Enterprise(record="c:1"),
        Identifier(record="c:1", scheme="uscc", value="X", valid=False),
        Identifier(record="c:1", scheme="reg_no", value="X"),
        UndecidedParty(record="d:1"),
        Name(record="d:1", name="not a party by itself"),
    )
    assert (counted.source_records, counted.parties, counted.proved_persons) == (4, 3, 0)


def test_only_a_proved_document_proves_a_person_and_a_candidate_joins_nothing() -> None:
    counted = account(
        Person(record="p:1"),
        Identity(record="p:1", level="PROVED", document="resident_id:1"),
        Person(record="p:2"),
        Identity(record="p:2", level="PROVED", document="resident_id:1"),
        Person(record="p:3"),
        Identity(record="p:3", level="CONFIRMED", same_as="p:1"),
        Person(record="p:4"),
        Identity(record="p:4", level="CANDIDATE", same_as="p:1"),
        Person(record="p:5"),
        Identity(record="p:5", level="CONFIRMED", document="resident_id:2"),
    )
    assert (counted.source_records, counted.parties, counted.proved_persons) == (5, 3, 1)


def test_a_number_or_document_on_the_wrong_record_joins_nothing() -> None:
    """A firm's number on its representative's record, and his document on the firm's: two parties, one proved."""
    counted = account(
        Enterprise(record="f"),
        Identifier(record="f", scheme="uscc", value="X"),
        Person(record="p"),
        Identifier(record="p", scheme="uscc", value="X"),
        Identity(record="p", level="PROVED", document="resident_id:1"),
        Identity(record="f", level="PROVED", document="resident_id:1"),
        Identity(record="f", level="CONFIRMED", same_as="p"),
    )
    assert (counted.source_records, counted.parties, counted.proved_persons) == (2, 2, 1)


def test_one_of_whom_nobody_says_what_it_is_does_not_join_a_person_with_an_organisation() -> None:
    """Where both would meet through it, like joins only like."""
    counted = account(
        UndecidedParty(record="u"),
        *(Identity(record="u", level="CONFIRMED", same_as=other) for other in ("p:1", "f:1")),
        *(Person(record=record) for record in ("p:1", "p:2")),
        *(Identity(record=record, level="PROVED", document="org_code:1") for record in ("p:1", "p:2")),
        *(Enterprise(record=record) for record in ("f:1", "f:2")),
        *(Identifier(record=record, scheme="lei", value="X") for record in ("u", "f:1", "f:2")),
    )
    assert (counted.source_records, counted.parties, counted.proved_persons) == (5, 3, 1)


RECORD = st.sampled_from("abcde")
IDENTITIES = st.one_of(
    st.builds(Person, record=RECORD),
    st.builds(Enterprise, record=RECORD),
    st.builds(UndecidedParty, record=RECORD),
    st.builds(
        Identifier,
        record=RECORD,
        scheme=st.sampled_from(["uscc", "lei", "reg_no"]),
        value=st.sampled_from("XY"),
    ),
    st.builds(
        Identity,
        record=RECORD,
        level=st.sampled_from(["PROVED", "CONFIRMED", "CANDIDATE"]),
        document=st.sampled_from(["resident_id:1", "org_code:1", "org_code:2"]),
    ),
    st.builds(
        Identity,
        record=RECORD,
        level=st.sampled_from(["CONFIRMED", "CANDIDATE"]),
        same_as=st.sampled_from("abcdef"),
    ),
)


@given(st.lists(IDENTITIES, max_size=14))
def test_parties_and_proved_persons_are_those_of_the_facts(facts: list[Fact]) -> None:
    """Whatever sources write on which record, the account counts what the pure cluster makes of the same facts."""
    at = Entry(1, datetime(2026, 1, 1, tzinfo=UTC))
    told = tuple(stated(fact, 1, number) for number, fact in enumerate(facts, start=1))
    index = MemoryIndex.of(Ledger((at,), told))
    records = {fact.record for fact in facts if isinstance(fact, Person | Enterprise | UndecidedParty)}
    persons = {fact.record for fact in facts if isinstance(fact, Person)}
    proved = {
        record
        for record in persons
        if any(isinstance(one.fact, Identity) for one in proofs(index, record, "PROVED"))
    }
    counted = account(*facts)
    assert counted.parties == len({frozenset(cluster(index, record).records) for record in records})
    assert counted.proved_persons == len({frozenset(cluster(index, record).records) for record in proved})


@dataclass(frozen=True)
class Columns:
    """Columns of which only their number of rows is known here."""

    num_rows: int

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return requested_schema


def test_a_loader_in_columns_adds_what_it_counted_itself() -> None:
    columns = {"office": Columns(7), "card": Columns(2)}
    batch = Batch(columns=columns, source_records=5, parties=4, proved_persons=3)
    counted = Account.of("s", [batch, batch, Batch(facts=(Enterprise(record="a:1"),))])
    assert (counted.source_records, counted.parties, counted.proved_persons) == (11, 9, 6)
    assert counted.facts == {"office": 14, "enterprise": 1}
    assert counted.cards == 4


def test_all_problems_are_counted_and_the_first_of_each_kind_shown() -> None:
    problems = tuple(
        Problem(kind="odd", why="because", todo="Mend it.", line=line) for line in range(SHOWN + 5)
    )
    counted = Account.of(
        "s",
        [Batch(problems=(*problems, Problem(kind="rare", why="once", todo="Mend it.", file="f", line=3)))],
    )
    assert counted.problem_counts == {"odd": SHOWN + 5, "rare": 1}
    assert len(counted.of_kind("odd")) == SHOWN
    assert counted.as_json()["problems"]["rare"] == {
        "count": 1,
        "shown": [{"file": "f", "line": 3, "why": "once", "todo": "Mend it."}],
    }


def test_the_printed_account_says_everything_the_data_say() -> None:
    counted = Account.of(
        "s",
        [
            Batch(facts=(Enterprise(record="a:1"),), rows={"t": Rows(read=2, readable=1)}),
            Batch(
                rows={"t": Rows(read=1, refused=1)},
                problems=(Problem(kind="odd", why="it is odd", todo="Mend it.", file="f", line=2),),
            ),
        ],
    )
    assert str(counted).splitlines() == [
        "Account of s",
        "  t: 3 rows, 1 readable, 1 refused",
        "  source records 1",
        "  parties        1",
        "  proved persons 0",
        "  enterprise: 1",
        "  problems       1",
        "  odd: 1",
        "    f:2: odd: it is odd. Mend it.",
    ]
    assert counted.as_json()["rows"] == {"t": {"read": 3, "readable": 1, "refused": 1}}


def test_a_promise_of_readable_rows_is_kept_at_its_bound_and_broken_below() -> None:
    """Refused rows are out of scope and count neither way."""
    kept = Account.of("s", [Batch(rows={"t": Rows(read=15, readable=9, refused=5)})])
    assert broken_promises(SHEET, kept) == ()
    broken = Account.of("s", [Batch(rows={"t": Rows(read=10, readable=8)})])
    assert broken_promises(SHEET, broken) == ("t: 8 of 10 rows are readable, promised 90 %",)


def _odd(kind: str) -> Problem:
    return Problem(kind=kind, why="it is odd", todo="Mend it.")


def test_a_file_that_is_not_what_the_sheet_says_breaks_a_promise_by_itself() -> None:
    counted = Account.of("s", [Batch(problems=(_odd("missing_column"), _odd("odd")))])
    assert broken_promises(SHEET, counted) == ("missing_column: 1",)


def test_tables_and_columns_of_a_sheet_are_found_by_name() -> None:
    assert SHEET.table("t").column("c").headers == ("c",)


def test_a_file_in_memory_shows_its_size_and_not_its_content() -> None:
    file = BytesFile("f", b"secret")
    assert file.size == 6
    assert "secret" not in repr(file)
