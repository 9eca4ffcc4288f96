"""The source sheet of Chinese enterprise registers: tables, headers in Chinese and English, promises."""

from __future__ import annotations

from graph_service.intake import Column, SourceSheet, TableSheet
from graph_service.intake.sheets import Holds


def _column(
    name: str, headers: str, holds: Holds = "text", required: bool = False, personal: bool = False
) -> Column:
    """A column from its headers, written with blanks between them."""
    return Column(
        name=name, headers=tuple(headers.split()), holds=holds, required=required, personal=personal
    )


def _table(
    name: str, files: str, columns: tuple[Column, ...], ignored: str, required: bool = False
) -> TableSheet:
    """A table from the words of its files and the headers passed over, written with blanks between them."""
    return TableSheet(
        name=name,
        files=tuple(files.split()),
        columns=columns,
        ignored=tuple(ignored.split()),
        required=required,
    )


_FIRM = (
    _column(
        "enterprise_uscc",
        "统一社会信用代码 企业统一社会信用代码 社会信用代码 信用代码 uscc company_uscc "
        "enterprise_code company_code 所属企业统一社会信用代码 parent_uscc unified_social_credit_code "
        "unified_social_credit_identifier social_credit_code credit_code",
        holds="code",
    ),
    _column("enterprise_reg_no", "注册号 企业注册号 reg_no registration_number", holds="code"),
    _column(
        "enterprise",
        "企业名称 公司名称 名称 enterprise_name company company_name 所属企业 所属企业名称 "
        "parent parent_name entity_name firm_name",
        holds="name",
    ),
)
"""How every table but the first says which enterprise a row is about."""

_PERSON = (
    _column(
        "document_type",
        "证件类型 证照类型 证件种类 证照/证件类型 id_type certificate_type document_type 证件名称",
    ),
    _column(
        "document_number",
        "证件号码 证照号码 证照/证件号码 身份证号 身份证号码 公民身份号码 id_number "
        "certificate_number document_no 证件号 holder_id person_id_number id_no id_card id_card_number "
        "id_card_no identity_number identity_card_number identity_document_number national_id 身份证件号码",
        holds="document",
        personal=True,
    ),
    _column("document_issuer", "国籍 证件签发国 签发国 nationality issuer"),
)

ENTERPRISES = _table(
    name="enterprises",
    files="企业基本信息 基本信息 照面信息 企业信息 企业 enterprises companies",
    required=True,
    columns=(
        _column(
            "uscc",
            "统一社会信用代码 社会信用代码 信用代码 统一社会信用代码/注册号 credit_code "
            "unified_social_credit_code unified_social_credit_identifier social_credit_code",
            holds="code",
        ),
        _column("reg_no", "注册号 工商注册号 registration_number registration_no", holds="code"),
        _column("org_code", "组织机构代码 机构代码 organisation_code organization_code", holds="code"),
        _column(
            "name",
            "企业名称 公司名称 名称 市场主体名称 enterprise_name company_name 企业名称(全称) company "
            "enterprise entity_name firm_name",
            holds="name",
            required=True,
        ),
        _column("former_names", "曾用名 企业曾用名 former_name previous_name previous_names"),
        _column("type", "企业类型 公司类型 类型 市场主体类型 enterprise_type company_type entity_type"),
        _column(
            "legal_representative",
            "法定代表人 法定代表人姓名 法人代表 法人 legal_rep legal_person legal_representative_name",
            holds="name",
            personal=True,
        ),
        _column(
            "head",
            "法定代表人/负责人 法定代表人(负责人) 负责人 经营者 投资人 执行事务合伙人 head person_in_charge",
            holds="name",
            personal=True,
        ),
        _column("document_type", "法定代表人证件类型 法人证件类型 证件类型 legal_rep_id_type id_type"),
        _column(
            "document_number",
            "法定代表人证件号码 法人证件号码 法定代表人身份证号 法定代表人身份证号码 证件号码 "
            "legal_rep_id_number legal_representative_id_number legal_representative_id_no legal_rep_id "
            "legal_representative_id id_number id_no",
            holds="document",
            personal=True,
        ),
        _column(
            "capital",
            "注册资本 注册资金 注册资本(金) registered_capital 注册资本(万元)",
            holds="money",
        ),
        _column("currency", "币种 注册资本币种"),
        _column(
            "established",
            "成立日期 注册日期 设立日期 established_on founded establishment_date founding_date "
            "incorporated_on 成立时间 date_of_establishment date_established incorporation_date "
            "date_of_incorporation registration_date",
            holds="date",
        ),
        _column("term_from", "营业期限自 经营期限自 营业期限起 business_term_from", holds="date"),
        _column("term_to", "营业期限至 经营期限至 营业期限止 business_term_to", holds="date"),
        _column(
            "status",
            "登记状态 经营状态 企业状态 状态 registration_status 企业登记状态 经营状态(登记状态) company_status "
            "enterprise_status operating_status business_status",
        ),
        _column("trade", "行业代码 国民经济行业代码 trade_code industry_code"),
        _column("region", "行政区划代码 行政区划 登记区划代码 region_code"),
        _column(
            "address",
            "住所 注册地址 地址 经营场所 企业地址 住所/经营场所 registered_address domicile "
            "registered_office business_address",
        ),
        _column("phone", "联系电话 电话 企业联系电话 telephone phone_number contact_number"),
        _column("filing_agent", "代办机构 agent", holds="name"),
    ),
    ignored="序号 登记机关 核准日期 经营范围 所属行业 行业门类 邮箱 实收资本 备注 no id serial_no "
    "business_scope scope_of_business industry registration_authority email remarks",
)

