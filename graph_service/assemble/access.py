"""Who asks, as what, and why: access roles as data, the caller of an operation, and the two clocks of a question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from graph_service.errors import BadValue, NotAllowed, NotFound
from graph_service.facts.numbers import holds_personal_number, normalise

RIGHTS = (
    "check", "read_firms", "read_persons", "officers", "names", "search", "query", "review", "review_own",
    "post", "confirm", "load", "export", "read_log", "administer",
)  # fmt: skip
"""Everything a role may be allowed; `roles.yaml` says what each is."""

LONGEST = 200
"""Characters of a purpose or an inquiry number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRole:
    """What callers of one kind may read and do; `posts` None: every type of fact."""

    code: str
    zh: str
    en: str
    may: frozenset[str]
    posts: frozenset[str] | None = frozenset()


@cache
def access_roles() -> Mapping[str, AccessRole]:
    """The access roles by code, in the order of `roles.yaml`."""
    text = files("graph_service.assemble").joinpath("roles.yaml").read_text(encoding="utf-8")
    document: dict[str, Any] = YAML(typ="safe").load(text)
    return {code: _role(code, entry) for code, entry in document.items()}


def _role(code: str, entry: Mapping[str, Any]) -> AccessRole:
    unknown = set(entry["may"]) - set(RIGHTS)
    if unknown:
        raise NotFound(f"roles.yaml: {code}: there is no right {sorted(unknown)[0]!r}")
    posts = entry.get("posts", [])
    return AccessRole(
        code=code,
        zh=entry["zh"],
        en=entry["en"],
        may=frozenset(entry["may"]),
        posts=None if posts == "all" else frozenset(posts),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks: `name` of the token (or `local`), access role, and for reads of a person purpose and inquiry number.

    `authority` is the code of the authority a department's token belongs to; `door` is api, cli or frames.
    Raises BadValue for a purpose or an inquiry number with the number of an identity document in it."""

    name: str
    role: AccessRole
    purpose: str | None = None
    inquiry: str | None = None
    authority: str | None = None
    door: str = "api"

    @classmethod
    def local(cls, *, purpose: str | None = None, inquiry: str | None = None, door: str = "cli") -> Caller:
        """The person at this machine, as administrator."""
        role = access_roles()["administrator"]
        return cls(name="local", role=role, purpose=told(purpose), inquiry=told(inquiry), door=door)

    def __post_init__(self) -> None:
        # Both are logged for good, and no number of a person's document stands in a log.
        if any(text and holds_personal_number(normalise(text)) for text in (self.purpose, self.inquiry)):
            raise BadValue(
                "a purpose or an inquiry number holds the number of an identity document: leave it out"
            )

    def may(self, right: str) -> bool:
        """Does the role allow this?"""
        return right in self.role.may

    def ask(self, right: str) -> None:
        """Raises NotAllowed where the role does not allow this."""
        if not self.may(right):
            raise NotAllowed(f"the access role {self.role.code} may not do this ({right})")

    @property
    def gave_purpose(self) -> bool:
        """Were a purpose and an inquiry number given?"""
        return bool(self.purpose and self.inquiry)

    def ask_purpose(self) -> None:
        """Raises NotAllowed where purpose or inquiry number is missing: every read of a person needs both."""
        if not self.gave_purpose:
            raise NotAllowed("a read of a person needs a purpose and an inquiry number: give both")


def told(text: str | None) -> str | None:
    """A purpose or an inquiry number as it is kept: on one line, not too long, None where nothing is said."""
    return " ".join(text.split())[:LONGEST] or None if text else None


@dataclass(frozen=True, slots=True)
class Clocks:
    """The two clocks of a question, resolved: a day in the world, and the ledger as of an entry and its instant.

    `at_head` tells whether the entry was the newest when the question was asked."""

    as_of: date
    entry: int
    at: datetime | None
    at_head: bool

    def as_json(self) -> dict[str, Any]:
        """The clocks as every answer echoes them."""
        return {
            "as_of": self.as_of.isoformat(),
            "known_at": {"entry": self.entry, "at": self.at.isoformat() if self.at else None},
        }
