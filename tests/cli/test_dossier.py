"""The dossier is one page by itself that tells the argument and shows no more than it may."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from graph_service.cli.dossier.markup import Html, join, tag
from graph_service.cli.dossier.picture import cut, signs
from tests.cli.conftest import DAY, WHY, Command


class _Balance(HTMLParser):
    """Reads a page and keeps what was opened and never closed, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.text.append(data)


def read(path: Path) -> tuple[str, str]:
    """The page and its text."""
    page = path.read_text(encoding="utf-8")
    reader = _Balance()
    reader.feed(page)
    assert reader.open == []
    return page, " ".join(" ".join(reader.text).split())


def test_the_page_of_a_case_tells_the_whole_argument(command: Command, tmp_path: Path) -> None:
    """Decision, who is bound by which words, since, last day, dispute, who is near, sources, both clocks, a picture."""
    out = tmp_path / "case.html"
    assert command("dossier", "fda:17", "-o", str(out), *DAY, *WHY).code == 0
    page, text = read(out)
    for words in (
        "案件卷宗", "粤17号", "2026-11-23", "吊销食品生产经营许可证", "食品安全法(2021) Art 135(1)",
        "2026-05-10 → 2031-05-10 (last day 末日)", "the document names 欧***", "查无 looked for and not found",
        "objection O1 of 望川食品有限公司 refused (不成立) on 2026-08-01", "相近而未及",
        "an office alone reaches nobody here",
        "Sources and their age", "市场监督管理部门（440100）",
    ):  # fmt: skip
        assert words in text, words
    assert "时间线" in text
    assert page.count("<svg") == 6, "network, bars and timeline, each wide and narrow"


def test_the_page_is_self_contained_and_masked(command: Command, tmp_path: Path) -> None:
    """No outside asset, no script, no token of a document, no name in full."""
    out = tmp_path / "case.html"
    command("dossier", "fda:17", "-o", str(out), *DAY, *WHY)
    page, text = read(out)
    assert not re.search(r"(src|href)\s*=|<script|url\(|@import", page)
    assert "欧阳秀英" not in text
    assert "resident_id:" not in text


def test_pending_and_drafts_are_on_the_page_for_review_only(command: Command, tmp_path: Path) -> None:
    """The plain page says that they are not on it."""
    plain, review = tmp_path / "plain.html", tmp_path / "review.html"
    command("dossier", "fda:17", "-o", str(plain), *DAY, *WHY)
    command("dossier", "fda:17", "-o", str(review), "--review", *DAY, *WHY)
    assert "Pending matters and drafts are not on this page" in read(plain)[1]
    assert "Pending matters and drafts are not on this page" not in read(review)[1]


def test_the_page_of_a_party_is_about_that_party(command: Command, tmp_path: Path) -> None:
    """The bound manager sees his own measures; the director's page says that nothing is in force, and why not."""
    manager, director, firm = (tmp_path / name for name in ("q.html", "d.html", "c.html"))
    for about, out in (("reg:Q", manager), ("reg:D", director), ("reg:C", firm)):
        assert command("dossier", about, "-o", str(out), *DAY, *WHY).code == 0
    assert "2 measures in force, by 1 decision" in read(manager)[1]
    assert "陈" not in read(manager)[1]
    assert "Nothing is in force on this day" in read(director)[1]
    assert "Near and not reached, and why" in read(director)[1]
    assert "91440100MA0000007W" in read(firm)[1]


def test_json_gives_what_the_page_is_drawn_from(command: Command) -> None:
    """With both clocks."""
    answer = command("dossier", "fda:17", *DAY, *WHY, "--json").json
    assert answer["cases"][0]["case"] == "fda:17"
    assert answer["known_at"]["entry"] >= 2


@pytest.mark.parametrize("text", ["<b>&\"'", "</style><script>"])
def test_data_never_becomes_markup(text: str) -> None:
    """Whatever a source writes is escaped; pieces of markup are not escaped twice."""
    assert "<" not in str(tag("p", text)).removeprefix("<p>").removesuffix("</p>")
    assert tag("p", join(tag("b", "x"), None)) == Html("<p><b>x</b></p>")


def test_a_label_is_cut_by_its_width() -> None:
    """A Chinese sign counts as nearly two letters."""
    assert signs("法人ab") == pytest.approx(5.7)
    assert cut("short", 10) == "short"
    assert signs(cut("深圳市凯通药业有限公司", 12)) <= 12
