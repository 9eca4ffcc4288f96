"""The rulebook of the package: what stands in it, how it is looked up, and that it is kept whole."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from graph_service.errors import NotFound, RuleRefused
from graph_service.facts.vocabulary import POSTS
from graph_service.rules import check_rulebook, load_rulebook
from graph_service.rules.load import rule_texts
from graph_service.rules.model import Clock, Condition, Term
from graph_service.rules.read_rulebook import read_rulebook, rulebook_from_texts, to_plain
from graph_service.rules.words import Act, By, ClockStart, ConditionKind, Kind, Rank, Status, TermForm

BOOK = load_rulebook()


def test_the_book_holds_all_clauses_of_the_law_files() -> None:
    """143 clauses of 23 rules: 122 enabled, 21 that can only draft; and R01 to R11 above them."""
    status = Counter(clause.status for clause in BOOK.clauses.values())
    assert status == {Status.ENABLED: 122, Status.DRAFT: 21}
    assert len(BOOK.rules) == 23
    assert list(BOOK.vocabulary.reading) == [f"R{number:02}" for number in range(1, 12)]


def test_the_catalogue_holds_the_disabled_rules_and_the_other_bars() -> None:
    """18 disabled rules and the 36 statutory bars that no clause and no card carries; each says why it only drafts."""
    bars = [key for key in BOOK.catalogue if key.startswith("BAR-")]
    assert (len(BOOK.catalogue), len(bars)) == (54, 36)
    assert all(entry.reason for entry in BOOK.catalogue.values())


def test_the_vocabulary_has_26_roles_and_31_measures() -> None:
    """The closed lists of the law files, none more, none less."""
    assert len(BOOK.vocabulary.roles) == 26
    assert list(BOOK.vocabulary.measures) == [f"M{number:02}" for number in range(1, 32)]
    assert set(BOOK.vocabulary.measure_kinds) == {kind.value for kind in Kind}


def test_every_clause_is_found_by_its_act_and_category() -> None:
    """Looking up the act of a clause finds it, and nothing of another category."""
    for clause in BOOK.clauses.values():
        found = BOOK.clauses_for(clause.trigger.act, clause.trigger.category)
        assert clause in found
        assert {one.trigger.category for one in found} == {clause.trigger.category}


def test_an_act_in_a_class_of_item_nine_also_finds_the_credit_entry() -> None:
    """The credit record of item 15 hangs on the conduct, whatever the act is about."""
    own = BOOK.clauses_for(Act.DECISION, "food_licence_revoked")
    with_entry = BOOK.clauses_for(Act.DECISION, "food_licence_revoked", "health_and_safety")
    assert {clause.id for clause in with_entry} - {clause.id for clause in own} == {
        "CN-GD-RECORD/office",
        "CN-GD-RECORD/found",
    }


def test_catalogue_entries_are_found_by_act_and_category() -> None:
    """A disabled rule is found by its trigger, and an act without one finds nothing."""
    assert [e.id for e in BOOK.drafts_for(Act.LISTING, "tax_major_violation_listing")] == ["CN-TAX-LIST"]
    assert BOOK.drafts_for(Act.ORDER, "tax_major_violation_listing") == ()


def test_a_rulebook_is_kept_whole_by_its_digest() -> None:
    """Its texts, without examples, give the same rulebook with the same digest again."""
    again = rulebook_from_texts(json.loads(json.dumps(dict(BOOK.texts))))
    assert again == BOOK
    assert again.digest == BOOK.digest
    assert not any("\nexamples:" in text for text in BOOK.texts.values())


def test_a_changed_word_changes_the_digest_and_a_comment_does_not() -> None:
    """The digest is of the content, not of the bytes of the files."""
    texts = dict(BOOK.texts)
    name = "book/cn/food-ban.yaml"
    commented = rulebook_from_texts({**texts, name: f"# a comment\n{texts[name]}"})
    changed = rulebook_from_texts({**texts, name: texts[name].replace("P5Y", "P6Y")})
    assert commented.digest == BOOK.digest
    assert changed.digest != BOOK.digest


def test_kept_texts_that_no_longer_read_are_refused() -> None:
    """A damaged copy is refused with its place."""
    texts = {**BOOK.texts, "book/cn/food-ban.yaml": "rule: ["}
    with pytest.raises(RuleRefused, match=r"book/cn/food-ban\.yaml:"):
        rulebook_from_texts(texts)


def test_no_k1_measure_rests_on_a_memo_and_no_clause_quotes_without_its_text() -> None:
    """What the linter asks of files holds of the book."""
    for clause in BOOK.clauses.values():
        assert clause.kind is not Kind.K1 or clause.basis.rank not in (Rank.MEMO, Rank.LOCAL_POLICY)
        assert clause.basis.quotation is None


def test_propagation_follows_from_how_a_clause_finds_people() -> None:
    """P0 to P6 are read from `by`."""
    assert [by.propagation for by in By] == ["P0", "P1", "P2", "P3", "P4", "P5", "P6"]


def test_a_post_carries_the_roles_of_its_rows() -> None:
    """A head of finance is a senior manager too; a legal representative is no principal; a liaison is nothing."""
    assert {row.role for row in BOOK.roles_of_post["finance_head"]} == {"senior_manager", "finance_head"}
    assert {row.role for row in BOOK.roles_of_post["legal_representative"]} == {"legal_representative"}
    assert not {"liaison", "beneficial_owner", "actual_controller"} & set(BOOK.roles_of_post)
    assert set(BOOK.roles_of_post) <= set(POSTS)


def test_every_published_row_leads_to_clauses_of_its_own_act() -> None:
    """The clauses a row names are those that its act and category trigger."""
    for row in BOOK.published_acts:
        triggers = {clause.id for clause in BOOK.clauses_for(row.act, row.category)}
        triggers |= {entry.id for entry in BOOK.drafts_for(row.act, row.category)}
        assert set(row.clauses) <= triggers, row
        assert row.basis


def test_no_two_rows_of_published_acts_read_the_same_row_differently() -> None:
    """One source, law, article and outcome word lead to one category."""
    seen: dict[tuple[str, str, str, str], str] = {}
    for row in BOOK.published_acts:
        for word in row.outcome or ("",):
            key = (row.source, row.law, row.article, word)
            assert seen.setdefault(key, row.category) == row.category, key


def test_every_foreign_list_leads_to_the_clause_of_its_territory() -> None:
    """Three lists are recognised: of the United States, the Union and the United Kingdom."""
    for row in BOOK.foreign_lists:
        clause = BOOK.clauses[row.clause]
        assert (clause.trigger.category, clause.scope.territory) == (row.category, row.territory)
        assert row.authority in clause.scope.departments
    assert {row.territory for row in BOOK.foreign_lists} == {"US", "EU", "GB"}


def test_every_department_that_a_clause_names_can_be_read_from_a_name() -> None:
    """The register of authorities knows the kinds of authority that clauses speak of."""
    named = {code for clause in BOOK.clauses.values() for code in clause.scope.departments}
    readable = {kind.department for kind in BOOK.authorities}
    assert named - readable == {"discipline", "work_safety"}  # bodies without one telling name


@pytest.mark.parametrize(
    ("territory", "region", "inside"),
    [
        ("CN", "440106", True),
        ("CN", "110000", True),
        ("CN", "US", False),
        ("CN", "44010", False),
        ("CN-GD", "440106", True),
        ("CN-GD", "110000", False),
        ("EU", "EU", True),
        ("EU", "US", False),
    ],
)
def test_an_authority_lies_in_a_territory_by_its_region(territory: str, region: str, inside: bool) -> None:
    """Six digits that begin as the territory's do, or its country."""
    assert BOOK.vocabulary.territories[territory].contains(region) is inside


