"""Screening: facts, a rulebook and a day in; for every case and party, who is bound, since when and why.

`screen` reads facts only through the index it is given, which shows what was known at the moment asked for. It
derives each case anew, so what it says never depends on what was written down before.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from graph_service.consequences import CaseReport, Consequence, Span, State, derive
from graph_service.consequences.answers import PENDING, answers
from graph_service.consequences.model import ENDED
from graph_service.consequences.why_not import why_not
from graph_service.facts import FactIndex, Stated, cluster
from graph_service.facts.sequels import decisions
from graph_service.facts.types import Decision
from graph_service.rules.rulebook import Rulebook
from graph_service.screening.result import (
    Bearing,
    CasePage,
    NearMiss,
    PartyPage,
    ScreeningResult,
    Totals,
)


@dataclass(slots=True)
class _Seeing:
    """A FactIndex that keeps every fact it showed, so that what is cited can be shown too."""

    index: FactIndex
    seen: dict[str, Stated] = field(default_factory=dict)

    def by(self, kind: str, field: str, value: str) -> tuple[Stated, ...]:
        found = self.index.by(kind, field, value)
        for one in found:
            self.seen[one.id] = one
        return found


@dataclass(slots=True)
class Screening:
    """A screening under way: `add` each case, then read `result`. One index, one rulebook, one day.

    `near` asks also for the persons near each case whom nothing reaches, and why not.
    """

    index: FactIndex
    book: Rulebook
    as_of: date
    near: bool = True
    _seeing: _Seeing = field(init=False)
    _pages: list[CasePage] = field(default_factory=list)
    _parties: dict[str, list[tuple[Consequence, Bearing | None]]] = field(default_factory=dict)
    _stands_for: dict[str, str] = field(default_factory=dict)
    _cited: dict[str, Stated] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._seeing = _Seeing(self.index)

    def add(self, case: str) -> CasePage:
        """One more case, on its page."""
        self._seeing.seen.clear()
        report = derive(case, self._seeing, self.book)
        page = self._page(case, report)
        self._pages.append(page)
        return page

    def result(self) -> ScreeningResult:
        """The page of all cases added so far, sorted by case and party."""
        pages = tuple(sorted(self._pages, key=lambda page: page.case))
        parties = tuple(self._party(party) for party in sorted(self._parties))
        return ScreeningResult(
            as_of=self.as_of,
            rulebook=self.book.digest,
            cases=pages,
            parties=parties,
            totals=_totals(pages, parties),
            facts=dict(self._cited),
        )

    def _page(self, case: str, report: CaseReport) -> CasePage:
        statements = self._seeing.by("decision", "case", case)
        decision = next(iter(decisions(statements)), None)
        self._cite(*(one.id for one in statements))
        bearings = [self._bearing(one) for one in report.consequences]
        for one, bearing in zip(report.consequences, bearings, strict=True):
            for party in dict.fromkeys(map(self._party_of, one.binds)):
                self._parties.setdefault(party, []).append((one, bearing))
        kept = _apart(bearing for bearing in bearings if bearing is not None)
        return CasePage(
            case=case,
            status=_status(self._seeing, decision),
            act=decision.act if decision else None,
            category=decision.category if decision else None,
            authority=decision.authority if decision else None,
            number=decision.number if decision else None,
            date=decision.date if decision else None,
            subject=self._party_of(decision.record) if decision else None,
            bound=kept["bound"],
            pending=kept["pending"],
            drafts=kept["drafts"],
            over=kept["over"],
            near=self._near(decision, report) if self.near and decision else (),
            hints=report.hints,
            problems=report.problems,
            not_recognised=report.not_recognised,
            consequences=report.consequences,
        )

    def _bearing(self, one: Consequence) -> Bearing | None:
        """The consequence on the day; None before it began."""
        span = one.on(self.as_of)
        if span is None:
            return None
        since, until = _stretch(one, span)
        self._cite(*(used.fact for used in one.proof.facts))
        clause = self.book.clauses.get(one.clause)
        entry = self.book.catalogue.get(one.clause)
        return Bearing(
            consequence=one.id,
            case=one.case,
            party=self._party_of(one.record) if one.record is not None else None,
            record=one.record,
            target=one.target,
            measure=one.measure,
            measure_scope=one.measure_scope,
            kind=one.kind,
            force=one.force,
            clause=one.clause,
            law=one.proof.law,
            article=one.proof.article,
            says=clause.says if clause else entry.trigger if entry else "",
            state=span.state.value,
            reason=span.reason,
            disputed=span.disputed,
            since=since,
            until=until,
            last_day=until - timedelta(days=1) if until else None,
            term=one.proof.term,
            role=one.proof.role,
            missing=one.missing,
            notes=one.notes,
            facts=one.proof.facts,
        )

    def _near(self, decision: Decision, report: CaseReport) -> tuple[NearMiss, ...]:
        """Persons with an office, a holding, a naming or a finding in the case whom no clause reaches. Who is named
        without a number and borne out by the register is reached on the register's record: by force of his naming."""
        begun = [one for one in report.consequences if one.on(self.as_of) is not None]
        speaks = {
            used.fact for one in begun for used in one.proof.facts if used.part in ("naming", "finding")
        }
        reached = {self._party_of(record) for one in begun for record in one.binds}
        reached |= {self._party_of(self._seeing.seen[fact].fact.record) for fact in speaks}
        found: dict[str, NearMiss] = {}
        for record in _tied(self._seeing, decision):
            party = self._party_of(record)
            if party in reached or party in found or not self._seeing.by("person", "record", record):
                continue
            nearness = why_not(decision.case, record, self._seeing, self.book, report)
            assert nearness is not None, "the decision of the case stands"
            self._cite(*nearness.ties)
            found[party] = NearMiss(
                case=decision.case, party=party, record=record, ties=nearness.ties, why_not=nearness.why_not
            )
        return tuple(found[party] for party in sorted(found))

    def _party(self, party: str) -> PartyPage:
        mine = self._parties[party]
        proved = cluster(self.index, party, "PROVED").records
        return PartyPage(
            party=party,
            records=tuple(sorted(proved)),
            confirmed_with=tuple(sorted({*cluster(self.index, party, "CONFIRMED").records} - {*proved})),
            target=mine[0][0].target,
            measures=answers((one for one, _ in mine), self.as_of),
            bearings=tuple(bearing for _, bearing in mine if bearing is not None),
        )

    def _party_of(self, record: str) -> str:
        """The record that stands for those proved to be one: the least id, whatever order they came in."""
        if record not in self._stands_for:
            records = cluster(self._seeing, record, "PROVED").records
            self._stands_for.update(dict.fromkeys(records, min(records)))
        return self._stands_for[record]

    def _cite(self, *facts: str) -> None:
        seen = self._seeing.seen
        self._cited |= {fact: seen[fact] for fact in facts if fact in seen}


