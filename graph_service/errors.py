"""Every failure of the house, drawn as a tree; and Problem, which is not one.

    GraphServiceError
    ├── BadInput               what came in cannot be used as a whole
    │   ├── BadValue           one value cannot be read as what it should be
    │   ├── NotationError      a line of ledger notation cannot be read
    │   ├── RuleRefused        a rule file does not parse, or would harm
    │   └── PromiseBroken      a source broke a promise of its source sheet
    ├── NotFound               no such party, case, clause, query or entry
    ├── Conflict               the same key was used for something else
    │   └── ConfirmationNeeded a write would bind many persons, and no reviewer has confirmed it
    ├── NotAllowed             this access role may not do this, or gave no purpose
    └── Unavailable            the graph, a lease or a file is not to be had now: try again

An error stops the act that met it. Odd data never do: they are collected as problems and
reported with their place, and their neighbours go on.
"""

from __future__ import annotations

from dataclasses import dataclass


class GraphServiceError(Exception):
    """Root of every failure this package raises on purpose; `str(error)` is fit to show."""


class BadInput(GraphServiceError):
    """What came in cannot be used as a whole; the message says where, why and what to do."""


class BadValue(BadInput, ValueError):
    """One value cannot be read as what it should be (a day, a share, a number)."""


class NotationError(BadInput):
    """A line of ledger notation cannot be read; the message names the line."""


class RuleRefused(BadInput):
    """A rule file does not parse or would harm; the message names file, line and reason."""


class PromiseBroken(BadInput):
    """A source broke a promise of its source sheet; nothing of it was sealed."""


class NotFound(GraphServiceError):
    """There is no such party, case, clause, query or entry."""


class Conflict(GraphServiceError):
    """The same key was used for something else before."""


class ConfirmationNeeded(Conflict):
    """A write would newly bind more natural persons than may be bound without a reviewer's confirmation (H21).

    Nothing was written. `dry_run` is the name of what was judged, to be confirmed; `persons` how many it would newly
    bind, `most` how many it may without."""

    def __init__(self, says: str, *, dry_run: str, persons: int, most: int) -> None:
        super().__init__(says)
        self.dry_run, self.persons, self.most = dry_run, persons, most


class NotAllowed(GraphServiceError):
    """This access role may not do this, or no purpose was given."""


class Unavailable(GraphServiceError):
    """The graph, a lease or a file is not to be had now; the same call may go through later."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Problem:
    """Odd data as a value: never an exception, never dropped.

    `kind` is a stable snake_case code; `file`, `line` (1-based) and `field` say where, `subject` names the
    case or record where there is no file; `value` is the odd value and is None wherever it may be personal;
    `why` says what is odd and `todo` what a person can do about it, or that nothing is to be done; it is never empty.
    """

    kind: str
    why: str
    todo: str
    file: str | None = None
    line: int | None = None
    field: str | None = None
    value: str | None = None
    subject: str | None = None

    def __post_init__(self) -> None:
        assert self.todo.strip(), f"{self.kind}: a problem says what to do"

    def __str__(self) -> str:
        place = ":".join(str(p) for p in (self.file, self.line) if p is not None) or self.subject or "-"
        field = f" {self.field}" if self.field else ""
        value = f" = {self.value!r}" if self.value is not None else ""
        stop = "" if self.why.endswith((".", "。")) else "."
        return f"{place}{field}{value}: {self.kind}: {self.why}{stop} {self.todo}"
