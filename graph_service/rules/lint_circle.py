"""Checks of one clause: whom it reaches, and what it may look at. Each yields what would harm, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph_service.rules.lexicon import Vocabulary
from graph_service.rules.model import Clause
from graph_service.rules.words import (
    Act,
    By,
    Circle,
    ClockStart,
    ConditionKind,
    IdentityAsked,
    Initial,
    Kind,
    Moment,
    Status,
    Target,
)


@dataclass(frozen=True, slots=True)
class Harm:
    """What a check refuses: a stable code, the key of the clause it stands at, the reason, what to do."""

    kind: str
    key: str
    why: str
    todo: str


_KINSHIP = re.compile(
    r"(^|_)(kin|kinship|spouse|husband|wife|relatives?|family|parents?|child|children|marriage)(_|$)"
)
_RISK = re.compile(
    r"score|risk|(^|_)leads?(_|$)|pattern|suspect|similar|centrality|(same|shared)_(address|phone|agent)"
)
_RECORD = re.compile(r"credit_(record|entry)|personal_record")
_SHARES = re.compile(r"shareholder|shareholding|holding|owner|equity|stake")
_BY_REGISTER = ("register", "filing", "appointment_document")


def forbidden_word(code: str) -> str | None:
    """Why a code may not be an input of the law, by what it speaks of; None where it may."""
    if _KINSHIP.search(code):
        return "kinship is no input of the law (I03)"
    if _RISK.search(code):
        return "leads, scores and patterns never create, extend or weigh a measure (I07)"
    if _RECORD.search(code):
        return "a credit entry conditions nothing"
    return None


def check_inputs(clause: Clause, words: Vocabulary) -> Iterator[Harm]:
    """Neither kinship, nor leads and scores, nor credit entries may be read; no contradictions."""
    codes = [code for condition in clause.trigger.conditions for code in condition.codes]
    for code in (clause.trigger.category, *codes):
        why = forbidden_word(code)
        if why:
            yield Harm("forbidden_input", "trigger", f"{code!r}: {why}", "take it out")
    groups: set[str] = set()
    for condition in clause.trigger.conditions:
        if condition.kind is not ConditionKind.CODE:
            continue
        group = words.conditions[condition.codes[0]].group
        if group and group in groups:
            why = f"two conditions of the group {group!r} exclude each other: the clause can never apply"
            yield Harm("contradiction", "trigger", why, "ask for one of them")
        groups.update({group} if group else set())
    any_act = words.categories[clause.trigger.category].any_act
    if any_act and clause.trigger.act is not Act.DECISION:
        why = "a category that any act can fall under names no form: every act is a decision"
        yield Harm("umbrella", "trigger", why, "write act: decision")
    if any_act and clause.kind is not Kind.RECORD:
        why = "a category that any act can fall under may only lead to a record"
        yield Harm("umbrella", "trigger", why, "name the act of the law that carries the measure")


def check_way(clause: Clause, _: Vocabulary) -> Iterator[Harm]:
    """The way a clause finds whom it reaches fits its target, roles, role date and first state."""
    persons = clause.by not in (By.ENTITY, By.FORWARD)
    foreign = clause.kind is Kind.FOREIGN
    fits = clause.target is (Target.PERSON if persons else Target.ENTERPRISE)
    if not fits and not (foreign and clause.by is By.OWN_STATUS and clause.target is Target.ANY):
        why = f"by {clause.by.value} does not reach {clause.target.value}"
        yield Harm("target_mismatch", "target", why, "correct `by` or `target`")
    circled = clause.by in (By.OFFICE, By.NAMED, By.FINDING, By.RECORD)
    if circled != bool(clause.roles):
        why = "a circle by office, naming, finding or record has roles; the others have none"
        yield Harm("circle_incomplete", "roles", why, "name the roles, or none")
    if circled != (clause.role_date is not None):
        why = "a role counts on a date; without a role there is none"
        yield Harm("role_date_missing", "role_date", why, "say on which day the role counts, or null")
    if clause.by is By.OFFICE and clause.status is Status.ENABLED and clause.initial is not Initial.PROPOSED:
        why = "by office alone a measure is only proposed, until the decision names the person or a reviewer confirms"
        yield Harm("office_not_proposed", "initial", why, "write proposed")
    if clause.by is not By.OFFICE and clause.status is Status.ENABLED and clause.initial is Initial.PROPOSED:
        why = "only what is reached by office waits for a naming or a confirmation"
        yield Harm("proposed_without_office", "initial", why, "write in_force")
    if clause.by is By.FORWARD and clause.status is Status.ENABLED:
        why = "forward effects on later firms are not verified"
        yield Harm("forward_enabled", "status", why, "write draft")


_ACT_MOMENTS = {
    Moment.LISTING: (Act.LISTING,),
    Moment.ORDER: (Act.ORDER,),
    Moment.REVOCATION: (Act.REVOCATION,),
    Moment.DECISION: (Act.DECISION, Act.JUDGMENT, Act.DETERMINATION, Act.REGISTRATION),
}


def check_role_date(clause: Clause, _: Vocabulary) -> Iterator[Harm]:
    """The role counts on a date that the act or the register can tell, and that no later day moves."""
    if clause.role_date is None:
        return
    first, otherwise = clause.role_date.first, clause.role_date.otherwise
    if first is Moment.NOW:
        why = "a role that counts now would reach people without any act"
        yield Harm("role_date_now", "role_date", why, "take the date of an act")
    if first is Moment.AS_NAMED and clause.by in (By.OFFICE, By.RECORD):
        why = "who is reached by office is not named by a document"
        yield Harm("role_date_mismatch", "role_date", why, "take a date the register can answer")
    for moment in (first, otherwise):
        if moment in _ACT_MOMENTS and clause.trigger.act not in _ACT_MOMENTS[moment]:
            why = f"an act of form {clause.trigger.act.value} has no date of the {moment.value}"
            yield Harm("role_date_mismatch", "role_date", why, "take the date of the act itself")
    if otherwise is not None and (
        first not in (Moment.CONDUCT, Moment.REQUEST) or otherwise not in _ACT_MOMENTS
    ):
        why = "`else` stands after a date that may be unknown, and names the date of the act, which is known"
        yield Harm("role_date_else", "role_date", why, "write conduct else decision, or no else")


def check_naming(clause: Clause, _: Vocabulary) -> Iterator[Harm]:
    """A clause by naming asks for the naming; the statutory agent needs the document that names him."""
    codes = clause.trigger.codes
    named = any(code.endswith("_names_the_person") for code in codes) or "decision_states_the_amount" in codes
    title = "order_gives_a_title_only" in codes and clause.status is Status.DRAFT
    if clause.by is By.NAMED and not named and not title:
        why = "a circle by naming reaches nobody whom the document does not name"
        yield Harm("naming_not_asked", "trigger", why, "add the condition that the document names the person")
    if "statutory_agent" in clause.roles and not (
        clause.by is By.NAMED
        and clause.trigger.act is Act.DECISION
        and "debtor_without_full_capacity" in codes
    ):
        why = "a statutory agent is reached only where the decision names him and the debtor lacks capacity (I03)"
        yield Harm("kinship_by_role", "roles", why, "take the role out")


def check_roles(clause: Clause, words: Vocabulary) -> Iterator[Harm]:
    """Roles that carry no responsibility, shareholding as such, and roles only a finding proves."""
    for code in clause.roles:
        role = words.roles[code]
        if role.circle is Circle.NEVER:
            why = f"{code} ({role.zh}) never carries responsibility"
            yield Harm("role_without_responsibility", "roles", why, "take the role out")
        elif role.circle is Circle.FINDING and clause.by is not By.FINDING:
            why = f"{code} ({role.zh}): shares and control reach nobody without a finding (I05)"
            yield Harm("shareholding_as_circle", "roles", why, "reach it by finding, or take it out")
        elif clause.by in (By.OFFICE, By.RECORD) and not role.proof.startswith(_BY_REGISTER):
            why = f"{code} ({role.zh}) is proved by {role.proof}, not by an office"
            yield Harm("role_only_by_finding", "roles", why, "reach it by finding or naming")


def check_identity(clause: Clause, _: Vocabulary) -> Iterator[Harm]:
    """PROVED for everything that restricts; CONFIRMED for credit entries and K2; LISTED for foreign lists."""
    allowed = {IdentityAsked.PROVED}
    if clause.kind in (Kind.RECORD, Kind.K2):
        allowed.add(IdentityAsked.CONFIRMED)
    if clause.kind is Kind.FOREIGN:
        allowed = {IdentityAsked.LISTED}
    if clause.identity not in allowed:
        wanted = " or ".join(sorted(level.value for level in allowed))
        why = f"kind {clause.kind.value} on a party whose identity is {clause.identity.value} (I02)"
        yield Harm("identity_too_weak", "identity", why, f"ask for {wanted}")


def check_service(clause: Clause, _: Vocabulary) -> Iterator[Harm]:
    """`service` says exactly that the clock starts at service."""
    if clause.service != (clause.clock.start is ClockStart.SERVICE):
        why = "`service: true` and a clock that starts at service belong together (R07)"
        yield Harm("service_mismatch", "service", why, "correct `service` or the start of the clock")


def shares_in(code: str) -> bool:
    """Does a role code speak of shares or ownership?"""
    return bool(_SHARES.search(code))
