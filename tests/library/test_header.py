"""A question's header is read strictly, and its two statements are made from the one in the file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from graph_service.assemble.access import access_roles
from graph_service.errors import BadInput, BadValue, NotFound
from graph_service.library import ask, find_query, library, read_query

GOOD = """// query: firms-there
// zh: 企业
// en: Firms
// question: Which firms are there?
// access: investigator
// reads: firms
// param firm: party -- the firm
// param days: integer = 30 -- how far
// column firm: party -- the firm
// column name: text -- its name
// total: rows
MATCH (p:Party {id: $firm}) WHERE p.days < $days AND p.entry_in <= $known_at
WITH p.id AS firm, p.name AS name
RETURN firm, name
ORDER BY firm
"""


def test_a_question_gives_its_page_and_its_exact_total() -> None:
    """The page is bounded, the total counts the same rows unbounded."""
    query = read_query("queries/firms-there.cypher", GOOD)
    assert query.page.endswith("ORDER BY firm\nSKIP $skip LIMIT $limit")
    assert query.count.endswith("AS name\nRETURN count(*) AS total")
    assert query.params[1].default == "30"
    assert not query.persons
    assert query.head_only is None
    only = GOOD.replace("// total", "// known: head -- no history is kept\n// total")
    assert read_query("queries/firms-there.cypher", only).head_only == "no history is kept"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("// zh: 企业\n", "", "lacks 'zh'"),
        ("// zh: 企业", "// zh: 企业\n// zh: 企业", "stands twice"),
        ("// zh: 企业", "// colour: red", "unknown"),
        ("// zh: 企业", "//zh 企业", "reads `// key: value`"),
        ("query: firms-there", "query: other", "name of its file"),
        ("reads: firms", "reads: anything", "`reads` is one of"),
        ("total: rows", "total: none", "exact total"),
        ("firm: party -- the firm\n// param", "firm: thing -- the firm\n// param", "the type one of"),
        ("RETURN firm, name", "RETURN name, firm", "exactly the columns"),
        ("RETURN firm, name", "RETURN DISTINCT firm, name", "no DISTINCT"),
        ("ORDER BY firm", "ORDER BY firm LIMIT 5", "no DISTINCT, SKIP or LIMIT"),
        ("ORDER BY firm\n", "", "RETURN and ORDER BY"),
        ("p.days < $days", "p.days < $weeks", "'days' is used"),
        ("WITH p.id", "SET p.seen = true\nWITH p.id", "only reads"),
        ("MATCH (p", "// why\nMATCH (p", "read"),
        ("$days AND", "$days AND // no\n", "no comments"),
        ("// param days: integer = 30", "// param firm: integer = 30", "stands twice"),
        ("// total: rows", "// given officers: days -- who\n// total: rows", "officers .of a party"),
        ("// total: rows", "// given officers: firm -- who\n// total: rows", "'officers' is used and not"),
        ("// total: rows", "// known: head\n// total: rows", "`known` is `head -- why`"),
    ],
)
def test_a_header_or_statement_that_is_not_exact_is_refused(old: str, new: str, reason: str) -> None:
    """Each way to be wrong is refused with its reason."""
    assert old in GOOD
    with pytest.raises(BadInput, match=reason):
        read_query("firms-there.cypher", GOOD.replace(old, new, 1))


def test_an_empty_file_is_refused() -> None:
    """A question without a statement is none."""
    with pytest.raises(BadInput, match="header"):
        read_query("x.cypher", "// query: x\n")


def test_every_question_of_the_library_can_be_read_and_is_for_roles_there_are() -> None:
    """Twelve or more questions, in Chinese and English, for access roles of the house."""
    assert len(library()) >= 12
    for query in library().values():
        assert set(query.access) <= set(access_roles()), query.id
        assert query.zh
        assert query.en


class _Nobody:
    """A graph in which nothing is found, and nobody is known."""

    def read(self, query: str, /, **parameters: object) -> list[dict[str, object]]:
        return [{"total": 0}] if "count(*)" in query else []

    def records(self, record: str) -> list[str]:
        raise NotFound("there is no party of that id")

    def parties(self, records: Iterable[str]) -> dict[str, str]:
        return {}

    def names(self, records: Iterable[str]) -> dict[str, str | None]:
        return {}

    def officers(self, firm: Sequence[str]) -> list[list[str]]:
        return []

    def proofs(self, records: Sequence[str]) -> list[str]:
        return []

    def subject(self, case: str) -> list[str]:
        return []


def test_parameters_are_checked_before_the_graph_is_asked() -> None:
    """A missing, unknown or ill-typed parameter is named; so is a party that is not there."""
    from datetime import date

    query = read_query("firms-there.cypher", GOOD)
    day = date(2026, 1, 1)
    for given, reason in [
        ({}, "needs firm"),
        ({"far": "1"}, "no parameter"),
        ({"firm": "a", "days": "x"}, "whole number"),
    ]:
        with pytest.raises((BadValue, NotFound), match=f"{reason}|no party"):
            ask(query, _Nobody(), given, who=_Nobody(), as_of=day, known_at=1)
    with pytest.raises(NotFound, match="no party"):
        ask(query, _Nobody(), {"firm": "reg:A"}, who=_Nobody(), as_of=day, known_at=1)
    with pytest.raises(BadValue, match="a page"):
        ask(query, _Nobody(), {"firm": "reg:A"}, who=_Nobody(), as_of=day, known_at=1, limit=0)


def test_an_unknown_question_is_answered_with_those_there_are() -> None:
    """The names of the questions help to find the right one."""
    with pytest.raises(NotFound, match="officers-of-firm"):
        find_query("nothing")
