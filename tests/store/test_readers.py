"""Who read of whom is found beside the log, and says what the log says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from graph_service.store.access_log import AccessLog
from graph_service.store.readers import EVERYONE

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def read(log: AccessLog, caller: str, *subjects: str, minutes: int = 0) -> None:
    """A line of a read."""
    what = {"caller": caller, "act": f"check {minutes}", "subjects": list(subjects)}
    log.append(what, AT + timedelta(minutes=minutes))


def test_the_last_read_of_each_caller_is_found_as_lines_come(tmp_path: Path) -> None:
    """By any of the ids; a line that came later, also from another process, counts; a read of everyone is of each."""
    log = AccessLog(tmp_path / "log.jsonl")
    assert log.readers_of(["a"]) == {}
    read(log, "bank", "a", "b")
    read(log, "tax", "c")
    assert log.readers_of(["a", "b"]) == {"bank": ("check 0", AT.isoformat())}
    other = AccessLog(tmp_path / "log.jsonl")
    read(other, "bank", "b", minutes=1)
    read(other, "analyst", EVERYONE, minutes=2)
    later, last = ((AT + timedelta(minutes=n)).isoformat() for n in (1, 2))
    assert log.readers_of(["a", "b"]) == {"bank": ("check 1", later), "analyst": ("check 2", last)}
    assert log.readers_of(["z"]) == {"analyst": ("check 2", last)}


def test_a_torn_line_is_not_read_and_a_log_put_back_is_read_anew(tmp_path: Path) -> None:
    """What was not whole told nobody; an older copy of the log in its place is what counts."""
    path = tmp_path / "log.jsonl"
    log = AccessLog(path)
    read(log, "bank", "a")
    older = path.read_bytes()
    with path.open("ab") as file:
        file.write(b'{"caller": "torn", "subjects": ["a"]')
    assert set(log.readers_of(["a"])) == {"bank"}
    read(AccessLog(path), "court", "a", minutes=1)
    assert set(log.readers_of(["a"])) == {"bank", "court"}
    path.write_bytes(older)
    assert set(log.readers_of(["a"])) == {"bank"}
    path.write_bytes(b"")
    read(AccessLog(path), "tax", "a", minutes=2)
    assert set(log.readers_of(["a"])) == {"tax"}


def test_the_file_beside_the_log_can_be_thrown_away(tmp_path: Path) -> None:
    """It is made from the log again, and is as private as the log."""
    log = AccessLog(tmp_path / "log.jsonl")
    read(log, "bank", "a")
    assert set(log.readers_of(["a"])) == {"bank"}
    beside = tmp_path / "log.readers"
    assert beside.stat().st_mode & 0o777 == 0o600
    beside.unlink()
    assert set(AccessLog(tmp_path / "log.jsonl").readers_of(["a"])) == {"bank"}
