"""Titles in two languages for the codes that answers carry: measures from the rulebook, reasons from here."""

from __future__ import annotations

from graph_service.rules.rulebook import Rulebook

Title = dict[str, str]

ANSWERS: dict[str, Title] = {
    "bound": {"zh-CN": "措施生效中", "en": "bound: the measure is in force"},
    "nothing_in_force": {"zh-CN": "无生效措施", "en": "nothing in force"},
    "unknown_identifier": {"zh-CN": "未知标识，无法识别主体", "en": "unknown identifier: no such party here"},
    "not_recognised_here": {"zh-CN": "本地不予认定", "en": "not recognised here"},
}
"""The answers of a check (law decision 15); their codes are stable."""

ODD: dict[str, Title] = {
    "length": {"zh-CN": "号码位数不对", "en": "the number has a wrong length"},
    "alphabet": {"zh-CN": "号码含有不应出现的字符", "en": "the number has a sign it cannot have"},
    "check_digit": {"zh-CN": "号码校验位不符", "en": "the check digit of the number does not fit"},
    "birth_date": {"zh-CN": "号码中的出生日期不存在", "en": "the birth date in the number is no date"},
    "birth_in_future": {
        "zh-CN": "号码中的出生日期在未来",
        "en": "the birth date in the number is yet to come",
    },
    "masked": {"zh-CN": "号码不完整（已掩码）", "en": "the number is masked; it identifies nobody"},
    "issuer_unknown": {"zh-CN": "未注明签发国家", "en": "without its issuer this number is nobody's alone"},
}
"""Why a number can be nobody's."""


def answer_title(code: str) -> dict[str, object]:
    """An answer's code with its titles."""
    return {"code": code, "title": ANSWERS[code]}


def measure_title(book: Rulebook, code: str) -> dict[str, object]:
    """A measure's code with its titles; a code that is not in the catalogue is its own title."""
    word = book.vocabulary.measures.get(code)
    title = {"zh-CN": word.zh, "en": word.en} if word else {"zh-CN": code, "en": code}
    return {"code": code, "title": title}
