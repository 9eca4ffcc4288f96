"""Cases of the courts: lists, orders, exit bars, convictions, bankruptcies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from graph_service.loaders.province.docket.line import HEAD, HEALTH, REFUSAL, Line

_LIST_ENDS = (
    "performance",
    "settlement_performed",
    "creditor_request",
    "no_assets_after_two_searches",
    "court_release",
)
_ORDER_ENDS = ("performance", "security", "creditor_consent", "court_release")


def court() -> list[Line]:
    """Lists of dishonest debtors, consumption orders, exit bars."""
    listing = Line(
        act="listing",
        category="court_dishonest_listing",
        department="court",
        mark="执",
        since=date(2019, 1, 1),
        conduct_class=REFUSAL,
        received=True,
        ends=_LIST_ENDS,
        level="county",
    )
    order = Line(
        act="order",
        category="consumption_order",
        department="court",
        mark="执限",
        since=date(2019, 1, 1),
        conditions=("not_paid_within_enforcement_notice",),
        ends=_ORDER_ENDS,
        level="county",
    )
    barred = Line(
        act="decision",
        category="exit_decision",
        department="court",
        mark="执出",
        since=date(2024, 2, 1),
        conditions=("not_performed",),
        term="P1Y",
        ends=("performance", "security", "court_release"),
    )
    fewer, able = ("circumstance_2_to_6",), ("circumstance_1",)
    return [
        replace(listing, conditions=fewer, weight=120),
        replace(listing, conditions=able, weight=60),
        replace(listing, conditions=fewer, term="P3Y", weight=10),
        replace(listing, conditions=fewer, against="head", received=False, weight=30),
        replace(listing, conditions=able, against="head", received=False, weight=20),
        replace(
            listing, conditions=("own_large_debt", *fewer), against="head", since=date(2024, 8, 1), weight=15
        ),
        replace(order, named=HEAD, weight=150),
        replace(order, named=("principal",), weight=20),
        replace(order, named=("executive_partner",), form="partnership", weight=6),
        replace(order, named=("sole_investor",), form="sole_proprietorship", weight=6),
        replace(order, named=("unit_head",), form="branch", weight=4),
        replace(
            order, named=("debt_affecting_responsible",), found=("debt_affecting_responsible",), weight=8
        ),
        replace(order, named=("actual_controller",), found=("actual_controller",), weight=8),
        replace(order, against="head", weight=40),
        replace(order, named=HEAD, title_only=True, weight=12),
        replace(
            order,
            category="sham_change_of_representative_undone",
            mark="执异",
            named=HEAD,
            found=HEAD,
            weight=4,
        ),
        replace(barred, named=HEAD, weight=8),
        replace(
            barred, named=("debt_affecting_responsible",), found=("debt_affecting_responsible",), weight=2
        ),
        replace(barred, against="head", weight=6),
        replace(barred, against="head", named=("statutory_agent",), limited=True, weight=1),
    ]


def convictions_and_bankruptcies() -> list[Line]:
    """Judgments on crimes, and what courts decide in bankruptcies."""
    judgment = Line(
        act="judgment",
        category="economic_crime_conviction",
        department="court",
        mark="刑初",
        since=date(2024, 8, 1),
        against="head",
    )
    safety = replace(
        judgment,
        category="safety_crime_conviction_of_principal",
        against="firm",
        since=date(2021, 10, 1),
        found=("principal",),
        starts="sentence_end",
        conduct_class=HEALTH,
    )
    ended = replace(judgment, against="firm", mark="破", responsibility="personal")
    return [
        replace(
            judgment,
            conditions=("judgment_final", "bribery", "sentence_without_probation"),
            starts="sentence_end",
            weight=6,
        ),
        replace(
            judgment,
            conditions=("judgment_final", "seizure_of_property", "sentence_with_probation"),
            starts="probation_end",
            weight=6,
        ),
        replace(
            judgment,
            category="food_crime_conviction",
            conditions=("judgment_final", "sentence_of_imprisonment"),
            since=date(2019, 1, 1),
            trade="F5223",
            weight=4,
        ),
        replace(safety, conditions=("duty_failure_led_to_accident", "judgment_final"), weight=3),
        replace(
            safety,
            conditions=("duty_failure_led_to_accident", "accident_grade_major_or_above", "judgment_final"),
            responsibility="accident",
        ),
        replace(safety, conditions=("construction_unit", "duty_failure"), trade="E4790", weight=2),
        replace(
            ended,
            category="bankruptcy_liquidation_completed",
            conditions=("liquidation_completed",),
            found=("director",),
            starts="completion",
            weight=3,
        ),
        replace(
            ended,
            category="bankruptcy_breach_of_duty_found",
            conditions=("proceedings_ended",),
            found=("supervisor",),
            responsibility="breach",
            starts="proceedings_ended",
            since=date(2019, 1, 1),
            weight=2,
        ),
        replace(
            ended,
            act="decision",
            category="bankruptcy_accepted",
            responsibility="direct",
            ends=("proceedings_ended",),
            since=date(2019, 1, 1),
            weight=10,
        ),
        replace(
            ended,
            act="decision",
            category="bankruptcy_duties_extended",
            responsibility="direct",
            named=("finance_head",),
            ends=("proceedings_ended",),
            since=date(2019, 1, 1),
            weight=2,
        ),
    ]
