"""The facts of one case, looked up once and in view of all its clauses.

`Evidence` is the index through which everything is read: it keeps each look-up with what it showed, so that a
proof can list what it used and which absences it relied on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from graph_service.consequences.model import Look, Used
from graph_service.facts import Cluster, FactIndex, Stated, cluster
from graph_service.facts.sequels import decisions, superseding, together
from graph_service.facts.types import (
    Annulment,
    Authority,
    Confirmation,
    Decision,
    Enterprise,
    Finding,
    Naming,
    Person,
    UndecidedParty,
)
from graph_service.rules.rulebook import Rulebook

ACTS = (
    "annulment", "confirmation", "event", "finding", "lifting", "naming", "objection", "receipt", "repair", "service",
    "suspension",
)  # fmt: skip
"""The kinds of act that may bear on a consequence of their case."""


@dataclass(slots=True)
class Evidence:
    """A FactIndex that keeps what was looked up (`looks`) and what was relied on (`used`). `parties` keeps each
    party that was put together in the case, with the look-ups it took."""

    index: FactIndex
    looks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    used: dict[Used, None] = field(default_factory=dict)
    parties: dict[tuple[str, str], tuple[Cluster, dict[str, tuple[str, ...]]]] = field(default_factory=dict)

    def by(self, kind: str, field: str, value: str) -> tuple[Stated, ...]:
        """See FactIndex; the look-up and what it showed are kept."""
        found = self.index.by(kind, field, value)
        self.looks[f"{kind}.{field}={value}"] = tuple(one.id for one in found)
        return found

    def party(self, record: str, level: str = "PROVED") -> Cluster:
        """The party of a record; put together once per case, its look-ups kept by everyone who asks."""
        known = self.parties.get((record, level))
        if known is None:
            own = Evidence(self.index)
            made = cluster(own, record, level)
            for member in made.records:  # what each is said to be belongs to who he is
                own.by("enterprise", "record", member)
                own.by("person", "record", member)
            known = self.parties[record, level] = (made, own.looks)
        self.looks.update(known[1])
        return known[0]

    def use(self, part: str, *facts: Stated | str) -> None:
        """Rely on facts (or their ids) in a part."""
        for one in facts:
            self.used[Used(part, one if isinstance(one, str) else one.id)] = None

    def fork(self) -> Evidence:
        """A copy that goes its own way: one consequence's evidence, begun with the case's."""
        return Evidence(self.index, dict(self.looks), dict(self.used), self.parties)

    def look_list(self) -> tuple[Look, ...]:
        """The look-ups, in the order of their keys."""
        return tuple(Look(key, self.looks[key]) for key in sorted(self.looks))

    def used_list(self) -> tuple[Used, ...]:
        """The facts relied on, in order."""
        return tuple(sorted(self.used))


@dataclass(slots=True, kw_only=True)
class Case:
    """One case as the engine sees it; `evidence` holds the look-ups that every consequence of it shares.

    `decision` is the decision as its statements say it together, `alike` whether they say it alike, of one party;
    `subject` are the records of the party the act is against; `annulled` the annulments of the decision or of one it
    rests on; `superseding` the decisions that take its place, each as its statements say it together, and with these.
    """

    book: Rulebook
    evidence: Evidence
    decision: Decision
    alike: bool
    authority: Authority | None
    subject: tuple[str, ...]
    subject_kind: str | None
    enterprise: Enterprise | None
    namings: tuple[Stated, ...]
    findings: tuple[Stated, ...]
    confirmations: tuple[Stated, ...]
    annulled: tuple[Stated, ...]
    superseding: list[tuple[Decision, tuple[Stated, ...]]]

    @property
    def day(self) -> date | None:
        """The date of the decision, where it is known to the day."""
        return self.decision.date.exact

    def acts(self, kind: str) -> tuple[Stated, ...]:
        """The standing facts of one kind of act in this case."""
        return self.evidence.by(kind, "case", self.decision.case)

    def roles_of(self, code: str) -> frozenset[str]:
        """The legal roles that a role or registered post stands for in the subject (the documented table)."""
        found = {code} if code in self.book.vocabulary.roles else set()
        form = self.enterprise.type if self.enterprise else None
        for row in self.book.roles_of_post.get(code, ()):
            if not row.only_forms or form in row.only_forms:
                found.add(row.role)
        return frozenset(found)


def open_case(key: str, index: FactIndex, book: Rulebook) -> Case | None:
    """The case of `key`; None where no decision of that key stands."""
    evidence = Evidence(index)
    statements = evidence.by("decision", "case", key)
    if not statements:
        return None
    said = [one.fact for one in statements if isinstance(one.fact, Decision)]
    decision, alike = together(said)
    evidence.use("decision", *statements)
    for act in ACTS:  # before anything forks: every proof lists all that could have stopped it, absences too
        evidence.by(act, "case", key)
    later = superseding(evidence, key)
    kind, _ = party_kind(evidence, decision.record)
    subject = evidence.party(decision.record).records
    return Case(
        book=book,
        evidence=evidence,
        decision=decision,
        alike=alike and {one.record for one in said} <= {*subject},
        authority=_authority(evidence, decision.authority),
        subject=subject,
        subject_kind=kind,
        enterprise=_enterprise(evidence, subject),
        namings=_of(evidence, "naming", key, Naming),
        findings=_of(evidence, "finding", key, Finding),
        confirmations=_of(evidence, "confirmation", key, Confirmation),
        annulled=annulments(evidence, decision, frozenset()),
        superseding=later,
    )


def _enterprise(evidence: Evidence, records: tuple[str, ...]) -> Enterprise | None:
    """What the sources say of the organisation: the first statement that gives its form, else the first."""
    found = [one for record in records for one in evidence.by("enterprise", "record", record)]
    facts = [one.fact for one in found if isinstance(one.fact, Enterprise)]
    return next((fact for fact in facts if fact.type != "other"), facts[0] if facts else None)


def _of(evidence: Evidence, kind: str, key: str, cls: type) -> tuple[Stated, ...]:
    return tuple(one for one in evidence.by(kind, "case", key) if isinstance(one.fact, cls))


def _authority(evidence: Evidence, code: str) -> Authority | None:
    found = evidence.by("authority", "code", code)
    facts = [one.fact for one in found if isinstance(one.fact, Authority)]
    if len({(fact.department, fact.level, fact.region) for fact in facts}) != 1:
        return None  # unknown, or two authorities under one code: whose act it is, is not known
    evidence.use("authority", found[0])
    return facts[0]


def annulments(
    evidence: Evidence, decision: Decision, seen: frozenset[str] = frozenset()
) -> tuple[Stated, ...]:
    """Annulments of the decision and of every decision it rests on, however deep (circles end)."""
    found = tuple(
        one for one in evidence.by("annulment", "case", decision.case) if isinstance(one.fact, Annulment)
    )
    for key in decision.rests_on:
        if key in seen or key == decision.case:
            continue
        for one in decisions(evidence.by("decision", "case", key)):
            found += annulments(evidence, one, seen | {decision.case})
        found += tuple(evidence.by("annulment", "case", key))
    return tuple({one.id: one for one in found}.values())


def party_kind(
    evidence: Evidence, record: str
) -> tuple[str | None, Enterprise | Person | UndecidedParty | None]:
    """What the source says the record is: `enterprise`, `person`, `undecided`, or None where it says nothing
    or contradicts itself; with the fact."""
    found: list[tuple[str, Enterprise | Person | UndecidedParty]] = []
    for kind, name in (("enterprise", "enterprise"), ("person", "person"), ("undecided_party", "undecided")):
        for one in evidence.by(kind, "record", record)[-1:]:
            assert isinstance(one.fact, Enterprise | Person | UndecidedParty)
            evidence.use("party", one)
            found.append((name, one.fact))
    return found[0] if len(found) == 1 else (None, None)
