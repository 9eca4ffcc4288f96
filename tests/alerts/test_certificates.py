"""Certificates: which changes call for one, what it says, and that nothing in it can be altered."""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service.alerts import Certificate, Signer, check_signed, negative, of_changes
from graph_service.alerts.receipt import Receipt
from graph_service.consequences import Consequence, derive
from graph_service.consequences.model import Change
from graph_service.errors import BadInput
from graph_service.facts import MemoryIndex
from graph_service.facts.notation import parse
from graph_service.rules.load import load_rulebook

BOOK = load_rulebook()
DAY, AT = date(2026, 7, 1), datetime(2026, 7, 1, 1, tzinfo=UTC)
SIGNER = Signer.of(bytes(range(32)))
ORDER = """
authority auth:court code=gz-court department=court level=city region=440100
enterprise gsxt:A type=limited_company
identifier gsxt:A scheme=uscc value=91440100MA0000007W
person gsxt:L name_key=王伟 adult_on=1988-01-01
identity gsxt:L level=PROVED document=resident_id:L
office gsxt:L enterprise=gsxt:A post=legal_representative since=2015-08-01
^order decision gsxt:A case=c2 act=order category=consumption_order authority=gz-court number=粤0101执124号 @
^naming naming gsxt:L case=c2 role=legal_representative
""".replace("@", "date=2026-06-20 conditions=[not_paid_within_enforcement_notice]")
ANNULMENT = "annulment gsxt:A case=c2 date=2026-06-28\n"
ANNULLED = ORDER + ANNULMENT
UNNAMED = ORDER + "retraction gsxt:L of=^naming\n"
LIFTED = ORDER + "lifting gsxt:A case=c2 since=2026-06-25 until=2026-08-01\n"
DRAFT = ORDER.replace("level=PROVED", "level=CANDIDATE")
MERGED = """
person a:L name_key=王伟 adult_on=1988-01-01
identity a:L level=PROVED document=resident_id:L
naming a:L case=c2 role=legal_representative
"""


def made(text: str) -> dict[str, Consequence]:
    """The consequences of the case in a ledger, by id."""
    return {one.id: one for one in derive("c2", MemoryIndex.of(parse(text)), BOOK).consequences}


def certified(before: str, after: str) -> list[Certificate]:
    """What is certified when one ledger becomes the other."""
    had, has = made(before), made(after)
    changes = [
        Change(had.get(key), has.get(key))
        for key in sorted(had.keys() | has.keys())
        if had.get(key) != has.get(key)
    ]
    told = [{"who": "a bank", "how": "read: check", "at": "2026-06-21T00:00:00+00:00"}]
    return of_changes(
        changes,
        day=DAY,
        entry=9,
        at=AT,
        rulebook=BOOK.digest,
        told=lambda _: told,
        concerning=lambda _: has.values(),
    )


def kinds(found: list[Certificate]) -> set[tuple[str, str]]:
    """Kind and record of each."""
    return {(one.body["kind"], one.body["consequence"]["record"]) for one in found}


def test_an_annulment_restores_everyone_it_had_bound() -> None:
    """What stood, on which proof, why it no longer does, since when, and who had been told."""
    found = certified(ORDER, ANNULLED)
    assert ("restored", "gsxt:L") in kinds(found)
    assert {kind for kind, _ in kinds(found)} == {"restored"}
    body = next(one.body for one in found if one.body["consequence"]["record"] == "gsxt:L")
    assert body["before"]["state"] == "in_force"
    assert body["after"]["state"] == "retracted"
    assert body["since"] == "2026-06-20"
    assert [one["part"] for one in body["because"]] == ["annulment"]
    assert body["consequence"]["proof"]["facts"]
    assert [one["who"] for one in body["told"]] == ["a bank"]


def test_a_naming_taken_back_restores_him_alone() -> None:
    """The facts no longer make it: it should never have been, and is restored since it had come into force."""
    found = certified(ORDER, UNNAMED)
    assert kinds(found) == {("restored", "gsxt:L")}
    assert {(one.body["after"], one.body["since"]) for one in found} == {(None, "2026-06-20")}


def test_a_lifting_for_a_time_is_certified_as_suspended_and_its_end_as_nothing() -> None:
    """What comes back into force is not taken back."""
    assert {kind for kind, _ in kinds(certified(ORDER, LIFTED))} == {"suspended"}
    assert certified(LIFTED, ORDER) == []


def test_nothing_is_certified_of_what_opens_or_of_what_was_retracted_before() -> None:
    """Nor of a draft, which never stood."""
    assert certified("", ORDER) == []
    assert certified(ANNULLED, ANNULLED + "retraction gsxt:L of=^naming\n") == []
    assert {str(one.timeline[0].state) for one in made(DRAFT).values() if one.record == "gsxt:L"} == {"draft"}
    assert "gsxt:L" not in {record for _, record in kinds(certified(DRAFT, DRAFT + ANNULMENT))}


