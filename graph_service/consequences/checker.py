"""The independent checker: is a consequence what the law makes of the standing facts?

It shares nothing with the engine but plain readings. Each fact cited stands and plays its part, each look-up (absences
above all) shows what it is said to, none is left out. What a draft lacks is not judged. (Laid out by hand.)"""

# fmt: off
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from graph_service.consequences.digest import clause_digest
from graph_service.consequences.model import Consequence, Layer, Proof, Span, State, Used, stacked
from graph_service.errors import BadValue
from graph_service.facts import Day, FactIndex, Ledger, MemoryIndex, Reading, Stated, identity, sequels
from graph_service.facts import types as t
from graph_service.facts.cases import CaseFacts, F
from graph_service.facts.days import add_term
from graph_service.rules import acts as law
from graph_service.rules import words as w
from graph_service.rules.model import CatalogueEntry, Clause, Condition
from graph_service.rules.rulebook import Rulebook

_COPIED = ("rule", "target", "measure", "measure_scope", "kind", "force", "propagation")
_NEVER = date.max


def check(consequence: Consequence, facts: Ledger | FactIndex, book: Rulebook) -> tuple[str, ...]:
    """Why not to accept it, in sentences; empty: accepted. `facts`: a ledger cut at what was known, or its index."""
    clause = book.clauses.get(consequence.clause) or book.catalogue.get(consequence.clause)
    if clause is None:
        return (f"the rulebook has no clause {consequence.clause}",)
    opinion = _Opinion(consequence, MemoryIndex.of(facts) if isinstance(facts, Ledger) else facts, book)
    if opinion.decision:
        opinion.of_clause(clause) if isinstance(clause, Clause) else opinion.of_catalogue(clause)
    asked = {*opinion.reading.keys, *sequels.who_is_who(opinion.keys, opinion.shown)}
    left_out = sorted(asked.difference(opinion.keys))
    return tuple(dict.fromkeys((*opinion.wrong, *(f"the look-up {key} is left out" for key in left_out))))


