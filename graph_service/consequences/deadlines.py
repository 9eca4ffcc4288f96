"""Which deadlines a case has and how each stands on a day: facts, consequences, rows of the law and the calendar in.

A deadline moves no state of any consequence. What the law files give no number for has no day here, and a day of a fact
that is known to the month only starts no deadline: it is a problem.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from graph_service.consequences.deadline import TERM_ENDS, Basis, CaseDeadlines, Deadline, Standing
from graph_service.consequences.meeting import Met, how_met
from graph_service.consequences.model import Consequence, State
from graph_service.consequences.starts import Acts, Start, next_month
from graph_service.errors import BadValue, Problem
from graph_service.facts import FactIndex, Stated, add_term
from graph_service.facts.sequels import together
from graph_service.facts.types import Annulment, Authority, Decision, Enterprise
from graph_service.facts.working_days import WorkingDays
from graph_service.rules.deadlines import DeadlineRule, MetBy, RunsFrom, Unit, Who
from graph_service.rules.rulebook import Rulebook

TERM_NEAR = 30
"""Days before the last day of a term from which it is announced."""
_STANDS = frozenset(
    {State.IN_FORCE, State.PROPOSED, State.OFFERED, State.SUSPENDED, State.TEMPORARILY_LIFTED}
)
_FALL_WITH_IT = frozenset(
    {
        RunsFrom.DECISION,
        RunsFrom.SERVICE,
        RunsFrom.OBJECTION_ACCEPTED,
        RunsFrom.OBJECTION_REFUSED,
        RunsFrom.MONTH,
    }
)
"""What an annulment of the decision makes needless."""


def deadlines_of(
    case: str,
    index: FactIndex,
    book: Rulebook,
    consequences: Sequence[Consequence],
    calendar: WorkingDays,
    day: date,
) -> CaseDeadlines:
    """The deadlines of a case that have begun by `day`, as they stand on it; none where no decision of it stands.

    `consequences` are those of the case, as derived from the same facts. Problems: `authority_not_known` (whose duty it
    is and which law binds it cannot be told), `day_not_known` (a start known to the month), `day_out_of_range`,
    `no_clock_in_law` (an open objection for which no row here gives a number of days)."""
    stated = index.by(Decision.kind, "case", case)
    if not stated:
        return CaseDeadlines()
    decision, _ = together([one.fact for one in stated if isinstance(one.fact, Decision)])
    authority = _authority(index, decision.authority)
    if authority is None:
        why = "the authority of the decision is not known here: no deadline of the law can be told"
        problem = Problem(kind="authority_not_known", subject=case, why=why, todo="State the authority.")
        return CaseDeadlines(problems=(problem,))
    acts = Acts.of(index, decision, authority, consequences)
    return _Asked(acts, book, calendar, day, _target(index, decision.record)).answer()


def _authority(index: FactIndex, code: str) -> Authority | None:
    found = [one.fact for one in index.by(Authority.kind, "code", code)]
    facts = [fact for fact in found if isinstance(fact, Authority)]
    return facts[0] if len({(fact.department, fact.region) for fact in facts}) == 1 else None


def _target(index: FactIndex, record: str) -> str:
    return "enterprise" if index.by(Enterprise.kind, "record", record) else "person"


@dataclass(frozen=True, slots=True)
class _Asked:
    """One case, asked about on a day; `target` is what the party of its decision is."""

    acts: Acts
    book: Rulebook
    calendar: WorkingDays
    day: date
    target: str

    def answer(self) -> CaseDeadlines:
        """All of it."""
        found: dict[tuple[object, ...], Deadline] = {}
        problems: dict[Problem, None] = {}
        later: list[date] = []
        for row in self.rows():
            for start in self.acts.starts(row, self.day):
                if start.day.exact is None:
                    problems[self._undated(row, start)] = None
                elif start.day.exact > self.day:
                    later.append(start.day.exact)
                elif row.in_force(start.day.exact):
                    self._add(found, problems, row, start, start.day.exact)
        deadlines = [*found.values(), *self.terms()]
        problems |= dict.fromkeys(self._without_clock(deadlines))
        return CaseDeadlines(
            deadlines=tuple(sorted(deadlines, key=lambda one: (one.due or date.min, one.duty, one.id))),
            problems=tuple(problems),
            next_on=min(later, default=None),
        )

    def _add(
        self,
        found: dict[tuple[object, ...], Deadline],
        problems: dict[Problem, None],
        row: DeadlineRule,
        start: Start,
        since: date,
    ) -> None:
        """Put the deadline of a row among those found, with the bases of another row that says the same."""
        try:
            one = self._deadline(row, start, since)
        except (BadValue, OverflowError):
            # A day at the end of time, stated by mistake, must not keep the sweep from every other case.
            why = f"the last day of {row.duty}, counted from {since}, is no day of the calendar"
            todo = "Correct the day that it runs from."
            problems[
                Problem(kind="day_out_of_range", subject=self.acts.decision.case, why=why, todo=todo)
            ] = None
            return
        if one is not None:
            same = (one.duty, one.about, one.actor, one.due, one.latest)
            bases = sorted({*(found[same].bases if same in found else ()), *one.bases})
            found[same] = replace(one, bases=tuple(bases))

    def rows(self) -> Iterator[DeadlineRule]:
        """The rows of the law that speak of the act and bind its authority."""
        decision, authority = self.acts.decision, self.acts.authority
        for row in self.book.deadlines:
            if row.speaks_of(decision.act, decision.category) and row.binds(
                authority.department, authority.region
            ):
                yield row

    def _undated(self, row: DeadlineRule, start: Start) -> Problem:
        why = f"the day from which {row.duty} runs is known to {start.day} only: no last day can be told"
        return Problem(kind="day_not_known", subject=self.acts.decision.case, why=why, todo="State the day.")

    def _deadline(self, row: DeadlineRule, start: Start, since: date) -> Deadline | None:
        last = self._last_days(row, since)
        if last is None:
            return None
        due, latest, provisional = last
        met = self._done(how_met(self.acts, row, start, due))
        standing = self._standing(row, since, latest, met)
        record = start.record or self.acts.decision.record
        return Deadline(
            case=self.acts.decision.case,
            duty=row.duty,
            about=start.about,
            who=row.who.value,
            actor=start.actor or (self.acts.authority.code if row.who is Who.DECIDING_AUTHORITY else None),
            record=record,
            target=self.target if start.record is None else _target(self.acts.index, record),
            authority=self.acts.authority.code,
            since=since,
            due=due,
            latest=latest,
            provisional=provisional,
            standing=standing,
            near_on=self._near(row, since, due),
            bases=(Basis(rule=row.id, law=row.law, article=row.article, evidence=row.evidence.value),),
            review=not row.open_to_readers,
            runs_from=(start.fact.id,),
            met_by=met.facts if met else (),
            met_on=met.on if met else None,
            escalates_on=self._escalates(row, start, latest, standing),
        )

    def _last_days(self, row: DeadlineRule, since: date) -> tuple[date | None, date | None, bool] | None:
        """The last day, the last day where it is lengthened, and whether the calendar ends before; None where the fact
        that gives the length is not there."""
        match row.unit:
            case Unit.AT_ONCE:
                return None, None, False
            case Unit.WORKING_DAYS:
                due = self.calendar.after(since, row.length)
                latest = self.calendar.after(since, row.length + row.extension)
                return due.day, latest.day, latest.provisional
            case Unit.LONGEST_PUBLICATION:
                kind = self.book.vocabulary.repair_classes.get(self.acts.decision.repair_class or "")
                day = add_term(since, kind.most) if kind else None
                return (day, day, False) if day else None
            case Unit.DAYS:
                last = since + timedelta(days=row.length)
            case Unit.DAY_OF_NEXT_MONTH:
                last = next_month(since).replace(day=row.length)
            case Unit.END_OF_MONTH:  # pragma: no branch -- the last of an enumeration, which mypy checks
                last = next_month(since) - timedelta(days=1)
        moved = self.calendar.on_or_after(last)
        return moved.day, moved.day, moved.provisional

    def _standing(self, row: DeadlineRule, since: date, latest: date | None, met: Met | None) -> Standing:
        if met is not None:
            if met.moot:
                return Standing.WITHDRAWN
            late = latest is not None and met.on is not None and met.on.first > latest
            return Standing.MET_LATE if late else Standing.MET
        if row.runs_from in _FALL_WITH_IT and self._annulled() and row.unit is not Unit.LONGEST_PUBLICATION:
            return Standing.WITHDRAWN
        if latest is None or self.day <= latest:
            return Standing.OPEN
        return Standing.OVER if row.met_by is MetBy.NOTHING else Standing.MISSED

    def _done(self, met: Met | None) -> Met | None:
        """What has happened by the day; what is stated for later has not."""
        return met if met is not None and (met.on is None or met.on.first <= self.day) else None

    def _annulled(self) -> bool:
        days = [one.fact.date for one in self.acts.annulled if isinstance(one.fact, Annulment)]
        return any(day.first <= self.day for day in days)

    def _near(self, row: DeadlineRule, since: date, due: date | None) -> date | None:
        if row.near == 0:
            return None
        if due is None:
            return since
        return max(since, self.calendar.before(due, row.near).day)

    def _escalates(
        self, row: DeadlineRule, start: Start, latest: date | None, standing: Standing
    ) -> date | None:
        """The day after the clock of an objection, where it leaves a measure standing and marked; what it suspends
        waits without harm (law, section 2.6)."""
        open_still = standing in (Standing.OPEN, Standing.MISSED)
        if row.runs_from is not RunsFrom.OBJECTION_ACCEPTED or latest is None or not open_still:
            return None
        marked = any(_disputed(one, start.fact, self.day) for one in self.acts.consequences)
        return latest + timedelta(days=1) if marked else None

    def terms(self) -> Iterator[Deadline]:
        """The terms of the consequences that stand: nobody has to act, and whoever is bound is told when he is free."""
        for one in self.acts.consequences:
            span = one.on(self.day)
            if span is None or span.state not in _STANDS or one.record is None:
                continue
            ends = [
                later for later in one.timeline if later.since > self.day and later.state is State.EXPIRED
            ]
            if not ends:
                continue
            due = ends[0].since - timedelta(days=1)
            clause = self.book.clauses.get(one.clause)
            evidence = clause.basis.evidence.value if clause else ""
            yield Deadline(
                case=one.case,
                duty=TERM_ENDS,
                about=one.id,
                who=Who.NOBODY.value,
                actor=None,
                record=one.record,
                target=one.target,
                authority=self.acts.authority.code,
                since=one.proof.start or one.timeline[0].since,
                due=due,
                latest=due,
                provisional=False,
                standing=Standing.OPEN,
                near_on=max(one.timeline[0].since, due - timedelta(days=TERM_NEAR)),
                bases=(
                    Basis(rule=one.clause, law=one.proof.law, article=one.proof.article, evidence=evidence),
                ),
                review=span.state is not State.IN_FORCE,
            )

    def _without_clock(self, found: Sequence[Deadline]) -> Iterator[Problem]:
        timed = {fact for one in found if one.duty == "verify_objection" for fact in one.runs_from}
        for one in self.acts.rounds():
            if one.closed is None and one.accepted.id not in timed:
                yield Problem(
                    kind="no_clock_in_law",
                    subject=self.acts.decision.case,
                    why="an objection is open, and no row of the law here says within how many days it is decided",
                    todo="Decide it without delay; where a regulation sets a time, add its row.",
                )


def _disputed(one: Consequence, accepted: Stated, day: date) -> bool:
    """Does this objection leave the consequence standing, with its mark?"""
    span = one.on(day)
    cited = any(used.part == "objection" and used.fact == accepted.id for used in one.proof.facts)
    return cited and span is not None and span.disputed
