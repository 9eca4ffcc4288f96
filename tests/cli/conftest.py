"""One small workspace that all tests of the command line speak to, held open so that its graph starts once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from graph_service.assemble import Settings, Workspace
from graph_service.cli.app import run

PERSON = "11010519491231002X"
"""The example number of GB 11643: it belongs to nobody, and must stand in no output."""

LEDGER = """
authority gz:fda code=gz:fda department=market_supervision level=city region=440100
enterprise reg:C type=limited_company
name reg:C name=望川食品有限公司
identifier reg:C scheme=uscc value=91440100MA0000007W
person reg:Q name_key=Q adult_on=1991-01-01
identity reg:Q level=PROVED document=resident_id:q
card reg:Q name=欧阳秀英
person reg:D name_key=D adult_on=1980-01-01
identity reg:D level=PROVED document=resident_id:d
card reg:D name=陈国栋
office reg:D enterprise=reg:C post=director since=2019-01-01
decision reg:C case=fda:17 act=decision category=food_licence_revoked authority=gz:fda number=粤17号 date=2026-05-10 \
conditions=[licence_revoked]
naming reg:Q case=fda:17 role=directly_responsible conditions=[decision_names_the_person]
objection reg:C case=fda:17 step=accepted date=2026-07-01 number=O1
objection reg:C case=fda:17 step=refused date=2026-08-01 number=O1
"""
WHY = ["--purpose", "test", "--inquiry", "t-1"]
DAY = ["--as-of", "2026-11-23"]


class Told(NamedTuple):
    """What a command came to: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)


Command = Callable[..., Told]


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder with the ledger above posted; its graph runs while the tests do."""
    folder = tmp_path_factory.mktemp("cli") / "data"
    ledger = folder.with_name("first.ledger")
    ledger.write_text(LEDGER, encoding="utf-8")
    with Workspace.open(Settings(data=folder, keys=folder / "keys", heap="512m")):
        assert run(["--data", str(folder), "facts", "post", str(ledger), "--json"]) == 0
        yield folder


@pytest.fixture
def command(data: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs one command line on that folder."""

    def do(*arguments: str) -> Told:
        capsys.readouterr()
        code = run(["--data", str(data), *arguments])
        told = Told(code, *capsys.readouterr())
        assert "Traceback" not in told.out + told.err
        assert PERSON not in told.out + told.err
        return told

    return do
