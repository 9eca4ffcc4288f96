"""Commands `alerts` and `sweep`: what changed, and what the day brought."""

from __future__ import annotations

from typing import Annotated

import typer

from graph_service.cli import asking, paper


def register(app: typer.Typer) -> None:
    """Put the commands of this module into the application."""
    app.command("alerts")(alerts)
    app.command("sweep")(sweep)


def alerts(
    after: Annotated[int, typer.Option(min=0, help="The number of the last alert that was seen")] = 0,
    limit: Annotated[int, typer.Option(min=1, max=1_000, help="How many at most")] = 100,
    purpose: asking.Purpose = None,
    inquiry: asking.Inquiry = None,
    as_json: asking.AsJson = False,
) -> None:
    """What changed, in the order of the writes: opened, suspended, resumed, ended or changed."""
    with asking.workspace() as workspace:
        page = workspace.alerts(
            caller=asking.caller(purpose, inquiry, persons=True), after=after, limit=limit
        )
    if as_json:
        paper.as_json(page)
        return
    paper.table(
        ("n", "what", "measure", "party", "case", "now", "day"),
        [
            (
                one["number"],
                one["kind"] + (" (for review)" if one["review"] else ""),
                one["measure"]["code"],
                one["record"],
                one["case"],
                paper.state(now["state"], disputed=now["disputed"]) if (now := one["after"]) else None,
                one["day"],
            )
            for one in page["alerts"]
        ],
    )
    paper.say(f"[dim]read on with --after {page['next']}; the newest is {page['newest']}[/]")


def sweep(as_json: asking.AsJson = False) -> None:
    """Tell of what time alone brought up to today. To be run once a day; one that was missed is caught up with."""
    with asking.workspace() as workspace:
        done = workspace.sweep(caller=asking.caller())
    if as_json:
        paper.as_json(done)
    else:
        paper.say(f"{done['day']}: {done['alerts']:,} alerts; the newest is {done['newest']:,}.")
