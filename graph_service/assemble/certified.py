"""Asking for certificates: by id, by case, by party; and the keys that check them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from graph_service.alerts import Certificate, Signed, negative
from graph_service.alerts.signing import ALGORITHM
from graph_service.assemble.access import Caller, Clocks
from graph_service.assemble.sight import Sight
from graph_service.errors import NotFound
from graph_service.store.store import Store


def by_id(store: Store, key: str, clocks: Clocks) -> Signed:
    """A certificate; raises NotFound where there was none at the entry."""
    found = store.certificate(key, clocks.entry)
    if found is None:
        raise NotFound("there is no such certificate at that time")
    return found


def about(sight: Sight, what: str, caller: Caller) -> tuple[list[Signed], int]:
    """The certificates about a case or a party, the oldest first, as far as the caller may read them, and how many
    were left out because they speak of persons. Raises NotFound."""
    known = sight.clocks.entry
    if sight.decision(what) is not None:
        found = sight.store.certificates_of(case=what, known=known)
    else:
        party = sight.party(what)
        kept = sight.store.certificates_of(records=(*party.records, *party.confirmed_with), known=known)
        mine = set(party.records)
        found = [one for one in kept if not mine.isdisjoint(_consequence(one)["binds"])]
    return _shown(found, caller)


def notices(
    store: Store, who: str, after: int, caller: Caller, clocks: Clocks
) -> tuple[list[Signed], int, int]:
    """The certificates of what `who` had been told of, of entries behind `after`, as far as the caller may read them;
    how many were left out because they speak of persons; and the entry to go on behind."""
    found = store.notices(who, after, clocks.entry)
    newest = max((one["certificate"]["entry"] for one in found), default=after)
    return *_shown(found, caller), newest


def _shown(found: list[Signed], caller: Caller) -> tuple[list[Signed], int]:
    persons = caller.may("read_persons") and caller.gave_purpose
    shown = [one for one in found if persons or _consequence(one)["target"] == "enterprise"]
    return shown, len(found) - len(shown)


def nothing_in_force(
    page: Mapping[str, Any], answer: Mapping[str, Any], measures: Sequence[str], at: datetime
) -> Certificate:
    """The certificate that nothing (or none of `measures`) is in force, of an answer on the page of a check; `at` is
    the instant of the answer (UTC)."""
    return negative(
        party=answer["party"],
        as_of=date.fromisoformat(page["as_of"]),
        entry=page["known_at"]["entry"],
        at=at,
        rulebook=page["rulebook"],
        sources=page["sources"],
        measures=measures,
    )


def persons_of(found: Iterable[Signed]) -> list[str]:
    """The records of persons that certificates speak of."""
    made = [one["certificate"] for one in found if _consequence(one)["target"] != "enterprise"]
    return sorted(
        {record for one in made for record in (one["record"], *one["consequence"]["binds"]) if record}
    )


def keys_json(store: Store) -> dict[str, Any]:
    """The public keys of all that was ever signed here."""
    keys = store.signing_keys()
    return {"keys": [{"key": key, "algorithm": ALGORITHM, "public": keys[key]} for key in sorted(keys)]}


def _consequence(one: Signed) -> dict[str, Any]:
    found: dict[str, Any] = one["certificate"]["consequence"]
    return found
