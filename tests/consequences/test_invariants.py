"""The invariants I01 to I18 of the law files, each over random small worlds (`worlds.py`).

A world of a failing seed is printed in ledger notation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from datetime import UTC, datetime
from random import Random

from hypothesis import given, note, settings
from hypothesis import strategies as st

from graph_service.consequences import CaseReport, Consequence, State, canonical, derive
from graph_service.consequences.checker import check
from graph_service.consequences.model import ENDED
from graph_service.facts import Day, Fact, Ledger, MemoryIndex, cluster, fact_id, parse_share, proofs
from graph_service.facts import types as t
from graph_service.facts.notation import dump
from graph_service.rules.load import load_rulebook
from graph_service.rules.words import OnObjection
from tests.consequences.worlds import PERSONS, world

BOOK = load_rulebook()
INSTANT = datetime(2030, 1, 1, tzinfo=UTC)
LIVE = {State.PROPOSED, State.OFFERED, State.IN_FORCE, State.SUSPENDED, State.TEMPORARILY_LIFTED}
STARTED = LIVE - {State.PROPOSED}

Invariant = Callable[[Ledger, CaseReport], None]


def over_worlds(invariant: Invariant) -> Callable[[], None]:
    """A property over the worlds of random seeds, with what the law makes of each."""

    def run(seed: int) -> None:
        ledger = world(seed, BOOK)
        note(dump(ledger))
        invariant(ledger, report(ledger))

    run.__name__, run.__doc__ = invariant.__name__, invariant.__doc__
    run.__qualname__ = invariant.__qualname__
    return settings(max_examples=80, deadline=None)(given(seed=st.integers(0, 10**9))(run))


def report(ledger: Ledger) -> CaseReport:
    """What the law makes of the case c1 in a ledger."""
    return derive("c1", MemoryIndex.of(ledger), BOOK)


def of(facts: Iterable[Fact]) -> Ledger:
    """A ledger of one entry."""
    return Ledger().plus(facts, INSTANT)


def facts_of(ledger: Ledger) -> list[Fact]:
    return [one.fact for one in ledger.facts]


def live(made: CaseReport) -> list[Consequence]:
    """The consequences that are no drafts."""
    return [one for one in made.consequences if not one.missing]


def states(made: CaseReport) -> list[tuple[str, str, str]]:
    """Clause, record and states over time of every consequence: what the law says, without the reasons and proofs."""
    return sorted((one.clause, one.record or "", canonical(one.timeline)) for one in made.consequences)


def party(ledger: Ledger, record: str | None, level: str = "PROVED") -> frozenset[str]:
    return frozenset(cluster(MemoryIndex.of(ledger), record, level).records) if record else frozenset()


def cited(one: Consequence, part: str) -> list[str]:
    return [use.fact for use in one.proof.facts if use.part == part]


@over_worlds
def test_every_consequence_passes_the_checker(ledger: Ledger, made: CaseReport) -> None:
    """What the engine makes, a second opinion accepts."""
    for one in made.consequences:
        assert check(one, ledger, BOOK) == ()


@over_worlds
def test_i01_no_measure_without_rule_article_and_source_decision(ledger: Ledger, made: CaseReport) -> None:
    """Every consequence names its rule and article, and cites the decision of its case, each statement of it."""
    index = MemoryIndex.of(ledger)
    for one in made.consequences:
        assert one.rule
        assert one.proof.article
        assert one.measure in BOOK.vocabulary.measures
        assert (
            cited(one, "decision") == sorted(said.id for said in index.by("decision", "case", one.case)) != []
        )


@over_worlds
def test_i02_a_measure_that_reduces_rights_needs_a_proved_identity(ledger: Ledger, made: CaseReport) -> None:
    """K1 needs a document in full; a confirmed identity carries records and K2 only, a candidate nothing."""
    index = MemoryIndex.of(ledger)
    for one in live(made):
        if one.target == "person" and one.record:
            level = "CONFIRMED" if one.kind in ("RECORD", "K2") else "PROVED"
            found = cluster(index, one.record, level)
            proved = any(proofs(index, record, level) for record in found.records)
            assert proved or (level == "CONFIRMED" and found.links)


@over_worlds
def test_i03_no_propagation_along_shares_guarantees_addresses_or_names(
    ledger: Ledger, made: CaseReport
) -> None:
    """Holdings, guarantees, a shared address or telephone, a connection and a namesake move nothing."""
    ties: list[Fact] = [
        t.Holding(record="gsxt:N", enterprise="gsxt:A", subscribed=parse_share("1")),
        t.Guarantee(record="gsxt:M", debtor="gsxt:A"),
        t.Phone(record="gsxt:A", phone="1"),
        t.Phone(record="gsxt:B", phone="1"),
        t.Address(record="gsxt:A", address="x"),
        t.Address(record="gsxt:B", address="x"),
        t.Connection(record="gsxt:M", other="gsxt:A", nature="unknown"),
        t.Person(record="gsxt:Z", name_key="王伟", adult_on=Day("1990-01-01")),
    ]
    assert states(report(of([*facts_of(ledger), *ties]))) == states(made)


@over_worlds
def test_i04_one_step_and_no_further(ledger: Ledger, made: CaseReport) -> None:
    """A consequence is the party's of the decision, or of a person by office, naming or finding: no other firm's."""
    acts = [fact for fact in facts_of(ledger) if isinstance(fact, t.Naming | t.Finding)]
    offices = [
        fact for fact in facts_of(ledger) if isinstance(fact, t.Office) and fact.enterprise == "gsxt:A"
    ]
    near = {fact.record for fact in (*acts, *offices)} | {"gsxt:A"}
    near |= {fact.record for fact in facts_of(ledger) if isinstance(fact, t.Decision)}
    for one in made.consequences:
        assert one.record is None or party(ledger, one.record) & near
        assert one.record != "gsxt:B"


@over_worlds
def test_i05_percentages_make_no_controller(ledger: Ledger, made: CaseReport) -> None:
    """A role of control rests on a document that says so, whatever share is held."""
    for one in made.consequences:
        if (
            one.proof.role in ("actual_controller", "controlling_shareholder", "shareholder_5pct")
            and not one.missing
        ):
            assert cited(one, "finding") or cited(one, "naming")
    whole = [t.Holding(record=person, enterprise="gsxt:A", subscribed=parse_share("1")) for person in PERSONS]
    assert states(report(of([*facts_of(ledger), *whole]))) == states(made)


@over_worlds
def test_i06_what_is_recommended_is_offered_and_not_executed(ledger: Ledger, made: CaseReport) -> None:
    """K3 and recommended measures are in force by an implementer's receipt only."""
    for one in made.consequences:
        if one.kind == "K3" or one.force == "recommended":
            for span in one.timeline:
                assert span.state is not State.IN_FORCE or span.reason == "receipt"
            if any(span.state is State.IN_FORCE for span in one.timeline):
                assert cited(one, "receipt")


