"""What the doors share when they read: checks, pages, explanations, both clocks; the same on both graphs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from graph_service.assemble import Subject, Workspace
from graph_service.errors import BadValue, NotAllowed, NotFound
from tests.workspaces import (
    ADMINISTRATOR,
    DAY,
    FIRM,
    FIRM_CODE,
    LISTING,
    NUMBER,
    ORDER,
    ORDER_PERSON,
    PERSON,
    as_role,
)


def answer(workspace: Workspace, subject: Subject, **more: Any) -> dict[str, Any]:
    """The answer of a check of one subject, as an investigator asks."""
    given = {"caller": as_role("investigator"), "as_of": DAY, **more}
    found: dict[str, Any] = workspace.check([subject], **given)["answers"][0]
    return found


def measures(found: dict[str, Any]) -> dict[str, str]:
    """Measure to answer."""
    return {line["measure"]["code"]: line["answer"] for line in found["measures"]}


def test_a_check_says_what_binds_and_on_what(world: Workspace) -> None:
    """Bound by a measure in force on the day, with its bases, and the sources with their age."""
    page = world.check([Subject(uscc=FIRM_CODE)], caller=as_role("department", why=False), as_of=DAY)
    found = page["answers"][0]
    assert found["answer"]["code"] == "bound"
    line = next(one for one in found["measures"] if one["measure"]["code"] == "M19")
    assert line["bases"][0]["case"] == LISTING
    assert set(line["measure"]["title"]) == {"zh-CN", "en"}
    assert {one["source"]: one["age_days"] for one in page["sources"]}["gsxt"] == 0
    assert page["known_at"]["entry"] == world.resolve_clocks().entry


def test_a_person_is_checked_by_document_and_the_read_is_logged(world: Workspace) -> None:
    """Two records with one document are one person; the log holds who asked, why and of whom, and no number."""
    found = answer(world, Subject(document_number=NUMBER))
    assert measures(found) == {"M01": "bound"}
    assert found["party"] == PERSON
    line = list(world.log.lines())[-1]
    assert (line["purpose"], line["inquiry"], line["subjects"]) == ("tender review", "2026-117", [PERSON])
    assert NUMBER not in world.log.path.read_text(encoding="utf-8")


def test_before_the_order_the_representative_is_free(world: Workspace) -> None:
    """On the day before the order nothing is in force against him."""
    found = answer(world, Subject(document_number=NUMBER), as_of="2026-06-19")
    assert found["answer"]["code"] == "nothing_in_force"
    assert found["measures"] == []


def test_what_was_known_then_is_answered_from_the_facts_known_then(world: Workspace) -> None:
    """Before the order was learnt of, the same day has another answer: derived anew, and the same as it was given."""
    head = world.resolve_clocks().entry
    then = world.resolve_clocks(DAY, head - 1)
    caller = as_role("investigator")
    past = world.check([Subject(uscc=FIRM_CODE), Subject(document_number=NUMBER)], caller=caller, clocks=then)
    assert [one["answer"]["code"] for one in past["answers"]] == ["bound", "nothing_in_force"]
    assert past["known_at"]["entry"] == head - 1
    now = world.check([Subject(uscc=FIRM_CODE)], caller=caller, clocks=world.resolve_clocks(DAY, head))
    published = [
        [one for one in page["answers"][0]["measures"] if one["measure"]["code"] == "M19"]
        for page in (past, now)
    ]
    assert published[0] == published[1] != []
    nobody = world.check([Subject(uscc=FIRM_CODE)], caller=caller, clocks=world.resolve_clocks(DAY, 1))
    assert nobody["answers"][0]["answer"]["code"] == "unknown_identifier"


def test_a_measure_that_is_asked_for_is_answered_by_itself(world: Workspace) -> None:
    """Each measure asked for has an answer of its own; others are not spoken of; no such measure is refused."""
    found = answer(world, Subject(uscc=FIRM_CODE), measures=["M07", "M19"])
    assert measures(found) == {"M19": "bound", "M07": "nothing_in_force"}
    with pytest.raises(BadValue, match=r"measures\.0"):
        answer(world, Subject(uscc=FIRM_CODE), measures=["M99"])


@pytest.mark.parametrize(
    ("subject", "why"),
    [
        (Subject(uscc="91440100MA0000008U"), []),
        (Subject(uscc="91440100MA0000007X"), ["check_digit"]),
        (Subject(uscc="123"), ["length"]),
        (Subject(document_number="110105194912310021"), ["check_digit"]),
        (Subject(document_number="110105********002X"), ["masked"]),
        (Subject(document_number="E12345678", document_type="护照"), ["issuer_unknown"]),
    ],
)
def test_a_number_that_is_nobodys_here_is_an_answer_of_its_own(
    world: Workspace, subject: Subject, why: list[str]
) -> None:
    """Unknown is not the same as nothing in force; what is odd about the number is said by code."""
    found = answer(world, subject)
    if subject.uscc == "91440100MA0000008U":
        why = [one["code"] for one in found["why"]]
    assert found["answer"]["code"] == "unknown_identifier"
    assert [one["code"] for one in found["why"]] == why
    assert found["party"] is None


def test_a_read_of_a_person_without_purpose_is_refused_and_leaves_no_answer(world: Workspace) -> None:
    """Check, page, consequences, explanation, review list: none without purpose and inquiry number."""
    silent = as_role("reviewer", why=False)
    at = world.resolve_clocks(DAY)
    key = next(
        one["id"] for one in world.consequences(PERSON, caller=ADMINISTRATOR, clocks=at)["consequences"]
    )
    before = world.log.head()
    reads: tuple[Callable[[], object], ...] = (
        lambda: world.check([Subject(document_number=NUMBER)], caller=silent, as_of=DAY),
        lambda: world.party(PERSON, caller=silent, clocks=at),
        lambda: world.consequences(PERSON, caller=silent, clocks=at),
        lambda: world.explain(key, caller=silent, clocks=at),
        lambda: world.why_not(LISTING, PERSON, caller=silent, clocks=at),
        lambda: world.review("drafts", caller=silent, clocks=at),
    )
    for read in reads:
        with pytest.raises(NotAllowed, match="purpose"):
            read()
    assert world.log.head() == before


def test_officers_stand_beside_a_firm_only_for_a_logged_purpose(world: Workspace) -> None:
    """Without a purpose, or for a role without the right, the officers of a firm are counted and not shown."""
    at = world.resolve_clocks(DAY)
    silent = world.party(FIRM, caller=as_role("investigator", why=False), clocks=at)
    analyst = world.party(FIRM, caller=as_role("analyst"), clocks=at)
    assert silent["offices"] == analyst["offices"] == []
    assert silent["withheld"] == {"offices": 1}
    shown = world.party(FIRM, caller=as_role("investigator"), clocks=at)
    assert shown["offices"][0]["other_name"] == "王伟"
    assert list(world.log.lines())[-1]["act"] == "officers"
    assert "resident_id:" not in json.dumps(shown)


def test_a_party_page_speaks_of_one_person_by_all_his_records(world: Workspace) -> None:
    """Register and order speak of one person; his card is shown in full to who may see it; no token is."""
    page = world.party(ORDER_PERSON, caller=as_role("investigator"), clocks=world.resolve_clocks(DAY))
    assert page["id"] == PERSON
    assert page["records"] == [PERSON, ORDER_PERSON]
    assert page["name"] == "王伟"
    assert page["cards"][0]["birth_date"] == "1949-12-31"
    assert page["offices_held"][0]["other_name"] == "广州粤海贸易有限公司"
    assert page["identities"][0]["document"] == "resident_id"


def test_a_consequence_is_explained_by_its_facts_and_absences(world: Workspace) -> None:
    """Each fact of the proof is written out, and what was looked for and not found is listed."""
    at = world.resolve_clocks(DAY)
    caller = as_role("investigator")
    found = world.consequences(PERSON, caller=caller, clocks=at)
    assert found["total"] == 1
    one = found["consequences"][0]
    assert {span["state"] for span in one["timeline"]} == {"in_force"}
    page = world.explain(one["id"], caller=caller, clocks=at)
    assert {"decision", "naming", "identity"} <= {fact["part"] for fact in page["facts"]}
    assert all("record" in fact for fact in page["facts"])
    assert f"annulment.case={ORDER}" in page["absences"]
    past = world.resolve_clocks(DAY, at.entry - 1)
    with pytest.raises(NotFound):
        world.explain(one["id"], caller=caller, clocks=past)


def test_the_page_of_a_case_keeps_persons_back_without_purpose(world: Workspace) -> None:
    """With a purpose: who is bound and who is near; without: the firm's own, and a count of what was left out."""
    at = world.resolve_clocks(DAY)
    full = world.case(ORDER, caller=as_role("investigator"), clocks=at)
    assert {one["party"] for one in full["bound"] if one["target"] == "person"} == {min(PERSON, ORDER_PERSON)}
    assert "drafts" not in full
    assert "hints" not in full
    bare = world.case(ORDER, caller=as_role("investigator", why=False), clocks=at)
    assert all(one["target"] == "enterprise" for one in bare["bound"])
    assert bare["near"] == []
    assert bare["withheld"] > 0
    assert PERSON not in json.dumps(bare)
    assert ORDER_PERSON not in json.dumps(bare)
    with pytest.raises(NotFound):
        world.case("c9", caller=as_role("investigator"), clocks=at)