SHAREHOLDERS = _table(
    name="shareholders",
    files="股东及出资信息 股东及出资 股东信息 出资信息 股东 出资 shareholders holders",
    columns=(
        *_FIRM,
        _column(
            "holder",
            "股东名称 股东 股东姓名 股东/发起人 出资人 投资人名称 shareholder holder_name "
            "股东/发起人名称 股东(发起人) 发起人 holder_name_cn shareholder_name investor investor_name",
            holds="name",
            required=True,
            personal=True,
        ),
        _column(
            "holder_type",
            "股东类型 股东性质 出资人类型 shareholder_type 股东/发起人类型 发起人类型 investor_type",
        ),
        *_PERSON,
        _column(
            "holder_uscc",
            "股东统一社会信用代码 股东信用代码 shareholder_uscc shareholder_credit_code "
            "shareholder_unified_social_credit_code",
            holds="code",
        ),
        _column(
            "subscribed_amount",
            "认缴出资额 认缴额 认缴出资 认缴金额 认缴资本 subscribed 认缴出资金额 subscribed_capital "
            "subscribed_capital_contribution subscribed_contribution",
            holds="money",
        ),
        _column(
            "paid_amount",
            "实缴出资额 实缴额 实缴出资 实缴金额 paid 实缴出资金额 paid_capital paid_in "
            "paid_in_capital paid_in_amount paid_in_contribution paid_in_capital_contribution",
            holds="money",
        ),
        _column(
            "subscribed_share",
            "持股比例 出资比例 认缴比例 认缴出资比例 股权比例 share ratio shareholding percentage "
            "share_ratio 投资比例 占股比例 shareholding_ratio shareholding_percentage ownership "
            "ownership_percentage ownership_ratio equity_ratio stake",
            holds="share",
        ),
        _column("paid_share", "实缴比例 实缴出资比例 paid_ratio", holds="share"),
        _column("votes", "表决权比例 表决权 voting_share voting_rights voting_rights_ratio", holds="share"),
        _column("currency", "币种 出资币种"),
        _column("nominee", "代持 是否代持"),
        _column(
            "since",
            "入股日期 持股起始日期 取得日期 start_date valid_from from holding_since date_acquired",
            holds="date",
        ),
        _column("until", "退出日期 持股截止日期 转出日期 end_date valid_to to", holds="date"),
    ),
    ignored="序号 认缴出资方式 实缴出资方式 出资方式 认缴出资日期 实缴出资日期 认缴日期 实缴日期 出资日期 no id",
)

OFFICERS = _table(
    name="officers",
    files="主要人员信息 主要人员 高管信息 高管 人员信息 personnel officers executives",
    columns=(
        *_FIRM,
        _column(
            "name",
            "姓名 人员姓名 officer officer_name person person_name full_name",
            holds="name",
            required=True,
            personal=True,
        ),
        _column("post", "职务 职位 担任职务 position title 职务名称 role job_title", required=True),
        *_PERSON,
        _column("sex", "性别 gender", personal=True),
        _column("birth_date", "出生日期 date_of_birth dob", holds="date", personal=True),
        _column(
            "since",
            "任职日期 任职起始日期 任职起始 就任日期 start_date appointed_on from 任职开始日期 上任日期 "
            "appointment_date date_of_appointment",
            holds="date",
        ),
        _column(
            "until",
            "离任日期 免职日期 任职截止日期 任职终止日期 end_date left_on to 卸任日期 任职结束日期 "
            "resignation_date date_of_resignation resigned_on departure_date date_of_departure",
            holds="date",
        ),
    ),
    ignored="序号 产生方式 任期至 任期 学历 no id",
)

CHANGES = _table(
    name="changes",
    files="变更记录 变更信息 变更 changes",
    columns=(
        *_FIRM,
        _column("item", "变更事项 变更项目 change_item 事项 changed_item type_of_change", required=True),
        _column(
            "before",
            "变更前 变更前内容 change_before old_value before_change content_before_change",
            required=True,
            personal=True,
        ),
        _column(
            "after",
            "变更后 变更后内容 change_after new_value after_change content_after_change",
            required=True,
            personal=True,
        ),
        _column(
            "date",
            "变更日期 核准日期 核准变更日期 change_date 变更时间 changed_on date_of_change",
            holds="date",
            required=True,
        ),
    ),
    ignored="序号 no id",
)

BRANCHES = _table(
    name="branches",
    files="分支机构 分公司 branches",
    columns=(
        *_FIRM,
        _column(
            "branch_uscc",
            "分支机构统一社会信用代码 分支机构信用代码 分支机构代码 branch_credit_code "
            "branch_unified_social_credit_code",
            holds="code",
        ),
        _column("branch_reg_no", "分支机构注册号", holds="code"),
        _column("branch", "分支机构名称 分公司名称 branch_name 分支机构", holds="name", required=True),
        _column("head", "负责人 分支机构负责人 branch_head person_in_charge", holds="name", personal=True),
        _column("established", "成立日期 设立日期 分支机构成立日期", holds="date"),
        _column("status", "登记状态 状态 分支机构状态"),
        _column("address", "地址 营业场所 分支机构地址"),
    ),
    ignored="序号 登记机关 no id",
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
        ("kinship of any kind", "it is not in the schema: nothing of such a table is read"),
    ),
)
