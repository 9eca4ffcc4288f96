"""The rulebook: everything the law side says at one moment, in one value with one digest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from graph_service.facts.working_days import WorkingDays
from graph_service.rules.crosswalk import AuthorityKind, CitedRow, ForeignList, PostRole
from graph_service.rules.deadlines import DeadlineRule
from graph_service.rules.lexicon import Vocabulary
from graph_service.rules.model import AuthorityScope, CatalogueEntry, Clause, Condition, Rule
from graph_service.rules.words import Act, ConditionKind, HowKnown


@dataclass(frozen=True, kw_only=True)
class Rulebook:
    """Everything the law side says at one moment; equal content, equal `digest` (SHA-256, hex).

    `texts` are the files it was read from, without examples: kept whole by digest, they give this rulebook again.
    """

    rules: dict[str, Rule]
    clauses: dict[str, Clause]
    catalogue: dict[str, CatalogueEntry]
    vocabulary: Vocabulary
    post_roles: tuple[PostRole, ...]
    published_acts: tuple[CitedRow, ...]
    foreign_lists: tuple[ForeignList, ...]
    authorities: tuple[AuthorityKind, ...]
    digest: str
    deadlines: tuple[DeadlineRule, ...] = ()
    working_days: WorkingDays = field(default_factory=WorkingDays)
    texts: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def by_trigger(self) -> dict[tuple[Act, str], tuple[Clause, ...]]:
        """Clauses by (act, category), in order of their ids."""
        found: dict[tuple[Act, str], list[Clause]] = {}
        for clause in sorted(self.clauses.values(), key=lambda c: c.id):
            found.setdefault((clause.trigger.act, clause.trigger.category), []).append(clause)
        return {key: tuple(value) for key, value in found.items()}

    @cached_property
    def drafts_by_trigger(self) -> dict[tuple[Act, str], tuple[CatalogueEntry, ...]]:
        """Catalogue entries by (act, category), in order of their ids."""
        found: dict[tuple[Act, str], list[CatalogueEntry]] = {}
        for entry in sorted(self.catalogue.values(), key=lambda e: e.id):
            found.setdefault((entry.act, entry.category), []).append(entry)
        return {key: tuple(value) for key, value in found.items()}

    @cached_property
    def roles_of_post(self) -> dict[str, tuple[PostRole, ...]]:
        """Rows of the table from post to role, by post."""
        found: dict[str, list[PostRole]] = {}
        for row in self.post_roles:
            found.setdefault(row.post, []).append(row)
        return {key: tuple(value) for key, value in found.items()}

    def roles_of(self, code: str, form: str | None) -> frozenset[str]:
        """The legal roles that a role or registered post stands for in an organisation of this form."""
        rows = self.roles_of_post.get(code, ())
        return frozenset({code, *(row.role for row in rows if not row.only_forms or form in row.only_forms)})

    def posts_of(self, roles: Iterable[str], form: str | None) -> frozenset[str]:
        """The registered posts that carry one of the roles in an organisation of this form."""
        asked = frozenset(roles)
        return frozenset(
            post for post in self.roles_of_post if not self.roles_of(post, form).isdisjoint(asked)
        )

    @cached_property
    def found_roles(self) -> frozenset[str]:
        """The roles that a finding can prove: whoever a document says to bear one of them is found to bear it."""
        return frozenset(code for code, role in self.vocabulary.roles.items() if "finding" in role.proof)

    def recognises(self, scope: AuthorityScope, department: str, level: str, region: str) -> bool:
        """Is an authority of this department, level and region one whose acts the scope counts?"""
        levels = self.vocabulary.levels
        high = scope.least_level is None or level in levels[levels.index(scope.least_level) :]
        inside = self.vocabulary.territories[scope.territory].contains(region)
        return high and inside and department in (scope.departments or (department,))

    def clauses_for(self, act: Act, category: str, conduct_class: str | None = None) -> tuple[Clause, ...]:
        """The clauses that an act of this form and category triggers; and, where its own words put its
        conduct in a class of item 9, those of a category that speaks of any act. None: empty."""
        own = self.by_trigger.get((act, category), ())
        if conduct_class is None:
            return own
        found = {clause.id: clause for clause in (*own, *self._of_any_act)}
        return tuple(found[key] for key in sorted(found))

    @cached_property
    def _of_any_act(self) -> tuple[Clause, ...]:
        words = self.vocabulary.categories
        return tuple(c for c in self.clauses.values() if words[c.trigger.category].any_act)

    def drafts_for(self, act: Act, category: str) -> tuple[CatalogueEntry, ...]:
        """The catalogue entries that draft on this act and category."""
        return self.drafts_by_trigger.get((act, category), ())

    def conditions_stated(self, condition: Condition) -> bool:
        """Must this condition stand in the act's own words? False: the engine reads it from facts."""
        if condition.kind is ConditionKind.BASIS:
            return False
        if condition.kind is ConditionKind.CRIME:
            return True
        return all(self.vocabulary.conditions[code].known is HowKnown.STATED for code in condition.codes)
