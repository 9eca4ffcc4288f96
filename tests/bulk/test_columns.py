"""The register as columns: what is written is what is read back, however the writing went."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service.bulk import (
    CARD,
    TABLES,
    Columns,
    ColumnsWriter,
    entry_folder,
    ids_of,
    schema_of,
    write_ledger,
)
from graph_service.errors import BadInput, BadValue, Conflict, NotFound
from graph_service.facts import (
    FACT_TYPES,
    Card,
    Day,
    Fact,
    MemoryIndex,
    fact_id,
    fields_of,
    from_row,
    row_id,
    to_row,
)
from graph_service.facts.notation import dump, parse

AT = datetime(2026, 7, 1, tzinfo=UTC)

LEDGER = """
entry 1 2026-06-20T01:00:00Z
enterprise gsxt:A type=company established=2015-08 capital=1000000 currency=CNY
identifier gsxt:A scheme=uscc value=91440100MA0000007W
identifier gsxt:B scheme=uscc value=91440100MA0000008U valid=false
^post office gsxt:L enterprise=gsxt:A post=legal_representative since=2015-08-01
holding gsxt:L enterprise=gsxt:A subscribed=2/3 paid=[0.25,0.5) nominee=true
decision gsxt:A case=c1 act=decision category=x authority=x number="1\\" 号" date=2026-05-10 conditions=[a, "b, c"]
entry 2 2026-07-01T01:00:00Z
office gsxt:L enterprise=gsxt:A post=legal_representative since=2015-08-01 until=2026-06-10 replaces=^post
card gsxt:L name=王伟 birth_date=1980-03 note="tab\\t and quote \\""
"""


def test_a_ledger_comes_back_from_columns_as_the_same_text(tmp_path: Path) -> None:
    """Entries, places, ids, labels, cards, lists, ranges, months and defaults all survive."""
    ledger = parse(LEDGER)
    columns = write_ledger(tmp_path, ledger)
    assert dump(columns.ledger()) == dump(ledger)
    assert [one.id for one in columns.facts()] == [one.id for one in ledger.facts]
    assert columns.rows == {
        "enterprise": 1,
        "identifier": 2,
        "office": 2,
        "holding": 1,
        "decision": 1,
        CARD: 1,
    }
    assert columns.entries == ledger.entries


def test_what_was_known_at_an_entry_is_read_from_its_folders_alone(tmp_path: Path) -> None:
    """Columns up to entry 1 show the office as it was known then."""
    write_ledger(tmp_path, parse(LEDGER))
    index = MemoryIndex.over(Columns.of(tmp_path, until=1).facts())
    (office,) = index.by("office", "enterprise", "gsxt:A")
    assert office.fact.until is None


def test_writing_a_ledger_again_changes_no_file(tmp_path: Path) -> None:
    """Sealed entries are kept: the same bytes, not even touched."""
    write_ledger(tmp_path, parse(LEDGER))
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.*")}
    write_ledger(tmp_path, parse(LEDGER))
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.*")} == before


def test_duckdb_scans_every_table_also_those_without_rows(tmp_path: Path) -> None:
    """Each type of fact is a view with all its columns, lists and places included."""
    columns = write_ledger(tmp_path, parse(LEDGER))
    connection = duckdb.connect()
    columns.attach(connection)
    for table in TABLES:
        described = connection.execute(f'DESCRIBE "{table}"').fetchall()
        assert [row[0] for row in described] == schema_of(table).names
    assert connection.execute("SELECT conditions FROM decision").fetchall() == [(["a", "b, c"],)]
    assert connection.execute("SELECT count(*) FROM office WHERE until IS NULL").fetchall() == [(1,)]
    assert connection.execute("SELECT count(*) FROM repair").fetchall() == [(0,)]


_CELLS = {
    "str": st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8),
    "int": st.integers(-9, 2**40),
    "bool": st.booleans(),
    "day": st.sampled_from(["2026", "2026-05", "2026-05-10"]),
    "share": st.sampled_from(["1/3", "1", "0.5", "[0.25,0.5)", "(0,1]"]),
    "list": st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=5), max_size=3),
}


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    """Any fact of any type."""
    kind = draw(st.sampled_from([cls.kind for cls in FACT_TYPES]))
    row = {}
    for field in fields_of(kind):
        if field.required or draw(st.booleans()):
            row[field.name] = draw(st.sampled_from(field.allowed) if field.allowed else _CELLS[field.holds])
    return from_row(kind, row)


@settings(max_examples=60, deadline=None)
@given(known=st.lists(facts(), max_size=12))
def test_any_facts_come_back_row_for_row_and_id_for_id(
    known: list[Fact], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Every type of fact, every field, any text: rows byte-identical, ids those of `fact_id`."""
    writer = ColumnsWriter(tmp_path_factory.mktemp("columns"), 7)
    with writer.part():
        writer.add(known)
    back = list(Columns.staged(writer.folder).facts())
    assert [one.fact for one in back] == known
    assert [one.id for one in back] == [fact_id(fact) for fact in known]
    assert [json.dumps(to_row(one.fact)) for one in back] == [json.dumps(to_row(fact)) for fact in known]
    assert {(one.entry, one.ordinal) for one in back} == {(7, n + 1) for n in range(len(known))}


