"""The register as frames: an open workspace asked by a notebook, with purpose and inquiry number on every read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from graph_service.assemble import Caller, Clocks, Settings, Workspace
from graph_service.assemble.deriving import derive_cases
from graph_service.assemble.masks import person_name
from graph_service.consequences import Consequence
from graph_service.facts.notation import parse
from graph_service.facts.types import Decision
from graph_service.frames import rows
from graph_service.frames.dictionary import FRAMES, columns_of

_TYPES = {"string": "string", "day": "string", "integer": "Int64", "boolean": "boolean"}
EVERYONE = "*"
"""What the access log says of a read of all parties."""


class Register:
    """An open register. Every frame takes `as_of` (a day, default today), `known_at` (an entry number or instant,
    default head), and `purpose` and `inquiry`, without which nothing of persons is read (NotAllowed); `about` limits
    it to some parties. Each frame carries both clocks, resolved, in `frame.attrs`."""

    def __init__(self, workspace: Workspace) -> None:
        """Over an open workspace, which is closed with it."""
        self._workspace = workspace
        self._known: tuple[int, rows.Known] | None = None

    @classmethod
    def open(cls, data: str | Path | None = None, **settings: object) -> Register:
        """See `graph_service.open`."""
        return cls(Workspace.open(Settings.read(os.environ, data=data, **settings)))

    def close(self) -> None:
        """Close the register."""
        self._workspace.close()

    def __enter__(self) -> Register:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def parties(
        self,
        *,
        as_of: str | None = None,
        known_at: str | int | None = None,
        purpose: str | None = None,
        inquiry: str | None = None,
        about: Sequence[str] = (),
        names: bool = False,
    ) -> pd.DataFrame:
        """One row per party; names of persons masked unless `names`."""
        known, clocks, who = self._ask("parties", as_of, known_at, purpose, inquiry, about)
        caller = who if names else replace(who, role=replace(who.role, may=who.role.may - {"names"}))
        cards = {one.record: {"name": one.name} for one in self._workspace.store.all_cards()}
        found = rows.parties(known, lambda record: person_name(cards.get(record), caller))
        return self._frame("parties", found, known, clocks, about)

    def offices(
        self,
        *,
        as_of: str | None = None,
        known_at: str | int | None = None,
        purpose: str | None = None,
        inquiry: str | None = None,
        about: Sequence[str] = (),
    ) -> pd.DataFrame:
        """Offices held on `as_of`; `held` is empty where the source's dates do not tell."""
        known, clocks, _ = self._ask("offices", as_of, known_at, purpose, inquiry, about)
        return self._frame("offices", rows.offices(known, clocks.as_of), known, clocks, about)

    def holdings(
        self,
        *,
        as_of: str | None = None,
        known_at: str | int | None = None,
        purpose: str | None = None,
        inquiry: str | None = None,
        about: Sequence[str] = (),
    ) -> pd.DataFrame:
        """Holdings on `as_of`. A holding makes nobody responsible."""
        known, clocks, _ = self._ask("holdings", as_of, known_at, purpose, inquiry, about)
        return self._frame("holdings", rows.holdings(known, clocks.as_of), known, clocks, about)

    def decisions(
        self,
        *,
        as_of: str | None = None,
        known_at: str | int | None = None,
        purpose: str | None = None,
        inquiry: str | None = None,
        about: Sequence[str] = (),
    ) -> pd.DataFrame:
        """Acts of authorities made by `as_of`."""
        known, clocks, _ = self._ask("decisions", as_of, known_at, purpose, inquiry, about)
        return self._frame("decisions", rows.decisions(known, clocks.as_of), known, clocks, about)

    def consequences(
        self,
        *,
        as_of: str | None = None,
        known_at: str | int | None = None,
        purpose: str | None = None,
        inquiry: str | None = None,
        about: Sequence[str] = (),
        review: bool = False,
    ) -> pd.DataFrame:
        """What is in force on `as_of`, by which clause; with `review` also drafts, what is pending and what is over.
        Derived anew from the facts, under the rulebook of that time."""
        known, clocks, _ = self._ask("consequences", as_of, known_at, purpose, inquiry, about)
        book = self._workspace.sight(clocks).book
        cases = dict.fromkeys(
            one.fact.case for one in known.of_kind(Decision) if isinstance(one.fact, Decision)
        )
        found: list[Consequence] = []
        for report in derive_cases(known.index, list(cases), book):
            found += report.consequences
        shown = rows.consequences(found, known, clocks.as_of, book, review=review)
        return self._frame("consequences", shown, known, clocks, about)

    def post(self, ledger: str) -> dict[str, Any]:
        """State the facts of a text in ledger notation; the answer is the difference they made."""
        parsed = parse(ledger)
        caller = Caller.local(door="frames")
        return self._workspace.post([one.fact for one in parsed.facts], parsed.cards, caller=caller)

    def _ask(
        self,
        frame: str,
        as_of: str | None,
        known_at: str | int | None,
        purpose: str | None,
        inquiry: str | None,
        about: Sequence[str],
    ) -> tuple[rows.Known, Clocks, Caller]:
        """The facts known, the clocks, and who asks; the read is on disk in the access log before anything is read."""
        who = Caller.local(purpose=purpose, inquiry=inquiry, door="frames")
        clocks = self._workspace.resolve_clocks(as_of, known_at)
        self._workspace.reads.read(who, f"frame {frame}", about or (EVERYONE,), clocks)
        if self._known is None or self._known[0] != clocks.entry:
            facts = sorted(
                self._workspace.store.facts(clocks.entry), key=lambda one: (one.entry, one.ordinal)
            )
            self._known = clocks.entry, rows.Known.of(facts)
        return self._known[1], clocks, who

    def _frame(
        self, name: str, found: Iterable[rows.Row], known: rows.Known, clocks: Clocks, about: Sequence[str]
    ) -> pd.DataFrame:
        wanted = frozenset(known.party(record) for record in about)
        kept = [row for row in found if not wanted or rows.speaks_of(row, wanted)]
        made = pd.DataFrame.from_records(kept, columns=columns_of(name))
        made = made.astype({column: _TYPES[kind] for column, kind, *_ in FRAMES[name]})
        made = made.sort_values(columns_of(name)[:3], kind="stable", ignore_index=True)
        made.attrs.update(clocks.as_json())
        return made
