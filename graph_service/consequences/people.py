"""Who a person is and which role he held when: identity, registered offices, age.

Nothing is guessed: an answer is True, False, or None where the facts do not tell; and a name proves identity
only as law decision 9 allows (exactly one person of that name in that office, with a proved number).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from graph_service.consequences.case import Case, Evidence
from graph_service.facts import Day, Stated, covers, proofs
from graph_service.facts.identity import identity_facts
from graph_service.facts.types import Decision, Office, Person
from graph_service.rules.model import RoleDate
from graph_service.rules.words import IdentityAsked, Kind, Moment


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which a role has to have been held, first and last (both included)."""

    first: Day
    last: Day


def role_window(case: Case, asked: RoleDate | None) -> Window | None:
    """The window of a role date; None where the facts do not give that date (or it is as the document says)."""
    if asked is None:
        return None
    found = _moment(case.decision, asked.first)
    return found if found or asked.otherwise is None else _moment(case.decision, asked.otherwise)


def _moment(decision: Decision, moment: Moment) -> Window | None:
    if moment is Moment.CONDUCT:
        first = decision.conduct_from or decision.conduct_to
        return Window(first, decision.conduct_to or first) if first else None
    if moment is Moment.REQUEST:
        return Window(decision.requested_on, decision.requested_on) if decision.requested_on else None
    if moment is Moment.AS_NAMED:
        return None
    return Window(decision.date, decision.date)


def held(office: Office, window: Window) -> bool | None:
    """Was the office held on every day of the window? None where it was on some, or the dates do not tell."""
    parts = {_on(office, day) for day in (window.first, window.last)}
    if parts == {True}:
        return True
    if parts == {False}:
        started_inside = office.since is not None and office.since.first > window.first.last
        return None if started_inside and office.since and office.since.first <= window.last.last else False
    return None


def _on(office: Office, day: Day) -> bool | None:
    return covers(office.since, office.until, day, disclosed_on=office.disclosed_on)


@dataclass(frozen=True, slots=True)
class Holder:
    """A person whom the register shows in a role: his record, the office fact, and whether he held it in the
    window (None: not known); `resigned` where a signed resignation came before the window."""

    record: str
    office: Stated
    role: str
    held: bool | None
    resigned: bool


def offices(case: Case, evidence: Evidence) -> tuple[Stated, ...]:
    """The offices the register shows in the subject of the case, at any time, in ledger order."""
    return tuple(one for record in case.subject for one in evidence.by("office", "enterprise", record))


def holders(case: Case, evidence: Evidence, roles: Iterable[str], window: Window) -> tuple[Holder, ...]:
    """Everyone the register shows in one of `roles`, one answer per person and role.

    Where statements of one person's office differ on the window, the register contradicts itself and the
    answer is None.
    """
    wanted = frozenset(roles)
    terms: dict[tuple[str, str], dict[tuple[str, Day | None], list[Stated]]] = {}
    for one in offices(case, evidence):
        office = one.fact
        assert isinstance(office, Office)
        person = representative(evidence, office.record)
        for role in sorted(case.roles_of(office.post) & wanted):
            terms.setdefault((person, role), {}).setdefault((office.post, office.since), []).append(one)
    return tuple(
        max((_term(role, statements, window) for statements in own.values()), key=_strength)
        for (_, role), own in terms.items()
    )


def _term(role: str, statements: list[Stated], window: Window) -> Holder:
    """One term of office (same post, same beginning) by all statements of it."""
    facts = [one.fact for one in statements if isinstance(one.fact, Office)]
    answers = {held(office, window) for office in facts}
    gone = any(o.resigned_on is not None and o.resigned_on.first <= window.last.last for o in facts)
    first = min(statements, key=lambda one: (one.fact.record, one.id))
    return Holder(first.fact.record, first, role, answers.pop() if len(answers) == 1 else None, gone)


