"""Penalties and published lists: what each row is by the table of acts, and the facts that it states."""

from __future__ import annotations

from graph_service.facts import Day
from graph_service.facts.types import Annulment, Decision, Objection
from graph_service.intake.rows import SourceRow
from graph_service.loaders.credit_lists_cn.citations import Act, citations
from graph_service.loaders.credit_lists_cn.docket import Docket
from graph_service.loaders.credit_lists_cn.parties import Party
from graph_service.loaders.credit_lists_cn.sheet import LISTS
from graph_service.loaders.credit_lists_cn.words import bar_of, conduct_class_of

UNCLASSIFIED = "unclassified"
"""The category of a decision that the table of acts does not read: no clause has it, so it triggers none."""

REMOVALS = (
    ("履行", "cure"), ("改正", "cure"), ("补报", "cure"), ("取得联系", "cure"), ("期满", "delisting"),
    ("届满", "delisting"), ("修复", "delisting"), ("移出", "delisting"),
)  # fmt: skip
"""Why a firm left a published list, by words of the reason."""

GROUNDED_BY_WORDS = "ground_not_read"
"""The problem of a row whose words state none of the grounds that its list asks for."""


def penalty(docket: Docket, row: SourceRow) -> bool:
    """A penalty of the double publicity: one decision per act that the table reads in it. False where the row cannot be
    used: no number, date, authority or party, or a state that does not say whether the act stands."""
    number, date = docket.number(row, "number"), _dated(row, "date")
    authority = docket.authority(row)
    if number is None or date is None or authority is None:
        return False
    base = f"{authority}:{number}"
    party, state = docket.party(row, base), docket.state(row)
    if party is None or state is None:
        return False
    key = f"{base}:{party.key}" if party.person else base
    changed = _changed_on(docket, row, state, docket.stands(key, party))
    if state != "standing" and changed is None:
        return True
    words = " ".join(row.text(name) or "" for name in ("title", "conduct", "facts"))
    outcome = " ".join(row.text(name) or "" for name in ("content", "kind", "kind_2", "withdrawn_licence"))
    basis = row.text("basis") or ""
    cited = citations(basis)
    if not cited:
        row.report(
            "basis_not_read", "no article of a law can be read in the basis", "Cite law and article.", "basis"
        )
    acts = docket.acts.acts("penalty", cited, outcome, f"{words} {outcome} {basis}")
    acts = acts or _unread(row, "basis", "; ".join(cited))
    for place, act in enumerate(acts):
        case = key if place == 0 else f"{key}:{act.category}"
        if docket.opened(row, case, base, number, party):
            docket.facts.append(
                _penalty(docket, row, party, case, act, authority, number, date, cited, words)
            )
            docket.shown(row, case, party.record)
        if docket.stands(case, party):
            # Whichever row says so: a decision is often published again, once for each person or with a newer state.
            if state != "standing" and changed is not None and docket.first(case, state):
                docket.facts.append(_change(row, party.record, case, number, state, changed))
            docket.named(row, case, party.record)
    return True


def _penalty(
    docket: Docket,
    row: SourceRow,
    party: Party,
    case: str,
    act: Act,
    authority: str,
    number: str,
    date: Day,
    cited: tuple[str, ...],
    words: str,
) -> Decision:
    conduct = _conduct_class(row, words, "facts")
    fine = row.money("fine")
    conduct_from, conduct_to = row.span("conduct_from", "conduct_to")
    kinds = [text for name in ("kind", "kind_2") if (text := row.text(name))]
    rests_on = docket.number(row, "rests_on") if row.text("rests_on") else None
    return Decision(
        record=party.record, case=case, act=act.act, category=act.category, authority=authority, number=number,
        date=date, conditions=act.conditions, basis=cited, outcome="; ".join(kinds) or None, conduct_class=conduct,
        conduct_from=conduct_from, conduct_to=conduct_to,
        term=docket.term(row, "term") or bar_of(row.text("content") or ""),
        publication_term=docket.term(row, "shown_term"), amount=fine.amount if fine else None,
        repair_class=docket.repair_class(row), rests_on=(f"{authority}:{rests_on}",) if rests_on else (),
        disclosed_on=docket.context.extract_date, origin=row.origin,
    )  # fmt: skip


