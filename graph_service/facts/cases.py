"""One case as it stands: its decision, the party the act is against, whose act it is, and what was done in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from graph_service.facts.identity import cluster
from graph_service.facts.ledger import FactIndex, Stated
from graph_service.facts.sequels import annulments, concerns_all, superseding, together
from graph_service.facts.types import INDEXED, Authority, Decision, Enterprise, Event, Fact, Finding, Naming

F = TypeVar("F", bound=Fact)
ACTS = tuple(
    kind for kind, keys in INDEXED.items() if "case" in keys and kind not in ("publication", "notice")
)
"""The kinds of act that can bear on a consequence of their case."""
PARTIES = ("enterprise", "person", "undecided_party")


class CaseFacts:
    """A case read for one party, with a note of the facts that were relied on, each in its part.

    `decision` is the decision as its statements say it together (None: none stands), `alike` whether they say it alike
    and speak of one party; `subject` are the records of the party the act is against, `kind` and `form` what that
    party is said to be; `members` the records of the party read for; `authority` whose act it is (department, level,
    region; more than one: not known); `annulled` the annulments of the decision and of what it rests on; `superseding`
    the decisions that take its place, each with its statements.
    """

    def __init__(self, index: FactIndex, case: str, record: str | None) -> None:
        self.read, self.case = index, case
        self.used: set[tuple[str, str]] = set()
        stated = index.by("decision", "case", case)
        said = [one.fact for one in stated if isinstance(one.fact, Decision)]
        for kind in ACTS:
            index.by(kind, "case", case)
        self.superseding = superseding(index, case)
        self.decision: Decision | None = None
        self.record = record
        self.members = cluster(index, record, "PROVED").records if record and said else ()
        if said:
            self.decision, alike = together(said)
            self.use("decision", stated)
            self._party(self.decision)
            self.alike = alike and {one.record for one in said} <= {*self.subject}

    def _party(self, act: Decision) -> None:
        self.subject = cluster(self.read, act.record, "PROVED").records
        kinds = [one for kind in PARTIES for one in self.read.by(kind, "record", act.record)[-1:]]
        firms = [one.fact for record in self.subject for one in self.read.by("enterprise", "record", record)]
        forms = [firm.type for firm in firms if isinstance(firm, Enterprise) and firm.type != "other"]
        self.kind = kinds[0].fact.kind if len(kinds) == 1 else None
        self.form = forms[0] if forms else None
        self.authorities = self.read.by("authority", "code", act.authority)
        facts = [one.fact for one in self.authorities if isinstance(one.fact, Authority)]
        self.authority = {(one.department, one.level, one.region) for one in facts}
        self.annulled = annulments(self.read, act)
        self.use("party", kinds)
        self.use("annulment", self.annulled)

    def bound(self, level: str) -> tuple[str, ...]:
        """The records of the party read for, joined by links of at least `level`, sorted."""
        return tuple(sorted(cluster(self.read, self.record, level).records)) if self.record else ()

    @property
    def d(self) -> Decision:
        """The decision, where one stands."""
        assert self.decision is not None
        return self.decision

    def acts(self, cls: type[F]) -> list[tuple[Stated, F]]:
        """The acts of one kind, in ledger order."""
        found = self.read.by(cls.kind, "case", self.case)
        return [(one, one.fact) for one in found if isinstance(one.fact, cls)]

    def documents(self) -> list[Naming | Finding]:
        """What the papers of the case say of persons: findings, and namings that give more than a title."""
        found: list[Naming | Finding] = [fact for _, fact in self.acts(Finding)]
        return [*found, *(fact for _, fact in self.acts(Naming) if not fact.title_only)]

    def speaks(self, record: str) -> bool:
        """Does an act stated on this record speak of the party?"""
        return record in self.members

    def his(self, cls: type[F]) -> list[tuple[Stated, F]]:
        """The acts of one kind that speak of the party: stated on it, or (an event) of the whole case."""
        return [
            (one, fact)
            for one, fact in self.acts(cls)
            if (isinstance(fact, Event) and self._of_all(fact)) or self.speaks(fact.record)
        ]

    def _of_all(self, event: Event) -> bool:
        of = event.record
        return concerns_all(self.read, event, self.subject, lambda: cluster(self.read, of, "PROVED").records)

    def use(self, part: str, found: Iterable[Stated]) -> None:
        """Note that facts are relied on in a part."""
        self.used |= {(part, one.id) for one in found}

    def cite(self, part: str, found: Iterable[tuple[Stated, F]]) -> list[F]:
        """The facts of some acts, noted as relied on in a part."""
        pairs = list(found)
        self.use(part, (one for one, _ in pairs))
        return [fact for _, fact in pairs]
