"""The dossier as one HTML page: facts, consequences with proofs, disputes, repairs, sources, both clocks, a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from graph_service.cli.dossier.cases import case_part, shown_in
from graph_service.cli.dossier.markup import Html, heading, join, listed, table, tag
from graph_service.consequences.answers import MeasureAnswer
from graph_service.facts import Stated
from graph_service.facts.types import Decision
from graph_service.rules.rulebook import Rulebook
from graph_service.screening import ScreeningResult
from graph_service.screening.words import KINDS, Words, percent, period
from graph_service.timelines import Shape, drawing, words_of

CAUTIONS = (
    ("决定本身可能有误。", "The decision itself may be wrong."),
    ("登记信息可能有误。", "The register may be wrong."),
    ("公示即使正确，也会造成伤害。", "Publication hurts even when it is right."),
)
"""What no code can cure."""
READINGS = (
    ("条款为释义，非法条原文。", "Clauses are paraphrased, not quoted."),
    ("个人信息按权限遮蔽。", "Personal data are masked as the reader's access asks."),
)
NOT_SHOWN = ("待定事项与草案不在本页。", "Pending matters and drafts are not on this page.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """What the page shows: the screened cases, whom or what it is about, the names that may be shown (by record),
    the sources with their age, what the `register` says of a party (as `Workspace.party` answers), both clocks as
    answers echo them, who asked and why. `review` shows what is pending and drafted too."""

    result: ScreeningResult
    book: Rulebook
    about: str
    party: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    sources: Sequence[Mapping[str, Any]] = ()
    register: Mapping[str, Any] | None = None
    known_at: Mapping[str, Any] = field(default_factory=dict)
    printed: str = ""
    purpose: str | None = None
    inquiry: str | None = None
    review: bool = False
    timeline: Mapping[str, Any] | None = None
    """As `Workspace.timeline` answers it."""


def render(dossier: Dossier) -> str:
    """The page as HTML text, without any outside asset."""
    words = Words(dossier.book, dossier.names)
    result = dossier.result
    parts = [case_part(page, result, words, dossier.party, review=dossier.review) for page in result.cases]
    title = _title(dossier, words)
    head = tag(
        "head",
        Html('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        Html('<meta name="robots" content="noindex">'),
        tag("title", f"卷宗 {title}"),
        tag(
            "style", Html(files("graph_service.cli.dossier").joinpath("page.css").read_text(encoding="utf-8"))
        ),
    )
    body = tag(
        "body",
        tag(
            "main",
            _top(dossier, words),
            _verdict(dossier, words),
            _measures(dossier, words),
            _register(dossier, words),
            *parts,
            _timeline(dossier, words),
            _facts(dossier, words),
            _sources(dossier),
            _foot(dossier),
        ),
    )
    return f"<!doctype html>{tag('html', head, body, lang='zh-CN')}\n"


def _title(dossier: Dossier, words: Words) -> str:
    if dossier.party is not None:
        return words.name(dossier.party)
    return next((page.number or page.case for page in dossier.result.cases), dossier.about)


def _top(dossier: Dossier, words: Words) -> Html:
    known = dossier.known_at
    instant = f" · {_instant(known['at'])}" if known.get("at") else ""
    cells = (
        ("截至日 As of", dossier.result.as_of.isoformat()),
        ("已知截至 Known at", f"entry {known.get('entry', '?')}{instant}"),
        ("规则手册 Rulebook", dossier.result.rulebook[:16]),
        ("查询目的 Purpose", " · ".join(text for text in (dossier.purpose, dossier.inquiry) if text) or "–"),
    )
    grid = [tag("div", tag("dt", name), tag("dd", value)) for name, value in cells]
    kind = "主体卷宗 Dossier of a party" if dossier.party is not None else "案件卷宗 Dossier of a case"
    return join(
        tag("p", kind, cls="kind"),
        tag("h1", _title(dossier, words)),
        tag("p", dossier.about, cls="mono soft"),
        tag("dl", *grid, cls="clocks"),
    )


def _instant(text: str) -> str:
    return text[:16].replace("T", " ") + " UTC"


def _verdict(dossier: Dossier, words: Words) -> Html:
    pages = dossier.result.cases
    bound = [one for page in pages for one in page.bound if dossier.party in (None, one.party)]
    if dossier.party is not None:
        measures = [one.measure for one in _answers(dossier)]
        named = "；".join(dict.fromkeys(words.measure(code)[0] for code in measures))
        zh = f"{len(measures)} 项措施生效中：{named}。"
        decisions = _counted(len({one.case for one in bound}), "decision")
        en = f"{_counted(len(measures), 'measure')} in force, by {decisions}."
        if not measures:
            zh, en = "无生效措施。", "Nothing is in force on this day."
    else:
        parties, near = len({one.party for one in bound}), sum(len(page.near) for page in pages)
        zh = f"{parties} 个主体受约束（{len(bound)} 项后果）；另有 {near} 人相近而未及。"
        en = f"{_counted(parties, 'party')} bound ({_counted(len(bound), 'consequence')}); {near} near and not reached."
    return tag("p", tag("strong", zh), Html("<br>"), en, cls="verdict")


def _answers(dossier: Dossier) -> list[MeasureAnswer]:
    """The measures in force of the party that the page is about, each once with all its bases (I18)."""
    pages = (page for page in dossier.result.parties if page.party == dossier.party)
    return [one for page in pages for one in page.measures if one.bound]


def _measures(dossier: Dossier, words: Words) -> Html | None:
    """One row per measure of a party, however many decisions and clauses it stands on."""
    rows: list[tuple[object, ...]] = []
    for one in _answers(dossier):
        zh, en = words.measure(one.measure)
        scope = tag("span", f" {one.measure_scope}", cls="soft") if one.measure_scope else None
        doubted = " · 有争议 disputed" if one.disputed else ""
        bases = [
            tag("li", f"{basis.law} {basis.article} · {basis.case} · "
                f"{period(basis.since, basis.until, basis.last_day, basis.end)}")
            for basis in one.bases
        ]  # fmt: skip
        rows.append(
            (join(f"{one.measure} {zh} {en}", scope, doubted), one.since, one.last_day or "–", listed(bases))
        )
    if not rows:
        return None
    heads = (
        ("措施", "measure"),
        ("自", "since"),
        ("最后一日", "last day"),
        ("依据", "bases, each with its own end"),
    )
    return join(heading("生效措施", f"Measures in force ({len(rows)})"), table(heads, rows))


def _counted(count: int, word: str) -> str:
    plural = f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
    return f"{count} {word if count == 1 else plural}"


def _register(dossier: Dossier, words: Words) -> Html | None:
    """What the register says of a party: names, numbers, places, posts and holdings in both directions."""
    page = dossier.register
    if page is None:
        return None
    rows: list[tuple[object, ...]] = []
    for one in (*page["names"], *page["identifiers"], *page["addresses"]):
        value = one.get("name") or one.get("value") or one.get("address")
        rows.append((one.get("use") or one.get("scheme"), value, one.get("since", ""), one.get("until", "")))
    for key, direction in (("offices_held", "→"), ("offices", "←")):
        for one in page[key]:
            other = f"{direction} {one['other_name'] or one['other']}"
            rows.append((words.role(one["post"]), other, one.get("since", ""), one.get("until", "")))
    for key, direction in (("holdings_held", "→"), ("holdings", "←")):
        for one in page[key]:
            share = f"出资 holding {percent(one.get('subscribed', '?'))}"
            rows.append(
                (
                    share,
                    f"{direction} {one['other_name'] or one['other']}",
                    one.get("since", ""),
                    one.get("until", ""),
                )
            )
    heads = (("事项", "what"), ("内容", "value"), ("自", "since"), ("至（不含）", "until, exclusive"))
    return join(heading("登记信息", f"What the register says ({len(rows)})"), table(heads, rows))


def _timeline(dossier: Dossier, words: Words) -> Html | None:
    """What was so when, and since when it is known; a drawing for a wide screen or paper, and one for a narrow one."""
    if dossier.timeline is None:
        return None
    shapes: tuple[Shape, ...] = ("wide", "narrow")
    told = Words(dossier.book, {**words_of(dossier.timeline, dossier.book).names, **words.names})
    drawn = [Html(drawing(dossier.timeline, told, shape, titled=False)) for shape in shapes]
    return join(
        heading("时间线", "Timeline: what was so when, and since when it is known"), tag("figure", *drawn)
    )


def _facts(dossier: Dossier, words: Words) -> Html:
    rows: list[tuple[object, ...]] = []
    for one in sorted(_cited(dossier), key=lambda stated: (stated.entry, stated.ordinal)):
        zh, en = KINDS.get(one.fact.kind, (one.fact.kind, one.fact.kind))
        record = tag("span", one.fact.record, cls="mono")
        origin = tag("span", one.fact.origin, cls="mono") if one.fact.origin else ""
        rows.append((join(zh, " ", tag("span", en, cls="soft")), words.fact(one), record, one.entry, origin))
    heads = (
        ("类型", "type"),
        ("内容", "what it says"),
        ("来源记录", "record"),
        ("分录", "entry"),
        ("出处", "origin"),
    )
    return join(heading("事实", f"Facts this page rests on ({len(rows)})"), table(heads, rows))


def _cited(dossier: Dossier) -> list[Stated]:
    """The facts of what is shown: the page of a party does not list those that speak of others only."""
    facts = dossier.result.facts
    keys: dict[str, None] = {}
    for page in dossier.result.cases:
        for bearing in shown_in(page, dossier.party, review=dossier.review):
            keys.update(dict.fromkeys(used.fact for used in bearing.facts))
        for miss in page.near:
            if dossier.party in (None, miss.party):
                keys.update(dict.fromkeys(miss.ties))
        decisions = (
            key for key, one in facts.items() if isinstance(one.fact, Decision) and one.fact.case == page.case
        )
        keys.update(dict.fromkeys(decisions))
    return [facts[key] for key in keys if key in facts]


def _sources(dossier: Dossier) -> Html:
    heads = (("来源", "source"), ("分录", "entry"), ("收到", "received"), ("天数", "age in days"))
    rows: list[tuple[object, ...]] = [
        (one["source"], one["entry"], _instant(str(one["at"])), one["age_days"]) for one in dossier.sources
    ]
    shown = table(heads, rows) if rows else tag("p", "无 none", cls="none")
    return join(heading("来源", "Sources and their age"), shown)


def _foot(dossier: Dossier) -> Html:
    lines = [CAUTIONS, READINGS, *(() if dossier.review else ((NOT_SHOWN,),))]
    told = [tag("p", " ".join(f"{zh} {en}" for zh, en in line)) for line in lines]
    return tag("footer", *told, tag("p", dossier.printed))
