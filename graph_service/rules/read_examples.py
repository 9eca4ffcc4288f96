"""The examples of a rule file: small ledgers in plain notation, and what the rule makes of each.

    examples:
      cases:
        - shows: one sentence
          for: {article: [124, 125]}    the whole case, once for every value of {article}
          facts: |                      its facts
          expect: [ … ]                 all that the rule makes of it, and nothing else
          but:                          the same case with one change, and what it changes
            - shows: one sentence
              instead: {old words: new}     whole words, wherever they stand; null: taken out
              plus: |                       facts more
              many: {role: {all_but: []}}   the lines of `many_facts` for every value, all in one ledger
              many_facts: |
              each: {event: [cure]}         the change is tried with every value, one after another
              changes: [ … ]                the expected lines that differ
              gone: [ … ]                   the expected lines that are no more, `who by`; or all

A line of `expect` is a mapping (`who`, `by` the clause's short name, `does`, `covers`, `as`, `on`, `term`,
`states`, `lacks`, `notes`) or, in short, `who by: states; lacks a | b`. Several parties or clauses of which the same is
expected share a line (`p:a, p:b named-work, named-licence: …`); in `as`, {who} is a party's own name. A state is
written with its first and last day: `in_force 2026-05-10..2031-05-10 mandatory`. Only the parts that a line gives
are compared, and every consequence needs its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from graph_service.rules.lexicon import Vocabulary
from graph_service.rules.read_book import split_examples
from graph_service.rules.yaml_places import Entry, Keys, Place, Value, as_entry, read_values, refuse

NOBODY = "nobody"
"""`who` of a draft without a person."""

_LIST = r"\S+(?:, \S+)*"
_SHORT = re.compile(rf"(?P<who>{_LIST}) (?P<by>{_LIST}): (?P<states>[^;]*)(?:; lacks (?P<lacks>.*))?")
_KEYS = re.compile(rf"(?P<who>{_LIST}) (?P<by>{_LIST})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One expected consequence; None where the line does not say."""

    who: str
    by: str
    does: str | None = None
    covers: str | None = None
    role: str | None = None
    on: tuple[str, ...] | None = None
    term: str | None = None
    states: tuple[str, ...] | None = None
    lacks: tuple[str, ...] | None = None
    notes: tuple[str, ...] | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Party and clause: at most one line each."""
        return self.who, self.by


Lines = dict[tuple[str, str], Expected]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One ledger with all that is expected of it. `values` are what stood for its placeholders."""

    file: str
    line: int
    shows: str
    ledger: str
    expected: tuple[Expected, ...]
    values: tuple[str, ...] = ()


def read_examples(text: str, file: str, words: Vocabulary) -> tuple[Example, ...]:
    """The examples of a rule file, changes worked out, in the order of the file. Raises Refusal."""
    _, examples, line = split_examples(text)
    if examples is None:
        return ()
    top = as_entry(read_values(examples, file, line), "examples")
    section = top.entry("examples")
    top.close()
    found = [one for value in section.items("cases") for one in _cases(value, file, words)]
    section.close()
    return tuple(found)


def _cases(value: Value, file: str, words: Vocabulary) -> Iterator[Example]:
    for values in _rounds(as_entry(value, "cases"), "for", words):
        entry = as_entry(_filled(value, values), "cases")
        entry.taken.add("for")
        yield from _case(entry, file, tuple(values.values()), words)


def _case(entry: Entry, file: str, values: tuple[str, ...], words: Vocabulary) -> Iterator[Example]:
    ledger = entry.text("facts")
    expected = _lines(entry.items("expect"))
    shows = entry.text("shows")
    yield Example(
        file=file,
        line=entry.place.line,
        shows=shows,
        ledger=ledger,
        expected=tuple(expected.values()),
        values=values,
    )
    for value in entry.items("but") if entry.has("but") else ():
        for chosen in _rounds(as_entry(value, "but"), "each", words):
            change = as_entry(_filled(value, chosen), "but")
            change.taken.add("each")
            yield Example(
                file=file,
                line=change.place.line,
                shows=f"{shows}: {change.text('shows')}",
                ledger=_changed(change, ledger, words),
                expected=tuple(_differing(change, expected).values()),
                values=(*values, *chosen.values()),
            )
            change.close()
    entry.close()


