"""Places that authorities are named after, with their codes of GB/T 2260: provinces, and the cities and districts of
Guangdong. A place that is not here is read from the row's own code, or is a problem."""

from __future__ import annotations

import re

NATIONAL = "100000"
"""The code under which a national authority sits."""

PROVINCES: dict[str, str] = {
    "北京": "110000", "天津": "120000", "河北": "130000", "山西": "140000", "内蒙古": "150000", "辽宁": "210000",
    "吉林": "220000", "黑龙江": "230000", "上海": "310000", "江苏": "320000", "浙江": "330000", "安徽": "340000",
    "福建": "350000", "江西": "360000", "山东": "370000", "河南": "410000", "湖北": "420000", "湖南": "430000",
    "广东": "440000", "广西": "450000", "海南": "460000", "重庆": "500000", "四川": "510000", "贵州": "520000",
    "云南": "530000", "西藏": "540000", "陕西": "610000", "甘肃": "620000", "青海": "630000", "宁夏": "640000",
    "新疆": "650000",
}  # fmt: skip

CITIES: dict[str, str] = {
    "广州": "440100", "韶关": "440200", "深圳": "440300", "珠海": "440400", "汕头": "440500", "佛山": "440600",
    "江门": "440700", "湛江": "440800", "茂名": "440900", "肇庆": "441200", "惠州": "441300", "梅州": "441400",
    "汕尾": "441500", "河源": "441600", "阳江": "441700", "清远": "441800", "东莞": "441900", "中山": "442000",
    "潮州": "445100", "揭阳": "445200", "云浮": "445300",
}  # fmt: skip

DISTRICTS: dict[str, dict[str, str]] = {
    "440100": {
        "荔湾": "440103", "越秀": "440104", "海珠": "440105", "天河": "440106", "白云": "440111", "黄埔": "440112",
        "番禺": "440113", "花都": "440114", "南沙": "440115", "从化": "440117", "增城": "440118",
    },
    "440300": {
        "罗湖": "440303", "福田": "440304", "南山": "440305", "宝安": "440306", "龙岗": "440307", "盐田": "440308",
        "龙华": "440309", "坪山": "440310", "光明": "440311",
    },
    "440400": {"香洲": "440402", "斗门": "440403", "金湾": "440404"},
    "440500": {
        "龙湖": "440507", "金平": "440511", "濠江": "440512", "潮阳": "440513", "潮南": "440514", "澄海": "440515",
        "南澳": "440523",
    },
    "440600": {"禅城": "440604", "南海": "440605", "顺德": "440606", "三水": "440607", "高明": "440608"},
}  # fmt: skip


def place_of(text: str) -> str | None:
    """The code of the most exact place that a name begins with, after the state's own words
    (国家税务总局) and 广东省; None where it begins with none that is known (大连市中山区 is not 中山市)."""
    plain = text.removeprefix("中华人民共和国").removeprefix("国家税务总局")
    inside = plain.removeprefix("广东省")
    for word, city in CITIES.items():
        if inside.startswith(word):
            rest = inside.removeprefix(word)
            districts = DISTRICTS.get(city, {})
            # 广州市天河区…, and 广州市公安局天河区分局; 广州白云机场海关 sits in no district of that name.
            return next(
                (code for name, code in districts.items() if re.search(f"{name}[区县市]", rest)), city
            )
    for word, code in PROVINCES.items():
        if plain.startswith(word) and not plain.removeprefix(word).startswith("区"):
            return code
    return None
