"""The loader of Chinese credit lists: its promises, the facts of its sample, and what becomes of odd rows."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from graph_service.facts import Day, Fact
from graph_service.facts.digests import Digester
from graph_service.facts.notation import parse
from graph_service.intake import Account, Batch, BytesFile, Context, broken_promises
from graph_service.loaders import credit_lists_cn, find
from graph_service.loaders.credit_lists_cn import LOADER
from graph_service.loaders.credit_lists_cn.citations import citations
from graph_service.loaders.credit_lists_cn.places import place_of
from graph_service.loaders.credit_lists_cn.words import bar_of, conduct_class_of, number_of, term_of
from graph_service.rules.load import load_rulebook

EXPECTED = Path(__file__).parent / "expected.ledger"
SAMPLE = Path(credit_lists_cn.__file__).parent / "sample"
FIRM, OTHER = "91440106MACRED013D", "91440106MACRED0218"
NUMBER = "440106197903130015"


class Plain(Digester):
    """Names stay themselves and documents become a short token, so that expected facts can be read."""

    def name(self, name: str) -> str:
        return name

    def document(self, kind: str, number: str, issuer: str = "CN") -> str:
        return f"{kind}:{hashlib.sha256(number.encode()).hexdigest()[:4]}"


@cache
def tables() -> dict[str, Any]:
    book = load_rulebook()
    return {
        "published_acts": [asdict(row) for row in book.published_acts],
        "authorities": [asdict(row) for row in book.authorities],
    }


def shape(*files: BytesFile, digester: Digester | None = None) -> list[Batch]:
    told = Context(
        digester=digester or Plain(b"sixteen bytes are enough"),
        today=date(2026, 11, 23),
        extract_date=Day("2026-11-20"),
        source="credit",
        tables=tables(),
    )
    return list(LOADER.shape(files, told))


def table(name: str, *rows: dict[str, str], encoding: str = "utf-8") -> BytesFile:
    header = list(dict.fromkeys(key for row in rows for key in row))
    lines = [header, *([row.get(key, "") for key in header] for row in rows)]
    return BytesFile(name, "\n".join(",".join(cells) for cells in lines).encode(encoding))


def told(batches: Iterable[Batch], kind: str, *names: str) -> list[tuple[Any, ...]]:
    """Of the facts of one type, the fields named."""
    found = [fact for batch in batches for fact in batch.facts if fact.kind == kind]
    return [tuple(getattr(fact, name) for name in names) for fact in found]


def facts(batches: Iterable[Batch]) -> list[Fact]:
    return [fact for batch in batches for fact in batch.facts]


def kinds(batches: Iterable[Batch]) -> list[str]:
    return [problem.kind for batch in batches for problem in batch.problems]


def sample() -> list[BytesFile]:
    return [BytesFile(path.name, path.read_bytes()) for path in sorted(SAMPLE.iterdir())]


def penalty(**other: str) -> dict[str, str]:
    row = {
        "行政相对人名称": "广州甲食品有限公司", "行政相对人类别": "法人及非法人组织", "统一社会信用代码": FIRM,
        "行政处罚决定书文号": "穗天市监处罚〔2026〕12号", "违法事实": "危害食品安全",
        "处罚依据": "《食品安全法》第一百二十四条", "处罚类别": "吊销许可证件", "处罚内容": "吊销食品经营许可证",
        "处罚决定日期": "2026-05-10", "处罚机关": "广州市天河区市场监督管理局", "地方编码": "440106",
    }  # fmt: skip
    return {**row, **other}


def debtor(**other: str) -> dict[str, str]:
    row = {
        "被执行人姓名/名称": "郑六", "性别": "男", "身份证号码/组织机构代码": NUMBER,
        "执行法院": "广州市天河区人民法院", "案号": "（2025）粤0106执1300号",
        "失信被执行人行为具体情形": "有履行能力而拒不履行", "发布时间": "2026-01-20",
    }  # fmt: skip
    return {**row, **other}


def order(**other: str) -> dict[str, str]:
    row = {
        "企业名称": "广州甲食品有限公司", "统一社会信用代码": FIRM, "限制消费人员姓名": "李一",
        "限制消费人员身份": "法定代表人", "限制消费人员身份证号": NUMBER, "执行法院": "广州市天河区人民法院",
        "案号": "（2025）粤0106执1234号", "限消令日期": "2026-01-16",
    }  # fmt: skip
    return {**row, **other}


def listed(**other: str) -> dict[str, str]:
    row = {
        "企业名称": "广州甲食品有限公司", "统一社会信用代码": FIRM, "列入日期": "2025-07-08",
        "列入原因": "未按照规定的期限公示年度报告", "列入机关": "广州市天河区市场监督管理局",
    }  # fmt: skip
    return {**row, **other}


def later(**other: str) -> dict[str, str]:
    row = {
        "当事人": "广州甲食品有限公司", "统一社会信用代码": FIRM, "决定书文号": "穗天市监处罚〔2026〕12号",
        "处罚机关": "广州市天河区市场监督管理局",
    }  # fmt: skip
    return {**row, **other}


def test_the_promises_hold_for_the_sample_and_every_row_is_counted() -> None:
    """Twelve files in their own layouts, 23 rows, all readable; parties and proved persons are counted apart."""
    account = Account.of("credit", shape(*sample()))
    assert broken_promises(LOADER.sheet, account) == ()
    assert find("credit_lists_cn") is LOADER
    assert {name: tally.read for name, tally in account.rows.items()} == {
        "penalty": 6, "court_list": 3, "consumption_orders": 4, "listing": 2, "licence": 1, "red_list": 1,
        "commitments": 1, "objections": 1, "repairs": 1, "annulments": 1,
    }  # fmt: skip
    assert all(tally.readable == tally.read for tally in account.rows.values())
    assert (account.source_records, account.parties, account.proved_persons) == (10, 10, 3)
    assert dict(account.problem_counts) == {
        "act_not_in_table": 2,
        "conduct_class_not_read": 3,
        "masked_number": 2,
    }


def test_the_sample_states_these_facts_and_no_others() -> None:
    """Acts by the table, persons only where the document names them, the representative beside a firm nowhere."""
    expected = parse(EXPECTED.read_text(encoding="utf-8"))
    assert facts(shape(*sample())) == [one.fact for one in expected.facts]
    cards = [card for batch in shape(*sample()) for card in batch.cards]
    assert sorted(cards, key=lambda card: card.record) == sorted(expected.cards, key=lambda card: card.record)
    names = {card.name for card in cards}
    assert not names & {"赵三", "吴五"}, "who stands only as a firm's representative has no record"


ODD: list[tuple[str, str, dict[str, str]]] = [
    ("penalties.csv", "act_not_in_table", penalty(处罚依据="《食品安全法》第三十四条")),
    ("penalties.csv", "act_not_in_table", penalty(处罚类别="警告", 处罚内容="警告")),
    ("penalties.csv", "basis_not_read", penalty(处罚依据="有关规定")),
    ("penalties.csv", "conduct_class_not_read", penalty(违法事实="无证驾驶")),
    ("penalties.csv", "unknown_authority", penalty(处罚机关="某某协会")),
    ("penalties.csv", "authority_without_place", penalty(处罚机关="市场监督管理局", 地方编码="")),
    ("penalties.csv", "authority_not_stated", penalty(处罚机关="")),
    ("penalties.csv", "unreadable_region", penalty(地方编码="44ABCD")),
    ("penalties.csv", "missing_value", penalty(行政处罚决定书文号="")),
    ("penalties.csv", "missing_value", penalty(处罚决定日期="")),
    ("penalties.csv", "missing_value", penalty(行政相对人名称="")),
    ("penalties.csv", "unreadable_date", penalty(处罚决定日期="2026-13-40")),
    ("penalties.csv", "check_digit_failed", penalty(统一社会信用代码="91440106MACRED013E")),
    ("penalties.csv", "party_without_number", penalty(统一社会信用代码="")),
    ("penalties.csv", "party_kind_unknown", penalty(行政相对人类别="", 行政相对人名称="某某", 统一社会信用代码="")),
    ("penalties.csv", "unreadable_term", penalty(期限="一至三年")),
    ("penalties.csv", "unreadable_term", penalty(公示期限="较长")),
    ("penalties.csv", "unknown_repair_class", penalty(失信程度="特别轻微一般")),
    ("penalties.csv", "unknown_state", penalty(当前状态="9")),
    ("penalties.csv", "annulled_without_date", penalty(当前状态="1")),
    ("penalties.csv", "objection_without_date", penalty(当前状态="2")),
    ("penalties.csv", "unit_unknown", penalty(罚款金额="5")),
    ("penalties.csv", "until_before_since", penalty(公示日期="2026-06-01", 公示截止期="2026-05-01")),
    ("penalties.csv", "role_not_stated", penalty(责任人员姓名="李一", 责任人员身份="")),
    ("penalties.csv", "unknown_role", penalty(责任人员姓名="李一", 责任人员身份="顾问")),
    ("penalties.csv", "formula_cell", penalty(违法事实="=A1")),
    ("court_list.csv", "circumstance_not_read", debtor(失信被执行人行为具体情形="其他")),
    ("court_list.csv", "missing_value", debtor(发布时间="")),
    ("court_list.csv", "missing_value", debtor(案号="")),
    ("court_list.csv", "masked_number", debtor(**{"身份证号码/组织机构代码": "44010619790313****"})),
    ("court_list.csv", "check_digit_failed", debtor(**{"身份证号码/组织机构代码": "440106197903130016"})),
    ("court_list.csv", "unknown_removal", debtor(删除日期="2026-06-01", 删除原因="不明")),
    ("consumption_orders.csv", "unknown_role", order(限制消费人员身份="股东")),
    ("consumption_orders.csv", "missing_value", order(限消令日期="", 案号="")),
    ("listing.csv", "unknown_list", listed()),
    ("abnormal_list.csv", "ground_not_read", listed(列入原因="其他")),
    ("abnormal_list.csv", "conduct_class_not_read", listed()),
    ("licences.csv", "missing_value", {**later(), "XK_JDRQ": "", "XK_XMMC": "食品经营许可"}),
    ("red_list.csv", "missing_value", {**later(当事人=""), "评价年度": "2024"}),
    ("commitments.csv", "missing_value", {**later(), "承诺编号": ""}),
    ("repairs.csv", "unknown_case", {**later(处罚机关="", 决定书文号="没有〔2020〕1号"), "修复日期": "2026-09-01"}),
    ("repairs.csv", "missing_value", {**later(决定书文号=""), "修复日期": "2026-09-01"}),
    ("objections.csv", "missing_value", {**later(), "异议编号": "Y1", "受理日期": ""}),
    ("objections.csv", "unknown_outcome", {**later(), "异议编号": "Y1", "受理日期": "2026-06-01", "处理结果": "待定"}),
    ("objections.csv", "missing_value", {**later(), "异议编号": "Y1", "受理日期": "2026-06-01", "处理结果": "成立"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "odd"), ODD)
def test_an_odd_row_is_a_problem_by_its_name_and_its_neighbours_are_loaded(
    name: str, kind: str, odd: dict[str, str]
) -> None:
    """File, line and reason are named, the decision beside it stands, and no identity number is in any problem."""
    good = penalty(
        行政相对人名称="广州乙印刷厂", 统一社会信用代码=OTHER, 行政处罚决定书文号="穗天市监处罚〔2026〕13号"
    )
    files = (
        [table(name, odd, good)]
        if name == "penalties.csv"
        else [table(name, odd), table("penalties.csv", penalty(), good)]
    )
    batches = shape(*files, digester=Digester(b"k" * 32))
    assert kind in kinds(batches)
    problem = next(p for batch in batches for p in batch.problems if p.kind == kind and p.line is not None)
    assert (problem.file, problem.line) == (name, 2)
    assert problem.why
    assert f"credit:{OTHER}" in [record for (record,) in told(batches, "decision", "record")]
    text = repr([batch.problems for batch in batches])
    assert "44010619790313" not in text


def test_a_decision_that_the_table_does_not_read_triggers_no_clause() -> None:
    """What is not in the table of acts is stated with a category that no clause of the rulebook has."""
    book = load_rulebook()
    batches = shape(table("penalties.csv", penalty(处罚依据="《反不正当竞争法》第二十条")))
    ((act, category),) = told(batches, "decision", "act", "category")
    assert (act, category) == ("decision", "unclassified")
    assert all(clause.trigger.category != category for clause in book.clauses.values())


def test_one_document_of_two_acts_is_two_cases() -> None:
    """A decision that revokes the food licence and the business licence is read as both, each by its own row."""
    row = penalty(处罚依据="《食品安全法》第一百二十四条和《市场主体登记管理条例》第四十四条",
                  处罚内容="吊销食品经营许可证；吊销营业执照")  # fmt: skip
    found = told(shape(table("penalties.csv", row)), "decision", "case", "act", "category")
    key = "440106-market_supervision:穗天市监处罚〔2026〕12号"
    assert found == [
        (key, "decision", "food_licence_revoked"),
        (f"{key}:business_licence_revoked", "revocation", "business_licence_revoked"),
    ]


def test_a_full_number_proves_and_a_masked_one_is_a_candidate_shown_only_as_masked() -> None:
    """The court site hides digits: such a debtor is nobody's proof; the card keeps what the list shows."""
    full = shape(table("court_list.csv", debtor()))
    masked = shape(table("court_list.csv", debtor(**{"身份证号码/组织机构代码": "44010619790313****"})))
    assert told(full, "identity", "level") == [("PROVED",)]
    assert told(masked, "identity", "level") == [("CANDIDATE",)]
    assert masked[1].cards[0].document_masked == "44010619790313****"
    assert full[1].cards[0].document_masked is None
    assert NUMBER not in repr(shape(table("court_list.csv", debtor()), digester=Digester(b"k" * 32)))