def test_i07_there_is_no_place_for_a_score() -> None:
    """Neither a fact nor a consequence has a field that a score, rank or weight could be put in."""
    banned = {"score", "risk", "weight", "rank", "rating", "probability", "likelihood"}
    for cls in (*t.FACT_TYPES, Consequence, CaseReport):
        assert not banned & {field.name for field in fields(cls)}
    assert not banned & set(t.BY_KIND)


@over_worlds
def test_i08_who_left_before_the_role_date_is_free(ledger: Ledger, made: CaseReport) -> None:
    """With no document that names or finds anyone, a person whose offices all ended long before has nothing."""
    kept: list[Fact] = []
    for fact in facts_of(ledger):
        if isinstance(fact, t.Office):
            kept.append(replace(fact, since=Day("2001-01-01"), until=Day("2003-01-01"), resigned_on=None))
        elif not isinstance(fact, t.Naming | t.Finding | t.Confirmation | t.Retraction):
            kept.append(fact)
    for one in report(of(kept)).consequences:
        assert one.record is None or one.record == "gsxt:A" or one.propagation == "P4"


@over_worlds
def test_i09_an_annulment_takes_everything_back_to_its_beginning(ledger: Ledger, made: CaseReport) -> None:
    """Annulled: each consequence is retracted from its first day on. Retracted as never made: nothing is left."""
    facts = facts_of(ledger)
    annulled = report(
        of([*facts, t.Annulment(record="gsxt:A", case="c1", date=Day("2026-12-01"), number="late")])
    )
    for one in annulled.consequences:
        assert [span.state for span in one.timeline] == [State.RETRACTED]
        assert one.timeline[0].until is None
    taken = [
        t.Retraction(record="x", of=fact_id(f)) for f in facts if isinstance(f, t.Decision) and f.case == "c1"
    ]
    later = [fact for fact in facts if not isinstance(fact, t.Retraction)]
    assert report(of([*later, *taken])).consequences == ()


