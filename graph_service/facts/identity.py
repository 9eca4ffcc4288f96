"""Who is who: source records joined into parties by identity facts, and never by a name.

PROVED and CONFIRMED identity facts join, CANDIDATE never. Two records with the same identity document at
PROVED are one person; two with the same 统一社会信用代码 that passes its check are one organisation; `same_as`
joins two records at its own level. An identity fact that was unmerged joins nothing. A person's document says
nothing of an organisation, an organisation's number nothing of a person, and neither is ever the other: whatever a
source writes on the wrong record, a listing of the firm does not become its representative's.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from graph_service.facts.ledger import FactIndex, Stated
from graph_service.facts.numbers import DOCUMENT_TYPES
from graph_service.facts.types import Identifier, Identity

JOINING_SCHEMES = frozenset({"uscc", "lei"})
"""Numbers of organisations that are given once and never again: the same number is the same organisation."""

_RANK = {"CANDIDATE": 0, "CONFIRMED": 1, "PROVED": 2}


@dataclass(frozen=True, slots=True)
class Link:
    """One way in which two records are one party: the facts it rests on, and its level."""

    record: str
    other: str
    level: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """The records of one party as seen from `record`, with the links that join them (a spanning tree)."""

    record: str
    records: tuple[str, ...]
    links: tuple[Link, ...]

    def path(self, other: str) -> tuple[Link, ...]:
        """The links that join `record` to `other`, in order; empty for the record itself."""
        back = {link.other: link for link in self.links}
        path: list[Link] = []
        while other != self.record:
            link = back[other]
            path.append(link)
            other = link.record
        return tuple(reversed(path))


_KINDS = ("enterprise", "person")


@dataclass(slots=True)
class _Kinds:
    """What the sources say that records are, asked once per record: an organisation, a person, both (they
    contradict), or neither."""

    index: FactIndex
    _told: dict[str, frozenset[str]] = field(default_factory=dict)

    def of(self, record: str) -> frozenset[str]:
        """The kinds that are said of a record."""
        told = self._told.get(record)
        if told is None:
            told = self._told[record] = frozenset(k for k in _KINDS if self.index.by(k, "record", record))
        return told


def identity_facts(index: FactIndex, record: str) -> tuple[Stated, ...]:
    """The identity facts stated on `record` that were not unmerged."""
    return tuple(one for one in index.by("identity", "record", record) if not _unmerged(index, one))


def _unmerged(index: FactIndex, one: Stated) -> bool:
    return bool(index.by("unmerge", "identity", one.id))


def proofs(index: FactIndex, record: str, level: str = "PROVED") -> tuple[Stated, ...]:
    """The facts that prove at least at `level` who the party of `record` is: an identity document in full, or
    for an organisation a number that is given once and passed its check."""
    documents: list[Stated] = [
        one
        for one in identity_facts(index, record)
        if isinstance(one.fact, Identity) and one.fact.document and _RANK[one.fact.level] >= _RANK[level]
    ]
    numbers = [
        one
        for one in index.by("identifier", "record", record)
        if isinstance(one.fact, Identifier) and one.fact.valid and one.fact.scheme in JOINING_SCHEMES
    ]
    if any(_of_a_person(one) for one in documents) and index.by("enterprise", "record", record):
        documents = [one for one in documents if not _of_a_person(one)]
    if numbers and index.by("person", "record", record):
        numbers = []
    return (*documents, *numbers)


def links_of(index: FactIndex, record: str) -> tuple[Link, ...]:
    """The links from `record` to other records, by document, by number and by `same_as`, in ledger order."""
    return _links(_Kinds(index), record)


def _links(kinds: _Kinds, record: str) -> tuple[Link, ...]:
    index = kinds.index
    links: list[Link] = []
    for one in identity_facts(index, record):
        fact = one.fact
        assert isinstance(fact, Identity)
        if fact.level == "CANDIDATE":
            continue
        if fact.same_as is not None:
            links += _between(kinds, Link(record, fact.same_as, fact.level, (one.id,)))
        if fact.document is not None:
            links += _by_document(kinds, record, one, fact.document)
    for one in index.by("identity", "same_as", record):
        fact = one.fact
        if not _unmerged(index, one) and isinstance(fact, Identity) and fact.level != "CANDIDATE":
            links += _between(kinds, Link(record, fact.record, fact.level, (one.id,)))
    for one in index.by("identifier", "record", record):
        links += _by_number(kinds, record, one)
    return tuple(links)


def _between(kinds: _Kinds, link: Link, *, joins: str | None = None) -> list[Link]:
    """The link, where it joins two records that can be one party: the one is not said to be a person and the other
    an organisation, nor either of another kind than what the number or document `joins`."""
    if link.other == link.record:
        return []
    both = kinds.of(link.record) | kinds.of(link.other)
    if joins is not None:
        return [link] if both <= {joins} else []
    return [link] if len(both) < len(_KINDS) else []


def _of_a_person(one: Stated) -> bool:
    """Is it a document that only a natural person has?"""
    assert isinstance(one.fact, Identity)
    return (one.fact.document or "").partition(":")[0] in DOCUMENT_TYPES


def _by_document(kinds: _Kinds, record: str, mine: Stated, document: str) -> list[Link]:
    assert isinstance(mine.fact, Identity)
    links = []
    for one in kinds.index.by("identity", "document", document):
        fact = one.fact
        if not _unmerged(kinds.index, one) and isinstance(fact, Identity) and fact.level != "CANDIDATE":
            level = min(mine.fact.level, fact.level, key=_RANK.__getitem__)
            joins = "person" if _of_a_person(mine) else None
            links += _between(kinds, Link(record, fact.record, level, (mine.id, one.id)), joins=joins)
    return links


def _by_number(kinds: _Kinds, record: str, mine: Stated) -> list[Link]:
    number = mine.fact
    if not (isinstance(number, Identifier) and number.valid and number.scheme in JOINING_SCHEMES):
        return []
    links = []
    for one in kinds.index.by("identifier", "value", number.value):
        if isinstance(one.fact, Identifier) and one.fact.scheme == number.scheme and one.fact.valid:
            link = Link(record, one.fact.record, "PROVED", (mine.id, one.id))
            links += _between(kinds, link, joins="enterprise")
    return links


def cluster(index: FactIndex, record: str, level: str = "CONFIRMED") -> Cluster:
    """The party of `record`: every record reached by links of at least `level`, nearest first. Where records of which
    nobody says what they are would make one party of a person and an organisation, they join nothing."""
    kinds = _Kinds(index)
    whole = _reached(kinds, record, level, None)
    told = frozenset().union(*(kinds.of(one) for one in whole.records)) if whole.links else frozenset()
    if len(told) < len(_KINDS):
        return whole
    mine = kinds.of(record)
    return _reached(kinds, record, level, mine) if len(mine) == 1 else Cluster(record, (record,), ())


def _reached(kinds: _Kinds, record: str, level: str, only: frozenset[str] | None) -> Cluster:
    """The records that links of at least `level` reach, through records of the kind `only` where it is given."""
    seen = {record: None}
    links: list[Link] = []
    queue = [record]
    for current in queue:
        for link in _links(kinds, current):
            inside = only is None or kinds.of(link.other) == only
            if _RANK[link.level] >= _RANK[level] and link.other not in seen and inside:
                seen[link.other] = None
                links.append(link)
                queue.append(link.other)
    return Cluster(record, tuple(seen), tuple(links))


def evidence(index: FactIndex, record: str, level: str) -> tuple[str, ...]:
    """The ids of the facts that prove at least at `level` who the party of `record` is: the documents or numbers
    of its nearest record that has any, and the links to it. At CONFIRMED a confirmed link alone is enough."""
    party = cluster(index, record, level)
    for member in party.records:
        found = proofs(index, member, level)
        if found:
            return (*(one.id for one in found), *(fact for link in party.path(member) for fact in link.facts))
    return party.links[0].facts if level == "CONFIRMED" and party.links else ()
