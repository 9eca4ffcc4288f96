"""Receipts: a signed record of an answer, the same question asked again from it, and what it tells of nobody."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph_service.alerts import Certificate, Receipt, check_signed
from graph_service.alerts.receipt import differences, digests_of
from graph_service.assemble import Subject, Workspace
from graph_service.cli.app import run
from graph_service.errors import BadInput, BadValue, NotAllowed
from tests.workspaces import (
    ADMINISTRATOR,
    DAY,
    FIRM,
    FIRM_CODE,
    NUMBER,
    ORDER,
    PERSON,
    as_role,
    state,
)

ANNULMENT: dict[str, Any] = {"type": "annulment", "record": FIRM, "case": ORDER, "date": "2026-06-28"}
BOTH = [Subject(uscc=FIRM_CODE), Subject(document_number=NUMBER)]
REVIEWER = as_role("reviewer")


def test_a_receipt_of_a_check_is_replayed_after_what_it_said_fell(
    named: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same bytes at the recorded clocks; the number of nobody in it; sound also for the command that knows neither
    service nor graph; the replay is logged as the read it is."""
    page = named.receipted_check(BOTH, caller=ADMINISTRATOR, as_of=DAY, measures=["M01", "M19", "M03"])
    signed = page.pop("receipt")
    body = signed["receipt"]
    assert NUMBER not in json.dumps(signed)
    assert [one["person"] for one in body["question"]["subjects"]] == [False, True]
    assert body["known_at"] == named.resolve_clocks(DAY).as_json()["known_at"]
    assert (body["rulebook"], body["sources"]) == (page["rulebook"], page["sources"])
    state(named, [ANNULMENT])
    lines = len(list(named.log.lines()))
    again = named.replay(json.loads(json.dumps(signed)), caller=REVIEWER)
    assert (again["sound"], again["same"], again["differences"]) == (True, True, [])
    assert json.dumps(again["answer"]) == json.dumps(page)
    assert again["rulebook"]["says"] == "the rulebook is the same"
    logged = list(named.log.lines())[lines:]
    assert [(one["act"], one["caller"], one["entry"]) for one in logged] == [
        ("check", REVIEWER.name, body["known_at"]["entry"])
    ]
    (key,) = named.signing_keys()["keys"]
    file = tmp_path / "receipt.json"
    file.write_text(json.dumps(signed, ensure_ascii=False), encoding="utf-8")
    for command in ("receipt", "certificate"):
        assert run([command, "verify", str(file), "--key", key["public"]]) == 0
        assert f"Sound: {body['id']} (check)" in " ".join(capsys.readouterr().out.split())


def test_what_was_altered_or_signed_by_another_is_named_and_nothing_is_asked(named: Workspace) -> None:
    """Any byte, another key, a certificate in its place; the log stays as it was."""
    signed = named.receipted_check(BOTH, caller=ADMINISTRATOR, as_of=DAY)["receipt"]
    lines = len(list(named.log.lines()))
    altered = copy.deepcopy(signed)
    altered["receipt"]["question"]["subjects"][1]["value"] = "resident_id:" + "0" * 32
    found = named.replay(altered, caller=ADMINISTRATOR)
    assert (found["sound"], found["same"], found["answer"]) == (False, None, None)
    assert found["failed"] == [
        "its id is not the digest of what it says",
        "the signature is not of these words and this key",
    ]
    other = {**signed, "signature": {**signed["signature"], "key": "ed25519:0000000000000000"}}
    assert "never signed here" in named.replay(other, caller=ADMINISTRATOR)["failed"][0]
    odds: list[Any] = [{"algorithm": "none", "value": ""}, [], {"key": ["a"]}]
    for odd in odds:
        assert not named.replay({**signed, "signature": odd}, caller=ADMINISTRATOR)["sound"]
    documents: list[Any] = [{}, [], None, {"certificate": {}, "signature": {}}, {"receipt": {}}]
    for document in documents:
        with pytest.raises(BadInput):
            named.replay(document, caller=ADMINISTRATOR)
    assert len(list(named.log.lines())) == lines
    body = {name: value for name, value in signed["receipt"].items() if name != "id"}
    passed_off = {"certificate": Certificate.of(body).body, "signature": signed["signature"]}
    (key,) = named.signing_keys()["keys"]
    assert check_signed(passed_off, key["public"]) == ("the signature is not of these words and this key",)
    assert check_signed(
        {"certificate": signed["receipt"], "signature": signed["signature"]}, key["public"]
    ) == ("its id is not the digest of what it says",)


