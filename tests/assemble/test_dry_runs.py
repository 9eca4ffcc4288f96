"""What a dry run tells is what the post then answers; it leaves nothing; and a wide write waits for a reviewer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph_service.assemble import Caller, Settings, Workspace
from graph_service.assemble.opening import OpenGraph
from graph_service.assemble.rulebooks import standing_book
from graph_service.assemble.settings import STANDING
from graph_service.errors import BadInput, ConfirmationNeeded, Conflict, NotAllowed, RuleRefused
from graph_service.facts import Fact
from graph_service.loaders import find
from graph_service.rules.load import load_rulebook, rule_texts
from graph_service.rules.read_rulebook import rulebook_from_texts
from graph_service.store import GraphAddress, Store
from tests.assemble.stream import Stream
from tests.workspaces import (
    ADMINISTRATOR,
    CARDS,
    FIRM,
    LISTING,
    NAMED,
    ORDER,
    ORDER_PERSON,
    WORLD,
    as_role,
    state,
)

REVIEWER = as_role("reviewer")


def tried(workspace: Workspace, rows: list[dict[str, Any]], caller: Caller = ADMINISTRATOR) -> dict[str, Any]:
    """The dry run of rows as a client would send them."""
    facts, cards = workspace.receive(rows, [], caller=ADMINISTRATOR)
    return workspace.dry_run(facts, cards, caller=caller)


def difference(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The part of an answer that post and dry run share."""
    names = ("consequence", "case", "clause", "measure", "party", "before", "after")
    found = {word: [{name: one[name] for name in names} for one in answer[word]] for word in WORDS}
    return {**found, **{name: answer[name] for name in ("stated", "known_already", "cases", "problems")}}


WORDS = ("opened", "changed", "ended")


def everything(workspace: Workspace) -> list[Any]:
    """Every node and every relationship of the graph with all that they hold, in one order."""
    nodes = workspace.store.query("MATCH (n) RETURN labels(n) AS labels, properties(n) AS p")
    links = workspace.store.query(
        "MATCH (a)-[t]->(b) RETURN properties(a) AS a, type(t) AS kind, properties(t) AS p, properties(b) AS b"
    )
    return sorted(map(repr, [[sorted(row["labels"]), sorted(row["p"].items())] for row in nodes])) + sorted(
        repr([row["kind"], *(sorted(row[name].items()) for name in ("a", "p", "b"))]) for row in links
    )


def test_a_dry_run_tells_what_the_post_then_answers_and_leaves_nothing(listed: Workspace) -> None:
    """The order that names a man, the annulment of it, an identity that makes two records one, and its unmerge."""
    batches: list[list[dict[str, Any]]] = [
        NAMED,
        [{"type": "annulment", "record": FIRM, "case": ORDER, "date": "2026-06-25"}],
        [{"type": "objection", "record": FIRM, "case": LISTING, "step": "accepted", "date": "2026-06-26",
          "number": "O1"}],
        [{"type": "enterprise", "record": "other:A"}, {"type": "identity", "record": "other:A", "same_as": FIRM,
          "level": "PROVED", "basis": "same register"}],
    ]  # fmt: skip
    for rows in batches:
        before = everything(listed)
        told = tried(listed, rows)
        assert everything(listed) == before
        assert told["entry"] == listed.resolve_clocks().entry
        assert difference(told) == difference(state(listed, rows))
        again = tried(listed, rows)
        assert (again["stated"], [again[word] for word in WORDS]) == (0, [[], [], []])


def test_over_any_stream_of_posts_dry_run_and_post_are_one(workspace: Workspace) -> None:
    """Merges, corrections, retractions and late acts among them: ids and all, at every step."""
    kinds = set()
    stream = Stream(1, workspace.book)
    workspace.post([fact for facts in stream.posts(24) for fact in facts], caller=ADMINISTRATOR)
    for facts in stream.posts(10):
        told = workspace.dry_run(facts, caller=ADMINISTRATOR)
        assert difference(told) == difference(workspace.post(facts, caller=ADMINISTRATOR))
        kinds |= {word for word in WORDS if told[word]}
    assert len(kinds) > 1


