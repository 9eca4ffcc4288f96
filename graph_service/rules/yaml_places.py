"""YAML with places: every value knows its file and line; unknown, repeated and missing keys are refused.

All plain values are read as text and turned into what the caller asks for, so that `no`, `1e3` or a date never
changes its meaning by itself. A refusal is a `Refusal`: a RuleRefused that carries one Problem.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from graph_service.errors import Problem, RuleRefused

W = TypeVar("W", bound=StrEnum)

_NULL = re.compile(r"(null|~|)")


class Refusal(RuleRefused):
    """A place in a rule file that is refused; `problem` holds file, line, reason and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def refuse(place: Place, kind: str, why: str, todo: str, *, key: str | None = None) -> Refusal:
    """A refusal at a place, to be raised."""
    return Refusal(Problem(kind=kind, why=why, todo=todo, file=place.file, line=place.line, field=key))


@dataclass(frozen=True, slots=True)
class Place:
    """A file (as the reader named it) and a line, counted from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a file: text, None, values in a row, or `Keys` (a mapping)."""

    place: Place
    content: str | tuple[Value, ...] | Keys | None


@dataclass(frozen=True, slots=True)
class Keys:
    """The values of a mapping by their keys, and where each key stands."""

    values: Mapping[str, Value]
    places: Mapping[str, Place]


@dataclass(slots=True)
class Entry:
    """One mapping of a file while it is read: keys are taken one by one; `close` refuses what was not taken."""

    place: Place
    values: Mapping[str, Value]
    key_places: Mapping[str, Place]
    taken: set[str] = field(default_factory=set)

    def has(self, key: str) -> bool:
        """Does the mapping have this key (even with null)?"""
        return key in self.values

    def place_of(self, key: str) -> Place:
        """Where the key stands; the mapping's own place where it has no such key."""
        return self.key_places.get(key, self.place)

    def _take(self, key: str) -> Value:
        self.taken.add(key)
        if key not in self.values:
            raise refuse(self.place, "key_missing", f"the key {key!r} is missing", f"add {key!r}", key=key)
        return self.values[key]

    def optional_text(self, key: str) -> str | None:
        """The text under a key; None where it is null or the key is absent."""
        self.taken.add(key)
        if key not in self.values:
            return None
        content = self.values[key].content
        if content is None or isinstance(content, str):
            return content
        raise refuse(self.place_of(key), "not_text", "expected one text", "write a single value", key=key)

    def text(self, key: str) -> str:
        """The text under a key that must be there and not be empty."""
        self._take(key)
        content = self.optional_text(key)
        if not content or not content.strip():
            raise refuse(
                self.place_of(key), "empty_value", "expected a text, found nothing", "say it", key=key
            )
        return content

    def word(self, key: str, words: type[W]) -> W:
        """A word of a closed list."""
        return as_word(self.text(key), words, self.place_of(key), key)

    def code(self, key: str, known: frozenset[str]) -> str:
        """A code of one of the vocabulary's lists."""
        return as_code(self.text(key), known, self.place_of(key), key)

    def flag(self, key: str, default: bool | None = None) -> bool:
        """true or false."""
        if default is not None and key not in self.values:
            return default
        content = self.text(key)
        if content not in ("true", "false"):
            raise refuse(
                self.place_of(key),
                "not_a_flag",
                f"{content!r} is neither true nor false",
                "write one",
                key=key,
            )
        return content == "true"

    def optional_day(self, key: str) -> date | None:
        """A full calendar date, or None."""
        content = self.optional_text(key)
        if content is None:
            return None
        try:
            return date.fromisoformat(content)
        except ValueError:
            why = f"{content!r} is not a date"
            raise refuse(self.place_of(key), "not_a_date", why, "write 2026-05-10", key=key) from None

    def day(self, key: str) -> date:
        """A full calendar date."""
        self.text(key)
        found = self.optional_day(key)
        assert found is not None
        return found

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of texts."""
        if default is not None and key not in self.values:
            return default
        return tuple(text for text, _ in self.placed_texts(key))

    def placed_texts(self, key: str) -> Iterator[tuple[str, Place]]:
        """A list of texts with their places."""
        for value in self.items(key):
            if not isinstance(value.content, str):
                raise refuse(value.place, "not_text", "expected a text in this list", "write one", key=key)
            yield value.content, value.place

    def codes(
        self, key: str, known: frozenset[str], default: tuple[str, ...] | None = None
    ) -> tuple[str, ...]:
        """A list of different codes of one of the vocabulary's lists."""
        if default is not None and key not in self.values:
            return default
        found: list[str] = []
        for text, place in self.placed_texts(key):
            if text in found:
                raise refuse(place, "repeated_value", f"{text!r} stands twice", "remove one", key=key)
            found.append(as_code(text, known, place, key))
        return tuple(found)

    def items(self, key: str) -> tuple[Value, ...]:
        """A list of values."""
        content = self._take(key).content
        if not isinstance(content, tuple):
            raise refuse(
                self.place_of(key), "not_a_list", "expected a list", "write [a, b] or - lines", key=key
            )
        return content

    def entry(self, key: str) -> Entry:
        """A mapping."""
        return as_entry(self._take(key), key)

    def close(self) -> None:
        """Refuse the first key nobody asked for."""
        for key in self.values:
            if key not in self.taken:
                why = f"the key {key!r} is not known here"
                raise refuse(self.place_of(key), "key_unknown", why, "correct or remove it", key=key)


