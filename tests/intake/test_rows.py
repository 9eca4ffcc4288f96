"""Rows: values with their problems in place, what a problem may show, numbers and documents of a row."""

from datetime import date

import pytest

from graph_service.facts import Day
from graph_service.facts.digests import Digester
from graph_service.intake import Column, Context, TableSheet
from graph_service.intake.identities import read_document, read_numbers
from graph_service.intake.rows import SourceRow, misplaced
from graph_service.intake.sheets import Holds

TABLE = TableSheet(
    name="t",
    files=("t",),
    columns=(
        Column(name="name", headers=("姓名",), holds="name", personal=True),
        Column(name="firm", headers=("企业",), holds="name"),
        Column(name="code", headers=("代码",), holds="code"),
        Column(name="reg_no", headers=("注册号",), holds="code"),
        Column(name="org_code", headers=("机构代码",), holds="code"),
        Column(name="since", headers=("起",), holds="date"),
        Column(name="until", headers=("止",), holds="date"),
        Column(name="capital", headers=("资本",), holds="money"),
        Column(name="share", headers=("比例",), holds="share"),
        Column(name="post", headers=("职务",)),
        Column(name="paper", headers=("文号",), holds="number"),
        Column(name="number", headers=("证件号码",), holds="document", personal=True),
        Column(name="kind", headers=("证件类型",)),
        Column(name="issuer", headers=("国籍",)),
    ),
)
CONTEXT = Context(digester=Digester(b"a key for tests only"), today=date(2026, 7, 1))
GOOD, GOOD_15 = "440106197001010030", "440106700101003"


def row(**cells: str) -> SourceRow:
    return SourceRow(TABLE, "t.csv", 7, cells)


def kinds(one: SourceRow) -> list[str]:
    return [problem.kind for problem in one.problems]


def test_sound_values_are_read_and_leave_no_problem() -> None:
    one = row(name="王伟", since="2015-08", until="长期", capital="5万元", share="25%")
    assert (one.text("name"), one.day("since"), one.end("until")) == ("王伟", "2015-08", None)
    money, share = one.money("capital"), one.share("share")
    assert money is not None
    assert (money.amount, str(share), one.problems, one.origin) == ("50000", "1/4", [], "t.csv:7")


def test_blank_and_missing_cells_are_none_without_a_problem() -> None:
    one = row(name="-")
    assert (one.text("name"), one.text("firm"), one.day("since"), one.end("until")) == (
        None,
        None,
        None,
        None,
    )
    assert (one.money("capital"), one.share("share"), one.problems) == (None, None, [])


def test_a_flawed_value_is_none_and_a_problem_in_its_place() -> None:
    one = row(since="2015-02-30")
    assert one.day("since") is None
    (problem,) = one.problems
    assert (problem.kind, problem.file, problem.line, problem.field, problem.value) == (
        "unreadable_date", "t.csv", 7, "since", "2015-02-30",
    )  # fmt: skip
    assert "since" in one.flawed


def test_a_span_that_ends_before_it_begins_has_no_known_end() -> None:
    one = row(since="2016-01-01", until="2015-12-31")
    assert one.span("since", "until") == (None, None)
    assert kinds(one) == ["until_before_since"]
    assert row(since="2016", until="2016-05-01").span("since", "until") == (Day("2016"), Day("2016-05-01"))


def test_a_spoiled_number_is_a_problem_and_never_repaired() -> None:
    one = row(code="9.14401E+17", number="4.40106E+17")
    assert (one.text("code"), one.text("number"), kinds(one)) == (None, None, ["spoiled_number"] * 2)


@pytest.mark.parametrize(
    ("holds", "text"),
    [
        ("name", "2015-08-01"),
        ("name", "91440101MA5A1B2C1G"),
        ("name", "12"),
        ("name", "董事长"),
        ("name", "100万元"),
        ("name", "25%"),
        ("code", "2015年8月1日"),
        ("code", "甲有限公司"),
        ("document", "2015-08-01"),
        ("date", "91440101MA5A1B2C1G"),
        ("date", "440106197001010030"),
        ("date", "25%"),
        ("money", "2015-08-01"),
        ("money", "25%"),
        ("share", "100万元"),
        ("share", "440106197001010030"),
    ],
)
def test_a_value_of_another_column_is_seen(holds: Holds, text: str) -> None:
    assert misplaced(holds, text)


@pytest.mark.parametrize(
    ("holds", "text"),
    [
        ("name", "王伟"),
        ("name", "Anna Smith"),
        ("code", "91440101MA5A1B2C1G"),
        ("code", "企合粤总字第000001号"),
        ("document", "军字第2001988号"),
        ("date", "20150801"),
        ("date", "42217"),
        ("date", "长期"),
        ("money", "1000"),
        ("money", "100万元"),
        ("share", "0.25"),
        ("text", "2015-08-01"),
    ],
)
def test_a_value_that_may_belong_here_is_left_to_its_reader(holds: Holds, text: str) -> None:
    assert not misplaced(holds, text)


