"""The courts' list of dishonest debtors (失信被执行人) and their consumption orders (限制消费令)."""

from __future__ import annotations

from dataclasses import replace

from graph_service.facts.types import Decision, Event, Service
from graph_service.intake.identities import read_document
from graph_service.intake.rows import SourceRow
from graph_service.loaders.credit_lists_cn.citations import Act
from graph_service.loaders.credit_lists_cn.docket import Docket
from graph_service.loaders.credit_lists_cn.parties import Party
from graph_service.loaders.credit_lists_cn.words import OWN, conduct_class_of

EXITS = (
    ("和解", "settlement_performed"), ("履行完毕", "performance"), ("已履行", "performance"),
    ("全部履行", "performance"), ("申请执行人", "creditor_request"), ("无财产可供执行", "no_assets_after_two_searches"),
    ("未发现", "no_assets_after_two_searches"), ("审判监督", "supervision_or_bankruptcy_stay"),
    ("破产", "supervision_or_bankruptcy_stay"), ("不予执行", "enforcement_refused"),
)  # fmt: skip
"""法释〔2017〕7号 Art 10: why a court deletes an entry, by words of the reason; a deletion without reason is the
court's release."""

RELEASES = (
    ("提供担保", "security"), ("充分有效的担保", "security"), ("申请执行人同意", "creditor_consent"),
    ("履行", "performance"),
)  # fmt: skip
"""法释〔2015〕17号 Art 9: why an order is lifted, by words of the reason."""


def court_list(docket: Docket, row: SourceRow) -> bool:
    """A debtor on the list. False where the row cannot be used: no case number, court, day or name.

    The day is that of the listing decision where the row has it, else of publication, by which the list is dated."""
    number = docket.number(row, "number")
    date = row.day("date") or row.day("published")
    authority = docket.authority(row)
    if date is None and not row.flawed & {"date", "published"}:
        row.report(
            "missing_value",
            "the row has neither the day of listing nor of publication",
            "Fill it in.",
            "published",
        )
    if number is None or date is None or authority is None:
        return False
    base = f"{authority}:{number}"
    party = docket.party(row, base, mixed="debtor_number")
    if party is None:
        return False
    case = f"{base}:listing:{party.key}"
    said = row.text("circumstance") or ""
    act = _act(row, docket, "court_list", said)
    if not any(code.startswith("circumstance") for code in act.conditions):
        row.report("circumstance_not_read", "the words state none of the six circumstances of 法释〔2017〕7号 Art 1; it"
                   " drafts only", "Look at the listing decision.", "circumstance", said)  # fmt: skip
    if docket.opened(row, case, base, number, party):
        conduct = conduct_class_of(said)
        docket.facts.append(
            Decision(
                record=party.record, case=case, act=act.act, category=act.category, authority=authority, number=number,
                date=date, conditions=act.conditions, conduct_class=conduct, term=docket.term(row, "term"),
                publication_term=docket.term(row, "shown_term"), repair_class=docket.repair_class(row),
                disclosed_on=docket.context.extract_date, origin=row.origin,
            )
        )  # fmt: skip
        docket.ended(row, case, party.record, EXITS, "court_release")
    return True


def consumption_order(docket: Docket, row: SourceRow) -> bool:
    """An order against a debtor, and the person whom it names. A row per person: the order itself is stated once."""
    number, date, authority = docket.number(row, "number"), row.day("date"), docket.authority(row)
    if number is None or date is None or authority is None:
        return False
    base = f"{authority}:{number}"
    party = _debtor(docket, row, base)
    if party is None:
        return False
    case = f"{base}:order:{party.key}"
    act = _act(row, docket, "consumption_orders", "")
    if docket.opened(row, case, base, number, party):
        docket.facts.append(
            Decision(
                record=party.record, case=case, act=act.act, category=act.category, authority=authority, number=number,
                date=date, conditions=act.conditions, disclosed_on=docket.context.extract_date, origin=row.origin,
            )
        )  # fmt: skip
        served = row.day("served")
        if served is not None:
            docket.facts.append(Service(record=party.record, case=case, date=served, origin=row.origin))
    own = row.text("named_role") in OWN or row.text("party") is None
    named = None if own else docket.named(row, case, party.record)
    before = len(docket.facts)
    docket.ended(row, case, party.record, RELEASES, "court_release")
    if named is not None and len(docket.facts) > before:
        # A row that names a person tells when he was released; the order against the unit goes on.
        event = docket.facts.pop()
        assert isinstance(event, Event)
        docket.facts.append(replace(event, record=named, only_record=True))
    return True


def _debtor(docket: Docket, row: SourceRow, base: str) -> Party | None:
    """Who the order is against: the debtor of the row; where it names none, the restricted person himself."""
    name = row.text("named_person")
    if row.text("party") is not None or name is None:
        return docket.party(row, base)
    return docket.person(row, name, read_document(row, docket.context, "named_number"), base)


def _act(row: SourceRow, docket: Docket, source: str, said: str) -> Act:
    acts = docket.acts.acts(source, (), said, said)
    if not acts:
        row.report("act_not_in_table", "the table of acts has no row for this list: no clause follows from it",
                   "Add the list to the table.", "number")  # fmt: skip
        return Act("listing" if source == "court_list" else "order", "unclassified", ())
    return acts[0]
