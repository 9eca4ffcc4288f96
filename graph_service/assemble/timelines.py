"""The timeline of a party or a case as plain data: states, posts and acts, valid when, and known since which entry.

What may be said to whom is as on the pages of parties and cases: states other than in force to those who review the
case, drafts with `review` only, persons with a purpose only, officers of a firm to those who may see them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from graph_service.assemble.access import Caller
from graph_service.assemble.cases import names_of
from graph_service.assemble.parties import stated_json
from graph_service.assemble.showing import Showing
from graph_service.assemble.sight import Party, Sight
from graph_service.assemble.titles import measure_title
from graph_service.consequences import Consequence, State
from graph_service.facts.types import Decision, Office
from graph_service.store.history import History, Past, Version
from graph_service.timelines import Held, Turn, held, turns

Row = dict[str, Any]


def timeline_json(sight: Sight, about: str, caller: Caller, *, review: bool) -> tuple[Row, list[str]]:
    """The page, and the ids of the persons it speaks of. Raises NotFound where `about` is neither a case nor a party
    that was known, NotAllowed where it is a person whom the caller may not read."""
    history = History(sight.store.graph.read, sight.clocks.entry)
    page = _Page(sight, caller, history, review)
    acts = history.of_case(about)
    if sight.decision(about) is not None or acts:
        page.add_case(about, acts)
        head: Row = {"about": about, "of": "case", "party": None, "kind": None}
    else:
        party = sight.party(about)
        if not party.is_firm:
            caller.ask("read_persons")
            caller.ask_purpose()
        page.add_party(party)
        head = {"about": about, "of": "party", "party": party.id, "kind": party.kind}
    persons = page.persons() | ({head["party"]} if head["kind"] not in (None, "enterprise") else set())
    return {**sight.clocks.as_json(), **head, **page.as_json()}, sorted(persons)


@dataclass(slots=True)
class _Page:
    """A page under way, for one caller and one question."""

    sight: Sight
    caller: Caller
    history: History
    review: bool
    measures: list[Row] = field(default_factory=list)
    ties: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    withheld: int = 0
    _records: set[str] = field(default_factory=set)
    _kinds: dict[str, str | None] = field(default_factory=dict)

    @property
    def _sees_persons(self) -> bool:
        return self.caller.may("read_persons") and self.caller.gave_purpose

    def add_case(self, case: str, acts: Iterable[Past]) -> None:
        """A case: its acts, and what the law made of it for whomever."""
        self._facts(acts, lambda record: self._sees_persons or self._is_firm(record))
        versions = self.history.versions_of_case(case)
        shown = [v for v in versions if self._sees_persons or v.consequence.target == "enterprise"]
        self.withheld += len({v.consequence.id for v in versions} - {v.consequence.id for v in shown})
        self._consequences(shown)

    def add_party(self, party: Party) -> None:
        """A party: what was stated of it and of the cases that bear on it, its posts, and what the law made of them."""
        mine = set(party.records)
        officers = not party.is_firm or (self.caller.may("officers") and self.caller.gave_purpose)
        self._facts(
            self.history.of_records(party.records),
            lambda record: record in mine or officers or self._is_firm(record),
        )
        versions = self.history.versions_of_party(party.records)
        self._consequences(versions)
        told = {row["case"] for row in self.measures} | set(self.sight.cases_near(party))
        known = {row["stated"]["fact"] for row in self.events if "stated" in row}
        for case in sorted(told):
            acts = [one for one in self.history.of_case(case) if one.stated.id not in known]
            # Of a case that bears on a party its page tells what was said of it or of a firm, not of other persons.
            self._facts([one for one in acts if self._is_firm(one.stated.fact.record)], lambda _: True)

    def persons(self) -> set[str]:
        """The records on the page that are not an organisation's."""
        return {record for record in self._records if not self._is_firm(record)}

    def as_json(self) -> Row:
        """The rows in their order, the instants of the entries they name, and the names of whom they speak of."""
        self.events.sort(key=_by_day)
        self.measures.sort(
            key=lambda one: (one["spans"][0]["since"], one["measure"]["code"], one["consequence"])
        )
        self.ties.sort(key=lambda one: (one["since"] or "", one["fact"]))
        rows = [*self.events, *self.ties, *(span for one in self.measures for span in one["spans"])]
        numbers = {row[end] for row in rows for end in ("known_from", "known_until")} - {None}
        instants = self.sight.store.instants(numbers)
        for row in rows:
            for end in ("known_from", "known_until"):
                row[end] = _known(row[end], instants)
        return {
            "measures": self.measures,
            "ties": self.ties,
            "events": self.events,
            "total": len(self.events),
            "authorities": self._authorities(),
            "withheld": self.withheld,
            "names": names_of(self.sight, self._records, self.caller),
        }

    def _authorities(self) -> list[Row]:
        """Who decided, as their codes are described."""
        codes = {row["stated"]["authority"] for row in self.events if row["event"] == "decided"}
        return [
            stated_json(one)
            for code in sorted(codes)
            for one in self.sight.index.by("authority", "code", code)[:1]
        ]

    def _is_firm(self, record: str) -> bool:
        if record not in self._kinds:
            self._kinds[record] = self.sight.kind_of((record,))
        return self._kinds[record] == "enterprise"

    def _facts(self, facts: Iterable[Past], shows: Any) -> None:
        for one in facts:
            fact = one.stated.fact
            spoken_of = [getattr(fact, end) for end in _ENDS if getattr(fact, end, None)]
            if not all(shows(record) for record in spoken_of):
                self.withheld += 1
                continue
            self._records.update(spoken_of)
            known = {"known_from": one.stated.entry, "known_until": one.until}
            day = getattr(fact, "date", None) or fact.since
            event = "decided" if isinstance(fact, Decision) else "stated"
            row = {"day": _text(day), "until": _text(fact.until), "event": event, **known}
            self.events.append({**row, "ended_by": one.by, "stated": stated_json(one.stated)})
            if isinstance(fact, Office):
                ends = {"since": _text(fact.since), "until": _text(fact.until)}
                held_by = {"record": fact.record, "enterprise": fact.enterprise, "post": fact.post}
                self.ties.append({"fact": one.stated.id, **held_by, **ends, **known})

    def _consequences(self, versions: Iterable[Version]) -> None:
        by_id: dict[str, list[Version]] = defaultdict(list)
        for version in versions:
            by_id[version.consequence.id].append(version)
        for found in by_id.values():
            last = found[-1]
            shown = _Shown(Showing(self.caller, self.sight), last, self.review)
            given = [(one.consequence, one.since, one.until) for one in found]
            spans = [one for one in held(given) if shown.shows(one)]
            if spans:
                self._consequence(
                    last.consequence, spans, [one for one in turns(given) if shown.shows(one.held)]
                )

    def _consequence(self, one: Consequence, spans: list[Held], found: list[Turn]) -> None:
        about = {
            "consequence": one.id,
            "case": one.case,
            "clause": one.clause,
            "measure": measure_title(self.sight.book, one.measure),
            "record": one.record,
            "target": one.target,
        }
        if one.record is not None:
            self._records.add(one.record)
        span = one.on(self.sight.clocks.as_of)
        now = any(known.span == span and known.known_until is None for known in spans)
        self.measures.append(
            {
                **about,
                "law": one.proof.law,
                "article": one.proof.article,
                "state": span.state.value if span is not None and now else None,
                "spans": [_span(known) for known in spans],
            }
        )
        self.events += [
            {**about, "day": row["since"], "event": turn.kind, **{name: row[name] for name in _TOLD}}
            for turn in found
            for row in (_span(turn.held),)
        ]


