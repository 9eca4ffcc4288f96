"""Merges and unmerges: who goes on being bound is told so once, and who is freed has it certified."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from graph_service.alerts import certificate
from graph_service.alerts.alert import Alert, of_changes, told_of
from graph_service.consequences.model import Change
from tests.alerts.test_certificates import ANNULMENT, AT, DAY, DRAFT, MERGED, ORDER, certified, kinds, made

SAME = """
person z:L name_key=王伟 adult_on=1988-01-01
identity z:L level=PROVED document=resident_id:L
"""


def told(before: str, after: str) -> list[Alert]:
    """The alerts when one ledger becomes the other, of the person's consequences."""
    had, has = made(before), made(after)
    changes = [
        (told_of(had.get(key), DAY), Change(had.get(key), has.get(key)))
        for key in sorted(had.keys() | has.keys())
        if had.get(key) != has.get(key)
    ]
    return [one for one in of_changes(changes, DAY, 9) if one.record != "gsxt:A"]


def test_a_consequence_that_a_merge_puts_on_another_record_did_not_end() -> None:
    """One alert says what it goes on from, and none says that he was freed: he is bound all the while."""
    (one,) = told(ORDER, ORDER + MERGED)
    old = next(key for key, made_of in made(ORDER).items() if made_of.record == "gsxt:L")
    assert (one.kind, one.record, one.instead_of) == ("changed", "a:L", old)
    assert (one.freed, one.joined) == ((), ("a:L",))


def test_a_record_that_a_merge_comes_to_bind_and_an_unmerge_frees_is_told() -> None:
    """The consequence keeps id and state; whom it binds is what changed."""
    (joined,) = told(ORDER, ORDER + SAME)
    (freed,) = told(ORDER + SAME, ORDER)
    assert (joined.kind, joined.joined, joined.freed) == ("changed", ("z:L",), ())
    assert (freed.kind, freed.joined, freed.freed) == ("changed", (), ("z:L",))


def test_who_was_bound_only_through_an_unmerged_record_has_his_freedom_certified() -> None:
    """The certificate is for him, and none is for the one who is still bound."""
    (one,) = certified(ORDER + SAME, ORDER)
    assert (one.body["kind"], one.body["record"], one.body["after"]) == ("restored", "z:L", None)
    assert "z:L" in one.body["consequence"]["binds"]


def test_an_unmerge_certifies_nobody_who_is_bound_in_his_own_right() -> None:
    """Both were named: apart they are bound as they were together."""
    apart = MERGED.replace("resident_id:L", "resident_id:M")
    assert certified(ORDER + MERGED, ORDER + apart) == []
    assert [one.freed for one in told(ORDER + MERGED, ORDER + apart)] == [()]


def test_a_merge_and_an_annulment_in_one_write_are_certified_and_told_as_an_end() -> None:
    """That he would go on under another record does not hide that he does not go on."""
    assert ("restored", "gsxt:L") in kinds(certified(ORDER, ORDER + MERGED + ANNULMENT))
    (one,) = told(ORDER, ORDER + MERGED + ANNULMENT)
    assert (one.kind, one.joined) == ("ended", ())


def test_what_is_only_a_draft_now_has_ended_and_is_opened_again_out_of_it() -> None:
    """A draft binds nobody: an alert and a certificate agree on that."""
    ended = [one for one in told(ORDER, DRAFT) if one.record == "gsxt:L"]
    assert [(one.kind, one.review) for one in ended] == [("ended", False)]
    assert kinds(certified(ORDER, DRAFT)) == {("ended", "gsxt:L")}
    assert [one.kind for one in told(DRAFT, ORDER) if one.record == "gsxt:L"] == ["opened"]


def test_an_end_that_is_known_beforehand_is_certified_when_it_becomes_known_and_once() -> None:
    """On the day itself nothing is written, so nothing could be signed then."""
    later = ORDER + "event gsxt:A case=c2 event=performance date=2026-07-05\n"
    found = {one.body["record"]: one.body for one in certified(ORDER, later)}
    assert (found["gsxt:L"]["kind"], found["gsxt:L"]["since"]) == ("ended", "2026-07-05")
    assert found["gsxt:L"]["before"]["state"] == "in_force"
    assert certified(later, later + "service gsxt:A case=c2 date=2026-06-21\n") == []


def test_a_measure_that_a_new_rulebook_founds_on_another_clause_is_not_restored() -> None:
    """The party is bound by it all the while: it is told as one change and certified to nobody."""
    old = next(one for one in made(ORDER).values() if one.record == "gsxt:L")
    new = replace(old, clause="CN-EXEC-CONS/other")
    changes = [Change(None, new), Change(old, None)]
    place: dict[str, Any] = {"day": DAY, "entry": 9, "at": AT, "rulebook": "new"}
    asked = certificate.of_changes(changes, told=lambda _: (), concerning=lambda _: (), **place)
    assert asked == []
    (one,) = of_changes([(None, changes[0]), (told_of(old, DAY), changes[1])], DAY, 9)
    assert (one.kind, one.clause, one.instead_of) == ("changed", new.clause, old.id)
