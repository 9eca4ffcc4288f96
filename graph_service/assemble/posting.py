"""Posting facts: one transaction of facts and the consequences they change, and the difference it made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from graph_service.assemble.access import Caller
from graph_service.assemble.deriving import derive_cases
from graph_service.assemble.joining import undoes
from graph_service.assemble.judging import Judged, allowed
from graph_service.consequences import CaseReport, Consequence, State
from graph_service.consequences.model import ENDED, Change
from graph_service.errors import BadInput, NotAllowed
from graph_service.facts import Card, Fact, FactIndex, fact_id, to_row
from graph_service.facts.types import Decision
from graph_service.rules.rulebook import Rulebook
from graph_service.store.access_log import LogHead
from graph_service.store.ledger import Idempotency
from graph_service.store.posting import Pending
from graph_service.store.store import Store

SEARCHED = frozenset(
    {"name", "address", "identifier", "person", "undecided_party", "enterprise", "card_erased"}
    | {"identity", "unmerge", "retraction"}
)
"""Types of fact that change by what words a record is found, or of which party."""


def ask_to_post(caller: Caller, facts: Sequence[Fact], cards: Sequence[Card]) -> None:
    """Raises NotAllowed for facts the caller's role may not state, BadInput for a batch of nothing."""
    caller.ask("post")
    allowed = caller.role.posts
    if allowed is not None:
        refused = sorted({fact.kind for fact in facts} - allowed)
        if refused:
            raise NotAllowed(
                f"the access role {caller.role.code} may not state facts of the type {refused[0]}"
            )
    if not facts and not cards:
        raise BadInput("the batch is empty: send at least one fact")


def idempotency(
    key: str | None, caller: Caller, facts: Sequence[Fact], cards: Sequence[Card]
) -> Idempotency | None:
    """The key of a request, of this caller alone, with the digest of what it asks."""
    return None if key is None else Idempotency(f"{caller.name}:{key}", batch_digest(facts, cards))


def batch_digest(facts: Sequence[Fact], cards: Sequence[Card]) -> str:
    """The SHA-256 of what a batch states."""
    asked = [[fact.kind, to_row(fact)] for fact in facts], [asdict(card) for card in cards]
    text = json.dumps(asked, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(slots=True)
class Poster:
    """Posts under one rulebook; `today` (in the zone) is the day at which the difference is told. `most` is how many
    natural persons a post may newly bind unless a reviewer has confirmed it."""

    store: Store
    book: Rulebook
    today: date
    most: int
    reports: list[CaseReport] = field(default_factory=list)

    def post(
        self, facts: Sequence[Fact], cards: Sequence[Card], caller: Caller, key: str | None, log: LogHead
    ) -> dict[str, Any]:
        """State the facts; the answer is the difference it made. `log` is the head of the access log, which the
        entry anchors. Raises ConfirmationNeeded where it would bind too many."""

        def judge(pending: Pending) -> dict[str, Any]:
            applied = batch_digest(facts, cards)
            one = Judged.of("facts", applied, self.book.digest, pending.changes, self.today)
            return allowed(pending, one, self.reports, caller.name, self.most)

        note = {
            "by": caller.name,
            "sources": sorted({fact.record.partition(":")[0] for fact in facts}),
            "words": sorted(
                {*(f.record for f in facts if f.kind in SEARCHED), *(card.record for card in cards)}
            ),
            "undone": sorted(undone for fact in facts for undone in undoes(fact)),
            "log": list(log),
        }
        asked = idempotency(key, caller, facts, cards)
        posted = self.store.post(facts, cards, derive=self.derive, note=note, idempotency=asked, judge=judge)
        told = {"entry": posted.entry.number, "at": posted.entry.at.isoformat(), "repeated": posted.repeated}
        difference = self.difference(facts, posted.facts, posted.changes, caller)
        return {**told, **difference, "certificates": list(posted.certificates)}

    def derive(self, index: FactIndex, cases: Sequence[str]) -> Sequence[CaseReport]:
        """The reports of touched cases. A transaction may run again: what it found before does not count."""
        self.reports = list(derive_cases(index, cases, self.book))
        return self.reports

    def difference(
        self, facts: Sequence[Fact], stated: Sequence[str], changes: Sequence[Change], caller: Caller
    ) -> dict[str, Any]:
        """What a batch changed, of whose facts those `stated` were new, as its poster may see it."""
        given = {fact_id(fact) for fact in facts}
        lines = [(word, line) for word, line, _ in self.lines(facts, changes, caller)]
        return {
            "stated": len(set(stated)),
            "known_already": len(given) - len(set(stated)),
            "cases": sorted({report.case for report in self.reports}) or _cases(changes),
            **{
                word: [line for kind, line in lines if kind == word]
                for word in ("opened", "changed", "ended")
            },
            "problems": [
                {"case": p.subject, "kind": p.kind, "why": p.why, "todo": p.todo}
                for r in self.reports
                for p in r.problems
            ],
        }

    def lines(
        self, facts: Sequence[Fact], changes: Sequence[Change], caller: Caller
    ) -> Iterator[tuple[str, dict[str, Any], Change]]:
        """Each change as the poster may see it (drafts are for those who review the case): the word for it, its line,
        and itself. `facts` are those of the batch."""
        for change in changes:
            word, line = line_of(change, self.today)
            hidden = {line["before"], line["after"]} <= {None, State.DRAFT.value}
            if not hidden or self._reviews(caller, line["case"], facts):
                yield word, line, change

    def _reviews(self, caller: Caller, case: str, facts: Sequence[Fact]) -> bool:
        if caller.may("review"):
            return True
        found = [one.fact for one in self.store.index().by("decision", "case", case)]
        # A batch that is only supposed leaves no decision in the graph.
        found += [fact for fact in facts if isinstance(fact, Decision) and fact.case == case]
        decision = found[0] if found else None
        own = isinstance(decision, Decision) and decision.authority == caller.authority
        return own and caller.may("review_own")


def line_of(change: Change, day: date) -> tuple[str, dict[str, Any]]:
    """One change in short: opened, changed or ended on a day, and which consequence."""
    one = change.after or change.before
    assert one is not None
    before, after = _state(change.before, day), _state(change.after, day)
    word = "changed"
    if change.before is None or (before is None and after is not None):
        word = "opened"
    if change.after is None or (after in ENDED and before not in ENDED and change.before is not None):
        word = "ended"
    return word, {
        "consequence": one.id,
        "case": one.case,
        "clause": one.clause,
        "measure": one.measure,
        "party": one.record,
        "before": before.value if before else None,
        "after": after.value if after else None,
    }


def _state(one: Consequence | None, day: date) -> State | None:
    return one.state_on(day) if one is not None else None


def _cases(changes: Sequence[Change]) -> list[str]:
    return sorted(
        {side.case for change in changes for side in (change.before, change.after) if side is not None}
    )
