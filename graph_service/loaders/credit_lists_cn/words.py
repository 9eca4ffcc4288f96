"""The words that published rows use for terms, roles, classes and states, and the codes they stand for.

Each table is documented here and small on purpose: a word that is not in it is a problem, never the nearest code.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Literal

from graph_service.intake.dates import read_day
from graph_service.intake.flaws import Flaw

ROLES: dict[str, str] = {
    "法定代表人": "legal_representative",
    "主要负责人": "principal",
    "负责人": "unit_head",
    "实际控制人": "actual_controller",
    "影响债务履行的直接责任人员": "debt_affecting_responsible",
    "影响债务履行的直接责任人": "debt_affecting_responsible",
    "直接负责的主管人员": "direct_supervisor",
    "直接负责主管人员": "direct_supervisor",
    "其他直接责任人员": "directly_responsible",
    "其他直接责任人": "directly_responsible",
    "直接责任人员": "directly_responsible",
    "直接责任人": "directly_responsible",
    "财务负责人": "finance_head",
    "分管安全的负责人": "safety_deputy",
    "法定代理人": "statutory_agent",
    "执行事务合伙人": "executive_partner",
    "投资人": "sole_investor",
    "经营者": "operator",
    "董事": "director",
    "监事": "supervisor",
    "高级管理人员": "senior_manager",
    "经裁判确定的实际责任人": "adjudged_responsible",
}
"""A role as a document gives it: its own words, whole; nothing that only sounds alike."""

OWN = frozenset({"被执行人", "本人", "失信被执行人", "债务人"})
"""Words that say that the person is himself the debtor."""

REPAIR_CLASSES: dict[str, str] = {"轻微": "light", "一般": "general", "严重": "serious"}
"""国办发〔2025〕22号: the three degrees of dishonest conduct, as the authority states them."""

PERSON_WORDS = ("自然人", "个人", "公民")
SOLE_TRADER_WORDS = ("个体工商户", "个体户")
UNIT_WORDS = ("法人", "非法人组织", "企业", "单位", "组织", "机构")

FORMS_BY_NAME: tuple[tuple[str, str], ...] = (
    ("分公司", "branch"),
    ("股份有限公司", "joint_stock_company"),
    ("股份公司", "joint_stock_company"),
    ("有限责任公司", "limited_company"),
    ("有限公司", "limited_company"),
    ("合伙企业", "partnership"),
    ("(普通合伙)", "partnership"),
    ("(特殊普通合伙)", "partnership"),
    ("(有限合伙)", "partnership"),
    ("专业合作社", "cooperative"),
)
"""Ends of a name that the law keeps for one form (公司法(2023) Art 7; 合伙企业法 Arts 15, 56, 62; 农民专业合作社法);
the longer end stands first."""

FORMS_BY_CODE: dict[str, str] = {
    "92": "sole_trader", "93": "cooperative", "12": "public_institution", "51": "social_organisation",
    "52": "social_organisation", "53": "social_organisation", "11": "state_organ",
}  # fmt: skip
"""GB 32100-2015: what the first two signs of a credit code say of its holder; 91 is any enterprise."""

STATES: dict[str, str] = {
    "0": "standing", "正常": "standing", "公示中": "standing", "有效": "standing", "1": "annulled", "撤销": "annulled",
    "已撤销": "annulled", "2": "disputed", "异议": "disputed", "异议中": "disputed",
}  # fmt: skip
"""CF_ZT / XK_ZT (当前状态) of the double publicity standard: 0 正常, 1 撤销, 2 异议. Its 3 其他 is left out
on purpose: it does not say whether the act stands."""

OUTCOMES: dict[str, Literal["upheld", "refused", "withdrawn"]] = {
    "成立": "upheld", "异议成立": "upheld", "支持": "upheld", "不成立": "refused", "异议不成立": "refused",
    "不予支持": "refused", "驳回": "refused", "撤回": "withdrawn", "申请人撤回": "withdrawn",
}  # fmt: skip
"""What came of an objection."""

KEPT: dict[str, bool] = {
    "已履行": True, "履约": True, "履行完毕": True, "守诺": True, "违约": False, "未履行": False, "违背承诺": False,
    "失诺": False,
}  # fmt: skip
"""Whether a commitment was kept; 履行中 says nothing yet."""

CONDUCT_CLASSES: dict[str, tuple[str, ...]] = {
    "health_and_safety": (
        "食品安全", "食品", "药品", "疫苗", "化妆品", "医疗器械", "生态环境", "环境污染", "排污", "超标排放",
        "危险废物", "工程质量", "安全生产", "生产安全事故", "消防", "强制性产品认证", "缺陷产品",
    ),
    "market_and_social_order": (
        "贿赂", "行贿", "逃税", "骗税", "骗取出口退税", "虚开", "偷税", "逃废债", "拖欠货款", "拖欠服务费",
        "拖欠农民工工资", "欠薪", "拒不支付劳动报酬", "非法集资", "电信诈骗", "电信网络诈骗", "合同欺诈",
        "合同诈骗", "传销", "无证照经营", "无照经营", "假冒伪劣", "侵犯知识产权", "假冒注册商标", "出借资质",
        "借用资质", "围标", "串标", "串通投标", "虚假广告", "侵害消费者", "内幕交易", "操纵证券", "欺诈发行",
        "骗保", "骗取医疗保障基金",
    ),
    "refusal_of_legal_duty": (
        "拒不履行生效法律文书", "有履行能力而拒不履行", "有能力履行而拒不履行", "拒不履行法定义务",
        "逃避执行", "规避执行", "抗拒执行", "妨碍、抗拒执行", "违反财产报告制度", "违反限制消费令",
        "违反限制高消费令", "拒不履行执行和解协议", "拒不执行",
    ),
    "refusal_of_defence_duty": (
        "逃避兵役", "拒绝兵役", "拒绝、逃避兵役", "拒不履行国防义务", "民用资源征用", "破坏国防设施",
    ),
}  # fmt: skip
"""The four classes of conduct of item 9 of 粤府〔2016〕133号, by the words that the item itself lists for each."""

_NUMERALS = "〇零一二两三四五六七八九十"
_UNITS = {"年": "Y", "个月": "M", "月": "M", "日": "D", "天": "D"}
_TERM = re.compile(rf"([{_NUMERALS}]+|\d+)(年|个月|日|天)(?:([{_NUMERALS}]+|\d+)个月)?")
_BAR = re.compile(
    rf"(?:([{_NUMERALS}]+|\d+)(年|个月|日|天)(?:内|期间))[^，。；]{{0,8}}?(?:不得|禁止|不受理|不予受理|限制)"
)
_LIFE = re.compile(r"终身(?:不得|禁止|禁入|限制|市场禁入|禁业)?")
_LAST_DAY = re.compile(r"至(\d{4}.+?)止?")
_UNTIL_PERFORMED = re.compile(r"(?:至|到)?(?:全部)?履行(?:完毕|义务完毕)(?:之日)?(?:止|为止)?")


def number_of(text: str) -> int | None:
    """A whole number below 10,000 in digits or Chinese signs: `123`, `一百二十三`, `十五`; None where it is none."""
    if text.isascii() and text.isdigit():
        return int(text)
    total, digit = 0, 0
    for sign in text:
        if sign in "千百十":
            total += (digit or 1) * {"千": 1000, "百": 100, "十": 10}[sign]
            digit = 0
        elif sign in "〇零":
            digit = 0
        elif sign in "一二三四五六七八九两":
            digit = 2 if sign == "两" else "一二三四五六七八九".index(sign) + 1
        else:
            return None
    return total + digit if text else None


def term_of(text: str) -> str | None:
    """A term as stated: `三年` P3Y, `1年6个月` P1Y6M, `90日` P90D, `终身` life, `至履行完毕` until:performance,
    `至2028年3月1日` until:2028-03-02 (exclusive); None where it is none of them (a range, a word)."""
    plain = text.strip().rstrip("止").removeprefix("为").removeprefix("期限")
    if _LIFE.fullmatch(plain):
        return "life"
    if _UNTIL_PERFORMED.fullmatch(text.strip()):
        return "until:performance"
    last = _LAST_DAY.fullmatch(text.strip())
    if last:
        day = read_day(last[1])
        # The day named is still inside (民法典 Art 203), so the exclusive end is the day after it.
        exact = None if isinstance(day, Flaw) else day.exact
        return f"until:{exact + timedelta(days=1)}" if exact else None
    found = _TERM.fullmatch(plain)
    if not found or (found[3] and found[2] != "年"):
        return None
    length, months = number_of(found[1]), number_of(found[3]) if found[3] else None
    if not length:
        return None
    return f"P{length}{_UNITS[found[2]]}" + (f"{months}M" if months else "")


def bar_of(text: str) -> str | None:
    """The one term of a bar that a result states (`五年内不得…`); None where it states none, or several."""
    found = {f"P{number_of(one[1])}{_UNITS[one[2]]}" for one in _BAR.finditer(text) if number_of(one[1])}
    if re.search(r"终身(?:不得|禁止|禁入|禁业)", text):
        found.add("life")
    return found.pop() if len(found) == 1 else None


def conduct_class_of(text: str) -> str | None:
    """The class of item 9 that the words put the conduct in; None where they name none, or more than one."""
    found = {code for code, words in CONDUCT_CLASSES.items() if any(word in text for word in words)}
    return found.pop() if len(found) == 1 else None
