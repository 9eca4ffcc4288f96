"""Commands of receipts: replay asks a receipt's question again; verify needs neither the service nor its data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from graph_service.cli import asking, certificates, paper
from graph_service.errors import Conflict

ReceiptFile = Annotated[
    Path | None,
    typer.Option(
        "--receipt", metavar="FILE", help="Write a signed receipt of the answer, to replay it later"
    ),
]
receipt = typer.Typer(help="Signed records of answers.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Put the commands of this module into the application."""
    app.add_typer(receipt, name="receipt")
    receipt.command("verify")(certificates.verify)


def keep(page: dict[str, Any], to: Path | None) -> None:
    """Write the receipt of a page into its file, and take it off the page."""
    if to is not None:
        made = page.pop("receipt")
        to.write_text(json.dumps(made, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        paper.err.print(f"Receipt {made['receipt']['id']} written to {to}.", soft_wrap=True, markup=False)


@receipt.command("replay")
def replay(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A signed receipt")],
    purpose: asking.Purpose = None,
    inquiry: asking.Inquiry = None,
    as_json: asking.AsJson = False,
) -> None:
    """Ask the question of a receipt again, at its clocks: is the answer the same, byte for byte?

    Ends with 1 where the receipt is not sound (each check that fails is named) or the answer differs (each part is)."""
    document = certificates.document_in(file)
    with asking.workspace() as workspace:
        who = asking.caller(purpose, inquiry, persons=asks_of_persons(document))
        found = workspace.replay(document, caller=who)
    if as_json:
        paper.as_json(found)
    elif found["sound"]:
        body = document["receipt"]
        known = body["known_at"]["entry"]
        paper.say(
            f"{paper.plain(body['id'])}: {paper.plain(body['question']['act'])}, as of {paper.plain(body['as_of'])}, "
            f"known at entry {known}."
        )
        _rulebook(found["rulebook"])
        if found["same"]:
            paper.say("[green]Same[/]: the answer is the one that was given, byte for byte.")
        else:
            paper.table(
                ("part", "what", "now"),
                [(one["part"] or "the order of its parts", one["kind"], one.get("why") or one["now"])
                 for one in found["differences"]],
            )  # fmt: skip
    if not found["sound"]:
        raise Conflict("; ".join(found["failed"]))
    if not found["same"]:
        raise Conflict(f"the answer differs in {len(found['differences'])} parts from the one that was given")


def _rulebook(one: dict[str, Any]) -> None:
    if one["then"] != one["now"]:
        paper.say(f"Rulebook then {one['then'][:16]}, now {one['now'][:16]}: {paper.plain(one['says'])}.")


def asks_of_persons(document: Any) -> bool:
    """May the question of a receipt speak of persons? Read before its signature is checked: it decides only whether
    a purpose is asked for at a terminal."""
    question = document.get("receipt", {}).get("question", {}) if isinstance(document, dict) else {}
    if not isinstance(question, dict) or question.get("act") != "check":
        return True
    subjects = question.get("subjects")
    return any(isinstance(one, dict) and one.get("person") for one in subjects or ())
