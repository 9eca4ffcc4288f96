"""Timelines of parties and cases: both clocks on every line, and nothing on them that a page would not show."""

from __future__ import annotations

from typing import Any

import pytest

from graph_service.assemble import Workspace
from graph_service.errors import NotAllowed, NotFound
from tests.workspaces import DAY, FIRM, LISTING, ORDER, ORDER_PERSON, PERSON, as_role, state

OBJECTION: dict[str, Any] = {
    "type": "objection", "record": FIRM, "case": ORDER, "step": "accepted", "date": "2026-06-25", "number": "1",
}  # fmt: skip
ANNULMENT: dict[str, Any] = {"type": "annulment", "record": FIRM, "case": ORDER, "date": "2026-06-28"}
REVIEWER, INVESTIGATOR = as_role("reviewer"), as_role("investigator")


def told(page: dict[str, Any]) -> list[tuple[str, str, int, int | None]]:
    """What happened on a page: event, what it is of, and between which entries it was known."""
    return [
        (
            one["event"],
            one["stated"]["fact_type"] if "stated" in one else one["measure"]["code"],
            one["known_from"]["entry"],
            one["known_until"]["entry"] if one["known_until"] else None,
        )
        for one in page["events"]
    ]


def test_a_timeline_says_when_each_thing_is_valid_and_since_which_entry_it_is_known(named: Workspace) -> None:
    """The measure of the person was opened by the order and taken back from its first day when the annulment was
    stated; before that entry the timeline knows nothing of it."""
    then = named.resolve_clocks(DAY)
    state(named, [ANNULMENT])
    now = named.resolve_clocks(DAY)
    page = named.timeline(PERSON, caller=REVIEWER, clocks=now)
    assert (page["of"], page["party"], page["kind"]) == ("party", PERSON, "person")
    opened, ended = ("opened", "M01", then.entry, now.entry), ("ended", "M01", now.entry, None)
    assert [one for one in told(page) if one[1] == "M01"] == [ended, opened] or [opened, ended]
    assert {
        opened,
        ended,
        ("decided", "decision", then.entry, None),
        ("stated", "annulment", now.entry, None),
    } <= set(told(page))
    (measure,) = page["measures"]
    assert (measure["state"], measure["case"]) == ("retracted", ORDER)
    assert [one["post"] for one in page["ties"]] == ["legal_representative"]
    before = named.timeline(PERSON, caller=REVIEWER, clocks=named.resolve_clocks(DAY, then.entry))
    assert [one for one in told(before) if one[1] == "M01"] == [("opened", "M01", then.entry, None)]
    case = named.timeline(ORDER, caller=REVIEWER, clocks=now)
    assert {one["record"] for one in case["measures"]} >= {FIRM}
    assert ("ended", "M01", now.entry, None) in told(case)


def test_what_is_not_in_force_is_told_to_those_who_review_the_case(named: Workspace) -> None:
    """An investigator sees what binds on the day, the deciding court its own case whole, and a reviewer all of it;
    drafts only where a reviewer asks for them."""
    court, other = as_role("department", authority="gz-court"), as_role("department", authority="sz-court")
    clocks = named.resolve_clocks(DAY)
    assert named.timeline(PERSON, caller=INVESTIGATOR, clocks=clocks)["measures"]
    state(named, [ANNULMENT])
    clocks = named.resolve_clocks(DAY)
    for who, count in ((INVESTIGATOR, 0), (other, 0), (court, 1), (REVIEWER, 1)):
        assert len(named.timeline(PERSON, caller=who, clocks=clocks)["measures"]) == count, who.name
    with pytest.raises(NotAllowed):
        named.timeline(PERSON, caller=INVESTIGATOR, clocks=clocks, review=True)
    state(named, [{"type": "person", "record": "x:1"}, {**NAMED_NOBODY, "record": "x:1"}])
    clocks = named.resolve_clocks(DAY)
    drafted = named.timeline(LISTING, caller=REVIEWER, clocks=clocks, review=True)
    plain = named.timeline(LISTING, caller=REVIEWER, clocks=clocks)
    states = {span["state"] for one in drafted["measures"] for span in one["spans"]}
    assert "draft" not in {span["state"] for one in plain["measures"] for span in one["spans"]}
    assert len(drafted["measures"]) >= len(plain["measures"])
    assert states <= {"draft", "in_force"}


NAMED_NOBODY: dict[str, Any] = {"type": "naming", "case": LISTING, "role": "legal_representative"}


def test_persons_are_on_a_timeline_only_with_a_purpose_and_the_read_is_logged(named: Workspace) -> None:
    """A person's own is refused; a firm's and a case's leave them out and count them."""
    nameless = as_role("investigator", why=False)
    clocks = named.resolve_clocks(DAY)
    with pytest.raises(NotAllowed):
        named.timeline(PERSON, caller=nameless, clocks=clocks)
    lines = len(list(named.log.lines()))
    for about in (FIRM, ORDER):
        page = named.timeline(about, caller=nameless, clocks=clocks)
        assert page["withheld"] > 0
        text = str({**page, "names": None})
        assert PERSON not in text
        assert ORDER_PERSON not in text
    assert len(list(named.log.lines())) == lines
    named.timeline(PERSON, caller=INVESTIGATOR, clocks=clocks)
    line = list(named.log.lines())[-1]
    assert (line["act"], PERSON in line["subjects"]) == ("timeline", True)


def test_a_party_that_came_apart_has_what_bound_it_before_on_its_timeline(named: Workspace) -> None:
    """The document joined the two records until it was taken back; what it did to the one is history of it."""
    rows = named.party(PERSON, caller=REVIEWER, clocks=named.resolve_clocks(DAY))["identities"]
    fact = next(one["fact"] for one in rows if one["record"] == ORDER_PERSON)
    bound = named.resolve_clocks(DAY)
    state(named, [{"type": "unmerge", "record": "reviewer:1", "identity": fact}])
    now = named.resolve_clocks(DAY)
    page = named.timeline(PERSON, caller=REVIEWER, clocks=now)
    assert ("opened", "M01", bound.entry, now.entry) in told(page)
    assert {one["record"]: one["state"] for one in page["measures"]} == {
        ORDER_PERSON: None,
        PERSON: "in_force",
    }


def test_a_case_whose_decision_was_taken_back_still_has_its_timeline_and_an_unknown_one_has_none(
    named: Workspace,
) -> None:
    """History is what was stated, also where it stands no more."""
    clocks = named.resolve_clocks(DAY)
    page = named.case(ORDER, caller=REVIEWER, clocks=clocks)
    fact = next(one["fact"] for one in page["acts"] if one["fact_type"] == "decision")
    state(named, [{"type": "retraction", "record": FIRM, "of": fact}])
    now = named.resolve_clocks(DAY)
    decided = [
        one
        for one in named.timeline(ORDER, caller=REVIEWER, clocks=now)["events"]
        if one["event"] == "decided"
    ]
    assert [(one["known_until"]["entry"], one["ended_by"].partition(":")[0]) for one in decided] == [
        (now.entry, "retraction")
    ]
    with pytest.raises(NotFound):
        named.timeline("no such case", caller=REVIEWER, clocks=now)
    with pytest.raises(NotFound):
        named.timeline(ORDER, caller=REVIEWER, clocks=named.resolve_clocks(DAY, 1))
