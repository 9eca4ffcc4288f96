"""Cases of market supervision, labour, procurement and finance, tax, police and others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from graph_service.loaders.province.docket.line import DEFENCE, HEAD, MARKET, Line


def market_and_labour() -> list[Line]:
    """Abnormal operations, wage arrears, licences revoked, false registrations."""
    abnormal = Line(
        act="listing",
        category="abnormal_operations_listing",
        department="market_supervision",
        mark="列异",
        since=date(2019, 1, 1),
        level="county",
        ends=("cure", "delisting"),
        receipts=("M16",),
    )
    wage = Line(
        act="listing",
        category="wage_arrears_listing",
        department="human_resources",
        mark="欠薪",
        since=date(2022, 2, 1),
        conditions=("ordered_to_pay_and_not_paid_in_time", "criminal_threshold"),
        conduct_class=MARKET,
        repairable=True,
        receipts=("M13", "M14", "M15", "M21"),
    )
    closed = Line(
        act="revocation",
        category="business_licence_revoked",
        department="market_supervision",
        mark="吊销",
        since=date(2024, 8, 1),
        conditions=("for_illegality",),
        found=HEAD,
        responsibility="personal",
    )
    return [
        replace(abnormal, conditions=("annual_report_missed",), weight=180),
        replace(abnormal, conditions=("unreachable_address",), weight=120),
        replace(abnormal, conditions=("ordered_disclosure_missed",), weight=20),
        replace(abnormal, conditions=("concealment_or_falsity",), weight=20),
        replace(wage, named=HEAD, weight=30),
        replace(
            wage, named=("direct_supervisor", "directly_responsible"), found=("direct_supervisor",), weight=10
        ),
        replace(
            wage, conditions=("ordered_to_pay_and_not_paid_in_time", "mass_or_extreme_incident"), weight=15
        ),
        replace(closed, weight=8),
        replace(closed, act="decision", category="ordered_closed", mark="关闭", weight=4),
        replace(
            closed,
            act="decision",
            category="registration_cancelled_as_false",
            mark="撤登",
            since=date(2022, 4, 1),
            conditions=("registration_cancelled",),
            found=("directly_responsible",),
            responsibility="direct",
            weight=8,
        ),
    ]


def procurement_and_finance() -> list[Line]:
    """Bars from procurement, tenders and the financial trades."""
    procurement = Line(
        act="decision",
        category="procurement_penalty",
        department="finance",
        mark="财采罚",
        since=date(2019, 1, 1),
        conditions=("one_of_the_six_acts_of_art_77",),
        term="P2Y",
        conduct_class=MARKET,
        repairable=True,
        weight=12,
    )
    bid = replace(
        procurement,
        category="bid_collusion_penalty",
        department="tender_supervision",
        mark="标罚",
        trade="E4790",
        conditions=("serious_circumstances",),
        weight=4,
    )
    fined = replace(
        bid, named=("direct_supervisor",), found=("direct_supervisor",), amount=True, ends=("payment",)
    )
    fitness = Line(
        act="decision",
        category="financial_fitness_withdrawn",
        department="financial_regulation",
        mark="金罚",
        level="province",
        since=date(2019, 1, 1),
        named=("directly_responsible",),
        found=("directly_responsible",),
        term="P5Y",
        trade="J6740",
    )
    return [
        procurement,
        *(
            replace(line, category=f"bid_{kind}_penalty")
            for line in (bid, fined)
            for kind in ("collusion", "falsification", "non_performance")
        ),
        replace(
            fitness,
            department="securities_regulation",
            category="csrc_market_ban",
            mark="证禁",
            named=("actual_controller",),
            found=("actual_controller",),
            since=date(2020, 4, 1),
            weight=3,
        ),
        fitness,
        replace(fitness, basis=("商业银行法 Art 89",), named=("manager",), found=("manager",)),
        replace(fitness, category="insurance_market_bar"),
        replace(fitness, category="fund_market_bar", department="securities_regulation"),
        replace(
            fitness,
            category="guarantee_fitness_withdrawn",
            department="local_finance",
            trade="J6759",
            named=("supervisor",),
            found=("supervisor",),
        ),
    ]


def others() -> list[Line]:
    """Tax, telecom fraud, defence duty, research, printing, and lists from abroad."""
    tax = Line(
        act="order",
        category="tax_exit_control_notice",
        department="tax",
        mark="税阻",
        since=date(2019, 1, 1),
        conditions=("tax_and_late_fees_unpaid", "no_guarantee"),
        term="P3M",
        requested=True,
        ends=("payment", "guarantee", "authority_release"),
    )
    fraud = Line(
        act="determination",
        category="fraud_joint_notice",
        department="public_security",
        mark="反诈告",
        since=date(2024, 12, 5),
        ends=("authority_release",),
    )
    convicted, found = (
        ("convicted_of_fraud_or_linked_crime", "written_notice"),
        ("found_by_city_police", "written_notice"),
    )
    service = Line(
        act="decision",
        category="service_refusal",
        department="government",
        mark="兵役",
        level="county",
        since=date(2021, 10, 5),
        conditions=("refused_service", "refused_to_correct"),
        against="head",
        conduct_class=DEFENCE,
    )
    frozen = Line(
        act="listing",
        category="foreign_asset_freeze_us",
        department="ofac",
        mark="SDN",
        level="national",
        region="US",
        since=date(2021, 1, 1),
        ends=("delisting",),
    )
    return [
        replace(tax, named=HEAD, weight=12),
        replace(tax, against="head", weight=6),
        replace(fraud, conditions=convicted, against="head", weight=6),
        replace(fraud, conditions=found, against="head", weight=4),
        replace(fraud, conditions=convicted, weight=2),
        replace(fraud, conditions=found, weight=3),
        replace(service, weight=3),
        Line(
            act="decision",
            category="research_misconduct",
            department="science",
            mark="科诚",
            level="province",
            since=date(2022, 2, 1),
            found=("directly_responsible",),
            term="P3Y",
            trade="M7320",
            repairable=True,
            weight=2,
        ),
        Line(
            act="revocation",
            category="printing_licence_revoked",
            department="press_publication",
            mark="新出罚",
            since=date(2019, 1, 1),
            trade="C2319",
            weight=3,
        ),
        replace(frozen),
        replace(
            frozen, category="foreign_asset_freeze_eu", department="eu_council", mark="CFSP", region="EU"
        ),
        replace(
            frozen,
            category="foreign_asset_freeze_uk",
            department="uk_treasury",
            mark="UKSL",
            region="GB",
            against="head",
        ),
    ]