def test_a_clause_is_in_force_from_its_first_day_to_before_its_last() -> None:
    """`from` counts, `to` does not (I16)."""
    span = replace(BOOK.clauses["CN-FOOD-BAN/life"].in_force, until=date(2020, 1, 1))
    days = [date(2015, 9, 30), date(2015, 10, 1), date(2019, 12, 31), date(2020, 1, 1)]
    assert [span.holds_on(day) for day in days] == [False, True, True, False]


def test_conditions_print_as_a_lawyer_would_say_them() -> None:
    """One code, one of several, a cited article, one of several crimes."""
    several = Condition(kind=ConditionKind.ANY_OF, codes=("a", "b"))
    cited = Condition(kind=ConditionKind.BASIS, law="药品管理法", article="Art 118")
    assert [str(several), str(cited)] == ["any_of a, b", "basis 药品管理法 Art 118"]
    assert str(Condition(kind=ConditionKind.CODE, codes=("a",))) == "a"


def test_the_whole_book_becomes_plain_json() -> None:
    """Days as ISO texts, words as their text: what the digest is taken over."""
    clause = json.loads(json.dumps(to_plain(BOOK.clauses["CN-BID-BAN/53-fine"])))
    assert clause["in_force"] == {"since": "2000-01-01", "until": None, "evidence": "B"}
    assert (clause["kind"], clause["by"], clause["roles"][0]) == ("PENALTY", "finding", "direct_supervisor")
    assert (BOOK.clauses["CN-BID-BAN/53-fine"].law, clause["basis"]["article"]) == (
        "招标投标法(2017)",
        "Art 53",
    )


