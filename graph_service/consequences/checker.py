"""The independent checker: is a consequence what the law makes of the standing facts?

A second opinion that shares no code with the engine. It reads the facts again by itself and accepts only where each
fact cited stands and plays its part, each look-up (absences above all) shows what it is said to show, none that
could have stopped the consequence is left out, and the clause gives just this measure for just this time. It is
strict wherever someone could be bound; what a draft says to lack is not judged, for a draft binds nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from dataclasses import replace
from typing import TypeVar

from graph_service.consequences.digest import clause_digest
from graph_service.consequences.model import Consequence, Span, State, Used
from graph_service.errors import BadValue
from graph_service.facts import Day, FactIndex, Ledger, MemoryIndex, Reading, Stated, add_term, cluster, covers
from graph_service.facts import fact_id, to_row
from graph_service.facts import types as t
from graph_service.facts.days import term_end
from graph_service.facts.identity import evidence, identity_facts
from graph_service.rules import words as w
from graph_service.rules.model import CatalogueEntry, Clause, Condition
from graph_service.rules.rulebook import Rulebook

F = TypeVar("F", bound=t.Fact)
Paper = t.Naming | t.Finding
_Layer = tuple[int, date, date, State, str]
_ACTS = (t.Annulment, t.Confirmation, t.Event, t.Finding, t.Lifting, t.Naming, t.Objection, t.Receipt, t.Repair,
         t.Service, t.Suspension)  # fmt: skip
_PARTIES = ("enterprise", "person", "undecided_party")
_PARTS = {"party": _PARTIES, "identity": ("identity", "identifier"), "age": ("person",), "clock": ("event",),
          "received": ("event",), "exit": ("event",), "superseding": ("decision",)}  # fmt: skip
_HEADER = {"record", "since", "until", "disclosed_on", "origin", "replaces"}
_NEVER = date.max
_ONE_TO_THREE_YEARS = {"P3Y", *(f"P{months}M" for months in range(12, 37)), "P1Y", "P2Y",
                       *(f"P{years}Y{months}M" for years in (1, 2) for months in range(12))}  # fmt: skip
_EVENTS = ("completion", "proceedings_ended", "sentence_end", "probation_end")
_FOUND = {"finding_of_direct_responsibility": ("direct", "personal"),
          "finding_of_personal_responsibility": ("personal",),
          "finding_of_responsibility_for_it": ("direct", "personal", "accident"),
          "finding_that_breach_caused_the_bankruptcy": ("breach",)}  # fmt: skip


def standing(ledger: Ledger) -> FactIndex:
    """What stands in a ledger, by the checker's own reading of replacements and retractions."""
    against: dict[str, list[Stated]] = defaultdict(list)
    for one in ledger.facts:
        for target in filter(None, (one.fact.replaces, getattr(one.fact, "of", None))):
            against[target].append(one)

    def gone(fact: str) -> bool:  # a retraction that was itself taken back takes nothing back
        return any(one.fact.kind != "retraction" or not gone(one.id) for one in against.get(fact, ()))

    return MemoryIndex.over(one for one in ledger.facts if not gone(one.id))


def check(consequence: Consequence, facts: Ledger | FactIndex, book: Rulebook) -> tuple[str, ...]:
    """Why the consequence is not to be accepted, each reason in a sentence; empty where it is.

    `facts` is the ledger, cut at what was known, or an index of what stood then.
    """
    clause = book.clauses.get(consequence.clause) or book.catalogue.get(consequence.clause)
    if clause is None:
        return (f"the rulebook has no clause {consequence.clause}",)
    opinion = _Opinion(consequence, standing(facts) if isinstance(facts, Ledger) else facts, book)
    if isinstance(clause, Clause):
        opinion.of_clause(clause)
    else:
        opinion.of_catalogue(clause)
    return tuple(dict.fromkeys([*opinion.wrong, *opinion.left_out()]))


