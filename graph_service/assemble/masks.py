"""What of a person's card may be shown, by access role: everything, or a name that only those who know him read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph_service.assemble.access import Caller

SHOWN_IN_FULL = ("name", "birth_date", "sex", "address", "phone", "document_type", "document_masked", "note")


def masked(name: str) -> str:
    """A name with its first sign only, or the first letter of each word: `张**`, `J*** S***`."""
    if name.isascii():
        return " ".join(word[0] + "***" for word in name.split())
    return name[0] + "*" * min(len(name) - 1, 3) if name else name


def card_json(card: Mapping[str, Any] | None, caller: Caller) -> dict[str, Any]:
    """The card as this caller may see it; empty where there is none (never had one, or erased)."""
    if not card:
        return {}
    if caller.may("names") and caller.gave_purpose:
        return {name: card[name] for name in SHOWN_IN_FULL if card.get(name) is not None}
    return {"name": masked(str(card["name"]))} if card.get("name") else {}


def person_name(card: Mapping[str, Any] | None, caller: Caller) -> str | None:
    """A person's name as this caller may see it."""
    found = card_json(card, caller).get("name")
    return str(found) if found else None
