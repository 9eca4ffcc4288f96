"""The documents of a case as facts: the decision, whom it names and finds, and their cards."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from graph_service.facts import Card, Day, Fact
from graph_service.facts.digests import Digester
from graph_service.facts.types import (
    Authority,
    Decision,
    Enterprise,
    Finding,
    Identifier,
    Identity,
    Naming,
    Person,
)
from graph_service.loaders.province.docket import DOCKET, Line
from graph_service.loaders.province.firms import Firms
from graph_service.loaders.province.people import NameKeys, People
from graph_service.loaders.province.plans import Plan
from graph_service.loaders.province.texts import NEVER, day_text
from graph_service.loaders.province.ties import OTHER, POST, Members, Offices
from graph_service.loaders.province.words import CITIES, DEPARTMENTS, TYPES

HEAD_ROLES = frozenset(
    {
        "legal_representative",
        "principal",
        "executive_partner",
        "sole_investor",
        "unit_head",
        "statutory_agent",
    }
)
_POSTS_OF_ROLE = {
    "director": ("executive_director", "director", "chairman"),
    "supervisor": ("supervisor",),
    "finance_head": ("finance_head",),
    "manager": ("manager",),
}
_AS_THE_CONDUCT = frozenset({"drug_law_penalty", "cosmetics_penalty", "device_penalty"})


@dataclass(slots=True, kw_only=True)
class Clerk:
    """Writes the documents of a part's cases. `strangers` yields persons whom no register of the part knows."""

    source: str
    firms: Firms
    members: Members
    offices: Offices
    people: People
    digester: Digester
    keys: NameKeys
    codes: pa.Array
    member_record: list[str] | pa.Array
    strangers: Iterator[int]
    chance: random.Random
    cards: list[Card] = field(default_factory=list)

    def firm_record(self, row: int) -> str:
        """The register's record of a firm."""
        return f"{self.source}:E{int(self.firms.number[row]):07d}"

    def person_of(self, role: str, plan: Plan) -> tuple[int, str | None]:
        """The person (and his record in the register, if any) who bears a role in a case."""
        first = int(self.members.first[plan.firm])
        if role in HEAD_ROLES and role != "statutory_agent":
            return self._member(self._head(plan, first))
        if role in _POSTS_OF_ROLE:
            held = self._in_post(plan, _POSTS_OF_ROLE[role])
            if held is not None:
                return self._member(held)
        other = self._other(plan.firm, first)
        if other is not None and self.chance.random() < 0.5:
            return self._member(other)
        return next(self.strangers), None

    def _member(self, member: int) -> tuple[int, str]:
        return int(self.members.person[member]), str(self.member_record[member])

    def _head(self, plan: Plan, first: int) -> int:
        changed = int(self.firms.changed[plan.firm])
        if changed == NEVER:
            return first
        if plan.line.category == "sham_change_of_representative_undone":
            return first + 1
        counts = plan.conduct_to if plan.line.category in _AS_THE_CONDUCT or plan.line.found else plan.day
        # One document in ten is drawn up with the register of an earlier day and names the former head.
        return first + 1 if counts < changed or self.chance.random() < 0.1 else first

    def _other(self, firm: int, first: int) -> int | None:
        for member in range(first, len(self.members.firm)):
            if self.members.firm[member] != firm:
                return None
            if self.members.rank[member] >= OTHER:
                return member
        return None

    def _in_post(self, plan: Plan, posts: tuple[str, ...]) -> int | None:
        first = int(self.members.first[plan.firm])
        last = int(np.searchsorted(self.members.firm, plan.firm, side="right"))
        wanted = [POST[post] for post in posts]
        held = (
            (self.offices.member >= first) & (self.offices.member < last) & np.isin(self.offices.post, wanted)
        )
        held &= (self.offices.since <= plan.conduct_from) & (self.offices.until > plan.conduct_to)
        found = np.flatnonzero(held)
        return int(self.offices.member[found[0]]) if len(found) else None

    def document(self, plan: Plan) -> list[Fact]:
        """The facts of the decision itself; the decision comes first."""
        line = plan.line
        case = self.case_key(plan)
        own = f"{self.source}:D{plan.number:08d}"
        facts: list[Fact] = []
        record = self._subject(plan, own, facts)
        facts.insert(0, self._decision(plan, record))
        named: dict[str, str] = {}
        for place, role in enumerate(dict.fromkeys((*line.named, *line.found))):
            if line.title_only:
                facts.append(Naming(record=f"{own}-{place + 1}", case=case, role=role, title_only=True))
                continue
            named[role] = self._party(plan, role, f"{own}-{place + 1}", facts)
        amount = str(self.chance.randrange(1, 60) * 10_000) if line.amount else None
        for role in line.named:
            if role in named:
                facts.append(Naming(record=named[role], case=case, role=role, amount=amount))
        for role in line.found:
            facts.append(
                Finding(
                    record=named[role], case=case, role=role, responsibility=line.responsibility,
                    date=Day(day_text(plan.day)), amount=amount,
                )
            )  # fmt: skip
        return facts

    def case_key(self, plan: Plan) -> str:
        """The key of a case: authority and document number."""
        return f"{self._authority(plan)}:{self._number(plan)}"

    def _decision(self, plan: Plan, record: str) -> Decision:
        line, case = plan.line, self.case_key(plan)
        authority, number = self._authority(plan), self._number(plan)
        published = self.chance.choice((None, None, "P3M", "P1Y", "P3Y")) if line.conduct_class else None
        return Decision(
            record=record, case=case, act=line.act, category=line.category, authority=authority, number=number,
            date=Day(day_text(plan.day)), conditions=line.conditions, basis=line.basis, term=line.term,
            conduct_class=line.conduct_class, publication_term=published,
            conduct_from=Day(day_text(plan.conduct_from)), conduct_to=Day(day_text(plan.conduct_to)),
            requested_on=Day(day_text(plan.day - 5)) if line.requested else None,
            rests_on=(self.case_key(plan.rests_on),) if plan.rests_on else (),
            debtor_capacity="limited" if line.limited else None,
            repair_class=self.chance.choice(("light", "general", "serious", None)) if line.repairable else None,
        )  # fmt: skip

    def _subject(self, plan: Plan, own: str, facts: list[Fact]) -> str:
        """The record the decision is stated on: the register's, or (three in ten) the decision's own, known as the
        same firm by its number; a person's own record, with the number the document gives."""
        if plan.line.against == "head":
            return self._party(plan, "legal_representative", own, facts, numbered=True)
        if self.chance.random() < 0.7:
            return self.firm_record(plan.firm)
        facts += [
            Enterprise(record=own, type=TYPES[int(self.firms.type[plan.firm])][0]),
            Identifier(record=own, scheme="uscc", value=str(self.codes[plan.firm].as_py())),
        ]
        return own

    def _party(self, plan: Plan, role: str, own: str, facts: list[Fact], *, numbered: bool = False) -> str:
        """The record of a person the document speaks of: three in four with a number, else by name alone; one in
        twenty times the register's own record."""
        person, known = self.person_of(role, plan)
        numbered = numbered or plan.plain
        if known is not None and not numbered and self.chance.random() < 0.05:
            return known
        kind = 0.0 if numbered else self.chance.random()
        name_key = self.keys.key(int(self.people.names[person]))
        adult = Day(str(self.people.adult_column(np.array([person]))[0].as_py()))
        if kind < 0.75:
            (token,) = self.people.tokens(self.digester, np.array([person]))
            facts.append(Person(record=own, name_key=name_key, adult_on=adult))
            facts.append(Identity(record=own, level="PROVED", document=token, basis="decision"))
        else:
            facts.append(Person(record=own, name_key=name_key))
        masked = self.people.masked(person) if kind < 0.9 else None
        self.cards.append(
            Card(
                record=own, name=self.people.name(person), document_type="resident_id", document_masked=masked
            )
        )
        return own

    def _authority(self, plan: Plan) -> str:
        return authority_code(plan.line, CITIES[int(self.firms.city[plan.firm])][0])

    def _number(self, plan: Plan) -> str:
        line, city = plan.line, CITIES[int(self.firms.city[plan.firm])][0]
        if line.region is not None:
            return f"{line.mark}-{plan.number}"
        return f"（{day_text(plan.day)[:4]}）粤{city[2:4]}{line.mark}{plan.number}号"


def authority_code(line: Line, city: str) -> str:
    """The code of the authority of a line in a city."""
    return f"{region_of(line, city)}-{line.department}"


def region_of(line: Line, city: str) -> str:
    """Where the authority of a line sits: abroad, at the province, in the city, or in the city's first district."""
    if line.region is not None:
        return line.region
    return {"province": "440000", "city": city, "county": f"{city[:4]}03"}[line.level]


def authorities(source: str) -> list[Authority]:
    """Every authority that the docket speaks of, in every city."""
    found: dict[str, Authority] = {}
    for line in DOCKET:
        for city, name, _ in CITIES:
            code = authority_code(line, city)
            found[code] = Authority(
                record=f"{source}:A{code}", code=code, department=line.department, level=line.level,
                region=region_of(line, city), name=_authority_name(line, name),
            )  # fmt: skip
    return list(found.values())


def _authority_name(line: Line, city: str) -> str | None:
    """`广州市市场监督管理局`; None where the authority sits abroad or its department has no name here."""
    name = DEPARTMENTS.get(line.department)
    if name is None or line.region is not None:
        return None
    return f"{'广东省' if line.level == 'province' else city}{name}"
