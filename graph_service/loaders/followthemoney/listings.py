"""Sanction entities: which are listings of a clause here (law decision 22), and which are not recognised here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from graph_service.facts import Day
from graph_service.facts.types import Authority, Decision, Event
from graph_service.loaders.followthemoney.desk import Basket, earliest
from graph_service.loaders.followthemoney.entities import Entity

_LIST_NAME = re.compile(r"[a-z]{2}_\w+|ext_\w+")
"""A dataset that is named like a published list (`eu_travel_bans`) speaks for itself."""

_FREEZE = re.compile(r"freez|frozen|\bblock|gel (?:des|d')|einfrier|冻结|блокир|заморо")
"""Words of a provision that freezes assets."""

_OTHER_PROVISION = re.compile(
    r"travel ban|entry ban|director disqualification|trust services|ship|aircraft|transport|prohibition|restriction"
    r"|arms embargo|export|import|debarment|ineligib|dealing|securities|service|correspondent|ctp|capta"
)
"""Words of a provision that is something else than a freeze."""

_GONE = frozenset({"delisted", "removed", "inactive", "revoked", "expired", "lifted", "terminated"})
"""States of a statement that no longer stands."""


def list_of(entity: Entity, rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The row of the table of foreign lists that this Sanction is of, None where the list is not recognised here.

    By dataset first. Authority and programme are read only where no dataset is named like a published list: the
    same authority keeps other lists too, of which a travel ban is one."""
    for row in rows:
        if set(entity.datasets) & set(row["datasets"]):
            return row
    if any(_LIST_NAME.fullmatch(name) for name in entity.datasets):
        return None
    authority = " ".join(entity.all("authority")).casefold()
    program = " ".join(entity.any("program", "programId")).casefold()
    for row in rows:
        named = any(name.casefold() in authority for name in row["authorities"])
        if named and (not row["programs"] or any(name.casefold() in program for name in row["programs"])):
            return row
    return None


def freezes(entity: Entity) -> bool:
    """May it be a freeze of assets? False where its provisions are stated and all are something else."""
    provisions = [text.casefold() for text in entity.all("provisions")]
    if not provisions or any(_FREEZE.search(text) for text in provisions):
        return True
    return not all(_OTHER_PROVISION.search(text) for text in provisions)


def listing(basket: Basket, entity: Entity) -> None:
    """A Sanction: a listing on the record of the party that it names, and its end where it has one."""
    row = list_of(entity, basket.context.tables.get("listings", ()))
    if row is None or not freezes(entity):
        why = "the list is not recognised here" if row is None else "its provisions state no freeze of assets"
        basket.problem(
            entity,
            "not_recognised_here",
            f"{why}; no measure follows from it",
            "Nothing to do.",
            field="authority",
            value=", ".join(entity.datasets or entity.all("authority"))[:120] or None,
        )
        return
    parties = [key for key in entity.all("entity") if key in basket.survey.kinds]
    if not parties:
        basket.problem(
            entity,
            "unknown_party",
            "what it lists is no party of the source (a vessel, a wallet, or missing)",
            "Load the whole network.",
            field="entity",
        )
        return
    ended = basket.days(entity, "endDate")
    if not ended and _GONE & {word.casefold() for word in entity.all("status")}:
        basket.problem(
            entity,
            "ended_without_date",
            "it is said to have ended, and not when; it was left out",
            "Ask the publisher for the date.",
            field="status",
        )
        return
    for place, key in enumerate(parties):
        _state(basket, entity, row, key, place, earliest(ended))


def _state(
    basket: Basket, entity: Entity, row: Mapping[str, Any], key: str, place: int, ended: Day | None
) -> None:
    record, origin, seen = basket.record(key), basket.origin(entity), basket.disclosed(entity)
    case = f"{row['authority']}:{basket.shown(entity.id)}" + (f":{place + 1}" if place else "")
    if row["authority"] not in basket.authorities:
        basket.authorities.add(row["authority"])
        basket.facts.append(
            Authority(
                record=f"{basket.source}:authority/{row['authority']}",
                code=row["authority"],
                department=row["authority"],
                level="national",
                region=row["territory"],
            )
        )
    basket.facts.append(
        Decision(
            record=record,
            case=case,
            act="listing",
            category=row["category"],
            authority=row["authority"],
            number=", ".join(sorted(entity.all("authorityId"))) or basket.shown(entity.id),
            date=_listed_on(basket, entity),
            basis=tuple(sorted(entity.any("program", "programId"))),
            outcome="; ".join(sorted(entity.all("provisions"))) or None,
            origin=origin,
            disclosed_on=seen,
        )
    )
    if ended is not None:
        basket.facts.append(
            Event(record=record, case=case, event="delisting", date=ended, origin=origin, disclosed_on=seen)
        )


def _listed_on(basket: Basket, entity: Entity) -> Day:
    """The day of the listing: the earliest stated; else the day from which the source is known to show it, and a
    problem, for the listing may be older."""
    for name in ("startDate", "listingDate"):
        days = basket.days(entity, name)
        if len(days) > 1:
            basket.several(entity, name, "the earliest was taken: the party is listed since then")
        if days:
            return earliest(days) or days[0]
    known = basket.disclosed(entity) or Day.of(basket.context.today)
    basket.problem(
        entity,
        "listing_without_date",
        f"the list gives no date; it is shown since {known}, and may be older",
        "Ask the authority for the date.",
        field="startDate",
    )
    return known
