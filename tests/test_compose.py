"""The compose file: it can be read, its names are those the settings know, and nothing in it is open to the world."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from graph_service.assemble import Settings

DEPLOY = Path(__file__).parent.parent / "deploy"


@pytest.fixture(scope="module")
def compose() -> Any:
    """The compose file as data."""
    return YAML(typ="safe").load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


def filled(environment: dict[str, str]) -> dict[str, str]:
    """The environment with the password that compose would put in."""
    return {
        name: re.sub(r"\$\{NEO4J_PASSWORD:\?[^}]*\}", "a password", text)
        for name, text in environment.items()
    }


def test_every_name_in_the_environment_of_the_service_is_a_setting_and_is_read(compose: Any) -> None:
    """Each one taken away changes the settings or leaves a default that says the same; none is only written down."""
    environment = filled(compose["services"]["service"]["environment"])
    settings = Settings.read(environment)
    assert settings.neo4j_uri == "bolt://neo4j:7687"
    assert (settings.neo4j_password, settings.host, settings.port) == ("a password", "0.0.0.0", 8765)
    assert (settings.data, settings.keys) == (Path("/data"), Path("/keys"))
    for name in environment:
        with_other = {**environment, name: "1" if name == "GRAPH_SERVICE_PORT" else "UTC"}
        assert Settings.read(with_other) != settings, name


def test_the_password_is_asked_for_and_stands_nowhere(compose: Any) -> None:
    """Both services take it from the shell, and compose stops where there is none."""
    services = compose["services"]
    for text in (
        services["neo4j"]["environment"]["NEO4J_AUTH"],
        services["service"]["environment"]["NEO4J_PASSWORD"],
    ):
        assert "${NEO4J_PASSWORD:?" in text


def test_every_port_is_published_on_the_loopback_address_only(compose: Any) -> None:
    """Who answers the network is decided in front of the service."""
    ports = [port for service in compose["services"].values() for port in service["ports"]]
    assert len(ports) == 3
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_both_services_keep_their_data_and_say_whether_they_are_well(compose: Any) -> None:
    """Named volumes for graph, data and key apart; health checks; the service waits for a healthy graph."""
    services, volumes = compose["services"], set(compose["volumes"])
    kept = [volume.split(":")[0] for service in services.values() for volume in service["volumes"]]
    assert sorted(kept) == sorted(volumes)
    assert all(service["healthcheck"]["test"] for service in services.values())
    assert services["service"]["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    assert re.fullmatch(r"neo4j:5\.\d+-community", services["neo4j"]["image"])


def test_the_image_is_built_from_files_that_are_there(compose: Any) -> None:
    """Every path that the Dockerfile copies from the checkout exists, and the context lets it through."""
    build = compose["services"]["service"]["build"]
    context = DEPLOY / build["context"]
    text = (context / build["dockerfile"]).read_text(encoding="utf-8")
    copied = [
        path
        for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE)
        for path in line.split()[:-1]
    ]
    ignore = (context / f"{build['dockerfile']}.dockerignore").read_text(encoding="utf-8").split("\n")
    assert {"requirements.lock", "graph_service"} <= set(copied)
    for path in copied:
        assert (context / path).exists(), path
        assert f"!{path}" in ignore, path
