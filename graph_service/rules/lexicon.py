"""The lists that lawyers add to, as values: roles, measures, conditions, categories and the other codes.

Every code a rule file uses stands in one of them (`vocabulary/*.yaml`).
"""

from __future__ import annotations

from dataclasses import dataclass

from graph_service.rules.words import Actor, Circle, HowKnown, Kind, ProvedBy, Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A legal role: code, Chinese name, how it is proved (register, finding, filing …)."""

    code: str
    zh: str
    en: str
    proof: str
    circle: Circle
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One entry of the measure catalogue. `targets`: person, enterprise. `imported_only`: never derived."""

    code: str
    zh: str
    en: str
    kind: Kind
    targets: tuple[Target, ...]
    anchor: str
    evidence: str
    imported_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureScope:
    """What a measure covers: which posts, which industry.

    `text` is the value clauses carry; `posts` are the legal roles that the measure keeps a person from (for
    hints), `new_only` where seats already held stay; `industry` the trade it is limited to, "same" for that
    of the party of the decision.
    """

    text: str
    zh: str
    posts: tuple[str, ...] = ()
    new_only: bool = False
    industry: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionWord:
    """A condition code with its meaning and how it is known.

    `confirmable`: a reviewer's confirmation may stand for a statement. `group` names alternatives: an act
    that states one code of a group denies the others.
    """

    code: str
    zh: str
    meaning: str
    known: HowKnown
    confirmable: bool = False
    group: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A way a measure can end before its term, who brings it about, and the type of fact that proves it."""

    code: str
    zh: str
    meaning: str
    fact: ProvedBy
    actor: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairClass:
    """A class of a decision for credit repair: the `least` and the `most` time of publication, ISO 8601 terms counted
    from the date of the document; repair is not granted before the least."""

    code: str
    zh: str
    meaning: str
    least: str
    most: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """What an act is about. `any_act`: not a name an act bears; every act whose own words put its conduct in
    one of the four classes of item 9 is of it, whatever its form and its own category."""

    code: str
    zh: str
    meaning: str
    any_act: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """Where a clause holds: regions of six digits that begin with `digits`, or the region `country`."""

    code: str
    zh: str
    meaning: str
    digits: str | None = None
    country: str | None = None

    def contains(self, region: str) -> bool:
        """Does an authority of this region (GB/T 2260 digits, or a country code) act inside the territory?"""
        if self.country is not None or self.digits is None:
            return region == self.country
        return len(region) == 6 and region.isdigit() and region.startswith(self.digits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """Any other code of the vocabulary: an event, a department, a post, a crime, a class of conduct."""

    code: str
    zh: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The lists that lawyers add to; every code used in a rule file must stand here."""

    roles: dict[str, Role]
    measures: dict[str, Measure]
    measure_kinds: dict[str, str]
    measure_scopes: dict[str, MeasureScope]
    categories: dict[str, Category]
    conduct_classes: dict[str, Word]
    conditions: dict[str, ConditionWord]
    crimes: dict[str, Word]
    endings: dict[str, Ending]
    repair_classes: dict[str, RepairClass]
    events: dict[str, Word]
    posts: dict[str, Word]
    departments: dict[str, Word]
    levels: tuple[str, ...]
    territories: dict[str, Territory]
    reading: dict[str, str]
