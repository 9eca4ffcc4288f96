"""The rows of the frames, from facts as known at an entry; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from graph_service.consequences import Consequence, State
from graph_service.facts import Day, Fact, FactIndex, MemoryIndex, Stated, cluster, covers, ends, proofs
from graph_service.facts.types import (
    Annulment,
    Decision,
    Enterprise,
    Holding,
    Identifier,
    Name,
    Office,
    Person,
    UndecidedParty,
)
from graph_service.rules.rulebook import Rulebook

Row = dict[str, Any]


@dataclass(slots=True)
class Known:
    """The facts that stand at an entry, in memory: an index, the facts in order, when the graph first heard of records
    (entry, place), and the party of every record."""

    facts: tuple[Stated, ...]
    index: FactIndex
    ages: Mapping[str, tuple[int, int]]
    _members: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, facts: Iterable[Stated], ages: Mapping[str, tuple[int, int]]) -> Known:
        """Of all facts stated up to the entry, in ledger order."""
        stated = tuple(facts)
        ended = ends(stated)
        return cls(tuple(one for one in stated if one.id not in ended), MemoryIndex.over(stated), ages)

    def party(self, record: str) -> str:
        """The party of a record: of the records proved to be one with it, the one the graph heard of first."""
        return self.members(record)[0]

    def members(self, record: str) -> list[str]:
        """The records proved to be one with a record, the oldest first."""
        if record not in self._members:
            members = self._ordered(cluster(self.index, record, "PROVED").records)
            self._members.update(dict.fromkeys(members, members))
        return self._members[record]

    def confirmed_with(self, party: str) -> list[str]:
        """The other parties that a reviewer's link joins to a party, the oldest first."""
        records = self._ordered(cluster(self.index, party, "CONFIRMED").records)
        return [one for one in dict.fromkeys(map(self.party, records)) if one != party]

    def _ordered(self, records: Iterable[str]) -> list[str]:
        return sorted(records, key=lambda one: (self.ages.get(one, _NEVER), one))

    def of_kind(self, *classes: type[Fact]) -> Iterator[Stated]:
        """The standing facts of these types, in ledger order."""
        return (one for one in self.facts if isinstance(one.fact, classes))


_NEVER = (1 << 31, 0)
"""The age of a record that the graph does not keep."""
KINDS = {"enterprise": "enterprise", "person": "person", "undecided_party": "undecided"}


def parties(known: Known, name_of: Callable[[str], str | None]) -> Iterator[Row]:
    """One row per party; `name_of` gives the name of a person's record as far as it may be shown."""
    seen: set[str] = set()
    for one in known.of_kind(Enterprise, Person, UndecidedParty):
        party = known.party(one.fact.record)
        if party in seen:
            continue
        seen.add(party)
        yield _party(known, party, name_of)


def _party(known: Known, party: str, name_of: Callable[[str], str | None]) -> Row:
    members = known.members(party)
    said = [
        one.fact for record in members for kind in KINDS for one in known.index.by(kind, "record", record)
    ]
    kinds = [kind for kind in KINDS if any(fact.kind == kind for fact in said)]
    row: Row = {"party": party, "kind": KINDS[kinds[0]], "records": len(members)}
    row["confirmed_with"] = " ".join(known.confirmed_with(party)) or None
    for fact in said:
        for column in ("type", "status", "region", "trade", "adult_on"):
            value = getattr(fact, column, None)
            if value is not None:
                row.setdefault(column, str(value))
    numbers = [one.fact for record in members for one in known.index.by("identifier", "record", record)]
    row["uscc"] = next(
        (n.value for n in numbers if isinstance(n, Identifier) and n.scheme == "uscc" and n.valid), None
    )
    row["proved"] = any(proofs(known.index, record) for record in members)
    firm = row["kind"] == "enterprise"
    row["name"] = next(
        (name for r in members if (name := _firm_name(known, r) if firm else name_of(r))), None
    )
    return row


def _firm_name(known: Known, record: str) -> str | None:
    names = [one.fact for one in known.index.by("name", "record", record) if isinstance(one.fact, Name)]
    names.sort(key=lambda name: (name.use != "registered", name.until is not None))
    return names[0].name if names else None


def offices(known: Known, day: date) -> Iterator[Row]:
    """Offices that hold on the day, or may."""
    for one in known.of_kind(Office):
        assert isinstance(one.fact, Office)
        held = _held(one.fact, day)
        if held is not False:
            person, firm = known.party(one.fact.record), known.party(one.fact.enterprise)
            yield {
                "person": person,
                "enterprise": firm,
                "post": one.fact.post,
                **_span(one.fact, held),
                **_place(one),
            }


