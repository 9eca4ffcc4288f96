"""Commands that bring facts in and take them out: load, facts export, facts post."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from graph_service import loaders
from graph_service.assemble import LoadOrder, LoadResult, Workspace, bulk_load
from graph_service.assemble.clocks import today_in
from graph_service.cli import asking, paper
from graph_service.errors import BadInput, BadValue, PromiseBroken
from graph_service.facts import Card, Fact
from graph_service.facts.notation import parse
from graph_service.screening import fact_json

facts = typer.Typer(help="Facts in and out, as ledger notation or JSON.", no_args_is_help=True)
SHOWN = 5
"""Problems of a kind that are shown; the JSON answer has them all."""
BindMany = Annotated[
    bool,
    typer.Option(
        "--bind-many", help="Seal it though it newly binds more natural persons than may be unconfirmed"
    ),
]

Bulk = Annotated[
    bool,
    typer.Option(
        "--bulk",
        help="Through Neo4j's own importer: into a stopped Neo4j of this machine (NEO4J_HOME) whose database does"
        " not exist yet; it runs afterwards",
    ),
]


def register(app: typer.Typer) -> None:
    """Put the commands of this module into the application."""
    app.command("load")(load)
    app.add_typer(facts, name="facts")


def load(
    source: Annotated[
        str, typer.Argument(help="Which loader: register_cn, credit_lists_cn, followthemoney, province …")
    ],
    path: Annotated[
        Path | None, typer.Argument(help="The file or folder (none for a generated province)")
    ] = None,
    name: Annotated[
        str, typer.Option("--name", help="First part of the record ids [default: the loader's]")
    ] = "",
    drawn: Annotated[
        str | None, typer.Option("--drawn", metavar="DAY", help="The day the source was drawn")
    ] = None,
    today: Annotated[
        str | None, typer.Option(metavar="DAY", help="Today, for what is generated or checked")
    ] = None,
    option: Annotated[
        list[str] | None, typer.Option("--option", "-o", metavar="NAME=VALUE", help="An option of the loader")
    ] = None,
    anyway: Annotated[
        bool, typer.Option("--seal-anyway", help="Seal what is sound though a promise is broken")
    ] = False,
    many: BindMany = False,
    bulk: Bulk = False,
    as_json: asking.AsJson = False,
) -> None:
    """Load a source: staged, its promises checked, sealed as one entry of the ledger, or nothing of it."""
    loaders.find(source)
    if path is None and source != "province":
        raise BadInput(f"{source} reads a file or folder: name it after the source")
    if path is not None and not path.exists():
        raise BadInput(f"{path} is not there: name the file or folder of the source")
    order = LoadOrder(
        loader=source,
        source=path or Path(),
        today=_day("--today", today) or today_in(asking.settings().zone),
        source_name=name,
        extract_date=_day("--drawn", drawn),
        options=_options(option or ()),
        seal_anyway=anyway,
        bind_many=many,
    )
    result = _loaded(order, bulk=bulk, quiet=as_json)
    if as_json:
        paper.as_json(load_json(result))
    else:
        show_account(result)
    if not result.sealed:
        raise PromiseBroken(
            "nothing was sealed: "
            + "; ".join(result.broken)
            + ". Mend the source, or seal what is sound with"
            " --seal-anyway"
        )


def _loaded(order: LoadOrder, *, bulk: bool, quiet: bool) -> LoadResult:
    if bulk:
        with paper.progress(quiet=quiet) as tell:
            return bulk_load(asking.settings(), order, caller=asking.caller(), progress=tell)
    with asking.workspace() as workspace, paper.progress(quiet=quiet) as tell:
        return workspace.load_order(order, caller=asking.caller(), progress=tell)


def _day(flag: str, text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadValue(f"{flag} is a day like 2026-05-10") from error


def _options(given: list[str] | tuple[str, ...]) -> dict[str, str]:
    found = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or not name:
            raise BadValue(f"--option {text}: write NAME=VALUE")
        found[name] = value
    return found


def load_json(result: LoadResult) -> dict[str, Any]:
    """What a load came to, as plain data."""
    return {
        "sealed": result.sealed,
        "entry": result.entry,
        "broken": list(result.broken),
        "cases": result.cases,
        "consequences": result.consequences,
        "newly_bound_persons": result.newly_bound,
        "seconds": {phase: round(seconds, 3) for phase, seconds in result.seconds.items()},
        "account": result.account.as_json(),
    }


def show_account(result: LoadResult) -> None:
    """The account of a load, for reading."""
    account = result.account
    paper.heading(f"Account of {account.source}")
    paper.table(
        ("table", "rows", "readable", "refused"),
        [
            (name, f"{t.read:,}", f"{t.readable:,}", f"{t.refused:,}")
            for name, t in sorted(account.rows.items())
        ],
    )
    paper.say(
        f"{account.source_records:,} source records are {account.parties:,} parties,"
        f" {account.proved_persons:,} of them proved persons; {sum(account.facts.values()):,} facts,"
        f" {account.cards:,} cards.",
        indent=2,
    )
    if account.problem_counts:
        paper.heading(f"Problems: {sum(account.problem_counts.values()):,}")
        for kind, count in sorted(account.problem_counts.items()):
            paper.say(f"[yellow]{paper.plain(kind)}[/] {count:,}", indent=2)
            for problem in account.of_kind(kind)[:SHOWN]:
                paper.say(paper.plain(problem), indent=4)
            if count > SHOWN:
                paper.say(f"[dim]and {count - SHOWN:,} more (--json shows them)[/]", indent=4)
    if result.sealed:
        seconds = sum(result.seconds.values())
        paper.heading(f"Sealed as entry {result.entry}")
        paper.say(f"{result.cases:,} cases, {result.consequences:,} consequences, {seconds:.1f} s.", indent=2)
        if result.newly_bound:
            paper.say(f"{result.newly_bound:,} natural persons are newly bound by it.", indent=2)


@facts.command("export")
def export(known_at: asking.KnownAt = None, as_json: asking.AsJson = False) -> None:
    """Every fact up to an entry, in ledger notation, to standard output; as JSON one fact a line."""
    with asking.workspace() as workspace:
        lines = workspace.export_facts(
            caller=asking.caller(names=True), clocks=asking.clocks(workspace, None, known_at)
        )
        if as_json:
            ledger = parse("\n".join(lines))
            lines = iter(json.dumps(fact_json(one), ensure_ascii=False) for one in ledger.facts)
        for line in lines:
            print(line)


@facts.command("post")
def post(
    file: Annotated[
        Path, typer.Argument(help="Ledger notation, or JSON {facts, cards}; - is standard input")
    ],
    key: Annotated[
        str | None, typer.Option("--key", help="Idempotency key: the same key is one write")
    ] = None,
    as_json: asking.AsJson = False,
) -> None:
    """State facts: all of them with the consequences they change, or nothing. Shows the difference they made."""
    with asking.workspace() as workspace:
        who = asking.caller()
        stated, cards = read_batch(file, workspace)
        answer = workspace.post(stated, cards, caller=who, idempotency_key=key)
    if as_json:
        paper.as_json(answer)
        return
    paper.say(
        f"Entry {answer['entry']}: {answer['stated']:,} facts stated, {answer['known_already']:,} known already."
    )
    for word in ("opened", "changed", "ended"):
        rows = [
            (one["measure"], one["clause"], one["party"], one["case"], one["before"], one["after"])
            for one in answer[word]
        ]
        if rows:
            paper.heading(f"Consequences {word}: {len(rows)}")
            paper.table(("measure", "clause", "party", "case", "before", "after"), rows)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(f"{file} is not UTF-8 text: byte {error.start} cannot be read") from error


def read_batch(file: Path, workspace: Workspace) -> tuple[tuple[Fact, ...], tuple[Card, ...]]:
    """The facts and cards of a file (`-`: standard input), in ledger notation or JSON. Raises BadInput."""
    text = sys.stdin.read() if str(file) == "-" else _text(file)
    if not text.lstrip().startswith("{"):
        ledger = parse(text)
        return tuple(one.fact for one in ledger.facts), ledger.cards
    try:
        document = json.loads(text)
        rows, cards = document["facts"], document.get("cards", [])
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(
            f"{file}: a JSON file of facts is an object with `facts` and, if need be, `cards`"
        ) from error
    return workspace.receive(rows, cards, caller=asking.caller())
