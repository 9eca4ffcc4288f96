"""Values of cells: days, money, shares and texts as registers write them, and what is not guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.facts import Share
from graph_service.intake.amounts import Money, currency_of, read_money, read_share
from graph_service.intake.dates import read_day, read_end
from graph_service.intake.flaws import Flaw
from graph_service.intake.texts import half_width, is_spoiled, read_text


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2015年08月", "2015-08"),
        ("2015/8/1", "2015-08-01"),
        ("2015.8.1", "2015-08-01"),
        ("20150801", "2015-08-01"),
        ("2015年8月1日", "2015-08-01"),
        ("２０１５年８月１日", "2015-08-01"),
        ("2015-8", "2015-08"),
        ("2015年", "2015"),
        ("2015", "2015"),
        ("42217", "2015-08-01"),
        ("42217.75", "2015-08-01"),
        ("二〇一五年八月一日", "2015-08-01"),
        ("二○一五年十二月三十一日", "2015-12-31"),
        ("二零一五年十月", "2015-10"),
        ("2015-08-01 00:00:00", "2015-08-01"),
        ("2015年8月1日 12:30", "2015-08-01"),
        ("2015-08-01T09:30:00.000", "2015-08-01"),
    ],
)
def test_days_are_read_with_the_precision_they_have(text: str, day: str) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2015-07-31T16:00:00Z", "2015-08-01"),
        ("2015-07-31T15:59:59Z", "2015-07-31"),
        ("2015-08-01T00:30:00+09:00", "2015-07-31"),
        ("2015-07-31T23:00:00-0500", "2015-08-01"),
        ("2015-08T01:00:00Z", "2015-08"),
    ],
)
def test_an_instant_with_a_zone_counts_on_the_day_it_is_in_china(instant: str, day: str) -> None:
    assert read_day(instant) == day


@pytest.mark.parametrize(
    "text",
    ["8/1/2015", "201508", "15-08-01", "2015-13-01", "2015-02-30", "0000-00-00", "昨天", "长期", "########"],
)
def test_what_is_no_day_or_could_be_two_is_a_flaw(text: str) -> None:
    found = read_day(text)
    assert isinstance(found, Flaw)
    assert found.kind == "unreadable_date"


@pytest.mark.parametrize(
    "text", ["长期", "永久", "无固定期限", "9999-12-31", "9999年12月31日", "99991231", "Long-term"]
)
def test_words_and_days_for_no_end_are_an_open_end(text: str) -> None:
    assert read_end(text) is None


def test_a_set_end_is_a_day_and_a_bad_one_a_flaw() -> None:
    assert read_end("2039-11-04") == "2039-11-04"
    assert isinstance(read_end("2039-11-44"), Flaw)


@given(st.dates(date(1000, 1, 1), date(9998, 12, 31)))
def test_every_day_is_read_back_from_each_way_of_writing_it(day: date) -> None:
    """Year, month and day in every documented form give the same day."""
    forms = [
        day.isoformat(),
        f"{day:%Y/%m/%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
    ]
    assert {read_day(form) for form in forms} == {day.isoformat()}


@given(st.dates(date(1927, 6, 1), date(2099, 12, 31)))
def test_a_serial_number_is_the_day_a_spreadsheet_shows(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    assert read_day(str(serial)) == day.isoformat()


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("1,000万元人民币", "10000000", "CNY"),
        ("1,０００万元", "10000000", "CNY"),
        ("100.5万美元", "1005000", "USD"),
        ("1000.000000万人民币", "10000000", "CNY"),
        ("1亿元", "100000000", "CNY"),
        ("0.5亿港元", "50000000", "HKD"),
        ("人民币 50 万元整", "500000", "CNY"),
        ("￥1,000,000.00", "1000000", "CNY"),
        ("HK$5万", "50000", "HKD"),
        ("1000万元(人民币)", "10000000", "CNY"),
        ("300万欧元", "3000000", "EUR"),
        ("1000万", "10000000", None),
    ],
)
def test_money_is_read_with_its_unit_and_currency(text: str, amount: str, currency: str | None) -> None:
    assert read_money(text) == Money(amount, currency)


def test_a_bare_number_takes_the_unit_of_its_header_and_else_has_none() -> None:
    assert read_money("1000", "万元") == Money("10000000", "CNY")
    assert read_money("1000", "万美元") == Money("10000000", "USD")
    unknown = read_money("1000")
    assert isinstance(unknown, Flaw)
    assert unknown.kind == "unit_unknown"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("壹佰万元", "unreadable_money"),
        ("1,00万元", "unreadable_money"),
        ("-5万元", "unreadable_money"),
        ("万元", "unreadable_money"),
        ("1.5E+08", "spoiled_number"),
    ],
)
def test_money_that_cannot_be_read_is_a_flaw(text: str, kind: str) -> None:
    found = read_money(text)
    assert isinstance(found, Flaw)
    assert found.kind == kind


@given(st.integers(0, 10**12), st.sampled_from(["", "万", "亿"]))
def test_amounts_are_exact_whatever_their_size(number: int, unit: str) -> None:
    size = {"": 1, "万": 10**4, "亿": 10**8}[unit]
    assert read_money(f"{number:,}{unit}元") == Money(str(number * size), "CNY")


def test_currencies_are_known_by_word_and_by_code() -> None:
    assert [currency_of(word) for word in ("人民币", "usd", "元", "贝壳")] == ["CNY", "USD", "CNY", None]


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("25%", "1/4"),
        ("0.25", "1/4"),
        ("２５％", "1/4"),
        ("1/3", "1/3"),
        ("1.0", "1"),
        ("0", "0"),
        ("[0.25,0.5)", "[1/4,1/2)"),
    ],
)
def test_shares_are_exact_or_ranged(text: str, share: str) -> None:
    found = read_share(text)
    assert isinstance(found, Share)
    assert str(found) == share


def test_a_bare_share_takes_per_cent_from_its_header() -> None:
    assert str(read_share("25", per_cent=True)) == "1/4"
    assert str(read_share("1", per_cent=True)) == "1/100"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("二分之一", "unreadable_share"),
        ("约30%", "unreadable_share"),
        ("1/0", "unreadable_share"),
        ("25", "unit_unknown"),
        ("1", "unit_unknown"),
        ("120%", "share_above_whole"),
        ("4.40106E+17", "spoiled_number"),
    ],
)
def test_shares_are_never_guessed(text: str, kind: str) -> None:
    """1 can be one per cent or all of it."""
    found = read_share(text)
    assert isinstance(found, Flaw)
    assert found.kind == kind


@pytest.mark.parametrize("text", ["", "  ", "-", "——", "/", "无", "NULL", "n/a", "\u3000", "\ufeff"])
def test_blanks_of_registers_are_nothing(text: str) -> None:
    assert read_text(text) is None


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("王\0伟", "nul_byte"),
        ("x" * 1_000_000, "oversized_cell"),
        ("=SUM(A1:A9)", "formula_cell"),
        ("@SUM(1)", "formula_cell"),
        ("-cmd|calc", "formula_cell"),
        ("#REF!", "formula_cell"),
        ("########", "formula_cell"),
        ("王\ufffd", "broken_encoding"),
    ],
)
def test_what_no_cell_should_hold_is_named(cell: str, kind: str) -> None:
    found = read_text(cell)
    assert isinstance(found, Flaw)
    assert found.kind == kind


def test_texts_are_trimmed_half_width_and_freed_of_a_spreadsheets_apostrophe() -> None:
    assert read_text(" ＡＢ１２（甲）\t") == "AB12(甲)"
    assert read_text("'0123") == "0123"
    assert read_text("+86 20 1234") == "+86 20 1234"


@given(st.text())
def test_making_half_width_twice_changes_nothing_more(text: str) -> None:
    assert half_width(half_width(text)) == half_width(text)


def test_a_spoiled_number_is_known_by_its_exponent() -> None:
    assert is_spoiled("4.40106E+17")
    assert not is_spoiled("440106197001010030")
