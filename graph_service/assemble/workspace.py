"""The workspace: every part opened together, and the operations that command line, service and frames share.

    with Workspace.open(Settings.read(os.environ)) as workspace:
        caller = Caller.local(purpose="review", inquiry="2026-17")
        clocks = workspace.resolve_clocks()
        workspace.check([Subject(uscc="91440101MA5ABCDEFX")], caller=caller, clocks=clocks)

Answers are plain JSON values (dicts, lists, texts), the same for every door; each echoes both clocks, resolved.
Reads of a person are logged, with purpose and inquiry number, before the answer is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from graph_service.assemble.access import Caller, Clocks
from graph_service.assemble.settings import Settings
from graph_service.facts import Card, Fact
from graph_service.intake import Account

Json = dict[str, Any]
Progress = Callable[[str, int, int | None], None]
"""Told of a phase (`read`, `write`, `derive`, `seal`), how much is done, and of how much (None: not known)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom a check asks about: a number of an organisation (`uscc`, or `organisation_number` of any kind), or an
    identity document (`document_number`, with its `document_type` and `issuer` where it is no resident id)."""

    uscc: str | None = None
    organisation_number: str | None = None
    document_number: str | None = field(default=None, repr=False)
    document_type: str | None = None
    issuer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadResult:
    """What a load came to: its account, the promises broken (nothing was sealed then, unless asked to), the entry,
    and how many cases were derived to how many consequences; `seconds` per phase."""

    account: Account
    broken: tuple[str, ...]
    sealed: bool
    entry: int | None
    cases: int
    consequences: int
    seconds: Mapping[str, float]


class Workspace:
    """An open workspace; thread-safe for reads, one writer at a time. Close it, or use it in a `with`."""

    settings: Settings

    @classmethod
    def open(cls, settings: Settings) -> Workspace:
        """Open graph (embedded, or NEO4J_URI), rulebook, identity key and access log. Raises Unavailable, RuleRefused."""
        raise NotImplementedError

    def close(self) -> None:
        """Close everything."""

    def resolve_clocks(self, as_of: str | date | None = None, known_at: str | int | None = None) -> Clocks:
        """The clocks of a question: `as_of` a day (default today in the zone), `known_at` an entry number or an
        instant with zone (default head). Raises BadValue, NotFound for an entry that is not there."""
        raise NotImplementedError

    def post(
        self,
        facts: Sequence[Fact],
        cards: Sequence[Card] = (),
        *,
        caller: Caller,
        idempotency_key: str | None = None,
    ) -> Json:
        """State facts in one transaction with the consequences they change. The answer: `entry`, `stated`,
        `known_already`, `cases` touched, and consequences `opened`, `changed`, `ended`. Raises Conflict where the
        key was used for something else."""
        raise NotImplementedError

    def load(
        self,
        loader: str,
        source: Path,
        *,
        caller: Caller,
        seal_anyway: bool = False,
        source_name: str = "",
        extract_date: date | None = None,
        today: date | None = None,
        options: Mapping[str, str] | None = None,
        progress: Progress | None = None,
    ) -> LoadResult:
        """Load a folder or file by a loader: staged as columns, promises checked, sealed as one entry."""
        raise NotImplementedError

    def check(
        self, subjects: Sequence[Subject], *, caller: Caller, clocks: Clocks, measures: Sequence[str] = ()
    ) -> Json:
        """What binds identified parties on the day (law decision 15): `answers`, one per subject in order, and `sources`."""
        raise NotImplementedError

    def party(self, party: str, *, caller: Caller, clocks: Clocks) -> Json:
        """A party: records, names, numbers, offices, holdings (names of persons masked where the role asks it)."""
        raise NotImplementedError

    def consequences(self, party: str, *, caller: Caller, clocks: Clocks) -> Json:
        """The consequences of a party with timelines and proofs."""
        raise NotImplementedError

    def case(self, case: str, *, caller: Caller, clocks: Clocks) -> Json:
        """A case: its decision and acts, and its consequences."""
        raise NotImplementedError

    def explain(self, consequence: str, *, caller: Caller, clocks: Clocks) -> Json:
        """One consequence with its proof, each fact it cites written out, and the absences it relied on."""
        raise NotImplementedError

    def why_not(self, case: str, party: str, *, caller: Caller, clocks: Clocks) -> Json:
        """Why a party near a case is not reached, clause by clause."""
        raise NotImplementedError

    def search(
        self, text: str, *, caller: Caller, clocks: Clocks, limit: int = 20, cursor: str | None = None
    ) -> Json:
        """Parties by code, name, former name, pinyin or address: `results`, exact `total`, `next` cursor."""
        raise NotImplementedError

    def screen(self, cases: Sequence[str] = (), *, caller: Caller, clocks: Clocks) -> Json:
        """Cases (all, where none is named) with who is bound on the day, derived anew."""
        raise NotImplementedError

    def review(
        self, kind: str, *, caller: Caller, clocks: Clocks, limit: int = 50, cursor: str | None = None
    ) -> Json:
        """For reviewers and the deciding department: `drafts`, `hints` or `pending`."""
        raise NotImplementedError

    def export_facts(self, *, caller: Caller, clocks: Clocks) -> Iterator[str]:
        """All facts up to the entry, as lines of the ledger notation."""
        raise NotImplementedError

    def health(self) -> Json:
        """Alive: version, rulebook digest, head."""
        raise NotImplementedError

    def now(self) -> datetime:
        """The instant, UTC: the one place the clock is read."""
        raise NotImplementedError
