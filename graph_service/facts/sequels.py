"""What the acts of a case say taken together: annulled with what it rests on, objected to, in use, for how long.

Readings of facts alone, by case and party; what they mean in law is said elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

from graph_service.facts.acts import OWN_EVENTS
from graph_service.facts.days import Day, add_term, covers
from graph_service.facts.identity import JOINING_SCHEMES, cluster, identity_facts
from graph_service.facts.ledger import FactIndex, Stated
from graph_service.facts.types import (
    Annulment,
    Decision,
    Event,
    Fact,
    Finding,
    Identifier,
    Identity,
    Naming,
    Objection,
    Office,
    Person,
    Receipt,
    Retraction,
    Service,
    Unmerge,
)

Stretch = tuple[date, date]
"""From a day (included) to a day (excluded; `date.max`: open)."""


def annulments(index: FactIndex, act: Decision, seen: frozenset[str] = frozenset()) -> tuple[Stated, ...]:
    """The annulments of a decision and of every case it rests on, however deep; circles end."""
    found = {one.id: one for one in index.by(Annulment.kind, "case", act.case)}
    for other in act.rests_on:
        if other not in seen and other != act.case:
            found |= {one.id: one for one in index.by(Annulment.kind, "case", other)}
            for one in decisions(index.by(Decision.kind, "case", other)):
                found |= {each.id: each for each in annulments(index, one, seen | {act.case})}
    return tuple(found.values())


def concerns_all(
    index: FactIndex, event: Event, subject: Collection[str], members: Callable[[], Collection[str]]
) -> bool:
    """Does an event speak of the whole case? `subject` are the records of the party that the decision is against,
    `members` gives those of the party that the event is stated of. What happens to one alone frees nobody else, where
    the case knows him: its papers name or find him, or he holds an office of the firm. Stated of somebody unknown to
    the case it is taken of the whole, so that nothing stays because a source gave the released another record."""
    if event.only_record:
        return False
    if event.event not in OWN_EVENTS or event.record in subject:
        return True
    records = members()
    papers = [one.fact for kind in (Naming, Finding) for one in index.by(kind.kind, "case", event.case)]
    offices = [one.fact for record in records for one in index.by(Office.kind, "record", record)]
    named = any(f.record in records and not getattr(f, "title_only", False) for f in papers)
    return not named and not any(isinstance(f, Office) and f.enterprise in subject for f in offices)


def open_stretches(objections: Iterable[Objection], firm: Collection[str]) -> tuple[list[Stretch], bool]:
    """When objections were open, each (by number; the firm's, or a person's own) from an acceptance to the refusal
    or withdrawal after it; and whether one that was accepted was upheld. A step known to the month opens on its
    first and closes on its last day. `firm` are the records of the party the act is against."""
    steps: dict[tuple[bool, str], list[Objection]] = defaultdict(list)
    for one in objections:
        steps[one.record in firm, one.number].append(one)
    stretches: list[Stretch] = []
    for own in steps.values():
        opened: date | None = None
        for one in sorted(own, key=lambda step: (step.date.first, step.step != "accepted", step.date.last)):
            if one.step == "accepted":
                opened = opened or one.date.first
            elif opened is not None:
                stretches.append((opened, one.date.last))
                opened = None
        stretches += [(opened, date.max)] if opened is not None else []
    return stretches, any({"accepted", "upheld"} <= {one.step for one in own} for own in steps.values())


def answers(receipts: Iterable[Receipt]) -> list[tuple[date, str]]:
    """What implementers answer, day by day of change: `applied` while one of them applies it, else the last word
    (refused, lifted)."""
    last: dict[str, str] = {}
    found: dict[date, str] = {}
    for one in sorted(
        receipts, key=lambda receipt: (receipt.date.last, receipt.outcome, receipt.implementer)
    ):
        last[one.implementer] = one.outcome
        found[one.date.last] = "applied" if "applied" in last.values() else one.outcome
    return sorted(found.items())


def first_in_row(
    index: FactIndex,
    records: Collection[str],
    act: Decision,
    start: date,
    lengths: Mapping[str, str],
    exits: Collection[str],
) -> date:
    """The first start of the terms of one party that follow each other without a gap up to `start`: of decisions
    of the same category, served on it and not annulled. `lengths` maps the ground a decision states to the term
    where it states none itself; an event of `exits` ends a term before its time. Raises BadValue."""
    earlier: list[tuple[date, date]] = []
    for one in decisions(one for record in records for one in index.by(Decision.kind, "record", record)):
        if one.category != act.category or one.case == act.case:
            continue
        if index.by(Annulment.kind, "case", one.case):
            continue
        served = [s.fact for s in index.by(Service.kind, "case", one.case) if s.fact.record in records]
        days = [s.date.exact for s in served if isinstance(s, Service) and s.date.exact]
        if days and min(days) < start:
            since, ground = (
                min(days),
                next((lengths[code] for code in one.conditions if code in lengths), None),
            )
            events = [e.fact for e in index.by(Event.kind, "case", one.case)]
            released = [
                event.date.first
                for event in events
                if isinstance(event, Event)
                and event.event in exits
                and (not event.only_record or event.record in records)
            ]
            earlier.append(
                (since, min([add_term(since, one.term or ground) if ground else since, *released]))
            )
    for since, until in sorted(earlier, reverse=True):
        start = min(start, since) if until >= start else start
    return start


def terms_of_office(
    index: FactIndex, firms: Collection[str], posts: Collection[str], first: Day, last: Day
) -> list[tuple[Stated, bool | None, bool]]:
    """The offices in the firms with one of the posts; was each held on `first` and `last` and all days between, as
    far as everything stated of that term of office says (None: not known); was a resignation signed before."""
    terms: dict[tuple[str, str, Day | None], list[tuple[Stated, bool | None, bool]]] = defaultdict(list)
    for one in (one for record in firms for one in index.by(Office.kind, "enterprise", record)):
        o = one.fact
        if isinstance(o, Office) and o.post in posts:
            on = {covers(o.since, o.until, day, disclosed_on=o.disclosed_on) for day in (first, last)}
            left = o.resigned_on is not None and o.resigned_on.first <= last.last
            person = min(cluster(index, o.record, "PROVED").records)
            terms[person, o.post, o.since].append((one, on.pop() if len(on) == 1 else None, left))
    return [
        (one, on if len({other for _, other, _ in term}) == 1 else None, left)
        for term in terms.values()
        for one, on, left in term
    ]


def together(statements: Sequence[Decision]) -> tuple[Decision, bool]:
    """One decision as its standing statements say it together, and whether they say it alike. What one leaves out and
    another gives is given, in whatever order they came; only two values for one thing contradict (then the first counts
    and the answer is no). Record and header are the first statement's."""
    given: dict[str, Any] = {}
    alike = True
    for one in statements:
        said = {name: value for name in _SAID if (value := getattr(one, name)) not in (None, ())}
        alike = alike and all(given.get(name, value) == value for name, value in said.items())
        given = said | given
    return replace(statements[0], **given), alike