def test_a_replay_asks_for_the_rights_and_the_purpose_of_its_question(named: Workspace) -> None:
    """Whoever holds a receipt may ask again what he may ask; what a reviewer was shown is compared for reviewers."""
    signed = named.receipted_check(BOTH, caller=ADMINISTRATOR, as_of=DAY)["receipt"]
    for who in (as_role("reviewer", why=False), as_role("administrator", why=False)):
        with pytest.raises(NotAllowed):
            named.replay(signed, caller=who)
    firm = named.receipted_check(BOTH[:1], caller=as_role("department", why=False), as_of=DAY)["receipt"]
    assert named.replay(firm, caller=as_role("department", why=False))["same"]
    clocks = named.resolve_clocks(DAY)
    page = named.timeline(PERSON, caller=REVIEWER, clocks=clocks)
    given = named.receipted("timeline", page, caller=REVIEWER, clocks=clocks, about=PERSON, review=False)[
        "receipt"
    ]
    assert named.replay(given, caller=REVIEWER)["same"]
    with pytest.raises(NotAllowed, match="access role reviewer"):
        named.replay(given, caller=as_role("investigator"))


def test_pages_with_proofs_have_receipts_and_an_erased_card_changes_no_answer(named: Workspace) -> None:
    """Names stand beside an answer, never in it."""
    clocks = named.resolve_clocks(DAY)
    who: dict[str, Any] = {"caller": REVIEWER, "clocks": clocks}
    of: dict[str, Any] = {"party": PERSON, "limit": 100, "cursor": None}
    page = named.receipted("consequences", named.consequences(PERSON, **who), **who, **of)
    key = page["consequences"][0]["id"]
    told = named.receipted("explain", named.explain(key, **who), **who, consequence=key)
    assert told["names"]
    state(
        named,
        [{"type": "card_erased", "record": PERSON}, {"type": "card_erased", "record": "order:L"}, ANNULMENT],
    )
    for one in (page, told):
        found = named.replay(one["receipt"], caller=REVIEWER)
        assert (found["same"], found["differences"]) == (True, [])


def test_a_number_of_a_person_sent_as_an_organisations_gets_no_receipt(named: Workspace) -> None:
    """It would stand in it in clear."""
    with pytest.raises(BadValue, match="document_number"):
        named.receipted_check([Subject(organisation_number=NUMBER)], caller=ADMINISTRATOR, as_of=DAY)


def test_each_part_that_differs_is_named_and_a_ledger_without_the_entry_says_so(named: Workspace) -> None:
    """As where a ledger was restored from before; and where another one stood under the same number."""
    signed = named.receipted_check(BOTH, caller=ADMINISTRATOR, as_of=DAY)["receipt"]
    body = {name: value for name, value in signed["receipt"].items() if name != "id"}
    later = Receipt.of({**body, "known_at": {"entry": 99, "at": None}})
    found = named.replay(named.signer.sign(later), caller=ADMINISTRATOR)
    assert (found["same"], found["answer"]) == (False, None)
    assert "no entry of that number" in found["differences"][0]["why"]
    earlier = Receipt.of({**body, "known_at": {**body["known_at"], "entry": 2}, "rulebook": "another"})
    found = named.replay(named.signer.sign(earlier), caller=ADMINISTRATOR)
    parts = {one["part"]: one["kind"] for one in found["differences"]}
    assert {kind for part, kind in parts.items() if part.startswith("answers/1/measures/M01")} == {"gone"}
    assert parts["known_at/entry"] == parts["known_at/at"] == "changed"
    assert not found["rulebook"]["kept"]
    assert "not kept in this ledger" in found["rulebook"]["says"]


def test_the_differences_of_two_answers_are_parts_by_name() -> None:
    """Changed, gone and new; only the order of things is a difference too, and what stands beside is none."""
    then = {
        "answers": [{"measures": [{"measure": {"code": "M01"}, "until": 1}, {"measure": {"code": "M02"}}]}],
        "n": [],
    }
    digests = digests_of({**then, "names": {"a": "b"}})
    assert differences(digests, then) == ()
    now: dict[str, Any] = copy.deepcopy(then)
    now["answers"][0]["measures"] = [{"measure": {"code": "M01"}, "until": 2}, {"measure": {"code": "M03"}}]
    found = [(one.part, one.kind) for one in differences(digests, now)]
    assert found == [
        ("answers/0/measures/M01", "changed"),
        ("answers/0/measures/M02", "gone"),
        ("answers/0/measures/M03", "new"),
    ]
    now["answers"][0]["measures"] = list(reversed(then["answers"][0]["measures"]))
    assert [(one.part, one.kind) for one in differences(digests, now)] == [("", "changed")]


def test_a_caller_of_another_authority_is_not_shown_the_same(named: Workspace) -> None:
    """What a department is shown depends on which it is."""
    court = as_role("department", authority="gz-court")
    clocks = named.resolve_clocks(DAY)
    page = named.timeline(ORDER, caller=court, clocks=clocks)
    given = named.receipted("timeline", page, caller=court, clocks=clocks, about=ORDER, review=False)[
        "receipt"
    ]
    assert named.replay(given, caller=court)["same"]
    with pytest.raises(NotAllowed):
        named.replay(given, caller=replace(court, authority="sz-court"))
