"""Verification: is what the graph keeps what the facts make, byte for byte?

The facts are exported and derived anew by a process that knows nothing of the graph; what it makes of each case is
compared with what is kept of it: every consequence with its timeline and proof, the properties and the tie by which
Cypher finds it, and at head also hints, problems, clauses not recognised, and the read set by which the next fact finds
the case.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from graph_service.assemble.from_scratch import DERIVED, FACTS, RULES
from graph_service.assemble.ways import Progress
from graph_service.bulk.snapshot import write_snapshot
from graph_service.consequences import canonical
from graph_service.errors import Unavailable
from graph_service.rules.rulebook import Rulebook
from graph_service.store.cases import Kept
from graph_service.store.store import Store

SLICE = 500
_BESIDE = ("hints", "problems", "not_recognised")


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """Where graph and facts disagree: the case, what of it (`consequence`, what is kept `beside` it, `hints`, `reads`
    …), which one, and why."""

    case: str
    part: str
    id: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The answer. `digest` is the SHA-256 of the canonical reports from scratch, a line each, in order of the cases;
    `beside` tells whether hints, problems, clauses not recognised and read sets were compared too (at head only)."""

    entry: int
    rulebook: str
    facts: int
    cases: int
    consequences: int
    digest: str
    beside: bool
    differences: tuple[Difference, ...]
    seconds: float

    @property
    def equal(self) -> bool:
        """Is what is kept what the facts make?"""
        return not self.differences

    def as_json(self) -> dict[str, Any]:
        """The answer as plain data."""
        return {"equal": self.equal, **asdict(self), "differences": [asdict(one) for one in self.differences]}


def verify(store: Store, book: Rulebook, entry: int, progress: Progress) -> Verification:
    """Derive the facts known at `entry` under `book` in a fresh process and compare. Raises Unavailable where that
    process fails."""
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="verify-") as made:
        folder = Path(made)
        progress("export", 0, None)
        columns = write_snapshot(folder / FACTS, entry, store.facts(entry))
        for name, text in book.texts.items():
            path = folder / RULES / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        _derive(folder, progress)
        beside = store.head() == entry
        comparison = _Comparison(store, entry, beside)
        with (folder / DERIVED).open(encoding="utf-8") as derived:
            comparison.run(derived)
        beside = beside and store.head() == entry
        found = (one for one in comparison.differences if beside or one.part in ("consequence", "beside"))
        return Verification(
            entry=entry,
            rulebook=book.digest,
            facts=sum(columns.rows.values()),
            cases=comparison.cases,
            consequences=comparison.consequences,
            digest=comparison.digest.hexdigest(),
            beside=beside,
            differences=tuple(sorted(found)),
            seconds=round(time.perf_counter() - begun, 2),
        )


def _derive(folder: Path, progress: Progress) -> None:
    command = [sys.executable, "-m", "graph_service.assemble.from_scratch", str(folder)]
    with (folder / "errors.txt").open("w+", encoding="utf-8") as errors:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as process:
            assert process.stdout is not None
            for line in process.stdout:
                done, total = line.split()
                progress("derive", int(done), int(total))
        if process.returncode:
            errors.seek(0)
            last = errors.read().strip().rpartition("\n")[2]
            raise Unavailable(f"the derivation from scratch ended with {process.returncode}: {last}")


class _Comparison:
    """What is kept of cases beside what was derived, slice by slice."""

    def __init__(self, store: Store, entry: int, beside: bool) -> None:
        self.store, self.entry, self.beside = store, entry, beside
        self.cases = self.consequences = 0
        self.digest = hashlib.sha256()
        self.differences: list[Difference] = []

    def run(self, derived: Iterable[str]) -> None:
        """Compare all reports, and find what is kept of cases that no fact names."""
        seen: set[str] = set()
        for some in _slices(derived):
            reports = {}
            for line in some:
                self.digest.update(line.encode())
                report = json.loads(line)
                reports[report["case"]] = report
            seen |= reports.keys()
            self.cases += len(reports)
            kept = self.store.kept(list(reports), self.entry)
            for case, report in reports.items():
                self._case(case, report, kept.get(case, Kept((), None, ())))
        extra = [case for case in self.store.derived_cases() if case not in seen]
        for case, found in self.store.kept(extra, self.entry).items():
            self._case(case, {"consequences": [], "reads": found.reads}, found)

    def _case(self, case: str, report: dict[str, Any], kept: Kept) -> None:
        made = {one["id"]: canonical(one) for one in report["consequences"]}
        have = {json.loads(body)["id"]: body for body in kept.bodies}
        self.consequences += len(made)
        doubled = Counter(json.loads(body)["id"] for body in kept.bodies)
        for key in sorted(key for key, times in doubled.items() if times > 1):
            self._differ(case, "consequence", key, f"it is kept {doubled[key]} times over")
        for key in sorted(made.keys() | have.keys()):
            if key not in have:
                self._differ(case, "consequence", key, "the facts make it, and it is not kept")
            elif key not in made:
                self._differ(case, "consequence", key, "it is kept, and the facts do not make it")
            elif made[key] != have[key]:
                names = _differing(json.loads(made[key]), json.loads(have[key]))
                self._differ(case, "consequence", key, f"it is kept otherwise in: {', '.join(names)}")
        for key, why in kept.astray:
            if doubled[key] == 1 and made.get(key) == have[key]:
                self._differ(case, "beside", key, why)
        if not self.beside:
            return
        known = json.loads(kept.report) if kept.report else {}
        for name in _BESIDE:
            if known.get(name, []) != report.get(name, []):
                self._differ(case, name, "", "kept otherwise than the facts make it")
        if list(kept.reads) != list(report["reads"]):
            self._differ(case, "reads", "", "kept otherwise than the derivation looked up")

    def _differ(self, case: str, part: str, key: str, why: str) -> None:
        self.differences.append(Difference(case, part, key, why))


def _differing(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    return [name for name in sorted(one.keys() | other.keys()) if one.get(name) != other.get(name)]


def _slices(lines: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(lines)
    while some := list(islice(rest, SLICE)):
        yield some
