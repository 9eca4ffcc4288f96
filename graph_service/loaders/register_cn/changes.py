"""Change records (变更记录): item, before, after, date; read into who joined and who left which place, when.

Lists of people are read in the forms that registers print: `张三;李四`, `张三(董事长)、李四(董事)`,
`姓名:张三,职务:董事`, and for holders `甲公司 60%`. What is in any other form is a problem; nobody is guessed out of
a text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from graph_service.facts import Day, Share, parse_share
from graph_service.facts.vocabulary import post_of
from graph_service.intake.rows import SourceRow
from graph_service.intake.texts import half_width
from graph_service.loaders.register_cn.firms import Firm

Topic = Literal["office", "name", "address", "holder", "out_of_scope"]

_ITEMS: tuple[tuple[str, Topic, str | None], ...] = (
    ("法定代表人", "office", "legal_representative"),
    ("执行事务合伙人", "office", "executive_partner"),
    ("经营者姓名", "office", "operator"),
    ("负责人", "office", "unit_head"),
    ("董事", "office", "director"),
    ("监事", "office", "supervisor"),
    ("总经理", "office", "manager"),
    ("经理", "office", "manager"),
    ("高级管理人员", "office", None),
    ("主要人员", "office", None),
    ("主要成员", "office", None),
    ("名称", "name", None),
    ("字号", "name", None),
    ("住所", "address", None),
    ("地址", "address", None),
    ("经营场所", "address", None),
    ("股东", "holder", None),
    ("投资人", "holder", None),
    ("股权", "holder", None),
    ("出资人", "holder", None),
    ("经营范围", "out_of_scope", None),
    ("注册资本", "out_of_scope", None),
    ("注册资金", "out_of_scope", None),
    ("实收资本", "out_of_scope", None),
    ("期限", "out_of_scope", None),
    ("章程", "out_of_scope", None),
    ("类型", "out_of_scope", None),
    ("联络员", "out_of_scope", None),
    ("legal_representative", "office", "legal_representative"),
    ("legal representative", "office", "legal_representative"),
    ("name", "name", None),
    ("address", "address", None),
    ("shareholder", "holder", None),
    ("scope", "out_of_scope", None),
    ("capital", "out_of_scope", None),
)
"""Words in 变更事项, the first that is found wins; with the post that the item itself names."""

_BETWEEN = re.compile(r"[;；、\n]+|(?<=[)）])[,，]|[,，](?!职)")
_MARKS = re.compile(r"[\[【](?:新增|退出)[\]】]")
_ENTRY = re.compile(
    r"(?:姓名[:：]\s*)?"
    r"(?P<name>[\u4e00-\u9fff·]+?(?:[(（][\u4e00-\u9fff]+[)）][\u4e00-\u9fff]+)*|[A-Za-z][A-Za-z .'-]*?)"
    r"(?:[,，]?\s*(?:职务|职位)[:：]\s*(?P<post>[\u4e00-\u9fff]+)|[(（](?P<inner>[\u4e00-\u9fff]+)[)）])?"
    r"(?:\s*[:：]?\s*(?P<share>\d+(?:\.\d+)?%))?"
)


@dataclass(frozen=True, slots=True)
class Move:
    """Someone joined or left a place of a firm on a day: `post` for an office, None for a holding; `share` what the
    change says of a holding before he left it or from when he joined."""

    firm: Firm
    post: str | None
    name: str
    joined: bool
    date: Day
    row: SourceRow
    share: Share | None = None


def topic_of(item: str) -> tuple[Topic | None, str | None]:
    """What a change is about, and the post that its item names; (None, None) where the item is not known."""
    plain = item.lower()
    for word, topic, post in _ITEMS:
        if word in plain:
            return topic, post
    return None, None


def moves(row: SourceRow, firm: Firm, post: str | None, topic: Topic, date: Day) -> list[Move] | None:
    """Who left and who joined by this change, each once; None, and a problem, where a side cannot be read. Who
    stands on both sides in the same post (with the same share) neither left nor joined."""
    sides = []
    for column in ("before", "after"):
        people = _people(row.text(column), post, topic)
        if people is None or column in row.flawed:
            why = "the names in this change cannot be told apart"
            row.report("unreadable_change", why, "Split it into one row per person.", column)
            return None
        sides.append(people)
    before, after = sides
    return [
        Move(firm, who[1], who[0], joined, date, row, share)
        for side, other, joined in ((before, after, False), (after, before, True))
        for who, share in side.items()
        if who not in other or other[who] != share
    ]


def _people(
    text: str | None, post: str | None, topic: Topic
) -> dict[tuple[str, str | None], Share | None] | None:
    """The names of one side, each with its post, and its share where one is said; None where a part is in no known
    form."""
    found: dict[tuple[str, str | None], Share | None] = {}
    for part in _BETWEEN.split(_MARKS.sub("", half_width(text or ""))):
        if not part.strip():
            continue
        entry = _ENTRY.fullmatch(part.strip())
        if entry is None:
            return None
        own = entry["post"] or entry["inner"]
        code = post_of(own) if own else None
        name = entry["name"].strip()
        if topic == "holder":
            # What stands in brackets at the end of a holder's name belongs to it: 甲企业(有限合伙).
            whole = f"{name}({entry['inner']})" if entry["inner"] else name
            found[(whole, None)] = parse_share(entry["share"]) if entry["share"] else None
        elif entry["share"] or (code is None and (own or post is None)):
            return None
        else:
            found[(name, code or post)] = None
    return found
