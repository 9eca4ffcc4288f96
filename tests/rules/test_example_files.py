"""How the examples of a rule file are read and run, and how a fault in them is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_service.consequences.examples import check_rules
from graph_service.rules import load_rulebook
from graph_service.rules.load import rule_texts
from graph_service.rules.read_examples import read_examples
from graph_service.rules.yaml_places import Refusal

WORDS = load_rulebook().vocabulary
LAW = rule_texts()["book/cn/printing-bar.yaml"].partition("\n# Each case")[0]

CASE = """
examples:
  cases:
    - shows: a printing licence is revoked
      facts: |
        authority auth:1 code=press department=press_publication level=city region=440100
        enterprise reg:A type=limited_company
        person reg:L adult_on=1970-01-01
        identity reg:L level=PROVED document=resident_id:L
        office reg:L enterprise=reg:A post=legal_representative since=2015-01-01
        decision reg:A case=c1 act=revocation category=printing_licence_revoked authority=press number=1 date=2026-05-10
      expect:
        - "reg:L printing-45: proposed 2026-05-10..2036-05-10 awaiting_naming_or_confirmation,
          expired 2036-05-11.. term"
      but:
        - shows: he left {day}
          each: {day: [2026-05-01, 2026-05-09]}
          instead:
            since=2015-01-01: since=2015-01-01 until={day}
          gone: all
"""


def problems(tmp_path: Path, examples: str) -> list[str]:
    """What is wrong with the printing rule when these are its examples."""
    mine = tmp_path / "printing.yaml"
    mine.write_text(LAW + examples, encoding="utf-8")
    return [str(problem) for problem in check_rules(mine).problems if problem.file == "book/printing.yaml"]


def test_examples_that_hold_give_no_problem(tmp_path: Path) -> None:
    """The case and its two changes hold."""
    assert problems(tmp_path, CASE) == []


def test_a_change_is_tried_with_every_value() -> None:
    """One case and one change with two values are three examples; the values stand in the sentence."""
    read = read_examples(LAW + CASE, "printing.yaml", WORDS)
    assert [one.shows for one in read] == [
        "a printing licence is revoked",
        "a printing licence is revoked: he left 2026-05-01",
        "a printing licence is revoked: he left 2026-05-09",
    ]
    assert [one.values for one in read] == [(), ("2026-05-01",), ("2026-05-09",)]


def test_a_file_without_examples_has_none_and_its_clauses_are_told(tmp_path: Path) -> None:
    """No example speaks of the clause: a problem at its line."""
    assert read_examples(LAW, "printing.yaml", WORDS) == ()
    found = problems(tmp_path, "")
    assert len(found) == 1
    assert "example_missing: BAN/printing-45" in found[0]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("2036-05-10 awaiting", "2035-05-10 awaiting", "printing-45: states is ("),
        ("expect:\n", "expect:\n        - 'reg:A printing-45: in_force 2026-05-10.. term'\n", "there is nothing"),
        ("post=legal_representative", "post=director", "expected, and there is nothing"),
        ("          gone: all\n", "", "reg:L printing-45: expected, and there is nothing"),
        ("until={day}", "until=2026-06-01", "and nothing was expected"),
        ("level=PROVED", "level=PROVED level=PROVED", "example_not_read"),
        ("since=2015-01-01: since", "since=1815-01-01: since", "does not stand in the facts"),
        ("gone: all", "gone: [reg:X printing-45]", "was not expected in the case itself"),
        ("gone: all", "gone: [nonsense]", "was not expected in the case itself"),
        ('"reg:L printing-45: proposed', '"reg:L printing-45 proposed', "is not an expected line"),
        ("expect:\n", "expect:\n        - 'reg:L printing-45: draft 2026-05-10..'\n", "stands twice"),
        ("      but:\n", "      when: now\n      but:\n", "'when' is not known here"),
        ("          gone: all\n", "          gone: all\n          also: this\n", "'also' is not known here"),
    ],
)  # fmt: skip
def test_a_fault_in_an_example_is_told_with_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    """What does not hold and what cannot be read: file, line, and what was found instead."""
    assert old in CASE
    found = problems(tmp_path, CASE.replace(old, new, 1))
    assert found
    assert told in found[0]
    assert all(line.startswith("book/printing.yaml:") for line in found)


def test_a_harm_is_told_before_any_example_is_run(tmp_path: Path) -> None:
    """With a clause that would harm, only the harm is told."""
    mine = tmp_path / "printing.yaml"
    mine.write_text(LAW.replace("initial: proposed", "initial: in_force") + CASE, encoding="utf-8")
    assert [problem.kind for problem in check_rules(mine).problems] == ["office_not_proposed"]


def test_what_a_line_does_not_say_is_not_compared() -> None:
    """A short line says states and what is lacking; a long one everything but what it leaves out of does and term."""
    text = LAW + CASE
    short = read_examples(text, "printing.yaml", WORDS)[0].expected[0]
    assert (short.does, short.role, short.lacks) == (None, None, ())
    longer = '{who: "reg:L, reg:M", by: printing-45, as: "{who} since ever", states: [in_force 2026-05-10..]}'
    first, second = read_examples(
        text.replace(text[text.index('"reg:L printing-45') : text.index("      but:")], f"{longer}\n"),
        "printing.yaml",
        WORDS,
    )[0].expected
    assert (first.role, second.role) == ("L since ever", "M since ever")
    assert (first.does, first.on, first.notes) == (None, (), ())


def test_lines_for_everything_but_a_list_come_from_the_vocabulary() -> None:
    """`many` with all_but gives the lines for every other code, in one ledger."""
    more = """          many: {role: {all_but: [director]}}
          many_facts: |
            naming q:{role} case=c1 role={role}
"""
    text = (LAW + CASE).replace("          gone: all\n", f"          gone: all\n{more}")
    changed = read_examples(text, "printing.yaml", WORDS)[1]
    assert changed.ledger.count("naming q:") == len(WORDS.roles) - 1
    assert "naming q:director" not in changed.ledger


def test_a_list_of_unknown_codes_is_refused() -> None:
    """What is left out must be in the vocabulary."""
    text = (LAW + CASE).replace("each: {day: [2026-05-01, 2026-05-09]}", "each: {role: {all_but: [boss]}}")
    with pytest.raises(Refusal, match="'boss' is not in the vocabulary"):
        read_examples(text, "printing.yaml", WORDS)
