"""The shape of a register: its tables in the order in which each needs the ones before.

Enterprises first, so that every other table can name them; then what changed, so that rows of today get their days;
then officers, holders and branches; at the end what needs all of it: offices, sums of shares, namesakes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from graph_service.errors import Problem
from graph_service.facts import Card, Day, Fact
from graph_service.facts.types import Address, Name
from graph_service.facts.vocabulary import post_of
from graph_service.intake import Batch, Context, Rows, SourceFile, SourceSheet
from graph_service.intake.identities import read_document
from graph_service.intake.rows import SourceRow
from graph_service.intake.tables import Reading, Survey, survey
from graph_service.loaders.register_cn.changes import Topic, moves, topic_of
from graph_service.loaders.register_cn.firms import Firm, Firms
from graph_service.loaders.register_cn.holdings import Holdings
from graph_service.loaders.register_cn.offices import Held, Offices
from graph_service.loaders.register_cn.people import Made, People
from graph_service.loaders.register_cn.sheet import SHEET

ROWS_AT_ONCE = 2_000
"""Rows in a batch."""

_HEAD_POST = {
    "partnership": "executive_partner",
    "sole_trader": "operator",
    "sole_proprietorship": "sole_investor",
    "branch": "unit_head",
}
"""The post of whom the column 法定代表人 names, by type of enterprise; legal representative in every other."""

_POST = "Write one registered post, as the register prints it; several with a stroke between."
_TYPE = "Fill in the type of enterprise."
_ITEM = "Write the item as the register prints it (法定代表人变更, 名称变更 …)."
_POSTS_BETWEEN = "/、,，;；兼"


@dataclass(frozen=True, slots=True)
class RegisterCn:
    """The loader of Chinese enterprise registers."""

    sheet: SourceSheet = SHEET

    def shape(self, files: Sequence[SourceFile], context: Context) -> Iterator[Batch]:
        """The facts of a register's files; see the module."""
        found = survey(files, self.sheet)
        yield Batch(problems=tuple(found.problems))
        register = Register.of(context, context.source or self.sheet.name)
        for table, shape in register.tables():
            yield from _table(found, table, shape)
        yield from register.settle()


Shape = Callable[[SourceRow], "Batch | None"]


def _table(found: Survey, name: str, shape: Shape) -> Iterator[Batch]:
    for table in found.of(name):
        reading = Reading(table)
        pending: list[Batch] = []
        for row in reading.rows():
            batch = shape(row)
            if batch is None:
                reading.give_up(row)
            else:
                pending.append(batch)
            if reading.read >= ROWS_AT_ONCE:
                yield _one(pending, name, reading)
                pending.clear()
        yield _one(pending, name, reading)


def _one(pending: Sequence[Batch], name: str, reading: Reading) -> Batch:
    rows, problems = reading.take()
    refused = sum(one.rows[name].refused for one in pending if name in one.rows)
    return Batch(
        facts=tuple(fact for one in pending for fact in one.facts),
        cards=tuple(card for one in pending for card in one.cards),
        problems=problems,
        rows={name: Rows(read=rows.read, readable=rows.readable - refused, refused=refused)},
    )


