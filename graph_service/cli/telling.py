"""Answers told to a reader at a terminal: who is bound to what and why, who is near and why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from rich.padding import Padding
from rich.text import Text

from graph_service.cli import paper
from graph_service.consequences.model import ENDED
from graph_service.screening.words import STATES, Words, period, stated_of

TELLING = (
    "decision",
    "naming",
    "finding",
    "office",
    "confirmation",
    "identity",
    "clock",
    "objection",
    "exit",
    "repair",
)
"""The parts of a proof that are told, in the order of the argument; party, age and authority stand behind them."""


def line(*parts: str | tuple[str, str], indent: int = 2) -> None:
    """One line of styled pieces, wrapped under itself."""
    paper.out.print(Padding(Text.assemble(*parts), (0, 0, 0, indent)))


def bearing(one: Mapping[str, Any], facts: Mapping[str, Any], words: Words, *, indent: int = 2) -> None:
    """One consequence: who, what, by which words of which law, since, until, on which records."""
    zh, en = words.measure(one["measure"])
    who = words.name(one["record"] or one["party"]) if one["record"] else "nobody named"
    state = f"{' '.join(STATES[one['state']])}{', disputed 有争议' if one['disputed'] else ''}"
    line((who, "bold"), " — ", (f"{zh} {en}", "bold"), indent=indent)
    line((state, paper.STATE_STYLE[one["state"]]), "  ", when(one), indent=indent + 2)
    line(f"{one['law']} {one['article']}", (f"  [{one['clause']}]", "dim"), indent=indent + 2)
    line((one["says"], "italic"), indent=indent + 2)
    line((one["consequence"], "dim"), indent=indent + 2)
    if one["missing"]:
        line(("missing: ", "yellow"), "; ".join(one["missing"]), indent=indent + 2)
    because([(used["part"], used["fact"]) for used in one["facts"]], facts, words, indent=indent + 2)


def when(one: Mapping[str, Any]) -> str:
    """Since when and until when, with the last day."""
    days = [date.fromisoformat(one[name]) if one[name] else None for name in ("since", "until", "last_day")]
    assert days[0] is not None
    return period(days[0], days[1], days[2], one["term"], over=one["state"] in ENDED)


def because(
    used: Iterable[tuple[str, str]], facts: Mapping[str, Any], words: Words, *, indent: int = 4
) -> None:
    """The facts relied on, in words, each with its source record."""
    told = sorted((TELLING.index(part), fact) for part, fact in used if part in TELLING and fact in facts)
    for _, fact in told:
        one = stated_of(facts[fact])
        line("· ", words.fact(one), (f"  [{one.fact.record}]", "dim"), indent=indent)


def miss(one: Mapping[str, Any], facts: Mapping[str, Any], words: Words, *, indent: int = 2) -> None:
    """A person near a case whom nothing reaches: what ties him to it, and why not."""
    line((words.name(one["record"]), "bold"), ("  not bound 不受约束", "green"), indent=indent)
    for tie in one["ties"]:
        if tie in facts:
            stated = stated_of(facts[tie])
            line("· ", words.fact(stated), (f"  [{stated.fact.record}]", "dim"), indent=indent + 2)
    reasons(one["why_not"], indent=indent + 2)


def reasons(found: Iterable[Mapping[str, Any]], *, indent: int = 4) -> None:
    """Reasons, each once, with the clauses it speaks for."""
    grouped: dict[str, list[str]] = {}
    for why in found:
        grouped.setdefault(why["says"], []).append(why["clause"])
    for says, clauses in grouped.items():
        shown = ", ".join(clauses[:3]) + (f" and {len(clauses) - 3} more" if len(clauses) > 3 else "")
        line("– ", says, (f"  [{shown}]", "dim"), indent=indent)


def case(page: Mapping[str, Any], facts: Mapping[str, Any], words: Words) -> None:
    """One case: what was decided, who is bound, what is pending or drafted (where it is shown), who is near."""
    zh, en = words.category(page["category"])
    paper.heading(f"{page['number'] or page['case']}  {page['date'] or ''}")
    line(f"{zh} ({en}) against {words.name(page['subject'])}", (f"  [{page['case']}]", "dim"))
    if page["status"] != "standing":
        line((f"The decision is {page['status']}.", "green"))
    for pile, title in (
        ("bound", "In force"),
        ("pending", "Pending (for review)"),
        ("drafts", "Drafts (for review)"),
    ):
        if page.get(pile):
            line((f"{title}: {len(page[pile])}", "underline"))
            for one in page[pile]:
                bearing(one, facts, words)
    if page["near"]:
        line((f"Near and not reached: {len(page['near'])}", "underline"))
        for one in page["near"]:
            miss(one, facts, words)


def clocks(answer: Mapping[str, Any]) -> None:
    """Both clocks of an answer."""
    known = answer["known_at"]
    at = f" ({known['at'][:19]}Z)" if known["at"] else ""
    line((f"as of {answer['as_of']}, known at entry {known['entry']}{at}", "dim"), indent=0)