def screen(
    cases: Iterable[str], index: FactIndex, book: Rulebook, as_of: date, *, near: bool = True
) -> ScreeningResult:
    """The page of these cases: who is bound to which measure by which clause, since, until, on which records; what
    is proposed, offered or drafted, kept apart; who is near and why not (where `near`); totals and problems."""
    screening = Screening(index, book, as_of, near)
    for case in dict.fromkeys(cases):
        screening.add(case)
    return screening.result()


def _stretch(one: Consequence, now: Span) -> tuple[date, date | None]:
    """The stretch in the state of `now` around it: a mark of dispute comes and goes and breaks nothing."""
    since, until = now.since, now.until
    for span in reversed(one.timeline):
        since = span.since if span.until == since and span.state is now.state else since
    for span in one.timeline:
        until = span.until if until is not None and span.since == until and span.state is now.state else until
    return since, until


def _status(index: FactIndex, decision: Decision | None) -> str:
    if decision is None:
        return "unknown"
    return "annulled" if index.by("annulment", "case", decision.case) else "standing"


def _tied(index: FactIndex, decision: Decision) -> tuple[str, ...]:
    """Records with an office or a holding in the firm the case is against, or named or found in it."""
    ties = [
        one
        for record in cluster(index, decision.record, "PROVED").records
        for kind in ("office", "holding")
        for one in index.by(kind, "enterprise", record)
    ]
    acts = [one for kind in ("naming", "finding") for one in index.by(kind, "case", decision.case)]
    return tuple(dict.fromkeys(one.fact.record for one in (*ties, *acts)))


def _apart(bearings: Iterable[Bearing]) -> Mapping[str, tuple[Bearing, ...]]:
    found: dict[str, list[Bearing]] = defaultdict(list)
    for one in sorted(bearings, key=lambda b: (b.party or "", b.measure, b.clause, b.consequence)):
        state = State(one.state)
        pile = "drafts" if state is State.DRAFT else "pending" if state in PENDING else "bound"
        found["over" if state in ENDED else pile].append(one)
    return {pile: tuple(found[pile]) for pile in ("bound", "pending", "drafts", "over")}


def _totals(pages: tuple[CasePage, ...], parties: tuple[PartyPage, ...]) -> Totals:
    bearings = [b for page in pages for b in (*page.bound, *page.pending, *page.drafts, *page.over)]
    bound = [b for page in pages for b in page.bound]
    return Totals(
        cases=len(pages),
        parties_bound=sum(party.bound for party in parties),
        persons_bound=sum(party.bound and party.target == "person" for party in parties),
        near=sum(len(page.near) for page in pages),
        states=_counted(b.state for b in bearings),
        measures=_counted(b.measure for b in bound),
        clauses=_counted(b.clause for b in bound),
        problems=_counted(problem.kind for page in pages for problem in page.problems),
    )


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))
