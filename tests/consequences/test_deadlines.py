"""Deadlines: what the case files cannot say in a line: problems, what is to come, ids."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from graph_service.consequences import derive
from graph_service.consequences.deadline import CaseDeadlines, Standing
from graph_service.consequences.deadlines import deadlines_of
from graph_service.facts import MemoryIndex
from graph_service.facts.notation import parse
from graph_service.facts.types import Decision
from graph_service.facts.working_days import WorkingDays
from graph_service.rules.load import load_rulebook
from tests.consequences.scenario_files import FOLDER, Scenario, read

BOOK = load_rulebook()
FIRM = """
authority auth:samr code=gd-samr department=market_supervision level=province region=440000
enterprise gsxt:A type=limited_company
identifier gsxt:A scheme=uscc value=91440100MA0000007W
"""
PENALTY = (
    "decision gsxt:A case=c1 act=decision category=food_licence_revoked authority=gd-samr number=1 date={date}"
    " conditions=[licence_revoked]{more}\n"
)
G17 = FIRM + PENALTY.format(date="2026-09-28", more="")


def asked(text: str, day: str, calendar: WorkingDays = BOOK.working_days, case: str = "c1") -> CaseDeadlines:
    """The deadlines of a case of a ledger on a day."""
    index = MemoryIndex.of(parse(text))
    made = derive(case, index, BOOK).consequences
    return deadlines_of(case, index, BOOK, made, calendar, date.fromisoformat(day))


def duties(found: CaseDeadlines) -> dict[str, str]:
    """Duty to how it stands."""
    return {one.duty: one.standing.value for one in found.deadlines}


def test_a_case_without_a_decision_or_without_its_authority_has_no_deadlines() -> None:
    """Whose duty it is cannot be told: a problem, and no guess."""
    assert asked(FIRM, "2026-10-01") == CaseDeadlines()
    nobody = asked(G17.replace("code=gd-samr", "code=other"), "2026-10-01")
    assert (nobody.deadlines, [one.kind for one in nobody.problems]) == ((), ["authority_not_known"])
    twice = asked(
        G17 + "authority auth:2 code=gd-samr department=tax level=city region=440100\n", "2026-10-01"
    )
    assert [one.kind for one in twice.problems] == ["authority_not_known"]


def test_a_day_known_to_the_month_starts_no_deadline_and_is_a_problem() -> None:
    """One for each row that would run from it."""
    found = asked(FIRM + PENALTY.format(date="2026-09", more=""), "2026-10-20")
    assert {one.duty for one in found.deadlines} <= {"term_ends"}
    assert {one.kind for one in found.problems} == {"day_not_known"}


def test_an_open_objection_without_a_number_of_days_in_law_is_a_problem() -> None:
    """The plan says without delay; once it is decided there is nothing to ask."""
    accepted = "objection gsxt:A case=c1 step=accepted date=2026-10-08 number=y\n"
    assert [one.kind for one in asked(G17 + accepted, "2026-10-09").problems] == ["no_clock_in_law"]
    refused = accepted.replace("accepted", "refused")
    assert asked(G17 + accepted + refused, "2026-10-09").problems == ()


def test_an_objection_of_a_stranger_starts_no_clock() -> None:
    """Who has no standing moves nothing, and nobody is told to decide it; an officer whom the order names has."""
    order = """authority auth:court code=gz-court department=court level=city region=440100