def test_two_namesakes_with_masked_numbers_in_two_cases_are_two_records() -> None:
    """The same name in two court cases joins nobody."""
    hidden = {"身份证号码/组织机构代码": "4401061979********"}
    rows = (debtor(**hidden), debtor(**hidden, 案号="（2025）粤0106执9号"))
    batches = shape(table("court_list.csv", *rows))
    assert len({record for (record,) in told(batches, "person", "record")}) == 2


def test_an_order_states_its_decision_once_and_names_each_person_by_its_own_words() -> None:
    """Two rows of one order are one case; a release of one person speaks of him alone; a title names nobody."""
    rows = (
        order(解除日期="2026-04-01", 解除原因="申请执行人同意"),
        order(限制消费人员姓名="孙七", 限制消费人员身份="实际控制人", 限制消费人员身份证号=""),
        order(限制消费人员姓名="", 限制消费人员身份="主要负责人", 限制消费人员身份证号=""),
    )
    batches = shape(table("consumption_orders.csv", *rows))
    assert len(told(batches, "decision", "case")) == 1
    assert told(batches, "naming", "role", "title_only") == [
        ("legal_representative", False),
        ("actual_controller", False),
        ("principal", True),
    ]
    ((record, event, alone),) = told(batches, "event", "record", "event", "only_record")
    assert (record, event, alone) == (told(batches, "naming", "record")[0][0], "creditor_consent", True)


