"""Checks of one clause: what it rests on, what it does, and how it ends. Each yields what would harm, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph_service.rules.lexicon import Vocabulary
from graph_service.rules.lint_circle import Harm
from graph_service.rules.model import Clause
from graph_service.rules.words import (
    Act,
    By,
    ClockStart,
    Force,
    Initial,
    Kind,
    OnObjection,
    ProvedBy,
    Rank,
    Repair,
    Status,
    Target,
    TermForm,
)

_MEMO = re.compile(r"备忘录|发改财金〔|发改法规〔|memorand|\bmemo\b", re.IGNORECASE)
_UNKNOWN = re.compile(r"(not known|unknown|none|n/a|verify|article not known|-|\?)", re.IGNORECASE)
_QUOTED = re.compile(r"[“”「」『』]")
_TOO_WEAK = frozenset({Rank.MEMO, Rank.LOCAL_POLICY})
_TOO_WEAK_IN_FORCE = _TOO_WEAK | {Rank.NORMATIVE_DOCUMENT}
_NEEDS_SCOPE = frozenset({"M03", "M04", "M05", "M06", "M25", "M29"})
_PUBLICATION = "M19"
_SUSPENDED = frozenset({Kind.K2, Kind.K3, Kind.RECORD})
_START_ACTS = {
    ClockStart.LISTING: (Act.LISTING,),
    ClockStart.ORDER: (Act.ORDER,),
    ClockStart.JUDGMENT: (Act.JUDGMENT,),
    ClockStart.REVOCATION: (Act.REVOCATION,),
    ClockStart.DECISION: (Act.DECISION, Act.DETERMINATION, Act.REGISTRATION),
}


def check_basis(clause: Clause, _: Vocabulary) -> Iterator[Harm]:
    """Law and article are known, no quotation without the text it was read from, no K1 on a memo."""
    basis, in_force = clause.basis, clause.status is Status.ENABLED
    if in_force and (_UNKNOWN.match(basis.article) or _UNKNOWN.match(basis.law)):
        why = "a clause in force cites its law and article (I01)"
        yield Harm(
            "no_article", "citation", why, "cite the article, or write status: draft and what is missing"
        )
    if (
        _MEMO.search(f"{basis.law} {basis.article}")
        and basis.rank is not Rank.MEMO
        and _MEMO.search(basis.law)
    ):
        yield Harm("rank_disagrees", "citation", f"{basis.law} is a memo by its name", "write rank: memo")
    weak = _TOO_WEAK_IN_FORCE if in_force else _TOO_WEAK
    if clause.kind is Kind.K1 and (basis.rank in weak or _MEMO.search(basis.law)):
        why = (
            "a measure that reduces rights needs law, regulation or central policy; a memo is no basis for it"
        )
        yield Harm(
            "k1_on_memo", "citation", why, "cite the law that carries the measure, or take the clause out"
        )
    if basis.quotation and not basis.read_from:
        why = "a quotation is kept only together with the text it was read from"
        yield Harm("quotation_without_text", "citation", why, "add `read_from`, or paraphrase in `says`")
    if _QUOTED.search(basis.says):
        yield Harm(
            "quotation_in_paraphrase", "citation", "`says` is a paraphrase and quotes nothing", "paraphrase"
        )
    if clause.in_force.until and clause.in_force.until <= clause.in_force.since:
        yield Harm(
            "in_force_empty", "citation", "`to` is not after `from`: never in force", "correct the days"
        )
    if (basis.rank is Rank.FOREIGN_LAW) != (clause.kind is Kind.FOREIGN):
        why = "foreign law carries foreign measures only, and they rest on nothing else"
        yield Harm("foreign_mismatch", "citation", why, "correct rank or kind")


def check_measure(clause: Clause, words: Vocabulary) -> Iterator[Harm]:
    """Kind, target and scope are those of the measure in the catalogue."""
    measure = words.measures[clause.measure]
    if clause.kind is not measure.kind:
        why = f"{measure.code} is of kind {measure.kind.value}, not {clause.kind.value}"
        yield Harm("kind_mismatch", "kind", why, "write the kind of the measure")
    wanted = (Target.PERSON, Target.ENTERPRISE) if clause.target is Target.ANY else (clause.target,)
    if any(target not in measure.targets for target in wanted):
        why = f"{measure.code} ({measure.zh}) is no measure for {clause.target.value}"
        yield Harm("measure_not_for_target", "measure", why, "correct measure or target")
    if clause.measure in _NEEDS_SCOPE and not clause.measure_scope:
        why = f"{measure.code} ({measure.zh}) says nothing until it says which posts or which industry"
        yield Harm("scope_missing", "measure_scope", why, "say what it covers")
    if clause.kind is Kind.RECORD and (clause.measure_scope or clause.by not in (By.RECORD, By.FINDING)):
        yield Harm("record_conditions", "measure_scope", "a credit entry conditions nothing", "write null")


def check_force(clause: Clause, words: Vocabulary) -> Iterator[Harm]:
    """Nothing that restricts is recommended, nothing of others is commanded, no penalty is derived."""
    recommended = clause.force is Force.RECOMMENDED
    if recommended and clause.kind in (Kind.K1, Kind.PENALTY, Kind.RATING, Kind.FOREIGN):
        why = f"kind {clause.kind.value} is never recommended: it is law or a decision, or nothing"
        yield Harm("k1_recommended", "force", why, "write mandatory or by_decision as the law says")
    if clause.kind is Kind.K3 and not recommended:
        why = "acts of lenders, credit services and associations are never commanded (I06)"
        yield Harm("k3_commanded", "force", why, "write recommended")
    if (recommended or clause.kind is Kind.K3) and clause.initial is not Initial.OFFERED:
        why = "what is recommended is offered, and in force only by an implementer's receipt (I06)"
        yield Harm("not_offered", "initial", why, "write offered")
    if not recommended and clause.kind is not Kind.K3 and clause.initial is Initial.OFFERED:
        yield Harm("offered_but_due", "initial", "what is due is not offered", "write in_force or proposed")
    if words.measures[clause.measure].imported_only and clause.force is not Force.BY_DECISION:
        why = "a penalty is imported from a decision and never derived"
        yield Harm("penalty_derived", "force", why, "write by_decision")


def check_clock(clause: Clause, words: Vocabulary) -> Iterator[Harm]:
    """Every measure has an end or an explicit code, and falls with the decision."""
    clock = clause.clock
    if (clock.term is None) == (clock.until is None):
        why = "a measure has a term or an event that ends it, one of them (I10)"
        yield Harm("no_end", "clock", why, "write `term` (P3Y, life, open, as_decided …) or `until`")
    if clock.until and clause.status is Status.ENABLED and clock.until not in clause.ends_by:
        why = f"it runs until {clock.until}, which is not among its endings"
        yield Harm("end_not_listed", "ends_by", why, f"add {clock.until}")
    if "annulment" not in clause.ends_by:
        why = "what rests on a decision falls with it (I09)"
        yield Harm("no_annulment", "ends_by", why, "add annulment")
    acts = _START_ACTS.get(clock.start)
    if acts and clause.trigger.act not in acts:
        why = f"a clock that starts at the {clock.start.value} does not fit an act of form {clause.trigger.act.value}"
        yield Harm("clock_mismatch", "clock", why, "correct the start")
    if clock.cap and (clock.term is None or not clock.term.length):
        yield Harm(
            "cap_without_term", "clock", "a cap limits terms in a row, and there is none", "take it out"
        )
    if clock.term and clock.term.form is TermForm.AS_BAR and clause.measure != _PUBLICATION:
        yield Harm(
            "as_bar_without_bar", "clock", "only a publication runs as long as the bar", "write its own term"
        )


def check_exit(clause: Clause, words: Vocabulary) -> Iterator[Harm]:
    """Repair is offered only where the law lets credit repair end the measure; objection does what R08 says."""
    repairs = any(words.endings[code].fact is ProvedBy.REPAIR for code in clause.ends_by)
    offered = clause.repair is not Repair.NONE
    if repairs != offered:
        why = "`repair` and the endings by repair belong together"
        yield Harm("repair_mismatch", "repair", why, "correct `repair` or `ends_by`")
    if sum(words.endings[code].fact is ProvedBy.REPAIR for code in clause.ends_by) > 1:
        yield Harm("repair_twice", "ends_by", "two endings by repair are one", "keep the one the law gives")
    if clause.repair is Repair.WITH_DECISION and clause.target is Target.ENTERPRISE:
        why = "the repair of the party the decision is against is its own"
        yield Harm("repair_of_itself", "repair", why, "write own")
    bar = clause.kind in (Kind.PENALTY, Kind.FOREIGN) or (
        clause.kind is Kind.K1 and clause.measure != _PUBLICATION and clause.status is Status.ENABLED
    )
    if offered and (bar or (clause.kind is Kind.K1 and _mandatory_bar(clause))):
        why = "a statutory bar or court measure has no repair: it lapses, or falls with the decision (R09)"
        yield Harm("repair_on_bar", "repair", why, "write none")
    suspends = clause.kind in _SUSPENDED or clause.force is Force.RECOMMENDED
    if suspends != (clause.on_objection is OnObjection.SUSPENDS):
        wanted = "suspends" if suspends else "disputed"
        why = "an objection suspends recommended measures, K2, K3 and records, and marks the rest disputed (R08)"
        yield Harm("objection_mismatch", "on_objection", why, f"write {wanted}")


def _mandatory_bar(clause: Clause) -> bool:
    return clause.force is Force.MANDATORY and clause.measure != _PUBLICATION


def check_place(clause: Clause, words: Vocabulary) -> Iterator[Harm]:
    """A foreign measure is shown and never executed here; a measure of this country is not foreign."""
    if clause.kind is Kind.FOREIGN and clause.scope.least_level:
        yield Harm("foreign_level", "scope", "levels are those of this country", "take `least_level` out")
    abroad = words.territories[clause.scope.territory].country is not None
    if abroad != (clause.kind is Kind.FOREIGN):
        why = "the law of another jurisdiction is shown here as FOREIGN and never executed"
        yield Harm(
            "foreign_executed", "kind", why, "write kind FOREIGN with its measure, or correct the territory"
        )


def check_status(clause: Clause, _: Vocabulary) -> Iterator[Harm]:
    """Enabled means complete; a draft says what it lacks."""
    if clause.status is Status.ENABLED and clause.missing:
        why = "a clause with an element missing can only draft (I17)"
        yield Harm("enabled_incomplete", "status", why, "write draft, or supply the element")
    if clause.status is Status.DRAFT and not clause.missing:
        yield Harm("draft_without_reason", "missing", "a draft says what is missing", "say it")
