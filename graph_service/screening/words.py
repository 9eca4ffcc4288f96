"""Facts, states and reasons in plain words, Chinese and English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from graph_service.facts import Fact, Stated, from_row, to_row
from graph_service.facts.types import (
    Annulment,
    Authority,
    Decision,
    Event,
    Finding,
    Holding,
    Identifier,
    Identity,
    Naming,
    Objection,
    Office,
    Repair,
    Service,
)
from graph_service.facts.vocabulary import POSTS
from graph_service.rules.rulebook import Rulebook

STATES: dict[str, tuple[str, str]] = {
    "in_force": ("生效中", "in force"),
    "proposed": ("拟议", "proposed"),
    "offered": ("已推送", "offered"),
    "suspended": ("中止", "suspended"),
    "temporarily_lifted": ("暂时解除", "temporarily lifted"),
    "draft": ("草案", "draft"),
    "expired": ("期满", "ended"),
    "repaired": ("已修复", "repaired"),
    "retracted": ("已撤回", "retracted"),
    "superseded": ("已被取代", "superseded"),
}
KINDS: dict[str, tuple[str, str]] = {
    "enterprise": ("企业", "firm"), "person": ("自然人", "person"), "name": ("名称", "name"),
    "undecided_party": ("未定主体", "undecided party"), "unmerge": ("身份拆分", "unmerge"),
    "connection": ("关联", "connection"), "branch_of": ("分支机构", "branch"), "retraction": ("更正", "retraction"),
    "confirmation": ("复核确认", "confirmation"), "event": ("事件", "event"), "lifting": ("暂时解除", "lifting"),
    "publication": ("公示", "publication"), "notice": ("告知", "notice"), "receipt": ("回执", "receipt"),
    "identifier": ("登记号码", "number"), "identity": ("身份", "identity"), "office": ("任职", "office"),
    "holding": ("出资", "holding"), "authority": ("机关", "authority"), "decision": ("决定", "decision"),
    "naming": ("点名", "naming"), "finding": ("责任认定", "finding"), "service": ("送达", "service"),
    "objection": ("异议", "objection"), "repair": ("信用修复", "repair"), "annulment": ("撤销", "annulment"),
    "suspension": ("中止执行", "suspension"),
}  # fmt: skip
STEPS = {
    "accepted": ("受理", "accepted"),
    "upheld": ("成立", "upheld"),
    "refused": ("不成立", "refused"),
    "withdrawn": ("撤回", "withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """Says facts in words. `names` are the names that may be shown, by record; a record without one is shown by id."""

    book: Rulebook
    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, record: str | None) -> str:
        """The name of a record, as far as it may be shown."""
        return self.names.get(record, record) if record is not None else "?"

    def role(self, code: str) -> str:
        """A legal role or registered post."""
        role = self.book.vocabulary.roles.get(code)
        if role is not None:
            return f"{role.zh} ({role.en})"
        words = POSTS.get(code)
        return f"{words[0]} ({code.replace('_', ' ')})" if words else code.replace("_", " ")

    def measure(self, code: str) -> tuple[str, str]:
        """A measure, in Chinese and English."""
        word = self.book.vocabulary.measures.get(code)
        return (word.zh, word.en) if word else (code, code)

    def category(self, code: str | None) -> tuple[str, str]:
        """A category of act, in Chinese and English."""
        word = self.book.vocabulary.categories.get(code or "")
        return (word.zh, word.meaning) if word else (code or "", code or "")

    def fact(self, one: Stated) -> str:
        """A fact as a sentence."""
        return self._said(one.fact) or self._row(one.fact)

    def _said(self, fact: Fact) -> str | None:
        who = self.name(fact.record)
        match fact:
            case Decision():
                zh, _ = self.category(fact.category)
                return f"{self.name(fact.authority)}: {fact.number}, {fact.date}, {zh}, against {who}"
            case Office():
                return f"{who} is registered as {self.role(fact.post)} of {self.name(fact.enterprise)}{_span(fact)}"
            case Holding():
                share = percent(fact.subscribed) if fact.subscribed is not None else "an unknown share"
                return f"{who} holds {share} of {self.name(fact.enterprise)}{_span(fact)}"
            case Naming(title_only=True):
                return f"the document gives the title {self.role(fact.role)} and no name"
            case Naming():
                return f"the document names {who} as {self.role(fact.role)}"
            case Finding():
                number = f" ({fact.number})" if fact.number else ""
                role = self.role(fact.role)
                return f"the authority finds {who}: {role}, {fact.responsibility} responsibility{number}"
            case _:
                return self._said_shortly(fact, who)

    def _said_shortly(self, fact: Fact, who: str) -> str | None:
        match fact:
            case Service():
                return f"served on {who} on {fact.date}"
            case Objection():
                zh, en = STEPS[fact.step]
                return f"objection {fact.number} of {who} {en} ({zh}) on {fact.date}"
            case Repair():
                return f"credit repair granted to {who} on {fact.date}"
            case Annulment():
                return f"the decision was annulled on {fact.date}"
            case Event():
                return f"{fact.event.replace('_', ' ')} on {fact.date}"
            case Identity():
                shown = (
                    fact.document.split(":")[0].replace("_", " ")
                    if fact.document
                    else f"record {fact.same_as}"
                )
                return f"identity of {who}: {fact.level} by {shown}"
            case Identifier():
                return (
                    f"{fact.scheme.upper()} {fact.value}{'' if fact.valid else ' (does not pass its check)'}"
                )
            case Authority():
                department = fact.department.replace("_", " ")
                return (
                    f"{fact.name or self.name(fact.code)}: {department}, {fact.level}, region {fact.region}"
                )
            case _:
                return None

    def _row(self, fact: Fact) -> str:
        row = {name: value for name, value in to_row(fact).items() if name not in _HEADER}
        for name in ("document", "name_key"):
            row.pop(name, None)
        return (
            ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in row.items()) or "as registered"
        )


_HEADER = frozenset({"record", "case", "origin", "replaces", "disclosed_on", "since", "until"})


def _span(fact: Fact) -> str:
    since = f" from {fact.since}" if fact.since else ", the day it began not stated"
    return f"{since}{f' until {fact.until} (exclusive)' if fact.until else ''}"


def period(
    since: date, until: date | None, last_day: date | None, term: str | None, *, over: bool = False
) -> str:
    """A stretch of time in words; `over` where it is the time since something ended."""
    if over:
        return f"已于 {since} 结束 · over since {since}"
    if until is None:
        end = {"life": "for life 终身"}.get(term or "", "no end fixed 无固定期限")
        return f"{since} → {end}"
    return f"{since} → {last_day} (last day 末日)"


def percent(share: object) -> str:
    """A share as a percentage, where it is one number; else as the source gives it (a range, a bound)."""
    try:
        return f"{float(Fraction(str(share))) * 100:.6g} %"
    except ValueError:
        return str(share)


def with_authorities(
    names: Mapping[str, str], facts: Iterable[Mapping[str, Any]], book: Rulebook
) -> dict[str, str]:
    """Names by record, and of the authorities among the facts of an answer by their code: the name a source gives,
    else the kind of department and its region."""
    found = {}
    for one in facts:
        if one.get("fact_type") == "authority":
            kind = book.vocabulary.departments.get(str(one["department"]))
            plain = f"{kind.zh if kind else one['department']}（{one['region']}）"
            found[str(one["code"])] = str(one.get("name") or plain)
    return {**names, **found}


ABSENCES: dict[str, tuple[str, str]] = {
    "annulment": ("撤销", "annulment"), "repair": ("信用修复", "repair"), "objection": ("异议", "objection"),
    "lifting": ("暂时解除", "lifting"), "suspension": ("中止执行", "suspension of the decision"),
    "event": ("解除事由", "event that ends it"), "unmerge": ("身份拆分", "unmerge of an identity"),
    "retraction": ("更正", "retraction"), "naming": ("点名", "naming"), "finding": ("责任认定", "finding"),
    "receipt": ("回执", "receipt"), "confirmation": ("复核确认", "confirmation"), "service": ("送达", "service"),
}  # fmt: skip


def absent(looks: Mapping[str, tuple[str, ...]]) -> list[str]:
    """What was looked for and not found, as words: the kinds of which no look-up showed a fact."""
    shown: dict[str, bool] = {}
    for key, facts in looks.items():
        kind = key.partition(".")[0]
        shown[kind] = shown.get(kind, False) or bool(facts)
    return [f"{zh} {en}" for kind, (zh, en) in ABSENCES.items() if kind in shown and not shown[kind]]


def stated_of(row: Mapping[str, Any]) -> Stated:
    """The stated fact of an answer's row (`fact`, `fact_type`, `entry` and its fields)."""
    fields = {
        name: value for name, value in row.items() if name not in ("fact", "fact_type", "entry", "part")
    }
    return Stated(from_row(row["fact_type"], fields), row["entry"], 0, row["fact"])
