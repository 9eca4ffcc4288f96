"""Dry runs: what a batch of facts or a rulebook would do, over the whole register, without writing; and confirmations.

A batch goes the very way of a post, in a transaction that is undone at its end: what a dry run tells is what the post
then answers. A rulebook is derived beside what stands. Whoever confirms a wide write sends what he looked at, and it is
judged again: nobody confirms what the service has not seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph_service.assemble.access import Caller
from graph_service.assemble.changing_rules import RuleChange
from graph_service.assemble.following import Following
from graph_service.assemble.judging import Judged
from graph_service.assemble.loading import quiet
from graph_service.assemble.posting import Poster, ask_to_post, batch_digest, line_of
from graph_service.assemble.questions import Json
from graph_service.assemble.reaching import line_more, proportion_json, records_of_persons
from graph_service.assemble.ways import Progress
from graph_service.errors import BadInput, Conflict, NotAllowed, RuleRefused
from graph_service.facts import Card, Fact
from graph_service.rules.read_rulebook import read_rulebook
from graph_service.rules.rulebook import Rulebook
from graph_service.store import confirmations
from graph_service.store.confirmations import Confirmation
from graph_service.store.ledger import instant_text
from graph_service.store.posting import Pending

LINES = 1_000
"""Consequences that a dry run of a rulebook shows of each kind; its totals are exact."""


@dataclass(frozen=True, slots=True)
class Supposed:
    """A write that was undone: what it was, the entry it was judged at, the ids of facts that were new, and how many
    persons count against the limit."""

    judged: Judged
    entry: int
    facts: tuple[str, ...]
    persons: int


class _Undone(Exception):
    """Ends the transaction of a dry run."""

    def __init__(self, supposed: Supposed) -> None:
        super().__init__()
        self.supposed = supposed


class DryRunning(Following):
    """The part of a workspace that tries and confirms. Thread-safe."""

    def dry_run(self, facts: Sequence[Fact], cards: Sequence[Card] = (), *, caller: Caller) -> Json:
        """What a post of this batch would do, judged by the same path and undone: `opened`, `changed` and `ended` as
        the post answers them, with timelines and proofs; whom it newly binds and frees, in what proportion; and whether
        it needs a reviewer's confirmation. For whoever may post it, and for reviewers; logged as a read of the persons
        concerned. Raises Unavailable while another write is under way."""
        poster, supposed = self._suppose(facts, cards, caller)
        self._read(caller, "dry run", supposed)
        difference = poster.difference(facts, supposed.facts, supposed.judged.changes, caller)
        shown = poster.lines(facts, supposed.judged.changes, caller)
        lines: dict[str, list[Json]] = {"opened": [], "changed": [], "ended": []}
        for word, line, change in shown:
            lines[word].append({**line, **line_more(change, poster.today)})
        return {**self._head_json(supposed, caller), **difference, **lines}

    def confirm(
        self, name: str, facts: Sequence[Fact], cards: Sequence[Card] = (), *, caller: Caller
    ) -> Json:
        """Confirm the dry run `name` of this batch, which is judged again. Raises NotAllowed for whoever is no
        reviewer, Conflict where it would do something else by now."""
        self._ask_to_confirm(caller)
        _, supposed = self._suppose(facts, cards, caller)
        return self._confirm(name, "facts", supposed, caller)

    def dry_run_rules(
        self,
        texts: Mapping[str, str],
        *,
        caller: Caller,
        limit: int = LINES,
        progress: Progress | None = None,
    ) -> Json:
        """What the rulebook of these texts would change over the whole register: as `dry_run`, with how many cases were
        `derived` of how many, and at most `limit` lines of each kind. For reviewers and administrators. Raises
        RuleRefused with every problem, its file and line, where the linter refuses it or it loses a clause in use."""
        self._ask_for_rules(caller)
        supposed, derived, total = self._suppose_rules(texts, progress or quiet)
        self._read(caller, "dry run", supposed)
        lines: dict[str, list[Json]] = {"opened": [], "changed": [], "ended": []}
        for change in supposed.judged.changes:
            word, line = line_of(change, supposed.judged.day)
            lines[word].append({**line, **line_more(change, supposed.judged.day)})
        return {
            **self._head_json(supposed, caller),
            "derived": {"cases": derived, "of": total},
            "totals": {word: len(found) for word, found in lines.items()},
            **{word: found[:limit] for word, found in lines.items()},
        }

    def confirm_rules(
        self, name: str, texts: Mapping[str, str], *, caller: Caller, progress: Progress | None = None
    ) -> Json:
        """Confirm the dry run `name` of the rulebook of these texts; see `confirm`."""
        self._ask_to_confirm(caller)
        supposed, _, _ = self._suppose_rules(texts, progress or quiet)
        return self._confirm(name, "rulebook", supposed, caller)

    def confirmations(self, *, caller: Caller) -> Json:
        """Every confirmation, the newest first: by whom, of which dry run, for how many persons, and which entry it let
        through."""
        self._ask_for_rules(caller)
        return {
            "confirmations": [_confirmation_json(one) for one in confirmations.all_of(self.store.graph.read)]
        }

    def _suppose(
        self, facts: Sequence[Fact], cards: Sequence[Card], caller: Caller
    ) -> tuple[Poster, Supposed]:
        if not caller.may("review"):
            ask_to_post(caller, facts, cards)
        if not facts and not cards:
            raise BadInput("the batch is empty: send at least one fact")
        most = self.settings.most_unconfirmed
        poster = Poster(self.store, self.book, self.today(), most)

        def judge(pending: Pending) -> Mapping[str, Any]:
            applied = batch_digest(facts, cards)
            one = Judged.of("facts", applied, self.book.digest, pending.changes, poster.today)
            persons = one.persons(pending, poster.reports, most)
            raise _Undone(Supposed(one, pending.entry - 1, pending.facts, persons))

        try:
            self.store.post(facts, cards, derive=poster.derive, judge=judge, supposed=True)
        except _Undone as end:
            return poster, end.supposed
        raise AssertionError("a dry run was not undone")

    def _suppose_rules(self, texts: Mapping[str, str], tell: Progress) -> tuple[Supposed, int, int]:
        book = self._readable_rules(texts)
        entry = self.store.head()
        change = RuleChange(self.store, self.book, self.book.digest, book, entry, self.today())
        change.refuse_lost()
        cases = change.cases()
        judged = change.judged(cases, tell)
        supposed = Supposed(judged, entry, (), len(judged.effect.bound.persons))
        return supposed, len(cases), len(self.store.derived_cases(entry))

    @staticmethod
    def _readable_rules(texts: Mapping[str, str]) -> Rulebook:
        read = read_rulebook(texts)
        if read.book is None:
            raise RuleRefused("\n".join(str(problem) for problem in read.problems))
        return read.book

    def _head_json(self, supposed: Supposed, caller: Caller) -> Json:
        judged, most = supposed.judged, self.settings.most_unconfirmed
        granted = confirmations.granted(self.store.graph.read, judged.name, caller.name)
        return {
            "dry_run": judged.name,
            "entry": supposed.entry,
            "as_of": judged.day.isoformat(),
            "rulebook": self.book.digest,
            "confirmation": {
                "needed": supposed.persons > most,
                "persons": supposed.persons,
                "most": most,
                "given_by": granted.by if granted else None,
            },
            "newly_bound": {
                "persons": sorted(judged.effect.bound.persons),
                "firms": sorted(judged.effect.bound.firms),
            },
            "freed": {
                "persons": sorted(judged.effect.freed.persons),
                "firms": sorted(judged.effect.freed.firms),
            },
            "proportion": proportion_json(self.store, self.book, judged, supposed.entry),
        }

    def _read(self, caller: Caller, act: str, supposed: Supposed) -> None:
        """The read of the persons that a difference speaks of, in the log before it is answered."""
        persons = records_of_persons(supposed.judged.changes)
        if persons:
            caller.ask("read_persons")
            self.reads.read(caller, act, persons, self.resolve_clocks(None, supposed.entry))

    def _confirm(self, name: str, what: str, supposed: Supposed, caller: Caller) -> Json:
        judged = supposed.judged
        if judged.name != name:
            raise Conflict(
                f"this would do something else than the dry run {name} told: it is {judged.name} by now; look again"
            )
        self._read(caller, "dry run confirmed", supposed)
        one = Confirmation(
            name=name,
            what=what,
            by=caller.name,
            role=caller.role.code,
            at=instant_text(self.now()),
            entry=supposed.entry,
            persons=supposed.persons,
            inquiry=caller.inquiry,
        )
        self.store.graph.write(lambda run: confirmations.keep(run, one))
        return {"confirmation": _confirmation_json(one)}

    @staticmethod
    def _ask_to_confirm(caller: Caller) -> None:
        if not caller.may("confirm"):
            raise NotAllowed(
                f"the access role {caller.role.code} may not do this (confirm): a wide write is confirmed by a reviewer"
            )
        caller.ask_purpose()

    @staticmethod
    def _ask_for_rules(caller: Caller) -> None:
        if not caller.may("review"):
            caller.ask("administer")


def _confirmation_json(one: Confirmation) -> Json:
    return {
        "dry_run": one.name,
        "what": one.what,
        "by": one.by,
        "at": one.at,
        "entry": one.entry,
        "persons": one.persons,
        "inquiry": one.inquiry,
        "used": one.used,
    }
