"""Every question of the library gives the same, expected answer on both graphs, and starts at an index."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from graph_service.assemble.identities import Identities
from graph_service.consequences import CaseReport, derive
from graph_service.errors import NotFound
from graph_service.facts import FactIndex
from graph_service.facts.notation import parse
from graph_service.library import Answer, ask, find_query, library
from graph_service.rules.load import load_rulebook
from graph_service.store import Store

LEDGER = """
authority gz:fda code=gz:fda department=market_supervision level=city region=440100
enterprise reg:C type=limited_company
name reg:C name=望川食品有限公司
identifier reg:C scheme=uscc value=91440100MA0000007W
address reg:C address=启明路1号
phone reg:C phone=020-1
filing_agent reg:C agent=代办甲
enterprise reg:E type=limited_company
name reg:E name=听涛商贸有限公司
address reg:E address=启明路1号
phone reg:E phone=020-2
enterprise reg:G type=limited_company
filing_agent reg:G agent=代办甲
person reg:L name_key=L adult_on=1990-01-01
identity reg:L level=PROVED document=resident_id:l
person court:L name_key=L adult_on=1990-01-01
identity court:L level=PROVED document=resident_id:l
person reg:Q name_key=Q adult_on=1991-01-01
identity reg:Q level=PROVED document=resident_id:q
person reg:F name_key=F adult_on=1975-01-01
office reg:L enterprise=reg:C post=legal_representative since=2020-01-01
office reg:L enterprise=reg:E post=director since=2021
office reg:Q enterprise=reg:C post=director since=2019-01-01
office reg:F enterprise=reg:C post=legal_representative since=2015-01-01 until=2020-01-01
holding reg:E enterprise=reg:C subscribed=60% paid=30% since=2020-01-01
holding reg:F enterprise=reg:C subscribed=40% since=2015-01-01 until=2026-02
decision reg:C case=k1 act=decision category=food_licence_revoked authority=gz:fda number=1 date=2026-05-10 \
conditions=[licence_revoked]
naming reg:Q case=k1 role=directly_responsible conditions=[decision_names_the_person]
decision reg:C case=k2 act=decision category=food_licence_revoked authority=gz:fda number=2 date=2024-05-10 \
conditions=[licence_revoked]
annulment reg:C case=k2 date=2024-09-01
"""
DAY = date(2026, 11, 23)

# Question, parameters, and the chosen columns of the rows expected.
EXPECTED: list[tuple[str, dict[str, str], tuple[str, ...], list[tuple[Any, ...]]]] = [
    ("officers-of-firm", {"firm": "reg:C"}, ("person", "post", "held"),
     [("reg:Q", "director", "yes"), ("reg:L", "legal_representative", "yes")]),
    ("firms-of-person", {"person": "court:L"}, ("firm", "name", "post", "held"),
     [("reg:C", "望川食品有限公司", "legal_representative", "yes"), ("reg:E", "听涛商贸有限公司", "director", "yes")]),
    ("firms-of-person", {"person": "reg:F"}, ("firm",), []),
    ("officers-at-decision", {"case": "k2"}, ("day", "person", "post"),
     [("2024-05-10", "reg:Q", "director"), ("2024-05-10", "reg:L", "legal_representative")]),
    ("decisions-against-party", {"party": "reg:C"}, ("case", "day", "annulled"),
     [("k1", "2026-05-10", False), ("k2", "2024-05-10", True)]),
    ("holders-of-firm", {"firm": "reg:C"}, ("holder", "subscribed", "paid", "nominee", "held"),
     [("reg:E", "3/5", "3/10", False, "yes")]),
    ("records-of-party", {"party": "reg:L"}, ("record", "document", "level", "shared"),
     [("court:L", "resident_id", "PROVED", True), ("reg:L", "resident_id", "PROVED", True)]),
    ("records-of-party", {"party": "reg:C"}, ("record", "document", "level", "shared"),
     [("reg:C", "uscc", "PROVED", False)]),
    ("firms-with-same-officer", {"firm": "reg:C"}, ("person", "post", "other", "post_there"),
     [("reg:L", "legal_representative", "reg:E", "director")]),
    ("firms-sharing-contact", {"firm": "reg:C"}, ("shares", "value", "other", "name"),
     [("address", "启明路1号", "reg:E", "听涛商贸有限公司"), ("filing_agent", "代办甲", "reg:G", None)]),
    ("firms-sharing-contact", {"firm": "reg:G"}, ("shares", "other"), [("filing_agent", "reg:C")]),
    ("bound-in-firm", {"firm": "reg:C"}, ("party", "itself", "measure", "clause", "since", "until"),
     [("reg:C", True, "M09", "CN-FOOD-BAN/entity-licence", "2026-05-10", "2031-05-11"),
      ("reg:Q", False, "M05", "CN-FOOD-BAN/named-work", "2026-05-10", "2031-05-11"),
      ("reg:Q", False, "M09", "CN-FOOD-BAN/named-licence", "2026-05-10", "2031-05-11")]),
    ("ending-soon", {"days": "2000"}, ("last_day", "party", "measure"),
     [("2031-05-10", "reg:C", "M09"), ("2031-05-10", "reg:Q", "M05"), ("2031-05-10", "reg:Q", "M09")]),
    ("ending-soon", {}, ("party",), []),
    ("offices-against-bar", {"firm": "reg:C"}, ("person", "post", "measure", "until"),
     [("reg:Q", "director", "M05", "2031-05-11")]),
    ("drafts-awaiting", {}, ("case",), []),
]  # fmt: skip


def _derive(index: FactIndex, cases: Sequence[str]) -> list[CaseReport]:
    return [derive(case, index, load_rulebook()) for case in cases]


def _fill(store: Store, text: str = LEDGER) -> None:
    store.post((one.fact for one in parse(text).facts), derive=_derive)


def _ask(store: Store, name: str, given: dict[str, str], day: date = DAY, **page: int) -> Answer:
    known = page.pop("known_at", store.head())
    who = Identities(store, store.index(known), known)
    return ask(find_query(name), store.graph, given, who=who, as_of=day, known_at=known, **page)


def test_every_question_gives_the_expected_rows_on_either_graph(store: Store) -> None:
    """The rows written here are those of both graphs, with the exact total."""
    _fill(store)
    assert {name for name, *_ in EXPECTED} == set(library())
    for name, given, columns, rows in EXPECTED:
        answer = _ask(store, name, given)
        assert [tuple(row[column] for column in columns) for row in answer.rows] == rows, name
        assert answer.total == len(rows), name
        assert [list(row) == [c.name for c in answer.query.columns] for row in answer.rows] == [True] * len(
            rows
        )


def test_a_day_the_source_does_not_tell_is_answered_not_known(store: Store) -> None:
    """L became director of E in 2021: in the middle of 2021 nobody knows; in 2022 he was."""
    _fill(store)
    held = {
        day: [
            row["held"]
            for row in _ask(store, "firms-of-person", {"person": "reg:L"}, day).rows
            if row["firm"] == "reg:E"
        ]
        for day in (date(2020, 12, 31), date(2021, 6, 1), date(2022, 1, 1))
    }
    assert list(held.values()) == [[], ["not known"], ["yes"]]


def test_a_draft_awaits_its_reviewer_and_binds_nobody(store: Store) -> None:
    """The printing firm's head has no proved number: a draft that the library shows to reviewers alone."""
    _fill(store, LEDGER.replace("identity reg:Q level=PROVED document=resident_id:q\n", ""))
    assert [row["case"] for row in _ask(store, "drafts-awaiting", {}).rows][:1] == ["k1"]
    assert "reg:Q" not in {row["party"] for row in _ask(store, "bound-in-firm", {"firm": "reg:C"}).rows}


