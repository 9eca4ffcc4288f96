"""Columns that several tables of the credit lists share, with the headers that mean them.

The legal representative of a row is a datum of the party, not a punished person: its headers are known and nothing of
them is kept. A person whom a document names stands in columns of his own (`named_…`).
"""

from __future__ import annotations

from graph_service.intake import Column

PARTY = (
    Column(
        name="party",
        headers=("CF_XDR_MC", "CF_XDR", "XK_XDR", "XK_XDR_MC", "行政相对人名称", "相对人名称", "当事人", "企业名称",
                 "单位名称", "名称", "姓名或名称", "姓名/名称", "主体名称", "纳税人名称", "信用主体名称", "party"),
        required=True,
        personal=True,
    ),
    Column(
        name="party_type",
        headers=("CF_XDR_LB", "XK_XDR_LB", "行政相对人类别", "相对人类别", "相对人类型", "主体类型", "对象类型"),
    ),
    Column(
        name="uscc",
        headers=("CF_XDR_SHXYM", "XK_XDR_SHXYM", "行政相对人代码_1(统一社会信用代码)", "统一社会信用代码", "信用代码",
                 "纳税人识别号", "uscc"),
        holds="code",
    ),
    Column(
        name="reg_no",
        headers=("CF_XDR_GSDJ", "XK_XDR_GSDJ", "CF_XDR_GSZC", "XK_XDR_GSZC", "行政相对人代码_2(工商注册号)",
                 "行政相对人代码_2(工商登记码)", "工商注册号", "注册号"),
        holds="code",
    ),
    Column(
        name="org_code",
        headers=("CF_XDR_ZDM", "XK_XDR_ZDM", "CF_XDR_ZZJG", "XK_XDR_ZZJG", "行政相对人代码_3(组织机构代码)",
                 "组织机构代码"),
        holds="code",
    ),
    Column(
        name="document_type",
        headers=("CF_XDR_ZJLX", "XK_XDR_ZJLX", "证件类型", "行政相对人证件类型", "自然人证件类型"),
    ),
    Column(
        name="document_number",
        headers=("CF_XDR_SFZ", "XK_XDR_SFZ", "CF_XDR_ZJHM", "XK_XDR_ZJHM", "行政相对人代码_5(居民身份证号)", "证件号码",
                 "行政相对人证件号码", "自然人证件号码", "身份证号", "身份证号码", "居民身份证号"),
        holds="document",
        personal=True,
    ),
)  # fmt: skip

BY = (
    Column(
        name="authority",
        headers=("CF_XZJG", "XK_XZJG", "CF_CFJG", "XK_XKJG", "处罚机关", "许可机关", "执行法院", "列入机关", "决定机关",
                 "认定机关", "认定单位", "实施机关", "作出机关", "作出决定机关", "修复机关", "受理机关", "发布机关",
                 "authority"),
    ),
    Column(name="region", headers=("DFBM", "地方编码", "行政区划代码", "区划代码", "地区编码"), holds="code"),
    Column(name="province", headers=("省份", "所属省份")),
)  # fmt: skip

NUMBER = Column(
    name="number",
    headers=("CF_WSH", "XK_WSH", "行政处罚决定书文号", "行政许可决定文书号", "决定书文号", "处罚决定书文号", "文书号",
             "决定文书号", "列入决定书文号", "列入决定文号", "文号", "案号", "认定文书号", "number"),
    holds="number",
)  # fmt: skip

NAMED = (
    Column(
        name="named_person",
        headers=("限制消费人员姓名", "被限制人姓名", "列入人员姓名", "责任人员姓名", "责任人员", "相关责任人姓名",
                 "named_person"),
        personal=True,
    ),
    Column(
        name="named_role",
        headers=("限制消费人员身份", "被限制人身份", "列入人员身份", "责任人员身份", "责任人员职务", "身份", "职务",
                 "与单位关系", "named_role"),
    ),
    Column(name="named_type", headers=("责任人员证件类型", "列入人员证件类型")),
    Column(
        name="named_number",
        headers=("限制消费人员身份证号", "被限制人身份证号", "列入人员身份证号", "列入人员证件号码", "责任人员证件号码",
                 "责任人员身份证号", "named_number"),
        holds="document",
        personal=True,
    ),
    Column(name="named_term", headers=("责任人员期限", "责任人员禁业期限")),
    Column(name="named_amount", headers=("责任人员罚款金额",), holds="money"),
)  # fmt: skip

DECIDED_BY = Column(
    name="authority",
    headers=("处罚机关", "列入机关", "原处罚机关", "原决定机关", "决定机关", "认定机关", "认定单位", "执行法院",
             "作出决定机关", "authority"),
)  # fmt: skip
"""Who made the decision that a later row speaks of."""

ACTED = Column(
    name="acted",
    headers=("修复机关", "受理机关", "复议机关", "撤销机关", "作出机关", "办理机关", "acted_by"),
)
"""Who granted, received or annulled: often another authority than the one that decided."""

SHOWN = (
    Column(name="served", headers=("CF_SDRQ", "送达日期", "送达时间"), holds="date"),
    Column(name="shown_from", headers=("公示日期", "公布日期", "公示开始日期"), holds="date"),
    Column(
        name="shown_until", headers=("CF_GSJZQ", "公示截止期", "公示截止日期", "公示结束日期"), holds="date"
    ),
    Column(name="shown_term", headers=("公示期限", "公布期限")),
    Column(name="term", headers=("期限", "处罚期限", "禁业期限", "列入期限", "管理期限", "有效期限")),
    Column(name="repair_class", headers=("失信程度", "失信严重程度", "修复类别", "失信行为等级")),
    Column(name="rests_on", headers=("依据文书号", "关联文书号", "依据决定书文号")),
)

REPRESENTATIVE = (
    "CF_FR", "CF_FRDB", "XK_FR", "XK_FRDB", "CF_FR_SFZ", "CF_FR_SFZH", "XK_FR_SFZ", "CF_FR_ZJLX", "CF_FR_ZJHM",
    "法定代表人", "法定代表人姓名", "法定代表人或者负责人姓名", "法定代表人或负责人", "法定代表人证件类型",
    "法定代表人证件号码", "法定代表人身份证号", "法人代表", "负责人姓名",
)  # fmt: skip
"""Headers of the descriptive datum that makes nobody a party of the act."""

IGNORED = (
    *REPRESENTATIVE, "序号", "BZ", "备注", "CF_XDR_SWDJ", "XK_XDR_SWDJ", "税务登记号", "行政相对人代码_4(税务登记号)",
    "CF_XDR_SYDW", "XK_XDR_SYDW", "CF_XDR_SHZZ", "XK_XDR_SHZZ", "事业单位证书号", "社会组织登记证号", "数据来源单位",
    "CF_SJLY", "XK_SJLY", "CF_SJLYDM", "XK_SJLYDM", "数据来源单位统一社会信用代码", "CF_CFJGDM", "XK_XKJGDM",
    "处罚机关统一社会信用代码", "许可机关统一社会信用代码", "许可类别", "XK_SPLB", "XK_XKLB",
    "年龄", "法院代码", "做出执行依据单位", "作出执行依据单位", "执行依据文号", "申请执行人", "申请人", "履行情况",
    "被执行人的履行情况", "已履行部分", "未履行部分", "地址", "住所",
)  # fmt: skip
