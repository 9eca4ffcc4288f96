"""The access log: every line on disk before the answer, chained, and shared by threads and processes."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph_service.errors import BadInput, Unavailable
from graph_service.store.access_log import START, AccessLog, LogHead

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_lines_are_chained_and_numbered_without_gaps(tmp_path: Path) -> None:
    """Each line names the digest of the one before; the head is the last."""
    log = AccessLog(tmp_path / "log.jsonl")
    first = log.append({"subject": "register:p1"}, AT)
    second = log.append({"subject": "register:p2"}, AT)
    lines = list(log.lines())
    assert [line["n"] for line in lines] == [1, 2]
    assert lines[0]["before"] == START
    assert lines[1]["before"] == first.digest
    assert log.head() == second == log.verify()


def test_an_empty_log_verifies(tmp_path: Path) -> None:
    """Nothing read, nothing written: the chain begins at its start."""
    log = AccessLog(tmp_path / "log.jsonl")
    assert log.verify() == log.head() == LogHead(0, START)


@pytest.mark.parametrize("change", ["subject", "drop", "swap", "garbage", "not_an_object"])
def test_an_altered_line_is_named(tmp_path: Path, change: str) -> None:
    """A changed, missing, moved or broken line is found, at its place."""
    log = AccessLog(tmp_path / "log.jsonl")
    for number in range(4):
        log.append({"subject": f"register:p{number}"}, AT)
    lines = log.path.read_text(encoding="utf-8").splitlines()
    if change == "subject":
        lines[1] = lines[1].replace("register:p1", "register:p9")
    elif change == "drop":
        del lines[1]
    elif change == "swap":
        lines[1], lines[2] = lines[2], lines[1]
    else:
        lines[1] = "{" if change == "garbage" else "[1]"
    log.path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"log\.jsonl:2: "):
        AccessLog(log.path).verify()


def test_a_torn_last_line_is_cut_off_and_the_chain_goes_on(tmp_path: Path) -> None:
    """A crash in the middle of a line loses only what nobody was answered for."""
    log = AccessLog(tmp_path / "log.jsonl")
    log.append({"subject": "register:p1"}, AT)
    with log.path.open("a", encoding="utf-8") as file:
        file.write('{"n": 2, "subject": "regi')
    fresh = AccessLog(log.path)
    assert fresh.verify().number == 1
    assert fresh.append({"subject": "register:p2"}, AT).number == 2
    assert fresh.verify().number == 2


def test_a_log_that_is_only_a_torn_line_begins_anew(tmp_path: Path) -> None:
    """The very first line may be torn too."""
    path = tmp_path / "log.jsonl"
    path.write_text('{"n": 1', encoding="utf-8")
    assert AccessLog(path).append({"subject": "register:p1"}, AT).number == 1


def test_a_line_longer_than_a_block_is_found_again(tmp_path: Path) -> None:
    """The newest line is read whole, however long."""
    path = tmp_path / "log.jsonl"
    AccessLog(path).append({"subject": "register:p1"}, AT)
    AccessLog(path).append({"note": "x" * 20_000}, AT)
    assert AccessLog(path).append({"subject": "register:p2"}, AT).number == 3
    assert AccessLog(path).verify().number == 3


def test_many_threads_share_the_log(tmp_path: Path) -> None:
    """Readers that come together each get a line of their own, in one chain."""
    log = AccessLog(tmp_path / "log.jsonl")
    with ThreadPoolExecutor(16) as pool:
        heads = list(pool.map(lambda n: log.append({"subject": f"register:p{n}"}, AT), range(200)))
    assert sorted(head.number for head in heads) == list(range(1, 201))
    by_number = {line["n"]: line["subject"] for line in log.lines()}
    assert all(by_number[head.number] == f"register:p{n}" for n, head in enumerate(heads))
    assert log.verify().number == 200


def test_processes_share_the_log(tmp_path: Path) -> None:
    """Command line and service write into one chain."""
    path = tmp_path / "log.jsonl"
    program = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from graph_service.store.access_log import AccessLog\n"
        "log = AccessLog(Path(sys.argv[1]))\n"
        "for n in range(50): log.append({'subject': f'p{n}'}, datetime.now(UTC))"
    )
    children = [subprocess.Popen([sys.executable, "-c", program, str(path)]) for _ in range(3)]
    assert [child.wait() for child in children] == [0, 0, 0]
    assert AccessLog(path).verify().number == 150


def test_a_log_that_cannot_be_written_stops_the_answer(tmp_path: Path) -> None:
    """No line on disk, no answer."""
    path = tmp_path / "log.jsonl"
    path.mkdir()
    with pytest.raises(Unavailable):
        AccessLog(path).append({"subject": "register:p1"}, AT)


def test_the_log_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    """File mode 0600."""
    log = AccessLog(tmp_path / "deep" / "log.jsonl")
    log.append({"subject": "register:p1"}, AT)
    assert log.path.stat().st_mode & 0o777 == 0o600
    assert json.loads(log.path.read_text(encoding="utf-8"))["subject"] == "register:p1"
