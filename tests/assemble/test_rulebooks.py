"""A new rulebook is an entry of the ledger; what was asked before it is answered under the old one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from graph_service.assemble import Settings, Workspace
from graph_service.assemble.opening import OpenGraph
from graph_service.rules.load import load_rulebook, rule_texts
from graph_service.rules.read_rulebook import rulebook_from_texts
from graph_service.rules.rulebook import Rulebook
from graph_service.store import GraphAddress, Store
from tests.workspaces import CARDS, DAY, FIRM, WORLD, as_role, open_on, state


def without_consumption() -> Rulebook:
    """The rulebook in which the clause on a listed firm's consumption is not enabled."""
    texts = dict(rule_texts())
    clause = "/entity-consumption-until-performed\n"
    name = next(one for one, text in texts.items() if clause in text and one.startswith("book/"))
    before, after = texts[name].split(clause, 1)
    enabled, draft = "status: enabled\n    missing: []", "status: draft\n    missing: [a lawyer has doubts]"
    assert enabled in after
    texts[name] = before + clause + after.replace(enabled, draft, 1)
    return rulebook_from_texts(texts)


def codes(workspace: Workspace, entry: int | None = None) -> set[str]:
    """The measures in force on the firm."""
    found = workspace.consequences(
        FIRM, caller=as_role("analyst"), clocks=workspace.resolve_clocks(DAY, entry)
    )
    return {one["measure"]["code"] for one in found["consequences"]}


def test_every_case_is_derived_anew_under_a_new_rulebook_and_the_old_is_kept(
    address: GraphAddress, tmp_path: Path
) -> None:
    """The new entry changes what is in force; the question at the old entry is answered as it was then."""
    with open_on(address, tmp_path) as first:
        state(first, WORLD, CARDS)
        before, entry = codes(first), first.resolve_clocks().entry
        assert {"M01", "M19"} <= before
    settings = replace(Settings(), data=tmp_path, keys=tmp_path / "keys")
    book = without_consumption()
    with Workspace(settings, OpenGraph(Store.open(address, strict=True), None), book) as second:
        assert second.resolve_clocks().entry == entry + 1
        assert codes(second) == before - {"M01"}
        assert codes(second, entry) == before
        assert second.health()["rulebook"] == book.digest
    with Workspace(settings, OpenGraph(Store.open(address, strict=True), None), book) as again:
        assert again.resolve_clocks().entry == entry + 1
    with open_on(address, tmp_path) as back:
        assert back.resolve_clocks().entry == entry + 2
        assert codes(back) == before
        assert load_rulebook().digest != book.digest
