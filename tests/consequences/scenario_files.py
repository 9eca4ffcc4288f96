"""Case files: a ledger in plain notation, and below `expect` what the law makes of it.

expect
on 2026-06-20                                   # the day that the following lines speak of
at 1                                            # what was known at entry 1 (default: all)
gsxt:L M01 in_force since 2026-06-20 open       # state, and the stretch in that state
gsxt:L M05 in_force until 2031-05-11 disputed   # `until` is exclusive
gsxt:S nothing                                  # no consequence in any state, drafts included
gsxt:L no M03                                   # no such measure, in whatever state
nobody M03 draft                                # a draft without a person
hint order_possible gsxt:L
problem register_disagrees
deadline c1 publish_decision due 2026-10-13 open      # how a deadline stands on the day; also: provisional, by ROW,
deadline c1 publish_decision none                     # of WORD (the publication, recipient, objection it is about)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from graph_service.consequences import CaseReport, Consequence, derive
from graph_service.consequences.deadline import Deadline
from graph_service.consequences.deadlines import deadlines_of
from graph_service.facts import Ledger, MemoryIndex, cluster
from graph_service.facts.notation import parse
from graph_service.facts.types import Decision
from graph_service.rules.rulebook import Rulebook

FOLDER = Path(__file__).parent / "scenarios"


@dataclass(frozen=True)
class Expectation:
    """One expected line, on a day, at an entry."""

    line: str
    day: date
    entry: int | None


@dataclass(frozen=True)
class Scenario:
    """A case file as read: its first comment, its ledger and what is expected of it."""

    title: str
    ledger: Ledger
    expected: tuple[Expectation, ...]


def read(path: Path) -> Scenario:
    """The scenario of a case file."""
    return scenario_of(path.read_text(encoding="utf-8"))


def scenario_of(text: str) -> Scenario:
    """The scenario of a text."""
    above, _, below = text.partition("\nexpect\n")
    expected: list[Expectation] = []
    day, entry = date.min, None
    for raw in below.splitlines():
        line = raw.partition("#")[0].strip()
        if line.startswith("on "):
            day = date.fromisoformat(line[3:])
        elif line.startswith("at "):
            entry = int(line[3:])
        elif line:
            expected.append(Expectation(line, day, entry))
    title = " ".join(line[1:].strip() for line in text.splitlines() if line.startswith("#"))
    return Scenario(title, parse(above), tuple(expected))


def reports(ledger: Ledger, book: Rulebook) -> tuple[CaseReport, ...]:
    """What the law makes of every case of a ledger."""
    cases = dict.fromkeys(one.fact.case for one in ledger.facts if isinstance(one.fact, Decision))
    index = MemoryIndex.of(ledger)
    return tuple(derive(case, index, book) for case in cases)


def failures(scenario: Scenario, book: Rulebook) -> list[str]:
    """The expectations that do not hold, each with what was found instead."""
    found = []
    for one in scenario.expected:
        ledger = scenario.ledger.until(one.entry) if one.entry else scenario.ledger
        made = reports(ledger, book)
        wrong = (
            _deadline_wrong(one, ledger, made, book)
            if one.line.startswith("deadline ")
            else _wrong(one, ledger, made)
        )
        if wrong:
            found.append(f"{one.day} {one.line}: {wrong}")
    return found


def _deadline_wrong(one: Expectation, ledger: Ledger, made: tuple[CaseReport, ...], book: Rulebook) -> str:
    _, case, duty, *words = one.line.split()
    index = MemoryIndex.of(ledger)
    bound = [made_of for report in made if report.case == case for made_of in report.consequences]
    found = deadlines_of(case, index, book, bound, book.working_days, one.day).deadlines
    mine = [deadline for deadline in found if deadline.duty == duty]
    if words == ["none"]:
        return "; ".join(map(_told, mine))
    return (
        "" if any(_stands(deadline, words) for deadline in mine) else "; ".join(map(_told, found)) or "none"
    )


def _told(one: Deadline) -> str:
    return f"{one.duty} {one.about} due {one.due} {one.standing} {[basis.rule for basis in one.bases]}"


def _stands(one: Deadline, words: list[str]) -> bool:
    wanted = iter(words)
    for word in wanted:
        if word == "provisional":
            fits = one.provisional
        elif word in ("due", "latest", "escalates"):
            day = {"due": one.due, "latest": one.latest, "escalates": one.escalates_on}[word]
            fits = str(day) == next(wanted)
        elif word == "by":
            rule = next(wanted)
            fits = any(basis.rule == rule for basis in one.bases)
        elif word == "of":
            fits = next(wanted) in one.about.split()
        elif word == "who":
            fits = one.actor == next(wanted)
        else:
            fits = one.standing.value == word
        if not fits:
            return False
    return True


def _wrong(one: Expectation, ledger: Ledger, made: tuple[CaseReport, ...]) -> str:
    subject, *words = one.line.split()
    if subject == "hint":
        hints = {(hint.kind, hint.record) for report in made for hint in report.hints}
        wanted = (words[0], words[1] if len(words) > 1 else None)
        return "" if wanted in hints else f"hints are {sorted(hints, key=str)}"
    if subject == "problem":
        kinds = {problem.kind for report in made for problem in report.problems}
        return "" if words[0] in kinds else f"problems are {sorted(kinds)}"
    mine = _of(subject, ledger, made)
    if words == ["nothing"]:
        return ", ".join(f"{c.clause} {c.state_on(one.day)}" for c in mine)
    if words[0] == "no":
        return ", ".join(f"{c.clause} {c.measure}" for c in mine if c.measure == words[1])
    fitting = [c for c in mine if c.measure == words[0]]
    if any(_fits(c, one.day, words[1:]) for c in fitting):
        return ""
    seen = [f"{c.clause} {[f'{s.state} {s.since}..{s.until}' for s in c.timeline]}" for c in fitting or mine]
    return "; ".join(seen) or "no consequence at all"


def _of(subject: str, ledger: Ledger, made: tuple[CaseReport, ...]) -> list[Consequence]:
    if subject == "nobody":
        return [c for report in made for c in report.consequences if c.record is None]
    records = cluster(MemoryIndex.of(ledger), subject).records
    return [c for report in made for c in report.consequences if c.record in records]


def _fits(made: Consequence, day: date, words: list[str]) -> bool:
    state, *rest = words
    span = made.on(day)
    if state == "not_begun":
        return span is None
    if span is None or span.state.value != state:
        return False
    wanted = iter(rest)
    for word in wanted:
        if word == "open" and span.until is not None:
            return False
        if word == "since" and span.since != date.fromisoformat(next(wanted)):
            return False
        if word == "until" and span.until != date.fromisoformat(next(wanted)):
            return False
        if word in ("disputed", "undisputed") and span.disputed != (word == "disputed"):
            return False
        if word == "by" and made.clause != next(wanted):
            return False
        if word == "because" and span.reason != next(wanted):
            return False
    return True