def test_ids_of_whole_columns_are_the_ids_of_their_rows() -> None:
    """Dictionary columns, numbers, yes/no, nulls, quotes and control signs give the canonical text of a row."""
    table = pa.table(
        {
            "record": pa.array(["a:1", 'a:"2"', "a:\x013"]),
            "enterprise": pa.array(["e", "é", "企业"]).dictionary_encode(),
            "post": pa.array(["director"] * 3),
            "until": pa.array([None, "2026", None]),
        }
    )
    rows = [{name: cell for name, cell in row.items() if cell is not None} for row in table.to_pylist()]
    assert ids_of("office", table).to_pylist() == [row_id("office", row) for row in rows]


def _columns(first: int, count: int) -> pa.Table:
    return pa.table({"record": [f"s:{n}" for n in range(first, first + count)], "address": ["here"] * count})


def test_a_load_that_stops_goes_on_with_the_next_part_and_ends_in_the_same_bytes(tmp_path: Path) -> None:
    """The part that was under way leaves nothing behind; finished parts are not written again."""
    whole, stopped = tmp_path / "whole", tmp_path / "stopped"
    writer = ColumnsWriter(whole, 1, {"seed": "1"}, with_ids=False)
    for number in range(3):
        with writer.part():
            writer.write("address", _columns(number * 10, 10))
            writer.beside("hidden", [f'{{"part": {number}}}'])
    writer.seal(AT)

    first = ColumnsWriter(stopped, 1, {"seed": "1"}, with_ids=False)
    with first.part():
        first.write("address", _columns(0, 10))
        first.beside("hidden", ['{"part": 0}'])
    with pytest.raises(RuntimeError, match="power"):
        _half_a_part(first)
    assert not list(stopped.rglob("*.partial"))

    again = ColumnsWriter(stopped, 1, {"seed": "1"}, with_ids=False)
    assert again.finished == 1
    for number in range(again.finished, 3):
        with again.part():
            again.write("address", _columns(number * 10, 10))
            again.beside("hidden", [f'{{"part": {number}}}'])
    again.seal(AT)
    assert _bytes(stopped) == _bytes(whole)
    assert [one.ordinal for one in Columns.staged(stopped).facts()] == list(range(1, 31))


def _half_a_part(writer: ColumnsWriter) -> None:
    with writer.part():
        writer.write("address", _columns(10, 10))
        writer.beside("hidden", ["half"])
        raise RuntimeError("power")


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.*")}


def test_a_folder_of_another_source_is_not_overwritten(tmp_path: Path) -> None:
    """Other settings, or another entry, need a folder of their own."""
    writer = ColumnsWriter(tmp_path, 1, {"seed": "1"})
    with writer.part():
        writer.write("address", _columns(0, 1))
    with pytest.raises(Conflict, match="another source"):
        ColumnsWriter(tmp_path, 1, {"seed": "2"})
    with pytest.raises(Conflict, match="another source"):
        ColumnsWriter(tmp_path, 2, {"seed": "1"})