def test_what_was_not_known_yet_is_not_in_the_answer(store: Store) -> None:
    """At the entry before the decision was posted nothing binds the firm."""
    acts = LEDGER.index("decision reg:C")
    _fill(store, LEDGER[:acts])
    _fill(store, LEDGER[acts:])
    assert _ask(store, "bound-in-firm", {"firm": "reg:C"}, known_at=1).total == 0
    assert _ask(store, "bound-in-firm", {"firm": "reg:C"}, known_at=2).total == 3


MERGES = [
    # A second register: one more record of the firm C (told by its number later), of L, and of his firm H.
    """
enterprise two:C type=limited_company
name two:C name=望川食品
person two:L name_key=L adult_on=1990-01-01
enterprise reg:H type=limited_company
name reg:H name=夜航商行
office two:L enterprise=reg:H post=supervisor since=2022-01-01
office reg:Q enterprise=two:C post=manager since=2022-01-01
holding reg:G enterprise=two:C subscribed=5% since=2022-01-01
decision two:C case=k3 act=decision category=food_licence_revoked authority=gz:fda number=3 date=2026-06-10 \
conditions=[licence_revoked]
""",
    "^code identifier two:C scheme=uscc value=91440100MA0000007W\n"
    "^two identity two:L level=PROVED document=resident_id:l\nidentity reg:F level=PROVED document=resident_id:f\n",
    "retraction two:C of=^code\nunmerge two:L identity=^two\nunmerge court:L identity=^court\n",
]
"""What is stated after the ledger, an entry each: firm and person are joined to others, and come apart again."""


