"""Commands that keep the house: serve, rules check, tokens, log verify."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph_service.api.serving import serve as serve_forever
from graph_service.assemble import tokens as tokens_file
from graph_service.cli import asking, paper
from graph_service.consequences.examples import check_rules
from graph_service.errors import Conflict, RuleRefused
from graph_service.screening import to_plain
from graph_service.store.access_log import AccessLog

rules = typer.Typer(help="The rulebook.", no_args_is_help=True)
tokens = typer.Typer(help="Tokens of those who may ask.", no_args_is_help=True)
log = typer.Typer(help="The log of reads of persons.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Put the commands of this module into the application."""
    app.command("serve")(serve)
    app.command("verify")(verify)
    app.add_typer(rules, name="rules")
    app.add_typer(tokens, name="tokens")
    app.add_typer(log, name="log")


def serve(
    host: Annotated[str | None, typer.Option(help="Where to listen [default: 127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port [default: 8765]")] = None,
) -> None:
    """Answer over HTTP (/v1) until Ctrl-C. Without tokens, this machine only."""
    with asking.workspace(host=host, port=port) as workspace:
        where = workspace.settings
        paper.err.print(
            f"Serving http://{where.host}:{where.port}/v1 (OpenAPI: /v1/openapi.json). Ctrl-C stops."
        )
        serve_forever(workspace)


def verify(known_at: asking.KnownAt = None, as_json: asking.AsJson = False) -> None:
    """Is what the graph keeps what the facts make, byte for byte? A fresh process derives them from nothing.

    Ends with 1 and every difference where it is not. Nothing is written."""
    with asking.workspace() as workspace, paper.progress(quiet=as_json) as tell:
        found = workspace.verify(caller=asking.caller(), known_at=asking.entry_of(known_at), progress=tell)
    if as_json:
        paper.as_json(found.as_json())
    else:
        paper.say(
            f"Entry {found.entry:,}: {found.facts:,} facts, {found.cases:,} cases and {found.consequences:,}"
            " consequences, derived from nothing by a fresh process."
        )
        for one in found.differences:
            paper.say(paper.plain(f"{one.case}: {one.part} {one.id}: {one.why}"), indent=2)
        if found.equal:
            beside = ", hints, problems and read sets" if found.beside else ""
            paper.say(f"[green]The graph keeps just these[/]: consequences, timelines, proofs{beside}.")
        paper.say(f"[dim]digest {found.digest}, rulebook {found.rulebook[:16]}, {found.seconds:.1f} s[/]")
    if not found.equal:
        raise Conflict(
            f"the graph keeps something else than the facts make: {len(found.differences):,} differences"
        )


@rules.command("check")
def check(
    folder: Annotated[
        Path | None, typer.Argument(help="A rulebook's folder, or one rule file [default: the one inside]")
    ] = None,
    as_json: asking.AsJson = False,
) -> None:
    """Read a rulebook, refuse what would harm, and run its examples: file, line, reason and what to do."""
    read = check_rules(folder)
    if as_json:
        paper.as_json(
            {
                "sound": read.book is not None,
                "digest": read.book.digest if read.book else None,
                "clauses": len(read.book.clauses) if read.book else None,
                "problems": [to_plain(problem) for problem in read.problems],
            }
        )
    else:
        for problem in read.problems:
            paper.say(paper.plain(problem))
    if read.book is None:
        raise RuleRefused(f"the rulebook is refused: {len(read.problems)} problems")
    if not as_json:
        book = read.book
        enabled = sum(clause.status == "enabled" for clause in book.clauses.values())
        paper.say(
            f"Sound: {len(book.rules)} rules, {len(book.clauses)} clauses ({enabled} enabled,"
            f" {len(book.clauses) - enabled} can only draft), {len(book.catalogue)} catalogue entries,"
            f" {len(book.vocabulary.measures)} measures."
        )
        paper.say(f"[dim]digest {book.digest}[/]")


@tokens.command("add")
def add_token(
    name: Annotated[str, typer.Argument(help="Who it is for")],
    role: Annotated[
        str, typer.Option(help="Access role: department, investigator, reviewer, analyst, auditor …")
    ],
    authority: Annotated[str | None, typer.Option(help="For a department: the code of its authority")] = None,
    as_json: asking.AsJson = False,
) -> None:
    """Make a token. It is shown this once; only its digest is kept."""
    secret = tokens_file.add_token(asking.settings().tokens, name, role, authority)
    if as_json:
        paper.as_json({"name": name, "role": role, "token": secret})
    else:
        print(secret)
        paper.err.print(
            f"This token of {name} ({role}) is shown this once. Send it as: Authorization: Bearer …"
        )


@tokens.command("list")
def list_tokens(as_json: asking.AsJson = False) -> None:
    """Who has a token, and as what."""
    known = sorted(tokens_file.read_tokens(asking.settings().tokens).values(), key=lambda token: token.name)
    if as_json:
        paper.as_json({"tokens": [{"name": t.name, "role": t.role, "authority": t.authority} for t in known]})
    else:
        paper.table(("name", "access role", "authority"), [(t.name, t.role, t.authority) for t in known])


@tokens.command("remove")
def remove_token(
    name: Annotated[str, typer.Argument(help="Whose token")], as_json: asking.AsJson = False
) -> None:
    """Take a token away; it is refused from the service's next start on."""
    tokens_file.remove_token(asking.settings().tokens, name)
    if as_json:
        paper.as_json({"name": name, "removed": True})
    else:
        paper.say(f"{paper.plain(name)} has no token any more.")


@log.command("verify")
def verify_log(as_json: asking.AsJson = False) -> None:
    """Go through the whole chain of the access log; the first altered line is named."""
    head = AccessLog(asking.settings().log).verify()
    if as_json:
        paper.as_json({"lines": head.number, "head": head.digest})
    else:
        paper.say(f"The access log is whole: {head.number:,} lines, head {head.digest[:16]}.")


@log.command("show")
def show_log(
    last: Annotated[int, typer.Option(min=1, help="How many of the newest lines")] = 20,
    as_json: asking.AsJson = False,
) -> None:
    """The newest lines of the access log."""
    lines = list(AccessLog(asking.settings().log).lines())[-last:]
    if as_json:
        paper.as_json({"lines": lines})
        return
    paper.table(
        ("n", "at", "who", "door", "read", "of", "purpose", "inquiry"),
        [
            (
                line["n"],
                line["at"],
                line.get("caller"),
                line.get("door"),
                line.get("act"),
                line.get("subjects"),
                line.get("purpose"),
                line.get("inquiry"),
            )
            for line in lines
        ],
    )
