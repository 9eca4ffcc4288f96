"""Single cases of a register: what each row says, and what is refused, each in the smallest table that shows it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from graph_service.facts import Day, Fact, to_row
from graph_service.facts.digests import Digester
from graph_service.intake import Account, Batch, BytesFile, Context
from graph_service.loaders import find

CONTEXT = Context(digester=Digester(b"a key for tests only"), today=date(2026, 7, 1), source="g")
FIRM, OTHER = "91440101MA5A1B2C1G", "91440101MA5D4E5F2C"
BRANCH = "91440300MA5N6P7Q5X"
NUMBER, SECOND = "440106197001010030", "440106198506152426"

ENTERPRISES = ("企业", "统一社会信用代码,企业名称,企业类型,法定代表人,法定代表人/负责人")
A = f"{FIRM},甲食品有限公司,有限责任公司,,"
B = f"{OTHER},乙控股有限公司,有限责任公司,,"


class Load:
    """A register loaded from rows: facts by type, problems by kind, cards by record."""

    def __init__(self, *tables: tuple[tuple[str, str], Sequence[str]]) -> None:
        files = [
            BytesFile(f"{name}.csv", "\n".join((header, *rows)).encode()) for (name, header), rows in tables
        ]
        self.batches: list[Batch] = list(find("register_cn").shape(files, CONTEXT))
        self.account = Account.of("g", self.batches)
        self.problems = dict(self.account.problem_counts)
        self.names = {card.record: card.name for batch in self.batches for card in batch.cards}

    def rows(self, kind: str, *fields: str) -> list[tuple[Any, ...]]:
        """The facts of a type as tuples of fields; `who` is the name on the card of the record."""
        facts: list[Fact] = [fact for batch in self.batches for fact in batch.facts if fact.kind == kind]
        return [tuple(self._field(fact, field) for field in fields) for fact in facts]

    def _field(self, fact: Fact, field: str) -> Any:
        if field == "who":
            return self.names.get(fact.record, fact.record.removeprefix("g:"))
        return to_row(fact).get(field)


def firms(*rows: str) -> tuple[tuple[str, str], Sequence[str]]:
    return ENTERPRISES, rows or (A, B)


CHANGES = ("变更记录", "统一社会信用代码,变更事项,变更前,变更后,变更日期")
OFFICERS = ("主要人员", "统一社会信用代码,企业名称,姓名,职务,证件号码,任职日期,离任日期,出生日期")
HOLDERS = (
    "股东",
    "统一社会信用代码,股东名称,股东类型,股东信用代码,证件号码,持股比例,实缴比例,入股日期,退出日期,代持",
)
BRANCHES = ("分支机构", "统一社会信用代码,分支机构名称,分支机构信用代码,负责人,成立日期,登记状态,地址")


@pytest.mark.parametrize(
    ("words", "post"),
    [
        ("有限责任公司", "legal_representative"),
        ("个体工商户", "operator"),
        ("个人独资企业", "sole_investor"),
        ("有限责任公司分公司", "unit_head"),
    ],
)
def test_the_post_of_the_head_follows_the_type_of_the_enterprise(words: str, post: str) -> None:
    load = Load(firms(f"{FIRM},甲,{words},,王伟"))
    assert load.rows("office", "who", "post") == [("王伟", post)]


def test_an_executive_partner_without_a_number_stays_undecided() -> None:
    """It is often an organisation, and the row does not say which."""
    load = Load(firms(f"{FIRM},甲,有限合伙企业,某某投资有限公司,"))
    assert load.rows("office", "who", "post") == [("某某投资有限公司", "executive_partner")]
    assert (load.rows("person", "who"), load.rows("undecided_party", "who")) == ([], [("某某投资有限公司",)])


def test_a_head_of_an_enterprise_of_unknown_type_has_no_known_post() -> None:
    load = Load(firms(f"{FIRM},甲,,,王伟"))
    assert (load.rows("office", "who"), load.problems) == ([], {"unknown_post": 1})


def test_an_enterprise_without_a_name_is_not_loaded_and_one_without_a_number_is_its_name() -> None:
    load = Load(firms(f"{FIRM},,有限责任公司,,", ",乙控股有限公司,有限责任公司,,"))
    assert load.problems == {"missing_value": 1}
    assert len(load.rows("enterprise", "record")) == 1
    assert load.rows("enterprise", "record")[0][0].startswith("g:n-")


def test_former_names_contacts_and_codes_of_an_enterprise_are_kept() -> None:
    header = "统一社会信用代码,企业名称,曾用名,企业类型,注册资本,币种,状态,行业代码,行政区划代码,住所,电话,代办机构"
    rows = [
        f"{FIRM},甲,旧甲；老甲,有限责任公司,1000万,美元,存续,C1439,440106,某路1号,020-1,某某代理有限公司",
        f"{OTHER},乙,,有限责任公司,,,飞走了,食品,广州,,,",
    ]
    load = Load((("企业", header), rows))
    assert load.rows("name", "name", "use") == [
        ("甲", None),
        ("旧甲", "former"),
        ("老甲", "former"),
        ("乙", None),
    ]
    assert load.rows("enterprise", "capital", "currency", "trade", "region", "status") == [
        ("10000000", "USD", "C1439", "440106", "active"),
        (None, None, None, "440101", None),
    ]
    assert (load.rows("phone", "phone"), load.rows("filing_agent", "agent")) == (
        [("020-1",)],
        [("某某代理有限公司",)],
    )
    assert load.problems == {"unknown_status": 1, "unreadable_trade": 1, "unreadable_region": 1}


def test_the_same_row_twice_is_one_statement_and_no_problem() -> None:
    load = Load(firms(A, A))
    assert (load.account.source_records, load.problems) == (1, {})


def test_changes_of_the_board_give_former_offices_their_days() -> None:
    """Who stands on both sides in the same post neither left nor joined."""
    rows = [
        f"{FIRM},董事备案,张三(董事长);李四,李四(董事长)；王五[新增],2020-01-01",
        f"{FIRM},监事变更,姓名:赵六,姓名:钱七,2021年03月",
        f'{FIRM},高级管理人员备案,"姓名:孙八,职务:经理","姓名:周九,职务:经理",2022-02-02',
    ]
    load = Load(firms(), (CHANGES, rows))
    assert sorted(load.rows("office", "who", "post", "since", "until"), key=str) == [
        ("周九", "manager", "2022-02-02", None),
        ("孙八", "manager", None, "2022-02-02"),
        ("张三", "chairman", None, "2020-01-01"),
        ("李四", "chairman", "2020-01-01", None),
        ("李四", "director", None, "2020-01-01"),
        ("王五", "director", "2020-01-01", None),
        ("赵六", "supervisor", None, "2021-03"),
        ("钱七", "supervisor", "2021-03", None),
    ]
    assert load.problems == {}


def test_a_chain_of_legal_representatives_gives_each_his_span() -> None:
    rows = [
        f"{FIRM},法定代表人变更,乙某,甲某,2020-06-01",
        f"{FIRM},法定代表人变更,甲某,乙某,2018-01-01",
        f"{FIRM},法定代表人变更,甲某,丙某,2024-01-01",
    ]
    load = Load(firms(f"{FIRM},甲食品有限公司,有限责任公司,丙某,"), (CHANGES, rows))
    assert sorted(load.rows("office", "who", "since", "until"), key=str) == [
        ("丙某", "2024-01-01", None),
        ("乙某", "2018-01-01", "2020-06-01"),
        ("甲某", "2020-06-01", "2024-01-01"),
        ("甲某", None, "2018-01-01"),
    ]


def test_a_change_and_a_register_of_today_that_disagree_are_a_problem_and_the_open_office_is_not_stated() -> (
    None
):
    """Two legal representatives on one day would bind one too many."""
    rows = [f"{FIRM},法定代表人变更,甲某,乙某,2018-01-01"]
    load = Load(firms(f"{FIRM},甲食品有限公司,有限责任公司,丙某,"), (CHANGES, rows))
    assert sorted(load.rows("office", "who", "since", "until"), key=str) == [
        ("丙某", None, None),
        ("甲某", None, "2018-01-01"),
    ]
    assert load.problems == {"change_differs_from_today": 1}


def test_an_officer_row_with_its_own_end_is_not_stated_again_by_the_change() -> None:
    load = Load(
        firms(),
        (CHANGES, [f"{FIRM},监事变更,张三,李四,2020-01-01"]),
        (OFFICERS, [f"{FIRM},,张三,监事,,2015-01-01,2020-01-01,", f"{FIRM},,李四,监事,,,,"]),
    )
    assert load.rows("office", "who", "since", "until") == [
        ("张三", "2015-01-01", "2020-01-01"),
        ("李四", "2020-01-01", None),
    ]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (f"{FIRM},法定代表人变更,张三 李四 王五,赵六,2020-01-01", "unreadable_change"),
        (f"{FIRM},高级管理人员备案,张三,李四,2020-01-01", "unreadable_change"),
        (f"{FIRM},董事备案,张三(厂长),李四,2020-01-01", "unreadable_change"),
        (f"{FIRM},董事备案,张三 60%,李四,2020-01-01", "unreadable_change"),
        (f"{FIRM},董事备案,=A1,李四,2020-01-01", "formula_cell"),
        (f"{FIRM},天气变更,晴,雨,2020-01-01", "unknown_change_item"),
        (f"{FIRM},法定代表人变更,张三,李四,", "missing_value"),
        (f"{FIRM},,张三,李四,2020-01-01", "missing_value"),
        (f"{FIRM},法定代表人变更,张三,李四,1/2/2020", "unreadable_date"),
    ],
)
def test_a_change_that_cannot_be_read_is_a_problem_and_states_nothing(row: str, problem: str) -> None:
    load = Load(firms(), (CHANGES, [row]))
    assert problem in load.problems
    assert load.rows("office", "who") == []
    assert load.account.rows["changes"].readable == 0


def test_changes_of_name_and_address_keep_what_was_before() -> None:
    rows = [
        f"{FIRM},名称变更,老甲有限公司,中甲有限公司,2016-01-01",
        f"{FIRM},名称变更,中甲有限公司,甲食品有限公司,2018-01-01",
        f"{FIRM},住所变更,,新路2号,2018-01-01",
    ]
    load = Load(firms(), (CHANGES, rows))
    assert load.rows("name", "name", "use", "since", "until")[2:] == [
        ("老甲有限公司", "former", None, "2016-01-01"),
        ("中甲有限公司", "former", "2016-01-01", None),
        ("中甲有限公司", "former", None, "2018-01-01"),
        ("甲食品有限公司", None, "2018-01-01", None),
    ]
    assert load.rows("address", "address", "since") == [("新路2号", "2018-01-01")]


def test_changes_of_holders_give_former_holdings_and_the_day_of_present_ones() -> None:
    """A name in a change is no number: a former holder stays undecided."""
    rows = [f"{FIRM},股权变更,张三 60%;某企业(有限合伙) 40%,张三 20%;李四 80%,2020-01-01"]
    load = Load(firms(), (CHANGES, rows), (HOLDERS, [f"{FIRM},李四,自然人,,{NUMBER},80%,,,,"]))
    assert sorted(load.rows("holding", "who", "subscribed", "since", "until"), key=str) == [
        ("张三", "1/5", "2020-01-01", None),
        ("张三", "3/5", None, "2020-01-01"),
        ("李四", "4/5", "2020-01-01", None),
        ("某企业(有限合伙)", "2/5", None, "2020-01-01"),
    ]


def test_a_holder_is_a_person_or_an_organisation_only_where_type_or_number_says_so() -> None:
    rows = [
        f"{FIRM},乙控股有限公司,,{OTHER},,10%,,,,",
        f"{FIRM},张三,,,{NUMBER},10%,,,,",
        f"{FIRM},远方集团,法人股东,{BRANCH},,10%,,,,",
        f"{FIRM},无码集团,法人股东,,,10%,,,,是",
        f"{FIRM},谁也不知,,,,10%,,,,",
    ]
    load = Load(firms(), (HOLDERS, rows))
    assert load.rows("holding", "record")[0] == (f"g:{OTHER}",)
    assert load.rows("holding", "record")[2] == (f"g:{BRANCH}",)
    assert load.rows("person", "who") == [("张三",)]
    assert load.rows("undecided_party", "who") == [("谁也不知",)]
    assert [name for (name,) in load.rows("name", "name")][2:] == ["远方集团", "无码集团"]
    assert load.rows("holding", "nominee") == [(None,), (None,), (None,), (True,), (None,)]
    assert load.problems == {"unknown_holder": 3}


def test_a_holding_without_a_holder_or_with_an_unreadable_end_is_not_loaded() -> None:
    """An end that was given and cannot be read is not an open end."""
    rows = [f"{FIRM},,自然人,,,10%,,,,", f"{FIRM},张三,自然人,,,10%,,2020-01-01,某天,"]
    load = Load(firms(), (HOLDERS, rows))
    assert (load.rows("holding", "who"), load.problems) == ([], {"unknown_holder": 1, "unreadable_date": 1})


def test_shares_of_holders_who_left_do_not_count_and_a_ppm_per_holder_is_rounding() -> None:
    rows = [
        f"{FIRM},甲一,自然人,,,60%,100.0001%,2015-01-01,2020-01-01,",
        f"{FIRM},甲二,自然人,,,33.3334%,50%,,,",
        f"{FIRM},甲三,自然人,,,33.3334%,50.0003%,,,",
        f"{FIRM},甲四,自然人,,,33.3334%,0%,,,",
    ]
    load = Load(firms(), (HOLDERS, rows))
    assert load.problems == {"share_above_whole": 1}
    rows[3] = f"{FIRM},甲四,自然人,,,33.3338%,0.0002%,,,"
    assert Load(firms(), (HOLDERS, rows)).problems == {"share_above_whole": 1, "shares_above_whole": 2}


def test_an_enterprise_is_found_by_number_and_by_a_name_only_where_there_is_no_number() -> None:
    """A number that does not answer is never a reason to match by name."""
    rows = [
        ",甲食品有限公司,张一,监事,,,,",
        "91440101MA5K2L3M9X,甲食品有限公司,张二,监事,,,,",
        "9.1E+17,甲食品有限公司,张三,监事,,,,",
        ",没有的公司,张四,监事,,,,",
        ",同名公司,张五,监事,,,,",
        ",,张六,监事,,,,",
        f"{BRANCH},远方公司,张七,监事,,,,",
        f"{BRANCH},远方公司,张八,监事,,,,",
    ]
    same = [f"{OTHER},同名公司,有限责任公司,,", "440000000000014,同名公司,有限责任公司,,"]
    load = Load(firms(A, *same), (OFFICERS, rows))
    assert load.rows("office", "who", "enterprise") == [
        ("张一", f"g:{FIRM}"),
        ("张七", f"g:{BRANCH}"),
        ("张八", f"g:{BRANCH}"),
    ]
    assert load.problems == {
        "check_digit_failed": 1,
        "inner_check_failed": 1,
        "spoiled_number": 1,
        "unknown_enterprise": 5,
        "ambiguous_enterprise": 1,
    }


def test_an_officer_without_name_or_post_or_of_unknown_post_is_not_loaded() -> None:
    rows = [
        f"{FIRM},,,监事,,,,",
        f"{FIRM},,张一,,,,,",
        f"{FIRM},,张二,车间主任,,,,",
        f"{FIRM},,张三,监事/工会主席,,,,",
    ]
    load = Load(firms(), (OFFICERS, rows))
    assert load.rows("office", "who", "post") == [("张三", "supervisor")]
    assert load.problems == {"missing_value": 2, "unknown_post": 2}


def test_namesakes_are_kept_apart_with_numbers_and_without() -> None:
    rows = [
        f"{FIRM},,王伟,董事,{NUMBER},,,",
        f"{FIRM},,王伟,监事,{SECOND},,,",
        f"{FIRM},,王伟,经理,,,,",
        f"{FIRM},,王伟,财务负责人,,,,",
    ]
    load = Load(firms(), (OFFICERS, rows))
    assert len(load.rows("person", "record")) == 3
    assert [level for (level,) in load.rows("identity", "level")] == [
        "PROVED",
        "PROVED",
        "CANDIDATE",
        "CANDIDATE",
    ]
    assert load.problems == {"namesake_with_and_without_number": 1, "namesakes": 1}


def test_one_person_of_a_firm_with_two_birth_dates_or_two_ends_of_one_office_is_a_conflict() -> None:
    rows = [
        f"{FIRM},,王伟,董事,,2015-01-01,2020-01-01,1970-01-01",
        f"{FIRM},,王伟,董事,,2015-01-01,2021-01-01,1971-01-01",
        f"{FIRM},,王伟,董事,,2015-01-01,2020-01-01,",
    ]
    load = Load(firms(), (OFFICERS, rows))
    assert load.rows("office", "until") == [("2020-01-01",)]
    assert load.problems == {"conflicting_duplicate": 2}


def test_adult_on_comes_from_the_number_or_the_birth_date_and_is_else_unknown() -> None:
    rows = [f"{FIRM},,张一,董事,{NUMBER},,,", f"{FIRM},,张二,监事,,,,2009-02", f"{FIRM},,张三,经理,,,,"]
    load = Load(firms(), (OFFICERS, rows))
    assert load.rows("person", "who", "adult_on") == [
        ("张一", "1988-01-01"),
        ("张二", "2027-02"),
        ("张三", None),
    ]


def test_a_branch_is_an_organisation_of_its_own_with_its_head() -> None:
    rows = [
        f"{FIRM},甲深圳分公司,{BRANCH},吴清,2022-02-22,存续,某路3号",
        f"{FIRM},甲东莞分公司,,,2023-01-01,飞走了,",
        f"{FIRM},,{BRANCH},,,,",
        f"{FIRM},乙控股有限公司,{OTHER},,,,",
        "91440101MA5K2L3M9X,甲,,,,,",
    ]
    load = Load(firms(), (BRANCHES, rows))
    assert load.rows("branch_of", "enterprise", "since") == [
        (f"g:{FIRM}", "2022-02-22"),
        (f"g:{FIRM}", "2023-01-01"),
        (f"g:{FIRM}", None),
    ]
    assert load.rows("branch_of", "record")[2] == (f"g:{OTHER}",)
    assert load.rows("office", "who", "post", "enterprise") == [("吴清", "unit_head", f"g:{BRANCH}")]
    assert load.problems == {
        "unknown_status": 1,
        "missing_value": 1,
        "check_digit_failed": 1,
        "inner_check_failed": 1,
        "unknown_enterprise": 1,
    }


def test_long_tables_come_in_several_batches_with_all_their_rows() -> None:
    rows = [f"{FIRM},,人{chr(0x4E00 + place)},董事,,,," for place in range(4500)]
    load = Load(firms(), (OFFICERS, rows))
    assert load.account.rows["officers"].read == load.account.rows["officers"].readable == 4500
    assert sum("officers" in batch.rows for batch in load.batches) == 3


def test_a_row_without_a_day_is_disclosed_on_the_day_of_the_extract() -> None:
    context = Context(digester=CONTEXT.digester, today=CONTEXT.today, extract_date=Day("2026-05-01"))
    file = BytesFile("企业.csv", f"{ENTERPRISES[1]}\n{A}".encode())
    facts = [fact for batch in find("register_cn").shape([file], context) for fact in batch.facts]
    assert {(fact.disclosed_on, fact.since) for fact in facts} == {("2026-05-01", None)}
    assert {fact.record for fact in facts} == {f"register_cn:{FIRM}"}