@dataclass(frozen=True, slots=True)
class _Shown:
    """Which spans of one consequence the caller may see; `last` is its last version."""

    showing: Showing
    last: Version
    review: bool

    def shows(self, one: Held) -> bool:
        state, case = one.span.state, self.last.consequence.case
        if self.showing.reviews(case):
            return self.review or state is not State.DRAFT
        now = self.last.until is None and self.showing.shows(self.last.consequence)
        return now and one.known_until is None and state is State.IN_FORCE


_ENDS = ("record", "enterprise", "same_as", "other", "debtor")
_TOLD = ("until", "last_day", "state", "reason", "disputed", "known_from", "known_until")


def _span(one: Held) -> Row:
    span = one.span
    last = span.until - timedelta(days=1) if span.until else None
    return {
        "since": span.since.isoformat(),
        "until": span.until.isoformat() if span.until else None,
        "last_day": last.isoformat() if last else None,
        "state": span.state.value,
        "reason": span.reason,
        "disputed": span.disputed,
        "known_from": one.known_from,
        "known_until": one.known_until,
    }


def _known(entry: int | None, instants: Mapping[int, datetime]) -> Row | None:
    return {"entry": entry, "at": instants[entry].isoformat()} if entry is not None else None


def _text(day: Any) -> str | None:
    return str(day) if day is not None else None


def _by_day(row: Row) -> tuple[str, int, str, str]:
    """By the day it is valid from; what has none stands at the end, in the order in which it was learnt."""
    what = row["stated"]["fact"] if "stated" in row else row["consequence"]
    return row["day"] or "~", row["known_from"], row["event"], what