def _changed(change: Entry, ledger: str, words: Vocabulary) -> str:
    """The ledger of a change: words replaced, each wherever it stands as a whole word, and facts added."""
    instead = change.entry("instead") if change.has("instead") else None
    for old in instead.values if instead else ():
        assert instead is not None
        new = (instead.optional_text(old) or "").replace("\\", r"\\")
        ledger, times = re.subn(rf"(?<![\w:-]){re.escape(old)}(?![\w:-])", new, ledger)
        if not times:
            why = f"{old!r} does not stand in the facts of the case"
            raise refuse(instead.place_of(old), "example_change", why, "correct the words to change")
    parts = [ledger, change.optional_text("plus") or ""]
    if change.has("many"):
        lines = change.values["many_facts"]
        change.text("many_facts")
        parts += [str(_filled(lines, values).content) for values in _rounds(change, "many", words)]
    return "\n".join(parts)


def _differing(change: Entry, expected: Lines) -> Lines:
    """The expected lines of a change: those of the case, without what is gone, with what differs."""
    gone: set[tuple[str, str]] = set()
    if change.has("gone") and change.values["gone"].content == "all":
        gone = set(expected)
        change.text("gone")
    elif change.has("gone"):
        for text, place in change.placed_texts("gone"):
            found = _KEYS.fullmatch(text)
            keys = set(_pairs(found["who"], found["by"])) if found else set()
            if not keys or not keys <= set(expected):
                why = f"{text!r} was not expected in the case itself"
                raise refuse(place, "example_change", why, "write `who by` of expected lines")
            gone |= keys
    differing = _lines(change.items("changes")) if change.has("changes") else {}
    return {**{key: one for key, one in expected.items() if key not in gone}, **differing}


def _rounds(entry: Entry, key: str, words: Vocabulary) -> Iterator[dict[str, str]]:
    """The values of one placeholder: a list, or everything in the vocabulary but a list; {} without the key."""
    if not entry.has(key):
        yield {}
        return
    lists: dict[str, tuple[str, ...]] = {
        "role": tuple(words.roles),
        "department": tuple(words.departments),
        "event": tuple(code for code, ending in words.endings.items() if ending.fact == "event"),
        "condition": tuple(code for code, word in words.conditions.items() if word.known == "stated"),
    }
    placeholders = entry.entry(key)
    for name in placeholders.values:
        if isinstance(placeholders.values[name].content, tuple):
            chosen = placeholders.texts(name)
        else:
            but = placeholders.entry(name)
            left_out = but.codes("all_but", frozenset(lists.get(name, ())))
            but.close()
            chosen = tuple(code for code in lists[name] if code not in left_out)
        for value in chosen:
            yield {name: value}


def _filled(value: Value, values: Mapping[str, str]) -> Value:
    """A value with placeholders filled in, keys too."""
    content = value.content
    if isinstance(content, str):
        return replace(value, content=_fill(content, values))
    if isinstance(content, tuple):
        return replace(value, content=tuple(_filled(one, values) for one in content))
    if isinstance(content, Keys):
        filled = {_fill(key, values): _filled(one, values) for key, one in content.values.items()}
        places = {_fill(key, values): place for key, place in content.places.items()}
        return replace(value, content=Keys(filled, places))
    return value


def _fill(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _lines(items: tuple[Value, ...]) -> Lines:
    found: Lines = {}
    for value in items:
        shared = _short(value.content, value.place) if isinstance(value.content, str) else _long(value)
        for who, by in _pairs(shared.who, shared.by):
            role = shared.role and shared.role.replace("{who}", who.split(":", 1)[-1])
            one = replace(shared, who=who, by=by, role=role)
            if one.key in found:
                raise refuse(value.place, "example_line", f"{who} {by} stands twice", "keep one line")
            found[one.key] = one
    return found


def _pairs(who: str, by: str) -> Iterator[tuple[str, str]]:
    for party in who.split(", "):
        for clause in by.split(", "):
            yield party, clause


def _short(text: str, place: Place) -> Expected:
    found = _SHORT.fullmatch(text)
    if found is None:
        why = f"{text!r} is not an expected line"
        raise refuse(place, "example_line", why, "write: who by: state first..last reason; lacks a | b")
    lacks = tuple(part.strip() for part in found["lacks"].split("|")) if found["lacks"] else ()
    states = tuple(part.strip() for part in found["states"].split(",") if part.strip())
    return Expected(who=found["who"], by=found["by"], states=states, lacks=lacks)


def _long(value: Value) -> Expected:
    entry = as_entry(value, "expect")
    found = Expected(
        who=entry.text("who"),
        by=entry.text("by"),
        does=entry.optional_text("does"),
        covers=entry.optional_text("covers") or "",
        role=entry.optional_text("as") or "",
        on=entry.texts("on", default=()),
        term=entry.optional_text("term"),
        states=entry.texts("states") if entry.has("states") else None,
        lacks=entry.texts("lacks", default=()),
        notes=entry.texts("notes", default=()),
    )
    entry.close()
    return found
