"""Files into tables: encodings, delimiters, quotes, headers in any order, workbooks, and columns that were swapped."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from graph_service.errors import BadValue
from graph_service.intake import BytesFile, Column, Rows, SourceSheet, TableSheet
from graph_service.intake import workbook as workbook_module
from graph_service.intake.amounts import Money
from graph_service.intake.decoding import encoding_of, lines_of
from graph_service.intake.delimited import Record, delimiter_of, records
from graph_service.intake.headers import match_header, second_row, tables_named
from graph_service.intake.rows import SourceRow
from graph_service.intake.tables import Reading, survey
from graph_service.intake.workbook import worksheets

FIRMS = TableSheet(
    name="firms",
    files=("企业", "firms"),
    required=True,
    ignored=("序号",),
    columns=(
        Column(name="code", headers=("统一社会信用代码", "credit code"), holds="code"),
        Column(name="name", headers=("企业名称", "company name"), holds="name", required=True),
        Column(name="founded", headers=("成立日期", "founded on"), holds="date"),
        Column(name="capital", headers=("注册资本",), holds="money"),
    ),
)
HOLDERS = TableSheet(
    name="holders",
    files=("股东", "holders"),
    columns=(
        Column(name="name", headers=("企业名称",), holds="name", required=True),
        Column(name="holder", headers=("股东名称", "holder"), holds="name", required=True, personal=True),
        Column(name="share", headers=("持股比例", "share"), holds="share"),
    ),
)
SHEET = SourceSheet(name="test", title="Test", zh="测试", binds="Nobody.", tables=(FIRMS, HOLDERS))

HEADER = "统一社会信用代码,企业名称,成立日期,注册资本（万元）\n"


def read(*files: BytesFile) -> tuple[list[SourceRow], list[tuple[str, int | None, str | None]], Rows]:
    """All rows of the files, the problems as (kind, line, field), and the tally."""
    found = survey(files, SHEET)
    rows: list[SourceRow] = []
    problems = list(found.problems)
    tally = Rows()
    for table in found.tables:
        reading = Reading(table)
        rows += list(reading.rows())
        counted, more = reading.take()
        tally += counted
        problems += more
    return rows, [(one.kind, one.line, one.field) for one in problems], tally


def csv_file(text: str, encoding: str = "utf-8", name: str = "企业.csv") -> BytesFile:
    return BytesFile(name, text.encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read_in_the_encoding_it_is_in(encoding: str) -> None:
    rows, problems, tally = read(csv_file(HEADER + ",甲有限公司,2015-08-01,5\n", encoding))
    assert [(row.text("name"), row.line) for row in rows] == [("甲有限公司", 2)]
    assert (problems, tally) == ([], Rows(read=1, readable=1))


def test_one_broken_line_in_a_utf8_file_is_a_problem_of_its_row() -> None:
    """GB 18030 would read the whole file as other Chinese words; the neighbours are read as they are."""
    lines = [HEADER, ",甲有限公司,,\n", ",乙有限公司,,\n"]
    broken = lines[2].encode().replace("乙".encode(), "乙".encode()[:2])
    rows, problems, _ = read(
        BytesFile("企业.csv", (lines[0] + lines[1]).encode() + broken + lines[1].encode())
    )
    assert [row.text("name") for row in rows] == ["甲有限公司", None, "甲有限公司"]
    assert problems == []
    assert [(one.kind, one.line, one.field) for one in rows[1].problems] == [("broken_encoding", 3, "name")]


def test_a_file_broken_in_every_encoding_keeps_the_lines_that_hold() -> None:
    content = HEADER.encode("gb18030") + ",甲有限公司,,\n".encode("gb18030") + b",\xff\xff,,\n"
    rows, _, _ = read(BytesFile("企业.csv", content))
    assert [row.text("name") for row in rows] == ["甲有限公司", None]


def test_utf16_is_a_clear_answer() -> None:
    _, problems, _ = read(BytesFile("企业.csv", HEADER.encode("utf-16")))
    assert [kind for kind, _, _ in problems] == ["broken_encoding", "missing_table"]


@given(st.lists(st.binary(max_size=20), max_size=8), st.integers(1, 7))
def test_lines_do_not_depend_on_how_the_bytes_are_cut(pieces: list[bytes], size: int) -> None:
    content = b"\n".join(pieces)

    class Cut(BytesFile):
        def chunks(self) -> Any:
            return (self.content[at : at + size] for at in range(0, len(self.content), size))

    assert list(lines_of(Cut("x", content))) == list(lines_of(BytesFile("x", content)))
    assert b"".join(lines_of(BytesFile("x", content))) == content


def test_an_empty_file_of_bytes_has_the_first_encoding() -> None:
    assert encoding_of([], ("utf-8-sig", "gb18030")).codec == "utf-8-sig"


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_told_by_the_header(delimiter: str) -> None:
    text = (HEADER + ",甲有限公司,2015-08-01,5\n").replace(",", delimiter)
    rows, problems, _ = read(csv_file(text, name="企业.txt"))
    assert (rows[0].text("founded"), problems) == ("2015-08-01", [])
    assert delimiter_of("no delimiter at all") == ","


def test_quoted_cells_may_hold_the_delimiter_and_line_ends() -> None:
    found = list(records(['a,"1,000万元"\n', 'b,"two\n', 'lines"\n', "c,d\n"]))
    assert [(one.line, one.cells) for one in found] == [
        (1, ("a", "1,000万元")),
        (2, ("b", "two\nlines")),
        (4, ("c", "d")),
    ]


@pytest.mark.parametrize("after", [3, 200])
def test_a_quote_that_is_never_closed_costs_its_own_row_only(after: int) -> None:
    """Reading goes on with the line after it."""
    found = list(records(['a,"open\n', *["b,c\n"] * after]))
    assert found[0].flaw is not None
    assert found[0].flaw.kind == "unclosed_quote"
    assert found[1:] == [Record(line, ("b", "c")) for line in range(2, after + 2)]


def test_an_open_quote_does_not_swallow_the_rows_up_to_the_next_quoted_cell() -> None:
    found = list(records(['a,"open\n', "b,c\n", 'd,"1,000万元"\n', 'e,"two\n', 'lines"\n', "f,g\n"]))
    assert [(one.line, one.cells) for one in found] == [
        (1, ()),
        (2, ("b", "c")),
        (3, ("d", "1,000万元")),
        (4, ("e", "two\nlines")),
        (6, ("f", "g")),
    ]


def test_rows_with_flaws_of_form_are_counted_and_their_neighbours_read() -> None:
    text = HEADER + ',甲有限公司,,\n,乙有限公司,,1,000万元\n\n,,,\n,"丙有限公司,,\n,丁有限公司,,\n'
    rows, problems, tally = read(csv_file(text))
    assert [row.text("name") for row in rows] == ["甲有限公司", "丁有限公司"]
    assert problems == [("wrong_cell_count", 3, None), ("unclosed_quote", 6, None)]
    assert tally == Rows(read=4, readable=2)


def test_headers_are_known_in_any_order_in_both_languages_and_below_a_title() -> None:
    text = "某市企业导出,,\nFounded On,序号,Company_Name\n2015-08-01,1,甲有限公司\n"
    rows, problems, _ = read(csv_file(text))
    assert (rows[0].text("name"), rows[0].day("founded"), rows[0].line, problems) == (
        "甲有限公司",
        "2015-08-01",
        3,
        [],
    )


def test_a_unit_in_the_header_is_the_unit_of_its_cells() -> None:
    (row,), _, _ = read(csv_file(HEADER + ",甲有限公司,,1000\n"))
    money = row.money("capital")
    assert money is not None
    assert money.amount == "10000000"
    header = match_header(["企业名称", "股东名称", "持股比例%"], HOLDERS)
    assert header.units == {"share": "%"}


def test_odd_headers_are_named_once_for_the_file() -> None:
    text = "企业名称,公司口号,成立日期,Founded On\n甲有限公司,好,2015-08-01,2016-01-01\n"
    rows, problems, _ = read(csv_file(text))
    assert problems == [("unknown_column", None, "公司口号"), ("duplicate_column", None, "Founded On")]
    assert rows[0].day("founded") == "2015-08-01"


def test_a_required_column_that_is_missing_keeps_the_table_out() -> None:
    rows, problems, _ = read(csv_file("统一社会信用代码,成立日期\n,2015-08-01\n"))
    assert rows == []
    assert problems == [("missing_column", None, "企业名称"), ("missing_table", None, None)]


def test_files_that_hold_no_table_are_named() -> None:
    _, problems, _ = read(
        csv_file(""),
        csv_file("hello\nworld\n", name="note.txt"),
        BytesFile("scan.pdf", b"%PDF"),
        BytesFile("x.xlsx", b"no"),
    )
    assert [kind for kind, _, _ in problems] == [
        "unknown_table", "file_not_read", "unreadable_file", "empty_file", "missing_table",
    ]  # fmt: skip


def test_the_longest_word_in_a_files_name_says_its_table() -> None:
    assert [table.name for table in tables_named(SHEET, "2026年企业股东名册.csv")] == ["firms", "holders"]
    assert tables_named(SHEET, "data.csv") == ()


def test_the_columns_decide_where_the_name_says_nothing() -> None:
    found = survey([csv_file("企业名称,股东名称\n甲,乙\n", name="data.csv")], SHEET)
    assert [table.name for table in found.tables] == ["holders"]
    assert found.of("holders")[0].place == "data.csv"


def test_swapped_columns_are_a_problem_of_the_file_and_none_of_it_is_read() -> None:
    """A name column full of dates is no name column; thousands of equal problems help nobody."""
    text = HEADER + ",2015-08-01,甲有限公司,\n" * 20
    rows, problems, tally = read(csv_file(text))
    assert (rows, tally) == ([], Rows(read=20, readable=0))
    assert problems == [("swapped_columns", None, "name")]


def test_a_single_swapped_value_is_a_problem_of_its_cell() -> None:
    rows, problems, _ = read(csv_file(HEADER + ",2015-08-01,,\n" + ",甲有限公司,,\n" * 5 + ",短,\n"))
    assert problems == [("wrong_cell_count", 8, None)]
    assert rows[0].text("name") is None
    assert [(one.kind, one.line) for one in rows[0].problems] == [("swapped_columns", 2)]


def test_a_row_the_caller_gives_up_is_not_counted_as_readable() -> None:
    (table,) = survey([csv_file(HEADER + ",甲,,\n,乙,,\n")], SHEET).tables
    reading = Reading(table)
    for row in reading.rows():
        if row.line == 2:
            reading.give_up(row)
    assert reading.take() == (Rows(read=2, readable=1), ())
    assert reading.take() == (Rows(), ())


DATED = datetime(2015, 8, 1)  # noqa: DTZ001  # a spreadsheet's days have no zone


def book(fill: Callable[[Any], None]) -> bytes:
    made = Workbook()
    made.worksheets[0].title = "企业"
    fill(made.worksheets[0])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def cells_of(content: bytes) -> list[tuple[str, ...]]:
    return [record.cells for _, rows in worksheets(content) for record in rows or ()]


def test_cells_of_a_workbook_are_written_out_as_texts() -> None:
    """Days, percentages, whole numbers, formulas; a long number has lost digits and says so."""

    def fill(sheet: Any) -> None:
        sheet.append([DATED, date(2015, 8, 1), 0.25, 42217, 42217.5, True, None, "x", time(9, 30)])
        sheet["C1"].number_format = "0.00%"
        sheet.append(["=A1", False, 440106197001010030, 0.00001, 1.0, -3, 123456789012345])

    assert cells_of(book(fill)) == [
        ("2015-08-01", "2015-08-01", "25%", "42217", "42217.5", "true", "", "x", "09:30:00"),
        ("=A1", "false", "4.40106E+17", "0.00001", "1", "-3", "123456789012345", "", ""),
    ]


def test_a_merged_cell_stands_for_every_row_it_covers_and_blank_rows_are_passed_over() -> None:
    def fill(sheet: Any) -> None:
        for row in (["甲", 1], [None, 2], [None, None], ["乙", 3]):
            sheet.append(row)
        sheet.merge_cells("A1:A2")

    assert cells_of(book(fill)) == [("甲", "1"), ("甲", "2"), ("乙", "3")]


def test_a_hidden_worksheet_is_not_read_and_named() -> None:
    made = Workbook()
    made.worksheets[0].append(["企业名称", "成立日期"])
    made.create_sheet("scratch").sheet_state = "hidden"
    out = io.BytesIO()
    made.save(out)
    assert [(title, rows is None) for title, rows in worksheets(out.getvalue())] == [
        ("Sheet", False),
        ("scratch", True),
    ]
    problems = survey([BytesFile("a.xlsx", out.getvalue())], SHEET).problems
    assert [(one.kind, one.file) for one in problems] == [("file_not_read", "a.xlsx[scratch]")]


def test_a_header_of_two_rows_is_read_as_one() -> None:
    """成立 stands merged over 日期 and 序号; the row below it is no row of values, and neither is the title above."""

    def fill(sheet: Any) -> None:
        sheet.append(["市场主体登记信息", None, None, None])
        sheet.append(["企业名称", "成立", None, "注册资本"])
        sheet.append([None, "日期", "序号", "（万元）"])
        sheet.append(["甲有限公司", "2015-08-01", "1", "50"])
        sheet.merge_cells("B2:C2")
        sheet.merge_cells("A2:A3")

    rows, problems, tally = read(BytesFile("企业.xlsx", book(fill)))
    assert [(str(row.day("founded")), row.money("capital")) for row in rows] == [
        ("2015-08-01", Money("500000", "CNY"))
    ]
    assert (problems, tally) == ([("unknown_column", None, "成立序号")], Rows(read=1, readable=1))


def test_the_first_row_of_values_is_no_second_row_of_the_header() -> None:
    rows, _, _ = read(BytesFile("企业.csv", "企业名称,成立日期\n甲有限公司,\n乙有限公司,2015\n".encode()))
    assert [row.text("name") for row in rows] == ["甲有限公司", "乙有限公司"]


def test_a_row_of_another_length_belongs_to_no_header() -> None:
    """Nor does any row to a header of which no table is known."""
    assert second_row(["企业名称", "成立日期"], ["日期"], SHEET, "企业.csv") is None
    assert second_row(["甲", "乙"], ["丙", "丁"], SHEET, "企业.csv") is None


def test_what_is_no_workbook_or_too_large_a_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("note.txt", "no workbook")
    for content in (b"", b"PK broken", empty.getvalue()):
        with pytest.raises(BadValue, match="not a readable XLSX"):
            list(worksheets(content))
    content = book(lambda sheet: sheet.append(["x"] * 10))
    monkeypatch.setattr(workbook_module, "MOST_CELLS", 9)
    with pytest.raises(BadValue, match="spans more than"):
        list(worksheets(content))
    monkeypatch.setattr(workbook_module, "LARGEST", 9)
    with pytest.raises(BadValue, match="unpacks to"):
        list(worksheets(content))


def test_a_worksheet_is_named_with_its_file_in_problems() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["企业名称", "成立日期"])
        sheet.append(["甲有限公司", "8/1/2015"])

    (row,), _, _ = read(BytesFile("export.xlsx", book(fill)))
    assert row.day("founded") is None
    assert [(one.file, one.line, one.value) for one in row.problems] == [("export.xlsx[企业]", 2, "8/1/2015")]
