"""The feed of alerts: a page behind a cursor, and who may be told of what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph_service.assemble.access import Caller, access_roles
from graph_service.assemble.titles import measure_title
from graph_service.rules.rulebook import Rulebook
from graph_service.store.consumers import Consumer
from graph_service.store.store import Store


@dataclass(frozen=True, slots=True)
class Hearing:
    """Who is told: as which caller, and of which measures and kinds of party he asked to be told (none: all).

    Drafts and what is pending are for reviewers, and for the department that decided where an alert names it; what
    concerns persons needs the right, a purpose and an inquiry."""

    caller: Caller
    measures: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()

    def meant(self, one: Mapping[str, Any]) -> bool:
        """Is this alert for him, though he may have to give a purpose first?"""
        if one["review"] and not (self.caller.may("review") or self._decided(one)):
            return False
        wanted = not self.measures or one["measure"] in self.measures
        return wanted and (not self.parties or one["target"] in self.parties)

    def _decided(self, one: Mapping[str, Any]) -> bool:
        who = self.caller.authority
        return self.caller.may("review_own") and who is not None and who == one.get("authority")

    def shown(self, one: Mapping[str, Any]) -> bool:
        """May he be told of it now?"""
        persons = self.caller.may("read_persons") and self.caller.gave_purpose
        return self.meant(one) and (persons or one["target"] == "enterprise")


def hearing_of(consumer: Consumer) -> Hearing:
    """How a consumer is told through its webhook: as its access role, for its standing purpose."""
    caller = Caller(
        name=consumer.name,
        role=access_roles()[consumer.role],
        purpose=consumer.purpose,
        inquiry=consumer.inquiry,
        authority=consumer.authority,
        door="webhook",
    )
    return Hearing(caller, frozenset(consumer.measures), frozenset(consumer.parties))


def alert_json(book: Rulebook, number: int, one: Mapping[str, Any]) -> dict[str, Any]:
    """An alert as it is told: with its number, and the title of its measure (None: it is about an act)."""
    measure = one["measure"]
    return {"number": number, **one, "measure": measure_title(book, measure) if measure else None}


def alerts_json(
    store: Store, book: Rulebook, hearing: Hearing, after: int, limit: int
) -> tuple[dict[str, Any], list[str]]:
    """A page of alerts behind `after`, in the order in which they were written, and the records of persons on it.

    `next` is the cursor behind all that was looked at, also where nothing of it may be shown; `withheld` counts what a
    purpose would show."""
    rows = store.alerts(after, limit)
    meant = [(number, one) for number, one in rows if hearing.meant(one)]
    shown = [(number, one) for number, one in meant if hearing.shown(one)]
    page = {
        "alerts": [alert_json(book, number, one) for number, one in shown],
        "next": rows[-1][0] if rows else after,
        "newest": store.newest_alert(),
        "withheld": len(meant) - len(shown),
    }
    return page, sorted({record for _, one in shown for record in persons_of(one)})


def persons_of(one: Mapping[str, Any]) -> list[str]:
    """The records of persons that an alert speaks of."""
    if one["target"] == "enterprise":
        return []
    return [record for name in ("binds", "freed", "joined") for record in one.get(name, ())]
