"""Commands that ask: screen, explain, why-not, search, query."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from graph_service.cli import asking, paper, receipts, telling
from graph_service.errors import BadValue
from graph_service.screening.words import Words, with_authorities

Limit = Annotated[int, typer.Option(min=1, max=1000, help="Rows of a page")]
CursorFlag = Annotated[str | None, typer.Option("--next", help="The cursor a page ended with: the next page")]


def register(app: typer.Typer) -> None:
    """Put the commands of this module into the application."""
    for command in (screen, explain, search, query):
        app.command(command.__name__)(command)
    app.command("why-not")(why_not)


def screen(
    cases: Annotated[list[str] | None, typer.Argument(help="Case keys [default: every case]")] = None,
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
    """Who is bound in these cases, by which clause, since, until, on which records; who is near and why not. Without
    a case named: a line for each, and the totals."""
    with asking.workspace() as workspace:
        who = asking.caller(purpose, inquiry, persons=True, names=names)
        clocks = asking.clocks(workspace, as_of, known_at)
        with paper.busy("Applying the law to the cases", quiet=as_json):
            answer = workspace.screen(cases or (), caller=who, clocks=clocks, review=review)
        words = Words(
            workspace.book, with_authorities(answer["names"], answer["facts"].values(), workspace.book)
        )
    if as_json:
        paper.as_json(answer)
        return
    telling.clocks(answer)
    if cases:
        for page in answer["cases"]:
            telling.case(page, answer["facts"], words)
    else:
        _cases(answer["cases"], words)
    _totals(answer["totals"], words)


def _cases(pages: list[dict[str, Any]], words: Words) -> None:
    """A line per case; naming a case shows it whole."""
    rows = [
        (
            page["case"],
            page["date"],
            words.category(page["category"])[0],
            len(page["bound"]),
            len(page["near"]),
        )
        for page in pages
    ]
    paper.table(("case", "date", "category", "in force", "near"), rows)
    paper.say("[dim]Name a case to see it whole: graph-service screen CASE[/]")


def _totals(totals: dict[str, Any], words: Words) -> None:
    paper.heading("In all")
    paper.say(
        f"{totals['cases']:,} cases; {totals['parties_bound']:,} parties bound, {totals['persons_bound']:,} of them"
        f" persons; {totals['near']:,} near and not reached.",
        indent=2,
    )
    rows = [(code, " ".join(words.measure(code)), f"{count:,}") for code, count in totals["measures"].items()]
    paper.table(("measure", "", "in force"), rows)
    if totals["problems"]:
        paper.table(
            ("problem", "cases"), [(kind, f"{count:,}") for kind, count in totals["problems"].items()]
        )


def explain(
    consequence: Annotated[str, typer.Argument(help="A consequence's id (consequence:…)")],
    receipt: receipts.ReceiptFile = None,
    as_of: asking.AsOf = None,
    known_at: asking.KnownAt = None,
    purpose: asking.Purpose = None,
    inquiry: asking.Inquiry = None,
    names: asking.Names = False,
    as_json: asking.AsJson = False,
) -> None:
    """One consequence with its proof: every fact it stands on, and the absences it relied on."""
    with asking.workspace() as workspace:
        who = asking.caller(purpose, inquiry, persons=True, names=names)
        clocks = asking.clocks(workspace, as_of, known_at)
        answer = workspace.explain(consequence, caller=who, clocks=clocks)
        if receipt is not None:
            answer = workspace.receipted(
                "explain", answer, caller=who, clocks=clocks, consequence=consequence
            )
        words = Words(workspace.book, with_authorities(answer["names"], answer["facts"], workspace.book))
    receipts.keep(answer, receipt)
    if as_json:
        paper.as_json(answer)
        return
    one = answer["consequence"]
    telling.clocks(answer)
    paper.heading(
        f"{words.name(one['record'])} — {one['measure']['title']['zh-CN']} {one['measure']['title']['en']}"
    )
    telling.line(f"{one['proof']['law']} {one['proof']['article']}", (f"  [{one['clause']}]", "dim"))
    if answer["says"]:
        telling.line((answer["says"], "italic"))
    rows = [
        (paper.state(span["state"], disputed=span["disputed"]), span["since"], span["until"], span["reason"])
        for span in one["timeline"]
    ]
    paper.table(("state", "since", "until (exclusive)", "reason"), rows)
    paper.heading("Because")
    facts = {row["fact"]: row for row in answer["facts"] if "fact_type" in row}
    telling.because([(row["part"], row["fact"]) for row in answer["facts"]], facts, words, indent=2)
    paper.heading(f"And because nothing was found under {len(answer['absences'])} look-ups")
    for key in answer["absences"]:
        telling.line((key.split("=")[0] if key.startswith("identity.document") else key, "dim"))


def why_not(
    case: Annotated[str, typer.Argument(help="The case's key")],
    party: Annotated[str, typer.Argument(help="The party: the id of any of its records")],
    as_of: asking.AsOf = None,
    known_at: asking.KnownAt = None,
    purpose: asking.Purpose = None,
    inquiry: asking.Inquiry = None,
    names: asking.Names = False,
    as_json: asking.AsJson = False,
) -> None:
    """Why a party near a case is not reached, clause by clause."""
    with asking.workspace() as workspace:
        asking.refuse_documents(workspace, party)
        who = asking.caller(purpose, inquiry, persons=True, names=names)
        clocks = asking.clocks(workspace, as_of, known_at)
        answer = workspace.why_not(case, party, caller=who, clocks=clocks)
        words = Words(workspace.book, answer["names"])
    if as_json:
        paper.as_json(answer)
        return
    telling.clocks(answer)
    paper.heading(f"{words.name(answer['party'])} in {answer['case']}")
    for one in answer["reached"]:
        title = one["measure"]["title"]
        telling.line(
            ("reached: ", "bold red"), f"{title['zh-CN']} {title['en']} [{one['clause']}] {one['state']}"
        )
    telling.reasons(answer["why_not"], indent=2)


def search(
    text: Annotated[list[str], typer.Argument(help="Code, name, former name, pinyin or address")],
    limit: Limit = 20,
    cursor: CursorFlag = None,
    as_of: asking.AsOf = None,
    known_at: asking.KnownAt = None,
    purpose: asking.Purpose = None,
    inquiry: asking.Inquiry = None,
    names: asking.Names = False,
    as_json: asking.AsJson = False,
) -> None:
    """Find parties. Persons are found only where a purpose and an inquiry number are given."""
    with asking.workspace() as workspace:
        words = " ".join(text)
        asking.refuse_documents(workspace, words)
        who = asking.caller(purpose, inquiry, names=names)
        clocks = asking.clocks(workspace, as_of, known_at)
        with paper.busy("Searching", quiet=as_json):
            answer = workspace.search(words, caller=who, clocks=clocks, limit=limit, cursor=cursor)
    if as_json:
        paper.as_json(answer)
        return
    rows = [
        (one["name"], one["kind"], one["matched"].replace("_", " "), one["text"], " ".join(one["records"]))
        for one in answer["results"]
    ]
    paper.table(("name", "kind", "found by", "text", "party, its other records"), rows)
    _page(answer, len(rows))


def _page(answer: dict[str, Any], shown: int) -> None:
    paper.say(f"[dim]{shown:,} of {answer['total']:,}[/]")
    if answer["next"]:
        paper.say(f"[dim]the next page: --next {answer['next']}[/]")


def query(
    name: Annotated[str | None, typer.Argument(help="The question [default: list them all]")] = None,
    parameters: Annotated[
        list[str] | None, typer.Argument(metavar="NAME=VALUE…", help="Its parameters")
    ] = None,
    limit: Limit = 100,
    cursor: CursorFlag = None,
    as_of: asking.AsOf = None,
    known_at: asking.KnownAt = None,
    purpose: asking.Purpose = None,
    inquiry: asking.Inquiry = None,
    as_json: asking.AsJson = False,
) -> None:
    """Ask a question of the library, or list the questions there are."""
    with asking.workspace() as workspace:
        if name is None:
            _questions(workspace.queries(caller=asking.caller())["queries"], as_json=as_json)
            return
        known = {one["query"]: one for one in workspace.queries(caller=asking.caller())["queries"]}
        given = dict(_pair(text) for text in parameters or ())
        asking.refuse_documents(workspace, *given.values())
        who = asking.caller(purpose, inquiry, persons=bool(known.get(name, {}).get("purpose_needed")))
        clocks = asking.clocks(workspace, as_of, known_at)
        answer = workspace.query(name, given, caller=who, clocks=clocks, limit=limit, cursor=cursor)
    if as_json:
        paper.as_json(answer)
        return
    telling.clocks(answer)
    paper.heading(f"{answer['title']['zh-CN']} {answer['title']['en']}")
    columns = [column["name"] for column in answer["columns"]]
    paper.table(
        [column.replace("_", " ") for column in columns],
        [[row[c] for c in columns] for row in answer["rows"]],
    )
    _page(answer, len(answer["rows"]))


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise BadValue(f"write a parameter as NAME=VALUE, not {text!r}")
    return name, value


def _questions(found: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        paper.as_json({"queries": found})
        return
    for one in found:
        telling.line((one["query"], "bold"), f"  {one['title']['zh-CN']} {one['title']['en']}", indent=0)
        telling.line(one["question"])
        for parameter in one["parameters"]:
            default = f" (default {parameter['default']})" if parameter["default"] else ""
            telling.line(f"{parameter['name']}: {parameter['type']}, {parameter['says']}{default}", indent=4)
