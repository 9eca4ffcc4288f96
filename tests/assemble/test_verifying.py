"""Verification: what the graph keeps is compared with what a fresh process makes of the exported facts."""

from __future__ import annotations

import json

import pytest

from graph_service.assemble import Workspace
from graph_service.errors import NotAllowed, NotFound
from tests.assemble.stream import Stream
from tests.workspaces import ADMINISTRATOR, NAMED, NAMED_CARDS, ORDER, as_role


def test_what_posts_left_in_the_graph_is_what_the_facts_make(workspace: Workspace) -> None:
    """Thirty posts with corrections, merges and annulments: equal at head and as it was known half-way."""
    stream = Stream(7, workspace.book)
    for facts in stream.posts(30):
        workspace.post(facts, caller=ADMINISTRATOR)
    head = workspace.resolve_clocks().entry
    found = workspace.verify(caller=ADMINISTRATOR)
    assert found.differences == ()
    assert (found.equal, found.beside, found.entry) == (True, True, head)
    assert found.facts == len(workspace.store.export().facts)
    assert found.consequences > 0
    then = workspace.verify(caller=ADMINISTRATOR, known_at=head // 2)
    assert (then.equal, then.beside, then.entry) == (True, False, head // 2)
    assert then.facts < found.facts
    assert then.digest != found.digest


def test_whatever_was_altered_in_the_graph_is_named(named: Workspace) -> None:
    """One consequence kept otherwise, one taken away, one that nobody made, a look-up left out: each by case and id,
    and nothing else."""
    rows = named.store.query("MATCH (c:Consequence) RETURN c.id AS id, c.body AS body ORDER BY id")
    (first, second), written = rows[:2], named.store.graph.write
    other = json.dumps({**json.loads(first["body"]), "notes": ["altered"]})
    set_body = "MATCH (c:Consequence {id: $id}) SET c.body = $body"
    written(lambda run: run(set_body, id=first["id"], body=other))
    hide = "MATCH (c:Consequence {id: $id}) SET c.entry_out = c.entry_in"
    written(lambda run: run(hide, id=second["id"]))
    forged = json.dumps({**json.loads(other), "id": "consequence:forged"})
    forge = "MATCH (k:Case {id: $case}) CREATE (:Consequence {id: $id, body: $body, entry_in: 1})-[:ARISES_FROM]->(k)"
    written(lambda run: run(forge, case=ORDER, id="consequence:forged", body=forged))
    unread = "MATCH (:Case {id: $case})-[t:READS]->(:Key {id: $case}) DELETE t"
    written(lambda run: run(unread, case=ORDER))
    found = named.verify(caller=ADMINISTRATOR)
    assert {(one.part, one.id, one.why) for one in found.differences} == {
        ("consequence", first["id"], "it is kept otherwise in: notes"),
        ("consequence", second["id"], "the facts make it, and it is not kept"),
        ("consequence", "consequence:forged", "it is kept, and the facts do not make it"),
        ("reads", "", "kept otherwise than the derivation looked up"),
    }


def test_what_cypher_reads_of_a_consequence_is_what_its_text_says(named: Workspace) -> None:
    """A state altered in the lists of its timeline, a tie led to another party, a tie taken away: each is named."""
    rows = named.store.query("MATCH (c:Consequence)-[:BINDS]->() RETURN c.id AS id ORDER BY id LIMIT 3")
    first, second, third = (row["id"] for row in rows)
    written = named.store.graph.write
    written(lambda run: run("MATCH (c:Consequence {id: $id}) SET c.spans_state = ['ended']", id=first))
    away = "MATCH (c:Consequence {id: $id})-[t:BINDS]->() DELETE t"
    written(lambda run: run(away, id=second))
    other = (
        "MATCH (c:Consequence {id: $id})-[t:BINDS]->(p) MATCH (q:Party) WHERE q.id <> p.id WITH c, t, q LIMIT 1 "
        "DELETE t CREATE (c)-[:BINDS {record: c.record}]->(q)"
    )
    written(lambda run: run(other, id=third))
    expected = {
        ("beside", first, "what Cypher reads of it is kept otherwise: spans_state"),
        ("beside", second, "it does not hang on the party of its record"),
        ("beside", third, "it does not hang on the party of its record"),
    }
    found = named.verify(caller=ADMINISTRATOR)
    assert {(one.part, one.id, one.why) for one in found.differences} == expected


def test_a_consequence_that_is_kept_twice_is_a_difference(named: Workspace) -> None:
    """Also where both copies read as the facts make them."""
    row = named.store.query("MATCH (c:Consequence) RETURN c.id AS id, c.body AS body ORDER BY id")[0]
    copy = "MATCH (k:Case {id: $case}) CREATE (:Consequence {id: $id, body: $body, entry_in: 1})-[:ARISES_FROM]->(k)"
    case = json.loads(row["body"])["case"]
    named.store.graph.write(lambda run: run(copy, case=case, **row))
    found = named.verify(caller=ADMINISTRATOR)
    assert [(one.part, one.id, one.why) for one in found.differences] == [
        ("consequence", row["id"], "it is kept 2 times over")
    ]


def test_only_an_administrator_verifies_and_an_entry_to_come_is_not_found(listed: Workspace) -> None:
    """The export behind it is the whole register."""
    with pytest.raises(NotAllowed):
        listed.verify(caller=as_role("reviewer"))
    with pytest.raises(NotFound):
        listed.verify(caller=ADMINISTRATOR, known_at=99)


def test_a_fact_written_past_the_door_is_found_out(listed: Workspace) -> None:
    """Facts that came in without the law being asked make a consequence that is not kept."""
    facts, cards = listed.receive(NAMED, NAMED_CARDS, caller=ADMINISTRATOR)
    listed.store.post(facts, cards)
    found = listed.verify(caller=ADMINISTRATOR)
    assert ORDER in {one.case for one in found.differences if one.part == "consequence"}
