"""The graph of a fresh machine: ArcadeDB from its wheel, a child process that answers Bolt on a loopback port.

Used where no Neo4j is named. One folder holds one graph; the first opener starts the server and leaves a file
beside the data, later openers (other commands) find it there and speak to the same server, and the last one to
close stops it. This is the only module that knows the wheel's folder layout.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Literal

from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from graph_service.errors import Unavailable
from graph_service.store.connection import GraphAddress

USER = "root"
DATABASE = "graph"
_JVM_FLAGS = (
    "--add-modules=jdk.incubator.vector",
    "--enable-native-access=ALL-UNNAMED",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "-Djava.awt.headless=true",
)


@dataclass(slots=True)
class EmbeddedServer:
    """A running server: where it answers. `close` gives it up, and stops it where nobody else uses it."""

    folder: Path
    bolt_port: int
    http_port: int
    pid: int
    password: str = field(repr=False)
    _use: IO[str] | None = field(default=None, repr=False)
    _child: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def uri(self) -> str:
        """The Bolt address."""
        return f"bolt://127.0.0.1:{self.bolt_port}"

    @property
    def address(self) -> GraphAddress:
        """What `Store.open` takes."""
        return GraphAddress(self.uri, USER, self.password, DATABASE, "embedded")

    def close(self) -> None:
        """Stop the server unless another process still uses it; harmless when called twice."""
        if self._use is None:
            return
        with _starting(self.folder):
            use, self._use = self._use, None
            fcntl.flock(use, fcntl.LOCK_UN)
            try:
                fcntl.flock(use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if self._child is not None:
                    self._child.returncode = (
                        0  # it lives on for the others, and is no longer ours to wait for
                    )
                return
            finally:
                with contextlib.suppress(OSError):
                    use.close()
            self._stop()

    def _stop(self) -> None:
        standing = _known(self.folder)
        if standing is not None and standing.pid != self.pid and _alive(standing.pid):
            standing._end()  # started by another after this one had died
        self._end()
        (self.folder / "server.json").unlink(missing_ok=True)

    def _end(self) -> None:
        # A number of a process is used again: only one that still answers as this folder's server is ended.
        if self._child is not None or _answers(self):
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGTERM)
            self._await_end()

    def _await_end(self) -> None:
        deadline = time.monotonic() + 30
        while _alive(self.pid, self._child) and time.monotonic() < deadline:
            time.sleep(0.05)
        if _alive(self.pid, self._child):
            os.kill(self.pid, signal.SIGKILL)
            if self._child is not None:
                self._child.wait()


def open_server(
    folder: Path, *, heap: str = "1g", mode: Literal["production", "development"] = "production"
) -> EmbeddedServer:
    """The server of `folder`: the one that runs there already, or a new one on free ports.

    `folder` is made where it is missing (mode 0700). Raises Unavailable with the place of the server's log
    where no server can be started.
    """
    folder = folder.resolve()  # the server runs in its folder, so a relative path would be another
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _starting(folder):
        use = (folder / "in-use.lock").open("a", encoding="utf-8")
        fcntl.flock(use, fcntl.LOCK_SH)
        try:
            server = _running(folder) or _start(folder, heap, mode)
        except BaseException:
            use.close()
            raise
        server._use = use
        return server


@contextlib.contextmanager
def _starting(folder: Path) -> Iterator[None]:
    """Only one process at a time starts or stops the server of a folder; the kernel frees a dead one's lock."""
    with (folder / "start.lock").open("a", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _known(folder: Path) -> EmbeddedServer | None:
    """The server that was started last in a folder, as its file tells; it may have ended."""
    try:
        known = json.loads((folder / "server.json").read_text(encoding="utf-8"))
        password = (folder / "password").read_text(encoding="utf-8")
        return EmbeddedServer(folder, known["bolt_port"], known["http_port"], known["pid"], password)
    except (OSError, ValueError, KeyError):
        return None


def _running(folder: Path) -> EmbeddedServer | None:
    server = _known(folder)
    # The password is of this folder alone: whoever takes it on that port is the server of this folder.
    return server if server is not None and _alive(server.pid) and _answers(server) else None


def _start(folder: Path, heap: str, mode: str) -> EmbeddedServer:
    password = _password(folder)
    java, jars = _java_and_jars()
    for _ in range(3):  # a port that was free a moment ago may be taken
        bolt, http = _free_ports(2)
        command = [str(java), *_JVM_FLAGS, f"-Xmx{heap}", *_properties(folder, bolt, http, mode)]
        command += ["-cp", f"{jars}/*", "com.arcadedb.server.ArcadeDBServer"]
        with (folder / "server.log").open("ab") as log:
            child = subprocess.Popen(
                command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        server = EmbeddedServer(folder, bolt, http, child.pid, password, _child=child)
        if _becomes_ready(server, child):
            _write_private(
                folder / "server.json", json.dumps({"pid": child.pid, "bolt_port": bolt, "http_port": http})
            )
            return server
        server._stop()
    raise Unavailable(f"the embedded graph did not start; its log is {folder / 'server.log'}")


def _java_and_jars() -> tuple[Path, Path]:
    """The Java runtime and the jars inside the wheel."""
    spec = find_spec("arcadedb_embedded")
    if spec is None or not spec.submodule_search_locations:
        raise Unavailable(
            "the package arcadedb-embedded is not installed here: set NEO4J_URI to use a server"
        )
    home = Path(next(iter(spec.submodule_search_locations)))
    return home / "jre" / "bin" / "java", home / "jars"


def _properties(folder: Path, bolt: int, http: int, mode: str) -> list[str]:
    settings = {
        "server.name": "embedded",
        "server.rootPath": str(folder),
        "server.databaseDirectory": str(folder / "databases"),
        "server.rootPasswordPath": str(folder / "password"),
        "server.mode": mode,
        "txWalFlush": "1",
        "server.httpIncomingHost": "127.0.0.1",
        "server.httpIncomingPort": str(http),
        "server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        "bolt.host": "127.0.0.1",
        "bolt.port": str(bolt),
        "bolt.maxMessageSize": "134217728",
        "bolt.packstream.maxElements": "4194304",
        "bolt.defaultDatabase": DATABASE,
        "server.defaultDatabases": f"{DATABASE}[{USER}]",
        "command.timeout": "60000",
        "support.autoRegister": "false",
        "opencypher.loadCsv.allowFileUrls": "false",
        "opencypher.loadCsv.allowRemoteUrls": "false",
    }
    return [f"-Darcadedb.{name}={value}" for name, value in settings.items()]


def _password(folder: Path) -> str:
    path = folder / "password"
    if path.exists():
        return path.read_text(encoding="utf-8")
    # Without its file the old password is lost; the server makes its list of users anew from the new one.
    (folder / "config" / "server-users.jsonl").unlink(missing_ok=True)
    password = secrets.token_urlsafe(24)
    _write_private(path, password)
    return password


def _write_private(path: Path, text: str) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    fresh = path.with_suffix(".new")
    with os.fdopen(
        os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(text)
    fresh.replace(path)


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in sockets]


def _becomes_ready(server: EmbeddedServer, child: subprocess.Popen[bytes], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and child.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", server.bolt_port), 1):
            if _answers(server):
                return True
        time.sleep(0.05)
    return False


def _answers(server: EmbeddedServer) -> bool:
    auth = (USER, server.password)
    try:
        with GraphDatabase.driver(
            server.uri, auth=auth, connection_timeout=5, notifications_min_severity="OFF"
        ) as driver:
            driver.execute_query("RETURN 1", database_=DATABASE)
    except (DriverError, Neo4jError, OSError):
        return False
    return True


def _alive(pid: int, child: subprocess.Popen[bytes] | None = None) -> bool:
    if child is not None:
        return child.poll() is None
    with contextlib.suppress(OSError):  # ended, but not waited for yet by the process that started it
        if Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z":
            return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