def _changed_on(docket: Docket, row: SourceRow, state: str, stands: bool) -> Day | None:
    """The day from which a decision is annulled or disputed: the row's stamp. Without one the day on which the source
    was drawn, when it was known; but an annulment of a decision that no other row stated is not dated so late, for
    until that day it would bind. None, and a problem, where no day can be told."""
    stamp = row.day("stamp")
    if stamp is not None or state == "standing":
        return stamp
    day = docket.context.extract_date if stands or state == "disputed" else None
    counted = f"it counts from {day}, when the source was drawn" if day else "nothing of the row is stated"
    if state == "annulled":
        row.report("annulled_without_date", f"the decision is annulled and the row does not say when; {counted}",
                   "Add the day of the annulment.", "state")  # fmt: skip
    else:
        row.report("objection_without_date", f"the row is marked as disputed and does not say since when; {counted}",
                   "Load the table of objections.", "state")  # fmt: skip
    return day


def _change(
    row: SourceRow, record: str, case: str, number: str, state: str, day: Day
) -> Annulment | Objection:
    if state == "annulled":
        return Annulment(record=record, case=case, date=day, origin=row.origin)
    return Objection(record=record, case=case, step="accepted", date=day, number=number, origin=row.origin)


def listing(docket: Docket, row: SourceRow) -> bool:
    """A row of a published list, by the list's name in the row or of the file. False where it cannot be used."""
    source = _list_of(row)
    date, reason = _dated(row, "date"), row.text("reason") or ""
    authority = docket.authority(row)
    if source is None or date is None or authority is None:
        return False
    party = docket.party(row, f"{authority}:{source}")
    if party is None:
        return False
    given = row.text("number") is not None
    number = (docket.number(row, "number") if given else None) or f"{source}-{party.key}-{date}"
    case = f"{authority}:{number}"
    cited = citations(row.text("basis") or "")
    said = f"{reason} {row.text('nature') or ''}"
    acts = docket.acts.acts(source, cited, said, said) or _unread(row, "list", source)
    act = acts[0]
    grounds = docket.acts.grounds(source)
    if grounds and not grounds & set(act.conditions):
        row.report(GROUNDED_BY_WORDS, "none of the grounds of this list can be read in the row; it drafts only",
                   "Look at the decision of listing.", "reason")  # fmt: skip
    if docket.opened(row, case, case, number, party):
        docket.facts.append(
            Decision(
                record=party.record, case=case, act=act.act, category=act.category, authority=authority, number=number,
                date=date, conditions=act.conditions, basis=cited,
                conduct_class=_conduct_class(row, f"{said} {LISTS[source][0]}", "reason"),
                term=docket.term(row, "term"), publication_term=docket.term(row, "shown_term"),
                repair_class=docket.repair_class(row),
                disclosed_on=docket.context.extract_date, origin=row.origin,
            )
        )  # fmt: skip
        docket.shown(row, case, party.record)
        docket.ended(row, case, party.record, REMOVALS, "delisting")
    if docket.stands(case, party):
        docket.named(row, case, party.record)
    return True


def _dated(row: SourceRow, column: str) -> Day | None:
    day = row.day(column)
    if day is None and column not in row.flawed:
        row.report("missing_value", "the row has no day of its decision", "Fill it in.", column)
    return day


def _unread(row: SourceRow, column: str, value: str) -> tuple[Act, ...]:
    row.report("act_not_in_table", "no row of the table of acts reads this law, article and result: no clause follows"
               " from it", "Add the pair to the table with its basis.", column, value)  # fmt: skip
    return (Act("listing" if column == "list" else "decision", UNCLASSIFIED, ()),)


def _conduct_class(row: SourceRow, words: str, column: str) -> str | None:
    found = conduct_class_of(words)
    if found is None:
        row.report("conduct_class_not_read", "the row's own words put the conduct in none, or in several, of the four"
                   " classes of item 9", "Look at the decision.", column)  # fmt: skip
    return found


def _list_of(row: SourceRow) -> str | None:
    """Which list a row is of: the longest known name in its own column, else in the name of its file or worksheet."""
    for text in (row.text("list") or "", row.file.casefold()):
        found = [(len(word), source) for source, words in LISTS.items() for word in words if word in text]
        if found:
            return max(found)[1]
    row.report(
        "unknown_list",
        "neither the row nor the file's name says which list this is",
        "Name the list.",
        "list",
    )
    return None