class _Opinion:
    """What the checker makes of the case. `lacks`: elements not proved, which only a draft may lack; `used`: the
    facts that have to be cited, in their parts."""

    def __init__(self, c: Consequence, index: FactIndex, book: Rulebook) -> None:
        self.c, self.book, self.read = c, book, Reading(index)
        self.wrong: list[str] = []
        self.lacks: list[str] = []
        self.used: set[Used] = set()
        self.shown: dict[str, Stated] = {}
        keys = [look.key for look in c.proof.looks]
        self.need(keys == sorted({*keys}), "the look-ups are not in order, each once")
        for look in c.proof.looks:
            kind, field, value = look.key.replace(".", "=", 1).split("=", 2)
            found = index.by(kind, field, value)
            self.shown |= {one.id: one for one in found}
            self.need(look.facts == tuple(one.id for one in found), f"{look.key} shows something else")
        for use in c.proof.facts:
            fits = use.fact.partition(":")[0] in _PARTS.get(use.part, (use.part,))
            self.need(fits and use.fact in self.shown, f"{use.fact} was not seen as {use.part}")

    def need(self, true: object, otherwise: str) -> None:
        self.wrong += [] if true else [otherwise]

    def prove(self, true: object, element: str) -> None:
        self.lacks += [] if true else [element]

    def use(self, part: str, found: Iterable[Stated]) -> None:
        self.used |= {Used(part, one.id) for one in found}

    def cited(self, cls: type[F]) -> F | None:
        """The fact of this type that the proof relies on."""
        found = [self.shown[use.fact] for use in self.c.proof.facts if use.part == cls.kind and use.fact in self.shown]
        self.use(cls.kind, found[:1])
        return next((one.fact for one in found if isinstance(one.fact, cls)), None)

    def acts(self, cls: type[F]) -> list[tuple[Stated, F]]:
        found = self.read.by(cls.kind, "case", self.c.case)
        return [(one, one.fact) for one in found if isinstance(one.fact, cls)]

    def left_out(self) -> list[str]:
        """Look-ups the proof should list and does not: the checker's own, and who is who for all it looked at."""
        listed, who = {look.key for look in self.c.proof.looks}, ("identity.record", "identity.same_as", "identifier.record")
        asked = {*self.read.keys, *(f"unmerge.identity={one}" for one in self.shown if one.startswith("identity:"))}
        papers = [one.fact for one in self.shown.values() if isinstance(one.fact, t.Identity) and one.fact.level != "CANDIDATE"]
        gone = {one.fact.identity for one in self.shown.values() if isinstance(one.fact, t.Unmerge)}
        asked |= {f"identity.document={one.document}" for one in papers if one.document and fact_id(one) not in gone}
        asked |= {f"{each}={key.partition('=')[2]}" for key in listed if key.startswith(who) for each in who}
        return [f"the look-up {key} is left out" for key in sorted(asked - listed)]

    def of_catalogue(self, entry: CatalogueEntry) -> None:
        """A rule that was not taken apart only drafts, until the decision is annulled."""
        c, p, d = self.c, self.c.proof, self.open()
        told = (c.rule, c.kind, c.measure_scope, c.force, c.propagation, c.territory, c.missing, p.clause, p.law, p.article,
                p.clause_digest, p.conditions, p.role_from, p.role_to, p.start, p.end, p.term)  # fmt: skip
        true = (entry.id, self.book.vocabulary.measures[c.measure].kind, entry.bar or None, "not_read",
                entry.propagation[0], entry.territory, (f"the rule is not enabled: {entry.reason}",), entry.id, entry.law,
                entry.article, clause_digest(entry), (), None, None, None, None, None)  # fmt: skip
        self.need(c.target == ("enterprise" if c.record in self.subject or p.role == "later_firm" else "person"), "whom")
        self.need(p.role in (None, "later_firm", *entry.office_roles, *entry.found_roles), "the role is another")
        self.need(told == true and c.measure in (*entry.person_measures, *entry.entity_measures), "the entry says else")
        back = (State.RETRACTED, "annulment") if self.annulments(c.case, set()) else (State.DRAFT, "missing")
        self.need(d and c.timeline == (Span(d.date.first, None, *back),), "it is a draft and nothing more")
        self.use("authority", self.authority[:1])
        self.use("annulment", self.annulments(c.case, set()))
        self.need(self.used <= {*p.facts} and p.facts == tuple(sorted({*p.facts})), "other facts are relied on")

    def of_clause(self, clause: Clause) -> None:
        c, p, self.clause = self.c, self.c.proof, clause
        told = (c.rule, c.target, c.measure, c.measure_scope, c.kind, c.force, c.propagation, c.territory, p.clause,
                p.law, p.article, p.clause_digest)  # fmt: skip
        true = (clause.rule, clause.target, clause.measure, clause.measure_scope, clause.kind, clause.force,
                clause.propagation, clause.scope.territory, clause.id, clause.law, clause.article, clause_digest(clause))  # fmt: skip
        self.need(told == true, "the clause says something else")
        d = self.open()
        if d is None:
            return
        self.trigger(d)
        days = self.window(d)
        self.reach(d, days)
        met = tuple(str(one) for one in clause.trigger.conditions if self.met(one, d))
        self.prove(len(met) == len(clause.trigger.conditions), "all conditions")
        start, end, term, waiting = self.clock(d)
        span = (days[0].first, days[1].last) if days else (None, None)
        self.need((p.role_from, p.role_to) in (span, (None, None)[: 2 * bool(c.missing)]), "the role counts on other days")
        self.need((p.start, p.end, p.term) == (start, end, term), "the clock gives other days")
        self.need(p.conditions == met or clause.status is w.Status.DRAFT, "other conditions are met")
        self.need(c.timeline == self.timeline(d, start, end, waiting), "the facts give another timeline")
        self.need(tuple(sorted(self.used)) == p.facts, "other facts are relied on")
        self.need(c.missing or not self.lacks, f"it is not proved: {', '.join(self.lacks)}")

    def open(self) -> t.Decision | None:
        """The decision of the case, the party it is against, and whose act it is."""
        stated = self.read.by("decision", "case", self.c.case)
        said = [one.fact for one in stated if isinstance(one.fact, t.Decision)]
        self.need(said, "no decision of the case stands")
        for kind, field in (*((cls.kind, "case") for cls in _ACTS), ("decision", "supersedes")):
            self.read.by(kind, field, self.c.case)
        if not said:
            return None
        self.use("decision", stated[:1])
        self.subject = cluster(self.read, said[0].record, "PROVED").records
        rows = {str([(k, v) for k, v in to_row(one).items() if k not in _HEADER]) for one in said}
        self.prove(len(rows) == 1 and {one.record for one in said} <= {*self.subject}, "what the decision says")
        kinds = [one for kind in _PARTIES for one in self.read.by(kind, "record", said[0].record)[-1:]]
        self.use("party", kinds)
        self.kind = kinds[0].fact.kind if len(kinds) == 1 else None
        firms = [one for record in self.subject for one in self.read.by("enterprise", "record", record)]
        self.form = next((str(to_row(one.fact).get("type")) for one in firms if "type" in to_row(one.fact)), None)
        self.members = cluster(self.read, self.c.record, "PROVED").records if self.c.record else ()
        self.authority = self.read.by("authority", "code", said[0].authority)
        return said[0]

    def trigger(self, d: t.Decision) -> None:
        clause, scope, asked = self.clause, self.clause.scope, self.clause.trigger
        any_act = self.book.vocabulary.categories[asked.category].any_act and d.conduct_class
        self.need((d.act, d.category) == (asked.act, asked.category) or any_act, "another act triggers it")
        self.prove(clause.in_force.holds_on(d.date.first) and clause.in_force.holds_on(d.date.last), "law on that day")
        self.prove(clause.status is w.Status.ENABLED, "a clause that is enabled")
        facts = [one.fact for one in self.authority if isinstance(one.fact, t.Authority)]
        kinds = {(one.department, one.level, one.region) for one in facts}
        self.prove(len(kinds) == 1, "whose act it is")
        if len(kinds) == 1:
            self.use("authority", self.authority[:1])
            self.need(self.book.recognises(scope, *kinds.pop()), "it is not recognised here")
            received = [one for one, event in self.acts(t.Event) if event.event == scope.received_by][:1]
            through = facts[0].department in scope.through
            self.need(received or not through, "the act was not received")
            self.use("received", received if through else ())

    def window(self, d: t.Decision) -> tuple[Day, Day] | None:
        """The first and the last day on which the role counts; None: it has no date, or an unknown one."""
        asked, conduct = self.clause.role_date, (d.conduct_from or d.conduct_to, d.conduct_to or d.conduct_from)
        days = {w.Moment.CONDUCT: conduct, w.Moment.REQUEST: (d.requested_on,) * 2, w.Moment.AS_NAMED: (None,) * 2}
        found = [days.get(one, (d.date, d.date)) for one in (asked.first, asked.otherwise) if one] if asked else []
        return next(((first, last) for first, last in found if first and last), None)

    def offices(self, roles: Iterable[str], days: tuple[Day, Day]) -> list[tuple[Stated, bool | None, bool]]:
        """The offices in the firm that carry one of the roles; was each held on all the days, as far as all that is
        stated of that term says; was a resignation signed before."""
        terms: dict[object, list[tuple[Stated, bool | None, bool]]] = defaultdict(list)
        for one in (one for record in self.subject for one in self.read.by("office", "enterprise", record)):
            o = one.fact
            if isinstance(o, t.Office) and not self.book.roles_of(o.post, self.form).isdisjoint(roles):
                on = {covers(o.since, o.until, day, disclosed_on=o.disclosed_on) for day in days}
                left = o.resigned_on is not None and o.resigned_on.first <= days[1].last
                person = min(cluster(self.read, o.record, "PROVED").records)
                terms[person, o.post, o.since].append((one, on.pop() if len(on) == 1 else None, left))
        plain = [(one, on, left, {s for _, s, _ in term}) for term in terms.values() for one, on, left in term]
        return [(one, on if len(said) == 1 else None, left) for one, on, left, said in plain]

    def meant(self, paper: Paper, d: t.Decision) -> list[Stated]:
        """The offices that tell who is meant by a name without a number: only he of that name holds them on that
        day, and his number is proved (law decision 9)."""

        def name(of: str) -> str | None:
            facts = (one.fact for one in self.read.by("person", "record", of))
            return next((fact.name_key for fact in facts if isinstance(fact, t.Person) and fact.name_key), None)

        if paper.record in self.members or identity_facts(self.read, paper.record) or not name(paper.record):
            return []
        rows = self.offices(self.book.roles_of(paper.role, self.form), (d.date, d.date))
        fit = [(one, on) for one, on, _ in rows if on is not False and name(one.fact.record) == name(paper.record)]
        alone = all(on and one.fact.record in self.members for one, on in fit)
        return [one for one, _ in fit] if alone and evidence(self.read, self.c.record or "", "PROVED") else []

    def reach(self, d: t.Decision, days: tuple[Day, Day] | None) -> None:
        """Is the party in the circle, proved to be who he is, and of age?"""
        c, clause, self.awaiting, self.adult = self.c, self.clause, False, False
        self.naming, self.finding = self.cited(t.Naming), self.cited(t.Finding)
        itself = clause.by in (w.By.ENTITY, w.By.OWN_STATUS)
        self.need(not itself or (c.record, c.proof.role) == (d.record, None), "it is not the party of the decision")
        self.prove(not itself or self.kind == clause.target or clause.target is w.Target.ANY, "the kind of party")
        self.need(clause.by is not w.By.NAMED or self.naming, "the document that names him")
        if c.record is None:
            self.offices(clause.roles, days) if days and not self.naming else None
            self.prove(False, "a person")
            self.need(c.proof.role is None, "nobody has a role")
            return
        if not itself:
            self.circle(d, days)
        if clause.identity is not w.IdentityAsked.LISTED:
            facts = evidence(self.read, c.record, clause.identity.value)
            self.prove(facts, "who the party is")
            self.used |= {Used("identity", fact) for fact in facts}
        if clause.target is w.Target.PERSON or self.kind == "person":
            found = [one for member in self.members for one in self.read.by("person", "record", member)]
            known = [(one, one.fact.adult_on) for one in found if isinstance(one.fact, t.Person)]
            self.use("age", (one for one, day in known if day))
            days_known = [day for _, day in known if day]
            self.need(not days_known or any(day.first <= d.date.last for day in days_known), "the person is a minor")
            self.adult = bool(days_known) and all(day.last <= d.date.first for day in days_known)
            self.prove(self.adult, "the age")

    def circle(self, d: t.Decision, days: tuple[Day, Day] | None) -> None:
        """A person is reached by the register on the role date, or by the document that names or finds him."""
        c, clause, role, naming = self.c, self.clause, self.c.proof.role or "", self.naming
        by_office, circle = clause.by in (w.By.OFFICE, w.By.RECORD), {*clause.roles}
        papers: list[Paper] = [one for one in (self.finding, naming) if one]
        him = {*self.members, *(one.record for one in papers if self.meant(one, d))}
        self.need({one.record for one in papers} <= him, "the document means someone else")
        rows = self.offices({role} if by_office else circle, days) if days else []
        sure = [one for one, on, left in rows if on and not left and one.fact.record in self.members]
        own = sure or [one for one, on, _ in rows if on is not False and one.fact.record in self.members]
        given = {*self.book.roles_of(papers[0].role, self.form)} & circle if papers and not (by_office and own) else set()
        if clause.by is w.By.FINDING and not self.finding:
            given &= self.book.found_roles
        shown = {code for one in own for code in self.book.roles_of(str(to_row(one.fact)["post"]), self.form)} & circle
        self.need((by_office and own) or papers, "a document that reaches him")
        others = [f.record in self.members for _, f in self.acts(t.Finding)] if clause.by is w.By.FINDING else []
        self.need(self.finding or not any(others), "the finding about him")
        if self.finding or (by_office and own and clause.initial is w.Initial.PROPOSED):
            others = [f.record in self.members and not f.title_only for _, f in self.acts(t.Naming)]
            self.need(naming or not any(others), "the naming of him")
        self.need(role in (shown if not given else {min(given)}), "the role is another")
        if clause.role_date and clause.role_date.first is not w.Moment.AS_NAMED and clause.force is w.Force.MANDATORY:
            conduct = self.finding and clause.role_date.first is w.Moment.CONDUCT
            self.prove(sure or conduct or (days and self.dated(days, role, d)), "the role on its date")
        offices = {one.id for one in (*(own if by_office else sure), *(one for paper in papers for one in self.meant(paper, d)))}
        cited = {use for use in c.proof.facts if use.part == "office"}
        self.need(bool(cited) == bool(offices) and {use.fact for use in cited} <= offices, "another office is relied on")
        self.used |= cited
        confirmed = self.cited(t.Confirmation) if by_office and own and not naming else None
        if confirmed:
            value, mine = confirmed.value or role, confirmed.record in self.members
            fits = mine and confirmed.what == "office_confirmed" and role in self.book.roles_of(value, self.form)
            self.need(fits, "the confirmation is of something else")
        self.awaiting = clause.initial is w.Initial.PROPOSED and bool(sure) and not naming and not confirmed

    def dated(self, days: tuple[Day, Day], role: str, d: t.Decision) -> bool:
        """Does the naming itself put the role on the role date?"""
        naming = self.naming
        if naming is None or self.book.roles_of(naming.role, self.form).isdisjoint(self.clause.roles):
            return False
        on = naming.on or d.date
        return days[0].first <= on.first <= on.last <= days[1].last or (not naming.on and role in self.book.found_roles)

    def met(self, asked: Condition, d: t.Decision) -> bool:
        naming, finding, code, term = self.naming, self.finding, (asked.codes or ("",))[0], self.term(d)
        papers: list[Paper] = [one for one in (naming, finding) if one]
        word, person = self.book.vocabulary.conditions.get(code), self.kind == "person"
        if asked.kind is w.ConditionKind.BASIS:
            return asked.cited_in(d.basis)
        if asked.kind is not w.ConditionKind.CODE or (word and word.known is w.HowKnown.STATED):
            stated = {*d.conditions, *(one for paper in papers for one in paper.conditions)}
            own = [one for one, f in self.acts(t.Confirmation) if f.what == code and f.record in self.members][:1]
            own = own if word and word.confirmable and code not in stated else []
            self.use("confirmation", own)
            return bool(own) or not stated.isdisjoint(asked.codes)
        by_name = naming is not None and naming.role in self.book.found_roles
        if code in _FOUND:
            return bool(finding and finding.responsibility in _FOUND[code]) or (by_name and "direct" in _FOUND[code])
        if code.startswith("finding_"):
            return by_name or bool(finding and finding.number in (None, d.number))
        return bool({
            "listing_names_the_debtor": True, "person_is_the_debtor": person, "person_is_the_taxpayer": person,
            "debtor_is_an_adult_natural_person": person and self.adult, "debtor_without_full_capacity": d.debtor_capacity == "limited",
            "unit_without_legal_representative": self.form in ("partnership", "sole_proprietorship", "branch"),
            "decision_states_the_term": term, "decision_states_the_period": term, "decision_states_the_bar": term,
            "decision_states_the_amount": any(paper.amount for paper in papers),
            "term_stated_within_one_to_three_years": term in _ONE_TO_THREE_YEARS,
            "conduct_in_one_of_the_four_classes_of_item_9": d.conduct_class in self.book.vocabulary.conduct_classes,
            "against_enterprise_institution_or_social_organisation":
                not person and self.form not in (None, "sole_trader", "state_organ"),
            "order_gives_a_title_only": naming and naming.title_only,
        }.get(code, code.endswith("names_the_person") and naming and not naming.title_only))  # fmt: skip

    def term(self, d: t.Decision) -> str | None:
        return next((one.term for one in (self.naming, self.finding) if one and one.term), d.term)

    def clock(self, d: t.Decision) -> tuple[date | None, date | None, str | None, str]:
        """Start, exclusive end, the term in short, and what a clock that has not started waits for."""
        clock, term = self.clause.clock, self.clause.clock.term
        if clock.start is w.ClockStart.SERVICE:
            at = [(one, f.date) for one, f in self.acts(t.Service) if f.record in self.subject]
            self.use("service", (one for one, _ in at))
        elif clock.start.value in _EVENTS:
            own = [(one, f) for one, f in self.acts(t.Event) if not f.only_record or f.record in self.members]
            at = sorted(((one, f.date) for one, f in own if f.event == clock.start), key=lambda pair: pair[1].first)[:1]
            self.use("clock", (one for one, _ in at))
        else:
            at = [(None, d.date)]
        start = min((day.exact for _, day in at if day.exact), default=None)
        waiting = "not_served" if clock.start is w.ClockStart.SERVICE and not at else "not_started"
        self.prove(start or not at, "the day on which the clock starts")
        code = f"until:{clock.until}" if clock.until else term and term.code(self.term(d), d.publication_term)
        self.prove(code, "the term")
        if start is None or code is None:
            return start, None, code, waiting
        try:
            end = term_end(start, code.removeprefix("bar:"))
            if term and term.form is w.TermForm.AS_BAR and term.length:
                end = min(end or _NEVER, add_term(start, term.length))
            if clock.cap:
                end = min(end or _NEVER, add_term(self.first(d, start), clock.cap))
        except BadValue:
            end = start
        self.prove(end is None or end > start, "a term that ends after it starts")
        return start, end if end and end > start else None, code, waiting

    def first(self, d: t.Decision, start: date) -> date:
        """The first start of the terms in a row of this party that end in the one that starts here."""
        rows = []
        for one in (one.fact for record in self.subject for one in self.read.by("decision", "record", record)):
            if isinstance(one, t.Decision) and one.category == d.category and one.case != d.case:
                if not self.read.by("annulment", "case", one.case):
                    served = self.read.by("service", "case", one.case)
                    days = [s.fact.date.exact for s in served if isinstance(s.fact, t.Service) and s.fact.record in self.subject]
                    rows += [(min(filter(None, days)), one.term or self.clause.clock.term.length)] if any(days) else []
        for since, term in sorted(rows, reverse=True):
            start = min(start, since) if add_term(since, term) >= start else start
        return start

    def annulments(self, case: str, seen: set[str]) -> list[Stated]:
        """The annulments of a case and of every case it rests on."""
        seen.add(case)
        found = list(self.read.by("annulment", "case", case))
        for one in self.read.by("decision", "case", case)[:1]:
            for other in getattr(one.fact, "rests_on", ()):
                found += self.annulments(other, seen) if other not in seen else []
        return found

    def timeline(self, d: t.Decision, start: date | None, end: date | None, waiting: str) -> tuple[Span, ...]:
        """The states over all time. All that bears on the state is a layer; on each day the top one counts."""
        clause, mine, draft = self.clause, self.members, bool(self.c.missing)
        begin, annulled = min(d.date.first, start or _NEVER), self.annulments(self.c.case, set())
        self.use("annulment", annulled)
        doubts, upheld = self.objections()
        base = (State.OFFERED if clause.initial is w.Initial.OFFERED else State.IN_FORCE, clause.force.value)
        base = (State.PROPOSED, "awaiting_naming_or_confirmation") if self.awaiting else base
        layers = [(0, begin, _NEVER, State.PROPOSED, waiting), (1, start or _NEVER, _NEVER, *base)]
        layers += self.receipts(start) if clause.initial is w.Initial.OFFERED else []
        if clause.on_objection is w.OnObjection.SUSPENDS:
            layers += [(3, since, until, State.SUSPENDED, "objection") for since, until in doubts]
            doubts = []
        for one, act in (*self.acts(t.Suspension), *self.acts(t.Lifting)):
            stop, since, until = isinstance(act, t.Suspension), act.since, act.until.last if act.until else _NEVER
            if since and (isinstance(act, t.Suspension) or (act.record in mine and act.measure in (None, clause.measure))):
                self.use(act.kind, [one])
                top = (4, State.SUSPENDED, "suspended_by_the_authority") if stop else (5, State.TEMPORARILY_LIFTED, "lifting")
                layers.append((top[0], since.first, until, *top[1:]))
        layers += [(6, begin, _NEVER, State.DRAFT, "missing")] if draft else []
        ends = self.ends()
        ends += [(end, end, State.EXPIRED, "term")] if end and not draft else []
        over = min(((free, state, why) for _, free, state, why in ends), default=(_NEVER, State.EXPIRED, ""))
        layers += [(7, first, free, State.DRAFT, "date_not_exact") for first, free, *_ in ends] + [(8, over[0], _NEVER, *over[1:])]
        if annulled or upheld:
            return (Span(begin, None, State.RETRACTED, "annulment" if annulled else "objection_upheld"),)
        marks = {begin, *(day for layer in layers for day in layer[1:3]), *(day for doubt in doubts for day in doubt)}
        spans: list[Span] = []
        for since in sorted(day for day in marks if begin <= day < _NEVER):
            level, _, _, state, why = max(one for one in layers if one[1] <= since < one[2])
            disputed = level < 6 and any(a <= since < b for a, b in doubts)
            if not spans or (spans[-1].state, spans[-1].reason, spans[-1].disputed) != (state, why, disputed):
                spans = [*spans[:-1], *(replace(last, until=since) for last in spans[-1:])]
                spans.append(Span(since, None, state, why, disputed))
        return tuple(spans)

    def ends(self) -> list[tuple[date, date, State, str]]:
        """What ends it before its term: first day it may end, first day it surely has, state, reason."""
        clause, found = self.clause, []
        for one, event in self.acts(t.Event):
            if event.event in clause.ends_by and (not event.only_record or event.record in self.members):
                found.append(("exit", one, event.date, State.EXPIRED, event.event))
        repairs = {code for code, word in self.book.vocabulary.endings.items() if word.fact == "repair"} & {*clause.ends_by}
        for one, repair in self.acts(t.Repair) if repairs and clause.repair is not w.Repair.NONE else ():
            if repair.record in (self.members if clause.repair is w.Repair.OWN else (*self.members, *self.subject)):
                found.append(("repair", one, repair.date, State.REPAIRED, "repair"))
        for one in self.read.by("decision", "supersedes", self.c.case):
            if isinstance(one.fact, t.Decision):
                found.append(("superseding", one, one.fact.date, State.SUPERSEDED, "superseded"))
        for part, one, *_ in found:
            self.use(part, [one])
        return [(day.first, day.last + timedelta(days=not day.exact), state, why) for _, _, day, state, why in found]

    def receipts(self, start: date | None) -> list[_Layer]:
        """What implementers answered: it is in force while one of them applies it."""
        own = [(one, f) for one, f in self.acts(t.Receipt) if f.measure == self.clause.measure and f.record in self.members]
        self.use("receipt", (one for one, _ in own))
        answers: dict[str, str] = {}
        layers: dict[date, _Layer] = {}
        for f in sorted((f for _, f in own), key=lambda f: (f.date.last, f.outcome)):
            answers[f.implementer] = f.outcome
            state = (State.IN_FORCE, "receipt") if "applied" in answers.values() else (State.OFFERED, f.outcome)
            layers[max(f.date.last, start or _NEVER)] = (2, max(f.date.last, start or _NEVER), _NEVER, *state)
        return list(layers.values())

    def objections(self) -> tuple[list[tuple[date, date]], bool]:
        """The stretches during which an objection was open; was one upheld."""
        steps: dict[tuple[str, str], list[tuple[date, bool, date, t.Objection]]] = defaultdict(list)
        stretches, upheld = [], False
        for one, f in self.acts(t.Objection):
            if f.record in (*self.subject, *self.members) and f.about in (None, self.clause.id, self.clause.measure):
                self.use("objection", [one])
                steps[f.record, f.number].append((f.date.first, f.step != "accepted", f.date.last, f))
        for found in steps.values():
            opened: date | None = None
            for first, _, last, f in sorted(found, key=lambda step: step[:3]):
                upheld = upheld or f.step == "upheld"
                if f.step == "accepted":
                    opened = opened or first
                elif opened:
                    stretches.append((opened, last))
                    opened = None
            stretches += [(opened, _NEVER)] if opened else []
        return stretches, upheld