def _write(folder: Path, texts: dict[str, str]) -> Path:
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_a_folder_of_ones_own_is_read_like_the_package(tmp_path: Path) -> None:
    """The same files elsewhere are the same rulebook."""
    assert load_rulebook(_write(tmp_path, rule_texts())).digest == BOOK.digest


def test_a_folder_with_a_harm_is_refused_with_all_its_problems(tmp_path: Path) -> None:
    """The message names file and line, the reason, and what to do."""
    texts = rule_texts()
    name = "book/cn/food-ban.yaml"
    _write(tmp_path, {**texts, name: texts[name].replace("identity: PROVED", "identity: CONFIRMED")})
    with pytest.raises(RuleRefused) as refused:
        load_rulebook(tmp_path)
    lines = str(refused.value).splitlines()
    assert len(lines) == 6
    assert all(re.match(r"book/cn/food-ban\.yaml:\d+ identity: identity_too_weak: ", line) for line in lines)


def test_one_rule_file_is_checked_in_the_place_of_its_rule(tmp_path: Path) -> None:
    """A lawyer checks the one file he has changed; the rest of the book stands around it."""
    text = rule_texts()["book/cn/sec-ban.yaml"]
    mine = tmp_path / "mine.yaml"
    mine.write_text(text, encoding="utf-8")
    read = check_rulebook(mine)
    assert read.problems == ()
    assert read.book is not None
    assert read.book.digest == BOOK.digest
    mine.write_text(text.replace("kind: K1", "kind: K3"), encoding="utf-8")
    assert {problem.file for problem in check_rulebook(mine).problems} == {"book/mine.yaml"}


def test_a_file_that_is_no_rule_file_is_refused(tmp_path: Path) -> None:
    """An empty file, a list, text that is not UTF-8: refused with the reason."""
    mine = tmp_path / "mine.yaml"
    for text in ("", "- a\n", "other: 1\n", "rule: {}\nclauses: []\n", "? [a]\n: b\n"):
        mine.write_text(text, encoding="utf-8")
        assert {problem.file for problem in check_rulebook(mine).problems} == {"book/mine.yaml"}
    mine.write_bytes("条".encode("gb18030"))
    with pytest.raises(RuleRefused, match="UTF-8"):
        check_rulebook(mine)


def test_a_place_without_a_rulebook_is_not_found(tmp_path: Path) -> None:
    """A folder that is not there, and a folder without the parts of a rulebook."""
    with pytest.raises(NotFound, match="no such folder"):
        check_rulebook(tmp_path / "nowhere")
    with pytest.raises(NotFound, match="no folder 'book'"):
        check_rulebook(tmp_path)


