"""Screening puts every case on one page, keeps apart what may and may not be said, and says why not."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from graph_service.consequences.why_not import why_not
from graph_service.facts import MemoryIndex
from graph_service.facts.notation import parse
from graph_service.rules.load import load_rulebook
from graph_service.screening import ScreeningResult, screen

FOOD = """
authority gz:fda code=gz:fda department=market_supervision level=city region=440100
enterprise reg:C type=limited_company
identifier reg:C scheme=uscc value=91440100MA0000007W
person reg:L name_key=L adult_on=1990-01-01
identity reg:L level=PROVED document=resident_id:l
person reg:Q name_key=Q adult_on=1991-01-01
identity reg:Q level=PROVED document=resident_id:q
person reg:D name_key=D adult_on=1980-01-01
identity reg:D level=PROVED document=resident_id:d
person reg:S name_key=S adult_on=1975-01-01
identity reg:S level=PROVED document=resident_id:s
person reg:F name_key=F adult_on=1975-01-01
identity reg:F level=PROVED document=resident_id:f
office reg:L enterprise=reg:C post=legal_representative since=2020-01-01
office reg:F enterprise=reg:C post=legal_representative since=2015-01-01 until=2020-01-01
office reg:D enterprise=reg:C post=director since=2019-01-01
holding reg:S enterprise=reg:C subscribed=60%
decision reg:C case=k1 act=decision category=food_licence_revoked authority=gz:fda number=1 date=2026-05-10 \
conditions=[licence_revoked]
naming reg:Q case=k1 role=directly_responsible conditions=[decision_names_the_person]
"""


def page(text: str = FOOD, day: date = date(2026, 11, 23)) -> ScreeningResult:
    """The page of every case of a ledger."""
    ledger = parse(text)
    cases = [one.fact.case for one in ledger.facts if one.fact.kind == "decision"]  # type: ignore[attr-defined]  # a Decision
    return screen(cases, MemoryIndex.of(ledger), load_rulebook(), day)


def test_the_page_says_who_is_bound_by_which_clause_until_which_last_day() -> None:
    """The firm is bound at once for five years, the last day included."""
    [case] = page().cases
    firm = next(one for one in case.bound if one.clause == "CN-FOOD-BAN/entity-licence")
    assert (firm.party, firm.measure, firm.state) == ("reg:C", "M09", "in_force")
    assert firm.since == date(2026, 5, 10)
    assert firm.last_day == date(2031, 5, 10)
    assert firm.article == "Art 135(1)"
    assert firm.says.startswith("A food business")


def test_an_office_alone_is_pending_and_never_among_what_is_bound() -> None:
    """The legal representative whom the decision does not name is proposed, not bound."""
    result = page()
    [case] = result.cases
    assert {one.party for one in case.pending} == {"reg:L"}
    assert "reg:L" not in {one.party for one in case.bound}
    assert not next(one for one in result.parties if one.party == "reg:L").bound


def test_who_is_near_and_not_reached_is_told_why_clause_by_clause() -> None:
    """The ordinary director, the shareholder and the former head are near; each has a reason of his own."""
    [case] = page().cases
    reasons = {miss.party: {one.reason for one in miss.why_not} for miss in case.near}
    assert set(reasons) == {"reg:D", "reg:S", "reg:F"}
    assert "holding_moves_nothing" in reasons["reg:S"]
    assert "left_before_the_role_date" in reasons["reg:F"]
    assert "role_outside_the_circle" in reasons["reg:D"]


def test_without_review_the_plain_page_shows_neither_pending_nor_drafts_nor_hints() -> None:
    """What is not in force is for reviewers (law decisions 2 and 15)."""
    plain = page().as_json()
    assert not {"pending", "drafts", "hints", "consequences"} & set(plain["cases"][0])
    assert "proposed" not in str(plain["parties"])
    shown = page().as_json(review=True)
    assert shown["cases"][0]["pending"]


def test_a_draft_without_a_person_is_on_the_page_and_of_no_party() -> None:
    """The document gives a title and no name: a draft for nobody, and a hint to ask for the name."""
    text = FOOD.replace("naming reg:Q case=k1", "naming reg:C title_only=true case=k1")
    result = page(text)
    [case] = result.cases
    nobody = [one for one in case.drafts if one.record is None]
    assert nobody
    assert {one.party for one in nobody} == {None}
    assert all(one.missing for one in nobody)
    assert "ask_for_the_name" in {hint.kind for hint in case.hints}


def test_problems_stand_on_the_page_as_plain_data_without_what_is_empty() -> None:
    """A naming in a role that no clause reaches is a problem of the case, counted in the totals."""
    result = page(FOOD.replace("role=directly_responsible", "role=liaison"))
    plain = result.as_json()
    [problem] = [one for one in plain["cases"][0]["problems"] if one["kind"] == "naming_outside_the_circle"]
    assert problem["subject"] == "k1"
    assert "file" not in problem
    assert result.totals.problems["naming_outside_the_circle"] == 1


def test_every_fact_a_bearing_rests_on_is_on_the_page() -> None:
    """The page can be read without the register beside it."""
    result = page()
    cited = {used.fact for case in result.cases for one in (*case.bound, *case.pending) for used in one.facts}
    assert cited
    assert cited <= set(result.facts)


def test_a_case_of_which_no_decision_stands_is_on_the_page_as_unknown() -> None:
    """A key nobody knows is an answer, not an error."""
    [case] = screen(["none"], MemoryIndex.of(parse(FOOD)), load_rulebook(), date(2026, 1, 1)).cases
    assert (case.status, case.bound, case.near) == ("unknown", (), ())


def test_an_annulled_decision_binds_nobody_and_its_consequences_are_over() -> None:
    """Everything that stood on it fell in the same breath."""
    [case] = page(FOOD + "annulment reg:C case=k1 date=2026-08-01\n").cases
    assert case.status == "annulled"
    assert (case.bound, case.pending) == ((), ())
    assert {one.state for one in case.over} == {"retracted"}


def test_a_dispute_in_between_does_not_move_the_day_since_when() -> None:
    """An objection that was refused marks a stretch and breaks nothing: bound since the decision."""
    objected = FOOD + (
        "objection reg:C case=k1 step=accepted date=2026-08-01 number=O1\n"
        "objection reg:C case=k1 step=refused date=2026-09-01 number=O1\n"
    )
    for day, disputed in ((date(2026, 7, 31), False), (date(2026, 8, 15), True), (date(2026, 11, 23), False)):
        [case] = page(objected, day).cases
        assert {(one.since, one.until, one.disputed) for one in case.bound} == {
            (date(2026, 5, 10), date(2031, 5, 11), disputed)
        }


def test_before_the_decision_nothing_is_bound() -> None:
    """A consequence that has not begun on the day is not on the page."""
    result = page(day=date(2026, 5, 9))
    assert result.totals.states == {}
    assert result.parties == () or not any(party.bound for party in result.parties)


@given(st.dates(min_value=date(2026, 1, 1), max_value=date(2040, 1, 1)))
def test_the_totals_count_what_is_on_the_page(day: date) -> None:
    """Counts are exact on every day, and drafts are in no statistic of measures."""
    result = page(day=day)
    totals = result.totals
    assert sum(totals.measures.values()) == sum(len(case.bound) for case in result.cases)
    assert sum(totals.clauses.values()) == totals.states.get("in_force", 0)
    assert totals.parties_bound == sum(party.bound for party in result.parties)
    assert totals.near == sum(len(case.near) for case in result.cases)


ORDER = """
authority gz:court code=gz:court department=court level=city region=440100
enterprise reg:C type=limited_company
identifier reg:C scheme=uscc value=91440100MA0000007W
person reg:L name_key=王伟 adult_on=1998-02-03
identity reg:L level=PROVED document=resident_id:l
office reg:L enterprise=reg:C post=legal_representative since=2015-08-01
decision reg:C case=k1 act=order category=consumption_order authority=gz:court number=1 date=2026-06-20 \
conditions=[not_paid_within_enforcement_notice]
person order:L name_key=王伟
naming order:L case=k1 role=legal_representative
"""


def test_who_is_named_by_a_name_that_the_register_bears_out_is_bound_and_not_near_as_well() -> None:
    """The order's record of him has no number; by force of it he is bound on the register's record, once."""
    [case] = page(ORDER).cases
    assert {one.record for one in case.bound} == {"reg:C", "reg:L"}
    assert case.near == ()
    index = MemoryIndex.of(parse(ORDER))
    found = why_not("k1", "order:L", index, load_rulebook())
    assert found is not None
    assert [one.record for one in found.reached] == ["reg:L"]


def test_a_name_that_the_register_does_not_bear_out_is_near() -> None:
    """With two of that name in the office, the one on the order is only near."""
    two = ORDER.replace(
        "decision reg:C",
        "person reg:M name_key=王伟 adult_on=1990-01-01\n"
        "identity reg:M level=PROVED document=resident_id:m\n"
        "office reg:M enterprise=reg:C post=legal_representative since=2015-08-01\ndecision reg:C",
    )
    [case] = page(two).cases
    assert {one.record for one in case.bound} == {"reg:C"}
    assert {"reg:L", "reg:M"} <= {miss.record for miss in case.near}
