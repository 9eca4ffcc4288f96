"""The command `check`: what binds identified parties on a day. Numbers of persons never stand in an argument."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

import typer

from graph_service.assemble.subjects import Subject
from graph_service.cli import asking, paper, receipts, telling
from graph_service.errors import BadValue


def register(app: typer.Typer) -> None:
    """Put the command of this module into the application."""
    app.command("check")(check)


def check(
    numbers: Annotated[
        list[str] | None, typer.Argument(help="Numbers of organisations (统一社会信用代码 …)")
    ] = None,
    person: Annotated[
        bool,
        typer.Option("--person", help="Check a person: the number is asked for, or read from standard input"),
    ] = False,
    document: Annotated[
        str | None, typer.Option(help="Type of the identity document [default: resident id]")
    ] = None,
    issuer: Annotated[str | None, typer.Option(help="Who issued it, e.g. a country")] = None,
    measure: Annotated[list[str] | None, typer.Option("--measure", "-m", help="Only these measures")] = None,
    certify: Annotated[
        bool, typer.Option("--certify", help="Sign each answer that nothing is in force (shown with --json)")
    ] = False,
    receipt: receipts.ReceiptFile = None,
    as_of: asking.AsOf = None,
    known_at: asking.KnownAt = None,
    purpose: asking.Purpose = None,
    inquiry: asking.Inquiry = None,
    as_json: asking.AsJson = False,
) -> None:
    """What binds identified parties on a day. A name is never enough."""
    with asking.workspace() as workspace:
        asking.refuse_documents(workspace, *(numbers or ()))
        who = asking.caller(purpose, inquiry, persons=person)
        subjects = [Subject(organisation_number=number) for number in numbers or ()]
        if person:
            subjects.append(Subject(document_number=_number(), document_type=document, issuer=issuer))
        if not subjects:
            raise BadValue("name the number of an organisation, or use --person")
        clocks = asking.clocks(workspace, as_of, known_at)
        ask: Callable[..., dict[str, Any]] = workspace.certified_check if certify else workspace.check
        if receipt is not None:
            ask = partial(workspace.receipted_check, certify=certify)
        answer = ask(subjects, caller=who, clocks=clocks, measures=tuple(measure or ()))
    receipts.keep(answer, receipt)
    if as_json:
        paper.as_json(answer)
        return
    telling.clocks(answer)
    asked = [*(numbers or ()), *(["the person"] if person else [])]
    for number, one in zip(asked, answer["answers"], strict=True):
        _answer(number, one)
    rows = [(one["source"], one["entry"], one["age_days"]) for one in answer["sources"]]
    paper.heading("Sources rested on")
    paper.table(("source", "entry", "age, days"), rows)


def _number() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Number of the identity document", hide_input=True, err=True))
    return sys.stdin.readline().strip()


def _answer(number: str, one: dict[str, Any]) -> None:
    title = one["answer"]["title"]
    paper.heading(f"{number}: {title['zh-CN']} {title['en']}")
    for why in one.get("why", ()):
        telling.line(f"{why['title']['zh-CN']} {why['title']['en']}")
    if "certificate" in one:
        telling.line(("certified 已签", "bold"), f"  {one['certificate']['certificate']['id']}")
    for line in one["measures"]:
        name = (
            f"{line['measure']['code']} {line['measure']['title']['zh-CN']} {line['measure']['title']['en']}"
        )
        if line["answer"] == "bound":
            end = f"last day {line['last_day']}" if line["last_day"] else "no end fixed"
            disputed = ", disputed 有争议" if line["disputed"] else ""
            telling.line((name, "bold"), f"  since {line['since']}, {end}{disputed}")
            for basis in line["bases"]:
                telling.line(
                    f"{basis['law']} {basis['article']}",
                    (f"  [{basis['clause']}] {basis['case']}", "dim"),
                    indent=4,
                )
        else:
            telling.line(name, (f"  {line['answer'].replace('_', ' ')}", "dim"))
            for reason in line.get("reasons", ()):
                telling.line(reason["reason"], (f"  [{reason['clause']}]", "dim"), indent=4)
