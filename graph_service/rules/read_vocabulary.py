"""From the YAML lists of `vocabulary/` to the Vocabulary: every code of the law, each in exactly one list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from graph_service.facts.vocabulary import POSTS
from graph_service.rules.lexicon import (
    Category,
    ConditionWord,
    Ending,
    Measure,
    MeasureScope,
    RepairClass,
    Role,
    Territory,
    Vocabulary,
    Word,
)
from graph_service.rules.words import Actor, Circle, HowKnown, Kind, ProvedBy, Target
from graph_service.rules.yaml_places import Entry, Value, as_entry, as_word, read_values, refuse

T = TypeVar("T")

LEVELS = ("county", "city", "province", "national")
"""Levels of authorities, lowest first."""

LISTS = (
    "roles",
    "measures",
    "measure_kinds",
    "measure_scopes",
    "categories",
    "conduct_classes",
    "conditions",
    "crimes",
    "endings",
    "repair_classes",
    "events",
    "departments",
    "territories",
)
"""The lists of the vocabulary; each is a file of this name."""


def read_vocabulary(texts: Mapping[str, str], reading: Mapping[str, str]) -> Vocabulary:
    """The vocabulary from the texts of its lists (by list name) and the reading R01 to R11. Raises Refusal."""
    values = {name: read_values(texts[name], f"vocabulary/{name}.yaml") for name in LISTS}
    return Vocabulary(
        roles=_codes(values["roles"], _role),
        measures=_codes(values["measures"], _measure),
        measure_kinds=read_sentences(values["measure_kinds"]),
        measure_scopes=_codes(values["measure_scopes"], _measure_scope, key="text"),
        categories=_codes(values["categories"], _category),
        conduct_classes=_codes(values["conduct_classes"], _word),
        conditions=_codes(values["conditions"], _condition),
        crimes=_codes(values["crimes"], _word),
        endings=_codes(values["endings"], _ending),
        repair_classes=_codes(values["repair_classes"], _repair_class),
        events=_codes(values["events"], _word),
        posts={code: Word(code=code, zh=words[0], meaning=", ".join(words)) for code, words in POSTS.items()},
        departments=_codes(values["departments"], _word),
        levels=LEVELS,
        territories=_codes(values["territories"], _territory),
        reading=dict(reading),
    )


def read_sentences(value: Value) -> dict[str, str]:
    """A mapping of codes to one sentence each."""
    entry = as_entry(value, "sentences")
    return {key: entry.text(key) for key in entry.values}


def _codes(value: Value, read: Callable[[Entry], T], key: str = "code") -> dict[str, T]:
    if not isinstance(value.content, tuple):
        raise refuse(
            value.place, "not_a_list", "a list of the vocabulary is a list of entries", "write - lines"
        )
    found: dict[str, T] = {}
    for item in value.content:
        entry = as_entry(item, key)
        code = entry.text(key)
        if code in found:
            raise refuse(entry.place, "code_repeated", f"{code!r} stands twice in this list", "remove one")
        found[code] = read(entry)
        entry.close()
    return found


def _role(entry: Entry) -> Role:
    return Role(
        code=entry.text("code"),
        zh=entry.text("zh"),
        en=entry.text("en"),
        proof=entry.text("proof"),
        circle=entry.word("circle", Circle),
        note=entry.optional_text("note") or "",
    )


def _measure(entry: Entry) -> Measure:
    return Measure(
        code=entry.text("code"),
        zh=entry.text("zh"),
        en=entry.text("en"),
        kind=entry.word("kind", Kind),
        targets=tuple(
            as_word(text, Target, place, "targets") for text, place in entry.placed_texts("targets")
        ),
        anchor=entry.text("anchor"),
        evidence=entry.text("evidence"),
        imported_only=entry.flag("imported_only", default=False),
    )


def _measure_scope(entry: Entry) -> MeasureScope:
    return MeasureScope(
        text=entry.text("text"),
        zh=entry.text("zh"),
        posts=entry.texts("posts", default=()),
        new_only=entry.flag("new_only", default=False),
        industry=entry.optional_text("industry"),
    )


def _category(entry: Entry) -> Category:
    return Category(
        code=entry.text("code"),
        zh=entry.text("zh"),
        meaning=entry.text("meaning"),
        any_act=entry.flag("any_act", default=False),
    )


def _condition(entry: Entry) -> ConditionWord:
    return ConditionWord(
        code=entry.text("code"),
        zh=entry.text("zh"),
        meaning=entry.text("meaning"),
        known=entry.word("known", HowKnown),
        confirmable=entry.flag("confirmable", default=False),
        group=entry.optional_text("group"),
    )


def _ending(entry: Entry) -> Ending:
    return Ending(
        code=entry.text("code"),
        zh=entry.text("zh"),
        meaning=entry.text("meaning"),
        fact=entry.word("fact", ProvedBy),
        actor=entry.word("actor", Actor),
    )


def _repair_class(entry: Entry) -> RepairClass:
    return RepairClass(
        code=entry.text("code"),
        zh=entry.text("zh"),
        meaning=entry.text("meaning"),
        least=entry.text("least"),
        most=entry.text("most"),
    )


def _territory(entry: Entry) -> Territory:
    return Territory(
        code=entry.text("code"),
        zh=entry.text("zh"),
        meaning=entry.text("meaning"),
        digits=entry.optional_text("digits"),
        country=entry.optional_text("country"),
    )


def _word(entry: Entry) -> Word:
    return Word(code=entry.text("code"), zh=entry.text("zh"), meaning=entry.text("meaning"))