def _strength(one: Holder) -> tuple[bool, bool, bool, str]:
    """Of several terms the one that was surely held counts, then the one that may have been."""
    return one.held is True and not one.resigned, one.held is None, one.held is True, one.office.id


def representative(evidence: Evidence, record: str) -> str:
    """One record for all records of a proved party: the smallest id, whatever order they came in."""
    return min(evidence.party(record).records)


def bound_records(evidence: Evidence, record: str | None, kind: Kind) -> tuple[str, ...]:
    """The records of a party that a measure of this kind on `record` concerns, sorted."""
    if record is None:
        return ()
    return tuple(sorted(evidence.party(record, kind.level.value).records))


def identified(evidence: Evidence, record: str, asked: IdentityAsked) -> bool:
    """Is it proved, as far as the clause asks, who the party of this record is?"""
    if asked is IdentityAsked.LISTED:
        return True
    party = evidence.party(record, asked.value)
    shown = False
    for member in party.records:
        for proof in proofs(evidence, member, asked.value):
            shown = True
            evidence.use("identity", proof)
            for link in party.path(member):
                evidence.use("identity", *link.facts)
        if shown:
            return True
    if asked is IdentityAsked.CONFIRMED and len(party.records) > 1:
        evidence.use("identity", *party.links[0].facts)
        return True
    return False


def by_register(case: Case, evidence: Evidence, record: str, roles: frozenset[str]) -> Holder | None:
    """The one person the register shows, on the day of the decision, under the name of `record` in an office of
    `roles`, with a proved number; None where there is none, or more than one (law decision 9)."""
    name = name_of(evidence, record)
    if name is None:
        return None
    window = Window(case.decision.date, case.decision.date)
    matching = [
        one
        for one in holders(case, evidence, roles, window)
        if one.held is not False and name_of(evidence, one.record) == name
    ]
    people = {representative(evidence, one.record) for one in matching}
    if len(people) != 1 or not all(one.held for one in matching):
        return None
    trial = evidence.fork()  # looked at by all who ask; relied on only where it is he who is meant
    proved = identified(trial, matching[0].record, IdentityAsked.PROVED)
    evidence.looks.update(trial.looks)
    return matching[0] if proved else None


def name_of(evidence: Evidence, record: str) -> str | None:
    """The keyed name of a person's record; None where it has none."""
    for one in evidence.by("person", "record", record):
        if isinstance(one.fact, Person) and one.fact.name_key:
            return one.fact.name_key
    return None


def of_age(
    evidence: Evidence, record: str, day: Day, level: IdentityAsked = IdentityAsked.PROVED
) -> bool | None:
    """Was the person of age on `day`? None where no record of his says when he is (R05, I14): age is kept with the
    identity, as far as that is known at `level`."""
    answers: set[bool] = set()
    for member in evidence.party(record, level.value).records:
        for one in evidence.by("person", "record", member):
            if isinstance(one.fact, Person) and one.fact.adult_on is not None:
                adult_on = one.fact.adult_on
                if adult_on.last <= day.first:
                    answers.add(True)
                elif adult_on.first > day.last:
                    answers.add(False)
                evidence.use("age", one)
    return answers.pop() if len(answers) == 1 else None


def same_person(evidence: Evidence, left: str, right: str) -> bool:
    """Are two records proved to be one person?"""
    return left == right or right in evidence.party(left).records


def within(day: date, since: date, until: date | None) -> bool:
    """Does `day` lie in `[since, until)`?"""
    return since <= day and (until is None or day < until)


def has_identity(evidence: Evidence, record: str) -> bool:
    """Is the record more than a name? It carries an identity fact that was not unmerged, or a register shows it in an
    office of its own: then the name proves nothing beyond it (a namesake's record is a namesake's)."""
    # Whoever relies on an identity, or on its absence, looks at the whole of it.
    evidence.party(record)
    return bool(identity_facts(evidence, record) or evidence.by("office", "record", record))
