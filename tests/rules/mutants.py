"""Mutants of a clause, made from its schema: every role, date, bound, unit, force, scope, condition and exit changed.

Each mutant says which field it changed and which value it brought in, so that the example that speaks of that value
can be tried first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from graph_service.rules.lexicon import Vocabulary
from graph_service.rules.model import Clause, Condition, RoleDate, Term, Trigger
from graph_service.rules.words import (
    Act,
    By,
    ClockStart,
    ConditionKind,
    Force,
    HowKnown,
    IdentityAsked,
    Initial,
    Kind,
    Moment,
    OnObjection,
    Repair,
    Status,
    Target,
    TermForm,
)

W = TypeVar("W", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one clause: the field, what was done, and the clause it gives."""

    field: str
    change: str
    value: str
    clause: Clause


def mutants(clause: Clause, words: Vocabulary) -> Iterator[Mutant]:
    """All mutants of a clause."""
    yield from _words(clause)
    yield from _roles(clause, words)
    yield from _scope(clause, words)
    yield from _trigger(clause, words)
    yield from _measure(clause, words)
    yield from _clock(clause, words)
    yield from _ends(clause, words)
    yield from _dates(clause)
    yield from _drafts(clause)


def _others(words: type[W], word: W) -> Iterator[W]:
    return (other for other in words if other is not word)


def _words(clause: Clause) -> Iterator[Mutant]:
    for target in _others(Target, clause.target):
        yield Mutant("target", f"is {target}", target, replace(clause, target=target))
    for by in _others(By, clause.by):
        yield Mutant("by", f"is {by}", by, replace(clause, by=by))
    for identity in _others(IdentityAsked, clause.identity):
        yield Mutant("identity", f"is {identity}", identity, replace(clause, identity=identity))
    yield Mutant("service", "flipped", "service", replace(clause, service=not clause.service))
    for kind in _others(Kind, clause.kind):
        yield Mutant("kind", f"is {kind}", kind, replace(clause, kind=kind))
    for force in _others(Force, clause.force):
        yield Mutant("force", f"is {force}", force, replace(clause, force=force))
    for treated in _others(OnObjection, clause.on_objection):
        yield Mutant("on_objection", f"is {treated}", treated, replace(clause, on_objection=treated))
    if clause.status is Status.ENABLED:  # a draft never reaches its first state
        for initial in _others(Initial, clause.initial):
            yield Mutant("initial", f"is {initial}", initial, replace(clause, initial=initial))


def _roles(clause: Clause, words: Vocabulary) -> Iterator[Mutant]:
    missing = [code for code in words.roles if code not in clause.roles]
    for code in clause.roles:
        rest = tuple(role for role in clause.roles if role != code)
        yield Mutant("roles", f"without {code}", code, replace(clause, roles=rest))
        for other in missing:
            swapped = tuple(other if role == code else role for role in clause.roles)
            yield Mutant("roles", f"{other} for {code}", other, replace(clause, roles=swapped))
    for code in missing:
        yield Mutant("roles", f"and {code}", code, replace(clause, roles=(*clause.roles, code)))
    moments: set[RoleDate | None] = {None, *(RoleDate(first=moment) for moment in Moment)}
    if _reaches_nobody(clause):
        return
    if clause.role_date:
        moments |= {RoleDate(first=clause.role_date.first, otherwise=moment) for moment in Moment}
    for dated in moments - {clause.role_date}:
        yield Mutant("role_date", f"is {dated}", "role_date", replace(clause, role_date=dated))


def _reaches_nobody(clause: Clause) -> bool:
    """An order by title only is a draft without a person: nobody's role has a date, nobody's repair ends it."""
    return "order_gives_a_title_only" in clause.trigger.codes


def _scope(clause: Clause, words: Vocabulary) -> Iterator[Mutant]:
    scope = clause.scope
    for code in words.territories:
        if code != scope.territory:
            changed = replace(clause, scope=replace(scope, territory=code))
            yield Mutant("territory", f"is {code}", code, changed)
    for codes, change, value in _lists(scope.departments, words.departments):
        changed = replace(clause, scope=replace(scope, departments=codes))
        yield Mutant("departments", change, value, changed)
    for level in (None, *words.levels):
        # "county" is the lowest level there is: asking for it asks nothing.
        if level != scope.least_level and {level, scope.least_level} != {None, words.levels[0]}:
            changed = replace(clause, scope=replace(scope, least_level=level))
            yield Mutant("least_level", f"is {level}", level or "", changed)
    if scope.through:
        free = replace(clause, scope=replace(scope, through=(), received_by=None))
        yield Mutant("through", "without receipt", "court", free)
        for code in words.events:
            if code != scope.received_by:
                changed = replace(clause, scope=replace(scope, received_by=code))
                yield Mutant("received_by", f"is {code}", code, changed)


