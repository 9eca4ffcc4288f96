"""The data dictionary: every frame, its columns, their types and what they say."""

from __future__ import annotations

import pandas as pd

_SPAN = (
    (
        "since",
        "day",
        "from when, as the source gives it (2026, 2026-05 or 2026-05-10)",
        "自何时起，按来源精度",
    ),
    ("until", "day", "the first day it no longer holds; empty: no end is known", "不再有效的首日（不含）"),
    (
        "held",
        "boolean",
        "whether it holds on as_of; empty where the source's dates do not tell",
        "截至日是否有效",
    ),
)
_PLACE = (
    ("record", "string", "the source record the fact is stated on", "来源记录"),
    ("entry", "integer", "the entry of the ledger that stated it", "分录号"),
    ("fact", "string", "the id of the fact", "事实编号"),
)
FRAMES: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "parties": (
        ("party", "string", "the party: the first of the source records proved to be one", "主体"),
        ("kind", "string", "enterprise, person or undecided", "类别"),
        ("records", "integer", "how many source records it joins", "来源记录数"),
        (
            "confirmed_with",
            "string",
            "other parties that a reviewer's link joins to it; restrictions on the one are not on the other",
            "经人工确认关联的主体",
        ),
        (
            "name",
            "string",
            "the registered name; of a person masked unless names are asked for",
            "名称（自然人默认遮蔽）",
        ),
        ("uscc", "string", "the 统一社会信用代码 of an enterprise", "统一社会信用代码"),
        ("type", "string", "type of enterprise, a code", "企业类型"),
        ("status", "string", "registration status, a code", "登记状态"),
        ("region", "string", "GB/T 2260 region or country", "行政区划"),
        ("trade", "string", "GB/T 4754 trade", "行业"),
        ("adult_on", "day", "the first day a person is of age", "成年之日"),
        (
            "proved",
            "boolean",
            "whether an identity document or a number given once proves who it is",
            "身份是否核实",
        ),
    ),
    "offices": (
        ("person", "string", "who holds the office", "任职人"),
        ("enterprise", "string", "where", "企业"),
        ("post", "string", "the registered post, a code", "登记职务"),
        *_SPAN,
        *_PLACE,
    ),
    "holdings": (
        ("holder", "string", "who holds", "出资人"),
        ("enterprise", "string", "of which enterprise", "企业"),
        ("subscribed", "string", "share subscribed (认缴), exact or a range; empty: unknown", "认缴比例"),
        ("paid", "string", "share paid in (实缴)", "实缴比例"),
        ("votes", "string", "votes, where they differ", "表决权"),
        ("nominee", "boolean", "whether a document says it is held for another (代持)", "是否代持"),
        *_SPAN,
        *_PLACE,
    ),
    "decisions": (
        ("case", "string", "the case: one decision and what it leads to", "案件"),
        ("subject", "string", "the party the act is against", "相对人"),
        ("act", "string", "the form of the act", "行为形式"),
        ("category", "string", "what it is about, a code", "类别"),
        ("authority", "string", "the code of the authority", "机关"),
        ("number", "string", "the document number", "文号"),
        ("date", "day", "the date of the act", "日期"),
        ("annulled", "boolean", "whether it was annulled by as_of", "是否已撤销"),
        *_PLACE,
    ),
    "consequences": (
        ("consequence", "string", "the id of the consequence", "后果编号"),
        ("party", "string", "who is concerned; empty: a draft without a person", "主体"),
        ("target", "string", "enterprise, person or any", "对象"),
        ("measure", "string", "the measure, a code", "措施"),
        ("title_zh", "string", "the measure in Chinese", "措施名称"),
        ("title_en", "string", "the measure in English", "措施英文名称"),
        ("state", "string", "the state on as_of; only in_force binds", "截至日状态"),
        ("disputed", "boolean", "whether a dispute is pending", "是否有争议"),
        ("since", "day", "the first day of that state", "该状态首日"),
        ("until", "day", "the first day after it; empty: no end fixed", "该状态之后首日（不含）"),
        ("last_day", "day", "its last day", "末日"),
        ("clause", "string", "the clause", "条款"),
        ("law", "string", "the law it stands in", "法律"),
        ("article", "string", "the article", "条文"),
        ("case", "string", "the case it arises from", "案件"),
        ("record", "string", "the source record that stands for the party in the proof", "来源记录"),
    ),
    "alerts": (
        ("number", "integer", "its place in the feed; never twice", "序号"),
        ("kind", "string", "opened, suspended, resumed, ended, changed, or what a day calls for", "类别"),
        ("day", "day", "the day it is told of", "日期"),
        ("party", "string", "whom it concerns; empty: nobody identified", "主体"),
        ("measure", "string", "the measure, a code", "措施"),
        ("before", "string", "the state that was told last; empty: none", "此前状态"),
        ("after", "string", "the state now; empty: the facts no longer make it", "现状态"),
        ("reason", "string", "why it is so now, a code", "原因"),
        ("consequence", "string", "the id of the consequence", "后果编号"),
        ("case", "string", "the case it arises from", "案件"),
        ("entry", "integer", "the entry of the ledger that told it", "分录号"),
    ),
    "certificates": (
        ("certificate", "string", "its id: a digest of all it says", "凭证编号"),
        ("kind", "string", "restored, ended or suspended", "类别"),
        ("since", "day", "since when it no longer stands", "自何时起"),
        ("party", "string", "who is free of it", "主体"),
        ("measure", "string", "the measure, a code", "措施"),
        ("before", "string", "the state it had", "此前状态"),
        ("after", "string", "the state it has; empty: the facts no longer make it", "现状态"),
        ("told", "integer", "how many had been told of it", "已获知者数"),
        ("consequence", "string", "the id of the consequence", "后果编号"),
        ("case", "string", "the case it arises from", "案件"),
        ("entry", "integer", "the entry of the ledger that took it back", "分录号"),
        ("key", "string", "the key that signed it", "签名密钥"),
    ),
}
"""Frame to its columns: name, type, English, Chinese."""


def data_dictionary() -> pd.DataFrame:
    """One row per column of every frame."""
    rows = [(frame, *column) for frame, columns in FRAMES.items() for column in columns]
    return pd.DataFrame(rows, columns=["frame", "column", "type", "says", "says_zh"])


def columns_of(frame: str) -> list[str]:
    """The names of a frame's columns in their order."""
    return [name for name, *_ in FRAMES[frame]]