def test_review_lists_of_the_past_are_derived_anew(world: Workspace) -> None:
    """The hint that an order could be asked for stood before the order was known."""
    at = world.resolve_clocks(DAY, world.resolve_clocks().entry - 1)
    found = world.review("hints", caller=as_role("reviewer"), clocks=at)
    assert "order_possible" in {one["kind"] for one in found["items"]}
    for kind in ("drafts", "pending"):
        now = world.review(kind, caller=as_role("reviewer"), clocks=world.resolve_clocks(DAY))
        assert now["total"] == len(now["items"])


def test_facts_are_exported_without_cards_and_restore_the_same_store(world: Workspace) -> None:
    """The notation of an export holds every fact, documents as tokens and no personal data."""
    lines = list(world.export_facts(caller=ADMINISTRATOR, clocks=world.resolve_clocks()))
    text = "\n".join(lines)
    assert "王伟" not in text
    assert NUMBER not in text
    assert sum(line.startswith("decision ") for line in lines) == 2
    with pytest.raises(NotAllowed):
        list(world.export_facts(caller=as_role("analyst"), clocks=world.resolve_clocks()))


def test_the_library_is_asked_by_role_with_a_purpose(world: Workspace) -> None:
    """A question that speaks of persons needs a purpose and is logged; a page tells the exact total."""
    at = world.resolve_clocks(DAY)
    offered = {one["query"]: one for one in world.queries(caller=as_role("investigator"))["queries"]}
    assert len(world.queries(caller=ADMINISTRATOR)["queries"]) == 12 > len(offered)
    question = offered["bound-in-firm"]
    given = {one["name"]: FIRM for one in question["parameters"] if one["type"] == "party"}
    with pytest.raises(NotAllowed):
        world.query("bound-in-firm", given, caller=as_role("investigator", why=False), clocks=at)
    page = world.query("bound-in-firm", given, caller=as_role("investigator"), clocks=at)
    assert page["total"] == len(page["rows"]) > 0
    assert list(world.log.lines())[-1]["act"] == "query bound-in-firm"
