"""From `tables/deadlines.yaml` and `tables/working_days.yaml` to deadlines and calendar years."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from graph_service.errors import BadValue
from graph_service.facts.working_days import CalendarYear, Holiday
from graph_service.rules.deadlines import COUNTED, DeadlineRule, MetBy, RunsFrom, Unit, Who
from graph_service.rules.lexicon import Vocabulary
from graph_service.rules.words import Act, Evidence
from graph_service.rules.yaml_places import (
    Entry,
    Place,
    Value,
    as_code,
    as_entry,
    as_word,
    read_values,
    refuse,
)

DEADLINES, CALENDAR = "tables/deadlines.yaml", "tables/working_days.yaml"
"""A rulebook that was kept before there were these tables has neither: then it sets no deadline."""
MOST = 250
"""The longest length of a row, in its unit."""


def read_deadlines(text: str, words: Vocabulary) -> tuple[DeadlineRule, ...]:
    """The deadlines of a text, in its order. Raises Refusal."""
    whole = as_entry(read_values(text, DEADLINES), "table")
    groups = _groups(whole.entry("groups"), words)
    found: list[DeadlineRule] = []
    for value in whole.items("deadlines"):
        entry = as_entry(value, "deadline")
        row = _deadline(entry, words, groups)
        entry.close()
        if any(one.id == row.id for one in found):
            raise refuse(
                entry.place, "id_repeated", f"{row.id} stands twice", "give each its own id", key="id"
            )
        found.append(row)
    whole.close()
    return tuple(found)


def _groups(entry: Entry, words: Vocabulary) -> dict[str, tuple[str, ...]]:
    return {name: entry.codes(name, frozenset(words.categories)) for name in entry.values}


def _deadline(entry: Entry, words: Vocabulary, groups: Mapping[str, tuple[str, ...]]) -> DeadlineRule:
    law, time = entry.entry("citation"), entry.entry("time")
    departments = frozenset(words.departments)
    found = DeadlineRule(
        id=entry.text("id"),
        duty=entry.text("duty"),
        zh=entry.text("zh"),
        en=entry.text("en"),
        law=law.text("law"),
        article=law.text("article"),
        says=law.text("says"),
        evidence=law.word("evidence", Evidence),
        since=law.optional_day("from"),
        until=law.optional_day("to"),
        region=_region(entry),
        departments=entry.codes("departments", departments, default=()),
        not_departments=entry.codes("not_departments", departments, default=()),
        acts=tuple(
            as_word(text, Act, entry.place_of("acts"), "acts") for text in entry.texts("acts", default=())
        ),
        categories=_categories(entry, words, groups),
        runs_from=time.word("runs_from", RunsFrom),
        events=time.codes("events", frozenset({*words.events, *words.endings}), default=()),
        length=_number(time, "length"),
        unit=time.word("unit", Unit),
        extension=_number(time, "extension"),
        met_by=entry.word("met_by", MetBy),
        sites=entry.texts("sites", default=()),
        who=entry.word("who", Who),
        near=_number(entry, "near"),
        open_to_readers=entry.flag("open_to_readers", default=False),
    )
    law.close()
    time.close()
    _sound(entry, found)
    return found


def _sound(entry: Entry, row: DeadlineRule) -> None:
    """Raises Refusal for a row whose words do not go together."""
    wrong = None
    if (row.length > 0) != (row.unit in COUNTED):
        wrong = "a length goes with working_days, days and day_of_next_month, and with nothing else"
    elif row.unit is Unit.DAY_OF_NEXT_MONTH and row.length > 28:
        wrong = "not every month has that day"
    elif row.extension and row.unit is not Unit.WORKING_DAYS:
        wrong = "only a time in working days has an extension"
    elif (row.runs_from is RunsFrom.EVENT) != bool(row.events):
        wrong = "events are named where the time runs from one, and only there"
    elif (row.runs_from is RunsFrom.MONTH) != (row.unit is Unit.END_OF_MONTH):
        wrong = "what runs from month to month ends with the month"
    if wrong:
        raise refuse(entry.place, "deadline_unsound", wrong, "correct the row")


def _categories(entry: Entry, words: Vocabulary, groups: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The categories of a row: codes, or names of groups, which stand for theirs."""
    found: list[str] = []
    if entry.has("categories"):
        for text, place in entry.placed_texts("categories"):
            known = frozenset(words.categories)
            found += groups[text] if text in groups else [as_code(text, known, place, "categories")]
    else:
        entry.texts("categories", default=())
    return tuple(dict.fromkeys(found))


def _region(entry: Entry) -> str:
    text = entry.optional_text("region") or ""
    if len(text) > 6 or (text and not (text.isascii() and text.isdigit())):
        place = entry.place_of("region")
        raise refuse(place, "not_a_region", f"{text!r} is no beginning of a region", "write up to six digits")
    return text


def _number(entry: Entry, key: str) -> int:
    text = entry.optional_text(key) or "0"
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and int(text) <= MOST):
        why = f"{text!r} is not a number from 0 to {MOST}"
        raise refuse(entry.place_of(key), "not_a_number", why, "write one", key=key)
    return int(text)


def read_calendar(text: str, file: str = CALENDAR) -> tuple[CalendarYear, ...]:
    """The years of a calendar's text, in its order; a year stated twice is refused. Raises Refusal."""
    value = read_values(text, file)
    if not isinstance(value.content, tuple) or not value.content:
        raise refuse(
            value.place, "not_a_list", "a calendar is a list of years", "write - year: 2027 and its holidays"
        )
    found: list[CalendarYear] = []
    for item in value.content:
        year = _year(item)
        if any(one.year == year.year for one in found):
            raise refuse(item.place, "year_repeated", f"the year {year.year} stands twice", "remove one")
        found.append(year)
    return tuple(found)


def _year(item: Value) -> CalendarYear:
    entry = as_entry(item, "year")
    number = entry.text("year")
    if not (number.isascii() and number.isdigit() and 1949 <= int(number[:5]) <= 9000):
        raise refuse(entry.place_of("year"), "not_a_year", f"{number!r} is no year", "write 2027", key="year")
    holidays = tuple(_holiday(as_entry(value, "holiday")) for value in entry.items("holidays"))
    try:
        found = CalendarYear(year=int(number), notice=entry.text("notice"), holidays=holidays)
    except BadValue as error:
        raise refuse(entry.place, "year_unsound", str(error), "correct the year") from None
    entry.close()
    return found


def _holiday(entry: Entry) -> Holiday:
    found = Holiday(
        name=entry.text("holiday"),
        first=entry.day("first"),
        last=entry.day("last"),
        worked=tuple(_days(entry)),
    )
    entry.close()
    return found


def _days(entry: Entry) -> list[date]:
    if not entry.has("worked"):
        return []
    return [_date(text, place) for text, place in entry.placed_texts("worked")]


def _date(text: str, place: Place) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise refuse(
            place, "not_a_date", f"{text!r} is not a date", "write 2026-05-10", key="worked"
        ) from None