class _Opinion(CaseFacts):
    """What the checker makes of a case; `lacks` are elements not proved, which only a draft may lack."""

    def __init__(self, c: Consequence, index: FactIndex, book: Rulebook) -> None:
        self.c, self.book, self.reading = c, book, Reading(index)
        super().__init__(self.reading, c.case, c.record)
        self.wrong: list[str] = [] if self.decision else ["no decision of the case stands"]
        self.lacks: list[str] = [] if self.decision and self.alike else ["what the decision says"]
        self.shown: dict[str, Stated] = {}
        self.keys = [look.key for look in c.proof.looks]
        self.need(self.keys == sorted({*self.keys}), "the look-ups are not in order, each once")
        for look in c.proof.looks:
            kind, field, value = look.key.replace(".", "=", 1).split("=", 2)
            found = index.by(kind, field, value)
            self.shown |= {one.id: one for one in found}
            self.need(look.facts == tuple(one.id for one in found), f"{look.key} shows something else")
        self.need({use.fact for use in c.proof.facts} <= self.shown.keys(), "a fact is cited that no look-up showed")

    def need(self, true: object, otherwise: str) -> None:
        self.wrong += [] if true else [otherwise]

    def prove(self, true: object, element: str) -> None:
        self.lacks += [] if true else [element]

    def cited(self, cls: type[F]) -> F | None:
        ids = [use.fact for use in self.c.proof.facts if use.part == cls.kind and use.fact in self.shown]
        self.use(cls.kind, [self.shown[one] for one in ids[:1]])
        return next((one.fact for one in map(self.shown.__getitem__, ids) if isinstance(one.fact, cls)), None)

    def compare(self, true: Consequence) -> None:
        for mine, other in ((self.c, true), (self.c.proof, true.proof)):
            for name in {*type(mine).__slots__} - {"proof"}:
                self.need(getattr(mine, name) == getattr(other, name), f"{name} is not what law and facts give")

    def of_catalogue(self, entry: CatalogueEntry) -> None:  # a rule not taken apart only drafts
        c, p = self.c, self.c.proof
        state = (State.RETRACTED, "annulment") if self.annulled else (State.DRAFT, "missing")
        firm, kind = c.record in self.subject or p.role == "later_firm", self.book.vocabulary.measures[c.measure].kind
        self.use("authority", self.authorities[:1])
        self.compare(replace(
            c, rule=entry.id, target="enterprise" if firm else "person", force="not_read", territory=entry.territory,
            kind=kind.value, binds=self.bound(kind.level), propagation=entry.propagation[0],
            measure_scope=entry.bar or None, missing=(f"the rule is not enabled: {entry.reason}",),
            timeline=(Span(self.d.date.first, None, *state),), proof=Proof(
                clause=entry.id, clause_digest=clause_digest(entry), law=entry.law, article=entry.article,
                looks=p.looks, role=p.role, facts=tuple(sorted({*p.facts, *(Used(*use) for use in self.used)})))))
        self.need(c.measure in (*entry.person_measures, *entry.entity_measures), "the entry has another measure")
        self.need(p.role in (None, "later_firm", *entry.office_roles, *entry.found_roles), "the role is another")

    def of_clause(self, clause: Clause) -> None:
        c, p, self.clause = self.c, self.c.proof, clause
        self.trigger()
        days = law.role_days(clause.role_date, self.d)
        self.reach(days)
        met = tuple(str(one) for one in clause.trigger.conditions if self.met(one))
        self.prove(len(met) == len(clause.trigger.conditions), "all conditions")
        start, end, term, waiting = self.clock()
        days = None if self.told.naming and self.told.naming.title_only else days
        self.compare(replace(
            c, **{name: getattr(clause, name) for name in _COPIED}, territory=clause.scope.territory,
            timeline=self.timeline(start, end, waiting), binds=self.bound(clause.kind.level),
            proof=replace(
                p, clause=clause.id, clause_digest=clause_digest(clause), law=clause.law, article=clause.article,
                facts=tuple(Used(*use) for use in sorted(self.used)), start=start, end=end, term=term,
                conditions=met if clause.status is w.Status.ENABLED else p.conditions,
                role_from=days[0].first if days else None, role_to=days[1].last if days else None,
            ),
        ))
        self.need(c.missing or not self.lacks, f"it is not proved: {', '.join(self.lacks)}")

    def trigger(self) -> None:
        clause, scope = self.clause, self.clause.scope
        self.need(law.triggers(self.book, clause, self.d), "another act triggers it")
        self.prove(clause.status is w.Status.ENABLED and law.law_on(clause, self.d.date), "a clause in force that day")
        self.prove(len(self.authority) == 1, "whose act it is")
        for kind in self.authority if len(self.authority) == 1 else ():
            self.use("authority", self.authorities[:1])
            asked = [scope.received_by] if kind[0] in scope.through else []
            received = self.cite("received", [two for two in self.acts(t.Event) if two[1].event in asked][:1])
            self.need(self.book.recognises(scope, *kind) and (received or not asked), "it is not recognised here")

    def roles(self, code: str) -> frozenset[str]:
        return self.book.roles_of(code, self.form)

    def offices(self, roles: Iterable[str], days: tuple[Day, Day]) -> list[tuple[Stated, bool | None, bool]]:
        return sequels.terms_of_office(self.read, self.subject, self.book.posts_of(roles, self.form), *days)

    def named(self, paper: t.Naming | t.Finding) -> list[tuple[Stated, bool | None, bool]]:
        days = (self.d.date, self.d.date)
        return sequels.offices_of_name(self.read, paper.record, lambda: self.offices(self.roles(paper.role), days))

    def meant(self, paper: t.Naming | t.Finding) -> list[Stated]:
        """The offices that tell who is meant by a name without a number: only he of that name holds them on the day
        of the decision, and his number is proved (law decision 9)."""
        fit = self.named(paper) if paper.record not in self.members else []
        alone = all(on and one.fact.record in self.members for one, on, _ in fit)
        return [one for one, *_ in fit] if alone and identity.evidence(self.read, self.c.record or "", "PROVED") else []

    def speaks(self, record: str) -> bool:
        named = [one for one in self.documents() if one.record == record] if self.c.record else []
        return super().speaks(record) or any(one in self.told.papers or self.meant(one) for one in named)

    def reach(self, days: tuple[Day, Day] | None) -> None:
        """Is the party in the circle, proved to be who he is, and of age?"""
        c, d, clause, self.awaiting = self.c, self.d, self.clause, False
        self.told = law.Told(kind=self.kind, form=self.form, adult=False, naming=None, finding=None)
        itself = clause.by in (w.By.ENTITY, w.By.OWN_STATUS)
        self.need(not itself or (c.record, c.proof.role) == (d.record, None), "it is not the party of the decision")
        self.prove(not itself or self.kind == clause.target or clause.target is w.Target.ANY, "the kind of party")
        self.prove(c.record, "a person")
        if c.record is None:
            self.told = replace(self.told, naming=self.cited(t.Naming))
            self.need(c.proof.role is None and (clause.by is not w.By.NAMED or self.told.naming), "nobody has a role")
            self.offices(clause.roles, days) if days and not self.told.naming else None
            return
        self.circle(days, c.proof.role or "") if not itself else None
        if clause.identity is not w.IdentityAsked.LISTED:
            facts = identity.evidence(self.read, c.record, clause.identity.value)
            self.prove(facts, "who the party is")
            self.used |= {("identity", fact) for fact in facts}
        if clause.target is w.Target.PERSON or self.kind == "person":
            level = "CONFIRMED" if clause.identity is w.IdentityAsked.CONFIRMED else "PROVED"
            ages = sequels.adult_days(self.read, identity.cluster(self.read, c.record, level).records)
            self.used |= {("age", one) for one in ages}
            self.need(not ages or any(day.first <= d.date.last for day in ages.values()), "the person is a minor")
            adult = bool(ages) and all(day.last <= d.date.first for day in ages.values())
            self.prove(adult, "the age")
            self.told = replace(self.told, adult=adult)

    def circle(self, days: tuple[Day, Day] | None, role: str) -> None:
        """A person is reached by the register on the role date, or by the document that names or finds him."""
        clause, by_office = self.clause, self.clause.by in (w.By.OFFICE, w.By.RECORD)
        mine = [row for row in (self.offices(clause.roles, days) if days else []) if row[0].fact.record in self.members]
        fit = [row for row in mine if not by_office or role in self.roles(getattr(row[0].fact, "post", ""))]
        sure = [one for one, on, left in fit if on and not left]
        own = sure or [one for one, on, _ in fit if on is not False] if by_office else []
        told = self.papers(own)
        naming, finding, papers = self.told.naming, self.told.finding, self.told.papers
        given = set() if own else {*(self.roles(papers[0].role) if papers else ())} & {*clause.roles}
        given &= given if finding or clause.by is not w.By.FINDING else self.book.found_roles
        shown = {code for one in own or sure for code in self.roles(getattr(one.fact, "post", ""))} & {*clause.roles}
        self.need(role in ({min(given)} if given else shown), "the role is another")
        if clause.role_date and clause.role_date.first is not w.Moment.AS_NAMED:
            if days and not own and not mine:
                sequels.offices_taken_back(self.read, self.members)
            conduct = finding and clause.role_date.first is w.Moment.CONDUCT
            named = self.roles(naming.role) & {*clause.roles} if naming else frozenset()
            said = days and law.dates_role(self.book, naming, named, days, self.d)
            self.prove(clause.force is not w.Force.MANDATORY or sure or conduct or said, "the role on its date")
        ids = {one.id for one in (*(own or sure), *told)}
        cited = {use.fact for use in self.c.proof.facts if use.part == "office"}
        self.need(bool(cited) == bool(ids) and cited <= ids, "another office is relied on")
        self.used |= {("office", one) for one in cited}
        inside = law.in_the_act(finding, self.d)
        confirmed = self.cited(t.Confirmation) if own and not naming and not inside else None
        fits = confirmed and confirmed.what == "office_confirmed" and role in self.roles(confirmed.value or role)
        self.need(not confirmed or (fits and confirmed.record in self.members), "the confirmation is of another")
        self.awaiting = by_office and clause.initial is w.Initial.PROPOSED and not (naming or inside or confirmed)

    def papers(self, own: list[Stated]) -> list[Stated]:
        """The naming and finding relied on mean this person, none is left out; the offices that tell a bare name."""
        clause, by, proposed = self.clause, self.clause.by, self.clause.initial is w.Initial.PROPOSED
        naming = None if own and not proposed else self.cited(t.Naming)
        unasked = (naming and (own or by is w.By.NAMED)) or (own and not proposed)
        finding = None if unasked else self.cited(t.Finding)
        found_named = by is w.By.NAMED and law.in_the_act(finding, self.d) and clause.force is w.Force.MANDATORY
        self.told = replace(self.told, naming=naming, finding=finding, found_named=found_named)
        called = {f.record for _, f in self.acts(t.Naming) if not f.title_only and (finding or (own and proposed))}
        found = {f.record for _, f in self.acts(t.Finding) if law.in_the_act(f, self.d) or not own
                 if own or by is w.By.FINDING or (by is not w.By.NAMED and self.roles(f.role) & {*clause.roles})}
        told = {one.record: self.meant(one) for one in self.told.papers if self.meant(one)}
        left_out = (set() if naming else called) | (set() if finding or unasked else found)
        self.need(not left_out & {*self.members, *([] if own else told)}, "a document about him is left out")
        self.need({one.record for one in self.told.papers} <= {*self.members, *told}, "the document means another")
        unnamed = self.documents() if proposed and not self.told.papers else []
        for paper in unnamed if own else self.told.papers[:1]:  # a name alone: has the record nothing of its own?
            identity.evidence(self.read, paper.record, clause.identity.value) or self.named(paper)
        named = found_named or (naming and not naming.title_only)
        self.need(own or named or (finding and by is not w.By.NAMED), "no document reaches him")
        return [one for offices in told.values() for one in offices]

    def met(self, asked: Condition) -> bool:
        said, code = law.states(self.book, asked, self.d, self.told), (asked.codes or ("",))[0]
        if said is None:
            return law.meets(self.book, code, self.d, self.told)
        may = not said and code in self.book.vocabulary.conditions and self.book.vocabulary.conditions[code].confirmable
        own = [two for two in self.his(t.Confirmation) if may and two[1].what == code]
        return said or bool(self.cite("confirmation", own[:1]))

    def clock(self) -> tuple[date | None, date | None, str | None, str]:
        """Start, exclusive end, the term in short, and what a clock that has not started waits for."""
        d, clock, days, waiting = self.d, self.clause.clock, [self.d.date], "not_started"
        if clock.start is w.ClockStart.SERVICE:
            served = self.cite("service", (two for two in self.acts(t.Service) if two[1].record in self.subject))
            days = [f.date for f in served if f.date.last >= d.date.first]  # before it, another document was served
            waiting = "not_started" if days else "not_served"
        elif clock.start not in law.WITH_THE_ACT:
            begun = [two for two in self.his(t.Event) if two[1].event == clock.start]
            begun.sort(key=lambda two: (two[1].date.first, two[0].id))
            days = [f.date for f in self.cite("clock", begun[:1])]
        start = min((day.exact for day in days if day.exact), default=None)
        code = clock.code(self.told.term(d), d.publication_term)
        self.prove((start or not days) and code, "the day on which the clock starts, and its term")
        if start is None or code is None:
            return start, None, code, waiting
        try:
            end = clock.end(start, code)
            if clock.cap:
                grounds = law.terms_of_grounds(self.book, d.category)
                first = sequels.first_in_row(self.read, self.subject, d, start, grounds, self.clause.ends_by)
                end = min(end or _NEVER, add_term(first, clock.cap))
        except BadValue:
            end = start
        self.prove(end is None or end > start, "a term that ends after it starts")
        return start, end if end and end > start else None, code, waiting

    def timeline(self, start: date | None, end: date | None, waiting: str) -> tuple[Span, ...]:
        """The states over all time. All that bears on the state is a layer; on each day the top one counts."""
        clause, measure, draft = self.clause, self.clause.measure, bool(self.c.missing)
        begin, offered = min(self.d.date.first, start or _NEVER), clause.initial is w.Initial.OFFERED
        base = (State.OFFERED if offered else State.IN_FORCE, clause.force.value)
        base = (State.PROPOSED, "awaiting_naming_or_confirmation") if self.awaiting else base
        layers: list[Layer] = [(0, begin, _NEVER, State.PROPOSED, waiting), (1, start or _NEVER, _NEVER, *base)]
        receipts = self.cite("receipt", (two for two in self.his(t.Receipt) if offered and two[1].measure == measure))
        answers = {max(day, start or _NEVER): said for day, said in sequels.answers(receipts)}
        used = {"applied": (State.IN_FORCE, "receipt")}
        layers += [(2, day, _NEVER, *used.get(said, (State.OFFERED, said))) for day, said in answers.items()]
        open_to = (two for two in self.acts(t.Objection) if two[1].about in (None, clause.id, measure)
                   and (two[1].record in self.subject or self.speaks(two[1].record)))
        doubts, upheld = sequels.open_stretches(self.cite("objection", open_to), self.subject)
        if clause.on_objection is w.OnObjection.SUSPENDS:
            layers, doubts = [*layers, *((3, *doubt, State.SUSPENDED, "objection") for doubt in doubts)], []
        for f in self.cite("suspension", (two for two in self.acts(t.Suspension) if two[1].since)):
            layers.append((4, *sequels.stretch_of(f), State.SUSPENDED, "suspended_by_the_authority"))
        ups = (two for two in self.his(t.Lifting) if two[1].since and two[1].measure in (None, clause.measure))
        layers += [(5, *sequels.stretch_of(f), State.TEMPORARILY_LIFTED, "lifting") for f in self.cite("lifting", ups)]
        layers += [(6, begin, _NEVER, State.DRAFT, "missing")] if draft else []
        ends = [*self.ends(), *([(end, end, State.EXPIRED, "term")] if end and not draft else [])]
        layers += [(7, first, free, State.DRAFT, "date_not_exact") for first, free, *_ in ends]
        layers += [(8, *min((free, _NEVER, state, why) for _, free, state, why in ends))] if ends else []
        if self.annulled or upheld:
            return (Span(begin, None, State.RETRACTED, "annulment" if self.annulled else "objection_upheld"),)
        return stacked(begin, layers, doubts, below=6)

    def ends(self) -> list[tuple[date, date, State, str]]:
        """What may end it before its term: the first day it may, the first day it surely has, state, reason."""
        clause, until = self.clause, (self.c.proof.term or "").removeprefix("until:")
        free = clause.repair is not w.Repair.NONE and {"repair", "repair_after_cure_and_six_months"} & {*clause.ends_by}
        firm = () if clause.repair is w.Repair.OWN else self.subject
        later = [(one, act) for act, said in self.superseding for one in said
                 if act.case != self.case and not sequels.annulments(self.read, act)]
        exits = self.cite("exit", (two for two in self.his(t.Event) if two[1].event in (*clause.ends_by, until)))
        granted = (two for two in self.acts(t.Repair) if two[1].record in firm or self.speaks(two[1].record))
        repairs = self.cite("repair", granted if free else ())
        found = [*((f.date, State.EXPIRED, f.event) for f in exits),
                 *((f.date, State.REPAIRED, "repair") for f in repairs),
                 *((f.date, State.SUPERSEDED, "superseded") for f in self.cite("superseding", later))]
        return [(day.first, day.last + timedelta(days=not day.exact), state, why) for day, state, why in found]
