"""What a dossier is drawn from: the screened cases of a party, or one case, with names and sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph_service.assemble.access import Caller, Clocks
from graph_service.assemble.cases import names_of, screen_cases, spoken_of
from graph_service.assemble.sight import Sight
from graph_service.assemble.workspace import Workspace
from graph_service.rules.rulebook import Rulebook
from graph_service.screening import Bearing, CasePage, NearMiss, ScreeningResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """The screened cases of `about` (a case key, or `party`), the rulebook they were judged by, names by record as
    the caller may see them, and the sources with their age."""

    about: str
    party: str | None
    result: ScreeningResult
    book: Rulebook
    names: Mapping[str, str]
    sources: Sequence[Mapping[str, Any]]


def argue(
    workspace: Workspace, about: str, *, caller: Caller, clocks: Clocks, review: bool = False
) -> Argument:
    """The argument about a case or a party; the read of its persons is logged first. Raises NotFound where `about`
    is neither, NotAllowed for who may not read persons, or may not `review`."""
    for right in ("read_firms", "read_persons", *(("review",) if review else ())):
        caller.ask(right)
    caller.ask_purpose()
    sight = workspace.sight(clocks)
    party = None if sight.decision(about) is not None else sight.party(about)
    result = screen_cases(sight, [about] if party is None else sight.cases_near(party))
    if party is not None:
        result = about_party(result, frozenset(party.records), party.id)
    persons = _persons(sight, result, party.records if party and not party.is_firm else ())
    if persons:
        workspace.reads.read(caller, "dossier", persons, clocks)
    return Argument(
        about=about,
        party=party.id if party else None,
        result=result,
        book=sight.book,
        names=_names(sight, result, (party.id,) if party else (), caller),
        sources=workspace.sources.at(clocks),
    )


def about_party(result: ScreeningResult, records: frozenset[str], party: str) -> ScreeningResult:
    """The cases that bear on these records or miss them nearly, with the party's own id in them and on its page."""
    return replace(
        result,
        cases=tuple(_own(page, records, party) for page in result.cases if _bears_on(page, records)),
        parties=tuple(
            page if records.isdisjoint(page.records) else replace(page, party=party)
            for page in result.parties
        ),
    )


def _own(page: CasePage, records: frozenset[str], party: str) -> CasePage:
    mine = _binding(page, records)
    piles: dict[str, Any] = {
        name: tuple(
            replace(one, party=party) if one.consequence in mine else one for one in getattr(page, name)
        )
        for name in ("bound", "pending", "drafts", "over")
    }
    near = tuple(replace(one, party=party) if one.record in records else one for one in page.near)
    return replace(page, **piles, near=near)


def _bears_on(page: CasePage, records: frozenset[str]) -> bool:
    return page.subject in records or not records.isdisjoint(_records(page)) or bool(_binding(page, records))


def _binding(page: CasePage, records: frozenset[str]) -> set[str]:
    """The consequences that concern one of these records: also those that follow a reviewer's link to it."""
    return {one.id for one in page.consequences if not records.isdisjoint(one.binds)}


def _names(sight: Sight, result: ScreeningResult, more: Iterable[str], caller: Caller) -> dict[str, str]:
    """Names of every record that the page and its facts speak of."""
    records = {record for page in result.cases for record in _records(page)} | set(more)
    return names_of(sight, records | spoken_of(sight, result.facts.values(), persons=True), caller)


def _records(page: CasePage) -> set[str]:
    shown: list[Bearing | NearMiss] = [*page.bound, *page.pending, *page.drafts, *page.over, *page.near]
    found = {page.subject, *(one.record for one in shown), *(one.party for one in shown)}
    return {record for record in found if record}


def _persons(sight: Sight, result: ScreeningResult, more: Iterable[str]) -> tuple[str, ...]:
    records = {record for page in result.cases for record in _records(page)} | set(more)
    return tuple(sorted(record for record in records if sight.kind_of((record,)) != "enterprise"))
