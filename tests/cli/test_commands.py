"""Commands answer for readers and as JSON, end with plain exit codes, and fail in one clear paragraph."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from graph_service.cli.app import run
from graph_service.facts.notation import parse
from tests.cli.conftest import DAY, LEDGER, PERSON, WHY, Command


def test_screen_tells_who_is_bound_and_who_is_near_and_why_not(command: Command) -> None:
    """The named manager is bound for five years; the director is near and told why he is not reached."""
    told = command("screen", "fda:17", *DAY, *WHY)
    assert told.code == 0
    plain = " ".join(told.out.split())
    assert "欧*** — 行业禁入/从业禁止" in plain
    assert "2026-05-10 → 2031-05-10 (last day 末日)" in plain
    assert "食品安全法(2021) Art 135(1)" in plain
    assert "陈** not bound 不受约束" in plain
    assert "an office alone reaches nobody here" in plain


def test_without_a_case_named_screen_gives_a_line_for_each_and_the_totals(command: Command) -> None:
    """Three consequences are in force in one case; one person is near."""
    plain = " ".join(command("screen", *DAY, *WHY).out.split())
    assert "fda:17 2026-05-10 吊销食品生产经营许可证 3 1" in plain
    assert "1 cases; 2 parties bound, 1 of them persons; 1 near and not reached." in plain


def test_json_is_the_same_answer_and_nothing_else(command: Command) -> None:
    """Standard output is one JSON document with both clocks."""
    answer = command("screen", "fda:17", *DAY, *WHY, "--json").json
    assert answer["as_of"] == "2026-11-23"
    assert answer["known_at"]["entry"] >= 2
    assert {one["party"] for one in answer["cases"][0]["bound"]} == {"reg:C", "reg:Q"}


def test_names_are_masked_unless_they_are_asked_for(command: Command) -> None:
    """Personal data are masked by default."""
    assert "欧阳秀英" not in command("screen", "fda:17", *DAY, *WHY).out
    assert "欧阳秀英" in command("screen", "fda:17", *DAY, *WHY, "--names").out


def test_a_read_of_persons_without_purpose_is_refused_with_exit_code_1(command: Command) -> None:
    """And the refusal says what to give."""
    told = command("screen", *DAY)
    assert told.code == 1
    assert told.out == ""
    assert "needs a purpose and an inquiry number" in " ".join(told.err.split())


def test_explain_writes_out_the_proof_and_the_absences(command: Command) -> None:
    """Every fact it stands on, and how many look-ups showed nothing."""
    answer = command("screen", *DAY, *WHY, "--json").json
    key = next(one["consequence"] for one in answer["cases"][0]["bound"] if one["party"] == "reg:Q")
    told = command("explain", key, *DAY, *WHY)
    plain = " ".join(told.out.split())
    assert "the document names 欧*** as" in plain
    assert "in force (disputed) 2026-07-01 2026-08-01" in plain
    assert "nothing was found under" in plain
    assert command("explain", key, *DAY, *WHY, "--json").json["absences"]


def test_why_not_gives_a_reason_for_every_clause(command: Command) -> None:
    """The director holds an office that no clause of this act reaches without being named."""
    told = command("why-not", "fda:17", "reg:D", *DAY, *WHY)
    assert told.code == 0
    assert "outside the circle of the clause" in " ".join(told.out.split())


def test_check_of_a_firm_needs_no_purpose_and_of_a_person_does(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The person's number is read from standard input and stands in no output."""
    told = command("check", "91440100MA0000007W", *DAY)
    assert "措施生效中" in told.out
    assert "last day 2031-05-10" in told.out
    monkeypatch.setattr("sys.stdin", io.StringIO(PERSON + "\n"))
    assert command("check", "--person", *DAY).code == 1
    monkeypatch.setattr("sys.stdin", io.StringIO(PERSON + "\n"))
    answer = command("check", "--person", *DAY, *WHY, "--json").json
    assert [one["answer"]["code"] for one in answer["answers"]] == ["unknown_identifier"]


def test_an_identity_number_on_the_command_line_is_refused_and_not_repeated(command: Command) -> None:
    """Whichever command it is given to."""
    for arguments in (
        ["check", PERSON],
        ["search", PERSON],
        ["dossier", PERSON, *WHY],
        ["why-not", "fda:17", PERSON, *WHY],
        ["query", "firms-of-person", f"person={PERSON}", *WHY],
    ):
        told = command(*arguments)
        assert told.code == 1
        assert "never stands on a command line" in " ".join(told.err.split())


