"""A workspace on one of the two graphs, and a small world stated in it, for the tests of the upper rooms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph_service.assemble import Caller, Settings, Workspace, access_roles
from graph_service.assemble.opening import OpenGraph
from graph_service.rules.load import load_rulebook
from graph_service.store import GraphAddress, Store
from tests.graphs import wipe

GRAPHS = ("embedded", "neo4j")
FIRM_CODE = "91440100MA0000007W"
NUMBER = "11010519491231002X"
"""The sample number of GB 11643-1999; it passes its check and belongs to no one."""
FIRM, PERSON, ORDER_PERSON = "gsxt:A", "gsxt:L", "order:L"
LISTING, ORDER = "c1", "c2"

WORLD: list[dict[str, Any]] = [
    {
        "type": "authority", "record": "auth:court", "code": "gz-court", "department": "court", "level": "city",
        "region": "440100",
    },
    {"type": "enterprise", "record": FIRM, "enterprise_type": "limited_company"},
    {"type": "name", "record": FIRM, "name": "广州粤海贸易有限公司"},
    {"type": "name", "record": FIRM, "name": "粤东商行", "use": "former"},
    {"type": "address", "record": FIRM, "address": "广州市天河区体育西路1号"},
    {"type": "identifier", "record": FIRM, "scheme": "uscc", "value": FIRM_CODE},
    {"type": "person", "record": PERSON},
    {"type": "identity", "record": PERSON, "level": "PROVED", "document_number": NUMBER, "document_type": "居民身份证"},
    {"type": "office", "record": PERSON, "enterprise": FIRM, "post": "legal_representative", "since": "2015-08-01"},
    {
        "type": "decision", "record": FIRM, "case": LISTING, "act": "listing", "category": "court_dishonest_listing",
        "authority": "gz-court", "number": "粤0101执123号", "date": "2026-06-01", "conditions": ["circumstance_1"],
    },
]  # fmt: skip
"""A listed firm with its legal representative, whom nothing reaches yet (as scenario G1)."""

CARDS: list[dict[str, Any]] = [
    {"record": PERSON, "name": "王伟", "birth_date": "1949-12-31", "phone": "020-5550000"}
]

NAMED: list[dict[str, Any]] = [
    {
        "type": "decision", "record": FIRM, "case": ORDER, "act": "order", "category": "consumption_order",
        "authority": "gz-court", "number": "粤0101执124号", "date": "2026-06-20",
        "conditions": ["not_paid_within_enforcement_notice"],
    },
    {"type": "person", "record": ORDER_PERSON},
    {"type": "identity", "record": ORDER_PERSON, "level": "PROVED", "document_number": NUMBER},
    {"type": "naming", "record": ORDER_PERSON, "case": ORDER, "role": "legal_representative"},
]  # fmt: skip
"""The consumption order that names him (as scenario G2)."""
NAMED_CARDS: list[dict[str, Any]] = [{"record": ORDER_PERSON, "name": "王伟", "birth_date": "1949-12-31"}]

DAY = "2026-07-01"


def open_on(address: GraphAddress, folder: Path) -> Workspace:
    """A workspace on a graph, with its keys and log in `folder`."""
    settings = replace(Settings(), data=folder, keys=folder / "keys")
    graph = OpenGraph(Store.open(address, strict=True), None)
    try:
        return Workspace(settings, graph, load_rulebook())
    except BaseException:
        graph.close()
        raise


@pytest.fixture
def workspace(address: GraphAddress, tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace on one of the two graphs."""
    with open_on(address, tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def listed(workspace: Workspace) -> Workspace:
    """A workspace in which the firm is listed."""
    state(workspace, WORLD, CARDS)
    return workspace


@pytest.fixture
def named(listed: Workspace) -> Workspace:
    """A workspace in which the order names the legal representative too."""
    state(listed, NAMED, NAMED_CARDS)
    return listed


@pytest.fixture(scope="module", params=GRAPHS)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The firm listed and its representative named, once for all tests of a module that only read."""
    server = request.getfixturevalue(f"{request.param}_server")
    address = (
        server.address if request.param == "embedded" else GraphAddress(server.uri, "neo4j", server.password)
    )
    wipe(address)
    with open_on(address, tmp_path_factory.mktemp("data")) as opened:
        state(opened, WORLD, CARDS)
        state(opened, NAMED, NAMED_CARDS)
        yield opened


def as_role(code: str, *, why: bool = True, authority: str | None = None) -> Caller:
    """A caller of an access role, with or without purpose and inquiry number."""
    purpose, inquiry = ("tender review", "2026-117") if why else (None, None)
    return Caller(
        name=f"a {code}", role=access_roles()[code], purpose=purpose, inquiry=inquiry, authority=authority
    )


ADMINISTRATOR = as_role("administrator")


def state(
    workspace: Workspace,
    rows: list[dict[str, Any]],
    cards: list[dict[str, Any]] | None = None,
    key: str | None = None,
) -> dict[str, Any]:
    """State rows as a client would; the difference they made."""
    facts, given = workspace.receive(rows, cards or [], caller=ADMINISTRATOR)
    return workspace.post(facts, given, caller=ADMINISTRATOR, idempotency_key=key)