def _lists(codes: tuple[str, ...], known: Iterable[str]) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Every list with one code less or one code more."""
    for code in codes:
        yield tuple(other for other in codes if other != code), f"without {code}", code
    for code in known:
        if code not in codes:
            yield (*codes, code), f"and {code}", code


def _trigger(clause: Clause, words: Vocabulary) -> Iterator[Mutant]:
    trigger = clause.trigger
    for act in _others(Act, trigger.act):
        yield _triggered(clause, replace(trigger, act=act), "act", f"is {act}", act)
    for code in words.categories:
        if code != trigger.category:
            changed = replace(trigger, category=code)
            yield _triggered(clause, changed, "category", f"is {code}", code)
    for place, condition in enumerate(trigger.conditions):
        rest = (*trigger.conditions[:place], *trigger.conditions[place + 1 :])
        yield _triggered(clause, replace(trigger, conditions=rest), "conditions", f"without {condition}", "")
        for other, change, value in _conditions(condition, words):
            changed = replace(
                trigger, conditions=(*trigger.conditions[:place], other, *trigger.conditions[place + 1 :])
            )
            yield _triggered(clause, changed, "conditions", change, value)
    for code in words.conditions:
        extra = Condition(kind=ConditionKind.CODE, codes=(code,))
        if extra not in trigger.conditions:
            changed = replace(trigger, conditions=(*trigger.conditions, extra))
            yield _triggered(clause, changed, "conditions", f"and {code}", code)


def _triggered(clause: Clause, trigger: Trigger, field: str, change: str, value: str) -> Mutant:
    return Mutant(field, change, value, replace(clause, trigger=trigger))


def _conditions(condition: Condition, words: Vocabulary) -> Iterator[tuple[Condition, str, str]]:
    if condition.kind is ConditionKind.BASIS:
        for law, article in ((condition.law, "Art 999"), ("另一部法", condition.article)):
            yield replace(condition, law=law, article=article), f"{law} {article} for {condition}", article
    elif condition.kind is not ConditionKind.CODE:
        stated = [code for code, word in words.conditions.items() if word.known is HowKnown.STATED]
        known = words.crimes if condition.kind is ConditionKind.CRIME else stated
        for codes, change, value in _lists(condition.codes, known):
            if codes:
                yield replace(condition, codes=codes), f"{change} in {condition}", value


def _measure(clause: Clause, words: Vocabulary) -> Iterator[Mutant]:
    for code in words.measures:
        if code != clause.measure:
            yield Mutant("measure", f"is {code}", code, replace(clause, measure=code))
    for text in (None, *words.measure_scopes):
        if text != clause.measure_scope:
            yield Mutant("measure_scope", f"is {text}", text or "", replace(clause, measure_scope=text))


def _clock(clause: Clause, words: Vocabulary) -> Iterator[Mutant]:
    clock = clause.clock
    for start in _others(ClockStart, clock.start):
        changed = replace(clause, clock=replace(clock, start=start))
        yield Mutant("clock", f"starts at {start}", start, changed)
        both = replace(changed, service=start is ClockStart.SERVICE)
        if both.service != changed.service:
            yield Mutant("clock", f"starts at {start}, with service", start, both)
    for term in _terms(clock.term):
        yield Mutant(
            "clock", f"term {term}", "", replace(clause, clock=replace(clock, term=term, until=None))
        )
    for code in words.endings:
        if code != clock.until:
            changed = replace(clause, clock=replace(clock, term=None, until=code))
            yield Mutant("clock", f"until {code}", code, changed)
    for cap in (None, "P4Y", "P6Y", "P5M", "P5D") if clock.cap else ():
        yield Mutant("clock", f"cap {cap}", "cap", replace(clause, clock=replace(clock, cap=cap)))


def _terms(term: Term | None) -> Iterator[Term]:
    if term is None or term.length is None:
        lengths = ["P1Y", "P3Y", "P10Y"]
    else:
        number, unit = int(term.length[1:-1]), term.length[-1]
        lengths = [f"P{number + 1}{unit}", f"P{number + 1}M", f"P{number}M", f"P{number}D", f"P{number}Y"]
        lengths += [f"P{number - 1}{unit}"] if number > 1 else []
    forms = {TermForm.FIXED, TermForm.AS_DECIDED, TermForm.AS_PUBLICATION, TermForm.AS_BAR}
    made = {Term(form=form, length=length) for form in forms for length in lengths}
    made |= {Term(form=form) for form in TermForm if form not in (TermForm.FIXED, TermForm.AS_BAR)}
    yield from sorted(made - {term}, key=str)


def _ends(clause: Clause, words: Vocabulary) -> Iterator[Mutant]:
    for codes, change, value in _lists(clause.ends_by, words.endings):
        yield Mutant("ends_by", change, value, replace(clause, ends_by=codes))
    for repair in _others(Repair, clause.repair):
        yield Mutant("repair", f"is {repair}", "repair", replace(clause, repair=repair))
    by_repair = [code for code, ending in words.endings.items() if ending.fact == "repair"]
    without = tuple(code for code in clause.ends_by if code not in by_repair)
    if clause.repair is Repair.NONE and not _reaches_nobody(clause):
        for repair in (Repair.OWN, Repair.WITH_DECISION):
            offered = replace(clause, repair=repair, ends_by=(*clause.ends_by, "repair"))
            yield Mutant("repair", f"is {repair}, with its ending", "repair", offered)
    elif clause.repair is not Repair.NONE:
        none = replace(clause, repair=Repair.NONE, ends_by=without)
        yield Mutant("repair", "is none, without its ending", "repair", none)


def _dates(clause: Clause) -> Iterator[Mutant]:
    since = clause.in_force.since
    for days in (-3650, -1, 1, 3650):
        moved = replace(clause.in_force, since=since + timedelta(days=days))
        yield Mutant("in_force", f"from {moved.since}", "date", replace(clause, in_force=moved))
    for until in (since + timedelta(days=1), date(2026, 5, 10)):
        ended = replace(clause.in_force, until=until)
        yield Mutant("in_force", f"until {until}", "date", replace(clause, in_force=ended))


def _drafts(clause: Clause) -> Iterator[Mutant]:
    if clause.status is Status.DRAFT:
        enabled = replace(clause, status=Status.ENABLED, missing=())
        yield Mutant("status", "enabled, nothing missing", "", enabled)
        yield Mutant("status", "enabled", "", replace(clause, status=Status.ENABLED))
    else:
        drafted = replace(clause, status=Status.DRAFT, missing=("something",))
        yield Mutant("status", "draft", "", drafted)
