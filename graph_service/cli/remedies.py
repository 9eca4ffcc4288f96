"""The command `ways-out`: what would lift a consequence."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from graph_service.cli import asking, paper, telling

ACTORS = {"time": "Time 时间", "subject": "The subject 相对人", "authority": "An authority 机关"}


def register(app: typer.Typer) -> None:
    """Put the command of this module into the application."""
    app.command("ways-out")(ways_out)


def ways_out(
    consequence: Annotated[str, typer.Argument(help="A consequence's id (consequence:…)")],
    as_of: asking.AsOf = None,
    known_at: asking.KnownAt = None,
    purpose: asking.Purpose = None,
    inquiry: asking.Inquiry = None,
    as_json: asking.AsJson = False,
) -> None:
    """What would lift it: by time, by the subject, by an authority; the route, and the earliest day.

    Each was tried on a branch of the facts, and lifts it there. Nothing is written."""
    with asking.workspace() as workspace:
        who = asking.caller(purpose, inquiry, persons=True)
        clocks = asking.clocks(workspace, as_of, known_at)
        answer = workspace.ways_out(consequence, caller=who, clocks=clocks)
    if as_json:
        paper.as_json(answer)
        return
    telling.clocks(answer)
    if not answer["ways_out"]:
        paper.say("Nothing of it stands on this day: there is nothing to lift.")
        return
    for actor, heading in ACTORS.items():
        ways = [one for one in answer["ways_out"] if one["actor"] == actor]
        if ways:
            paper.heading(heading)
        for one in ways:
            paper.say(_line(one), indent=2)
    law = paper.plain(answer["ways_out"][0]["law"])
    paper.say(f"[dim]{law}; all {answer['total']} were tried on a branch of the facts, and lift it.[/]")


def _line(one: dict[str, Any]) -> str:
    """One way out as a sentence."""
    earliest = one["on"] or f"on a day not known ({one['waits_for']})"
    lifted = "as if it had never been" if one["back"] else f"free from {one['free_from'] or 'then'}"
    about = f" [dim]({paper.plain(one['about'])})[/]" if one["about"] else ""
    return f"[bold]{one['zh']} {one['route']}[/]: earliest {earliest}; {lifted}. {paper.plain(one['says'])}{about}"
