"""The linter of rules: refuses what would harm, each refusal with its line, its reason and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph_service.errors import Problem
from graph_service.rules import lint_circle, lint_measure
from graph_service.rules.lexicon import Vocabulary
from graph_service.rules.lint_circle import forbidden_word, shares_in
from graph_service.rules.read_book import RuleFile
from graph_service.rules.words import Circle
from graph_service.rules.yaml_places import Place

CHECKS = (
    lint_circle.check_inputs,
    lint_circle.check_way,
    lint_circle.check_role_date,
    lint_circle.check_naming,
    lint_circle.check_roles,
    lint_circle.check_identity,
    lint_circle.check_service,
    lint_measure.check_basis,
    lint_measure.check_measure,
    lint_measure.check_force,
    lint_measure.check_clock,
    lint_measure.check_exit,
    lint_measure.check_place,
    lint_measure.check_status,
)
"""Every check of one clause."""


def lint(files: Iterable[RuleFile], words: Vocabulary) -> list[Problem]:
    """What is wrong with rule files that can be read, and with the vocabulary they use; empty: nothing."""
    found = tuple(files)
    return [
        *_vocabulary(words),
        *_ids(found),
        *(problem for one in found for problem in _clauses(one, words)),
    ]


def _clauses(one: RuleFile, words: Vocabulary) -> Iterator[Problem]:
    for clause in one.clauses:
        entry = one.entries[clause.id]
        if one.rule is not None and clause.rule != one.rule.id:
            why = f"{clause.id} does not belong to the rule {one.rule.id}"
            yield _problem("id_not_of_rule", entry.place_of("id"), why, "correct the id", "id")
        for check in CHECKS:
            for harm in check(clause, words):
                why = f"{clause.id}: {harm.why}"
                yield _problem(harm.kind, entry.place_of(harm.key), why, harm.todo, harm.key)


def _ids(files: tuple[RuleFile, ...]) -> Iterator[Problem]:
    seen: dict[str, Place] = {}
    rules: dict[str, str] = {}
    for one in files:
        if one.rule is not None:
            if one.rule.id in rules:
                why = f"the rule {one.rule.id} stands in {rules[one.rule.id]} too"
                yield _problem("rule_repeated", Place(one.file, 1), why, "keep one file", "rule")
            rules[one.rule.id] = one.file
        for key, place in one.places.items():
            if key in seen:
                why = f"{key} stands in {seen[key].file}:{seen[key].line} too"
                yield _problem("id_repeated", place, why, "give it its own id", "id")
            seen[key] = place


def _vocabulary(words: Vocabulary) -> Iterator[Problem]:
    lists: dict[str, Iterable[str]] = {
        "roles": words.roles,
        "conditions": words.conditions,
        "categories": words.categories,
    }
    for name, codes in lists.items():
        place = Place(f"vocabulary/{name}.yaml", 1)
        for code in codes:
            why = forbidden_word(code)
            if why:
                yield _problem(
                    "forbidden_input", place, f"{code!r}: {why}", "take it out of the vocabulary", name
                )
    for code, role in words.roles.items():
        if shares_in(code) and role.circle is Circle.ANY:
            place = Place("vocabulary/roles.yaml", 1)
            why = f"{code!r}: shareholding as such is no circle (I05)"
            yield _problem("shareholding_as_circle", place, why, "write circle: finding or never", "roles")


def _problem(kind: str, place: Place, why: str, todo: str, key: str) -> Problem:
    return Problem(kind=kind, why=why, todo=todo, file=place.file, line=place.line, field=key)
