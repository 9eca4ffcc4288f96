"""One dirty register in three shapes (UTF-8 CSV, GB 18030 with shuffled columns, XLSX with merged cells): the same
account from each, every oddity a problem by its name in its place, and no number of a person anywhere."""

import csv
import io
import json
from collections import Counter
from datetime import date

import pytest
from openpyxl import Workbook

from graph_service.facts import Day, to_row
from graph_service.facts.digests import Digester
from graph_service.facts.types import Holding, Identity, Office
from graph_service.intake import Account, Batch, BytesFile, Context, broken_promises
from graph_service.loaders import find

CONTEXT = Context(
    digester=Digester(b"a key for tests only"), today=date(2026, 7, 1), extract_date=Day("2026-06-30")
)

FIRM, OTHER, THIRD = "91440101MA5A1B2C1G", "91440101MA5D4E5F2C", "91440101MA9G7H8J9K"
NUMBER, NUMBER_15, SECOND, BAD = (
    "440106197001010030",
    "440106700101003",
    "440106198506152426",
    "440106197001010031",
)

TABLES: dict[str, list[dict[str, str]]] = {
    "企业基本信息": [
        {"统一社会信用代码": FIRM, "企业名称": "甲食品有限公司", "法定代表人": "王伟", "注册资本": "1,０００万元人民币",
         "成立日期": "2015年08月", "营业期限自": "2015-08-01", "营业期限至": "长期", "企业类型": "有限责任公司"},
        {"统一社会信用代码": OTHER, "企业名称": "乙控股有限公司", "法定代表人": "李娜", "注册资本": "壹佰万元",
         "成立日期": "42217", "营业期限自": "2016-01-01", "营业期限至": "9999-12-31", "企业类型": "有限责任公司"},
        {"统一社会信用代码": "9.14401E+17", "企业名称": "丙商贸有限公司", "法定代表人": "", "注册资本": "=A1*2",
         "成立日期": "8/1/2015", "营业期限自": "2020-01-01", "营业期限至": "2019-01-01", "企业类型": "有限责任公司"},
        {"统一社会信用代码": THIRD, "企业名称": "丁合伙企业", "法定代表人": "", "注册资本": "50万", "成立日期": "-",
         "营业期限自": "", "营业期限至": "", "企业类型": "有限合伙企业"},
        {"统一社会信用代码": THIRD, "企业名称": "戊合伙企业", "法定代表人": "", "注册资本": "50万", "成立日期": "-",
         "营业期限自": "", "营业期限至": "", "企业类型": "有限合伙企业"},
        {"统一社会信用代码": "91440101MA5A1B2C1H", "企业名称": "己有限公司", "法定代表人": "", "注册资本": "",
         "成立日期": "", "营业期限自": "", "营业期限至": "", "企业类型": "神秘类型"},
    ],
    "主要人员": [
        {"统一社会信用代码": FIRM, "企业名称": "甲食品有限公司", "姓名": "王伟", "职务": "执行董事", "证件号码": NUMBER,
         "任职日期": "2015/8/1", "离任日期": ""},
        {"统一社会信用代码": FIRM, "企业名称": "甲食品有限公司", "姓名": "张敏", "职务": "监事", "证件号码": BAD,
         "任职日期": "2018-01-01", "离任日期": "2017-01-01"},
        {"统一社会信用代码": FIRM, "企业名称": "甲食品有限公司", "姓名": "赵磊", "职务": "厂长", "证件号码": "",
         "任职日期": "", "离任日期": ""},
        {"统一社会信用代码": FIRM, "企业名称": "甲食品有限公司", "姓名": "2015-08-01", "职务": "监事", "证件号码": "",
         "任职日期": "", "离任日期": ""},
        {"统一社会信用代码": OTHER, "企业名称": "乙控股有限公司", "姓名": "王伟", "职务": "监事", "证件号码": NUMBER_15,
         "任职日期": "", "离任日期": ""},
        {"统一社会信用代码": OTHER, "企业名称": "乙控股有限公司", "姓名": "李娜", "职务": "法定代表人",
         "证件号码": "4401**********2426",
         "任职日期": "2016-01-01", "离任日期": "长期"},
        {"统一社会信用代码": OTHER, "企业名称": "乙控股有限公司", "姓名": "孙丽", "职务": "监事", "证件号码": NUMBER,
         "任职日期": "", "离任日期": ""},
        {"统一社会信用代码": "91440101MA5K2L3M9X", "企业名称": "无名公司", "姓名": "周强", "职务": "监事",
         "证件号码": "", "任职日期": "", "离任日期": ""},
    ],
    "股东及出资": [
        {"统一社会信用代码": FIRM, "股东名称": "王伟", "股东类型": "自然人股东", "证件号码": NUMBER, "持股比例": "60%"},
        {"统一社会信用代码": FIRM, "股东名称": "李娜", "股东类型": "自然人股东", "证件号码": SECOND, "持股比例": "0.5"},
        {"统一社会信用代码": FIRM, "股东名称": "李娜", "股东类型": "自然人股东", "证件号码": SECOND, "持股比例": "0.4"},
        {"统一社会信用代码": OTHER, "股东名称": "乙控股有限公司", "股东类型": "企业法人", "证件号码": OTHER,
         "持股比例": "10%"},
        {"统一社会信用代码": OTHER, "股东名称": "天外资本", "股东类型": "", "证件号码": "", "持股比例": "二分之一"},
        {"统一社会信用代码": OTHER, "股东名称": "庚集团", "股东类型": "企业法人", "证件号码": "", "持股比例": "25"},
        {"统一社会信用代码": THIRD, "股东名称": "钱多", "股东类型": "自然人股东", "证件号码": "4.40106E+17",
         "持股比例": "120%"},
    ],
}  # fmt: skip

