"""The account of a load: what was read, what came of it, and what was odd, each counted apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph_service.errors import Problem
from graph_service.intake.census import Census
from graph_service.intake.loader import Batch, Rows
from graph_service.intake.sheets import SourceSheet

SHOWN = 1_000
"""Problems of one kind that an account keeps in full; all are counted, and all are staged beside the facts."""


@dataclass(slots=True)
class Account:
    """The account of one load; `add` each batch, then read, print (`str`) or write it (`as_json`)."""

    source: str
    rows: dict[str, Rows] = field(default_factory=dict)
    facts: Counter[str] = field(default_factory=Counter)
    cards: int = 0
    problem_counts: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    census: Census = field(default_factory=Census)
    _stated: list[int] = field(default_factory=lambda: [0, 0, 0])

    def add(self, batch: Batch) -> None:
        """One more batch."""
        for table, tally in batch.rows.items():
            self.rows[table] = self.rows.get(table, Rows()) + tally
        for fact in batch.facts:
            self.facts[fact.kind] += 1
            self.census.add(fact)
        for kind, table_of_columns in batch.columns.items():
            rows = int(getattr(table_of_columns, "num_rows", 0))
            if kind == "card":
                self.cards += rows
            else:
                self.facts[kind] += rows
        self.cards += len(batch.cards)
        for problem in batch.problems:
            self.problem_counts[problem.kind] += 1
            if self.problem_counts[problem.kind] <= SHOWN:
                self.problems.append(problem)
        for place, more in enumerate((batch.source_records, batch.parties, batch.proved_persons)):
            self._stated[place] += more

    @classmethod
    def of(cls, source: str, batches: Iterable[Batch]) -> Account:
        """The account of all these batches."""
        account = cls(source)
        for batch in batches:
            account.add(batch)
        return account

    @property
    def source_records(self) -> int:
        """Source records: things that facts were stated on."""
        return self.census.source_records + self._stated[0]

    @property
    def parties(self) -> int:
        """Parties: source records joined by identity facts of this load."""
        return self.census.parties + self._stated[1]

    @property
    def proved_persons(self) -> int:
        """Persons of whom an identity document is PROVED."""
        return self.census.proved_persons + self._stated[2]

    def as_json(self) -> Mapping[str, Any]:
        """The account as plain data, problems grouped by kind, in a stable order."""
        return {
            "source": self.source,
            "rows": {
                table: {"read": tally.read, "readable": tally.readable, "refused": tally.refused}
                for table, tally in sorted(self.rows.items())
            },
            "source_records": self.source_records,
            "parties": self.parties,
            "proved_persons": self.proved_persons,
            "facts": dict(sorted(self.facts.items())),
            "cards": self.cards,
            "problems": {
                kind: {"count": count, "shown": [_plain(one) for one in self.of_kind(kind)]}
                for kind, count in sorted(self.problem_counts.items())
            },
        }

    def of_kind(self, kind: str) -> tuple[Problem, ...]:
        """The problems of one kind that are kept in full, in source order."""
        return tuple(problem for problem in self.problems if problem.kind == kind)

    def __str__(self) -> str:
        lines = [f"Account of {self.source}"]
        for table, tally in sorted(self.rows.items()):
            lines.append(
                f"  {table}: {tally.read:,} rows, {tally.readable:,} readable, {tally.refused:,} refused"
            )
        lines.append(f"  source records {self.source_records:,}")
        lines.append(f"  parties        {self.parties:,}")
        lines.append(f"  proved persons {self.proved_persons:,}")
        lines += [f"  {kind}: {count:,}" for kind, count in sorted(self.facts.items())]
        lines.append(f"  problems       {sum(self.problem_counts.values()):,}")
        for kind, count in sorted(self.problem_counts.items()):
            lines.append(f"  {kind}: {count:,}")
            lines += [f"    {problem}" for problem in self.of_kind(kind)]
        return "\n".join(lines)


def _plain(problem: Problem) -> dict[str, Any]:
    given = {
        "file": problem.file, "line": problem.line, "field": problem.field, "value": problem.value,
        "subject": problem.subject, "why": problem.why, "todo": problem.todo or None,
    }  # fmt: skip
    return {name: value for name, value in given.items() if value is not None}


BREAKS = frozenset({"missing_table", "missing_column", "broken_encoding", "unreadable_file"})
"""Problems that break a promise by themselves: they speak of a file, not of a row."""


def broken_promises(sheet: SourceSheet, account: Account) -> tuple[str, ...]:
    """The promises of `sheet` that the load broke, each as a sentence; empty where all hold. The door seals
    nothing while there is one, save where it was told to seal what is sound."""
    broken = [
        f"{kind}: {account.problem_counts[kind]}" for kind in sorted(BREAKS) if account.problem_counts[kind]
    ]
    for table, tally in sorted(account.rows.items()):
        meant = tally.read - tally.refused
        if tally.readable * 100 < meant * sheet.least_readable:
            broken.append(
                f"{table}: {tally.readable:,} of {meant:,} rows are readable, promised {sheet.least_readable} %"
            )
    return tuple(broken)
