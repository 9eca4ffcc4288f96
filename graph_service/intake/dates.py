"""Days as Chinese registers write them, read into days that keep their precision.

Read: `2015-08-01`, `2015/8/1`, `2015.8.1`, `2015年08月01日`, `2015年08月`, `2015-8`, `2015年`, `2015`, `20150801`,
`二〇一五年八月一日`, a day with a time, an instant with a zone (it counts in Asia/Shanghai), and Excel's serial
numbers of five digits. Not read, since each could be two days: `8/1/2015`, two-digit years, six digits.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

from graph_service.errors import BadValue
from graph_service.facts.days import Day
from graph_service.intake.flaws import Flaw
from graph_service.intake.texts import half_width

SHANGHAI = timezone(timedelta(hours=8))
"""China has one zone and no summer time since 1991; registers with instants are younger."""

OPEN_ENDS = frozenset(
    (
        *(
            "长期",
            "永久",
            "无固定期限",
            "无期限",
            "长期有效",
            "永续",
            "永久存续",
            "不约定期限",
            "至今",
            "至长期",
        ),
        *("longterm", "permanent", "indefinite", "present"),
    )
)
"""Words for an end that is not set; they are no day."""

_SERIAL_ZERO = date(1899, 12, 30)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_PARTS = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})[日号]?|月)?")
_YEAR = re.compile(r"(\d{4})年?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TIME = re.compile(
    r"(?:T|(?<=[\d日号]) ?)(\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?", re.IGNORECASE
)
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_TODO = "Write it as 2015-08-01, or as much of it as is known: 2015-08, 2015."


def read_day(text: str) -> Day | Flaw:
    """The day a text says; a Flaw where it says none, an open end, or one of several."""
    plain = half_width(text).strip()
    if is_open_end(plain):
        return Flaw("unreadable_date", "an open end stands where a day should", _TODO)
    with_time = _TIME.search(plain)
    if with_time:
        return _with_time(plain, with_time)
    plain = _from_chinese(plain.replace(" ", ""))
    serial = _SERIAL.fullmatch(plain)
    if serial:
        return Day.of(_SERIAL_ZERO + timedelta(days=int(serial[1])))
    found = _PARTS.fullmatch(plain) or _COMPACT.fullmatch(plain) or _YEAR.fullmatch(plain)
    if not found:
        return Flaw("unreadable_date", "this is not a day in any form that can mean one day only", _TODO)
    return _made("-".join(part.zfill(2) for part in found.groups() if part))


def read_end(text: str) -> Day | Flaw | None:
    """The end of a span: None where it is open (长期, 永久, 无固定期限 …, any day of the year 9999); else a day."""
    plain = half_width(text).strip()
    return None if is_open_end(plain) else read_day(plain)


def is_open_end(plain: str) -> bool:
    """Does a half-width text say that there is no end?"""
    joined = plain.replace(" ", "").replace("-", "").replace("_", "").lower()
    return joined in OPEN_ENDS or joined.startswith("9999")


def _made(iso: str) -> Day | Flaw:
    try:
        return Day(iso)
    except BadValue:
        return Flaw("unreadable_date", "the calendar has no such day", _TODO)


def _with_time(plain: str, found: re.Match[str]) -> Day | Flaw:
    day = read_day(plain[: found.start()])
    zone = found[2]
    if isinstance(day, Flaw) or zone is None or day.exact is None:
        return day
    hour, minute = (int(part) for part in found[1].split(":")[:2])
    # Kept as an offset by hand: an instant of 16:00 UTC is the next day in Shanghai.
    shift = timedelta() if zone in "Zz" else datetime.strptime(zone, "%z").utcoffset() or timedelta()
    moment = datetime(day.exact.year, day.exact.month, day.exact.day, tzinfo=timezone(shift))
    return Day.of((moment + timedelta(hours=hour, minutes=minute)).astimezone(SHANGHAI).date())


def _from_chinese(plain: str) -> str:
    """`二〇一五年十二月三十一日` in digits; any other text unchanged."""
    found = re.fullmatch(
        r"([〇○零一二三四五六七八九]{4})年(?:([一二三四五六七八九十]{1,3})月)?(?:([一二三四五六七八九十]{1,3})日)?",
        plain,
    )
    if not found:
        return plain
    year, *rest = found.groups()
    return "-".join([year.translate(_DIGITS), *(_small(part) for part in rest if part)])


def _small(text: str) -> str:
    """A number below 100 in Chinese signs: 八, 十, 十二, 三十一."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return text.translate(_DIGITS)
    return f"{(tens or '一').translate(_DIGITS)}{(ones or '零').translate(_DIGITS)}"
