"""Money and shares as registers write them; exact or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from graph_service.errors import BadValue
from graph_service.facts.shares import Share, parse_share
from graph_service.intake.flaws import Flaw
from graph_service.intake.texts import SPOILED, half_width, is_spoiled

UNITS = {"": 1, "元": 1, "千": 1_000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}
"""Chinese units of money and their size."""

CURRENCIES: dict[str, tuple[str, ...]] = {
    "CNY": ("人民币", "RMB", "CNY", "￥", "¥"),
    "USD": ("美元", "美金", "USD", "US$", "$"),
    "HKD": ("港元", "港币", "HKD", "HK$"),
    "EUR": ("欧元", "EUR", "€"),
    "JPY": ("日元", "日圆", "JPY"),
    "GBP": ("英镑", "GBP", "£"),
    "TWD": ("新台币", "台币", "TWD", "NT$"),
    "MOP": ("澳门元", "澳门币", "MOP"),
    "SGD": ("新加坡元", "新元", "SGD"),
    "KRW": ("韩元", "韩币", "KRW"),
    "AUD": ("澳大利亚元", "澳元", "AUD"),
    "CAD": ("加拿大元", "加元", "CAD"),
    "CHF": ("瑞士法郎", "CHF"),
}
"""ISO 4217 codes and the words for them; 元 alone is CNY."""

_WORDS = sorted(
    ((word, code) for code, words in CURRENCIES.items() for word in words), key=lambda pair: -len(pair[0])
)
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?")
_UNIT = re.compile(r"(百万|千万|千|万|亿)?(元|圆)?整?")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as a decimal string without exponent, in `currency` (ISO 4217; None where not said)."""

    amount: str
    currency: str | None


def currency_of(text: str) -> str | None:
    """The ISO 4217 code of a currency's word; None where it is not known."""
    plain = half_width(text).strip().upper()
    return {"元": "CNY", **dict(_WORDS)}.get(plain)


def read_money(text: str, unit: str | None = None) -> Money | Flaw:
    """`1,000万元人民币`, `100.5万美元`, `1亿元`, `人民币 50 万元`, `￥1,000,000.00`.

    `unit` is the unit of the column's header (`万元`, `万美元`, `元`), for cells that are bare numbers. A bare number
    with no unit anywhere is a Flaw: registers mean 元 as often as 万元."""
    plain = half_width(text).replace(" ", "").upper()
    if is_spoiled(plain):
        return SPOILED
    currency, rest = _currency(plain)
    found = _NUMBER.match(rest)
    scale = _UNIT.fullmatch(rest[found.end() :]) if found else None
    if not found or not scale:
        return Flaw("unreadable_money", "this is not an amount of money", "Write it like 1,000万元人民币.")
    size, yuan = UNITS[scale[1] or ""], bool(scale[2])
    if not scale[1] and not yuan and not currency:
        if unit is None:
            return Flaw(
                "unit_unknown",
                "neither the cell nor its header says 元 or 万元",
                "Name the unit in the header.",
            )
        return read_money(plain + unit)
    amount = Decimal(found[0].replace(",", "")) * size
    return Money(f"{amount.normalize():f}", currency or ("CNY" if yuan else None))


def _currency(plain: str) -> tuple[str | None, str]:
    """The currency named first in order of length, and the text without it; 万美元 leaves 万."""
    for word, code in _WORDS:
        if word in plain:
            return code, plain.replace(word, "", 1).replace("()", "")
    return None, plain


def read_share(text: str, per_cent: bool = False) -> Share | Flaw:
    """`25%`, `0.25`, `1/3`, `[0.25,0.5)`; with `per_cent` (the header says %) also bare `25`.

    Not read: 二分之一, `约30%`, a bare number above 1 or the bare whole 1 (1 % or all of it?), and more than 100 %."""
    plain = half_width(text).replace(" ", "")
    if is_spoiled(plain):
        return SPOILED
    bare = re.fullmatch(r"\d+(\.\d+)?", plain)
    if bare and per_cent:
        plain += "%"
    elif bare and (Decimal(plain) > 1 or plain == "1"):
        return Flaw("unit_unknown", "a bare number can be per cent or parts of one", "Write 25% or 0.25.")
    try:
        share = parse_share(plain)
    except BadValue:
        return Flaw("unreadable_share", "this is not a share", "Write 25%, 0.25 or 1/4.")
    if share.high > 1:
        return Flaw(
            "share_above_whole", "one holder cannot have more than 100 %", "Compare it with the register."
        )
    return share
