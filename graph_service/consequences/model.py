"""What the law makes of facts: consequences with their whole timelines and proofs, hints, and case reports.

A consequence is one clause applied to one party in one case. It stores its states over all time, so the state
on a day is read off and time passing is no write. Nothing here has a field a score could be put in (I07).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from graph_service.errors import Problem


class State(StrEnum):
    """The states of law decision 10; `disputed` is a mark on any of them and not a state."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    OFFERED = "offered"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    TEMPORARILY_LIFTED = "temporarily_lifted"
    EXPIRED = "expired"
    REPAIRED = "repaired"
    RETRACTED = "retracted"
    SUPERSEDED = "superseded"


ENDED = frozenset({State.EXPIRED, State.REPAIRED, State.RETRACTED, State.SUPERSEDED})


@dataclass(frozen=True, slots=True)
class Span:
    """One state during `[since, until)`; `reason` is a stable code (what made it so), `until` None = open."""

    since: date
    until: date | None
    state: State
    reason: str
    disputed: bool = False


Layer = tuple[int, date, date, State, str]
"""Something that bears on the state: how strong it is, since, until (`date.max`: open), state, reason."""


def stacked(
    begin: date, layers: Iterable[Layer], disputed: Iterable[tuple[date, date]], below: int
) -> tuple[Span, ...]:
    """The spans of layered states from `begin` on: on each day the strongest layer counts; the mark `disputed` is
    on states weaker than `below`. A layer has to cover every day from `begin` on."""
    known, doubts = tuple(layers), tuple(disputed)
    marks = {
        begin,
        *(day for layer in known for day in layer[1:3]),
        *(day for doubt in doubts for day in doubt),
    }
    spans: list[Span] = []
    for day in sorted(day for day in marks if begin <= day < date.max):
        strength, _, _, state, reason = max(layer for layer in known if layer[1] <= day < layer[2])
        span = Span(day, None, state, reason, strength < below and any(a <= day < b for a, b in doubts))
        if not spans or replace(span, since=spans[-1].since) != spans[-1]:
            spans = [*spans[:-1], *(replace(last, until=day) for last in spans[-1:]), span]
    return tuple(spans)


@dataclass(frozen=True, slots=True, order=True)
class Used:
    """A fact the consequence stands on, and the part it plays (decision, office, naming, identity, event …)."""

    part: str
    fact: str


