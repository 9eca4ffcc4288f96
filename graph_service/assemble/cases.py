"""The page of cases: who is bound, who is near and why not; and the proof of one consequence written out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from graph_service.assemble.access import Caller
from graph_service.assemble.masks import person_name
from graph_service.assemble.parties import stated_json
from graph_service.assemble.showing import Showing
from graph_service.assemble.sight import Sight
from graph_service.consequences import Consequence
from graph_service.consequences.why_not import why_not
from graph_service.errors import NotFound
from graph_service.facts import Stated, cluster, to_row
from graph_service.screening import ScreeningResult, screen, to_plain

_ACTS = (
    "decision", "naming", "finding", "service", "objection", "repair", "annulment", "event", "lifting", "suspension",
    "publication", "notice", "receipt", "confirmation",
)  # fmt: skip


def screen_cases(sight: Sight, cases: Sequence[str]) -> ScreeningResult:
    """The screening result of cases, derived anew at the clocks."""
    sight.index.prefetch(cases)
    return screen(cases, sight.index, sight.book, sight.clocks.as_of)


def screening_json(sight: Sight, result: ScreeningResult, caller: Caller, *, review: bool) -> dict[str, Any]:
    """A screening result as plain data with the names of its parties; tokens of documents are not shown. Without a
    purpose, or the right to read persons, only what binds firms is on it, and what was left out is counted."""
    page: dict[str, Any] = {**sight.clocks.as_json(), **result.as_json(review=review)}
    page |= sight.clocks.as_json()
    persons = caller.may("read_persons") and caller.gave_purpose
    withheld = 0 if persons else _withhold(page)
    page["withheld"] = withheld
    facts = (
        result.facts
        if persons
        else {k: one for k, one in result.facts.items() if one.fact.kind in _FIRM_FACTS}
    )
    page["facts"] = {key: stated_json(one) for key, one in sorted(facts.items())}
    records = _records(page) | spoken_of(sight, facts.values(), persons=persons)
    page["names"] = names_of(sight, records, caller)
    return page


_FIRM_FACTS = frozenset(
    {"decision", "enterprise", "authority", "annulment", "repair", "event", "service", "identifier"}
)


def _withhold(page: dict[str, Any]) -> int:
    """Take everything that speaks of persons off a page; how many bearings and near misses that was."""
    gone = 0
    for case in page["cases"]:
        for pile in ("bound", "over", "pending", "drafts"):
            if pile in case:
                kept = [one for one in case[pile] if one["target"] == "enterprise"]
                gone += len(case[pile]) - len(kept)
                case[pile] = kept
        gone += len(case["near"])
        case["near"] = []
        case.pop("hints", None)
    page["parties"] = [one for one in page["parties"] if one["target"] == "enterprise"]
    return gone


def _records(page: dict[str, Any]) -> set[str]:
    found = {one["party"] for one in page["parties"]}
    for case in page["cases"]:
        found.add(case["subject"])
        found.update(one["record"] for one in case["near"])
        for pile in ("bound", "over", "pending", "drafts"):
            found.update(one["record"] for one in case.get(pile, ()))
    return {record for record in found if record}


def names_of(sight: Sight, records: Iterable[str], caller: Caller) -> dict[str, str]:
    """Names by record, as the caller may see them; a record that states no name bears that of its party."""
    wanted = sorted(set(records))
    sight.index.fetch("said", wanted)
    parties = {record: cluster(sight.index, record, "CONFIRMED").records for record in wanted}
    cards = sight.cards(member for members in parties.values() for member in members)
    found = {}
    for record, members in parties.items():
        is_firm = sight.kind_of(members) == "enterprise"
        names = (sight.firm_name(m) if is_firm else person_name(cards.get(m), caller) for m in members)
        name = next((name for name in names if name), None)
        if name:
            found[record] = name
    return found


_ENDS = ("record", "enterprise", "same_as", "other", "debtor")


def spoken_of(sight: Sight, facts: Iterable[Stated], *, persons: bool) -> set[str]:
    """The records that facts are stated on or name; without `persons` those of firms only."""
    found = {str(row[end]) for one in facts for row in (to_row(one.fact),) for end in _ENDS if end in row}
    return found if persons else {record for record in found if sight.kind_of((record,)) == "enterprise"}


def persons_on(page: dict[str, Any]) -> list[str]:
    """The ids of persons that a screening page speaks of."""
    found = {one["party"] for one in page["parties"] if one["target"] != "enterprise"}
    for case in page["cases"]:
        found.update(one["party"] for one in case["near"])
        for pile in ("bound", "over", "pending", "drafts"):
            found.update(
                one["party"] for one in case.get(pile, ()) if one["target"] != "enterprise" and one["party"]
            )
    return sorted(found)


def case_json(sight: Sight, case: str, caller: Caller) -> dict[str, Any]:
    """The page of one case, with its acts. Raises NotFound where no decision of that key stands."""
    if sight.decision(case) is None:
        raise NotFound("there is no such case at that time")
    page = screening_json(sight, screen_cases(sight, [case]), caller, review=False)
    persons = caller.may("read_persons") and caller.gave_purpose
    acts = [one for kind in _ACTS for one in sight.index.by(kind, "case", case)]
    kept = [one for one in acts if persons or sight.kind_of((one.fact.record,)) == "enterprise"]
    return {
        **sight.clocks.as_json(),
        **page["cases"][0],
        "acts": [stated_json(one) for one in kept],
        "facts": page["facts"],
        "names": page["names"],
        "withheld": page["withheld"] + len(acts) - len(kept),
        "parties": page["parties"],
    }


def explain_json(sight: Sight, one: Consequence, caller: Caller) -> dict[str, Any]:
    """A consequence with each fact it cites written out, and the absences it relied on. Raises NotFound where it may
    not be shown to this caller: then there is nothing to tell."""
    showing = Showing(caller, sight)
    if not showing.shows(one):
        raise NotFound("there is no such consequence at that time")
    shown = _looked_up(sight, one)
    found = showing.said(one)
    clause = sight.book.clauses.get(one.clause)
    persons = caller.may("read_persons") and caller.gave_purpose
    cited = [shown[used.fact] for used in one.proof.facts if used.fact in shown]
    records = spoken_of(sight, cited, persons=persons) | ({one.record} if one.record else set())
    return {
        **sight.clocks.as_json(),
        "consequence": found,
        "says": clause.says if clause else None,
        "facts": [
            {
                "part": used.part,
                **(stated_json(shown[used.fact]) if used.fact in shown else {"fact": used.fact}),
            }
            for used in one.proof.facts
        ],
        "absences": [look.key for look in one.proof.looks if not look.facts],
        "names": names_of(sight, records, caller),
    }


def _looked_up(sight: Sight, one: Consequence) -> dict[str, Stated]:
    found: dict[str, Stated] = {}
    for look in one.proof.looks:
        kind, _, rest = look.key.partition(".")
        field, _, value = rest.partition("=")
        if look.facts:
            found |= {stated.id: stated for stated in sight.index.by(kind, field, value)}
    return found


def why_not_json(sight: Sight, case: str, party: str, caller: Caller) -> dict[str, Any]:
    """Why a party near a case is not reached, clause by clause, and what does reach it."""
    nearness = why_not(case, party, sight.index, sight.book)
    if nearness is None:
        raise NotFound("there is no such case at that time")
    showing = Showing(caller, sight)
    reviews = showing.reviews(case)
    return {
        **sight.clocks.as_json(),
        "case": case,
        "party": party,
        "ties": list(nearness.ties),
        "reached": [showing.said(one) for one in nearness.reached if showing.shows(one)],
        "why_not": [
            to_plain(one) for one in nearness.why_not if reviews or one.reason != "clause_is_a_draft"
        ],
        "names": names_of(sight, [party], caller),
    }
