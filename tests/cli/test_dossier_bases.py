"""The dossier gives one answer per measure, with all its bases (I18)."""

from __future__ import annotations

import re
from datetime import date

import pytest

from graph_service.assemble.argument import about_party
from graph_service.cli.dossier import Dossier, render
from graph_service.facts import Ledger, MemoryIndex, cluster
from graph_service.facts.notation import parse
from graph_service.rules.load import load_rulebook
from graph_service.screening import screen
from tests.consequences.scenario_files import FOLDER, read

G09, G23 = "G09-food-licence-revoked", "G23-one-measure-two-bases"
LINKED = "a-confirmed-identity-carries-a-record-only"


def page(scenario: str, day: date, party: str | None = None) -> str:
    """The dossier of all cases of a case file, about a party of it or none."""
    return drawn(read(FOLDER / f"{scenario}.ledger").ledger, day, party)


def drawn(ledger: Ledger, day: date, party: str | None) -> str:
    """The dossier of all cases of a ledger, as text with its tags."""
    book = load_rulebook()
    cases = sorted({one.fact.case for one in ledger.facts if one.fact.kind == "decision"})  # type: ignore[attr-defined]  # a decision has a case
    result = screen(cases, MemoryIndex.of(ledger), book, day)
    if party is not None:
        result = about_party(
            result, frozenset(cluster(MemoryIndex.of(ledger), party, "PROVED").records), party
        )
    return render(Dossier(result=result, book=book, about=party or cases[0], party=party))


def articles(html: str, title: str) -> list[str]:
    """The items on a page whose heading ends with `title`."""
    found = re.findall(r"<article.*?</article>", html, re.DOTALL)
    return [one for one in found if re.search(rf"<h3>[^<]*{title}</h3>", one)]


def test_two_clauses_that_give_one_measure_are_one_item_with_two_bases() -> None:
    """A food licence revoked bars its head by two clauses of Art 135(1): that is one bar."""
    html = page(G09, date(2026, 11, 1))
    measure = load_rulebook().vocabulary.measures["M05"].zh
    mine = [one for one in articles(html, measure) if "dec:L" in one]
    assert len(mine) == 1
    assert mine[0].count('class="basis"') == 2
    assert "2 bases; each end governs only its own" in mine[0]
    assert len(set(re.findall(r"paraphrase · ([^<]+)", mine[0]))) == 2


def test_a_measure_on_one_basis_says_nothing_of_several() -> None:
    """The count stands only where there is something to count."""
    assert "each end governs only its own" not in page(G23, date(2027, 8, 1), "dec:L")


@pytest.mark.parametrize("party", ["dec:L", "gsxt:L"])
def test_a_measure_by_two_decisions_is_one_line_of_the_party_with_each_end(party: str) -> None:
    """Until 2027-08-01 by one decision and until 2029-03-01 by the other: one measure, in force to the later day, and
    each basis with its own end. Whichever record the party is asked for by."""
    html = page(G23, date(2027, 8, 1), party)
    table = html.partition("Measures in force (2)")[2].partition("</table>")[0]
    assert re.findall(r"(M\d\d) [^<]*<span", table) == ["M03", "M04"]
    assert re.findall(r">(\d{4}-\d\d-\d\d)<", table) == ["2024-08-01", "2029-03-01"] * 2
    ends = re.findall(r"· (c[12]) · \S+ → (\S+) ", table)
    assert sorted(ends) == [("c1", "2027-08-01")] * 2 + [("c2", "2029-03-01")] * 2
    assert "2 measures in force, by 2 decisions" in html


@pytest.mark.parametrize("party", [None, "gsxt:A"])
def test_without_a_measure_in_force_there_is_no_such_table(party: str | None) -> None:
    """A page of a case has its items; a party that nothing binds has no table."""
    assert "Measures in force" not in page(G23, date(2027, 8, 1), party)


def test_what_follows_a_reviewers_link_is_on_the_page_of_the_party_it_binds() -> None:
    """A credit entry of a record that a reviewer linked to this one concerns this party too (`binds`)."""
    text = (FOLDER / f"{LINKED}.ledger").read_text(encoding="utf-8").partition("\nexpect")[0]
    link = "\nperson other:L name_key=王伟\nidentity other:L level=CONFIRMED same_as=gsxt:L by=reviewer:1\n"
    day = date(2026, 11, 1)
    assert "Nothing is in force on this day" in drawn(
        parse(text + "\nperson other:L name_key=王伟\n"), day, "other:L"
    )
    html = drawn(parse(text + link), day, "other:L")
    assert "Measures in force (1)" in html
    assert len(articles(html, load_rulebook().vocabulary.measures["M20"].zh)) == 1
