"""The command `dossier`: one printable page of a party or a case."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from graph_service.assemble import Caller, Clocks
from graph_service.assemble.argument import Argument, argue
from graph_service.cli import asking, paper
from graph_service.cli.dossier import Dossier, render
from graph_service.screening import fact_json
from graph_service.screening.words import with_authorities


def register(app: typer.Typer) -> None:
    """Put the command of this module into the application."""
    app.command("dossier")(dossier)


def dossier(
    about: Annotated[
        str, typer.Argument(metavar="PARTY|CASE", help="A party (any of its records' ids) or a case key")
    ],
    to: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write [default: dossier-….html]")
    ] = None,
    review: Annotated[
        bool, typer.Option("--review", help="Also what is pending and drafted, for reviewers")
    ] = False,
    as_of: asking.AsOf = None,
    known_at: asking.KnownAt = None,
    purpose: asking.Purpose = None,
    inquiry: asking.Inquiry = None,
    names: asking.Names = False,
    as_json: asking.AsJson = False,
) -> None:
    """One HTML page by itself: facts, consequences with proofs, disputes, repairs, sources, clocks, a picture."""
    with asking.workspace() as workspace:
        asking.refuse_documents(workspace, about)
        who = asking.caller(purpose, inquiry, persons=True, names=names)
        clocks = asking.clocks(workspace, as_of, known_at)
        with paper.busy("Applying the law to the cases", quiet=as_json):
            found = argue(workspace, about, caller=who, clocks=clocks, review=review)
        register_page = workspace.party(found.party, caller=who, clocks=clocks) if found.party else None
        told = workspace.timeline(about, caller=who, clocks=clocks, review=review)
        printed = f"graph-service {workspace.version} · {workspace.now().isoformat(timespec='seconds')}"
    if as_json:
        paper.as_json(
            {
                **clocks.as_json(),
                "about": found.about,
                **found.result.as_json(review=review),
                **clocks.as_json(),
            }
        )
        return
    text = _drawn(found, who, clocks, register_page, told, printed, review=review)
    where = to or Path("dossier-" + "".join(sign if sign.isalnum() else "-" for sign in about)[:60] + ".html")
    where.write_text(text, encoding="utf-8")
    paper.say(
        f"{paper.plain(where)}: {len(found.result.cases)} cases, {len(text.encode()) // 1024 + 1} KiB, one file."
    )


def _drawn(
    found: Argument,
    who: Caller,
    clocks: Clocks,
    register: Mapping[str, Any] | None,
    timeline: Mapping[str, Any],
    printed: str,
    *,
    review: bool,
) -> str:
    """The page as HTML."""
    authorities = [
        row for one in found.result.facts.values() if (row := fact_json(one))["fact_type"] == "authority"
    ]
    return render(
        Dossier(
            result=found.result,
            book=found.book,
            about=found.about,
            party=found.party,
            names=with_authorities(found.names, authorities, found.book),
            sources=found.sources,
            register=register,
            known_at=clocks.as_json()["known_at"],
            printed=printed,
            purpose=who.purpose,
            inquiry=who.inquiry,
            review=review,
            timeline=timeline,
        )
    )
