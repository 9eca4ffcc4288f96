"""The cases of one load: their keys, the decisions stated, and how a later row finds the case that it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from graph_service.errors import Problem
from graph_service.facts import Card, Fact
from graph_service.facts.digests import normal_name
from graph_service.facts.types import Event, Naming, Publication, Service
from graph_service.intake import Context
from graph_service.intake.identities import DocumentRead, read_document
from graph_service.intake.rows import SourceRow
from graph_service.loaders.credit_lists_cn.authorities import Authorities
from graph_service.loaders.credit_lists_cn.citations import ActTable
from graph_service.loaders.credit_lists_cn.parties import Parties, Party
from graph_service.loaders.credit_lists_cn.words import REPAIR_CLASSES, ROLES, STATES, term_of

Found = TypeVar("Found", Party, Party | None)

_ROUND = re.compile(r"^\((\d{4})\)")
_SQUARE = re.compile(r"[\[【﹝(](\d{4})[\]】﹞)]")


@dataclass(slots=True)
class Docket:
    """What all tables of one load share: context, parties, authorities, the table of acts, cases by document number."""

    context: Context
    source: str
    parties: Parties
    authorities: Authorities
    acts: ActTable
    facts: list[Fact] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _cases: dict[str, str] = field(default_factory=dict)
    _states: set[tuple[str, str]] = field(default_factory=set)
    _by_number: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, context: Context, source: str) -> Docket:
        """An empty docket; its tables come from the context (`published_acts`, `authorities`)."""
        return cls(
            context=context,
            source=source,
            parties=Parties(context, source),
            authorities=Authorities(source, context.tables.get("authorities", ())),
            acts=ActTable.of(context.tables.get("published_acts", ())),
        )

    def party(self, row: SourceRow, case: str, mixed: str | None = None) -> Party | None:
        """The party that a row is about (see `Parties.of`), its facts stated where they are new: whatever becomes of
        this row, a later one may rest on the record."""
        return self._stated(self.parties.of(row, case, mixed))

    def person(self, row: SourceRow, name: str, document: DocumentRead | None, case: str) -> Party:
        """A natural person (see `Parties.person`), his facts stated where they are new."""
        return self._stated(self.parties.person(row, name, document, case))

    def _stated(self, party: Found) -> Found:
        if party is not None:
            self.facts += party.facts
            self.cards += party.cards
        return party

    def take(self) -> tuple[tuple[Fact, ...], tuple[Card, ...], tuple[Problem, ...]]:
        """What was stated since the last call."""
        taken = tuple(self.facts), tuple(self.cards), tuple(self.problems)
        self.facts, self.cards, self.problems = [], [], []
        return taken

    def number(self, row: SourceRow, column: str) -> str | None:
        """The number of a document in the form courts and authorities print it: `（2025）粤…`, `〔2026〕12号`."""
        text = row.text(column)
        if text is None:
            if column not in row.flawed:
                why = "the row has no number of its document"
                row.report("missing_value", why, "Fill it in.", column)
            return None
        return _SQUARE.sub(r"〔\1〕", _ROUND.sub(r"（\1）", text)).replace(" ", "")

    def authority(self, row: SourceRow, column: str = "authority") -> str | None:
        """The code of an authority the row names, its fact stated where it is new."""
        code, facts = self.authorities.of(row, column)
        self.facts += facts
        return code

    def opened(self, row: SourceRow, key: str, base: str, number: str, party: Party) -> bool:
        """Is this decision stated for the first time? A second row of the same case states no second decision; one
        about another party is a problem. `base` is authority and number, without what tells cases of it apart."""
        known = self._cases.get(key)
        if known is not None and known != party.record:
            row.report("conflicting_duplicate", "this document was stated of another party before; the first is kept",
                       "Look at the document.", "number", number)  # fmt: skip
            return False
        if known is not None:
            return False
        self._cases[key] = party.record
        self._by_number.setdefault(normal_name(number), []).append((base, key))
        return True

    def stands(self, key: str, party: Party) -> bool:
        """Is this case stated, and of this party?"""
        return self._cases.get(key) == party.record

    def first(self, key: str, state: str) -> bool:
        """Is this the first row to say that of the case?"""
        new = (key, state) not in self._states
        self._states.add((key, state))
        return new

    def located(self, row: SourceRow) -> tuple[str, Party] | None:
        """The case a later row speaks of and the row's own party: by document number, and by authority where the row
        names one or the decision is not in this load. None, and a problem, where it cannot be told."""
        number = self.number(row, "number")
        if number is None:
            return None
        authority = self.authority(row) if row.text("authority") else None
        found = [
            (base, key)
            for base, key in self._by_number.get(normal_name(number), [])
            if authority is None or base.startswith(f"{authority}:")
        ]
        base = found[0][0] if found else f"{authority}:{number}"
        party = self.party(row, base)
        if party is None:
            return None
        keys = [key for _, key in found]
        mine = [key for key in keys if self._cases[key] == party.record] or keys
        if not mine and authority is None:
            row.report("unknown_case", "no decision of this number is in the load and the row names no authority",
                       "Add the authority.", "number", number)  # fmt: skip
            return None
        if len(mine) > 1:
            row.report("several_cases", "this number stands for several cases", "Name party and authority.",
                       "number", number)  # fmt: skip
            return None
        return (mine[0] if mine else base), party

    def named(self, row: SourceRow, case: str, own: str) -> str | None:
        """The person whom the document itself names, by the role that it gives: his record, or None. A title without a
        name names nobody; a role that is in no table reaches nobody, and is a problem."""
        words, name = row.text("named_role"), row.text("named_person")
        if name is None and words is None:
            return None
        role = ROLES.get(words) if words else None
        if role is None:
            kind = "role_not_stated" if words is None else "unknown_role"
            why = "the document's role for this person is not in the table of roles; he is not reached"
            row.report(kind, why, "Look at the document.", "named_role", words)
            return None
        person = None
        if name is not None:
            kind_column = "named_type" if "named_type" in row.cells else None
            document = read_document(row, self.context, "named_number", kind_column)
            person = self.person(row, name, document, case)
        amount = row.money("named_amount") if "named_amount" in row.cells else None
        self.facts.append(
            Naming(
                record=person.record if person else own,
                case=case,
                role=role,
                title_only=person is None,
                term=self.term(row, "named_term"),
                amount=amount.amount if amount else None,
                origin=row.origin,
            )
        )
        return person.record if person else None

    def shown(self, row: SourceRow, case: str, record: str) -> None:
        """Service and publication, where the row states them."""
        served = row.day("served") if "served" in row.cells else None
        if served is not None:
            self.facts.append(Service(record=record, case=case, date=served, origin=row.origin))
        if "shown_from" in row.cells or "shown_until" in row.cells:
            since, until = row.span("shown_from", "shown_until")
            if since is not None or until is not None:
                self.facts.append(
                    Publication(
                        record=record,
                        case=case,
                        site=self.source,
                        since=since,
                        until=until,
                        origin=row.origin,
                    )
                )

    def term(self, row: SourceRow, column: str) -> str | None:
        """The term a column states; a problem where it states one that cannot be read."""
        words = _optional(row, column)
        if words is None:
            return None
        term = term_of(words)
        if term is None:
            row.report("unreadable_term", "this is no term that is known (三年, 6个月, 终身, 至履行完毕)",
                       "Write it like 三年.", column, words)  # fmt: skip
        return term

    def state(self, row: SourceRow) -> str | None:
        """Whether the act of the row stands: `standing` (also of a row that has no such cell: it is published),
        `annulled` or `disputed`; None, and a problem, where it says something else: then nothing may rest on it."""
        words = _optional(row, "state")
        if words is None and "state" not in row.flawed:
            return "standing"
        state = STATES.get(words) if words else None
        if state is None:
            row.report("unknown_state", "this is none of 正常, 撤销, 异议: whether the act stands cannot be told, and"
                       " it is not stated", "Ask the authority; write 0, 1 or 2.", "state", words)  # fmt: skip
        return state

    def repair_class(self, row: SourceRow) -> str | None:
        """The class of repair that the row states; a problem where its word is not one of the three."""
        words = _optional(row, "repair_class")
        if words is None:
            return None
        found = {code for word, code in REPAIR_CLASSES.items() if word in words}
        if len(found) != 1:
            todo = "Give the class that the decision names; until then no day of repair is offered."
            row.report("unknown_repair_class", "it is none of 轻微, 一般, 严重", todo, "repair_class", words)
            return None
        return found.pop()

    def ended(
        self, row: SourceRow, case: str, record: str, events: Iterable[tuple[str, str]], usual: str
    ) -> None:
        """The event by which the party left a list: read from the reason's words, else `usual` where there is none."""
        day = row.day("removed")
        if day is None:
            return
        words = row.text("removed_why")
        event = usual if words is None else next((code for word, code in events if word in words), None)
        if event is None:
            row.report("unknown_removal", "the reason for leaving the list is in no table; it counts as a removal",
                       "Look whether it was repaired, performed or put on the list by mistake, and give that word.",
                       "removed_why", words)  # fmt: skip
            event = usual
        self.facts.append(Event(record=record, case=case, event=event, date=day, origin=row.origin))


def _optional(row: SourceRow, column: str) -> str | None:
    return row.text(column) if column in row.cells else None
