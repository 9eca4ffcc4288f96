"""Authorities by their names as published: department by the rulebook's table, place by GB/T 2260, level by place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph_service.facts.types import Authority
from graph_service.intake.rows import SourceRow
from graph_service.loaders.credit_lists_cn.places import NATIONAL, place_of

_NATIONAL_WORDS = ("最高人民法院", "国家", "总局", "中国人民银行总行", "中国证券监督管理委员会")


@dataclass(slots=True)
class Authorities:
    """The authorities met so far; `found` gives the one of a row, and its fact where it is new."""

    source: str
    kinds: Sequence[Mapping[str, Any]]
    _known: dict[tuple[str, str | None], Authority] = field(default_factory=dict)
    _codes: set[str] = field(default_factory=set)

    def of(self, row: SourceRow, column: str = "authority") -> tuple[str | None, tuple[Authority, ...]]:
        """The code of the authority a row names, and its fact where it is new. Where name or place cannot be read: a
        problem, and as the code what the row calls it (an unknown authority makes drafts only)."""
        name = row.text(column)
        if name is None:
            row.report("authority_not_stated", "the row names no authority", "Fill it in.", column)
            return None, ()
        given = self._given(row)
        authority = self._known.get((name, given)) or self._read(name, given)
        if isinstance(authority, str):
            row.report(authority, _WHY[authority], "Add it to the table of authorities.", column, name)
            return name, ()
        self._known[name, given] = authority
        if authority.code in self._codes:
            return authority.code, ()
        self._codes.add(authority.code)
        return authority.code, (authority,)

    def _given(self, row: SourceRow) -> str | None:
        """The region the row itself states, by code or by province."""
        region = row.text("region")
        if region is not None:
            if len(region) >= 6 and region[:6].isdigit():
                return region[:6]
            todo = "Give the six digits of the authority's region, like 440106, or leave the cell empty."
            row.report("unreadable_region", "this is not a code of GB/T 2260", todo, "region", region)
        province = row.text("province")
        return place_of(province) if province else None

    def _read(self, name: str, given: str | None) -> Authority | str:
        fitting = [
            (len(word), row["department"], row.get("level"), row.get("region"))
            for row in self.kinds
            for word in row["names"]
            if word in name
        ]
        if not fitting:
            return "unknown_authority"
        _, department, own_level, own_region = max(fitting, key=lambda one: one[0])
        region = own_region or place_of(name)
        if region is None:
            region = NATIONAL if any(word in name for word in _NATIONAL_WORDS) else given
        if region is None:
            return "authority_without_place"
        # The row's code may only say who sent it; inside the named place it is the more exact of the two.
        if given and _says_less(name, region) and given.startswith(region.rstrip("0")):
            region = given
        level = own_level or _level(region)
        exact = level == (_level_of_name(name) or level)
        return Authority(
            record=f"{self.source}:authority/{name}",
            code=f"{region}-{department}" if exact else f"{region}-{department}-{name}",
            department=department,
            level=level if exact else str(_level_of_name(name)),
            region=region,
            name=name,
        )


_WHY = {
    "unknown_authority": "no row of the table of authorities reads this name",
    "authority_without_place": "neither the name nor the row says where it sits",
}


def _level(region: str) -> str:
    """The level of the place: national, province, city, county by its trailing zeros (GB/T 2260)."""
    if region == NATIONAL or not region.isdigit():
        return "national"
    if region.endswith("0000"):
        return "province"
    return "city" if region.endswith("00") else "county"


def _level_of_name(name: str) -> str | None:
    """The level that the name itself tells: 区, 县 and 基层 are a county, 中级 a city, 高级 and 省 a province."""
    if "中级" in name:
        return "city"
    if "高级" in name:
        return "province"
    if any(
        word in name
        for word in ("区人民", "县人民", "区市场", "县市场", "区税务", "县税务", "区应急", "县应急")
    ):
        return "county"
    return None


def _says_less(name: str, region: str) -> bool:
    """Does the name speak of a place below the one that was found in it?"""
    return _level_of_name(name) == "county" and _level(region) in ("city", "province")