EXPECTED = Counter(
    {
        # enterprises
        "unreadable_money": 1,
        "spoiled_number": 2,
        "formula_cell": 1,
        "unreadable_date": 1,
        "until_before_since": 2,
        "conflicting_duplicate": 2,
        "check_digit_failed": 3,
        "inner_check_failed": 1,
        "unknown_enterprise_type": 1,
        # officers
        "unknown_post": 1,
        "swapped_columns": 1,
        "number_in_two_forms": 1,
        "masked_number": 1,
        "document_with_two_names": 1,
        "unknown_enterprise": 1,
        # shareholders
        "shares_above_whole": 1,
        "self_holding": 1,
        "unknown_holder": 2,
        "unreadable_share": 1,
        "unit_unknown": 1,
        "share_above_whole": 1,
        # persons
        "namesake_with_and_without_number": 1,
    }
)


def utf8() -> list[BytesFile]:
    """CSV as the register's web export writes it, with a mark at the beginning."""
    return [_csv(name, rows, list(rows[0]), "utf-8-sig") for name, rows in TABLES.items()]


def gb18030() -> list[BytesFile]:
    """CSV from an old system: GB 18030, columns the other way round, one line above the header."""
    return [_csv(name, rows, list(rows[0])[::-1], "gb18030", title=True) for name, rows in TABLES.items()]


