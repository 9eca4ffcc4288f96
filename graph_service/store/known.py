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
from graph_service.store.shape import PARTY_LABELS

_RECORDS = """
UNWIND $ids AS id MATCH (r:Record {record: id}) OPTIONAL MATCH (r)-[:PART_OF]->(p:Party)
RETURN id, coalesce(p.id, r.id) AS party, labels(coalesce(p, r)) AS labels
"""
_VALUES = """
UNWIND $values AS value MATCH (i:Identifier {value: value})
OPTIONAL MATCH (i)<-[t:IDENTIFIED_BY]-(p:Party)
WHERE t.entry_out IS NULL AND t.unmerged IS NULL
  AND (t.level IN ['PROVED', 'CONFIRMED'] OR (t.scheme IN $schemes AND coalesce(t.valid, true)))
RETURN value, [one IN collect(DISTINCT p) | [one.id, labels(one)]] AS parties
"""
_DECIDED = frozenset(PARTY_LABELS.values())


@dataclass(slots=True)
class Known:
    """`party` of each record; `holders` of each identifier's value: the parties that it joins (may be none); `label` of
    each party that is said to be a person or an organisation.

    `own` are the records this writer made. With `complete`, what is not here is not in the graph."""

    complete: bool
    party: dict[str, str] = field(default_factory=dict)
    holders: dict[str, tuple[str, ...]] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)
    label: dict[str, str] = field(default_factory=dict)

    def look_up(self, run: Run, records: Iterable[str], values: Iterable[str]) -> None:
        """Ask the graph for what is not known yet."""
        if self.complete:
            return
        ids = [record for record in records if record not in self.party]
        if ids:
            for row in run(_RECORDS, ids=ids):
                self.party[row["id"]] = row["party"]
                self._learn(row["party"], row["labels"])
        wanted = [value for value in values if value not in self.holders]
        if wanted:
            found = run(_VALUES, values=wanted, schemes=sorted(JOINING_SCHEMES))
            for row in found:
                self.holders[row["value"]] = tuple(party for party, _ in row["parties"])
                for party, labels in row["parties"]:
                    self._learn(party, labels)

    def _learn(self, party: str, labels: Iterable[str]) -> None:
        self.label.update((party, label) for label in _DECIDED.intersection(labels))

    def label_of(self, record: str, batch: Sorted) -> str | None:
        """What a record is said to be, by the batch or before; None where nobody says."""
        part = batch.records.get(record)
        told = part.label if part is not None else None
        return told or self.label.get(self.party.get(record, record))

    def fits(self, record: str, label: str | None, batch: Sorted) -> bool:
        """Can the record be what `label` says, as far as it is known?"""
        return label is None or self.label_of(record, batch) in (None, label)

    def told(self, batch: Sorted) -> list[str]:
        """The known records of whose party a batch says for the first time what it is, or says something else: they
        may join others now, or no more."""
        changed = []
        for record, part in batch.records.items():
            party = self.party.get(record)
            if party is not None and part.label is not None and self.label.get(party) != part.label:
                self.label[party] = part.label
                changed.append(record)
        return changed


@dataclass(frozen=True, slots=True)
class Joined:
    """New records, each with its party; `unsettled` are records whose joining touches parties there were before."""

    parties: dict[str, str]
    unsettled: tuple[str, ...]


def join_new(batch: Sorted, known: Known, new: list[str]) -> Joined:
    """The party of each new record (in ledger order): an old party that a document or number joins it with, else
    the first new record of its group. Two old parties that meet are left to be settled on all facts, and so is a group
    of persons and organisations, which is not one party, or a record that something joins which does not fit it."""
    unsettled = known.told(batch)
    groups = _groups(batch, known, unsettled)
    place = {record: number for number, record in enumerate(new)}
    leaders: dict[str, str] = {}
    for members in groups.lists():
        kinds = {known.label_of(member, batch) for member in members} - {None}
        if len(kinds) > 1:
            unsettled += members
        for kind in kinds if len(kinds) > 1 else (None,):
            own = [one for one in members if kind is None or known.label_of(one, batch) == kind]
            old = sorted(member for member in own if member not in place)
            leader = old[0] if old else min(own, key=place.__getitem__)
            leaders.update(dict.fromkeys(own, leader))
            if len(old) > 1:
                unsettled += own
    return Joined({record: leaders.get(record, record) for record in new}, tuple(unsettled))


def _groups(batch: Sorted, known: Known, odd: list[str]) -> Groups:
    """Records and parties that documents, numbers and links join, each as far as it fits what they are, as far as is
    known here; records that something does not fit are added to `odd`."""
    groups = Groups()
    first_holder: dict[str, str] = {}
    for record, by, label in batch.joins:
        mine = known.party.get(record, record)
        if not by.startswith("="):
            if known.fits(record, known.label_of(by, batch), batch):
                groups.unite(mine, known.party.get(by, by))
            else:
                odd.append(record)
            continue
        if not known.fits(record, label, batch):
            odd.append(record)
            continue
        asked = label or known.label_of(record, batch)
        for party in known.holders.get(by[1:], ()):
            if known.label.get(party) in (None, asked) or asked is None:
                groups.unite(mine, party)
            else:
                odd.append(record)
        first = first_holder.setdefault(by[1:], mine)
        if first != mine:
            groups.unite(first, mine)
    return groups


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
