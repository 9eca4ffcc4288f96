"""A Neo4j installed on this machine: its folder, whether it runs, its importer, and starting it.

Only what a bulk load needs; a server elsewhere is reached over Bolt alone.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from neo4j.exceptions import AuthError

from graph_service.errors import Conflict, Unavailable
from graph_service.store.connection import Graph, GraphAddress

STARTING = 180.0
"""Seconds that Neo4j may take until it answers."""


@dataclass(frozen=True, slots=True)
class Neo4jHome:
    """`home` has `bin/neo4j-admin` and `bin/neo4j`; `conf` is the folder of its `neo4j.conf`."""

    home: Path
    conf: Path

    @classmethod
    def find(cls, home: Path | None, conf: Path | None = None) -> Neo4jHome:
        """The installation in `home`; raises Unavailable where there is none."""
        if home is None:
            raise Unavailable(
                "no Neo4j of this machine is named: set NEO4J_HOME to its folder, in which bin/neo4j-admin is"
            )
        found = cls(home.absolute(), (conf or home / "conf").absolute())
        for command in (found.admin, found.server):
            if not os.access(command, os.X_OK):
                raise Unavailable(
                    f"NEO4J_HOME is {home}, and there is no {command.name} in its bin: name the folder of Neo4j"
                )
        return found

    @property
    def admin(self) -> Path:
        """The administration tool, which has the importer."""
        return self.home / "bin" / "neo4j-admin"

    @property
    def server(self) -> Path:
        """The command that starts and stops the server."""
        return self.home / "bin" / "neo4j"

    @property
    def environment(self) -> Mapping[str, str]:
        """What both commands are told."""
        return {**os.environ, "NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.conf)}

    def refuse_unless_new(self, uri: str, database: str) -> None:
        """Raises Conflict where something answers at `uri`, or the database is there already."""
        place = urlsplit(uri)
        with socket.socket() as probe:
            probe.settimeout(2)
            if probe.connect_ex((place.hostname or "127.0.0.1", place.port or 7687)) == 0:
                raise Conflict(
                    f"the database at {uri} runs: the importer writes a stopped one only. Stop it (`neo4j stop`)"
                )
        folder = self.data / "databases" / database
        if folder.exists():
            raise Conflict(
                f"there is a database in {folder}: the importer makes a new one and adds to none. Load without"
                " --bulk, or remove that folder and its like in `transactions` if nothing in it is wanted"
            )

    @property
    def data(self) -> Path:
        """The folder of the databases."""
        return self.home / self._setting("server.directories.data", "data")

    def _setting(self, name: str, default: str) -> str:
        file = self.conf / "neo4j.conf"
        lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
        found = [value for key, _, value in (line.partition("=") for line in lines) if key.strip() == name]
        return found[-1].strip() if found else default

    def start(self, address: GraphAddress) -> Graph:
        """Start the server, and connect once it answers; it goes on running. Raises Unavailable."""
        self._run("start")
        end = time.monotonic() + STARTING
        while True:
            try:
                return Graph(address)
            except Unavailable as error:
                if isinstance(error.__cause__, AuthError) or time.monotonic() > end:
                    raise
            time.sleep(0.2)

    def stop(self) -> None:
        """Stop the server."""
        self._run("stop")

    def _run(self, verb: str) -> None:
        done = subprocess.run(
            [str(self.server), verb],
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode:
            raise Unavailable(f"`{self.server} {verb}` ended with {done.returncode}: see Neo4j's own logs")