def test_an_order_against_a_person_himself_is_his_own_and_its_lifting_ends_it() -> None:
    """Without a firm in the row, or where the row says 被执行人, the restricted person is the debtor."""
    own = order(企业名称="", 统一社会信用代码="", 限制消费人员身份="被执行人", 解除日期="2026-05-01")
    batches = shape(table("consumption_orders.csv", own))
    ((record,),) = told(batches, "decision", "record")
    assert told(batches, "person", "record") == [(record,)]
    assert told(batches, "event", "record", "event", "only_record") == [(record, "court_release", False)]
    assert told(batches, "naming", "record") == []


def test_the_same_document_stated_of_another_firm_is_a_conflict_and_the_first_is_kept() -> None:
    """One number is one decision; a second firm under it is a problem, not a second decision."""
    second = penalty(
        行政相对人名称="广州乙印刷厂", 统一社会信用代码=OTHER, 责任人员姓名="李一", 责任人员身份="法定代表人"
    )
    batches = shape(table("penalties.csv", penalty(责任人员姓名="", 责任人员身份=""), second))
    assert told(batches, "decision", "record") == [(f"credit:{FIRM}",)]
    assert told(batches, "naming", "record") == []
    assert kinds(batches) == ["conflicting_duplicate"]


def test_a_later_row_finds_its_case_by_number_party_and_authority() -> None:
    """In the load by its number; outside it by authority and number; where several fit, nothing is guessed."""
    first = table(
        "penalties.csv", penalty(), penalty(处罚机关="深圳市南山区市场监督管理局", 地方编码="440305")
    )
    exact = table("repairs.csv", {**later(), "修复日期": "2026-09-01"})
    away = table("repairs.csv", {**later(决定书文号="穗天市监处罚[2020]1号"), "修复日期": "2026-09-01"})
    vague = table("repairs.csv", {**later(处罚机关=""), "修复日期": "2026-09-01"})
    key = "440106-market_supervision:穗天市监处罚〔20{}号"
    assert told(shape(first, exact), "repair", "case") == [(key.format("26〕12"),)]
    assert told(shape(first, away), "repair", "case") == [(key.format("20〕1"),)]
    assert told(shape(first, vague), "repair", "case") == []
    assert "several_cases" in kinds(shape(first, vague))