enterprise gsxt:A type=limited_company
identifier gsxt:A scheme=uscc value=91440100MA0000007W
decision gsxt:A case=c1 act=order category=consumption_order authority=gz-court number=1 date=2026-06-01 {conditions}
person order:L name_key=L adult_on=1988-01-01
identity order:L level=PROVED document=resident_id:L
naming order:L case=c1 role=legal_representative
person x:S name_key=S adult_on=1988-01-01
objection {who} case=c1 step=accepted date=2026-06-10 number=y
""".replace("{conditions}", "conditions=[not_paid_within_enforcement_notice]")
    stranger = asked(order.replace("{who}", "x:S"), "2026-06-11")
    assert ("verify_objection" in duties(stranger), stranger.problems) == (False, ())
    assert duties(asked(order.replace("{who}", "order:L"), "2026-06-11"))["verify_objection"] == "open"


def test_a_day_at_the_end_of_time_is_a_problem_and_stops_nothing() -> None:
    """Asked on it, and on the first day there is."""
    found = asked(FIRM + PENALTY.format(date="9999-12-30", more=""), "9999-12-31")
    assert {one.kind for one in found.problems} == {"day_out_of_range"}
    assert {one.duty for one in found.deadlines} <= {"term_ends"}
    assert asked(FIRM + PENALTY.format(date="0001-01-01", more=""), "0001-01-01").problems == ()
    objection = "objection gsxt:A case=c1 step=accepted date=0001-01-01 number=y\n"
    shenzhen = (FIRM + PENALTY.format(date="0001-01-01", more="") + objection).replace("440000", "440300")
    assert "verify_objection" not in duties(asked(shenzhen, "0001-01-01"))


def test_what_is_stated_for_a_later_day_has_not_begun_and_says_when_it_will() -> None:
    """An annulment to come calls for nothing yet; a publication to come meets nothing yet."""
    shown = "publication gsxt:A case=c1 site=credit since=2026-10-12\n"
    found = asked(G17 + shown + "annulment gsxt:A case=c1 date=2026-12-01\n", "2026-10-09")
    assert duties(found) == {"publish_decision": "open", "publish_on_gsxt": "open"}
    assert found.next_on == date(2026, 12, 1)
    assert all(one.met_on is None for one in found.deadlines)


def test_a_publication_whose_day_is_not_stated_counts_as_in_time() -> None:
    """Nobody is told to be late on a day that no source gives; nor where the month alone is known and holds both."""
    for since in ("", " since=2026-10"):
        found = asked(G17 + f"publication gsxt:A case=c1 site=credit{since}\n", "2026-12-01")
        assert duties(found)["publish_decision"] == "met"
    late = asked(G17 + "publication gsxt:A case=c1 site=credit since=2026-11\n", "2026-12-01")
    assert duties(late)["publish_decision"] == "met_late"


def test_a_publication_ends_with_the_longest_time_of_its_class_and_not_without_one() -> None:
    """Three months of a light case from its document; no class, no day (law decision 18)."""
    shown = "publication gsxt:A case=c1 site=credit since=2026-09-29\n"
    light = FIRM + PENALTY.format(date="2026-09-28", more=" repair_class=light") + shown
    (end,) = (one for one in asked(light, "2026-10-01").deadlines if one.duty == "end_publication")
    assert (end.due, end.standing) == (date(2026, 12, 29), Standing.OPEN)
    over = light.replace("since=2026-09-29", "since=2026-09-29 until=2026-12-29")
    assert duties(asked(over, "2027-01-04"))["end_publication"] == "met"
    assert "end_publication" not in duties(asked(G17 + shown, "2026-10-01"))


def test_the_id_stays_and_the_parameters_change_with_the_day() -> None:
    """A calendar that is extended moves the day: the same deadline, announced again."""
    text = FIRM + PENALTY.format(date="2026-09-28", more="")
    (known,) = (one for one in asked(text, "2026-10-01").deadlines if one.duty == "publish_decision")
    (guessed,) = (
        one for one in asked(text, "2026-10-01", WorkingDays()).deadlines if one.duty == "publish_decision"
    )
    assert known.id == guessed.id
    assert known.parameters != guessed.parameters
    assert (guessed.due, guessed.provisional) == (date(2026, 10, 7), True)
    assert asked(text, "2026-10-20").deadlines[0].parameters == known.parameters


def test_an_annulled_decision_needs_no_publication_and_a_published_one_is_withdrawn() -> None:
    """What was never published has nothing to be withdrawn."""
    annulled = "annulment gsxt:A case=c1 date=2026-10-09\n"
    assert duties(asked(G17 + annulled, "2026-10-09")) == {
        "publish_decision": "withdrawn",
        "publish_on_gsxt": "withdrawn",
    }
    shown = "publication gsxt:A case=c1 site=credit since=2026-10-08\n"
    assert duties(asked(G17 + shown + annulled, "2026-10-09"))["withdraw_publication"] == "open"
    ended = shown.replace("10-08", "10-08 until=2026-10-09")
    assert "withdraw_publication" not in duties(asked(G17 + ended + annulled, "2026-10-09"))


def test_the_court_corrects_its_list_after_an_objection_upheld() -> None:
    """Off it by the end of its publication, or by the event that says so."""
    listed = """authority auth:court code=gz-court department=court level=city region=440100
enterprise gsxt:A type=limited_company
decision gsxt:A case=c1 act=listing category=court_dishonest_listing authority=gz-court number=1 date=2026-06-01
publication gsxt:A case=c1 site=court since=2026-06-01
objection gsxt:A case=c1 step=accepted date=2026-06-10 number=y
objection gsxt:A case=c1 step=upheld date=2026-06-17 number=y
"""
    (correction,) = (one for one in asked(listed, "2026-06-18").deadlines if one.duty == "take_off_the_list")
    assert (correction.due, correction.standing) == (date(2026, 6, 23), Standing.OPEN)
    assert duties(asked(listed, "2026-06-18"))["verify_objection"] == "met"
    off = listed + "event gsxt:A case=c1 event=delisting date=2026-06-22\n"
    assert duties(asked(off, "2026-06-24"))["take_off_the_list"] == "met"


FILES = [read(path) for path in sorted(FOLDER.glob("G*.ledger"))]


@given(st.sampled_from(FILES), st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 120))
def test_a_deadline_once_met_or_missed_does_not_open_again(scenario: Scenario, day: date, more: int) -> None:
    """As days pass and nothing is stated, what was met stays met and what was missed stays missed; ids stay; a day that
    is past is never announced as open."""
    ledger = scenario.ledger
    index = MemoryIndex.of(ledger)
    cases = {one.fact.case for one in ledger.facts if isinstance(one.fact, Decision)}
    for case in cases:
        made = derive(case, index, BOOK).consequences
        first = deadlines_of(case, index, BOOK, made, BOOK.working_days, day).deadlines
        later = deadlines_of(case, index, BOOK, made, BOOK.working_days, day + timedelta(days=more)).deadlines
        after = {one.id: one for one in later}
        assert len(after) == len(later)
        for one in first:
            assert one.standing is not Standing.OPEN or one.latest is None or one.latest >= day
            if one.id in after and one.standing in (Standing.MET, Standing.MET_LATE):
                assert after[one.id].standing is one.standing
            if one.id in after and one.standing is Standing.MISSED:
                assert after[one.id].standing is not Standing.OPEN