def test_who_is_who_is_answered_as_it_was_known_then(store: Store) -> None:
    """Every question at every earlier entry gives byte for byte what it gave while that entry was the newest."""
    told = LEDGER.replace("identity court:L", "^court identity court:L")
    text = ""
    given = {
        "officers-of-firm": ("firm", "reg:C"),
        "holders-of-firm": ("firm", "two:C"),
        "firms-of-person": ("person", "two:L", "reg:F"),
        "records-of-party": ("party", "reg:C"),
        "decisions-against-party": ("party", "two:C"),
        "officers-at-decision": ("case", "k3"),
        "bound-in-firm": ("firm", "reg:C"),
        "offices-against-bar": ("firm", "two:C"),
        "firms-with-same-officer": ("firm", "reg:C"),
    }
    asked = [(name, {param: one}) for name, (param, *ids) in given.items() for one in ids]
    asked += [("ending-soon", {"days": "2000"}), ("drafts-awaiting", {})]

    def answers(known: int) -> dict[str, object]:
        found: dict[str, object] = {}
        for name, one in asked:
            try:
                found[f"{name} {one}"] = _ask(store, name, one, known_at=known).as_json()
            except NotFound:
                found[f"{name} {one}"] = "not known"
        return found

    then: list[dict[str, object]] = []
    for part in (told, *MERGES):
        text += part
        known = {one.id for one in store.export().facts}
        new = [one.fact for one in parse(text).facts if one.id not in known]
        store.post(new, derive=_derive)
        then.append(answers(store.head()))
    ties = [_ask(store, "firms-of-person", {"person": "two:L"}, known_at=n).total for n in range(2, 5)]
    assert ties == [0, 3, 0]
    for number, before in enumerate(then[:-1], start=1):
        assert answers(number) == before, number


def test_a_page_is_bounded_and_says_how_many_there_are(store: Store) -> None:
    """Two of three rows, and three in all."""
    _fill(store)
    answer = _ask(store, "bound-in-firm", {"firm": "reg:C"}, limit=2)
    assert (len(answer.rows), answer.total, answer.more) == (2, 3, True)
    rest = _ask(store, "bound-in-firm", {"firm": "reg:C"}, limit=2, skip=2)
    assert (len(rest.rows), rest.total, rest.more) == (1, 3, False)
    assert rest.as_json()["total"] == 3


def test_an_unknown_party_is_said_to_be_unknown(store: Store) -> None:
    """No empty table for a party that is not there."""
    _fill(store)
    with pytest.raises(NotFound, match="no party of that id"):
        _ask(store, "officers-of-firm", {"firm": "reg:NOBODY"})


def _operators(plan: dict[str, Any]) -> set[str]:
    return {
        plan["operatorType"].split("@")[0],
        *(name for child in plan.get("children", ()) for name in _operators(child)),
    }


@pytest.mark.parametrize("address", ["neo4j"], indirect=True)
def test_no_question_scans_a_label(store: Store) -> None:
    """Neo4j's plan of page and total starts at an index, whatever the size of the register."""
    for query in library().values():
        given: dict[str, Any] = {"officers": [["x"]], "proofs": ["x"], "subject": ["x"]}
        for param in query.params:
            given[param.name] = {"integer": 1, "list": [], "party": ["x"]}.get(param.type, "x")
        for statement in (query.page, query.count):
            with store.graph._driver.session() as session:
                clocks = {"as_of": "2026-01-01", "known_at": 1, "skip": 0, "limit": 1}
                plan = session.run(f"EXPLAIN {statement}", {**given, **clocks}).consume().plan
            assert plan is not None
            found = _operators(plan)
            scans = {"NodeByLabelScan", "AllNodesScan", "UnionNodeByLabelsScan", "CartesianProduct"}
            assert not found & scans, (query.id, found)
