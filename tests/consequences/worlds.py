"""Small random worlds: a few enterprises and persons, what ties them, a decision of some clause, and what happened
to it since. The same seed gives the same ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, Literal

from graph_service.facts import Day, Ledger, fact_id, parse_share
from graph_service.facts import types as t
from graph_service.rules.model import Clause
from graph_service.rules.rulebook import Rulebook
from graph_service.rules.words import ConditionKind, HowKnown

DAY = date(2026, 3, 1)
FIRMS = ("gsxt:A", "gsxt:B")
PERSONS = ("gsxt:L", "gsxt:M", "gsxt:N")
_USCC = {"gsxt:A": "91440100MA0000007W", "gsxt:B": "91440100MA000001XM"}
LEVELS: tuple[t.Level, ...] = ("PROVED", "CONFIRMED", "CANDIDATE")
STEPS: tuple[Literal["refused", "withdrawn", "upheld"], ...] = ("refused", "refused", "withdrawn", "upheld")
OUTCOMES: tuple[Literal["applied", "refused", "lifted"], ...] = ("applied", "applied", "refused", "lifted")
_POSTS = (
    "legal_representative",
    "legal_representative",
    "director",
    "supervisor",
    "finance_head",
    "unit_head",
)


class World:
    """A ledger under way; `chance` decides what is in it."""

    def __init__(self, seed: int, book: Rulebook) -> None:
        self.chance = Random(seed)
        self.book = book
        self.facts: list[t.Fact] = []

    def maybe(self, likely: float) -> bool:
        return self.chance.random() < likely

    def day(self, around: date = DAY, spread: int = 500) -> Day:
        """A day within `spread` days, now and then known to the month only."""
        found = around + timedelta(days=self.chance.randint(-spread, spread))
        return Day(found.isoformat()[:7]) if self.maybe(0.06) else Day.of(found)

    def say(self, fact: t.Fact) -> t.Fact:
        self.facts.append(fact)
        return fact


def world(seed: int, book: Rulebook) -> Ledger:
    """The ledger of a seed: one entry, one decision `c1` of a random clause (and sometimes `c2`, that it rests on,
    or that takes its place)."""
    made = World(seed, book)
    clause = made.chance.choice(sorted(book.clauses.values(), key=lambda c: c.id))
    _parties(made)
    _ties(made)
    decision = _decision(made, clause)
    _documents(made, clause, decision)
    _disputes(made)
    _course(made, clause)
    _answers(made, clause)
    _corrections(made)
    _stated_again(made, decision)
    return Ledger().plus(made.facts, datetime(2030, 1, 1, tzinfo=UTC))


def _parties(w: World) -> None:
    for firm in FIRMS:
        kind = w.chance.choice(("limited_company", "limited_company", "partnership", "branch", "other"))
        w.say(t.Enterprise(record=firm, type=kind))
        if w.maybe(0.9):
            w.say(t.Identifier(record=firm, scheme="uscc", value=_USCC[firm]))
    for person in (*PERSONS, "dec:L", "dec:M"):
        adult = w.chance.choice(
            (Day("1990-01-01"), Day("1990-01-01"), Day("1988"), Day.of(DAY), Day("2030-01-01"), None)
        )
        same = person.endswith((":L", ":M"))
        w.say(
            t.Person(
                record=person,
                name_key=w.chance.choice(("王伟", "王伟", "李雷")),
                adult_on=Day("1990-01-01") if same else adult,
            )
        )
        if w.maybe(0.8 if person.startswith("gsxt") else 0.6):
            level = w.chance.choice((LEVELS[0], LEVELS[0], *LEVELS))
            document = f"resident_id:{person[-1] if w.maybe(0.9) else 'L'}"
            w.say(t.Identity(record=person, level=level, document=document))
    for person in ("dec:L", "dec:M"):
        if w.maybe(0.2):
            level = w.chance.choice(LEVELS)
            w.say(t.Identity(record=person, level=level, same_as=f"gsxt:{person[-1]}"))


def _ties(w: World) -> None:
    for person in PERSONS:
        for _ in range(w.chance.randint(0, 2)):
            since = w.day(DAY - timedelta(days=1500)) if w.maybe(0.9) else None
            until = w.day(DAY, 400) if w.maybe(0.3) else None
            signed = w.day(DAY, 400) if w.maybe(0.1) else None
            post, firm = w.chance.choice(_POSTS), w.chance.choice(("gsxt:A", "gsxt:A", "gsxt:B"))
            w.say(t.Office(record=person, enterprise=firm, post=post, since=since, until=until, resigned_on=signed,
                           disclosed_on=Day("2024-01-01")))  # fmt: skip
    if w.maybe(0.3):
        w.say(
            t.Holding(
                record=w.chance.choice((*PERSONS, "gsxt:B")),
                enterprise="gsxt:A",
                subscribed=parse_share("0.9"),
            )
        )
    if w.maybe(0.2):
        w.say(t.Guarantee(record=w.chance.choice(PERSONS), debtor="gsxt:A"))


def _decision(w: World, clause: Clause) -> t.Decision:
    departments = clause.scope.departments or ("market_supervision",)
    territory = w.book.vocabulary.territories[clause.scope.territory]
    region = territory.country or f"{territory.digits or '44'}0000"[:6]
    if w.maybe(0.95):
        w.say(
            t.Authority(
                record="auth:1",
                code="x",
                department=w.chance.choice(departments),
                level="province",
                region=region,
            )
        )
    stated = _stated(w, clause)
    basis = tuple(f"{c.law} {c.article}" for c in clause.trigger.conditions if c.kind is ConditionKind.BASIS)
    category = w.book.vocabulary.categories[clause.trigger.category]
    person = clause.by.value == "own_status"
    conduct = w.day(DAY - timedelta(days=200), 150) if w.maybe(0.7) else None
    party = w.chance.choice(("dec:L", "gsxt:L")) if person else "gsxt:A"
    before = DAY if clause.in_force.since < DAY and w.maybe(0.95) else date(2000, 6, 1)
    made = t.Decision(
        record=party,
        case="c1",
        act=clause.trigger.act.value,
        category="food_licence_revoked" if category.any_act else clause.trigger.category,
        authority="x",
        number="1",
        date=w.day(before, 60),
        conditions=stated,
        basis=basis,
        conduct_class="market_and_social_order" if category.any_act or w.maybe(0.2) else None,
        conduct_from=conduct,
        conduct_to=conduct,
        term=w.chance.choice(("P2Y", "P3Y", "P18M", None, "life", "odd")),
        requested_on=w.day(DAY, 100) if w.maybe(0.7) else None,
        debtor_capacity="limited" if w.maybe(0.3) else None,
        rests_on=("c2",) if w.maybe(0.2) else (),
    )
    w.say(made)
    if made.rests_on:
        w.say(
            t.Decision(
                record=party,
                case="c2",
                act="decision",
                category="bid_collusion_penalty",
                authority="x",
                number="2",
                date=w.day(),
            )
        )
    return made


def _stated(w: World, clause: Clause) -> tuple[str, ...]:
    """The conditions that the document itself states: nearly all that the clause asks for."""
    known_as = w.book.vocabulary.conditions
    stated: list[str] = []
    for condition in clause.trigger.conditions:
        known = {known_as[code].known for code in condition.codes if code in known_as}
        if condition.codes and HowKnown.COMPUTED not in known and w.maybe(0.93):
            stated.append(w.chance.choice(condition.codes))
    return tuple(stated)


def _documents(w: World, clause: Clause, decision: t.Decision) -> None:
    roles = (*clause.roles, *clause.roles, "supervisor", "actual_controller")
    persons = (*PERSONS, "dec:L", "dec:L", "dec:M")
    for _ in range(w.chance.choice((0, 1, 1, 2))):
        extra: dict[str, Any] = {"term": "P1Y"} if w.maybe(0.1) else {}
        on = decision.date if w.maybe(0.2) else w.day() if w.maybe(0.1) else None
        w.say(t.Naming(record=w.chance.choice(persons), case="c1", role=w.chance.choice(roles), on=on, amount="100",
                       title_only=w.maybe(0.05), **extra))  # fmt: skip
    for _ in range(w.chance.choice((0, 1, 1))):
        kind = w.chance.choice(("personal", "personal", "direct", "breach"))
        w.say(
            t.Finding(
                record=w.chance.choice(persons),
                case="c1",
                role=w.chance.choice(roles),
                responsibility=kind,
                amount="5",
            )
        )


_TOUCHED = ("gsxt:A", "gsxt:L", "dec:L", "gsxt:M")
"""Records that what happens later may speak of."""


def _on(w: World, spread: int = 900) -> Day:
    """A day within `spread` days from the decision's on."""
    return w.day(DAY + timedelta(days=spread // 2), spread // 2)


def _disputes(w: World) -> None:
    """Service, objections and what came of them, repairs, annulments."""
    if w.maybe(0.5):
        w.say(t.Service(record=w.chance.choice(("gsxt:A", "gsxt:L", "dec:L")), case="c1", date=_on(w, 60)))
    if w.maybe(0.3):
        number, record = w.chance.choice("12"), w.chance.choice(_TOUCHED)
        w.say(t.Objection(record=record, case="c1", step="accepted", date=_on(w, 300), number=number))
        if w.maybe(0.6):
            step = w.chance.choice(STEPS)
            w.say(t.Objection(record=record, case="c1", step=step, date=_on(w, 600), number=number))
    if w.maybe(0.15):
        w.say(t.Repair(record=w.chance.choice(_TOUCHED), case="c1", date=_on(w)))
    if w.maybe(0.06):
        w.say(t.Annulment(record="gsxt:A", case=w.chance.choice(("c1", "c2")), date=_on(w)))


def _course(w: World, clause: Clause) -> None:
    """Events that start, end or lift, and stretches in which nothing is carried out."""
    start = clause.clock.start.value
    events = (*clause.ends_by, start, start, "received_by_provincial_platform", "cure")
    for _ in range(w.chance.choice((0, 0, 1, 2))):
        record, event = w.chance.choice(_TOUCHED), w.chance.choice(events)
        w.say(t.Event(record=record, case="c1", event=event, date=_on(w), only_record=w.maybe(0.4)))
    if w.maybe(0.1):
        since = _on(w)
        until = _on(w, 1500) if w.maybe(0.5) else None
        w.say(t.Suspension(record="gsxt:A", case="c1", since=since, until=until))
    if w.maybe(0.1):
        record, since = w.chance.choice(_TOUCHED), _on(w)
        until = _on(w, 1500) if w.maybe(0.5) else None
        w.say(t.Lifting(record=record, case="c1", since=since, until=until))


def _answers(w: World, clause: Clause) -> None:
    """What implementers answer, what a reviewer confirms, and a decision that takes the place of the first."""
    for _ in range(w.chance.choice((0, 0, 1, 2))):
        outcome, record, implementer = (
            w.chance.choice(OUTCOMES),
            w.chance.choice(_TOUCHED),
            w.chance.choice("ab"),
        )
        w.say(t.Receipt(record=record, case="c1", measure=clause.measure, implementer=implementer, outcome=outcome,
                        date=_on(w)))  # fmt: skip
    if w.maybe(0.3):
        what, record = w.chance.choice(("office_confirmed", "own_large_debt")), w.chance.choice(_TOUCHED)
        w.say(t.Confirmation(record=record, case="c1", what=what, by="r", date=_on(w),
                             value=w.chance.choice((None, "legal_representative", "director"))))  # fmt: skip
    if w.maybe(0.08):
        w.say(t.Decision(record="gsxt:A", case="c3", act="decision", category="bid_collusion_penalty", authority="x",
                         number="3", date=_on(w), supersedes=("c1",)))  # fmt: skip


def _stated_again(w: World, decision: t.Decision) -> None:
    """Now and then another source states the decision too, leaving out some of what the first gives, or all else."""
    if w.maybe(0.15):
        silent: dict[str, Any] = {
            "conditions": (),
            "basis": (),
            "term": None,
            "conduct_class": None,
            "rests_on": (),
        }
        left_out = {name: value for name, value in silent.items() if w.maybe(0.5)}
        other: dict[str, Any] = {"term": "P2Y"} if w.maybe(0.2) else {}
        w.say(replace(decision, origin="another source", **{**left_out, **other}))


def _corrections(w: World) -> None:
    identities = [fact for fact in w.facts if isinstance(fact, t.Identity)]
    if identities and w.maybe(0.15):
        w.say(t.Unmerge(record="reviewer:1", identity=fact_id(w.chance.choice(identities))))
    if w.maybe(0.15):
        taken = w.say(t.Retraction(record="gsxt:A", of=fact_id(w.chance.choice(w.facts))))
        if w.maybe(0.2):
            w.say(t.Retraction(record="gsxt:A", of=fact_id(taken)))
