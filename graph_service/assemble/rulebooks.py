"""Which rulebook the ledger stands under: each is kept whole by its digest, and a new one is an entry of its own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from graph_service.assemble.deriving import derive_cases, slices
from graph_service.consequences import CaseReport
from graph_service.errors import NotFound
from graph_service.rules.read_rulebook import rulebook_from_texts
from graph_service.rules.rulebook import Rulebook
from graph_service.store.ledger import EntryInfo
from graph_service.store.store import Store

KIND = "rulebook"


@dataclass(slots=True)
class Rulebooks:
    """The rulebooks of a store. `current` is the one this program opened with."""

    store: Store
    current: Rulebook
    _known: dict[str, Rulebook] = field(default_factory=dict)

    def adopt(self, entries: Sequence[EntryInfo], fingerprint: str) -> None:
        """Make the current rulebook the ledger's, where another or none stands there: as an entry, with every case
        derived anew. `fingerprint` of the identity key is noted with it."""
        standing = self.digest_at(entries, None)
        if standing == self.current.digest:
            return
        with self.store.begin(KIND, self.keep(fingerprint)) as load:
            for some in slices(self.store.derived_cases()):
                reports: tuple[CaseReport, ...] = derive_cases(load.index(), some, self.current)
                load.write_reports(reports)
            load.seal()

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
            rows = self.store.query(
                "MATCH (b:Rulebook {digest: $digest}) RETURN b.texts AS texts", digest=digest
            )
            if not rows:
                raise NotFound(f"the rulebook {digest} of entry {known} is not kept in this graph")
            self._known[digest] = rulebook_from_texts(json.loads(rows[0]["texts"]))
        return self._known[digest]