def test_a_sealed_entry_takes_no_more_and_an_unsealed_one_is_not_read(tmp_path: Path) -> None:
    """Readers of the register see sealed entries only; sealing twice is sealing once."""
    writer = ColumnsWriter(entry_folder(tmp_path, 1), 1)
    with writer.part():
        writer.write("address", _columns(0, 2))
        writer.write("address", _columns(0, 0))
    assert Columns.of(tmp_path).rows == {}
    sealed = writer.seal(AT)
    assert writer.seal(datetime(2027, 1, 1, tzinfo=UTC)) == sealed
    assert (sealed.facts, sealed.at) == (2, AT)
    with pytest.raises(Conflict, match="sealed"), writer.part():
        pass
    assert Columns.of(tmp_path).rows == {"address": 2}


def test_ids_left_out_while_writing_are_there_when_read(tmp_path: Path) -> None:
    """`batches` fills them in, `facts` computes them; with ids written nothing is computed twice."""
    for with_ids in (False, True):
        writer = ColumnsWriter(tmp_path / str(with_ids), 1, with_ids=with_ids)
        with writer.part():
            writer.write("address", _columns(0, 3))
        staged = Columns.staged(writer.folder)
        (batch,) = staged.batches("address")
        assert batch.column("id").to_pylist() == [one.id for one in staged.facts("address")]
        (raw,) = staged.batches("address", with_ids=False)
        assert raw.column("id").null_count == (0 if with_ids else 3)


def test_what_does_not_belong_is_refused(tmp_path: Path) -> None:
    """Unknown tables and columns, rows outside a part, facts of another entry, no folder, a spoiled manifest."""
    writer = ColumnsWriter(tmp_path, 1)
    with pytest.raises(Conflict, match="inside"):
        writer.write("address", _columns(0, 1))
    with pytest.raises(BadValue, match="not a type of fact"), writer.part():
        writer.write("gossip", _columns(0, 1))
    with pytest.raises(BadInput, match="no column 'colour'"), writer.part():
        writer.write("address", pa.table({"record": ["a"], "colour": ["red"]}))
    with pytest.raises(BadInput, match="entry 2"), writer.part():
        writer.put(one for one in parse(LEDGER).facts if one.entry == 2)
    with pytest.raises(NotFound):
        Columns.of(tmp_path / "nowhere")
    with pytest.raises(NotFound):
        Columns.staged(tmp_path)
    (tmp_path / "manifest.json").write_text('{"format": 99}')
    with pytest.raises(BadInput, match="format 99"):
        Columns.staged(tmp_path)
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(BadInput, match="not a manifest"):
        Columns.staged(tmp_path)


def test_many_rows_are_written_in_row_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Facts given one by one are buffered at most ROW_GROUP at a time, so memory stays flat."""
    monkeypatch.setattr("graph_service.bulk.writer.ROW_GROUP", 4)
    writer = ColumnsWriter(tmp_path, 1)
    with writer.part():
        writer.add(one.fact for one in parse(LEDGER).facts for _ in range(3))
        writer.add_cards([Card(record="a", birth_date=Day("1980"))] * 5)
    staged = Columns.staged(tmp_path)
    assert [pa.parquet.ParquetFile(path).num_row_groups for path in staged.files("office")] == [2]
    assert list(staged.cards()) == [Card(record="a", birth_date=Day("1980"))] * 5


@pytest.mark.parametrize(
    ("table", "row", "why"),
    [
        ("address", {"record": "s:1"}, "needs the field 'address'"),
        ("identity", {"record": "s:1", "level": "SURE"}, "level is one of PROVED"),
        (
            "office",
            {"record": "s:1", "enterprise": "s:2", "post": "director", "since": "soon"},
            "office.since",
        ),
        ("holding", {"record": "s:1", "enterprise": "s:2", "paid": "half"}, "holding.paid"),
    ],
)
def test_columns_that_hold_no_facts_are_refused_when_read(
    table: str, row: dict[str, str], why: str, tmp_path: Path
) -> None:
    """A missing field, a word outside its list, a day or a share that is none: the field is named."""
    writer = ColumnsWriter(tmp_path, 1)
    with writer.part():
        writer.write(table, pa.table({name: [value] for name, value in row.items()}))
    with pytest.raises(BadValue, match=why):
        list(Columns.staged(tmp_path).facts())
