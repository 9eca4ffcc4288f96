"""The linter refuses each rule file that would harm, with its line and its reason.

Every case takes a rule file of the book that is sound, makes exactly one change, and expects exactly that refusal at
the line of the change.
"""

from __future__ import annotations

import pytest

from graph_service.rules.load import rule_texts
from graph_service.rules.read_rulebook import read_rulebook

TEXTS = rule_texts()

FOOD = "book/cn/food-ban.yaml"
ORDERS = "book/cn/exec-cons.yaml"
WAGES = "book/cn/wage-list.yaml"
RECORD = "book/cn-gd/credit-record.yaml"
EXIT = "book/cn/exec-exit.yaml"
BIDS = "book/cn/bid-ban.yaml"
FRAUD = "book/cn/fraud-joint.yaml"
LISTED = "book/intl/listed.yaml"
SECURITIES = "book/cn/sec-ban.yaml"
FALSE = "book/cn/reg-false.yaml"
PRINTING = "book/cn/printing-bar.yaml"
COURT = "book/cn/exec-list.yaml"

REPAIRED = "[annulment, repair]\n    on_objection: disputed\n    repair: own"
ROW = "- {source: list, act: listing, category: csrc_penalty, clauses: [ID], basis: b}\n"
HEADS = "roles: [legal_representative, principal]"

