"""A consequence or proof with anything in it altered is rejected: every field of every consequence of the case files,
altered one at a time. The few alterations that change nothing in law are listed, each with its reason."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service.consequences import Consequence, consequence_from_json, derive, to_json
from graph_service.consequences.checker import check
from graph_service.facts import FactIndex, Ledger, MemoryIndex
from graph_service.facts.notation import parse
from graph_service.facts.types import Decision
from graph_service.rules.load import load_rulebook
from graph_service.rules.rulebook import Rulebook
from tests.consequences.scenario_files import FOLDER, read
from tests.consequences.worlds import world

HARMLESS = {
    "id": "not stored: it is a digest of case, clause, record and measure",
    "notes": "a note is for the reader and changes no state",
    "near": "whom a draft without a person might come to concern; a draft binds nobody",
    "missing": "what a draft says to lack: with one text left it is a draft, with none it is judged as in force",
    "conditions and looks of a draft clause": "the clause itself can only draft, whatever else is met",
    "record, role, facts and looks of a catalogue draft": "a rule not taken apart is a pointer for the reviewer",
}
"""What may be altered and accepted, with the reason; everything else is held."""

Path = tuple[str | int, ...]


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rulebook()


def _made(book: Rulebook) -> Iterator[tuple[str, Ledger, FactIndex, Consequence]]:
    """Consequences of all case files at their head, one of each kind (type, force, states, how much is missing)."""
    seen: set[object] = set()
    for path in sorted(FOLDER.glob("*.ledger")):
        ledger = read(path).ledger
        index = MemoryIndex.of(ledger)
        for case in sorted({one.fact.case for one in ledger.facts if isinstance(one.fact, Decision)}):
            for made in derive(case, index, book).consequences:
                spans = tuple((span.state, span.reason, span.disputed) for span in made.timeline)
                kind = (
                    made.propagation,
                    made.force,
                    made.kind,
                    spans,
                    len(made.missing),
                    made.clause in book.clauses,
                )
                if kind not in seen:
                    seen.add(kind)
                    yield path.stem, ledger, index, made


def _harmless(path: Path, made: Consequence, book: Rulebook) -> str | None:
    """Under which heading of HARMLESS an alteration falls, if any."""
    where = str(path[1] if path[0] == "proof" and len(path) > 1 else path[0])
    if path[0] in HARMLESS:
        return where
    if made.clause in book.catalogue and where in ("record", "role", "facts", "looks"):
        return "record, role, facts and looks of a catalogue draft"
    if where in ("conditions", "looks") and book.clauses[made.clause].status == "draft":
        return "conditions and looks of a draft clause"
    return None


def _leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value of a JSON object with its path, lists and objects themselves included."""
    yield path, value
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from _leaves(part, (*path, key))


def _others(path: Path, value: Any, ledger: Ledger, made: Consequence, book: Rulebook) -> Iterator[Any]:
    """Other values a forger could put in a place."""
    last = path[-1]
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, list):
        for gone in range(len(value)):
            yield value[:gone] + value[gone + 1 :]
        yield from ([*value, value[0]], value[::-1]) if len(value) > 1 else ()
        if last == "facts" and "looks" in path:
            yield [*value, ledger.facts[0].id]
            yield [*value, "event:000000000000000000000000"]
        if last == "looks":
            yield [*value, {"key": "annulment.case=other", "facts": [ledger.facts[0].id]}]
        if last == "facts" and "looks" not in path:
            yield [*value, {"part": "office", "fact": ledger.facts[0].id}]
        if last in ("conditions", "missing"):
            yield [*value, "serious_circumstances"]
    elif isinstance(value, str) and value[4:5] == "-" and value[7:8] == "-" and len(value) == 10:
        yield from (str(date.fromisoformat(value) + timedelta(days=n)) for n in (-1, 1, 366))
        yield None
    elif isinstance(value, str):
        yield from () if last in ("key", "fact") else (value + "x", None)
        yield from _plausible(str(last), value, ledger, made, book)
    elif value is None:
        yield from ("2026-06-20", "x")


