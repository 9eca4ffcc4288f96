"""One case on the page: the decision, its picture, what is in force and why, who is near, and what came after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph_service.cli.dossier.colours import COLOURS
from graph_service.cli.dossier.markup import Html, heading, join, listed, tag
from graph_service.cli.dossier.picture import Line, bars, network, tree
from graph_service.consequences import Consequence, State
from graph_service.consequences.model import ENDED
from graph_service.facts import Stated
from graph_service.screening import Bearing, CasePage, NearMiss, ScreeningResult
from graph_service.screening.words import STATES, Words, absent, period

MOST_NEAR = 40
"""Persons near a case that the page shows; the others are counted."""

PARTS = ("decision", "naming", "finding", "office", "confirmation", "identity", "age", "clock", "authority")
"""The order in which the facts of a proof are told; what is not here comes last."""

_PILES = (
    ("bound", "生效中", "In force", False),
    ("pending", "待定（仅供复核）", "Pending: nothing in force (for review)", True),
    ("drafts", "草案（仅供复核）", "Drafts: nothing in force (for review)", True),
    ("over", "已结束", "Over", False),
)


def shown_in(page: CasePage, party: str | None, *, review: bool) -> list[Bearing]:
    """The bearings of a case that the page shows: those of `party` where it is about one."""
    piles = [getattr(page, name) for name, _, _, for_review in _PILES if review or not for_review]
    return [one for pile in piles for one in pile if party in (None, one.party)]


def case_part(
    page: CasePage, result: ScreeningResult, words: Words, party: str | None, *, review: bool
) -> Html:
    """The case as HTML."""
    if page.status == "unknown":
        return join(
            heading("案件", "Case"), tag("p", f"{page.case}: no decision of this key stands.", cls="none")
        )
    shown = shown_in(page, party, review=review)
    return join(
        heading("决定", "The decision"),
        _decision(page, words),
        _picture(page, shown, result, words, review=review),
        *(_pile(row, page, shown, result, words) for row in _PILES if review or not row[3]),
        _near(page, result, words, party),
        _afterwards(page, result, words, review=review),
    )


def _decision(page: CasePage, words: Words) -> Html:
    zh, en = words.category(page.category)
    annulled = tag("span", "已撤销 annulled", cls="chip", style=f"color:{COLOURS['retracted']}")
    return tag(
        "article",
        tag(
            "header",
            tag("h3", zh),
            tag("span", page.date, cls="when"),
            annulled if page.status == "annulled" else None,
        ),
        tag("p", en, cls="soft"),
        tag("p", f"{words.name(page.authority)} · {page.number}"),
        tag("p", "针对 against: ", tag("strong", words.name(page.subject))),
        tag("p", page.case, cls="mono soft"),
        cls="item",
    )


def _picture(
    page: CasePage, shown: Iterable[Bearing], result: ScreeningResult, words: Words, *, review: bool
) -> Html | None:
    whole = {one.id: one for one in page.consequences}
    lines = [
        _line(one, whole[one.consequence], words, review=review) for one in shown if one.party is not None
    ]
    if not lines:
        return None
    zh, _ = words.category(page.category)
    decision = (zh, page.number or page.case, f"{page.date} · {words.name(page.subject)}")
    states = list(dict.fromkeys(state for line in lines for *_, state in line.spans))
    legend = [
        tag("li", tag("i", style=f"background:{COLOURS[code]}"), " ".join(STATES[code])) for code in states
    ]
    caption = "决定 → 条款 → 主体 · decision, clauses, parties; dashed: not in force"
    return join(
        heading("图示", "Picture"),
        tag("figure", network(decision, lines), tree(decision, lines), tag("figcaption", caption)),
        tag(
            "figure",
            bars(lines, result.as_of, narrow=False),
            bars(lines, result.as_of, narrow=True),
            tag("ul", *legend, cls="legend"),
        ),
    )


def _line(one: Bearing, whole: Consequence, words: Words, *, review: bool) -> Line:
    zh, en = words.measure(one.measure)
    role = (
        words.role(one.role) if one.role else "企业 firm" if one.target == "enterprise" else "自然人 person"
    )
    spans = [
        (span.since, span.until, span.state.value)
        for span in whole.timeline
        if review or span.state is not State.DRAFT
    ]
    return Line(
        clause=one.clause,
        clause_label=(f"{one.law} {one.article}", f"{one.measure} {zh} {en}"),
        party=one.party or "",
        party_label=(words.name(one.party), role),
        state=one.state,
        label=zh,
        spans=tuple(spans),
    )


def _pile(
    row: tuple[str, str, str, bool],
    page: CasePage,
    shown: list[Bearing],
    result: ScreeningResult,
    words: Words,
) -> Html | None:
    name, zh, en, _ = row
    mine = [one for one in getattr(page, name) if one in shown]
    if not mine and name != "bound":
        return None
    whole = {one.id: one for one in page.consequences}
    measures: dict[tuple[str | None, ...], list[Bearing]] = {}
    for one in mine:
        measures.setdefault((one.party, one.measure, one.measure_scope, one.state), []).append(one)
    items = [_item(bases, whole, result, words) for bases in measures.values()]
    return join(heading(zh, en), *(items or [tag("p", "无 nothing", cls="none")]))


def _item(
    bases: list[Bearing], whole: Mapping[str, Consequence], result: ScreeningResult, words: Words
) -> Html:
    """One measure of one party, in one state, with all its bases (I18): each end governs only its own basis."""
    one = bases[0]
    zh, en = words.measure(one.measure)
    who = words.name(one.party) if one.party else "未指明 nobody named"
    disputed = " · 有争议 disputed" if any(basis.disputed for basis in bases) else ""
    scope = f" · {one.measure_scope}" if one.measure_scope else ""
    chip = tag(
        "span", " ".join(STATES[one.state]) + disputed, cls="chip", style=f"color:{COLOURS[one.state]}"
    )
    count = f"{len(bases)} 项依据，各自届满 · {len(bases)} bases; each end governs only its own"
    return tag(
        "article",
        tag("header", tag("h3", f"{who} — {zh}"), chip),
        tag("p", f"{one.measure} {en}{scope}", cls="soft"),
        tag("p", tag("strong", count)) if len(bases) > 1 else None,
        *(_basis(basis, whole[basis.consequence], result, words) for basis in bases),
        cls="item",
        style=f"border-left-color:{COLOURS[one.state]}",
    )


def _basis(one: Bearing, whole: Consequence, result: ScreeningResult, words: Words) -> Html:
    source = tag("span", f"释义 paraphrase · {one.clause}", cls="soft small")
    return tag(
        "section",
        tag(
            "p",
            period(one.since, one.until, one.last_day, one.term, over=State(one.state) in ENDED),
            cls="when",
        ),
        tag("p", tag("strong", f"{one.law} {one.article}"), f" — {one.says} ", source),
        tag("p", f"缺少 What is missing: {'; '.join(one.missing)}") if one.missing else None,
        _proof(whole, result, words),
        cls="basis",
    )


def _proof(one: Consequence, result: ScreeningResult, words: Words) -> Html:
    """The facts relied on, in words and in the order of the argument, and the absences."""
    used = [part for part in one.proof.facts if part.part != "party"]
    used.sort(key=lambda part: (PARTS.index(part.part) if part.part in PARTS else len(PARTS), part.fact))
    lines = _all_told((result.facts.get(part.fact) for part in used), words)
    nothing = absent({look.key: look.facts for look in one.proof.looks})
    if nothing:
        lines.append(tag("li", f"查无 looked for and not found: {', '.join(nothing)}", cls="soft"))
    return join(tag("p", "依据 Because", cls="small soft because"), tag("ul", *lines, cls="why small"))


def _all_told(facts: Iterable[Stated | None], words: Words) -> list[Html]:
    """Facts in words, each saying once, with the places that say it."""
    places: dict[str, list[str]] = {}
    for one in facts:
        if one is not None:
            origin = f", {one.fact.origin}" if one.fact.origin else ""
            places.setdefault(words.fact(one), []).append(f"[{one.fact.record}, entry {one.entry}{origin}]")
    return [
        tag("li", said, " ", tag("span", " ".join(where), cls="mono soft")) for said, where in places.items()
    ]


def _near(page: CasePage, result: ScreeningResult, words: Words, party: str | None) -> Html | None:
    shown = [one for one in page.near if party in (None, one.party)]
    if not shown:
        return None
    left = len(shown) - MOST_NEAR
    more = tag("p", f"另有 {left} 人 · and {left} more.", cls="soft") if left > 0 else None
    items = [_miss(one, result, words) for one in shown[:MOST_NEAR]]
    return join(heading("相近而未及", "Near and not reached, and why"), *items, more)


def _miss(one: NearMiss, result: ScreeningResult, words: Words) -> Html:
    ties = "; ".join(words.fact(result.facts[tie]) for tie in one.ties if tie in result.facts)
    reasons: dict[str, list[str]] = {}
    for why in one.why_not:
        reasons.setdefault(why.says, []).append(why.clause)
    lines = [
        tag("li", says, " ", tag("span", ", ".join(clauses), cls="soft mono"))
        for says, clauses in reasons.items()
    ]
    chip = tag("span", "不受约束 not bound", cls="chip soft")
    return tag(
        "article",
        tag("header", tag("h3", words.name(one.party)), chip),
        tag("p", ties, cls="soft small"),
        listed(lines, "why small"),
        cls="item plain",
    )


_AFTER = (
    ("异议 Disputes", ("objection", "suspension")),
    ("修复与撤销 Repairs and annulments", ("repair", "annulment", "lifting")),
    ("其他 Other", ("service", "event", "publication", "receipt")),
)


def _afterwards(page: CasePage, result: ScreeningResult, words: Words, *, review: bool) -> Html:
    """Disputes, repairs and whatever else later happened to the case."""
    parts: list[Html | None] = []
    for label, kinds in _AFTER:
        found = [
            one
            for one in result.facts.values()
            if one.fact.kind in kinds and getattr(one.fact, "case", None) == page.case
        ]
        found.sort(key=lambda one: str(getattr(one.fact, "date", one.fact.since)))
        lines = _all_told(found, words)
        parts += [tag("p", tag("strong", label)), listed(lines) or tag("p", "无 none on record", cls="none")]
    if page.problems and review:
        lines = [tag("li", f"{problem.why} {problem.todo}") for problem in page.problems]
        parts += [tag("p", tag("strong", "问题 Problems")), listed(lines)]
    return join(heading("异议、修复及其后", "Disputes, repairs, and what came after"), *parts)
