"""Cases of market supervision, labour, procurement and finance, tax, police and others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from graph_service.loaders.province.docket.line import DEFENCE, HEAD, MARKET, Line

_ABNORMAL = Line(
    act="listing",
    category="abnormal_operations_listing",
    department="market_supervision",
    mark="列异",
    since=date(2019, 1, 1),
    level="county",
    ends=("cure", "delisting"),
    receipts=("M16",),
)
ABNORMAL_OPERATIONS: tuple[Line, ...] = (
    replace(_ABNORMAL, conditions=("annual_report_missed",), weight=180),
    replace(_ABNORMAL, conditions=("unreachable_address",), weight=120),
    replace(_ABNORMAL, conditions=("ordered_disclosure_missed",), weight=20),
    replace(_ABNORMAL, conditions=("concealment_or_falsity",), weight=20),
)
"""The list of abnormal operations, by its grounds."""

_WAGE = Line(
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
WAGE_ARREARS: tuple[Line, ...] = (
    replace(_WAGE, named=HEAD, weight=30),
    replace(
        _WAGE, named=("direct_supervisor", "directly_responsible"), found=("direct_supervisor",), weight=10
    ),
    replace(_WAGE, conditions=("ordered_to_pay_and_not_paid_in_time", "mass_or_extreme_incident"), weight=15),
)
"""The list of wage arrears."""

_CLOSED = Line(
    act="revocation",
    category="business_licence_revoked",
    department="market_supervision",
    mark="吊销",
    since=date(2024, 8, 1),
    conditions=("for_illegality",),
    found=HEAD,
    responsibility="personal",
)
CLOSURES: tuple[Line, ...] = (
    replace(_CLOSED, weight=8),
    replace(_CLOSED, act="decision", category="ordered_closed", mark="关闭", weight=4),
    replace(
        _CLOSED,
        act="decision",
        category="registration_cancelled_as_false",
        mark="撤登",
        since=date(2022, 4, 1),
        conditions=("registration_cancelled",),
        found=("directly_responsible",),
        responsibility="direct",
        weight=8,
    ),
)
"""Licences revoked, closures ordered, registrations cancelled as false."""

_PROCUREMENT = Line(
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
_BID = replace(
    _PROCUREMENT,
    category="bid_collusion_penalty",
    department="tender_supervision",
    mark="标罚",
    trade="E4790",
    conditions=("serious_circumstances",),
    weight=4,
)
_FINED = replace(
    _BID, named=("direct_supervisor",), found=("direct_supervisor",), amount=True, ends=("payment",)
)
TENDERS: tuple[Line, ...] = (
    _PROCUREMENT,
    *(
        replace(line, category=f"bid_{kind}_penalty")
        for line in (_BID, _FINED)
        for kind in ("collusion", "falsification", "non_performance")
    ),
)
"""Bars from procurement and tenders."""

_FITNESS = Line(
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
FINANCIAL_TRADES: tuple[Line, ...] = (
    replace(
        _FITNESS,
        department="securities_regulation",
        category="csrc_market_ban",
        mark="证禁",
        named=("actual_controller",),
        found=("actual_controller",),
        since=date(2020, 4, 1),
        weight=3,
    ),
    _FITNESS,
    replace(_FITNESS, basis=("商业银行法 Art 89",), named=("manager",), found=("manager",)),
    replace(_FITNESS, category="insurance_market_bar"),
    replace(_FITNESS, category="fund_market_bar", department="securities_regulation"),
    replace(
        _FITNESS,
        category="guarantee_fitness_withdrawn",
        department="local_finance",
        trade="J6759",
        named=("supervisor",),
        found=("supervisor",),
    ),
)
"""Bars from the financial trades."""

_TAX = Line(
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
TAX_EXIT_NOTICES: tuple[Line, ...] = (
    replace(_TAX, named=HEAD, weight=12),
    replace(_TAX, against="head", weight=6),
)
"""Notices that keep tax debtors in the country."""

_FRAUD = Line(
    act="determination",
    category="fraud_joint_notice",
    department="public_security",
    mark="反诈告",
    since=date(2024, 12, 5),
    ends=("authority_release",),
)
_CONVICTED, _FOUND = (
    ("convicted_of_fraud_or_linked_crime", "written_notice"),
    ("found_by_city_police", "written_notice"),
)
FRAUD_NOTICES: tuple[Line, ...] = (
    replace(_FRAUD, conditions=_CONVICTED, against="head", weight=6),
    replace(_FRAUD, conditions=_FOUND, against="head", weight=4),
    replace(_FRAUD, conditions=_CONVICTED, weight=2),
    replace(_FRAUD, conditions=_FOUND, weight=3),
)
"""Notices of telecom and network fraud."""

_SERVICE = Line(
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
OTHERS: tuple[Line, ...] = (
    replace(_SERVICE, weight=3),
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
)
"""Defence duty, research, printing."""

_FROZEN = Line(
    act="listing",
    category="foreign_asset_freeze_us",
    department="ofac",
    mark="SDN",
    level="national",
    region="US",
    since=date(2021, 1, 1),
    ends=("delisting",),
)
FOREIGN_LISTS: tuple[Line, ...] = (
    replace(_FROZEN),
    replace(_FROZEN, category="foreign_asset_freeze_eu", department="eu_council", mark="CFSP", region="EU"),
    replace(
        _FROZEN,
        category="foreign_asset_freeze_uk",
        department="uk_treasury",
        mark="UKSL",
        region="GB",
        against="head",
    ),
)
"""Lists from abroad."""
