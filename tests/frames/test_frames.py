"""Frames show the register at two clocks, with a data dictionary, and log every read of persons."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypedDict

import pandas as pd
import pytest

import graph_service
from graph_service.errors import NotAllowed
from graph_service.frames import Register
from graph_service.frames.dictionary import FRAMES

LEDGER = """
authority gz:fda code=gz:fda department=market_supervision level=city region=440100
enterprise reg:C type=limited_company region=440100
name reg:C name=旧名有限公司 use=former until=2019-01-01
name reg:C name=望川食品有限公司
identifier reg:C scheme=uscc value=91440100MA0000007W
person reg:L name_key=L adult_on=1990-01-01
identity reg:L level=PROVED document=resident_id:l
person court:L name_key=L adult_on=1990-01-01
identity court:L level=PROVED document=resident_id:l
person reg:U name_key=U
card reg:L name=梁海燕
office reg:L enterprise=reg:C post=legal_representative since=2020-01-01
office reg:U enterprise=reg:C post=director since=2026
holding reg:U enterprise=reg:C subscribed=49% votes=[0.1,0.2)
"""
DECISION = """
decision reg:C case=k act=decision category=food_licence_revoked authority=gz:fda number=1 date=2026-05-10 \
conditions=[licence_revoked]
naming reg:L case=k role=legal_representative conditions=[decision_names_the_person]
"""


class Why(TypedDict):
    """Why a frame is read."""

    purpose: str
    inquiry: str


WHY: Why = {"purpose": "test", "inquiry": "t-1"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the register."""
    return tmp_path_factory.mktemp("frames")


@pytest.fixture(scope="module")
def register(folder: Path) -> Iterator[Register]:
    """A register with one firm and, an entry later, one decision."""
    with graph_service.open(folder, heap="512m") as opened:
        opened.post(LEDGER)
        opened.post(DECISION)
        yield opened


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame, an empty cell as None."""
    kept = frame.astype(object).where(frame.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in kept.to_dict("records")]


def test_one_row_per_party_with_persons_masked(register: Register) -> None:
    """Two records with one document are one person; names of persons come masked unless asked for."""
    firm, legal, unproved = rows_of(register.parties(**WHY))
    assert (firm["party"], legal["party"], unproved["party"]) == ("reg:C", "reg:L", "reg:U")
    assert (legal["records"], legal["name"], legal["proved"]) == (2, "梁**", True)
    assert (firm["name"], firm["uscc"]) == ("望川食品有限公司", "91440100MA0000007W")
    assert unproved["proved"] is False
    assert [row["name"] for row in rows_of(register.parties(names=True, about=["reg:L"], **WHY))] == [
        "梁海燕"
    ]


def test_offices_and_holdings_hold_on_the_day_or_it_is_not_known(register: Register) -> None:
    """U became director in 2026, nobody knows when: the answer is empty, not a guess."""
    offices = {row["person"]: row["held"] for row in rows_of(register.offices(as_of="2026-05-10", **WHY))}
    assert offices == {"reg:L": True, "reg:U": None}
    assert list(register.offices(as_of="2025-05-10", **WHY)["person"]) == ["reg:L"]
    [holding] = rows_of(register.holdings(as_of="2026-05-10", **WHY))
    assert (holding["subscribed"], holding["votes"]) == ("49/100", "[1/10,1/5)")


def test_consequences_are_those_in_force_and_more_only_for_review(register: Register) -> None:
    """The firm and its named representative are bound; frames say what the law says, with its title."""
    bound = register.consequences(as_of="2026-11-23", **WHY)
    assert set(bound["state"]) == {"in_force"}
    assert set(bound["party"]) == {"reg:C", "reg:L"}
    assert set(bound["last_day"]) == {"2031-05-10"}
    assert len(register.consequences(as_of="2032-01-01", review=True, **WHY)) >= len(bound)
    assert register.consequences(as_of="2032-01-01", **WHY).empty


def test_what_was_not_known_yet_is_not_in_the_frame(register: Register) -> None:
    """At the entry before the decision there is no decision and nobody bound, whatever the day."""
    head = register.decisions(as_of="2026-11-23", **WHY).attrs["known_at"]["entry"]
    before = register.decisions(as_of="2026-11-23", known_at=head - 1, **WHY)
    assert before.empty
    assert list(before.columns) == [name for name, *_ in FRAMES["decisions"]]
    assert register.consequences(as_of="2026-11-23", known_at=head - 1, **WHY).empty


def test_a_frame_can_be_about_some_parties_only(register: Register) -> None:
    """Any record of the party names it."""
    assert list(register.parties(about=["court:L"], **WHY)["party"]) == ["reg:L"]
    assert set(register.consequences(as_of="2026-11-23", about=["reg:C"], **WHY)["party"]) == {"reg:C"}


def test_without_purpose_and_inquiry_number_no_frame_is_given(register: Register) -> None:
    """And nothing is logged of a read that was not made."""
    for frame in FRAMES:
        with pytest.raises(NotAllowed, match="purpose"):
            getattr(register, frame)()


def test_every_frame_read_stands_in_the_access_log(register: Register, folder: Path) -> None:
    """Who, why, which frame, of whom, at which clocks: before the rows are read."""
    register.offices(as_of="2026-05-10", about=["reg:L"], **WHY)
    line = json.loads((folder / "access" / "log.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert (line["act"], line["door"], line["subjects"]) == ("frame offices", "frames", ["reg:L"])
    assert (line["purpose"], line["inquiry"], line["as_of"]) == ("test", "t-1", "2026-05-10")


def test_the_data_dictionary_names_every_column_of_every_frame(register: Register) -> None:
    """In English and Chinese, and no column is left out."""
    dictionary = graph_service.data_dictionary()
    assert dictionary.notna().all().all()
    for frame in FRAMES:
        shown = getattr(register, frame)(as_of="2026-11-23", **WHY)
        assert list(shown.columns) == list(dictionary.loc[dictionary["frame"] == frame, "column"])
        assert shown.attrs["as_of"] == "2026-11-23"


def test_what_falls_is_an_alert_and_a_certificate_for_each_party(tmp_path: Path) -> None:
    """`decision … annulment`: what was opened and ended, of whom, and that it is certified; and the rest verifies."""
    with graph_service.open(tmp_path, heap="512m") as opened:
        opened.post(LEDGER)
        opened.post(DECISION)
        fallen = opened.post("annulment reg:C case=k date=2026-06-01")
        told = opened.alerts(as_of="2030-01-01", **WHY)
        assert sorted(told.loc[told["entry"] == fallen["entry"], "kind"].unique()) == ["ended"]
        assert set(told.loc[told["kind"] == "opened", "party"]) == {"reg:C", "reg:L"}
        assert list(told["number"]) == sorted(told["number"])
        certified = opened.certificates(as_of="2030-01-01", **WHY)
        assert set(certified["party"]) == {"reg:C", "reg:L"}
        assert set(certified["kind"]) == {"restored"}
        assert opened.certificates(as_of="2030-01-01", known_at=fallen["entry"] - 1, **WHY).empty
        assert opened.verify()["equal"]


def test_a_load_tells_what_it_came_to(tmp_path: Path) -> None:
    """A generated province: facts by type, cases and consequences, and the entry."""
    with graph_service.open(tmp_path, heap="512m") as opened:
        loaded = opened.load("province", enterprises=1_000, today="2026-11-23")
        assert loaded["facts"]["enterprise"] >= 1_000
        assert loaded["broken"] == []
        assert loaded["consequences"] > loaded["cases"] > 0
        assert len(opened.decisions(as_of="2026-11-23", **WHY)) > 0
