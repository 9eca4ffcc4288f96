"""What a writer knows of the graph while it writes: which records there are, and of which party each is.

A load into an empty store looks nothing up: all there is, it has written itself. Any other writer asks the graph
once per batch for the records and identifiers the batch speaks of.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from graph_service.facts.identity import JOINING_SCHEMES
from graph_service.store.connection import Run
from graph_service.store.plan import Sorted

_RECORDS = """
UNWIND $ids AS id MATCH (r:Record {record: id}) OPTIONAL MATCH (r)-[:PART_OF]->(p:Party)
RETURN id, coalesce(p.id, r.id) AS party
"""
_VALUES = """
UNWIND $values AS value MATCH (i:Identifier {value: value})
OPTIONAL MATCH (i)<-[t:IDENTIFIED_BY]-(p:Party)
WHERE t.entry_out IS NULL AND t.unmerged IS NULL
  AND (t.level IN ['PROVED', 'CONFIRMED'] OR (t.scheme IN $schemes AND coalesce(t.valid, true)))
RETURN value, collect(DISTINCT p.id) AS parties
"""


@dataclass(slots=True)
class Known:
    """`party` of each record; `holders` of each identifier's value: the parties that it joins (may be none).

    `own` are the records this writer made. With `complete`, what is not here is not in the graph."""

    complete: bool
    party: dict[str, str] = field(default_factory=dict)
    holders: dict[str, tuple[str, ...]] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)

    def look_up(self, run: Run, records: Iterable[str], values: Iterable[str]) -> None:
        """Ask the graph for what is not known yet."""
        if self.complete:
            return
        ids = [record for record in records if record not in self.party]
        if ids:
            self.party.update((row["id"], row["party"]) for row in run(_RECORDS, ids=ids))
        wanted = [value for value in values if value not in self.holders]
        if wanted:
            found = run(_VALUES, values=wanted, schemes=sorted(JOINING_SCHEMES))
            self.holders.update((row["value"], tuple(row["parties"])) for row in found)


@dataclass(frozen=True, slots=True)
class Joined:
    """New records, each with its party; `unsettled` are records whose joining touches parties there were before."""

    parties: dict[str, str]
    unsettled: tuple[str, ...]


def join(batch: Sorted, known: Known, new: list[str]) -> Joined:
    """The party of each new record (in ledger order): an old party that a document or number joins it with, else
    the first new record of its group. Two old parties that meet are left to be settled on all facts."""
    groups = Groups()
    first_holder: dict[str, str] = {}
    for record, by in batch.joins:
        mine = known.party.get(record, record)
        if not by.startswith("="):
            groups.unite(mine, known.party.get(by, by))
            continue
        value = by[1:]
        for party in known.holders.get(value, ()):
            groups.unite(mine, party)
        first = first_holder.setdefault(value, mine)
        if first != mine:
            groups.unite(first, mine)
    place = {record: number for number, record in enumerate(new)}
    leaders: dict[str, str] = {}
    unsettled: list[str] = []
    for members in groups.lists():
        old = sorted(member for member in members if member not in place)
        leader = old[0] if old else min(members, key=place.__getitem__)
        leaders.update(dict.fromkeys(members, leader))
        if len(old) > 1:
            unsettled += members
    return Joined({record: leaders.get(record, record) for record in new}, tuple(unsettled))


class Groups:
    """Union-find over names."""

    def __init__(self) -> None:
        self._up: dict[str, str] = {}

    def find(self, name: str) -> str:
        """The name that stands for the group."""
        up = self._up
        up.setdefault(name, name)
        while up[name] != name:
            up[name] = up[up[name]]
            name = up[name]
        return name

    def unite(self, one: str, other: str) -> None:
        """One group from now on."""
        first, second = self.find(one), self.find(other)
        if first != second:
            self._up[second] = first

    def lists(self) -> list[list[str]]:
        """The groups of two or more."""
        found: dict[str, list[str]] = {}
        for name in self._up:
            found.setdefault(self.find(name), []).append(name)
        return [members for members in found.values() if len(members) > 1]
