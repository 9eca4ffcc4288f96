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

_LISTING = Line(
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
_FEWER, _ABLE = ("circumstance_2_to_6",), ("circumstance_1",)
COURT_LIST: tuple[Line, ...] = (
    replace(_LISTING, conditions=_FEWER, weight=120),
    replace(_LISTING, conditions=_ABLE, weight=60),
    replace(_LISTING, conditions=_FEWER, term="P3Y", weight=10),
    replace(_LISTING, conditions=_FEWER, against="head", received=False, weight=30),
    replace(_LISTING, conditions=_ABLE, against="head", received=False, weight=20),
    replace(
        _LISTING, conditions=("own_large_debt", *_FEWER), against="head", since=date(2024, 8, 1), weight=15
    ),
)
"""The list of dishonest debtors: firms, and heads in person."""

_ORDER = Line(
    act="order",
    category="consumption_order",
    department="court",
    mark="执限",
    since=date(2019, 1, 1),
    conditions=("not_paid_within_enforcement_notice",),
    ends=_ORDER_ENDS,
    level="county",
)
CONSUMPTION_ORDERS: tuple[Line, ...] = (
    replace(_ORDER, named=HEAD, weight=150),
    replace(_ORDER, named=("principal",), weight=20),
    replace(_ORDER, named=("executive_partner",), form="partnership", weight=6),
    replace(_ORDER, named=("sole_investor",), form="sole_proprietorship", weight=6),
    replace(_ORDER, named=("unit_head",), form="branch", weight=4),
    replace(_ORDER, named=("debt_affecting_responsible",), found=("debt_affecting_responsible",), weight=8),
    replace(_ORDER, named=("actual_controller",), found=("actual_controller",), weight=8),
    replace(_ORDER, against="head", weight=40),
    replace(_ORDER, named=HEAD, title_only=True, weight=12),
    replace(
        _ORDER,
        category="sham_change_of_representative_undone",
        mark="执异",
        named=HEAD,
        found=HEAD,
        weight=4,
    ),
)
"""Orders that restrict consumption, by whom they name."""

_BARRED = Line(
    act="decision",
    category="exit_decision",
    department="court",
    mark="执出",
    since=date(2024, 2, 1),
    conditions=("not_performed",),
    term="P1Y",
    ends=("performance", "security", "court_release"),
)
EXIT_BARS: tuple[Line, ...] = (
    replace(_BARRED, named=HEAD, weight=8),
    replace(_BARRED, named=("debt_affecting_responsible",), found=("debt_affecting_responsible",), weight=2),
    replace(_BARRED, against="head", weight=6),
    replace(_BARRED, against="head", named=("statutory_agent",), limited=True, weight=1),
)
"""Decisions that keep somebody in the country."""

_JUDGMENT = Line(
    act="judgment",
    category="economic_crime_conviction",
    department="court",
    mark="刑初",
    since=date(2024, 8, 1),
    against="head",
)
_SAFETY = replace(
    _JUDGMENT,
    category="safety_crime_conviction_of_principal",
    against="firm",
    since=date(2021, 10, 1),
    found=("principal",),
    starts="sentence_end",
    conduct_class=HEALTH,
)
CONVICTIONS: tuple[Line, ...] = (
    replace(
        _JUDGMENT,
        conditions=("judgment_final", "bribery", "sentence_without_probation"),
        starts="sentence_end",
        weight=6,
    ),
    replace(
        _JUDGMENT,
        conditions=("judgment_final", "seizure_of_property", "sentence_with_probation"),
        starts="probation_end",
        weight=6,
    ),
    replace(
        _JUDGMENT,
        category="food_crime_conviction",
        conditions=("judgment_final", "sentence_of_imprisonment"),
        since=date(2019, 1, 1),
        trade="F5223",
        weight=4,
    ),
    replace(_SAFETY, conditions=("duty_failure_led_to_accident", "judgment_final"), weight=3),
    replace(
        _SAFETY,
        conditions=("duty_failure_led_to_accident", "accident_grade_major_or_above", "judgment_final"),
        responsibility="accident",
    ),
    replace(_SAFETY, conditions=("construction_unit", "duty_failure"), trade="E4790", weight=2),
)
"""Judgments on crimes."""

_ENDED = replace(_JUDGMENT, against="firm", mark="破", responsibility="personal")
BANKRUPTCIES: tuple[Line, ...] = (
    replace(
        _ENDED,
        category="bankruptcy_liquidation_completed",
        conditions=("liquidation_completed",),
        found=("director",),
        starts="completion",
        weight=3,
    ),
    replace(
        _ENDED,
        category="bankruptcy_breach_of_duty_found",
        conditions=("proceedings_ended",),
        found=("supervisor",),
        responsibility="breach",
        starts="proceedings_ended",
        since=date(2019, 1, 1),
        weight=2,
    ),
    replace(
        _ENDED,
        act="decision",
        category="bankruptcy_accepted",
        responsibility="direct",
        ends=("proceedings_ended",),
        since=date(2019, 1, 1),
        weight=10,
    ),
    replace(
        _ENDED,
        act="decision",
        category="bankruptcy_duties_extended",
        responsibility="direct",
        named=("finance_head",),
        ends=("proceedings_ended",),
        since=date(2019, 1, 1),
        weight=2,
    ),
)
"""What courts decide in bankruptcies."""