# (refusal, file, clause the change is made in, text before, text after, does the line number show the new text?)
HARMS = [
    ("k1_on_memo", FOOD, "office-work", "rank: law", "rank: memo"),
    ("k1_on_memo", FOOD, "office-work", "rank: law", "rank: local_policy"),
    ("k1_on_memo", FOOD, "office-work", "rank: law", "rank: normative_document"),
    ("rank_disagrees", FOOD, "office-work", "law: 食品安全法(2021)", "law: 发改财金〔2016〕1962号"),
    ("quotation_without_text", FOOD, "office-work", "rank: law", "rank: law\n      quotation: 五年内不得申请"),
    ("quotation_in_paraphrase", PRINTING, "printing-45", "Where a printing licence", "“Where a printing licence”"),
    ("no_article", FOOD, "office-work", "article: Art 135(1)", "article: not known"),
    ("empty_value", FOOD, "office-work", "article: Art 135(1)", "article:"),
    ("key_missing", FOOD, "office-work", "      article: Art 135(1)\n", ""),
    ("in_force_empty", FOOD, "office-work", "to: null", "to: 2015-10-01"),
    ("identity_too_weak", FOOD, "office-work", "identity: PROVED", "identity: CONFIRMED"),
    ("identity_too_weak", LISTED, "us", "identity: LISTED", "identity: PROVED"),
    ("identity_too_weak", FOOD, "office-work", "identity: PROVED", "identity: LISTED"),
    ("k1_recommended", FOOD, "named-work", "force: mandatory", "force: recommended"),
    ("k3_commanded", WAGES, "entity-credit", "force: recommended", "force: mandatory"),
    ("k3_commanded", WAGES, "entity-credit", "force: recommended", "force: by_decision"),
    ("not_offered", WAGES, "entity-honours", "initial: offered", "initial: in_force"),
    ("offered_but_due", FOOD, "named-work", "initial: in_force", "initial: offered"),
    ("penalty_derived", BIDS, "53-fine", "force: by_decision", "force: mandatory"),
    ("kind_mismatch", FOOD, "named-work", "kind: K1", "kind: K2"),
    ("measure_not_for_target", FOOD, "named-work", "measure: M05", "measure: M07"),
    ("scope_missing", PRINTING, "printing-45", "legal representative or head of printing firms", "null"),
    ("record_conditions", RECORD, "office", "measure_scope: null", "measure_scope: fiscal research projects"),
    ("no_end", FOOD, "named-work", "{start: decision, term: P5Y}", "{start: decision}"),
    ("no_end", FOOD, "named-work", "{start: decision, term: P5Y}", "{start: decision, term: P5Y, until: cure}"),
    ("end_not_listed", ORDERS, "named", "ends_by: [performance, security,", "ends_by: [security,"),
    ("no_annulment", FOOD, "named-work", "ends_by: [annulment]", "ends_by: [court_release]"),
    ("clock_mismatch", FOOD, "named-work", "start: decision", "start: listing"),
    ("cap_without_term", ORDERS, "named", "until: performance}", "until: performance, cap: P5Y}"),
    ("as_bar_without_bar", FOOD, "named-work", "term: P5Y", "term: as_bar max P3Y"),
    ("repair_on_bar", FOOD, "named-work", "[annulment]\n    on_objection: disputed\n    repair: none", REPAIRED),
    ("repair_mismatch", FOOD, "named-work", "repair: none", "repair: own"),
    ("repair_mismatch", BIDS, "53-publication", "ends_by: [annulment, repair]", "ends_by: [annulment]"),
    ("repair_twice", BIDS, "53-publication", "ment, repair]", "ment, repair, repair_after_cure_and_six_months]"),
    ("repair_of_itself", BIDS, "53-publication", "repair: own", "repair: with_decision"),
    ("foreign_level", LISTED, "us", "departments: [ofac]", "departments: [ofac]\n      least_level: city"),
    ("umbrella", RECORD, "office", "act: decision", "act: listing"),
    ("objection_mismatch", FOOD, "named-work", "on_objection: disputed", "on_objection: suspends"),
    ("objection_mismatch", RECORD, "office", "on_objection: suspends", "on_objection: disputed"),
    ("foreign_executed", LISTED, "us", "territory: US", "territory: CN"),
    ("foreign_executed", FOOD, "named-work", "territory: CN", "territory: US"),
    ("foreign_mismatch", LISTED, "us", "rank: foreign_law", "rank: law"),
    ("enabled_incomplete", FOOD, "named-work", "missing: []", "missing: [the text of the article]"),
    ("draft_without_reason", FOOD, "named-work", "status: enabled", "status: draft"),
    ("forward_enabled", FOOD, "entity-licence", "by: entity", "by: forward"),
    ("target_mismatch", FOOD, "named-work", "target: person", "target: enterprise"),
    ("circle_incomplete", FOOD, "office-work", "roles: [legal_representative]", "roles: []"),
    ("circle_incomplete", FOOD, "entity-licence", "roles: []", "roles: [director]"),
    ("role_date_missing", FOOD, "office-work", "role_date: decision", "role_date: null"),
    ("role_date_mismatch", FOOD, "office-work", "role_date: decision", "role_date: as_named"),
    ("role_date_mismatch", FOOD, "office-work", "role_date: decision", "role_date: listing"),
    ("role_date_now", FOOD, "office-work", "role_date: decision", "role_date: now"),
    ("role_date_else", FOOD, "office-work", "role_date: decision", "role_date: decision else decision"),
    ("role_date_else", FOOD, "office-work", "role_date: decision", "role_date: conduct else now"),
    ("proposed_without_office", FOOD, "named-work", "initial: in_force", "initial: proposed"),
    ("office_not_proposed", FOOD, "office-work", "initial: proposed", "initial: in_force"),
    ("naming_not_asked", FOOD, "named-work", "        - decision_names_the_person\n", ""),
    ("kinship_by_role", EXIT, "named", HEADS, "roles: [legal_representative, statutory_agent]"),
    ("role_without_responsibility", FOOD, "office-work", "roles: [legal_representative]", "roles: [liaison]"),
    ("role_without_responsibility", SECURITIES, "found", "shareholder_5pct,", "beneficial_owner,"),
    ("shareholding_as_circle", FOOD, "office-work", "[legal_representative]", "[controlling_shareholder]"),
    ("shareholding_as_circle", ORDERS, "named", HEADS, "roles: [actual_controller]"),
    ("role_only_by_finding", FOOD, "office-work", "roles: [legal_representative]", "roles: [directly_responsible]"),
    ("service_mismatch", FOOD, "named-work", "service: false", "service: true"),
    ("service_mismatch", FRAUD, "own-found", "service: true", "service: false"),
    ("umbrella", FOOD, "named-work", "category: food_licence_revoked", "category: serious_dishonesty"),
    ("contradiction", COURT, "entity-publication-term", "- circ", "- circumstance_1\n        - circ"),
    ("id_repeated", FOOD, "named-work", "id: CN-FOOD-BAN/named-work", "id: CN-FOOD-BAN/office-work"),
    ("id_not_of_rule", FOOD, "named-work", "id: CN-FOOD-BAN/named-work", "id: CN-DRUG-BAN/named-work"),
    ("code_unknown", FOOD, "named-work", "measure: M05", "measure: M99"),
    ("code_unknown", FOOD, "named-work", "roles: [legal_representative,", "roles: [spouse,"),
    ("code_unknown", FOOD, "named-work", "- licence_revoked", "- risk_score_above_80"),
    ("code_unknown", FOOD, "named-work", "measure_scope: managing", "measure_scope: all managing"),
    ("word_unknown", FOOD, "named-work", "by: named", "by: shareholding"),
    ("word_unknown", FOOD, "named-work", "force: mandatory", "force: decision"),
    ("key_unknown", FOOD, "named-work", "    service: false", "    service: false\n    score: 80"),
    ("key_repeated", FOOD, "named-work", "    service: false", "    service: false\n    service: false"),
    ("not_a_term", FOOD, "named-work", "term: P5Y", "term: five years"),
    ("not_a_date", FOOD, "named-work", "from: 2015-10-01", "from: 2015-13-01"),
    ("not_a_flag", FOOD, "named-work", "service: false", "service: no"),
    ("repeated_value", FOOD, "named-work", "ends_by: [annulment]", "ends_by: [annulment, annulment]"),
    ("repeated_value", FOOD, "named-work", "- licence_revoked", "- licence_revoked\n        - licence_revoked"),
    ("scope_incomplete", RECORD, "office", "      through: [court]\n", ""),
    ("anchor", FOOD, "named-work", "service: false", "service: &no false"),
    ("not_a_list", FOOD, "named-work", "ends_by: [annulment]", "ends_by: annulment"),
    ("not_text", FOOD, "named-work", "by: named", "by: [named]"),
    ("not_text", FOOD, "named-work", "missing: []", "missing: [[a]]"),
    ("not_a_mapping", FOOD, "named-work", "clock: {start: decision, term: P5Y}", "clock: P5Y"),
]  # fmt: skip


