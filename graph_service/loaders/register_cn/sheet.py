"""The source sheet of Chinese enterprise registers: tables, headers in Chinese and English, promises."""

from __future__ import annotations

from graph_service.intake import Column, SourceSheet, TableSheet

_FIRM = (
    Column(
        name="enterprise_uscc",
        headers=(
            "统一社会信用代码",
            "企业统一社会信用代码",
            "社会信用代码",
            "信用代码",
            "uscc",
            "company_uscc",
        ),
        holds="code",
    ),
    Column(
        name="enterprise_reg_no",
        headers=("注册号", "企业注册号", "reg_no", "registration_number"),
        holds="code",
    ),
    Column(
        name="enterprise",
        headers=("企业名称", "公司名称", "名称", "enterprise_name", "company", "company_name"),
        holds="name",
    ),
)
"""How every table but the first says which enterprise a row is about."""

_PERSON = (
    Column(
        name="document_type",
        headers=("证件类型", "证照类型", "证件种类", "证照/证件类型", "id_type", "certificate_type"),
    ),
    Column(
        name="document_number",
        headers=("证件号码", "证照号码", "证照/证件号码", "身份证号", "身份证号码", "公民身份号码", "id_number",
                 "certificate_number"),
        holds="document",
        personal=True,
    ),
    Column(name="document_issuer", headers=("国籍", "证件签发国", "签发国", "nationality", "issuer")),
)  # fmt: skip

ENTERPRISES = TableSheet(
    name="enterprises",
    files=("企业基本信息", "基本信息", "照面信息", "企业信息", "企业", "enterprises", "companies"),
    required=True,
    columns=(
        Column(
            name="uscc",
            headers=("统一社会信用代码", "社会信用代码", "信用代码", "统一社会信用代码/注册号", "credit_code"),
            holds="code",
        ),
        Column(name="reg_no", headers=("注册号", "工商注册号", "registration_number"), holds="code"),
        Column(name="org_code", headers=("组织机构代码", "机构代码", "organisation_code"), holds="code"),
        Column(
            name="name",
            headers=("企业名称", "公司名称", "名称", "市场主体名称", "enterprise_name", "company_name"),
            holds="name",
            required=True,
        ),
        Column(name="former_names", headers=("曾用名", "企业曾用名", "former_name")),
        Column(name="type", headers=("企业类型", "公司类型", "类型", "市场主体类型", "enterprise_type")),
        Column(
            name="legal_representative",
            headers=("法定代表人", "法定代表人姓名", "法人代表", "法人", "legal_rep", "legal_person"),
            holds="name",
            personal=True,
        ),
        Column(
            name="head",
            headers=("法定代表人/负责人", "法定代表人(负责人)", "负责人", "经营者", "投资人", "执行事务合伙人", "head"),
            holds="name",
            personal=True,
        ),
        Column(
            name="document_type",
            headers=("法定代表人证件类型", "法人证件类型", "证件类型", "legal_rep_id_type"),
        ),
        Column(
            name="document_number",
            headers=("法定代表人证件号码", "法人证件号码", "法定代表人身份证号", "法定代表人身份证号码", "证件号码",
                     "legal_rep_id_number"),
            holds="document",
            personal=True,
        ),
        Column(name="capital", headers=("注册资本", "注册资金", "注册资本(金)", "registered_capital"), holds="money"),
        Column(name="currency", headers=("币种", "注册资本币种")),
        Column(
            name="established", headers=("成立日期", "注册日期", "设立日期", "established_on", "founded"), holds="date"
        ),
        Column(name="term_from", headers=("营业期限自", "经营期限自", "营业期限起"), holds="date"),
        Column(name="term_to", headers=("营业期限至", "经营期限至", "营业期限止"), holds="date"),
        Column(name="status", headers=("登记状态", "经营状态", "企业状态", "状态")),
        Column(name="trade", headers=("行业代码", "国民经济行业代码", "trade_code", "industry_code")),
        Column(name="region", headers=("行政区划代码", "行政区划", "登记区划代码", "region_code")),
        Column(name="address", headers=("住所", "注册地址", "地址", "经营场所", "企业地址", "住所/经营场所")),
        Column(name="phone", headers=("联系电话", "电话", "企业联系电话", "telephone")),
        Column(name="filing_agent", headers=("代办机构", "agent"), holds="name"),
    ),
    ignored=("序号", "登记机关", "核准日期", "经营范围", "所属行业", "行业门类", "邮箱", "实收资本", "no", "id"),
)  # fmt: skip

