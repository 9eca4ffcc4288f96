"""Which rulebook the ledger stands under: each is kept whole by its digest, and a new one is an entry of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from graph_service.assemble.changing_rules import RuleChange
from graph_service.assemble.deriving import derive_cases, slices
from graph_service.consequences import CaseReport
from graph_service.errors import NotFound, RuleRefused, Unavailable
from graph_service.rules.read_rulebook import rulebook_from_texts
from graph_service.rules.rulebook import Rulebook
from graph_service.store import confirmations
from graph_service.store.ledger import EntryInfo
from graph_service.store.store import Store

KIND = "rulebook"
OPENER = "local"
"""Whoever opens a store with another rulebook: the person at this machine."""


@dataclass(slots=True)
class Rulebooks:
    """The rulebooks of a store. `current` is the one this program opened with."""

    store: Store
    current: Rulebook
    _known: dict[str, Rulebook] = field(default_factory=dict)

    def adopt(self, entries: Sequence[EntryInfo], fingerprint: str, day: date, most: int) -> None:
        """Make the current rulebook the ledger's, where another or none stands there: as an entry, with every case
        derived anew. `fingerprint` of the identity key is noted with it. Raises RuleRefused where it loses a clause in
        use, ConfirmationNeeded where it would newly bind more than `most` natural persons from `day` on and no reviewer
        has confirmed it: then the rulebook that stands stays."""
        standing = self.digest_at(entries, None)
        if standing == self.current.digest:
            return
        judged = self._judged(standing, entries, day, most) if standing is not None else None
        note = {**self.keep(fingerprint), **(judged.note if judged else {})}
        with self.store.begin(KIND, note) as load:
            if judged is not None and load.number != judged.entry + 1:
                raise Unavailable("something was written while the rulebook was judged: open again")
            for some in slices(self.store.derived_cases()):
                reports: tuple[CaseReport, ...] = derive_cases(load.index(), some, self.current)
                load.write_reports(reports)
            load.seal()
        if judged is not None and judged.note:
            number = load.number
            self.store.graph.write(lambda run: confirmations.use(run, judged.name, number, ()))

    def _judged(self, standing: str, entries: Sequence[EntryInfo], day: date, most: int) -> _Judged:
        entry = entries[-1].number
        change = RuleChange(self.store, self._readable(standing), standing, self.current, entry, day)
        note, judged = change.allowed(OPENER, most, _quiet)
        return _Judged(entry, judged.name, note)

    def _readable(self, digest: str) -> Rulebook | None:
        """A rulebook that is kept; None where this program cannot read it any more."""
        try:
            return kept_book(self.store, digest)
        except RuleRefused:
            return None

    def keep(self, fingerprint: str) -> dict[str, Any]:
        """Keep the current rulebook whole; the note of the entry under which it stands."""
        texts = json.dumps(dict(self.current.texts), ensure_ascii=False, sort_keys=True)
        self.store.graph.write(
            lambda run: run(
                "MERGE (b:Rulebook {digest: $digest}) SET b.texts = $texts",
                digest=self.current.digest,
                texts=texts,
            )
        )
        return {"digest": self.current.digest, "key": fingerprint}

    def keeps(self, digest: str) -> bool:
        """Is a rulebook kept whole in this graph?"""
        return bool(self.store.query("MATCH (b:Rulebook {digest: $digest}) RETURN 1 AS one", digest=digest))

    @staticmethod
    def digest_at(entries: Sequence[EntryInfo], known: int | None) -> str | None:
        """The digest of the rulebook that stood at an entry (None: at head); None before the first."""
        found = [
            e for e in entries if e.kind == KIND and e.note.get("digest") and not e.note.get("abandoned")
        ]
        found = [e for e in found if known is None or e.number <= known]
        return str(found[-1].note["digest"]) if found else None

    def at(self, known: int) -> Rulebook:
        """The rulebook that stood at an entry; the current one before the first. Raises NotFound."""
        digest = self.digest_at(self.store.entries(kind=KIND), known)
        if digest is None or digest == self.current.digest:
            return self.current
        if digest not in self._known:
            found = kept_book(self.store, digest)
            if found is None:
                raise NotFound(f"the rulebook {digest} of entry {known} is not kept in this graph")
            self._known[digest] = found
        return self._known[digest]


def kept_book(store: Store, digest: str) -> Rulebook | None:
    """A rulebook that is kept whole, by its digest; raises Refusal where it cannot be read."""
    rows = store.query("MATCH (b:Rulebook {digest: $digest}) RETURN b.texts AS texts", digest=digest)
    return rulebook_from_texts(json.loads(rows[0]["texts"])) if rows else None


def standing_book(store: Store) -> Rulebook | None:
    """The rulebook that the ledger stands under at head; None before the first. Raises Refusal."""
    digest = Rulebooks.digest_at(store.entries(kind=KIND), None)
    return kept_book(store, digest) if digest is not None else None


@dataclass(frozen=True, slots=True)
class _Judged:
    """What was let through: judged at an entry, the name of its dry run, and what the note of its entry says."""

    entry: int
    name: str
    note: Mapping[str, Any]


def _quiet(_phase: str, _done: int, _of: int | None) -> None:
    """Tells nobody."""