def test_states_of_the_double_publicity_become_annulment_and_objection() -> None:
    """当前状态 1 is an annulment and 2 an objection, on the day of the row's stamp."""
    rows = (
        penalty(当前状态="1", 数据更新时间="2026-07-01"),
        penalty(行政处罚决定书文号="〔2026〕99号", 当前状态="异议", 数据更新时间="2026-07-02"),
    )
    batches = shape(table("penalties.csv", *rows))
    assert told(batches, "annulment", "date") == [("2026-07-01",)]
    assert told(batches, "objection", "step", "date") == [("accepted", "2026-07-02")]


@pytest.mark.parametrize("words", ["9", "3", "其他", "撤回审查中", "=A1"])
def test_a_row_whose_state_cannot_be_read_states_no_decision(words: str) -> None:
    """Whether the act stands cannot be told, so nothing may rest on the row: it is kept out, and named with file, line,
    field, value and what to do. Nor does it name anybody in a decision that another row states."""
    odd = penalty(当前状态=words, 责任人员姓名="李一", 责任人员身份="法定代表人")
    account = Account.of("credit", shape(table("penalties.csv", odd)))
    assert told(shape(table("penalties.csv", odd)), "decision", "case") == []
    assert (account.rows["penalty"].read, account.rows["penalty"].readable) == (1, 0)
    (problem,) = (one for one in account.problems if one.kind == "unknown_state")
    assert (problem.file, problem.line, problem.field) == ("penalties.csv", 2, "state")
    assert problem.value == (None if words == "=A1" else words)
    assert problem.why
    assert problem.todo
    both = shape(table("penalties.csv", penalty(责任人员姓名="", 责任人员身份=""), odd))
    assert len(told(both, "decision", "case")) == 1
    assert told(both, "naming", "case") == []


