"""Licences, red lists, commitments; and what came after a decision: objections, repairs, annulments."""

from __future__ import annotations

from graph_service.facts.types import Annulment, Commitment, Licence, Objection, RedListEntry, Repair
from graph_service.intake.rows import SourceRow
from graph_service.loaders.credit_lists_cn.docket import Docket
from graph_service.loaders.credit_lists_cn.words import KEPT, OUTCOMES

RED_LISTS = (
    ("A级纳税人", "tax_a_level"),
    ("A级", "tax_a_level"),
    ("红名单", "red_list"),
    ("守信", "red_list"),
)
"""Which red list a row is of, by its own column or the name of its file."""


def licence(docket: Docket, row: SourceRow) -> bool:
    """A licence of the double publicity. One that was withdrawn ends on the day of its stamp."""
    number, date, authority = docket.number(row, "number"), row.day("date"), docket.authority(row)
    if number is None or date is None or authority is None:
        row.report("missing_value", "a licence needs number, day and authority", "Fill them in.", "number")
        return False
    party, state = docket.party(row, f"{authority}:{number}"), docket.state(row)
    if party is None or state is None:
        return False
    since, until = row.span("since", "until")
    if state == "annulled":
        until = row.day("stamp")
        if until is None:
            row.report("annulled_without_date", "the licence is withdrawn and the row does not say when: not stated",
                       "Add the day.", "state")  # fmt: skip
            return True
    docket.facts.append(
        Licence(record=party.record, number=number, authority=authority, date=date, item=row.text("item"), since=since,
                until=until, disclosed_on=docket.context.extract_date, origin=row.origin)
    )  # fmt: skip
    return True


def red_list(docket: Docket, row: SourceRow) -> bool:
    """An entry of a red list, for instance of A-level taxpayers; it is the party's own, and its officers' never."""
    party = docket.party(row, "red_list")
    if party is None:
        return False
    texts = (row.text("list") or "", row.file)
    name = next((code for text in texts for word, code in RED_LISTS if word in text), None)
    if name is None:
        row.report(
            "unknown_list",
            "neither the row nor the file's name says which red list this is",
            "Name it.",
            "list",
        )
        return False
    authority = docket.authority(row) if row.text("authority") else None
    since, until = row.span("since", "until")
    docket.facts.append(
        RedListEntry(record=party.record, list=name, authority=authority, year=row.text("year"), since=since,
                     until=until, disclosed_on=docket.context.extract_date, origin=row.origin)
    )  # fmt: skip
    return True


def commitment(docket: Docket, row: SourceRow) -> bool:
    """A public commitment, and whether it was kept where that is known."""
    party, number = docket.party(row, "commitments"), row.text("commitment")
    if party is None or number is None:
        row.report("missing_value", "a commitment needs party and number", "Fill them in.", "commitment")
        return False
    words = row.text("kept")
    docket.facts.append(
        Commitment(record=party.record, number=number, subject=row.text("subject"), date=row.day("date"),
                   kept=KEPT.get(words) if words else None, disclosed_on=docket.context.extract_date, origin=row.origin)
    )  # fmt: skip
    return True


def objection(docket: Docket, row: SourceRow) -> bool:
    """The steps of an objection: accepted, then upheld, refused or withdrawn."""
    found = docket.located(row)
    number, accepted = row.text("objection"), row.day("accepted")
    if found is None or number is None:
        return False
    case, party = found
    if accepted is None:
        row.report("missing_value", "an objection moves something only from the day it is accepted; it is not stated",
                   "Add the day.", "accepted")  # fmt: skip
        return True
    docket.facts.append(
        Objection(
            record=party.record, case=case, step="accepted", date=accepted, number=number, origin=row.origin
        )
    )
    words, closed = row.text("outcome"), row.day("closed")
    step = OUTCOMES.get(words) if words else None
    if words and step is None:
        row.report(
            "unknown_outcome",
            "this outcome of an objection is not known; it stays open",
            "Give what the authority decided, such as 成立, 不成立 or 撤回.",
            "outcome",
            words,
        )
    if step is not None and closed is None:
        row.report(
            "missing_value", "the outcome has no day; the objection stays open", "Add the day.", "closed"
        )
    if step is not None and closed is not None:
        docket.facts.append(
            Objection(
                record=party.record, case=case, step=step, date=closed, number=number, origin=row.origin
            )
        )
    return True


def repair(docket: Docket, row: SourceRow) -> bool:
    """A repair granted to the party of the row, and to nobody else."""
    found, date = docket.located(row), row.day("date")
    if found is None or date is None:
        return False
    case, party = found
    authority = docket.authority(row, "acted") if row.text("acted") else None
    docket.facts.append(
        Repair(record=party.record, case=case, date=date, number=row.text("repair"), authority=authority,
               origin=row.origin)
    )  # fmt: skip
    return True


def annulment(docket: Docket, row: SourceRow) -> bool:
    """A decision annulled: all that rests on it ends, back to its beginning."""
    found, date = docket.located(row), row.day("date")
    if found is None or date is None:
        return False
    case, party = found
    authority = docket.authority(row, "acted") if row.text("acted") else None
    docket.facts.append(
        Annulment(record=party.record, case=case, date=date, number=row.text("annulment"), authority=authority,
                  origin=row.origin)
    )  # fmt: skip
    return True
