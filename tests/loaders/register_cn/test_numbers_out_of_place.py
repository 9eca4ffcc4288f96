"""Numbers of persons in columns that are not for them: none becomes a key, a name or an address, none is printed."""

import json
from datetime import date

import pytest

from graph_service.facts import Day, to_row
from graph_service.facts.digests import Digester
from graph_service.facts.types import Enterprise, Identity, Office
from graph_service.intake import Account, Batch, BytesFile, Context
from graph_service.loaders import find

CONTEXT = Context(
    digester=Digester(b"a key for tests only"), today=date(2026, 7, 1), extract_date=Day("2026-06-30")
)
FIRM = "91440101MA5A1B2C1G"
NUMBER, FAILS, OLD, PASSPORT = "440106197001010030", "440106197001010031", "440106700101003", "E12345678"


def load(**tables: str) -> tuple[Account, list[Batch]]:
    files = [BytesFile(f"{name}.csv", text.encode()) for name, text in tables.items()]
    batches = list(find("register_cn").shape(files, CONTEXT))
    return Account.of("register_cn", batches), batches


def everything(account: Account, batches: list[Batch]) -> str:
    """All that is printed, stated, or laid on cards."""
    shown = str(account) + json.dumps(account.as_json(), ensure_ascii=False) + repr(batches)
    return shown + "".join(str(to_row(fact)) for batch in batches for fact in batch.facts)


@pytest.mark.parametrize("number", [NUMBER, FAILS, OLD, PASSPORT])
@pytest.mark.parametrize("column", ["统一社会信用代码", "注册号", "组织机构代码"])
def test_a_firm_whose_number_is_a_persons_is_known_by_its_name_only(column: str, number: str) -> None:
    """The firm is loaded; the number is neither its key nor shown."""
    account, batches = load(企业=f"企业名称,{column}\n甲有限公司,{number}\n")
    assert account.problem_counts == {"swapped_columns": 1}
    (firm,) = (fact for batch in batches for fact in batch.facts if isinstance(fact, Enterprise))
    assert firm.record.startswith("register_cn:n-")
    assert number not in everything(account, batches)


def test_numbers_in_texts_are_starred_out_and_the_rows_loaded() -> None:
    """An address, a telephone, a former name, a change of address, a post: each is kept without the number."""
    account, batches = load(
        企业=f"企业名称,统一社会信用代码,住所,联系电话,曾用名\n甲有限公司,{FIRM},天河区 {NUMBER},{NUMBER},旧 {FAILS}\n",
        变更记录=f"统一社会信用代码,变更事项,变更前,变更后,变更日期\n{FIRM},住所变更,一号 {NUMBER},二号,2020-01-01\n",
        主要人员=f"统一社会信用代码,姓名,职务\n{FIRM},王伟,监事 {NUMBER}\n",
    )
    assert account.problem_counts == {"number_of_person": 5, "unknown_post": 1}
    assert account.facts["address"] == 3
    shown = everything(account, batches)
    assert NUMBER not in shown
    assert FAILS not in shown


def test_a_number_written_behind_the_name_is_no_name() -> None:
    """Nobody is called that: the row is not used, its neighbour is."""
    account, batches = load(
        企业=f"企业名称,统一社会信用代码\n甲有限公司,{FIRM}\n",
        主要人员=f"统一社会信用代码,姓名,职务,证件号码\n{FIRM},王伟（{NUMBER}）,监事,{NUMBER}\n{FIRM},李娜,董事,\n",
    )
    assert account.problem_counts == {"swapped_columns": 1}
    assert [card.name for batch in batches for card in batch.cards] == ["李娜"]
    assert NUMBER not in everything(account, batches)


def test_a_number_in_the_name_of_a_file_is_shown_nowhere() -> None:
    """Exports about one person are often called by his number."""
    batches = list(
        find("register_cn").shape(
            [
                BytesFile(
                    f"企业 {NUMBER}.csv", f"企业名称,统一社会信用代码\n甲有限公司,{FIRM}\n,{FIRM}\n".encode()
                ),
                BytesFile(f"{NUMBER}.docx", b"x"),
            ],
            CONTEXT,
        )
    )
    account = Account.of("register_cn", batches)
    assert account.problem_counts == {"file_not_read": 1, "missing_value": 1}
    assert NUMBER not in everything(account, batches)


def test_an_english_register_is_read_by_the_headers_that_english_registers_have() -> None:
    """Codes, ends of offices and posts in English; an end that no header meant would be an open office."""
    account, batches = load(
        companies="Company Name,Unified Social Credit Code,Company Type,Registered Address\n"
        f"Sui One Ltd,{FIRM},Limited Liability Company,No. 1 Road\n",
        officers="Unified Social Credit Code,Name,Position,ID No.,Appointment Date,Resignation Date\n"
        f"{FIRM},CHEN Dawen,General Manager,{NUMBER},2015-08-01,2019-08-01\n",
        shareholders="Unified Social Credit Code,Shareholder Name,Shareholder Type,Shareholding Ratio\n"
        f"{FIRM},CHEN Dawen,Natural Person,60%\n",
    )
    assert account.problem_counts == {"namesake_with_and_without_number": 1}
    facts = [fact for batch in batches for fact in batch.facts]
    (office,) = (fact for fact in facts if isinstance(fact, Office))
    assert (office.post, office.since, office.until) == ("manager", "2015-08-01", "2019-08-01")
    assert [fact.level for fact in facts if isinstance(fact, Identity)] == ["PROVED", "CANDIDATE"]
