"""Rulebooks as they may follow each other: clauses edited, disabled, enabled again, added. Each is read from texts."""

from __future__ import annotations

import re
from collections.abc import Callable

from graph_service.rules.load import rule_texts
from graph_service.rules.read_rulebook import rulebook_from_texts
from graph_service.rules.rulebook import Rulebook

_ENABLED = "status: enabled\n    missing: []"
_DRAFT = "status: draft\n    missing: [a lawyer has doubts]"


def edited() -> Rulebook:
    """Terms of three years are of two, and roles are asked for on the day of the decision."""
    words = (("term: P3Y", "term: P2Y"), ("role_date: conduct else decision", "role_date: decision"))
    return _each(lambda _, text: _replaced(text, *words))


def disabled() -> Rulebook:
    """In every second rule no clause is enabled; whoever goes back from it enables them."""
    return _each(lambda place, text: _replaced(text, (_ENABLED, _DRAFT)) if place % 2 else text)


def added() -> Rulebook:
    """Every rule has its first clause twice, the second time by another name."""
    return _each(lambda _, text: _first_again(text))


def in_turn(book: Rulebook) -> tuple[Rulebook, ...]:
    """The order in which a stream adopts them; `book` is the one it began with."""
    return edited(), disabled(), book, added()


def _each(change: Callable[[int, str], str]) -> Rulebook:
    texts = dict(rule_texts())
    names = sorted(name for name in texts if name.startswith("book/"))
    changed = {name: change(place, texts[name]) for place, name in enumerate(names)}
    assert any(texts[name] != text for name, text in changed.items())
    return rulebook_from_texts({**texts, **changed})


def _replaced(text: str, *words: tuple[str, str]) -> str:
    for before, after in words:
        text = text.replace(before, after)
    return text


def _first_again(text: str) -> str:
    head, found, clauses = text.partition("\nclauses:\n")
    if not found:
        return text
    first = re.split(r"(?m)^(?=  - id: )", clauses)[1]
    again = re.sub(r"(- id: \S+)", r"\1-again", first).rstrip()
    return f"{head}{found}{clauses}{again}\n"