def holdings(known: Known, day: date) -> Iterator[Row]:
    """Holdings that hold on the day, or may."""
    for one in known.of_kind(Holding):
        fact = one.fact
        assert isinstance(fact, Holding)
        held = _held(fact, day)
        if held is not False:
            shares = {name: _text(getattr(fact, name)) for name in ("subscribed", "paid", "votes")}
            firm = known.party(fact.enterprise)
            row = {"holder": known.party(fact.record), "enterprise": firm, **shares, "nominee": fact.nominee}
            yield {**row, **_span(fact, held), **_place(one)}


def decisions(known: Known, day: date) -> Iterator[Row]:
    """Acts of authorities made by the day; one known to the month or year from its first day on."""
    for one in known.of_kind(Decision):
        fact = one.fact
        assert isinstance(fact, Decision)
        if fact.date.first <= day:
            shown = {name: getattr(fact, name) for name in ("case", "act", "category", "authority", "number")}
            subject = known.party(fact.record)
            annulled = any(
                isinstance(a.fact, Annulment) and a.fact.date.last <= day
                for a in known.index.by("annulment", "case", fact.case)
            )
            yield {**shown, "subject": subject, "date": str(fact.date), "annulled": annulled, **_place(one)}


def consequences(
    found: Iterable[Consequence], known: Known, day: date, book: Rulebook, *, review: bool
) -> Iterator[Row]:
    """Consequences on the day: those in force; with `review` all that have begun. What follows a reviewer's link has a
    row for each party that the link joins."""
    for one in found:
        span = one.on(day)
        if span is None or (span.state is not State.IN_FORCE and not review):
            continue
        word = book.vocabulary.measures.get(one.measure)
        last = span.until - timedelta(days=1) if span.until else None
        row = {
            "consequence": one.id,
            "target": one.target,
            "measure": one.measure,
            "title_zh": word.zh if word else one.measure,
            "title_en": word.en if word else one.measure,
            "state": span.state.value,
            "disputed": span.disputed,
            "since": _text(span.since),
            "until": _text(span.until),
            "last_day": _text(last),
            "clause": one.clause,
            "law": one.proof.law,
            "article": one.proof.article,
            "case": one.case,
            "record": one.record,
        }
        for party in dict.fromkeys(map(known.party, one.binds)) or (None,):
            yield {"party": party, **row}


def alerts(
    found: Iterable[tuple[int, Mapping[str, Any]]], known: Known, day: date, *, review: bool
) -> Iterator[Row]:
    """Alerts told by the day, each with its number; with `review` also what only reviewers are told. One that concerns
    several parties has a row for each."""
    for number, one in found:
        if date.fromisoformat(one["day"]) > day or (one["review"] and not review):
            continue
        before, after = one["before"] or {}, one["after"] or {}
        row = {name: one[name] for name in ("kind", "day", "measure", "consequence", "case", "entry")}
        row |= {"number": number, "before": before.get("state"), "after": after.get("state")}
        row["reason"] = after.get("reason")
        for party in dict.fromkeys(map(known.party, one["binds"])) or (None,):
            yield {"party": party, **row}


def certificates(found: Iterable[Mapping[str, Any]], known: Known, day: date) -> Iterator[Row]:
    """Certificates that something no longer stands, by the day since which it does not."""
    for one in found:
        body = one["certificate"]
        if date.fromisoformat(body["since"]) > day:
            continue
        gone, record = body["consequence"], body["record"]
        yield {
            "certificate": body["id"],
            "kind": body["kind"],
            "since": body["since"],
            "party": known.party(record) if record else None,
            "measure": gone["measure"],
            "before": (body["before"] or {}).get("state"),
            "after": (body["after"] or {}).get("state"),
            "told": len(body["told"]),
            "consequence": gone["id"],
            "case": gone["case"],
            "entry": body["entry"],
            "key": one["signature"]["key"],
        }


def speaks_of(row: Mapping[str, Any], wanted: frozenset[str]) -> bool:
    """Does the row speak of one of these parties?"""
    return not wanted.isdisjoint(
        {row.get(name) for name in ("party", "person", "enterprise", "holder", "subject")}
    )


def _held(fact: Office | Holding, day: date) -> bool | None:
    return covers(fact.since, fact.until, Day.of(day), disclosed_on=fact.disclosed_on)


def _span(fact: Fact, held: bool | None) -> Row:
    return {"since": _text(fact.since), "until": _text(fact.until), "held": held}


def _place(one: Stated) -> Row:
    return {"record": one.fact.record, "entry": one.entry, "fact": one.id}


def _text(value: object) -> str | None:
    return None if value is None else str(value)
