"""Commands `alerts` and `sweep`: what changed, and what the day brought."""

from __future__ import annotations

from typing import Annotated, Any

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
    """What changed, in the order of the writes: opened, suspended, resumed, ended or changed; and what a day called
    for: a deadline near, an objection that waits too long, an office held against a bar."""
    with asking.workspace() as workspace:
        page = workspace.alerts(
            caller=asking.caller(purpose, inquiry, persons=True), after=after, limit=limit
        )
    if as_json:
        paper.as_json(page)
        return
    paper.table(
        ("n", "what", "of", "party", "case", "now", "day"),
        [
            (
                one["number"],
                one["kind"] + (" (for review)" if one["review"] else ""),
                _what(one),
                one["record"],
                one["case"],
                paper.state(now["state"], disputed=now["disputed"]) if (now := one["after"]) else None,
                one["day"],
            )
            for one in page["alerts"]
        ],
    )
    paper.say(f"[dim]read on with --after {page['next']}; the newest is {page['newest']}[/]")


def _what(one: dict[str, Any]) -> str | None:
    """The measure of an alert; the duty and last day of a deadline."""
    deadline = one.get("deadline")
    if deadline:
        return f"{deadline['duty']} by {deadline['due'] or 'now'}"
    return one["measure"]["code"] if one["measure"] else None


def sweep(as_json: asking.AsJson = False) -> None:
    """Tell of what time alone brought up to today, and of deadlines that came near. To be run once a day; one that was
    missed is caught up with."""
    with asking.workspace() as workspace:
        done = workspace.sweep(caller=asking.caller())
    if as_json:
        paper.as_json(done)
    else:
        paper.say(f"{done['day']}: {done['alerts']:,} alerts; the newest is {done['newest']:,}.")
