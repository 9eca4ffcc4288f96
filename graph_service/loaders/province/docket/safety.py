"""Cases of work safety, licensed professions, food and drugs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from graph_service.loaders.province.docket.line import HEAD, HEALTH, Line

_REMOVED = Line(
    act="decision",
    category="removal_from_post_for_safety_duty_failure",
    department="discipline",
    mark="撤职",
    since=date(2021, 10, 1),
    found=("principal",),
)
_TESTING = replace(
    _REMOVED,
    category="safety_testing_false_report",
    department="emergency_management",
    mark="应急罚",
    conditions=("false_report_by_testing_body",),
    found=("directly_responsible",),
    trade="M7452",
    conduct_class=HEALTH,
)
_SHUT = replace(
    _TESTING,
    category="unit_closed_grave_safety_violation",
    mark="应急关",
    found=(),
    conditions=("closed_for_violation_listed_in_art_113",),
    trade="C3399",
)
WORK_SAFETY: tuple[Line, ...] = (
    replace(_REMOVED, conditions=("duty_failure_led_to_accident",), weight=3),
    replace(_REMOVED, conditions=("duty_failure_led_to_accident", "accident_grade_major_or_above")),
    replace(
        _REMOVED,
        department="housing_construction",
        conditions=("construction_unit", "duty_failure"),
        trade="E4790",
        weight=2,
    ),
    replace(_TESTING, weight=4),
    replace(_TESTING, conditions=("false_report_by_testing_body", "decision_states_serious_circumstances")),
    replace(_SHUT, weight=5),
    replace(_SHUT, named=("principal",), weight=3),
    replace(
        _SHUT,
        named=("principal",),
        conditions=("closed_for_violation_listed_in_art_113", "decision_states_serious_circumstances"),
        weight=2,
    ),
)
"""Removals for accidents, false reports of testing bodies, closures."""

_LICENSED = replace(
    _REMOVED,
    category="professional_registration_revoked",
    department="housing_construction",
    mark="建罚",
    found=("licensed_professional",),
    trade="E4790",
    since=date(2019, 1, 1),
)
_BOOKS = replace(
    _LICENSED,
    category="accounting_penalty",
    department="finance",
    mark="财会罚",
    since=date(2024, 8, 1),
    trade=None,
)
_SERIOUS = ("serious_circumstances",)
PROFESSIONS: tuple[Line, ...] = (
    replace(
        _LICENSED,
        category="professional_suspension",
        conditions=("quality_accident_through_fault",),
        weight=3,
    ),
    replace(_LICENSED, conditions=("major_quality_accident",), weight=2),
    replace(_LICENSED, conditions=("especially_bad_circumstances",)),
    replace(_LICENSED, conditions=_SERIOUS, weight=2),
    replace(_LICENSED, conditions=("major_safety_accident",)),
    replace(_BOOKS, conditions=_SERIOUS, basis=("会计法 Art 40",), weight=3),
    replace(_BOOKS, conditions=_SERIOUS, basis=("会计法 Art 41",), weight=2),
)
"""Licensed professionals and accountants."""

_FOOD = Line(
    act="decision",
    category="food_licence_revoked",
    department="market_supervision",
    mark="市监罚",
    since=date(2019, 1, 1),
    conditions=("licence_revoked",),
    trade="F5223",
    conduct_class=HEALTH,
)
FOOD: tuple[Line, ...] = (
    replace(_FOOD, weight=12),
    replace(_FOOD, named=HEAD, weight=8),
    replace(_FOOD, named=("direct_supervisor", "directly_responsible"), weight=4),
)
"""Food licences revoked."""

_DRUG = Line(
    act="decision",
    category="drug_law_penalty",
    department="drug_administration",
    mark="药监罚",
    level="province",
    since=date(2020, 1, 1),
    conditions=("serious_circumstances",),
    trade="C2720",
    conduct_class=HEALTH,
    named=HEAD,
    term="P10Y",
)
_COSMETIC = replace(
    _DRUG, category="cosmetics_penalty", mark="妆监罚", since=date(2021, 2, 1), trade="C2682", term="P5Y"
)
_DEVICE = replace(_DRUG, category="device_penalty", mark="械监罚", since=date(2021, 7, 1), trade="C3581")
_RESPONSIBLE = ("direct_supervisor",)
DRUGS: tuple[Line, ...] = (
    replace(_DRUG, basis=("药品管理法 Art 118",), amount=True, ends=("payment",), weight=2),
    replace(_DRUG, basis=("药品管理法 Art 118",), named=("key_post",)),
    *(
        replace(_DRUG, basis=(f"药品管理法 Art {article}",), named=named)
        for article, named in (
            (122, HEAD),
            (123, ("principal",)),
            (124, HEAD),
            (125, _RESPONSIBLE),
            (126, HEAD),
            (141, _RESPONSIBLE),
        )
    ),
    replace(
        _DRUG,
        basis=("药品管理法 Art 142",),
        named=("directly_responsible",),
        found=("directly_responsible",),
    ),
    *(replace(_DRUG, basis=(f"疫苗管理法 Art {article}",)) for article in (80, 81, 82)),
    *(replace(_COSMETIC, basis=(f"化妆品监督管理条例 Art {article}",)) for article in (59, 60, 61, 64, 70)),
    *(replace(_DEVICE, basis=(f"医疗器械监督管理条例 Art {article}",)) for article in (81, 83)),
)
"""Penalties under drug, vaccine, cosmetics and device law."""