@dataclass(frozen=True, slots=True, order=True)
class Look:
    """A look-up the consequence relied on, with every standing fact it showed. An empty list is an absence: no
    annulment, no repair, no earlier end of office … A checker runs it again and must see the same."""

    key: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Why the consequence holds, as data a small independent checker can verify.

    `clause_digest` is `clause_digest(clause)`; `role` the role relied on and `role_from`/`role_to` the first and
    last day on which it had to be held; `start`, `end` (exclusive) the term before anything cut it short, with
    `term` its code (`P3Y`, `life`, `open`, `until:performance`); `conditions` the elements of the trigger that
    were met.
    """

    clause: str
    clause_digest: str
    law: str
    article: str
    facts: tuple[Used, ...]
    looks: tuple[Look, ...]
    conditions: tuple[str, ...] = ()
    role: str | None = None
    role_from: date | None = None
    role_to: date | None = None
    start: date | None = None
    end: date | None = None
    term: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """One clause applied to one party in one case.

    `record` is the source record that stands for the party (None: a draft without a person), `binds` the records of
    the party that it concerns, sorted: those proved to be one with `record`, and for what follows a reviewer's link
    (`Kind.level`) those joined by one too. Whoever answers about a record asks whether it is among them.
    `missing` says what a draft lacks; `notes` what a reader should know and what changes no state; `near` the records
    that a draft without a person might come to concern.
    """

    case: str
    clause: str
    rule: str
    record: str | None
    target: str
    measure: str
    measure_scope: str | None
    kind: str
    force: str
    propagation: str
    territory: str
    timeline: tuple[Span, ...]
    proof: Proof
    binds: tuple[str, ...]
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    near: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """A digest of case, clause, source record and measure: the same through every re-derivation."""
        text = json.dumps([self.case, self.clause, self.record, self.measure], ensure_ascii=False)
        return f"consequence:{hashlib.sha256(text.encode()).hexdigest()[:24]}"

    def on(self, day: date) -> Span | None:
        """The span that holds on `day`; None before the consequence began."""
        for span in self.timeline:
            if span.since <= day and (span.until is None or day < span.until):
                return span
        return None

    def state_on(self, day: date) -> State | None:
        """The state on `day`; None before the consequence began."""
        span = self.on(day)
        return span.state if span else None


@dataclass(frozen=True, slots=True)
class Change:
    """One consequence before and after a write; `before` None: it was opened, `after` None: it was closed."""

    before: Consequence | None
    after: Consequence | None


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Hint:
    """The law side's cousin of a lead: shown to reviewer and deciding department only, without any effect.

    `kind`: order_possible, register_disagrees, office_held_against_bar, same_representative_no_legal_bar,
    ask_for_the_name. `facts` are what it rests on."""

    kind: str
    case: str
    clause: str
    record: str | None
    says: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class NotRecognised:
    """A clause that is not recognised here for this act, with the reason (territory, department, level)."""

    clause: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReport:
    """All that the law makes of one case; `reads` is its read set: every key looked up, misses included."""

    case: str
    consequences: tuple[Consequence, ...] = ()
    hints: tuple[Hint, ...] = ()
    problems: tuple[Problem, ...] = ()
    not_recognised: tuple[NotRecognised, ...] = ()
    reads: tuple[str, ...] = ()


def to_json(value: Any) -> Any:
    """A consequence, proof, span, hint or report as plain JSON values; dates as ISO texts, empty parts kept."""
    if type(value) is str or value is None:  # most parts are, and every write asks for thousands
        return value
    if isinstance(value, tuple):
        return [to_json(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "__dataclass_fields__"):
        found = {name: to_json(getattr(value, name)) for name in value.__dataclass_fields__}
        return {"id": value.id, **found} if isinstance(value, Consequence) else found
    return str(value) if isinstance(value, StrEnum) else value


def canonical(value: Any) -> str:
    """Canonical JSON text (sorted keys, no spaces): what *byte for byte* means for consequences."""
    return canonical_text(to_json(value))


def canonical_text(data: Any) -> str:
    """The canonical text of plain JSON values."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def consequence_from_json(data: dict[str, Any]) -> Consequence:
    """The consequence a JSON object describes (as `to_json` wrote it)."""
    proof = data["proof"]
    return Consequence(
        **{name: data[name] for name in _PLAIN},
        timeline=tuple(
            Span(_day(s["since"]), _day_or_none(s["until"]), State(s["state"]), s["reason"], s["disputed"])
            for s in data["timeline"]
        ),
        binds=tuple(data["binds"]),
        missing=tuple(data["missing"]),
        notes=tuple(data["notes"]),
        near=tuple(data["near"]),
        proof=Proof(
            clause=proof["clause"],
            clause_digest=proof["clause_digest"],
            law=proof["law"],
            article=proof["article"],
            role=proof["role"],
            role_from=_day_or_none(proof["role_from"]),
            role_to=_day_or_none(proof["role_to"]),
            start=_day_or_none(proof["start"]),
            end=_day_or_none(proof["end"]),
            term=proof["term"],
            facts=tuple(Used(u["part"], u["fact"]) for u in proof["facts"]),
            looks=tuple(Look(k["key"], tuple(k["facts"])) for k in proof["looks"]),
            conditions=tuple(proof["conditions"]),
        ),
    )


_PLAIN = (
    "case", "clause", "rule", "record", "target", "measure", "measure_scope", "kind", "force", "propagation",
    "territory",
)  # fmt: skip


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _day_or_none(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
