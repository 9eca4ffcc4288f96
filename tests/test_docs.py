"""What the documents show is run: every ledger block parses, and what it expects is what the law makes of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph_service.facts import BY_KIND
from graph_service.rules.load import load_rulebook
from tests.consequences.scenario_files import failures, scenario_of

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "graph_service").rglob("*.md"))]
BLOCKS = [
    pytest.param(block, id=f"{page.relative_to(ROOT)}:{number}")
    for page in PAGES
    for number, block in enumerate(
        re.findall(r"```ledger\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    )
]


@pytest.mark.parametrize("block", BLOCKS)
def test_a_ledger_block_of_the_documents_holds(block: str) -> None:
    """The ledger above `expect` makes what stands below it."""
    scenario = scenario_of(block)
    assert scenario.ledger.facts
    assert failures(scenario, load_rulebook()) == []


def test_the_page_on_facts_names_every_type_of_fact() -> None:
    """A type of fact that the page does not name would be unknown to whoever writes a ledger."""
    page = (ROOT / "graph_service/facts/README.md").read_text(encoding="utf-8")
    assert {kind for kind in BY_KIND if f"`{kind}`" not in page} == set()


def test_every_link_of_the_documents_leads_somewhere() -> None:
    """A relative link names a file that is there."""
    broken = [
        f"{page.relative_to(ROOT)} -> {link}"
        for page in PAGES
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]
    assert broken == []
