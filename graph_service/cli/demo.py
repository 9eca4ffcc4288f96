"""The demo: a fictitious province from nothing to the answer, asked twice: here, and of the running service."""

from __future__ import annotations

import json
import shutil
import sys
import threading
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from graph_service.api.serving import Running
from graph_service.assemble import Caller, Clocks, Workspace
from graph_service.assemble.loading import LoadResult
from graph_service.assemble.subjects import Subject
from graph_service.cli import asking, paper, telling
from graph_service.cli.writing import load_json
from graph_service.errors import Conflict, Unavailable
from graph_service.loaders.province.settings import DEFAULT_TODAY, FEWEST
from graph_service.screening.words import Words, with_authorities

FOLDER = Path("graph-service-demo")
MARK = ".made-by-demo"
PURPOSE, INQUIRY = "demo", "demo-1"
LOOKED_AT = 120
"""Cases among which the demo looks for its examples."""
REACHED, NEAR = 4, 3
TELLING_WHY = (
    "left_before_the_role_date", "not_named", "holding_moves_nothing", "began_after_the_role_date", "minor",
    "no_finding", "role_outside_the_circle",
)  # fmt: skip
"""Reasons of not being reached, the most telling first."""


def register(app: typer.Typer) -> None:
    """Put the command of this module into the application."""
    app.command("demo")(demo)


def demo(
    enterprises: Annotated[int, typer.Option(min=FEWEST, help="Enterprises of the province")] = 20_000,
    seed: Annotated[int, typer.Option(min=0, help="Another seed, another province")] = 1,
    folder: Annotated[Path, typer.Option(help="Where the demo keeps its data; made anew")] = FOLDER,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the service (0: any free one)")] = 0,
    stay: Annotated[
        bool | None,
        typer.Option("--stay/--no-stay", help="Serve until Ctrl-C at the end [default: on a terminal]"),
    ] = None,
    as_json: asking.AsJson = False,
) -> None:
    """A province's register into the graph, the law applied, who is bound and why; the same asked of the service."""
    _make_room(folder)
    if not as_json:
        _tell_title(enterprises)
    with asking.workspace(data=folder) as workspace:
        who = Caller.local(purpose=PURPOSE, inquiry=INQUIRY)
        result = _load(workspace, enterprises, seed, who, quiet=as_json)
        if not as_json:
            _tell_load(result, workspace)
        clocks = workspace.resolve_clocks(DEFAULT_TODAY)
        shown = _choose(workspace, who, clocks)
        if not as_json:
            _tell(shown)
        with Running(workspace, port=port) as url:
            asked = _ask_again(url, workspace, who, clocks, shown)
            if as_json:
                paper.as_json(_as_json(result, clocks, shown, asked))
            else:
                _tell_asked(asked)
            if (sys.stdin.isatty() and sys.stdout.isatty()) if stay is None else stay:
                _stay(url, folder)


def _tell_title(enterprises: int) -> None:
    paper.out.print(Text("谁受约束，凭什么  Who is bound, and why", style="bold"))
    paper.say(
        f"[dim]A fictitious province of {enterprises:,} enterprises, seen on {DEFAULT_TODAY}. Every name and number in"
        " it is invented.[/]"
    )


def _as_json(result: LoadResult, clocks: Clocks, shown: Shown, asked: list[Asked]) -> dict[str, Any]:
    return {
        **clocks.as_json(),
        "load": load_json(result),
        "reached": list(shown.reached),
        "near": list(shown.near),
        "asked_of_the_service": [{"asked": one.asked, "about": one.about, "equal": True} for one in asked],
    }


def _make_room(folder: Path) -> None:
    """An empty folder of the demo's own; raises Conflict where there is something else."""
    if folder.exists():
        if not (folder / MARK).exists():
            raise Conflict(f"{folder} is there and is no demo's: name another with --folder")
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    (folder / MARK).touch()


def _load(workspace: Workspace, enterprises: int, seed: int, who: Caller, *, quiet: bool) -> LoadResult:
    with paper.progress(quiet=quiet) as tell:
        return workspace.load(
            "province",
            Path(),
            caller=who,
            today=DEFAULT_TODAY,
            options={"enterprises": str(enterprises), "seed": str(seed)},
            progress=tell,
            search=False,
        )