def as_entry(value: Value, key: str) -> Entry:
    """The mapping a value must be."""
    if not isinstance(value.content, Keys):
        raise refuse(value.place, "not_a_mapping", "expected keys with values", "write key: value", key=key)
    return Entry(value.place, value.content.values, value.content.places)


def as_word(text: str, words: type[W], place: Place, key: str) -> W:
    """The word of a closed list that a text must be."""
    try:
        return words(text)
    except ValueError:
        known = ", ".join(word.value for word in words)
        why = f"{text!r} is not a word for {key!r}"
        raise refuse(place, "word_unknown", why, f"write one of: {known}", key=key) from None


def as_code(text: str, known: frozenset[str], place: Place, key: str) -> str:
    """The code of a vocabulary list that a text must be."""
    if text not in known:
        why = f"{text!r} is not in the vocabulary for {key!r}"
        raise refuse(place, "code_unknown", why, "correct it, or add it to the vocabulary first", key=key)
    return text


@lru_cache(maxsize=512)
def read_values(text: str, file: str, first_line: int = 1) -> Value:
    """The values of one YAML text; `first_line` is the line of the file it begins at. Raises Refusal."""
    try:
        node: Node | None = YAML(typ="safe", pure=True).compose(io.StringIO(text))
    except MarkedYAMLError as error:
        line = first_line + (error.problem_mark.line if error.problem_mark else 0)
        place = Place(file, line)
        raise refuse(place, "not_yaml", str(error.problem), "correct the YAML") from None
    except YAMLError as error:
        raise refuse(Place(file, first_line), "not_yaml", str(error), "correct the YAML") from None
    if node is None:
        return Value(Place(file, first_line), None)
    return _value(node, file, first_line)


def _value(node: Node, file: str, first_line: int) -> Value:
    place = Place(file, first_line + node.start_mark.line)
    if node.anchor:
        raise refuse(place, "anchor", "anchors and aliases hide what a clause says", "write it out")
    if isinstance(node, ScalarNode):
        plain_null = node.style is None and _NULL.fullmatch(node.value)
        return Value(place, None if plain_null else str(node.value))
    if isinstance(node, SequenceNode):
        return Value(place, tuple(_value(item, file, first_line) for item in node.value))
    assert isinstance(node, MappingNode)
    values: dict[str, Value] = {}
    places: dict[str, Place] = {}
    for key, value in node.value:
        where = Place(file, first_line + key.start_mark.line)
        if not isinstance(key, ScalarNode):
            raise refuse(where, "not_yaml", "a key must be a word", "correct it")
        if key.value in values:
            raise refuse(
                where, "key_repeated", f"the key {key.value!r} stands twice", "remove one", key=key.value
            )
        values[key.value] = _value(value, file, first_line)
        places[key.value] = where
    return Value(place, Keys(values, places))