def test_search_finds_by_name_code_and_pinyin_with_the_total(command: Command) -> None:
    """One firm, found three ways."""
    for text in ("望川", "91440100MA0000007W", "wangchuan"):
        answer = command("search", text, "--json").json
        assert (answer["total"], answer["results"][0]["party"]) == (1, "reg:C"), text
    assert "1 of 1" in command("search", "望川").out


def test_query_lists_the_questions_and_asks_one(command: Command) -> None:
    """With its parameters, and the exact total."""
    assert len(command("query", "--json").json["queries"]) == 12
    assert "officers-of-firm" in command("query").out
    answer = command("query", "officers-of-firm", "firm=reg:C", *DAY, *WHY, "--json").json
    assert (answer["total"], answer["rows"][0]["post"]) == (1, "director")
    assert "1 of 1" in command("query", "officers-of-firm", "firm=reg:C", *DAY, *WHY).out
    assert command("query", "officers-of-firm", "reg:C", *WHY).code == 1


def test_what_was_known_then_can_be_asked(command: Command) -> None:
    """At the entry before the facts there is nothing to screen."""
    assert command("screen", *DAY, *WHY, "--known-at", "1", "--json").json["cases"] == []
    told = command("screen", *DAY, *WHY, "--known-at", "99")
    assert told.code == 1
    assert "no entry" in told.err


def test_facts_come_out_as_they_went_in(command: Command) -> None:
    """The export is ledger notation that parses to the same facts; cards are not in it."""
    told = command("facts", "export")
    exported = {one.id for one in parse(told.out).facts}
    assert {one.id for one in parse(LEDGER).facts} <= exported
    assert "欧阳秀英" not in told.out
    rows = [json.loads(line) for line in command("facts", "export", "--json").out.splitlines()]
    assert {row["fact"] for row in rows} == exported


def test_facts_posted_twice_state_nothing_twice(command: Command, tmp_path: Path) -> None:
    """As notation or as JSON; the answer is the difference."""
    file = tmp_path / "again.ledger"
    file.write_text(LEDGER, encoding="utf-8")
    answer = command("facts", "post", str(file), "--json").json
    assert (answer["stated"], answer["opened"]) == (0, [])
    rows = tmp_path / "rows.json"
    rows.write_text(
        '{"facts": [{"type": "name", "record": "reg:C", "name": "望川食品有限公司"}]}', encoding="utf-8"
    )
    assert command("facts", "post", str(rows), "--json").json["known_already"] == 1


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["no-such-command"], 2, "No such command"),
        (["check", "--measure"], 2, "requires an argument"),
        (["load", "no_such_loader", "x"], 1, "there is no loader"),
        (["load", "register_cn"], 1, "name it after the source"),
        (["load", "register_cn", "/no/such/place"], 1, "is not there"),
        (["load", "province", "-o", "enterprises"], 1, "NAME=VALUE"),
        (["load", "province", "--today", "tomorrow"], 1, "--today is a day"),
        (["check"], 1, "--person"),
        (["explain", "consequence:none", *WHY], 1, "no such consequence"),
        (["screen", "--as-of", "2026", *WHY], 1, "as_of is a day"),
        (["facts", "post", "/no/such/file"], 1, "cannot be used"),
        (["dossier", "nobody", *WHY], 1, "no party"),
    ],
)
def test_a_failure_is_one_paragraph_and_a_plain_exit_code(
    command: Command, arguments: list[str], code: int, says: str
) -> None:
    """1 where it is refused or failed, 2 where the command line is misused; never a traceback."""
    told = command(*arguments)
    assert (told.code, told.out) == (code, "")
    assert says in " ".join(told.err.split())


@pytest.mark.parametrize("text", ["{", '{"cards": []}', "no such line\n", "person reg:X name_key=\n"])
def test_a_broken_file_of_facts_is_refused_whole(command: Command, tmp_path: Path, text: str) -> None:
    """Nothing of it is stated."""
    file = tmp_path / "broken"
    file.write_text(text, encoding="utf-8")
    before = command("query", "--json").code
    told = command("facts", "post", str(file))
    assert (before, told.code, told.out) == (0, 1, "")
    file.write_bytes(b"\xff\xfe\x00")
    assert "not UTF-8" in command("facts", "post", str(file)).err


