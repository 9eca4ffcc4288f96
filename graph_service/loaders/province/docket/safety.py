"""Cases of work safety, licensed professions, food and drugs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from graph_service.loaders.province.docket.line import HEAD, HEALTH, Line


def safety_and_professions() -> list[Line]:
    """Accidents, false reports, closures, licensed professionals, accountants."""
    removed = Line(
        act="decision",
        category="removal_from_post_for_safety_duty_failure",
        department="discipline",
        mark="撤职",
        since=date(2021, 10, 1),
        found=("principal",),
    )
    testing = replace(
        removed,
        category="safety_testing_false_report",
        department="emergency_management",
        mark="应急罚",
        conditions=("false_report_by_testing_body",),
        found=("directly_responsible",),
        trade="M7452",
        conduct_class=HEALTH,
    )
    shut = replace(
        testing,
        category="unit_closed_grave_safety_violation",
        mark="应急关",
        found=(),
        conditions=("closed_for_violation_listed_in_art_113",),
        trade="C3399",
    )
    licensed = replace(
        removed,
        category="professional_registration_revoked",
        department="housing_construction",
        mark="建罚",
        found=("licensed_professional",),
        trade="E4790",
        since=date(2019, 1, 1),
    )
    books = replace(
        licensed,
        category="accounting_penalty",
        department="finance",
        mark="财会罚",
        since=date(2024, 8, 1),
        trade=None,
    )
    serious = ("serious_circumstances",)
    return [
        replace(removed, conditions=("duty_failure_led_to_accident",), weight=3),
        replace(removed, conditions=("duty_failure_led_to_accident", "accident_grade_major_or_above")),
        replace(
            removed,
            department="housing_construction",
            conditions=("construction_unit", "duty_failure"),
            trade="E4790",
            weight=2,
        ),
        replace(testing, weight=4),
        replace(
            testing, conditions=("false_report_by_testing_body", "decision_states_serious_circumstances")
        ),
        replace(shut, weight=5),
        replace(shut, named=("principal",), weight=3),
        replace(
            shut,
            named=("principal",),
            conditions=("closed_for_violation_listed_in_art_113", "decision_states_serious_circumstances"),
            weight=2,
        ),
        replace(
            licensed,
            category="professional_suspension",
            conditions=("quality_accident_through_fault",),
            weight=3,
        ),
        replace(licensed, conditions=("major_quality_accident",), weight=2),
        replace(licensed, conditions=("especially_bad_circumstances",)),
        replace(licensed, conditions=serious, weight=2),
        replace(licensed, conditions=("major_safety_accident",)),
        replace(books, conditions=serious, basis=("会计法 Art 40",), weight=3),
        replace(books, conditions=serious, basis=("会计法 Art 41",), weight=2),
    ]


def food_and_drugs() -> list[Line]:
    """Food licences, and penalties under drug, vaccine, cosmetics and device law."""
    food = Line(
        act="decision",
        category="food_licence_revoked",
        department="market_supervision",
        mark="市监罚",
        since=date(2019, 1, 1),
        conditions=("licence_revoked",),
        trade="F5223",
        conduct_class=HEALTH,
    )
    drug = Line(
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
    cosmetic = replace(
        drug, category="cosmetics_penalty", mark="妆监罚", since=date(2021, 2, 1), trade="C2682", term="P5Y"
    )
    device = replace(drug, category="device_penalty", mark="械监罚", since=date(2021, 7, 1), trade="C3581")
    responsible = ("direct_supervisor",)
    return [
        replace(food, weight=12),
        replace(food, named=HEAD, weight=8),
        replace(food, named=("direct_supervisor", "directly_responsible"), weight=4),
        replace(drug, basis=("药品管理法 Art 118",), amount=True, ends=("payment",), weight=2),
        replace(drug, basis=("药品管理法 Art 118",), named=("key_post",)),
        *(
            replace(drug, basis=(f"药品管理法 Art {article}",), named=named)
            for article, named in (
                (122, HEAD),
                (123, ("principal",)),
                (124, HEAD),
                (125, responsible),
                (126, HEAD),
                (141, responsible),
            )
        ),
        replace(
            drug,
            basis=("药品管理法 Art 142",),
            named=("directly_responsible",),
            found=("directly_responsible",),
        ),
        *(replace(drug, basis=(f"疫苗管理法 Art {article}",)) for article in (80, 81, 82)),
        *(
            replace(cosmetic, basis=(f"化妆品监督管理条例 Art {article}",))
            for article in (59, 60, 61, 64, 70)
        ),
        *(replace(device, basis=(f"医疗器械监督管理条例 Art {article}",)) for article in (81, 83)),
    ]
