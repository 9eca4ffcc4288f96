"""The source sheet of Chinese credit lists: its tables in old and extended columns, its promises."""

from __future__ import annotations

from graph_service.intake import Column, SourceSheet, TableSheet
from graph_service.loaders.credit_lists_cn.columns import (
    ACTED,
    BY,
    DECIDED_BY,
    IGNORED,
    NAMED,
    NUMBER,
    PARTY,
    SHOWN,
)

PENALTIES = TableSheet(
    name="penalty",
    files=("行政处罚", "双公示处罚", "处罚", "penalt", "punish"),
    columns=(
        *PARTY, *BY, NUMBER, *NAMED, *SHOWN,
        Column(name="date", headers=("CF_JDRQ", "处罚决定日期", "决定日期", "处罚日期", "date"), holds="date"),
        Column(name="title", headers=("CF_CFMC", "处罚名称", "案件名称", "行政处罚名称")),
        Column(name="kind", headers=("CF_CFLB1", "CF_CFLB", "处罚类别1", "处罚类别", "处罚种类", "决定种类")),
        Column(name="kind_2", headers=("CF_CFLB2", "处罚类别2")),
        Column(name="conduct", headers=("CF_WFXW", "违法行为类型")),
        Column(name="facts", headers=("CF_SY", "CF_WFSS", "违法事实", "处罚事由", "facts"), personal=True),
        Column(name="basis", headers=("CF_YJ", "CF_CFYJ", "处罚依据", "basis")),
        Column(name="content", headers=("CF_JG", "CF_NR", "CF_CFNR", "处罚内容", "处罚结果", "result"), personal=True),
        Column(name="fine", headers=("CF_NR_FK", "罚款金额", "罚款数额"), holds="money"),
        Column(name="withdrawn_licence", headers=("CF_NR_ZKDX", "暂扣或吊销证照名称及编号", "暂扣或吊销证照名称")),
        Column(name="conduct_from", headers=("违法行为开始日期", "违法行为起始日期"), holds="date"),
        Column(name="conduct_to", headers=("违法行为终止日期", "违法行为结束日期"), holds="date"),
        Column(name="state", headers=("CF_ZT", "当前状态", "状态", "公示状态")),
        Column(name="stamp", headers=("SJC", "时间戳", "数据更新时间", "更新日期"), holds="date"),
    ),
    ignored=(*IGNORED, "CF_YXQ", "处罚有效期", "没收金额", "CF_NR_WFFF", "没收违法所得金额", "CF_NR_MS", "程序类别",
             "案件编号", "撤销原因"),
)  # fmt: skip

LICENCES = TableSheet(
    name="licence",
    files=("行政许可", "双公示许可", "许可", "licen", "permit"),
    columns=(
        *PARTY, *BY, NUMBER,
        Column(name="date", headers=("XK_JDRQ", "许可决定日期", "决定日期"), holds="date"),
        Column(name="item", headers=("XK_XMMC", "XK_XKWS", "项目名称", "行政许可决定文书名称", "许可证书名称")),
        Column(name="content", headers=("XK_NR", "许可内容")),
        Column(name="since", headers=("XK_YXQZ", "有效期自"), holds="date"),
        Column(name="until", headers=("XK_JZQ", "XK_YXQZI", "有效期至", "许可截止期"), holds="date"),
        Column(name="state", headers=("XK_ZT", "当前状态", "状态")),
        Column(name="stamp", headers=("SJC", "时间戳", "数据更新时间"), holds="date"),
    ),
    ignored=(*IGNORED, "XK_XKBH", "许可编号"),
)  # fmt: skip

_DEBTOR_NUMBER = Column(
    name="debtor_number",
    headers=(
        "身份证号码/组织机构代码",
        "身份证号码或组织机构代码",
        "证件号码/组织机构代码",
        "证件号码或组织机构代码",
    ),
    holds="document",
    personal=True,
)
_DEBTOR = Column(
    name="party",
    headers=("被执行人姓名/名称", "被执行人姓名或名称", "被执行人", "被执行人名称", "姓名或名称", "姓名/名称",
             "企业信息", "企业名称", "单位名称", "失信被执行人"),
    personal=True,
)  # fmt: skip
_SEX = Column(name="sex", headers=("性别",), personal=True)
_BORN = Column(name="born", headers=("出生日期", "出生年月"), holds="date", personal=True)

