"""Commands of certificates: list, show, keys; and verify, which needs neither the service nor its data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from graph_service.alerts import check_signed
from graph_service.cli import asking, paper
from graph_service.errors import BadInput, Conflict

certificate = typer.Typer(help="Signed records of what was taken back.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Put the commands of this module into the application."""
    app.add_typer(certificate, name="certificate")


@certificate.command("list")
def list_certificates(
    about: Annotated[
        str, typer.Argument(metavar="PARTY|CASE", help="A party (any of its records' ids) or a case key")
    ],
    as_of: asking.AsOf = None,
    known_at: asking.KnownAt = None,
    purpose: asking.Purpose = None,
    inquiry: asking.Inquiry = None,
    as_json: asking.AsJson = False,
) -> None:
    """What was taken back or suspended for a party or in a case, the oldest first."""
    with asking.workspace() as workspace:
        asking.refuse_documents(workspace, about)
        who = asking.caller(purpose, inquiry, persons=True)
        clocks = asking.clocks(workspace, as_of, known_at)
        page = workspace.certificates(about, caller=who, clocks=clocks)
    if as_json:
        paper.as_json(page)
        return
    if not page["certificates"]:
        paper.say("Nothing was taken back or suspended.")
        return
    _tell(page["certificates"])


def _tell(found: list[dict[str, Any]]) -> None:
    bodies = [one["certificate"] for one in found]
    paper.table(
        ("certificate", "what", "since", "measure", "clause", "party", "told"),
        [
            (
                body["id"],
                body["kind"],
                body["since"],
                body["consequence"]["measure"],
                body["consequence"]["clause"],
                body["consequence"]["record"],
                len(body["told"]),
            )
            for body in bodies
        ],
    )


@certificate.command("notices")
def notices(
    who: Annotated[str | None, typer.Option(metavar="NAME", help="Who had been told [default: you]")] = None,
    after: Annotated[int, typer.Option(min=0, help="The last entry that was seen")] = 0,
    purpose: asking.Purpose = None,
    inquiry: asking.Inquiry = None,
    as_json: asking.AsJson = False,
) -> None:
    """What somebody had been told of and no longer stands, the oldest first."""
    with asking.workspace() as workspace:
        caller = asking.caller(purpose, inquiry, persons=True)
        page = workspace.notices(caller=caller, who=who, after=after)
    if as_json:
        paper.as_json(page)
    elif page["notices"]:
        _tell(page["notices"])
    else:
        paper.say(f"Nothing that {paper.plain(page['who'])} had been told of was taken back.")


@certificate.command("show")
def show(
    key: Annotated[str, typer.Argument(metavar="CERTIFICATE", help="The id of a certificate")],
    to: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write [default: standard output]")
    ] = None,
    purpose: asking.Purpose = None,
    inquiry: asking.Inquiry = None,
) -> None:
    """The signed document, as JSON: to be handed on, and to be checked by whoever gets it."""
    with asking.workspace() as workspace:
        who = asking.caller(purpose, inquiry, persons=True)
        found = workspace.certificate(key, caller=who, clocks=asking.clocks(workspace, None, None))
    if to is None:
        paper.as_json(found)
    else:
        to.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        paper.say(f"Written to {paper.plain(to)}.")


@certificate.command("keys")
def keys(as_json: asking.AsJson = False) -> None:
    """The public keys of all that was ever signed here."""
    with asking.workspace() as workspace:
        page = workspace.signing_keys()
    if as_json:
        paper.as_json(page)
    else:
        paper.table(("key", "public"), [(one["key"], one["public"]) for one in page["keys"]])


@certificate.command("verify")
def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A signed certificate or receipt")],
    key: Annotated[
        str, typer.Option(metavar="KEY", help="The public key in base64, or a file that holds it")
    ],
    as_json: asking.AsJson = False,
) -> None:
    """Is this certificate or receipt whole, and of that key? Needs nothing but the two: no service, no graph.

    Ends with 1 and names the checks that failed."""
    document = document_in(file)
    public = Path(key).read_text(encoding="ascii") if Path(key).is_file() else key
    wrong = check_signed(document, public)
    if as_json:
        paper.as_json({"file": str(file), "sound": not wrong, "failed": list(wrong)})
    elif not wrong:
        body = document.get("certificate") or document["receipt"]
        what = body.get("kind") or body["question"]["act"]
        paper.say(f"[green]Sound[/]: {paper.plain(body['id'])} ({paper.plain(what)}), signed by this key.")
    if wrong:
        raise Conflict("; ".join(wrong))


def document_in(file: Path) -> Any:
    """The JSON document in a file; raises BadInput."""
    try:
        return json.loads(file.read_text(encoding="utf-8"), object_pairs_hook=_object)
    except FileNotFoundError:
        raise BadInput(f"{file}: there is no such file") from None
    except (ValueError, OSError, RecursionError) as error:
        raise BadInput(f"{file} is no JSON document: {error}") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON; raises ValueError for one that says a thing twice: whoever reads it may take the other."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return found