def test_texts_without_a_table_are_refused() -> None:
    """A table belongs to every rulebook."""
    texts = {name: text for name, text in rule_texts().items() if name != "tables/post_roles.yaml"}
    assert [problem.kind for problem in read_rulebook(texts).problems] == ["file_missing"]


def test_an_article_is_cited_whatever_the_edition() -> None:
    """`药品管理法(2019) Art 118` and `药品管理法 Art 118` are one citation; another article or law is not."""
    asked = Condition(kind=ConditionKind.BASIS, law="药品管理法", article="Art 118")
    assert asked.cited_in(("药品管理法(2019) Art 118",))
    assert asked.cited_in(("会计法 Art 40", "药品管理法 Art 118"))
    assert asked.cited_in(("药品管理法（2019） Art 118",))
    assert not asked.cited_in(("药品管理法 Art 122", "疫苗管理法 Art 118"))


def test_a_code_stands_for_the_roles_of_its_post_and_for_itself() -> None:
    """A board secretary is a senior manager in a joint-stock company only."""
    assert BOOK.roles_of("board_secretary", "joint_stock_company") >= {"senior_manager"}
    assert "senior_manager" not in BOOK.roles_of("board_secretary", "limited_company")
    assert BOOK.roles_of("expert", None) == {"expert"}
    assert {"directly_responsible", "principal"} <= BOOK.found_roles
    assert "legal_representative" not in BOOK.found_roles


def test_a_scope_recognises_department_level_and_region() -> None:
    """All three must fit; no level asked and no department named: any."""
    police = BOOK.clauses["CN-FRAUD-JOINT/own-found"].scope
    assert BOOK.recognises(police, "public_security", "city", "440100")
    assert not BOOK.recognises(police, "public_security", "county", "440106")
    assert not BOOK.recognises(police, "court", "city", "440100")
    assert not BOOK.recognises(police, "public_security", "national", "US")
    assert BOOK.recognises(BOOK.clauses["CN-COLAW-178/4-revoked"].scope, "tax", "county", "110101")


def test_conditions_are_stated_or_read_from_facts() -> None:
    """What the act must say itself, and what the facts of the case tell."""

    def stated(kind: ConditionKind, *codes: str) -> bool:
        return BOOK.conditions_stated(Condition(kind=kind, codes=codes))

    assert stated(ConditionKind.CODE, "licence_revoked")
    assert not stated(ConditionKind.CODE, "decision_names_the_person")
    assert stated(ConditionKind.CRIME, "bribery")
    assert not stated(ConditionKind.BASIS)


def test_a_clause_shows_its_paraphrase() -> None:
    """The sentence of the card."""
    assert BOOK.clauses["CN-DEFENCE/exit"].says == "No exit for two years."


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    """A note beside the rule files is no rule file."""
    folder = _write(tmp_path, {**rule_texts(), "book/cn/notes.txt": "to be discussed"})
    assert load_rulebook(folder).digest == BOOK.digest


def _clock(form: TermForm, length: str | None) -> Clock:
    return Clock(start=ClockStart.DECISION, term=Term(form=form, length=length))


@pytest.mark.parametrize(
    ("form", "length", "code"),
    [
        (TermForm.FIXED, "P5Y", "P5Y"),
        (TermForm.LIFE, None, "life"),
        (TermForm.OPEN, None, "open"),
        (TermForm.AS_DECIDED, "P2Y", "P1Y"),
        (TermForm.AS_PUBLICATION, "P3Y", "P6M"),
        (TermForm.AS_BAR, "P3Y", "bar:P1Y"),
    ],
)
def test_a_term_is_the_laws_or_what_the_act_states(form: TermForm, length: str | None, code: str) -> None:
    """An act that states one year, and publication for six months."""
    assert _clock(form, length).code("P1Y", "P6M") == code


def test_a_term_left_to_the_act_is_missing_where_the_act_is_silent() -> None:
    """Without the law's own term there is none."""
    assert _clock(TermForm.AS_DECIDED, None).code(None, None) is None
    assert _clock(TermForm.AS_DECIDED, "P2Y").code(None, None) == "P2Y"
    assert _clock(TermForm.AS_BAR, "P3Y").code(None, None) is None
