"""Cited law: from the words of a row to law and article, and from these to what the act is (law decision 17)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from graph_service.facts.types import Act as ActKind
from graph_service.loaders.credit_lists_cn.words import number_of

_NUMERAL = r"[〇零一二三四五六七八九十百千]+|\d+"
_LAW = re.compile(
    r"《([^》]{2,60})》|([\u4e00-\u9fff]{2,30}?(?:法|条例|办法|规定|规则))(?=(?:第|[（(]\d{4}))"
)
_ARTICLE = re.compile(
    rf"第({_NUMERAL})条(?:之({_NUMERAL}))?(?:第?({_NUMERAL})款)?(?:第?[（(]?({_NUMERAL})[)）]?项)?"
)
_EDITION = re.compile(r"[（(][^（()）]*[)）]")
_LEAD = re.compile(r"^(?:.*?(?:根据|依据|依照|按照|违反了?|适用|参照|和|及|与|、))+")


@dataclass(frozen=True, slots=True)
class Act:
    """What a published row is: act and category, the conditions it states, the law files' basis for reading it so."""

    act: ActKind
    category: str
    conditions: tuple[str, ...]


@lru_cache(maxsize=4_096)
def law_name(text: str) -> str:
    """A law's name without 中华人民共和国, edition, brackets and words before it."""
    plain = _EDITION.sub("", text).strip()
    return plain.removeprefix("中华人民共和国").strip()


@lru_cache(maxsize=16_384)
def citations(text: str) -> tuple[str, ...]:
    """The articles a text cites, each as `law Art N` and, where it names a paragraph or item, exactly too.

    `《食品安全法》第一百二十四条第一款第（二）项` gives `食品安全法 Art 124` and `食品安全法 Art 124(1)(2)`."""
    found: dict[str, None] = {}
    text = text.replace("中华人民共和国", "")
    laws = [
        (one.start(), one.end(), law_name(one[1] or _LEAD.sub("", one[2]))) for one in _LAW.finditer(text)
    ]
    for place, (_, end, law) in enumerate(laws):
        until = laws[place + 1][0] if place + 1 < len(laws) else len(text)
        for one in _ARTICLE.finditer(text, end, until):
            number = number_of(one[1])
            article = f"Art {number}" + (f"-{number_of(one[2])}" if one[2] else "")
            found[f"{law} {article}"] = None
            exact = "".join(f"({number_of(part)})" for part in (one[3], one[4]) if part)
            if exact:
                found[f"{law} {article}{exact}"] = None
    return tuple(found)


@dataclass(frozen=True, slots=True)
class ActTable:
    """The table of acts (law decision 17), by source and by the law that a row cites."""

    rows: Mapping[str, Mapping[str, tuple[Mapping[str, Any], ...]]]

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]]) -> ActTable:
        """The table from its plain rows."""
        found: dict[str, dict[str, list[Mapping[str, Any]]]] = {}
        for row in rows:
            law = law_name(row["law"])
            found.setdefault(row["source"], {}).setdefault(law, []).append(row)
        return cls(
            {source: {law: tuple(some) for law, some in laws.items()} for source, laws in found.items()}
        )

    def acts(self, source: str, cited: Sequence[str], outcome: str, said: str) -> tuple[Act, ...]:
        """What a row of `source` is: one Act per act and category; none where no row of the table fits.

        `cited` are citations; `outcome` the result's words; `said` all the row's words, for conditions they state."""
        found: dict[tuple[ActKind, str], dict[str, None]] = {}
        for row in self._fitting(source, cited):
            if row["outcome"] and not any(word in outcome for word in row["outcome"]):
                continue
            stated = found.setdefault((cast(ActKind, str(row["act"])), str(row["category"])), {})
            stated |= dict.fromkeys(row["conditions"])
            stated |= {code: None for word, code in dict(row["says"]).items() if word in said}
        return tuple(Act(act, category, tuple(stated)) for (act, category), stated in found.items())

    def grounds(self, source: str) -> frozenset[str]:
        """The conditions that a row of `source` may state in words."""
        laws = self.rows.get(source, {}).values()
        return frozenset(code for some in laws for row in some for code in dict(row["says"]).values())

    def _fitting(self, source: str, cited: Sequence[str]) -> Iterator[Mapping[str, Any]]:
        """Rows whose law and article are cited, and rows that ask for none."""
        laws = self.rows.get(source, {})
        names = dict.fromkeys(("", *(text.partition(" ")[0] for text in cited)))
        for law in names:
            for row in laws.get(law, ()):
                if not law or any(_covers(text, law, row["article"]) for text in cited):
                    yield row


def _covers(text: str, law: str, article: str) -> bool:
    """Does this citation name the article, or a paragraph or item of it?"""
    name, _, place = text.partition(" ")
    return name == law and (place == article or place.startswith(f"{article}("))
