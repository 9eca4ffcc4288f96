"""Commands of consumers: who is told of alerts, how far each has come, and deliveries to their webhooks."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from graph_service.cli import asking, paper
from graph_service.errors import Unavailable

consumers = typer.Typer(help="Who is told of alerts, also by signed webhooks.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(metavar="NAME", help="The name of a consumer")]


def register(app: typer.Typer) -> None:
    """Put the commands of this module into the application."""
    app.add_typer(consumers, name="consumers")


@consumers.command("add")
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="That of the token by which it reads")],
    role: Annotated[str, typer.Option(help="The access role as which it hears")],
    webhook: Annotated[
        str | None, typer.Option(metavar="URL", help="Where alerts are sent [default: it reads them]")
    ] = None,
    authority: Annotated[str | None, typer.Option(help="For a department: the code of its authority")] = None,
    measure: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="A measure it hears of [default: all]")
    ] = None,
    party: Annotated[
        list[str] | None, typer.Option(metavar="KIND", help="enterprise or person [default: both]")
    ] = None,
    standing_purpose: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Why its webhook is told of persons (logged)")
    ] = None,
    standing_inquiry: Annotated[
        str | None, typer.Option(metavar="NUMBER", help="The inquiry that belongs to (logged)")
    ] = None,
    after: Annotated[
        int | None, typer.Option(min=0, help="It hears what comes behind this alert [default: the newest]")
    ] = None,
    as_json: asking.AsJson = False,
) -> None:
    """Register a consumer. The secret of a webhook is shown this once."""
    with asking.workspace() as workspace:
        made = workspace.register_consumer(
            name,
            role,
            caller=asking.caller(),
            webhook=webhook,
            authority=authority,
            measures=measure or (),
            parties=party or (),
            purpose=standing_purpose,
            inquiry=standing_inquiry,
            after=after,
        )
    _secret(made, as_json)
    if not as_json and webhook is None:
        paper.say(
            f"{paper.plain(name)} reads with `consumers alerts`, or as its token at /v1/consumers, and acknowledges."
        )


def _secret(made: dict[str, Any], as_json: bool) -> None:
    if as_json:
        paper.as_json(made)
    elif "secret" in made:
        print(made["secret"])
        paper.err.print(
            f"The secret of {made['name']} is shown this once. Its receiver checks each webhook with it."
        )


@consumers.command("list")
def list_consumers(as_json: asking.AsJson = False) -> None:
    """Who is told, as what, and how far each has come."""
    with asking.workspace() as workspace:
        page = workspace.consumers(caller=asking.caller())
    if as_json:
        paper.as_json(page)
        return
    columns = ("name", "access role", "webhook", "position", "newest", "waiting", "given up")
    fields = ("name", "role", "webhook", "position", "newest", "waiting", "dead")
    paper.table(columns, [[one[field] for field in fields] for one in page["consumers"]])


@consumers.command("remove")
def remove(name: Name, as_json: asking.AsJson = False) -> None:
    """Take a consumer away, with what waits for it and its secret."""
    with asking.workspace() as workspace:
        gone = workspace.remove_consumer(name, caller=asking.caller())
    if as_json:
        paper.as_json(gone)
    else:
        paper.say(f"{paper.plain(name)} is told nothing any more.")


@consumers.command("alerts")
def alerts(
    name: Name,
    limit: Annotated[int, typer.Option(min=1, max=1_000, help="How many at most")] = 100,
    purpose: asking.Purpose = None,
    inquiry: asking.Inquiry = None,
    as_json: asking.AsJson = False,
) -> None:
    """What a consumer has not acknowledged."""
    with asking.workspace() as workspace:
        who = asking.caller(purpose, inquiry, persons=True)
        page = workspace.consumer_alerts(name, caller=who, limit=limit)
    if as_json:
        paper.as_json(page)
        return
    fields = ("number", "kind", "record", "case", "day")
    paper.table(("n", "what", "party", "case", "day"), [[one[f] for f in fields] for one in page["alerts"]])
    paper.say(f"[dim]acknowledge with {page['next']}; the newest is {page['newest']}[/]")


@consumers.command("acknowledge")
def acknowledge(
    name: Name,
    through: Annotated[int, typer.Argument(min=0, metavar="NUMBER", help="The last alert dealt with")],
    as_json: asking.AsJson = False,
) -> None:
    """Say that all alerts up to a number were dealt with; the same once more changes nothing."""
    with asking.workspace() as workspace:
        done = workspace.acknowledge(name, through, caller=asking.caller())
    if as_json:
        paper.as_json(done)
    else:
        paper.say(f"{paper.plain(name)} has come to {done['position']}; the newest is {done['newest']}.")


@consumers.command("rotate")
def rotate(
    name: Name,
    at_once: Annotated[
        bool, typer.Option("--at-once", help="The old secret signs no more: it leaked")
    ] = False,
    as_json: asking.AsJson = False,
) -> None:
    """A new secret, shown this once; the old one signs beside it for a day."""
    with asking.workspace() as workspace:
        made = workspace.rotate_secret(name, caller=asking.caller(), at_once=at_once)
    _secret(made, as_json)


@consumers.command("dead-letters")
def dead_letters(
    name: Name,
    limit: Annotated[int, typer.Option(min=1, max=1_000, help="How many at most")] = 100,
    purpose: asking.Purpose = None,
    inquiry: asking.Inquiry = None,
    as_json: asking.AsJson = False,
) -> None:
    """What was given up for a consumer's webhook: how often it was tried, and why it was not taken."""
    with asking.workspace() as workspace:
        who = asking.caller(purpose, inquiry, persons=True)
        page = workspace.dead_letters(name, caller=who, limit=limit)
    if as_json:
        paper.as_json(page)
        return
    rows = [(one["number"], one["tries"], one["why"], one["alert"]["id"]) for one in page["dead_letters"]]
    paper.table(("n", "tries", "why", "alert"), rows)
    paper.say(f"[dim]{page['total']} in all; `consumers redeliver` sends them again[/]")


@consumers.command("redeliver")
def redeliver(
    name: Name,
    number: Annotated[
        list[int] | None, typer.Option(min=0, help="The number of a dead letter [default: all]")
    ] = None,
    as_json: asking.AsJson = False,
) -> None:
    """Let dead letters be sent again, each under its own id; what waits is sent at once too."""
    with asking.workspace() as workspace:
        done = workspace.redeliver(name, caller=asking.caller(), numbers=number or None)
    if as_json:
        paper.as_json(done)
    else:
        paper.say(f"{done['sent_again']:,} dead letters of {paper.plain(name)} are sent with the next pass.")


@consumers.command("deliver")
def deliver(as_json: asking.AsJson = False) -> None:
    """Send all that is due to webhooks, once; the running service does so by itself.

    Ends with 1 where a consumer's webhook cannot be sent to at all."""
    with asking.workspace() as workspace:
        done = workspace.deliver(caller=asking.caller())
    if as_json:
        paper.as_json(done)
    else:
        paper.say(
            f"{done['delivered']:,} delivered, {done['failed']:,} failed and tried again later,"
            f" {done['dead']:,} given up."
        )
    if done["troubles"]:
        raise Unavailable("; ".join(f"{one['consumer']}: {one['why']}" for one in done["troubles"]))