SHAREHOLDERS = TableSheet(
    name="shareholders",
    files=("股东及出资", "股东信息", "出资信息", "股东", "出资", "shareholders", "holders"),
    columns=(
        *_FIRM,
        Column(
            name="holder",
            headers=("股东名称", "股东", "股东姓名", "股东/发起人", "出资人", "投资人名称", "shareholder",
                     "holder_name"),
            holds="name",
            required=True,
            personal=True,
        ),
        Column(name="holder_type", headers=("股东类型", "股东性质", "出资人类型", "shareholder_type")),
        *_PERSON,
        Column(
            name="holder_uscc", headers=("股东统一社会信用代码", "股东信用代码", "shareholder_uscc"), holds="code"
        ),
        Column(
            name="subscribed_amount",
            headers=("认缴出资额", "认缴额", "认缴出资", "认缴金额", "认缴资本", "subscribed"),
            holds="money",
        ),
        Column(
            name="paid_amount", headers=("实缴出资额", "实缴额", "实缴出资", "实缴金额", "paid"), holds="money"
        ),
        Column(
            name="subscribed_share",
            headers=("持股比例", "出资比例", "认缴比例", "认缴出资比例", "股权比例", "share", "ratio", "shareholding"),
            holds="share",
        ),
        Column(name="paid_share", headers=("实缴比例", "实缴出资比例", "paid_ratio"), holds="share"),
        Column(name="votes", headers=("表决权比例", "表决权", "voting_share", "voting_rights"), holds="share"),
        Column(name="currency", headers=("币种", "出资币种")),
        Column(name="nominee", headers=("代持", "是否代持")),
        Column(
            name="since", headers=("入股日期", "持股起始日期", "取得日期", "start_date", "valid_from"), holds="date"
        ),
        Column(name="until", headers=("退出日期", "持股截止日期", "转出日期", "end_date", "valid_to"), holds="date"),
    ),
    ignored=("序号", "认缴出资方式", "实缴出资方式", "出资方式", "认缴出资日期", "实缴出资日期", "认缴日期", "实缴日期",
             "出资日期", "no", "id"),
)  # fmt: skip

OFFICERS = TableSheet(
    name="officers",
    files=("主要人员", "高管信息", "高管", "人员信息", "officers", "executives"),
    columns=(
        *_FIRM,
        Column(
            name="name",
            headers=("姓名", "人员姓名", "officer", "officer_name"),
            holds="name",
            required=True,
            personal=True,
        ),
        Column(name="post", headers=("职务", "职位", "担任职务", "position", "title"), required=True),
        *_PERSON,
        Column(name="sex", headers=("性别", "gender"), personal=True),
        Column(name="birth_date", headers=("出生日期", "date_of_birth"), holds="date", personal=True),
        Column(
            name="since",
            headers=("任职日期", "任职起始日期", "任职起始", "就任日期", "start_date", "appointed_on"),
            holds="date",
        ),
        Column(
            name="until",
            headers=("离任日期", "免职日期", "任职截止日期", "任职终止日期", "end_date", "left_on"),
            holds="date",
        ),
    ),
    ignored=("序号", "产生方式", "任期至", "任期", "学历", "no", "id"),
)  # fmt: skip

CHANGES = TableSheet(
    name="changes",
    files=("变更记录", "变更信息", "变更", "changes"),
    columns=(
        *_FIRM,
        Column(name="item", headers=("变更事项", "变更项目", "change_item"), required=True),
        Column(
            name="before", headers=("变更前", "变更前内容", "change_before"), required=True, personal=True
        ),
        Column(name="after", headers=("变更后", "变更后内容", "change_after"), required=True, personal=True),
        Column(
            name="date",
            headers=("变更日期", "核准日期", "核准变更日期", "change_date"),
            holds="date",
            required=True,
        ),
    ),
    ignored=("序号", "no", "id"),
)

BRANCHES = TableSheet(
    name="branches",
    files=("分支机构", "分公司", "branches"),
    columns=(
        *_FIRM,
        Column(
            name="branch_uscc",
            headers=("分支机构统一社会信用代码", "分支机构信用代码", "分支机构代码"),
            holds="code",
        ),
        Column(name="branch_reg_no", headers=("分支机构注册号",), holds="code"),
        Column(
            name="branch", headers=("分支机构名称", "分公司名称", "branch_name"), holds="name", required=True
        ),
        Column(
            name="head",
            headers=("负责人", "分支机构负责人", "branch_head"),
            holds="name",
            personal=True,
        ),
        Column(name="established", headers=("成立日期", "设立日期", "分支机构成立日期"), holds="date"),
        Column(name="status", headers=("登记状态", "状态", "分支机构状态")),
        Column(name="address", headers=("地址", "营业场所", "分支机构地址")),
    ),
    ignored=("序号", "登记机关", "no", "id"),
)

SHEET = SourceSheet(
    name="register_cn",
    title="Chinese enterprise register, as CSV folder or XLSX export",
    zh="市场主体登记信息",
    binds=(
        "Its offices can bind a person where an identity number in full stands with the name; names without a number "
        "bind nobody, and shareholdings bind nobody."
    ),
    tables=(ENTERPRISES, SHAREHOLDERS, OFFICERS, CHANGES, BRANCHES),
    least_readable=95,
    key_is_person=False,
    out_of_scope=(
        (
            "changes of scope, capital, term, articles, type",
            "no type of fact speaks of what they were before",
        ),
        ("kinship of any kind", "it is not in the schema (law decision 5)"),
    ),
)
