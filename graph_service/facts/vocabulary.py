"""The codes that facts about parties and ties use, with the Chinese words that registers write for them.

A registered post is not a legal role: which post carries which role is a table of the rulebook. A word that is
not here is a problem at the door, never the nearest code.
"""

from __future__ import annotations

POSTS: dict[str, tuple[str, ...]] = {
    "legal_representative": ("法定代表人", "legal_rep"),
    "chairman": ("董事长", "董事会主席", "董事局主席", "chairperson", "chairman_of_the_board"),
    "vice_chairman": ("副董事长", "副董事会主席"),
    "executive_director": ("执行董事",),
    "director": ("董事", "董事会成员", "非执行董事", "外部董事"),
    "independent_director": ("独立董事",),
    "employee_director": ("职工董事", "职工代表董事"),
    "chief_supervisor": ("监事会主席", "监事长", "监事会召集人", "chairman_of_the_supervisory_board"),
    "supervisor": ("监事", "监事会成员", "外部监事", "独立监事"),
    "employee_supervisor": ("职工监事", "职工代表监事"),
    "manager": ("经理", "总经理", "总裁", "general_manager"),
    "deputy_manager": ("副经理", "副总经理", "副总裁", "常务副总经理", "deputy_general_manager"),
    "finance_head": ("财务负责人", "财务总监", "财务主管"),
    "board_secretary": ("董事会秘书", "董秘"),
    "unit_head": ("负责人", "分支机构负责人", "person_in_charge"),
    "safety_head": ("安全负责人", "分管安全的负责人", "安全生产负责人"),
    "executive_partner": ("执行事务合伙人",),
    "partner": ("合伙人", "普通合伙人", "有限合伙人"),
    "sole_investor": ("投资人", "个人独资企业投资人"),
    "operator": ("经营者", "个体工商户经营者"),
    "liaison": ("联络员", "联系人", "登记联络员"),
    "beneficial_owner": ("受益所有人",),
    "actual_controller": ("实际控制人",),
    "liquidator": ("清算组负责人", "清算组成员"),
}
"""Registered posts (登记职务): code to the words of registers. 法人 and 法人代表 are not: they sound alike."""

ENTERPRISE_TYPES: dict[str, tuple[str, ...]] = {
    "sole_proprietorship": ("个人独资企业", "sole proprietorship"),
    "sole_trader": ("个体工商户", "个体户", "individual industrial and commercial household"),
    "partnership": ("合伙企业", "普通合伙企业", "有限合伙企业", "特殊的普通合伙企业", "partnership"),
    "joint_stock_company": ("股份有限公司", "股份公司", "joint stock", "company limited by shares"),
    "limited_company": ("有限责任公司", "有限公司", "limited liability company"),
    "state_owned_enterprise": ("全民所有制", "国有企业"),
    "collective_enterprise": ("集体所有制", "集体企业"),
    "cooperative": ("农民专业合作社", "农民专业合作经济组织"),
    "branch": ("分公司", "分支机构", "营业单位"),
    "public_institution": ("事业单位",),
    "social_organisation": ("社会团体", "民办非企业单位", "社会服务机构", "基金会"),
    "state_organ": ("机关", "机关法人"),
}
"""Types of organisation: code to the words that a register's 企业类型 contains."""

STATUSES: dict[str, tuple[str, ...]] = {
    "active": ("存续", "在业", "开业", "在营", "正常", "登记成立", "迁入", "迁出", "active"),
    "licence_revoked": ("吊销", "吊销未注销", "吊销，未注销", "吊销,未注销", "licence_revoked", "revoked"),
    "revoked_and_deregistered": ("吊销并注销", "吊销，已注销", "吊销,已注销", "吊销后注销"),
    "deregistered": ("注销", "已注销", "deregistered", "dissolved"),
    "registration_cancelled": ("撤销", "撤销登记"),
    "liquidation": ("清算", "清算中", "责令关闭", "liquidation"),
    "suspended": ("停业", "歇业", "suspended"),
}
"""Registration status (登记状态): code to the words of registers."""

ENTERPRISE_TYPE_CODES = frozenset({*ENTERPRISE_TYPES, "other"})

_POST_OF = {word: code for code, words in POSTS.items() for word in (code, *words)}
_STATUS_OF = {word: code for code, words in STATUSES.items() for word in (code, *words)}


def post_of(word: str) -> str | None:
    """The code of a registered post from its word (`董事长`, `chairman`); None where the word is not known."""
    return _POST_OF.get(word) or _POST_OF.get(word.lower().replace(" ", "_").replace("-", "_"))


def status_of(word: str) -> str | None:
    """The code of a registration status from its word; None where the word is not known.

    `吊销，未注销` may come with a date or a note in brackets: the part before the bracket is what counts."""
    plain = word.split("(")[0].split("（")[0].strip()
    return _STATUS_OF.get(plain) or _STATUS_OF.get(plain.lower())


def enterprise_type_of(words: str) -> str | None:
    """The code of an organisation's type from the register's words (`有限责任公司(自然人独资)`); None where none is
    in them. A branch is a branch whatever its parent is, so the longest word that ends the plain part wins."""
    words = words.lower()
    if words in ENTERPRISE_TYPE_CODES:
        return words
    if any(word in words for word in ENTERPRISE_TYPES["branch"]):
        return "branch"
    found = [
        (len(word), code)
        for code, known in ENTERPRISE_TYPES.items()
        for word in known
        if words.startswith(word)
    ] or [(len(word), code) for code, known in ENTERPRISE_TYPES.items() for word in known if word in words]
    return max(found)[1] if found else None
