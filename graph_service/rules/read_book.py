"""From the text of one rule file to its rule, clauses and catalogue entries, each with its place.

The file has a card (`rule`), then `clauses`, or `catalogue` entries; last `examples`, which are read only when
they are run. What cannot be read is refused clause by clause, so that one reading names every fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from graph_service.errors import Problem
from graph_service.rules.lexicon import Vocabulary
from graph_service.rules.model import (
    CatalogueEntry,
    Clause,
    Rule,
)
from graph_service.rules.read_clause import read_clause
from graph_service.rules.words import (
    Act,
    Review,
)
from graph_service.rules.yaml_places import (
    Entry,
    Place,
    Refusal,
    Value,
    as_entry,
    read_values,
    refuse,
)

T = TypeVar("T")

_EXAMPLES = re.compile(r"^examples:", re.MULTILINE)


@dataclass(slots=True)
class RuleFile:
    """What one rule file says; `places` maps the ids of clauses and entries to their lines, `problems` lists
    what was refused."""

    file: str
    rule: Rule | None = None
    clauses: list[Clause] = field(default_factory=list)
    catalogue: list[CatalogueEntry] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def split_examples(text: str) -> tuple[str, str | None, int]:
    """The text of a rule file before its examples, the text from `examples:` on (None without), and the line
    the examples begin at."""
    found = _EXAMPLES.search(text)
    if found is None:
        return text, None, 0
    return text[: found.start()], text[found.start() :], text.count("\n", 0, found.start()) + 1


def read_rule_file(text: str, file: str, words: Vocabulary) -> RuleFile:
    """What a rule file says; never raises for its content: what is refused stands in `problems`."""
    found = RuleFile(file)
    law, _, _ = split_examples(text)
    try:
        top = as_entry(read_values(law, file), "rule file")
        if top.has("rule"):
            found.rule = _rule(top.entry("rule"))
            _collect(found, top.items("clauses"), lambda entry: read_clause(entry, words), found.clauses)
        else:
            _collect(found, top.items("catalogue"), lambda entry: _catalogue(entry, words), found.catalogue)
        top.close()
    except Refusal as refusal:
        found.problems.append(refusal.problem)
    return found


def _collect(found: RuleFile, items: tuple[Value, ...], read: Callable[[Entry], T], into: list[T]) -> None:
    for item in items:
        try:
            entry = as_entry(item, "id")
            key = entry.text("id")
            if key in found.places:
                raise refuse(
                    entry.place, "id_repeated", f"{key} stands twice in this file", "give it its own id"
                )
            found.places[key] = entry.place
            found.entries[key] = entry
            value = read(entry)
            entry.close()
            into.append(value)
        except Refusal as refusal:
            found.problems.append(refusal.problem)


def _rule(entry: Entry) -> Rule:
    rule = Rule(
        id=entry.text("id"),
        zh=entry.text("zh"),
        en=entry.text("en"),
        authority=entry.text("authority"),
        basis=entry.text("basis"),
        what=entry.text("what"),
        review=entry.word("review", Review),
        traps=entry.texts("traps"),
        questions=entry.texts("questions"),
    )
    entry.close()
    return rule


def _catalogue(entry: Entry, words: Vocabulary) -> CatalogueEntry:
    roles, measures = frozenset(words.roles), frozenset(words.measures)
    trigger = entry.entry("trigger")
    found = CatalogueEntry(
        id=entry.text("id"),
        zh=entry.text("zh"),
        law=entry.text("law"),
        article=entry.text("article"),
        evidence=entry.text("evidence"),
        territory=entry.code("territory", frozenset(words.territories)),
        act=trigger.word("act", Act),
        category=trigger.code("category", frozenset(words.categories)),
        trigger=trigger.text("says"),
        propagation=entry.texts("propagation"),
        office_roles=entry.codes("office_roles", roles),
        found_roles=entry.codes("found_roles", roles),
        who=entry.text("who"),
        person_measures=entry.codes("person_measures", measures),
        entity_measures=entry.codes("entity_measures", measures),
        bar=entry.optional_text("bar") or "",
        years=entry.text("years"),
        clock=entry.text("clock"),
        ends=entry.text("ends"),
        objection=entry.text("objection"),
        reason=entry.text("reason"),
        notes=entry.texts("notes"),
    )
    trigger.close()
    return found