def _tell_load(result: LoadResult, workspace: Workspace) -> None:
    account, seconds, book = result.account, result.seconds, workspace.book
    engine = "Neo4j" if workspace.settings.neo4j_uri else "the embedded graph"
    enabled = sum(clause.status == "enabled" for clause in book.clauses.values())
    paper.heading("1  The register 登记")
    paper.say(
        f"{account.source_records:,} source records, {account.parties:,} parties,"
        f" {sum(account.facts.values()):,} facts, loaded into {engine} in {seconds['read'] + seconds['write']:.0f} s.",
        indent=2,
    )
    paper.heading("2  The law 规则")
    paper.say(
        f"{len(book.clauses)} clauses of {len(book.rules)} rules, {enabled} of them enabled. Applied to"
        f" {result.cases:,} decisions they gave {result.consequences:,} consequences, each with a proof that an"
        f" independent checker accepted, in {seconds['derive']:.0f} s.",
        indent=2,
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """What the demo shows: bearings and near misses, with the facts they cite; and a firm that something binds."""

    reached: tuple[Mapping[str, Any], ...]
    near: tuple[Mapping[str, Any], ...]
    firm: str
    facts: Mapping[str, Any]
    words: Words


def _choose(workspace: Workspace, who: Caller, clocks: Clocks) -> Shown:
    """Persons reached by different rules, and persons not reached for different reasons."""
    cases = workspace.store.derived_cases()
    page = workspace.screen(cases[:: max(1, len(cases) // LOOKED_AT)], caller=who, clocks=clocks)
    reached: dict[str, Mapping[str, Any]] = {}
    near: dict[str, Mapping[str, Any]] = {}
    firms = [one["party"] for one in page["parties"] if one["target"] == "enterprise" and one["measures"]]
    for case in page["cases"]:
        for one in case["bound"]:
            if one["target"] == "person" and one["kind"] == "K1" and one["record"] in page["names"]:
                reached.setdefault(one["clause"].split("/")[0], one)
        for one in case["near"]:
            codes = {why["reason"] for why in one["why_not"]}
            reason = next((code for code in TELLING_WHY if code in codes), None)
            if reason and one["record"] in page["names"]:
                near.setdefault(reason, one)
    names = with_authorities(page["names"], page["facts"].values(), workspace.book)
    chosen = tuple(near[code] for code in TELLING_WHY if code in near)[:NEAR]
    if not reached or not chosen or not firms:
        raise Unavailable("this province shows nobody reached and nobody near: try another seed")
    words = Words(workspace.book, names)
    return Shown(tuple(reached.values())[:REACHED], chosen, firms[0], page["facts"], words)


def _tell(shown: Shown) -> None:
    paper.heading("3  Who is bound 受约束者")
    for one in shown.reached:
        telling.bearing(one, shown.facts, shown.words)
        paper.out.print()
    paper.out.print(Text("4  Who is near and not reached 相近而未及", style="bold"))
    for one in shown.near:
        telling.line((one["case"], "dim"))
        telling.miss({**one, "why_not": _of_persons(one["why_not"])}, shown.facts, shown.words)
        paper.out.print()


def _of_persons(reasons: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Without the clauses that speak of the firm alone."""
    return [why for why in reasons if why["reason"] != "binds_the_enterprise_only"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that the running service answered as the command line does."""

    asked: str
    about: str


def _ask_again(url: str, workspace: Workspace, who: Caller, clocks: Clocks, shown: Shown) -> list[Asked]:
    """The same questions of the running service; raises Unavailable where its answers are not the same."""
    case = shown.reached[0]["case"]
    query = urllib.parse.urlencode({"case": case, "as_of": clocks.as_of.isoformat()})
    asked = Asked(f"GET {url}/v1/cases?case=…", f"who is bound in {case}, who is near, and why")
    _compare(asked, _http(f"{url}/v1/cases?{query}"), workspace.case(case, caller=who, clocks=clocks))
    firm = _firm_number(workspace, who, clocks, shown.firm)
    if firm is None:
        return [asked]
    body = {"subjects": [{"uscc": firm}], "as_of": clocks.as_of.isoformat()}
    here = workspace.check([Subject(uscc=firm)], caller=who, clocks=clocks)
    title = here["answers"][0]["answer"]["title"]
    checked = Asked(f"POST {url}/v1/checks", f"what binds {firm}: {title['zh-CN']} {title['en']}")
    _compare(checked, _http(f"{url}/v1/checks", body), here)
    return [asked, checked]


def _tell_asked(asked: list[Asked]) -> None:
    paper.out.print(Text("5  The same, asked of the running service 同一问题，经由服务", style="bold"))
    for one in asked:
        telling.line((one.asked, "bold"))
        telling.line(("equal 一致", "bold green"), f"  {one.about}", indent=4)


def _firm_number(workspace: Workspace, who: Caller, clocks: Clocks, firm: str) -> str | None:
    numbers = workspace.party(firm, caller=who, clocks=clocks)["identifiers"]
    return next((one["value"] for one in numbers if one["scheme"] == "uscc"), None)


def _http(url: str, body: Mapping[str, Any] | None = None) -> Any:
    headers = {"X-Purpose": PURPOSE, "X-Inquiry-Number": INQUIRY, "Content-Type": "application/json"}
    data = json.dumps(body).encode() if body is not None else None
    # The address is that of the service this process has just started on the loopback interface.
    with urllib.request.urlopen(
        urllib.request.Request(url, data=data, headers=headers), timeout=60
    ) as answer:
        return json.load(answer)


def _compare(asked: Asked, there: Any, here: Any) -> None:
    if there != json.loads(json.dumps(here)):
        raise Unavailable(f"{asked.asked}: the service answers differently from the command line")


def _stay(url: str, folder: Path) -> None:
    paper.out.print()
    paper.say(f"Serving [bold]{url}/v1[/] until Ctrl-C. In another terminal, for instance:")
    for command in ("query", "search 食品", "screen --purpose look --inquiry 1"):
        paper.say(f"[dim]graph-service --data {paper.plain(folder)} {command}[/]", indent=2)
    with suppress(KeyboardInterrupt):
        threading.Event().wait()
    paper.say("Stopped.")
