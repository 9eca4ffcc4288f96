"""What the doors share when they write, and what a write changes for readers; the same on both graphs."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from graph_service.assemble import Caller, Subject, Workspace
from graph_service.errors import BadInput, BadValue, Conflict, NotAllowed, NotFound, Unavailable
from graph_service.store import GraphAddress
from tests.workspaces import (
    ADMINISTRATOR,
    DAY,
    FIRM,
    FIRM_CODE,
    LISTING,
    NAMED,
    NUMBER,
    ORDER,
    ORDER_PERSON,
    PERSON,
    as_role,
    open_on,
    state,
)


def answer(workspace: Workspace, subject: Subject, **more: Any) -> dict[str, Any]:
    """The answer of a check of one subject, as an investigator asks."""
    given = {"caller": as_role("investigator"), "as_of": DAY, **more}
    found: dict[str, Any] = workspace.check([subject], **given)["answers"][0]
    return found


def measures(found: dict[str, Any]) -> dict[str, str]:
    """Measure to answer."""
    return {line["measure"]["code"]: line["answer"] for line in found["measures"]}


def test_a_posted_order_tells_the_difference_it_made(listed: Workspace) -> None:
    """The order opens the restriction on the person it names, in the same transaction; stated again, nothing."""
    made = state(listed, NAMED)
    opened = {(one["measure"], one["party"], one["after"]) for one in made["opened"]}
    assert ("M01", ORDER_PERSON, "in_force") in opened
    assert made["cases"] == [LISTING, ORDER] or made["cases"] == [ORDER]
    assert made["stated"] == len(NAMED)
    again = state(listed, NAMED)
    assert (again["stated"], again["known_already"]) == (0, len(NAMED))
    assert again["opened"] == again["changed"] == again["ended"] == []


def test_an_annulment_ends_what_stood_on_the_act(named: Workspace) -> None:
    """The annulled order lets its consequence go, back to its beginning; the listing stands."""
    made = state(named, [{"type": "annulment", "record": FIRM, "case": ORDER, "date": "2026-06-25"}])
    assert {(one["measure"], one["after"]) for one in made["ended"] if one["party"] == ORDER_PERSON} == {
        ("M01", "retracted")
    }
    assert measures(answer(named, Subject(document_number=NUMBER))) == {}
    assert measures(answer(named, Subject(uscc=FIRM_CODE)))["M19"] == "bound"


def test_a_key_gives_the_same_answer_again_and_refuses_another_request(workspace: Workspace) -> None:
    """A client that asks again with its key doubles nothing; with another batch it is refused."""
    row = {"type": "enterprise", "record": "gsxt:B"}
    first = state(workspace, [row], key="k1")
    again = state(workspace, [row], key="k1")
    assert again["entry"] == first["entry"]
    assert again["repeated"] is True
    assert workspace.resolve_clocks().entry == first["entry"]
    with pytest.raises(Conflict):
        state(workspace, [{"type": "enterprise", "record": "gsxt:C"}], key="k1")


def test_an_act_of_another_territory_is_not_recognised_here(workspace: Workspace) -> None:
    """A clause of this province does not know an act of another: the answer says so, with the reason."""
    state(
        workspace,
        [
            {
                "type": "authority", "record": "auth:x", "code": "bj-hr", "department": "human_resources",
                "level": "city", "region": "110100",
            },
            {"type": "enterprise", "record": FIRM, "enterprise_type": "limited_company"},
            {"type": "identifier", "record": FIRM, "scheme": "uscc", "value": FIRM_CODE},
            {
                "type": "decision", "record": FIRM, "case": "bj-1", "act": "listing",
                "category": "court_dishonest_listing", "authority": "bj-hr", "number": "1",
                "date": "2026-06-01", "conditions": ["circumstance_1"],
            },
        ],
    )  # fmt: skip
    found = answer(workspace, Subject(uscc=FIRM_CODE))
    assert found["answer"]["code"] == "not_recognised_here"
    assert set(measures(found).values()) == {"not_recognised_here"}
    assert all(line["reasons"][0]["case"] == "bj-1" for line in found["measures"])
    then = workspace.resolve_clocks(DAY, workspace.resolve_clocks().entry)
    again = workspace.check([Subject(uscc=FIRM_CODE)], caller=as_role("investigator"), clocks=then)[
        "answers"
    ][0]
    assert again == found


def test_the_past_derives_the_same_consequences_byte_for_byte(named: Workspace) -> None:
    """After later facts, a question at the earlier entry gives what was given then."""
    caller = as_role("investigator")
    at = named.resolve_clocks(DAY)
    then = [named.consequences(who, caller=caller, clocks=at)["consequences"] for who in (FIRM, PERSON)]
    state(named, [{"type": "annulment", "record": FIRM, "case": ORDER, "date": "2026-06-25"}])
    back = named.resolve_clocks(DAY, at.entry)
    assert not back.at_head
    assert [
        named.consequences(who, caller=caller, clocks=back)["consequences"] for who in (FIRM, PERSON)
    ] == then


def test_why_not_answers_for_who_is_near(listed: Workspace) -> None:
    """The listing lists the firm alone: its representative is told why each clause passes him by."""
    page = listed.why_not(LISTING, PERSON, caller=as_role("investigator"), clocks=listed.resolve_clocks(DAY))
    assert page["reached"] == []
    assert {one["reason"] for one in page["why_not"]} >= {"binds_the_enterprise_only"}
    assert page["names"] == {PERSON: "王伟"}


def test_review_lists_are_for_reviewers_and_the_deciding_department(listed: Workspace) -> None:
    """Hints are seen by a reviewer and by the department that decided, by no other department and no other role."""
    at = listed.resolve_clocks(DAY)
    found = listed.review("hints", caller=as_role("reviewer"), clocks=at)
    assert "order_possible" in {one["kind"] for one in found["items"]}
    assert found["total"] == len(found["items"])
    own = listed.review("hints", caller=as_role("department", authority="gz-court"), clocks=at)
    assert own["items"] == found["items"]
    other = listed.review("hints", caller=as_role("department", authority="sz-court"), clocks=at)
    assert (other["items"], other["total"]) == ([], 0)
    for role in ("investigator", "analyst", "auditor"):
        with pytest.raises(NotAllowed):
            listed.review("hints", caller=as_role(role), clocks=at)
    with pytest.raises(NotFound):
        listed.review("leads", caller=as_role("reviewer"), clocks=at)


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("粤海", "name"), ("yuehai", "name"), ("yhmy", "name"), ("粤东", "former_name"), ("体育西路", "address"),
        (FIRM_CODE, "code"), (FIRM_CODE[:9].lower(), "code"), ("广州 贸易", "name"),
    ],
)  # fmt: skip
def test_a_firm_is_found_by_name_former_name_pinyin_address_and_code(
    listed: Workspace, text: str, use: str
) -> None:
    """Whatever the investigator has of it."""
    found = listed.search(text, caller=as_role("analyst"), clocks=listed.resolve_clocks(DAY))
    assert [(one["party"], one["matched"]) for one in found["results"]] == [(FIRM, use)]
    assert found["total"] == 1


def test_persons_are_found_only_for_a_logged_purpose(named: Workspace) -> None:
    """Without a purpose a search knows no person; with one the read is logged; erased, he is found no more."""
    at = named.resolve_clocks(DAY)
    assert named.search("王伟", caller=as_role("investigator", why=False), clocks=at)["total"] == 0
    found = named.search("wangwei", caller=as_role("investigator"), clocks=at)
    assert [(one["party"], one["records"]) for one in found["results"]] == [(PERSON, [PERSON, ORDER_PERSON])]
    assert found["total"] == 1
    assert list(named.log.lines())[-1]["act"] == "search"
    state(
        named,
        [{"type": "card_erased", "record": record, "basis": "request"} for record in (PERSON, ORDER_PERSON)],
    )
    assert (
        named.search("王伟", caller=as_role("investigator"), clocks=named.resolve_clocks(DAY))["total"] == 0
    )


def test_a_search_at_an_earlier_entry_does_not_know_later_names(listed: Workspace) -> None:
    """A name learnt later is not found at the entry before it."""
    before = listed.resolve_clocks(DAY)
    state(listed, [{"type": "name", "record": FIRM, "name": "广州新名字有限公司"}])
    assert listed.search("新名字", caller=ADMINISTRATOR, clocks=listed.resolve_clocks(DAY))["total"] == 1
    then = listed.resolve_clocks(DAY, before.entry)
    assert listed.search("新名字", caller=ADMINISTRATOR, clocks=then)["total"] == 0
    assert listed.search("粤海", caller=ADMINISTRATOR, clocks=then)["total"] == 1


def test_pages_follow_each_other_without_gap_or_overlap(workspace: Workspace) -> None:
    """The cursor goes on where the page ended, at the same clocks only; the total is exact on each."""
    rows = [{"type": "enterprise", "record": f"r:{n}"} for n in range(7)]
    rows += [{"type": "name", "record": f"r:{n}", "name": f"粤海{n}号"} for n in range(7)]
    state(workspace, rows)
    at = workspace.resolve_clocks(DAY)
    seen: list[str] = []
    cursor = None
    while True:
        page = workspace.search("粤海", caller=ADMINISTRATOR, clocks=at, limit=3, cursor=cursor)
        assert page["total"] == 7
        seen += [one["party"] for one in page["results"]]
        cursor = page["next"]
        if cursor is None:
            break
        last = cursor
    assert sorted(seen) == [f"r:{n}" for n in range(7)]
    with pytest.raises(BadInput, match="other clocks"):
        workspace.search(
            "粤海", caller=ADMINISTRATOR, clocks=workspace.resolve_clocks("2026-07-02"), cursor=last
        )
    for broken in ("%%", "bm9wZQ", "W10", "WzEsMl0", "WyIxIiwiYSIsMV0"):
        with pytest.raises(BadInput, match="cursor"):
            workspace.search("粤海", caller=ADMINISTRATOR, clocks=at, cursor=broken)


def test_clocks_are_resolved_and_echoed(listed: Workspace) -> None:
    """By entry number, by its text, by instant; default today in the zone and head; nonsense is refused."""
    head = listed.resolve_clocks()
    assert head.at is not None
    assert head.as_of == listed.now().astimezone(listed.zone).date()
    assert (
        listed.resolve_clocks(DAY, head.entry)
        == listed.resolve_clocks(DAY, str(head.entry))
        == listed.resolve_clocks(DAY)
    )
    assert listed.resolve_clocks(DAY, head.at.isoformat()).entry == head.entry
    before = listed.resolve_clocks(DAY, (head.at - timedelta(days=4_000)).isoformat())
    assert (before.entry, before.at, before.at_head) == (0, None, False)
    for wrong in ("2026-6-1", "yesterday", "2026-13-01", "20260701"):
        with pytest.raises(BadValue):
            listed.resolve_clocks(wrong)
    for wrong in ("2026-07-01T00:00:00", "soon", "9999999999999999999", "0001-01-01T00:00:00+23:00"):
        with pytest.raises(BadValue):
            listed.resolve_clocks(DAY, wrong)
    with pytest.raises(NotFound):
        listed.resolve_clocks(DAY, head.entry + 1)
    with pytest.raises(BadValue, match="future"):
        listed.resolve_clocks(DAY, (listed.now() + timedelta(days=1)).isoformat())


def test_the_ledger_anchors_the_access_log(named: Workspace) -> None:
    """A log that was cut or rewritten is found by what entries of the ledger remember of it."""
    auditor = as_role("auditor")
    answer(named, Subject(document_number=NUMBER))
    state(named, [{"type": "enterprise", "record": "gsxt:B"}])
    head = named.verify_log(caller=auditor)
    assert head.number == 1
    with pytest.raises(NotAllowed):
        named.verify_log(caller=as_role("analyst"))
    kept = named.log.path.read_bytes()
    named.log.path.write_bytes(b"")
    with pytest.raises(BadInput, match="no longer has"):
        named.verify_log(caller=auditor)
    type(named.log)(named.log.path).append({"subjects": ["someone else"]}, named.now())
    with pytest.raises(BadInput, match="replaced"):
        named.verify_log(caller=auditor)
    named.log.path.write_bytes(kept)
    assert named.verify_log(caller=auditor) == head


def test_only_roles_that_may_state_facts_do_and_only_their_types(workspace: Workspace) -> None:
    """A reviewer confirms and does not decide; an investigator states nothing; an empty batch is refused."""
    facts, _ = workspace.receive([{"type": "enterprise", "record": "gsxt:B"}], [], caller=ADMINISTRATOR)
    for role in ("reviewer", "investigator", "analyst", "auditor"):
        with pytest.raises(NotAllowed):
            workspace.post(facts, caller=as_role(role))
    with pytest.raises(BadInput):
        workspace.post((), caller=ADMINISTRATOR)
    assert workspace.resolve_clocks().entry == 1


def test_drafts_are_not_in_the_difference_told_to_another_department(listed: Workspace) -> None:
    """The order whose naming has no proof of identity drafts: told to a reviewer, not to a strange department."""
    row = [row for row in NAMED if row["type"] != "identity"]
    stranger = as_role("department", authority="sz-court")
    facts, cards = listed.receive(row, [], caller=stranger)
    told = listed.post(facts, cards, caller=stranger)
    assert ORDER_PERSON not in {one["party"] for one in told["opened"]}
    at = listed.resolve_clocks(DAY)
    drafts = listed.review("drafts", caller=as_role("reviewer"), clocks=at)
    assert ORDER_PERSON in {one["record"] for one in drafts["items"]}


def test_a_store_without_its_key_or_with_another_does_not_open(
    named: Workspace, address: GraphAddress, tmp_path: Path
) -> None:
    """With another key no document would be found again: better not to open."""
    key = named.settings.keys / "identity.key"
    kept = key.read_text(encoding="ascii")
    for content, says in (
        (None, "is not in"),
        ("zz", "holds no key"),
        ("00" * 32, "another store"),
    ):
        key.unlink()
        if content is not None:
            key.write_text(content, encoding="ascii")
        else:
            with pytest.raises(Unavailable, match=says):
                open_on(address, named.settings.data)
            key.write_text("", encoding="ascii")
            continue
        with pytest.raises(Unavailable, match=says):
            open_on(address, named.settings.data)
    key.write_text(kept, encoding="ascii")
    with open_on(address, named.settings.data) as again:
        assert measures(answer(again, Subject(document_number=NUMBER))) == {"M01": "bound"}
        assert again.resolve_clocks().entry == named.resolve_clocks().entry


def test_a_local_caller_is_the_administrator(workspace: Workspace) -> None:
    """The person at this machine may do everything, and tells a purpose for reads of persons like anyone."""
    caller = Caller.local()
    assert workspace.screen(caller=caller, clocks=workspace.resolve_clocks())["totals"]["cases"] == 0
    with pytest.raises(NotAllowed):
        caller.ask_purpose()