def crowd(case: str, numbers: range, category: bool = True) -> list[dict[str, Any]]:
    """A consumption order that names so many identified persons; without `category` only the namings."""
    order = {
        "type": "decision", "record": FIRM, "case": case, "act": "order", "category": "consumption_order",
        "authority": "gz-court", "number": case, "date": "2026-06-20",
        "conditions": ["not_paid_within_enforcement_notice"],
    }  # fmt: skip
    rows = [order] if category else []
    for n in numbers:
        record = f"{case}:p{n}"
        rows += [
            {"type": "person", "record": record, "adult_on": "1990-01-01"},
            {"type": "identity", "record": record, "level": "PROVED", "document": f"resident_id:{case}{n}"},
            {"type": "naming", "record": record, "case": case, "role": "legal_representative"},
        ]
    return rows


@pytest.fixture
def narrow(address: GraphAddress, tmp_path: Path) -> Any:
    """A workspace in which three persons are many."""
    settings = replace(Settings(), data=tmp_path, keys=tmp_path / "keys", most_unconfirmed=3)
    with Workspace(settings, OpenGraph(Store.open(address, strict=True), None), load_rulebook()) as opened:
        state(opened, WORLD, CARDS)
        yield opened


def batch(workspace: Workspace, rows: list[dict[str, Any]]) -> tuple[Fact, ...]:
    """The facts of rows."""
    return workspace.receive(rows, [], caller=ADMINISTRATOR)[0]


def test_a_wide_post_is_refused_whole_and_its_dry_run_says_why(narrow: Workspace) -> None:
    """With what to do; and nobody but a reviewer who gives a purpose may confirm it."""
    facts = batch(narrow, crowd("wide", range(4)))
    before = [one for one in everything(narrow) if "'Ledger'" not in one]
    with pytest.raises(ConfirmationNeeded, match="facts dry-run") as held:
        narrow.post(facts, caller=ADMINISTRATOR, idempotency_key="k")
    assert (held.value.persons, held.value.most) == (4, 3)
    # Only the ledger's own node says that a writer looked at it.
    assert [one for one in everything(narrow) if "'Ledger'" not in one] == before
    told = narrow.dry_run(facts, caller=REVIEWER)
    assert told["dry_run"] == held.value.dry_run
    assert told["confirmation"] == {"needed": True, "persons": 4, "most": 3, "given_by": None}
    assert len(told["newly_bound"]["persons"]) == told["proportion"]["newly_bound"]["persons"] == 4
    assert told["proportion"]["of_register"] == {"persons": 1, "firms": 1}
    for caller in (ADMINISTRATOR, as_role("reviewer", why=False), as_role("department")):
        with pytest.raises(NotAllowed):
            narrow.confirm(told["dry_run"], facts, caller=caller)


def test_a_confirmed_post_goes_through_once_and_never_by_its_own_poster(narrow: Workspace) -> None:
    """The second pair of eyes is another token's; the entry says whose; the log says that he looked."""
    facts = batch(narrow, crowd("wide", range(4)))
    name = narrow.dry_run(facts, caller=REVIEWER)["dry_run"]
    narrow.confirm(name, facts, caller=replace(REVIEWER, name=ADMINISTRATOR.name))
    with pytest.raises(ConfirmationNeeded):
        narrow.post(facts, caller=ADMINISTRATOR, idempotency_key="k")
    given = narrow.confirm(name, facts, caller=REVIEWER)["confirmation"]
    assert (given["by"], given["persons"], given["used"]) == (REVIEWER.name, 4, None)
    assert list(narrow.log.lines())[-1]["act"] == "dry run confirmed"
    posted = narrow.post(facts, caller=ADMINISTRATOR, idempotency_key="k")
    assert narrow.store.entry(posted["entry"]).note["confirmed"]["by"] == REVIEWER.name
    assert {one["used"] for one in narrow.confirmations(caller=REVIEWER)["confirmations"]} == {
        posted["entry"]
    }
    assert narrow.post(facts, caller=ADMINISTRATOR, idempotency_key="k")["repeated"] is True