def test_a_row_without_the_column_of_states_is_published_and_stands() -> None:
    """A blank cell and a missing column say nothing against the act."""
    assert len(told(shape(table("penalties.csv", penalty())), "decision", "case")) == 1
    blank = shape(table("penalties.csv", penalty(当前状态="")))
    assert len(told(blank, "decision", "case")) == 1
    assert "unknown_state" not in kinds(blank)


def test_a_later_row_of_the_same_decision_says_that_it_was_annulled() -> None:
    """A decision published again with state 撤销 is annulled once, on the day of the stamp; without a stamp on
    the day on which the source was drawn."""
    again = penalty(当前状态="1", 数据更新时间="2026-07-01")
    first = penalty(当前状态="0", 数据更新时间="")
    assert told(shape(table("penalties.csv", first, again, again)), "annulment", "date") == [("2026-07-01",)]
    bare = shape(table("penalties.csv", first, penalty(当前状态="1", 数据更新时间="")))
    assert told(bare, "annulment", "date") == [("2026-11-20",)]
    assert kinds(bare) == ["annulled_without_date"]


def test_a_state_without_a_day_never_lets_the_decision_bind_as_if_it_stood() -> None:
    """A dispute counts from the day on which the source was drawn; an annulled decision is not stated."""
    disputed = shape(table("penalties.csv", penalty(当前状态="2")))
    assert told(disputed, "objection", "step", "date") == [("accepted", "2026-11-20")]
    assert told(shape(table("penalties.csv", penalty(当前状态="1"))), "decision", "case") == []
    undated = Context(digester=Plain(b"sixteen bytes are enough"), today=date(2026, 11, 23), tables=tables())
    files = [table("penalties.csv", penalty(当前状态="2"))]
    assert told(LOADER.shape(files, undated), "decision", "case") == []