def test_what_goes_on_under_another_record_of_the_party_is_not_taken_back() -> None:
    """A merge gives the consequence another record to stand on; it binds the same person as before."""
    before, after = made(ORDER), made(ORDER + MERGED)
    assert {one.record for one in before.values()} - {one.record for one in after.values()} == {"gsxt:L"}
    assert certified(ORDER, ORDER + MERGED) == []


def test_an_end_that_a_repair_or_an_event_brings_is_certified_as_an_end() -> None:
    """Performance ends the order for him who was bound by it."""
    performed = ORDER + "event gsxt:A case=c2 event=performance date=2026-06-30\n"
    found = certified(ORDER, performed)
    assert ("ended", "gsxt:L") in kinds(found)


def _leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    below = [leaf for key, part in parts for leaf in _leaves(part, (*path, key))]
    yield from below or [path]


def test_whatever_is_altered_in_a_signed_certificate_is_found_out() -> None:
    """Every leaf of it, one at a time, by a stranger with the public key alone; untouched it is sound, also after a
    round through JSON."""
    signed = SIGNER.sign(certified(ORDER, ANNULLED)[0])
    whole = json.loads(json.dumps(signed, ensure_ascii=False))
    assert check_signed(whole, SIGNER.public) == ()
    leaves = list(_leaves(whole))
    assert len(leaves) > 40
    for path in leaves:
        other = copy.deepcopy(whole)
        inner: Any = other
        for key in path[:-1]:
            inner = inner[key]
        old = inner[path[-1]]
        inner[path[-1]] = old + "x" if isinstance(old, str) else [old, 1]
        assert check_signed(other, SIGNER.public) != (), path


@settings(max_examples=50)
@given(st.data())
def test_no_byte_of_the_document_can_be_changed(data: st.DataObject) -> None:
    """A changed byte makes it no JSON, another document, or the same one differently written."""
    text = json.dumps(SIGNER.sign(certified(ORDER, ANNULLED)[0]), ensure_ascii=False).encode()
    place = data.draw(st.integers(0, len(text) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda b: b != text[place]))
    try:
        other = json.loads((text[:place] + bytes([byte]) + text[place + 1 :]).decode())
    except ValueError:
        return
    assert other == json.loads(text) or check_signed(other, SIGNER.public) != ()


def test_a_signature_that_only_reads_alike_is_not_the_one_that_was_given() -> None:
    """Four bits of its last sign say nothing, and 17.0 is signed as 17 is: neither passes for what was written."""
    signed = dict(SIGNER.sign(certified(ORDER, ANNULLED)[0]))
    given = signed["signature"]["value"]
    assert given.endswith("==")
    for last in set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") - {given[-3]}:
        other = {**signed["signature"], "value": f"{given[:-3]}{last}=="}
        assert check_signed({**signed, "signature": other}, SIGNER.public) != (), last
    counted = Receipt.of({"question": {"act": "check"}, "known_at": {"entry": 17}})
    receipt = dict(SIGNER.sign(counted))
    assert check_signed(receipt, SIGNER.public) == ()
    body = {**receipt["receipt"], "known_at": {"entry": 17.0}}
    (wrong,) = check_signed({**receipt, "receipt": body}, SIGNER.public)
    assert "not written as it was signed" in wrong


def test_the_check_that_failed_is_said() -> None:
    """Another key, another algorithm, other words, no certificate at all, no key."""
    signed = dict(SIGNER.sign(certified(ORDER, ANNULLED)[0]))
    other = Signer.of(bytes(32))
    (by_key, by_words) = check_signed(signed, other.public)
    assert f"signed by the key {SIGNER.key}" in by_key
    assert "not of these words and this key" in by_words
    longer = {**signed, "certificate": {**signed["certificate"], "since": "2026-06-21"}}
    assert any("its id is not the digest" in one for one in check_signed(longer, SIGNER.public))
    assert "no signed certificate" in check_signed([], SIGNER.public)[0]
    assert "are objects" in check_signed({"certificate": 1, "signature": 2}, SIGNER.public)[0]
    weaker = {**signed, "signature": {**signed["signature"], "algorithm": "none"}}
    assert "is not one of Ed25519" in check_signed(weaker, SIGNER.public)[0]
    with pytest.raises(BadInput):
        check_signed(signed, "no key")
    with pytest.raises(BadInput):
        Signer.of(b"short")
    assert base64.b64encode(bytes(range(32))).decode() not in repr(SIGNER)


def test_a_negative_says_of_which_sources_of_which_age() -> None:
    """On this day, knowing what was known then, nothing was in force against this identified party."""
    sources = [{"source": "gsxt", "age_days": 3}]
    found = negative(
        party="gsxt:L",
        as_of=DAY,
        entry=9,
        at=AT,
        rulebook=BOOK.digest,
        sources=sources,
        measures=["M03", "M01"],
    )
    assert found.body["kind"] == "nothing_in_force"
    assert found.body["measures"] == ["M01", "M03"]
    assert found.body["sources"] == sources
    assert check_signed(SIGNER.sign(found), SIGNER.public) == ()
