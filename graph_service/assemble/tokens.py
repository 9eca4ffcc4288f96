"""Static tokens of callers, kept as digests only: 256 random bits each, so a plain SHA-256 of them is enough."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from graph_service.assemble.access import access_roles
from graph_service.errors import BadInput, Conflict, NotFound

PREFIX = "lr_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """Who a token stands for; `authority` is a department's own authority code. The secret is not here."""

    name: str
    role: str
    digest: str
    authority: str | None = None


def add_token(path: Path, name: str, role: str, authority: str | None = None) -> str:
    """A new token of `name` in the file; gives the secret, which is shown this once and never kept.

    Raises NotFound for a role that is not there, Conflict for a name that has a token."""
    if role not in access_roles():
        raise NotFound(f"there is no access role {role!r}; there are: {', '.join(access_roles())}")
    known = read_tokens(path)
    if any(token.name == name for token in known.values()):
        raise Conflict(f"{name!r} has a token already: remove it first")
    if role == "department" and not authority:
        raise BadInput("a department's token names the code of its authority")
    secret = PREFIX + secrets.token_urlsafe(32)
    made = Token(name=name, role=role, digest=digest_of(secret), authority=authority)
    _write(path, {**known, made.digest: made})
    return secret


def remove_token(path: Path, name: str) -> None:
    """Take the token of `name` out of the file; raises NotFound."""
    known = read_tokens(path)
    kept = {digest: token for digest, token in known.items() if token.name != name}
    if len(kept) == len(known):
        raise NotFound(f"{name!r} has no token")
    _write(path, kept)


def read_tokens(path: Path) -> Mapping[str, Token]:
    """The tokens of the file by their digest; none where there is no file. Raises BadInput for a broken file."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    try:
        tokens = [Token(**entry) for entry in json.loads(text)["tokens"]]
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(f"{path} is not a file of tokens; make it with `graph-service tokens add`") from error
    for token in tokens:
        if token.role not in access_roles():
            raise BadInput(f"{path}: {token.name} has the access role {token.role!r}, which there is not")
    return {token.digest: token for token in tokens}


def digest_of(secret: str) -> str:
    """The digest under which a token is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _write(path: Path, tokens: Mapping[str, Token]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".partial")
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as file:
        json.dump(
            {"tokens": [asdict(token) for token in tokens.values()]}, file, ensure_ascii=False, indent=1
        )
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
