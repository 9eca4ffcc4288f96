"""Dry runs and confirmations over HTTP: what they answer, to whom, and the problem that a wide write is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from graph_service.api import Running
from graph_service.assemble import Workspace
from graph_service.assemble.tokens import add_token
from graph_service.rules.load import rule_texts
from tests.workspaces import FIRM, ORDER_PERSON, PERSON

WHY = {"X-Purpose": quote("复核"), "X-Inquiry-Number": "2026-117"}
AGAIN: dict[str, Any] = {
    "facts": [
        {
            "type": "decision", "record": FIRM, "case": "second", "act": "order", "category": "consumption_order",
            "authority": "gz-court", "number": "粤0101执125号", "date": "2026-06-21",
            "conditions": ["not_paid_within_enforcement_notice"],
        },
        {"type": "naming", "record": ORDER_PERSON, "case": "second", "role": "legal_representative"},
    ]
}  # fmt: skip
"""A second order against the man who is bound by one already."""


@pytest.fixture(scope="module")
def clients(world: Workspace) -> Iterator[dict[str, httpx.Client]]:
    """A client of each role, of a service in which one newly bound person is too many."""
    world.settings = replace(world.settings, most_unconfirmed=0)
    roles = ("administrator", "reviewer", "analyst")
    tokens = {role: add_token(world.settings.tokens, f"a {role}", role) for role in roles}
    with Running(world) as url:
        made = {
            role: httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=60)
            for role, token in tokens.items()
        }
        yield made
        for client in made.values():
            client.close()


def test_a_wide_post_is_a_problem_that_says_what_to_confirm_and_then_goes_through(
    clients: dict[str, httpx.Client], world: Workspace
) -> None:
    """Dry run, refusal, the reviewer's confirmation, and the post: each answers the same name."""
    administrator, reviewer = clients["administrator"], clients["reviewer"]
    head = world.resolve_clocks().entry
    told = administrator.post("/v1/dry-runs", json=AGAIN, headers=WHY)
    assert told.status_code == 200, told.text
    assert told.json()["newly_bound"] == {"persons": [PERSON], "firms": [FIRM]}
    held = administrator.post("/v1/facts", json=AGAIN)
    body = held.json()
    assert (held.status_code, body["code"]) == (409, "confirmation-needed")
    assert (body["dry_run"], body["persons"], body["most"]) == (told.json()["dry_run"], 1, 0)
    assert body["dry_run"] in body["detail"]
    asked = {"dry_run": body["dry_run"], **AGAIN}
    assert administrator.post("/v1/confirmations", json=asked, headers=WHY).status_code == 403
    assert reviewer.post("/v1/confirmations", json=asked).status_code == 403
    other = {"dry_run": body["dry_run"], "facts": AGAIN["facts"][:1]}
    assert reviewer.post("/v1/confirmations", json=other, headers=WHY).status_code == 409
    assert world.resolve_clocks().entry == head
    given = reviewer.post("/v1/confirmations", json=asked, headers=WHY)
    assert (given.status_code, given.json()["confirmation"]["by"]) == (200, "a reviewer")
    assert administrator.post("/v1/facts", json=AGAIN).json()["entry"] == head + 1
    page = reviewer.get("/v1/confirmations").json()["confirmations"]
    assert [(one["dry_run"], one["used"]) for one in page] == [(body["dry_run"], head + 1)]


def test_a_rulebook_is_tried_over_http(clients: dict[str, httpx.Client]) -> None:
    """The one that stands changes nothing; a broken one is refused with file and line; who may not ask is told so."""
    texts = dict(rule_texts())
    reviewer = clients["reviewer"]
    told = reviewer.post("/v1/rulebooks/dry-runs", json={"texts": texts})
    assert told.status_code == 200, told.text
    assert told.json()["totals"] == {"opened": 0, "changed": 0, "ended": 0}
    broken = reviewer.post("/v1/rulebooks/dry-runs", json={"texts": {**texts, "book/x.yaml": "a: ["}})
    assert (broken.status_code, broken.json()["code"]) == (422, "rule-refused")
    assert "book/x.yaml:1" in broken.json()["detail"]
    assert clients["analyst"].post("/v1/rulebooks/dry-runs", json={"texts": {}}).status_code == 403
    for odd in ({"dry_run": "x"}, {"dry_run": "x", "facts": [], "texts": {}}):
        assert reviewer.post("/v1/confirmations", json=odd, headers=WHY).status_code == 422