def test_a_confirmation_is_of_one_difference_only(narrow: Workspace) -> None:
    """Where something else was written that changes what the post would do, or the batch is another, it is held."""
    rows = crowd("wide", range(4))
    facts = batch(narrow, rows)
    name = narrow.dry_run(facts, caller=REVIEWER)["dry_run"]
    narrow.confirm(name, facts, caller=REVIEWER)
    state(narrow, [{"type": "enterprise", "record": "far:away"}])
    other = batch(narrow, crowd("wide", range(5)))
    with pytest.raises(ConfirmationNeeded):
        narrow.post(other, caller=ADMINISTRATOR)
    with pytest.raises(Conflict, match="something else"):
        narrow.confirm(name, other, caller=REVIEWER)
    state(narrow, [{"type": "annulment", "record": FIRM, "case": "wide", "date": "2026-06-25"}])
    changed = narrow.dry_run(facts, caller=REVIEWER)
    assert changed["dry_run"] != name
    assert changed["newly_bound"]["persons"] == []


def test_what_was_written_elsewhere_in_between_leaves_a_confirmation_good(narrow: Workspace) -> None:
    """The head moves all day; the difference is what was confirmed."""
    facts = batch(narrow, crowd("wide", range(4)))
    narrow.confirm(narrow.dry_run(facts, caller=REVIEWER)["dry_run"], facts, caller=REVIEWER)
    state(narrow, [{"type": "enterprise", "record": "far:away"}])
    assert len(narrow.post(facts, caller=ADMINISTRATOR)["opened"]) >= 4


def test_a_decision_told_in_pieces_is_counted_together_and_another_is_not(narrow: Workspace) -> None:
    """The fourth person of one case within a day is held; persons of another case are not his."""
    state(narrow, crowd("pieces", range(2)))
    state(narrow, crowd("pieces", range(2, 3), category=False))
    state(narrow, crowd("other", range(3)))
    last = batch(narrow, crowd("pieces", range(3, 4), category=False))
    with pytest.raises(ConfirmationNeeded) as held:
        narrow.post(last, caller=ADMINISTRATOR)
    assert held.value.persons == 4
    narrow.confirm(held.value.dry_run, last, caller=REVIEWER)
    narrow.post(last, caller=ADMINISTRATOR)
    # From what was let through on it is counted anew.
    state(narrow, crowd("pieces", range(4, 6), category=False))


def test_relief_is_never_held_up_and_its_return_is(narrow: Workspace) -> None:
    """An accepted objection and an annulment free many at once; the refused objection binds them all again."""
    facts = batch(narrow, crowd("wide", range(5)))
    narrow.confirm(narrow.dry_run(facts, caller=REVIEWER)["dry_run"], facts, caller=REVIEWER)
    narrow.post(facts, caller=ADMINISTRATOR)
    step = {"type": "objection", "record": FIRM, "case": LISTING, "date": "2026-06-26", "number": "O1"}
    state(narrow, [{**step, "step": "accepted"}])
    took_back = [{"type": "retraction", "record": FIRM, "of": one.id} for one in narrow.store.facts()
                 if one.fact.kind == "naming"]  # fmt: skip
    told = tried(narrow, took_back)
    assert (len(told["freed"]["persons"]), told["confirmation"]["needed"]) == (5, False)
    assert len(state(narrow, took_back)["ended"]) == 5
    again = crowd("wide", range(5))[1:]
    for row in again:
        row |= {"since": "2026-06-21"} if row["type"] == "naming" else {}
    with pytest.raises(ConfirmationNeeded):
        state(narrow, again)


