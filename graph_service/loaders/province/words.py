"""Words of a fictitious province: cities of Guangdong (real, so that authorities have a territory), invented
roads, brands and persons' names, trades of GB/T 4754."""

from __future__ import annotations

CITIES: tuple[tuple[str, str, int], ...] = (
    ("440100", "广州市", 25), ("440200", "韶关市", 2), ("440300", "深圳市", 30), ("440400", "珠海市", 4),
    ("440500", "汕头市", 4), ("440600", "佛山市", 10), ("440700", "江门市", 4), ("440800", "湛江市", 3),
    ("440900", "茂名市", 3), ("441200", "肇庆市", 2), ("441300", "惠州市", 5), ("441400", "梅州市", 2),
    ("441500", "汕尾市", 1), ("441600", "河源市", 1), ("441700", "阳江市", 1), ("441800", "清远市", 2),
    ("441900", "东莞市", 14), ("442000", "中山市", 6), ("445100", "潮州市", 1), ("445200", "揭阳市", 2),
    ("445300", "云浮市", 1),
)  # fmt: skip
"""Region (GB/T 2260), name, weight."""

DEPARTMENTS: dict[str, str] = {
    "court": "人民法院", "tax": "税务局", "market_supervision": "市场监督管理局",
    "drug_administration": "药品监督管理局", "government": "人民政府", "discipline": "监察委员会",
    "human_resources": "人力资源和社会保障局", "emergency_management": "应急管理局", "public_security": "公安局",
    "finance": "财政局", "housing_construction": "住房和城乡建设局", "financial_regulation": "金融监督管理局",
    "local_finance": "地方金融管理局", "securities_regulation": "证券监督管理局", "science": "科学技术局",
    "press_publication": "新闻出版局", "development_reform": "发展和改革委员会", "immigration": "出入境边防检查站",
    "tender_supervision": "招标投标监督管理办公室", "environment": "生态环境局", "health": "卫生健康局",
}  # fmt: skip
"""How the authorities of a fictitious province are called, by department; one that is not here has no name."""

ROADS: tuple[str, ...] = tuple(
    f"{first}{second}{kind}"
    for first in ("启明", "望川", "稻香", "听涛", "云栖", "灯塔", "长桥", "远帆")
    for second in ("一", "二", "三", "东", "西")
    for kind in ("路", "街")
)

SURNAMES: tuple[tuple[str, int], ...] = (
    ("陈", 106), ("李", 80), ("黄", 78), ("张", 55), ("林", 52), ("梁", 50), ("刘", 42), ("吴", 40), ("罗", 34),
    ("杨", 33), ("何", 32), ("王", 30), ("叶", 26), ("邓", 25), ("曾", 25), ("周", 24), ("谢", 24), ("徐", 20),
    ("朱", 20), ("钟", 20), ("郑", 20), ("蔡", 18), ("赖", 16), ("冯", 16), ("胡", 15), ("彭", 14), ("廖", 14),
    ("卢", 12), ("苏", 12), ("欧阳", 4), ("麦", 6), ("温", 8), ("邱", 8), ("莫", 7), ("许", 18), ("关", 6),
    ("招", 2), ("区", 5), ("冼", 3), ("司徒", 2),
)  # fmt: skip

GIVEN_FIRST = "志伟嘉俊文家美丽建国秀海永春雪思子晓明天宇佳雅金玉宏德庆兆淑静"
GIVEN_SECOND = "华强明辉芳敏静杰军勇平燕玲霞涛鹏飞莹娟斌超波丹慧欣怡豪轩诗琪"
GIVEN: tuple[str, ...] = (
    *dict.fromkeys(GIVEN_FIRST + GIVEN_SECOND),
    *(first + second for first in GIVEN_FIRST for second in GIVEN_SECOND if first != second),
)

_BRAND_FIRST = "恒粤启云泽联金安博瑞同海星禾正融大创凯乐"
_BRAND_SECOND = "泰达兴盛源创通丰信和诺邦林成隆益腾宁"
BRANDS: tuple[str, ...] = tuple(first + second for first in _BRAND_FIRST for second in _BRAND_SECOND)

TRADES: tuple[tuple[str, str, int], ...] = (
    ("F5199", "贸易", 22), ("I6513", "科技", 14), ("L7299", "商务服务", 10), ("C3399", "五金制品", 9),
    ("G5430", "物流", 6), ("F5223", "食品", 7), ("E4790", "建筑工程", 8), ("H6210", "餐饮", 6),
    ("K7010", "置业", 4), ("C2720", "药业", 2), ("C2682", "日化", 2), ("C3581", "医疗器械", 2),
    ("C2319", "印刷", 2), ("M7452", "检测技术", 2), ("M7320", "科学研究", 2), ("J6759", "融资担保", 1),
    ("J6740", "资产管理", 1),
)  # fmt: skip
"""GB/T 4754 code, the word in the firm's name, weight."""

TYPES: tuple[tuple[str, str, str, int], ...] = (
    ("limited_company", "有限公司", "legal_representative", 86),
    ("joint_stock_company", "股份有限公司", "legal_representative", 3),
    ("partnership", "合伙企业（有限合伙）", "executive_partner", 3),
    ("sole_proprietorship", "经营部", "sole_investor", 3),
    ("branch", "有限公司分公司", "unit_head", 3),
    ("social_organisation", "促进会", "legal_representative", 2),
)
"""Type, the end of the name, the post of its head, weight."""

POSTS: tuple[str, ...] = (
    "legal_representative", "executive_partner", "sole_investor", "unit_head", "executive_director", "director",
    "chairman", "supervisor", "manager", "finance_head",
)  # fmt: skip

STATUSES: tuple[str, ...] = ("active", "deregistered", "licence_revoked", "liquidation")
CAPITALS: tuple[int, ...] = (100_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000, 50_000_000)