COURT_LIST = TableSheet(
    name="court_list",
    files=("失信被执行人", "court_list", "dishonest"),
    columns=(
        _DEBTOR, *PARTY[1:], _DEBTOR_NUMBER, _SEX, _BORN, *BY, NUMBER, *SHOWN[3:],
        Column(
            name="circumstance",
            headers=("失信被执行人行为具体情形", "失信行为具体情形", "失信行为情形", "失信情形"),
            required=True,
        ),
        Column(name="duty", headers=("生效法律文书确定的义务", "确定的义务"), personal=True),
        Column(name="date", headers=("列入决定日期", "纳入日期", "列入日期", "决定日期"), holds="date"),
        Column(name="published", headers=("发布时间", "发布日期"), holds="date"),
        Column(name="removed", headers=("删除日期", "撤销日期", "屏蔽日期"), holds="date"),
        Column(name="removed_why", headers=("删除原因", "撤销原因", "屏蔽原因")),
    ),
    ignored=(*IGNORED, "立案时间", "立案日期"),
)  # fmt: skip

CONSUMPTION_ORDERS = TableSheet(
    name="consumption_orders",
    files=("限制消费", "限制高消费", "限消", "consumption"),
    columns=(
        _DEBTOR, *PARTY[1:], _SEX, _BORN, *BY, NUMBER, *NAMED[:4],
        Column(
            name="date", headers=("限制消费令日期", "限消令日期", "作出日期", "决定日期", "发布日期", "发布时间"),
            holds="date", required=True,
        ),
        Column(name="served", headers=("送达日期",), holds="date"),
        Column(name="removed", headers=("解除日期", "解除限制日期"), holds="date"),
        Column(name="removed_why", headers=("解除原因",)),
    ),
    ignored=(*IGNORED, "立案时间", "立案日期"),
)  # fmt: skip

LISTS: dict[str, tuple[str, ...]] = {
    "abnormal_list": ("经营异常名录", "经营异常", "abnormal"),
    "wage_list": ("拖欠农民工工资", "欠薪", "wage"),
    "tax_major_violation_listing": ("重大税收违法", "税收违法", "tax_list"),
    "market_serious_violation_listing": ("严重违法失信", "市场监督管理严重违法", "market_serious"),
    "abnormal_three_years_listing": ("异常满三年", "abnormal_three_years"),
    "work_safety_serious_listing": ("安全生产严重失信", "work_safety"),
    "food_drug_memo_listing": ("食品药品严重失信", "food_drug"),
    "work_safety_memo_listing": ("安全生产失信生产经营", "safety_memo"),
    "financial_dishonesty_listing": ("涉金融严重失信", "financial_dishonesty"),
    "social_insurance_listing": ("社会保险严重失信", "social_insurance"),
    "accountant_serious_listing": ("注册会计师", "accountant"),
    "social_organisation_serious_listing": ("社会组织严重违法", "social_organisation"),
}
"""Published lists, by the words that their files or worksheets (or the column 名单名称) are called."""

LISTING = TableSheet(
    name="listing",
    files=(*(word for words in LISTS.values() for word in words), "失信名单", "黑名单", "listing"),
    columns=(
        *PARTY, *BY, NUMBER, *NAMED, *SHOWN,
        Column(name="list", headers=("名单名称", "名单类别", "名录名称", "list")),
        Column(
            name="date", headers=("列入日期", "列入时间", "认定日期", "决定日期", "date"), holds="date", required=True
        ),
        Column(
            name="reason",
            headers=("列入原因", "列入事由", "列入经营异常名录原因", "主要违法事实", "失信事实", "事由"),
            required=True,
            personal=True,
        ),
        Column(name="basis", headers=("列入依据", "处理依据", "依据")),
        Column(name="nature", headers=("案件性质", "违法性质")),
        Column(name="removed", headers=("移出日期", "移出时间"), holds="date"),
        Column(name="removed_why", headers=("移出原因", "移出事由")),
    ),
    ignored=IGNORED,
)  # fmt: skip