def test_a_party_first_met_in_a_row_that_cannot_be_used_is_stated_all_the_same() -> None:
    """Later rows rest on its record: without its number the firm would be nobody's."""
    for odd in (
        table(
            "penalties.csv", penalty(当前状态="9"), penalty(行政处罚决定书文号="〔2026〕99号", 当前状态="0")
        ),
        table("commitments.csv", {**later(), "承诺编号": ""}, {**later(), "承诺编号": "C1"}),
        table(
            "repairs.csv",
            {**later(处罚机关=""), "修复日期": "2026-09-01"},
            {**later(), "修复日期": "2026-09-01"},
        ),
    ):
        batches = shape(odd)
        assert told(batches, "identifier", "record", "value") == [(f"credit:{FIRM}", FIRM)]


def test_a_withdrawn_licence_ends_on_the_day_of_its_stamp_or_is_not_stated() -> None:
    """A licence with state 撤销 never stands as if nothing had happened."""
    row = {"XK_WSH": "X1", "XK_XMMC": "食品经营许可", "XK_XDR": "广州甲食品有限公司", "XK_XDR_SHXYM": FIRM,
           "XK_JDRQ": "2024-05-01", "XK_XZJG": "广州市天河区市场监督管理局", "XK_ZT": "1"}  # fmt: skip
    assert told(shape(table("licences.csv", {**row, "SJC": "2025-01-01"})), "licence", "until") == [
        ("2025-01-01",)
    ]
    assert kinds(shape(table("licences.csv", row))) == ["annulled_without_date"]
    unread = shape(table("licences.csv", {**row, "XK_ZT": "3"}))
    assert (kinds(unread), told(unread, "licence", "number")) == (["unknown_state"], [])


def test_the_same_rows_in_gb18030_in_a_workbook_and_as_json_lines_state_the_same() -> None:
    """Three shapes of one export differ only in the place that each fact names."""
    rows = [penalty(), penalty(行政处罚决定书文号="穗天市监处罚〔2026〕14号")]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "行政处罚"
    for cells in (list(rows[0]), *(list(row.values()) for row in rows)):
        sheet.append(cells)
    held = io.BytesIO()
    book.save(held)
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    shapes = [
        shape(table("penalties.csv", *rows, encoding="gb18030")),
        shape(BytesFile("export.xlsx", held.getvalue())),
        shape(BytesFile("penalties.jsonl", lines.encode())),
    ]
    seen = [told(one, "decision", "record", "case", "category", "conditions", "date") for one in shapes]
    assert seen[0] == seen[1] == seen[2]
    assert len(seen[0]) == 2


@pytest.mark.parametrize(
    ("text", "kind"),
    [('{"a": 1, "b": 2}', "unknown_table"), ('{"被执行人姓名/名称": "甲", "案号": "乙"}', "missing_column")],
)
def test_json_lines_with_other_keys_are_no_table(text: str, kind: str) -> None:
    """A file whose keys are no known headers, or lack a required one, breaks the promise by name."""
    assert kinds(shape(BytesFile("court_list.jsonl", text.encode()))) == [kind]


def test_a_broken_line_of_json_is_one_problem() -> None:
    """A line that is no object, and an object with keys of its own, are refused; the rest is read."""
    good = json.dumps(penalty(), ensure_ascii=False)
    late = json.dumps({**penalty(), "新列": "x"}, ensure_ascii=False)
    text = "\n".join([*([good] * 200), "{oops", "[1]", late])
    batches = shape(BytesFile("penalties.jsonl", text.encode()))
    assert kinds(batches) == ["bad_json", "bad_json", "unknown_column"]
    assert Account.of("credit", batches).rows["penalty"].readable == 200


