"""From the YAML tables to their rows: post to role, published row to act, foreign list to clause, authorities."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from graph_service.facts.vocabulary import ENTERPRISE_TYPE_CODES, POSTS
from graph_service.rules.crosswalk import AuthorityKind, CitedRow, ForeignList, PostRole
from graph_service.rules.lexicon import Vocabulary
from graph_service.rules.words import Act, Evidence
from graph_service.rules.yaml_places import Entry, as_code, as_entry, read_values, refuse

T = TypeVar("T")

TABLES = ("post_roles", "published_acts", "foreign_lists", "authorities")
"""The tables; each is a file of this name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """All tables of the rulebook."""

    post_roles: tuple[PostRole, ...]
    published_acts: tuple[CitedRow, ...]
    foreign_lists: tuple[ForeignList, ...]
    authorities: tuple[AuthorityKind, ...]


def read_tables(texts: Mapping[str, str], words: Vocabulary, known_clauses: frozenset[str]) -> Tables:
    """The tables from their texts (by name); clauses they name must be in `known_clauses`. Raises Refusal."""
    return Tables(
        post_roles=_rows(texts, "post_roles", lambda e: _post_role(e, words)),
        published_acts=_rows(texts, "published_acts", lambda e: _cited(e, words, known_clauses)),
        foreign_lists=_rows(texts, "foreign_lists", lambda e: _foreign(e, words, known_clauses)),
        authorities=_rows(texts, "authorities", lambda e: _authority(e, words)),
    )


def _rows(texts: Mapping[str, str], name: str, read: Callable[[Entry], T]) -> tuple[T, ...]:
    value = read_values(texts[name], f"tables/{name}.yaml")
    if not isinstance(value.content, tuple):
        raise refuse(value.place, "not_a_list", "a table is a list of rows", "write - lines")
    rows: list[T] = []
    for item in value.content:
        entry = as_entry(item, "row")
        row = read(entry)
        entry.close()
        if row in rows:
            raise refuse(entry.place, "row_repeated", "this row stands twice", "remove one")
        rows.append(row)
    return tuple(rows)


def _post_role(entry: Entry, words: Vocabulary) -> PostRole:
    return PostRole(
        post=entry.code("post", frozenset(POSTS)),
        role=entry.code("role", frozenset(words.roles)),
        only_forms=entry.codes("only_forms", ENTERPRISE_TYPE_CODES, default=()),
        basis=entry.text("basis"),
        evidence=entry.word("evidence", Evidence),
    )


def _cited(entry: Entry, words: Vocabulary, known_clauses: frozenset[str]) -> CitedRow:
    conditions = frozenset(words.conditions)
    says = entry.entry("says") if entry.has("says") else None
    found = CitedRow(
        source=entry.text("source"),
        law=entry.text("law") if entry.has("law") else "",
        article=entry.text("article") if entry.has("law") else "",
        outcome=entry.texts("outcome", default=()),
        act=entry.word("act", Act),
        category=entry.code("category", frozenset(words.categories)),
        conditions=entry.codes("conditions", conditions, default=()),
        says=tuple(
            (key, as_code(says.text(key), conditions, says.place_of(key), "says")) for key in says.values
        )
        if says
        else (),
        clauses=entry.codes("clauses", known_clauses),
        basis=entry.text("basis"),
    )
    if not found.clauses:
        raise refuse(
            entry.place, "row_without_clause", "a row leads to no clause", "name one, or remove the row"
        )
    return found


def _foreign(entry: Entry, words: Vocabulary, known_clauses: frozenset[str]) -> ForeignList:
    return ForeignList(
        list=entry.text("list"),
        datasets=entry.texts("datasets"),
        authorities=entry.texts("authorities"),
        programs=entry.texts("programs"),
        authority=entry.code("authority", frozenset(words.departments)),
        category=entry.code("category", frozenset(words.categories)),
        territory=entry.code("territory", frozenset(words.territories)),
        clause=entry.code("clause", known_clauses),
        basis=entry.text("basis"),
    )


def _authority(entry: Entry, words: Vocabulary) -> AuthorityKind:
    level = entry.optional_text("level")
    return AuthorityKind(
        department=entry.code("department", frozenset(words.departments)),
        names=entry.texts("names"),
        level=level and entry.code("level", frozenset(words.levels)),
        region=entry.optional_text("region"),
        basis=entry.text("basis"),
    )
