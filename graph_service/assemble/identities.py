"""Who is who as known at one entry: which records are one party, which of them stands for it, and its name.

Always worked out from the facts known then, never from the parties as the graph joins them now: what was merged or
unmerged since changes nothing of what was known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph_service.errors import NotFound
from graph_service.facts import Stated, cluster, proofs
from graph_service.facts.types import Enterprise, Name, Person, UndecidedParty
from graph_service.store.index import GraphIndex
from graph_service.store.store import Store

KINDS = {Enterprise.kind: "enterprise", Person.kind: "person", UndecidedParty.kind: "undecided"}


@dataclass(slots=True)
class Identities:
    """The parties at entry `known`, read through `index`, which is cut there."""

    store: Store
    index: GraphIndex
    known: int
    _members: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def bring(self, records: Iterable[str]) -> None:
        """Bring what tells who the parties of records are, of many at once, and which record stands for each."""
        new = [one for one in dict.fromkeys(records) if one not in self._members]
        if not new:
            return
        self.index.prefetch_identities(new)
        joined = {one: cluster(self.index, one, "PROVED").records for one in new}
        many = dict.fromkeys(member for found in joined.values() if len(found) > 1 for member in found)
        ages = self.store.ages(many)
        for found in joined.values():
            members = tuple(sorted(found, key=lambda one: (ages.get(one, _NEVER), one)))
            self._members.update(dict.fromkeys(members, members))

    def members(self, record: str) -> tuple[str, ...]:
        """The records proved to be one party with this one; first the one that stands for it: of which the graph heard
        first."""
        self.bring((record,))
        return self._members[record]

    def records(self, record: str) -> tuple[str, ...]:
        """As `members`; raises NotFound for a record that was not known then."""
        age = self.store.ages((record,)).get(record)
        if age is None or age[0] > self.known:
            raise NotFound("there was no party of that id then: find it with `search`")
        return self.members(record)

    def parties(self, records: Iterable[str]) -> Mapping[str, str]:
        """Per record the id of its party."""
        asked = list(records)
        self.bring(asked)
        return {one: self._members[one][0] for one in asked}

    def names(self, records: Iterable[str]) -> Mapping[str, str | None]:
        """Per record the registered name of its party, where it is an organisation that has one."""
        asked = list(records)
        self.bring(asked)
        return {one: self.firm_name(self._members[one]) for one in asked}

    def officers(self, firm: Sequence[str]) -> list[list[str]]:
        """The records of each who holds or held a post in a firm, given by its records."""
        offices = [one for record in firm for one in self.index.by("office", "enterprise", record)]
        holders = [one.fact.record for one in offices]
        self.bring(holders)
        return [list(one) for one in dict.fromkeys(self._members[record] for record in holders)]

    def proofs(self, records: Sequence[str]) -> list[str]:
        """The facts that prove who the party of these records is."""
        return [one.id for record in records for one in proofs(self.index, record)]

    def subject(self, case: str) -> list[str]:
        """The records of the party that a case is against; empty for a case nobody knew."""
        against = [one.fact.record for one in self.index.by("decision", "case", case)]
        return list(dict.fromkeys(member for record in against for member in self.members(record)))

    def kind_of(self, records: Iterable[str]) -> str | None:
        """`enterprise`, `person` or `undecided`: what the sources say of records; None where they say nothing."""
        found = [kind for record in records for kind in KINDS if self.index.by(kind, "record", record)]
        return KINDS[min(found, key=list(KINDS).index)] if found else None

    def firm_name(self, records: Iterable[str]) -> str | None:
        """The registered name of an organisation that stood then, else any name it had; of its first record that has
        one."""
        return next((name for record in records if (name := self._name(record))), None)

    def _name(self, record: str) -> str | None:
        names: Sequence[Stated] = self.index.by("name", "record", record)
        facts = [one.fact for one in names if isinstance(one.fact, Name)]
        facts.sort(key=lambda name: (name.use != "registered", name.until is not None))
        return facts[0].name if facts else None


_NEVER = (1 << 31, 0)
"""The age of a record that the graph does not keep."""