def test_rules_check_says_what_the_book_holds_and_refuses_what_would_harm(
    command: Command, tmp_path: Path
) -> None:
    """The book inside is sound; an empty folder is none."""
    assert "Sound: " in command("rules", "check").out
    assert command("rules", "check", "--json").json["sound"] is True
    told = command("rules", "check", str(tmp_path))
    assert told.code == 1
    assert "there is no folder" in " ".join(told.err.split())


def test_a_token_is_shown_once_and_can_be_taken_away(command: Command) -> None:
    """Only its digest is kept."""
    secret = command("tokens", "add", "li", "--role", "investigator").out.strip()
    listed = command("tokens", "list").out
    assert "investigator" in listed
    assert secret not in listed
    assert command("tokens", "add", "li", "--role", "investigator").code == 1
    assert command("tokens", "remove", "li").code == 0
    assert command("tokens", "list", "--json").json == {"tokens": []}


def test_every_read_of_persons_is_in_a_log_that_verifies(command: Command, data: Path) -> None:
    """One altered sign and the line is named."""
    command("why-not", "fda:17", "reg:D", *DAY, *WHY)
    assert command("log", "verify", "--json").json["lines"] >= 1
    assert any(line["act"] == "why_not" for line in command("log", "show", "--json").json["lines"])
    assert "why_not" in command("log", "show").out
    log = data / "access" / "log.jsonl"
    whole = log.read_text(encoding="utf-8")
    log.write_text(whole.replace('"purpose":"test"', '"purpose":"tent"', 1), encoding="utf-8")
    told = command("log", "verify")
    log.write_text(whole, encoding="utf-8")
    assert told.code == 1
    assert "altered" in told.err


def test_help_and_version_need_no_workspace(capsys: pytest.CaptureFixture[str]) -> None:
    """They open nothing."""
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("graph-service ")
    for command in (
        "demo",
        "load",
        "screen",
        "explain",
        "why-not",
        "check",
        "search",
        "query",
        "dossier",
        "serve",
        "bench",
    ):
        assert run([command, "--help"]) == 0
        assert command in capsys.readouterr().out


def test_verify_derives_everything_anew_and_tells_that_the_graph_keeps_just_that(command: Command) -> None:
    """Exit code 0, the counts, and the digest of what a fresh process made of the facts; as JSON the same."""
    told = command("verify")
    assert told.code == 0
    plain = " ".join(told.out.split())
    assert "derived from nothing by a fresh process" in plain
    assert (
        "The graph keeps just these: consequences, timelines, proofs, hints, problems and read sets." in plain
    )
    answer = command("verify", "--known-at", "1", "--json").json
    assert (answer["equal"], answer["entry"], answer["differences"]) == (True, 1, [])


def test_ways_out_tells_by_whom_by_which_route_and_when(command: Command) -> None:
    """A bar for five years: it ends by itself, by annulment, by an objection upheld, or by a correction."""
    bound = command("screen", "fda:17", *DAY, *WHY, "--json").json["cases"][0]["bound"]
    key = next(one["consequence"] for one in bound if one["party"] == "reg:Q")
    told = command("ways-out", key, *DAY, *WHY)
    assert told.code == 0
    plain = " ".join(told.out.split())
    assert "到期 term: earliest 2031-05-11; free from 2031-05-11." in plain
    assert "撤销 annulment: earliest 2026-11-23; as if it had never been." in plain
    answer = command("ways-out", key, *DAY, *WHY, "--json").json
    assert answer["total"] == len(answer["ways_out"]) > 3
    assert "there is nothing to lift" in command("ways-out", key, "--as-of", "2040-01-01", *WHY).out


def test_alerts_and_sweep(command: Command) -> None:
    """What was opened, in order; a sweep on the same day has nothing to tell twice."""
    page = command("alerts", *WHY, "--json").json
    assert {one["kind"] for one in page["alerts"]} >= {"opened"}
    told = command("alerts", "--after", str(page["newest"]), *WHY)
    assert f"the newest is {page['newest']}" in told.out
    command("sweep")
    newest = command("sweep", "--json").json
    assert newest["alerts"] == 0
