"""The samples together: whoever loads them all into one graph sees no two people become one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import graph_service
from graph_service.facts import Day
from graph_service.facts.digests import Digester
from graph_service.facts.types import Identifier, Identity, Name
from graph_service.intake import Context
from graph_service.loaders import find
from graph_service.loaders.folder import files_of

ROOT = Path(graph_service.__file__).parent.parent
SAMPLES = {
    **{f"graph_service/loaders/{name}/sample": name for name in ("register_cn", "credit_lists_cn", "followthemoney")},
    "examples/register": "register_cn",
    "examples/lists": "credit_lists_cn",
}  # fmt: skip


def numbered(folder: str) -> Iterator[tuple[str, str]]:
    """Each number that proves who somebody is, with the name of its holder; pure documents are shown as tokens."""
    told = Context(
        digester=Digester(b"a key for tests only"), today=date(2026, 11, 23), extract_date=Day("2026-11-20")
    )
    batches = list(find(SAMPLES[folder]).shape(list(files_of(ROOT / folder)), told))
    facts = [fact for batch in batches for fact in batch.facts]
    called = {one.record: one.name for one in facts if isinstance(one, Name) and one.use == "registered"}
    called |= {card.record: card.name for batch in batches for card in batch.cards if card.name}
    for fact in facts:
        if isinstance(fact, Identity) and fact.level == "PROVED" and fact.document:
            yield fact.document, called[fact.record]
        if isinstance(fact, Identifier) and fact.scheme == "uscc":
            yield fact.value, called[fact.record]


def test_a_number_stands_under_one_name_in_all_samples() -> None:
    """A made-up number of a person or a firm is used for that one only: shared by two names it would join strangers."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for folder in SAMPLES:
        for number, name in numbered(folder):
            names[number].add(name)
    assert {number: some for number, some in names.items() if len(some) > 1} == {}


@pytest.mark.parametrize("folder", SAMPLES)
def test_every_sample_has_numbers_to_compare(folder: str) -> None:
    assert list(numbered(folder))
