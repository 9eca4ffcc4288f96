"""Loading through the workspace: staged, judged, sealed; once, and the same however often; on both graphs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import graph_service.assemble.loading as room
from graph_service.assemble import Workspace
from graph_service.errors import NotAllowed, NotFound, Unavailable
from graph_service.facts import Card, Fact
from graph_service.intake import Batch, Context, SourceFile
from graph_service.loaders import find
from graph_service.loaders.folder import files_of
from graph_service.store import Load, Placed
from tests.workspaces import ADMINISTRATOR, DAY, as_role

SAMPLE = Path(find.__code__.co_filename).parent / "register_cn" / "sample"


def test_a_sample_is_sealed_as_one_entry_and_found(workspace: Workspace) -> None:
    """The account, the entry, the words; the source is among those a check rests on."""
    told: list[tuple[str, int, int | None]] = []
    result = workspace.load(
        "register_cn", SAMPLE, caller=ADMINISTRATOR, progress=lambda *one: told.append(one)
    )
    assert result.sealed
    assert result.entry == workspace.resolve_clocks().entry
    assert result.account.source_records > 0
    assert {phase for phase, _, _ in told} >= {"read", "write", "seal"}
    assert set(result.seconds) == {"read", "write", "derive", "seal"}
    assert [one["source"] for one in workspace.sources.at(workspace.resolve_clocks(DAY))] == ["register_cn"]
    name = workspace.store.query(
        "MATCH (p:Enterprise) WHERE p.name IS NOT NULL RETURN p.name AS name LIMIT 1"
    )[0]["name"]
    found = workspace.search(name, caller=ADMINISTRATOR, clocks=workspace.resolve_clocks(DAY))
    assert name in {one["name"] for one in found["results"]}


def test_what_a_load_joins_is_found_as_one_party_at_once(workspace: Workspace) -> None:
    """A second extract tells of the same firms and men under other record ids: each is one row, with both records, from
    the load itself as from an index that is made anew."""
    for source in ("one", "two"):
        workspace.load("register_cn", SAMPLE, caller=ADMINISTRATOR, source_name=source)
    at = workspace.resolve_clocks(DAY)
    rows = workspace.store.query("MATCH (:Record)-[:PART_OF]->(p:Enterprise) RETURN DISTINCT p.name AS name")
    names = sorted(row["name"] for row in rows if row["name"])
    assert names
    found = [workspace.search(name, caller=ADMINISTRATOR, clocks=at) for name in names]
    assert all(len(one["results"][0]["records"]) > 1 for one in found)
    workspace._words.index.clear()
    assert [workspace.search(name, caller=ADMINISTRATOR, clocks=at) for name in names] == found


def test_the_same_source_twice_states_nothing_twice(workspace: Workspace) -> None:
    """A second load is an entry of its own without facts."""
    workspace.load("register_cn", SAMPLE, caller=ADMINISTRATOR)
    facts = len(list(workspace.store.facts()))
    again = workspace.load("register_cn", SAMPLE, caller=ADMINISTRATOR)
    assert again.sealed
    assert len(list(workspace.store.facts())) == facts


def test_a_broken_promise_seals_nothing_unless_told_to(workspace: Workspace, tmp_path: Path) -> None:
    """The full account is given either way; a flag seals what is sound."""
    source = tmp_path / "source"
    shutil.copytree(SAMPLE, source)
    (source / "企业基本信息.csv").unlink()
    head = workspace.resolve_clocks().entry
    refused = workspace.load("register_cn", source, caller=ADMINISTRATOR)
    assert refused.broken
    assert not refused.sealed
    assert refused.account.rows
    assert workspace.resolve_clocks().entry == head
    assert list(workspace.settings.staging.iterdir()) == []
    sealed = workspace.load("register_cn", source, caller=ADMINISTRATOR, seal_anyway=True)
    assert sealed.broken == refused.broken
    assert sealed.entry == head + 1


def test_a_load_that_stops_is_taken_up_again(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was staged is not read again into columns; what was half written is emptied; the end is the same."""
    add = Load.add

    def stops(self: Load, rows: Sequence[Placed], cards: Sequence[Card] = ()) -> None:
        add(self, rows, cards)
        raise Unavailable("the graph went away")

    monkeypatch.setattr(Load, "add", stops)
    with pytest.raises(Unavailable):
        workspace.load("register_cn", SAMPLE, caller=ADMINISTRATOR)
    assert list(workspace.store.facts()) == []
    assert len(list(workspace.settings.staging.iterdir())) == 1
    monkeypatch.setattr(Load, "add", add)
    result = workspace.load("register_cn", SAMPLE, caller=ADMINISTRATOR)
    assert result.sealed
    assert len(list(workspace.store.facts())) == sum(result.account.facts.values())


def test_a_load_in_many_parts_is_the_load_in_one(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parts change how a source is staged and nothing of what is sealed."""
    monkeypatch.setattr(room, "PART", 20)
    result = workspace.load("register_cn", SAMPLE, caller=ADMINISTRATOR)
    stated: list[Fact] = []
    for batch in _batches(workspace):
        stated += batch.facts
    known = {one.id for one in workspace.store.facts()}
    assert len(known) == sum(result.account.facts.values()) == len(stated)


def _batches(workspace: Workspace) -> Iterator[Batch]:
    files: Sequence[SourceFile] = files_of(SAMPLE)
    context = Context(
        digester=workspace.digester, today=workspace.today(), tables=room.tables_of(workspace.book)
    )
    return find("register_cn").shape(files, context)


def test_only_who_may_load_does_and_only_what_is_there(workspace: Workspace, tmp_path: Path) -> None:
    """No role but the administrator; no loader of another name; no folder that is not there."""
    with pytest.raises(NotAllowed):
        workspace.load("register_cn", SAMPLE, caller=as_role("department"))
    with pytest.raises(NotFound, match="register_cn"):
        workspace.load("nonsense", SAMPLE, caller=ADMINISTRATOR)
    with pytest.raises(NotFound):
        workspace.load("register_cn", tmp_path / "none", caller=ADMINISTRATOR)
