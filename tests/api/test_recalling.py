"""Receipts and timelines over HTTP: the twins of the commands; the same on both graphs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as Xml

import httpx
import pytest

from graph_service.api import Running
from graph_service.assemble import Workspace
from tests.workspaces import DAY, FIRM, FIRM_CODE, NUMBER, ORDER, PERSON

WHY = {"X-Purpose": quote("招标审查"), "X-Inquiry-Number": "2026-117"}


@pytest.fixture(scope="module")
def local(world: Workspace) -> Iterator[httpx.Client]:
    """The service without tokens: the local administrator asks."""
    with Running(world, tokens={}) as url, httpx.Client(base_url=url, timeout=60) as client:
        yield client


def test_a_check_with_a_receipt_is_replayed(local: httpx.Client) -> None:
    """The receipt is part of the answer where it is asked for; the replay is refused without a purpose, gives the same
    answer with one, and names what fails of an altered one."""
    body: dict[str, Any] = {"subjects": [{"uscc": FIRM_CODE}, {"document_number": NUMBER}], "as_of": DAY}
    plain = local.post("/v1/checks", json=body, headers=WHY).json()
    page = local.post("/v1/checks", json={**body, "receipt": True}, headers=WHY).json()
    signed = page.pop("receipt")
    assert page == plain
    assert local.post("/v1/receipts/replay", json={"receipt": signed}).status_code == 403
    given = {"receipt": signed, "purpose": "tender review", "inquiry_number": "2026-117"}
    found = local.post("/v1/receipts/replay", json=given).json()
    assert (found["sound"], found["same"], found["answer"]) == (True, True, plain)
    altered = {**signed, "receipt": {**signed["receipt"], "as_of": "2026-07-02"}}
    found = local.post("/v1/receipts/replay", json={"receipt": altered}, headers=WHY).json()
    assert (found["sound"], found["same"]) == (False, None)
    assert len(found["failed"]) == 2
    assert local.post("/v1/receipts/replay", json={"receipt": {"a": 1}}, headers=WHY).status_code == 422


def test_timelines_are_answered_as_json_text_and_picture(local: httpx.Client) -> None:
    """Of a party and of a case, by path and by query; a receipt of one, and of consequences and proofs, replays."""
    at = {"as_of": DAY}
    page = local.get(f"/v1/parties/{PERSON}/timeline", params={**at, "receipt": "true"}, headers=WHY).json()
    assert (page["of"], page["party"]) == ("party", PERSON)
    case = local.get(f"/v1/cases/{ORDER}/timeline", params=at, headers=WHY).json()
    assert case == local.get("/v1/timelines", params={**at, "about": ORDER}, headers=WHY).json()
    text = local.get(f"/v1/parties/{FIRM}/timeline", params={**at, "form": "text"}, headers=WHY)
    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    assert "known since entry" in text.text
    svg = local.get(f"/v1/cases/{ORDER}/timeline", params={**at, "form": "svg"}, headers=WHY)
    assert svg.headers["content-type"] == "image/svg+xml"
    assert Xml.fromstring(svg.text).tag.endswith("svg")
    assert local.get(f"/v1/parties/{PERSON}/timeline").status_code == 403
    assert local.get("/v1/timelines", params={"about": "none"}, headers=WHY).status_code == 404
    asked = {**at, "receipt": "true"}
    bound = local.get(f"/v1/parties/{PERSON}/consequences", params=asked, headers=WHY).json()
    told = local.get(f"/v1/consequences/{bound['consequences'][0]['id']}", params=asked, headers=WHY).json()
    for one in (page, bound, told):
        found = local.post("/v1/receipts/replay", json={"receipt": one["receipt"]}, headers=WHY).json()
        assert found["same"], found
