"""Texts of cells: width, blanks, and what no cell should hold."""

from __future__ import annotations

import re

from graph_service.intake.flaws import Flaw

LONGEST = 10_000
"""Characters a cell may have; the longest honest field (a scope of business) stays far below."""

BLANKS = frozenset(
    {
        "",
        "-",
        "--",
        "---",
        "—",
        "——",
        "/",
        "\\",
        "无",
        "空",
        "暂无",
        "不详",
        "未知",
        "null",
        "none",
        "n/a",
        "na",
        "nan",
    }
)
"""What registers write where they have nothing; compared in lower case."""

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_WIDTH = {**_WIDE, **dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))}
_FORMULA = re.compile(r"=|[@+\-][A-Za-z(]")
_ERRORS = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|#+)")
_SPOILED = re.compile(r"[+-]?\d+(?:\.\d+)?[Ee][+-]?\d+")
_BROKEN = re.compile("[\ud800-\udfff\ufffd]")


def half_width(text: str) -> str:
    """Full-width ASCII signs and the ideographic space made half-width, zero-width signs taken out; Chinese
    punctuation and all other letters stay as they are."""
    return text if text.isascii() else text.translate(_WIDTH)


def read_text(cell: str) -> str | Flaw | None:
    """The text of a cell, trimmed and half-width; None for a blank; a Flaw for what no cell should hold:
    bytes outside the encoding, NUL, more than LONGEST characters, a formula or a formula's error."""
    if _BROKEN.search(cell):
        return Flaw(
            "broken_encoding",
            "bytes here belong to no text of this encoding",
            "Export the file anew as UTF-8.",
        )
    if "\0" in cell:
        return Flaw("nul_byte", "the cell holds a NUL byte", "Export the row anew.")
    if len(cell) > LONGEST:
        return Flaw(
            "oversized_cell",
            f"the cell has more than {LONGEST:,} characters",
            "Look for a quote that is not closed.",
        )
    text = half_width(cell).strip()
    if text.lower() in BLANKS:
        return None
    if _FORMULA.match(text) or _ERRORS.fullmatch(text):
        return Flaw(
            "formula_cell", "the cell holds a formula, not a value", "Paste values in place of formulas."
        )
    return text[1:] if text.startswith("'") and len(text) > 1 else text


def is_spoiled(text: str) -> bool:
    """Was a long number turned into `4.40106E+17`? What it was cannot be told any more."""
    return bool(_SPOILED.fullmatch(text))


SPOILED = Flaw(
    "spoiled_number",
    "a spreadsheet turned this number into powers of ten; its digits are lost",
    "Export the column as text.",
)