STANDING = (
    TableSheet(
        name="red_list",
        files=("红名单", "A级纳税人", "守信", "red_list"),
        columns=(
            *PARTY, *BY,
            Column(name="list", headers=("红名单名称", "名单名称", "荣誉名称", "list")),
            Column(name="year", headers=("评价年度", "年度", "纳税信用评价年度", "year"), required=True),
            Column(name="since", headers=("列入日期", "认定日期"), holds="date"),
            Column(name="until", headers=("有效期至", "移出日期"), holds="date"),
        ),
        ignored=IGNORED,
    ),
    TableSheet(
        name="commitments",
        files=("信用承诺", "承诺", "commitment"),
        columns=(
            *PARTY, *BY,
            Column(name="commitment", headers=("承诺编号", "承诺书编号"), holds="number", required=True),
            Column(name="subject", headers=("承诺类型", "承诺事项", "承诺类别")),
            Column(name="date", headers=("承诺日期", "承诺作出日期", "作出承诺日期"), holds="date"),
            Column(name="kept", headers=("履约状态", "承诺履行情况", "履行状态")),
        ),
        ignored=IGNORED,
    ),
)  # fmt: skip

AFTERWARDS = (
    TableSheet(
        name="objections",
        files=("异议", "objection"),
        columns=(
            *PARTY, DECIDED_BY, ACTED, *BY[1:], NUMBER,
            Column(name="objection", headers=("异议编号", "异议申请编号", "受理编号"), holds="number", required=True),
            Column(name="accepted", headers=("受理日期", "异议受理日期"), holds="date"),
            Column(name="outcome", headers=("处理结果", "异议结果", "核查结果")),
            Column(name="closed", headers=("办结日期", "处理日期", "核查日期"), holds="date"),
        ),
        ignored=IGNORED,
    ),
    TableSheet(
        name="repairs",
        files=("信用修复", "修复", "repair"),
        columns=(
            *PARTY, DECIDED_BY, ACTED, *BY[1:], NUMBER,
            Column(
                name="repair", headers=("修复编号", "修复决定书文号", "修复决定文号", "修复通知书编号"),
                holds="number",
            ),
            Column(name="date", headers=("修复日期", "修复决定日期", "准予修复日期"), holds="date", required=True),
        ),
        ignored=IGNORED,
    ),
    TableSheet(
        name="annulments",
        files=("撤销决定", "处罚撤销", "撤销", "annul"),
        columns=(
            *PARTY, DECIDED_BY, ACTED, *BY[1:], NUMBER,
            Column(
                name="annulment", headers=("撤销决定书文号", "撤销文号", "复议决定书文号", "判决书文号"),
                holds="number",
            ),
            Column(name="date", headers=("撤销日期", "撤销决定日期"), holds="date", required=True),
        ),
        ignored=(*IGNORED, "撤销原因"),
    ),
)  # fmt: skip

SHEET = SourceSheet(
    name="credit_lists_cn",
    title="Chinese credit lists: penalties, licences, published lists, court lists, repairs",
    zh="信用中国、双公示与各类公布名单",
    binds=(
        "the party that a decision or list names, and persons whom the document itself names by role; never the legal"
        " representative who stands beside a party as a datum; a masked number binds nobody"
    ),
    tables=(
        PENALTIES, COURT_LIST, CONSUMPTION_ORDERS, LISTING, LICENCES, *STANDING, *AFTERWARDS,
    ),
    out_of_scope=(
        ("法定代表人", "the representative beside a party is no party of the act; nothing is kept"),
    ),
)  # fmt: skip
"""The promises: each file or worksheet is one of these tables, its headers are known, 95 of 100 rows are readable."""
