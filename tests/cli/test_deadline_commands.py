"""The commands `deadlines` and `calendar`: what is due and by which law, and a year that is added or refused."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import WHY, Command

YEAR = """- year: 2031
  notice: 通知
  holidays:
    - {holiday: 元旦, first: 2031-01-01, last: 2031-01-01, worked: []}
    - {holiday: 劳动节, first: 2031-05-01, last: 2031-05-02, worked: [2031-05-04]}
    - {holiday: 国庆节, first: 2031-10-01, last: 2031-10-07, worked: [2031-10-11]}
"""


def test_deadlines_of_a_case_tell_what_is_to_be_done_by_whom_by_which_law(command: Command) -> None:
    """A penalty of Sunday, 10 May 2026 was to be published by 19 May; nothing here says that it was."""
    told = command("deadlines", "fda:17", "--as-of", "2026-05-18", *WHY)
    plain = " ".join(told.out.split())
    assert told.code == 0
    assert "2026-05-19 open" in plain
    assert "gz:fda" in plain
    answer = command("deadlines", "fda:17", "--as-of", "2026-11-23", *WHY, "--json").json
    standing = {one["duty"]: one["standing"] for one in answer["deadlines"]}
    assert standing["publish_decision"] == "missed"
    assert {one["kind"] for one in answer["problems"]} == set()
    near = command("deadlines", "--near", "3", "--as-of", "2026-05-18", *WHY)
    assert "1 of 1, due by 2026-05-21" in near.out
    assert command("deadlines", "nothing", *WHY).code == 1


def test_the_calendar_is_shown_and_a_year_is_added_once(command: Command, tmp_path: Path) -> None:
    """What contradicts itself is refused with its line; the same year once more is no amendment."""
    shown = " ".join(command("calendar", "show").out.split())
    assert "国庆节 10-01…10-07" in shown
    assert "after 2026 only weekends are off" in shown
    file = tmp_path / "2031.yaml"
    file.write_text(YEAR.replace("2031-05-04", "2031-05-05"), encoding="utf-8")
    refused = command("calendar", "add", str(file))
    assert refused.code == 1
    assert "2031.yaml:1" in refused.err
    assert "no day of a weekend" in " ".join(refused.err.split())
    file.write_bytes(b"\xff")
    assert "UTF-8" in command("calendar", "add", str(file)).err
    file.write_text(YEAR, encoding="utf-8")
    assert "reaches to the end of 2031" in command("calendar", "add", str(file)).out
    assert command("calendar", "add", str(file)).code == 1
    assert command("calendar", "show", "--json").json["last_year"] == 2031
    assert command("calendar", "add", str(file), "--replace").code == 1
