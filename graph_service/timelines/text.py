"""A timeline as lines of text: the measures with their spans, the posts, and what happened, day by day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graph_service.rules.rulebook import Rulebook
from graph_service.screening.words import KINDS, STATES, Words, stated_of, with_authorities

EVENTS: dict[str, tuple[str, str]] = {
    "decided": ("决定", "decided"),
    "stated": ("陈述", "stated"),
    "opened": ("开始", "opened"),
    "suspended": ("中止", "suspended"),
    "resumed": ("恢复", "resumed"),
    "ended": ("结束", "ended"),
    "changed": ("变更", "changed"),
}
REGISTER = frozenset({
    "enterprise", "person", "undecided_party", "name", "identifier", "identity", "office", "holding", "address",
    "phone", "filing_agent", "licence", "authority", "branch_of", "connection", "guarantee", "card_erased",
})  # fmt: skip
"""What a register says of a party is no act; posts have bars of their own."""
Page = Mapping[str, Any]


def words_of(page: Page, book: Rulebook) -> Words:
    """The words of a page: the names that its caller may see, and those of the authorities in it."""
    return Words(book, with_authorities(page["names"], page["authorities"], book))


def lines(page: Page, words: Words) -> Iterator[str]:
    """The lines of a timeline's page (as the doors answer it), without markup."""
    yield title(page, words)
    yield clocks(page)
    yield ""
    yield f"措施 Measures ({len(page['measures'])})"
    for one in page["measures"]:
        yield f"  {measure(one, words)}"
        yield f"      {one['law']} {one['article']}  [{one['clause']}]  {one['case']}"
        for span in one["spans"]:
            yield f"      {stretch(span['since'], span['until'])}  {state(span)} · {known(span)}"
    if page["ties"]:
        yield ""
        yield f"任职 Posts ({len(page['ties'])})"
    for one in page["ties"]:
        yield f"  {post(one, words)}  {stretch(one['since'], one['until'])}  · {known(one)}"
    yield ""
    yield f"经过 What happened ({page['total']})"
    for one in page["events"]:
        zh, en = EVENTS[one["event"]]
        yield f"  {one['day'] or '–':<10}  {zh} {en}: {said(one, words)}  · {known(one)}"
    if page["withheld"]:
        yield f"  and {page['withheld']} more that speak of persons: give a purpose and an inquiry number"


def title(page: Page, words: Words) -> str:
    """Whose timeline it is."""
    if page["of"] == "case":
        return f"案件时间线 Timeline of the case {page['about']}"
    return f"主体时间线 Timeline of {words.name(page['party'])}"


def clocks(page: Page) -> str:
    """Both clocks of the page."""
    at = page["known_at"]
    instant = f" ({at['at'][:16].replace('T', ' ')} UTC)" if at["at"] else ""
    return f"as of {page['as_of']}, known at entry {at['entry']}{instant}"


def measure(one: Page, words: Words) -> str:
    """A measure and whom it concerns."""
    who = words.name(one["record"]) if one["record"] else "未指明 nobody named"
    named = one["measure"]
    return f"{named['code']} {named['title']['zh-CN']} {named['title']['en']} — {who}"


def post(one: Page, words: Words) -> str:
    """A post, of whom and in which firm."""
    return f"{words.name(one['record'])}: {words.role(one['post'])} · {words.name(one['enterprise'])}"


def state(span: Page) -> str:
    """A state in both languages, with the mark of a dispute."""
    return " ".join(STATES[span["state"]]) + (" (有争议 disputed)" if span["disputed"] else "")


def stretch(since: str | None, until: str | None) -> str:
    """A stretch of time; `until` is the first day that is not in it."""
    return f"{since or '?'} → {until or '…'}"


def known(one: Page) -> str:
    """Between which entries it was known."""
    start, end = one["known_from"], one["known_until"]
    first = f"known since entry {start['entry']} ({start['at'][:10]})"
    return f"{first}, until entry {end['entry']} ({end['at'][:10]})" if end else first


def said(one: Page, words: Words) -> str:
    """What an event says."""
    if "stated" in one:
        row = one["stated"]
        zh, en = KINDS.get(row["fact_type"], (row["fact_type"], row["fact_type"].replace("_", " ")))
        return f"{zh} {en} — {words.fact(stated_of(row))}"
    return f"{measure(one, words)} ({state(one)}, {one['reason'].replace('_', ' ')}) [{one['clause']}]"