@dataclass(slots=True)
class Register:
    """One load of a register: the parties it has stated, and what waits for the end."""

    context: Context
    firms: Firms
    people: People
    offices: Offices
    holdings: Holdings
    _heads: list[tuple[SourceRow, Firm, str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, context: Context, source: str) -> Register:
        """An empty one; `source` is the first part of its record ids."""
        firms, people = Firms(context, source), People(context)
        return cls(context, firms, people, Offices(context, people), Holdings(context, firms, people))

    def tables(self) -> tuple[tuple[str, Shape], ...]:
        """The tables in the order they are read, each with the shape of its rows."""
        return (
            ("enterprises", self.enterprise),
            ("changes", self.change),
            ("officers", self.officer),
            ("shareholders", self.shareholder),
            ("branches", self.branch),
        )

    def enterprise(self, row: SourceRow) -> Batch | None:
        """A row of the enterprises table."""
        found = self.firms.enterprise(row)
        if found is None:
            return None
        firm, facts = found
        for column in ("legal_representative", "head"):
            name = row.text(column)
            if name is not None:
                post = _HEAD_POST.get(firm.type or "", "legal_representative")
                if column == "head" and firm.type is None:
                    row.report(
                        "unknown_post",
                        "the type of enterprise does not tell which post this is",
                        _TYPE,
                        "type",
                    )
                else:
                    self._heads.append((row, firm, post, name))
                break
        return Batch(facts=facts)

    def change(self, row: SourceRow) -> Batch | None:
        """A row of the change records."""
        found = self.firms.find(row)
        item, date = row.text("item"), row.day("date")
        if found is None or item is None or date is None:
            for column, value in (("item", item), ("date", date)):
                if value is None and column not in row.flawed:
                    row.report("missing_value", "a change without it says nothing", "Fill it in.", column)
            return None
        topic, post = topic_of(item)
        firm, facts = found
        if topic is None:
            row.report(
                "unknown_change_item", "it is not known what this change is about", _ITEM, "item", item
            )
            return None
        if topic == "out_of_scope":
            return Batch(facts=facts, rows={"changes": Rows(refused=1)})
        if topic in ("name", "address"):
            return Batch(facts=(*facts, *self._renamed(row, firm, topic, date)))
        moved = moves(row, firm, post, topic, date)
        if moved is None:
            return None
        for move in moved:
            (self.offices if move.post else self.holdings).move(move)
        return Batch(facts=facts)

    def _renamed(self, row: SourceRow, firm: Firm, topic: Topic, date: Day) -> Iterator[Fact]:
        drawn, origin = self.context.extract_date, row.origin
        for column, since, until in (("before", None, date), ("after", date, None)):
            text = row.text(column)
            if text is None:
                continue
            if topic == "address":
                yield Address(
                    record=firm.record,
                    address=text,
                    since=since,
                    until=until,
                    disclosed_on=drawn,
                    origin=origin,
                )
            else:
                use = "registered" if text == firm.name else "former"
                yield Name(
                    record=firm.record,
                    name=text,
                    use=use,
                    since=since,
                    until=until,
                    disclosed_on=drawn,
                    origin=origin,
                )

    def officer(self, row: SourceRow) -> Batch | None:
        """A row of the officers table."""
        found = self.firms.find(row)
        name, words = row.text("name"), row.text("post")
        if found is None or name is None or words is None:
            for column, value in (("name", name), ("post", words)):
                if value is None and column not in row.flawed:
                    row.report("missing_value", "an office without it is nobody's", "Fill it in.", column)
            return None
        posts = self._posts(row, words)
        if not posts:
            return None
        firm, facts = found
        since, until = row.span("since", "until")
        document = read_document(row, self.context, "document_number", "document_type", "document_issuer")
        birth, sex = row.day("birth_date"), row.text("sex")
        if "until" in row.flawed:
            # An end that was given and cannot be read is not an open end: the office is not stated.
            return None
        made = self.people.person(row, firm.record, name, document, birth, sex)
        for post in posts:
            self.offices.holds(firm, post, name, Held(made.record, since, until, row.origin), row)
        return Batch(facts=(*facts, *made.facts), cards=made.cards)

    @staticmethod
    def _posts(row: SourceRow, words: str) -> tuple[str, ...]:
        """The codes of the posts in a cell; each part that is not known is a problem."""
        for sign in _POSTS_BETWEEN:
            words = words.replace(sign, "/")
        posts: dict[str, None] = {}
        for word in (part.strip() for part in words.split("/")):
            code = post_of(word) if word else None
            if code:
                posts[code] = None
            elif word:
                row.report(
                    "unknown_post", "this post is not in the list of registered posts", _POST, "post", word
                )
        return tuple(posts)

    def shareholder(self, row: SourceRow) -> Batch | None:
        """A row of the shareholders table."""
        found = self.firms.find(row)
        batch = self.holdings.row(row, found[0]) if found else None
        if found is None or batch is None:
            return None
        return Batch(facts=(*found[1], *batch.facts), cards=batch.cards)

    def branch(self, row: SourceRow) -> Batch | None:
        """A row of the branches table."""
        parent = self.firms.find(row)
        found = self.firms.branch(row, parent[0]) if parent else None
        if parent is None or found is None:
            return None
        head = row.text("head")
        if head is not None:
            self._heads.append((row, found[0], "unit_head", head))
        return Batch(facts=(*parent[1], *found[1]))

    def settle(self) -> Iterator[Batch]:
        """What needs all tables: heads, offices with their days, sums, namesakes."""
        for row, firm, post, name in self._heads:
            yield self._head(row, firm, post, name)
        yield from self.offices.settle()
        yield from self.holdings.settle()
        at_end = tuple(self.people.namesakes())
        yield Batch(
            facts=tuple(one for one in at_end if not isinstance(one, Problem)),
            problems=tuple(one for one in at_end if isinstance(one, Problem)),
        )

    def _head(self, row: SourceRow, firm: Firm, post: str, name: str) -> Batch:
        """The head that the enterprises or branches table names: where the officers table has exactly one person of
        this name in this very post, it is the same statement; else a person of his own."""
        earlier = len(row.problems)
        known = self.offices.holder(firm, post, name)
        made: Made
        if known is not None:
            made = Made(known)
        elif post == "executive_partner" and not row.cells.get("document_number", "").strip():
            # A partnership's executive partner is often an organisation, and the row does not say which.
            made = self.people.undecided(row, firm.record, name)
        else:
            document = (
                read_document(row, self.context, "document_number", "document_type")
                if "document_number" in {column.name for column in row.table.columns}
                else None
            )
            made = self.people.person(row, firm.record, name, document)
        if known is None:
            self.offices.holds(firm, post, name, Held(made.record, None, None, row.origin), row)
        cards: tuple[Card, ...] = made.cards
        return Batch(facts=made.facts, cards=cards, problems=tuple(row.problems[earlier:]))