def changed(file: str, clause: str, old: str, new: str) -> tuple[dict[str, str], int, int]:
    """The texts with one change inside one clause; and the first and last line of that clause."""
    text = TEXTS[file]
    start = text.index("  - id: ", text.index("clauses:"))
    start = next(
        at for at in range(start, len(text)) if text.startswith("  - id: ", at) and _named(text, at, clause)
    )
    end = text.find("\n  - id: ", start)
    end = len(text) if end < 0 else end
    block = text[start:end]
    assert old in block, f"{old!r} is not in {clause}"
    texts = {**TEXTS, file: text[:start] + block.replace(old, new, 1) + text[end:]}
    first = text.count("\n", 0, start) + 1
    return texts, first, first + block.count("\n") + 2


def _named(text: str, at: int, clause: str) -> bool:
    line = text[at : text.index("\n", at)]
    return line.endswith(f"/{clause}")


@pytest.mark.parametrize(("kind", "file", "clause", "old", "new"), HARMS)
def test_a_harm_is_refused_at_its_line(kind: str, file: str, clause: str, old: str, new: str) -> None:
    """One change that would harm: refused by its name, inside the clause it was made in, saying what to do."""
    texts, first, last = changed(file, clause, old, new)
    read = read_rulebook(texts)
    assert read.book is None
    found = [problem for problem in read.problems if problem.kind == kind]
    assert found, [str(problem) for problem in read.problems]
    assert found[0].file == file
    assert found[0].line is not None
    assert first <= found[0].line <= last
    assert found[0].why
    assert found[0].todo
    assert f"{file}:{found[0].line}" in str(found[0])


def test_the_book_itself_is_refused_nothing() -> None:
    """Every rule file of the package passes."""
    assert read_rulebook(TEXTS).problems == ()


