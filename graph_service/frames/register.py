"""The register as frames: an open workspace asked by a notebook, with purpose and inquiry number on every read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypedDict, Unpack

import pandas as pd

from graph_service.assemble import Caller, Clocks, Settings, Workspace
from graph_service.assemble.deriving import derive_cases
from graph_service.assemble.masks import person_name
from graph_service.facts.notation import parse
from graph_service.facts.types import Decision
from graph_service.frames import rows
from graph_service.frames.dictionary import FRAMES, columns_of
from graph_service.store.readers import EVERYONE

_TYPES = {"string": "string", "day": "string", "integer": "Int64", "boolean": "boolean"}
_PAGE = 1_000


class Asked(TypedDict, total=False):
    """What every frame is asked with: `as_of` (a day, default today), `known_at` (an entry number or instant, default
    head), `purpose` and `inquiry`, without which nothing of persons is read, `about` (any records: only what speaks of
    their parties)."""

    as_of: str | None
    known_at: str | int | None
    purpose: str | None
    inquiry: str | None
    about: Sequence[str]


class Register:
    """An open register. Every frame is asked with `as_of`, `known_at`, `purpose`, `inquiry` and `about` (see `Asked`);
    it raises NotAllowed without purpose and inquiry. Each carries both clocks, resolved, in `frame.attrs`."""

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

    def parties(self, *, names: bool = False, **asked: Unpack[Asked]) -> pd.DataFrame:
        """One row per party; names of persons masked unless `names`."""
        question = self._ask("parties", **asked)
        who = question.caller
        caller = who if names else replace(who, role=replace(who.role, may=who.role.may - {"names"}))
        cards = {one.record: {"name": one.name} for one in self._workspace.store.all_cards()}
        return question.frame(
            rows.parties(question.known, lambda record: person_name(cards.get(record), caller))
        )

    def offices(self, **asked: Unpack[Asked]) -> pd.DataFrame:
        """Offices held on `as_of`; `held` is empty where the source's dates do not tell."""
        question = self._ask("offices", **asked)
        return question.frame(rows.offices(question.known, question.clocks.as_of))

    def holdings(self, **asked: Unpack[Asked]) -> pd.DataFrame:
        """Holdings on `as_of`. A holding makes nobody responsible."""
        question = self._ask("holdings", **asked)
        return question.frame(rows.holdings(question.known, question.clocks.as_of))

    def decisions(self, **asked: Unpack[Asked]) -> pd.DataFrame:
        """Acts of authorities made by `as_of`."""
        question = self._ask("decisions", **asked)
        return question.frame(rows.decisions(question.known, question.clocks.as_of))

    def consequences(self, *, review: bool = False, **asked: Unpack[Asked]) -> pd.DataFrame:
        """What is in force on `as_of`, by which clause; with `review` also drafts, what is pending and what is over.
        Derived anew from the facts, under the rulebook of that time."""
        question = self._ask("consequences", **asked)
        known, clocks = question.known, question.clocks
        book = self._workspace.sight(clocks).book
        cases = dict.fromkeys(
            one.fact.case for one in known.of_kind(Decision) if isinstance(one.fact, Decision)
        )
        reports = derive_cases(known.index, list(cases), book)
        found = (one for report in reports for one in report.consequences)
        return question.frame(rows.consequences(found, known, clocks.as_of, book, review=review))

    def alerts(self, *, review: bool = False, **asked: Unpack[Asked]) -> pd.DataFrame:
        """What was told of changes by `as_of`; with `review` also of drafts and of what is pending."""
        question = self._ask("alerts", **asked)
        found = self._told(question.clocks.entry)
        return question.frame(rows.alerts(found, question.known, question.clocks.as_of, review=review))

    def certificates(self, **asked: Unpack[Asked]) -> pd.DataFrame:
        """The signed certificates of what no longer stood by `as_of`."""
        question = self._ask("certificates", **asked)
        found = self._workspace.store.all_certificates(question.clocks.entry)
        return question.frame(rows.certificates(found, question.known, question.clocks.as_of))

    def load(
        self,
        loader: str,
        source: str | Path = ".",
        *,
        today: str | None = None,
        seal_anyway: bool = False,
        **options: object,
    ) -> dict[str, Any]:
        """Load a folder or file by a loader, `province` without one, with the loader's own `options`; `today` a day
        (default: today in the zone). What it came to: rows by type of fact, problems by kind, promises broken, the
        entry (None: nothing was sealed), cases derived and their consequences."""
        result = self._workspace.load(
            loader,
            Path(source),
            caller=Caller.local(door="frames"),
            today=date.fromisoformat(today) if today else None,
            seal_anyway=seal_anyway,
            options={name: str(value) for name, value in options.items()},
        )
        account = result.account
        return {
            "facts": dict(account.facts),
            "problems": dict(account.problem_counts),
            "broken": list(result.broken),
            "entry": result.entry,
            "cases": result.cases,
            "consequences": result.consequences,
        }

    def verify(self) -> dict[str, Any]:
        """Derive everything anew from the exported facts, in a process that knows nothing of the graph: is what the
        graph keeps just that (`equal`), how many `facts`, `cases` and `consequences`, every difference by name."""
        return self._workspace.verify(caller=Caller.local(door="frames")).as_json()

    def _told(self, known: int) -> Iterator[tuple[int, Mapping[str, Any]]]:
        after = 0
        while page := self._workspace.store.alerts(after, _PAGE):
            yield from ((number, one) for number, one in page if one["entry"] <= known)
            after = page[-1][0]

    def post(self, ledger: str) -> dict[str, Any]:
        """State the facts of a text in ledger notation; the answer is the difference they made."""
        parsed = parse(ledger)
        caller = Caller.local(door="frames")
        return self._workspace.post([one.fact for one in parsed.facts], parsed.cards, caller=caller)

    def _ask(
        self,
        frame: str,
        as_of: str | None = None,
        known_at: str | int | None = None,
        purpose: str | None = None,
        inquiry: str | None = None,
        about: Sequence[str] = (),
    ) -> _Question:
        """The question, with the facts known; the read is on disk in the access log before anything is read."""
        who = Caller.local(purpose=purpose, inquiry=inquiry, door="frames")
        clocks = self._workspace.resolve_clocks(as_of, known_at)
        self._workspace.reads.read(who, f"frame {frame}", about or (EVERYONE,), clocks)
        if self._known is None or self._known[0] != clocks.entry:
            facts = sorted(
                self._workspace.store.facts(clocks.entry), key=lambda one: (one.entry, one.ordinal)
            )
            self._known = clocks.entry, rows.Known.of(facts, self._workspace.store.all_ages())
        return _Question(frame, self._known[1], clocks, who, about)


@dataclass(frozen=True, slots=True)
class _Question:
    """What one frame was asked: its name, the facts known, both clocks, who asks, about whom."""

    name: str
    known: rows.Known
    clocks: Clocks
    caller: Caller
    about: Sequence[str]

    def frame(self, found: Iterable[rows.Row]) -> pd.DataFrame:
        """The rows as a frame, those about the parties asked for, in a stable order, with both clocks."""
        columns = columns_of(self.name)
        wanted = frozenset(map(self.known.party, self.about))
        kept = [row for row in found if not wanted or rows.speaks_of(row, wanted)]
        made = pd.DataFrame.from_records(kept, columns=columns)
        made = made.astype({column: _TYPES[kind] for column, kind, *_ in FRAMES[self.name]})
        made = made.sort_values(columns[:3], kind="stable", ignore_index=True)
        made.attrs.update(self.clocks.as_json())
        return made