@pytest.mark.parametrize(
    ("column", "value", "shown"),
    [
        ("since", "2015-02-30", "2015-02-30"),
        ("since", "王伟", None),
        ("since", "阿依古丽·买买提", None),
        ("share", "二分之一", "二分之一"),
        ("post", "厂长", "厂长"),
        ("post", "440106197001010030", None),
        ("post", "4401 0619 7001 0100 30", None),
        ("name", "anything", None),
        ("post", "x" * 100, "x" * 60 + "…"),
    ],
)
def test_a_problem_shows_nothing_that_is_or_may_be_a_person(
    column: str, value: str, shown: str | None
) -> None:
    """Columns may be swapped, so a personal value can stand in any of them."""
    assert row().problem("odd", "because", "Mend it.", column, value).value == shown


def test_a_sound_document_becomes_a_proved_token() -> None:
    """15 and 18 digits of one person are one token."""
    new = read_document(row(number=GOOD, kind="居民身份证"), CONTEXT, "number", "kind")
    old = read_document(row(number=GOOD_15), CONTEXT, "number")
    assert new is not None
    assert old is not None
    assert (new.level, new.token, new.birth, new.raised) == ("PROVED", old.token, "1970-01-01", False)
    assert (old.level, old.raised) == ("PROVED", True)
    assert GOOD not in new.token


def test_no_number_is_no_document() -> None:
    assert read_document(row(number=""), CONTEXT, "number") is None


@pytest.mark.parametrize(
    ("cells", "problems"),
    [
        ({"number": "440106197001010031"}, ["check_digit_failed"]),
        ({"number": "44010619700101003"}, ["number_length"]),
        ({"number": "4401061970010100AA"}, ["number_alphabet"]),
        ({"number": "440106203001010012"}, ["number_birth_in_future"]),
        ({"number": "440106197013010011"}, ["number_birth_date"]),
        ({"number": "4401**********0030"}, ["masked_number"]),
        ({"number": "E12345678", "kind": "护照"}, ["issuer_unknown"]),
        ({"number": "AB-1", "kind": "图书证"}, ["unknown_document_type", "issuer_unknown"]),
    ],
)
def test_a_flawed_document_is_a_candidate_and_its_number_is_not_shown(
    cells: dict[str, str], problems: list[str]
) -> None:
    one = row(**cells)
    found = read_document(one, CONTEXT, "number", "kind", "issuer")
    assert found is not None
    assert (found.level, kinds(one)) == ("CANDIDATE", problems)
    assert cells["number"] not in "".join(map(str, one.problems))


def test_a_passport_proves_with_its_issuing_state() -> None:
    found = read_document(
        row(number="E12345678", kind="护照", issuer="DE"), CONTEXT, "number", "kind", "issuer"
    )
    assert found is not None
    assert (found.level, found.type) == ("PROVED", "passport")


def test_numbers_of_an_organisation_are_read_with_their_flaws() -> None:
    """A credit code in the old column of registration numbers is a credit code."""
    one = row(code="91440101MA5A1B2C1H", reg_no="91440101MA5A1B2C1G", org_code="MA0000007", post="")
    found = read_numbers(one, {"uscc": "code", "reg_no": "reg_no", "org_code": "org_code", "other": "post"})
    assert [(number.scheme, number.valid) for number in found] == [
        ("uscc", False),
        ("uscc", True),
        ("org_code", True),
    ]
    assert [(problem.kind, problem.value) for problem in one.problems] == [
        ("check_digit_failed", "91440101MA5A1B2C1H")
    ]


@pytest.mark.parametrize("column", ["name", "firm", "code", "reg_no", "org_code"])
@pytest.mark.parametrize("number", [GOOD, GOOD_15, f"王伟（{GOOD}）"])
def test_the_number_of_a_person_is_no_name_and_no_number_of_an_organisation(column: str, number: str) -> None:
    """It is not read, so that it becomes no key, no name and no identifier; and it is not shown."""
    one = row(**{column: number})
    assert one.text(column) is None
    assert kinds(one) == ["swapped_columns"]
    assert "0101" not in repr(one.problems)


@pytest.mark.parametrize(
    ("passport", "kept"), [("E12345678", False), ("EG1234567", False), ("E12345673", True)]
)
def test_what_may_be_a_passport_is_no_organisation_code_unless_its_check_digit_holds(
    passport: str, kept: bool
) -> None:
    one = row(code=passport)
    assert (one.text("code") is not None) == kept
    assert passport not in repr(one.problems)


def test_the_number_of_a_person_in_a_text_is_starred_out_once_and_the_text_kept() -> None:
    one = row(post=f"监事{GOOD}")
    assert one.text("post") == one.text("post") == "监事" + "*" * 18
    assert kinds(one) == ["number_of_person"]


def test_the_number_of_a_paper_may_look_like_a_persons_and_a_persons_is_none() -> None:
    """Starred out, many decisions would have one number; so it is read or not read, and never changed."""
    assert row(paper="440106202601010012").text("paper") == "440106202601010012"
    one = row(paper=GOOD)
    assert one.text("paper") is None
    assert kinds(one) == ["swapped_columns"]
