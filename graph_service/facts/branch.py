"""A branch: what the facts would be with some more of them stated. Nothing is written; it is read like any index."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph_service.facts.ledger import FactIndex, MemoryIndex, Stated, stated
from graph_service.facts.types import Fact, Retraction

BEYOND = 2**31
"""The entry of facts that are only supposed: later than all that was learnt."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A FactIndex over another with facts that are supposed to be stated after all of its own."""

    _index: FactIndex
    _supposed: MemoryIndex
    _ended: frozenset[str]

    @classmethod
    def of(cls, index: FactIndex, supposed: Iterable[Fact]) -> Branch:
        """`index` with these facts stated too. A fact may replace or retract one of the index; one that takes back
        what retracted another is not looked into."""
        facts = [stated(fact, BEYOND, place) for place, fact in enumerate(supposed, start=1)]
        ended = {one.fact.replaces for one in facts if one.fact.replaces is not None}
        ended |= {one.fact.of for one in facts if isinstance(one.fact, Retraction)}
        return cls(index, MemoryIndex.over(facts), frozenset(ended))

    def by(self, kind: str, field: str, value: str) -> tuple[Stated, ...]:
        """See FactIndex."""
        known = (one for one in self._index.by(kind, field, value) if one.id not in self._ended)
        return (*known, *self._supposed.by(kind, field, value))
