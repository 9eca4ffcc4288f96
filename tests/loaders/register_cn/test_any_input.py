"""Whatever the bytes are, the loader answers with problems and never falls over, and shows no number of a person."""

import re
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service.facts.digests import Digester
from graph_service.intake import Account, BytesFile, Context
from graph_service.loaders import find, register_cn

FILES = {path.name: path.read_bytes() for path in (Path(register_cn.__file__).parent / "sample").iterdir()}
CONTEXT = Context(digester=Digester(b"a key for tests only"), today=date(2026, 7, 1))
NUMBERS = ("440106197001010030", "440106198506152426", "440306198802290517")


def account(files: dict[str, bytes]) -> Account:
    made = [BytesFile(name, content) for name, content in files.items()]
    return Account.of("any", find("register_cn").shape(made, CONTEXT))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.data())
def test_a_damaged_file_is_answered_with_problems(name: str, data: st.DataObject) -> None:
    """A piece of the file is cut out and other bytes stand in its place."""
    content = FILES[name]
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 60)))
    damaged = content[:start] + data.draw(st.binary(max_size=30)) + content[end:]
    shown = str(account({**FILES, name: damaged}))
    for number in NUMBERS:
        assert number not in shown


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["企业.csv", "股东.xlsx", "x.txt"]), st.binary(max_size=200))
def test_any_bytes_under_any_name_are_answered(name: str, content: bytes) -> None:
    assert account({name: content}).problem_counts["missing_table"] == 1


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(13)), st.sampled_from(["utf-8", "gb18030", "utf-8-sig"]))
def test_the_order_of_columns_and_the_encoding_change_nothing(order: list[int], encoding: str) -> None:
    """The facts of the enterprises are the same, whichever way the register exports them."""
    lines = [
        re.split(r",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", line)
        for line in FILES["企业基本信息.csv"].decode().splitlines()
    ]
    shuffled = "\n".join(",".join([line[place] for place in order] + line[13:]) for line in lines)
    before, after = account(FILES), account({**FILES, "企业基本信息.csv": shuffled.encode(encoding)})
    assert before.as_json() == after.as_json()