def xlsx() -> list[BytesFile]:
    """One workbook, a worksheet per table; equal codes below each other are one merged cell."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in TABLES.items():
        sheet = book.create_sheet(name)
        sheet.append(list(rows[0]))
        for row in rows:
            sheet.append(list(row.values()))
        # The two rows of the conflicting duplicate share their code, as do the first two officers and holders.
        first = 5 if name == "企业基本信息" else 2
        sheet.merge_cells(start_row=first, end_row=first + 1, start_column=1, end_column=1)
    out = io.BytesIO()
    book.save(out)
    return [BytesFile("register.xlsx", out.getvalue())]


def _csv(
    name: str, rows: list[dict[str, str]], columns: list[str], encoding: str, title: bool = False
) -> BytesFile:
    out = io.StringIO()
    if title:
        out.write("某市市场主体登记信息导出" + "," * (len(columns) - 1) + "\r\n")
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows(rows)
    return BytesFile(f"{name}.csv", out.getvalue().encode(encoding))


def load(files: list[BytesFile]) -> tuple[Account, list[Batch]]:
    batches = list(find("register_cn").shape(files, CONTEXT))
    return Account.of("dirty", batches), batches


SHAPES = {"utf-8": utf8, "gb18030": gb18030, "xlsx": xlsx}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_oddity_is_a_problem_by_its_name_in_each_shape(shape: str) -> None:
    account, _ = load(SHAPES[shape]())
    assert account.problem_counts == EXPECTED


@pytest.mark.parametrize("shape", SHAPES)
def test_the_neighbours_of_odd_rows_are_loaded(shape: str) -> None:
    """Rows that cannot be used are counted; all others have their facts."""
    account, batches = load(SHAPES[shape]())
    tallies = {name: (tally.read, tally.readable) for name, tally in account.rows.items()}
    assert tallies == {"enterprises": (6, 5), "officers": (8, 4), "shareholders": (7, 6)}
    offices = [fact for batch in batches for fact in batch.facts if isinstance(fact, Office)]
    assert sorted((one.enterprise[-18:], one.post, one.since or "") for one in offices) == [
        (FIRM, "executive_director", "2015-08-01"),
        (FIRM, "legal_representative", ""),
        (OTHER, "legal_representative", "2016-01-01"),
        (OTHER, "supervisor", ""),
        (OTHER, "supervisor", ""),
    ]


@pytest.mark.parametrize("shape", SHAPES)
def test_an_office_whose_end_comes_before_its_beginning_is_not_stated(shape: str) -> None:
    """An end that was given and cannot hold is not an open end; 张敏 holds no post."""
    _, batches = load(SHAPES[shape]())
    named = {card.name for batch in batches for card in batch.cards}
    assert "张敏" not in named


@pytest.mark.parametrize("shape", SHAPES)
def test_only_sound_numbers_in_full_prove_identity(shape: str) -> None:
    """A masked number, a failed digit and a number under a second name are candidates; 15 and 18 digits are one."""
    _, batches = load(SHAPES[shape]())
    facts = [fact for batch in batches for fact in batch.facts]
    proved = {fact.document for fact in facts if isinstance(fact, Identity) and fact.level == "PROVED"}
    assert proved == {
        CONTEXT.digester.document("resident_id", NUMBER),
        CONTEXT.digester.document("resident_id", SECOND),
    }
    candidates = [fact for fact in facts if isinstance(fact, Identity) and fact.level == "CANDIDATE"]
    assert len(candidates) == 3


@pytest.mark.parametrize("shape", SHAPES)
def test_a_share_that_cannot_be_read_is_unknown_and_not_zero(shape: str) -> None:
    _, batches = load(SHAPES[shape]())
    shares = {
        str(fact.subscribed)
        for batch in batches
        for fact in batch.facts
        if isinstance(fact, Holding) and fact.enterprise.endswith(OTHER)
    }
    assert shares == {"1/10", "None"}


@pytest.mark.parametrize("shape", SHAPES)
def test_no_number_of_a_person_appears_anywhere(shape: str) -> None:
    """Neither in a problem, nor the printed account, nor any fact, nor any card."""
    account, batches = load(SHAPES[shape]())
    shown = str(account) + json.dumps(account.as_json(), ensure_ascii=False) + repr(batches)
    shown += "".join(str(to_row(fact)) for batch in batches for fact in batch.facts)
    for number in (NUMBER, NUMBER_15, SECOND, BAD, "4401**********2426", "19700101", "19850615"):
        assert number not in shown


def test_problems_say_file_line_field_and_the_value_where_it_is_not_personal() -> None:
    account, _ = load(utf8())
    (share,) = account.of_kind("unreadable_share")
    assert (share.file, share.line, share.field, share.value) == (
        "股东及出资.csv",
        6,
        "subscribed_share",
        "二分之一",
    )
    (swapped,) = account.of_kind("swapped_columns")
    assert (swapped.file, swapped.line, swapped.field, swapped.value) == ("主要人员.csv", 5, "name", None)
    (above,) = account.of_kind("shares_above_whole")
    assert (above.value, above.subject) == ("110.0000 %", f"register_cn:{FIRM}")


def test_a_dirty_register_breaks_its_promise_of_readable_rows() -> None:
    """Nothing of it is sealed unless the door is told to seal what is sound."""
    account, _ = load(utf8())
    assert broken_promises(find("register_cn").sheet, account) == (
        "enterprises: 5 of 6 rows are readable, promised 95 %",
        "officers: 4 of 8 rows are readable, promised 95 %",
        "shareholders: 6 of 7 rows are readable, promised 95 %",
    )


@pytest.mark.parametrize("shape", SHAPES)
def test_every_problem_says_where_why_and_what_to_do(shape: str) -> None:
    """File, line, field, reason and remedy stand on each."""
    account, _ = load(SHAPES[shape]())
    said = [one for kind in account.problem_counts for one in account.of_kind(kind)]
    assert len(said) == sum(EXPECTED.values())
    assert [one for one in said if not all((one.file, one.line, one.field, one.why, one.todo))] == []
