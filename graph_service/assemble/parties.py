"""The page of a party: what the sources say of it, and who and what it is tied to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graph_service.assemble.access import Caller
from graph_service.assemble.masks import card_json, person_name
from graph_service.assemble.sight import Party, Sight
from graph_service.facts import Stated, to_row
from graph_service.facts.types import Connection, Holding, Identity, Office

_OWN = ("name", "identifier", "address", "phone", "filing_agent", "licence", "red_list_entry", "commitment")
_SELF = {"enterprise": "enterprise", "person": "person", "undecided": "undecided_party"}


def party_json(sight: Sight, party: Party, caller: Caller) -> dict[str, Any]:
    """The page: records, names, numbers, offices and holdings in both directions, and the cases against it.

    Beside a firm, persons are left out and counted unless the caller may see officers and gave a purpose."""
    page: dict[str, Any] = {
        **sight.clocks.as_json(),
        "id": party.id,
        "kind": party.kind,
        "records": list(party.records),
        "confirmed_with": list(party.confirmed_with),
    }
    cards = sight.cards(party.records) if not party.is_firm else {}
    page["name"] = _own_name(sight, party, caller, cards)
    if not party.is_firm:
        page["cards"] = [
            {"record": r, **shown} for r in party.records if (shown := card_json(cards.get(r), caller))
        ]
    page["stated"] = _rows(sight, party, (_SELF[party.kind],))
    for kind in _OWN:
        page[_plural(kind)] = _rows(sight, party, (kind,))
    page["identities"] = [_identity(one) for one in _found(sight, party, "identity", "record")]
    officers = party.is_firm and caller.may("officers") and caller.gave_purpose
    ties, withheld = _ties(sight, party, caller, officers or not party.is_firm)
    page |= ties
    page["withheld"] = withheld
    page["decisions"] = _rows(sight, party, ("decision",))
    return page


def _own_name(sight: Sight, party: Party, caller: Caller, cards: Any) -> str | None:
    if party.is_firm:
        return next((name for r in party.records if (name := sight.firm_name(r))), None)
    return next((name for r in party.records if (name := person_name(cards.get(r), caller))), None)


def _plural(kind: str) -> str:
    return {"address": "addresses", "red_list_entry": "red_list_entries"}.get(kind, kind + "s")


def _found(sight: Sight, party: Party, kind: str, field: str) -> list[Stated]:
    return [one for record in party.records for one in sight.index.by(kind, field, record)]


def _rows(sight: Sight, party: Party, kinds: Iterable[str]) -> list[dict[str, Any]]:
    return [stated_json(one) for kind in kinds for one in _found(sight, party, kind, "record")]


def stated_json(one: Stated) -> dict[str, Any]:
    """A stated fact as plain data: id, type, entry and its row. The token of a document is not shown."""
    row: dict[str, Any] = {"fact": one.id, "fact_type": one.fact.kind, "entry": one.entry, **to_row(one.fact)}
    row.pop("name_key", None)
    if isinstance(one.fact, Identity) and one.fact.document:
        row["document"] = one.fact.document.partition(":")[0]
    return row


def _identity(one: Stated) -> dict[str, Any]:
    row = stated_json(one)
    return {
        name: row[name] for name in ("fact", "record", "level", "document", "same_as", "basis") if name in row
    }


def _ties(sight: Sight, party: Party, caller: Caller, persons: bool) -> tuple[dict[str, Any], dict[str, int]]:
    """Offices, holdings and connections, held by the party and held in it; and how many persons' were left out."""
    index = sight.index
    index.fetch("linked", party.records)
    ties: dict[str, list[Stated]] = {
        "offices_held": _found(sight, party, "office", "record"),
        "holdings_held": _found(sight, party, "holding", "record"),
        "connections": _found(sight, party, "connection", "record"),
        "offices": _found(sight, party, "office", "enterprise"),
        "holdings": _found(sight, party, "holding", "enterprise"),
    }
    others = list(dict.fromkeys(_other(name, one) for name, found in ties.items() for one in found))
    index.fetch("said", others)
    kinds = {record: sight.kind_of((record,)) for record in others}
    cards = sight.cards(record for record in others if kinds[record] != "enterprise") if persons else {}
    page: dict[str, Any] = {}
    withheld: dict[str, int] = {}
    for name, found in ties.items():
        kept = [one for one in found if persons or kinds[_other(name, one)] == "enterprise"]
        if len(kept) < len(found):
            withheld[name] = len(found) - len(kept)
        page[name] = [
            {
                **stated_json(one),
                "other": (other := _other(name, one)),
                "other_kind": kinds[other],
                "other_name": sight.firm_name(other)
                if kinds[other] == "enterprise"
                else person_name(cards.get(other), caller),
            }
            for one in kept
        ]
    return page, withheld


def _other(name: str, one: Stated) -> str:
    fact = one.fact
    if name in ("offices", "holdings"):
        return fact.record
    if isinstance(fact, Connection):
        return fact.other
    assert isinstance(fact, Office | Holding)
    return fact.enterprise
