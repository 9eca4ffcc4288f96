"""A stream of posts: small random worlds told in bits and out of order, with all that is put right later.

The same seed gives the same posts. Worlds share persons and authorities only through identity facts, so parties grow
together and fall apart again while decisions stand on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

from graph_service.facts import Day, Fact, fact_id, from_row, to_row
from graph_service.facts import types as t
from graph_service.facts.numbers import uscc_check
from graph_service.rules.rulebook import Rulebook
from tests.consequences.worlds import world

AT_ONCE = 3
"""Worlds that are told at a time."""
_KEYS = ("record", "enterprise", "same_as", "debtor", "case", "authority", "code", "rests_on", "supersedes")
_SHARED = ("reviewer:1",)


class Stream:
    """The posts of a seed, without end."""

    def __init__(self, seed: int, book: Rulebook) -> None:
        self.chance = Random(seed)
        self.book = book
        self.stated: list[Fact] = []
        self.open: list[list[Fact]] = []
        self.worlds = 0
        self.capped = {one.trigger.category for one in book.clauses.values() if one.clock.cap}

    def posts(self, count: int) -> Iterator[list[Fact]]:
        """So many posts, of one to four facts each."""
        for _ in range(count):
            post = self._told() if self.chance.random() < 0.6 or len(self.stated) < 10 else self._put_right()
            self.stated += post
            yield post

    def _told(self) -> list[Fact]:
        while len(self.open) < AT_ONCE:
            self.open.append(self._world())
        facts = self.chance.choice(self.open)
        post = [facts.pop(0) for _ in range(min(len(facts), self.chance.randint(1, 4)))]
        self.open = [rest for rest in self.open if rest]
        return post

    def _world(self) -> list[Fact]:
        """The facts of a new world under names of its own; half of the worlds are told in no order at all."""
        self.worlds += 1
        made = self._made()
        while self.worlds % 4 == 0 and not any(self._capped(fact) for fact in made):
            made = self._made()
        facts = [self._renamed(fact) for fact in made]
        if self.chance.random() < 0.5:
            self.chance.shuffle(facts)
        return facts

    def _made(self) -> list[Fact]:
        ledger = world(self.chance.randrange(10**9), self.book)
        return [one.fact for one in ledger.facts if not isinstance(one.fact, t.Retraction | t.Unmerge)]

    def _capped(self, fact: Fact) -> bool:
        """A decision whose term ends with the terms before it at a cap?"""
        return isinstance(fact, t.Decision) and fact.category in self.capped

    def _renamed(self, fact: Fact) -> Fact:
        row: dict[str, Any] = dict(to_row(fact))
        for key in _KEYS:
            if isinstance(row.get(key), list):
                row[key] = [self._own(value) for value in row[key]]
            elif key in row and row[key] not in _SHARED:
                row[key] = self._own(row[key])
        if isinstance(fact, t.Identifier):
            # One firm in twenty has the number of a firm of another world: they are one party then.
            number = self.worlds if self.chance.random() < 0.95 else 1
            first = f"91440100MA{number:05d}{1 if fact.record.endswith('A') else 2}X"
            row["value"] = first + uscc_check(first)
        if isinstance(fact, t.Identity) and fact.document and self.chance.random() < 0.8:
            row["document"] = self._own(fact.document)
        return from_row(fact.kind, row)

    def _own(self, name: str) -> str:
        return f"{name}-{self.worlds}"

    def _put_right(self) -> list[Fact]:
        """What comes later: taken back, replaced, joined, parted, joined again, another office, a further step, a
        further term, or only said again."""
        kinds = {
            self._retraction: 3, self._replacement: 4, self._merge: 3, self._unmerge: 2, self._remerge: 1,
            self._office: 1, self._further: 4, self._again: 1, self._next_term: 3,
        }  # fmt: skip
        post = self.chance.choices([*kinds], weights=[*kinds.values()])[0]()
        return [post] if post is not None else self._told()

    def _one(self, *types: type[Fact]) -> Any:
        found = [fact for fact in self.stated if isinstance(fact, types)] if types else self.stated
        # What was said lately is what is put right most often.
        return self.chance.choice(found[-40:] if self.chance.random() < 0.7 else found) if found else None

    def _retraction(self) -> Fact | None:
        taken = self._one(t.Retraction) if self.chance.random() < 0.15 else self._one()
        if taken is None:
            return None
        # Whoever noticed takes it back: the record itself, or somebody else.
        by = taken.record if self.chance.random() < 0.7 else self._one().record
        return t.Retraction(record=by, of=fact_id(taken))

    def _replacement(self) -> Fact | None:
        old = self._one(
            t.Office, t.Person, t.Decision, t.Identity, t.Naming, t.Holding, t.Authority, t.Service
        )
        if old is None:
            return None
        changed: dict[str, Any] = {"replaces": fact_id(old)}
        match old:
            case t.Office() | t.Holding():
                changed["until"] = self._day()
            case t.Person():
                changed["adult_on"] = self._day(1990)
            case t.Decision() | t.Service():
                changed["date"] = self._day()
            case t.Identity():
                changed["level"] = self.chance.choice(("PROVED", "CONFIRMED", "CANDIDATE"))
            case t.Naming():
                changed["role"] = self.chance.choice(
                    ("legal_representative", "actual_controller", "directly_responsible")
                )
            case t.Authority():
                changed["level"] = self.chance.choice(("city", "county"))
        made: Fact = replace(old, **changed)
        return made

    def _merge(self) -> Fact | None:
        kind = self.chance.choice((t.Person, t.Person, t.Enterprise))
        one, other = self._one(kind), self._one(kind)
        if one is None or one.record == other.record:
            return None
        level: t.Level = self.chance.choice(("PROVED", "CONFIRMED", "CONFIRMED", "CANDIDATE"))
        return t.Identity(record=one.record, level=level, same_as=other.record, by="reviewer-1")

    def _unmerge(self) -> Fact | None:
        wrong = self._one(t.Identity)
        return t.Unmerge(record="reviewer:1", identity=fact_id(wrong)) if wrong else None

    def _remerge(self) -> Fact | None:
        """What was parted is one again: said anew, or what parted it is taken back."""
        parted = self._one(t.Unmerge)
        wrong = next((one for one in self.stated if parted and fact_id(one) == parted.identity), None)
        if wrong is None:
            return None
        anew = replace(wrong, origin=f"again {len(self.stated)}", replaces=None)
        return self.chance.choice((anew, t.Retraction(record="reviewer:1", of=fact_id(parted))))

    def _office(self) -> Fact | None:
        """A change of office that is told late: somebody held a post from a day of long ago on."""
        firm, person = self._one(t.Enterprise), self._one(t.Person)
        if firm is None or person is None:
            return None
        post = self.chance.choice(("legal_representative", "director", "supervisor"))
        since, until = self._day(2022), self.chance.choice((None, self._day()))
        return t.Office(record=person.record, enterprise=firm.record, post=post, since=since, until=until)

    def _further(self) -> Fact | None:
        act = self._one(t.Decision)
        if act is None:
            return None
        party = self.chance.choice([act.record, self._one(t.Naming, t.Finding, t.Decision).record])
        day, case = self._day(), act.case
        step: Any = self.chance.choice(("accepted", "accepted", "refused", "withdrawn", "upheld"))
        outcome: Any = self.chance.choice(("applied", "refused", "lifted"))
        return self.chance.choice(
            (
                t.Annulment(record=act.record, case=case, date=day),
                t.Objection(record=party, case=case, step=step, date=day, number="9"),
                t.Repair(record=party, case=case, date=day),
                t.Event(
                    record=party, case=case, event=self.chance.choice(("cure", "sentence_end")), date=day
                ),
                t.Service(record=party, case=case, date=day),
                t.Suspension(record=act.record, case=case, since=day),
                t.Lifting(
                    record=party, case=case, since=day, until=self.chance.choice((None, self._day(2028)))
                ),
                t.Confirmation(record=party, case=case, what="office_confirmed", by="r", date=day),
                t.Publication(record=party, case=case, site="a", since=day),
                t.Receipt(record=party, case=case, measure="M01", implementer="a", outcome=outcome, date=day),
            )
        )

    def _next_term(self) -> Fact | None:
        """Another decision of the same kind against the same party, or the service of one. Where terms that follow
        each other end together at a cap, nothing but the record they are against leads from the one to the other."""
        rows = [fact for fact in self.stated if isinstance(fact, t.Decision) and self._capped(fact)]
        if not rows:
            return None
        act = self.chance.choice(rows[-6:])
        if self.chance.random() < 0.5:
            return t.Service(record=act.record, case=act.case, date=self._day())
        case = self._own(f"row{len(self.stated)}")
        return replace(act, case=case, date=self._day(2025), rests_on=(), supersedes=(), replaces=None)

    def _again(self) -> Fact | None:
        again: Fact | None = self._one()
        return again

    def _day(self, year: int = 2026) -> Day:
        return Day(f"{year + self.chance.randint(-1, 1)}-{self.chance.randint(1, 12):02d}-15")
