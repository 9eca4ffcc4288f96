"""What can be seen at the two clocks of a question: facts, consequences, names; the same way at head and in the past.

At head consequences are read as they are kept; at an earlier entry they are derived from the facts known then, under
the rulebook that stood then, and never read from what is kept now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from graph_service.assemble.access import Clocks
from graph_service.assemble.deriving import derive_cases
from graph_service.assemble.identities import Identities
from graph_service.assemble.rulebooks import Rulebooks
from graph_service.consequences import CaseReport, Consequence
from graph_service.errors import NotFound
from graph_service.facts import Stated, cluster
from graph_service.facts.sequels import decisions
from graph_service.facts.types import Decision, Office
from graph_service.rules.rulebook import Rulebook
from graph_service.store.index import GraphIndex
from graph_service.store.store import Store


@dataclass(slots=True)
class Sight:
    """One question's view. Facts are read through `index`, cut at the entry of the clocks."""

    store: Store
    rulebooks: Rulebooks
    clocks: Clocks
    index: GraphIndex = field(init=False)
    who: Identities = field(init=False)
    _book: Rulebook | None = None

    def __post_init__(self) -> None:
        self.index = self.store.index(self.clocks.entry)
        self.who = Identities(self.store, self.index, self.clocks.entry)

    @property
    def book(self) -> Rulebook:
        """The rulebook that stood at the entry."""
        if self._book is None:
            at_head = self.clocks.at_head
            self._book = self.rulebooks.current if at_head else self.rulebooks.at(self.clocks.entry)
        return self._book

    def party(self, record: str) -> Party:
        """The party of a record at the entry; raises NotFound."""
        found = self.joined(record)
        if found.kind == "unknown":
            raise NotFound("there is no party of this id at that time")
        return found

    def joined(self, record: str) -> Party:
        """The party of a record at the entry, also where nobody says what it is: of the kind `unknown`."""
        joined = cluster(self.index, record, "CONFIRMED").records
        kind = self.kind_of(joined) or "unknown"
        proved = self.who.members(record)
        others = tuple(sorted({*joined} - {*proved}))
        return Party(proved[0], kind, tuple(sorted(proved)), others)

    def kind_of(self, records: Iterable[str]) -> str | None:
        """`enterprise`, `person` or `undecided`: what the sources say of records; None where they say nothing."""
        return self.who.kind_of(records)

    def firm_name(self, record: str) -> str | None:
        """The registered name of an organisation that stands now, else any name it has."""
        return self.who.firm_name((record,))

    def cards(self, records: Iterable[str]) -> Mapping[str, Mapping[str, Any]]:
        """The person cards of records, by record."""
        wanted = list(dict.fromkeys(records))
        return {record: asdict(card) for record, card in self.store.cards(wanted).items()} if wanted else {}

    def decision(self, case: str) -> Decision | None:
        """The decision of a case as its statements say it together, where one stands."""
        return next(iter(decisions(self.index.by("decision", "case", case))), None)

    def consequences_of_party(self, party: Party) -> tuple[Consequence, ...]:
        """What the law makes of facts for a party, sorted by id."""
        if self.clocks.at_head:
            # Asked by record: a party that came apart since the clocks were resolved is still read whole.
            found = self.store.consequences_of_party(*party.records, known=self.clocks.entry)
        else:
            reports = derive_cases(self.index, self.cases_near(party), self.book)
            found = tuple(one for report in reports for one in report.consequences)
        kept = (one for one in found if not set(party.records).isdisjoint(one.binds))
        return tuple(sorted(kept, key=lambda one: one.id))

    def cases_near(self, party: Party) -> list[str]:
        """The cases that may reach a party: those that speak of it, and those against firms in which it is tied."""
        cases: dict[str, None] = {}
        firms: dict[str, None] = {}
        for record in (*party.records, *party.confirmed_with):
            for kind in ("decision", "naming", "finding", "confirmation"):
                cases.update(dict.fromkeys(case_of(one) for one in self.index.by(kind, "record", record)))
            for one in self.index.by("office", "record", record):
                if isinstance(one.fact, Office):
                    firms.update(dict.fromkeys(cluster(self.index, one.fact.enterprise, "PROVED").records))
            for one in self.index.by("office", "enterprise", record):
                for kind in ("naming", "finding"):
                    acts = self.index.by(kind, "record", one.fact.record)
                    cases.update(dict.fromkeys(case_of(act) for act in acts))
        for firm in firms:
            cases.update(dict.fromkeys(case_of(one) for one in self.index.by("decision", "record", firm)))
        return sorted(cases)

    def consequence(self, key: str) -> Consequence:
        """One consequence by id; raises NotFound where it was not at the entry."""
        # Which case it is of is read from any version that was ever kept; what it says is derived for the past.
        rows = self.store.query("MATCH (c:Consequence {id: $id}) RETURN c.case AS case LIMIT 1", id=key)
        if rows:
            for one in self.consequences_of_case(str(rows[0]["case"])):
                if one.id == key:
                    return one
        raise NotFound("there is no such consequence at that time")

    def consequences_of_case(self, case: str) -> tuple[Consequence, ...]:
        """The consequences of a case, sorted by id."""
        if self.clocks.at_head:
            return self.store.consequences_of_case(case, self.clocks.entry)
        return self.report(case).consequences

    def report(self, case: str) -> CaseReport:
        """All that the law makes of a case, derived anew."""
        return derive_cases(self.index, [case], self.book)[0]


@dataclass(frozen=True, slots=True)
class Party:
    """A party as a page shows it: the record that stands for it, its kind, the records proved to be one, and those that
    a reviewer's link joins to them. What is proved of the one is not proved of the other, so they are never shown as
    one; of the other's consequences a party bears those that follow such a link (`Consequence.binds`)."""

    id: str
    kind: str
    records: tuple[str, ...]
    confirmed_with: tuple[str, ...] = ()

    @property
    def is_firm(self) -> bool:
        """Is it an organisation? What is undecided is treated as a person would be."""
        return self.kind == "enterprise"


def case_of(one: Stated) -> str:
    """The case that an act speaks of."""
    fact = one.fact
    case = getattr(fact, "case", None)
    assert isinstance(case, str), f"{type(fact).__name__} is not an act"
    return case