@over_worlds
def test_i10_every_measure_has_an_end_or_says_why_not(ledger: Ledger, made: CaseReport) -> None:
    """A measure ends on a day, or its term is a code: life, open, until an event."""
    for one in live(made):
        term = one.proof.term or ""
        assert term
        if one.proof.end is None and one.proof.start is not None:
            assert term in ("life", "open") or term.startswith("until:")


@over_worlds
def test_i11_what_ended_stays_ended(ledger: Ledger, made: CaseReport) -> None:
    """Repair, expiry, removal: from that day on no live state comes back; spans follow each other without a gap."""
    for one in made.consequences:
        over = False
        for span, after in zip(one.timeline, [*one.timeline[1:], None], strict=True):
            assert span.until == (after.since if after else None)
            over = over or span.state in ENDED
            assert not (over and span.state in LIVE)
        if one.proof.end is not None and not one.missing:
            assert one.timeline[-1].state in ENDED


@over_worlds
def test_i12_an_objection_suspends_or_disputes_at_once(ledger: Ledger, made: CaseReport) -> None:
    """From its acceptance: suspended where recommended, K2, K3 or a record; disputed everywhere else."""
    day = Day("2027-05-05")
    objection = t.Objection(record="gsxt:A", case="c1", step="accepted", date=day, number="new")
    subject = next(f.record for f in facts_of(ledger) if isinstance(f, t.Decision) and f.case == "c1")
    for one in report(of([*facts_of(ledger), replace(objection, record=subject)])).consequences:
        span = one.on(day.first)
        if span is None or span.state not in LIVE or span.state is State.TEMPORARILY_LIFTED:
            continue
        mild = one.kind in ("K2", "K3", "RECORD") or one.force == "recommended"
        assert (BOOK.clauses[one.clause].on_objection is OnObjection.SUSPENDS) is mild
        assert span.state is State.SUSPENDED if mild else span.disputed


@over_worlds
def test_i13_suspension_lengthens_nothing(ledger: Ledger, made: CaseReport) -> None:
    """Objections that are not upheld, suspensions and liftings leave start, end and term as they were."""
    quiet = [
        f
        for f in facts_of(ledger)
        if not isinstance(f, t.Objection | t.Suspension | t.Lifting | t.Retraction)
    ]
    loud = [
        t.Objection(record="gsxt:A", case="c1", step="accepted", date=Day("2026-04-01"), number="n"),
        t.Objection(record="gsxt:A", case="c1", step="refused", date=Day("2026-09-01"), number="n"),
        t.Suspension(record="gsxt:A", case="c1", since=Day("2026-10-01"), until=Day("2027-01-01")),
        t.Lifting(record="gsxt:A", case="c1", since=Day("2027-02-01"), until=Day("2027-04-01")),
    ]
    before, after = report(of(quiet)), report(of([*quiet, *loud]))
    assert _ends(before) == _ends(after)


def _ends(made: CaseReport) -> list[object]:
    return [
        (one.id, one.proof.start, one.proof.end, one.proof.term, one.timeline[-1].since)
        for one in made.consequences
        if one.timeline[-1].state in ENDED
    ]


