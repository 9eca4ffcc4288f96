"""Organisations of a register: their facts, and the index by which the other tables name them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from graph_service.facts import Fact
from graph_service.facts.digests import normal_name
from graph_service.facts.numbers import Number
from graph_service.facts.types import Address, BranchOf, Enterprise, FilingAgent, Identifier, Name, Phone
from graph_service.facts.vocabulary import enterprise_type_of, status_of
from graph_service.intake import Context
from graph_service.intake.amounts import currency_of
from graph_service.intake.identities import read_numbers
from graph_service.intake.rows import SourceRow

_BETWEEN = re.compile(r"[;；、,，/\n]+")
_AS_PRINTED = "Write it as the register prints it, or leave the cell empty."
_CODE = "Write the code, or leave the cell empty."
_TRADE = re.compile(r"[A-T]?\d{2,4}|[A-T]")


@dataclass(frozen=True, slots=True)
class Firm:
    """What the other tables need of an organisation: its record, type, name, where it stands, and its row's digest."""

    record: str
    type: str | None
    name: str
    origin: str
    said: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Firms:
    """The organisations stated so far, by number and by name."""

    context: Context
    source: str
    known: dict[str, Firm] = field(default_factory=dict)
    _by_number: dict[str, str] = field(default_factory=dict)
    _by_name: dict[str, set[str]] = field(default_factory=dict)
    _last: tuple[tuple[str, ...], str] = ((), "")

    def enterprise(self, row: SourceRow) -> tuple[Firm, tuple[Fact, ...]] | None:
        """The organisation of a row of the enterprises table, with its facts; None where the row cannot be used: no
        name, or the same key as an earlier row that says something else."""
        name = row.text("name")
        numbers = read_numbers(row, {"uscc": "uscc", "reg_no": "reg_no", "org_code": "org_code"})
        if name is None:
            if "name" not in row.flawed:
                row.report("missing_value", "the enterprise has no name", "Fill it in.", "name")
            return None
        record = self._record(numbers, name)
        fact = self._enterprise_fact(row, record, numbers)
        said = (
            ("name", name),
            *((key, str(getattr(fact, key))) for key in ("type", "status", "established", "capital")),
        )
        earlier = self.known.get(record)
        if earlier is not None and earlier.said != said:
            differ = ", ".join(
                key for (key, here), (_, there) in zip(said, earlier.said, strict=True) if here != there
            )
            why = f"the row has the same key as {earlier.origin} and another {differ}: the first is kept"
            row.report("conflicting_duplicate", why, "Remove the wrong row.", differ.partition(", ")[0])
            return None
        firm = Firm(record, fact.type if fact.type != "other" else None, name, row.origin, said)
        self._learn(firm, numbers)
        return firm, (fact, *self._numbers(record, numbers), *self._texts(row, record, name))

    def _record(self, numbers: tuple[Number, ...], name: str) -> str:
        """The record id: the credit code as written, else another number, else a digest of the name."""
        for number in sorted(numbers, key=lambda one: ("uscc", "reg_no", "org_code").index(one.scheme)):
            if number.valid or number.errors == ("check_digit",):
                return f"{self.source}:{number.value}"
        return f"{self.source}:n-{hashlib.sha256(normal_name(name).encode()).hexdigest()[:16]}"

    def _learn(self, firm: Firm, numbers: tuple[Number, ...]) -> None:
        self.known[firm.record] = firm
        for number in numbers:
            self._by_number[number.value] = firm.record
        self._by_name.setdefault(normal_name(firm.name), set()).add(firm.record)

    def _enterprise_fact(self, row: SourceRow, record: str, numbers: tuple[Number, ...]) -> Enterprise:
        capital = row.money("capital")
        words, state = row.text("type"), row.text("status")
        code, status = enterprise_type_of(words) if words else None, status_of(state) if state else None
        if words and code is None:
            row.report(
                "unknown_enterprise_type", "this type of enterprise is not known", _AS_PRINTED, "type", words
            )
        if state and status is None:
            row.report(
                "unknown_status", "this registration status is not known", _AS_PRINTED, "status", state
            )
        trade, region = row.text("trade"), row.text("region")
        if trade and not _TRADE.fullmatch(trade):
            row.report("unreadable_trade", "this is not a code of GB/T 4754", _CODE, "trade", trade)
            trade = None
        if region and not re.fullmatch(r"\d{6}", region):
            row.report("unreadable_region", "this is not a code of GB/T 2260", _CODE, "region", region)
            region = None
        row.span("term_from", "term_to")
        currency = row.text("currency")
        inside = next((one.value[2:8] for one in numbers if one.scheme == "uscc" and one.valid), None)
        return Enterprise(
            record=record,
            type=code or "other",
            status=status,
            established=row.day("established"),
            capital=capital.amount if capital else None,
            currency=(capital.currency or currency_of(currency or "")) if capital else None,
            trade=trade,
            # The credit code itself says the region of the registrar (GB 32100, places 3 to 8).
            region=region or (inside if inside and inside.isdigit() else None),
            disclosed_on=self.context.extract_date,
            origin=row.origin,
        )

    def _numbers(self, record: str, numbers: tuple[Number, ...]) -> tuple[Fact, ...]:
        drawn = self.context.extract_date
        return tuple(
            Identifier(record=record, scheme=one.scheme, value=one.value, valid=one.valid, disclosed_on=drawn)
            for one in numbers
        )

    def _texts(self, row: SourceRow, record: str, name: str) -> tuple[Fact, ...]:
        drawn, origin = self.context.extract_date, row.origin
        facts: list[Fact] = [Name(record=record, name=name, disclosed_on=drawn, origin=origin)]
        for former in _BETWEEN.split(row.text("former_names") or ""):
            if former.strip():
                facts.append(
                    Name(record=record, name=former.strip(), use="former", disclosed_on=drawn, origin=origin)
                )
        address, phone, agent = row.text("address"), row.text("phone"), row.text("filing_agent")
        if address:
            facts.append(Address(record=record, address=address, disclosed_on=drawn, origin=origin))
        if phone:
            facts.append(Phone(record=record, phone=phone, disclosed_on=drawn, origin=origin))
        if agent:
            facts.append(FilingAgent(record=record, agent=agent, disclosed_on=drawn, origin=origin))
        return tuple(facts)

    def find(self, row: SourceRow) -> tuple[Firm, tuple[Fact, ...]] | None:
        """The organisation a row of another table is about; with facts where it is new here (a sound credit code that
        the enterprises table does not have). None, and a problem, where it cannot be told."""
        written = tuple(
            row.cells.get(column, "") for column in ("enterprise_uscc", "enterprise_reg_no", "enterprise")
        )
        if written == self._last[0]:
            return self.known[self._last[1]], ()
        earlier = len(row.problems)
        numbers = read_numbers(row, {"uscc": "enterprise_uscc", "reg_no": "enterprise_reg_no"})
        name = row.text("enterprise")
        known = self.by_number(numbers)
        if known is not None:
            # Rows of one enterprise stand together; one that was found without a problem is not read again.
            self._last = (written, known.record) if len(row.problems) == earlier else self._last
            return known, ()
        given = bool(numbers) or bool(row.flawed & {"enterprise_uscc", "enterprise_reg_no"})
        if given:
            sound = [one for one in numbers if one.scheme == "uscc" and one.valid]
            why = "the enterprises table has no enterprise of this number"
            todo = "Compare the number with the enterprises table, or add the enterprise to it."
            shown = numbers[0].value if numbers else None
            row.report("unknown_enterprise", why, todo, "enterprise_uscc", shown)
            # A number that does not answer is never a reason to match by name instead.
            return self.stated(row, sound[0], name) if sound else None
        records = sorted(self._by_name.get(normal_name(name), ())) if name else []
        if len(records) == 1:
            return self.known[records[0]], ()
        kind = "ambiguous_enterprise" if records else "unknown_enterprise"
        why = f"{len(records) or 'no'} enterprises have this name, and there is no number"
        todo = "Add the credit code."
        if name is None:
            why, todo = (
                "the row names no enterprise",
                "Write the credit code on each row, also where cells were merged.",
            )
        row.report(kind, why, todo, "enterprise", name)
        return None

    def stated(self, row: SourceRow, number: Number, name: str | None) -> tuple[Firm, tuple[Fact, ...]]:
        """An organisation known by a sound number only, outside the enterprises table."""
        if number.value in self._by_number:
            return self.known[self._by_number[number.value]], ()
        record = f"{self.source}:{number.value}"
        firm = Firm(record, None, name or number.value, row.origin)
        self._learn(firm, (number,))
        drawn = self.context.extract_date
        facts: list[Fact] = [Enterprise(record=record, disclosed_on=drawn, origin=row.origin)]
        facts += self._numbers(record, (number,))
        if name:
            facts.append(Name(record=record, name=name, disclosed_on=drawn, origin=row.origin))
        return firm, tuple(facts)

    def by_number(self, numbers: tuple[Number, ...]) -> Firm | None:
        """The organisation one of these numbers is of, among those stated so far."""
        return next(
            (self.known[self._by_number[one.value]] for one in numbers if one.value in self._by_number), None
        )

    def nameless(self, row: SourceRow, firm: Firm, name: str) -> tuple[str, tuple[Fact, ...]]:
        """An organisation without a usable number, known at one firm by its name only: its record and facts."""
        record = f"{firm.record}/o-{hashlib.sha256(normal_name(name).encode()).hexdigest()[:16]}"
        drawn, origin = self.context.extract_date, row.origin
        return record, (
            Enterprise(record=record, disclosed_on=drawn, origin=origin),
            Name(record=record, name=name, disclosed_on=drawn, origin=origin),
        )

    def branch(self, row: SourceRow, parent: Firm) -> tuple[Firm, tuple[Fact, ...]] | None:
        """The branch of a row of the branches table, with its facts; None where it has no name."""
        name = row.text("branch")
        numbers = read_numbers(row, {"uscc": "branch_uscc", "reg_no": "branch_reg_no"})
        if name is None:
            if "branch" not in row.flawed:
                row.report("missing_value", "the branch has no name", "Fill it in.", "branch")
            return None
        record = self._record(numbers, f"{parent.record} {name}")
        state, drawn, origin = row.text("status"), self.context.extract_date, row.origin
        status = status_of(state) if state else None
        if state and status is None:
            row.report(
                "unknown_status", "this registration status is not known", _AS_PRINTED, "status", state
            )
        since = row.day("established")
        facts: list[Fact] = []
        firm = self.known.get(record)
        if firm is None:
            firm = Firm(record, "branch", name, origin)
            self._learn(firm, numbers)
            facts.append(
                Enterprise(
                    record=record,
                    type="branch",
                    status=status,
                    established=since,
                    disclosed_on=drawn,
                    origin=origin,
                )
            )
            facts += self._numbers(record, numbers)
            facts.append(Name(record=record, name=name, disclosed_on=drawn, origin=origin))
            address = row.text("address")
            if address:
                facts.append(Address(record=record, address=address, disclosed_on=drawn, origin=origin))
        facts.append(
            BranchOf(record=record, enterprise=parent.record, since=since, disclosed_on=drawn, origin=origin)
        )
        return firm, tuple(facts)
