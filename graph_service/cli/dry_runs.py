"""Commands that try without writing, and confirm what is wide: facts and rules dry-run, facts and rules confirm."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from graph_service.assemble import Caller, access_roles
from graph_service.assemble.settings import STANDING
from graph_service.assemble.tokens import digest_of, read_tokens
from graph_service.cli import asking, paper
from graph_service.cli.upkeep import rules
from graph_service.cli.writing import facts, read_batch
from graph_service.errors import NotAllowed
from graph_service.rules.load import texts_with

TOKEN = "GRAPH_SERVICE_TOKEN"
File = Annotated[Path, typer.Argument(help="Ledger notation, or JSON {facts, cards}; - is standard input")]
Folder = Annotated[
    Path | None, typer.Argument(help="A rulebook's folder, or one rule file [default: the one inside]")
]
Name = Annotated[str, typer.Option("--dry-run", metavar="NAME", help="The dry run that was looked at")]
SHOWN = 20
"""Lines of each kind that are shown; the JSON answer has more."""


def register(app: typer.Typer) -> None:
    """Put the commands of this module into the application."""
    app.command("confirmations")(confirmations)


@facts.command("dry-run")
def dry_run(
    file: File,
    purpose: asking.Purpose = None,
    inquiry: asking.Inquiry = None,
    as_json: asking.AsJson = False,
) -> None:
    """What posting these facts would do: the difference, whom it binds and frees, in what proportion. Nothing is
    written."""
    with asking.workspace() as workspace:
        stated, cards = read_batch(file, workspace)
        answer = workspace.dry_run(stated, cards, caller=asking.caller(purpose, inquiry))
    if as_json:
        paper.as_json(answer)
    else:
        paper.say(
            f"{answer['stated']:,} facts would be stated, {answer['known_already']:,} are known already."
        )
        _tell(answer, {word: len(answer[word]) for word in ("opened", "changed", "ended")})


@facts.command("confirm")
def confirm(
    file: File,
    name: Name,
    purpose: asking.Purpose = None,
    inquiry: asking.Inquiry = None,
    as_json: asking.AsJson = False,
) -> None:
    """Confirm a post that would newly bind many persons: as a reviewer, by his token, for somebody else's post.

    The token is asked for, or read from GRAPH_SERVICE_TOKEN: it never stands on the command line."""
    with asking.workspace() as workspace:
        stated, cards = read_batch(file, workspace)
        answer = workspace.confirm(name, stated, cards, caller=_by_token(purpose, inquiry))
    _confirmed(answer, as_json, "Whoever posts it may now do so, once.")


@rules.command("dry-run")
def dry_run_rules(
    folder: Folder = None,
    limit: Annotated[int, typer.Option(min=1, help="Lines of each kind in the answer")] = 1_000,
    purpose: asking.Purpose = None,
    inquiry: asking.Inquiry = None,
    as_json: asking.AsJson = False,
) -> None:
    """What this rulebook would change over the whole register that stands under another. Nothing is written, and what
    the linter refuses or what loses a clause in use is refused whole."""
    texts = texts_with(folder)
    with asking.workspace(rules=STANDING) as workspace, paper.progress(quiet=as_json) as tell:
        answer = workspace.dry_run_rules(
            texts, caller=asking.caller(purpose, inquiry), limit=limit, progress=tell
        )
    if as_json:
        paper.as_json(answer)
    else:
        met = answer["derived"]
        paper.say(f"{met['cases']:,} of {met['of']:,} cases can differ, and were derived under it.")
        _tell(answer, answer["totals"])


@rules.command("confirm")
def confirm_rules(
    name: Name,
    folder: Folder = None,
    purpose: asking.Purpose = None,
    inquiry: asking.Inquiry = None,
    as_json: asking.AsJson = False,
) -> None:
    """Confirm a rulebook that would newly bind many persons: as a reviewer, by his token (see `facts confirm`)."""
    texts = texts_with(folder)
    with asking.workspace(rules=STANDING) as workspace, paper.progress(quiet=as_json) as tell:
        answer = workspace.confirm_rules(name, texts, caller=_by_token(purpose, inquiry), progress=tell)
    _confirmed(answer, as_json, "The next command that opens the store with it takes it into use.")


def confirmations(as_json: asking.AsJson = False) -> None:
    """Who confirmed what, the newest first, and which entry it let through."""
    with asking.workspace(rules=STANDING) as workspace:
        answer = workspace.confirmations(caller=asking.caller())
    if as_json:
        paper.as_json(answer)
        return
    rows = [
        (one["at"][:19], one["by"], one["what"], one["persons"], one["used"], one["dry_run"])
        for one in answer["confirmations"]
    ]
    paper.table(("at", "by", "of", "persons", "let through entry", "dry run"), rows)


def _by_token(purpose: str | None, inquiry: str | None) -> Caller:
    """The caller whose token this is. Raises NotAllowed."""
    secret = os.environ.get(TOKEN, "")
    if not secret and sys.stdin.isatty() and sys.stderr.isatty():
        secret = typer.prompt("The reviewer's token", hide_input=True, err=True)
    token = read_tokens(asking.settings().tokens).get(digest_of(secret.strip()))
    if token is None:
        raise NotAllowed(
            f"a confirmation is given by a reviewer's token: make one (`graph-service tokens add NAME --role reviewer`)"
            f" and let the reviewer put it into {TOKEN}, or type it where it is asked for"
        )
    who = Caller.local(purpose=purpose, inquiry=inquiry)
    return Caller(
        name=token.name,
        role=access_roles()[token.role],
        purpose=who.purpose,
        inquiry=who.inquiry,
        authority=token.authority,
        door="cli",
    )


def _confirmed(answer: Mapping[str, Any], as_json: bool, then: str) -> None:
    if as_json:
        paper.as_json(answer)
        return
    one = answer["confirmation"]
    paper.say(f"{paper.plain(one['by'])} confirmed {one['dry_run']} for {one['persons']:,} persons. {then}")


def _tell(answer: Mapping[str, Any], totals: Mapping[str, int]) -> None:
    for word, total in totals.items():
        if total:
            paper.heading(f"Consequences that would be {word}: {total:,}")
            names = ("measure", "clause", "party", "case", "before", "after")
            paper.table(names, [[one[name] for name in names] for one in answer[word][:SHOWN]])
            if total > SHOWN:
                paper.say(f"[dim]and {total - SHOWN:,} more (--json)[/]", indent=2)
    part = answer["proportion"]
    paper.heading("In proportion")
    rows = [
        (
            one["measure"]["code"],
            one["measure"]["title"]["en"],
            _pair(one["newly_bound"]),
            _pair(one["freed"]),
            _pair(one["in_force_now"]),
        )
        for one in part["measures"]
    ]
    rows.append(("all", "", _pair(part["newly_bound"]), _pair(part["freed"]), ""))
    rows.append(("register", "", "", "", _pair(part["of_register"])))
    paper.table(("measure", "", "newly bound", "freed", "in force now"), rows)
    asked = answer["confirmation"]
    paper.say(f"[dim]dry run {answer['dry_run']}, judged at entry {answer['entry']}; nothing was written[/]")
    if asked["needed"]:
        given = (
            f"{paper.plain(asked['given_by'])} has given it"
            if asked["given_by"]
            else "nobody has given it yet"
        )
        paper.say(
            f"[yellow]It newly binds {asked['persons']:,} natural persons[/]: more than {asked['most']:,} need a"
            f" reviewer's confirmation, and {given}."
        )


def _pair(counts: Mapping[str, int]) -> str:
    return f"{counts['persons']:,} persons, {counts['firms']:,} firms"
