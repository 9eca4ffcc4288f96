"""Holdings of a register (股东及出资): who holds what of which firm, and sums that cannot be.

A holder is a person or an organisation only where its type or its number says so; else it stays undecided. Holders
are never found by name. What is odd about a holding is a problem beside it; the holding is loaded as stated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from graph_service.errors import Problem
from graph_service.facts import Day, Fact, Share
from graph_service.facts.digests import normal_name
from graph_service.facts.numbers import uscc
from graph_service.facts.types import Holding
from graph_service.intake import Batch, Context
from graph_service.intake.amounts import currency_of
from graph_service.intake.identities import read_document, read_numbers
from graph_service.intake.rows import SourceRow
from graph_service.intake.texts import read_text
from graph_service.loaders.register_cn.changes import Move
from graph_service.loaders.register_cn.firms import Firm, Firms
from graph_service.loaders.register_cn.people import Made, People

_PERSON_WORDS = ("自然人", "个人", "person", "individual")
_FIRM_WORDS = (
    "法人",
    "企业",
    "公司",
    "合伙",
    "机构",
    "社团",
    "事业单位",
    "机关",
    "company",
    "organisation",
    "enterprise",
)
MILLION = 1_000_000
_KINDS = ("subscribed", "paid", "votes")
_SAID = ("subscribed_share", "paid_share", "votes", "subscribed_amount", "until")
"""Columns of what a holding says, in which two rows of one holder may differ."""


@dataclass(slots=True)
class _Sum:
    ppm: int = 0
    holders: int = 0
    row: SourceRow | None = None


@dataclass(slots=True)
class Holdings:
    """Holdings stated so far; moves of holders; sums per firm."""

    context: Context
    firms: Firms
    people: People
    _stated: dict[tuple[str, str, Day | None], tuple[tuple[object, ...], str]] = field(default_factory=dict)
    _moves: dict[tuple[str, str], list[Move]] = field(default_factory=lambda: defaultdict(list))
    _sums: dict[tuple[str, str], _Sum] = field(default_factory=lambda: defaultdict(_Sum))

    def move(self, move: Move) -> None:
        """A change record speaks of this holder; all moves come before the rows of today."""
        self._moves[(move.firm.record, normal_name(move.name))].append(move)

    def row(self, row: SourceRow, firm: Firm) -> Batch | None:
        """The holding of a row; None where the row cannot be used."""
        name = row.text("holder")
        if name is None:
            if "holder" not in row.flawed:
                row.report("unknown_holder", "the row names no holder", "Fill it in.", "holder")
            return None
        made = self._holder(row, firm, name)
        if made.record == firm.record or normal_name(name) == normal_name(firm.name):
            row.report(
                "self_holding",
                "the enterprise holds itself; loaded as stated",
                "Compare it with the register.",
                "holder",
            )
        holding = self._holding(row, firm, made.record, name)
        if "until" in row.flawed:
            # An end that was given and cannot be read is not an open end.
            return None
        said = (holding.subscribed, holding.paid, holding.votes, holding.subscribed_amount, holding.until)
        key = (firm.record, made.record, holding.since)
        earlier, origin = self._stated.setdefault(key, (said, row.origin))
        if earlier != said:
            why = f"{origin} states another holding of the same holder from the same day: the first is kept"
            differ = next(
                field for field, here, there in zip(_SAID, said, earlier, strict=True) if here != there
            )
            row.report("conflicting_duplicate", why, "Remove the wrong row, or date both.", differ)
            return None
        if origin == row.origin:
            self._add(row, firm, holding)
        return Batch(facts=(*made.facts, holding), cards=made.cards)

    def _holder(self, row: SourceRow, firm: Firm, name: str) -> Made:
        words = (row.text("holder_type") or "").lower()
        number = read_text(row.cells.get("document_number", ""))
        is_person = any(word in words for word in _PERSON_WORDS)
        coded = isinstance(number, str) and uscc(number).valid
        is_firm = not is_person and (
            any(word in words for word in _FIRM_WORDS) or coded or self._has_code(row)
        )
        if is_firm:
            return self._organisation(row, firm, name)
        if is_person or isinstance(number, str):
            document = read_document(row, self.context, "document_number", "document_type", "document_issuer")
            return self.people.person(row, firm.record, name, document)
        row.report(
            "unknown_holder",
            "neither a type nor a number says what this holder is",
            "Add one.",
            "holder_type",
        )
        return self.people.undecided(row, firm.record, name)

    @staticmethod
    def _has_code(row: SourceRow) -> bool:
        return bool(row.cells.get("holder_uscc", "").strip())

    def _organisation(self, row: SourceRow, firm: Firm, name: str) -> Made:
        column = "holder_uscc" if self._has_code(row) else "document_number"
        numbers = read_numbers(row, {"uscc": column})
        known = self.firms.by_number(numbers)
        if known is not None:
            return Made(known.record)
        why = "the holder is not among the enterprises of this source"
        row.report("unknown_holder", why, "Load the register that has it.", column)
        if numbers and numbers[0].valid:
            found, facts = self.firms.stated(row, numbers[0], name)
            return Made(found.record, facts)
        return Made(*self.firms.nameless(row, firm, name))

    def _holding(self, row: SourceRow, firm: Firm, record: str, name: str) -> Holding:
        since, until = row.span("since", "until")
        if since is None and until is None and not {"since", "until"} & row.flawed:
            since = self._joined(firm, name)
        subscribed, paid = row.money("subscribed_amount"), row.money("paid_amount")
        currency = currency_of(row.text("currency") or "")
        nominee = row.text("nominee")
        return Holding(
            record=record,
            enterprise=firm.record,
            subscribed=row.share("subscribed_share"),
            paid=row.share("paid_share"),
            votes=row.share("votes"),
            subscribed_amount=subscribed.amount if subscribed else None,
            paid_amount=paid.amount if paid else None,
            currency=next((one.currency for one in (subscribed, paid) if one and one.currency), currency),
            nominee=nominee is not None and nominee.lower() in ("是", "代持", "yes", "true", "1"),
            since=since,
            until=until,
            disclosed_on=self.context.extract_date,
            origin=row.origin,
        )

    def _joined(self, firm: Firm, name: str) -> Day | None:
        """The day a change record says this holder joined and did not leave again; taken once."""
        moves = self._moves.get((firm.record, normal_name(name)), [])
        last = max(moves, key=lambda one: (one.date.first, one.joined), default=None)
        if last is None or not last.joined:
            return None
        moves.remove(last)
        return last.date

    def _add(self, row: SourceRow, firm: Firm, holding: Holding) -> None:
        if holding.until is not None and holding.until.first <= self.context.today:
            return
        for kind in _KINDS:
            share: Share | None = getattr(holding, kind)
            if share is not None:
                total = self._sums[(firm.record, kind)]
                total.ppm += round(share.low * MILLION)
                total.holders += 1
                total.row = row

    def settle(self) -> Iterator[Batch]:
        """At the end: former holders by change records, and firms whose shares exceed the whole by more than 1 ppm per
        holder."""
        for moves in self._moves.values():
            for move in moves:
                made = self.people.undecided(move.row, move.firm.record, move.name)
                fact: Fact = Holding(
                    record=made.record,
                    enterprise=move.firm.record,
                    subscribed=move.share,
                    since=move.date if move.joined else None,
                    until=None if move.joined else move.date,
                    disclosed_on=self.context.extract_date,
                    origin=move.row.origin,
                )
                yield Batch(facts=(*made.facts, fact), cards=made.cards)
        for (firm, kind), total in self._sums.items():
            if total.ppm > MILLION + total.holders and total.row is not None:
                yield Batch(problems=(_above(firm, kind, total, total.row),))


def _above(firm: str, kind: str, total: _Sum, row: SourceRow) -> Problem:
    return Problem(
        kind="shares_above_whole",
        why=f"the {kind} shares of {total.holders} holders sum above 100 %; all are loaded as stated",
        todo="Compare them with the register.",
        file=row.file,
        line=row.line,
        field="votes" if kind == "votes" else f"{kind}_share",
        value=f"{total.ppm / 10_000:.4f} %",
        subject=firm,
    )
