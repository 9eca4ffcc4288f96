"""Why a person near a case is not reached: each reason, on the ledger of a case file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from graph_service.consequences.why_not import WhyNot, why_not
from graph_service.facts import MemoryIndex
from graph_service.facts.notation import parse
from graph_service.rules.load import load_rulebook
from graph_service.rules.model import Clause, RoleDate
from graph_service.rules.rulebook import Rulebook
from graph_service.rules.words import Moment
from tests.consequences.scenario_files import FOLDER, read

# Case file, case, record, clause, and the reason that it does not reach the party of the record.
REASONS = [
    ("G01-listing-of-a-firm-lists-nobody-else", "c1", "gsxt:L", "CN-FININST/private-fund-9", "not_recognised_here"),
    ("G01-listing-of-a-firm-lists-nobody-else", "c1", "gsxt:L", "CN-EXEC-LIST/entity-publication-term",
     "binds_the_enterprise_only"),
    ("G01-listing-of-a-firm-lists-nobody-else", "c1", "gsxt:A", "CN-COLAW-178/5", "act_is_not_against_this_party"),
    ("a-minor-in-office-confirmed", "f", "gsxt:L", "CN-FOOD-BAN/office-licence", "minor"),
    ("G03-who-left-before-the-order-is-free", "c2", "gsxt:L", "CN-EXEC-CONS/named", "not_named"),
    ("G02-an-order-names-the-representative", "c2", "gsxt:L", "CN-EXEC-CONS/found", "no_finding"),
    ("G02-an-order-names-the-representative", "c2", "gsxt:A", "CN-EXEC-CONS/found", "no_tie"),
    ("G02-an-order-names-the-representative", "c2", "gsxt:L", "CN-EXEC-CONS/title-only", "clause_is_a_draft"),
    ("a-director-is-not-in-that-ground", "c1", "gsxt:D", "CN-COLAW-178/4-revoked", "role_outside_the_circle"),
    ("G07-revocation-with-a-finding", "c1", "dec:L", "CN-COLAW-178/4-predecessor", "clause_is_a_draft"),
    ("G09-food-licence-revoked", "c1", "gsxt:S", "CN-FOOD-BAN/named-licence", "holding_moves_nothing"),
    ("G10-fake-drugs-life-bar", "c1", "dec:L", "CN-DRUG-BAN/122", "an_element_is_denied"),
    ("came-the-day-after-the-conduct", "c1", "gsxt:N", "CN-GD-RECORD/office", "began_after_the_role_date"),
    ("the-credit-entry-without-a-day-of-conduct", "c1", "gsxt:L", "CN-GD-RECORD/office", "left_before_the_role_date"),
]  # fmt: skip


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rulebook()


def _reasons(ledger: str, case: str, record: str, book: Rulebook) -> dict[str, WhyNot]:
    found = why_not(case, record, MemoryIndex.of(parse(ledger)), book)
    assert found is not None
    return {one.clause: one for one in found.why_not}


@pytest.mark.parametrize(("file", "case", "record", "clause", "reason"), REASONS)
def test_each_reason_is_told_where_it_holds(
    file: str, case: str, record: str, clause: str, reason: str, book: Rulebook
) -> None:
    """By a stable code, clause by clause."""
    found = why_not(case, record, MemoryIndex.of(read(FOLDER / f"{file}.ledger").ledger), book)
    assert found is not None
    assert {one.clause: one.reason for one in found.why_not}[clause] == reason


def test_of_a_case_that_nobody_knows_nothing_is_told(book: Rulebook) -> None:
    assert why_not("c9", "gsxt:L", MemoryIndex.of(parse("enterprise gsxt:A")), book) is None


LINKED = """
authority auth:court code=gz-court department=court level=city region=440100
enterprise gsxt:A type=limited_company
identifier gsxt:A scheme=uscc value=91440100MA0000007W
person gsxt:L name_key=王伟 adult_on=1988-01-01
identity gsxt:L level=PROVED document=resident_id:L
office gsxt:L enterprise=gsxt:A post=legal_representative since=2015-08-01
person two:L name_key=王伟 adult_on=1988-01-01
identity two:L level=CONFIRMED same_as=gsxt:L by=reviewer:1
decision gsxt:A case=c2 act=order category=consumption_order authority=gz-court number=1 date=2026-06-20 \
conditions=[not_paid_within_enforcement_notice]
naming gsxt:L case=c2 role=legal_representative
"""


def test_who_is_only_confirmed_to_be_the_person_bound_is_told_that_identity_is_not_proved(
    book: Rulebook,
) -> None:
    """The order names L; a reviewer says that the other record is his, which a K1 measure is not given by."""
    found = _reasons(LINKED, "c2", "two:L", book)["CN-EXEC-CONS/named"]
    assert found.reason == "identity_not_proved"
    assert [fact.partition(":")[0] for fact in found.facts] == ["identity"]


PRINTER = FOLDER / "G08-printing-bar-by-office.ledger"


def _clause(book: Rulebook) -> Clause:
    return next(one for one in book.clauses.values() if one.trigger.category == "printing_licence_revoked")


def _printer(book: Rulebook, **changed: object) -> tuple[Rulebook, str]:
    """The book with another clause for the printing bar, and its id."""
    clause = _clause(book)
    other = replace(clause, **changed)  # type: ignore[arg-type]  # fields of a clause, by name
    return replace(book, clauses={**book.clauses, clause.id: other}), clause.id


def test_where_the_role_date_is_not_stated_an_office_counts_for_nobody(book: Rulebook) -> None:
    """Did the bar reach who was in office at the conduct: the revocation does not say when that was."""
    changed, clause = _printer(book, role_date=RoleDate(first=Moment.CONDUCT))
    found = why_not("c1", "gsxt:L", MemoryIndex.of(read(PRINTER).ledger), changed)
    assert found is not None
    assert {one.clause: one.reason for one in found.why_not}[clause] == "role_date_not_known"


def test_a_clause_that_another_version_has_followed_is_told_so(book: Rulebook) -> None:
    """The printing bar ended before the revocation of May 2026."""
    changed, clause = _printer(book, in_force=replace(_clause(book).in_force, until=date(2026, 1, 1)))
    found = why_not("c1", "gsxt:L", MemoryIndex.of(read(PRINTER).ledger), changed)
    assert found is not None
    assert {one.clause: one.reason for one in found.why_not}[clause] == "another_version"


SOLE = """
authority auth:gd-samr code=gd-samr department=market_supervision level=province region=440000
enterprise gsxt:A type=sole_trader
identifier gsxt:A scheme=uscc value=91440100MA0000007W
person gsxt:L name_key=王伟 adult_on=1988-01-01
identity gsxt:L level=PROVED document=resident_id:L
office gsxt:L enterprise=gsxt:A post=legal_representative since=2015-08-01
decision gsxt:A case=c1 act=decision category=other_penalty authority=gd-samr number=9 date=2026-05-10 \
conduct_class=health_and_safety conduct_from=2026-02-01 conduct_to=2026-03-01
"""


def test_an_office_in_time_does_not_help_a_clause_that_the_act_denies(book: Rulebook) -> None:
    """Item 15 speaks of enterprises and institutions; a sole trader is neither, whoever was in office."""
    assert _reasons(SOLE, "c1", "gsxt:L", book)["CN-GD-RECORD/office"].reason == "an_element_is_denied"