@pytest.mark.parametrize(
    ("file", "line", "kind"),
    [
        ("roles", "- {code: spouse, zh: 配偶, en: spouse, proof: register, circle: any}", "forbidden_input"),
        ("roles", "- {code: shareholder, zh: 股东, en: s, proof: register, circle: any}", "shareholding_as_circle"),
        ("conditions", "- {code: risk_score_high, known: computed, zh: 分, meaning: a score}", "forbidden_input"),
        ("conditions", "- {code: has_credit_entry, known: computed, zh: 记, meaning: an entry}", "forbidden_input"),
        ("conditions", "- {code: a_lead, known: computed, zh: 线索, meaning: a lead}", "forbidden_input"),
        ("categories", "- {code: family_of_debtor, zh: 亲属, meaning: kin}", "forbidden_input"),
        ("crimes", "- {code: bribery, zh: 贿赂, meaning: again}", "code_repeated"),
        ("crimes", "- {code: arson, zh: 放火, meaning: fire, weight: 3}", "key_unknown"),
        ("crimes", "- [arson]", "not_a_mapping"),
        ("crimes", "not yaml: [", "not_yaml"),
    ],
)  # fmt: skip
def test_the_vocabulary_takes_no_word_that_would_harm(file: str, line: str, kind: str) -> None:
    """Kinship, leads, scores, credit entries and shareholding cannot even become words."""
    name = f"vocabulary/{file}.yaml"
    read = read_rulebook({**TEXTS, name: f"{TEXTS[name]}{line}\n"})
    assert read.book is None
    assert kind in {problem.kind for problem in read.problems}
    assert all(problem.file == name for problem in read.problems)


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("tables/post_roles.yaml", "- {post: liaison, role: nobody, basis: b, evidence: B}\n", "code_unknown"),
        ("tables/post_roles.yaml", "- {post: boss, role: director, basis: b, evidence: B}\n", "code_unknown"),
        ("tables/post_roles.yaml", "- {post: director, role: director, evidence: B}\n", "key_missing"),
        ("tables/published_acts.yaml", ROW.replace("ID", ""), "row_without_clause"),
        ("tables/published_acts.yaml", ROW.replace("ID", "NO"), "code_unknown"),
    ],
)  # fmt: skip
def test_a_row_of_a_table_has_both_ends_and_a_basis(name: str, text: str, kind: str) -> None:
    """A row that leads nowhere, or rests on nothing, is refused."""
    read = read_rulebook({**TEXTS, name: TEXTS[name] + text})
    assert {problem.kind for problem in read.problems} == {kind}


def test_a_row_that_stands_twice_is_refused() -> None:
    """One row per pair."""
    name = "tables/post_roles.yaml"
    row = "- {post: operator, role: expert, basis: b, evidence: B}\n"
    read = read_rulebook({**TEXTS, name: TEXTS[name] + row + row})
    assert {problem.kind for problem in read.problems} == {"row_repeated"}


def test_a_file_that_belongs_to_every_rulebook_must_be_there() -> None:
    """Without its list of roles a rulebook is refused, and says which file is missing."""
    read = read_rulebook({name: text for name, text in TEXTS.items() if name != "vocabulary/roles.yaml"})
    assert [(problem.kind, problem.file) for problem in read.problems] == [
        ("file_missing", "vocabulary/roles.yaml")
    ]


def test_the_same_rule_in_two_files_is_refused() -> None:
    """A rule has one file, and its clauses stand in one place."""
    read = read_rulebook({**TEXTS, "book/cn/zz-copy.yaml": TEXTS[FALSE]})
    assert {problem.kind for problem in read.problems} == {"rule_repeated", "id_repeated"}


def test_all_faults_of_a_file_are_named_in_one_reading() -> None:
    """Two clauses with a fault each: two problems, not one at a time."""
    text = TEXTS[FOOD].replace("measure: M05", "measure: M99")
    read = read_rulebook({**TEXTS, FOOD: text})
    assert len([problem for problem in read.problems if problem.kind == "code_unknown"]) == 3


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("vocabulary/crimes.yaml", "bribery: 1\n", "not_a_list"),
        ("tables/post_roles.yaml", "director: 1\n", "not_a_list"),
        ("vocabulary/crimes.yaml", "- {code: [a], zh: b, meaning: c}\n", "not_text"),
        ("vocabulary/crimes.yaml", "\x00", "not_yaml"),
        ("book/reading.yaml", "- R01\n", "not_a_mapping"),
    ],
)
def test_a_list_or_table_of_the_wrong_shape_is_refused(name: str, text: str, kind: str) -> None:
    """A mapping where a list should be, a list where a text should be, a NUL byte."""
    assert {problem.kind for problem in read_rulebook({**TEXTS, name: text}).problems} == {kind}


def test_a_credit_entry_is_no_input() -> None:
    """Neither as a word of the vocabulary nor, through it, as a condition of a clause."""
    word = "- {code: credit_entry_exists, known: computed, zh: 有记录, meaning: an entry exists}\n"
    texts, first, last = changed(
        FOOD, "named-work", "- licence_revoked", "- licence_revoked\n        - credit_entry_exists"
    )
    name = "vocabulary/conditions.yaml"
    read = read_rulebook({**texts, name: TEXTS[name] + word})
    lines = [problem.line for problem in read.problems if problem.file == FOOD]
    assert [line for line in lines if line and first <= line <= last]
    assert {problem.kind for problem in read.problems} == {"forbidden_input"}
