"""A search has one row for each party as it was proved to be one at the entry that is asked about."""

from __future__ import annotations

from typing import Any

from graph_service.assemble import Workspace
from graph_service.facts import fact_id
from graph_service.facts.types import Identifier, Identity, Name
from tests.workspaces import (
    ADMINISTRATOR,
    CARDS,
    DAY,
    FIRM,
    FIRM_CODE,
    NUMBER,
    ORDER_PERSON,
    PERSON,
    WORLD,
    state,
)

TEXTS = ("yuehai", FIRM_CODE, "天河", "王伟")
CODE = {"type": "identifier", "record": "two:A", "scheme": "uscc", "value": FIRM_CODE}
STEPS: list[tuple[list[dict[str, Any]], list[dict[str, Any]]]] = [
    (WORLD, CARDS),
    # Another register tells of the same firm, at first without its number, and of a man of the same name.
    (
        [
            {"type": "enterprise", "record": "two:A"},
            {"type": "name", "record": "two:A", "name": "粤海贸易"},
            {"type": "person", "record": ORDER_PERSON},
        ],
        [{"record": ORDER_PERSON, "name": "王伟"}],
    ),
    ([CODE], []),
    ([{"type": "identity", "record": ORDER_PERSON, "level": "PROVED", "document_number": NUMBER}], []),
]


def _found(workspace: Workspace, known: int) -> dict[str, Any]:
    clocks = workspace.resolve_clocks(DAY, known)
    found = {}
    for text in TEXTS:
        answer = workspace.search(text, caller=ADMINISTRATOR, clocks=clocks)
        found[text] = [(one["party"], one["records"], one["matched"]) for one in answer["results"]]
        assert answer["total"] == len(found[text]), text
    return found


def test_a_search_has_one_row_a_party_as_it_was_known_then(workspace: Workspace) -> None:
    """Records come together by number and document and come apart again; a name is corrected. Every earlier entry goes
    on giving the rows it gave, also from an index that is made anew from the graph."""
    then: dict[int, dict[str, Any]] = {}
    for rows, cards in STEPS:
        entry = state(workspace, rows, cards)["entry"]
        then[entry] = _found(workspace, entry)
    apart, joined = list(then.values())[1], list(then.values())[-1]
    assert [party for party, *_ in apart["yuehai"]] == ["two:A", FIRM]
    assert joined["yuehai"] == [(FIRM, [FIRM, "two:A"], "name")]
    assert [party for party, *_ in apart["王伟"]] == [PERSON, ORDER_PERSON]
    assert joined["王伟"] == [(PERSON, [PERSON, ORDER_PERSON], "person")]
    index = workspace.store.index()
    token = next(
        one for one in index.by("identity", "record", ORDER_PERSON) if isinstance(one.fact, Identity)
    )
    old = fact_id(Name(record="two:A", name="粤海贸易"))
    undone: list[dict[str, Any]] = [
        {"type": "unmerge", "record": ORDER_PERSON, "identity": token.id},
        {
            "type": "retraction",
            "record": "two:A",
            "of": fact_id(Identifier(record="two:A", scheme="uscc", value=FIRM_CODE)),
        },
        {"type": "name", "record": "two:A", "name": "越秀贸易", "replaces": old},
    ]
    entry = state(workspace, undone)["entry"]
    then[entry] = _found(workspace, entry)
    assert [party for party, *_ in then[entry]["yuehai"]] == [FIRM]
    assert [party for party, *_ in then[entry]["王伟"]] == [PERSON, ORDER_PERSON]
    for known, before in then.items():
        assert _found(workspace, known) == before, known
    workspace._words.index.clear()
    for known, before in then.items():
        assert _found(workspace, known) == before, f"{known}, anew"
