"""Certificates of what posts take back: written with them, asked for by party and case, checked by a stranger."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graph_service.alerts import check_signed
from graph_service.assemble import Subject, Workspace
from graph_service.cli.app import run
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
    state,
)

ANNULMENT: dict[str, Any] = {"type": "annulment", "record": FIRM, "case": ORDER, "date": "2026-06-28"}
BANK = as_role("department")
UNBOUND: dict[str, Any] = {
    "type": "identifier", "record": "gsxt:B", "scheme": "uscc", "value": "91440100MA000001XM",
}  # fmt: skip


def test_an_annulment_certifies_what_it_takes_back_and_who_had_been_told(
    named: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The post names its certificates; the one about the person says who had read of him; it is whole, also by the
    command that knows neither service nor graph, and what was altered is not."""
    named.check([Subject(document_number=NUMBER)], caller=BANK, as_of=DAY)
    made = state(named, [ANNULMENT], key="annulled-1")
    assert len(made["certificates"]) == len(made["ended"]) > 1
    again = state(named, [ANNULMENT], key="annulled-1")
    assert (again["repeated"], again["certificates"]) == (True, made["certificates"])
    who: dict[str, Any] = {"caller": ADMINISTRATOR, "clocks": named.resolve_clocks(DAY)}
    page = named.certificates(ORDER_PERSON, **who)
    (found,) = page["certificates"]
    body = found["certificate"]
    assert (body["kind"], body["consequence"]["measure"], body["since"]) == ("restored", "M01", "2026-06-20")
    assert body["id"] in made["certificates"]
    assert [(one["who"], one["how"]) for one in body["told"]] == [(BANK.name, "read: check")]
    assert named.certificates(PERSON, **who)["certificates"] == [found]
    assert named.certificate(body["id"], **who) == found
    notice = named.notices(caller=BANK)
    assert (notice["who"], notice["notices"]) == (BANK.name, [found])
    assert named.notices(caller=BANK, after=notice["next"])["notices"] == []
    (key,) = named.signing_keys()["keys"]
    assert check_signed(found, key["public"]) == ()
    file = tmp_path / "certificate.json"
    file.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    assert run(["certificate", "verify", str(file), "--key", key["public"]]) == 0
    assert "Sound" in capsys.readouterr().out
    file.write_text(json.dumps(found, ensure_ascii=False).replace("restored", "ended"), encoding="utf-8")
    assert run(["certificate", "verify", str(file), "--key", key["public"]]) == 1
    assert "its id is not the digest of what it says" in " ".join(capsys.readouterr().err.split())


def test_a_notice_goes_to_whoever_had_been_told_and_to_nobody_else(named: Workspace) -> None:
    """The bank that had read is told what no longer stands; of a person only with a purpose; another's notices are read
    by those who may read the access log."""
    named.check([Subject(document_number=NUMBER)], caller=BANK, as_of=DAY)
    state(named, [ANNULMENT])
    without = named.notices(caller=as_role("department", why=False))
    assert (without["notices"], without["withheld"]) == ([], 1)
    assert named.notices(caller=as_role("investigator"))["notices"] == []
    with pytest.raises(NotAllowed):
        named.notices(caller=as_role("investigator"), who=BANK.name)
    assert named.notices(caller=ADMINISTRATOR, who=BANK.name)["total"] == 1


def test_certificates_are_read_like_what_they_speak_of(named: Workspace) -> None:
    """By entry as anything else; those of persons only with a purpose, and logged; a stranger to the graph has none."""
    head = named.resolve_clocks().entry
    made = state(named, [ANNULMENT])
    now, then = named.resolve_clocks(DAY), named.resolve_clocks(DAY, head)
    whole = named.certificates(ORDER, caller=BANK, clocks=now)
    assert {one["certificate"]["id"] for one in whole["certificates"]} == set(made["certificates"])
    assert named.log.readers_of([ORDER_PERSON, PERSON])[BANK.name][0] == "certificates"
    nameless = named.certificates(ORDER, caller=as_role("department", why=False), clocks=now)
    assert 0 < nameless["withheld"] == whole["total"] - nameless["total"]
    assert {one["certificate"]["consequence"]["target"] for one in nameless["certificates"]} <= {"enterprise"}
    assert named.certificates(ORDER, caller=BANK, clocks=then)["total"] == 0
    with pytest.raises(NotFound):
        named.certificate(made["certificates"][0], caller=BANK, clocks=then)
    with pytest.raises(NotAllowed):
        named.certificates(ORDER, caller=as_role("auditor"), clocks=now)


def test_what_is_said_anew_and_changes_nothing_is_certified_to_nobody(named: Workspace) -> None:
    """Another name of the firm, and the same facts again."""
    assert state(named, [{"type": "name", "record": FIRM, "name": "粤海"}])["certificates"] == []


def test_that_nothing_is_in_force_is_certified_of_an_identified_party_alone(named: Workspace) -> None:
    """With the sources it rests on and their age, by day and entry; of one who is bound, or of a number that is
    nobody's here, nothing is certified."""
    state(named, [{"type": "enterprise", "record": "gsxt:B"}, UNBOUND])
    subjects = [Subject(uscc=UNBOUND["value"]), Subject(uscc=FIRM_CODE), Subject(uscc="91440101MA5ABCDE0X")]
    page = named.certified_check(subjects, caller=BANK, as_of=DAY)
    free, bound, unknown = page["answers"]
    assert free["answer"]["code"] == "nothing_in_force"
    body = free["certificate"]["certificate"]
    assert (body["kind"], body["party"], body["as_of"]) == ("nothing_in_force", "gsxt:B", DAY)
    assert body["entry"] == page["known_at"]["entry"]
    assert body["sources"] == page["sources"]
    assert check_signed(free["certificate"], named.signing_keys()["keys"][0]["public"]) == ()
    assert "certificate" not in bound
    assert "certificate" not in unknown
    one = named.certified_check(subjects[1:2], caller=BANK, as_of=DAY, measures=["M03"])["answers"][0]
    assert one["certificate"]["certificate"]["measures"] == ["M03"]
    with pytest.raises(BadValue, match="a day to come"):
        named.certified_check(subjects, caller=BANK, as_of="2999-01-01")


def test_a_basis_that_falls_frees_nobody_of_another(named: Workspace) -> None:
    """The firm's consumption is restricted by the listing and by the order: the certificate of the annulled order says
    what still binds it; the representative, whom only the order bound, is bound by nothing else."""
    state(named, [ANNULMENT])
    who: dict[str, Any] = {"caller": ADMINISTRATOR, "clocks": named.resolve_clocks(DAY)}
    still = {
        (body["record"], body["consequence"]["measure"]): body["still_bound_by"]
        for one in named.certificates(ORDER, **who)["certificates"]
        for body in [one["certificate"]]
    }
    standing = named.consequences(FIRM, **who)["consequences"]
    listed = [one["id"] for one in standing if one["case"] == LISTING and one["measure"]["code"] == "M01"]
    assert len(listed) == 1
    assert still[FIRM, "M01"] == listed
    assert still[ORDER_PERSON, "M01"] == []
