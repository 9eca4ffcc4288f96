"""The command `timeline`: what was stated, decided, opened, suspended, resumed and ended, on both clocks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph_service.cli import asking, paper, receipts
from graph_service.timelines import lines, picture, words_of


def register(app: typer.Typer) -> None:
    """Put the command of this module into the application."""
    app.command("timeline")(timeline)


def timeline(
    about: Annotated[
        str, typer.Argument(metavar="PARTY|CASE", help="A party (any of its records' ids) or a case key")
    ],
    to: Annotated[
        Path | None, typer.Option("--picture", metavar="FILE", help="Draw it as an SVG file, too")
    ] = None,
    review: Annotated[bool, typer.Option("--review", help="Also drafts, for reviewers")] = False,
    receipt: receipts.ReceiptFile = None,
    as_of: asking.AsOf = None,
    known_at: asking.KnownAt = None,
    purpose: asking.Purpose = None,
    inquiry: asking.Inquiry = None,
    names: asking.Names = False,
    as_json: asking.AsJson = False,
) -> None:
    """The timeline of a party or a case: when each thing is valid, and since which entry it is known."""
    with asking.workspace() as workspace:
        asking.refuse_documents(workspace, about)
        who = asking.caller(purpose, inquiry, persons=True, names=names)
        clocks = asking.clocks(workspace, as_of, known_at)
        page = workspace.timeline(about, caller=who, clocks=clocks, review=review)
        if receipt is not None:
            page = workspace.receipted(
                "timeline", page, caller=who, clocks=clocks, about=about, review=review
            )
        words = words_of(page, workspace.book)
    receipts.keep(page, receipt)
    if to is not None:
        to.write_text(picture(page, words), encoding="utf-8")
    if as_json:
        paper.as_json(page)
        return
    for line in lines(page, words):
        paper.say(paper.plain(line.lstrip()), indent=len(line) - len(line.lstrip()))
    if to is not None:
        paper.say(f"Drawn in {paper.plain(to)}.")