@pytest.mark.parametrize(
    ("name", "code", "form"),
    [("广州甲食品有限公司", FIRM, "limited_company"), ("深圳戊股份有限公司广州分公司", FIRM, "branch"),
     ("广州己中心（有限合伙）", FIRM, "partnership"), ("广州乙印刷厂", OTHER, "other"),
     ("广州庚有限公司", "92440106MACRED0J0J", "sole_trader")],
)  # fmt: skip
def test_the_form_of_a_firm_is_read_from_its_code_or_from_an_end_that_the_law_keeps(
    name: str, code: str, form: str
) -> None:
    """公司法 Art 7 keeps 有限公司 for companies, GB 32100 keeps 92 for sole traders; a 厂 may be anything."""
    batches = shape(table("penalties.csv", penalty(行政相对人名称=name, 统一社会信用代码=code)))
    assert told(batches, "enterprise", "type") == [(form,)]


@given(st.integers(1, 9_999))
@settings(max_examples=100)
def test_article_numbers_are_read_in_chinese_signs_and_in_digits(number: int) -> None:
    """第一百二十四条 and 第124条 are one article."""
    signs, text = "零一二三四五六七八九", ""
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            text += signs[digit] + unit
        elif text and number % place and not text.endswith("零"):
            text += "零"
    assert number_of(text) == number_of(str(number)) == number
    assert (
        citations(f"《食品安全法》第{text}条")
        == citations(f"食品安全法第{number}条")
        == (f"食品安全法 Art {number}",)
    )


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("违反《中华人民共和国食品安全法》第三十四条，依据《食品安全法（2021修正）》第一百二十四条第一款第（二）项",
         ("食品安全法 Art 34", "食品安全法 Art 124", "食品安全法 Art 124(1)(2)")),
        ("根据中华人民共和国药品管理法第118条及第一百二十二条", ("药品管理法 Art 118", "药品管理法 Art 122")),
        ("《刑法》第一百三十四条之一", ("刑法 Art 134-1",)),
        ("有关规定", ()),
    ],
)  # fmt: skip
def test_cited_law_is_read_with_its_articles(text: str, cited: tuple[str, ...]) -> None:
    """Edition and 中华人民共和国 fall away; paragraphs and items are kept beside their article."""
    assert citations(text) == cited


@pytest.mark.parametrize(
    ("text", "term"),
    [("三年", "P3Y"), ("6个月", "P6M"), ("1年6个月", "P1Y6M"), ("九十日", "P90D"),
     ("终身", "life"),
     ("至履行完毕", "until:performance"), ("一至三年", None), ("长期", None), ("2028年3月1日", None),
     ("至2028年3月1日止", "until:2028-03-02"), ("至2028年3月", None)],
)  # fmt: skip
def test_terms_are_read_whole_or_not_at_all(text: str, term: str | None) -> None:
    """A range or a mere word is no term; a last day is still inside."""
    assert term_of(text) == term


def test_a_bar_is_read_from_the_result_only_where_it_states_one_term() -> None:
    """`五年内不得` is five years, `终身禁止` is for life; two different terms are none."""
    assert bar_of("吊销许可证，五年内不得从事食品经营") == "P5Y"
    assert bar_of("终身禁止从事药品生产经营活动") == "life"
    assert bar_of("三年内不得申请；十年内禁止从业") is None
    assert bar_of("罚款三万元") is None


def test_the_class_of_conduct_is_that_of_the_words_and_none_where_two_fit() -> None:
    """Words of item 9 decide; a decision whose words fit two classes is read by a person."""
    assert conduct_class_of("经营腐败变质食品") == "health_and_safety"
    assert conduct_class_of("有履行能力而拒不履行生效判决") == "refusal_of_legal_duty"
    assert conduct_class_of("虚假广告") == "market_and_social_order"
    assert conduct_class_of("食品虚假广告") is None


@pytest.mark.parametrize(
    ("name", "code"),
    [("广州市天河区人民法院", "440106"), ("广州市公安局天河区分局", "440106"), ("广州白云机场海关", "440100"),
     ("国家税务总局深圳市南山区税务局", "440305"), ("广东省高级人民法院", "440000"),
     ("浙江省杭州市西湖区人民法院", "330000"), ("大连市中山区人民法院", None), ("海南区人民法院", None)],
)  # fmt: skip
def test_places_are_read_from_the_beginning_of_a_name(name: str, code: str | None) -> None:
    """A district of another city with a known name is no known place."""
    assert place_of(name) == code