def test_a_dry_run_is_a_read_of_the_persons_it_speaks_of(listed: Workspace) -> None:
    """Without a purpose it is not answered; with one the log has it, and nothing else was written."""
    with pytest.raises(NotAllowed, match="purpose"):
        tried(listed, NAMED, as_role("administrator", why=False))
    with pytest.raises(NotAllowed):
        tried(listed, NAMED, as_role("analyst"))
    with pytest.raises(BadInput):
        listed.dry_run((), caller=REVIEWER)
    lines = len(list(listed.log.lines()))
    tried(listed, NAMED, REVIEWER)
    line = list(listed.log.lines())[-1]
    assert (line["act"], len(list(listed.log.lines()))) == ("dry run", lines + 1)
    assert ORDER_PERSON in line["subjects"]
    firms = tried(listed, [{"type": "name", "record": FIRM, "name": "粤海"}], as_role("reviewer", why=False))
    assert firms["proportion"]["touched"] == {"persons": 0, "firms": 0}


def with_rules(address: GraphAddress, folder: Path, texts: Mapping[str, str] | Path | None) -> Workspace:
    """The same store opened under the rulebook of some texts (None: the one inside; STANDING: the graph's own)."""
    settings = replace(Settings(), data=folder, keys=folder / "keys", most_unconfirmed=3)
    graph = OpenGraph(Store.open(address, strict=True), None)
    try:
        if isinstance(texts, Path):
            book = standing_book(graph.store)
            assert book is not None
        else:
            book = rulebook_from_texts(texts) if texts is not None else load_rulebook()
        return Workspace(settings, graph, book)
    except BaseException:
        graph.close()
        raise


def test_a_rulebook_is_tried_over_the_cases_it_meets_only(address: GraphAddress, tmp_path: Path) -> None:
    """Four are bound by drafts only under one book: another binds them newly; nothing is written."""
    with with_rules(address, tmp_path, drafted("CN-EXEC-CONS/named")) as first:
        state(first, WORLD, CARDS)
        state(first, crowd("wide", range(4)))
        before = everything(first)
        told = first.dry_run_rules(rule_texts(), caller=REVIEWER)
        assert everything(first) == before
        assert told["derived"] == {"cases": 1, "of": 2}
        assert told["confirmation"] == {"needed": True, "persons": 4, "most": 3, "given_by": None}
        assert {one["clause"] for word in WORDS for one in told[word]} == {"CN-EXEC-CONS/named"}
        assert told["proportion"]["measures"][0]["newly_bound"] == {"persons": 4, "firms": 0}
        same = first.dry_run_rules(first.book.texts, caller=REVIEWER)
        assert (same["derived"]["cases"], same["totals"]) == (0, dict.fromkeys(WORDS, 0))
        with pytest.raises(NotAllowed):
            first.dry_run_rules(rule_texts(), caller=as_role("investigator"))


def test_a_rulebook_that_binds_many_is_held_till_confirmed_and_one_that_frees_is_not(
    address: GraphAddress, tmp_path: Path
) -> None:
    """Opened with it, the store is refused and stands; under the standing book it is confirmed; then it is an entry."""
    draft = drafted("CN-EXEC-CONS/named")
    with with_rules(address, tmp_path, draft) as first:
        state(first, WORLD, CARDS)
        state(first, crowd("wide", range(4)))
        head = first.resolve_clocks().entry
    with pytest.raises(ConfirmationNeeded) as held:
        with_rules(address, tmp_path, None)
    with with_rules(address, tmp_path, STANDING) as second:
        assert second.resolve_clocks().entry == head
        told = second.dry_run_rules(rule_texts(), caller=REVIEWER)
        assert told["dry_run"] == held.value.dry_run
        second.confirm_rules(told["dry_run"], rule_texts(), caller=REVIEWER)
    with with_rules(address, tmp_path, None) as third:
        entry = third.store.entry(head + 1)
        assert (entry.kind, entry.note["confirmed"]["by"]) == ("rulebook", REVIEWER.name)
        assert [one["used"] for one in third.confirmations(caller=REVIEWER)["confirmations"]] == [head + 1]
        made = third.store.consequences_of_case("wide")
        opened = {one.record for one in made if one.clause == "CN-EXEC-CONS/named"}
        assert opened == set(told["newly_bound"]["persons"])
        freed = third.dry_run_rules(draft, caller=REVIEWER)
        assert (freed["confirmation"]["needed"], len(freed["freed"]["persons"])) == (False, 4)
    with with_rules(address, tmp_path, draft) as relieved:
        assert relieved.resolve_clocks().entry == head + 2