def _plausible(last: str, value: str, ledger: Ledger, made: Consequence, book: Rulebook) -> Iterator[str]:
    """Other words of the same list: another clause, state, measure, role, record or fact that does exist."""
    kind, _, rest = value.partition("=")
    words: dict[str, list[str]] = {
        "clause": sorted(book.clauses)[::40],
        "measure": sorted(book.vocabulary.measures)[::8],
        "role": [*sorted({*book.vocabulary.roles})[::5], "legal_representative", "principal"],
        "state": ["draft", "proposed", "offered", "in_force", "suspended", "expired", "retracted"],
        "fact": [one.id for one in ledger.facts][::4],
        "record": sorted({one.fact.record for one in ledger.facts}),
        "part": ["office", "naming", "annulment", "identity", "age"],
        "term": ["P1Y", "P3Y", "life", "open", "until:performance"],
        "key": [f"{kind}=other", f"publication.case={rest}"],
    }
    yield from (word for word in words.get(last, ()) if word != value)


def _alterations(made: Consequence, ledger: Ledger, book: Rulebook) -> Iterator[tuple[Path, dict[str, Any]]]:
    whole = to_json(made)
    for path, value in _leaves(whole):
        if not path or isinstance(value, dict):
            continue
        for other in _others(path, value, ledger, made, book):
            if other == value:
                continue
            altered = copy.deepcopy(whole)
            place = altered
            for key in path[:-1]:
                place = place[key]
            place[path[-1]] = other
            yield path, altered


def _at(value: Any, path: Path) -> Any:
    for key in path:
        value = value[key]
    return value


def _accepted(altered: dict[str, Any], index: FactIndex, book: Rulebook) -> bool:
    """Is the altered consequence accepted? What is not even of the types of one is not."""
    try:
        return not check(consequence_from_json(altered), index, book)
    except (ValueError, TypeError, KeyError, AttributeError):
        return False


def test_no_altered_consequence_is_accepted(book: Rulebook, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever is altered, dropped or added in a consequence or its proof, the checker says no."""
    tried = 0
    harmless: Counter[str] = Counter()
    accepted: list[str] = []
    for name, ledger, index, made in _made(book):
        for path, altered in _alterations(made, ledger, book):
            tried += 1
            if not _accepted(altered, index, book):
                continue
            heading = _harmless(path, made, book)
            if heading:
                harmless[heading] += 1
            else:
                accepted.append(f"{name}: {made.clause} {made.record}: {_at(altered, path)!r} at {path}")
    with capsys.disabled():
        pass
    assert not accepted, "\n".join(accepted[:10])
    assert tried > 10_000
    assert set(harmless) <= set(HARMLESS)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_no_altered_consequence_of_a_random_world_is_accepted(seed: int) -> None:
    """The same over random worlds: some alterations of every consequence that is no draft."""
    book, chance = load_rulebook(), Random(seed)
    ledger = world(seed, book)
    index = MemoryIndex.of(ledger)
    for made in derive("c1", index, book).consequences:
        if made.missing:
            continue
        altered = list(_alterations(made, ledger, book))
        for path, forged in chance.sample(altered, min(40, len(altered))):
            if _harmless(path, made, book) is None:
                assert not _accepted(forged, index, book), f"{made.clause} {_at(forged, path)!r} at {path}"


def test_a_fact_that_would_have_stopped_it_cannot_be_left_out(book: Rulebook) -> None:
    """A proof made before an annulment, a repair, an objection … is rejected on the ledger that has it."""
    text = (
        (FOLDER / "G02-an-order-names-the-representative.ledger")
        .read_text(encoding="utf-8")
        .split("\nexpect")[0]
    )
    for late in LATE:
        before, after = parse(text), parse(f"{text}\n{late}\n")
        for made in derive("c1", MemoryIndex.of(before), book).consequences:
            assert check(made, before, book) == ()
            assert check(made, after, book), late


LATE = (
    "annulment gsxt:A case=c1 date=2026-08-01",
    "event gsxt:A case=c1 event=performance date=2026-08-01",
    "objection gsxt:A case=c1 step=accepted date=2026-08-01 number=1",
    "suspension gsxt:A case=c1 since=2026-08-01",
    "lifting gsxt:L case=c1 since=2026-08-01",
    "naming gsxt:L case=c1 role=principal",
    "finding gsxt:L case=c1 role=actual_controller",
    "service gsxt:A case=c1 date=2026-08-01",
    "repair gsxt:A case=c1 date=2026-08-01",
    "decision gsxt:A case=c9 act=order category=consumption_order authority=x number=9 date=2026-08-01 supersedes=[c1]",
)
