"""What would lift a consequence: each way out, tried here by stating its facts, does end it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given, note, settings
from hypothesis import strategies as st

from graph_service.consequences import Consequence, State, derive
from graph_service.consequences.ways_out import STANDS, WayOut, ways_out
from graph_service.facts import Ledger, MemoryIndex
from graph_service.facts.notation import dump, parse
from graph_service.rules.load import load_rulebook
from graph_service.rules.words import Actor
from tests.consequences.worlds import world

BOOK = load_rulebook()
DAY = date(2026, 7, 1)
FIRM = """
authority auth:court code=gz-court department=court level=city region=440100
authority auth:samr code=gd-samr department=market_supervision level=province region=440000
enterprise gsxt:A type=limited_company
identifier gsxt:A scheme=uscc value=91440100MA0000007W
person gsxt:L name_key=王伟 adult_on=1988-01-01
identity gsxt:L level=PROVED document=resident_id:L
office gsxt:L enterprise=gsxt:A post=legal_representative since=2015-08-01
"""
ORDER = (
    FIRM
    + """
decision gsxt:A case=c2 act=order category=consumption_order authority=gz-court number=粤0101执124号 date=2026-06-20 @
naming gsxt:L case=c2 role=legal_representative
"""
).replace("@", "conditions=[not_paid_within_enforcement_notice]")
PENALTY = (
    FIRM
    + """
decision gsxt:A case=c1 act=decision category=other_penalty authority=gd-samr number=粤市监罚9号 date=2026-05-10 @
"""
)


def ways(text: str, case: str, record: str, measure: str, day: date = DAY) -> dict[tuple[str, str], WayOut]:
    """The ways out of a measure on a record in a ledger, by actor and route."""
    index = MemoryIndex.of(parse(text))
    one = next(
        c for c in derive(case, index, BOOK).consequences if (c.record, c.measure) == (record, measure)
    )
    return {(way.actor.value, way.route): way for way in ways_out(one, index, BOOK, day)}


def test_of_a_consumption_order_each_ending_the_law_names_is_a_way_out() -> None:
    """The subject performs or gives security, the court releases or annuls, an objection is upheld, the naming is taken
    back; time alone ends nothing here."""
    found = ways(ORDER, "c2", "gsxt:L", "M01")
    assert {("subject", "performance"), ("subject", "security"), ("subject", "objection")} <= found.keys()
    assert {
        ("authority", "court_release"),
        ("authority", "annulment"),
        ("authority", "correction"),
    } <= found.keys()
    assert not any(actor == "time" for actor, _ in found)
    assert found["subject", "performance"].free_from == DAY
    assert not found["subject", "performance"].back
    assert found["authority", "annulment"].back
    assert found["subject", "objection"].back


WAGES = """
authority auth:gz-hr code=gz-hr department=human_resources level=city region=440100
enterprise gsxt:A type=limited_company
identifier gsxt:A scheme=uscc value=91440100MA0000007W
decision gsxt:A case=c1 act=listing category=wage_arrears_listing authority=gz-hr number=1 date=2026-02-02 \
conditions=[ordered_to_pay_and_not_paid_in_time, criminal_threshold]
"""


def test_off_the_wage_list_leads_a_repair_six_months_after_the_wages_were_paid() -> None:
    """Before they are paid no day can be named; what is waited for is said."""
    route = ("subject", "repair_after_cure_and_six_months")
    waits = ways(WAGES, "c1", "gsxt:A", "M19")[route]
    assert (waits.free_from, waits.waits_for) == (None, "cure")
    paid = ways(WAGES + "event gsxt:A case=c1 event=cure date=2026-06-30\n", "c1", "gsxt:A", "M19")[route]
    assert (paid.free_from, paid.waits_for) == (date(2026, 12, 31), None)


def test_a_repair_is_not_to_be_had_before_the_least_publication_of_its_class() -> None:
    """General: three months; serious: a year; of no class no day is named, and what it waits for."""
    days = {}
    for kind in ("light", "general", "serious", None):
        said = f"conduct_class=market_and_social_order {f'repair_class={kind}' if kind else ''}"
        way = ways(PENALTY.replace("@", said), "c1", "gsxt:L", "M20")["subject", "repair"]
        days[kind] = (way.on, way.waits_for)
    assert days["light"] == (DAY, None)
    assert days["general"] == (date(2026, 8, 11), None)
    assert days["serious"] == (date(2027, 5, 11), None)
    assert days[None] == (None, "repair_class_not_known")


def test_what_does_not_stand_has_no_way_out() -> None:
    """Neither before it began, nor after it ended, nor while it is a draft."""
    assert ways(ORDER, "c2", "gsxt:L", "M01", date(2026, 6, 1)) == {}
    assert ways(ORDER + "annulment gsxt:A case=c2 date=2026-06-28\n", "c2", "gsxt:L", "M01") == {}
    assert ways(ORDER.replace("level=PROVED", "level=CANDIDATE"), "c2", "gsxt:L", "M01") == {}


def _still(one: Consequence, way: WayOut, ledger: Ledger) -> list[Consequence]:
    """What of it stands once the facts of a way out were really stated: another ledger, another index."""
    told = ledger.plus(way.facts, datetime(2031, 1, 1, tzinfo=UTC))
    made = derive(one.case, MemoryIndex.of(told), BOOK).consequences
    same = [
        c
        for c in made
        if (c.clause, c.measure) == (one.clause, one.measure) and one.record in (c.record, *c.binds)
    ]
    assert way.free_from is None or not any(c.state_on(way.free_from) in STANDS for c in same)
    return [c for c in same if c.timeline[-1].state in STANDS and way.actor is not Actor.TIME]


@settings(max_examples=60)
@given(st.integers(0, 10**6))
def test_every_way_out_that_is_shown_does_lift_it(seed: int) -> None:
    """Over random small worlds: stated in earnest, the facts of each way out end the consequence for good, and nothing
    but what is said to be taken back goes back to its beginning."""
    ledger = world(seed, BOOK)
    note(dump(ledger))
    index = MemoryIndex.of(ledger)
    for case in sorted({c for one in ledger.facts if (c := getattr(one.fact, "case", None))}):
        for one in derive(case, index, BOOK).consequences:
            standing = [span.since for span in one.timeline if span.state in STANDS]
            if not standing:
                continue
            day = standing[-1]
            found = ways_out(one, index, BOOK, day)
            for way in found:
                assert not _still(one, way, ledger), way
            routes = {way.route for way in found}
            assert "annulment" in routes
            assert one.state_on(day) is not State.DRAFT
