"""Settings are read once: flags, then the environment, then defaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_service.assemble import Settings, access_roles
from graph_service.assemble.masks import masked
from graph_service.errors import BadInput
from graph_service.facts import BY_KIND


def test_a_flag_wins_over_the_environment_and_that_over_the_default() -> None:
    """Empty variables count as unset; the keys lie in the data folder unless told otherwise."""
    environ = {
        "GRAPH_SERVICE_DATA": "/srv/data",
        "GRAPH_SERVICE_PORT": "9000",
        "NEO4J_URI": "",
        "NEO4J_PASSWORD": "x",
    }
    found = Settings.read(environ, port=9001, host=None)
    assert (found.data, found.keys, found.port, found.host) == (
        Path("/srv/data"),
        Path("/srv/data/keys"),
        9001,
        "127.0.0.1",
    )
    assert found.neo4j_uri is None
    assert "secret" not in repr(Settings.read({"NEO4J_PASSWORD": "secret"}))
    assert Settings.read({}).data == Settings().data


@pytest.mark.parametrize(
    ("environ", "flags"),
    [
        ({"GRAPH_SERVICE_PORT": "many"}, {}),
        ({"GRAPH_SERVICE_PORT": "70000"}, {}),
        ({"GRAPH_SERVICE_BODY_LIMIT": "-1"}, {}),
        ({"GRAPH_SERVICE_ZONE": "Asia/Nowhere"}, {}),
        ({}, {"colour": "red"}),
    ],
)
def test_a_setting_that_cannot_be_is_refused(environ: dict[str, str], flags: dict[str, str]) -> None:
    """With the name of the variable, or of the flag."""
    with pytest.raises(BadInput):
        Settings.read(environ, **flags)


def test_access_roles_are_sound() -> None:
    """Six roles; what a role may state are types of fact; only reviewers see everything under review."""
    roles = access_roles()
    assert set(roles) == {"department", "investigator", "reviewer", "analyst", "auditor", "administrator"}
    assert all(role.posts is None or role.posts <= set(BY_KIND) for role in roles.values())
    assert {code for code, role in roles.items() if "review" in role.may} == {"reviewer", "administrator"}
    assert {code for code, role in roles.items() if "read_log" in role.may} == {"auditor", "administrator"}


@pytest.mark.parametrize(
    ("name", "shown"),
    [("王伟", "王*"), ("欧阳娜娜娜娜", "欧***"), ("John Smith", "J*** S***"), ("", ""), ("王", "王")],
)
def test_a_masked_name_says_nothing_to_who_does_not_know_it(name: str, shown: str) -> None:
    """The first sign, or first letters; never its length beyond four."""
    assert masked(name) == shown


def test_where_webhooks_may_lead_and_when_they_are_tried_again_are_settings() -> None:
    """Lists with commas; seconds that cannot be, and names that name nothing, are refused."""
    environ = {
        "GRAPH_SERVICE_WEBHOOK_ALLOW": "hooks.internal, 10.1.0.0/16",
        "GRAPH_SERVICE_WEBHOOK_WAITS": "1, 2.5",
        "GRAPH_SERVICE_WEBHOOK_LIMIT": "3",
    }
    found = Settings.read(environ)
    assert found.webhook_allow == ("hooks.internal", "10.1.0.0/16")
    assert (found.webhook_waits, found.webhook_limit) == ((1.0, 2.5), 3.0)
    for name, value in (("ALLOW", "http://x"), ("WAITS", "5,soon"), ("WAITS", "-1"), ("LIMIT", "61")):
        with pytest.raises(BadInput):
            Settings.read({f"GRAPH_SERVICE_WEBHOOK_{name}": value})
