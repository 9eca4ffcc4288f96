"""The plain ledger notation that tests, rule examples, docs and notebooks share.

    entry 1 2026-06-20T01:00:00Z                 # what follows was learnt then
    enterprise gsxt:A type=company
    identifier gsxt:A scheme=uscc value=91440100MA0000007W
    ^post office gsxt:L enterprise=gsxt:A post=legal_representative since=2015-08-01
    entry 2 2026-07-01T01:00:00Z
    office gsxt:L enterprise=gsxt:A post=legal_representative since=2015-08-01 until=2026-06-10 replaces=^post

One fact a line: its type, the record it is stated on, then `field=value`. A value or a record with a space, quote,
comma, bracket or `#` is a JSON string; a list is `[a, b]`. `^label` before a fact names it; `^label` as a value is
its id. `card record field=value …` puts personal data beside the ledger. Without an entry line, entry 1 at EPOCH.
`#` after a space begins a comment. Parsing what was printed gives the same ledger.
"""

from __future__ import annotations

import json
import re
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from graph_service.errors import BadValue, NotationError
from graph_service.facts.days import Day
from graph_service.facts.ledger import Entry, Ledger, Stated
from graph_service.facts.rows import Scalar, fact_id, fields_of, from_row, to_row
from graph_service.facts.types import Card, Fact

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""The instant of entry 1 where the text names none."""

_TOKEN = re.compile(
    r"""\s*(?:(?P<comment>\#.*)|(?P<key>\w+)=(?P<value>"(?:[^"\\]|\\.)*"|[\[(][^\s,"]+,[^\s,"]+[\])]|\[(?:"(?:[^"\\]|\\.)*"|[^\]"])*\]|[^\s"\[\]]+)(?=\s|$)|(?P<word>"(?:[^"\\]|\\.)*"(?=\s|$)|\S+))"""
)
_ITEM = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|[^,"\]]+?)\s*(?:,|$)""")
_BARE = re.compile(r"[^\s\"#,\[\]^][^\s\"#,\[\]]*")


def parse(text: str) -> Ledger:
    """The ledger a text describes; raises NotationError with the line number and the reason."""
    entries: list[Entry] = []
    facts: list[Stated] = []
    cards: list[Card] = []
    labels: dict[str, str] = {}
    known: set[str] = set()
    # Not splitlines: a quoted value may hold U+2028 and its like, which are no line ends here.
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        words, pairs = _tokens(line, number)
        if not words and not pairs:
            continue
        try:
            if words and words[0] == "entry":
                entries.append(_entry(words, entries))
                continue
            if words and words[0] == "card":
                cards.append(_card(words, pairs))
                continue
            fact, label = _fact(words, pairs, labels)
        except BadValue as error:
            raise NotationError(f"line {number}: {error}") from error
        if not entries:
            entries.append(Entry(1, EPOCH))
        key = fact_id(fact)
        if label:
            labels[label] = key
        if key not in known:
            known.add(key)
            ordinal = facts[-1].ordinal + 1 if facts and facts[-1].entry == entries[-1].number else 1
            facts.append(Stated(fact, entries[-1].number, ordinal, key))
    return Ledger(tuple(entries), tuple(facts), tuple(cards))


def _tokens(line: str, number: int) -> tuple[list[str], dict[str, str]]:
    words: list[str] = []
    pairs: dict[str, str] = {}
    at = 0
    while at < len(line) and line[at:].strip():
        found = _TOKEN.match(line, at)
        assert found is not None
        at = found.end()
        if found["comment"]:
            break
        if found["key"]:
            if found["key"] in pairs:
                raise NotationError(f"line {number}: the field {found['key']!r} stands twice")
            pairs[found["key"]] = found["value"]
        elif not pairs and found["word"].startswith('"') and len(words) > 0:
            words.append(found["word"])
        elif pairs or '"' in found["word"] or "=" in found["word"]:
            raise NotationError(f"line {number}: expected field=value, found {found['word']!r}")
        else:
            words.append(found["word"])
    return words, pairs


def _unquoted(text: str) -> str:
    try:
        return str(json.loads(text, strict=False))
    except json.JSONDecodeError as error:
        raise BadValue(f"{text!r} is not a JSON string") from error


def _items(text: str) -> list[str]:
    """The members of a list between its brackets."""
    items: list[str] = []
    at = 0
    while text[at:].strip():
        found = _ITEM.match(text, at)
        if found is None:
            raise BadValue(f"[{text}] is not a list: write [a, b]")
        items.append(_unquoted(found[1]) if found[1].startswith('"') else found[1].strip())
        at = found.end()
    return items


def _entry(words: list[str], entries: list[Entry]) -> Entry:
    if len(words) != 3 or not (words[1].isascii() and words[1].isdigit()):
        raise BadValue("write: entry NUMBER INSTANT")
    number = int(words[1])
    try:
        at = datetime.fromisoformat(words[2])
    except ValueError as error:
        raise BadValue(f"{words[2]!r} is not an instant: write 2026-06-20T01:00:00Z") from error
    if at.tzinfo is None:
        raise BadValue(f"the instant {words[2]!r} has no zone: end it with Z or +08:00")
    if number != (entries[-1].number + 1 if entries else 1):
        raise BadValue("entry numbers are gapless and start at 1")
    if entries and at < entries[-1].at:
        raise BadValue("an entry is not older than the one before it")
    return Entry(number, at.astimezone(UTC))


def _fact(words: list[str], pairs: dict[str, str], labels: dict[str, str]) -> tuple[Fact, str | None]:
    label = words.pop(0)[1:] if words and words[0].startswith("^") else None
    if len(words) != 2:
        raise BadValue("write: [^label] type record field=value …")
    kind, record = words
    row: dict[str, Any] = {"record": _unquoted(record) if record.startswith('"') else record}
    shapes = {field.name: field.holds for field in fields_of(kind)}
    for name, raw in pairs.items():
        if name == "record" or name not in shapes:
            raise BadValue(f"{kind} has no field {name!r} after its record")
        row[name] = _value(raw, shapes[name], labels)
    return from_row(kind, row), label


def _value(raw: str, holds: str, labels: dict[str, str]) -> Scalar | list[str]:
    if holds == "share" and raw.startswith(("[", "(")):
        return raw
    if raw.startswith("["):
        return _items(raw[1:-1])
    if raw.startswith('"'):
        return _unquoted(raw)
    if raw.startswith("^"):
        if raw[1:] not in labels:
            raise BadValue(f"no fact above is labelled {raw}")
        return labels[raw[1:]]
    if holds == "bool":
        return {"true": True, "false": False}.get(raw, raw)
    return int(raw) if holds == "int" and raw.lstrip("-").isdigit() else raw


def _card(words: list[str], pairs: dict[str, str]) -> Card:
    names = {field.name for field in fields(Card)} - {"record"}
    if len(words) != 2 or not set(pairs) <= names:
        raise BadValue(f"write: card RECORD with fields among {', '.join(sorted(names))}")
    record = _unquoted(words[1]) if words[1].startswith('"') else words[1]
    values: dict[str, Any] = {name: _value(raw, "str", {}) for name, raw in pairs.items()}
    if "birth_date" in values:
        values["birth_date"] = Day(values["birth_date"])
    return Card(record=record, **values)


def dump(ledger: Ledger) -> str:
    """The text of a ledger, one fact a line; facts that others point at carry a label."""
    pointed = _references(ledger)
    lines: list[str] = []
    facts = iter(ledger.facts)
    pending = next(facts, None)
    for entry in ledger.entries:
        lines.append(f"entry {entry.number} {entry.at.isoformat().replace('+00:00', 'Z')}")
        while pending is not None and pending.entry == entry.number:
            lines.append(_line(pending, pointed))
            pending = next(facts, None)
    lines += [_card_line(card) for card in ledger.cards]
    return "\n".join(lines) + "\n" if lines else ""


def _references(ledger: Ledger) -> dict[str, str]:
    places = {one.id: place for place, one in enumerate(ledger.facts)}
    pointed: dict[str, str] = {}
    for place, one in enumerate(ledger.facts):
        for value in to_row(one.fact).values():
            if isinstance(value, str) and places.get(value, place) < place:
                pointed.setdefault(value, f"f{len(pointed) + 1}")
    return pointed


def _line(one: Stated, labels: dict[str, str]) -> str:
    row = to_row(one.fact)
    parts = [f"^{labels[one.id]}"] if one.id in labels else []
    parts += [one.fact.kind, _record(str(row.pop("record")))]
    header = ("since", "until", "disclosed_on", "origin", "replaces")
    for name in (*(name for name in row if name not in header), *(name for name in header if name in row)):
        parts.append(f"{name}={_text(row[name], labels)}")
    return " ".join(parts)


def _text(value: Scalar | list[str], labels: dict[str, str]) -> str:
    if isinstance(value, bool | int):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(_text(item, {}) for item in value) + "]"
    if value in labels:
        return f"^{labels[value]}"
    return value if _BARE.fullmatch(value) else json.dumps(value, ensure_ascii=False)


def _record(record: str) -> str:
    return record if _BARE.fullmatch(record) and "=" not in record else json.dumps(record, ensure_ascii=False)


def _card_line(card: Card) -> str:
    given = [(field.name, getattr(card, field.name)) for field in fields(Card) if field.name != "record"]
    return " ".join(
        ["card", _record(card.record), *(f"{name}={_text(str(value), {})}" for name, value in given if value)]
    )
