"""From one clause of a rule file to a Clause: every key asked for, every word of a closed list."""

from __future__ import annotations

import re

from graph_service.rules.lexicon import Vocabulary
from graph_service.rules.model import (
    AuthorityScope,
    Basis,
    Clause,
    Clock,
    Condition,
    InForce,
    RoleDate,
    Term,
    Trigger,
)
from graph_service.rules.words import (
    Act,
    By,
    ClockStart,
    ConditionKind,
    Evidence,
    Force,
    IdentityAsked,
    Initial,
    Kind,
    Moment,
    OnObjection,
    Rank,
    Repair,
    Status,
    Target,
    TermForm,
)
from graph_service.rules.yaml_places import (
    Entry,
    Place,
    Value,
    as_code,
    as_entry,
    as_word,
    refuse,
)

_LENGTH = re.compile(r"P(?=\d)(\d+Y)?(\d+M)?(\d+D)?")
_TERM = re.compile(
    r"(?P<form>as_decided|as_publication) else (?P<length>P\S+)|(?P<bar>as_bar) max (?P<most>P\S+)"
)


def read_clause(entry: Entry, words: Vocabulary) -> Clause:
    """One clause from its mapping; raises Refusal at the first thing that cannot be read."""
    citation = entry.entry("citation")
    basis, in_force = _citation(citation)
    key = entry.text("id")
    return Clause(
        id=key,
        rule=key.split("/")[0],
        basis=basis,
        in_force=in_force,
        scope=_scope(entry.entry("scope"), words),
        trigger=_trigger(entry.entry("trigger"), words),
        target=entry.word("target", Target),
        by=entry.word("by", By),
        roles=entry.codes("roles", frozenset(words.roles)),
        role_date=_role_date(entry),
        identity=entry.word("identity", IdentityAsked),
        service=entry.flag("service"),
        measure=entry.code("measure", frozenset(words.measures)),
        measure_scope=_measure_scope(entry, words),
        kind=entry.word("kind", Kind),
        force=entry.word("force", Force),
        clock=_clock(entry, words),
        ends_by=entry.codes("ends_by", frozenset(words.endings)),
        on_objection=entry.word("on_objection", OnObjection),
        repair=entry.word("repair", Repair),
        initial=entry.word("initial", Initial),
        status=entry.word("status", Status),
        missing=entry.texts("missing"),
        note=entry.optional_text("note") or "",
    )


def _citation(entry: Entry) -> tuple[Basis, InForce]:
    basis = Basis(
        law=entry.text("law"),
        article=entry.text("article"),
        rank=entry.word("rank", Rank),
        says=entry.text("says"),
        evidence=entry.word("evidence", Evidence),
        quotation=entry.optional_text("quotation"),
        read_from=entry.optional_text("read_from"),
    )
    force = entry.entry("in_force")
    in_force = InForce(
        since=force.day("from"), until=force.optional_day("to"), evidence=force.word("evidence", Evidence)
    )
    force.close()
    entry.close()
    return basis, in_force


def _scope(entry: Entry, words: Vocabulary) -> AuthorityScope:
    level = entry.optional_text("least_level")
    received = entry.optional_text("received_by")
    scope = AuthorityScope(
        territory=entry.code("territory", frozenset(words.territories)),
        departments=entry.codes("departments", frozenset(words.departments)),
        authority=entry.text("authority"),
        least_level=level and entry.code("least_level", frozenset(words.levels)),
        through=entry.codes("through", frozenset(words.departments), default=()),
        received_by=received and entry.code("received_by", frozenset(words.events)),
    )
    if bool(scope.through) != bool(scope.received_by):
        why = "`through` and `received_by` belong together: whose acts wait, and for what receipt"
        raise refuse(entry.place, "scope_incomplete", why, "give both or none")
    entry.close()
    return scope


def _trigger(entry: Entry, words: Vocabulary) -> Trigger:
    conditions = tuple(_condition(value, words) for value in entry.items("conditions"))
    for number, condition in enumerate(conditions):
        if condition in conditions[:number]:
            place = entry.items("conditions")[number].place
            raise refuse(place, "repeated_value", f"the condition {condition} stands twice", "remove one")
    trigger = Trigger(
        act=entry.word("act", Act),
        category=entry.code("category", frozenset(words.categories)),
        conditions=conditions,
    )
    entry.close()
    return trigger


def _condition(value: Value, words: Vocabulary) -> Condition:
    known = frozenset(words.conditions)
    if isinstance(value.content, str):
        return Condition(
            kind=ConditionKind.CODE, codes=(as_code(value.content, known, value.place, "conditions"),)
        )
    entry = as_entry(value, "conditions")
    if entry.has("any_of"):
        found = Condition(kind=ConditionKind.ANY_OF, codes=entry.codes("any_of", known))
    elif entry.has("crime"):
        found = Condition(kind=ConditionKind.CRIME, codes=entry.codes("crime", frozenset(words.crimes)))
    else:
        cited = entry.entry("basis")
        found = Condition(kind=ConditionKind.BASIS, law=cited.text("law"), article=cited.text("article"))
        cited.close()
    entry.close()
    return found


def _role_date(entry: Entry) -> RoleDate | None:
    text = entry.optional_text("role_date")
    if text is None:
        return None
    place = entry.place_of("role_date")
    first, _, otherwise = text.partition(" else ")
    return RoleDate(
        first=as_word(first, Moment, place, "role_date"),
        otherwise=as_word(otherwise, Moment, place, "role_date") if otherwise else None,
    )


def _measure_scope(entry: Entry, words: Vocabulary) -> str | None:
    text = entry.optional_text("measure_scope")
    return None if text is None else entry.code("measure_scope", frozenset(words.measure_scopes))


def _clock(entry: Entry, words: Vocabulary) -> Clock:
    clock = entry.entry("clock")
    until = clock.optional_text("until")
    term = clock.optional_text("term")
    cap = clock.optional_text("cap")
    found = Clock(
        start=clock.word("start", ClockStart),
        term=None if term is None else _term(term, clock.place),
        until=until and clock.code("until", frozenset(words.endings)),
        cap=cap and _length(cap, clock.place),
    )
    clock.close()
    return found


def _term(text: str, place: Place) -> Term:
    if text in (TermForm.LIFE, TermForm.OPEN, TermForm.AS_DECIDED, TermForm.AS_PUBLICATION):
        return Term(form=TermForm(text))
    found = _TERM.fullmatch(text)
    if found is None:
        return Term(form=TermForm.FIXED, length=_length(text, place))
    if found["bar"]:
        return Term(form=TermForm.AS_BAR, length=_length(found["most"], place))
    return Term(form=TermForm(found["form"]), length=_length(found["length"], place))


def _length(text: str, place: Place) -> str:
    if not _LENGTH.fullmatch(text):
        todo = "write P3Y, P6M, P90D, life, open, as_decided, as_decided else P2Y or as_bar max P3Y"
        raise refuse(place, "not_a_term", f"{text!r} is not a term", todo, key="clock")
    return text