def drafted(clause: str) -> dict[str, str]:
    """The texts inside, with one enabled clause made a draft."""
    texts = dict(rule_texts())
    rule, _, short = clause.partition("/")
    name = next(one for one, text in texts.items() if f"id: {rule}/{short}\n" in text)
    before, after = texts[name].split(f"id: {rule}/{short}\n", 1)
    enabled, draft = "status: enabled\n    missing: []", "status: draft\n    missing: [a lawyer has doubts]"
    texts[name] = f"{before}id: {rule}/{short}\n" + after.replace(enabled, draft, 1)
    return texts


def test_a_rulebook_that_harms_or_loses_a_clause_in_use_is_refused_whole(
    address: GraphAddress, tmp_path: Path
) -> None:
    """By the dry run and when it is opened: file, line and reason; the book that stood stands."""
    with with_rules(address, tmp_path, None) as first:
        state(first, WORLD, CARDS)
        digest = first.book.digest
        texts = without_clause("CN-EXEC-LIST/entity-consumption-until-performed")
        with pytest.raises(RuleRefused, match=r"book/.+:\d+: clause_in_use_lost: .*entity-consumption"):
            first.dry_run_rules(texts, caller=REVIEWER)
        broken = {**rule_texts(), "book/cn/broken.yaml": "rule: ["}
        with pytest.raises(RuleRefused, match=r"book/cn/broken.yaml:\d+"):
            first.dry_run_rules(broken, caller=REVIEWER)
        head = first.resolve_clocks().entry
    with pytest.raises(RuleRefused, match="clause_in_use_lost"):
        with_rules(address, tmp_path, texts)
    with with_rules(address, tmp_path, None) as again:
        assert (again.book.digest, again.resolve_clocks().entry) == (digest, head)


def test_a_load_into_a_register_that_would_bind_many_is_not_sealed_by_oversight(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told to, it is; and the first load of an empty register says how many it binds."""
    settings = replace(workspace.settings, most_unconfirmed=0)
    monkeypatch.setattr(workspace, "settings", settings)
    sample = Path(find.__code__.co_filename).parent / "credit_lists_cn" / "sample"
    order: dict[str, Any] = {"caller": ADMINISTRATOR, "seal_anyway": True, "search": False}
    head = workspace.resolve_clocks().entry
    first = workspace.load("credit_lists_cn", sample, **order)
    assert (first.entry, first.sealed) == (head + 1, True)
    assert first.newly_bound
    facts = len(list(workspace.store.facts()))
    with pytest.raises(Conflict, match="--bind-many"):
        workspace.load("credit_lists_cn", sample, source_name="again", **order)
    assert len(list(workspace.store.facts())) == facts
    second = workspace.load("credit_lists_cn", sample, source_name="again", bind_many=True, **order)
    assert (second.entry, second.sealed) == (head + 3, True)


def without_clause(clause: str) -> dict[str, str]:
    """The texts inside without one clause."""
    texts = dict(rule_texts())
    name = next(one for one, text in texts.items() if f"  - id: {clause}\n" in text)
    before, after = texts[name].split(f"  - id: {clause}\n", 1)
    texts[name] = before + "  - id: " + after.split("\n  - id: ", 1)[1]
    return {
        name: text.replace(f"{clause}, ", "").replace(f", {clause}]", "]") for name, text in texts.items()
    }