@over_worlds
def test_i14_minors_are_never_targets_and_coming_of_age_wakes_nothing(
    ledger: Ledger, made: CaseReport
) -> None:
    """A minor on the day of the decision has no consequence at all, on no day; of unknown age he is in drafts only."""
    facts = [f for f in facts_of(ledger) if not isinstance(f, t.Retraction)]
    minor = [replace(f, adult_on=Day("2027-07-01")) if isinstance(f, t.Person) else f for f in facts]
    for one in report(of(minor)).consequences:
        assert one.target == "enterprise" or one.record is None or one.clause in BOOK.catalogue
    unknown = [replace(f, adult_on=None) if isinstance(f, t.Person) else f for f in facts]
    for one in report(of(unknown)).consequences:
        assert one.target == "enterprise" or one.missing


@over_worlds
def test_i15_the_report_tells_every_record_it_read(ledger: Ledger, made: CaseReport) -> None:
    """What a proof looked at stands in the read set of the case, so that a reading of a person can be logged."""
    for one in made.consequences:
        assert {look.key for look in one.proof.looks} <= set(made.reads)


@over_worlds
def test_i16_a_decision_is_judged_by_the_clause_in_force_on_its_date(
    ledger: Ledger, made: CaseReport
) -> None:
    """No measure by a clause that was not law on the day of the decision."""
    decision = next((f for f in facts_of(ledger) if isinstance(f, t.Decision) and f.case == "c1"), None)
    for one in live(made):
        assert decision is not None
        assert BOOK.clauses[one.clause].in_force.holds_on(decision.date.first)


@over_worlds
def test_i17_a_rule_that_is_not_enabled_only_drafts(ledger: Ledger, made: CaseReport) -> None:
    """A draft clause and an entry of the catalogue yield drafts with their reason, and never a live state."""
    for one in made.consequences:
        clause = BOOK.clauses.get(one.clause)
        if clause is None or clause.status == "draft":
            assert one.missing
        if one.missing:
            assert not any(span.state in LIVE for span in one.timeline)


@over_worlds
def test_i18_each_basis_keeps_its_own_end(ledger: Ledger, made: CaseReport) -> None:
    """The same measure by two clauses is two bases: each says the same as if it were the only clause of the law."""
    for one in live(made)[:4]:
        alone = replace(BOOK, clauses={one.clause: BOOK.clauses[one.clause]}, catalogue={})
        (same,) = [c for c in derive("c1", MemoryIndex.of(ledger), alone).consequences if c.id == one.id]
        assert canonical(same) == canonical(one)


@over_worlds
def test_a_retracted_fact_leaves_nothing(ledger: Ledger, made: CaseReport) -> None:
    """Taking a fact back gives what would be if it had never been stated."""
    facts = [f for f in facts_of(ledger) if not isinstance(f, t.Retraction)]
    gone = Random(len(facts)).choice([f for f in facts if not isinstance(f, t.Unmerge)])
    without = report(of([f for f in facts if f != gone]))
    taken = report(of([*facts, t.Retraction(record="x", of=fact_id(gone))]))
    assert canonical(taken.consequences) == canonical(without.consequences)


@over_worlds
def test_an_unmerged_identity_is_as_never_stated(ledger: Ledger, made: CaseReport) -> None:
    """States and drafts after an unmerge are those of a ledger in which nobody had joined the records by it."""
    facts = [f for f in facts_of(ledger) if not isinstance(f, t.Retraction | t.Unmerge)]
    for joined in [f for f in facts if isinstance(f, t.Identity) and f.same_as is not None][:1]:
        apart = report(of([*facts, t.Unmerge(record="reviewer:1", identity=fact_id(joined))]))
        never = report(of([f for f in facts if f != joined]))
        assert states(apart) == states(never)


@over_worlds
def test_the_order_of_facts_within_an_entry_does_not_matter(ledger: Ledger, made: CaseReport) -> None:
    """States do not turn on which line stood first."""
    facts = facts_of(ledger)
    Random(len(facts)).shuffle(facts)
    assert states(report(of(facts))) == states(made)
