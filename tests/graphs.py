"""The two graphs that tests run on: a real Neo4j as a child process, and the embedded default.

`make` builds Neo4j's jars into `.cache/neo4j`. A graph that does not start is an error of every test that
asks for it, never a reason to leave one out.
"""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from graph_service.store import Graph, GraphAddress

ROOT = Path(__file__).resolve().parent.parent
JARS = Path(os.environ.get("NEO4J_JARS", ROOT / ".cache" / "neo4j"))
_OPENS = ("java.base/java.nio", "java.base/java.io", "java.base/sun.nio.ch", "java.base/java.util.concurrent")


@dataclass(slots=True)
class Neo4jServer:
    """A Neo4j that this process started; `stop` ends it."""

    uri: str
    password: str = field(repr=False)
    home: Path
    child: subprocess.Popen[str] = field(repr=False)

    def stop(self) -> None:
        """End the process and wait for it."""
        self.child.terminate()
        self.child.wait(timeout=60)
        if self.child.stdout:
            self.child.stdout.close()


def admin_command(home: Path) -> tuple[list[str], dict[str, str]]:
    """Neo4j's administration tool on `home`, and the environment it wants."""
    (home / "conf").mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    opens = [f"--add-opens={place}=ALL-UNNAMED" for place in _OPENS]
    return ["java", "-Xmx1g", *opens, "-cp", f"{JARS}/*", "org.neo4j.cli.AdminTool"], environment


def start_neo4j(home: Path, *, heap: str = "1g") -> Neo4jServer:
    """A fresh Neo4j in `home`; raises RuntimeError with the end of its log where it does not start."""
    if not any(JARS.glob("neo4j-kernel-*.jar")):
        raise RuntimeError(f"no Neo4j in {JARS}: run `make suite`, which builds it")
    home.mkdir(parents=True, exist_ok=True)
    password = secrets.token_urlsafe(18)
    (home / "password").write_text(password, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["java", "-Xms512m", f"-Xmx{heap}", "-XX:+UseG1GC", "-Dfile.encoding=UTF-8"]
    command += [f"--add-opens={place}=ALL-UNNAMED" for place in _OPENS]
    command += [
        "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
        "-Dio.netty.tryReflectionSetAccessible=true",
    ]
    command += ["-cp", f"{JARS}/*", "org.linkedresponsibility.Neo4jLauncher"]
    command += [str(home), str(port), str(home / "password")]
    log = home / "launcher.log"
    with log.open("w", encoding="utf-8") as errors:
        child = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, start_new_session=True
        )
    assert child.stdout is not None
    for line in child.stdout:
        if line.strip() == "ready":
            return Neo4jServer(f"bolt://127.0.0.1:{port}", password, home, child)
    child.wait()
    child.stdout.close()
    raise RuntimeError(f"Neo4j did not start; the end of its log:\n{log.read_text(encoding='utf-8')[-2000:]}")


def wipe(address: GraphAddress) -> None:
    """Remove every node, in batches; constraints and indexes stay."""
    with Graph(address) as graph:
        while graph.write(
            lambda run: run("MATCH (n) WITH n LIMIT 5000 DETACH DELETE n RETURN count(*) AS n")
        )[0]["n"]:
            pass
