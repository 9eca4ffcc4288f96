"""All settings, read once at the door into one frozen object: first the flags, then the environment, then defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from graph_service.errors import BadInput
from graph_service.webhooks import Allowed

DATA = "graph-service-data"
"""The data folder, where neither a flag nor the environment names one: in the folder the command runs in."""

WAITS = (5.0, 300.0, 1_800.0, 7_200.0, 18_000.0, 36_000.0, 50_400.0, 72_000.0, 86_400.0)
"""Seconds after each try of a webhook that failed: over three days in all, as Standard Webhooks advises."""


STANDING = Path("standing")
"""Named in the place of a rulebook's folder: the rulebook that the graph stands under, whatever lies in folders."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where everything is. Without `neo4j_uri` the embedded graph below `data` answers. `neo4j_home` is the folder of
    a Neo4j on this machine, `neo4j_conf` that of its neo4j.conf: only for loads in bulk.

    `keys` holds the identity key of the store, outside the graph and its backup; `zone` is the jurisdiction's,
    in which "today" is today; `rules` a folder with a rulebook of one's own, or STANDING; `body_limit` bytes of a
    request. `webhook_allow` are hosts and networks that webhooks may lead to though they are not public,
    `webhook_waits` the seconds between tries, `webhook_limit` the seconds of one.
    `most_unconfirmed` is how many natural persons a write may newly bind without a reviewer's confirmation.
    """

    data: Path = Path(DATA)
    keys: Path = Path(DATA) / "keys"
    neo4j_uri: str | None = None
    neo4j_username: str = "neo4j"
    neo4j_password: str = field(default="", repr=False)
    neo4j_database: str = "neo4j"
    neo4j_home: Path | None = None
    neo4j_conf: Path | None = None
    heap: str = "1g"
    rules: Path | None = None
    zone: str = "Asia/Shanghai"
    host: str = "127.0.0.1"
    port: int = 8765
    body_limit: int = 8 * 1024 * 1024
    most_unconfirmed: int = 100
    webhook_allow: tuple[str, ...] = ()
    webhook_waits: tuple[float, ...] = WAITS
    webhook_limit: float = 15.0

    def day_of(self, at: datetime) -> date:
        """The day of an instant in the zone."""
        return at.astimezone(ZoneInfo(self.zone)).date()

    @property
    def tokens(self) -> Path:
        """The file of hashed tokens."""
        return self.data / "tokens.json"

    @property
    def log(self) -> Path:
        """The access log."""
        return self.data / "access" / "log.jsonl"

    @property
    def staging(self) -> Path:
        """Where loads lie until they are sealed."""
        return self.data / "staging"

    @property
    def graph(self) -> Path:
        """The folder of the embedded graph."""
        return self.data / "graph"

    @classmethod
    def read(cls, environ: Mapping[str, str], **flags: Any) -> Settings:
        """The settings of an environment; a flag that is not None wins. Raises BadInput for one that cannot be."""
        found: dict[str, Any] = {}
        for name, variable in _VARIABLES.items():
            value = flags.pop(name, None)
            if value is None:
                value = environ.get(variable) or None
            if value is not None:
                found[name] = value
        if flags:
            raise BadInput(f"there is no setting {sorted(flags)[0]!r}")
        for name in ("data", "keys", "rules", "neo4j_home", "neo4j_conf"):
            if name in found:
                found[name] = Path(found[name])
        if "keys" not in found and "data" in found:
            found["keys"] = found["data"] / "keys"
        for name, most in (("port", 65_535), ("body_limit", 1 << 30), ("most_unconfirmed", 1 << 30)):
            if name in found:
                found[name] = _whole(_VARIABLES[name], found[name], most)
        for name in ("webhook_allow", "webhook_waits"):
            if isinstance(found.get(name), str):
                found[name] = tuple(part for part in (one.strip() for one in found[name].split(",")) if part)
        if "webhook_waits" in found:
            found["webhook_waits"] = tuple(_seconds("webhook_waits", one) for one in found["webhook_waits"])
        if "webhook_limit" in found:
            found["webhook_limit"] = _seconds("webhook_limit", found["webhook_limit"], most=60)
        settings = cls(**found)
        _check_zone(settings.zone)
        Allowed.of(settings.webhook_allow)
        return settings


_VARIABLES = {
    "data": "GRAPH_SERVICE_DATA",
    "keys": "GRAPH_SERVICE_KEYS",
    "neo4j_uri": "NEO4J_URI",
    "neo4j_username": "NEO4J_USERNAME",
    "neo4j_password": "NEO4J_PASSWORD",
    "neo4j_database": "NEO4J_DATABASE",
    "neo4j_home": "NEO4J_HOME",
    "neo4j_conf": "NEO4J_CONF",
    "heap": "GRAPH_SERVICE_HEAP",
    "rules": "GRAPH_SERVICE_RULES",
    "zone": "GRAPH_SERVICE_ZONE",
    "host": "GRAPH_SERVICE_HOST",
    "port": "GRAPH_SERVICE_PORT",
    "body_limit": "GRAPH_SERVICE_BODY_LIMIT",
    "most_unconfirmed": "GRAPH_SERVICE_MOST_UNCONFIRMED",
    "webhook_allow": "GRAPH_SERVICE_WEBHOOK_ALLOW",
    "webhook_waits": "GRAPH_SERVICE_WEBHOOK_WAITS",
    "webhook_limit": "GRAPH_SERVICE_WEBHOOK_LIMIT",
}


def _whole(variable: str, value: Any, most: int) -> int:
    try:
        number = int(value)
    except ValueError:
        number = -1
    if not 0 <= number <= most:
        raise BadInput(f"{variable} is a whole number from 0 to {most}")
    return number


def _seconds(name: str, value: Any, most: float = 7 * 86_400) -> float:
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0 <= number <= most:
        raise BadInput(f"{_VARIABLES[name]}: seconds are a number from 0 to {most:g}")
    return number


def _check_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BadInput(f"GRAPH_SERVICE_ZONE: there is no time zone {zone!r}") from error