_SAID = tuple({field.name for field in fields(Decision)} - {field.name for field in fields(Fact)})


def decisions(stated: Iterable[Stated]) -> tuple[Decision, ...]:
    """The decisions among stated facts, one for each case, each as its statements say it together."""
    cases: dict[str, list[Decision]] = defaultdict(list)
    for one in stated:
        if isinstance(one.fact, Decision):
            cases[one.fact.case].append(one.fact)
    return tuple(together(statements)[0] for statements in cases.values())


def superseding(index: FactIndex, case: str) -> list[tuple[Decision, tuple[Stated, ...]]]:
    """The decisions that take the place of a case's, each as its standing statements say it together, with these: what
    one source tells of the date or of what it rests on counts also where only another says whose place it takes."""
    found: list[tuple[Decision, tuple[Stated, ...]]] = []
    for act in decisions(index.by(Decision.kind, "supersedes", case)):
        statements = index.by(Decision.kind, "case", act.case)
        for whole in decisions(statements):
            found += [(whole, statements)] if case in whole.supersedes else []
    return found


def stretch_of(fact: Fact) -> Stretch:
    """The valid span of a relief: from the first day it may have begun to the last day it may have ended."""
    return fact.since.first if fact.since else date.max, fact.until.last if fact.until else date.max


def offices_of_name(
    index: FactIndex, record: str, terms: Callable[[], list[tuple[Stated, bool | None, bool]]]
) -> list[tuple[Stated, bool | None, bool]]:
    """Of terms of office those that someone of the name of `record` held or may have held; none where the record has
    an identity or an office of its own, or no name (then the terms are not asked for)."""
    if identity_facts(index, record) or index.by(Office.kind, "record", record):
        return []
    name = name_of(index, record)
    if name is None:
        return []
    return [term for term in terms() if term[1] is not False and name_of(index, term[0].fact.record) == name]


def offices_taken_back(index: FactIndex, records: Collection[str]) -> tuple[Decision, ...]:
    """The decisions by which offices stated on the records were taken back as never true."""
    taken = [one.fact for record in records for one in index.by(Retraction.kind, "record", record)]
    cases = [f.case for f in taken if isinstance(f, Retraction) and f.case and f.of.startswith("office:")]
    return decisions(one for case in cases for one in index.by(Decision.kind, "case", case))


def who_is_who(keys: Collection[str], shown: Mapping[str, Stated]) -> set[str]:
    """The look-ups that belong together: whoever looks at one record's identity looks at all that could join it to
    another, or undo that. `keys` are look-ups already made, `shown` the facts they showed."""
    parts = ("identity.record", "identity.same_as", "identifier.record")
    whole = (*parts, "person.record", "enterprise.record")
    found = {f"{part}={key.partition('=')[2]}" for key in keys if key.startswith(parts) for part in whole}
    facts = {one.id: one.fact for one in shown.values() if isinstance(one.fact, Identity)}
    undone = {one.fact.identity for one in shown.values() if isinstance(one.fact, Unmerge)}
    found |= {f"unmerge.identity={one}" for one in facts}
    firm = [fact for one, fact in facts.items() if fact.level != "CANDIDATE" and one not in undone]
    found |= {f"identity.document={fact.document}" for fact in firm if fact.document}
    numbers = [one.fact for one in shown.values() if isinstance(one.fact, Identifier)]
    joined = [fact.record for fact in numbers if fact.valid and fact.scheme in JOINING_SCHEMES]
    joined += [record for fact in firm for record in (fact.record, fact.same_as) if record]
    return found | {f"{kind}.record={record}" for record in joined for kind in ("enterprise", "person")}


def name_of(index: FactIndex, record: str) -> str | None:
    """The keyed name of a person's record; None where it has none."""
    facts = (one.fact for one in index.by(Person.kind, "record", record))
    return next((fact.name_key for fact in facts if isinstance(fact, Person) and fact.name_key), None)


def adult_days(index: FactIndex, records: Collection[str]) -> dict[str, Day]:
    """Per fact (its id), the first day on which the records of a person say that he is of age."""
    found = [one for record in records for one in index.by("person", "record", record)]
    days = {one.id: one.fact.adult_on for one in found if isinstance(one.fact, Person)}
    return {one: day for one, day in days.items() if day is not None}
