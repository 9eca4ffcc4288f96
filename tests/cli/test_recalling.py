"""Receipts and timelines on the command line: written, replayed, drawn; what differs or is unsound ends with 1."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as Xml

from tests.cli.conftest import DAY, WHY, Command


def test_a_receipt_of_a_check_is_replayed_and_an_altered_one_is_refused(
    command: Command, tmp_path: Path
) -> None:
    """The check says what it says without one; the replay says `Same`, and asks for nothing a firm does not need."""
    file = tmp_path / "check.json"
    plain = command("check", "91440100MA0000007W", *DAY)
    told = command("check", "91440100MA0000007W", *DAY, "--receipt", str(file))
    assert (told.code, told.out) == (0, plain.out)
    assert "Receipt receipt:" in told.err
    again = command("receipt", "replay", str(file))
    assert (again.code, "Same" in again.out) == (0, True)
    assert command("receipt", "replay", str(file), "--json").json["same"]
    key = command("certificate", "keys", "--json").json["keys"][0]["public"]
    assert command("receipt", "verify", str(file), "--key", key).code == 0
    altered = json.loads(file.read_text(encoding="utf-8"))
    altered["receipt"]["as_of"] = "2026-11-24"
    file.write_text(json.dumps(altered), encoding="utf-8")
    refused = command("receipt", "replay", str(file))
    assert refused.code == 1
    assert "its id is not the digest of what it says" in " ".join(refused.err.split())
    file.write_text("[", encoding="utf-8")
    assert command("receipt", "replay", str(file)).code == 1


def test_what_one_was_told_of_and_no_longer_stands_is_asked_for(command: Command) -> None:
    """Nothing was taken back here, and the command says of whom it looked."""
    told = command("certificate", "notices", *WHY)
    assert (told.code, "local" in told.out) == (0, True)
    assert command("certificate", "notices", "--who", "bank", *WHY, "--json").json["notices"] == []


def test_a_timeline_is_told_as_text_and_json_and_drawn(command: Command, tmp_path: Path) -> None:
    """The same page thrice; its receipt replays it; persons want a purpose."""
    svg, receipt = tmp_path / "case.svg", tmp_path / "case.json"
    told = command("timeline", "fda:17", *DAY, *WHY, "--picture", str(svg), "--receipt", str(receipt))
    plain = " ".join(told.out.split())
    for words in (
        "Timeline of the case fda:17",
        "欧***",
        "2026-05-10 决定 decided",
        "known since entry",
        "异议 objection",
    ):
        assert words in plain, words
    assert Xml.fromstring(svg.read_text(encoding="utf-8")).tag.endswith("svg")
    assert command("receipt", "replay", str(receipt), *WHY).code == 0
    page = command("timeline", "reg:Q", *DAY, *WHY, "--json").json
    assert (page["of"], page["party"]) == ("party", "reg:Q")
    assert {one["measure"]["code"] for one in page["measures"]} == {"M05", "M09"}
    assert command("timeline", "reg:Q", *DAY).code == 1
    key = page["measures"][0]["consequence"]
    assert command("explain", key, *DAY, *WHY, "--receipt", str(receipt)).code == 0
    assert "Same" in command("receipt", "replay", str(receipt), *WHY).out
