"""Commands `deadlines` and `calendar`: what is due, and the working days it is counted by."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from graph_service.cli import asking, paper, telling
from graph_service.errors import RuleRefused
from graph_service.rules.read_deadlines import read_calendar

calendar = typer.Typer(help="The calendar of working days.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Put the commands of this module into the application."""
    app.command("deadlines")(deadlines)
    app.add_typer(calendar, name="calendar")


def deadlines(
    case: Annotated[
        str | None, typer.Argument(help="The case's key [default: all cases, by their day]")
    ] = None,
    near: Annotated[int, typer.Option(min=0, max=3_660, help="Days ahead, where no case is named")] = 10,
    limit: Annotated[int, typer.Option(min=1, max=1_000, help="Rows of a page")] = 100,
    cursor: Annotated[str | None, typer.Option("--next", help="The cursor a page ended with")] = None,
    as_of: asking.AsOf = None,
    known_at: asking.KnownAt = None,
    purpose: asking.Purpose = None,
    inquiry: asking.Inquiry = None,
    as_json: asking.AsJson = False,
) -> None:
    """What is to be done in a case, by whom, by which day, by which law, and how it stands. Without a case: what is
    open and due within some days, in all of them. A deadline moves no state of anything."""
    with asking.workspace() as workspace:
        who = asking.caller(purpose, inquiry, persons=True)
        clocks = asking.clocks(workspace, as_of, known_at)
        if case is not None:
            answer = workspace.deadlines(case, caller=who, clocks=clocks)
        else:
            answer = workspace.deadlines_near(near, caller=who, clocks=clocks, limit=limit, cursor=cursor)
    if as_json:
        paper.as_json(answer)
        return
    telling.clocks(answer)
    _table(answer["deadlines"], with_case=case is None)
    for problem in answer.get("problems", ()):
        paper.say(f"[yellow]{paper.plain(problem['kind'])}[/]: {paper.plain(problem['why'])}", indent=2)
    if any(one["provisional"] for one in answer["deadlines"]):
        paper.say(
            "[dim]* provisional: counted through a year that the calendar does not have (weekends only)[/]"
        )
    if case is None:
        paper.say(f"[dim]{len(answer['deadlines']):,} of {answer['total']:,}, due by {answer['until']}[/]")
        if answer["next"]:
            paper.say(f"[dim]the next page: --next {answer['next']}[/]")


def _table(found: list[dict[str, Any]], *, with_case: bool) -> None:
    rows = [
        (
            (one["due"] or "at once") + ("*" if one["provisional"] else ""),
            one["standing"].replace("_", " ") + (f" {one['met_on']}" if one["met_on"] else ""),
            f"{one['title']['zh-CN']} {one['title']['en']}",
            one["case"] if with_case else one["about"],
            one["actor"] or "nobody",
            "; ".join(f"{basis['law']} {basis['article']}" for basis in one["bases"]),
        )
        for one in found
    ]
    paper.table(("last day", "stands", "what", "case" if with_case else "about", "who", "by"), rows)


@calendar.command("show")
def show(as_of: asking.AsOf = None, known_at: asking.KnownAt = None, as_json: asking.AsJson = False) -> None:
    """The years of the calendar, with their days off and the weekends that are worked."""
    with asking.workspace() as workspace:
        answer = workspace.calendar(caller=asking.caller(), clocks=asking.clocks(workspace, as_of, known_at))
    if as_json:
        paper.as_json(answer)
        return
    rows = [
        (
            str(one["year"]),
            one["notice"],
            ", ".join(f"{day['holiday']} {day['first'][5:]}…{day['last'][5:]}" for day in one["holidays"]),
            ", ".join(worked[5:] for day in one["holidays"] for worked in day["worked"]),
            one["entry"],
        )
        for one in answer["years"]
    ]
    paper.table(("year", "notice", "off", "worked weekends", "entry"), rows)
    paper.say(
        f"[dim]after {answer['last_year']} only weekends are off, and what is counted so is provisional[/]"
    )


@calendar.command("add")
def add(
    file: Annotated[
        Path,
        typer.Argument(
            help="Whole years, in the form of tables/working_days.yaml", exists=True, dir_okay=False
        ),
    ],
    replace: Annotated[
        bool, typer.Option("--replace", help="Also years that the calendar has: a notice was amended")
    ] = False,
    as_json: asking.AsJson = False,
) -> None:
    """Add whole years to the calendar, as one entry of the ledger. What contradicts itself is refused with its line."""
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise RuleRefused(f"{file}: is not UTF-8 text; save it as UTF-8") from None
    years = read_calendar(text, file.name)
    with asking.workspace() as workspace:
        done = workspace.add_calendar(years, caller=asking.caller(), replace=replace)
    if as_json:
        paper.as_json(done)
    else:
        added = ", ".join(str(year) for year in done["years"])
        paper.say(
            f"Entry {done['entry']:,}: {added}. The calendar reaches to the end of {done['last_year']}."
        )
