"""The embedded graph: shared by commands, stopped by the last, whole after a crash, closed to others."""

from __future__ import annotations

import os
import signal
import stat
from pathlib import Path

import pytest

from graph_service.errors import Unavailable
from graph_service.facts.types import Enterprise
from graph_service.store import EmbeddedServer, GraphAddress, Store, open_server


def _answers(address: GraphAddress) -> bool:
    try:
        with Store.open(address):
            return True
    except Unavailable:
        return False


def _open(folder: Path) -> EmbeddedServer:
    return open_server(folder, heap="256m", mode="development")


def test_a_second_command_speaks_to_the_running_server_and_the_last_one_stops_it(tmp_path: Path) -> None:
    """The first to close leaves the server to the second; when that closes too, nothing answers any more."""
    first = _open(tmp_path)
    second = _open(tmp_path)
    assert (first.pid, first.bolt_port) == (second.pid, second.bolt_port)
    first.close()
    first.close()
    assert _answers(second.address)
    second.close()
    assert not _answers(second.address)
    assert not (tmp_path / "server.json").exists()


def test_what_was_acknowledged_is_there_after_the_server_was_killed(tmp_path: Path) -> None:
    """Killed without warning and started again over a stale server file, it has every entry."""
    server = _open(tmp_path)
    with Store.open(server.address) as store:
        store.post([Enterprise(record="e1")])
    os.kill(server.pid, signal.SIGKILL)
    again = _open(tmp_path)
    with Store.open(again.address) as store:
        assert [one.fact for one in store.facts()] == [Enterprise(record="e1")]
    again.close()
    server.close()
    assert not _answers(again.address)


def test_only_its_owner_can_read_the_password_and_it_is_in_no_repr(tmp_path: Path) -> None:
    """The password is made per folder, mode 0600, and neither server nor address shows it."""
    server = _open(tmp_path)
    try:
        password = (tmp_path / "password").read_text(encoding="utf-8")
        assert stat.S_IMODE((tmp_path / "password").stat().st_mode) == 0o600
        assert stat.S_IMODE((tmp_path / "server.json").stat().st_mode) == 0o600
        assert password == server.password
        assert password not in repr(server) + repr(server.address)
        assert not _answers(GraphAddress(server.uri, "root", "another", "graph", "embedded"))
    finally:
        server.close()


def test_a_graph_that_does_not_answer_is_unavailable() -> None:
    """A wrong address is told as such, without the password."""
    with pytest.raises(Unavailable, match="does not answer") as raised:
        Store.open(GraphAddress("bolt://127.0.0.1:9", "root", "secret-word", "graph"))
    assert "secret-word" not in str(raised.value)
